//! What is done while the show runs, by touch and by key. Hiding and freezing are one press each way and ask nothing.

use leptos::ev;
use leptos::prelude::*;
use model::show::{Act, Show};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::desk::{Desk, Spot};
use super::{act_button, said};
use crate::i18n::{Word, control};
use crate::markup::{El, el, settled};
use crate::ui::Icon;

/// The row of buttons.
pub fn row(here: Desk) -> El {
    let lang = here.lang;
    let waits = move |spot, word: Word| if here.is_busy(spot) { control::SENDING } else { word }.say(lang).to_owned();
    let is = move |on: fn(&Show) -> bool| move || here.read(|room| on(&room.show)).unwrap_or(false);
    let take = act_button(here, Spot::Take, "btn btn--main", move || take(here))
        .put(el("span", "").live_text(move || waits(Spot::Take, control::TAKE)))
        .put(el("kbd", "").text(control::SPACE.say(lang)));
    let plain = move |spot, class: &str, icon, key: &str, name: Box<dyn Fn() -> Word>, act: fn(Desk)| {
        act_button(here, spot, class, move || act(here))
            .icon(icon)
            .put(el("span", "").live_text(move || waits(spot, name())))
            .put(el("kbd", "").text(key))
    };
    let switch = move |spot, class: &str, icon, key: &str, on: fn(&Show) -> bool, words: [Word; 2], act: fn(Desk)| {
        let name = move || if is(on)() { words[1] } else { words[0] };
        plain(spot, class, icon, key, Box::new(name), act)
            .live_attr("aria-pressed", move || Some(is(on)().to_string()))
            .live_class("is-on", is(on))
    };
    let spots = [Spot::Take, Spot::Next, Spot::Freeze, Spot::Hold, Spot::Hide];
    let buttons = el("div", "takes")
        .put(take)
        .put(plain(Spot::Next, "btn", Icon::Right, "N", Box::new(|| control::NEXT), next))
        .put(switch(Spot::Freeze, "btn", Icon::Freeze, "F", is_frozen, [control::FREEZE, control::UNFREEZE], freeze))
        .put(switch(Spot::Hold, "btn", Icon::Pin, "G", is_held, [control::HOLD, control::RELEASE], hold))
        .put(switch(Spot::Hide, "btn btn--person", Icon::Hide, "H", is_hidden, [control::HIDE, control::UNHIDE], hide));
    el("div", "takes__in").put(buttons).puts(spots.map(|spot| said(here, spot)))
}

fn is_frozen(show: &Show) -> bool {
    show.frozen.is_some()
}

fn is_hidden(show: &Show) -> bool {
    show.hidden.is_some()
}

fn is_held(show: &Show) -> bool {
    show.program.and_then(|air| show.item(air.item)).is_some_and(|item| item.held.is_some())
}

/// Takes what this desk shows as next, by its id: the other producer may just have chosen something else.
fn take(here: Desk) {
    let item = untrack(|| here.read(|room| room.show.preview)).flatten();
    here.act(Spot::Take, Act::Take { item, transition: here.transition.get_untracked() });
}

fn next(here: Desk) {
    here.act(Spot::Next, Act::Next);
}

fn freeze(here: Desk) {
    let on = untrack(|| here.read(|room| is_frozen(&room.show))).unwrap_or(false);
    here.act(Spot::Freeze, if on { Act::Unfreeze } else { Act::Freeze });
}

fn hold(here: Desk) {
    let (on, item) =
        untrack(|| here.read(|room| (is_held(&room.show), room.show.program.map(|air| air.item)))).unwrap_or_default();
    here.act(Spot::Hold, if on { Act::Release { item } } else { Act::Hold { item } });
}

fn hide(here: Desk) {
    let on = untrack(|| here.read(|room| is_hidden(&room.show))).unwrap_or(false);
    here.act(Spot::Hide, if on { Act::Unhide } else { Act::Hide });
}

fn preview(here: Desk, place: usize) {
    let id = untrack(|| here.read(|room| room.show.rundown.get(place - 1).map(|item| item.id))).flatten();
    if let Some(item) = id {
        here.act(Spot::Item(item), Act::Preview { item });
    }
}

/// Listens to the keys for as long as the desk is there. Space takes wherever the focus is but in a field or a sheet, so that it does
/// the same after a touch on any button; Enter presses the button that has the focus.
pub fn follow_keys(here: Desk) {
    std::mem::forget(window_event_listener(ev::keydown, move |event| {
        let key = event.key().to_lowercase();
        let act: Option<fn(Desk)> = match key.as_str() {
            " " => Some(take),
            "n" => Some(next),
            "f" => Some(freeze),
            "g" => Some(hold),
            "h" => Some(hide),
            _ => None,
        };
        let place = key.parse::<usize>().ok().filter(|place| (1..=9).contains(place));
        if (act.is_none() && place.is_none()) || !is_ours(&event) {
            return;
        }
        event.prevent_default();
        // A key that is held down is one press.
        if event.repeat() {
            return;
        }
        if let Some(act) = act {
            act(here);
        }
        if let Some(place) = place {
            preview(here, place);
        }
    }));
    // A button would be pressed when the key comes up.
    std::mem::forget(window_event_listener(ev::keyup, move |event| {
        if event.key() == " " && is_ours(&event) {
            event.prevent_default();
        }
    }));
}

fn is_ours(event: &KeyboardEvent) -> bool {
    let with = event.ctrl_key() || event.meta_key() || event.alt_key();
    let composing = event.is_composing() || event.key_code() == 229;
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let elsewhere = |target: &Element| {
        target.closest("input, textarea, select, summary, [contenteditable], dialog, form").ok().flatten().is_some()
    };
    let is_sheet_open = document().query_selector("dialog[open]").ok().flatten().is_some();
    !with && !composing && !is_sheet_open && !target.as_ref().is_some_and(elsewhere)
}

/// What the air is doing besides, in words: hidden, frozen.
pub fn besides(here: Desk) -> impl Fn() -> Option<Word> {
    let read = settled(move || here.read(|room| (is_hidden(&room.show), is_frozen(&room.show))).unwrap_or_default());
    move || match read() {
        (true, _) => Some(control::HIDDEN_NOW),
        (false, true) => Some(control::FROZEN_NOW),
        (false, false) => None,
    }
}
