//! An initiative to read: while it is on its way, with the officers, or decided. Says where it stands, and offers what
//! can still be done.

use leptos::prelude::*;
use leptos_meta::Title;
use model::draft::{Draft, Need, Standing};
use model::field::{Author, Field, Value};
use model::id::InitiativeId;
use model::initiative::State;
use model::number::Lang;
use model::sync::Event;

use super::need::{AfterRefusal, CopyAsNew};
use crate::i18n::{form, use_lang, work};
use crate::local::{Doing, now};
use crate::pages::work::desk::{BackLink, Here, here, page_title};
use crate::pages::work::mine::{Else, do_else};
use crate::pages::work::standing::{self, Said};
use crate::ui::{Chip, Stamp};

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
    can: Can,
    copy: bool,
    refused: bool,
    parts: Vec<(Field, String)>,
}

fn read(draft: &Draft, lang: Lang) -> Read {
    let state = draft.known.state();
    let can = match state {
        _ if draft.is_submitting() => Can::GoOn,
        State::Submitted | State::Received => Can::Withdraw,
        _ => Can::Nothing,
    };
    let content = &draft.written.content;
    let parts = Field::ALL.into_iter().filter(|field| !matches!(field, Field::Title | Field::BenefitPeriod));
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
        can,
        copy: matches!(state, State::Declined | State::Duplicate),
        refused: matches!(draft.standing(), Standing::NeedsYou(Need::Refused(_))),
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
        State::Submitted | State::Received => Some(form::FROZEN.say(lang).to_owned()),
        State::Recognised => {
            let verified = draft.known.decision().and_then(|decision| decision.benefit_vnd);
            let verified = verified.map(|sum| form::VERIFIED.fill(lang, &[&sum.spoken_dong(lang)]));
            let words = [Some(form::RECOGNISED_THANKS.say(lang).to_owned()), verified].into_iter().flatten();
            Some(words.collect::<Vec<_>>().join(" "))
        }
        State::Declined => {
            let words = [
                reason.map(|reason| form::DECLINED_REASON.fill(lang, &[reason])),
                Some(form::DECLINED_AGAIN.say(lang).to_owned()),
            ];
            Some(words.into_iter().flatten().collect::<Vec<_>>().join(" "))
        }
        _ => reason.map(str::to_owned),
    }
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
#[component]
pub fn Reading(id: InitiativeId) -> impl IntoView {
    let lang = use_lang();
    let here = here();
    let Here { store, undo } = here;
    let shown = Memo::new(move |_| store.draft(id, |draft| draft.map(|draft| read(draft, lang))));
    let go_on = move |_| {
        store.handle(Event::TookBack { id });
        undo.say(form::TAKEN_BACK.say(lang).to_owned());
    };
    let withdraw = move |_| do_else(here, id, Else::Withdraw, lang);
    let withdrawing = move || undo.doing() == Some(Doing::Withdrawing(id));
    let chip = move |said: &Said| {
        let (stamp, words) = match withdrawing() {
            true => (Stamp::Withdrawn, work::WITHDRAWN.say(lang).to_owned()),
            false => (said.stamp, said.chip.clone()),
        };
        view! { <Chip stamp=stamp>{words}</Chip> }
    };
    move || {
        let Read { said, lead, can, copy, refused, parts } = shown.get()?;
        let can = if withdrawing() { Can::Nothing } else { can };
        let parts = parts.into_iter().map(|(field, text)| {
            view! {
                <section class="reading__part">
                    <h2>{form::heading(field).say(lang)}</h2>
                    <p>{text}</p>
                </section>
            }
        });
        Some(view! {
            <Title text=page_title(&said.title) />
            <header class="bar-top">
                <BackLink />
                <span class="grow"></span>
                {chip(&said)}
            </header>
            <main class="phone reading" id="noi-dung">
                <div class="reading__head">
                    <h1>{said.title.clone()}</h1>
                    {said.note.clone().map(|note| view! { <p class="quiet">{note}</p> })}
                    {lead.map(|lead| view! { <p class="reading__lead">{lead}</p> })}
                </div>
                {refused
                    .then(|| {
                        view! {
                            <article class="card card--person need">
                                <p>{said.why.clone()}</p>
                                <AfterRefusal id=id />
                            </article>
                        }
                    })}
                {parts.collect_view()}
            </main>
            {match can {
                Can::GoOn => {
                    view! {
                        <footer class="dock">
                            <button type="button" class="btn btn--main btn--reach btn--wide" on:click=go_on>
                                {form::EDIT_ON.say(lang)}
                            </button>
                        </footer>
                    }
                    .into_any()
                }
                Can::Withdraw => {
                    view! {
                        <footer class="dock">
                            <button type="button" class="btn btn--person btn--reach btn--wide" on:click=withdraw>
                                {work::WITHDRAW.say(lang)}
                            </button>
                        </footer>
                    }
                    .into_any()
                }
                Can::Nothing if copy => view! { <footer class="dock"><CopyAsNew id=id /></footer> }.into_any(),
                Can::Nothing => ().into_any(),
            }}
        })
    }
}
