//! The server's time, as far as the tablet knows it: a tablet's own clock may be years off, and deadlines mustn't be. What it
//! is ahead by is kept for when there is no link.

use super::Desk;
use crate::calendar::Timestamp;

/// From so much on the officer is told that the tablet's clock is wrong, milliseconds: deadlines go by days.
const MUCH: i64 = 10 * 60_000;
/// An answer says its time in whole seconds, and is under way for a while.
const SLACK: i64 = 5_000;

impl Desk {
    /// The time at the server, by what it last told. `now` is the tablet's clock.
    pub fn server_time(&self, now: Timestamp) -> Timestamp {
        now.plus_millis(self.place.clock_ahead.unwrap_or(0))
    }

    /// By how much the server's clock is ahead of the tablet's, milliseconds, if that is much.
    pub fn clock_error(&self) -> Option<i64> {
        self.place.clock_ahead.filter(|ahead| ahead.abs() >= MUCH)
    }

    /// Kept with whatever is kept next; a difference that matters, at once.
    pub(super) fn server_told_time(&mut self, at: Timestamp, now: Timestamp) -> Vec<super::Effect> {
        let ahead = at.millis_since(now);
        let known = self.place.clock_ahead;
        if known.is_some_and(|known| (known - ahead).abs() < SLACK) {
            return Vec::new();
        }
        self.place.clock_ahead = Some(ahead);
        if (known.unwrap_or(0) - ahead).abs() < MUCH {
            return Vec::new();
        }
        vec![super::Keep::default().with_place(&self.place).into()]
    }
}
