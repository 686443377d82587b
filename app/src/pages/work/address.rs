//! Which page an address under `/app` leads to, and going from one to another without leaving the app.

use std::cell::RefCell;

use leptos::ev;
use leptos::prelude::*;
use model::field::Field;
use model::id::InitiativeId;
use wasm_bindgen::{JsCast, JsValue};

/// A page under `/app`.
#[derive(Debug, Clone, PartialEq)]
pub enum Page {
    Mine,
    /// A fresh initiative.
    New,
    /// An initiative, at a field of it.
    Initiative(InitiativeId, Option<Field>),
    Conflict(InitiativeId),
    /// Joining, with the unit's code, or a member's own, if the address has it.
    Join(String),
    Device,
    Nowhere,
    /// A public page that the server couldn't be asked for.
    Public,
}

impl Page {
    /// The page of a path, a query and a fragment, where a secret stands.
    pub fn of(path: &str, query: &str, fragment: &str) -> Page {
        let Some(rest) = path.strip_prefix("/app").filter(|rest| rest.is_empty() || rest.starts_with('/')) else {
            return Page::Public;
        };
        let rest = rest.trim_matches('/');
        let parts: Vec<&str> = rest.split('/').collect();
        match parts.as_slice() {
            [""] => Page::Mine,
            ["new"] => Page::New,
            ["join"] => {
                let secret = Some(fragment.trim_start_matches('#')).filter(|secret| !secret.is_empty());
                Page::Join(secret.map(str::to_owned).or_else(|| parameter(query, "code")).unwrap_or_default())
            }
            ["device"] => Page::Device,
            ["initiatives", id] => match id.parse() {
                Ok(id) => Page::Initiative(id, parameter(query, "field").and_then(|name| Field::from_name(&name))),
                Err(_) => Page::Nowhere,
            },
            // The officers' desk isn't on this device yet, and the server couldn't be asked for it.
            ["review" | "sign-in" | "invitation" | "units" | "account", ..] => Page::Public,
            ["initiatives", id, "conflict"] => id.parse().map_or(Page::Nowhere, Page::Conflict),
            _ => Page::Nowhere,
        }
    }
}

/// The address of an initiative.
pub fn of_initiative(id: InitiativeId, field: Option<Field>) -> String {
    match field {
        Some(field) => format!("/app/initiatives/{id}?field={}", field.name()),
        None => format!("/app/initiatives/{id}"),
    }
}

fn parameter(query: &str, name: &str) -> Option<String> {
    let pairs = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    let text = pairs.into_iter().find(|(of, _)| *of == name)?.1.replace('+', " ");
    js_sys::decode_uri_component(&text).ok().map(String::from)
}

/// Where the person is. Copies are the same one; it lives as long as the tab.
#[derive(Clone, Copy)]
pub struct Address(&'static Place);

struct Place {
    page: RefCell<Page>,
    changed: ArcTrigger,
}

impl Address {
    /// The address of this tab. Follows links and the browser's arrows from now on.
    pub fn follow() -> Address {
        let address = Address(Box::leak(Box::new(Place { page: RefCell::new(here()), changed: ArcTrigger::new() })));
        std::mem::forget(window_event_listener(ev::popstate, move |_| address.look()));
        std::mem::forget(window_event_listener(ev::click, move |event| {
            if let Some(path) = link_within(&event) {
                event.prevent_default();
                address.go(&path);
            }
        }));
        address
    }

    /// The page; for closures that run again when it changes.
    pub fn page(self) -> Page {
        self.0.changed.track();
        self.0.page.borrow().clone()
    }

    /// Goes to another page.
    pub fn go(self, path: &str) {
        self.write(path, History::push_state_with_url);
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    /// Goes to another page in the place of this one.
    pub fn go_instead(self, path: &str) {
        self.write(path, History::replace_state_with_url);
    }

    fn write(self, path: &str, write: WriteHistory) {
        let written = window().history().and_then(|history| write(&history, &JsValue::NULL, "", Some(path)));
        if let Err(problem) = written {
            leptos::logging::error!("{problem:?}");
        }
        self.look();
    }

    fn look(self) {
        self.0.page.replace(here());
        self.0.changed.notify();
    }
}

use web_sys::History;
type WriteHistory = fn(&History, &JsValue, &str, Option<&str>) -> Result<(), JsValue>;

fn here() -> Page {
    let location = window().location();
    let part = |part: Result<String, JsValue>| part.unwrap_or_default();
    Page::of(&part(location.pathname()), &part(location.search()), &part(location.hash()))
}

/// The address under `/app` that a plain click on a link leads to.
fn link_within(event: &ev::MouseEvent) -> Option<String> {
    let plain = event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    if event.default_prevented() || !plain {
        return None;
    }
    let link = event.target()?.dyn_into::<web_sys::Element>().ok()?.closest("a[href]").ok().flatten()?;
    let href = link.get_attribute("href")?;
    (href == "/app" || href.starts_with("/app/")).then_some(href)
}
