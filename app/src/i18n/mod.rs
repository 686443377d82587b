//! The product's two languages. Every text that a person reads is a [`Word`] here, one file for each area, and no
//! component holds a string of its own. A page keeps one language for as long as it lives: choosing another loads it
//! again, so no text needs a signal.

pub mod account;
pub mod administration;
pub mod board;
pub mod control;
pub mod desk;
pub mod form;
pub mod honour;
pub mod identity;
pub mod pages;
pub mod stage;
pub mod stories;
pub mod work;

pub use model::number::Lang;

/// A text in both languages. `{0}`, `{1}` … are places that [`Word::fill`] fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    vi: &'static str,
    en: &'static str,
}

/// A text: Vietnamese first, then English.
pub const fn word(vi: &'static str, en: &'static str) -> Word {
    Word { vi, en }
}

impl Word {
    /// The text in that language.
    pub const fn say(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.vi,
            Lang::En => self.en,
        }
    }

    /// The text with `{0}` replaced by the first of `parts`, `{1}` by the second and so on. A place without a part
    /// stays as it is; what a part contains is never taken for a place.
    pub fn fill(self, lang: Lang, parts: &[&str]) -> String {
        let mut rest = self.say(lang);
        let mut text = String::with_capacity(rest.len() + parts.iter().map(|part| part.len()).sum::<usize>());
        while let Some(open) = rest.find('{') {
            let place = rest.as_bytes().get(open + 1).map(|digit| usize::from(digit.wrapping_sub(b'0')));
            let part = place.and_then(|place| parts.get(place));
            let (Some(part), Some(b'}')) = (part, rest.as_bytes().get(open + 2)) else {
                text.push_str(&rest[..=open]);
                rest = &rest[open + 1..];
                continue;
            };
            text.push_str(&rest[..open]);
            text.push_str(part);
            rest = &rest[open + 3..];
        }
        text.push_str(rest);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_go_to_their_places_in_the_order_of_each_language() {
        const RANKED: Word = word("Đứng thứ {0} trong {1}", "{1} units, this one is no. {0}");
        assert_eq!(RANKED.fill(Lang::Vi, &["9", "83"]), "Đứng thứ 9 trong 83");
        assert_eq!(RANKED.fill(Lang::En, &["9", "83"]), "83 units, this one is no. 9");
    }

    #[test]
    fn what_a_part_contains_is_not_a_place() {
        const NAME: Word = word("{0}: {1}", "{0}: {1}");
        assert_eq!(NAME.fill(Lang::Vi, &["{1}", "{"]), "{1}: {");
        assert_eq!(NAME.fill(Lang::Vi, &["ộ"]), "ộ: {1}");
    }
}
