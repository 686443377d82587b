//! Signing in: login, password and, once the server asks for it, a code of the authenticator app; and lines of the kind
//! that such forms have. What was typed stays until it was taken.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::number::Lang;
use model::problem::ProblemKind;
use model::sign_in::SignInRequest;
use model::sync::Failure;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::{Field, FieldWords, Look, error};
use crate::i18n::desk;
use crate::markup::{El, el, settled};

/// How it stands with signing in, by whichever way.
#[derive(Clone, Copy)]
pub struct Trying {
    /// It is under way.
    pub busy: RwSignal<bool>,
    /// Why it didn't work.
    pub said: RwSignal<Option<String>>,
}

impl Default for Trying {
    /// Nothing was tried yet.
    fn default() -> Trying {
        Trying { busy: RwSignal::new(false), said: RwSignal::new(None) }
    }
}

/// The form, with `more` ways to sign in under it. `ask` is asked unless something is under way.
pub fn sign_in_form<F: Future<Output = Result<(), Failure>> + 'static>(
    lang: Lang,
    trying: Trying,
    more: Option<El>,
    ask: impl Fn(SignInRequest) -> F + 'static,
) -> El {
    let Trying { busy, said } = trying;
    let [login, password, code] = [(); 3].map(|()| RwSignal::new(String::new()));
    let [tried, asked] = [(); 2].map(|()| RwSignal::new(false));
    let mut login_field = needed_line("s-login", FieldWords::label(desk::LOGIN.say(lang)), login, tried, lang);
    login_field.autocomplete = "username";
    let secret = needed_line("s-password", FieldWords::label(desk::PASSWORD.say(lang)), password, tried, lang).make();
    let code_part = move || {
        let words = FieldWords::label(desk::CODE.say(lang)).help(desk::CODE_HELP.say(lang));
        let mut field = needed_line("s-code", words, code, RwSignal::new(false), lang);
        field.autocomplete = "one-time-code";
        field.make()
    };
    let send = el("button", "btn btn--main btn--reach")
        .attr("type", "submit")
        .live_attr("disabled", move || busy.get().then(String::new))
        .text(desk::SIGN_IN.say(lang));
    el("form", "join")
        .attr("novalidate", "")
        .put(login_field.make())
        .put(hide(secret, "s-password", "current-password", None))
        .when(move || asked.get(), code_part)
        .put(el("div", "").attr("role", "alert").live(move || said.get().map(|words| error(&words))))
        .put(send)
        .puts(more)
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
            said.set(None);
            let answer = ask(request);
            spawn_local(async move {
                if let Err(failure) = answer.await {
                    asked.try_update(|asked| *asked |= is_about_the_code(&failure));
                    said.try_set(Some(why_not(&failure, lang)));
                }
                busy.try_set(false);
            });
        })
}

fn is_about_the_code(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(problem) if problem.kind == ProblemKind::OtpRequired)
}

/// One line to write in, whose value is `value`; once something was `tried` it says that it is needed.
pub fn needed_line(
    id: &'static str,
    words: FieldWords,
    value: RwSignal<String>,
    tried: RwSignal<bool>,
    lang: Lang,
) -> Field {
    let mut field = Field::new(id, words, Look::Line, 128, settled(move || value.get()));
    field.typed = Box::new(move |typed| value.set(typed.now));
    let is_missing = move || tried.get() && value.with(String::is_empty);
    field.wrong = settled(move || is_missing().then(|| desk::NEEDED.say(lang).to_owned()));
    field
}

/// Makes the box of a field hide what is typed.
pub fn hide(made: El, id: &str, autocomplete: &str, inputmode: Option<&str>) -> El {
    if let Ok(Some(control)) = made.element().query_selector(&format!("#{id}")) {
        let control: HtmlInputElement = control.unchecked_into();
        control.set_type("password");
        control.set_autocomplete(autocomplete);
        El::there(control.into()).attr_if("inputmode", inputmode);
    }
    made
}

/// Why something asked of the server didn't work, in its own words if it said any.
pub fn why_not(failure: &Failure, lang: Lang) -> String {
    match failure {
        Failure::Refused(problem) if !problem.detail.is_empty() => problem.detail.clone(),
        Failure::Refused(problem) => problem.title.clone(),
        Failure::Unreachable | Failure::Garbled | Failure::Busy { .. } => desk::NO_LINK.say(lang).to_owned(),
    }
}
