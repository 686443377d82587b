//! What the browser tells: the link, other tabs, and whether the page is looked at. Passed on to the store as it comes.

use leptos::ev;
use leptos::prelude::*;
use model::sync::Event;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::store::LocalStore;
use super::undo::Undo;

/// Listens for as long as the page lives.
pub fn listen(store: LocalStore, undo: Undo) {
    forget(window_event_listener(ev::online, move |_| store.handle(Event::Link(true))));
    forget(window_event_listener(ev::offline, move |_| store.handle(Event::Link(false))));
    forget(window_event_listener(ev::pagehide, move |_| undo.settle()));
    // Words that couldn't be stored would go with the page: the browser asks first.
    forget(window_event_listener(ev::beforeunload, move |event| {
        if store.now(|engine| engine.drafts().any(|draft| engine.is_unstored(draft.written.id))) {
            event.prevent_default();
        }
    }));
    forget(window_event_listener(ev::focus, move |_| store.focused()));
    forget(window_event_listener(ev::storage, move |event| match event.key() {
        Some(key) => store.heard(&key),
        // Everything was cleared at once.
        None => store.handle(Event::Woken),
    }));
    let seen = Closure::<dyn FnMut()>::new(move || {
        if document().visibility_state() == web_sys::VisibilityState::Visible {
            store.handle(Event::Woken);
        } else {
            // It may be closed or frozen next: what waits is carried out and what is written goes now.
            undo.settle();
            store.handle(Event::Timer);
        }
    });
    let listened = document().add_event_listener_with_callback("visibilitychange", seen.as_ref().unchecked_ref());
    if let Err(problem) = listened {
        leptos::logging::error!("{problem:?}");
    }
    seen.forget();
}

/// The listener stays until the page goes.
fn forget(handle: WindowListenerHandle) {
    std::mem::forget(handle);
}
