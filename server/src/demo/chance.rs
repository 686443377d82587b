//! Chance that repeats itself: the same keys give the same numbers, on every machine and for good, so that one
//! initiative can be made without those before it. Not for secrets. Knows nothing of what is drawn with it.

/// A stream of numbers: SplitMix64 (Steele, Lea and Flood 2014), started from a mix of keys.
#[derive(Debug, Clone)]
pub struct Chance(u64);

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

const fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

impl Chance {
    /// The stream of these keys: a seed, what it is for, and which one.
    pub fn of(keys: &[u64]) -> Self {
        Self(keys.iter().fold(0, |state, key| mix(state.wrapping_add(STEP) ^ mix(*key))))
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// From 0 to `n` − 1; 0 if `n` is 0. The bias of a 64-bit product is below anything a demonstration shows.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below((high.saturating_sub(low) + 1) as usize) as u32
    }

    /// True in so many of a thousand cases.
    pub fn per_mille(&mut self, n: usize) -> bool {
        self.below(1000) < n
    }

    /// One of them; `None` of none.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }

    /// The place of one of them, each as likely as its weight; 0 if all weigh nothing.
    pub fn weighted(&mut self, weights: impl Iterator<Item = u32> + Clone) -> usize {
        let mut left = self.below(weights.clone().map(|weight| weight as usize).sum());
        for (at, weight) in weights.enumerate() {
            match left.checked_sub(weight as usize) {
                Some(rest) => left = rest,
                None => return at,
            }
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_keys_give_the_same_numbers_for_good() {
        let mut chance = Chance::of(&[1, 2, 3]);
        let drawn: Vec<u64> = (0..3).map(|_| chance.bits()).collect();
        let mut again = Chance::of(&[1, 2, 3]);
        assert_eq!(drawn, (0..3).map(|_| again.bits()).collect::<Vec<_>>());
        assert_ne!(drawn[0], Chance::of(&[1, 3, 2]).bits());
    }

    #[test]
    fn a_draw_stays_in_its_range() {
        let mut chance = Chance::of(&[7]);
        for _ in 0..1000 {
            assert!((3..=5).contains(&chance.between(3, 5)));
            assert!([1, 2].contains(&chance.weighted([0, 3, 1].into_iter())));
        }
        assert_eq!(chance.below(0), 0);
        assert_eq!(chance.pick::<u8>(&[]), None);
    }
}
