//! Why the person is needed, above the form: an officer's words, two versions, or a refusal, each with what to do.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::draft::{Draft, Need, Standing};
use model::id::InitiativeId;
use model::sync::Event;
use uuid::Uuid;

use super::bound::{Bound, box_id};
use super::check::go_to;
use crate::i18n::{form, work};
use crate::local::now;
use crate::local::transfer::copy;
use crate::pages::work::desk::{Here, here};
use crate::pages::work::standing::{self, Said};
use crate::ui::{Chip, Stamp};

/// What there is to do.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Choose,
    Add,
    Refused,
}

/// The card, if there is a need.
#[component]
pub fn NeedCard(bound: Bound) -> impl IntoView {
    let lang = bound.lang;
    let need = Memo::new(move |_| {
        bound
            .draft(|draft| {
                let way = match draft.standing() {
                    Standing::NeedsYou(Need::Conflict(_)) => Way::Choose,
                    Standing::NeedsYou(Need::Returned) => Way::Add,
                    Standing::NeedsYou(Need::Refused(_)) => Way::Refused,
                    _ => return None,
                };
                let Said { stamp, chip, why, next, .. } = standing::say(draft, now(), lang);
                Some((way, stamp, chip, why, next))
            })
            .flatten()
    });
    move || {
        let (way, stamp, chip, why, next) = need.get()?;
        let act = match (way, next) {
            (Way::Choose, Some(next)) => {
                let href = format!("/app/initiatives/{}/conflict", bound.id);
                view! {
                    <a class="btn" href=href>
                        {next.label}
                    </a>
                }
                .into_any()
            }
            (Way::Add, Some(next)) => next
                .field
                .map(|field| {
                    view! {
                        <button type="button" class="btn" on:click=move |_| go_to(&box_id(field))>
                            {next.label}
                        </button>
                    }
                })
                .into_any(),
            _ => view! { <AfterRefusal id=bound.id /> }.into_any(),
        };
        Some(need_card(stamp, chip, why, act))
    }
}

fn need_card(stamp: Stamp, chip: String, why: Option<String>, act: AnyView) -> impl IntoView {
    view! {
        <article class="card card--person need" id="o-need" tabindex="-1">
            <Chip stamp=stamp>{chip}</Chip>
            {why.map(|why| view! { <p>{why}</p> })}
            {act}
        </article>
    }
}

/// The words are kept; they can become a new initiative, or go.
#[component]
pub fn AfterRefusal(id: InitiativeId) -> impl IntoView {
    let lang = crate::i18n::use_lang();
    let Here { store, undo } = here();
    let can_drop = Memo::new(move |_| store.draft(id, |draft| draft.is_some_and(|draft| !draft.is_only_here())));
    let drop_edits = move |_| {
        let Some(before) = store.draft_now(id, |draft| draft.cloned()) else { return };
        let words = form::DROPPED_EDITS.fill(lang, &[&standing::title(&before, lang)]);
        store.handle(Event::Discarded { id });
        undo.offer(words, None, || {}, move || _ = store.put_back(&[before]));
    };
    view! {
        <div class="starts">
            <CopyAsNew id=id />
            <Show when=move || can_drop.get()>
                <button type="button" class="btn" on:click=drop_edits>
                    {form::DROP_EDITS.say(lang)}
                </button>
            </Show>
        </div>
    }
    .into_any()
}

/// Makes a new initiative of the same words, and opens it.
#[component]
pub fn CopyAsNew(id: InitiativeId) -> impl IntoView {
    let lang = crate::i18n::use_lang();
    let Here { store, undo } = here();
    let navigate = use_navigate();
    let make = move |_| {
        let new = InitiativeId::new(Uuid::now_v7());
        let mark = form::COPIED_MARK.say(lang);
        let Some(fresh) = store.draft_now(id, |draft: Option<&Draft>| draft.map(|draft| copy(draft, new, mark))) else {
            return;
        };
        if store.put_back(&[fresh]) == 0 {
            undo.say(work::NOT_STORED.say(lang).to_owned());
            return;
        }
        navigate(&format!("/app/initiatives/{new}"), NavigateOptions::default());
    };
    view! {
        <button type="button" class="btn" on:click=make>
            {form::COPY_AS_NEW.say(lang)}
        </button>
    }
    .into_any()
}
