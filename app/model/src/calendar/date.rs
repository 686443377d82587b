//! A day of the calendar, without a zone: application dates, campaign limits, deadlines.
//! Promises that every value is a real day. Knows nothing of hours; [`super::day_in_vietnam`] comes from a moment.

use serde::{Deserialize, Serialize};

use super::CalendarError;
use super::civil::{Reader, civil_from_days, days_from_civil, days_in_month, is_civil, push_date, push_iso_date};
use crate::number::Lang;

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

    /// The day in words, so that day and month can't be taken for each other: `thứ Hai, ngày 12 tháng 5 năm 2026`,
    /// `Monday, 12 May 2026`.
    pub fn in_words(self, lang: Lang) -> String {
        const VI: [&str; 7] = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"];
        const EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let (year, month, day) = self.year_month_day();
        // 1970-01-01 was a Thursday.
        let weekday = (self.0 + 3).rem_euclid(7) as usize;
        match lang {
            Lang::Vi => format!("{}, ngày {day} tháng {month} năm {year}", VI[weekday]),
            Lang::En => format!("{}, {day} {} {year}", EN[weekday], MONTHS[month as usize - 1]),
        }
    }

    pub(super) fn from_days(days: i64) -> Result<Date, CalendarError> {
        match i32::try_from(days) {
            Ok(days) if (Date::MIN.0..=Date::MAX.0).contains(&days) => Ok(Date(days)),
            _ => Err(CalendarError::OutOfRange),
        }
    }
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
    fn a_day_in_words_can_be_read_one_way() {
        let said = |text: &str, lang| Date::parse(text).map(|day| day.in_words(lang));
        assert_eq!(said("2026-05-12", Lang::Vi).as_deref(), Ok("thứ Ba, ngày 12 tháng 5 năm 2026"));
        assert_eq!(said("2026-12-05", Lang::En).as_deref(), Ok("Saturday, 5 December 2026"));
        assert_eq!(said("1900-01-01", Lang::Vi).as_deref(), Ok("thứ Hai, ngày 1 tháng 1 năm 1900"));
        assert_eq!(said("2022-10-09", Lang::Vi).as_deref(), Ok("Chủ nhật, ngày 9 tháng 10 năm 2022"));
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

    proptest! {
        #[test]
        fn days_add_and_subtract(a in Date::MIN.0..=Date::MAX.0, b in Date::MIN.0..=Date::MAX.0) {
            let (a, b) = (Date(a), Date(b));
            prop_assert_eq!(a.plus_days(b.days_since(a)), Ok(b));
        }
    }
}
