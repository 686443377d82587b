//! Deeds that can't be taken back once the server has them: they are held for ten seconds, in which the officer can still
//! say no. One is held at a time; the next one, and leaving the page, lets the one before go.

use std::rc::Rc;

use leptos::ev;
use leptos::prelude::*;
use model::calendar::Timestamp;
use model::desk::UNDO_FOR;
use model::sync::Failure;
use wasm_bindgen_futures::spawn_local;

use super::super::Here;
use super::loaded::not_done;
use super::request;
use crate::i18n::administration as words;
use crate::markup::{El, button, el, settled};
use crate::tablet::now;
use crate::ui::Icon;

/// A deed that waits: a `DELETE` of the protocol.
#[derive(Clone)]
struct Waiting {
    /// What will happen.
    says: String,
    /// What is said once it has.
    done: String,
    path: String,
    /// Of the session in which it was asked for: the tablet may lock itself before it is done.
    token: Option<String>,
    until: Timestamp,
}

/// What is held on a page. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Held {
    here: Here,
    waiting: RwSignal<Option<Waiting>>,
    done: RwSignal<Option<String>>,
    failure: RwSignal<Option<Failure>>,
    after: StoredValue<Rc<dyn Fn()>, LocalStorage>,
}

impl Held {
    /// Nothing yet. `after` is called when something was done.
    pub fn new(here: Here, after: impl Fn() + 'static) -> Held {
        let held = Held {
            here,
            waiting: RwSignal::new(None),
            done: RwSignal::new(None),
            failure: RwSignal::new(None),
            after: StoredValue::new_local(Rc::new(after)),
        };
        let clock = here.clock;
        crate::markup::follow(move || {
            clock.track();
            let is_due = held.waiting.with(|one| one.as_ref().is_some_and(|one| now() >= one.until));
            if is_due {
                held.let_go();
            }
        });
        // Leaving isn't taking back.
        let leave: Rc<dyn Fn()> = Rc::new(move || held.let_go());
        let leave = StoredValue::new_local(leave);
        on_cleanup(move || {
            if let Some(leave) = leave.try_get_value() {
                leave();
            }
        });
        let leaving = window_event_listener(ev::pagehide, move |_| held.let_go());
        on_cleanup(move || leaving.remove());
        held
    }

    /// Holds a `DELETE` for ten seconds.
    pub fn delete(self, path: String, says: String, done: String) {
        self.let_go();
        self.failure.set(None);
        self.done.set(None);
        self.waiting.set(Some(Waiting {
            says,
            done,
            path,
            token: self.here.tablet.token(),
            until: now().plus_millis(UNDO_FOR),
        }));
    }

    /// Whether this path is being held; for closures that run again when that changes.
    pub fn holds(self, path: &str) -> bool {
        self.waiting.with(|one| one.as_ref().is_some_and(|one| one.path == path))
    }

    fn let_go(self) {
        let Some(Some(Waiting { path, done, token, .. })) = self.waiting.try_update(Option::take) else { return };
        spawn_local(async move {
            match request::delete(self.here, token, &path).await {
                Ok(()) => {
                    self.done.try_set(Some(done));
                    // The page may be gone.
                    if let Some(after) = self.after.try_get_value() {
                        after();
                    }
                }
                Err(failure) => _ = self.failure.try_set(Some(failure)),
            }
        });
    }

    /// What is held, with the way back; what was done; and why something wasn't.
    pub fn toast(self) -> El {
        let lang = self.here.lang;
        let left = move || {
            self.here.clock.track();
            self.waiting.with(|one| one.as_ref().map_or(0, |one| one.until.millis_since(now()).clamp(0, UNDO_FOR)))
        };
        let says = settled(move || self.waiting.with(|one| one.as_ref().map(|one| one.says.clone())));
        let done = settled(move || self.done.get());
        let toast = el("div", "office__held").live(move || {
            let says = says()?;
            let undo = button("btn", move || self.waiting.set(None))
                .icon(Icon::Undo)
                .live_text(move || words::UNDO.fill(lang, &[&((left() + 999) / 1_000).to_string()]));
            Some(el("div", "toast").attr("role", "status").put(el("span", "").text(&says)).put(undo))
        });
        let toast =
            toast.live(move || Some(el("p", "office__done").attr("role", "status").icon(Icon::Check).text(&done()?)));
        not_done(toast, self.here, self.failure)
    }
}
