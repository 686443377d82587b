//! Bytes of a file as the text that they are meant to be, or what they are instead. Nothing is guessed: an encoding that a
//! file doesn't declare and that isn't UTF-8 is named and refused, since every letter could be another.

use super::CsvError;

const SAVE_AS: &str = "In Excel choose “CSV UTF-8 (Comma delimited)”";

/// The text, without its byte-order mark.
pub(super) fn text(bytes: &[u8]) -> Result<String, CsvError> {
    let text = match bytes {
        [b'P', b'K', 3, 4, ..] => return Err(CsvError::NotText(WORKBOOK)),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(CsvError::NotText(OLD_WORKBOOK)),
        [b'%', b'P', b'D', b'F', ..] => return Err(CsvError::NotText("it is a PDF; a table as CSV is needed")),
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => {
            return Err(CsvError::NotText("it is in UTF-32. Save it in UTF-8"));
        }
        [0xff, 0xfe, rest @ ..] => utf_16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf_16(rest, u16::from_be_bytes)?,
        [0xef, 0xbb, 0xbf, rest @ ..] => utf_8(rest)?,
        bytes if bytes.iter().take(1_000).any(|byte| *byte == 0) => {
            return Err(CsvError::NotText("it is in UTF-16 without the mark that says so. Save it in UTF-8"));
        }
        bytes => utf_8(bytes)?,
    };
    if text.trim_start().starts_with('<') {
        return Err(CsvError::NotText(
            "it is a web page or XML, whatever its name says. Open it in Excel and save it as CSV UTF-8",
        ));
    }
    let mut line = 1;
    for letter in text.chars() {
        match letter {
            '\n' => line += 1,
            '\t' | '\r' => {}
            '\u{fffd}' => {
                let what = "a letter was lost when the file was saved earlier (it stands there as �)".to_owned();
                return Err(CsvError::Line { line, what });
            }
            '\u{feff}' => {
                return Err(CsvError::Line {
                    line,
                    what: "a byte-order mark in the middle: are these two files in one?".into(),
                });
            }
            letter if letter.is_control() => {
                let what = format!("it has a control character in it, U+{:04X}", u32::from(letter));
                return Err(CsvError::Line { line, what });
            }
            _ => {}
        }
    }
    Ok(text)
}

const WORKBOOK: &str =
    "it is a workbook (.xlsx or .ods), not CSV. Save the sheet as “CSV UTF-8 (Comma delimited)” and import that";
const OLD_WORKBOOK: &str =
    "it is an Excel workbook (.xls), not CSV. Save the sheet as “CSV UTF-8 (Comma delimited)” and import that";

fn utf_8(bytes: &[u8]) -> Result<String, CsvError> {
    let wrong = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text.to_owned()),
        Err(why) => why.valid_up_to(),
    };
    let line = 1 + bytes[..wrong].iter().filter(|byte| **byte == b'\n').count() as u64;
    let byte = bytes.get(wrong).copied().unwrap_or_default();
    let what = format!(
        "it isn't in UTF-8 (byte {byte:02X}); probably in Windows-1258 or Windows-1252, as Excel's plain “CSV” is. {SAVE_AS}"
    );
    Err(CsvError::Line { line, what })
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, CsvError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(CsvError::NotText("it is in UTF-16 and ends in the middle of a letter: it was cut off"));
    }
    let mut text = String::with_capacity(bytes.len());
    let mut line = 1;
    for letter in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let Ok(letter) = letter else {
            return Err(CsvError::Line {
                line,
                what: "it is in UTF-16 with half a letter in it: it is damaged".into(),
            });
        };
        line += u64::from(letter == '\n');
        text.push(letter);
    }
    Ok(text)
}

/// In what a Vietnamese text that was once misread looks like, if it does. Names that were saved so can't be told from other
/// names by anything but their letters.
pub fn misread(name: &str) -> Option<&'static str> {
    if name.contains('?') {
        return Some("it has question marks where letters were: it was saved in an encoding that doesn't have them");
    }
    if is_utf_8_read_as_1252(name) {
        return Some("its letters are in UTF-8 and were read as Windows-1252 when the file was made (“Ä‘” for “đ”)");
    }
    // TCVN3 (ABC) and VNI draw Vietnamese letters in the places of others; with another font they look like this.
    if name.contains(['®', '¬', '¨', '¸', '¶', '·', '¹', '©', '»', '¾', '¼', '½', 'ª', 'µ', '§', '¦', '¤', '«', '¥'])
    {
        return Some("it is in the old encoding TCVN3 (ABC). Convert it to Unicode first, with UniKey say");
    }
    let is_vni =
        name.contains(['ñ', 'Ñ']) && name.contains(['ø', 'ä', 'å', 'ö', 'ï', 'ë', 'û', 'ü', 'æ', 'Ø', 'Ä', 'Å', 'Ö']);
    is_vni.then_some("it is in the old encoding VNI. Convert it to Unicode first, with UniKey say")
}

/// Whether the letters, as bytes of Windows-1252, are UTF-8 of other letters.
fn is_utf_8_read_as_1252(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(byte_in_1252).collect();
    bytes.is_some_and(|bytes| std::str::from_utf8(&bytes).is_ok())
}

fn byte_in_1252(letter: char) -> Option<u8> {
    /// Of the bytes 0x80 to 0x9F; those that have none stand for themselves.
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match u32::from(letter) {
        code @ (0..=0x7f | 0xa0..=0xff) => u8::try_from(code).ok(),
        _ => HIGH.iter().position(|high| *high == letter).and_then(|at| u8::try_from(at + 0x80).ok()),
    }
}
