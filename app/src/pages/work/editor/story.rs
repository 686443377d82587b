//! The first part: the name, and the story as one tells it.

use leptos::prelude::*;
use model::field::Field;
use wasm_bindgen::JsCast;

use super::bound::{Bound, TextBox, box_id};
use crate::i18n::{Word, form};
use crate::ui::{FieldWords, Look};

/// The name: the one thing asked for at first.
#[component]
pub fn TitlePart(bound: Bound, #[prop(into)] with_help: Signal<bool>) -> impl IntoView {
    let lang = bound.lang;
    view! {
        <div class="title-part">
            <TextBox bound=bound field=Field::Title words=FieldWords::label(form::TITLE.say(lang)) look=Look::Title />
            {move || with_help.get().then(|| view! { <p class="field__help">{form::TITLE_HELP.say(lang)}</p> })}
        </div>
    }
    .into_any()
}

/// The story, with ways to begin.
#[component]
pub fn StoryPart(bound: Bound, id: &'static str) -> impl IntoView {
    let lang = bound.lang;
    let starts = form::START_WORDS.map(|start| {
        view! {
            <button type="button" class="btn" on:click=move |_| begin_with(start, bound)>
                {start.say(lang)}
            </button>
        }
    });
    view! {
        <section class="group part" id=id aria-labelledby="h-story">
            <div class="prompt">
                <h2 id="h-story" tabindex="-1">
                    {form::PROMPT.say(lang)}
                </h2>
                <p>{form::PROMPT_TEXT.say(lang)}</p>
            </div>
            <TextBox
                bound=bound
                field=Field::Story
                words=FieldWords::label(form::STORY.say(lang))
                look=Look::Story
                hide_label=true
            />
            <div class="starts" role="group" aria-label=form::STARTS.say(lang)>
                {starts.into_view()}
            </div>
        </section>
    }
    .into_any()
}

/// Puts a beginning where the cursor is, on a line of its own, as if it had been typed: it can be undone with the
/// keyboard, and is stored like any other words.
fn begin_with(start: Word, bound: Bound) {
    let Some(area) = document().get_element_by_id(&box_id(Field::Story)) else { return };
    let area: web_sys::HtmlTextAreaElement = area.unchecked_into();
    if let Err(problem) = area.focus() {
        leptos::logging::warn!("{problem:?}");
    }
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
