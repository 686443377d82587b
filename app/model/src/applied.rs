//! Whether a day of first application is likely. Promises to refuse nothing: a day that is surprising is asked about, and
//! whether it holds is for the person and the officers to say.

use crate::calendar::Date;

/// What is surprising about a day of first application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surprise {
    /// It hasn't come yet.
    Future,
    /// More than a year ago: the law lets one apply within a year of the first application (Nghị định 13/2012/NĐ-CP,
    /// Điều 5). So many whole years.
    YearsAgo(i64),
}

/// What is surprising about it, seen from `today`.
///
/// ```
/// use model::{applied::{Surprise, surprise}, calendar::Date};
/// let day = |text| Date::parse(text).unwrap_or(Date::MIN);
/// assert_eq!(surprise(day("2099-05-12"), day("2026-11-30")), Some(Surprise::Future));
/// assert_eq!(surprise(day("2010-05-12"), day("2026-11-30")), Some(Surprise::YearsAgo(16)));
/// assert_eq!(surprise(day("2026-05-12"), day("2026-11-30")), None);
/// ```
pub fn surprise(applied_on: Date, today: Date) -> Option<Surprise> {
    if applied_on > today {
        return Some(Surprise::Future);
    }
    let years =
        (0..).take_while(|years| applied_on.plus_months(12 * (years + 1)).is_ok_and(|day| day <= today)).count();
    let is_over = applied_on.plus_months(12).is_ok_and(|day| day < today);
    is_over.then_some(Surprise::YearsAgo(years as i64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_year_to_the_day_is_within_it() {
        let seen = |day: &str| surprise(Date::parse(day).unwrap(), Date::parse("2026-11-30").unwrap());
        assert_eq!(seen("2025-11-30"), None);
        assert_eq!(seen("2025-11-29"), Some(Surprise::YearsAgo(1)));
        assert_eq!(seen("2026-11-30"), None);
        assert_eq!(seen("2026-12-01"), Some(Surprise::Future));
    }

    proptest! {
        #[test]
        fn only_the_last_year_is_no_surprise(ago in -400i64..40_000) {
            let today = Date::parse("2026-11-30").unwrap();
            let Ok(day) = today.plus_days(-ago) else { return Ok(()) };
            match surprise(day, today) {
                Some(Surprise::Future) => prop_assert!(ago < 0),
                Some(Surprise::YearsAgo(years)) => {
                    prop_assert!(ago > 365 && day.plus_months(12 * years).unwrap() <= today);
                    prop_assert!(day.plus_months(12 * (years + 1)).unwrap() > today);
                }
                None => prop_assert!((0..=366).contains(&ago)),
            }
        }
    }
}
