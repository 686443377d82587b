//! What counts, and for whom. One initiative's [`Contribution`] before and after an op gives the change of the totals of
//! its unit and every unit above it; a recount from the records must give the same (`sangkien verify`).

use crate::initiative::{Initiative, State};
use crate::money::Vnd;
use serde::{Deserialize, Serialize};

/// How many of a sequence number's bits say which entry of the log it is. Those above say how often the log was put back to an
/// earlier state. Such numbers stay exact in JavaScript for 8,191 restorings.
const POSITION_BITS: u32 = 40;

/// The number of what is shown: larger for a later position of the log, and for every position after the log was put back.
pub const fn sequence(epoch: u64, position: u64) -> u64 {
    (epoch << POSITION_BITS) | position
}

/// How often the log had been put back to an earlier state.
pub const fn epoch_of(sequence: u64) -> u64 {
    sequence >> POSITION_BITS
}

/// The log's entry, as people are told it.
pub const fn position_of(sequence: u64) -> u64 {
    sequence & ((1 << POSITION_BITS) - 1)
}

/// What one initiative adds to its unit's totals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Contribution {
    /// It is submitted, received or recognised.
    pub counted: bool,
    /// It is recognised.
    pub recognised: bool,
    /// The author's estimate; `None` if nothing is said, which is not zero.
    pub estimated: Option<Vnd>,
    /// The officer's verified benefit.
    pub verified: Option<Vnd>,
}

impl Contribution {
    /// What this initiative adds in the state it is in.
    pub fn of(initiative: &Initiative) -> Self {
        if !initiative.state.is_counted() {
            return Self::default();
        }
        let recognised = initiative.state == State::Recognised;
        let verified = initiative.decision.as_ref().and_then(|decision| decision.benefit_vnd);
        Self {
            counted: true,
            recognised,
            estimated: initiative.content.benefit(),
            verified: verified.filter(|_| recognised),
        }
    }
}

/// The totals of a unit and all units under it. Sums of money are VND.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Members with at least one counted initiative.
    pub people: i64,
    /// Counted initiatives.
    pub submitted: i64,
    /// Recognised initiatives.
    pub recognised: i64,
    /// Counted initiatives whose author said nothing about benefit in money.
    pub without_benefit: i64,
    /// The authors' estimates of counted initiatives, VND.
    pub estimated: i64,
    /// Verified benefit of recognised initiatives, VND.
    pub verified: i64,
}

/// A sum left the range of 64 bits, or a count would fall below zero. Either means that records and totals disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("totals out of range")]
pub struct OutOfRange;

impl Tally {
    /// The change from one contribution to another, without people: who counts as one more person depends on what else
    /// they have sent.
    ///
    /// # Errors
    /// None for valid sums; checked all the same.
    pub fn change(before: Contribution, after: Contribution) -> Result<Tally, OutOfRange> {
        Tally::one(after).minus(Tally::one(before))
    }

    fn one(contribution: Contribution) -> Tally {
        let vnd = |sum: Option<Vnd>| sum.map_or(0, Vnd::dong);
        Tally {
            people: 0,
            submitted: contribution.counted.into(),
            recognised: contribution.recognised.into(),
            without_benefit: (contribution.counted && contribution.estimated.is_none()).into(),
            estimated: vnd(contribution.estimated),
            verified: vnd(contribution.verified),
        }
    }

    /// The sum of two tallies.
    ///
    /// # Errors
    /// If any of the sums overflows.
    pub fn plus(self, other: Tally) -> Result<Tally, OutOfRange> {
        let add = |a: i64, b: i64| a.checked_add(b).ok_or(OutOfRange);
        Ok(Tally {
            people: add(self.people, other.people)?,
            submitted: add(self.submitted, other.submitted)?,
            recognised: add(self.recognised, other.recognised)?,
            without_benefit: add(self.without_benefit, other.without_benefit)?,
            estimated: add(self.estimated, other.estimated)?,
            verified: add(self.verified, other.verified)?,
        })
    }

    /// The difference of two tallies.
    ///
    /// # Errors
    /// If any of the differences overflows.
    pub fn minus(self, other: Tally) -> Result<Tally, OutOfRange> {
        let negate = |n: i64| n.checked_neg().ok_or(OutOfRange);
        self.plus(Tally {
            people: negate(other.people)?,
            submitted: negate(other.submitted)?,
            recognised: negate(other.recognised)?,
            without_benefit: negate(other.without_benefit)?,
            estimated: negate(other.estimated)?,
            verified: negate(other.verified)?,
        })
    }

    /// Whether nothing is below zero, as it must be for totals (a change may be).
    pub fn is_sound(self) -> bool {
        [self.people, self.submitted, self.recognised, self.without_benefit, self.estimated, self.verified]
            .iter()
            .all(|n| *n >= 0)
    }
}
