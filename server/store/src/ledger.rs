//! The totals while a batch is decided: what each unit's branch has come to, and who already counts as a person in it.
//! Promises exact counts of people, also of members with initiatives in several units or phases. A recount is the same
//! ledger, begun empty and given every record. Pure.

use crate::{Directory, Stamp};
use model::calendar::Date;
use model::campaign::Span;
use model::id::MemberId;
use model::initiative::Initiative;
use model::totals::{Contribution, OutOfRange, Tally};
use model::unit::{Slug, UnitCode};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A unit's totals, its whole branch included, for a campaign or one phase of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyRow {
    pub campaign: Slug,
    pub span: Span,
    pub unit: UnitCode,
    pub tally: Tally,
    /// Of the entry that changed it last.
    pub stamp: Stamp,
}

/// Which tally: campaign, unit and phase by the directory's numbers; no phase is the whole campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TallyKey {
    pub campaign: usize,
    pub unit: usize,
    pub phase: Option<usize>,
}

/// How many counted initiatives a member has in a unit and phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Share {
    pub unit: usize,
    /// `None` in a campaign without phases.
    pub phase: Option<usize>,
    pub counted: i64,
}

impl Share {
    fn counts_for(&self, directory: &Directory, key: TallyKey) -> bool {
        self.counted > 0
            && (key.phase.is_none() || key.phase == self.phase)
            && directory.is_in_branch(self.unit, key.unit)
    }
}

/// An initiative where it counts.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Entry {
    campaign: usize,
    unit: usize,
    phase: Option<usize>,
    day: Option<Date>,
    contribution: Contribution,
}

impl Entry {
    /// `None` if it doesn't count.
    fn of(directory: &Directory, initiative: &Initiative) -> Result<Option<Entry>, OutOfRange> {
        let contribution = Contribution::of(initiative);
        if !contribution.counted {
            return Ok(None);
        }
        let campaign = directory.campaign_index(&initiative.campaign).ok_or(OutOfRange)?;
        let unit = directory.index(&initiative.unit).ok_or(OutOfRange)?;
        let day = initiative.counted_on();
        let running = &directory.campaigns()[campaign];
        // A day that the calendar doesn't have comes after all phases.
        let phase = running.phase_on(day.unwrap_or(Date::MAX));
        let phase = phase.and_then(|found| running.phases.iter().position(|phase| phase.slug == found.slug));
        Ok(Some(Entry { campaign, unit, phase, day, contribution }))
    }

    fn keys<'d>(&self, directory: &'d Directory) -> impl Iterator<Item = TallyKey> + use<'d> {
        let Entry { campaign, phase, .. } = *self;
        directory.path(self.unit).iter().flat_map(move |&unit| {
            let whole = TallyKey { campaign, unit, phase: None };
            std::iter::once(whole).chain(phase.map(|_| TallyKey { phase, ..whole }))
        })
    }
}

/// Totals in memory, with what has changed since they were loaded.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    tallies: HashMap<TallyKey, Tally>,
    changed: HashSet<TallyKey>,
    shares: HashMap<(usize, MemberId), Vec<Share>>,
    changed_members: HashSet<(usize, MemberId)>,
    daily: BTreeMap<(usize, usize, Date), i64>,
}

impl Ledger {
    /// A tally as it is stored.
    pub fn load_tally(&mut self, key: TallyKey, tally: Tally) {
        self.tallies.insert(key, tally);
    }

    /// A member's share as it is stored.
    pub fn load_share(&mut self, campaign: usize, member: MemberId, share: Share) {
        self.shares.entry((campaign, member)).or_default().push(share);
    }

    /// Takes over what an op made of an initiative. The tallies of its unit's path and its author's shares must have
    /// been loaded.
    ///
    /// # Errors
    /// If a sum would leave its range; then nothing has been changed.
    pub fn record(
        &mut self,
        directory: &Directory,
        before: Option<&Initiative>,
        after: &Initiative,
    ) -> Result<(), OutOfRange> {
        let was = before.map_or(Ok(None), |before| Entry::of(directory, before))?;
        let is = Entry::of(directory, after)?;
        if was == is {
            return Ok(());
        }
        let campaign = is.or(was).map(|entry| entry.campaign).ok_or(OutOfRange)?;
        let member = (campaign, after.author.id);
        let shares_before = self.shares.get(&member).cloned().unwrap_or_default();
        let shares_after = moved(&shares_before, was, is);
        let staged = self.stage(directory, was, is, (&shares_before, &shares_after))?;
        for (key, tally) in staged {
            self.tallies.insert(key, tally);
            self.changed.insert(key);
        }
        self.shares.insert(member, shares_after);
        self.changed_members.insert(member);
        for (entry, step) in [(was, -1), (is, 1)] {
            let Some(Entry { campaign, unit, day: Some(day), .. }) = entry else { continue };
            for &above in directory.path(unit) {
                *self.daily.entry((campaign, above, day)).or_default() += step;
            }
        }
        Ok(())
    }

    fn stage(
        &self,
        directory: &Directory,
        was: Option<Entry>,
        is: Option<Entry>,
        (shares_before, shares_after): (&[Share], &[Share]),
    ) -> Result<Vec<(TallyKey, Tally)>, OutOfRange> {
        let keys: BTreeSet<TallyKey> =
            [was, is].into_iter().flatten().flat_map(|entry| entry.keys(directory)).collect();
        let mut staged = Vec::with_capacity(keys.len());
        for key in keys {
            let within = |entry: &Entry| {
                (key.phase.is_none() || key.phase == entry.phase) && directory.is_in_branch(entry.unit, key.unit)
            };
            let part = |entry: Option<Entry>| entry.filter(within).map(|entry| entry.contribution).unwrap_or_default();
            let present = |shares: &[Share]| shares.iter().any(|share| share.counts_for(directory, key));
            let mut change = Tally::change(part(was), part(is))?;
            change.people = i64::from(present(shares_after)) - i64::from(present(shares_before));
            let tally = self.tallies.get(&key).copied().unwrap_or_default().plus(change)?;
            if !tally.is_sound() {
                return Err(OutOfRange);
            }
            staged.push((key, tally));
        }
        Ok(staged)
    }

    /// Everything that changed has been written: from now on changes count from here.
    pub fn settle(&mut self) {
        self.changed.clear();
        self.changed_members.clear();
        self.daily.clear();
    }

    /// The tallies that changed.
    pub fn changed_tallies(&self) -> impl Iterator<Item = (TallyKey, Tally)> {
        self.changed.iter().map(|key| (*key, self.tallies.get(key).copied().unwrap_or_default()))
    }

    /// The shares of the members whose shares changed, also those that have come to zero.
    pub fn changed_shares(&self) -> impl Iterator<Item = (usize, MemberId, Share)> {
        self.changed_members.iter().flat_map(|member| {
            let shares = self.shares.get(member).map_or(&[][..], Vec::as_slice);
            shares.iter().map(|share| (member.0, member.1, *share))
        })
    }

    /// Every member's shares.
    pub fn all_shares(&self) -> impl Iterator<Item = (usize, MemberId, Share)> {
        self.shares.iter().flat_map(|(member, shares)| shares.iter().map(|share| (member.0, member.1, *share)))
    }

    /// By how much each campaign, unit and day has changed.
    pub fn daily_changes(&self) -> impl Iterator<Item = (usize, usize, Date, i64)> {
        let changes = self.daily.iter().filter(|(_, change)| **change != 0);
        changes.map(|((campaign, unit, day), change)| (*campaign, *unit, *day, *change))
    }
}

/// A member's shares after one of their initiatives came to count elsewhere, or no more.
fn moved(shares: &[Share], was: Option<Entry>, is: Option<Entry>) -> Vec<Share> {
    let mut shares = shares.to_vec();
    for (entry, step) in [(was, -1), (is, 1)] {
        let Some(Entry { unit, phase, .. }) = entry else { continue };
        match shares.iter_mut().find(|share| share.unit == unit && share.phase == phase) {
            Some(share) => share.counted += step,
            None => shares.push(Share { unit, phase, counted: step }),
        }
    }
    shares
}

impl TallyKey {
    /// The key in the words of the domain.
    pub fn row(self, directory: &Directory, tally: Tally, stamp: Stamp) -> TallyRow {
        let campaign = &directory.campaigns()[self.campaign];
        let span = match self.phase {
            None => Span::Campaign,
            Some(phase) => Span::Phase(campaign.phases[phase].slug.clone()),
        };
        let unit = directory.units()[self.unit].code.clone();
        TallyRow { campaign: campaign.slug.clone(), span, unit, tally, stamp }
    }
}
