//! What a text is compared by: its phrases of two neighbouring words, on the search key, so that diacritics, case,
//! punctuation and white space don't matter. A Vietnamese word is mostly two syllables, which here are two words.
//! Promises the same phrases for the same text in every release with the same [`crate::Sketch::VERSION`].

use model::text::search_key;

/// The phrases of one text, each once. A phrase is kept as 32 bits of its hash: of two texts
/// with ten thousand phrases each, two fall together once in forty times, and the percent stays the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phrases(Vec<u32>);

impl Phrases {
    /// The phrases of an initiative's parts (title, problem, solution). None goes over the end of a part. A part of a
    /// single word is a phrase of its own.
    ///
    /// ```
    /// use twins::Phrases;
    /// let typed = Phrases::of(["Lắp CẢM BIẾN", "mức nước"]);
    /// assert_eq!(typed, Phrases::of(["lap cam  biến.", "(muc nuoc)"]));
    /// assert_ne!(typed, Phrases::of(["Lắp cảm biến mức nước"]));
    /// ```
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut phrases = Vec::new();
        for part in parts {
            let key = search_key(part);
            let mut words = key.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(hash_of);
            let Some(first) = words.next() else { continue };
            let before = phrases.len();
            let mut last = first;
            for word in words {
                phrases.push(joined(last, word));
                last = word;
            }
            if phrases.len() == before {
                phrases.push(joined(first, 0));
            }
        }
        phrases.sort_unstable();
        phrases.dedup();
        Self(phrases)
    }

    /// How many different phrases there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Of all phrases that are in either text, those that are in both, in whole percent, rounded down: 100 only for the
    /// very same phrases. Two texts without any share nothing.
    pub fn percent_shared(&self, other: &Phrases) -> u8 {
        let shared = self.shared(other).count();
        let either = self.count() + other.count() - shared;
        // At most 100.
        (shared * 100).checked_div(either).unwrap_or(0) as u8
    }

    /// The phrases' hashes, in rising order.
    pub(crate) fn hashes(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().copied()
    }

    /// The hashes of the phrases that are in both.
    pub(crate) fn shared<'a>(&'a self, other: &'a Phrases) -> impl Iterator<Item = u32> + 'a {
        let mut rest = other.0.as_slice();
        self.0.iter().copied().filter(move |phrase| {
            rest = &rest[rest.partition_point(|earlier| earlier < phrase)..];
            rest.first() == Some(phrase)
        })
    }
}

/// FNV-1a: plain, and the same on every machine.
fn hash_of(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// The hash of two words in this order, well mixed (the finaliser of MurmurHash3).
fn joined(first: u64, second: u64) -> u32 {
    let mut hash = first.rotate_left(23) ^ second;
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn order_and_repetition_are_told_apart_from_other_words() {
        let text = Phrases::of(["bơm nước giếng"]);
        assert_eq!(text.count(), 2);
        assert_eq!(text.percent_shared(&Phrases::of(["bơm nước giếng bơm nước"])), 66);
        assert_eq!(text.percent_shared(&Phrases::of(["giếng nước bơm"])), 0);
    }

    #[test]
    fn texts_without_words_share_nothing() {
        let nothing = Phrases::of(["", " – ", "…"]);
        assert_eq!(nothing.count(), 0);
        assert_eq!(nothing.percent_shared(&nothing), 0);
    }

    proptest! {
        #[test]
        fn the_share_is_that_of_the_sets(one in "[a-e ]{0,60}", other in "[a-e ]{0,60}") {
            let (one, other) = (Phrases::of([one.as_str()]), Phrases::of([other.as_str()]));
            let sets = [&one, &other].map(|phrases| phrases.hashes().collect::<std::collections::HashSet<u32>>());
            let either = sets[0].union(&sets[1]).count();
            let expected = (sets[0].intersection(&sets[1]).count() * 100).checked_div(either).unwrap_or(0);
            prop_assert_eq!(usize::from(one.percent_shared(&other)), expected);
            prop_assert_eq!(one.percent_shared(&other), other.percent_shared(&one));
            prop_assert!(one.count() == 0 || one.percent_shared(&one) == 100);
        }
    }
}
