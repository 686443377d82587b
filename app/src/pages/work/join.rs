//! `/app/join`: how a device comes to belong to a member of a unit. Works before there is a link: what is entered is
//! stored, and the person writes on. Asks for no more than it needs, and for consent in plain words.

use std::rc::Rc;

use gloo_storage::{SessionStorage, Storage};
use leptos::prelude::*;
use model::code;
use model::field::MAX_NAME;
use model::json;
use model::number::Lang;
use model::problem::{Problem, ProblemKind};
use model::sync::Event;
use model::text::{self, typed_line};
use model::wire::{JoinRequest, Member};

use super::desk::{Here, back_head, content, sheet_of};
use super::device::unit_name;
use super::editor::go_to;
use super::later::{self, Later};
use crate::i18n::{Word, identity as words, work};
use crate::markup::{El, Read, a, button, el, settled};
use crate::ui::{Explained, Field, FieldWords, Icon, Look, error, short_choice, tick};
use crate::visitor::choose_lang;

/// The longest text that a code is looked for in: a link from a chat is pasted whole, with all that was added to it.
const MAX_CODE: usize = 2_000;
/// Longest card number, in characters, as the server takes it.
const MAX_CARD: usize = 50;

/// What is entered while the page is loaded anew in another language; in this tab alone.
const ENTERED: &str = "tsk.entered";

/// Where the device stands.
#[derive(Clone, PartialEq)]
enum Stage {
    /// It can ask to join; these were the last answers, if it asked before.
    Ask {
        last: Option<JoinRequest>,
        refused: Option<Problem>,
        again: bool,
    },
    Waiting(JoinRequest),
    In(Member),
}

/// The page. `code` is the unit's, from the address.
pub fn page(here: Here, code: String) -> El {
    let store = here.store;
    let change = RwSignal::new(false);
    let scanned = code.clone();
    let stage = settled(move || {
        let change = change.get();
        store.status(|engine| match (engine.joining(), engine.session()) {
            // A code that was scanned or followed since is what the person means now: not the one before, nor its error.
            (Some(joining), session) if is_other_code(&scanned, &joining.request.code) => Stage::Ask {
                last: Some(JoinRequest { code: scanned.clone(), ..joining.request.clone() }),
                refused: None,
                again: session.is_some(),
            },
            (Some(joining), _) if joining.refused.is_none() && !change => Stage::Waiting(joining.request.clone()),
            (Some(joining), session) => Stage::Ask {
                last: Some(joining.request.clone()),
                refused: joining.refused.clone(),
                again: session.is_some(),
            },
            // A member's own code is meant for this device, whoever's it is now.
            (None, Some(session)) if !session.expired && code::read(&scanned).device.is_none() => {
                Stage::In(session.member.clone())
            }
            (None, session) => Stage::Ask {
                last: session.map(|session| JoinRequest {
                    code: String::new(),
                    name: session.member.name.clone(),
                    member_no: None,
                    consent: false,
                    asks_to_merge: false,
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
                    asks_to_merge: false,
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

/// Whether the address has a code, and another one than was asked with.
fn is_other_code(scanned: &str, asked: &str) -> bool {
    let (new, old) = (code::read(scanned), code::read(asked));
    !scanned.is_empty() && scanned != asked && (new != old || new.join.is_empty())
}

/// A code as it is printed, if there is one in what was entered.
fn shown(entered: &str) -> String {
    code::read(entered).join.first().map_or_else(|| entered.to_owned(), |code| code.to_string())
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
fn ask(here: Here, last: JoinRequest, refused: Option<Problem>, again: bool, change: RwSignal<bool>) -> El {
    let lang = here.lang;
    let wrong_code = refused.as_ref().is_some_and(|problem| problem.kind == ProblemKind::UnknownCode);
    let entered = Entered {
        code: RwSignal::new(last.code),
        name: RwSignal::new(last.name),
        member_no: RwSignal::new(last.member_no.unwrap_or_default()),
        agreed: RwSignal::new(false),
        tried: RwSignal::new(false),
        other_code: RwSignal::new(!wrong_code),
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
        false if is_device_code(code) => Some(words::DEVICE_CODE_WRONG.say(lang).to_owned()),
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
    let asks_name = settled(move || !is_device_code(code));
    let asks_nothing = asks_name.clone();
    let dock = dock(here, asks_name.clone());
    let about = el("div", "join").live_attr("hidden", move || (!asks_name()).then(String::new));
    let about = about.puts([name_field.make(), number_field.make(), consent_words(here), consent]);
    let own = el("div", "").live(move || (!asks_nothing()).then(|| own_code(here)));
    let lead = el("p", "part__lead").text(work::JOIN_ANYWAY.say(lang));
    let other = other_refusal(here, refused.filter(|_| !wrong_code), entered, again, change);
    let parts = [lead, code_field.make(), own, other, about, joined_before(here), dock];
    let form = el("form", "join").attr("novalidate", "").put(languages(entered, lang)).puts(parts).on(
        "submit",
        move |event| {
            event.prevent_default();
            send_it(here, entered, again, change, Asks::ToJoin);
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
        let request = JoinRequest {
            code: text(code),
            name: text(name),
            member_no: Some(text(member_no)),
            consent: false,
            asks_to_merge: false,
        };
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

/// Writing without joining, and joining.
fn dock(here: Here, asks_name: Read<bool>) -> El {
    let lang = here.lang;
    let later = a("btn btn--reach", "/app").text(work::WRITE_FIRST_JOIN_LATER.say(lang));
    let send = el("button", "btn btn--main btn--reach").attr("type", "submit").live_text(move || {
        let word = if asks_name() { work::JOIN } else { words::USE_CODE };
        word.say(lang).to_owned()
    });
    el("div", "dock").put(el("div", "dock__pair").puts([later, send]))
}

fn is_device_code(code: RwSignal<String>) -> bool {
    code.with(|code| code::read(code).device.is_some())
}

/// What a member's own code does with this device.
fn own_code(here: Here) -> El {
    let lang = here.lang;
    let now = here.store.now(|engine| engine.session().map(|session| session.member.name.clone()));
    let now = now.map(|name| el("p", "").text(&words::NOW_ANOTHERS.fill(lang, &[&name])));
    el("div", "").put(el("p", "quiet").text(words::DEVICE_CODE_HELP.say(lang))).puts(now)
}

/// Why joining was refused, if not for the code; where the card number is somebody's, with the way to join all the same.
fn other_refusal(here: Here, refused: Option<Problem>, entered: Entered, again: bool, change: RwSignal<bool>) -> El {
    let lang = here.lang;
    let Some(problem) = refused else { return el("div", "").attr("hidden", "") };
    if problem.kind != ProblemKind::MemberExists {
        let said = if problem.detail.is_empty() { problem.title } else { problem.detail };
        return el("div", "").attr("role", "alert").put(error(&said));
    }
    let ask = button("btn", move || send_it(here, entered, again, change, Asks::ToBePutTogether));
    el("div", "notice notice--person")
        .attr("role", "alert")
        .put(el("p", "").text(words::EXISTS.say(lang)))
        .put(el("p", "").text(words::ASK_TO_MERGE_TEXT.say(lang)))
        .put(ask.attr("type", "button").text(words::ASK_TO_MERGE.say(lang)))
}

/// The ways back, for whoever has joined before.
fn joined_before(here: Here) -> El {
    let lang = here.lang;
    let ways = words::JOINED_BEFORE_WAYS.iter().take(2).map(|way| el("li", "").text(way.say(lang)));
    let opened = RwSignal::new(false);
    el("details", "joined-before")
        .on("toggle", move |_| opened.set(true))
        .put(el("summary", "").text(words::JOINED_BEFORE.say(lang)))
        .put(el("ul", "ways").puts(ways))
        .when(move || opened.get(), move || later::part(here, Later::Passkey))
}

/// What is asked for besides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    ToJoin,
    /// Somebody in the unit has the same card number.
    ToBePutTogether,
}

/// Sends what is entered, or leads to the first thing that is missing.
fn send_it(here: Here, entered: Entered, again: bool, change: RwSignal<bool>, asks: Asks) {
    let Entered { code, name, member_no, agreed, tried, .. } = entered;
    tried.set(true);
    let is_own = untrack(|| is_device_code(code));
    let wrong = untrack(|| {
        [
            (is_blank(code) || is_too_long(code, MAX_CODE), "j-code"),
            (!is_own && (is_blank(name) || is_too_long(name, MAX_NAME)), "j-name"),
            (!is_own && is_too_long(member_no, MAX_CARD), "j-number"),
            (!is_own && !agreed.get(), "j-consent"),
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
        consent: !is_own,
        asks_to_merge: asks == Asks::ToBePutTogether,
    };
    change.set(false);
    here.store.handle(Event::Joins(request));
    if is_own {
        // It is a secret, and works once: it doesn't stay in the address.
        here.address.go_instead("/app/join");
    }
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
    let text = match code::read(&request.code).device {
        Some(_) => words::DEVICE_CODE_WAITS.say(lang).to_owned(),
        None => work::JOIN_WAITING_TEXT.fill(lang, &[&shown(&request.code), &request.name]),
    };
    let words = el("p", "").put(el("strong", "").text(work::JOIN_WAITING.say(lang))).put(el("br", "")).text(&text);
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
