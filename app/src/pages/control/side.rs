//! The side: a message to the presenter, and stories to approve. Nothing that nobody approved, and nobody who doesn't agree, can
//! be approved here; the server wouldn't have it either.

use leptos::prelude::*;
use model::id::InitiativeId;
use model::show::{Act, Verdict};

use super::desk::{Desk, Spot};
use super::{act_button, said};
use crate::i18n::{Word, control, stage, stories as words};
use crate::markup::{El, el, settled};
use crate::show::{Shelf, shelf};
use crate::ui::{Field, FieldWords, Look};

/// Both parts.
pub fn side(here: Desk) -> El {
    el("aside", "side").attr("aria-label", control::TO_PRESENTER.say(here.lang)).put(presenter(here)).put(stories(here))
}

fn presenter(here: Desk) -> El {
    let lang = here.lang;
    let text = RwSignal::new(String::new());
    let words = FieldWords::label(control::MESSAGE.say(lang)).hidden();
    let mut field = Field::new("c-message", words, Look::Lines, 280, settled(move || text.get()));
    field.typed = Box::new(move |typed| text.set(typed.now));
    let send = act_button(here, Spot::Message, "btn", move || {
        let words = text.get_untracked().trim().to_owned();
        if !words.is_empty() {
            here.act_then(Spot::Message, Act::Message { text: words }, move || text.set(String::new()));
        }
    });
    let shown =
        settled(move || here.read(|room| room.show.message.clone()).flatten().filter(|said| !said.text.is_empty()));
    let on_screen = move || {
        let said = shown()?;
        let clock = said.at.clock(lang);
        let words = [said.text.as_str(), said.by.name.as_str(), clock.as_str()];
        let clear = act_button(here, Spot::Message, "btn btn--plain", move || {
            here.act(Spot::Message, Act::Message { text: String::new() });
        });
        let words = el("p", "quiet").text(&control::MESSAGE_SHOWN.fill(lang, &words));
        Some(el("div", "side__shown").put(words).put(clear.text(control::MESSAGE_CLEAR.say(lang))))
    };
    let pad = el("div", "pad")
        .put(field.make())
        .put(send.text(control::MESSAGE_SEND.say(lang)))
        .put(said(here, Spot::Message))
        .live(on_screen);
    el("section", "").put(el("h2", "").text(control::TO_PRESENTER.say(lang))).put(pad)
}

/// The stories of a shelf, as the server has them in order.
fn on(here: Desk, wanted: Shelf) -> Vec<InitiativeId> {
    let choose = here.read(|room| {
        let chosen = room.stories.iter().filter(|story| shelf(&room.show, story) == wanted);
        chosen.map(|story| story.initiative).collect()
    });
    choose.unwrap_or_default()
}

fn stories(here: Desk) -> El {
    let lang = here.lang;
    let waiting = settled(move || on(here, Shelf::Waiting));
    let (count, empty) = (waiting.clone(), waiting.clone());
    el("section", "")
        .put(el("h2", "").live_text(move || control::TO_APPROVE.fill(lang, &[&count().len().to_string()])))
        .each(move || waiting(), move |id| story(here, id))
        .when(move || empty().is_empty(), move || el("p", "quiet pad").text(control::NONE_TO_APPROVE.say(lang)))
        .put(closed(here, Shelf::Seen, control::APPROVED_ALREADY))
        .put(closed(here, Shelf::Asked, control::WITHOUT_CONSENT))
}

/// Stories that nobody has to look at now, behind a line that says how many there are.
fn closed(here: Desk, shelf: Shelf, words: Word) -> El {
    let keys = settled(move || on(here, shelf));
    let empty = keys.clone();
    el("div", "").when(
        move || !empty().is_empty(),
        move || {
            let (keys, count) = (keys.clone(), keys.clone());
            let summary = el("summary", "").live_text(move || words.fill(here.lang, &[&count().len().to_string()]));
            el("details", "side__seen").put(summary).each(move || keys(), move |id| story(here, id))
        },
    )
}

fn story(here: Desk, id: InitiativeId) -> El {
    let lang = here.lang;
    let find =
        settled(move || here.read(|room| room.stories.iter().find(|story| story.initiative == id).cloned()).flatten());
    let verdict = settled(move || here.read(|room| room.show.verdict(id)).flatten());
    let agrees = settled({
        let find = find.clone();
        move || find().is_some_and(|story| story.consent.is_some())
    });
    let (of_quotation, of_worth) = (find.clone(), find.clone());
    let quotation = settled(move || of_quotation().map(|story| story.quotation).filter(|text| !text.is_empty()));
    let worth = settled(move || {
        let story = of_worth()?;
        Some(stage::worth(story.benefit?, story.period, lang))
    });
    let about = move || {
        let Some(story) = find() else { return String::new() };
        match story.consent {
            Some(since) => {
                let by = words::by(&story.authors, story.other_authors, lang);
                let parts = [&by, &story.unit_name, &since.date(lang)];
                control::AGREED_ON.fill(lang, &parts.map(String::as_str))
            }
            None => control::NOT_AGREED.say(lang).to_owned(),
        }
    };
    let buttons = move || {
        let say = |word: Word, said: Verdict| {
            let verdict = verdict.clone();
            let act = move || here.act(Spot::Story(id), Act::Moderate { initiative: id, verdict: said });
            act_button(here, Spot::Story(id), "btn", act)
                .live_attr("aria-pressed", move || Some((verdict() == Some(said)).to_string()))
                .text(word.say(lang))
        };
        el("div", "story__acts")
            .put(say(control::SKIP, Verdict::Skipped))
            .put(say(control::APPROVE, Verdict::Approved))
            .put(say(control::APPROVE_UNNAMED, Verdict::ApprovedUnnamed))
    };
    el("div", "story")
        .put(
            el("b", "").live_text(move || here.names.with(|names| names.stories.get(&id).cloned()).unwrap_or_default()),
        )
        .put(el("p", "").live_text(about))
        .live(move || quotation().map(|text| el("p", "").attr("lang", "vi").text(&format!("“{}”", text.trim()))))
        .live(move || worth().map(|text| el("p", "").text(&text)))
        .when(move || agrees(), buttons)
        .put(said(here, Spot::Story(id)))
}
