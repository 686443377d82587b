//! Which tab syncs: the one with the person in it. Promises at most one at a time where the browser has Web Locks, and
//! that a tab which the browser has frozen never keeps the others from syncing: whoever gets the focus takes over. That
//! it is the tab one types in also matters: only it knows which field the server's words must not change now.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Object, Promise, Reflect};
use uuid::Uuid;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::store::LocalStore;
use crate::locks::Locks;

const LOCK: &str = "tsk.sync";
/// Says which tab leads, for browsers without Web Locks.
const LEADER: &str = "tsk.leader";

/// This tab's part in the election.
#[derive(Clone)]
pub struct Lead(Rc<State>);

struct State {
    store: LocalStore,
    locks: Option<Locks>,
    me: String,
    leads: Cell<bool>,
    queued: Cell<bool>,
}

impl Lead {
    /// Stands for election; takes the lead at once if the person is in this tab.
    pub fn stand(store: LocalStore) -> Lead {
        let me = Uuid::now_v7().to_string();
        let lead = Lead(Rc::new(State {
            store,
            locks: Locks::of_browser(),
            me,
            leads: Cell::new(false),
            queued: Cell::new(false),
        }));
        if document_has_focus() {
            lead.take();
        } else {
            lead.queue();
        }
        lead
    }

    /// Whether this tab is the one that syncs.
    pub fn is_leading(&self) -> bool {
        self.0.leads.get()
    }

    /// Takes the lead from whichever tab has it. Called when this one gets the focus.
    pub fn take(&self) {
        if self.0.leads.get() {
            return;
        }
        if let Some(locks) = &self.0.locks {
            let options = Object::new();
            if Reflect::set(&options, &"steal".into(), &JsValue::TRUE).is_ok() {
                self.ask(locks, &options);
            }
        } else {
            self.write_name();
            self.leads(true);
        }
    }

    /// Another tab wrote to this key.
    pub fn heard(&self, key: &str) {
        if key == LEADER && self.0.locks.is_none() && self.leader().is_some_and(|name| name != self.0.me) {
            self.leads(false);
        }
    }

    /// Leads as soon as no other tab does.
    fn queue(&self) {
        match &self.0.locks {
            Some(_) if self.0.queued.replace(true) => {}
            Some(locks) => self.ask(locks, &Object::new()),
            None if self.leader().is_none() => self.take(),
            None => {}
        }
    }

    fn ask(&self, locks: &Locks, options: &Object) {
        let (mine, stolen) = (self.clone(), self.clone());
        let steals = Reflect::has(options, &"steal".into()).unwrap_or(false);
        let granted = Closure::once_into_js(move || {
            if !steals {
                mine.0.queued.set(false);
            }
            mine.leads(true);
            // Held until the page goes or another tab takes it.
            Promise::new(&mut |_, _| {})
        });
        let Some(held) = locks.request(LOCK, options, &granted) else { return };
        spawn_local(async move {
            if JsFuture::from(held).await.is_err() {
                stolen.leads(false);
                stolen.queue();
            }
        });
    }

    fn leads(&self, leads: bool) {
        if self.0.leads.replace(leads) != leads {
            self.0.store.lead(leads);
        }
    }

    fn leader(&self) -> Option<String> {
        storage()?.get_item(LEADER).ok().flatten()
    }

    fn write_name(&self) {
        // If there is no room, two tabs may sync; the server tells their ops apart, so that costs work, not words.
        if let Some(storage) = storage()
            && storage.set_item(LEADER, &self.0.me).is_err()
        {
            leptos::logging::warn!("no room to say which tab syncs");
        }
    }
}

/// Whether the person is in this tab.
pub fn document_has_focus() -> bool {
    leptos::prelude::document().has_focus().unwrap_or(false)
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
