//! The arithmetic and the digits under the calendar: days to year, month, day and back, reading and writing fields.
//! Promises to be exact for every year a [`super::Timestamp`] can have. Knows nothing of zones.

use crate::number::Lang;

/// Days of 400 Gregorian years, after which the calendar repeats.
const ERA_DAYS: i64 = 146_097;
/// Days from 0000-03-01 to 1970-01-01.
const MARCH_ZERO_TO_EPOCH: i64 = 719_468;

/// Days since 1970-01-01 of a day of the Gregorian calendar. Counts years from March, so that the leap day comes last
/// and the lengths of the months before it follow a line (after Howard Hinnant's public `days_from_civil`).
pub(super) const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let march_year = if month <= 2 { year - 1 } else { year };
    let era = march_year.div_euclid(400);
    let year_of_era = march_year.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * ERA_DAYS + day_of_era - MARCH_ZERO_TO_EPOCH
}

/// Year, month and day of a count of days since 1970-01-01: the inverse of [`days_from_civil`].
pub(super) const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let from_march_zero = days + MARCH_ZERO_TO_EPOCH;
    let era = from_march_zero.div_euclid(ERA_DAYS);
    let day_of_era = from_march_zero.rem_euclid(ERA_DAYS);
    // Take out the leap days that have passed (every 1461 days, but not every 36,525, but at the end of the era).
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / (ERA_DAYS - 1)) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let march_year = era * 400 + year_of_era;
    (if month <= 2 { march_year + 1 } else { march_year }, month, day)
}

/// The length of a month from 1 to 12.
pub(super) const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Whether there is such a day, in any year of four digits.
pub(super) fn is_civil(year: i64, month: i64, day: i64) -> bool {
    (0..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day)
}

/// What is left to read of a text.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl Reader<'_> {
    /// A whole RFC 3339 moment, in milliseconds since the epoch. None if it is written in any other way.
    pub(super) fn moment(&mut self) -> Option<i64> {
        let days = self.date()?;
        self.one_of(b"Tt")?;
        let hour = self.field(2, 23)?;
        self.one_of(b":")?;
        let minute = self.field(2, 59)?;
        self.one_of(b":")?;
        let second = self.field(2, 60)?;
        let millis = self.fraction_in_millis()?;
        let offset = self.offset_in_minutes()?;
        if !self.0.is_empty() {
            return None;
        }
        let minutes = days * 1440 + hour * 60 + minute - offset;
        if second == 60 && minutes.rem_euclid(1440) != 1439 {
            return None;
        }
        Some((minutes * 60 + second) * 1000 + if second == 60 { 0 } else { millis })
    }

    /// `YYYY-MM-DD`, as days since the epoch.
    pub(super) fn date(&mut self) -> Option<i64> {
        let year = self.field(4, 9999)?;
        self.one_of(b"-")?;
        let month = self.field(2, 12)?;
        self.one_of(b"-")?;
        let day = self.field(2, 31)?;
        is_civil(year, month, day).then(|| days_from_civil(year, month, day))
    }

    fn fraction_in_millis(&mut self) -> Option<i64> {
        if self.one_of(b".").is_none() {
            return Some(0);
        }
        let digits = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (fraction, rest) = self.0.split_at(digits);
        self.0 = rest;
        let place = |at: usize| fraction.get(at).map_or(0, |digit| i64::from(digit - b'0'));
        (digits > 0).then(|| place(0) * 100 + place(1) * 10 + place(2))
    }

    fn offset_in_minutes(&mut self) -> Option<i64> {
        let sign = match self.one_of(b"Zz+-")? {
            b'+' => 1,
            b'-' => -1,
            _ => return Some(0),
        };
        let hours = self.field(2, 23)?;
        self.one_of(b":")?;
        Some(sign * (hours * 60 + self.field(2, 59)?))
    }

    fn one_of(&mut self, bytes: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        bytes.contains(first).then(|| self.0 = rest)?;
        Some(*first)
    }

    /// Exactly so many digits, at most `max`.
    fn field(&mut self, digits: usize, max: i64) -> Option<i64> {
        let (field, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        let mut value = 0;
        for byte in field {
            value = value * 10 + i64::from(char::from(*byte).to_digit(10)?);
        }
        (value <= max).then_some(value)
    }
}

/// A number from 0 to 99,999 with at least `width` digits.
pub(super) fn push_number(text: &mut String, value: i64, width: u32) {
    for place in (0..5).rev() {
        let power = 10i64.pow(place);
        if place < width || value >= power {
            text.push(char::from(b'0' + (value / power % 10) as u8));
        }
    }
}

/// `2022-10-03`.
pub(super) fn push_iso_date(text: &mut String, days: i64) {
    let (year, month, day) = civil_from_days(days);
    push_number(text, year, 4);
    text.push('-');
    push_number(text, month, 2);
    text.push('-');
    push_number(text, day, 2);
}

/// `03/10/2022`, `3 Oct 2022`.
pub(super) fn push_date(text: &mut String, days: i64, lang: Lang) {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let (year, month, day) = civil_from_days(days);
    match lang {
        Lang::Vi => {
            push_number(text, day, 2);
            text.push('/');
            push_number(text, month, 2);
            text.push('/');
        }
        Lang::En => {
            let at = (month as usize - 1) * 3;
            push_number(text, day, 1);
            text.push(' ');
            text.push_str(&MONTHS[at..at + 3]);
            text.push(' ');
        }
    }
    push_number(text, year, 4);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_ten_thousand_years_comes_back() {
        let mut expected = (0, 1, 1);
        for days in days_from_civil(0, 1, 1)..=days_from_civil(10_000, 1, 1) {
            assert_eq!(civil_from_days(days), expected);
            assert_eq!(days_from_civil(expected.0, expected.1, expected.2), days);
            let (year, month, day) = expected;
            expected = match (month, day) {
                (12, 31) => (year + 1, 1, 1),
                (_, day) if day == days_in_month(year, month) => (year, month + 1, 1),
                _ => (year, month, day + 1),
            };
        }
    }
}
