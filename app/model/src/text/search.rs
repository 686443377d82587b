//! What a search compares.

use unicode_normalization::char::canonical_combining_class;

use super::forms;
use super::visible::{is_dash, is_ignorable, is_space};

/// What a search compares: no diacritics, `đ` as `d`, lower case, half and full width as one, every dash as `-`, nothing that
/// isn't drawn, white space collapsed and trimmed. The two ways to place a tone mark (`hoà`, `hòa`) meet. A query matches
/// where its key is contained in the key of the name.
///
/// Keys are stored (`store::queue`, `store::story`, members) and sketched (`twins`): whoever changes what this gives has them
/// made anew, by a migration and `Sketch::VERSION`.
///
/// ```
/// use model::text::search_key;
/// assert_eq!(search_key("  Than Cửa\u{a0}Ông – Đại Hội "), "than cua ong - dai hoi");
/// assert!(search_key("Công ty Tuyển than Cửa Ông").contains(&search_key("cua ong")));
/// assert_eq!(search_key("Ｃửa\u{ad} Ôn\u{200b}g"), "cua ong");
/// ```
pub fn search_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut gap = false;
    let mut push = |c: char| {
        if is_space(c) {
            gap = true;
        } else if !is_ignorable(c) && canonical_combining_class(c) == 0 {
            if gap && !key.is_empty() {
                key.push(' ');
            }
            gap = false;
            match c {
                'A'..='Z' => key.push(c.to_ascii_lowercase()),
                // Ð (eth) looks the same and is what some old keyboards type.
                'đ' | 'Đ' | 'ð' | 'Ð' => key.push('d'),
                _ if is_dash(c) => key.push('-'),
                _ => key.extend(c.to_lowercase()),
            }
        }
    };
    forms::unfolded(text).chars().for_each(&mut push);
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn search_finds_without_diacritics_or_case() {
        assert_eq!(search_key("CỬA ÔNG"), "cua ong");
        assert_eq!(search_key("hoà"), search_key("hòa"));
        assert_eq!(search_key("Thuỷ"), search_key("thủy"));
        assert_eq!(search_key("Đắk Lắk"), "dak lak");
        assert_eq!(search_key("ĐỒNG\t\n  Tháp "), "dong thap");
        assert_eq!(search_key(" \u{a0}\n"), "");
    }

    #[test]
    fn search_finds_what_is_pasted() {
        for pasted in [
            "Nhiệt điện Ninh\u{3164}Bình",
            "\u{feff}Nhiệt\u{200b} đi\u{ad}ện\u{2060} Ninh\u{a0}Bình\u{200e}",
            "Ｎｈｉệｔ　điện　Ｎｉｎｈ　Ｂìｎｈ",
            "Nhiệt\u{fe0f} điện\u{2800}Ninh Bình\u{e0041}",
            "𝐍𝐡𝐢ệ𝐭 điện Ninh Bình",
        ] {
            assert_eq!(search_key(pasted), "nhiet dien ninh binh", "{pasted:?}");
        }
        for dash in "-‐‑‒–—―−－﹣⁃➖﹘˗⸺".chars() {
            assert_eq!(search_key(&format!("Vĩnh Tân{dash}4")), "vinh tan-4", "U+{:04X}", u32::from(dash));
        }
    }

    proptest! {
        #[test]
        fn the_key_of_a_text_is_its_own_key(text in "[a-zA-ZÀ-ỹĐđ 0-9\u{300}-\u{331}\u{2000}-\u{206f}\u{ff00}-\u{ffef}]*") {
            let key = search_key(&text);
            prop_assert_eq!(search_key(&key), key);
            prop_assert_eq!(search_key(&super::super::nfc(&text)), search_key(&text));
        }

        #[test]
        fn what_is_not_drawn_changes_no_key(text in "[a-zÀ-ỹ -]{0,20}", at in 0usize..20,
            unseen in prop::sample::select(vec!['\u{ad}', '\u{200b}', '\u{200d}', '\u{2060}', '\u{feff}', '\u{fe0f}', '\u{e0020}'])) {
            let mut pasted: Vec<char> = text.chars().collect();
            pasted.insert(at.min(pasted.len()), unseen);
            prop_assert_eq!(search_key(&pasted.into_iter().collect::<String>()), search_key(&text));
        }
    }
}
