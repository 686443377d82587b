//! Join codes as older versions gave them out: eight letters and digits, of which Vietnamese input methods change some. Telex
//! makes `ư` of W, `đ` of DD, and a tone of F, R, X or J behind Y; VNI makes `đ` of D9 and a tone of 2, 3 or 4 behind Y. A key
//! may follow letters later: both take it for the whole syllable. Typed twice it is taken back, and once is lost.

/// How many characters.
pub(super) const LENGTH: usize = 8;
/// No vowels, and nothing that looks like something else: 0/O, 1/I/L, 5/S, 8/B, 2/Z.
const ALPHABET: &[u8; 24] = b"2346789CDFGHJKMNPQRTVWXY";
/// At most so many readings of one text.
const MOST: usize = 24;

/// The code that these characters are.
pub(super) fn exact(plain: &[u8]) -> Option<[u8; LENGTH]> {
    let code: [u8; LENGTH] = plain.to_ascii_uppercase().try_into().ok()?;
    code.iter().all(|byte| ALPHABET.contains(byte)).then_some(code)
}

/// The code that these characters, in capitals, are.
pub(super) fn exact_chars(run: &[char]) -> Option<[u8; LENGTH]> {
    if run.len() != LENGTH {
        return None;
    }
    let bytes = run.iter().map(|c| u8::try_from(*c).ok()).collect::<Option<Vec<u8>>>()?;
    exact(&bytes)
}

/// The codes that these words, in capitals, can have been made of; the likeliest first.
pub(super) fn read(words: &[Vec<char>]) -> Vec<[u8; LENGTH]> {
    if words.iter().map(Vec::len).sum::<usize>() > LENGTH {
        return Vec::new();
    }
    let letters = words.join(&END).into_iter().map(letter).collect::<Option<Vec<_>>>();
    let Some(letters) = letters else { return Vec::new() };
    let mut readings = Readings::default();
    for method in [TELEX, VNI] {
        let typed = letters.iter().map(|(letter, keys)| Some((*letter, keys.map(|keys| keys[method]))));
        let possible: Option<Vec<Typed>> = typed.map(|typed| typed.filter(|(_, key)| *key != Some(0))).collect();
        if let Some(letters) = possible {
            readings.follow(&letters, &mut Vec::new(), &mut Vec::new());
        }
    }
    let Readings { whole, short } = readings;
    let repaired = short.iter().flat_map(|short| repaired(short));
    let mut codes: Vec<[u8; LENGTH]> = Vec::new();
    for code in whole.iter().filter_map(|whole| exact(whole)).chain(repaired) {
        if codes.len() < MOST && !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// Between words: the keys of a word's marks are typed before it.
const END: char = ' ';
const TELEX: usize = 0;
const VNI: usize = 1;

/// A letter as it was typed first and, if it bears a mark, the keys of the two methods for that, one of which was typed behind it
/// or later; 0 where a method has none.
type Letter = (u8, Option<[u8; 2]>);
/// The same in one method.
type Typed = (u8, Option<u8>);

fn letter(c: char) -> Option<Letter> {
    let marked = |letter, telex, vni| (letter, Some([telex, vni]));
    Some(match c {
        'Đ' | 'Ð' => marked(b'D', b'D', b'9'),
        'Ừ' => marked(b'W', b'F', 0),
        'Ử' => marked(b'W', b'R', 0),
        'Ữ' => marked(b'W', b'X', 0),
        'Ự' => marked(b'W', b'J', 0),
        'Ỳ' => marked(b'Y', b'F', b'2'),
        'Ỷ' => marked(b'Y', b'R', b'3'),
        'Ỹ' => marked(b'Y', b'X', b'4'),
        'Ỵ' => marked(b'Y', b'J', 0),
        END => (b' ', None),
        'Ư' => (b'W', None),
        'B' => (b'8', None),
        'Z' => (b'2', None),
        _ => (u8::try_from(c).ok().filter(|byte| ALPHABET.contains(byte))?, None),
    })
}

#[derive(Default)]
struct Readings {
    /// Of the right length.
    whole: Vec<Vec<u8>>,
    /// One or two keys short: those that an input method took back.
    short: Vec<Vec<u8>>,
}

impl Readings {
    /// Puts the keys of marks at each place where they can have been typed.
    fn follow(&mut self, rest: &[Typed], typed: &mut Vec<u8>, owed: &mut Vec<u8>) {
        let left: usize =
            rest.iter().map(|(letter, key)| usize::from(*letter != b' ') + usize::from(key.is_some())).sum();
        if typed.len() + left + owed.len() > LENGTH || self.whole.len() >= 2 * MOST {
            return;
        }
        for at in 0..owed.len() {
            let key = owed.remove(at);
            typed.push(key);
            self.follow(rest, typed, owed);
            typed.pop();
            owed.insert(at, key);
        }
        match rest.split_first() {
            Some(((b' ', _), rest)) if owed.is_empty() => self.follow(rest, typed, owed),
            Some(((b' ', _), _)) => {}
            Some(((letter, key), rest)) => {
                typed.push(*letter);
                owed.extend(key);
                self.follow(rest, typed, owed);
                if key.is_some() {
                    owed.pop();
                }
                typed.pop();
            }
            None if !owed.is_empty() => {}
            None if typed.len() == LENGTH => self.whole.push(typed.clone()),
            None if typed.len() + 2 >= LENGTH && self.short.len() < MOST => self.short.push(typed.clone()),
            None => {}
        }
    }
}

/// The codes of which an input method can have lost keys that were typed twice.
fn repaired(short: &[u8]) -> Vec<[u8; LENGTH]> {
    let mut longer: Vec<Vec<u8>> = vec![short.to_vec()];
    while longer.first().is_some_and(|first| first.len() < LENGTH) {
        longer = longer.iter().flat_map(|typed| with_one_more(typed)).take(2 * MOST).collect();
    }
    longer.iter().filter_map(|typed| exact(typed)).collect()
}

/// With a key once more that is there: somewhere between the letter that it marked first and where it took the mark back.
fn with_one_more(typed: &[u8]) -> Vec<Vec<u8>> {
    let first =
        |marked: &[u8], at: usize| typed[..at].iter().position(|key| marked.contains(key)).map(|place| place + 1);
    let places = |at: usize| match typed[at] {
        b'W' => Some(at),
        b'D' | b'9' => first(b"D", at),
        b'F' | b'R' | b'X' | b'J' | b'2' | b'3' | b'4' => first(b"YW", at),
        _ => None,
    };
    let at_each = |(at, first): (usize, usize)| {
        (first..=at).rev().map(move |place| [&typed[..place], &typed[at..=at], &typed[place..]].concat())
    };
    (0..typed.len()).filter_map(|at| Some((at, places(at)?))).flat_map(at_each).collect()
}
