//! Which initiative the desk's address names, and going from one to another without leaving the desk.

use leptos::ev;
use leptos::prelude::*;
use model::id::InitiativeId;
use wasm_bindgen::{JsCast, JsValue};

/// Where the officer is. Copies are the same one; it lives as long as the tab.
#[derive(Clone, Copy)]
pub struct Address(RwSignal<Option<InitiativeId>>);

const QUEUE: &str = "/app/review";

/// The address of an initiative under review.
pub fn of(id: InitiativeId) -> String {
    format!("{QUEUE}/{id}")
}

impl Address {
    /// The address of this tab. Follows links and the browser's arrows from now on.
    pub fn follow() -> Address {
        let address = Address(RwSignal::new(here()));
        std::mem::forget(window_event_listener(ev::popstate, move |_| address.0.set(here())));
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
        self.0.get()
    }

    /// Goes to an initiative, or to the queue alone.
    pub fn show(self, id: Option<InitiativeId>) {
        self.go(&id.map_or_else(|| QUEUE.to_owned(), of));
    }

    fn go(self, path: &str) {
        let history = window().history();
        if let Err(problem) = history.and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(path))) {
            leptos::logging::error!("{problem:?}");
        }
        self.0.set(here());
    }
}

fn here() -> Option<InitiativeId> {
    let path = window().location().pathname().unwrap_or_default();
    path.strip_prefix(QUEUE)?.trim_matches('/').parse().ok()
}

/// The desk's own address that a plain click on a link leads to.
fn link_within(event: &ev::MouseEvent) -> Option<String> {
    let plain = event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    if event.default_prevented() || !plain {
        return None;
    }
    let link = event.target()?.dyn_into::<web_sys::Element>().ok()?.closest("a[href]").ok().flatten()?;
    link.get_attribute("href").filter(|href| href == QUEUE || href.starts_with("/app/review/"))
}
