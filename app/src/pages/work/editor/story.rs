//! The first part: the name, and the story as one tells it.

use leptos::prelude::document;
use model::field::Field;
use wasm_bindgen::JsCast;

use super::bound::{Bound, box_id};
use super::check::focus;
use crate::i18n::{Word, form};
use crate::markup::{El, Read, button, el};
use crate::ui::{FieldWords, Look};

/// The name: the one thing asked for at first.
pub fn title_part(bound: Bound, with_help: Read<bool>) -> El {
    let lang = bound.lang;
    let words = FieldWords::label(form::TITLE.say(lang));
    el("div", "title-part")
        .put(bound.text_box(Field::Title, Look::Title, words))
        .when(move || with_help(), move || el("p", "field__help").text(form::TITLE_HELP.say(lang)))
}

/// The story, with ways to begin.
pub fn story_part(bound: Bound, id: &str) -> El {
    let lang = bound.lang;
    let heading = el("h2", "").attr("id", "h-story").attr("tabindex", "-1").text(form::PROMPT.say(lang));
    let prompt = el("div", "prompt").put(heading).put(el("p", "").text(form::PROMPT_TEXT.say(lang)));
    let words = FieldWords::label(form::STORY.say(lang)).hidden();
    let starts = form::START_WORDS.map(|start| button("btn", move || begin_with(start, bound)).text(start.say(lang)));
    let starts = el("div", "starts").attr("role", "group").attr("aria-label", form::STARTS.say(lang)).puts(starts);
    el("section", "group part").attr("id", id).attr("aria-labelledby", "h-story").puts([
        prompt,
        bound.text_box(Field::Story, Look::Story, words),
        starts,
    ])
}

/// Puts a beginning where the cursor is, on a line of its own, as if it had been typed: it can be undone with the
/// keyboard, and is stored like any other words.
fn begin_with(start: Word, bound: Bound) {
    let Some(area) = document().get_element_by_id(&box_id(Field::Story)) else { return };
    focus(&area);
    let area: web_sys::HtmlTextAreaElement = area.unchecked_into();
    let before: Vec<u16> = area.value().encode_utf16().collect();
    let cursor = area.selection_start().ok().flatten().map_or(before.len(), |at| at as usize).min(before.len());
    let break_line = match before[..cursor].last() {
        None => "",
        Some(unit) if *unit == u16::from(b'\n') => "",
        Some(_) => "\n",
    };
    let words = format!("{break_line}{} ", start.say(bound.lang).trim_end_matches('…'));
    let page: web_sys::HtmlDocument = document().unchecked_into();
    let typed = page.exec_command_with_show_ui_and_value("insertText", false, &words).unwrap_or(false);
    if !typed && area.set_range_text(&words).is_ok() {
        let told = web_sys::Event::new("input").and_then(|event| area.dispatch_event(&event));
        if let Err(problem) = told {
            leptos::logging::error!("{problem:?}");
        }
    }
}
