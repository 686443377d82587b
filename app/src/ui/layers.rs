//! What lies over a page is a step in the browser's history: Back, and a phone's back button, closes what was opened last and
//! only then leaves the page. Promises that closing it any other way costs no second press: the step that is left over is
//! gone through by itself. Knows nothing of what is shown.

use std::cell::RefCell;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::markup::follow;

thread_local! {
    /// What is open, the last on top.
    static OPEN: RefCell<Vec<RwSignal<bool>>> = const { RefCell::new(Vec::new()) };
    /// Where the page was before the history moved; none until this module listens.
    static AT: RefCell<Option<Step>> = const { RefCell::new(None) };
}

/// An entry of the history.
#[derive(Debug, Clone, PartialEq)]
struct Step {
    /// So many layers may be open at it.
    depth: usize,
    address: String,
}

impl Step {
    fn now() -> Step {
        let depth = window().history().ok().and_then(|history| history.state().ok()?.as_f64());
        Step { depth: depth.unwrap_or(0.0) as usize, address: window().location().href().unwrap_or_default() }
    }
}

/// Has Back close this for as long as it is open.
pub fn close_on_back(open: RwSignal<bool>) {
    follow(move || if open.get() { opened(open) } else { closed(open) });
    on_cleanup(move || closed(open));
}

fn opened(layer: RwSignal<bool>) {
    listen();
    let depth = OPEN.with_borrow_mut(|open| {
        open.retain(|other| *other != layer);
        open.push(layer);
        open.len()
    });
    // A step that is left over from an earlier one is used again.
    if Step::now().depth < depth {
        let history = window().history();
        let state = JsValue::from_f64(depth as f64);
        if let Err(problem) = history.and_then(|history| history.push_state_with_url(&state, "", None)) {
            leptos::logging::warn!("{problem:?}");
        }
    }
    AT.set(Some(Step::now()));
}

fn closed(layer: RwSignal<bool>) {
    OPEN.with_borrow_mut(|open| open.retain(|other| *other != layer));
}

fn listen() {
    if AT.with_borrow(Option::is_none) {
        std::mem::forget(window_event_listener(ev::popstate, |_| moved()));
    }
}

fn moved() {
    let now = Step::now();
    let Some(before) = AT.replace(Some(now.clone())) else { return };
    let above = OPEN.with_borrow_mut(|open| open.split_off(now.depth.min(open.len())));
    let is_left_over = above.is_empty() && now.depth < before.depth && now.address == before.address;
    for layer in above.into_iter().rev() {
        // Its part of the page may be gone.
        _ = layer.try_set(false);
    }
    if is_left_over
        && let Ok(history) = window().history()
        && let Err(problem) = history.back()
    {
        leptos::logging::warn!("{problem:?}");
    }
}
