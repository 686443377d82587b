//! A day, by the browser's own picker. Promises to say it in words, since the picker shows 12 May as 05/12 on a phone that
//! speaks English; and that a day that is half typed takes nothing's place.

use std::rc::Rc;

use leptos::prelude::*;
use model::calendar::Date;
use model::number::Lang;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::Icon;
use super::field::{FieldWords, Wrong, field_frame, has_cursor};
use crate::i18n::form;
use crate::markup::{El, Read, el, follow, settled};

/// A day.
pub struct DateField {
    /// The box's id.
    pub id: String,
    pub words: FieldWords,
    /// The day as it is kept.
    pub value: Read<Option<Date>>,
    /// Called with each day, and with None when the box is cleared.
    pub changed: Box<dyn Fn(Option<Date>)>,
    /// Called with `true` when the cursor comes and `false` when it goes.
    pub writing: Box<dyn Fn(bool)>,
    pub wrong: Wrong,
    /// What to ask about a day, if anything.
    pub ask: Box<dyn Fn(Date) -> Option<String>>,
}

impl DateField {
    /// The field as part of a page.
    pub fn make(self, lang: Lang) -> El {
        let DateField { id, words, value, changed, writing, wrong, ask } = self;
        let control = el("input", "").attr("type", "date").attr("id", &id);
        let input: HtmlInputElement = control.element().clone().unchecked_into();
        let is_half = RwSignal::new(false);
        let written = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let (shown, box_of, kept) = (input.clone(), control.clone(), value.clone());
        follow(move || {
            let value = written(kept());
            if !has_cursor(&box_of) && !is_half.get_untracked() {
                shown.set_value(&value);
            }
        });
        let writing = Rc::new(writing);
        let leaving = writing.clone();
        let (typed, left, kept) = (input.clone(), input, value.clone());
        let control = control
            .on("input", move |_| {
                let day = Date::parse(&typed.value()).ok();
                // While a day is being typed the browser gives none, or a year like 0002: neither is a day.
                let is_empty = typed.value().is_empty() && !typed.validity().bad_input();
                is_half.set(day.is_none() && !is_empty);
                if day.is_some() || is_empty {
                    changed(day);
                }
            })
            .on("focus", move |_| writing(true))
            .on("blur", move |_| {
                leaving(false);
                // The page may be gone already.
                if is_half.try_get_untracked() == Some(false) {
                    left.set_value(&written(untrack(|| kept())));
                }
            });
        let kept = value.clone();
        let wrong = settled(move || match (is_half.get(), kept()) {
            (true, Some(day)) => Some(form::DAY_UNSAVED_KEPT.fill(lang, &[&day.in_words(lang)])),
            (true, None) => Some(form::DAY_UNSAVED.say(lang).to_owned()),
            (false, _) => wrong(),
        });
        let boxed = el("span", "field__box").icon(Icon::Calendar).put(control.clone());
        let spoken = value.clone();
        let says = el("output", "field__day")
            .attr("for", &id)
            .live_text(move || spoken().map(|day| day.in_words(lang)).unwrap_or_default());
        let asked = settled(move || ask(value()?));
        field_frame(&id, words, wrong, boxed, control).put(says).live(move || {
            let question = el("p", "field__ask").attr("role", "status").icon(Icon::Info);
            Some(question.put(el("span", "").text(&asked()?)))
        })
    }
}
