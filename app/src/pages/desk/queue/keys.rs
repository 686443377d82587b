//! The whole review with the keyboard alone.

use leptos::ev;
use leptos::prelude::*;
use model::id::InitiativeId;
use model::op::Action;
use web_sys::KeyboardEvent;

use super::super::Here;
use super::super::address::Place;
use super::super::decide::{self, Deciding, Kind as Decision};
use super::neighbour;

/// j and k go down and up, and a letter opens each decision. Not while somebody writes, and not while an input method composes.
pub fn follow_keys(here: Here) {
    std::mem::forget(window_event_listener(ev::keydown, move |event| key(here, &event)));
}

fn key(here: Here, event: &KeyboardEvent) {
    let with =
        event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() || event.key_code() == 229;
    let writes = |element: web_sys::Element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.closest("dialog[open]").ok().flatten().is_some()
    };
    // A choice of views isn't writing.
    let in_choice = |element: &web_sys::Element| element.get_attribute("type").as_deref() == Some("radio");
    let active = document().active_element().filter(|element| !in_choice(element));
    let is_open = untrack(|| here.tablet.gate()) == crate::tablet::Gate::Open;
    let is_here = untrack(|| here.address.place()) == Place::Review;
    if with || !is_open || !is_here || active.is_some_and(writes) {
        return;
    }
    if here.deciding.get_untracked().is_some() {
        // A form is open beside the text: no key decides anything else meanwhile.
        if event.key() == "Escape" {
            here.deciding.set(None);
        }
        return;
    }
    let open = untrack(|| here.address.open());
    let row = untrack(|| open.and_then(|id| here.tablet.read(|desk| desk.row(id))));
    // What isn't on the screen yet isn't decided.
    let is_read = |id| here.reading.get_untracked().is_some_and(|(reading, _)| reading == id);
    let row = row.filter(|row| row.is_to_be_decided() && is_read(row.id));
    let decision = |kind| here.deciding.set(open.map(|id| Deciding { id, kind }));
    match (event.key().as_str(), row) {
        ("j", _) => step(here, open, 1),
        ("k", _) => step(here, open, -1),
        ("r", Some(row)) => {
            if row.is_to_be_received() {
                decide::act(here, row.id, Action::Receive {});
            }
        }
        ("d", Some(row)) if untrack(|| here.tablet.read(|desk| !desk.levels(row.id).is_empty())) => {
            decision(Decision::Recognise);
        }
        ("t", Some(row)) if !row.is_put_higher => decision(Decision::Return),
        ("x", Some(_)) => decision(Decision::Decline),
        _ => return,
    }
    event.prevent_default();
}

fn step(here: Here, from: Option<InitiativeId>, by: isize) {
    if let Some(next) = neighbour(here, from, by) {
        here.address.show(Some(next));
        // The list follows.
        request_animation_frame(|| {
            if let Ok(Some(row)) = document().query_selector(".q[aria-current]") {
                let how = web_sys::ScrollIntoViewOptions::new();
                how.set_block(web_sys::ScrollLogicalPosition::Nearest);
                row.scroll_into_view_with_scroll_into_view_options(&how);
            }
        });
    }
}
