//! Codes on their way through keyboards, chats and telephones (lesson 31). The input methods here are made after what Telex
//! and VNI do with a word that isn't Vietnamese; what they lose for good is left out.

use model::code::{Codes, DeviceCode, JoinCode, read};
use proptest::prelude::*;

/// What a Vietnamese input method does with the keys of one word.
struct Method {
    /// Keys of đ, beside D itself in Telex.
    stroke: &'static str,
    /// Keys of grave, hook, tilde and dot below.
    tones: [char; 4],
    /// W alone is a letter.
    has_w: bool,
}

const TELEX: Method = Method { stroke: "D", tones: ['F', 'R', 'X', 'J'], has_w: true };
const VNI: Method = Method { stroke: "9", tones: ['2', '3', '4', '5'], has_w: false };
const TONED: [(char, [char; 4]); 2] = [('Y', ['Ỳ', 'Ỷ', 'Ỹ', 'Ỵ']), ('Ư', ['Ừ', 'Ử', 'Ữ', 'Ự'])];

impl Method {
    /// What is on the screen after these keys, if each is taken for the whole word so far.
    fn type_word(&self, keys: &str) -> String {
        let mut screen: Vec<char> = Vec::new();
        for key in keys.chars() {
            if !self.marks(&mut screen, key) {
                screen.push(key);
            }
        }
        screen.into_iter().collect()
    }

    /// Whether the key marked a letter instead of standing for itself.
    fn marks(&self, screen: &mut Vec<char>, key: char) -> bool {
        if self.has_w && key == 'W' {
            match screen.last() {
                Some('Ư') => *screen.last_mut().unwrap() = 'W',
                _ => screen.push('Ư'),
            }
            return true;
        }
        if self.stroke.contains(key) {
            if let Some(at) = screen.iter().position(|c| *c == 'Đ') {
                screen[at] = 'D';
                screen.push(key);
                return true;
            }
            let adjacent = screen.last() == Some(&'D');
            if let Some(at) = screen.iter().position(|c| *c == 'D').filter(|_| key != 'D' || adjacent) {
                screen[at] = 'Đ';
                return true;
            }
        }
        let Some(tone) = self.tones.iter().position(|tone| *tone == key) else { return false };
        for (plain, toned) in TONED {
            if let Some(at) = screen.iter().rposition(|c| *c == toned[tone]) {
                screen[at] = plain;
                screen.push(key);
                return true;
            }
            if let Some(at) = screen.iter().rposition(|c| *c == plain) {
                screen[at] = toned[tone];
                return true;
            }
        }
        false
    }

    /// A code as it is typed, in its groups: a hyphen begins a new word.
    fn type_code(&self, code: &str) -> String {
        code.split('-').map(|word| self.type_word(word)).collect::<Vec<_>>().join("-")
    }
}

/// A code of an older version: eight of its 24 letters and digits.
fn old() -> impl Strategy<Value = JoinCode> {
    "[2346789CDFGHJKMNPQRTVWXY]{8}".prop_map(|code| code.parse().unwrap())
}

fn new() -> impl Strategy<Value = JoinCode> {
    any::<u64>().prop_map(JoinCode::from_number)
}

/// What chats, keyboards and people make of a code without changing its letters.
fn dressed(code: &str, way: usize, before: usize, behind: usize) -> String {
    let spread = |with: &str| code.replace('-', with);
    let wide: String = code.chars().map(|c| if c == '-' { '－' } else { wide(c) }).collect();
    let singly: Vec<String> = code.chars().filter(|c| *c != '-').map(String::from).collect();
    let code = match way {
        0 => code.to_owned(),
        1 => code.to_lowercase(),
        2 => spread(""),
        3 => spread(" "),
        4 => spread("\u{a0}"),
        5 => spread("–"),
        6 => spread("\u{2011}"),
        7 => spread(" — "),
        8 => spread("."),
        9 => spread("\u{200b}"),
        10 => wide,
        11 => singly.join(" "),
        12 => format!("https://sangkien.example/app/join?code={code}"),
        13 => format!("https://sangkien.example:8443/app/join?code={}&fbclid=IwAR284739165073x#top", spread("%2D")),
        14 => format!("http://10.0.0.7:8080/app/join?utm_source=zalo&code={}", code.to_lowercase()),
        _ => spread("\n"),
    };
    let before = ["", "Mã: ", "mã tham gia của cđ ", "“", "(", "  Code: "][before];
    let behind = ["", ".", " ", "”", ")", "!\n"][behind];
    format!("{before}{code}{behind}")
}

fn wide(c: char) -> char {
    char::from_u32(u32::from(c) + 0xfee0).unwrap()
}

proptest! {
    #[test]
    fn lesson_31_no_input_method_changes_a_new_code(code in new()) {
        let shown = code.to_string();
        prop_assert_eq!(TELEX.type_code(&shown), shown.clone());
        prop_assert_eq!(VNI.type_code(&shown), shown.clone());
        prop_assert_eq!(code.as_str().parse::<JoinCode>(), Ok(code));
        prop_assert_eq!(shown.len(), 14);
    }

    #[test]
    fn lesson_31_a_code_is_read_however_it_came(
        code in prop_oneof![old(), new()], way in 0usize..16, before in 0usize..6, behind in 0usize..6,
    ) {
        let text = dressed(&code.to_string(), way, before, behind);
        let codes = read(&text);
        prop_assert_eq!(codes.join.first(), Some(&code), "{}", text);
        prop_assert_eq!(codes.device, None, "{}", text);
    }

    #[test]
    fn lesson_31_an_old_code_typed_in_telex_or_vni_is_among_what_is_read(
        code in old(), telex in any::<bool>(), groups in any::<bool>(), lower in any::<bool>(), way in 0usize..10,
    ) {
        let method = if telex { TELEX } else { VNI };
        let shown = code.to_string();
        let typed = if groups { method.type_code(&shown) } else { method.type_word(code.as_str()) };
        // Without its hyphen the word is long: two marks, or one that was taken back far away, can have come of too many keys.
        let (marks, letters) = (typed.chars().filter(|c| "ĐỪỬỮỰỲỶỸỴ".contains(*c)).count(), typed.chars().count());
        prop_assume!(groups || marks < 2 && marks + letters == 8);
        let text = dressed(&if lower { typed.to_lowercase() } else { typed }, way, 1, 1);
        let codes = read(&text);
        prop_assert!(codes.join.len() <= Codes::MOST);
        prop_assert!(codes.join.contains(&code) || is_overwritten(&method, &shown), "{} was typed as {}", code, text);
    }

    #[test]
    fn a_device_code_is_read_however_it_came_and_is_no_join_code(number in any::<u64>(), way in 0usize..12, before in 0usize..6) {
        let code = DeviceCode::from_number(number);
        let text = dressed(&code.to_string(), way, before, 1);
        prop_assert_eq!(read(&text).device, Some(code), "{}", text);
        let link = format!("https://sangkien.example:8443/app/join#{code}");
        prop_assert_eq!(read(&link).device, Some(code));
        prop_assert_eq!(code.to_string().parse::<JoinCode>().ok(), None);
    }

    #[test]
    fn whatever_is_typed_is_read_without_harm(text in any::<String>(), noise in "[ưđỳDWYF29% #=-]{0,40}") {
        for text in [text, noise] {
            prop_assert!(read(&text).join.len() <= Codes::MOST);
        }
    }
}

/// Whether one tone took the place of another: the first key is gone without a trace.
fn is_overwritten(method: &Method, code: &str) -> bool {
    let tones = code.chars().filter(|key| method.tones.contains(key)).count();
    tones > 1 && code.contains(['Y', 'W'])
}

#[test]
fn a_code_that_was_said_is_read() {
    let code: JoinCode = "2847-3916-5073".parse().unwrap();
    for said in [
        "hai tám bốn bảy ba chín một sáu năm không bảy ba",
        "Hai tam bon bay, ba chin mot sau, nam khong bay ba",
        "mã đơn vị: 284 739 165 073",
        "two eight four seven three nine one six five zero seven three",
        "2 8 4 bảy 3 9 một 6 5 0 7 3.",
        "2847 39l6 5O73",
        "２８４７ー３９１６ー５０７３",
    ] {
        assert_eq!(read(said).join.first(), Some(&code), "{said}");
    }
    let old: JoinCode = "KD7W-DDY2".parse().unwrap();
    for typed in ["kd7w-ddy2", "KD7Ư-ĐY2", "kd7w – ddỳ", "kd7ư đy2", "KD7W DDYZ", "mã là Kd7ư Đy2 nhé"] {
        assert!(read(typed).join.contains(&old), "{typed}: {:?}", read(typed));
    }
}

#[test]
fn what_is_no_code_is_none() {
    for text in [
        "",
        "không có gì",
        "2847-3916-507",
        "K7M2-9QX",
        "ABCD-EFGH",
        "0912 345 678",
        "https://sangkien.example/app",
        "solilozbisol",
        "🙂",
    ] {
        assert_eq!(read(text), Codes::default(), "{text}");
    }
}
