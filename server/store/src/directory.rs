//! The units, campaigns and targets at one moment, held in memory: who is under whom, and what they are to reach.
//! Units and campaigns have dense numbers here, which hold for this value only.

use crate::Stamp;
use model::calendar::Date;
use model::campaign::{Campaign, Span, Target};
use model::rights::{Office, Right};
use model::unit::{Slug, Unit, UnitCode};
use std::collections::HashMap;

/// The units, campaigns and targets at one moment.
#[derive(Debug, Default)]
pub struct Directory {
    version: u64,
    units: Vec<Unit>,
    by_code: HashMap<UnitCode, usize>,
    paths: Vec<Box<[usize]>>,
    children: Vec<Vec<usize>>,
    campaigns: Vec<Campaign>,
    targets: HashMap<(usize, usize, Span), Target>,
    /// Where each unit, campaign and unit's targets in a campaign changed last.
    unit_stamps: Vec<Stamp>,
    campaign_stamps: Vec<Stamp>,
    target_stamps: HashMap<(usize, usize), Stamp>,
}

/// Where in the log parts of a directory changed last.
#[derive(Debug, Default)]
pub(crate) struct Stamps {
    pub units: Vec<(UnitCode, Stamp)>,
    pub campaigns: Vec<(Slug, Stamp)>,
    pub targets: Vec<((Slug, UnitCode), Stamp)>,
}

impl Directory {
    /// Puts together what was stored. `units` must form a tree; targets of unknown units or campaigns are left out.
    pub fn new(
        version: u64,
        units: Vec<Unit>,
        mut campaigns: Vec<Campaign>,
        targets: impl IntoIterator<Item = (Slug, UnitCode, Span, Target)>,
    ) -> Self {
        let by_code: HashMap<_, _> = units.iter().enumerate().map(|(at, unit)| (unit.code.clone(), at)).collect();
        let parent = |at: usize| units[at].parent.as_ref().and_then(|code| by_code.get(code).copied());
        let mut children = vec![Vec::new(); units.len()];
        let mut paths = Vec::with_capacity(units.len());
        for at in 0..units.len() {
            let mut path = vec![at];
            // A tree is never deeper than it has units; the bound keeps a broken one from going round for ever.
            while path.len() <= units.len()
                && let Some(above) = parent(path[path.len() - 1])
            {
                path.push(above);
            }
            path.reverse();
            paths.push(path.into_boxed_slice());
            if let Some(above) = parent(at) {
                children[above].push(at);
            }
        }
        campaigns.sort_by(|a, b| a.from.cmp(&b.from).then_with(|| a.slug.cmp(&b.slug)));
        let mut directory = Self { version, units, by_code, paths, children, campaigns, ..Self::default() };
        for (campaign, unit, span, target) in targets {
            if let (Some(campaign), Some(unit)) = (directory.campaign_index(&campaign), directory.index(&unit)) {
                directory.targets.insert((campaign, unit, span), target);
            }
        }
        directory
    }

    pub(crate) fn with_stamps(mut self, stamps: Stamps) -> Self {
        self.unit_stamps = vec![Stamp::default(); self.units.len()];
        for (unit, stamp) in stamps.units {
            if let Some(at) = self.index(&unit) {
                self.unit_stamps[at] = stamp;
            }
        }
        self.campaign_stamps = vec![Stamp::default(); self.campaigns.len()];
        for (campaign, stamp) in stamps.campaigns {
            if let Some(at) = self.campaign_index(&campaign) {
                self.campaign_stamps[at] = stamp;
            }
        }
        for ((campaign, unit), stamp) in stamps.targets {
            if let (Some(campaign), Some(unit)) = (self.campaign_index(&campaign), self.index(&unit)) {
                self.target_stamps.insert((campaign, unit), stamp);
            }
        }
        self
    }

    /// Where what is said of a unit in a campaign changed last: its name and place, its targets, the campaign's phases.
    pub fn stamp(&self, campaign: usize, unit: usize) -> Stamp {
        let unit_stamp = self.unit_stamps.get(unit).copied().unwrap_or_default();
        let campaign_stamp = self.campaign_stamps.get(campaign).copied().unwrap_or_default();
        let targets = self.target_stamps.get(&(campaign, unit)).copied().unwrap_or_default();
        unit_stamp.max(campaign_stamp).max(targets)
    }

    /// Where anything in here changed last.
    pub fn latest(&self) -> Stamp {
        let parts = self.unit_stamps.iter().chain(&self.campaign_stamps).chain(self.target_stamps.values());
        parts.copied().fold(Stamp::default(), Stamp::max)
    }

    /// Grows with each change of what is in here.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// All units, by their numbers: in the order in which they were imported.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// A unit's number.
    pub fn index(&self, unit: &UnitCode) -> Option<usize> {
        self.by_code.get(unit).copied()
    }

    /// The unit with that code.
    pub fn unit(&self, code: &UnitCode) -> Option<&Unit> {
        self.index(code).map(|at| &self.units[at])
    }

    /// The root's number: the nation's, or that of the one union. `None` before the first import.
    pub fn root(&self) -> Option<usize> {
        self.paths.first().map(|path| path[0])
    }

    /// The numbers from the root down to the unit itself.
    pub fn path(&self, unit: usize) -> &[usize] {
        &self.paths[unit]
    }

    /// A right with its place in the tree; `None` if there is no such unit.
    pub fn office(&self, right: &Right) -> Option<Office> {
        let unit = self.index(&right.unit)?;
        Some(Office { role: right.role, path: self.codes(unit), level: self.units[unit].level })
    }

    /// The codes from the root down to the unit itself.
    pub fn codes(&self, unit: usize) -> Vec<UnitCode> {
        self.paths[unit].iter().map(|above| self.units[*above].code.clone()).collect()
    }

    /// The numbers of the units directly under it.
    pub fn children(&self, unit: usize) -> &[usize] {
        &self.children[unit]
    }

    /// The numbers of a unit and all under it.
    pub fn branch(&self, top: usize) -> Vec<usize> {
        let mut branch = vec![top];
        let mut next = 0;
        // Each unit has one parent, so none comes twice.
        while let Some(&unit) = branch.get(next) {
            branch.extend(&self.children[unit]);
            next += 1;
        }
        branch
    }

    /// Whether the unit is in that branch: its top itself, or under it.
    pub fn is_in_branch(&self, unit: usize, top: usize) -> bool {
        self.paths[unit].contains(&top)
    }

    /// All campaigns, by their numbers: the oldest first.
    pub fn campaigns(&self) -> &[Campaign] {
        &self.campaigns
    }

    /// A campaign's number.
    pub fn campaign_index(&self, slug: &Slug) -> Option<usize> {
        self.campaigns.iter().position(|campaign| campaign.slug == *slug)
    }

    /// The campaign with that slug.
    pub fn campaign(&self, slug: &Slug) -> Option<&Campaign> {
        self.campaigns.iter().find(|campaign| campaign.slug == *slug)
    }

    /// The campaign that something new on `day` belongs to: the newest that has begun; before any has, the newest.
    pub fn campaign_on(&self, day: Date) -> Option<&Campaign> {
        self.campaigns.iter().rev().find(|campaign| campaign.from <= day).or(self.campaigns.last())
    }

    /// A unit's target for the whole campaign: as given, or, where every phase has one, their sum.
    pub fn target(&self, campaign: usize, unit: usize) -> Target {
        let given = self.span_target(campaign, unit, &Span::Campaign);
        let phases: Vec<Target> = self.campaigns[campaign]
            .phases
            .iter()
            .map(|phase| self.span_target(campaign, unit, &Span::Phase(phase.slug.clone())))
            .collect();
        let sum = |of: fn(&Target) -> Option<u32>| {
            if phases.is_empty() {
                return None;
            }
            phases.iter().try_fold(0u32, |sum, target| sum.checked_add(of(target)?))
        };
        Target {
            assigned: given.assigned.or_else(|| sum(|target| target.assigned)),
            self_set: given.self_set.or_else(|| sum(|target| target.self_set)),
        }
    }

    /// A unit's target exactly for this span, as it was given.
    pub fn span_target(&self, campaign: usize, unit: usize, span: &Span) -> Target {
        self.targets.get(&(campaign, unit, span.clone())).copied().unwrap_or_default()
    }
}
