//! A toast with a way back. It stays while it has the focus or the pointer.

use leptos::prelude::*;

use super::Icon;
use crate::i18n::{use_lang, work};

/// Says what was done and offers to undo it.
#[component]
pub fn Toast(
    /// What was done.
    words: String,
    /// Called when the person takes it back; without it there is nothing to undo.
    #[prop(optional_no_strip)]
    undo: Option<Callback<()>>,
    /// Called with `true` when it gets the pointer or the focus, and `false` when it loses it.
    stays: Callback<bool>,
) -> impl IntoView {
    let lang = use_lang();
    view! {
        <div
            class="toast"
            on:pointerenter=move |_| stays.run(true)
            on:pointerleave=move |_| stays.run(false)
            on:focusin=move |_| stays.run(true)
            on:focusout=move |_| stays.run(false)
        >
            <span>{words}</span>
            {undo
                .map(|undo| {
                    view! {
                        <button type="button" class="btn" on:click=move |_| undo.run(())>
                            {Icon::Undo.draw()}
                            {work::UNDO.say(lang)}
                        </button>
                    }
                })}
        </div>
    }
    .into_any()
}
