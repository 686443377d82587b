//! The codes that people type, paste and say: a unit's join code, printed on its poster, and a member's device code, with
//! which another phone becomes the same member's. Promises that a new code is changed by no Vietnamese input method, and
//! that reading takes what comes of a code on its way through keyboards, chats and telephones, codes of older versions
//! included. Knows nothing of who has which code.

mod letters;

use crate::text::{nfc, search_key};
use std::fmt;
use std::str::FromStr;

/// A unit's join code: twelve digits, displayed as `2847-3916-5073`. Input methods leave digits alone (Telex takes letters, VNI a
/// digit behind a vowel), they are said in every dialect, and none looks like another on paper. Older versions gave out
/// eight letters and digits, displayed as `K7M2-9QXC`, which hold for as long as they aren't replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct JoinCode(Form);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Form {
    Digits([u8; 12]),
    Letters([u8; letters::LENGTH]),
}

/// A code with which a device becomes a member's: sixteen digits, displayed as `9283-4716-5073-8214`. It is a secret, so it is
/// longer than a join code, and can be told from one.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DeviceCode([u8; 16]);

/// A text isn't a code in the form in which it is stored or displayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a code")]
pub struct NotACode;

impl JoinCode {
    /// How many new codes there can be: no first digit is 0, which a spreadsheet would cut off.
    pub const COUNT: u64 = 900_000_000_000;

    /// The new code of this number, which is taken modulo [`JoinCode::COUNT`].
    pub fn from_number(number: u64) -> Self {
        Self(Form::Digits(digits(number % Self::COUNT + 100_000_000_000)))
    }

    /// The characters without hyphens, as stored.
    pub fn as_str(&self) -> &str {
        let bytes = match &self.0 {
            Form::Digits(digits) => digits.as_slice(),
            Form::Letters(letters) => letters.as_slice(),
        };
        std::str::from_utf8(bytes).expect("digits and letters are ASCII")
    }
}

impl FromStr for JoinCode {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let plain = without_hyphens(text);
        if let Ok(digits) = <[u8; 12]>::try_from(plain.as_slice())
            && digits.iter().all(u8::is_ascii_digit)
        {
            return Ok(Self(Form::Digits(digits)));
        }
        letters::exact(&plain).map(|code| Self(Form::Letters(code))).ok_or(NotACode)
    }
}

impl fmt::Display for JoinCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        in_fours(self.as_str(), out)
    }
}

impl DeviceCode {
    /// How many there can be.
    pub const COUNT: u64 = 9_000_000_000_000_000;

    /// The code of this number, which is taken modulo [`DeviceCode::COUNT`].
    pub fn from_number(number: u64) -> Self {
        Self(digits(number % Self::COUNT + 1_000_000_000_000_000))
    }

    /// The digits without hyphens.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("digits are ASCII")
    }
}

impl fmt::Display for DeviceCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        in_fours(self.as_str(), out)
    }
}

/// A secret: it isn't for logs.
impl fmt::Debug for DeviceCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("DeviceCode(…)")
    }
}

fn digits<const N: usize>(mut number: u64) -> [u8; N] {
    let mut digits = [b'0'; N];
    for digit in digits.iter_mut().rev() {
        // A remainder of ten fits into a byte.
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
    digits
}

fn in_fours(code: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (at, c) in code.chars().enumerate() {
        let hyphen = if at > 0 && at % 4 == 0 { "-" } else { "" };
        write!(out, "{hyphen}{c}")?;
    }
    Ok(())
}

fn without_hyphens(text: &str) -> Vec<u8> {
    text.bytes().filter(|byte| !matches!(byte, b'-' | b' ')).collect()
}

/// What a text may mean as codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Codes {
    /// Join codes, the likeliest first. Of a code of an older version that an input method changed there can be several; at
    /// most [`Codes::MOST`].
    pub join: Vec<JoinCode>,
    /// The device code, if the text holds one.
    pub device: Option<DeviceCode>,
}

impl Codes {
    /// At most so many join codes are considered.
    pub const MOST: usize = 32;

    fn is_empty(&self) -> bool {
        self.join.is_empty() && self.device.is_none()
    }

    fn add(&mut self, code: JoinCode) {
        if self.join.len() < Self::MOST && !self.join.contains(&code) {
            self.join.push(code);
        }
    }
}

/// Only so much of a text is looked at, in characters: a link from a chat with all that was added to it is shorter.
const MAX_TEXT: usize = 2_000;

/// Reads the codes in a text that a person typed, pasted or dictated: with or without hyphens, dashes, spaces and dots, in full
/// width, with words before and behind it, as a whole link, digit by digit, or in words.
///
/// ```
/// let typed = model::code::read("Mã của đơn vị: 2847–3916–5073.");
/// assert_eq!(typed.join[0].to_string(), "2847-3916-5073");
/// ```
pub fn read(text: &str) -> Codes {
    let text: String = text.chars().take(MAX_TEXT).collect();
    let text = nfc(&text);
    // What a link says besides (a port, an id of whoever passed it on) isn't the code.
    let marked = ["code=", "#"].into_iter().filter_map(|mark| text.split_once(mark));
    for (_, rest) in marked {
        let end = rest.find(['&', '#']).unwrap_or(rest.len());
        let codes = scan(&unescaped(&rest[..end]));
        if !codes.is_empty() {
            return codes;
        }
    }
    scan(&text)
}

/// Tries each run of neighbouring words, for spaces may stand within a code and words around it. What is a code as it stands
/// comes before what has to be made one.
fn scan(text: &str) -> Codes {
    let words = words(text);
    let (mut digits, mut letters, mut guessed) = (Vec::new(), Vec::new(), Vec::new());
    for start in 0..words.len() {
        let mut run: Vec<char> = Vec::new();
        for (at, word) in words.iter().enumerate().skip(start) {
            run.extend(word);
            if run.len() > 12 {
                break;
            }
            if let Some(code) = read_digits::<12>(&run) {
                let found = if run.iter().all(char::is_ascii_digit) { &mut digits } else { &mut guessed };
                found.push(JoinCode(Form::Digits(code)));
            }
            let code = |code| JoinCode(Form::Letters(code));
            match letters::exact_chars(&run) {
                Some(exact) => letters.push(code(exact)),
                None => guessed.extend(letters::read(&words[start..=at]).into_iter().map(code)),
            }
        }
    }
    let mut codes = Codes::default();
    // Some of twelve digits may be an older code by themselves.
    let others = letters.into_iter().chain(guessed).filter(|_| digits.is_empty());
    for code in digits.iter().copied().chain(others) {
        codes.add(code);
    }
    codes.device = words.split(|word| !word.iter().all(|c| digit(*c).is_some())).find_map(device);
    codes
}

/// The device code that these words of digits are together, but for words at their ends that only look like digits ("so").
fn device(words: &[Vec<char>]) -> Option<DeviceCode> {
    let is_number = |word: &Vec<char>| word.iter().any(char::is_ascii_digit);
    let (first, last) = (words.iter().position(is_number)?, words.iter().rposition(is_number)?);
    read_digits::<16>(&words[first..=last].concat()).map(DeviceCode)
}

/// The letters and digits between everything else, in capitals; a digit's name as the digit.
fn words(text: &str) -> Vec<Vec<char>> {
    let plain: String = text.chars().map(plain).collect();
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .map(|word| named_digit(word).map_or_else(|| word.to_uppercase().chars().collect(), |digit| vec![digit]))
        .collect()
}

/// Full width and mathematical digits and letters as they are usually written.
fn plain(c: char) -> char {
    let code = u32::from(c);
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(code - 0xfee0).unwrap_or(c),
        // What a Japanese keyboard has in the place of a hyphen counts as a letter.
        'ー' => '-',
        '\u{1d7ce}'..='\u{1d7ff}' => char::from_digit((code - 0x1d7ce) % 10, 10).unwrap_or(c),
        _ => c,
    }
}

/// The digit that a Vietnamese or English word says.
fn named_digit(word: &str) -> Option<char> {
    if word.chars().count() > 5 {
        return None;
    }
    Some(match search_key(word).as_str() {
        "khong" | "zero" | "oh" => '0',
        "mot" | "one" => '1',
        "hai" | "two" => '2',
        "ba" | "three" => '3',
        "bon" | "four" => '4',
        "nam" | "lam" | "five" => '5',
        "sau" | "six" => '6',
        "bay" | "seven" => '7',
        "tam" | "eight" => '8',
        "chin" | "nine" => '9',
        _ => return None,
    })
}

/// The digit that a character is or looks like.
fn digit(c: char) -> Option<u8> {
    Some(match c {
        '0'..='9' => c as u8,
        'O' | 'Q' => b'0',
        'I' | 'L' => b'1',
        'Z' => b'2',
        'S' => b'5',
        'B' => b'8',
        _ => return None,
    })
}

/// Exactly so many digits. A word of letters that happen to look like digits is none.
fn read_digits<const N: usize>(run: &[char]) -> Option<[u8; N]> {
    let real = run.iter().filter(|c| c.is_ascii_digit()).count();
    if run.len() != N || real * 2 < N {
        return None;
    }
    let mut digits = [0; N];
    for (place, c) in digits.iter_mut().zip(run) {
        *place = digit(*c)?;
    }
    Some(digits)
}

/// The part of an address with `%20` and the like as they are meant; only ASCII, since no code holds anything else.
fn unescaped(text: &str) -> String {
    let mut parts = text.split('%');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let byte = part.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(u8::is_ascii);
        match byte {
            Some(byte) => {
                plain.push(char::from(byte));
                plain.push_str(&part[2..]);
            }
            None => {
                plain.push('%');
                plain.push_str(part);
            }
        }
    }
    plain
}
