//! The PIN, as it is chosen and typed. Pure. Promises that one which exists isn't among the first that anyone would try.

use std::fmt;

use thiserror::Error;

/// Six digits or more: with ten tries a guess succeeds once in 100,000 at most. 32 at most. Never shown, not even by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(String);

/// Why a text isn't a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotAPin {
    #[error("a PIN has digits only")]
    NotDigits,
    #[error("a PIN has at least {} digits", Pin::SHORTEST)]
    TooShort,
    #[error("a PIN has at most {} digits", Pin::LONGEST)]
    TooLong,
    /// 111111, 123456, 987654, 121212, 123123 and their like.
    #[error("that PIN is among the first that anyone would try")]
    Guessable,
}

impl Pin {
    /// The fewest digits.
    pub const SHORTEST: usize = 6;
    /// The most digits.
    pub const LONGEST: usize = 32;

    /// The PIN in a text. The same rules when it is chosen and when it is typed, so that a slip of the hand costs no try.
    pub fn parse(text: &str) -> Result<Self, NotAPin> {
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotAPin::NotDigits);
        }
        match text.len() {
            ..Self::SHORTEST => Err(NotAPin::TooShort),
            length if length > Self::LONGEST => Err(NotAPin::TooLong),
            _ if counts(text) || repeats(text) => Err(NotAPin::Guessable),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// Its digits, for the key to be derived from.
    #[cfg(feature = "desk")]
    pub(super) fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}

/// Whether each digit is the one before it, plus one or minus one; 0 comes after 9.
fn counts(digits: &str) -> bool {
    let runs = |step: u8| digits.as_bytes().windows(2).all(|pair| (pair[0] - b'0' + step) % 10 == pair[1] - b'0');
    runs(1) || runs(9)
}

/// Whether it is one to three digits over and over.
fn repeats(digits: &str) -> bool {
    (1..=3).any(|period| digits.bytes().zip(digits.bytes().skip(period)).all(|(digit, later)| digit == later))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_anyone_would_try_first_is_refused() {
        for guess in ["000000", "123456", "654321", "890123", "210987", "121212", "123123", "7777777", "1231231"] {
            assert_eq!(Pin::parse(guess), Err(NotAPin::Guessable), "{guess}");
        }
    }

    #[test]
    fn six_to_thirty_two_digits_are_a_pin() {
        for pin in ["280419", "1123581", "31415926535897932384626433832795"] {
            assert!(Pin::parse(pin).is_ok(), "{pin}");
        }
        assert_eq!(Pin::parse("28041"), Err(NotAPin::TooShort));
        assert_eq!(Pin::parse(""), Err(NotAPin::TooShort));
        assert_eq!(Pin::parse(&"28041".repeat(7)), Err(NotAPin::TooLong));
        assert_eq!(Pin::parse("28041a"), Err(NotAPin::NotDigits));
        assert_eq!(Pin::parse("２８０４１９"), Err(NotAPin::NotDigits));
    }

    #[test]
    fn a_pin_is_never_shown() {
        assert_eq!(format!("{:?}", Pin::parse("280419").unwrap()), "Pin(…)");
    }
}
