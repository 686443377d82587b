//! Where in the desk the officer is: in the queue at an initiative, at a unit's pages, at their account; and going from one
//! to another without leaving the desk.

use leptos::ev;
use leptos::prelude::*;
use model::id::InitiativeId;
use wasm_bindgen::{JsCast, JsValue};

/// Where the officer is. Copies are the same one; it lives as long as the tab.
#[derive(Clone, Copy)]
pub struct Address(RwSignal<String>);

/// A part of the desk, as the beginning of its addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The queue, and what is read in it.
    Review,
    /// The pages for administering units.
    Units,
    /// The officer's own account.
    Account,
}

impl Place {
    /// Every part.
    pub const ALL: [Place; 3] = [Place::Review, Place::Units, Place::Account];

    /// Where it begins.
    pub const fn path(self) -> &'static str {
        match self {
            Place::Review => QUEUE,
            Place::Units => "/app/units",
            Place::Account => "/app/account",
        }
    }

    /// What comes after the beginning of an address that is in this part.
    fn rest(self, path: &str) -> Option<&str> {
        path.strip_prefix(self.path()).filter(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

const QUEUE: &str = "/app/review";

/// The address of an initiative under review.
pub fn of(id: InitiativeId) -> String {
    format!("{QUEUE}/{id}")
}

impl Address {
    /// The address of this tab. Follows links and the browser's arrows from now on.
    pub fn follow() -> Address {
        let address = Address(RwSignal::new(path_now()));
        std::mem::forget(window_event_listener(ev::popstate, move |_| address.0.set(path_now())));
        std::mem::forget(window_event_listener(ev::click, move |event| {
            if let Some(path) = link_within(&event) {
                event.prevent_default();
                address.go(&path);
            }
        }));
        address
    }

    /// The initiative that is being read; for closures that run again when it changes.
    pub fn open(self) -> Option<InitiativeId> {
        self.0.with(|path| Place::Review.rest(path)?.trim_matches('/').parse().ok())
    }

    /// Which part of the desk is open; the queue where the address names none. For closures that run again when it changes.
    pub fn place(self) -> Place {
        self.0.with(|path| Place::ALL.into_iter().find(|place| place.rest(path).is_some())).unwrap_or(Place::Review)
    }

    /// What the address says within the part that is open, in pieces; for closures that run again when it changes.
    pub fn pieces(self) -> Vec<String> {
        self.0.with(|path| {
            let rest = Place::ALL.into_iter().find_map(|place| place.rest(path)).unwrap_or_default();
            rest.split('/').filter(|piece| !piece.is_empty()).map(str::to_owned).collect()
        })
    }

    /// Goes to an initiative, or to the queue alone.
    pub fn show(self, id: Option<InitiativeId>) {
        self.go(&id.map_or_else(|| QUEUE.to_owned(), of));
    }

    /// Goes to an address of the desk's.
    pub fn go(self, path: &str) {
        let history = window().history();
        if let Err(problem) = history.and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(path))) {
            leptos::logging::error!("{problem:?}");
        }
        self.0.set(path_now());
    }
}

fn path_now() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The desk's own address that a plain click on a link leads to.
fn link_within(event: &ev::MouseEvent) -> Option<String> {
    let plain = event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    if event.default_prevented() || !plain {
        return None;
    }
    let link = event.target()?.dyn_into::<web_sys::Element>().ok()?.closest("a[href]").ok().flatten()?;
    link.get_attribute("href").filter(|href| Place::ALL.into_iter().any(|place| place.rest(href).is_some()))
}
