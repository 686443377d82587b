//! The shortest way from one sequence to another, within a bound of work (E. W. Myers, "An O(ND) Difference Algorithm and
//! Its Variations", 1986). Promises the same answer for the same input, and changes that are in order and never touch.
//! Knows nothing of what the items are: they are numbers.

use std::collections::BTreeMap;
use std::ops::Range;

/// One change: these items of the old sequence became those of the new one. At least one of the ranges isn't empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hunk {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// Numbers the pieces so that equal pieces have equal numbers; `known` carries them from one sequence to the next.
pub(super) fn number<'a>(pieces: &[&'a str], known: &mut BTreeMap<&'a str, u32>) -> Vec<u32> {
    let mut numbers = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let next = known.len() as u32;
        numbers.push(*known.entry(piece).or_insert(next));
    }
    numbers
}

/// The changes from old to new, in order. Beyond `max_edits` items added and removed, what lies between the common
/// beginning and the common end is one change. Takes at most `max_edits` × (`max_edits` + items) steps.
pub(super) fn changes(old: &[u32], new: &[u32], max_edits: usize) -> Vec<Hunk> {
    let head = common(old.iter(), new.iter());
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = common(old_rest.iter().rev(), new_rest.iter().rev());
    let (old_middle, new_middle) = (&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]);
    if old_middle.is_empty() && new_middle.is_empty() {
        return Vec::new();
    }
    let mut hunks = shortest(old_middle, new_middle, max_edits)
        .unwrap_or_else(|| vec![Hunk { old: 0..old_middle.len(), new: 0..new_middle.len() }]);
    for hunk in &mut hunks {
        hunk.old = hunk.old.start + head..hunk.old.end + head;
        hunk.new = hunk.new.start + head..hunk.new.end + head;
    }
    slide_down(&mut hunks, old, new);
    hunks
}

fn common<'a>(a: impl Iterator<Item = &'a u32>, b: impl Iterator<Item = &'a u32>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

/// The changes of a shortest edit script, or None if it has more than `max_edits` edits.
///
/// A diagonal is the places where old is so many items ahead of new. Row `d` says for each diagonal from `-d` to `d`, by
/// twos, how far into old one gets with `d` edits and all the equal items met; the rows are kept, to walk back.
fn shortest(old: &[u32], new: &[u32], max_edits: usize) -> Option<Vec<Hunk>> {
    let mut rows: Vec<Vec<u32>> = Vec::new();
    for edits in 0..=max_edits.min(old.len() + new.len()) {
        let mut row = Vec::with_capacity(edits + 1);
        for at in 0..=edits {
            let mut x = rows.last().map_or(0, |above| last_edit(above, at).x);
            let mut y = x + edits - 2 * at;
            let equal = common(old.iter().skip(x), new.iter().skip(y));
            (x, y) = (x + equal, y + equal);
            if x >= old.len() && y >= new.len() {
                return Some(walk_back(&rows, at));
            }
            row.push(x as u32);
        }
        rows.push(row);
    }
    None
}

/// The last edit on the furthest way to a diagonal: where in old it leads, whether it adds an item of new (else it drops
/// one of old), and which place of the row above it comes from.
struct LastEdit {
    x: usize,
    adds: bool,
    from: usize,
}

fn last_edit(above: &[u32], at: usize) -> LastEdit {
    if at == 0 || (at < above.len() && above[at - 1] < above[at]) {
        LastEdit { x: above[at] as usize, adds: true, from: at }
    } else {
        LastEdit { x: above[at - 1] as usize + 1, adds: false, from: at - 1 }
    }
}

/// The edits that lead to place `at` of the row after the last, neighbours joined.
fn walk_back(rows: &[Vec<u32>], mut at: usize) -> Vec<Hunk> {
    let mut hunks: Vec<Hunk> = Vec::new();
    for edits in (1..=rows.len()).rev() {
        let edit = last_edit(&rows[edits - 1], at);
        let (x, y) = (edit.x, edit.x + edits - 2 * at);
        let hunk = if edit.adds { Hunk { old: x..x, new: y - 1..y } } else { Hunk { old: x - 1..x, new: y..y } };
        match hunks.last_mut() {
            Some(after) if after.old.start == hunk.old.end && after.new.start == hunk.new.end => {
                after.old.start = hunk.old.start;
                after.new.start = hunk.new.start;
            }
            _ => hunks.push(hunk),
        }
        at = edit.from;
    }
    hunks.reverse();
    hunks
}

/// Where an addition or a removal could as well be said one item lower (a blank line among blank lines), it is: so the
/// same addition by both sides is found at the same place. What then touches the next change becomes part of it.
fn slide_down(hunks: &mut Vec<Hunk>, old: &[u32], new: &[u32]) {
    let mut slid: Vec<Hunk> = Vec::with_capacity(hunks.len());
    for mut hunk in hunks.drain(..).rev() {
        let end = slid.last().map_or(old.len(), |next| next.old.start);
        let (items, range) = if hunk.old.is_empty() { (new, &hunk.new) } else { (old, &hunk.old) };
        let one_sided = hunk.old.is_empty() || hunk.new.is_empty();
        let room = if one_sided { end - hunk.old.end } else { 0 };
        let by = common(items[range.start..].iter(), items[range.end..].iter().take(room));
        hunk.old = hunk.old.start + by..hunk.old.end + by;
        hunk.new = hunk.new.start + by..hunk.new.end + by;
        match slid.last_mut() {
            Some(next) if next.old.start == hunk.old.end => {
                next.old.start = hunk.old.start;
                next.new.start = hunk.new.start;
            }
            _ => slid.push(hunk),
        }
    }
    slid.reverse();
    *hunks = slid;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rebuilt(old: &[u32], new: &[u32], hunks: &[Hunk]) -> Vec<u32> {
        let mut built = Vec::new();
        let mut at = 0;
        for hunk in hunks {
            built.extend(&old[at..hunk.old.start]);
            assert_eq!(built.len(), hunk.new.start);
            built.extend(&new[hunk.new.clone()]);
            at = hunk.old.end;
        }
        built.extend(&old[at..]);
        built
    }

    /// The length of a longest common subsequence, the slow and certain way.
    fn longest_common(a: &[u32], b: &[u32]) -> usize {
        let mut row = vec![0; b.len() + 1];
        for x in a {
            let mut diagonal = 0;
            for (at, y) in b.iter().enumerate() {
                let above = row[at + 1];
                row[at + 1] = if x == y { diagonal + 1 } else { above.max(row[at]) };
                diagonal = above;
            }
        }
        row[b.len()]
    }

    #[test]
    fn the_same_addition_is_found_at_the_same_place() {
        // A blank line (0) and a paragraph (9) added between paragraphs that blank lines part.
        let hunks = changes(&[1, 0, 2, 0, 3], &[1, 0, 9, 0, 2, 0, 3], 100);
        assert_eq!(hunks, [Hunk { old: 2..2, new: 2..4 }]);
        assert_eq!(changes(&[5, 5, 5], &[5, 5, 5, 5], 100), [Hunk { old: 3..3, new: 3..4 }]);
        assert_eq!(changes(&[5, 5, 5, 7], &[5, 7], 100), [Hunk { old: 1..3, new: 1..1 }]);
    }

    #[test]
    fn beyond_the_bound_the_middle_is_one_change() {
        let hunks = changes(&[1, 2, 3, 4, 5], &[1, 7, 3, 8, 5], 3);
        assert_eq!(hunks, [Hunk { old: 1..4, new: 1..4 }]);
        assert_eq!(changes(&[1, 2, 3, 4, 5], &[1, 7, 3, 8, 5], 4).len(), 2);
    }

    proptest! {
        #[test]
        fn changes_are_shortest_in_order_and_rebuild(old in prop::collection::vec(0u32..6, 0..24), new in prop::collection::vec(0u32..6, 0..24)) {
            let hunks = changes(&old, &new, 100);
            prop_assert_eq!(&rebuilt(&old, &new, &hunks), &new);
            let edits: usize = hunks.iter().map(|hunk| hunk.old.len() + hunk.new.len()).sum();
            prop_assert_eq!(edits, old.len() + new.len() - 2 * longest_common(&old, &new));
            for pair in hunks.windows(2) {
                prop_assert!(pair[0].old.end < pair[1].old.start && pair[0].new.end < pair[1].new.start);
            }
        }

        #[test]
        fn any_bound_rebuilds(old in prop::collection::vec(0u32..4, 0..24), new in prop::collection::vec(0u32..4, 0..24), bound in 0usize..12) {
            prop_assert_eq!(&rebuilt(&old, &new, &changes(&old, &new, bound)), &new);
        }
    }
}
