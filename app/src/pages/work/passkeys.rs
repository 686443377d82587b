//! A member's passkeys: added and removed on the device's page, used on the joining page to come back.

use leptos::prelude::*;
use model::json;
use model::sign_in::PasskeyLine;
use model::sync::{Event, Failure};
use model::wire::JoinResponse;
use wasm_bindgen_futures::spawn_local;

use super::desk::Here;
use crate::i18n::{account, identity as words, work};
use crate::local::network::{self, Act};
use crate::local::now;
use crate::markup::{El, button, el, settled};
use crate::passkey;
use crate::ui::{Icon, error};

/// The part of the device's page; nothing while nobody has joined, or where the browser knows of none.
pub fn part(here: Here) -> El {
    let (store, lang) = (here.store, here.lang);
    let token = settled(move || {
        store.status(|engine| {
            let session = engine.session().filter(|session| !session.expired);
            session.map(|session| session.token.clone())
        })
    });
    el("div", "").live(move || {
        let token = token().filter(|_| passkey::is_possible())?;
        let said = RwSignal::new(None::<String>);
        let lines = RwSignal::new(Vec::<PasskeyLine>::new());
        look(here, token.clone(), lines);
        let (adding, listed) = (token.clone(), settled(move || lines.get()));
        let list = el("div", "").live(move || {
            let rows: Vec<El> = listed().into_iter().map(|line| row(here, token.clone(), line, lines, said)).collect();
            (!rows.is_empty()).then(|| el("ul", "plain").puts(rows))
        });
        let add = button("btn", move || add(here, adding.clone(), lines, said)).icon(Icon::Lock);
        let made = el("section", "group")
            .put(el("h2", "").text(account::PASSKEYS.say(lang)))
            .put(el("p", "").text(words::PASSKEY_WHY.say(lang)))
            .put(list)
            .put(add.text(account::PASSKEY_ADD.say(lang)))
            .live(move || Some(el("div", "").attr("role", "alert").put(error(&said.get()?))));
        Some(made)
    })
}

fn row(
    here: Here,
    token: String,
    line: PasskeyLine,
    lines: RwSignal<Vec<PasskeyLine>>,
    said: RwSignal<Option<String>>,
) -> El {
    let lang = here.lang;
    let since = account::PASSKEY_SINCE.fill(lang, &[&work::moment_short(line.created_at, now(), lang)]);
    let label = account::PASSKEY_REMOVE_TITLE.fill(lang, &[&line.name]);
    let remove = button("btn btn--plain", move || {
        let (token, id) = (token.clone(), line.id.clone());
        spawn_local(async move {
            match network::passkey(Act::Remove(&id), Some(&token), String::new(), lang).await {
                Ok(_) => look(here, token, lines),
                Err(why) => _ = said.try_set(Some(reason(here, &why))),
            }
        });
    });
    el("li", "item")
        .put(el("b", "").text(&line.name))
        .put(el("span", "item__meta").text(&since))
        .put(remove.attr("aria-label", &label).text(account::PASSKEY_REMOVE.say(lang)))
}

fn look(here: Here, token: String, lines: RwSignal<Vec<PasskeyLine>>) {
    spawn_local(async move {
        // Without a link the list waits for the next visit.
        if let Ok(body) = network::passkey(Act::List, Some(&token), String::new(), here.lang).await
            && let Ok(found) = json::read::<Vec<PasskeyLine>>(&body)
        {
            lines.try_set(found);
        }
    });
}

fn add(here: Here, token: String, lines: RwSignal<Vec<PasskeyLine>>, said: RwSignal<Option<String>>) {
    said.set(None);
    spawn_local(async move {
        match register(here, &token).await {
            Ok(()) => look(here, token, lines),
            Err(why) => _ = said.try_set(Some(why)),
        }
    });
}

async fn register(here: Here, token: &str) -> Result<(), String> {
    let lang = here.lang;
    let why = |failure: Failure| reason(here, &failure);
    let asked = network::passkey(Act::AskForNew, Some(token), "{}".into(), lang).await.map_err(why)?;
    let name = account::device(window().navigator().user_agent().ok().as_deref(), lang);
    let made = passkey::create(&asked, &[("name", &name)]).await;
    let made = made.map_err(|refused| refused.said().say(lang).to_owned())?;
    network::passkey(Act::Register, Some(token), made, lang).await.map_err(why).map(drop)
}

/// Coming back with one; nothing where the browser knows of none.
pub fn come_back(here: Here) -> El {
    let lang = here.lang;
    if !passkey::is_possible() {
        return el("span", "").attr("hidden", "");
    }
    let said = RwSignal::new(None::<String>);
    let act = move || {
        said.set(None);
        spawn_local(async move {
            match answer(here).await {
                Ok(joined) => here.store.handle(Event::Joined(Ok(joined))),
                Err(why) => _ = said.try_set(Some(why)),
            }
        });
    };
    let use_it = button("btn", act).attr("type", "button").icon(Icon::Lock).text(account::PASSKEY_SIGN_IN.say(lang));
    let said = el("div", "").live(move || Some(el("div", "").attr("role", "alert").put(error(&said.get()?))));
    el("div", "move").put(el("p", "").text(words::JOINED_BEFORE_WAYS[2].say(lang))).put(use_it).put(said)
}

async fn answer(here: Here) -> Result<JoinResponse, String> {
    let lang = here.lang;
    let why = |failure: Failure| reason(here, &failure);
    let asked = network::passkey(Act::Ask, None, "{}".into(), lang).await.map_err(why)?;
    let answered = passkey::answer(&asked).await.map_err(|refused| refused.said().say(lang).to_owned())?;
    let body = network::passkey(Act::Join, None, answered, lang).await.map_err(why)?;
    json::read(&body).map_err(|_| why(Failure::Garbled))
}

fn reason(here: Here, failure: &Failure) -> String {
    match failure {
        Failure::Refused(problem) if !problem.detail.is_empty() => problem.detail.clone(),
        _ => words::NEEDS_LINK.say(here.lang).to_owned(),
    }
}
