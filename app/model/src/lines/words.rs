//! Marking, word by word, what two versions of a text don't share: the differences in the conflict view.
//! Promises that the marked pieces of a version put together are that version. Knows nothing of how they are shown.

use std::collections::BTreeMap;

use super::compare::{changes, number};

/// Versions that differ in more words, spaces and punctuation marks than this are marked in one piece.
const MAX_CHANGED_WORDS: usize = 1000;

/// Whether the other version has this piece too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Both have it.
    Same,
    /// Only this version has it.
    Only,
}

/// A piece of a version, as long as its mark stays the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span<'a> {
    /// The piece as it stands in the version.
    pub text: &'a str,
    /// Its mark.
    pub changed: Changed,
}

/// Two versions cut into marked pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared<'a> {
    /// The first version, in order.
    pub first: Vec<Span<'a>>,
    /// The second version, in order.
    pub second: Vec<Span<'a>>,
}

/// Compares two versions by words. The space between two marked words of a line is marked as well, so that a changed
/// phrase is one piece.
///
/// ```
/// use model::lines::{Changed, diff_words};
/// let compared = diff_words("Lắp thêm van", "Lắp hai van");
/// assert_eq!(compared.first[1].text, "thêm");
/// assert_eq!(compared.second[1].text, "hai");
/// assert_eq!(compared.first[1].changed, Changed::Only);
/// assert_eq!(compared.first[2].text, " van");
/// ```
pub fn diff_words<'a>(first: &'a str, second: &'a str) -> Compared<'a> {
    let mut known = BTreeMap::new();
    let [(a, a_numbers), (b, b_numbers)] = [first, second].map(|text| {
        let pieces = pieces(text);
        let numbers = number(&pieces, &mut known);
        (pieces, numbers)
    });
    let mut a_marks = vec![Changed::Same; a.len()];
    let mut b_marks = vec![Changed::Same; b.len()];
    for hunk in changes(&a_numbers, &b_numbers, MAX_CHANGED_WORDS) {
        a_marks[hunk.old].fill(Changed::Only);
        b_marks[hunk.new].fill(Changed::Only);
    }
    Compared { first: spans(first, &a, a_marks), second: spans(second, &b, b_marks) }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Space,
    Mark,
}

/// Cuts a text into words, runs of white space (a line end by itself) and single ASCII punctuation marks.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let kind = match c {
            '\n' => Kind::Mark,
            c if c.is_whitespace() => Kind::Space,
            c if c.is_ascii_punctuation() => Kind::Mark,
            _ => Kind::Word,
        };
        if at > start && (kind == Kind::Mark || before != Some(kind)) {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(kind);
    }
    if start < text.len() {
        pieces.push(&text[start..]);
    }
    pieces
}

fn spans<'a>(text: &'a str, pieces: &[&'a str], mut marks: Vec<Changed>) -> Vec<Span<'a>> {
    for at in 1..pieces.len().saturating_sub(1) {
        let between = marks[at - 1] == Changed::Only && marks[at + 1] == Changed::Only;
        if between && pieces[at].chars().all(|c| c != '\n' && c.is_whitespace()) {
            marks[at] = Changed::Only;
        }
    }
    let mut spans: Vec<Span<'a>> = Vec::new();
    let (mut start, mut end) = (0, 0);
    for (piece, changed) in pieces.iter().zip(marks) {
        match spans.last_mut() {
            Some(span) if span.changed == changed => {}
            _ => {
                start = end;
                spans.push(Span { text: "", changed });
            }
        }
        end += piece.len();
        if let Some(span) = spans.last_mut() {
            span.text = &text[start..end];
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The version with what only it has in brackets.
    fn shown(spans: &[Span<'_>]) -> String {
        let mut text = String::new();
        for span in spans {
            match span.changed {
                Changed::Same => text.push_str(span.text),
                Changed::Only => text.extend(["[", span.text, "]"]),
            }
        }
        text
    }

    fn both(first: &str, second: &str) -> (String, String) {
        let compared = diff_words(first, second);
        (shown(&compared.first), shown(&compared.second))
    }

    #[test]
    fn a_changed_word_is_marked_in_both() {
        let (first, second) = both("Tiết kiệm 20% điện, mỗi ca.", "Tiết kiệm 25% điện mỗi ca!");
        assert_eq!(first, "Tiết kiệm [20]% điện[,] mỗi ca[.]");
        assert_eq!(second, "Tiết kiệm [25]% điện mỗi ca[!]");
    }

    #[test]
    fn a_changed_phrase_is_one_piece() {
        let (first, second) = both("dùng van một chiều\nmới", "dùng khớp nối mềm\nmới");
        assert_eq!(first, "dùng [van một chiều]\nmới");
        assert_eq!(second, "dùng [khớp nối mềm]\nmới");
    }

    #[test]
    fn equal_and_empty_versions_have_no_marks() {
        assert_eq!(both("a b", "a b"), ("a b".to_owned(), "a b".to_owned()));
        assert_eq!(both("", ""), (String::new(), String::new()));
        assert_eq!(both("", "a b"), (String::new(), "[a b]".to_owned()));
    }

    fn text_of(spans: &[Span<'_>]) -> String {
        spans.iter().map(|span| span.text).collect()
    }

    fn shared_words(spans: &[Span<'_>]) -> String {
        let same = spans.iter().filter(|span| span.changed == Changed::Same);
        same.flat_map(|span| span.text.split_whitespace()).collect()
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_whole(first in "[ab ,\n]{0,40}", second in "[ab ,\n]{0,40}") {
            let compared = diff_words(&first, &second);
            prop_assert_eq!(text_of(&compared.first), first.as_str());
            prop_assert_eq!(text_of(&compared.second), second.as_str());
            prop_assert_eq!(shared_words(&compared.first), shared_words(&compared.second));
        }

        #[test]
        fn any_text_can_be_compared(first in ".*", second in ".*") {
            let compared = diff_words(&first, &second);
            prop_assert_eq!(text_of(&compared.first), first.as_str());
            prop_assert_eq!(text_of(&compared.second), second.as_str());
        }
    }
}
