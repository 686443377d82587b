//! Choosing the original of a duplicate: one that the machine found alike, one on the tablet, or, with a link, any other that
//! the officer may read. The server is asked once somebody pauses in typing.

use std::time::Duration;

use leptos::prelude::*;
use model::desk::{Alike, Row};
use model::id::InitiativeId;
use model::initiative::State;
use model::op::Action;
use model::sync::Failure;
use model::text::search_key;
use wasm_bindgen_futures::spawn_local;

use super::super::Here;
use super::act;
use super::forms::{text, writing};
use crate::i18n::{desk, work};
use crate::markup::{El, button, el, follow, settled};
use crate::ui::{FieldWords, Look, why_not};

/// So many of the tablet's own, and so many of the server's, are shown.
const AT_MOST: usize = 8;
/// A moment that typing rarely takes.
const PAUSE: Duration = Duration::from_millis(300);

/// What the server says to the words that are typed.
#[derive(Clone, PartialEq)]
enum Elsewhere {
    /// There is nothing to ask, or no link to ask over.
    Unasked,
    Asking,
    Found(Vec<Row>, bool),
    Failed(Failure),
}

/// What there is to choose from.
#[derive(Clone, PartialEq, Default)]
struct Choice {
    /// Which, and what its button says.
    rows: Vec<(InitiativeId, String)>,
    /// There are more than are shown.
    more: bool,
}

/// Linking it to its original: one that it is like, or any other that is found.
pub fn duplicate(here: Here, id: InitiativeId) -> El {
    let lang = here.lang;
    let alike = RwSignal::new(Vec::<(InitiativeId, String)>::new());
    spawn_local(async move {
        let text = here.tablet.paper(id).await;
        let found = text.as_deref().and_then(super::super::paper::read).map(|(_, alike)| alike).unwrap_or_default();
        alike.try_set(found.into_iter().map(|one| named(here, one)).collect());
    });
    let words = text();
    let find = writing("d-find", FieldWords::label(desk::FIND.say(lang)), Look::Line, 100, words).make();
    let elsewhere = ask_elsewhere(here, words);
    let choice = settled(move || {
        let key = search_key(&words.get());
        let wanted: Vec<&str> = key.split_whitespace().collect();
        if wanted.is_empty() {
            return Choice { rows: alike.get(), more: false };
        }
        let rows = here.tablet.rows();
        let fits = |row: &&Row| row.id != id && may_be_original(row);
        let found: Vec<&Row> = rows.iter().filter(|row| row.has(&wanted)).filter(fits).collect();
        let button_of = |row: &&Row| (row.id, label(here, row));
        let mut listed: Vec<_> = found.iter().take(AT_MOST).map(button_of).collect();
        let more = elsewhere.with(|elsewhere| {
            let Elsewhere::Found(beyond, more) = elsewhere else { return false };
            let is_new = |row: &&Row| !rows.iter().any(|known| known.id == row.id);
            let new: Vec<&Row> = beyond.iter().filter(fits).filter(is_new).collect();
            listed.extend(new.iter().take(AT_MOST).map(button_of));
            *more || new.len() > AT_MOST
        });
        Choice { rows: listed, more: more || found.len() > AT_MOST }
    });
    let listed = choice.clone();
    let list = el("div", "sheet__acts--list").live(move || {
        let pick = |(of, title): (InitiativeId, String)| {
            button("btn", move || act(here, id, Action::MarkDuplicate { of })).text(&title)
        };
        Some(el("div", "sheet__acts sheet__acts--list").puts(listed().rows.into_iter().map(pick)))
    });
    let said = settled(move || {
        let Choice { rows, more } = choice();
        words.with(|words| elsewhere.with(|elsewhere| standing(here, words.trim(), elsewhere, rows.is_empty(), more)))
    });
    let said = el("div", "")
        .attr("role", "status")
        .live(move || said().map(|words| el("p", "quiet").attr("id", "d-found").text(&words)));
    let cancel = button("btn", move || here.deciding.set(None)).text(desk::CANCEL.say(lang));
    el("div", "join")
        .put(el("p", "").put(el("b", "").text(desk::ORIGINAL.say(lang))).text(" ").text(desk::ORIGINAL_HELP.say(lang)))
        .puts([find, said, list])
        .put(el("div", "sheet__acts").put(cancel))
}

/// What the server finds for the words, asked anew when they change or the link comes back.
fn ask_elsewhere(here: Here, words: RwSignal<String>) -> RwSignal<Elsewhere> {
    let elsewhere = RwSignal::new(Elsewhere::Unasked);
    // Only the last question's answer counts.
    let turn = StoredValue::new(0_u32);
    let key = settled(move || search_key(&words.get()));
    follow(move || {
        let key = key();
        let has_link = here.link.get();
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        if key.trim().is_empty() || !has_link {
            return elsewhere.set(Elsewhere::Unasked);
        }
        elsewhere.set(Elsewhere::Asking);
        // The form may be gone, or something else was typed since.
        let is_wanted = move || turn.try_get_value() == Some(mine);
        let ask = move || {
            if !is_wanted() {
                return;
            }
            spawn_local(async move {
                let answer = here.tablet.find_elsewhere(&key).await;
                if is_wanted() {
                    elsewhere.set(match answer {
                        Ok((rows, more)) => Elsewhere::Found(rows, more),
                        Err(failure) => Elsewhere::Failed(failure),
                    });
                }
            });
        };
        set_timeout(ask, PAUSE);
    });
    elsewhere
}

/// How it stands with the search, if there is something to say.
fn standing(here: Here, words: &str, elsewhere: &Elsewhere, is_empty: bool, more: bool) -> Option<String> {
    let lang = here.lang;
    if words.is_empty() {
        return is_empty.then(|| desk::ORIGINAL_TYPE.say(lang).to_owned());
    }
    match elsewhere {
        Elsewhere::Asking => Some(desk::ORIGINAL_ASKING.say(lang).to_owned()),
        Elsewhere::Unasked | Elsewhere::Failed(Failure::Unreachable | Failure::Garbled | Failure::Busy { .. }) => {
            Some(desk::ORIGINAL_HERE_ONLY.say(lang).to_owned())
        }
        Elsewhere::Failed(failure) => Some(why_not(failure, lang)),
        Elsewhere::Found(..) if is_empty => Some(desk::ORIGINAL_NONE.fill(lang, &[words])),
        Elsewhere::Found(..) => more.then(|| desk::ORIGINAL_MORE.say(lang).to_owned()),
    }
}

/// Whether the server would take it for an original.
const fn may_be_original(row: &Row) -> bool {
    !matches!(row.state, State::Draft | State::Withdrawn | State::Duplicate | State::Deleted)
}

/// Title, author, unit, and where it stands.
fn label(here: Here, row: &Row) -> String {
    let lang = here.lang;
    let title = if row.title.trim().is_empty() { work::UNTITLED.say(lang) } else { &row.title };
    let state = desk::state(row.state).say(lang).to_lowercase();
    desk::ORIGINAL_ROW.fill(lang, &[title, &row.author, &row.unit_name, &state])
}

/// One that the machine found alike, by its title if the officer may know it.
fn named(here: Here, alike: Alike) -> (InitiativeId, String) {
    let percent = alike.similarity.to_string();
    let words = match &alike.title {
        Some(title) => desk::ALIKE_BY.fill(here.lang, &[&percent, title]),
        None => desk::ALIKE_UNNAMED.fill(here.lang, &[&percent]),
    };
    (alike.id, words)
}
