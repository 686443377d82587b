//! Text as people type it and as it is kept: NFC, `\n` at line ends, no characters that hide or deceive.
//! Promises that everything accepted here can be stored, shown and searched as it is.
//! Knows nothing of fields, their limits or the language of the screen.

pub(crate) mod forms;

use std::borrow::Cow;

use thiserror::Error;
use unicode_normalization::char::canonical_combining_class;

/// Why a text can't be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TextProblem {
    /// Longer than its field allows; both in characters, as [`char_count`] counts them.
    #[error("{chars} characters, at most {max} allowed")]
    TooLong {
        /// How long the text is.
        chars: usize,
        /// How long it may be.
        max: usize,
    },
    /// Holds a character that can't be seen, reorders what is seen, or isn't a character at all.
    #[error("character U+{code:04X} at position {at} is not allowed")]
    Forbidden {
        /// Position in the text, in code points, from 0.
        at: usize,
        /// The code point.
        code: u32,
    },
}

/// The text in Unicode's composed form (NFC), in which all text is stored and sent.
///
/// ```
/// assert_eq!(model::text::nfc("e\u{302}\u{323}"), "ệ");
/// ```
pub fn nfc(text: &str) -> Cow<'_, str> {
    if is_surely_composed(text) {
        return Cow::Borrowed(text);
    }
    let composed = forms::composed(text);
    if composed == text { Cow::Borrowed(text) } else { Cow::Owned(composed) }
}

/// Whether the text holds only characters that are their own composed form and never join another: what a Vietnamese
/// keyboard types. Nearly every text does, and the full algorithm takes most of the time of reading one.
fn is_surely_composed(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '\0'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}' | '\u{2010}'..='\u{2027}' | '₫'))
}

/// The length that limits are about: code points of the NFC form, so that one letter counts the same on every keyboard.
///
/// ```
/// assert_eq!(model::text::char_count("Cửa Ông"), 7);
/// ```
pub fn char_count(text: &str) -> usize {
    if is_surely_composed(text) { text.chars().count() } else { forms::composed(text).chars().count() }
}

/// `\r\n` and a lone `\r` become `\n`, as a browser's text area does.
pub fn clean_newlines(text: &str) -> Cow<'_, str> {
    if !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Whether the text is at most `max_chars` long and holds nothing forbidden: no control characters but `\n` and `\t`,
/// no byte-order mark, no noncharacters, no bidirectional overrides or isolates (they make a text read as another).
/// Clean the newlines first: `\r` is a control character.
///
/// # Errors
/// [`TextProblem::Forbidden`] for the first forbidden character, else [`TextProblem::TooLong`].
pub fn check_text(text: &str, max_chars: usize) -> Result<(), TextProblem> {
    if let Some((at, c)) = text.chars().enumerate().find(|&(_, c)| is_forbidden(c)) {
        return Err(TextProblem::Forbidden { at, code: c.into() });
    }
    let chars = char_count(text);
    if chars > max_chars {
        return Err(TextProblem::TooLong { chars, max: max_chars });
    }
    Ok(())
}

/// The one door for text from outside: newlines cleaned, checked, in NFC.
///
/// ```
/// use model::text::accept_text;
/// assert_eq!(accept_text("Bo\u{302}\r\nxe", 20).as_deref(), Ok("Bô\nxe"));
/// assert!(accept_text("a\u{202E}b", 20).is_err());
/// ```
///
/// # Errors
/// As [`check_text`]; positions are those in the text with its newlines cleaned.
pub fn accept_text(text: &str, max_chars: usize) -> Result<String, TextProblem> {
    let clean = clean_newlines(text);
    check_text(&clean, max_chars)?;
    Ok(nfc(&clean).into_owned())
}

fn is_forbidden(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{FEFF}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FDD0}'..='\u{FDEF}' => true,
        _ => c.is_control() || u32::from(c) & 0xFFFE == 0xFFFE,
    }
}

/// What a search compares: no diacritics, `đ` as `d`, lower case, white space collapsed and trimmed. The two ways to
/// place a tone mark (`hoà`, `hòa`) meet. A query matches where its key is contained in the key of the name.
///
/// ```
/// use model::text::search_key;
/// assert_eq!(search_key("  Than Cửa\u{a0}Ông – Đại Hội "), "than cua ong – dai hoi");
/// assert!(search_key("Công ty Tuyển than Cửa Ông").contains(&search_key("cua ong")));
/// ```
pub fn search_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut gap = false;
    for c in forms::decomposed(text).chars() {
        if c.is_whitespace() {
            gap = true;
        } else if canonical_combining_class(c) == 0 {
            if gap && !key.is_empty() {
                key.push(' ');
            }
            gap = false;
            match c {
                'A'..='Z' => key.push(c.to_ascii_lowercase()),
                // Ð (eth) looks the same and is what some old keyboards type.
                'đ' | 'Đ' | 'ð' | 'Ð' => key.push('d'),
                _ => key.extend(c.to_lowercase()),
            }
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nfd_text_is_kept_as_nfc() {
        assert_eq!(nfc("Tie\u{302}\u{301}ng Vie\u{323}\u{302}t"), "Tiếng Việt");
        assert!(matches!(nfc("Tiếng Việt"), Cow::Borrowed(_)));
        assert!(matches!(nfc("plain"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_is_surely_composed_is() {
        use unicode_normalization::{IsNormalized, is_nfc_quick};
        let sure: String = ('\0'..=char::MAX).filter(|c| is_surely_composed(&c.to_string())).collect();
        assert_eq!(is_nfc_quick(sure.chars()), IsNormalized::Yes);
        assert!(is_surely_composed("“Cải tiến” – 16,5 tỷ ₫… Ế Ộ Ữ Ỵ đ"));
        assert!(!is_surely_composed("e\u{302}"));
    }

    #[test]
    fn a_letter_counts_once_however_it_was_typed() {
        assert_eq!(char_count("ộ"), 1);
        assert_eq!(char_count("o\u{323}\u{302}"), 1);
        assert_eq!(char_count("🚀x"), 2);
        assert_eq!(char_count(""), 0);
    }

    #[test]
    fn the_limit_is_in_nfc_characters() {
        let nfd = "o\u{323}\u{302}".repeat(20_000);
        assert_eq!(check_text(&nfd, 20_000), Ok(()));
        assert_eq!(check_text(&"ộ".repeat(20_001), 20_000), Err(TextProblem::TooLong { chars: 20_001, max: 20_000 }));
    }

    #[test]
    fn characters_that_hide_or_deceive_are_refused() {
        for c in [
            '\0',
            '\r',
            '\u{1b}',
            '\u{7f}',
            '\u{85}',
            '\u{202A}',
            '\u{202E}',
            '\u{2066}',
            '\u{2069}',
            '\u{FEFF}',
            '\u{FDD0}',
            '\u{FFFE}',
            '\u{FFFF}',
            '\u{1FFFE}',
            '\u{10FFFF}',
        ] {
            let text = format!("ô{c}b");
            assert_eq!(check_text(&text, 10), Err(TextProblem::Forbidden { at: 1, code: c.into() }), "{c:?}");
        }
        assert_eq!(check_text("a\tb\nc – “Ế Ộ Ữ Ỵ” 👩\u{200D}🔧 ₫\u{a0}\u{FFFD}", 100), Ok(()));
    }

    #[test]
    fn all_line_ends_become_one() {
        assert_eq!(clean_newlines("a\r\nb\rc\n\r\nd\r\r\n"), "a\nb\nc\n\nd\n\n");
        assert!(matches!(clean_newlines("a\nb"), Cow::Borrowed(_)));
    }

    #[test]
    fn search_finds_without_diacritics_or_case() {
        assert_eq!(search_key("CỬA ÔNG"), "cua ong");
        assert_eq!(search_key("hoà"), search_key("hòa"));
        assert_eq!(search_key("Thuỷ"), search_key("thủy"));
        assert_eq!(search_key("Đắk Lắk"), "dak lak");
        assert_eq!(search_key("ĐỒNG\t\n  Tháp "), "dong thap");
        assert_eq!(search_key(" \u{a0}\n"), "");
    }

    proptest! {
        #[test]
        fn nfc_twice_is_nfc_once(text in ".*") {
            let once = nfc(&text).into_owned();
            prop_assert_eq!(&nfc(&once), &once);
            prop_assert_eq!(char_count(&text), once.chars().count());
        }

        #[test]
        fn what_is_accepted_is_accepted_again_unchanged(text in ".*") {
            if let Ok(kept) = accept_text(&text, 1_000) {
                prop_assert_eq!(accept_text(&kept, 1_000), Ok(kept));
            }
        }

        #[test]
        fn the_key_of_a_vietnamese_text_is_its_own_key(text in "[a-zA-ZÀ-ỹĐđ 0-9\u{300}-\u{331}]*") {
            let key = search_key(&text);
            prop_assert_eq!(search_key(&key), key);
            prop_assert_eq!(search_key(&nfc(&text)), search_key(&text));
        }
    }
}
