//! All units' numbers at one moment.

use super::Reality;
use super::frame::FrameKey;
use model::calendar::Timestamp;
use model::league::{Rank, Ranked, ranked, standing};
use model::totals::{Tally, sequence};
use model::unit::UnitCode;
use model::wire::{Standing, Totals, UnitTotals};
use std::collections::HashMap;
use std::sync::Arc;
use store::{Directory, Stamp};

/// What is said of several units is read from one of these, so that it fits together.
#[derive(Debug, Clone)]
pub struct Numbers {
    /// The units, campaigns and targets.
    pub directory: Arc<Directory>,
    pub(super) tallies: Arc<HashMap<FrameKey, (Tally, Stamp)>>,
    pub(super) epoch: u64,
    /// Grows with each change of a number, and of units, campaigns and targets.
    pub seq: u64,
    /// When they came about.
    pub as_of: Timestamp,
}

/// The units under each parent that was asked for with their ranks, so that they are put in order once for all of them.
pub(super) type Siblings = HashMap<FrameKey, Vec<(Option<Rank>, UnitTotals)>>;

impl Numbers {
    /// One unit's, by its number in the directory.
    pub fn unit(&self, campaign: usize, unit: usize) -> UnitTotals {
        let found = &self.directory.units()[unit];
        let (tally, _) = self.tallies.get(&FrameKey { campaign, unit }).copied().unwrap_or_default();
        let target = self.directory.target(campaign, unit);
        UnitTotals::new(found.code.clone(), found.name.clone(), found.level, tally, target)
    }

    /// Those of the units directly under one.
    pub fn children(&self, campaign: usize, unit: usize) -> Vec<UnitTotals> {
        self.directory.children(unit).iter().map(|child| self.unit(campaign, *child)).collect()
    }

    /// The unit directly above one; `None` for the root.
    pub fn parent(&self, unit: usize) -> Option<usize> {
        self.directory.path(unit).iter().nth_back(1).copied()
    }

    /// All that a board shows.
    pub(super) fn totals(&self, key: FrameKey, reality: Reality, siblings: &mut Siblings) -> Totals {
        let FrameKey { campaign, unit } = key;
        let own = self.unit(campaign, unit);
        let nation = self.directory.root().filter(|root| *root != unit);
        let stamp = self.shown_stamp(campaign, unit);
        Totals {
            campaign: self.directory.campaigns()[campaign].slug.clone(),
            seq: sequence(self.epoch, stamp.position),
            as_of: stamp.at.unwrap_or(Timestamp::EPOCH),
            standing: self.parent(unit).and_then(|parent| self.standing(campaign, parent, &own.unit, siblings)),
            nation_estimated: nation.map(|root| self.unit(campaign, root).benefit_vnd.estimated),
            children: self.children(campaign, unit),
            demo: reality == Reality::Demo,
            own,
        }
    }

    /// Where in the log anything that a unit's board shows changed last: itself, those under it, those beside it, with whom it
    /// is ranked, and the nation.
    fn shown_stamp(&self, campaign: usize, unit: usize) -> Stamp {
        let root = self.directory.root().into_iter();
        let beside = self.parent(unit).map(|parent| self.directory.children(parent)).unwrap_or_default();
        let shown =
            root.chain([unit]).chain(self.directory.children(unit).iter().copied()).chain(beside.iter().copied());
        shown.fold(Stamp::default(), |latest, unit| {
            let (_, stamp) = self.tallies.get(&FrameKey { campaign, unit }).copied().unwrap_or_default();
            latest.max(stamp).max(self.directory.stamp(campaign, unit))
        })
    }

    fn standing(&self, campaign: usize, parent: usize, unit: &UnitCode, siblings: &mut Siblings) -> Option<Standing> {
        let key = FrameKey { campaign, unit: parent };
        let siblings = siblings.entry(key).or_insert_with(|| {
            let children = self.children(campaign, parent);
            ranked(&children).into_iter().map(|row| (row.rank, row.unit.clone())).collect()
        });
        let ranking: Vec<Ranked> = siblings.iter().map(|(rank, unit)| Ranked { rank: *rank, unit }).collect();
        standing(&ranking, unit)
    }
}
