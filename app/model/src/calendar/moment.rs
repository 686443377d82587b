//! A moment: RFC 3339 in UTC between machines, Vietnam's clock for people.
//! Promises one reading of each text and milliseconds throughout. Knows no clock: what time it is comes from outside.

use serde::{Deserialize, Serialize};

use super::civil::{Reader, days_from_civil, push_date, push_iso_date, push_number};
use super::{CalendarError, DAY_MS, VIETNAM_MS};
use crate::number::Lang;

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
        fn any_text_is_answered(text in "\\PC*", near in "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9.]{1,4}[-+Z0-9:]{1,6}") {
            for text in [text, near] {
                if let Ok(moment) = Timestamp::parse(&text) {
                    prop_assert_eq!(Timestamp::parse(&moment.to_string()), Ok(moment));
                }
            }
        }
    }
}
