//! A small form behind a heading that opens it: some secret lines, what is wrong with them, and one button. What was typed
//! stays until it was taken.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use super::Account;
use crate::i18n::Word;
use crate::markup::{El, button, el};
use crate::ui::error;

/// A form that is `busy` while what `send` asks is under way; `wrong` holds why it was refused.
pub struct Form {
    pub fields: Vec<El>,
    pub label: Word,
    pub wrong: RwSignal<Vec<String>>,
    pub busy: RwSignal<bool>,
}

impl Form {
    /// A form with these fields and this button.
    pub fn new(fields: impl IntoIterator<Item = El>, label: Word) -> Form {
        Form { fields: fields.into_iter().collect(), label, wrong: RwSignal::default(), busy: RwSignal::new(false) }
    }

    /// The form as part of a page. `ask` is asked unless it is under way; it gives what was wrong, if anything.
    pub fn make<F: Future<Output = Result<(), Vec<String>>> + 'static>(
        self,
        of: Account,
        ask: impl Fn() -> Option<F> + 'static,
    ) -> El {
        let Form { fields, label, wrong, busy } = self;
        let send = el("button", "btn")
            .attr("type", "submit")
            .live_attr("disabled", move || busy.get().then(String::new))
            .text(label.say(of.here.lang));
        el("form", "join").attr("novalidate", "").puts(fields).put(faults(wrong)).put(send).on("submit", move |event| {
            event.prevent_default();
            if busy.get_untracked() {
                return;
            }
            let Some(asked) = ask() else { return };
            busy.set(true);
            wrong.set(Vec::new());
            spawn_local(async move {
                if let Err(words) = asked.await {
                    wrong.try_set(words);
                }
                busy.try_set(false);
            });
        })
    }
}

/// What was refused, spoken when it comes.
pub fn faults(wrong: RwSignal<Vec<String>>) -> El {
    el("div", "").attr("role", "alert").live(move || {
        let lines = wrong.get();
        (!lines.is_empty()).then(|| el("div", "").puts(lines.iter().map(|line| error(line))))
    })
}

/// A part that a button opens and closes; what is in it is made when it opens.
pub fn disclosed(of: Account, label: Word, open: RwSignal<bool>, make: impl Fn() -> El + 'static) -> El {
    let ask = button("btn", move || open.update(|open| *open = !*open))
        .live_attr("aria-expanded", move || Some(open.get().to_string()))
        .text(label.say(of.here.lang));
    el("div", "account__more").put(ask).when(move || open.get(), make)
}

/// Puts the cursor where the person goes on.
pub fn focus(id: &'static str) {
    request_animation_frame(move || {
        if let Some(element) = document().get_element_by_id(id)
            && let Some(element) = element.dyn_ref::<web_sys::HtmlElement>()
            && let Err(problem) = element.focus()
        {
            leptos::logging::warn!("{problem:?}");
        }
    });
}
