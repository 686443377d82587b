//! What a person types where a number is wanted. Promises that nothing is guessed: what can be read in two ways is a doubt
//! with its readings, so that the person is asked. Sums of money are read in `money::typed`.

use thiserror::Error;

use crate::text::search_key;

/// Why what was typed isn't a number of the kind that is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum InputProblem {
    /// Not a number, or with words that aren't its units.
    #[error("not a number of this kind")]
    NotANumber,
    /// Can be read in two ways, like `1.250 tỷ` (1250 or 1,25?) or `105 triệu 500` (500 nghìn or 500 đồng?).
    #[error("can be read in more than one way")]
    Ambiguous,
    /// Has a part that is smaller than the smallest unit, like `1.000,5` dong or `33,5` percent.
    #[error("only whole numbers are kept here")]
    Fraction,
    /// Below 0.
    #[error("can't be negative")]
    Negative,
    /// Above the most that is taken.
    #[error("too large")]
    TooLarge,
}

/// That something typed can't be read for sure: why, and what it may mean, the likeliest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Why.
    pub problem: InputProblem,
    /// What the person may choose between; perhaps nothing.
    pub readings: Vec<i64>,
}

impl From<InputProblem> for Doubt {
    fn from(problem: InputProblem) -> Doubt {
        Doubt { problem, readings: Vec::new() }
    }
}

/// Whether a text may be the beginning of a number that goes on (`10` of `105 triệu`), or nothing: while somebody types,
/// that is no value yet.
pub fn is_beginning(typed: &str, digits: usize) -> bool {
    let typed = typed.trim();
    typed.len() <= digits && typed.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads a share in percent: a whole number from 0 to 100, with or without its sign.
///
/// ```
/// use model::number::parse_share;
/// assert_eq!(parse_share("33 %"), Ok(Some(33)));
/// assert_eq!(parse_share("33,5").unwrap_err().readings, [33, 34]);
/// ```
///
/// # Errors
/// A [`Doubt`]; of a fraction the whole numbers beside it are offered. Nothing at all is a doubt too: a share has a number.
pub fn parse_share(typed: &str) -> Result<Option<i64>, Doubt> {
    let key = plain_digits(typed)?;
    let number = ["%", "phan tram", "percent"].iter().find_map(|unit| key.strip_suffix(unit)).unwrap_or(&key).trim();
    let (whole, fraction) = number.split_once([',', '.']).unwrap_or((number, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !are_digits(whole) || !are_digits(fraction) || number.ends_with([',', '.']) {
        return Err(problem_of(number).into());
    }
    let whole: i64 = whole.parse().map_err(|_| InputProblem::TooLarge)?;
    let is_whole = fraction.bytes().all(|byte| byte == b'0');
    match whole {
        0..=100 if is_whole => Ok(Some(whole)),
        0..100 => Err(Doubt { problem: InputProblem::Fraction, readings: vec![whole, whole + 1] }),
        _ => Err(InputProblem::TooLarge.into()),
    }
}

/// Reads a count from 1 to `max`: digits, in groups or not. None for nothing.
///
/// # Errors
/// A [`Doubt`] for anything else.
pub fn parse_count(typed: &str, max: i64) -> Result<Option<i64>, Doubt> {
    let key = plain_digits(typed)?;
    if key.is_empty() {
        return Ok(None);
    }
    let mut groups = key.split(['.', ',', ' ']);
    let lead = groups.next().unwrap_or_default();
    let threes = groups.clone().all(|group| group.len() == 3);
    let is_grouped = threes && (key.len() == lead.len() || (1..=3).contains(&lead.len()));
    let digits: String = key.chars().filter(|c| !matches!(c, '.' | ',' | ' ')).collect();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(problem_of(&key).into());
    }
    if !is_grouped {
        return Err(InputProblem::Ambiguous.into());
    }
    match digits.parse::<i64>() {
        Ok(0) => Err(InputProblem::NotANumber.into()),
        Ok(count) if count <= max => Ok(Some(count)),
        _ => Err(InputProblem::TooLarge.into()),
    }
}

fn problem_of(key: &str) -> InputProblem {
    let is_negative =
        key.strip_prefix('-').is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    if is_negative { InputProblem::Negative } else { InputProblem::NotANumber }
}

/// The key of what was typed ([`search_key`]), if its digits are plain ones: a raised or circled digit, and a fraction in
/// one sign, would come out as digits that nobody meant.
pub(crate) fn plain_digits(typed: &str) -> Result<String, InputProblem> {
    let is_other_digit = |c: char| matches!(c, '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{2089}' | '\u{2150}'..='\u{218B}' | '\u{2460}'..='\u{24FF}' | '\u{2776}'..='\u{2793}');
    if typed.contains(is_other_digit) { Err(InputProblem::NotANumber) } else { Ok(search_key(typed)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shares_are_read_as_people_write_them() {
        for typed in ["33", " 33 ", "33%", "33 %", "33,0", "33.00 %", "３３％", "33 phần trăm", "033"] {
            assert_eq!(parse_share(typed), Ok(Some(33)), "{typed}");
        }
        assert_eq!(parse_share("0"), Ok(Some(0)));
        assert_eq!(parse_share("100%"), Ok(Some(100)));
        for typed in ["33,5", "33.5%", "33,05"] {
            assert_eq!(
                parse_share(typed),
                Err(Doubt { problem: InputProblem::Fraction, readings: vec![33, 34] }),
                "{typed}"
            );
        }
        for (typed, problem) in [
            ("", InputProblem::NotANumber),
            ("%", InputProblem::NotANumber),
            ("1/3", InputProblem::NotANumber),
            ("33,", InputProblem::NotANumber),
            ("3²", InputProblem::NotANumber),
            ("ba mươi", InputProblem::NotANumber),
            ("-5", InputProblem::Negative),
            ("101", InputProblem::TooLarge),
            ("100,5", InputProblem::TooLarge),
            ("99999999999999999999", InputProblem::TooLarge),
        ] {
            assert_eq!(parse_share(typed), Err(problem.into()), "{typed}");
        }
    }

    #[test]
    fn counts_are_read_as_people_write_them() {
        for typed in ["5.400", "5400", " 5,400 ", "5 400", "５４００"] {
            assert_eq!(parse_count(typed, 100_000_000), Ok(Some(5_400)), "{typed}");
        }
        assert_eq!(parse_count("  ", 9), Ok(None));
        for (typed, problem) in [
            ("0", InputProblem::NotANumber),
            ("-5", InputProblem::Negative),
            ("5 nghìn", InputProblem::NotANumber),
            (".", InputProblem::NotANumber),
            ("1,5", InputProblem::Ambiguous),
            ("12.34", InputProblem::Ambiguous),
            ("100000001", InputProblem::TooLarge),
            ("99999999999999999999", InputProblem::TooLarge),
        ] {
            assert_eq!(parse_count(typed, 100_000_000), Err(problem.into()), "{typed}");
        }
    }

    #[test]
    fn a_few_digits_may_go_on() {
        assert!(
            is_beginning("", 3) && is_beginning("105 ", 3) && !is_beginning("1050", 3) && !is_beginning("105 t", 3)
        );
    }

    proptest! {
        #[test]
        fn anything_typed_is_answered(typed in "\\PC*", digits in "[0-9., %-]{0,24}") {
            for text in [typed, digits] {
                for read in [parse_share(&text), parse_count(&text, 1_000)] {
                    let values = match read {
                        Ok(value) => value.into_iter().collect(),
                        Err(doubt) => doubt.readings,
                    };
                    prop_assert!(values.iter().all(|value| (0..=1_000).contains(value)));
                }
            }
        }
    }
}
