//! What wrong PINs cost: five are free, then each makes the next one wait, longer and longer. Pure. Promises that a reload or
//! a clock that is set back shortens no wait, and that no number of wrong PINs destroys anything.

/// So many wrong PINs in a row make nobody wait.
pub const FREE: u32 = 5;
/// The first wait, milliseconds; each further wrong PIN doubles it.
const FIRST_WAIT: i64 = 30_000;
/// The longest wait, milliseconds: at one guess a day six digits stand for centuries.
const LONGEST_WAIT: i64 = 86_400_000;

/// Wrong PINs in a row, as they are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tries {
    /// So many were wrong.
    pub wrong: u32,
    /// When the last one was typed, milliseconds since 1970 by the tablet's clock.
    pub at: i64,
}

impl Tries {
    /// How long the next try has to wait, milliseconds.
    pub fn wait(self, now: i64) -> i64 {
        let whole = match self.wrong.checked_sub(FREE) {
            None => 0,
            Some(beyond) => (FIRST_WAIT << beyond.min(12)).min(LONGEST_WAIT),
        };
        (whole - (now - self.at).max(0)).max(0)
    }

    /// The same for a clock that says `now`: after one that was set back the wait begins again, or it would last until the
    /// clock has come to where it was.
    pub fn seen(self, now: i64) -> Tries {
        Tries { at: self.at.min(now), ..self }
    }

    /// One more wrong one, counted before it is looked at.
    pub fn and_one(self, now: i64) -> Tries {
        Tries { wrong: self.wrong.saturating_add(1), at: now }
    }

    /// How many more may be wrong before somebody has to wait.
    pub const fn free_left(self) -> u32 {
        FREE.saturating_sub(self.wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_are_free_and_then_each_waits_twice_as_long_up_to_a_day() {
        let waits: Vec<i64> = (0..22).map(|wrong| Tries { wrong, at: 0 }.wait(0) / 1_000).collect();
        assert_eq!(waits[..8], [0, 0, 0, 0, 0, 30, 60, 120]);
        assert_eq!(waits[16..19], [61_440, 86_400, 86_400]);
        assert!(waits.windows(2).all(|pair| pair[0] <= pair[1]));
        assert_eq!(Tries { wrong: u32::MAX, at: 0 }.wait(0), LONGEST_WAIT);
    }

    #[test]
    fn wrong_pins_are_counted_and_five_are_free() {
        let mut tries = Tries::default();
        let left: Vec<u32> = (1..=7)
            .map(|at| {
                tries = tries.and_one(at);
                tries.free_left()
            })
            .collect();
        assert_eq!(left, [4, 3, 2, 1, 0, 0, 0]);
        assert_eq!(tries, Tries { wrong: 7, at: 7 });
    }

    #[test]
    fn a_clock_that_is_set_back_shortens_no_wait_and_makes_none_endless() {
        let tries = Tries { wrong: 6, at: 1_000_000_000 };
        let back = tries.at - 10 * 365 * 86_400_000;
        assert_eq!(tries.wait(back), 60_000, "none of it is over");
        let seen = tries.seen(back);
        assert_eq!(seen.wait(back), 60_000);
        assert_eq!(seen.wait(back + 59_999), 1);
        assert_eq!(seen.wait(back + 60_000), 0);
        assert_eq!(tries.seen(tries.at + 10_000), tries, "going on it counts on");
        assert_eq!(tries.wait(tries.at + 10_000), 50_000);
    }
}
