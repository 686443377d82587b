//! Moments and days: RFC 3339 in UTC between machines, Vietnam's clock and calendar for people.
//! Promises real dates only, and one reading of each text; the arithmetic is the proleptic Gregorian calendar's.
//! Knows no clock: what time it is comes from outside.

use thiserror::Error;

mod civil;
mod date;
mod moment;

pub use date::Date;
pub use moment::Timestamp;

const DAY_MS: i64 = 86_400_000;
/// Indochina Time, UTC+7, without daylight saving, in milliseconds.
const VIETNAM_MS: i64 = 7 * 3_600_000;

/// Why a date or time can't be read or reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// Not written as RFC 3339 (a moment) or `YYYY-MM-DD` (a date), or no such day or time.
    #[error("not a date or time")]
    Malformed,
    /// Moments reach from year 1 to 9999, dates from 1900 to 2200.
    #[error("the date is too far away")]
    OutOfRange,
}

/// The day it is in Vietnam (UTC+7) at that moment.
///
/// # Errors
/// [`CalendarError::OutOfRange`] before 1900 and after 2200.
pub fn day_in_vietnam(moment: Timestamp) -> Result<Date, CalendarError> {
    Date::from_days((moment.millis() + VIETNAM_MS).div_euclid(DAY_MS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Lang;

    #[test]
    fn people_read_the_time_of_vietnam() {
        let moment = |text| Timestamp::parse(text).unwrap_or(Timestamp::MIN);
        let millionth = moment("2022-10-03T08:34:59Z");
        assert_eq!(millionth.clock(Lang::Vi), "15h34");
        assert_eq!(millionth.clock(Lang::En), "15:34");
        assert_eq!(millionth.date(Lang::Vi), "03/10/2022");
        assert_eq!(millionth.clock_and_date(Lang::En), "15:34, 3 Oct 2022");
        let morning = moment("2023-12-31T17:05:00Z");
        assert_eq!(morning.clock_and_date(Lang::Vi), "0h05 ngày 01/01/2024");
        assert_eq!(morning.clock(Lang::En), "00:05");
        assert_eq!(day_in_vietnam(morning), Date::parse("2024-01-01"));
        assert_eq!(day_in_vietnam(moment("2023-12-31T16:59:59.999Z")), Date::parse("2023-12-31"));
        assert_eq!(day_in_vietnam(Timestamp::MAX), Err(CalendarError::OutOfRange));
    }

    #[test]
    fn in_json_they_are_strings() {
        assert_eq!(serde_json::to_string(&Date::MIN).ok().as_deref(), Some("\"1900-01-01\""));
        assert_eq!(serde_json::from_str::<Timestamp>("\"1970-01-01T07:00:00+07:00\"").ok(), Some(Timestamp::EPOCH));
        assert!(serde_json::from_str::<Date>("20230101").is_err());
        assert!(serde_json::from_str::<Timestamp>("0").is_err());
    }
}
