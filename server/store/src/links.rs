//! The links of the audit's chain that were asked for or made lately, so that a device's cursor costs no look into the
//! store.

use crate::{Link, Position};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many are kept at least, once there were as many; twice as many at most. About 5 MB.
const KEPT: usize = 50_000;

/// Links by their positions. The log is only ever added to, so none of them changes.
#[derive(Debug, Default)]
pub(crate) struct RecentLinks(Mutex<Generations>);

#[derive(Debug, Default)]
struct Generations {
    young: HashMap<Position, Link>,
    old: HashMap<Position, Link>,
}

impl RecentLinks {
    /// The link at this position, if it is known here.
    pub fn at(&self, position: Position) -> Option<Link> {
        let mut kept = self.lock();
        if let Some(link) = kept.young.get(&position) {
            return Some(*link);
        }
        // What is still asked for stays.
        let link = kept.old.remove(&position)?;
        kept.insert(position, link);
        Some(link)
    }

    /// Keeps links of entries that are durable.
    pub fn keep(&self, links: impl IntoIterator<Item = (Position, Link)>) {
        let mut kept = self.lock();
        for (position, link) in links {
            kept.insert(position, link);
        }
    }

    // Nothing that can panic happens while the lock is held.
    fn lock(&self) -> MutexGuard<'_, Generations> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Generations {
    fn insert(&mut self, position: Position, link: Link) {
        if self.young.len() >= KEPT {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(position, link);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_stays_and_the_rest_is_forgotten() {
        let links = RecentLinks::default();
        let link = |position: u64| Link(std::array::from_fn(|at| position.to_be_bytes()[at % 8]));
        for position in 1..=3 * KEPT as u64 {
            links.keep([(position, link(position))]);
            if position % 1000 == 0 {
                assert_eq!(links.at(7), Some(link(7)));
            }
        }
        assert_eq!(links.at(8), None);
        assert_eq!(links.at(3 * KEPT as u64), Some(link(3 * KEPT as u64)));
        let kept = links.lock();
        assert!(kept.young.len() + kept.old.len() <= 2 * KEPT + 1);
    }
}
