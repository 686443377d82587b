//! The quietest thing on the page: that what is written is saved, and whether it can go.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use model::sync::Reach;

use super::bound::Bound;
use crate::i18n::{form, work};
use crate::local::now;
use crate::markup::{El, el, follow, settled};
use crate::pages::work::mine::chip;
use crate::pages::work::standing;
use crate::ui::Icon;

/// How long nobody types before the screen reader is told.
const PAUSE: Duration = Duration::from_millis(1_500);

/// Adds "Đã lưu trên máy", once there is something to save.
pub fn saved(made: El, bound: Bound) -> El {
    let lang = bound.lang;
    let unstored = settled(move || {
        bound.draft(|_| ());
        bound.store.status(|_| ());
        bound.store.now(|engine| engine.is_unstored(bound.id))
    });
    let is_there = settled(move || bound.draft(|_| ()).is_some());
    let (marked, shown) = (unstored.clone(), is_there.clone());
    let state = Rc::new(move || match (shown(), unstored()) {
        (false, _) => None,
        (true, true) => Some((Icon::Alert, form::NOT_SAVED.say(lang))),
        (true, false) => Some((Icon::Check, form::SAVED.say(lang))),
    });
    let said = state.clone();
    let line = el("p", "saved").live_class("saved--not", move || marked()).live(move || {
        let (icon, words) = said()?;
        Some(el("span", "saved__in").icon(icon).put(el("span", "").text(words)))
    });
    made.put(line).put(spoken(bound, move || state().map_or("", |(_, words)| words)))
}

/// The same for a screen reader: once after a pause, not at each key.
fn spoken(bound: Bound, words: impl Fn() -> &'static str + 'static) -> El {
    let spoken = RwSignal::new(String::new());
    let timer = Rc::new(RefCell::new(None::<TimeoutHandle>));
    let (words, mut edited_before) = (Rc::new(words), None);
    follow(move || {
        let edited = bound.draft(|draft| draft.written.edited_at);
        if let Some(timer) = timer.take() {
            timer.clear();
        }
        if edited_before.replace(edited).is_none_or(|before| before == edited) {
            return;
        }
        spoken.set(String::new());
        let words = words.clone();
        let speak = move || _ = spoken.try_set(untrack(|| words()).to_owned());
        timer.replace(set_timeout_with_handle(speak, PAUSE).ok());
    });
    el("span", "hide").attr("role", "status").live_text(move || spoken.get())
}

/// Adds whether there is a link; where the draft stands, if there is.
pub fn link_chip(made: El, bound: Bound) -> El {
    let lang = bound.lang;
    let offline = settled(move || bound.store.status(|engine| engine.reach() == Reach::Offline));
    let said = settled(move || {
        bound.draft(|draft| {
            let said = standing::say(draft, now(), lang);
            (said.stamp, said.chip)
        })
    });
    made.live(move || match (offline(), said()) {
        (true, _) => Some(el("span", "chip chip--local").icon(Icon::Offline).text(work::NO_LINK.say(lang))),
        (false, Some((stamp, words))) => Some(chip(stamp, &words)),
        (false, None) => None,
    })
}
