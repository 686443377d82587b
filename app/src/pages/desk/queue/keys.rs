//! The whole review with the keyboard alone.

use leptos::ev;
use leptos::prelude::*;
use model::id::InitiativeId;
use model::op::Action;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::super::Here;
use super::super::address::Place;
use super::super::decide::{self, Deciding, Kind as Decision};
use super::neighbour;
use crate::i18n::{Word, desk, work};
use crate::markup::{El, button, el};
use crate::ui::sheet;

/// j and k go down and up, a letter opens each decision, and ? shows them all. Not while somebody writes, and not while an input method composes.
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
    let may_recognise = |id| untrack(|| here.tablet.read(|desk| !desk.levels(id).is_empty()));
    match (event.key().as_str(), row) {
        ("?", _) => here.keys.set(true),
        ("j", _) => step(here, open, 1),
        ("k", _) => step(here, open, -1),
        ("/", _) => focus(".queue__find input"),
        ("u", _) => {
            if !decide::take_back_last(here) {
                here.unsent.set(true);
            }
        }
        ("g", _) => here.unsent.set(true),
        ("l", _) => here.tablet.lock(),
        ("h", _) if open.is_some() => decision(Decision::History),
        ("r", Some(row)) => {
            if row.is_to_be_received() {
                decide::act(here, row.id, Action::Receive {});
            }
        }
        ("d", Some(row)) if may_recognise(row.id) => decision(Decision::Recognise),
        ("t", Some(row)) if !row.is_put_higher => decision(Decision::Return),
        ("x", Some(_)) => decision(Decision::Decline),
        ("n", Some(row)) if !row.is_put_higher => decision(Decision::Duplicate),
        ("c", Some(_)) => decision(Decision::Comment),
        ("m", Some(_)) => decision(Decision::More),
        ("f", Some(row)) if row.share.may_forward => decide::act(here, row.id, Action::Forward {}),
        _ => return,
    }
    event.prevent_default();
}

fn focus(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(Err(problem)) =
        found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()).map(|it| it.focus())
    {
        leptos::logging::warn!("{problem:?}");
    }
}

/// The keys, each with what it does.
pub fn sheet_of(here: Here) -> El {
    let lang = here.lang;
    sheet(
        here.keys,
        move || desk::KEYS.say(lang).to_owned(),
        move || {
            let line = |(keys, word): &(&str, Word)| {
                el("div", "keys__line")
                    .put(el("dt", "").puts(keys.split(' ').map(|key| el("kbd", "").text(key))))
                    .put(el("dd", "").text(word.say(lang)))
            };
            let close = button("btn", move || here.keys.set(false)).text(work::CLOSE.say(lang));
            el("div", "join")
                .put(el("dl", "keys").attr("tabindex", "0").puts(desk::KEY_LINES.iter().map(line)))
                .put(el("div", "sheet__acts").put(close))
        },
    )
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
