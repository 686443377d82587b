//! Finding a unit by its name, typed without diacritics. A plain form that leads to `/units?q=…`; where there are
//! scripts, what is found shows below while one types.

use model::wire::UnitFound;

use super::{Icon, unit_name};
use crate::i18n::{Lang, board};
use crate::markup::{El, a, el};

/// A search field. `id` tells the fields of one page apart; `value` is what was searched for already. Without a button the
/// return key sends.
pub fn unit_search(id: &str, value: &str, with_button: bool, lang: Lang) -> El {
    let input = [
        ("id", id),
        ("type", "search"),
        ("name", "q"),
        ("value", value),
        ("autocomplete", "off"),
        ("autocapitalize", "off"),
        ("spellcheck", "false"),
        ("enterkeyhint", "search"),
        ("placeholder", board::SEARCH_HINT.say(lang)),
    ];
    let input = input.into_iter().fold(el("input", ""), |input, (name, value)| input.attr(name, value));
    let name = el("span", "hide").text(board::SEARCH.say(lang));
    let label = el("label", "field__box").attr("for", id).icon(Icon::Search).put(name).put(input);
    let button = with_button.then(|| el("button", "btn").text(board::SEARCH_BUTTON.say(lang)));
    let form = el("form", "find__form").attr("action", "/units").attr("method", "get").put(label).puts(button);
    el("search", "find").put(form).put(el("p", "hide").attr("role", "status"))
}

/// Units that were found, the best first, each with where it belongs.
pub fn unit_list(units: &[UnitFound], lang: Lang) -> El {
    let item = |unit: &UnitFound| {
        let link = a("", &format!("/units/{}", unit.code)).put(unit_name(el("span", ""), &unit.name, lang));
        let under = unit.under.as_deref();
        let under = under.map(|under| el("small", "quiet").text(&board::IN.fill(lang, &[under])));
        el("li", "").put(link.puts(under))
    };
    el("ul", "found").puts(units.iter().map(item))
}

#[cfg(feature = "board")]
pub use browser::show_while_typing;

#[cfg(feature = "board")]
mod browser {
    use std::time::Duration;

    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use model::text::excess;
    use model::wire::UnitsFound;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlInputElement, KeyboardEvent};

    use super::*;
    use crate::markup::all;

    /// A moment that typing rarely takes.
    const PAUSE: Duration = Duration::from_millis(180);

    /// What a search has come to.
    #[derive(Clone, Debug, Default, PartialEq)]
    enum Hits {
        /// Nothing was asked.
        #[default]
        None,
        /// The units found for a text.
        Found(String, Vec<UnitFound>),
        /// The server couldn't be asked.
        Failed,
    }

    /// Shows, under every search field of the page, what is found while one types.
    pub fn show_while_typing(lang: Lang) {
        for search in all("search.find") {
            let part = |name| search.element().query_selector(name).ok().flatten();
            if let (Some(input), Some(said)) = (part("input"), part("[role=status]")) {
                show_under(search, input.unchecked_into(), said, lang);
            }
        }
    }

    fn show_under(search: El, input: HtmlInputElement, said: Element, lang: Lang) {
        let hits = RwSignal::new(Hits::None);
        let class = move || if *hits.read() == Hits::None { "hide" } else { "find__said" };
        let words = move || match &*hits.read() {
            Hits::None => String::new(),
            Hits::Failed => board::SEARCH_FAILED.say(lang).to_owned(),
            Hits::Found(text, units) => board::found(units.len(), text, lang),
        };
        El::there(said).live_attr("class", move || Some(class().to_owned())).live_text(words);
        search.live(move || match &*hits.read() {
            Hits::Found(_, units) if !units.is_empty() => Some(unit_list(units, lang)),
            _ => None,
        });
        let typed = input.clone();
        let ask = ask_while_typing(hits);
        El::there(input.into()).on("input", move |_| ask(typed.value())).on("keydown", move |event| {
            let key = event.dyn_ref::<KeyboardEvent>();
            if key.is_some_and(|key| key.key() == "Escape" && !key.is_composing()) {
                hits.set(Hits::None);
            }
        });
    }

    /// Asks the server a moment after the last key.
    fn ask_while_typing(hits: RwSignal<Hits>) -> impl Fn(String) {
        // Only the last text's answer counts.
        let latest = StoredValue::new(0u32);
        move |text: String| {
            latest.update_value(|count| *count += 1);
            let turn = latest.get_value();
            let text = text.trim().to_owned();
            if text.is_empty() {
                return hits.set(Hits::None);
            }
            let still = move || latest.try_get_value() == Some(turn);
            set_timeout(
                move || {
                    if still() {
                        spawn_local(async move {
                            let found = units(&text).await;
                            if still() {
                                hits.set(found.map_or(Hits::Failed, |found| Hits::Found(text, found.units)));
                            }
                        });
                    }
                },
                PAUSE,
            );
        }
    }

    /// Longest text that the server searches for, in characters. No unit's name is longer.
    const MAX_QUERY: usize = 200;

    /// Units whose names have these words. `None` if the server can't be asked just now.
    async fn units(text: &str) -> Option<UnitsFound> {
        if excess(text, MAX_QUERY) > 0 {
            return Some(UnitsFound { units: Vec::new() });
        }
        let address = format!("/api/v1/units?q={}", String::from(js_sys::encode_uri_component(text)));
        let response = gloo_net::http::Request::get(&address).send().await.ok()?;
        let body = if response.ok() { response.text().await.ok()? } else { return None };
        serde_json::from_str(&body).ok()
    }
}
