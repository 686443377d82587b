//! The rehearsal's simulator: made-up initiatives on top of the records', as a pure function of the drill and the time, so
//! that a restart in mid-rehearsal goes on with the same figures. It touches no record.

use super::Drill;
use super::picture::percent;
use crate::calendar::Timestamp;
use crate::wire::UnitTotals;

/// Behind so many made-up initiatives stands one made-up person.
const PER_PERSON: u64 = 2;
/// What an author is made up to estimate, VND.
const ESTIMATE: i64 = 12_000_000;

/// How many were made up until now. Never falls as time goes on.
pub fn made_up(drill: &Drill, now: Timestamp) -> u64 {
    let passed = u64::try_from(now.millis_since(drill.since)).unwrap_or(0);
    drill.before.saturating_add(passed.saturating_mul(u64::from(drill.per_second)) / 1000)
}

/// A unit's totals with its part of what was made up: `parts` of `whole`. The root has all of it.
pub fn simulated(totals: &UnitTotals, made: u64, parts: u64, whole: u64) -> UnitTotals {
    let part = u128::from(made) * u128::from(parts) / u128::from(whole.max(1));
    let count = |per: u64| i64::try_from(part / u128::from(per)).unwrap_or(i64::MAX);
    let mut totals = totals.clone();
    let counts = &mut totals.counts;
    counts.submitted = counts.submitted.saturating_add(count(1));
    counts.people = counts.people.saturating_add(count(PER_PERSON));
    totals.benefit_vnd.estimated = totals.benefit_vnd.estimated.saturating_add(count(1).saturating_mul(ESTIMATE));
    totals.percent = percent(totals.counts.submitted, totals.target.assigned);
    totals
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::EPOCH.plus_millis(millis)
    }

    proptest! {
        #[test]
        fn what_is_made_up_never_falls(per_second: u16, before: u64, since in 0i64..1_000_000, a in 0i64..9_000_000, b in 0i64..9_000_000) {
            let drill = Drill { per_second, since: at(since), before, cut_until: None };
            let (first, last) = (a.min(b), a.max(b));
            prop_assert!(made_up(&drill, at(first)) <= made_up(&drill, at(last)));
            prop_assert!(made_up(&drill, at(first)) >= before);
        }
    }

    #[test]
    fn twenty_a_second_are_twenty_a_second() {
        let drill = Drill { per_second: 20, since: at(1_000), before: 7, cut_until: None };
        assert_eq!(made_up(&drill, at(3_500)), 57);
        assert_eq!(made_up(&drill, at(0)), 7, "a clock that was set back takes nothing away");
    }
}
