//! `/app/invitation#TOKEN`: somebody was invited to an office. They see to which, choose a login and a password, and are signed
//! in. The token stands after the `#`, where no server and no log sees it.

use leptos::prelude::*;
use model::sign_in::{InvitationAccepted, InvitationSeen};
use wasm_bindgen_futures::spawn_local;

use super::Here;
use super::gate::single;
use crate::i18n::desk;
use crate::markup::{El, el, settled};
use crate::ui::{FieldWords, error, hide, needed_line, tick, why_not};

/// The token of the page's address, if it is an invitation's.
pub fn token() -> Option<String> {
    let location = window().location();
    let is_here = location.pathname().is_ok_and(|path| path == "/app/invitation");
    let token = location.hash().unwrap_or_default().trim_start_matches('#').to_owned();
    (is_here && !token.is_empty()).then_some(token)
}

/// The page.
pub fn page(here: Here, token: String) -> El {
    let lang = here.lang;
    let seen = RwSignal::new(None::<Result<InvitationSeen, String>>);
    let looking = token.clone();
    spawn_local(async move {
        let told = here.tablet.look_at_invitation(&looking).await.map_err(|failure| why_not(&failure, lang));
        seen.try_set(Some(told));
    });
    let seen = settled(move || seen.get());
    let body = el("div", "group").live(move || {
        Some(match seen()? {
            Err(words) => el("div", "").attr("role", "alert").put(error(&words)),
            Ok(invitation) => accept(here, &token, &invitation),
        })
    });
    single(here, desk::INVITATION, [body])
}

fn accept(here: Here, token: &str, invitation: &InvitationSeen) -> El {
    let lang = here.lang;
    let role = desk::role(invitation.role).say(lang);
    let until = invitation.expires_at.clock_and_date(lang);
    let lead = desk::INVITED.fill(lang, &[role, &invitation.unit_name, &until]);
    let [name, login, password] = [(); 3].map(|()| RwSignal::new(String::new()));
    let [consent, tried, busy] = [(); 3].map(|()| RwSignal::new(false));
    let said = RwSignal::new(Vec::<String>::new());
    let mut name_field = needed_line("i-name", FieldWords::label(desk::NAME.say(lang)), name, tried, here.lang);
    name_field.autocomplete = "name";
    let words = FieldWords::label(desk::LOGIN.say(lang)).help(desk::LOGIN_HELP.say(lang));
    let mut login_field = needed_line("i-login", words, login, tried, here.lang);
    login_field.autocomplete = "username";
    let words = FieldWords::label(desk::PASSWORD.say(lang)).help(desk::PASSWORD_HELP.say(lang));
    let password_field = needed_line("i-password", words, password, tried, here.lang).make();
    let missing = settled(move || (tried.get() && !consent.get()).then(|| desk::NEEDED.say(lang).to_owned()));
    let agree = tick(
        "i-consent",
        desk::CONSENT.say(lang),
        settled(move || consent.get()),
        move |yes| consent.set(yes),
        missing,
    );
    let send = el("button", "btn btn--main btn--reach")
        .attr("type", "submit")
        .live_attr("disabled", move || busy.get().then(String::new))
        .text(desk::ACCEPT.say(lang));
    let token = token.to_owned();
    el("form", "join")
        .attr("novalidate", "")
        .put(el("p", "part__lead").text(&lead))
        .put(name_field.make())
        .put(login_field.make())
        .put(hide(password_field, "i-password", "new-password", None))
        .put(agree)
        .put(el("div", "").attr("role", "alert").live(move || {
            let lines = said.get();
            (!lines.is_empty()).then(|| el("div", "").puts(lines.iter().map(|line| error(line))))
        }))
        .put(send)
        .on("submit", move |event| {
            event.prevent_default();
            tried.set(true);
            let text = |signal: RwSignal<String>| signal.get_untracked().trim().to_owned();
            let accepted = InvitationAccepted {
                token: token.clone(),
                name: text(name),
                login: text(login),
                password: password.get_untracked(),
                consent: consent.get_untracked(),
            };
            let whole = [&accepted.name, &accepted.login, &accepted.password].iter().all(|text| !text.is_empty());
            if !whole || !accepted.consent || busy.get_untracked() {
                return;
            }
            busy.set(true);
            spawn_local(async move {
                if let Err(failure) = here.tablet.accept_invitation(&accepted).await {
                    said.try_set(desk::faults(&failure, lang).unwrap_or_else(|| vec![why_not(&failure, lang)]));
                }
                busy.try_set(false);
            });
        })
}
