//! Finding a unit by its name, typed without diacritics. A plain form that leads to `/units?q=…`; where there are
//! scripts, what is found shows below while one types. It asks the server itself, the one component that does, so that
//! every page can have it.

use leptos::{either::Either, prelude::*};
use model::wire::UnitFound;

use super::{Icon, UnitName};
use crate::i18n::{board, use_lang};

/// What a search has come to.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only the browser asks while one types"))]
enum Hits {
    /// Nothing was asked.
    #[default]
    None,
    /// The units found for a text.
    Found(String, Vec<UnitFound>),
    /// The server couldn't be asked.
    Failed,
}

/// A search field with its results below.
#[component]
pub fn UnitSearch(
    /// Tells the fields of one page apart.
    id: &'static str,
    /// What was searched for already.
    #[prop(optional, into)]
    value: String,
    /// Shows a button; otherwise the return key sends.
    #[prop(optional)]
    with_button: bool,
) -> impl IntoView {
    let lang = use_lang();
    let hits = RwSignal::new(Hits::None);
    let typed = ask_while_typing(hits);
    let said = move || match &*hits.read() {
        Hits::None => String::new(),
        Hits::Failed => board::SEARCH_FAILED.say(lang).to_owned(),
        Hits::Found(text, units) => board::found(units.len(), text, lang),
    };
    let list = move || match hits.get() {
        Hits::Found(_, units) if !units.is_empty() => Some(view! { <UnitList units /> }),
        _ => None,
    };
    view! {
        <search class="find">
            <form action="/units" method="get" class="find__form">
                <label class="field__box" for=id>
                    {Icon::Search.draw()}
                    <span class="hide">{board::SEARCH.say(lang)}</span>
                    <input
                        id=id
                        type="search"
                        name="q"
                        value=value
                        maxlength="100"
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        enterkeyhint="search"
                        placeholder=board::SEARCH_HINT.say(lang)
                        on:input=move |event| typed.run(event_target_value(&event))
                        on:keydown=move |event| {
                            if event.key() == "Escape" && !event.is_composing() {
                                hits.set(Hits::None);
                            }
                        }
                    />
                </label>
                {with_button.then(|| view! { <button class="btn">{board::SEARCH_BUTTON.say(lang)}</button> })}
            </form>
            <p class=move || if *hits.read() == Hits::None { "hide" } else { "find__said" } role="status">{said}</p>
            {list}
        </search>
    }
    .into_any()
}

/// Units that were found, each with where it belongs.
#[component]
pub fn UnitList(
    /// The units, the best first.
    units: Vec<UnitFound>,
) -> impl IntoView {
    let lang = use_lang();
    let item = |unit: UnitFound| {
        let under = match unit.under {
            Some(under) => Either::Left(view! { <small class="quiet">{board::IN.fill(lang, &[&under])}</small> }),
            None => Either::Right(()),
        };
        view! {
            <li>
                <a href=format!("/units/{}", unit.code) rel="external">
                    <span>
                        <UnitName name=unit.name />
                    </span>
                    {under}
                </a>
            </li>
        }
    };
    view! { <ul class="found">{units.into_iter().map(item).collect_view()}</ul> }.into_any()
}

/// Asks the server a moment after the last key.
fn ask_while_typing(hits: RwSignal<Hits>) -> Callback<String> {
    #[cfg(feature = "hydrate")]
    return browser::ask_while_typing(hits);
    #[cfg(not(feature = "hydrate"))]
    Callback::new(move |_: String| hits.set(Hits::None))
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use leptos::task::spawn_local;

    use super::*;
    use crate::board::load;

    /// A moment that typing rarely takes.
    const PAUSE: Duration = Duration::from_millis(180);

    pub(super) fn ask_while_typing(hits: RwSignal<Hits>) -> Callback<String> {
        // Only the last text's answer counts.
        let latest = StoredValue::new(0u32);
        Callback::new(move |text: String| {
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
                            let found = load::units(text.clone()).await;
                            if still() {
                                hits.set(found.map_or(Hits::Failed, |units| Hits::Found(text, units)));
                            }
                        });
                    }
                },
                PAUSE,
            );
        })
    }
}
