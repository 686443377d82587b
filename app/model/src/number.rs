//! Numbers and percents as Vietnamese and English readers write them, in integer arithmetic.
//! Promises that a percent is exact before its one rounding, and that the same figure reads the same everywhere.
//! Knows nothing of money or of what is counted.

mod typed;

pub(crate) use typed::plain_digits;
pub use typed::{Doubt, InputProblem, is_beginning, parse_count, parse_share};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The two languages of the product. Vietnamese unless someone chooses English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Tiếng Việt.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The language's code, as in `<html lang>` and in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }

    /// The language of a code or tag: `vi`, `en`, `en-GB`. None for any other.
    pub fn from_code(tag: &str) -> Option<Lang> {
        let primary = tag.split('-').next().unwrap_or(tag);
        [Lang::Vi, Lang::En].into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.code()))
    }

    /// The language that an `Accept-Language` header prefers (RFC 9110, 12.5.4): the greatest quality, the first of equals.
    /// `*` stands for Vietnamese, as does a header that names neither language; entries that can't be read are passed over.
    ///
    /// ```
    /// use model::number::Lang;
    /// assert_eq!(Lang::from_accept_language("en-GB,en;q=0.9,vi;q=0.8"), Lang::En);
    /// assert_eq!(Lang::from_accept_language("fr"), Lang::Vi);
    /// ```
    pub fn from_accept_language(header: &str) -> Lang {
        let mut best = (0, Lang::Vi);
        for entry in header.split(',') {
            let (tag, parameter) = entry.split_once(';').map_or((entry, None), |(tag, rest)| (tag, Some(rest)));
            let tag = tag.trim();
            let lang = if tag == "*" { Some(Lang::Vi) } else { Lang::from_code(tag) };
            let quality = parameter.map_or(Some(1000), quality_in_thousandths);
            if let (Some(lang), Some(quality)) = (lang, quality)
                && quality > best.0
            {
                best = (quality, lang);
            }
        }
        best.1
    }

    const fn group_mark(self) -> char {
        match self {
            Lang::Vi => '.',
            Lang::En => ',',
        }
    }

    const fn decimal_mark(self) -> char {
        match self {
            Lang::Vi => ',',
            Lang::En => '.',
        }
    }
}

/// `q=0.8` as 800; None unless it is 0 to 1 with at most three decimals.
fn quality_in_thousandths(parameter: &str) -> Option<u32> {
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    let (whole, decimals) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    if !matches!(whole, "0" | "1") || decimals.len() > 3 {
        return None;
    }
    let mut thousandths = u32::from(whole == "1");
    for place in 0..3 {
        let digit = decimals.as_bytes().get(place).unwrap_or(&b'0');
        thousandths = thousandths * 10 + char::from(*digit).to_digit(10)?;
    }
    (thousandths <= 1000).then_some(thousandths)
}

/// A whole number with its thousands grouped: `1.062` in Vietnamese, `1,062` in English.
///
/// ```
/// use model::number::{Lang, grouped};
/// assert_eq!(grouped(2_043_817, Lang::Vi), "2.043.817");
/// assert_eq!(grouped(-1_062, Lang::En), "-1,062");
/// ```
pub fn grouped(value: i64, lang: Lang) -> String {
    let mut text = String::new();
    if value < 0 {
        text.push('-');
    }
    push_grouped(&mut text, value.unsigned_abs(), lang);
    text
}

pub(crate) fn push_grouped(text: &mut String, value: u64, lang: Lang) {
    let mut digits = [0u8; 20];
    let mut len = 0;
    let mut rest = value;
    loop {
        digits[len] = b'0' + (rest % 10) as u8;
        len += 1;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    for place in (0..len).rev() {
        text.push(digits[place].into());
        if place > 0 && place % 3 == 0 {
            text.push(lang.group_mark());
        }
    }
}

/// Tenths as a grouped decimal with its one digit: 1312 is `131,2`.
pub(crate) fn push_tenths(text: &mut String, tenths: u64, lang: Lang) {
    push_grouped(text, tenths / 10, lang);
    text.push(lang.decimal_mark());
    text.push(char::from(b'0' + (tenths % 10) as u8));
}

/// A percent with one decimal, kept as tenths of a percent. Computed from two counts when it is needed, never stored.
/// In JSON a number with one decimal: `131.2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = f64, example = 131.2))]
pub struct Percent(u64);

/// How much of the target the value is, rounded half up to one decimal; but what isn't reached never reads as reached, for
/// somebody would say so on air. None without a target, that is with a target of 0, and above [`Percent::MAX`].
///
/// ```
/// use model::number::{Lang, percent_of};
/// assert_eq!(percent_of(7_085, 5_400).map(|p| p.display(Lang::Vi)).as_deref(), Some("131,2%"));
/// assert_eq!(percent_of(999_999, 1_000_000).map(|p| p.display(Lang::Vi)).as_deref(), Some("99,9%"));
/// assert_eq!(percent_of(7_085, 0), None);
/// ```
pub fn percent_of(value: u64, target: u64) -> Option<Percent> {
    if target == 0 {
        return None;
    }
    let (value, target) = (u128::from(value), u128::from(target));
    let rounded = (value * 2000 + target) / (target * 2);
    let tenths = if value < target { rounded.min(999) } else { rounded };
    u64::try_from(tenths).ok().map(Percent).filter(|percent| *percent <= Percent::MAX)
}

impl Percent {
    /// 100%: the target reached.
    pub const FULL: Percent = Percent(1000);
    /// 10¹⁴%: the most that can be said. Up to here a JSON number, a double, holds every tenth.
    pub const MAX: Percent = Percent(1_000_000_000_000_000);

    /// In tenths of a percent.
    pub const fn tenths(self) -> u64 {
        self.0
    }

    /// By how much the target is exceeded ("vượt 31,2%" for "đạt 131,2%"). None up to 100%.
    pub fn exceeded_by(self) -> Option<Percent> {
        (self > Percent::FULL).then(|| Percent(self.0 - Percent::FULL.0))
    }

    /// As the boards print it: one decimal, none from 1.000% upwards (there rounded half up): `131,2%`, `1.278%`.
    pub fn display(self, lang: Lang) -> String {
        let mut text = String::new();
        if self.0 < 10_000 {
            push_tenths(&mut text, self.0, lang);
        } else {
            push_grouped(&mut text, self.0 / 10 + u64::from(self.0 % 10 >= 5), lang);
        }
        text.push('%');
        text
    }
}

// The quotient is the double nearest to the decimal, and a double is printed with the fewest digits that lead back to
// it: what is sent is exactly the decimal.
impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0 as f64 / 10.0)
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let percent = f64::deserialize(deserializer)?;
        if !(0.0..=1e14).contains(&percent) {
            return Err(de::Error::custom("a percent is a number from 0 to 1e14"));
        }
        Ok(Percent((percent * 10.0 + 0.5) as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(value: u64, target: u64) -> String {
        percent_of(value, target).map_or_else(|| "–".to_owned(), |p| p.display(Lang::Vi))
    }

    #[test]
    fn thousands_are_grouped_in_both_languages() {
        for (value, vi, en) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1_062, "1.062", "1,062"),
            (2_400_000, "2.400.000", "2,400,000"),
            (i64::MIN, "-9.223.372.036.854.775.808", "-9,223,372,036,854,775,808"),
        ] {
            assert_eq!(grouped(value, Lang::Vi), vi);
            assert_eq!(grouped(value, Lang::En), en);
        }
    }

    #[test]
    fn published_percents_are_computed_not_copied() {
        assert_eq!(shown(7_085, 5_400), "131,2%");
        assert_eq!(shown(141, 96), "146,9%", "the press printed 146%");
        assert_eq!(shown(869, 68), "1.278%");
        assert_eq!(shown(696_948, 300_000), "232,3%");
        assert_eq!(shown(0, 5_400), "0,0%");
        assert_eq!(shown(5_400, 5_400), "100,0%");
        assert_eq!(shown(999_999, 1_000_000), "99,9%", "one is missing");
        assert_eq!(shown(1, 0), "–");
        assert_eq!(percent_of(869, 68).map(|p| p.display(Lang::En)).as_deref(), Some("1,278%"));
    }

    #[test]
    fn the_decimal_goes_at_a_thousand() {
        assert_eq!(Percent(9_999).display(Lang::Vi), "999,9%");
        assert_eq!(Percent(10_000).display(Lang::Vi), "1.000%");
        assert_eq!(Percent(10_004).display(Lang::Vi), "1.000%");
        assert_eq!(Percent(10_005).display(Lang::En), "1,001%");
    }

    #[test]
    fn reaching_the_target_is_not_exceeding_it() {
        let over = percent_of(7_085, 5_400).and_then(Percent::exceeded_by);
        assert_eq!(over.map(|p| p.display(Lang::Vi)).as_deref(), Some("31,2%"));
        assert_eq!(Percent::FULL.exceeded_by(), None);
        assert_eq!(Percent(999).exceeded_by(), None);
    }

    #[test]
    fn beyond_all_counting_there_is_no_percent() {
        assert_eq!(percent_of(u64::MAX, 1), None);
        assert_eq!(percent_of(u64::MAX, u64::MAX), Some(Percent::FULL));
    }

    #[test]
    fn a_percent_is_a_json_number_with_one_decimal() {
        let json = |p: Percent| serde_json::to_string(&p).unwrap_or_default();
        assert_eq!(json(Percent(1_312)), "131.2");
        assert_eq!(json(Percent(2_040)), "204.0");
        assert_eq!(serde_json::from_str::<Percent>("204").ok(), Some(Percent(2_040)));
        for nonsense in ["-1", "1e300", "\"131.2\"", "null"] {
            assert!(serde_json::from_str::<Percent>(nonsense).is_err(), "{nonsense}");
        }
    }

    #[test]
    fn the_header_chooses_the_language() {
        for (header, lang) in [
            ("", Lang::Vi),
            ("vi", Lang::Vi),
            ("en", Lang::En),
            ("EN-us", Lang::En),
            ("de, fr;q=0.5", Lang::Vi),
            ("vi-VN,vi;q=0.9,en;q=0.8", Lang::Vi),
            ("en-US,en;q=0.9,vi;q=0.8", Lang::En),
            ("vi;q=0.3, en ; Q=0.301", Lang::En),
            ("en, vi", Lang::En),
            ("vi, en", Lang::Vi),
            ("en;q=0", Lang::Vi),
            ("*, en;q=0.5", Lang::Vi),
            ("en, *;q=0.1", Lang::En),
            ("en;q=2, vi;q=0.1", Lang::Vi),
            ("en;q=0.9999", Lang::Vi),
            ("en;q=ô", Lang::Vi),
            ("english", Lang::Vi),
            (";;;,,,q=", Lang::Vi),
        ] {
            assert_eq!(Lang::from_accept_language(header), lang, "{header:?}");
        }
    }

    #[test]
    fn languages_are_lower_case_codes_in_json() {
        assert_eq!(serde_json::to_string(&[Lang::Vi, Lang::En]).ok().as_deref(), Some(r#"["vi","en"]"#));
        assert_eq!(serde_json::from_str::<Lang>(r#""en""#).ok(), Some(Lang::En));
    }

    proptest! {
        #[test]
        fn a_percent_is_within_half_a_tenth(value in 0u64..10_000_000, target in 1u64..10_000_000) {
            let tenths = percent_of(value, target).map_or(u64::MAX / (2 * target), Percent::tenths);
            let (exact, got) = (value * 2000, tenths * 2 * target);
            let is_nearly_full = value < target && tenths == 999;
            prop_assert!(got <= exact + target && (exact < got + target || is_nearly_full));
        }

        #[test]
        fn a_percent_says_whether_the_target_is_reached(target in 1u64..10_000_000, short in 0u64..20, over in 0u64..20) {
            let value = (target + over).saturating_sub(short);
            prop_assert_eq!(percent_of(value, target) >= Some(Percent::FULL), value >= target);
        }

        #[test]
        fn a_percent_survives_json(tenths in 0u64..=1_000_000_000_000_000) {
            let json = serde_json::to_string(&Percent(tenths)).unwrap_or_default();
            prop_assert_eq!(serde_json::from_str::<Percent>(&json).ok(), Some(Percent(tenths)));
            prop_assert_eq!(json.split_once('.').map(|(_, decimals)| decimals.len()), Some(1));
        }

        #[test]
        fn any_header_gives_a_language(header in ".*") {
            let lang = Lang::from_accept_language(&header);
            prop_assert!(lang == Lang::Vi || header.to_lowercase().contains("en"));
        }
    }
}
