//! A text as the words and figures that are compared: without diacritics, case and punctuation, numbers by their worth.

use crate::text::search_key;

/// A number is kept in millionths, so that decimals compare exactly.
const ONE: u128 = 1_000_000;
/// Decimals beyond these are dropped.
const DECIMALS: usize = 6;

/// A word or a number of a text.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// What is compared in a run of words.
    pub word: String,
    /// Where it stands in the text, in bytes.
    pub from: usize,
    /// Its end.
    pub to: usize,
    /// What it is worth, and in which unit.
    pub number: Option<Number>,
}

/// A number with what it counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Number {
    /// In millionths; two where it can be read in two ways: "1.200" is a thousand two hundred, or one and a fifth.
    worth: Vec<u128>,
    /// The next word, by its common name; "" at the end of a text.
    unit: String,
    /// The number behind it, of a pair: "3:7", "3 / 7", "3-5".
    pair: Vec<u128>,
    /// The unit is written together with the number or is a part of it.
    is_joined: bool,
    /// Written in letters.
    is_spelled: bool,
}

/// What a number tells: two texts that have one of these in common say the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Figure {
    /// So many of something.
    Of(u128, String),
    /// A pair: "3:7".
    Pair(u128, u128),
    /// A number that is telling by itself.
    Long(u128),
}

impl Token {
    /// What its number tells; nothing of a word.
    pub fn figures(&self) -> Vec<Figure> {
        let Some(number) = &self.number else { return Vec::new() };
        let mut figures = Vec::new();
        for worth in number.worth.iter().copied() {
            // "năm nay" isn't five of anything.
            if !number.unit.is_empty() && (!number.is_spelled || is_unit(&number.unit)) {
                figures.push(Figure::Of(worth, number.unit.clone()));
            }
            figures.extend(number.pair.iter().map(|other| Figure::Pair(worth, *other)));
            if !number.is_spelled && is_long(worth) {
                figures.push(Figure::Long(worth));
            }
        }
        figures
    }

    /// Whether the unit is in this token, or there is none.
    pub fn has_unit_within(&self) -> bool {
        self.number.as_ref().is_none_or(|number| number.is_joined || number.unit.is_empty())
    }
}

impl Number {
    /// Whether it can be read as so many dong.
    pub fn is_worth(&self, dong: i64) -> bool {
        u128::try_from(dong).is_ok_and(|dong| dong > 0 && self.worth.contains(&(dong * ONE)))
    }
}

/// Three digits or more; what may be a year is in many texts.
fn is_long(worth: u128) -> bool {
    if worth.is_multiple_of(ONE) {
        return worth >= 100 * ONE && !(1900 * ONE..2100 * ONE).contains(&worth);
    }
    let mut digits = worth;
    while digits.is_multiple_of(10) {
        digits /= 10;
    }
    digits >= 100
}

/// Takes a text apart.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = split(text);
    join_thousands(text, &mut tokens);
    spell_out(text, &mut tokens);
    multiply(&mut tokens);
    pair(text, &mut tokens);
    name_units(&mut tokens);
    tokens
}

/// What a character stands for in a word or number. `None` for what separates them.
fn read(c: char) -> Option<char> {
    Some(match c {
        // Full width, superscript and subscript.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0)?,
        '²' => '2',
        '³' => '3',
        '¹' => '1',
        '\u{2070}'..='\u{2079}' => char::from_u32(u32::from(c) - 0x2070 + 0x30)?,
        '\u{2080}'..='\u{2089}' => char::from_u32(u32::from(c) - 0x2080 + 0x30)?,
        'º' | '˚' => '°',
        _ => c,
    })
}

/// Marks that draw nothing: neither a part of a word nor between two.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}')
}

/// Units that are signs.
const fn is_sign(c: char) -> bool {
    matches!(c, '%' | '‰' | '°' | '₫' | '$' | '€' | '℃' | '℉' | 'µ' | 'μ' | '\u{2126}' | '\u{3A9}')
}

#[derive(PartialEq, Clone, Copy)]
enum Kind {
    Digits,
    Letters,
    Sign,
    Between,
}

fn kind(c: char) -> Kind {
    match c {
        '0'..='9' => Kind::Digits,
        _ if is_sign(c) => Kind::Sign,
        // Combining marks belong to the letter before.
        _ if c.is_alphanumeric() || unicode_normalization::char::canonical_combining_class(c) > 0 => Kind::Letters,
        _ => Kind::Between,
    }
}

fn split(text: &str) -> Vec<Token> {
    let chars: Vec<(usize, usize, char)> = text
        .char_indices()
        .filter(|(_, c)| !is_invisible(*c))
        .filter_map(|(at, c)| Some((at, at + c.len_utf8(), read(c)?)))
        .collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some((from, _, first)) = chars.get(at).copied() {
        let begin = at;
        let of = kind(first);
        at += 1;
        match of {
            Kind::Between => continue,
            Kind::Sign => {}
            // A code keeps its digits: "M8", "H2SO4".
            Kind::Letters => {
                let belongs = |c: char| matches!(kind(c), Kind::Letters | Kind::Digits);
                while chars.get(at).is_some_and(|(.., c)| belongs(*c)) {
                    at += 1;
                }
            }
            Kind::Digits => {
                let is_digit = |at: usize| chars.get(at).is_some_and(|(.., c)| c.is_ascii_digit());
                let is_mark = |at: usize| chars.get(at).is_some_and(|(.., c)| matches!(c, '.' | ',' | '\'' | '’'));
                while is_digit(at) || (is_mark(at) && is_digit(at + 1)) {
                    at += 1;
                }
            }
        }
        let written: String = chars[begin..at].iter().map(|(.., c)| *c).collect();
        let to = chars[at - 1].1;
        let number = (of == Kind::Digits).then(|| Number {
            worth: worths(&written),
            is_joined: chars.get(at).is_some_and(|(.., c)| matches!(kind(*c), Kind::Letters | Kind::Sign)),
            ..Number::default()
        });
        let word = match &number {
            Some(number) => number.worth.first().map_or_else(|| written.clone(), u128::to_string),
            None => search_key(&written),
        };
        if !word.is_empty() {
            tokens.push(Token { word, from, to, number });
        }
    }
    tokens
}

/// In how many ways digits with marks between them can be read, the likeliest first.
fn worths(written: &str) -> Vec<u128> {
    let groups: Vec<&str> = written.split(['.', ',', '\'', '’']).collect();
    let whole = |digits: &str| digits.parse::<u128>().ok().and_then(|whole| whole.checked_mul(ONE));
    let fraction = |digits: &str| {
        let mut padded: String = digits.chars().take(DECIMALS).collect();
        while padded.len() < DECIMALS {
            padded.push('0');
        }
        padded.parse::<u128>().unwrap_or(0)
    };
    let (Some((last, before)), Some(first)) = (groups.split_last(), groups.first()) else { return Vec::new() };
    let are_thousands =
        |groups: &[&str]| groups.iter().skip(1).all(|group| group.len() == 3) && (1..=3).contains(&first.len());
    let mut worths = Vec::new();
    if groups.len() == 1 || (are_thousands(&groups) && !first.starts_with('0')) {
        worths.extend(whole(&groups.concat()));
    }
    if !before.is_empty() && (before.len() == 1 || are_thousands(before)) {
        worths.extend(whole(&before.concat()).and_then(|whole| whole.checked_add(fraction(last))));
    }
    // A date, a version: by its digits.
    if worths.is_empty() {
        worths.extend(whole(&groups.concat()));
    }
    worths
}

/// "1 200": groups of three with a space between them are one number.
fn join_thousands(text: &str, tokens: &mut Vec<Token>) {
    let mut at = 0;
    while at + 1 < tokens.len() {
        let digits = |token: &Token| token.number.is_some().then(|| token.to - token.from);
        let gap = text.get(tokens[at].to..tokens[at + 1].from).unwrap_or_default();
        let is_gap = gap.chars().count() == 1 && gap.chars().all(|c| c.is_whitespace() && c != '\n');
        let is_group = digits(&tokens[at + 1]) == Some(3) && digits(&tokens[at]).is_some();
        let is_first = tokens[at].number.as_ref().is_some_and(|number| {
            let worth = number.worth.first().copied().unwrap_or(0);
            worth > 0 && worth.is_multiple_of(ONE) && (digits(&tokens[at]).unwrap_or(0) <= 3 || worth >= 1_000 * ONE)
        });
        let joined = (is_gap && is_group && is_first).then(|| {
            let worth = |token: &Token| token.number.as_ref().and_then(|number| number.worth.first().copied());
            worth(&tokens[at])?.checked_mul(1_000)?.checked_add(worth(&tokens[at + 1])?)
        });
        match joined.flatten() {
            Some(worth) => {
                let next = tokens.remove(at + 1);
                let token = &mut tokens[at];
                token.to = next.to;
                token.word = worth.to_string();
                let is_joined = next.number.is_some_and(|number| number.is_joined);
                token.number = Some(Number { worth: vec![worth], is_joined, ..Number::default() });
            }
            None => at += 1,
        }
    }
}

/// Numbers in letters, by their exact spelling: "sáu" is six and "sau" is behind.
fn spell_out(text: &str, tokens: &mut [Token]) {
    const DIGITS: [(&str, u128); 14] = [
        ("một", 1),
        ("hai", 2),
        ("ba", 3),
        ("bốn", 4),
        ("tư", 4),
        ("năm", 5),
        ("lăm", 5),
        ("sáu", 6),
        ("bảy", 7),
        ("bẩy", 7),
        ("tám", 8),
        ("chín", 9),
        ("mười", 10),
        ("mươi", 10),
    ];
    for token in tokens.iter_mut().filter(|token| token.number.is_none()) {
        let written = crate::text::nfc(text.get(token.from..token.to).unwrap_or_default()).to_lowercase();
        if let Some((_, digit)) = DIGITS.iter().find(|(spelled, _)| *spelled == written) {
            token.number = Some(Number { worth: vec![digit * ONE], is_spelled: true, ..Number::default() });
        }
    }
    // "hai mươi lăm": each part is worth the whole.
    for at in 0..tokens.len() {
        let worth = |at: usize| {
            let number: &Number = tokens.get(at)?.number.as_ref().filter(|number| number.is_spelled)?;
            number.worth.first().copied()
        };
        let tens = |at: usize| tokens.get(at).is_some_and(|token| token.word == "muoi");
        let (Some(first), true) = (worth(at), tens(at + 1)) else { continue };
        if first >= 10 * ONE {
            continue;
        }
        let rest = worth(at + 2).filter(|rest| *rest < 10 * ONE);
        let whole = first * 10 + rest.unwrap_or(0);
        let last = if rest.is_some() { at + 2 } else { at + 1 };
        for token in &mut tokens[at..=last] {
            if let Some(number) = &mut token.number {
                number.worth = vec![whole];
            }
        }
    }
}

/// "16,5 tỷ": the number has the worth of both, and the unit comes behind.
fn multiply(tokens: &mut [Token]) {
    let times = |word: &str| match word {
        "tram" => Some(100),
        "nghin" | "ngan" | "k" => Some(1_000),
        "trieu" | "tr" => Some(1_000_000u128),
        "ty" | "ti" => Some(1_000_000_000),
        _ => None,
    };
    for at in 0..tokens.len().saturating_sub(1) {
        let Some(factor) = times(&tokens[at + 1].word) else { continue };
        if let Some(number) = &mut tokens[at].number {
            number.worth = number.worth.iter().filter_map(|worth| worth.checked_mul(factor)).collect();
            // "tỷ" and "triệu" after a number leave no doubt.
            number.is_spelled = false;
            number.is_joined = true;
        }
    }
}

/// "3:7", "3/7", "3-5": what belongs together is told by both.
fn pair(text: &str, tokens: &mut [Token]) {
    for at in 0..tokens.len().saturating_sub(1) {
        let between = text.get(tokens[at].to..tokens[at + 1].from).unwrap_or_default().trim();
        let is_pair = matches!(
            between,
            ":" | "/" | "-" | "–" | "—" | "÷" | "x" | "×" | "*" | "~" | "\u{2010}" | "\u{2011}" | "\u{2212}"
        );
        let next = tokens[at + 1].number.as_ref().map(|number| number.worth.clone());
        if let (true, Some(next), Some(number)) = (is_pair, next, tokens[at].number.as_mut()) {
            number.pair = next;
        }
    }
}

/// Gives each number its unit; the first of a pair has that of the second.
fn name_units(tokens: &mut [Token]) {
    for at in (0..tokens.len()).rev() {
        let Some(number) = &tokens[at].number else { continue };
        let next = match (tokens.get(at + 1), number.pair.is_empty()) {
            (Some(token), false) => token.number.as_ref().map(|number| number.unit.clone()).unwrap_or_default(),
            (Some(token), true) => match &token.number {
                // "hai mươi phút": the unit stands behind the last part.
                Some(next) if next.is_spelled && next.worth == number.worth => next.unit.clone(),
                Some(_) => String::new(),
                None => unit_of(tokens, at + 1),
            },
            (None, _) => String::new(),
        };
        if let Some(number) = &mut tokens[at].number {
            number.unit = next;
        }
    }
}

/// Units that are written in more than one way, by one name.
fn unit_of(tokens: &[Token], at: usize) -> String {
    let word = |at: usize| tokens.get(at).map(|token| token.word.as_str()).unwrap_or_default();
    let is_multiple = matches!(word(at), "tram" | "nghin" | "ngan" | "k" | "trieu" | "tr" | "ty" | "ti");
    let at = if is_multiple { at + 1 } else { at };
    match (word(at), word(at + 1)) {
        ("phan", "tram") => "%",
        ("phan", "nghin" | "ngan") => "‰",
        ("°" | "do", "c" | "f") | ("do" | "°", _) | ("℃" | "℉", _) => "°",
        ("p" | "ph" | "phut" | "min" | "mins" | "minute" | "minutes", _) => "phut",
        ("h" | "gio" | "tieng" | "hour" | "hours", _) => "gio",
        ("s" | "giay" | "sec" | "second" | "seconds", _) => "giay",
        ("kg" | "ky" | "ki" | "can" | "kilogam" | "kilogram" | "kilo", _) => "kg",
        ("g" | "gam" | "gr" | "gram", _) => "g",
        ("l" | "lit" | "litre" | "litres", _) => "lit",
        ("m" | "met", _) => "m",
        ("mm" | "milimet" | "ly" | "li", _) => "mm",
        ("cm" | "xang" | "centimet", _) => "cm",
        ("₫" | "d" | "dong" | "vnd", _) => "dong",
        ("tan" | "t" | "ton" | "tons", _) => "tan",
        ("kw" | "kilowatt" | "kilooat", _) => "kw",
        ("ngay" | "day" | "days", _) => "ngay",
        (other, _) => other,
    }
    .to_owned()
}

/// Whether a number in letters before it is surely one: "năm nay" isn't.
fn is_unit(unit: &str) -> bool {
    const KNOWN: [&str; 30] = [
        "%", "‰", "°", "phut", "gio", "giay", "kg", "g", "lit", "m", "mm", "cm", "dong", "tan", "kw", "phan", "lop",
        "lan", "vong", "bar", "ampe", "von", "vol", "thang", "tuan", "ngay", "nguoi", "may", "ml", "atm",
    ];
    KNOWN.contains(&unit)
}
