//! Follows a unit's totals: a stream of events while the page is looked at, the last good frame when the link is gone,
//! and how old it is. Promises that a number once shown never disappears, and that a page comes back by itself however
//! long the server was away. Server-rendered numbers are the first frame.

use leptos::prelude::RwSignal;
use model::wire::Totals;

use crate::{board::BoardData, ui::Freshness};

#[cfg(feature = "board")]
mod browser;
#[cfg(feature = "hydrate")]
pub mod retry;
#[cfg(feature = "board")]
mod tabs;

#[cfg(feature = "board")]
pub use browser::follow;

/// A unit's totals as they change.
#[derive(Clone, Copy, Debug)]
pub struct Live {
    /// The last good frame.
    pub totals: RwSignal<Totals>,
    /// How it relates to the server's.
    pub freshness: RwSignal<Freshness>,
}

impl Live {
    /// A board's first frame, which nothing follows yet.
    pub fn still(board: &BoardData) -> Live {
        Live { totals: RwSignal::new(board.totals.clone()), freshness: RwSignal::new(Freshness::Still) }
    }
}

/// Whether a frame takes the place of the one shown: not if it was overtaken on its way.
#[cfg(any(feature = "board", test))]
fn is_newer(shown: &Totals, frame: &Totals) -> bool {
    let same = (&shown.campaign, &shown.own.unit) == (&frame.campaign, &frame.own.unit);
    same && (frame.seq >= shown.seq || frame.as_of > shown.as_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::made_up;

    #[test]
    fn a_frame_that_was_overtaken_changes_nothing() {
        let shown = Totals { seq: 7, ..made_up::nation().totals };
        let next = Totals { seq: 8, ..shown.clone() };
        let overtaken = Totals { seq: 6, ..shown.clone() };
        assert!(is_newer(&shown, &next));
        assert!(!is_newer(&shown, &overtaken));
        // A server that was set up anew counts from the start, but later.
        let anew = Totals { as_of: shown.as_of.plus_millis(1000), ..overtaken };
        assert!(is_newer(&shown, &anew));
    }

    #[test]
    fn another_units_frame_changes_nothing() {
        let shown = made_up::nation().totals;
        assert!(!is_newer(&shown, &Totals { seq: 9, ..made_up::unit().totals }));
    }
}
