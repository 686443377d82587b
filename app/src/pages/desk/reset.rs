//! `/app/reset#TOKEN`: an officer has forgotten the password, and an administrator has made them a link. They see whose account
//! it is and choose another password; then they sign in. The token stands after the `#`, where no server and no log sees it.
//! It opens before the tablet is unlocked, and touches nothing on it.

use leptos::prelude::*;
use model::sign_in::{Renews, ResetAccepted, ResetSeen};
use wasm_bindgen_futures::spawn_local;

use super::Here;
use super::account::requests;
use super::gate::single;
use crate::i18n::{account, board, desk};
use crate::markup::{El, a, el, settled};
use crate::ui::{FieldWords, error, hide, needed_line, why_not};

/// The token of the page's address, if it is a reset's.
pub fn token() -> Option<String> {
    let location = window().location();
    let is_here = location.pathname().is_ok_and(|path| path == "/app/reset");
    let token = location.hash().unwrap_or_default().trim_start_matches('#').to_owned();
    is_here.then_some(token)
}

/// The page.
pub fn page(here: Here, token: String) -> El {
    let lang = here.lang;
    document().set_title(&format!("{} – {}", account::RESET.say(lang), board::BRAND));
    let seen = RwSignal::new(None::<Result<ResetSeen, String>>);
    let done = RwSignal::new(false);
    let looking = token.clone();
    spawn_local(async move {
        let told = requests::look_at_reset(looking, lang).await.map_err(|failure| why_not(&failure, lang));
        seen.try_set(Some(told));
    });
    let seen = settled(move || seen.get());
    let body = el("div", "group").live(move || {
        Some(match seen()? {
            Err(words) => el("div", "").attr("role", "alert").put(error(&words)),
            Ok(reset) if done.get() => finished(here, &reset),
            Ok(reset) => choose(here, &token, &reset, done),
        })
    });
    single(here, account::RESET, [body])
}

fn choose(here: Here, token: &str, reset: &ResetSeen, done: RwSignal<bool>) -> El {
    let lang = here.lang;
    let lead = account::RESET_LEAD.fill(lang, &[&reset.name, &reset.login, &reset.expires_at.clock_and_date(lang)]);
    let password = RwSignal::new(String::new());
    let [tried, busy] = [(); 2].map(|()| RwSignal::new(false));
    let said = RwSignal::new(Vec::<String>::new());
    // So that the browser keeps the new password with the right name.
    let login = el("input", "hide").attr("type", "text").attr("autocomplete", "username").attr("tabindex", "-1");
    let login = login.attr("value", &reset.login).attr("readonly", "").attr("aria-hidden", "true");
    let words = FieldWords::label(account::PASSWORD_NEW.say(lang)).help(desk::PASSWORD_HELP.say(lang));
    let password_line = needed_line("r-password", words, password, tried, here.lang).make();
    let everything =
        (reset.renews == Renews::Everything).then(|| el("p", "").text(account::RESET_EVERYTHING.say(lang)));
    let send = el("button", "btn btn--main btn--reach")
        .attr("type", "submit")
        .live_attr("disabled", move || busy.get().then(String::new))
        .text(account::RESET_SET.say(lang));
    let token = token.to_owned();
    el("form", "join")
        .attr("novalidate", "")
        .put(el("p", "part__lead").text(&lead))
        .puts(everything)
        .put(login)
        .put(hide(password_line, "r-password", "new-password", None))
        .put(el("p", "quiet").text(account::RESET_SESSIONS.say(lang)))
        .put(el("div", "").attr("role", "alert").live(move || {
            let lines = said.get();
            (!lines.is_empty()).then(|| el("div", "").puts(lines.iter().map(|line| error(line))))
        }))
        .put(send)
        .on("submit", move |event| {
            event.prevent_default();
            tried.set(true);
            let accepted = ResetAccepted { token: token.clone(), password: password.get_untracked() };
            if accepted.password.is_empty() || busy.get_untracked() {
                return;
            }
            busy.set(true);
            said.set(Vec::new());
            spawn_local(async move {
                match requests::accept_reset(&accepted, lang).await {
                    Ok(()) => _ = done.try_set(true),
                    Err(failure) => {
                        let words = account::faults(&failure, lang).unwrap_or_else(|| vec![why_not(&failure, lang)]);
                        said.try_set(words);
                    }
                }
                busy.try_set(false);
            });
        })
}

fn finished(here: Here, reset: &ResetSeen) -> El {
    let lang = here.lang;
    let words = el("p", "part__lead").attr("role", "status").text(&account::RESET_DONE.fill(lang, &[&reset.login]));
    el("div", "join").put(words).put(a("btn btn--main btn--reach", "/app/review").text(desk::SIGN_IN.say(lang)))
}
