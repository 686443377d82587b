//! A part of a whole in the words of a newspaper: "gần một phần ba" for 10 of 33.

/// A simple fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fraction {
    Half,
    Third,
    Quarter,
    Fifth,
    Tenth,
}

/// How a share is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// Up to a tenth below the fraction.
    Nearly(Fraction),
    /// The fraction, within half a percent of itself.
    Exactly(Fraction),
    /// Up to a tenth above the fraction.
    Over(Fraction),
    /// In tenths of a percent.
    Tenths(u64),
}

/// How to say what part of `whole` the `part` is. `None` if it is nothing, all of it, or less than a tenth of a percent.
pub fn share(part: i64, whole: i64) -> Option<Share> {
    if part <= 0 || part >= whole {
        return None;
    }
    const FRACTIONS: [(i128, Fraction); 5] = [
        (2, Fraction::Half),
        (3, Fraction::Third),
        (4, Fraction::Quarter),
        (5, Fraction::Fifth),
        (10, Fraction::Tenth),
    ];
    let (part, whole) = (i128::from(part), i128::from(whole));
    let said = FRACTIONS.iter().find_map(|(parts, fraction)| {
        // 1000 is the fraction itself.
        match part * parts * 1000 / whole {
            900..995 => Some(Share::Nearly(*fraction)),
            995..=1005 => Some(Share::Exactly(*fraction)),
            1006..=1100 => Some(Share::Over(*fraction)),
            _ => None,
        }
    });
    let tenths = u64::try_from((part * 2000 + whole) / (whole * 2)).unwrap_or(0);
    said.or((tenths > 0).then_some(Share::Tenths(tenths)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_a_newspaper_would_say_it() {
        assert_eq!(share(10_000, 33_000), Some(Share::Nearly(Fraction::Third)));
        assert_eq!(share(500, 1000), Some(Share::Exactly(Fraction::Half)));
        assert_eq!(share(105, 1000), Some(Share::Over(Fraction::Tenth)));
        assert_eq!(share(260, 1000), Some(Share::Over(Fraction::Quarter)));
        assert_eq!(share(151, 1000), Some(Share::Tenths(151)));
        assert_eq!(share(1, 1000), Some(Share::Tenths(1)));
    }

    #[test]
    fn nothing_and_everything_are_no_share() {
        assert_eq!(share(0, 33), None);
        assert_eq!(share(33, 33), None);
        assert_eq!(share(5, 0), None);
        assert_eq!(share(1, 1_000_000), None);
        assert_eq!(share(i64::MAX / 2, i64::MAX), Some(Share::Exactly(Fraction::Half)));
    }
}
