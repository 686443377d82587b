//! What is quoted of a story on air. From the public form of an initiative alone: what is confidential isn't in it.

use crate::story::Story;
use crate::text::char_count;

/// A quotation has at most so many characters: what is read in ten seconds, from across the room.
pub const QUOTED: usize = 240;
const MARKS: [char; 4] = ['.', '!', '?', '…'];

/// What is quoted: of the story if there is one, else of what the initiative brings about or does. Whole sentences as far as
/// they fit; of one that is too long by itself its beginning, with an ellipsis. Empty if nothing may be quoted.
pub fn quotation(story: &Story) -> String {
    let solution = story.solution.as_deref().unwrap_or_default();
    let source = [story.story.as_str(), &story.effect, solution].into_iter().find(|text| !text.trim().is_empty());
    shorten(source.unwrap_or_default(), QUOTED)
}

fn shorten(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if char_count(&text) <= most {
        return text;
    }
    let ends = text.char_indices().filter(|(at, letter)| {
        let rest = &text[at + letter.len_utf8()..];
        MARKS.contains(letter) && (rest.is_empty() || rest.starts_with([' ', '”', '"']))
    });
    let fits = |at: &usize| char_count(&text[..*at]) <= most;
    if let Some(end) = ends.map(|(at, letter)| at + letter.len_utf8()).take_while(fits).last() {
        return text[..end].to_owned();
    }
    let room = |at: &usize| char_count(&text[..*at]) < most;
    let end = text.match_indices(' ').map(|(at, _)| at).take_while(room).last();
    let end = end.or_else(|| text.char_indices().map(|(at, _)| at).nth(most - 1)).unwrap_or(text.len());
    format!("{}…", text[..end].trim_end_matches([',', ';', ':', ' ', '–', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_ends_where_a_sentence_ends() {
        let text = "Mỗi ca phải dừng máy 3.5 giờ. Tổ chúng tôi bàn nhau làm bàn trượt.\nBây giờ chỉ còn 20 phút.";
        assert_eq!(shorten(text, 70), "Mỗi ca phải dừng máy 3.5 giờ. Tổ chúng tôi bàn nhau làm bàn trượt.");
        assert_eq!(shorten(text, 40), "Mỗi ca phải dừng máy 3.5 giờ.");
        assert_eq!(shorten(text, 20), "Mỗi ca phải dừng…", "a sentence that is too long ends at a word");
        assert_eq!(shorten("  Một\n câu.  ", 20), "Một câu.");
        assert_eq!(shorten(&"ă".repeat(30), 10), format!("{}…", "ă".repeat(9)));
    }

    proptest! {
        #[test]
        fn it_is_never_too_long_and_says_nothing_else(text in "[a-zăđ .,!]{0,80}", most in 2usize..60) {
            let short = shorten(&text, most);
            prop_assert!(char_count(&short) <= most);
            let whole = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert!(whole.starts_with(short.trim_end_matches('…')));
        }
    }
}
