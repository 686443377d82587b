//! The authenticator app: set up with a QR code or a key, confirmed with a code, removed with the password.

use leptos::prelude::*;
use model::sign_in::{OtpOffer, QrCode};

use super::Account;
use super::codes;
use super::form::{Form, disclosed, focus};
use super::requests::Caller;
use crate::i18n::{Word, account, desk, work};
use crate::markup::{El, a, el, settled};
use crate::ui::{FieldWords, hide, needed_line, qr_picture};

/// How far somebody is with setting it up.
#[derive(Clone, PartialEq, Eq)]
enum Step {
    /// As the server has it.
    Still,
    /// The secret is shown, and waits for a code.
    Offered(Offer),
    /// It is on; the recovery codes are shown, this once.
    Codes(Vec<String>),
}

#[derive(Clone, PartialEq, Eq)]
struct Offer {
    secret: String,
    uri: String,
    qr: QrCode,
}

/// The part.
pub fn part(of: Account) -> El {
    let lang = of.here.lang;
    let step = RwSignal::new(Step::Still);
    let is_on = settled(move || of.me.with(|me| me.as_ref().is_some_and(|me| me.otp)));
    let body = el("div", "account__more").live(move || {
        Some(match step.get() {
            Step::Codes(codes) => codes::shown(of, codes, move || {
                step.set(Step::Still);
                of.load();
            }),
            Step::Offered(offer) => offered(of, offer, step),
            Step::Still if is_on() => on(of),
            Step::Still => none(of, step),
        })
    });
    el("section", "group").put(el("h2", "").text(account::APP.say(lang))).put(body)
}

/// There is none.
fn none(of: Account, step: RwSignal<Step>) -> El {
    let lang = of.here.lang;
    let open = RwSignal::new(false);
    let form = move || {
        let words = FieldWords::label(desk::PASSWORD.say(lang)).help(account::PASSWORD_AGAIN.say(lang));
        with_password(of, words, account::APP_ADD, move |caller, typed| async move {
            let OtpOffer { secret, uri, qr } = caller.offer_otp(typed).await.map_err(|failure| of.faults(&failure))?;
            step.try_set(Step::Offered(Offer { secret, uri, qr }));
            focus("a-code");
            Ok(())
        })
    };
    el("div", "account__more").put(el("p", "").text(account::APP_NONE.say(lang))).put(disclosed(
        of,
        account::APP_ADD,
        open,
        form,
    ))
}

/// A form that asks for the password and then does something.
fn with_password<F: Future<Output = Result<(), Vec<String>>> + 'static>(
    of: Account,
    words: FieldWords,
    label: Word,
    act: impl Fn(Caller, String) -> F + 'static,
) -> El {
    let (password, tried) = (RwSignal::new(String::new()), RwSignal::new(false));
    let made = needed_line("a-app-password", words, password, tried, of.here.lang).make();
    let made = hide(made, "a-app-password", "current-password", None);
    Form::new([made], label).make(of, move || {
        tried.set(true);
        let typed = password.get_untracked();
        let caller = of.caller().filter(|_| !typed.is_empty())?;
        Some(act(caller, typed))
    })
}

/// The secret in three forms, and the code that proves that it arrived.
fn offered(of: Account, offer: Offer, step: RwSignal<Step>) -> El {
    let lang = of.here.lang;
    let code = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let mut code_line =
        needed_line("a-code", FieldWords::label(account::APP_CODE.say(lang)), code, tried, of.here.lang);
    code_line.inputmode = Some("numeric");
    code_line.autocomplete = "one-time-code";
    let confirm = Form::new([code_line.make()], account::APP_CONFIRM).make(of, move || {
        tried.set(true);
        let typed = code.get_untracked().trim().to_owned();
        let caller = of.caller().filter(|_| !typed.is_empty())?;
        Some(async move {
            let made = caller.confirm_otp(typed).await.map_err(|failure| of.faults(&failure))?;
            step.try_set(Step::Codes(made.recovery_codes));
            focus(codes::HEADING);
            Ok(())
        })
    });
    // In fours, as people read them out.
    let secret: Vec<String> =
        offer.secret.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into()).collect();
    let key = el("p", "account__key")
        .text(&format!("{}: ", account::APP_KEY.say(lang)))
        .put(el("code", "").text(&secret.join(" ")));
    let open = a("btn btn--plain", &offer.uri).text(account::APP_HERE.say(lang));
    el("div", "account__more")
        .put(el("p", "").text(account::APP_SCAN.say(lang)))
        .puts(qr_picture(&offer.qr, account::APP_QR.say(lang)))
        .put(key)
        .put(open)
        .put(confirm)
}

/// It is in use.
fn on(of: Account) -> El {
    let lang = of.here.lang;
    let left = move || of.me.with(|me| me.as_ref().map_or(0, |me| me.recovery_codes_left));
    let state = el("p", "")
        .live_text(move || account::APP_ON.fill(lang, &[&work::number(usize::try_from(left()).unwrap_or(0), lang)]));
    let open = RwSignal::new(false);
    let form = move || {
        let words = FieldWords::label(desk::PASSWORD.say(lang));
        let form = with_password(of, words, account::APP_REMOVE, move |caller, typed| async move {
            caller.remove_otp(typed).await.map_err(|failure| of.faults(&failure))?;
            open.try_set(false);
            of.did(account::APP_REMOVED.say(lang).to_owned());
            Ok(())
        });
        el("div", "account__more").put(el("p", "").text(account::APP_REMOVE_TEXT.say(lang))).put(form)
    };
    el("div", "account__more").put(state).put(disclosed(of, account::APP_REMOVE, open, form))
}
