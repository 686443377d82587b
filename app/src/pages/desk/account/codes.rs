//! Recovery codes, shown once: to copy, to save, to print. They are nowhere on the tablet but on the screen.

use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::Account;
use crate::i18n::account;
use crate::local::save_file;
use crate::markup::{El, button, el};

/// Where the cursor goes when they come.
pub const HEADING: &str = "a-codes";

/// The codes, and the ways to keep them.
pub fn shown(of: Account, codes: Vec<String>, done: impl Fn() + 'static) -> El {
    let lang = of.here.lang;
    let said = RwSignal::new("");
    let text = codes.join("\n");
    let (copied, saved) = (text.clone(), text);
    let copy = button("btn", move || {
        let writing = window().navigator().clipboard().write_text(&copied);
        spawn_local(async move {
            let copied = JsFuture::from(writing).await.is_ok();
            let words = if copied { account::CODES_COPIED } else { account::CODES_NOT_COPIED };
            said.try_set(words.say(lang));
        });
    });
    let save = button("btn", move || {
        if let Err(problem) = save_file(account::CODES_FILE.say(lang), "text/plain", &saved) {
            leptos::logging::warn!("{problem:?}");
            said.set(account::CODES_NOT_COPIED.say(lang));
        }
    });
    let print = button("btn", move || {
        if let Err(problem) = window().print() {
            leptos::logging::warn!("{problem:?}");
            said.set(account::CODES_NOT_COPIED.say(lang));
        }
    });
    let list = el("ol", "account__codes").puts(codes.iter().map(|code| el("li", "").put(el("code", "").text(code))));
    el("section", "account__more account__keep")
        .put(el("h3", "").attr("id", HEADING).attr("tabindex", "-1").text(account::CODES.say(lang)))
        .put(el("p", "").text(account::CODES_TEXT.say(lang)))
        .put(list)
        .put(
            el("div", "account__ways account__ways--row")
                .put(copy.text(account::CODES_COPY.say(lang)))
                .put(save.text(account::CODES_SAVE.say(lang)))
                .put(print.text(account::CODES_PRINT.say(lang))),
        )
        .put(el("p", "account__said").attr("role", "status").live_text(move || said.get().to_owned()))
        .put(button("btn btn--main", done).text(account::CODES_DONE.say(lang)))
}
