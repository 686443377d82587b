//! Choosing the original of a duplicate.

use leptos::prelude::*;
use model::id::InitiativeId;
use model::op::Action;
use model::text::search_key;
use wasm_bindgen_futures::spawn_local;

use super::super::Here;
use super::act;
use super::forms::{text, writing};
use crate::i18n::desk;
use crate::markup::{El, button, el, settled};
use crate::ui::{FieldWords, Look};

/// Linking it to its original: one that it is like, or any other that is found on the tablet.
pub fn duplicate(here: Here, id: InitiativeId) -> El {
    const AT_MOST: usize = 8;
    let lang = here.lang;
    let alike = RwSignal::new(Vec::<(InitiativeId, String)>::new());
    spawn_local(async move {
        let text = here.tablet.paper(id).await;
        let found = text.as_deref().and_then(super::super::paper::read).map(|(_, alike)| alike).unwrap_or_default();
        let named = found.into_iter().map(|one| (one.id, one.title.unwrap_or_else(|| one.id.to_string())));
        alike.try_set(named.collect());
    });
    let words = text();
    let find = writing("d-find", FieldWords::label(desk::FIND.say(lang)), Look::Line, 100, words).make();
    let found = settled(move || {
        let key = search_key(&words.get());
        let wanted: Vec<&str> = key.split_whitespace().collect();
        if wanted.is_empty() {
            return alike.get();
        }
        let rows = here.tablet.rows();
        let fits = rows.iter().filter(|row| row.id != id && row.has(&wanted)).take(AT_MOST);
        fits.map(|row| (row.id, format!("{} · {}", row.title, row.author))).collect()
    });
    let rows = el("div", "sheet__acts--list").live(move || {
        let pick = |(of, title): (InitiativeId, String)| {
            button("btn", move || act(here, id, Action::MarkDuplicate { of })).text(&title)
        };
        Some(el("div", "sheet__acts sheet__acts--list").puts(found().into_iter().map(pick)))
    });
    let cancel = button("btn", move || here.deciding.set(None)).text(desk::CANCEL.say(lang));
    el("div", "join")
        .put(el("p", "").put(el("b", "").text(desk::ORIGINAL.say(lang))).text(" ").text(desk::ORIGINAL_HELP.say(lang)))
        .puts([find, rows])
        .put(el("div", "sheet__acts").put(cancel))
}
