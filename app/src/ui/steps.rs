//! The parts of a long form: where one is, and which parts have something in them.

use leptos::ev;
use leptos::prelude::*;

use super::Icon;
use crate::i18n::{form, use_lang};

/// One part.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The id of its section.
    pub id: &'static str,
    /// Its name.
    pub label: &'static str,
    /// Whether something is written in it.
    pub done: Signal<bool>,
}

/// Links to the parts. `go` is called with the part's place in the list.
#[component]
pub fn Steps(
    steps: Vec<Step>,
    /// The place of the part that is looked at.
    #[prop(into)]
    current: Signal<usize>,
    go: Callback<usize>,
) -> impl IntoView {
    let lang = use_lang();
    let links = steps.into_iter().enumerate().map(|(at, Step { id, label, done })| {
        let on_click = move |event: ev::MouseEvent| {
            event.prevent_default();
            go.run(at);
        };
        view! {
            <a
                href=format!("#{id}")
                class:done=move || done.get()
                aria-current=move || (current.get() == at).then_some("step")
                on:click=on_click
            >
                <span>
                    {move || done.get().then(|| Icon::Check.draw())}
                    {label}
                </span>
                {move || done.get().then(|| view! { <span class="hide">{form::WRITTEN.say(lang)}</span> })}
            </a>
        }
    });
    view! {
        <nav class="steps" aria-label=form::STEPS.say(lang)>
            {links.collect_view()}
        </nav>
    }
    .into_any()
}
