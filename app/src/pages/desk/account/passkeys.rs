//! My passkeys: listed, added on this device, removed.

use leptos::prelude::*;
use model::sign_in::PasskeyLine;
use wasm_bindgen_futures::spawn_local;

use super::Account;
use super::form::{Form, disclosed, faults};
use crate::i18n::{account, desk, work};
use crate::markup::{El, button, el, settled};
use crate::passkey;
use crate::tablet::now;
use crate::ui::{FieldWords, hide, needed_line, sheet};

/// The part.
pub fn part(of: Account) -> El {
    let lang = of.here.lang;
    let asked = RwSignal::new(None::<PasskeyLine>);
    let (removing, adding) = (RwSignal::new(false), RwSignal::new(false));
    let passkeys = settled(move || of.me.with(|me| me.as_ref().map(|me| me.passkeys.clone()).unwrap_or_default()));
    let list = el("div", "").live(move || {
        let lines = passkeys();
        let row = |line| row(of, line, asked, removing);
        (!lines.is_empty()).then(|| el("ul", "rows account__rows").puts(lines.into_iter().map(row)))
    });
    let add = if passkey::is_possible() {
        disclosed(of, account::PASSKEY_ADD, adding, move || add(of, adding))
    } else {
        el("p", "quiet").text(account::PASSKEYS_IMPOSSIBLE.say(lang))
    };
    el("section", "group")
        .put(el("h2", "").text(account::PASSKEYS.say(lang)))
        .put(el("p", "").text(account::PASSKEYS_TEXT.say(lang)))
        .put(list)
        .put(add)
        .put(removal(of, asked, removing))
}

fn row(of: Account, line: PasskeyLine, asked: RwSignal<Option<PasskeyLine>>, open: RwSignal<bool>) -> El {
    let lang = of.here.lang;
    let since = account::PASSKEY_SINCE.fill(lang, &[&work::moment_short(line.created_at, now(), lang)]);
    let label = account::PASSKEY_REMOVE_TITLE.fill(lang, &[&line.name]);
    let made = el("li", "item").put(el("b", "").text(&line.name)).put(el("span", "item__meta").text(&since));
    let remove = button("btn", move || {
        asked.set(Some(line.clone()));
        open.set(true);
    });
    made.put(remove.attr("aria-label", &label).text(account::PASSKEY_REMOVE.say(lang)))
}

/// The password, for it opens as much, and a name; then the device asks for finger, face or code.
fn add(of: Account, open: RwSignal<bool>) -> El {
    let lang = of.here.lang;
    let agent = window().navigator().user_agent().ok();
    let name = RwSignal::new(account::device(agent.as_deref(), lang));
    let tried = RwSignal::new(false);
    let words = FieldWords::label(account::PASSKEY_NAME.say(lang)).help(account::PASSKEY_NAME_HELP.say(lang));
    let name_line = needed_line("a-passkey", words, name, tried, lang).make();
    let password = RwSignal::new(String::new());
    let words = FieldWords::label(desk::PASSWORD.say(lang)).help(account::PASSWORD_AGAIN.say(lang));
    let secret = needed_line("a-passkey-password", words, password, tried, lang).make();
    let secret = hide(secret, "a-passkey-password", "current-password", None);
    Form::new([name_line, secret], account::PASSKEY_ADD).make(of, move || {
        tried.set(true);
        let (typed, password) = (name.get_untracked().trim().to_owned(), password.get_untracked());
        let caller = of.caller().filter(|_| !typed.is_empty() && !password.is_empty())?;
        Some(async move {
            let asked = caller.passkey_options(password).await.map_err(|failure| of.faults(&failure))?;
            let made = passkey::create(&asked, &[("name", &typed)]).await;
            let made = made.map_err(|refused| vec![refused.said().say(lang).to_owned()])?;
            caller.register_passkey(made).await.map_err(|failure| of.faults(&failure))?;
            open.try_set(false);
            of.did(account::PASSKEY_ADDED.fill(lang, &[&typed]));
            Ok(())
        })
    })
}

fn removal(of: Account, asked: RwSignal<Option<PasskeyLine>>, open: RwSignal<bool>) -> El {
    let lang = of.here.lang;
    let name = move || asked.with(|line| line.as_ref().map(|line| line.name.clone()).unwrap_or_default());
    let wrong = RwSignal::new(Vec::new());
    let remove = move || {
        let (Some(line), Some(caller)) = (asked.get_untracked(), of.caller()) else { return };
        wrong.set(Vec::new());
        spawn_local(async move {
            match caller.remove_passkey(&line.id).await {
                Ok(()) => {
                    open.try_set(false);
                    of.did(account::PASSKEY_REMOVED.fill(lang, &[&line.name]));
                }
                Err(failure) => _ = wrong.try_set(of.faults(&failure)),
            }
        });
    };
    sheet(
        open,
        move || account::PASSKEY_REMOVE_TITLE.fill(lang, &[&name()]),
        move || {
            wrong.set(Vec::new());
            el("div", "join").put(el("p", "").text(account::PASSKEY_REMOVE_TEXT.say(lang))).put(faults(wrong)).put(
                el("div", "sheet__acts")
                    .put(button("btn", move || open.set(false)).text(account::KEEP.say(lang)))
                    .put(button("btn btn--person", remove).text(account::PASSKEY_REMOVE.say(lang))),
            )
        },
    )
}
