//! A sheet from below on a phone, a dialog on anything wider, or a part of the page beside what it is about. The browser's own
//! dialog: it keeps the focus inside, gives it back, and closes with Escape and with Back.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, KeyboardEvent};

use super::layers;
use crate::markup::{El, Read, el, follow, settled};

/// Asks or shows one thing. What is inside is made by `make` when it opens; closing it any way sets `open`.
pub fn sheet(open: RwSignal<bool>, title: impl Fn() -> String + 'static, make: impl Fn() -> El + 'static) -> El {
    Sheet::new(open, title).make(make)
}

/// A sheet, before it is made.
#[cfg_attr(not(feature = "desk"), allow(dead_code, reason = "only the desk names what a sheet is about"))]
pub struct Sheet {
    open: RwSignal<bool>,
    title: Read<String>,
    about: Read<Option<String>>,
    beside: Option<&'static str>,
}

impl Sheet {
    /// One of that title.
    pub fn new(open: RwSignal<bool>, title: impl Fn() -> String + 'static) -> Sheet {
        Sheet { open, title: settled(title), about: settled(|| None), beside: None }
    }

    /// Names what it is about, under its title.
    #[cfg(feature = "desk")]
    pub fn about(self, about: impl Fn() -> Option<String> + 'static) -> Sheet {
        Sheet { about: settled(about), ..self }
    }

    /// On screens of this media query it stands beside the rest of the page, which stays usable.
    #[cfg(feature = "desk")]
    pub fn beside(self, screens: &'static str) -> Sheet {
        Sheet { beside: Some(screens), ..self }
    }

    /// Makes it, with `make` for what is inside.
    pub fn make(self, make: impl Fn() -> El + 'static) -> El {
        let Sheet { open, title, about, beside } = self;
        layers::close_on_back(open);
        let (heading, named, named_again) = (title.clone(), about.clone(), about);
        let label = move || match named() {
            Some(about) => format!("{}: {about}", title()),
            None => title(),
        };
        // It is wanted and is about to be shown.
        let is_coming = Rc::new(Cell::new(false));
        let dialog = closable(el("dialog", "sheet"), open, is_coming.clone())
            .live_attr("aria-label", move || Some(label()))
            .when(
                move || open.get(),
                move || {
                    let (heading, about) = (heading.clone(), named_again.clone());
                    let about = move || about().map(|about| el("p", "sheet__about").text(&about));
                    let head = el("h2", "").live_text(move || heading());
                    el("div", "sheet__in").put(head).live(about).put(make())
                },
            );
        follow_open(&dialog, open, beside, is_coming);
        dialog
    }
}

/// Closes with Escape, with a touch beside it, and when the browser closes it.
fn closable(dialog: El, open: RwSignal<bool>, is_coming: Rc<Cell<bool>>) -> El {
    dialog
        .on("cancel", move |event| {
            // By Escape. The event that it was closed comes later, when it may be wanted again.
            if event.target() == event.current_target() {
                open.set(false);
            }
        })
        .on("keydown", move |event| {
            // One that stands beside the page is closed by nobody else.
            let is_escape =
                event.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.key() == "Escape" && !key.is_composing());
            let shown = event.current_target().and_then(|shown| shown.dyn_into::<HtmlDialogElement>().ok());
            if is_escape && shown.is_some_and(|shown| shown.class_list().contains("sheet--beside")) {
                open.set(false);
            }
        })
        .on("close", move |event| {
            let closed = event.target().and_then(|closed| closed.dyn_into::<HtmlDialogElement>().ok());
            if !is_coming.get() && closed.is_some_and(|closed| !closed.open()) {
                _ = open.try_set(false);
            }
        })
        .on("click", move |event| {
            // A touch beside it closes it, as people expect of a sheet.
            let shown = event.current_target().and_then(|shown| shown.dyn_into::<HtmlDialogElement>().ok());
            let is_over = shown.is_some_and(|shown| !shown.class_list().contains("sheet--beside"));
            if is_over && event.target() == event.current_target() {
                open.set(false);
            }
        })
}

/// Shows it while it is wanted.
fn follow_open(dialog: &El, open: RwSignal<bool>, beside: Option<&'static str>, is_coming: Rc<Cell<bool>>) {
    let shown = dialog.element().clone().unchecked_into::<HtmlDialogElement>();
    let wanted = settled(move || open.get());
    follow(move || {
        if !wanted() {
            is_coming.set(false);
            shown.close();
        } else if !shown.open() {
            let is_beside = beside.is_some_and(matches);
            _ = shown.class_list().toggle_with_force("sheet--beside", is_beside);
            // A dialog can be shown once it is in the page, and this may run before.
            let (shown, is_coming) = (shown.clone(), is_coming.clone());
            is_coming.set(true);
            request_animation_frame(move || {
                // It may not be wanted any more.
                if !is_coming.replace(false) || shown.open() {
                    return;
                }
                let done = if is_beside { show_beside(&shown) } else { shown.show_modal() };
                if let Err(problem) = done {
                    leptos::logging::error!("{problem:?}");
                }
            });
        }
    });
}

fn show_beside(dialog: &HtmlDialogElement) -> Result<(), wasm_bindgen::JsValue> {
    dialog.show();
    Ok(())
}

fn matches(screens: &str) -> bool {
    window().match_media(screens).ok().flatten().is_some_and(|query| query.matches())
}
