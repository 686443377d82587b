//! A text in 32 bytes (MinHash): the part of equal bytes in two sketches is about the part of phrases that the texts
//! share. Familiar phrases are left out, so that standing sentences don't make neighbours of strangers. Good for choosing
//! whom to compare, never for telling people.

use crate::{Familiar, Phrases};

/// Bytes of a sketch.
const BYTES: usize = 32;
/// A text with fewer phrases that aren't familiar is sketched by all of its phrases: a text that hundreds have copied is
/// familiar from end to end.
const ENOUGH: usize = 8;
/// A text with fewer phrases isn't compared: a title says too little about whether two ideas are the same.
const TOO_SHORT: usize = 8;

/// The sketch of one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sketch([u8; BYTES]);

impl Sketch {
    /// Of how sketches are made. One that was stored under another version is to be made anew.
    pub const VERSION: u8 = 2;

    /// The sketch of these phrases. `None` of a text that is too short to be compared, hardly more than a title.
    pub fn of(phrases: &Phrases, familiar: &Familiar) -> Option<Self> {
        if phrases.count() < TOO_SHORT {
            return None;
        }
        let mut told: Vec<u32> = phrases.hashes().filter(|phrase| !familiar.knows(*phrase)).collect();
        if told.len() < ENOUGH {
            told = phrases.hashes().collect();
        }
        let mut bytes = [0; BYTES];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = smallest(&told, at as u32);
        }
        Some(Self(bytes))
    }

    /// As stored.
    pub fn from_bytes(bytes: [u8; BYTES]) -> Self {
        Self(bytes)
    }

    /// For storing.
    pub fn bytes(&self) -> &[u8; BYTES] {
        &self.0
    }

    /// How many bytes are the same in both.
    pub(crate) fn agreement(&self, other: &Sketch) -> u8 {
        // Written so that the compiler compares sixteen bytes at a time. At most 32.
        self.0.iter().zip(&other.0).map(|(one, other)| u8::from(one == other)).sum()
    }
}

/// Eight bits of the phrase that comes first in one of the orders that all texts are put into.
fn smallest(phrases: &[u32], order: u32) -> u8 {
    // Odd, so that each multiplication is a permutation.
    let multiplier = (order.wrapping_mul(0x9e37_79b9) ^ 0x85eb_ca6b) | 1;
    let mixer = order.wrapping_mul(0xc2b2_ae35);
    let first = phrases.iter().map(|phrase| (phrase ^ mixer).wrapping_mul(multiplier)).min().unwrap_or(0);
    (first.wrapping_mul(0x27d4_eb2f) >> 24) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `count` words from `from` on, each different.
    fn words(from: usize, count: usize) -> Phrases {
        let text: Vec<String> = (from..from + count).map(|number| format!("chữ{number}")).collect();
        Phrases::of([text.join(" ").as_str()])
    }

    #[test]
    fn sketches_agree_about_as_much_as_the_texts() {
        let familiar = Familiar::default();
        for shared in [0, 30, 60, 90, 120] {
            let mut agreed = 0.0;
            let mut expected = 0.0;
            for round in 0..200 {
                let from = round * 1000;
                let (one, other) = (words(from, 120), words(from + 120 - shared, 120));
                expected += f64::from(one.percent_shared(&other)) / 100.0;
                let sketches = [one, other].map(|phrases| Sketch::of(&phrases, &familiar).unwrap());
                agreed += f64::from(sketches[0].agreement(&sketches[1])) / BYTES as f64;
            }
            assert!((agreed - expected).abs() / 200.0 < 0.03, "{shared}: {agreed} {expected}");
        }
    }

    #[test]
    fn what_is_familiar_makes_no_neighbours() {
        let mut familiar = Familiar::default();
        let text = |number: usize| {
            let own: Vec<String> = (0..20).map(|word| format!("riêng{number}x{word}")).collect();
            let standing = "trong quá trình lao động sản xuất tại đơn vị bản thân tôi nhận thấy vẫn còn một số tồn tại";
            Phrases::of([standing, own.join(" ").as_str()])
        };
        let before = [1, 2].map(|number| Sketch::of(&text(number), &familiar).unwrap());
        (0..100).for_each(|number| familiar.count(&text(number)));
        let after = [1, 2].map(|number| Sketch::of(&text(number), &familiar).unwrap());
        assert!(before[0].agreement(&before[1]) > 5);
        assert!(after[0].agreement(&after[1]) <= 2);
    }
}
