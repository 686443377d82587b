//! `/app/invitation#TOKEN`: somebody was invited to an office. They see to which, choose a login and a password, and are signed
//! in. The token stands after the `#`, where no server and no log sees it.

use leptos::prelude::*;
use model::sign_in::{InvitationAccepted, InvitationSeen};
use wasm_bindgen_futures::spawn_local;

use super::Here;
use super::gate::{sign_in_form, single};
use crate::i18n::desk;
use crate::local::joined;
use crate::markup::{El, Read, button, el, settled};
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
    let seen = look(here, &token);
    let has_account = RwSignal::new(false);
    let body = el("div", "group").live(move || {
        Some(match seen()? {
            Err(words) => el("div", "").attr("role", "alert").put(error(&words)),
            Ok(_) if has_account.get() => el("div", "group")
                .put(el("p", "part__lead").text(desk::SIGN_IN_FIRST.say(here.lang)))
                .put(sign_in_form(here)),
            Ok(invitation) => el("div", "group")
                .put(accept(here, &token, &invitation))
                .put(button("btn btn--plain", move || has_account.set(true)).text(desk::HAVE_ACCOUNT.say(here.lang))),
        })
    });
    single(here, desk::INVITATION, [body])
}

/// The page for an officer who has the desk open: what they are so far stays.
pub fn for_officer(here: Here, token: String) -> El {
    let lang = here.lang;
    let seen = look(here, &token);
    let body = el("div", "group").live(move || {
        Some(match seen()? {
            Err(words) => el("div", "").attr("role", "alert").put(error(&words)).put(to_desk(here)),
            Ok(invitation) => add(here, token.clone(), &invitation),
        })
    });
    document().set_title(desk::INVITATION.say(lang));
    single(here, desk::INVITATION, [body])
}

fn to_desk(here: Here) -> El {
    button("btn btn--reach", move || here.address.show(None)).text(desk::TO_DESK.say(here.lang))
}

fn add(here: Here, token: String, invitation: &InvitationSeen) -> El {
    let lang = here.lang;
    let name = untrack(|| here.tablet.read(|desk| desk.session().map(|session| session.member.name.clone())));
    let (busy, said) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let take = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let token = token.clone();
        spawn_local(async move {
            match here.tablet.accept_as_officer(&token).await {
                Ok(()) => here.address.show(None),
                Err(failure) => _ = said.try_set(Some(why_not(&failure, lang))),
            }
            busy.try_set(false);
        });
    };
    el("div", "join")
        .put(el("p", "part__lead").text(&lead(here, invitation)))
        .put(el("p", "").text(&desk::ACCEPT_AS.fill(lang, &[&name.unwrap_or_default()])))
        .put(el("div", "").attr("role", "alert").live(move || said.get().map(|words| error(&words))))
        .put(
            button("btn btn--main btn--reach", take)
                .live_attr("disabled", move || busy.get().then(String::new))
                .text(desk::ACCEPT.say(lang)),
        )
        .put(to_desk(here))
}

fn lead(here: Here, invitation: &InvitationSeen) -> String {
    let role = desk::role(invitation.role).say(here.lang);
    let until = invitation.expires_at.clock_and_date(here.lang);
    desk::INVITED.fill(here.lang, &[role, &invitation.unit_name, &until])
}

/// What it is to, once the server has said.
fn look(here: Here, token: &str) -> Read<Option<Result<InvitationSeen, String>>> {
    let seen = RwSignal::new(None);
    let looking = token.to_owned();
    spawn_local(async move {
        let told = here.tablet.look_at_invitation(&looking).await.map_err(|failure| why_not(&failure, here.lang));
        seen.try_set(Some(told));
    });
    settled(move || seen.get())
}

fn accept(here: Here, token: &str, invitation: &InvitationSeen) -> El {
    let lang = here.lang;
    let lead = lead(here, invitation);
    let [name, login, password] = [(); 3].map(|()| RwSignal::new(String::new()));
    let (joined, is_me) = (joined(), RwSignal::new(false));
    let me = joined.as_ref().map(|joined| {
        let said = desk::I_AM.fill(lang, &[&joined.name]);
        tick("i-me", &said, settled(move || is_me.get()), move |yes| is_me.set(yes), settled(|| None))
    });
    let [consent, tried, busy] = [(); 3].map(|()| RwSignal::new(false));
    let said = RwSignal::new(Vec::<String>::new());
    // Who is known has a name already.
    let name_field = move || {
        let mut field = needed_line("i-name", FieldWords::label(desk::NAME.say(lang)), name, tried, lang);
        field.autocomplete = "name";
        field.make()
    };
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
        .puts(me)
        .when(move || !is_me.get(), name_field)
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
            let member = joined.clone().filter(|_| is_me.get_untracked());
            let accepted = InvitationAccepted {
                token: token.clone(),
                name: member.as_ref().map_or_else(|| text(name), |joined| joined.name.clone()),
                login: text(login),
                password: password.get_untracked(),
                consent: consent.get_untracked(),
                as_member: member.is_some(),
            };
            let whole = [&accepted.name, &accepted.login, &accepted.password].iter().all(|text| !text.is_empty());
            if !whole || !accepted.consent || busy.get_untracked() {
                return;
            }
            busy.set(true);
            spawn_local(async move {
                let member = member.as_ref().map(|joined| joined.token.as_str());
                match here.tablet.accept_invitation(&accepted, member).await {
                    // It works once: the address doesn't name it any more.
                    Ok(()) => here.address.show(None),
                    Err(failure) => {
                        said.try_set(desk::faults(&failure, lang).unwrap_or_else(|| vec![why_not(&failure, lang)]));
                    }
                }
                busy.try_set(false);
            });
        })
}
