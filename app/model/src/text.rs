//! Text as people type it and as it is kept: NFC, `\n` at line ends, no characters that hide or deceive.
//! Promises that everything accepted here can be stored, shown and searched as it is.
//! Knows nothing of fields, their limits or the language of the screen.

pub(crate) mod forms;
mod search;
mod visible;

pub use search::search_key;
pub use visible::is_blank;

use std::borrow::Cow;

use thiserror::Error;
use visible::{find_heap, is_forbidden, is_ignorable, is_space};

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
    /// There is nothing in it to see.
    #[error("nothing to see")]
    Blank,
    /// Holds a character that can't be seen, reorders what is seen, isn't a character at all, or is one mark too many on
    /// its letter.
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

/// By how many characters a text is longer than `max`; 0 if it isn't.
pub fn excess(text: &str, max: usize) -> usize {
    // No text has more characters than bytes.
    if text.len() <= max { 0 } else { char_count(text).saturating_sub(max) }
}

/// Every kind of line end becomes `\n`: `\r\n` and a lone `\r` as in a browser's text area, and what office programs put
/// between lines and pages (vertical tab, form feed, U+001C–1E, U+0085, U+2028, U+2029).
pub fn clean_newlines(text: &str) -> Cow<'_, str> {
    if !text.contains(is_line_end) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace(is_line_end, "\n"))
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\r' | '\u{B}' | '\u{C}' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What is kept of a text that somebody types or pastes into a box: lines ended with `\n`, in NFC, without what may not be
/// kept ([`check_text`]). Nothing is cut, however long it is.
///
/// ```
/// assert_eq!(model::text::typed_text("Bo\u{302}\u{b}xe\u{0}\u{202e}"), "Bô\nxe");
/// ```
pub fn typed_text(typed: &str) -> String {
    let text = nfc(&clean_newlines(typed)).into_owned();
    if check_text(&text, usize::MAX).is_ok() {
        return text;
    }
    let mut marks = String::with_capacity(text.len());
    for c in text.chars().filter(|&c| !is_forbidden(c)) {
        marks.push(c);
        if visible::ends_in_heap(&marks) {
            marks.pop();
        }
    }
    nfc(&marks).into_owned()
}

/// What is kept of one line: as [`typed_text`], with a space for each line end or tab.
pub fn typed_line(typed: &str) -> String {
    let text = typed_text(typed);
    if text.contains(['\n', '\t']) { text.replace(['\n', '\t'], " ") } else { text }
}

/// Whether the text is at most `max_chars` long and holds nothing forbidden: no control characters but `\n` and `\t`,
/// no byte-order mark, no noncharacters, no direction marks, overrides or isolates (they make a text read as another), no
/// tags, and no heaps of marks. Clean the newlines first: `\r` is a control character.
///
/// # Errors
/// [`TextProblem::Forbidden`] for the first forbidden character, else [`TextProblem::TooLong`].
pub fn check_text(text: &str, max_chars: usize) -> Result<(), TextProblem> {
    let forbidden = text.chars().enumerate().find(|&(_, c)| is_forbidden(c));
    let heap = || if is_surely_composed(text) { None } else { find_heap(&nfc(text)) };
    if let Some((at, c)) = forbidden.or_else(heap) {
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

/// The door for what other people are to read: as [`accept_text`], with something in it to see, and no spaces around it.
///
/// # Errors
/// As [`accept_text`]; [`TextProblem::Blank`] if there is nothing to see.
pub fn accept_words(text: &str, max_chars: usize) -> Result<String, TextProblem> {
    let text = accept_text(text, max_chars)?;
    if is_blank(&text) {
        return Err(TextProblem::Blank);
    }
    Ok(text.trim_matches(|c| is_space(c) || is_ignorable(c)).to_owned())
}

/// The door for a name or title: as [`accept_words`], in one line, without characters that draw nothing. Those that join
/// letters or choose how one is drawn stay: pictures are made of them.
///
/// ```
/// use model::text::{TextProblem, accept_line};
/// assert_eq!(accept_line(" Ngu\u{ad}yễn\u{200b} Văn An\u{3164}", 100).as_deref(), Ok("Nguyễn Văn An"));
/// assert_eq!(accept_line("\u{200b}\u{2800}", 100), Err(TextProblem::Blank));
/// ```
///
/// # Errors
/// As [`accept_words`]; [`TextProblem::Forbidden`] for a line end or tab as well.
pub fn accept_line(text: &str, max_chars: usize) -> Result<String, TextProblem> {
    let text = accept_words(text, max_chars)?;
    if let Some((at, c)) = text.chars().enumerate().find(|(_, c)| matches!(c, '\n' | '\t')) {
        return Err(TextProblem::Forbidden { at, code: c.into() });
    }
    let draws =
        |c: &char| !is_ignorable(*c) || is_space(*c) || matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE0E}' | '\u{FE0F}');
    if text.chars().all(|c| draws(&c)) {
        return Ok(text);
    }
    // What stood between a letter and its mark may have kept the two apart.
    accept_line(&text.chars().filter(draws).collect::<String>(), max_chars)
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
    fn pasted_line_ends_are_line_ends() {
        assert_eq!(clean_newlines("a\u{b}b\u{c}c\u{85}d\u{2028}e\u{2029}f\u{1e}g"), "a\nb\nc\nd\ne\nf\ng");
        assert_eq!(typed_line("một\u{b}hai\u{85}ba\tbốn\r\nnăm"), "một hai ba bốn năm");
        assert_eq!(typed_line("  cách  "), "  cách  ", "spaces are left alone while someone types");
    }

    #[test]
    fn nothing_typed_is_cut_and_heaps_lose_what_is_too_much() {
        let long = "ộ".repeat(25_000);
        assert_eq!(typed_text(&long), long);
        assert_eq!((excess(&long, 20_000), excess("ộộ", 2), excess("o\u{323}\u{302}", 1)), (5_000, 0, 0));
        assert_eq!(char_count(&typed_text(&"o\u{323}\u{302}".repeat(15_000))), 15_000);
        assert_eq!(typed_text("Bo\u{302}\r\nxe\u{0}\u{202e}\u{200f}"), "Bô\nxe");
        let marked = typed_text(&format!("Khay{}lọc", "\u{30d}".repeat(99)));
        assert_eq!(marked, format!("Khay{}lọc", "\u{30d}".repeat(4)));
    }

    #[test]
    fn what_people_read_has_something_to_see() {
        for unseen in [
            "",
            " ",
            "\u{a0}\u{3000}",
            "\u{200b}",
            "\u{3164}",
            "\u{2800}\u{2800}",
            "\u{ad}\u{fe0f}",
            "\u{301}",
            "\u{34f}\u{180e}",
        ] {
            assert_eq!(accept_line(unseen, 100), Err(TextProblem::Blank), "{unseen:?}");
            assert_eq!(accept_words(unseen, 100), Err(TextProblem::Blank), "{unseen:?}");
        }
        for turned in ["\u{200e}An", "A\u{200f}n", "An\u{61c}", "A\u{202e}n", "\u{2067}An", "An\u{e0041}"] {
            assert!(matches!(accept_line(turned, 100), Err(TextProblem::Forbidden { .. })), "{turned:?}");
        }
        assert!(matches!(
            accept_line(&format!("A{}n", "\u{301}".repeat(99)), 300),
            Err(TextProblem::Forbidden { at: 5, .. })
        ));
        assert_eq!(accept_line("\u{feff}", 9), Err(TextProblem::Forbidden { at: 0, code: 0xfeff }));
        assert_eq!(accept_line("Tổ cơ điện 👩\u{200d}🔧", 100).as_deref(), Ok("Tổ cơ điện 👩\u{200d}🔧"));
        assert!(accept_line("một\nhai", 100).is_err());
        assert_eq!(accept_words("  một\n hai ", 100).as_deref(), Ok("một\n hai"));
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
        fn what_is_typed_can_be_kept_as_it_is(text in "[\\PC\u{0}-\u{20}\u{300}-\u{331}\u{2000}-\u{206f}]*") {
            let kept = typed_text(&text);
            prop_assert_eq!(accept_text(&kept, usize::MAX), Ok(kept.clone()));
            prop_assert_eq!(typed_text(&kept), kept.clone());
            let line = typed_line(&text);
            prop_assert!(!line.contains(['\n', '\t']));
            if let Ok(name) = accept_line(&line, 1_000) {
                prop_assert!(!is_blank(&name));
                prop_assert_eq!(accept_line(&name, 1_000), Ok(name));
            }
        }
    }
}
