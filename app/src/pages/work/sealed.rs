//! The exported file with who the person is in it, sealed with words that they choose; and opening one.

use leptos::prelude::*;
use model::json;
use model::sync::Event;
use model::wire::JoinResponse;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;

use super::backup;
use super::desk::Here;
use crate::i18n::identity as words;
use crate::local::sealed_file::{self, NotOpened};
use crate::markup::{El, button, el, settled};
use crate::ui::{Field, FieldWords, Icon, Look, sheet};

/// The fewest characters of the words: five or six words, as the help asks for.
const FEWEST: usize = 16;
const MOST: usize = 200;

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Inside {
    /// The file as it would be without words.
    export: String,
    /// Who the device belongs to.
    joined: JoinResponse,
}

/// Exporting with one's identity; nothing while nobody has joined.
pub fn export(here: Here) -> El {
    let (store, lang) = (here.store, here.lang);
    let is_member = settled(move || store.status(|engine| engine.session().is_some_and(|session| !session.expired)));
    let open = RwSignal::new(false);
    let ask = move || button("btn", move || open.set(true)).icon(Icon::Lock).text(words::SEAL.say(lang));
    let title = move || words::SEAL.say(lang).to_owned();
    let asked = sheet(open, title, move || {
        form(here, words::SEAL_TEXT.say(lang), words::SEAL_DO.say(lang), FEWEST, move |chosen, wrong| {
            let joined = store.now(|engine| {
                let session = engine.session()?;
                Some(JoinResponse { member: session.member.clone(), token: session.token.clone() })
            });
            let Some(joined) = joined else { return };
            let (export, count) = backup::text(here);
            spawn_local(async move {
                let inside = json::write(&Inside { export, joined });
                match sealed_file::seal(&inside, &chosen).await {
                    Ok(file) => {
                        open.try_set(false);
                        backup::hand_over(here, &file, count);
                    }
                    Err(why) => {
                        leptos::logging::warn!("{why:?}");
                        wrong.try_set(Some(words::UNABLE.say(lang)));
                    }
                }
            });
        })
    });
    el("div", "").when(move || is_member(), ask).put(asked)
}

/// Asks for the words of a file that was picked, until it is opened or given up. What is said goes into `said`.
pub fn import(here: Here, picked: RwSignal<Option<String>>, said: RwSignal<String>) -> El {
    let lang = here.lang;
    let open = RwSignal::new(false);
    crate::markup::follow(move || open.set(picked.with(Option::is_some)));
    let title = move || words::OPEN_SEALED.say(lang).to_owned();
    sheet(open, title, move || {
        form(here, words::OPEN_SEALED_TEXT.say(lang), words::OPEN_SEALED_DO.say(lang), 1, move |typed, wrong| {
            let Some(file) = picked.get_untracked() else { return };
            spawn_local(async move {
                let inside = sealed_file::open(&file, &typed).await;
                let inside = inside.and_then(|text| json::read::<Inside>(&text).map_err(|_| NotOpened::WrongWords));
                match inside {
                    Ok(inside) => {
                        picked.try_set(None);
                        said.try_set(bring_in(here, inside));
                    }
                    Err(NotOpened::WrongWords) => _ = wrong.try_set(Some(words::WRONG_WORDS.say(lang))),
                    Err(NotOpened::Unable) => _ = wrong.try_set(Some(words::UNABLE.say(lang))),
                }
            });
        })
    })
}

/// Takes who the person is, unless the device is somebody's, then the drafts.
fn bring_in(here: Here, Inside { export, joined }: Inside) -> String {
    let (store, lang) = (here.store, here.lang);
    let now = store.now(|engine| {
        let session = engine.session().filter(|session| !session.expired);
        session.map(|session| (session.member.id, session.member.name.clone()))
    });
    let who = match now {
        Some((id, _)) if id == joined.member.id => String::new(),
        Some((_, name)) => words::STAYS_ANOTHERS.fill(lang, &[&name]),
        None => {
            let said = words::NOW_YOURS.fill(lang, &[&joined.member.name]);
            store.handle(Event::Joined(Ok(joined)));
            said
        }
    };
    format!("{} {who}", backup::bring_in(here, &export)).trim_end().to_owned()
}

/// Some words to type, and what is done with them.
fn form(
    here: Here,
    text: &'static str,
    act: &'static str,
    fewest: usize,
    done: impl Fn(String, RwSignal<Option<&'static str>>) + 'static,
) -> El {
    let lang = here.lang;
    let (typed, wrong) = (RwSignal::new(String::new()), RwSignal::new(None::<&'static str>));
    let words_of = FieldWords::label(words::SEAL_WORDS.say(lang)).help(text);
    let mut field = Field::new("d-words", words_of, Look::Line, MOST, settled(move || typed.get()));
    field.typed = Box::new(move |of| {
        wrong.set(None);
        typed.set(of.now);
    });
    field.wrong = settled(move || wrong.get().map(str::to_owned));
    let send = el("button", "btn btn--main").attr("type", "submit").text(act);
    el("form", "join").attr("novalidate", "").put(field.make()).put(el("div", "sheet__acts").put(send)).on(
        "submit",
        move |event| {
            event.prevent_default();
            let chosen = typed.get_untracked().trim().to_owned();
            if chosen.chars().count() < fewest {
                wrong.set(Some(if fewest > 1 { words::WORDS_SHORT } else { words::WRONG_WORDS }.say(lang)));
            } else {
                done(chosen, wrong);
            }
        },
    )
}
