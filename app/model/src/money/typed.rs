//! What a person types or pastes into a money field, read as an amount.
//! Promises that nothing is guessed: what can be read in two ways is refused, so that the person is asked.
//! Knows nothing of the screen; problems are kinds, their words are the app's.

use super::Vnd;
use crate::number::{Doubt, InputProblem, plain_digits};

/// Reads a money field: digits with `.`, `,` or spaces between thousands, or an amount as one says or pastes it
/// (`16,5 tỷ`, `850 triệu đồng`, `1 tỷ 200 triệu`, `16.5 billion`, `500k`). None for an empty field.
///
/// A number after the last unit is asked about (`105 triệu 500`: 500 nghìn or 500 đồng?), unless both come to the same
/// (`105 triệu 500.000`). `rưỡi` after a unit is half of it.
///
/// A single separator with three digits after it groups thousands in a plain amount (`1.500` is 1500: dong have no
/// fractions), and is ambiguous before a unit (`1.250 tỷ`), unless a 0 leads (`0,125 tỷ`).
///
/// ```
/// use model::money::{InputProblem, Vnd, parse_input};
/// assert_eq!(parse_input("16,5 tỷ").map(|amount| amount.map(Vnd::dong)), Ok(Some(16_500_000_000)));
/// assert_eq!(parse_input("1.250 tỷ"), Err(InputProblem::Ambiguous));
/// ```
///
/// # Errors
/// [`InputProblem`]: the text is kept as it is and the person asked.
pub fn parse_input(typed: &str) -> Result<Option<Vnd>, InputProblem> {
    interpret(typed).map_err(|doubt| doubt.problem)
}

/// As [`parse_input`]; what can be read in more than one way comes with its readings.
///
/// ```
/// use model::money::interpret;
/// assert_eq!(interpret("105 triệu 500").unwrap_err().readings, [105_500_000, 105_000_500]);
/// ```
///
/// # Errors
/// A [`Doubt`].
pub fn interpret(typed: &str) -> Result<Option<Vnd>, Doubt> {
    let key = plain_digits(typed)?;
    if key.is_empty() {
        return Ok(None);
    }
    let mut rest = key.as_str();
    for currency in ["vnd", "₫"] {
        rest = rest.strip_prefix(currency).unwrap_or(rest).trim_start();
    }
    if let Some(positive) = rest.strip_prefix('-') {
        let is_number = positive.trim_start().starts_with(|c: char| c.is_ascii_digit());
        return Err(if is_number { InputProblem::Negative } else { InputProblem::NotANumber }.into());
    }
    for currency in ["dong", "vnd", "d", "₫"] {
        if let Some(amount) = rest.strip_suffix(currency) {
            rest = amount.trim_end();
            break;
        }
    }
    match read_parts(rest) {
        Ok(dong) => match in_range(dong) {
            Some(amount) => Ok(Some(amount)),
            None => Err(InputProblem::TooLarge.into()),
        },
        Err((problem, readings)) => {
            let readings = readings.into_iter().filter_map(in_range).map(Vnd::dong).collect();
            Err(Doubt { problem, readings })
        }
    }
}

fn in_range(dong: u64) -> Option<Vnd> {
    i64::try_from(dong).ok().and_then(|dong| Vnd::for_initiative(dong).ok())
}

/// Why not, and what it may mean.
type Unclear = (InputProblem, Vec<u64>);

fn unclear(problem: InputProblem) -> Unclear {
    (problem, Vec::new())
}

/// `1 ty 200 trieu`: numbers with units, each unit smaller than the one before it.
fn read_parts(mut rest: &str) -> Result<u64, Unclear> {
    let mut sum: u64 = 0;
    let mut above: Option<u32> = None;
    loop {
        let end = rest.find(|c: char| !matches!(c, '0'..='9' | '.' | ',' | ' ')).unwrap_or(rest.len());
        let (number, words) = rest.split_at(end);
        let end = words.find(|c: char| c.is_ascii_digit()).unwrap_or(words.len());
        let (unit, next) = words.split_at(end);
        let unit = unit.trim_end_matches([' ', ',']);
        let unit = unit.strip_suffix(" va").unwrap_or(unit);
        let (unit, half) = unit.strip_suffix(" ruoi").map_or((unit, false), |unit| (unit, true));
        let zeros = zeros_of(unit).map_err(unclear)?;
        let is_last = next.is_empty();
        let number = number.trim();
        if let (Some(above), 0, true) = (above, zeros, is_last && !half) {
            return read_rest(sum, above, number);
        }
        let mut part = read_number(number, zeros).map_err(|problem| {
            let alone = above.is_none() && is_last && !half && problem == InputProblem::Ambiguous;
            (problem, if alone { both_marks(number, zeros) } else { Vec::new() })
        })?;
        if half {
            if zeros == 0 || !is_last || !part.is_multiple_of(10u64.pow(zeros)) {
                return Err(unclear(InputProblem::Ambiguous));
            }
            part = part.checked_add(10u64.pow(zeros) / 2).ok_or(unclear(InputProblem::TooLarge))?;
        }
        if let Some(above) = above
            && (zeros == 0 || zeros >= above || part >= 10u64.pow(above) || !sum.is_multiple_of(10u64.pow(above)))
        {
            return Err(unclear(InputProblem::Ambiguous));
        }
        sum = sum.checked_add(part).ok_or(unclear(InputProblem::TooLarge))?;
        if is_last {
            return Ok(sum);
        }
        above = Some(zeros);
        rest = next;
    }
}

/// The number after the last unit, of `zeros`: `500` in `105 trieu 500`, which is 500 nghìn as people say it and 500 đồng as
/// it stands; `5` in `2 trieu 5`.
fn read_rest(sum: u64, zeros: u32, number: &str) -> Result<u64, Unclear> {
    let rest = read_number(number, 0).map_err(unclear)?;
    let one = 10u64.pow(zeros);
    if zeros == 0 || rest >= one || !sum.is_multiple_of(one) {
        return Err(unclear(InputProblem::Ambiguous));
    }
    let add = |part: u64| sum.checked_add(part).ok_or(unclear(InputProblem::TooLarge));
    let plain = add(rest)?;
    let digits = number.bytes().filter(u8::is_ascii_digit).count() as u32;
    if digits == zeros {
        return Ok(plain);
    }
    let mut readings = Vec::new();
    if digits <= 3 {
        readings.push(add(rest * 10u64.pow(zeros - digits))?);
    }
    readings.push(plain);
    readings.dedup();
    Err((InputProblem::Ambiguous, readings))
}

/// What `1.250` before a unit may mean: the mark between thousands, or before a fraction.
fn both_marks(number: &str, zeros: u32) -> Vec<u64> {
    if zeros == 0 || !is_grouped(number) {
        return Vec::new();
    }
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let decimal = number.replace('.', ",");
    let whole = read_number(&digits, zeros).ok();
    let fraction = decimal.split_once(',').and_then(|(whole, fraction)| {
        let places = u32::try_from(fraction.len()).ok()?;
        let value = format!("{whole}{fraction}").parse::<u64>().ok()?;
        value.checked_mul(10u64.pow(zeros.checked_sub(places)?))
    });
    whole.into_iter().chain(fraction).collect()
}

/// How many zeros a unit stands for, without diacritics as [`search_key`] leaves it.
fn zeros_of(unit: &str) -> Result<u32, InputProblem> {
    Ok(match unit {
        "" => 0,
        "nghin" | "ngan" | "k" | "thousand" => 3,
        "trieu" | "tr" | "million" => 6,
        "ty" | "ti" | "billion" => 9,
        "nghin ty" | "ngan ty" | "nghin ti" | "ngan ti" | "trillion" => 12,
        "trieu ty" | "trieu ti" => 15,
        _ => return Err(InputProblem::NotANumber),
    })
}

/// A number with separators, times ten to the power of `zeros`.
fn read_number(number: &str, zeros: u32) -> Result<u64, InputProblem> {
    if !number.starts_with(|c: char| c.is_ascii_digit()) || !number.ends_with(|c: char| c.is_ascii_digit()) {
        return Err(InputProblem::NotANumber);
    }
    let (whole, fraction) = split_fraction(number, zeros > 0)?;
    let fraction = fraction.trim_end_matches('0');
    let places = fraction.len() as u32;
    if places > zeros {
        return Err(InputProblem::Fraction);
    }
    let digits = whole.bytes().chain(fraction.bytes()).filter(u8::is_ascii_digit);
    let mut value: u64 = 0;
    for digit in digits.chain(std::iter::repeat_n(b'0', (zeros - places) as usize)) {
        value =
            value.checked_mul(10).and_then(|v| v.checked_add((digit - b'0').into())).ok_or(InputProblem::TooLarge)?;
    }
    Ok(value)
}

/// Splits a number into its whole part (which may have separators) and the digits of its fraction.
fn split_fraction(number: &str, has_unit: bool) -> Result<(&str, &str), InputProblem> {
    let is_mark = |c: char| !c.is_ascii_digit();
    let (Some(first), Some(last)) = (number.find(is_mark), number.rfind(is_mark)) else {
        return Ok((number, ""));
    };
    let (before, after) = (&number[..last], &number[last + 1..]);
    let mark = number.as_bytes()[last];
    let one_mark_alone = first == last;
    if number.as_bytes()[first] != mark {
        // Two kinds of mark: the last is the decimal's, the others group.
        return if mark != b' ' && is_grouped(before) { Ok((before, after)) } else { Err(InputProblem::Ambiguous) };
    }
    let grouped = is_grouped(number);
    match (has_unit, one_mark_alone && mark != b' ') {
        (true, true) if !grouped => Ok((before, after)),
        (true, true) => Err(InputProblem::Ambiguous),
        _ if grouped => Ok((number, "")),
        _ => Err(InputProblem::Ambiguous),
    }
}

/// Whether one mark divides the number into one to three digits, not led by 0, and threes.
fn is_grouped(number: &str) -> bool {
    let Some(at) = number.find(|c: char| !c.is_ascii_digit()) else {
        return true;
    };
    let mark = char::from(number.as_bytes()[at]);
    let mut groups = number.split(mark);
    let lead = groups.next().is_some_and(|lead| (1..=3).contains(&lead.len()) && !lead.starts_with('0'));
    lead && groups.all(|group| group.len() == 3 && group.bytes().all(|digit| digit.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Lang;
    use proptest::prelude::*;

    fn dong(typed: &str) -> Result<i64, InputProblem> {
        parse_input(typed).map(|amount| amount.map_or(-1, Vnd::dong))
    }

    #[test]
    fn plain_amounts_with_any_separator() {
        for typed in [
            "1500000",
            "1.500.000",
            "1,500,000",
            "1 500 000",
            " 1\u{a0}500\u{a0}000 ",
            "1.500.000,00",
            "1,500,000.0",
            "1.500.000đ",
            "1.500.000 ₫",
            "VND 1,500,000",
            "1500000 đồng",
            "01500000",
        ] {
            assert_eq!(dong(typed), Ok(1_500_000), "{typed}");
        }
        assert_eq!(dong("1.500"), Ok(1_500));
        assert_eq!(dong("0"), Ok(0));
        assert_eq!(parse_input("  "), Ok(None));
    }

    #[test]
    fn amounts_as_people_say_and_paste_them() {
        for (typed, amount) in [
            ("16,5 tỷ", 16_500_000_000),
            ("16.5 tỷ đồng", 16_500_000_000),
            ("16,5 Tỉ", 16_500_000_000),
            ("850 triệu", 850_000_000),
            ("850tr", 850_000_000),
            ("10 nghìn tỷ", 10_000_000_000_000),
            ("10 NGÀN TỶ ĐỒNG", 10_000_000_000_000),
            ("500k", 500_000),
            ("0,125 tỷ", 125_000_000),
            ("1.250,5 tỷ", 1_250_500_000_000),
            ("1250 tỷ", 1_250_000_000_000),
            ("1 250 tỷ", 1_250_000_000_000),
            ("1.250.000 nghìn", 1_250_000_000),
            ("1 tỷ 200 triệu", 1_200_000_000),
            ("1 tỷ 200 triệu 500 nghìn", 1_200_500_000),
            ("16.5 billion dong", 16_500_000_000),
            ("10 trillion", 10_000_000_000_000),
            ("0,1 triệu tỷ", 100_000_000_000_000),
        ] {
            assert_eq!(dong(typed), Ok(amount), "{typed}");
        }
    }

    #[test]
    fn what_follows_the_last_unit_is_asked_about() {
        for (typed, readings) in [
            ("105 triệu 500", vec![105_500_000, 105_000_500]),
            ("105tr500", vec![105_500_000, 105_000_500]),
            ("105 triệu 500 đồng", vec![105_500_000, 105_000_500]),
            ("2tr5", vec![2_500_000, 2_000_005]),
            ("2 triệu 05", vec![2_050_000, 2_000_005]),
            ("16 tỷ 5", vec![16_500_000_000, 16_000_000_005]),
            ("1 tỷ 200 triệu 500", vec![1_200_500_000, 1_200_000_500]),
            ("1 tỷ 2000", vec![1_000_002_000]),
            ("1.250 tỷ", vec![1_250_000_000_000, 1_250_000_000]),
            ("33,000 tỷ", vec![33_000_000_000_000, 33_000_000_000]),
            ("16,5 tỷ 300 triệu", vec![]),
            ("1.5", vec![]),
        ] {
            assert_eq!(interpret(typed), Err(Doubt { problem: InputProblem::Ambiguous, readings }), "{typed}");
        }
        for (typed, amount) in [
            ("105 triệu 500 nghìn", 105_500_000),
            ("105 triệu 500 ngàn đồng", 105_500_000),
            ("105tr500k", 105_500_000),
            ("105 triệu, 500 nghìn", 105_500_000),
            ("105 triệu và 500 nghìn", 105_500_000),
            ("105 triệu 500.000", 105_500_000),
            ("105 triệu 500.000 đồng", 105_500_000),
            ("105 nghìn 500", 105_500),
            ("2 triệu rưỡi", 2_500_000),
            ("1 tỷ rưỡi đồng", 1_500_000_000),
            ("1 tỷ 2 triệu rưỡi", 1_002_500_000),
            ("１０５．０００．０００", 105_000_000),
            ("105\u{200b}.000.000", 105_000_000),
        ] {
            assert_eq!(dong(typed), Ok(amount), "{typed}");
        }
    }

    #[test]
    fn nothing_is_guessed() {
        for typed in [
            "1.250 tỷ",
            "1,250 tỷ",
            "33.000 tỷ",
            "1.5",
            "1.50",
            "1.0000",
            "0.500",
            "12.34.567",
            "1.000,000.5",
            "1 00",
            "16 tỷ 5",
            "1 triệu 2 tỷ",
            "1 tỷ 2000 triệu",
            "16,5 tỷ 300 triệu",
            "1 nghìn 200 tỷ",
            "12 5 tỷ",
            "1,000 000",
        ] {
            assert_eq!(dong(typed), Err(InputProblem::Ambiguous), "{typed}");
        }
    }

    #[test]
    fn each_problem_has_its_kind() {
        for typed in [
            "abc",
            "tỷ",
            "đồng",
            "₫",
            "1e9",
            "12 usd",
            "một tỷ",
            "10² triệu",
            "½ tỷ",
            "rưỡi",
            "hai triệu rưỡi",
            ".5",
            "5.",
            "-",
            "-abc",
            "+5",
            "٣",
            "1/2",
            "=",
        ] {
            assert_eq!(dong(typed), Err(InputProblem::NotANumber), "{typed}");
        }
        for typed in ["-1", "- 5 tỷ", "−16,5 tỷ", "-0"] {
            assert_eq!(dong(typed), Err(InputProblem::Negative), "{typed}");
        }
        for typed in ["100000000000001", "101 nghìn tỷ", "1 triệu tỷ", &"9".repeat(500), "99999999999 tỷ"] {
            assert_eq!(dong(typed), Err(InputProblem::TooLarge), "{typed}");
        }
        for typed in ["1.000,5", "1,0005 nghìn", "0,0000000001 tỷ"] {
            assert_eq!(dong(typed), Err(InputProblem::Fraction), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn an_exact_amount_reads_back(amount in 0i64..=100_000_000_000_000) {
            for lang in [Lang::Vi, Lang::En] {
                prop_assert_eq!(dong(&super::super::exact(amount, lang)), Ok(amount));
            }
        }

        #[test]
        fn anything_typed_is_answered(typed in "\\PC*", digits in "[0-9., tyriệuđồngkỷ-]{0,24}") {
            for text in [typed, digits] {
                if let Err(doubt) = interpret(&text) {
                    prop_assert!(doubt.readings.iter().all(|dong| Vnd::for_initiative(*dong).is_ok()));
                }
            }
        }

        #[test]
        fn units_one_after_the_other_add_up(billions in 0i64..1_000, millions in 1i64..1_000, thousands in 1i64..1_000) {
            let said = format!("{billions} tỷ {millions} triệu {thousands} nghìn");
            prop_assert_eq!(dong(&said), Ok(billions * 1_000_000_000 + millions * 1_000_000 + thousands * 1_000));
            let doubt = interpret(&format!("{millions} triệu {thousands:03}")).unwrap_err();
            prop_assert_eq!(doubt.readings, vec![millions * 1_000_000 + thousands * 1_000, millions * 1_000_000 + thousands]);
        }
    }
}
