//! Follows a unit's totals: a stream of events while the page is looked at, the last good frame when the link is gone,
//! and how old it is. Promises that a number once shown never disappears, and that a page comes back by itself however
//! long the server was away. Server-rendered numbers are the first frame.

use leptos::prelude::*;
use model::wire::Totals;

use crate::{board::BoardData, ui::Freshness};

/// A unit's totals as they change.
#[derive(Clone, Copy, Debug)]
pub struct Live {
    /// The last good frame.
    pub totals: RwSignal<Totals>,
    /// How it relates to the server's.
    pub freshness: RwSignal<Freshness>,
}

/// Follows a board's totals for as long as the component around it lives. On the server, and before the page is
/// hydrated, there is the first frame and nothing more.
pub fn follow(board: &BoardData) -> Live {
    let live = Live { totals: RwSignal::new(board.totals.clone()), freshness: RwSignal::new(Freshness::Still) };
    #[cfg(feature = "hydrate")]
    browser::follow(live, board.rendered_at);
    live
}

/// While something is missing, calls `retry` when the device is back online, and in any case after a pause that differs
/// from viewer to viewer; unless the component around it is gone by then. Does nothing on the server.
pub fn again(missing: impl Fn() -> bool + 'static, retry: Callback<()>) {
    #[cfg(feature = "hydrate")]
    browser::again(missing, retry);
    #[cfg(not(feature = "hydrate"))]
    let _only_in_the_browser = (missing, retry);
}

/// Whether a frame takes the place of the one shown: not if it was overtaken on its way.
#[cfg(any(feature = "hydrate", test))]
fn is_newer(shown: &Totals, frame: &Totals) -> bool {
    let same = (&shown.campaign, &shown.own.unit) == (&frame.campaign, &frame.own.unit);
    same && (frame.seq >= shown.seq || frame.as_of > shown.as_of)
}

#[cfg(feature = "hydrate")]
mod browser;

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
