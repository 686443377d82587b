//! Where I am signed in, and ending it on a device: signed out, or lost.

use leptos::prelude::*;
use model::sign_in::SessionLine;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;

use super::Account;
use super::form::faults;
use crate::i18n::{Word, account, work};
use crate::markup::{El, button, el, settled};
use crate::tablet::now;
use crate::ui::sheet;

/// The list, this device marked.
pub fn part(of: Account) -> El {
    let lang = of.here.lang;
    let asked = RwSignal::new(None::<SessionLine>);
    let open = RwSignal::new(false);
    let sessions = settled(move || of.me.with(|me| me.as_ref().map(|me| me.sessions.clone()).unwrap_or_default()));
    let list = el("div", "").live(move || {
        let row = |line| row(of, line, asked, open);
        Some(el("ul", "rows account__rows").puts(sessions().into_iter().map(row)))
    });
    el("section", "group").put(el("h2", "").text(account::SESSIONS.say(lang))).put(list).put(ending(of, asked, open))
}

fn row(of: Account, line: SessionLine, asked: RwSignal<Option<SessionLine>>, open: RwSignal<bool>) -> El {
    let lang = of.here.lang;
    let name = account::device(line.device.as_deref(), lang);
    let said = [
        account::SEEN.fill(lang, &[&work::moment_short(line.seen_at, now(), lang)]),
        account::SINCE.fill(lang, &[&work::moment_short(line.created_at, now(), lang)]),
    ];
    let title = el("b", "").text(&name);
    let title = if line.current {
        title.text(" ").put(el("small", "account__mine").text(account::THIS_ONE.say(lang)))
    } else {
        title
    };
    let made = el("li", "item").put(title).put(el("span", "item__meta").text(&said.join(" · ")));
    if line.current {
        return made;
    }
    let label = account::END_TITLE.fill(lang, &[&name]);
    let end = button("btn", move || {
        asked.set(Some(line.clone()));
        open.set(true);
    });
    made.put(end.attr("aria-label", &label).text(account::END.say(lang)))
}

/// The two ways, side by side: neither is the usual one.
fn ending(of: Account, asked: RwSignal<Option<SessionLine>>, open: RwSignal<bool>) -> El {
    let lang = of.here.lang;
    let name = move || asked.with(|line| account::device(line.as_ref().and_then(|line| line.device.as_deref()), lang));
    let wrong = RwSignal::new(Vec::new());
    let act = move |lost: Lost| {
        let (Some(line), Some(caller)) = (asked.get_untracked(), of.caller()) else { return };
        let name = untrack(name);
        wrong.set(Vec::new());
        spawn_local(async move {
            let id: Uuid = line.id;
            let (ended, said): (_, Word) = match lost {
                Lost::No => (caller.sign_out(id).await, account::ENDED),
                Lost::Yes => (caller.give_up(id).await, account::LOST),
            };
            match ended {
                Ok(()) => {
                    open.try_set(false);
                    of.did(said.fill(lang, &[&name]));
                }
                Err(failure) => _ = wrong.try_set(of.faults(&failure)),
            }
        });
    };
    sheet(
        open,
        move || account::END_TITLE.fill(lang, &[&name()]),
        move || {
            wrong.set(Vec::new());
            el("div", "join").put(el("p", "").text(account::END_TEXT.say(lang))).put(faults(wrong)).put(
                el("div", "account__ways")
                    .put(button("btn", move || act(Lost::No)).text(account::END_SIGN_OUT.say(lang)))
                    .put(button("btn btn--person", move || act(Lost::Yes)).text(account::END_LOST.say(lang)))
                    .put(button("btn btn--plain", move || open.set(false)).text(account::KEEP.say(lang))),
            )
        },
    )
}

/// Whether somebody else may have the device.
#[derive(Clone, Copy)]
enum Lost {
    Yes,
    No,
}
