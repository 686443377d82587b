//! What needs the officer, above the list: a session that ended, what couldn't be kept, decisions that were refused, and words
//! whose initiative has left.

use leptos::prelude::*;
use model::calendar::Timestamp;
use model::desk::{Desk, Event, Recalled, Refusal, Unfinished, Words};
use model::id::InitiativeId;

use super::super::{Here, decide, gate};
use crate::i18n::{desk, work};
use crate::markup::{El, button, el, settled};
use crate::tablet::now;

/// So many refusals are shown at a time.
const SHOWN: usize = 20;

/// All of them.
pub fn notices(here: Here) -> El {
    let lang = here.lang;
    let tablet = here.tablet;
    let expired = settled(move || tablet.read(|desk| desk.session().is_some_and(|session| session.expired)));
    let unkept = settled(move || tablet.read_words(Desk::is_unkept));
    let refused = settled(move || {
        tablet.read(|desk| desk.refusals().iter().map(|refusal| refusal.op.id.uuid().as_u128()).collect::<Vec<_>>())
    });
    let stranded = settled(move || {
        let place = |one: &Unfinished| (one.initiative, one.words.form());
        tablet.read_words(|desk| desk.stranded().into_iter().map(place).collect::<Vec<_>>())
    });
    let sign_in = move || {
        let lead = el("p", "").text(desk::SIGN_IN_AGAIN.say(lang));
        el("section", "notice notice--person").put(lead).put(gate::sign_in_form(here))
    };
    let (many, count) = (refused.clone(), refused.clone());
    let all = move || {
        let count = count.clone();
        button("btn btn--wide", move || tablet.handle(Event::SeenAll))
            .live_text(move || desk::SEEN_ALL.fill(lang, &[&work::number(count().len(), lang)]))
    };
    let late = settled(move || {
        tablet.read(|desk| desk.recalled_too_late().map(|one| one.op.id.uuid().as_u128()).collect::<Vec<_>>())
    });
    let restored = settled(move || tablet.read(|desk| desk.restoration().map(|one| (one.at, one.given_back))));
    let error = settled(move || tablet.read(Desk::clock_error));
    let full = move || el("p", "notice notice--person").attr("role", "alert").text(desk::NOT_KEPT.say(lang));
    el("div", "notices")
        .when(move || expired(), sign_in)
        .when(move || unkept(), full)
        .live(move || Some(restoration(here, restored()?)))
        .live(move || {
            let words = desk::CLOCK_OFF.fill(lang, &[&desk::span(error()?, lang)]);
            Some(el("p", "notice").attr("role", "status").text(&words))
        })
        .each(move || late(), move |key| recalled(here, key))
        .each(move || refused().into_iter().take(SHOWN).collect(), move |key| refusal(here, key))
        .when(move || many().len() > 1, all)
        .each(move || stranded(), move |(id, form)| left(here, id, form))
}

/// That the server was restored, and what is done about it.
fn restoration(here: Here, (at, given_back): (Timestamp, usize)) -> El {
    let lang = here.lang;
    let words = desk::SERVER_RESTORED.fill(lang, &[&work::moment(at, now(), lang), &work::number(given_back, lang)]);
    let seen = button("btn", move || here.tablet.handle(Event::RestorationSeen)).text(desk::SEEN.say(lang));
    el("div", "notice notice--person").attr("role", "alert").put(el("p", "").text(&words)).put(seen)
}

/// A decision that was taken back when the server had it already.
fn recalled(here: Here, key: u128) -> El {
    let Here { tablet, lang, .. } = here;
    let found =
        untrack(|| tablet.read(|desk| desk.recalled_too_late().find(|one| one.op.id.uuid().as_u128() == key).cloned()));
    let Some(Recalled { op, title, .. }) = found else { return el("span", "") };
    let seen = button("btn", move || tablet.handle(Event::Seen(op.id))).text(desk::SEEN.say(lang));
    let words = el("p", "").text(&desk::RECALLED_LATE.fill(lang, &[&title]));
    el("div", "notice notice--person").attr("role", "alert").put(words).put(seen)
}

/// A decision that was refused, and why.
pub fn refusal(here: Here, key: u128) -> El {
    let Here { tablet, lang, .. } = here;
    let of = move |refusal: &&Refusal| refusal.op.id.uuid().as_u128() == key;
    let found = untrack(|| tablet.read(|desk| desk.refusals().iter().find(of).cloned()));
    let Some(refusal) = found else { return el("span", "") };
    let becomes = if refusal.leaves_words() { desk::WORDS_STAY } else { desk::WORDS_ARE_A_COMMENT };
    let Refusal { op, title, problem, .. } = refusal;
    let why = if problem.detail.is_empty() { &problem.title } else { &problem.detail };
    let written = Words::of(&op.action).filter(|words| !words.is_empty());
    let words = written.map(|words| {
        let lines = words.texts().into_iter().map(|line| el("p", "").text(line));
        el("div", "notice__words").put(el("blockquote", "").puts(lines)).put(el("p", "quiet").text(becomes.say(lang)))
    });
    let op = op.id;
    let seen = button("btn", move || tablet.handle(Event::Seen(op))).text(desk::SEEN.say(lang));
    el("div", "notice notice--person")
        .attr("role", "alert")
        .put(el("p", "").text(&desk::REFUSED.fill(lang, &[&title, why])))
        .puts(words)
        .put(seen)
}

/// What was written on an initiative that is no longer on the tablet.
fn left(here: Here, id: InitiativeId, form: model::desk::Form) -> El {
    let Here { tablet, lang, .. } = here;
    let written = settled(move || {
        tablet.read_words(|desk| desk.unfinished(id).into_iter().find(|one| one.words.form() == form).cloned())
    });
    let lead = written.clone();
    let lead = move || {
        let Some(one) = lead() else { return String::new() };
        desk::STRANDED.fill(lang, &[&one.title, &work::moment(one.at, now(), lang)])
    };
    let texts = move || {
        let lines = written()?.words;
        Some(el("blockquote", "").puts(lines.texts().into_iter().map(|line| el("p", "").text(line))))
    };
    let seen = button("btn", move || decide::let_go(here, id, form)).text(desk::SEEN.say(lang));
    el("div", "notice notice--person")
        .attr("role", "alert")
        .put(el("p", "").live_text(lead))
        .put(el("div", "notice__words").live(texts))
        .put(seen)
}
