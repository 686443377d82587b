//! A sheet from below on a phone, a dialog on anything wider. The browser's own dialog: it keeps the focus inside, gives
//! it back, and closes with Escape.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use crate::markup::{El, el, follow, settled};

/// Asks or shows one thing. What is inside is made by `make` when it opens; closing it any way sets `open`.
pub fn sheet(open: RwSignal<bool>, title: impl Fn() -> String + 'static, make: impl Fn() -> El + 'static) -> El {
    let title = settled(title);
    let heading = title.clone();
    // It is wanted and is about to be shown.
    let is_coming = Rc::new(Cell::new(false));
    let coming = is_coming.clone();
    let dialog = el("dialog", "sheet")
        .live_attr("aria-label", move || Some(title()))
        .on("cancel", move |event| {
            // By Escape. The event that it was closed comes later, when it may be wanted again.
            if event.target() == event.current_target() {
                open.set(false);
            }
        })
        .on("close", move |event| {
            let closed = event.target().and_then(|closed| closed.dyn_into::<HtmlDialogElement>().ok());
            if !coming.get() && closed.is_some_and(|closed| !closed.open()) {
                _ = open.try_set(false);
            }
        })
        .on("click", move |event| {
            // A touch beside it closes it, as people expect of a sheet.
            if event.target() == event.current_target() {
                open.set(false);
            }
        })
        .when(
            move || open.get(),
            move || {
                let heading = heading.clone();
                el("div", "sheet__in").put(el("h2", "").live_text(move || heading())).put(make())
            },
        );
    let shown = dialog.element().clone().unchecked_into::<HtmlDialogElement>();
    let wanted = settled(move || open.get());
    follow(move || {
        if !wanted() {
            is_coming.set(false);
            shown.close();
        } else if !shown.open() {
            // A dialog can be shown once it is in the page, and this may run before.
            let (shown, is_coming) = (shown.clone(), is_coming.clone());
            is_coming.set(true);
            request_animation_frame(move || {
                // It may not be wanted any more.
                if is_coming.replace(false)
                    && !shown.open()
                    && let Err(problem) = shown.show_modal()
                {
                    leptos::logging::error!("{problem:?}");
                }
            });
        }
    });
    dialog
}
