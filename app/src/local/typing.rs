//! What becomes of a text in which two wrote at once. Promises that nothing typed is lost when another tab wrote into the
//! same field meanwhile. What is on the screen is never touched: these functions only say what to store.

/// A space for each run of line ends.
pub fn one_line(text: &str) -> String {
    text.split('\n').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Both texts, with an empty line between; one of them if they are the same or the other is empty.
pub fn both(first: &str, second: &str) -> String {
    match (first.trim(), second.trim()) {
        ("", _) => second.to_owned(),
        (_, "") => first.to_owned(),
        (a, b) if a == b => first.to_owned(),
        _ => format!("{}\n\n{}", first.trim_end(), second.trim_start()),
    }
}

/// What to store when a field showed `shown`, the person made `typed` of it, and another tab had meanwhile stored
/// `stored` instead. The person's change is made in `stored` as well; if the two changes overlap, both texts are kept.
pub fn carry_over(shown: &str, typed: &str, stored: &str) -> String {
    if stored == shown { typed.to_owned() } else { both_changes(shown, stored, typed) }
}

/// Two texts that were made of `before`, in one: both changes in their places, the first before the second where they
/// are at the same. Changes that overlap keep both texts.
pub fn both_changes(before: &str, first: &str, second: &str) -> String {
    let (one, other) = (Splice::between(before, first), Splice::between(before, second));
    let (one, other) = if one.end <= other.start {
        (one, other)
    } else if other.end <= one.start {
        (other, one)
    } else {
        return both(first, second);
    };
    [&before[..one.start], one.put, &before[one.end..other.start], other.put, &before[other.end..]].concat()
}

/// One change of a text: what stood from `start` to `end` became `put`.
struct Splice<'a> {
    start: usize,
    end: usize,
    put: &'a str,
}

impl<'a> Splice<'a> {
    fn between(old: &str, new: &'a str) -> Splice<'a> {
        let start = common(old.chars(), new.chars());
        let rest = common(old[start..].chars().rev(), new[start..].chars().rev());
        Splice { start, end: old.len() - rest, put: &new[start..new.len() - rest] }
    }
}

/// How many bytes the two have in common at their beginning.
fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_tabs_typing_at_the_end_of_one_field_lose_no_word() {
        assert_eq!(carry_over("abc", "abcd", "abcX"), "abcXd");
        assert_eq!(carry_over("abcd", "abcde", "abcXd"), "abcXde");
        assert_eq!(carry_over("abcX", "abcXY", "abcXde"), "abcXdeY");
    }

    #[test]
    fn changes_in_different_places_both_hold() {
        assert_eq!(carry_over("một hai ba", "MỘT hai ba", "một hai BA"), "MỘT hai BA");
        assert_eq!(carry_over("một hai ba", "một hai", "không một hai ba"), "không một hai");
        assert_eq!(carry_over("ế", "ể", "ế ộ"), "ể ộ");
    }

    #[test]
    fn changes_of_one_place_keep_both_texts() {
        assert_eq!(carry_over("van cũ", "van mới", "van tốt"), "van tốt\n\nvan mới");
        assert_eq!(carry_over("a", "", "b"), "b", "one cleared what the other rewrote: the words stay");
    }

    #[test]
    fn both_is_one_where_there_is_only_one() {
        assert_eq!(both("a", " "), "a");
        assert_eq!(both("", "b"), "b");
        assert_eq!(both("a\n", "a"), "a\n");
        assert_eq!(both("a\n", "b"), "a\n\nb");
    }
}
