//! When a target is likely to be reached. An honest guess or none: nobody announces a day on air that nothing supports.

use super::Projection;
use crate::calendar::Date;
use std::ops::RangeInclusive;

/// At most so many days, the last one included, make the pace.
pub(super) const PACE_DAYS: u16 = 28;
/// Nothing is said of what lies further than this beyond the campaign's end, in months.
const HORIZON: i64 = 12;

/// The day on which `target` is likely to be reached if it goes on as in the four weeks up to `today`, or as since the first
/// day of a campaign that is younger. `days` are the campaign's first and last; `daily` has how many came on each day, `sum`
/// all of them. `None` before and after the campaign, if it is reached already, if nothing came in those weeks, or if that
/// would be later than a year after the last day.
pub fn project(
    daily: &[(Date, i64)],
    today: Date,
    sum: i64,
    target: i64,
    days: RangeInclusive<Date>,
) -> Option<Projection> {
    if !days.contains(&today) {
        return None;
    }
    let (begin, end) = days.into_inner();
    let missing = target.checked_sub(sum).filter(|missing| *missing > 0)?;
    let pace = u16::try_from(today.days_since(begin) + 1).map_or(PACE_DAYS, |days| days.min(PACE_DAYS));
    let recent = |day: Date| (0..i64::from(pace)).contains(&today.days_since(day));
    let came =
        daily.iter().filter(|(day, _)| recent(*day)).try_fold(0i64, |all, (_, count)| all.checked_add(*count))?;
    if came <= 0 {
        return None;
    }
    // A part of a day is a day: the target isn't reached before its end.
    let days = i128::from(missing) * i128::from(pace);
    let days = i64::try_from((days + i128::from(came) - 1) / i128::from(came)).ok()?;
    let on = today.plus_days(days).ok()?;
    let per_day_tenths = u64::try_from((i128::from(came) * 10 + i128::from(pace / 2)) / i128::from(pace)).ok()?;
    (on <= end.plus_months(HORIZON).ok()?).then_some(Projection { target, on, per_day_tenths, days: pace })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn campaign() -> RangeInclusive<Date> {
        day("2022-01-08")..=day("2023-09-01")
    }

    #[test]
    fn the_pace_of_four_weeks_leads_to_a_day() {
        let daily = [(day("2022-08-01"), 1_000_000), (day("2022-09-10"), 280), (day("2022-10-01"), 280)];
        let found = project(&daily, day("2022-10-07"), 1_000_560, 1_000_760, campaign()).unwrap();
        // 560 in 28 days are 20 a day: 200 more take ten days. What came in August doesn't count for the pace.
        assert_eq!((found.on, found.per_day_tenths, found.target), (day("2022-10-17"), 200, 1_000_760));
        assert_eq!(found.days, 28);
    }

    #[test]
    fn in_the_first_weeks_the_pace_is_that_of_the_days_since_the_campaign_began() {
        let daily = [(day("2022-01-07"), 1_000), (day("2022-01-08"), 40), (day("2022-01-11"), 60)];
        let found = |today: &str| project(&daily, day(today), 100, 200, campaign()).unwrap();
        // What came on the eve isn't of these four days: 100 in them are 25 a day, so 100 more take four.
        let fourth = found("2022-01-11");
        assert_eq!((fourth.on, fourth.per_day_tenths, fourth.days), (day("2022-01-15"), 250, 4));
        assert_eq!(found("2022-02-03").days, 27);
        assert_eq!((found("2022-02-04").days, found("2022-02-04").per_day_tenths), (28, 36));
        let first = project(&[(day("2022-01-08"), 7)], day("2022-01-08"), 7, 14, campaign()).unwrap();
        assert_eq!((first.on, first.per_day_tenths, first.days), (day("2022-01-09"), 70, 1));
    }

    #[test]
    fn nothing_is_said_before_the_campaign_and_once_its_last_day_is_over() {
        let daily = [(day("2022-01-07"), 50), (day("2023-08-31"), 500)];
        let said = |today: &str| project(&daily, day(today), 550, 1_000, campaign()).is_some();
        assert_eq!([said("2022-01-07"), said("2023-09-01"), said("2023-09-02")], [false, true, false]);
    }

    #[test]
    fn nothing_is_said_that_nothing_supports() {
        let today = day("2022-10-07");
        let slow = [(day("2022-10-01"), 1)];
        assert_eq!(project(&slow, today, 1, 1_000, campaign()), None, "later than a year after the end");
        assert_eq!(
            project(&[(day("2022-09-09"), 500)], today, 500, 1_000, campaign()),
            None,
            "28 days ago is too long"
        );
        assert!(project(&[(day("2022-09-10"), 500)], today, 500, 1_000, campaign()).is_some());
        assert_eq!(project(&slow, today, 1_000, 1_000, campaign()), None, "reached");
        assert_eq!(project(&[], today, 0, 1_000, campaign()), None);
    }

    proptest! {
        #[test]
        fn any_numbers_are_answered_and_a_projection_is_in_time(
            counts in prop::collection::vec((0i64..60, i64::MIN..=i64::MAX), 0..8), sum: i64, target: i64,
        ) {
            let today = day("2022-10-07");
            let daily: Vec<_> = counts.iter().map(|(back, count)| (today.plus_days(-back).unwrap(), *count)).collect();
            if let Some(found) = project(&daily, today, sum, target, campaign()) {
                prop_assert!(found.on > today && found.on <= day("2024-09-01") && sum < target);
            }
        }
    }
}
