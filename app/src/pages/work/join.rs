//! `/app/join`: how a device comes to belong to a member of a unit. Works before there is a link: what is entered is
//! stored, and the person writes on. Asks for no more than it needs, and for consent in plain words.

use std::rc::Rc;

use gloo_storage::{SessionStorage, Storage};
use leptos::prelude::*;
use model::field::MAX_NAME;
use model::json;
use model::number::Lang;
use model::problem::ProblemKind;
use model::sync::Event;
use model::text::{self, typed_line};
use model::wire::{JoinRequest, Member};

use super::desk::{Here, back_head, content, sheet_of};
use super::device::unit_name;
use super::editor::go_to;
use crate::i18n::{Word, work};
use crate::markup::{El, a, button, el, settled};
use crate::ui::{Explained, Field, FieldWords, Icon, Look, short_choice, tick};
use crate::visitor::choose_lang;

/// Longest code and card number, in characters, as the server takes them.
const MAX_CODE: usize = 100;
const MAX_CARD: usize = 50;

/// What is entered while the page is loaded anew in another language; in this tab alone.
const ENTERED: &str = "tsk.entered";

/// Where the device stands.
#[derive(Clone, PartialEq)]
enum Stage {
    /// It can ask to join; these were the last answers, if it asked before.
    Ask {
        last: Option<JoinRequest>,
        refused: Option<ProblemKind>,
        again: bool,
    },
    Waiting(JoinRequest),
    In(Member),
}

/// The page. `code` is the unit's, from the address.
pub fn page(here: Here, code: String) -> El {
    let store = here.store;
    let change = RwSignal::new(false);
    let stage = settled(move || {
        let change = change.get();
        store.status(|engine| match (engine.joining(), engine.session()) {
            (Some(joining), _) if joining.refused.is_none() && !change => Stage::Waiting(joining.request.clone()),
            (Some(joining), session) => Stage::Ask {
                last: Some(joining.request.clone()),
                refused: joining.refused.as_ref().map(|problem| problem.kind),
                again: session.is_some(),
            },
            (None, Some(session)) if !session.expired => Stage::In(session.member.clone()),
            (None, session) => Stage::Ask {
                last: session.map(|session| JoinRequest {
                    code: String::new(),
                    name: session.member.name.clone(),
                    member_no: None,
                    consent: false,
                }),
                refused: None,
                again: session.is_some(),
            },
        })
    });
    let taken = take_entered();
    let body = el("div", "").live(move || {
        Some(match stage() {
            Stage::Ask { last, refused, again } => {
                let mut last = taken.clone().or(last).unwrap_or(JoinRequest {
                    code: String::new(),
                    name: String::new(),
                    member_no: None,
                    consent: false,
                });
                if !code.is_empty() && refused.is_none() {
                    last.code = code.clone();
                }
                ask(here, last, refused, again, change)
            }
            Stage::Waiting(request) => waiting(here, &request, change),
            Stage::In(member) => joined(here, member, !code.is_empty()),
        })
    });
    let title = work::JOIN_TITLE.say(here.lang);
    sheet_of(title, [back_head(here, title), body])
}

/// What is entered.
#[derive(Clone, Copy)]
struct Entered {
    code: RwSignal<String>,
    name: RwSignal<String>,
    member_no: RwSignal<String>,
    agreed: RwSignal<bool>,
    /// The person has tried to send it.
    tried: RwSignal<bool>,
    /// The code isn't the one that was refused any more.
    other_code: RwSignal<bool>,
}

fn is_blank(text: RwSignal<String>) -> bool {
    text.with(|text| text::is_blank(text))
}

fn is_too_long(text: RwSignal<String>, max: usize) -> bool {
    text.with(|text| text::excess(text.trim(), max) > 0)
}

/// The form.
fn ask(here: Here, last: JoinRequest, refused: Option<ProblemKind>, again: bool, change: RwSignal<bool>) -> El {
    let lang = here.lang;
    let entered = Entered {
        code: RwSignal::new(last.code),
        name: RwSignal::new(last.name),
        member_no: RwSignal::new(last.member_no.unwrap_or_default()),
        agreed: RwSignal::new(false),
        tried: RwSignal::new(false),
        other_code: RwSignal::new(refused.is_none()),
    };
    let Entered { code, name, member_no, agreed, tried, other_code } = entered;
    let say = move |wrong: bool, words: Word| (tried.get() && wrong).then(|| words.say(lang).to_owned());
    let text = |id: &str, words: FieldWords, max: usize, value: RwSignal<String>| {
        let mut field = Field::new(id, words, Look::Line, max, settled(move || value.get()));
        field.typed = Box::new(move |typed| value.set(typed.now));
        field
    };
    let mut code_field =
        text("j-code", FieldWords::label(work::CODE.say(lang)).help(work::JOIN_LEAD.say(lang)), MAX_CODE, code);
    code_field.typed = Box::new(move |typed| {
        other_code.set(true);
        code.set(typed.now);
    });
    code_field.wrong = settled(move || match other_code.get() {
        false => Some(work::CODE_UNKNOWN.say(lang).to_owned()),
        true => say(is_blank(code), work::CODE_MISSING),
    });
    let mut name_field = text("j-name", FieldWords::label(work::NAME.say(lang)), MAX_NAME, name);
    name_field.autocomplete = "name";
    name_field.wrong = settled(move || say(is_blank(name), work::NAME_MISSING));
    let number = FieldWords::label(work::MEMBER_NO.say(lang)).aside(work::MEMBER_NO_HINT.say(lang));
    let number_field = text("j-number", number, MAX_CARD, member_no);
    let consent = tick(
        "j-consent",
        work::CONSENT_TICK.say(lang),
        settled(move || agreed.get()),
        move |yes| agreed.set(yes),
        settled(move || say(!agreed.get(), work::CONSENT_MISSING)),
    );
    let later = a("btn btn--reach", "/app").text(work::WRITE_FIRST_JOIN_LATER.say(lang));
    let send = el("button", "btn btn--main btn--reach").attr("type", "submit").text(work::JOIN.say(lang));
    let dock = el("div", "dock").put(el("div", "dock__pair").puts([later, send]));
    let lead = el("p", "part__lead").text(work::JOIN_ANYWAY.say(lang));
    let parts = [lead, code_field.make(), name_field.make(), number_field.make(), consent_words(here), consent, dock];
    let form = el("form", "join").attr("novalidate", "").put(languages(entered, lang)).puts(parts).on(
        "submit",
        move |event| {
            event.prevent_default();
            send_it(here, entered, again, change);
        },
    );
    content("phone").put(form)
}

/// The other language. What is entered already comes along.
fn languages(entered: Entered, lang: Lang) -> El {
    let option = |of: Lang, label| Explained { value: of.code(), label, text: "" };
    let options = [option(Lang::Vi, "Tiếng Việt"), option(Lang::En, "English")];
    let choose = Rc::new(move |code: &'static str| {
        let Some(chosen) = Lang::from_code(code).filter(|chosen| *chosen != lang) else { return };
        let Entered { code, name, member_no, .. } = entered;
        let text = |signal: RwSignal<String>| signal.get_untracked();
        let request =
            JoinRequest { code: text(code), name: text(name), member_no: Some(text(member_no)), consent: false };
        if SessionStorage::raw().set_item(ENTERED, &json::write(&request)).is_err() {
            leptos::logging::warn!("no room to bring along what is entered");
        }
        choose_lang(chosen);
    });
    short_choice("lang", work::LANGUAGE.say(lang), &options, Rc::new(move || Some(lang.code())), choose)
}

/// What was entered before the other language was chosen.
fn take_entered() -> Option<JoinRequest> {
    let text = SessionStorage::raw().get_item(ENTERED).ok().flatten()?;
    SessionStorage::delete(ENTERED);
    json::read(&text).ok()
}

/// Sends what is entered, or leads to the first thing that is missing.
fn send_it(here: Here, entered: Entered, again: bool, change: RwSignal<bool>) {
    let Entered { code, name, member_no, agreed, tried, .. } = entered;
    tried.set(true);
    let wrong = untrack(|| {
        [
            (is_blank(code) || is_too_long(code, MAX_CODE), "j-code"),
            (is_blank(name) || is_too_long(name, MAX_NAME), "j-name"),
            (is_too_long(member_no, MAX_CARD), "j-number"),
            (!agreed.get(), "j-consent"),
        ]
    });
    if let Some((_, id)) = wrong.into_iter().find(|(wrong, _)| *wrong) {
        return go_to(id);
    }
    let trimmed = |value: RwSignal<String>| typed_line(&value.get_untracked()).trim().to_owned();
    let request = JoinRequest {
        code: trimmed(code),
        name: trimmed(name),
        member_no: Some(trimmed(member_no)).filter(|number| !number.is_empty()),
        consent: true,
    };
    change.set(false);
    here.store.handle(Event::Joins(request));
    if again {
        here.undo.say(work::JOIN_WAITING.say(here.lang).to_owned());
        here.address.go("/app");
    }
}

/// What is done with a person's data (Luật 91/2025/QH15): purpose, what, who, how long, rights.
fn consent_words(here: Here) -> El {
    let lang = here.lang;
    let lines = [
        (work::CONSENT_PURPOSE, work::CONSENT_PURPOSE_TEXT),
        (work::CONSENT_WHAT, work::CONSENT_WHAT_TEXT),
        (work::CONSENT_WHO, work::CONSENT_WHO_TEXT),
        (work::CONSENT_HOW_LONG, work::CONSENT_HOW_LONG_TEXT),
        (work::CONSENT_RIGHTS, work::CONSENT_RIGHTS_TEXT),
    ];
    let lines = lines
        .into_iter()
        .flat_map(|(name, text)| [el("dt", "").text(name.say(lang)), el("dd", "").text(text.say(lang))]);
    el("section", "consent")
        .attr("aria-labelledby", "j-consent-title")
        .put(el("h2", "").attr("id", "j-consent-title").text(work::CONSENT_TITLE.say(lang)))
        .put(el("dl", "terms").puts(lines))
        .put(el("p", "quiet").text(work::CONSENT_LAW.say(lang)))
}

fn waiting(here: Here, request: &JoinRequest, change: RwSignal<bool>) -> El {
    let lang = here.lang;
    let words = el("p", "")
        .put(el("strong", "").text(work::JOIN_WAITING.say(lang)))
        .put(el("br", ""))
        .text(&work::JOIN_WAITING_TEXT.fill(lang, &[&request.code, &request.name]));
    let write = a("btn btn--main btn--reach", "/app").text(work::GO_WRITE.say(lang));
    let edit = button("btn btn--plain", move || change.set(true)).text(work::JOIN_CHANGE.say(lang));
    content("phone").put(el("div", "empty").attr("role", "status").icon(Icon::Clock).puts([words, write, edit]))
}

fn joined(here: Here, member: Member, other_code: bool) -> El {
    let lang = here.lang;
    let unit = unit_name(here, member.unit);
    let words = el("p", "")
        .put(el("strong", "").text(&work::JOINED.fill(lang, &[&member.name])))
        .put(el("br", ""))
        .live_text(move || work::JOINED_TEXT.fill(lang, &[&unit.get()]));
    let other = other_code.then(|| el("p", "quiet").text(&work::JOIN_OTHER.fill(lang, &[&member.name])));
    let write = a("btn btn--main btn--reach", "/app").text(work::GO_WRITE.say(lang));
    let made = el("div", "empty").attr("role", "status").icon(Icon::Check).put(words).puts(other).put(write);
    content("phone").put(made)
}
