//! Vietnamese dong: amounts, their sums, how they are written and spoken; what a person types is read in `typed`.
//! Promises checked arithmetic and one rounding, said where it happens. All amounts are whole dong.
//! Knows nothing of who estimated or verified an amount, nor of its period.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::number::{Lang, push_grouped, push_tenths};

mod typed;

pub use crate::number::{Doubt, InputProblem};
pub use typed::{interpret, parse_input};

/// Why an amount can't be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// Below 0.
    #[error("an amount can't be negative")]
    Negative,
    /// Above what an initiative ([`Vnd::MAX`]) or a sum (2⁶³ − 1) can hold.
    #[error("the amount is too large")]
    TooLarge,
}

/// The benefit of one initiative in dong: 0 to 100,000,000,000,000. An integer in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = i64, minimum = 0, maximum = 100_000_000_000_000i64))]
#[serde(try_from = "i64", into = "i64")]
pub struct Vnd(i64);

impl Vnd {
    /// The most that one initiative may claim: 100 nghìn tỷ đồng.
    pub const MAX: Vnd = Vnd(100_000_000_000_000);

    /// The amount, if an initiative may claim it.
    ///
    /// # Errors
    /// [`MoneyError`] outside 0 to [`Vnd::MAX`].
    pub const fn for_initiative(dong: i64) -> Result<Vnd, MoneyError> {
        match dong {
            ..0 => Err(MoneyError::Negative),
            dong if dong > Vnd::MAX.0 => Err(MoneyError::TooLarge),
            _ => Ok(Vnd(dong)),
        }
    }

    /// In dong.
    pub const fn dong(self) -> i64 {
        self.0
    }

    /// Both together.
    ///
    /// # Errors
    /// [`MoneyError::TooLarge`] above [`Vnd::MAX`].
    pub const fn checked_add(self, other: Vnd) -> Result<Vnd, MoneyError> {
        Vnd::for_initiative(self.0 + other.0)
    }

    /// This without the other.
    ///
    /// # Errors
    /// [`MoneyError::Negative`] if the other is more.
    pub const fn checked_sub(self, other: Vnd) -> Result<Vnd, MoneyError> {
        Vnd::for_initiative(self.0 - other.0)
    }

    /// As [`exact`].
    pub fn exact(self, lang: Lang) -> String {
        exact(self.0, lang)
    }

    /// As [`spoken`].
    pub fn spoken(self, lang: Lang) -> String {
        spoken(self.0, lang)
    }

    /// As [`spoken_dong`].
    pub fn spoken_dong(self, lang: Lang) -> String {
        spoken_dong(self.0, lang)
    }
}

impl TryFrom<i64> for Vnd {
    type Error = MoneyError;

    fn try_from(dong: i64) -> Result<Self, MoneyError> {
        Vnd::for_initiative(dong)
    }
}

impl From<Vnd> for i64 {
    fn from(amount: Vnd) -> i64 {
        amount.0
    }
}

/// A sum of benefits in dong, 0 to 2⁶³ − 1: room for 92,000 initiatives of the greatest amount each, or for the published
/// national total 280,000 times. An integer in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = i64, minimum = 0))]
#[serde(try_from = "i64", into = "i64")]
pub struct VndSum(i64);

impl VndSum {
    /// Nothing yet.
    pub const ZERO: VndSum = VndSum(0);

    /// A sum kept as an integer.
    ///
    /// # Errors
    /// [`MoneyError::Negative`] below 0.
    pub const fn new(dong: i64) -> Result<VndSum, MoneyError> {
        if dong < 0 { Err(MoneyError::Negative) } else { Ok(VndSum(dong)) }
    }

    /// In dong.
    pub const fn dong(self) -> i64 {
        self.0
    }

    /// The sum with another added, of one initiative or of many.
    ///
    /// # Errors
    /// [`MoneyError::TooLarge`] above 2⁶³ − 1.
    pub fn checked_add(self, other: impl Into<VndSum>) -> Result<VndSum, MoneyError> {
        self.0.checked_add(other.into().0).map(VndSum).ok_or(MoneyError::TooLarge)
    }

    /// The sum with another taken away.
    ///
    /// # Errors
    /// [`MoneyError::Negative`] if the other is more.
    pub fn checked_sub(self, other: impl Into<VndSum>) -> Result<VndSum, MoneyError> {
        VndSum::new(self.0 - other.into().0)
    }

    /// As [`exact`].
    pub fn exact(self, lang: Lang) -> String {
        exact(self.0, lang)
    }

    /// As [`spoken`].
    pub fn spoken(self, lang: Lang) -> String {
        spoken(self.0, lang)
    }

    /// As [`spoken_dong`].
    pub fn spoken_dong(self, lang: Lang) -> String {
        spoken_dong(self.0, lang)
    }
}

impl From<Vnd> for VndSum {
    fn from(amount: Vnd) -> VndSum {
        VndSum(amount.0)
    }
}

impl TryFrom<i64> for VndSum {
    type Error = MoneyError;

    fn try_from(dong: i64) -> Result<Self, MoneyError> {
        VndSum::new(dong)
    }
}

impl From<VndSum> for i64 {
    fn from(sum: VndSum) -> i64 {
        sum.0
    }
}

/// To the last dong: `10.000.000.000.000 ₫`.
pub fn exact(dong: i64, lang: Lang) -> String {
    let mut text = crate::number::grouped(dong, lang);
    text.push_str(" ₫");
    text
}

/// As one says it, in the greatest unit that leaves at least 1, rounded half up to at most one decimal: `16,5 tỷ`,
/// `10 nghìn tỷ`, `850 triệu`. What rounds to 1000 of a unit is 1 of the next: 999.950.000 is `1 tỷ`. Negative amounts
/// (a difference) are rounded as their size.
///
/// ```
/// use model::{money::spoken, number::Lang};
/// assert_eq!(spoken(16_500_000_000, Lang::Vi), "16,5 tỷ");
/// assert_eq!(spoken(10_000_000_000_000, Lang::En), "10 trillion");
/// ```
pub fn spoken(dong: i64, lang: Lang) -> String {
    let mut text = String::new();
    push_spoken(&mut text, dong, lang);
    text
}

/// As [`spoken`], with the currency: `16,5 tỷ đồng`, `16.5 billion dong`.
pub fn spoken_dong(dong: i64, lang: Lang) -> String {
    let mut text = spoken(dong, lang);
    text.push_str(match lang {
        Lang::Vi => " đồng",
        Lang::En => " dong",
    });
    text
}

/// Powers of a thousand, from 10³.
const UNITS_VI: [&str; 6] = ["nghìn", "triệu", "tỷ", "nghìn tỷ", "triệu tỷ", "tỷ tỷ"];
const UNITS_EN: [&str; 6] = ["thousand", "million", "billion", "trillion", "quadrillion", "quintillion"];

fn push_spoken(text: &mut String, dong: i64, lang: Lang) {
    if dong < 0 {
        text.push('-');
    }
    let size = dong.unsigned_abs();
    if size < 1000 {
        push_grouped(text, size, lang);
        return;
    }
    let mut unit = 0;
    let mut one: u64 = 1000;
    // The rounded number of tenths; 9999,5 of them would be said as 1000 of the unit, that is as 1 of the next.
    let tenths = loop {
        let tenths = size / (one / 10) + u64::from(size % (one / 10) >= one / 20);
        if tenths < 10_000 || unit == UNITS_VI.len() - 1 {
            break tenths;
        }
        unit += 1;
        one *= 1000;
    };
    if tenths % 10 == 0 {
        push_grouped(text, tenths / 10, lang);
    } else {
        push_tenths(text, tenths, lang);
    }
    text.push(' ');
    text.push_str(match lang {
        Lang::Vi => UNITS_VI[unit],
        Lang::En => UNITS_EN[unit],
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_initiative_claims_at_most_a_hundred_thousand_billion() {
        assert_eq!(Vnd::for_initiative(0).map(Vnd::dong), Ok(0));
        assert_eq!(Vnd::for_initiative(100_000_000_000_000), Ok(Vnd::MAX));
        assert_eq!(Vnd::for_initiative(100_000_000_000_001), Err(MoneyError::TooLarge));
        assert_eq!(Vnd::for_initiative(-1), Err(MoneyError::Negative));
        assert_eq!(Vnd::for_initiative(i64::MIN), Err(MoneyError::Negative));
    }

    #[test]
    fn arithmetic_is_checked() {
        let one = Vnd(1);
        assert_eq!(Vnd::MAX.checked_add(one), Err(MoneyError::TooLarge));
        assert_eq!(one.checked_sub(Vnd(2)), Err(MoneyError::Negative));
        assert_eq!(one.checked_sub(one), Ok(Vnd(0)));
        assert_eq!(VndSum(i64::MAX).checked_add(one), Err(MoneyError::TooLarge));
        assert_eq!(VndSum::ZERO.checked_sub(one), Err(MoneyError::Negative));
        assert_eq!(VndSum::ZERO.checked_sub(VndSum(i64::MAX)), Err(MoneyError::Negative));
        assert_eq!(VndSum(5).checked_add(VndSum(6)), Ok(VndSum(11)));
    }

    #[test]
    fn in_json_an_amount_is_an_integer_within_its_limits() {
        assert_eq!(serde_json::to_string(&Vnd(16_500_000_000)).ok().as_deref(), Some("16500000000"));
        assert_eq!(serde_json::from_str::<Vnd>("100000000000000").ok(), Some(Vnd::MAX));
        for absurd in ["-1", "100000000000001", "1.5", "1e3", "\"5\"", "null", "99999999999999999999"] {
            assert!(serde_json::from_str::<Vnd>(absurd).is_err(), "{absurd}");
        }
        assert!(serde_json::from_str::<VndSum>("-1").is_err());
    }

    #[test]
    fn an_exact_amount_shows_every_digit() {
        assert_eq!(exact(10_000_000_000_000, Lang::Vi), "10.000.000.000.000 ₫");
        assert_eq!(Vnd(1_500).exact(Lang::En), "1,500 ₫");
    }

    #[test]
    fn an_amount_is_said_as_people_say_it() {
        for (dong, vi, en) in [
            (0, "0 đồng", "0 dong"),
            (999, "999 đồng", "999 dong"),
            (1_000, "1 nghìn đồng", "1 thousand dong"),
            (850_500, "850,5 nghìn đồng", "850.5 thousand dong"),
            (850_000_000, "850 triệu đồng", "850 million dong"),
            (214_000_000, "214 triệu đồng", "214 million dong"),
            (16_500_000_000, "16,5 tỷ đồng", "16.5 billion dong"),
            (33_000_000_000_000, "33 nghìn tỷ đồng", "33 trillion dong"),
            (10_000_000_000_000, "10 nghìn tỷ đồng", "10 trillion dong"),
            (-16_500_000_000, "-16,5 tỷ đồng", "-16.5 billion dong"),
            (i64::MAX, "9,2 tỷ tỷ đồng", "9.2 quintillion dong"),
        ] {
            assert_eq!(spoken_dong(dong, Lang::Vi), vi);
            assert_eq!(spoken_dong(dong, Lang::En), en);
        }
    }

    #[test]
    fn rounding_is_half_up_and_carries_into_the_next_unit() {
        for (dong, vi) in [
            (999_949_999, "999,9 triệu"),
            (999_950_000, "1 tỷ"),
            (999_949, "999,9 nghìn"),
            (999_950, "1 triệu"),
            (1_049_999_999, "1 tỷ"),
            (1_050_000_000, "1,1 tỷ"),
            (999_950_000_000_000, "1 triệu tỷ"),
        ] {
            assert_eq!(spoken(dong, Lang::Vi), vi);
        }
    }

    proptest! {
        #[test]
        fn what_is_said_is_near_and_never_shows_a_thousand(dong in 0i64..=Vnd::MAX.0) {
            let said = parse_input(&spoken_dong(dong, Lang::Vi));
            let said = said.ok().flatten().map_or(-1, Vnd::dong);
            prop_assert!((said - dong).abs() <= dong / 20, "{} for {}", said, dong);
            prop_assert!(!spoken(dong, Lang::Vi).starts_with("1.000"));
        }
    }
}
