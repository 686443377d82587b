//! Moments and days: RFC 3339 in UTC between machines, Vietnam's clock and calendar for people.
//! Promises real dates only, and one reading of each text; the arithmetic is the proleptic Gregorian calendar's.
//! Knows no clock: what time it is comes from outside.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::number::Lang;

mod civil;

use civil::{Reader, civil_from_days, days_from_civil, days_in_month, is_civil, push_date, push_iso_date, push_number};

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

/// A moment: milliseconds since 1970-01-01T00:00:00Z, from year 1 to year 9999. RFC 3339 in UTC in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = DateTime))]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(i64);

impl Timestamp {
    /// 0001-01-01T00:00:00.000Z.
    pub const MIN: Timestamp = Timestamp(days_from_civil(1, 1, 1) * DAY_MS);
    /// 9999-12-31T23:59:59.999Z.
    pub const MAX: Timestamp = Timestamp(days_from_civil(10_000, 1, 1) * DAY_MS - 1);
    /// 1970-01-01T00:00:00.000Z.
    pub const EPOCH: Timestamp = Timestamp(0);

    /// From milliseconds since the Unix epoch.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`] before year 1 or after 9999.
    pub const fn from_millis(millis: i64) -> Result<Timestamp, CalendarError> {
        if millis < Timestamp::MIN.0 || millis > Timestamp::MAX.0 {
            return Err(CalendarError::OutOfRange);
        }
        Ok(Timestamp(millis))
    }

    /// Milliseconds since the Unix epoch, negative before it.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// So many milliseconds later (earlier if negative), not past [`Timestamp::MIN`] or [`Timestamp::MAX`].
    pub fn plus_millis(self, millis: i64) -> Timestamp {
        Timestamp(self.0.saturating_add(millis).clamp(Timestamp::MIN.0, Timestamp::MAX.0))
    }

    /// Milliseconds from the earlier moment to this one; negative if it isn't earlier.
    pub const fn millis_since(self, earlier: Timestamp) -> i64 {
        self.0 - earlier.0
    }

    /// Reads RFC 3339: any offset, any number of fractional digits (cut to milliseconds), `T` and `Z` in either case.
    /// A leap second (`23:59:60` in UTC) is the first moment of the next day.
    ///
    /// ```
    /// use model::calendar::Timestamp;
    /// let moment = Timestamp::parse("2026-11-22T19:45:39.1239+07:00")?;
    /// assert_eq!(moment.to_string(), "2026-11-22T12:45:39.123Z");
    /// # Ok::<(), model::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError`].
    pub fn parse(text: &str) -> Result<Timestamp, CalendarError> {
        let mut reader = Reader(text.as_bytes());
        let moment = reader.moment().ok_or(CalendarError::Malformed)?;
        Timestamp::from_millis(moment)
    }

    /// The clock in Vietnam: `15h34`, `8h05`; in English `15:34`, `08:05`.
    ///
    /// ```
    /// use model::{calendar::Timestamp, number::Lang};
    /// let millionth = Timestamp::parse("2022-10-03T08:34:00Z")?;
    /// assert_eq!(millionth.clock(Lang::Vi), "15h34");
    /// assert_eq!(millionth.clock_and_date(Lang::Vi), "15h34 ngày 03/10/2022");
    /// # Ok::<(), model::calendar::CalendarError>(())
    /// ```
    pub fn clock(self, lang: Lang) -> String {
        let minutes = (self.0 + VIETNAM_MS).rem_euclid(DAY_MS) / 60_000;
        let (hour, minute) = (minutes / 60, minutes % 60);
        let mut text = String::with_capacity(5);
        match lang {
            Lang::Vi => {
                push_number(&mut text, hour, 1);
                text.push('h');
            }
            Lang::En => {
                push_number(&mut text, hour, 2);
                text.push(':');
            }
        }
        push_number(&mut text, minute, 2);
        text
    }

    /// The clock and day in Vietnam: `20h15 ngày 21/10/2023`; in English `20:15, 21 Oct 2023`.
    pub fn clock_and_date(self, lang: Lang) -> String {
        let mut text = self.clock(lang);
        text.push_str(match lang {
            Lang::Vi => " ngày ",
            Lang::En => ", ",
        });
        push_date(&mut text, (self.0 + VIETNAM_MS).div_euclid(DAY_MS), lang);
        text
    }

    /// The day in Vietnam: `03/10/2022`; in English `3 Oct 2022`.
    pub fn date(self, lang: Lang) -> String {
        let mut text = String::new();
        push_date(&mut text, (self.0 + VIETNAM_MS).div_euclid(DAY_MS), lang);
        text
    }
}

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&String::from(*self))
    }
}

impl From<Timestamp> for String {
    fn from(moment: Timestamp) -> String {
        let mut text = String::with_capacity(24);
        push_iso_date(&mut text, moment.0.div_euclid(DAY_MS));
        let millis = moment.0.rem_euclid(DAY_MS);
        for (mark, value, width) in [
            ('T', millis / 3_600_000, 2),
            (':', millis / 60_000 % 60, 2),
            (':', millis / 1000 % 60, 2),
            ('.', millis % 1000, 3),
        ] {
            text.push(mark);
            push_number(&mut text, value, width);
        }
        text.push('Z');
        text
    }
}

impl TryFrom<String> for Timestamp {
    type Error = CalendarError;

    fn try_from(text: String) -> Result<Self, CalendarError> {
        Timestamp::parse(&text)
    }
}

impl std::str::FromStr for Timestamp {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        Timestamp::parse(text)
    }
}

/// A day of the calendar, from 1900 to 2200, without a zone. `YYYY-MM-DD` in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = Date))]
#[serde(try_from = "String", into = "String")]
pub struct Date(i32);

impl Date {
    /// 1900-01-01.
    pub const MIN: Date = Date(days_from_civil(1900, 1, 1) as i32);
    /// 2200-12-31.
    pub const MAX: Date = Date(days_from_civil(2200, 12, 31) as i32);

    /// The day of a year, a month from 1 and a day from 1.
    ///
    /// # Errors
    /// [`CalendarError::Malformed`] if there is no such day, [`CalendarError::OutOfRange`] for another year.
    pub fn new(year: i64, month: i64, day: i64) -> Result<Date, CalendarError> {
        if !is_civil(year, month, day) {
            return Err(CalendarError::Malformed);
        }
        Date::from_days(days_from_civil(year, month, day))
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    ///
    /// # Errors
    /// [`CalendarError`].
    pub fn parse(text: &str) -> Result<Date, CalendarError> {
        let mut reader = Reader(text.as_bytes());
        match reader.date() {
            Some(days) if reader.0.is_empty() => Date::from_days(days),
            _ => Err(CalendarError::Malformed),
        }
    }

    /// Year, month from 1, day from 1.
    pub const fn year_month_day(self) -> (i64, i64, i64) {
        civil_from_days(self.0 as i64)
    }

    /// Days from the other day to this one; negative if that is later.
    pub const fn days_since(self, other: Date) -> i64 {
        (self.0 - other.0) as i64
    }

    /// So many days later, or earlier if negative.
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`].
    pub fn plus_days(self, days: i64) -> Result<Date, CalendarError> {
        Date::from_days(i64::from(self.0).saturating_add(days))
    }

    /// The same day so many months later (earlier if negative), or the last of that month if it is shorter. The decision
    /// on an initiative is due within three months of its receipt (Nghị định 13/2012/NĐ-CP).
    ///
    /// ```
    /// use model::calendar::Date;
    /// let due = Date::parse("2023-11-30")?.plus_months(3)?;
    /// assert_eq!(due.to_string(), "2024-02-29");
    /// # Ok::<(), model::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`].
    pub fn plus_months(self, months: i64) -> Result<Date, CalendarError> {
        let (year, month, day) = self.year_month_day();
        let months = (year * 12 + month - 1).checked_add(months).ok_or(CalendarError::OutOfRange)?;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        if !(1900..=2200).contains(&year) {
            return Err(CalendarError::OutOfRange);
        }
        Date::from_days(days_from_civil(year, month, day.min(days_in_month(year, month))))
    }

    /// The day as people write it: `03/10/2022`; in English `3 Oct 2022`.
    pub fn display(self, lang: Lang) -> String {
        let mut text = String::new();
        push_date(&mut text, self.0.into(), lang);
        text
    }

    fn from_days(days: i64) -> Result<Date, CalendarError> {
        match i32::try_from(days) {
            Ok(days) if (Date::MIN.0..=Date::MAX.0).contains(&days) => Ok(Date(days)),
            _ => Err(CalendarError::OutOfRange),
        }
    }
}

/// The day it is in Vietnam (UTC+7) at that moment.
///
/// # Errors
/// [`CalendarError::OutOfRange`] before 1900 and after 2200.
pub fn day_in_vietnam(moment: Timestamp) -> Result<Date, CalendarError> {
    Date::from_days((moment.0 + VIETNAM_MS).div_euclid(DAY_MS))
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&String::from(*self))
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        let mut text = String::with_capacity(10);
        push_iso_date(&mut text, date.0.into());
        text
    }
}

impl TryFrom<String> for Date {
    type Error = CalendarError;

    fn try_from(text: String) -> Result<Self, CalendarError> {
        Date::parse(&text)
    }
}

impl std::str::FromStr for Date {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, CalendarError> {
        Date::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn utc(text: &str) -> String {
        Timestamp::parse(text).map_or_else(|problem| format!("{problem:?}"), String::from)
    }

    #[test]
    fn a_moment_is_read_in_any_offset_and_written_in_utc() {
        for (text, moment) in [
            ("2026-11-22T12:45:39.123Z", "2026-11-22T12:45:39.123Z"),
            ("2026-11-22t12:45:39z", "2026-11-22T12:45:39.000Z"),
            ("2026-11-22T19:45:39.5+07:00", "2026-11-22T12:45:39.500Z"),
            ("2026-01-01T00:00:00-00:30", "2026-01-01T00:30:00.000Z"),
            ("2024-03-01T06:59:59.999999999+07:00", "2024-02-29T23:59:59.999Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"),
            ("9999-12-31T23:59:59.9999Z", "9999-12-31T23:59:59.999Z"),
            ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
            ("2016-12-31T23:59:60.7Z", "2017-01-01T00:00:00.000Z"),
        ] {
            assert_eq!(utc(text), moment);
        }
        assert_eq!(Timestamp::parse("1970-01-01T00:00:00Z"), Ok(Timestamp::EPOCH));
    }

    #[test]
    fn nonsense_is_not_a_moment() {
        for text in [
            "",
            "now",
            "2026-11-22",
            "2026-11-22T12:45Z",
            "2026-11-22T12:45:39",
            "2026-11-22 12:45:39Z",
            "2026-11-22T12:45:39.Z",
            "2026-11-22T24:00:00Z",
            "2026-11-22T12:60:00Z",
            "2026-11-22T12:00:60Z",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-11-22T12:45:39+0700",
            "2026-11-22T12:45:39+24:00",
            "2026-11-22T12:45:39Z ",
            "+2026-11-22T12:45:39Z",
            "2026-11-22T12:45:39ZZ",
            "２026-11-22T12:45:39Z",
            "2026-11-22T12:45:3９Z",
            "2026-11-22T-1:45:39Z",
        ] {
            assert_eq!(Timestamp::parse(text), Err(CalendarError::Malformed), "{text:?}");
        }
        for text in ["0000-12-31T23:59:59Z", "0001-01-01T00:00:00+07:00", "9999-12-31T23:59:59-00:01"] {
            assert_eq!(Timestamp::parse(text), Err(CalendarError::OutOfRange), "{text:?}");
        }
    }

    #[test]
    fn moments_stay_within_their_years() {
        assert_eq!(Timestamp::from_millis(i64::MAX), Err(CalendarError::OutOfRange));
        assert_eq!(Timestamp::from_millis(i64::MIN), Err(CalendarError::OutOfRange));
        assert_eq!(Timestamp::EPOCH.plus_millis(i64::MIN), Timestamp::MIN);
        assert_eq!(Timestamp::MAX.plus_millis(1), Timestamp::MAX);
        assert_eq!(Timestamp::EPOCH.plus_millis(1500).millis_since(Timestamp::EPOCH), 1500);
        assert_eq!(Timestamp::MAX.clock_and_date(Lang::En), "06:59, 1 Jan 10000");
    }

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
    fn only_real_days_in_one_way_of_writing() {
        for text in [
            "",
            "2023-02-29",
            "1900-02-29",
            "2023-04-31",
            "2023-1-01",
            "23-01-01",
            "2023/01/01",
            "2023-01-01 ",
            " 2023-01-01",
            "2023-01-01T00:00:00Z",
            "2023-00-10",
            "2023-10-00",
            "2023-13-01",
            "-023-01-01",
        ] {
            assert_eq!(Date::parse(text), Err(CalendarError::Malformed), "{text:?}");
        }
        for text in ["1899-12-31", "2201-01-01", "0000-01-01", "9999-12-31"] {
            assert_eq!(Date::parse(text), Err(CalendarError::OutOfRange), "{text:?}");
        }
        for text in ["1900-01-01", "2000-02-29", "2200-12-31"] {
            assert_eq!(Date::parse(text).map(String::from).as_deref(), Ok(text));
        }
        assert_eq!(Date::new(2022, 10, 3).map(|d| d.display(Lang::Vi)).as_deref(), Ok("03/10/2022"));
        assert_eq!(Date::new(2022, 10, 3).map(|d| d.display(Lang::En)).as_deref(), Ok("3 Oct 2022"));
        assert_eq!(Date::new(i64::MAX, 1, 1), Err(CalendarError::Malformed));
    }

    #[test]
    fn a_decision_is_due_three_months_after_receipt() {
        let due = |text: &str| Date::parse(text).and_then(|day| day.plus_months(3)).map(String::from);
        assert_eq!(due("2023-10-12").as_deref(), Ok("2024-01-12"));
        assert_eq!(due("2023-11-30").as_deref(), Ok("2024-02-29"));
        assert_eq!(due("2022-11-30").as_deref(), Ok("2023-02-28"));
        assert_eq!(due("2200-12-01"), Err(CalendarError::OutOfRange));
        assert_eq!(Date::MIN.plus_months(i64::MAX), Err(CalendarError::OutOfRange));
        assert_eq!(Date::MIN.plus_months(i64::MIN), Err(CalendarError::OutOfRange));
        assert_eq!(Date::MAX.plus_days(i64::MAX), Err(CalendarError::OutOfRange));
    }

    #[test]
    fn the_millionth_came_332_days_early() {
        let days = Date::parse("2023-08-31").and_then(|end| Ok(end.days_since(Date::parse("2022-10-03")?)));
        assert_eq!(days, Ok(332));
    }

    #[test]
    fn in_json_they_are_strings() {
        assert_eq!(serde_json::to_string(&Date::MIN).ok().as_deref(), Some("\"1900-01-01\""));
        assert_eq!(serde_json::from_str::<Timestamp>("\"1970-01-01T07:00:00+07:00\"").ok(), Some(Timestamp::EPOCH));
        assert!(serde_json::from_str::<Date>("20230101").is_err());
        assert!(serde_json::from_str::<Timestamp>("0").is_err());
    }

    proptest! {
        #[test]
        fn a_moment_survives_its_text(millis in Timestamp::MIN.0..=Timestamp::MAX.0) {
            let moment = Timestamp(millis);
            prop_assert_eq!(Timestamp::parse(&moment.to_string()), Ok(moment));
        }

        #[test]
        fn texts_sort_as_moments_do(a in Timestamp::MIN.0..=Timestamp::MAX.0, b in Timestamp::MIN.0..=Timestamp::MAX.0) {
            prop_assert_eq!(a.cmp(&b), Timestamp(a).to_string().cmp(&Timestamp(b).to_string()));
        }

        #[test]
        fn days_add_and_subtract(a in Date::MIN.0..=Date::MAX.0, b in Date::MIN.0..=Date::MAX.0) {
            let (a, b) = (Date(a), Date(b));
            prop_assert_eq!(a.plus_days(b.days_since(a)), Ok(b));
        }

        #[test]
        fn any_text_is_answered(text in "\\PC*", near in "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9.]{1,4}[-+Z0-9:]{1,6}") {
            for text in [text, near] {
                if let Ok(moment) = Timestamp::parse(&text) {
                    prop_assert_eq!(Timestamp::parse(&moment.to_string()), Ok(moment));
                }
            }
        }
    }
}
