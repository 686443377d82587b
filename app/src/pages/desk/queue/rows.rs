//! A row of the queue, and the swipe that receives it.

use std::rc::Rc;

use leptos::prelude::*;
use model::desk::Row;
use model::id::InitiativeId;
use model::op::Action;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, TouchEvent};

use super::super::{Here, address, decide};
use super::names::Common;
use crate::i18n::desk;
use crate::markup::{El, Read, a, el, settled};
use crate::ui::{Stamp, chip};

/// One initiative that waits.
pub fn row(here: Here, id: InitiativeId, common: Read<Rc<Common>>) -> El {
    let lang = here.lang;
    let row = settled(move || here.tablet.read(|desk| desk.row(id)));
    let due = {
        let row = row.clone();
        settled(move || {
            here.clock.with(|clock| clock / 60_000);
            row().map(|row| desk::due(&row, here.server_now(), lang)).unwrap_or_default()
        })
    };
    let (titled, named, marked, soon) = (row.clone(), row.clone(), row, due.clone());
    let due = el("span", "due").untranslated().live_class("due--soon", move || soon().1).live_text(move || due().0);
    let begun = settled(move || here.tablet.read_words(|desk| !desk.unfinished(id).is_empty()));
    let is_open = settled(move || here.address.open() == Some(id));
    let made = a("q", &address::of(id))
        .live_attr("aria-current", move || is_open().then(|| "true".to_owned()))
        .put(el("b", "").live_text(move || titled().map(|row| row.title).unwrap_or_default()))
        .put(el("span", "q__line").put(due).live(move || Some(whose(&named()?, &common()))))
        .live(move || {
            let row = marked()?;
            let chips = [
                begun().then(|| chip(Stamp::Local, desk::BEGUN.say(lang))),
                row.is_much_alike().then(|| chip(Stamp::Duplicate, desk::MAY_BE_ALIKE.say(lang))),
                row.is_put_higher.then(|| chip(Stamp::Recognised, desk::PUT_HIGHER.say(lang))),
            ];
            let chips: Vec<El> = chips.into_iter().flatten().collect();
            (!chips.is_empty()).then(|| el("span", "q__chips").puts(chips))
        });
    swipe(
        made,
        move || decide::act(here, id, Action::Receive {}),
        move || untrack(|| here.tablet.read(|desk| desk.row(id))).is_some_and(|row| row.is_to_be_received()),
    )
}

/// Who wrote it and of which unit; what that unit's name has in common with others is small.
fn whose(row: &Row, common: &Common) -> El {
    let end = common.get(&row.unit_name).copied().unwrap_or(0);
    let (same, own) = row.unit_name.split_at_checked(end).unwrap_or(("", &row.unit_name));
    let same = (!same.is_empty()).then(|| el("span", "q__common").text(same));
    let unit = el("span", "q__unit").puts(same).put(el("span", "").text(own));
    el("small", "").put(el("span", "q__author").text(&row.author)).text(" · ").put(unit)
}

/// A swipe to the right, as wide as a thumb goes, does something if it may be done.
fn swipe(row: El, act: impl Fn() + 'static, may: impl Fn() -> bool + 'static) -> El {
    const FAR: f64 = 90.0;
    let from = StoredValue::new_local(None::<(f64, f64)>);
    let at = |event: &web_sys::Event| {
        let touch = event.dyn_ref::<TouchEvent>()?.changed_touches().get(0)?;
        Some((f64::from(touch.client_x()), f64::from(touch.client_y())))
    };
    let shown: HtmlElement = row.element().clone().unchecked_into();
    let (moved, ended) = (shown.clone(), shown);
    let shift = |element: &HtmlElement, by: f64| {
        let value = if by > 0.0 { format!("{by}px") } else { String::new() };
        _ = element.style().set_property("translate", &value);
    };
    row.on("touchstart", move |event| from.set_value(at(&event)))
        .on("touchmove", move |event| {
            if let (Some(from), Some(to)) = (from.get_value(), at(&event))
                && (to.0 - from.0) > 2.0 * (to.1 - from.1).abs()
                && may()
            {
                shift(&moved, (to.0 - from.0).min(FAR * 1.3));
            }
        })
        .on("touchend", move |event| {
            let far = !ended.style().get_property_value("translate").unwrap_or_default().is_empty();
            if let (Some(from), Some(to)) = (from.get_value(), at(&event))
                && far
                && to.0 - from.0 > FAR
            {
                act();
            }
            shift(&ended, 0.0);
        })
}
