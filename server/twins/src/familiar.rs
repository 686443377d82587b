//! Which phrases are familiar in this campaign: standing sentences ("góp phần nâng cao năng suất lao động") are in very
//! many initiatives and say nothing about whether two are the same. Counts phrases in bounded memory (2 MiB); unlike
//! hashes that fall together make a phrase a little too familiar, never too strange. Knows no initiative.

use crate::Phrases;

/// Counters, a power of two.
const COUNTERS: usize = 1 << 20;
/// When so many texts have been counted, everything is halved: the later ones tell what is usual now.
const FULL: u16 = u16::MAX;
/// A phrase that is in more than one of so many texts is familiar.
const FAMILIAR_IN: u16 = 200;
/// In a small campaign, what is in no more than so many texts isn't familiar yet: it could be as many copies.
const NOT_YET: u16 = 30;
/// What the most familiar phrase still weighs.
const LEAST: f32 = 0.01;

/// How many texts a phrase is in, about.
#[derive(Debug, Clone)]
pub struct Familiar {
    counts: Box<[u16]>,
    texts: u16,
}

impl Default for Familiar {
    fn default() -> Self {
        Self { counts: vec![0; COUNTERS].into_boxed_slice(), texts: 0 }
    }
}

impl Familiar {
    /// One more text that is in the campaign.
    pub fn count(&mut self, phrases: &Phrases) {
        if self.texts == FULL {
            self.texts /= 2;
            self.counts.iter_mut().for_each(|count| *count /= 2);
        }
        self.texts += 1;
        for phrase in phrases.hashes() {
            let count = &mut self.counts[place(phrase)];
            *count = count.saturating_add(1);
        }
    }

    /// Bytes of memory that it takes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.counts)
    }

    /// Whether so many have this phrase that it tells nothing.
    pub(crate) fn knows(&self, phrase: u32) -> bool {
        self.counts[place(phrase)] > NOT_YET.max(self.texts / FAMILIAR_IN)
    }

    /// What a phrase weighs: 1 if it isn't familiar, else the less the more have it, down to nearly 0 for what everybody
    /// writes: its inverse document frequency, squared as in a comparison of two vectors.
    fn weight(&self, phrase: u32) -> f32 {
        if !self.knows(phrase) {
            return 1.0;
        }
        // More than `NOT_YET` texts, or nothing would be familiar.
        let (texts, count) = (f32::from(self.texts), f32::from(self.counts[place(phrase)]));
        let rarity = (texts / count.min(texts)).ln() / (texts / 2.0).ln();
        (rarity * rarity).max(LEAST)
    }

    /// Of everything that is in either text, by weight, what is in both: from 0 to 1.
    pub(crate) fn distinctive_share(&self, one: &Phrases, other: &Phrases) -> f32 {
        let sum = |phrases: &mut dyn Iterator<Item = u32>| phrases.map(|phrase| self.weight(phrase)).sum::<f32>();
        let shared = sum(&mut one.shared(other));
        let either = sum(&mut one.hashes()) + sum(&mut other.hashes()) - shared;
        if either > 0.0 { shared / either } else { 0.0 }
    }
}

fn place(phrase: u32) -> usize {
    phrase as usize % COUNTERS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(number: u32) -> Phrases {
        Phrases::of([format!("góp phần nâng cao năng suất việc{number} máy{number} dầu{number}").as_str()])
    }

    #[test]
    fn what_everybody_writes_weighs_little() {
        let mut familiar = Familiar::default();
        let before = familiar.distinctive_share(&text(1), &text(2));
        (0..100).for_each(|number| familiar.count(&text(number)));
        let after = familiar.distinctive_share(&text(1), &text(2));
        assert!(before > 0.4 && after < 0.02, "{before} {after}");
        assert!((familiar.distinctive_share(&text(1), &text(1)) - 1.0).abs() < 1e-6);
        let common = Phrases::of(["góp phần"]);
        assert!(common.hashes().all(|phrase| familiar.knows(phrase)));
    }

    #[test]
    fn counting_never_runs_over() {
        let mut familiar = Familiar::default();
        let common = Phrases::of(["góp phần"]);
        (0..200_000).for_each(|_| familiar.count(&common));
        assert!(familiar.texts >= FULL / 2);
        assert!(common.hashes().all(|phrase| familiar.knows(phrase)));
    }
}
