//! One initiative in the list, in the words of `standing.rs`.

use leptos::prelude::*;
use model::id::InitiativeId;

use super::desk::{Here, here};
use super::standing::{Next, say};
use crate::i18n::{use_lang, work};
use crate::local::{Doing, now};
use crate::ui::{Chip, Icon, Stamp};

/// A row, or a card if the person is needed. `more` opens what else can be done with it.
#[component]
pub fn Row(id: InitiativeId, more: Callback<InitiativeId>, #[prop(optional)] card: bool) -> impl IntoView {
    let lang = use_lang();
    let Here { store, undo } = here();
    let said = Memo::new(move |_| store.draft(id, |draft| draft.map(|draft| say(draft, now(), lang))));
    let can_do_more =
        Memo::new(move |_| store.draft(id, |draft| draft.is_some_and(|draft| super::mine::what_else(draft).is_some())));
    // What waits to be carried out is shown as done.
    let held = Memo::new(move |_| match undo.doing() {
        Some(Doing::Withdrawing(of)) if of == id => Some((Stamp::Withdrawn, work::WITHDRAWN)),
        Some(Doing::Choosing(of, _)) if of == id => Some((Stamp::Pending, work::PENDING)),
        _ => None,
    });
    let chip = move || {
        let (stamp, words) = match held.get() {
            Some((stamp, words)) => (stamp, words.say(lang).to_owned()),
            None => said.with(|said| said.as_ref().map(|said| (said.stamp, said.chip.clone())))?,
        };
        Some(view! { <Chip stamp=stamp>{words}</Chip> })
    };
    let needed = move || said.get().filter(|_| held.get().is_none());
    let note = move || said.with(|said| said.as_ref().and_then(|said| said.note.clone()));
    let title = move || said.with(|said| said.as_ref().map(|said| said.title.clone()));
    let more_label = move || work::MORE_ABOUT.fill(lang, &[&title().unwrap_or_default()]);
    view! {
        <article class="item" class=("card", card) class=("card--person", move || card && held.get().is_none())>
            {move || if card { Some(view! { <div class="item__meta">{chip()}</div> }) } else { None }}
            <a class="item__title" href=format!("/app/initiatives/{id}")>
                {title}
            </a>
            {move || (!card).then(|| {
                view! {
                    <div class="item__meta">
                        {chip}
                        {move || note().map(|note| view! { <span>{note}</span> })}
                    </div>
                }
            })}
            {move || {
                needed().and_then(|said| said.why).map(|why| view! { <p class="item__why">{why}</p> })
            }}
            {move || needed().and_then(|said| said.next).map(|next| act(id, next))}
            <Show when=move || can_do_more.get()>
                <button
                    type="button"
                    class="btn btn--plain btn--icon item__more"
                    aria-label=more_label
                    on:click=move |_| more.run(id)
                >
                    {Icon::More.draw()}
                </button>
            </Show>
        </article>
    }
    .into_any()
}

fn act(id: InitiativeId, next: Next) -> impl IntoView {
    let (class, href) = match (next.to_conflict, next.field) {
        (true, _) => ("btn", format!("/app/initiatives/{id}/conflict")),
        (false, Some(field)) => ("btn btn--main", format!("/app/initiatives/{id}?field={}", field.name())),
        (false, None) => ("btn btn--main", format!("/app/initiatives/{id}")),
    };
    view! {
        <a class=class href=href>
            {next.label}
        </a>
    }
}
