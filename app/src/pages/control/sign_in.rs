//! Signing in, before the desk or in place on it: the session's cookie is all that it takes.

use leptos::prelude::*;
use model::problem::ProblemKind;
use model::sign_in::SignInRequest;
use model::sync::Failure;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

use super::desk::{Desk, Gate, why_not_in};
use super::requests;
use crate::i18n::{Word, control, desk};
use crate::markup::{El, button, el, settled};
use crate::ui::{Field, FieldWords, Look, error};

fn single(here: Desk, title: Word, parts: impl IntoIterator<Item = El>) -> El {
    let head = el("header", "bar-top").mark().put(el("h1", "").text(control::CONTROL.say(here.lang)));
    let main = el("main", "phone gate").attr("id", "noi-dung").put(el("h2", "").text(title.say(here.lang))).puts(parts);
    el("div", "").put(head).put(main)
}

/// Before the server has said anything.
pub fn waiting(here: Desk) -> El {
    let words = el("p", "part__lead").attr("role", "status").text(control::LINK_OPENING.say(here.lang));
    single(here, control::SHOW, [words])
}

/// The page before the desk.
pub fn page(here: Desk, lead: Word) -> El {
    single(here, desk::SIGN_IN, [el("p", "part__lead").text(lead.say(here.lang)), form(here)])
}

/// On the desk, whose last state stays in sight.
pub fn again(here: Desk) -> El {
    part(here, desk::SIGN_IN, control::AGAIN).put(form(here))
}

/// Whom to ask, before the desk.
pub fn not_producer(here: Desk) -> El {
    let lead = el("p", "part__lead").text(control::NOT_PRODUCER_TEXT.say(here.lang));
    single(here, control::NOT_PRODUCER, [lead, other(here)])
}

/// Whom to ask, on a desk that was open.
pub fn not_producer_here(here: Desk) -> El {
    part(here, control::NOT_PRODUCER, control::NOT_PRODUCER_TEXT).put(other(here))
}

fn part(here: Desk, title: Word, lead: Word) -> El {
    let heading = el("h2", "").text(title.say(here.lang));
    el("section", "again")
        .attr("aria-label", title.say(here.lang))
        .put(heading)
        .put(el("p", "").text(lead.say(here.lang)))
}

fn other(here: Desk) -> El {
    button("btn", move || here.gate.set(Gate::SignIn)).text(desk::SIGN_IN.say(here.lang))
}

fn line(
    here: Desk,
    id: &'static str,
    words: FieldWords,
    autocomplete: &'static str,
    value: RwSignal<String>,
    tried: RwSignal<bool>,
) -> El {
    let mut field = Field::new(id, words, Look::Line, 128, settled(move || value.get()));
    field.autocomplete = autocomplete;
    field.typed = Box::new(move |typed| value.set(typed.now));
    let is_missing = move || tried.get() && value.with(String::is_empty);
    field.wrong = settled(move || is_missing().then(|| desk::NEEDED.say(here.lang).to_owned()));
    field.make()
}

fn form(here: Desk) -> El {
    let lang = here.lang;
    let [login, password, code] = [(); 3].map(|()| RwSignal::new(String::new()));
    let [tried, asked, busy] = [(); 3].map(|()| RwSignal::new(false));
    let wrong = RwSignal::new(None::<String>);
    let secret =
        line(here, "c-password", FieldWords::label(desk::PASSWORD.say(lang)), "current-password", password, tried);
    if let Ok(Some(control)) = secret.element().query_selector("input") {
        control.unchecked_into::<HtmlInputElement>().set_type("password");
    }
    let code_words = FieldWords::label(desk::CODE.say(lang)).help(desk::CODE_HELP.say(lang));
    let send = el("button", "btn btn--main btn--reach")
        .attr("type", "submit")
        .live_attr("disabled", move || busy.get().then(String::new))
        .text(desk::SIGN_IN.say(lang));
    el("form", "join")
        .attr("novalidate", "")
        .put(line(here, "c-login", FieldWords::label(desk::LOGIN.say(lang)), "username", login, tried))
        .put(secret)
        .when(
            move || asked.get(),
            move || line(here, "c-code", code_words, "one-time-code", code, RwSignal::new(false)),
        )
        .put(el("div", "").attr("role", "alert").live(move || wrong.get().map(|words| error(&words))))
        .put(send)
        .on("submit", move |event| {
            event.prevent_default();
            tried.set(true);
            let request = SignInRequest {
                login: login.get_untracked().trim().to_owned(),
                password: password.get_untracked(),
                otp: Some(code.get_untracked().trim().to_owned()).filter(|code| !code.is_empty()),
            };
            if request.login.is_empty() || request.password.is_empty() || busy.get_untracked() {
                return;
            }
            busy.set(true);
            wrong.set(None);
            spawn_local(async move {
                match requests::sign_in(&request, lang).await {
                    Ok(()) => {
                        here.gate.set(Gate::Opening);
                        here.reach(0);
                    }
                    Err(failure) => {
                        let needs_code =
                            matches!(&failure, Failure::Refused(problem) if problem.kind == ProblemKind::OtpRequired);
                        asked.try_update(|asked| *asked |= needs_code);
                        wrong.try_set(Some(why_not_in(&failure, lang)));
                    }
                }
                busy.try_set(false);
            });
        })
}
