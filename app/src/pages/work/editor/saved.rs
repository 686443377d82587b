//! The quietest thing on the page: that what is written is saved, and whether it can go.

use std::time::Duration;

use leptos::prelude::*;
use model::sync::Reach;

use super::bound::Bound;
use crate::i18n::{form, work};
use crate::local::now;
use crate::pages::work::standing;
use crate::ui::{Chip, Icon};

/// How long nobody types before the screen reader is told.
const PAUSE: Duration = Duration::from_millis(1_500);

/// "Đã lưu trên máy", once there is something to save.
#[component]
pub fn Saved(bound: Bound) -> impl IntoView {
    let lang = bound.lang;
    let edited = Memo::new(move |_| bound.draft(|draft| draft.written.edited_at));
    let unstored = Memo::new(move |_| {
        edited.track();
        bound.store.status(|_| ());
        bound.store.now(|engine| engine.is_unstored(bound.id))
    });
    let words = move || match (edited.get(), unstored.get()) {
        (None, _) => None,
        (Some(_), true) => Some((Icon::Alert, form::NOT_SAVED.say(lang))),
        (Some(_), false) => Some((Icon::Check, form::SAVED.say(lang))),
    };
    let spoken = RwSignal::new("");
    let timer = StoredValue::new_local(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    Effect::new(move |before: Option<()>| {
        edited.track();
        stop();
        spoken.set("");
        if before.is_some() {
            let speak = move || spoken.set(words().map_or("", |(_, words)| words));
            timer.set_value(set_timeout_with_handle(speak, PAUSE).ok());
        }
    });
    on_cleanup(stop);
    view! {
        <p class="saved" class:saved--not=move || unstored.get()>
            {move || words().map(|(icon, words)| view! { {icon.draw()} <span>{words}</span> })}
        </p>
        <span class="hide" role="status">
            {move || spoken.get()}
        </span>
    }
    .into_any()
}

/// Whether there is a link; where the draft stands, if there is.
#[component]
pub fn LinkChip(bound: Bound) -> impl IntoView {
    let lang = bound.lang;
    let offline = Memo::new(move |_| bound.store.status(|engine| engine.reach() == Reach::Offline));
    let said = Memo::new(move |_| {
        bound.draft(|draft| {
            let said = standing::say(draft, now(), lang);
            (said.stamp, said.chip)
        })
    });
    move || {
        if offline.get() {
            return view! { <span class="chip chip--local">{Icon::Offline.draw()}{work::NO_LINK.say(lang)}</span> }
                .into_any();
        }
        said.get().map(|(stamp, words)| view! { <Chip stamp=stamp>{words}</Chip> }).into_any()
    }
}
