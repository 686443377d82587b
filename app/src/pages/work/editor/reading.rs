//! An initiative to read: while it is on its way, with the officers, or decided. Says where it stands, and offers what
//! can still be done.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::{Get, document, request_animation_frame};
use model::draft::{Draft, Need, Standing};
use model::field::{Author, Field, Value};
use model::id::InitiativeId;
use model::initiative::State;
use model::number::Lang;
use model::story::is_public;
use model::sync::Event;

use super::authors::kept_back;
use super::bound::box_id;
use super::check::{begin_page, focus};
use super::need::{after_refusal, copy_as_new};
use crate::i18n::{form, honour as words, stories, work};
use crate::local::{Doing, now};
use crate::markup::{El, a, button, el, settled};
use crate::pages::work::desk::{Here, back_link, content, sheet_of};
use crate::pages::work::device::unit_name;
use crate::pages::work::honour::{self, Honour};
use crate::pages::work::mine::{Else, chip, do_else};
use crate::pages::work::standing::{self, Said};
use crate::ui::{Stamp, tick};

/// What the person can do.
#[derive(Clone, Copy, PartialEq)]
enum Can {
    /// It is on its way: take it back and go on.
    GoOn,
    Withdraw,
    Nothing,
}

/// What there is to read.
#[derive(Clone, PartialEq)]
struct Read {
    said: Said,
    lead: Option<String>,
    honour: Option<Honour>,
    can: Can,
    copy: bool,
    refused: bool,
    /// The story is public or may become so: the consent to that can be changed.
    may_be_public: bool,
    parts: Vec<(Field, String)>,
}

fn read(draft: &Draft, lang: Lang) -> Read {
    let state = draft.known.state();
    let can = match state {
        _ if draft.is_submitting() => Can::GoOn,
        State::Submitted | State::Received => Can::Withdraw,
        _ => Can::Nothing,
    };
    let content = draft.written.content();
    let may_be_public = matches!(state, State::Submitted | State::Received | State::Recognised);
    let elsewhere = |field: &Field| match field {
        Field::Title | Field::BenefitPeriod => true,
        Field::PublicStory => may_be_public,
        _ => false,
    };
    let parts = Field::ALL.into_iter().filter(|field| !elsewhere(field));
    let parts = parts.filter_map(|field| {
        let mut text = value_text(content.written(field)?, lang);
        if let (Field::BenefitVnd, Some(period)) = (field, content.period()) {
            text = format!("{text}, {}", form::period(period).say(lang).to_lowercase());
        }
        Some((field, text))
    });
    Read {
        said: standing::say(draft, now(), lang),
        lead: lead(draft, lang),
        honour: honour::read(draft, lang),
        can,
        copy: matches!(state, State::Declined | State::Duplicate),
        refused: matches!(draft.standing(), Standing::NeedsYou(Need::Refused(_))),
        may_be_public,
        parts: parts.collect(),
    }
}

/// What the state means for the author, in a sentence or two.
fn lead(draft: &Draft, lang: Lang) -> Option<String> {
    if draft.is_submitting() {
        return Some(form::WAITING_TO_SEND.say(lang).to_owned());
    }
    let reason = draft.known.decision().and_then(|decision| decision.reason.as_deref());
    match draft.known.state() {
        State::Submitted | State::Received => Some(waiting(draft, lang)),
        State::Declined => {
            let words = [
                reason.map(|reason| form::DECLINED_REASON.fill(lang, &[reason])),
                Some(form::DECLINED_AGAIN.say(lang).to_owned()),
            ];
            Some(words.into_iter().flatten().collect::<Vec<_>>().join(" "))
        }
        State::Duplicate => Some(form::DUPLICATE_LEAD.say(lang).to_owned()),
        _ => reason.map(str::to_owned),
    }
}

/// That it is with the officers, since when, and by when to expect an answer.
fn waiting(draft: &Draft, lang: Lang) -> String {
    let newest = draft.known.at_server();
    let received = newest.and_then(|newest| newest.received_at).filter(|_| draft.known.state() == State::Received);
    let taken = match received {
        Some(at) => words::RECEIVED_ON.fill(lang, &[&at.date(lang)]),
        None => words::SENT_WAITS.say(lang).to_owned(),
    };
    let answer = standing::answer_by(draft, lang).map(|by| words::ANSWER_BY.fill(lang, &[&by]));
    let said = [Some(taken), answer, Some(form::FROZEN.say(lang).to_owned())];
    said.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// A value as one reads it.
pub fn value_text(value: &Value, lang: Lang) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Kind(kind) => kind.map(|kind| form::kind(kind).0.say(lang).to_owned()).unwrap_or_default(),
        Value::Money(sum) => sum.map(|sum| sum.spoken_dong(lang)).unwrap_or_default(),
        Value::Period(period) => period.map(|period| form::period(period).say(lang).to_owned()).unwrap_or_default(),
        Value::Date(day) => day.map(|day| day.display(lang)).unwrap_or_default(),
        Value::Authors(authors) => authors.iter().map(author_text).collect::<Vec<_>>().join("\n"),
        Value::Flag(agreed) => {
            if *agreed {
                form::PUBLIC_TICK.say(lang).to_owned()
            } else {
                String::new()
            }
        }
    }
}

fn author_text(author: &Author) -> String {
    let about = [author.position.as_deref(), author.workplace.as_deref()];
    let about: Vec<&str> = about.into_iter().flatten().collect();
    let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
    format!("{}{about}: {}%", author.name, author.share)
}

/// The page.
pub fn page(here: Here, id: InitiativeId) -> El {
    let Here { store, undo, lang, .. } = here;
    let shown = settled(move || store.draft(id, |draft| draft.map(|draft| read(draft, lang))));
    let first_seen = Cell::new(None);
    el("div", "").live(move || {
        let Read { said, lead, honour, can, copy, refused, may_be_public, parts } = shown()?;
        let withdrawing = undo.doing() == Some(Doing::Withdrawing(id));
        let chip = match withdrawing {
            true => chip(Stamp::Withdrawn, work::WITHDRAWN.say(lang)),
            false => chip(said.stamp, &said.chip),
        };
        let header = el("header", "bar-top").put(back_link(here)).put(el("span", "grow")).put(chip);
        let head = el("div", "reading__head");
        let head = match &honour {
            Some(honour) => {
                // Made anew while the person looks at it, it is as it was.
                let is_first = first_seen.get().unwrap_or_else(|| honour.is_new());
                first_seen.set(Some(is_first));
                honour.mark_seen();
                head.put(honour::section(here, honour, honour::Place::Head(is_first)))
            }
            None => head.put(el("h1", "").attr("tabindex", "-1").text(&said.title)).puts(forwarded(here, id)),
        };
        let head = head
            .puts(said.note.map(|note| el("p", "quiet").text(&note)))
            .puts(lead.map(|lead| el("p", "reading__lead").text(&lead)));
        let refusal = refused.then(|| {
            let card = el("article", "card card--person need");
            card.puts(said.why.map(|why| el("p", "").text(&why))).put(after_refusal(here, id))
        });
        let parts = parts.into_iter().map(|(field, text)| {
            let heading = el("h2", "").text(form::heading(field).say(lang));
            el("section", "reading__part").put(heading).put(el("p", "").text(&text))
        });
        let consent = may_be_public.then(|| consent(here, id));
        let main = content("phone reading").put(head).puts(refusal).puts(parts).puts(consent);
        let act = act(here, id, if withdrawing { Can::Nothing } else { can }, copy);
        let dock = act.map(|act| el("footer", "dock").put(act));
        Some(sheet_of(&said.title, [header, main].into_iter().chain(dock)))
    })
}

/// Before which unit it was put, of one that isn't decided yet.
fn forwarded(here: Here, id: InitiativeId) -> Option<El> {
    let Here { store, lang, .. } = here;
    let forwarding = store.draft_now(id, |draft| draft?.known.at_server()?.forwarded.clone())?;
    let (to, on) = (unit_name(here, forwarding.to), forwarding.at.date(lang));
    let said = el("p", "quiet");
    forwarding.waits.then(|| said.live_text(move || words::FORWARDED.fill(lang, &[&to.get(), &on])))
}

/// The consent to show the story, which may be given and withdrawn whatever the officers have decided.
fn consent(here: Here, id: InitiativeId) -> El {
    let Here { store, lang, .. } = here;
    let agreed = |draft: Option<&Draft>| draft.is_some_and(|draft| draft.written.content().public_story());
    let ticked = settled(move || store.draft(id, agreed));
    let changed = move |agreed| {
        store.edit(id, Field::PublicStory, Value::Flag(agreed));
        // Where it stands has changed, so the page is made anew around the box.
        request_animation_frame(|| {
            if let Some(made) = document().get_element_by_id(&box_id(Field::PublicStory)) {
                focus(&made);
            }
        });
    };
    let label = form::PUBLIC_SWITCH.say(lang);
    el("section", "consent")
        .put(el("h2", "").text(form::PUBLIC.say(lang)))
        .put(el("p", "").text(form::PUBLIC_SENT_TEXT.say(lang)))
        .put(kept_back(here, id))
        .put(tick(&box_id(Field::PublicStory), label, ticked, changed, Rc::new(|| None)))
        .live(move || {
            let link = || a("", &format!("/stories/{id}")).text(stories::SEE_PUBLIC.say(lang));
            store.draft(id, is_told).then(|| el("p", "").put(link()))
        })
}

/// Whether everybody may read it, as far as this device knows.
fn is_told(draft: Option<&Draft>) -> bool {
    let known = |draft: &Draft| {
        let newest = draft.known.newest.as_ref();
        newest.is_some_and(|newest| is_public(newest))
    };
    draft.is_some_and(known)
}

fn act(here: Here, id: InitiativeId, can: Can, copy: bool) -> Option<El> {
    let Here { store, undo, lang, .. } = here;
    match can {
        Can::GoOn => {
            let go_on = move || {
                store.handle(Event::TookBack { id });
                begin_page();
                undo.say(form::TAKEN_BACK.say(lang).to_owned());
            };
            Some(button("btn btn--main btn--reach btn--wide", go_on).text(form::EDIT_ON.say(lang)))
        }
        Can::Withdraw => {
            let withdraw = move || do_else(here, id, Else::Withdraw);
            Some(button("btn btn--person btn--reach btn--wide", withdraw).text(work::WITHDRAW.say(lang)))
        }
        Can::Nothing => copy.then(|| copy_as_new(here, id)),
    }
}
