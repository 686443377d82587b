//! What of an initiative's public texts repeats something that has to stay confidential. Promises that no text is published
//! that shares a run of four words with it, or a number with its unit, however either is written: case, diacritics,
//! punctuation, line breaks and the form of numbers make no difference. Rather keeps too much back than too little: the
//! author is shown what was found and can write it otherwise.

mod words;

use crate::content::Content;
use crate::field::Field;
use crate::money::Vnd;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use words::{Figure, Token, tokens};

/// A run of so many words comes from nowhere else.
const RUN: usize = 4;
/// A single word that is all that is confidential has at least so many letters; shorter ones are in every text.
const LONG_WORD: usize = 6;
/// What people write where nothing is confidential: "Không có thông tin cần bảo mật".
const NOTHING: [&str; 22] = [
    "khong", "chua", "co", "gi", "can", "phai", "giu", "bi", "mat", "bao", "thong", "tin", "noi", "dung", "nao", "yeu",
    "cau", "no", "none", "nothing", "n", "a",
];

/// The fields of which everybody may read.
pub const PUBLIC: [Field; 4] = [Field::Title, Field::Area, Field::Effect, Field::Story];

/// Passages of a public field that repeat something confidential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeated {
    /// The field, which is left out of the story; with the title the whole story is.
    pub field: Field,
    /// As they stand in it.
    pub passages: Vec<String>,
}

/// What is left out of the public form of this content, and why. Empty if all of it may be read.
pub fn repeated(content: &Content) -> Vec<Repeated> {
    let secrets = Secrets::of(content);
    let found = |field| Repeated { field, passages: secrets.passages_in(content.text(field)) };
    PUBLIC.into_iter().map(found).filter(|found| !found.passages.is_empty()).collect()
}

/// What an initiative has that must stay confidential.
pub(super) struct Secrets {
    /// Something is written there at all.
    pub exist: bool,
    tokens: Vec<Token>,
    figures: BTreeSet<Figure>,
}

impl Secrets {
    pub fn of(content: &Content) -> Self {
        let text = content.text(Field::Confidential);
        let exist = !text.trim().is_empty();
        let mut tokens = tokens(text);
        if tokens.iter().all(|token| NOTHING.contains(&token.word.as_str())) {
            tokens.clear();
        }
        let figures = tokens.iter().flat_map(Token::figures).collect();
        Self { exist, tokens, figures }
    }

    /// Whether the text repeats any of it.
    pub fn are_in(&self, text: &str) -> bool {
        !self.passages_in(text).is_empty()
    }

    /// Whether this sum of money is named in it.
    pub fn name_sum(&self, sum: Vnd) -> bool {
        self.tokens.iter().filter_map(|token| token.number.as_ref()).any(|number| number.is_worth(sum.dong()))
    }

    /// What the text repeats, as it stands there.
    fn passages_in(&self, text: &str) -> Vec<String> {
        if self.tokens.is_empty() {
            return Vec::new();
        }
        let there = tokens(text);
        let mut marked = vec![false; there.len()];
        self.mark_runs(&there, &mut marked);
        for (at, token) in there.iter().enumerate() {
            if token.figures().iter().any(|figure| self.figures.contains(figure)) {
                marked[at] = true;
                // Its unit as well, where it is a word of its own.
                if let Some(unit) = marked.get_mut(at + 1).filter(|_| !token.has_unit_within()) {
                    *unit = true;
                }
            }
        }
        spans(&there, &marked).map(|(from, to)| text[from..to].to_owned()).collect()
    }

    /// Marks the words of each run that both have. All that is confidential is a run by itself, if it is shorter.
    fn mark_runs(&self, there: &[Token], marked: &mut [bool]) {
        let length = RUN.min(self.tokens.len());
        let is_telling = match self.tokens.as_slice() {
            [word] => word.word.chars().count() >= LONG_WORD,
            _ => length > 0,
        };
        if !is_telling || there.len() < length {
            return;
        }
        let mut runs: Vec<&[Token]> = self.tokens.windows(length).collect();
        runs.sort_by(|a, b| words_of(a).cmp(words_of(b)));
        for at in 0..=there.len() - length {
            let window = &there[at..at + length];
            if runs.binary_search_by(|run| words_of(run).cmp(words_of(window))).is_ok() {
                marked[at..at + length].fill(true);
            }
        }
    }
}

fn words_of(tokens: &[Token]) -> impl Iterator<Item = &str> {
    tokens.iter().map(|token| token.word.as_str())
}

/// The stretches of marked tokens, as places in the text.
fn spans<'t>(tokens: &'t [Token], marked: &'t [bool]) -> impl Iterator<Item = (usize, usize)> + 't {
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at + marked.get(at..)?.iter().position(|is_marked| *is_marked)?;
        let length = marked[from..].iter().take_while(|is_marked| **is_marked).count();
        at = from + length;
        Some((tokens[from].from, tokens[at - 1].to))
    })
}
