//! `/app/units/CODE/join-code`: the code by which members join, the poster that bears it, and another code in its place.

use leptos::prelude::*;
use model::json;
use model::sync::Failure;
use model::wire::JoinCodeResponse;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;

use super::super::Here;
use super::loaded::{Loaded, not_done};
use super::{At, request};
use crate::i18n::administration as words;
use crate::markup::{El, button, el, settled};
use crate::ui::{Icon, sheet};

/// The page.
pub fn page(here: Here, at: &At) -> El {
    let lang = here.lang;
    let path = at.api("/join-code");
    let poster = format!("/api/v1{}", at.api("/poster"));
    let loaded = Loaded::<JoinCodeResponse>::start(here, path.clone());
    let (asking, replaced) = (RwSignal::new(false), RwSignal::new(false));
    let shown = loaded.show(el("div", "office__part"), move |code| {
        let said = el("p", "office__done").attr("role", "status");
        let said =
            said.live_text(move || if replaced.get() { words::REPLACED.say(lang).to_owned() } else { String::new() });
        el("div", "office__part")
            .put(el("p", "office__code").text(&code.code))
            .put(said)
            .put(poster_form(here, &poster))
            .put(el("p", "quiet").text(words::POSTER_TEXT.say(lang)))
            .put(link_to_copy(here, "j-url", &code.url))
    });
    let ask = button("btn", move || asking.set(true)).icon(Icon::Refresh).text(words::REPLACE.say(lang));
    el("div", "office__part office__part--read")
        .put(el("p", "").text(words::CODE_LEAD.say(lang)))
        .put(shown)
        .put(el("p", "").put(ask))
        .put(replacing(here, path, loaded, asking, replaced))
}

/// The poster opens in a tab of its own, to be printed. A form takes the session's secret there, since the tablet has no cookie.
fn poster_form(here: Here, address: &str) -> El {
    let secret = el("input", "").attr("type", "hidden").attr("name", "token");
    let input: HtmlInputElement = secret.element().clone().unchecked_into();
    let send = el("button", "btn btn--main btn--reach").text(words::POSTER.say(here.lang));
    el("form", "")
        .attr("method", "post")
        .attr("action", address)
        .attr("target", "_blank")
        .attr("rel", "noopener")
        .on("submit", move |_| input.set_value(&here.tablet.token().unwrap_or_default()))
        .put(secret)
        .put(send)
}

/// What replacing means, before it is done: it can't be taken back.
fn replacing(
    here: Here,
    path: String,
    loaded: Loaded<JoinCodeResponse>,
    open: RwSignal<bool>,
    replaced: RwSignal<bool>,
) -> El {
    let lang = here.lang;
    sheet(
        open,
        move || words::REPLACE_TITLE.say(lang).to_owned(),
        move || {
            let (failure, busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
            let path = path.clone();
            let replace = move || {
                if busy.get_untracked() {
                    return;
                }
                busy.set(true);
                failure.set(None);
                let path = path.clone();
                spawn_local(async move {
                    match request::post::<JoinCodeResponse>(here, &path, json::write(&())).await {
                        Ok(code) => {
                            loaded.value.try_set(Some(code));
                            replaced.try_set(true);
                            open.try_set(false);
                        }
                        Err(problem) => _ = failure.try_set(Some(problem)),
                    }
                    busy.try_set(false);
                });
            };
            let yes = button("btn btn--person", replace).text(words::REPLACE.say(lang));
            let no = button("btn btn--main", move || open.set(false)).text(words::KEEP_CODE.say(lang));
            let part = el("div", "join").put(el("p", "").text(words::REPLACE_TEXT.say(lang)));
            not_done(part, here, failure).put(el("div", "sheet__acts").put(no).put(yes))
        },
    )
}

/// A link to read, to copy and, where the device can, to hand on.
pub fn link_to_copy(here: Here, id: &'static str, url: &str) -> El {
    let lang = here.lang;
    let said = RwSignal::new("");
    let copied = url.to_owned();
    let copy = button("btn", move || {
        let url = copied.clone();
        spawn_local(async move {
            let done = JsFuture::from(window().navigator().clipboard().write_text(&url)).await;
            let word = if done.is_ok() { words::COPIED } else { words::NOT_COPIED };
            said.try_set(word.say(lang));
        });
    });
    let share = can_share().then(|| {
        let url = url.to_owned();
        button("btn", move || share(&url)).icon(Icon::Forward).text(words::SHARE.say(lang))
    });
    let shown = settled(move || said.get());
    el("div", "office__link").put(el("code", "office__url").attr("id", id).attr("tabindex", "0").text(url)).put(
        el("div", "office__acts")
            .put(copy.icon(Icon::Copy).text(words::COPY_LINK.say(lang)))
            .puts(share)
            .put(el("span", "quiet").attr("role", "status").live_text(move || shown().to_owned())),
    )
}

fn can_share() -> bool {
    js_sys::Reflect::has(&window().navigator(), &"share".into()).unwrap_or(false)
}

/// Hands the link to the device's own way of sharing. Whoever closes that again has changed their mind.
fn share(url: &str) {
    let data = web_sys::ShareData::new();
    data.set_url(url);
    let shared = window().navigator().share_with_data(&data);
    spawn_local(async move {
        if let Err(problem) = JsFuture::from(shared).await {
            leptos::logging::log!("not shared: {problem:?}");
        }
    });
}
