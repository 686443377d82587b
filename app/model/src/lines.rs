//! Merging two people's versions of one long text, line by line.
//! Promises that a clean merge holds every line that either side added, and gives the same whichever side is called mine;
//! where both changed the same lines it says so and merges nothing. Knows nothing of fields, revisions or people.

mod compare;
mod words;

use std::collections::BTreeMap;

use compare::{Hunk, changes};

pub use words::{Changed, Compared, Span, diff_words};

/// Texts that differ from their ancestor in more lines than this are taken as changed in one piece, from the first
/// changed line to the last, so that a merge on the server never takes long: a cautious answer, not a wrong one.
const MAX_CHANGED_LINES: usize = 500;

/// What became of two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merge {
    /// Both sides' changes are in this text.
    Clean(String),
    /// Both changed the same lines, or added different ones at the same place: a person must choose.
    Conflict,
}

/// Merges two versions that came from the same ancestor. Changes of neighbouring lines merge, changes of the same line
/// don't, nor do two insertions at the same place, unless both sides made the very same change.
///
/// ```
/// use model::lines::{Merge, merge3};
/// let merged = merge3("một\nhai\nba", "MỘT\nhai\nba", "một\nhai\nba\nbốn");
/// assert_eq!(merged, Merge::Clean("MỘT\nhai\nba\nbốn".to_owned()));
/// assert_eq!(merge3("một", "hai", "ba"), Merge::Conflict);
/// ```
pub fn merge3(ancestor: &str, mine: &str, theirs: &str) -> Merge {
    if mine == theirs || ancestor == theirs {
        return Merge::Clean(mine.to_owned());
    }
    if ancestor == mine {
        return Merge::Clean(theirs.to_owned());
    }
    let mut numbers = BTreeMap::new();
    let [ancestor, mine, theirs] = [ancestor, mine, theirs].map(|text| Numbered::new(text, &mut numbers));
    let my_changes = changes(&ancestor.numbers, &mine.numbers, MAX_CHANGED_LINES);
    let their_changes = changes(&ancestor.numbers, &theirs.numbers, MAX_CHANGED_LINES);
    let Some(steps) = interleave((&mine, &my_changes), (&theirs, &their_changes)) else {
        return Merge::Conflict;
    };
    let mut merged: Vec<&str> = Vec::with_capacity(ancestor.lines.len());
    let mut at = 0;
    for (side, hunk) in steps {
        merged.extend(&ancestor.lines[at..hunk.old.start]);
        merged.extend(&side.lines[hunk.new.clone()]);
        at = hunk.old.end;
    }
    merged.extend(&ancestor.lines[at..]);
    Merge::Clean(merged.join("\n"))
}

/// A text's lines, and a number for each that equal lines of all versions share.
struct Numbered<'a> {
    lines: Vec<&'a str>,
    numbers: Vec<u32>,
}

impl<'a> Numbered<'a> {
    fn new(text: &'a str, known: &mut BTreeMap<&'a str, u32>) -> Numbered<'a> {
        let lines: Vec<&str> = text.split('\n').collect();
        let numbers = compare::number(&lines, known);
        Numbered { lines, numbers }
    }
}

/// One version and its changes from the ancestor.
type Side<'s, 'a> = (&'s Numbered<'a>, &'s [Hunk]);

/// All changes of both sides in the ancestor's order, each with the side it came from. None if two of them collide.
fn interleave<'s, 'a>(mine: Side<'s, 'a>, theirs: Side<'s, 'a>) -> Option<Vec<(&'s Numbered<'a>, &'s Hunk)>> {
    let mut steps = Vec::with_capacity(mine.1.len() + theirs.1.len());
    let (mut my_rest, mut their_rest) = (mine.1.iter().peekable(), theirs.1.iter().peekable());
    loop {
        let (side, hunk) = match (my_rest.peek(), their_rest.peek()) {
            (None, None) => return Some(steps),
            (Some(_), None) => (mine.0, my_rest.next()?),
            (None, Some(_)) => (theirs.0, their_rest.next()?),
            (Some(my), Some(their)) if my.collides_with(their) => {
                if my.old != their.old || mine.0.numbers[my.new.clone()] != theirs.0.numbers[their.new.clone()] {
                    return None;
                }
                their_rest.next();
                (mine.0, my_rest.next()?)
            }
            (Some(my), Some(their)) if my.comes_before(their) => (mine.0, my_rest.next()?),
            _ => (theirs.0, their_rest.next()?),
        };
        steps.push((side, hunk));
    }
}

impl Hunk {
    /// Whether both change a line of the ancestor, insert at the same place, or one inserts among lines the other changes.
    fn collides_with(&self, other: &Hunk) -> bool {
        let (a, b) = (&self.old, &other.old);
        if a.is_empty() && b.is_empty() { a.start == b.start } else { a.start < b.end && b.start < a.end }
    }

    fn comes_before(&self, other: &Hunk) -> bool {
        (self.old.start, self.old.end) < (other.old.start, other.old.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, Instant};

    fn clean(text: &str) -> Merge {
        Merge::Clean(text.to_owned())
    }

    #[test]
    fn edits_of_different_lines_both_hold() {
        assert_eq!(merge3("a\nb\nc\nd", "A\nb\nc\nd", "a\nb\nc\nD"), clean("A\nb\nc\nD"));
        assert_eq!(merge3("a\nb\nc", "a\nc", "a\nb\nc\nd"), clean("a\nc\nd"));
    }

    #[test]
    fn neighbouring_lines_merge() {
        assert_eq!(merge3("a\nb", "A\nb", "a\nB"), clean("A\nB"));
        assert_eq!(merge3("a\nb", "a\nB", "a\nb\nc"), clean("a\nB\nc"), "one edits the last line, one writes on");
        assert_eq!(merge3("a\nb", "x\na\nb", "A\nb"), clean("x\nA\nb"));
    }

    #[test]
    fn the_same_line_edited_twice_is_a_conflict() {
        assert_eq!(merge3("a\nb\nc", "a\nX\nc", "a\nY\nc"), Merge::Conflict);
        assert_eq!(merge3("a\nb\nc", "a\nc", "a\nY\nc"), Merge::Conflict, "removed by one, changed by the other");
        assert_eq!(merge3("a\nb\nc", "", "a\nb\nx\nc"), Merge::Conflict, "a line written into what the other removed");
    }

    #[test]
    fn two_additions_at_one_place_are_a_conflict() {
        assert_eq!(merge3("a", "a\nx", "a\ny"), Merge::Conflict);
        assert_eq!(merge3("", "x", "y"), Merge::Conflict);
    }

    #[test]
    fn the_same_change_by_both_counts_once() {
        assert_eq!(merge3("a\nb\nc", "a\nX\nc", "a\nX\nc\nd"), clean("a\nX\nc\nd"));
        assert_eq!(merge3("a\nb", "a\nx\nb\nm", "a\nx\nb"), clean("a\nx\nb\nm"));
        assert_eq!(merge3("a\n\nb", "a\n\nx\n\nb\nm", "a\n\nx\n\nb"), clean("a\n\nx\n\nb\nm"));
    }

    #[test]
    fn the_last_line_end_is_kept_as_it_was() {
        assert_eq!(merge3("a\nb\n", "A\nb\n", "a\nb\nc\n"), clean("A\nb\nc\n"));
        assert_eq!(merge3("a\nb", "a\nb\n", "A\nb"), clean("A\nb\n"));
    }

    /// Ten thousand lines of one character, like noise: nothing is harder to compare.
    fn noise(seed: u64) -> String {
        let mut state = seed;
        let mut text = String::new();
        for _ in 0..10_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push(char::from(b'a' + (state >> 33) as u8 % 4));
            text.push('\n');
        }
        text
    }

    #[test]
    fn the_longest_texts_are_merged_and_compared_at_once() {
        let (ancestor, mine, theirs) = (noise(1), noise(2), noise(3));
        let limit = Duration::from_millis(if cfg!(debug_assertions) { 2_000 } else { 50 });
        let start = Instant::now();
        assert_eq!(merge3(&ancestor, &mine, &theirs), Merge::Conflict);
        let took = start.elapsed();
        assert!(took < limit, "{took:?}");
        let start = Instant::now();
        let compared = diff_words(&mine, &theirs);
        let took = start.elapsed();
        assert!(!compared.first.is_empty() && took < limit, "{took:?}");
    }

    fn lines_of(text: &str) -> Vec<&str> {
        text.split('\n').collect()
    }

    fn count(text: &str, line: &str) -> usize {
        lines_of(text).iter().filter(|other| **other == line).count()
    }

    /// The lines that a side added or changed, in order.
    fn added<'a>(ancestor: &'a str, side: &'a str) -> Vec<&'a str> {
        let mut numbers = BTreeMap::new();
        let [old, new] = [ancestor, side].map(|text| Numbered::new(text, &mut numbers));
        let hunks = changes(&old.numbers, &new.numbers, MAX_CHANGED_LINES);
        hunks.into_iter().flat_map(|hunk| new.lines[hunk.new].to_vec()).collect()
    }

    /// Texts of few different lines, so that they meet often; `mine` and `theirs` mostly edits of the ancestor.
    fn three_versions() -> impl Strategy<Value = (String, String, String)> {
        let line = prop::sample::select(vec!["", "a", "b", "c", "d"]);
        let edit = (
            any::<prop::sample::Index>(),
            0usize..3,
            prop::collection::vec(prop::sample::select(vec!["", "a", "x", "y"]), 0..3),
        );
        let edits = || prop::collection::vec(edit.clone(), 0..4);
        (prop::collection::vec(line, 1..12), edits(), edits()).prop_map(|(ancestor, mine, theirs)| {
            let edited = |edits: Vec<(prop::sample::Index, usize, Vec<&'static str>)>| {
                let mut lines = ancestor.clone();
                for (at, removed, added) in edits {
                    let start = at.index(lines.len() + 1);
                    let end = (start + removed).min(lines.len());
                    lines.splice(start..end, added);
                }
                lines.join("\n")
            };
            (ancestor.join("\n"), edited(mine), edited(theirs))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn no_added_line_is_ever_lost((ancestor, mine, theirs) in three_versions()) {
            if let Merge::Clean(merged) = merge3(&ancestor, &mine, &theirs) {
                for side in [&mine, &theirs] {
                    for line in lines_of(side) {
                        prop_assert!(count(&ancestor, line) > 0 || count(&merged, line) >= count(side, line), "{:?}", line);
                    }
                    let mut merged_lines = lines_of(&merged).into_iter();
                    for line in added(&ancestor, side) {
                        prop_assert!(merged_lines.any(|other| other == line), "{:?}", line);
                    }
                }
            }
        }

        #[test]
        fn it_is_the_same_whichever_is_mine((ancestor, mine, theirs) in three_versions()) {
            prop_assert_eq!(merge3(&ancestor, &mine, &theirs), merge3(&ancestor, &theirs, &mine));
        }

        #[test]
        fn a_side_that_changed_nothing_yields((ancestor, mine, _) in three_versions()) {
            prop_assert_eq!(merge3(&ancestor, &mine, &mine), clean(&mine));
            prop_assert_eq!(merge3(&ancestor, &ancestor, &mine), clean(&mine));
            prop_assert_eq!(merge3(&ancestor, &mine, &ancestor), clean(&mine));
        }

        #[test]
        fn merging_again_changes_nothing((ancestor, mine, theirs) in three_versions()) {
            if let Merge::Clean(merged) = merge3(&ancestor, &mine, &theirs) {
                prop_assert_eq!(merge3(&ancestor, &merged, &merged), clean(&merged));
            }
        }

        #[test]
        fn any_texts_are_answered(ancestor in ".*", mine in ".*", theirs in ".*") {
            prop_assert_eq!(merge3(&ancestor, &mine, &theirs), merge3(&ancestor, &theirs, &mine));
        }
    }
}
