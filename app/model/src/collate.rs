//! The order of Vietnamese words and of people's names, as byte keys that compare like the words.
//! Promises the alphabet's order (a ă â b c d đ e ê … o ô ơ … u ư …), then tones, then small before capital letters.
//! Knows nothing of what is sorted.

use crate::text::forms;
use unicode_normalization::char::canonical_combining_class;

/// Ends each level of a key; smaller than any weight.
const END: u8 = 0;
/// In the tones, ends a word.
const WORD_END: u8 = 1;

/// The key of a text: compare keys as bytes to put texts in order. First by letters alone, then by tones (ngang, huyền,
/// hỏi, ngã, sắc, nặng), then by case. White space is one space; words come before longer words that begin with them.
/// Where a word's tone mark stands makes no difference: `hoà` and `hòa` have the same key.
///
/// ```
/// use model::collate::sort_key;
/// let mut names = ["Đà Nẵng", "An Giang", "Ân Thi", "Dầu khí", "Ăn", "anh"];
/// names.sort_by_cached_key(|name| sort_key(name));
/// assert_eq!(names, ["An Giang", "anh", "Ăn", "Ân Thi", "Dầu khí", "Đà Nẵng"]);
/// ```
pub fn sort_key(text: &str) -> Vec<u8> {
    let Levels { mut letters, tones, cases } = Levels::of(text);
    letters.push(END);
    letters.extend(tones);
    letters.push(END);
    letters.extend(cases);
    letters
}

/// The key of a person's full name, by the Vietnamese custom: by the given name, which is the last word, then by family
/// and middle names; case decides last of all.
///
/// ```
/// use model::collate::person_sort_key;
/// let mut people = ["Trần Văn Bình", "Nguyễn Thị Ánh", "Lê Thị Bình", "Phạm An"];
/// people.sort_by_cached_key(|name| person_sort_key(name));
/// assert_eq!(people, ["Phạm An", "Nguyễn Thị Ánh", "Lê Thị Bình", "Trần Văn Bình"]);
/// ```
pub fn person_sort_key(full_name: &str) -> Vec<u8> {
    let name = full_name.trim();
    let (rest, given) = name.rsplit_once(char::is_whitespace).unwrap_or(("", name));
    let (given, rest) = (Levels::of(given), Levels::of(rest));
    let mut key = Vec::new();
    for level in [given.letters, given.tones, rest.letters, rest.tones, given.cases, rest.cases] {
        key.extend(level);
        key.push(END);
    }
    key
}

/// What is compared first, second and third; no weight is [`END`].
#[derive(Default)]
struct Levels {
    letters: Vec<u8>,
    tones: Vec<u8>,
    cases: Vec<u8>,
}

impl Levels {
    fn of(text: &str) -> Levels {
        let mut levels = Levels::default();
        let mut gap = false;
        for c in forms::decomposed(text).chars() {
            if c.is_whitespace() {
                gap = true;
            } else if canonical_combining_class(c) > 0 {
                levels.mark(c);
            } else {
                if gap && !levels.letters.is_empty() {
                    levels.letters.push(SPACE);
                    levels.tones.push(WORD_END);
                }
                gap = false;
                levels.letter(c);
            }
        }
        levels.tones.push(WORD_END);
        levels
    }

    fn letter(&mut self, c: char) {
        let small = match c {
            'Đ' | 'đ' => 'đ',
            _ => c.to_ascii_lowercase(),
        };
        match small {
            'a'..='z' => self.letters.push(letter_weight(small as u8)),
            'đ' => self.letters.push(letter_weight(b'd') + 1),
            '0'..='9' => self.letters.push(DIGIT + (small as u8 - b'0')),
            // Punctuation before digits before letters before all other scripts, each of these by code point.
            '\0'..='\u{7f}' => self.letters.extend([PUNCTUATION, small as u8 | 0x80]),
            _ => {
                self.letters.push(OTHER);
                self.letters.extend(c.encode_utf8(&mut [0; 4]).bytes());
            }
        }
        self.cases.push(if small == c { 1 } else { 2 });
    }

    /// A mark makes another letter of the last one, or gives its word a tone.
    fn mark(&mut self, mark: char) {
        let steps = match (mark, self.letters.last()) {
            ('\u{306}', Some(&A)) => 1,
            ('\u{302}', Some(&A)) => 2,
            ('\u{302}', Some(&(E | O))) => 1,
            ('\u{31B}', Some(&O)) => 2,
            ('\u{31B}', Some(&U)) => 1,
            _ => 0,
        };
        if let (Some(last), 1..) = (self.letters.last_mut(), steps) {
            *last += steps;
            return;
        }
        self.tones.push(match mark {
            '\u{300}' => 2,
            '\u{309}' => 3,
            '\u{303}' => 4,
            '\u{301}' => 5,
            '\u{323}' => 6,
            _ => 7,
        });
    }
}

const SPACE: u8 = 1;
const PUNCTUATION: u8 = 2;
const DIGIT: u8 = 3;
const OTHER: u8 = 0xFF;
const A: u8 = letter_weight(b'a');
const E: u8 = letter_weight(b'e');
const O: u8 = letter_weight(b'o');
const U: u8 = letter_weight(b'u');

/// The weight of a small Latin letter, four apart: đ, ă, â, ê, ô, ơ and ư have their places after their plain letters.
const fn letter_weight(letter: u8) -> u8 {
    0x20 + (letter - b'a') * 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Checks that each comes strictly before the next.
    fn in_order(texts: &[&str]) {
        for pair in texts.windows(2) {
            assert!(sort_key(pair[0]) < sort_key(pair[1]), "{} before {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn the_alphabet_is_in_order() {
        in_order(&[
            "a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "ô", "ơ",
            "p", "q", "r", "s", "t", "u", "ư", "v", "w", "x", "y", "z", "я",
        ]);
    }

    #[test]
    fn letters_then_tones_then_case() {
        in_order(&["ma", "Ma", "MA", "mà", "mả", "mã", "má", "mạ", "mạc", "mă", "mằ", "mặ", "mâ", "mậ"]);
        in_order(&["Hà Nam", "ha no", "hàng", "hanh", "Hậu"]);
        in_order(&["công đoàn", "Công đoàn", "công đoạn"]);
        in_order(&["", "-", "1", "2", "9", "a"]);
        in_order(&["Bà Rịa - Vũng Tàu", "Bà Rịa 2", "Bà Rịa An", "Bàn"]);
    }

    #[test]
    fn the_same_word_typed_otherwise_has_the_same_key() {
        assert_eq!(sort_key("hoà"), sort_key("hòa"));
        assert_eq!(sort_key("Thuỷ  Lợi "), sort_key("Thủy\u{a0}Lợi"));
        assert_eq!(sort_key("o\u{302}\u{323}"), sort_key("ộ"));
        assert_ne!(sort_key("hoa"), sort_key("hòa"));
    }

    #[test]
    fn people_stand_by_their_given_names() {
        let mut people = [
            "Đỗ Thị Hòa",
            "Lê Hoa",
            "Trần Hoa",
            "NGUYỄN VĂN HOA",
            "Nguyễn Văn Hoa",
            "Hoa",
            "Nguyễn Ái Hòa",
            "Lê Đức",
            "Lê Dũng",
        ];
        people.sort_by_cached_key(|name| person_sort_key(name));
        assert_eq!(
            people,
            [
                "Lê Dũng",
                "Lê Đức",
                "Hoa",
                "Lê Hoa",
                "Nguyễn Văn Hoa",
                "NGUYỄN VĂN HOA",
                "Trần Hoa",
                "Đỗ Thị Hòa",
                "Nguyễn Ái Hòa"
            ]
        );
        assert_eq!(person_sort_key(" Lê  Hoa "), person_sort_key("Lê Hoa"));
    }

    proptest! {
        #[test]
        fn any_text_has_a_key_that_its_normal_form_shares(text in ".*") {
            let composed = forms::composed(&text);
            prop_assert_eq!(sort_key(&text), sort_key(&composed));
            prop_assert_eq!(person_sort_key(&text), person_sort_key(&composed));
        }

        #[test]
        fn fewer_letters_come_first(word in "[a-zăâđêôơư]{1,8}", more in "[a-zăâđêôơư]{1,8}") {
            let longer = format!("{word}{more}");
            prop_assert!(sort_key(&word) < sort_key(&longer));
            let two_words = format!("{word} {more}");
            prop_assert!(sort_key(&word) < sort_key(&two_words) && sort_key(&two_words) < sort_key(&longer));
        }
    }
}
