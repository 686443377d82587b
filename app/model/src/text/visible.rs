//! Which characters draw something, which only turn or hide what is around them, and which are dashes. From the Unicode
//! Character Database 16.0: `Default_Ignorable_Code_Point` and `Dash`, with what `confusables.txt` takes for a hyphen. Held
//! against the database by a test.

use super::forms::is_mark;

/// `Default_Ignorable_Code_Point`: drawn as nothing by a font that doesn't know better. Ranges, in rising order.
const IGNORABLE: [(u32, u32); 17] = [
    (0xAD, 0xAD),
    (0x34F, 0x34F),
    (0x61C, 0x61C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
];

/// `Dash`, and what looks like a hyphen (`confusables.txt`: U+02D7, 06D4, 2043, 2796, 2CBA).
const DASHES: [(u32, u32); 29] = [
    (0x2D, 0x2D),
    (0x2D7, 0x2D7),
    (0x58A, 0x58A),
    (0x5BE, 0x5BE),
    (0x6D4, 0x6D4),
    (0x1400, 0x1400),
    (0x1806, 0x1806),
    (0x2010, 0x2015),
    (0x2043, 0x2043),
    (0x2053, 0x2053),
    (0x207B, 0x207B),
    (0x208B, 0x208B),
    (0x2212, 0x2212),
    (0x2796, 0x2796),
    (0x2CBA, 0x2CBA),
    (0x2E17, 0x2E17),
    (0x2E1A, 0x2E1A),
    (0x2E3A, 0x2E3B),
    (0x2E40, 0x2E40),
    (0x2E5D, 0x2E5D),
    (0x301C, 0x301C),
    (0x3030, 0x3030),
    (0x30A0, 0x30A0),
    (0xFE31, 0xFE32),
    (0xFE58, 0xFE58),
    (0xFE63, 0xFE63),
    (0xFF0D, 0xFF0D),
    (0x10D6E, 0x10D6E),
    (0x10EAD, 0x10EAD),
];

fn is_in(ranges: &[(u32, u32)], c: char) -> bool {
    let code = u32::from(c);
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&code))
}

/// Whether a font draws nothing for it.
pub(super) fn is_ignorable(c: char) -> bool {
    c >= '\u{AD}' && is_in(&IGNORABLE, c)
}

/// Whether it is one of Unicode's dashes, or looks like one.
pub(super) fn is_dash(c: char) -> bool {
    c == '-' || c >= '\u{2d7}' && is_in(&DASHES, c)
}

/// Whether it draws empty room, as a space does: white space, the fillers of Hangul, empty braille and other blanks.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{115F}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}' | '\u{13441}' | '\u{13442}' | '\u{1D159}'
        )
}

/// Whether it may stand in no text that is kept: controls but `\n` and `\t`, what turns the direction of the text around it,
/// what isn't a character, and tags and annotations, which say something that nobody sees.
pub(super) fn is_forbidden(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{61C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2066}'..='\u{206F}'
        | '\u{FDD0}'..='\u{FDEF}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}' => true,
        _ => c.is_control() || u32::from(c) & 0xFFFE == 0xFFFE,
    }
}

/// Whether there is nothing to see in a text: spaces of any kind, what draws nothing, and marks without a letter.
///
/// ```
/// use model::text::is_blank;
/// assert!(is_blank(" \u{a0}\u{200b}\u{3164}\u{2800}\u{301}"));
/// assert!(!is_blank("\u{200b}An"));
/// ```
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        !c.is_ascii_graphic() && (is_space(c) || is_ignorable(c) || is_forbidden(c) || c >= '\u{300}' && is_mark(c))
    })
}

/// At most so many marks on one letter: Vietnamese needs two, other scripts up to four.
const MAX_MARKS: usize = 4;

/// Where there is one mark too many on a letter, in code points.
pub(super) fn find_heap(text: &str) -> Option<(usize, char)> {
    let mut marks = 0;
    text.chars().enumerate().find(|&(_, c)| {
        marks = if c >= '\u{300}' && is_mark(c) { marks + 1 } else { 0 };
        marks > MAX_MARKS
    })
}

/// Whether the last character of a text is one mark too many.
pub(super) fn ends_in_heap(text: &str) -> bool {
    let marks = text.chars().rev().take_while(|&c| c >= '\u{300}' && is_mark(c)).take(MAX_MARKS + 1);
    marks.count() > MAX_MARKS
}

#[cfg(test)]
mod tests {
    use super::*;
    use icu_properties::CodePointSetData;
    use icu_properties::props::{Dash, DefaultIgnorableCodePoint, WhiteSpace};

    fn all() -> impl Iterator<Item = char> {
        '\0'..=char::MAX
    }

    #[test]
    fn the_tables_are_those_of_the_unicode_database() {
        let (ignorable, dash) = (CodePointSetData::new::<DefaultIgnorableCodePoint>(), CodePointSetData::new::<Dash>());
        let white = CodePointSetData::new::<WhiteSpace>();
        for c in all() {
            assert_eq!(is_ignorable(c), ignorable.contains(c), "U+{:04X}", u32::from(c));
            assert!(is_dash(c) || !dash.contains(c), "U+{:04X}", u32::from(c));
            assert!(is_space(c) || !white.contains(c), "U+{:04X}", u32::from(c));
        }
        assert!(!is_dash('_') && !is_dash('~') && !is_dash('.'));
    }

    #[test]
    fn text_with_nothing_to_see_is_blank() {
        let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
        let unseen = |c: &char| ignorable.contains(*c) || c.is_whitespace() || c.is_control();
        for c in all().filter(unseen).chain(['\u{2800}', '\u{301}', '\u{20DD}', '\u{FE20}']) {
            assert!(is_blank(&format!(" {c}\u{200d}")), "U+{:04X}", u32::from(c));
            assert!(!is_blank(&format!("{c}a")), "U+{:04X}", u32::from(c));
        }
        assert!(is_blank(""));
        for seen in ["-", ".", "ộ", "👩", "漢", "ก", "0"] {
            assert!(!is_blank(seen), "{seen}");
        }
    }

    #[test]
    fn marks_are_bound_for_each_letter() {
        assert_eq!(find_heap("o\u{323}\u{302} e\u{302}\u{301}"), None);
        assert_eq!(find_heap("กำลังที่น้ำ हिन्दी ਪੰਜਾਬੀ"), None);
        for mark in ['\u{301}', '\u{E47}', '\u{20DD}', '\u{489}'] {
            assert_eq!(find_heap(&format!("o{}", mark.to_string().repeat(99))), Some((5, mark)));
        }
    }
}
