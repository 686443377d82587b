//! `/app/initiatives/ID`: the form while it is open to the author, and the initiative to read while it isn't.

mod authors;
mod bound;
mod check;
mod effect;
mod form_page;
mod helper;
mod need;
mod reading;
mod saved;
mod solution;
mod story;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use model::draft::Draft;
use model::id::InitiativeId;
use uuid::Uuid;

use super::desk::{BackHead, Here, Nowhere, here};
use crate::i18n::{use_lang, work};
pub use check::{focus, go_to};
use form_page::FormPage;
pub use reading::{Reading, value_text};

/// `/app/new`: a fresh initiative. It exists once something is written in it.
#[component]
pub fn New() -> impl IntoView {
    let navigate = use_navigate();
    let id = InitiativeId::new(Uuid::now_v7());
    Effect::new(move |_| {
        navigate(&format!("/app/initiatives/{id}"), NavigateOptions { replace: true, ..Default::default() });
    });
}

/// The initiative of the address.
pub fn id_of_address() -> Memo<Option<InitiativeId>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse().ok()))
}

/// One initiative.
#[component]
pub fn Editor() -> impl IntoView {
    let Here { store, .. } = here();
    let id = id_of_address();
    let place = Memo::new(move |_| {
        let id = id.get()?;
        let unreadable = store.kept().iter().any(|kept| kept.key.ends_with(&id.to_string()));
        Some((id, unreadable, store.draft(id, |draft| draft.is_none_or(Draft::is_open))))
    });
    move || match place.get() {
        Some((_, true, _)) => view! { <Unreadable /> }.into_any(),
        Some((id, false, true)) => view! { <FormPage id=id /> }.into_any(),
        Some((id, false, false)) => view! { <Reading id=id /> }.into_any(),
        None => view! { <Nowhere /> }.into_any(),
    }
}

/// What is stored of it can't be read, and nothing may be written over it.
#[component]
fn Unreadable() -> impl IntoView {
    let lang = use_lang();
    view! {
        <BackHead title=work::UNTITLED.say(lang) />
        <main class="phone" id="noi-dung">
            <p>{work::UNREADABLE_THIS.say(lang)} {work::UNREADABLE_WHAT.say(lang)}</p>
            <p>
                <a class="btn" href="/app/device">
                    {work::LOOK.say(lang)}
                </a>
            </p>
        </main>
    }
    .into_any()
}
