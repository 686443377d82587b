//! When a target is likely to be reached. An honest guess or none: nobody announces a day on air that nothing supports.

use super::Projection;
use crate::calendar::Date;

/// So many days, the last one included, make the pace.
const PACE_DAYS: i64 = 28;
/// Nothing is said of what lies further than this beyond the campaign's end, in months.
const HORIZON: i64 = 12;

/// The day on which `target` is likely to be reached if it goes on as in the four weeks up to `today`. `daily` has how many
/// came on each day, `sum` all of them. `None` if it is reached already, if nothing came in those weeks, or if that would be
/// later than a year after `end`, the campaign's last day.
pub fn project(daily: &[(Date, i64)], today: Date, sum: i64, target: i64, end: Date) -> Option<Projection> {
    let missing = target.checked_sub(sum).filter(|missing| *missing > 0)?;
    let recent = |day: Date| (0..PACE_DAYS).contains(&today.days_since(day));
    let came =
        daily.iter().filter(|(day, _)| recent(*day)).try_fold(0i64, |all, (_, count)| all.checked_add(*count))?;
    if came <= 0 {
        return None;
    }
    // A part of a day is a day: the target isn't reached before its end.
    let days = i128::from(missing) * i128::from(PACE_DAYS);
    let days = i64::try_from((days + i128::from(came) - 1) / i128::from(came)).ok()?;
    let on = today.plus_days(days).ok()?;
    let per_day_tenths = u64::try_from((i128::from(came) * 10 + 14) / i128::from(PACE_DAYS)).ok()?;
    (on <= end.plus_months(HORIZON).ok()?).then_some(Projection { target, on, per_day_tenths })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn the_pace_of_four_weeks_leads_to_a_day() {
        let daily = [(day("2022-08-01"), 1_000_000), (day("2022-09-10"), 280), (day("2022-10-01"), 280)];
        let found = project(&daily, day("2022-10-07"), 1_000_560, 1_000_760, day("2023-09-01")).unwrap();
        // 560 in 28 days are 20 a day: 200 more take ten days. What came in August doesn't count for the pace.
        assert_eq!((found.on, found.per_day_tenths, found.target), (day("2022-10-17"), 200, 1_000_760));
    }

    #[test]
    fn nothing_is_said_that_nothing_supports() {
        let (today, end) = (day("2022-10-07"), day("2023-09-01"));
        let slow = [(day("2022-10-01"), 1)];
        assert_eq!(project(&slow, today, 1, 1_000, end), None, "later than a year after the end");
        assert_eq!(project(&[(day("2022-09-09"), 500)], today, 500, 1_000, end), None, "28 days ago is too long");
        assert!(project(&[(day("2022-09-10"), 500)], today, 500, 1_000, end).is_some());
        assert_eq!(project(&slow, today, 1_000, 1_000, end), None, "reached");
        assert_eq!(project(&[], today, 0, 1_000, end), None);
    }

    proptest! {
        #[test]
        fn any_numbers_are_answered_and_a_projection_is_in_time(
            counts in prop::collection::vec((0i64..60, i64::MIN..=i64::MAX), 0..8), sum: i64, target: i64,
        ) {
            let (today, end) = (day("2022-10-07"), day("2023-09-01"));
            let daily: Vec<_> = counts.iter().map(|(back, count)| (today.plus_days(-back).unwrap(), *count)).collect();
            if let Some(found) = project(&daily, today, sum, target, end) {
                prop_assert!(found.on > today && found.on <= day("2024-09-01") && sum < target);
            }
        }
    }
}
