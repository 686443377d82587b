//! Who is signed in: what they are, and the ways to lock the tablet and to sign out.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Here;
use crate::i18n::{Word, account, desk, work};
use crate::markup::{El, a, button, el, settled};
use crate::ui::sheet;

/// The sheet behind the officer's name.
pub fn sheet_of(here: Here, open: RwSignal<bool>) -> El {
    let lang = here.lang;
    let session = settled(move || here.tablet.read(|desk| desk.session().cloned()));
    let title = session.clone();
    let title = move || title().map(|session| session.member.name).unwrap_or_default();
    sheet(open, title, move || {
        let roles = untrack(|| session()).map(|session| session.roles).unwrap_or_default();
        let roles = roles
            .into_iter()
            .map(|right| el("li", "").text(&format!("{}, {}", desk::role(right.role).say(lang), right.unit)));
        let (unsent, unfinished) = untrack(|| here.tablet.read(|desk| (desk.outbox().len(), desk.unfinished_count())));
        let leaving = RwSignal::new(false);
        let lock = button("btn btn--main", move || {
            open.set(false);
            here.tablet.lock();
        });
        let ask = button("btn", move || leaving.set(true)).text(desk::SIGN_OUT.say(lang));
        let sure = move || {
            let warn = |word: Word, count| (count > 0).then(|| word.fill(lang, &[&work::number(count, lang)]));
            let lost = [warn(desk::SIGN_OUT_WARNING, unsent), warn(desk::SIGN_OUT_UNFINISHED, unfinished)];
            let lost: Vec<String> = lost.into_iter().flatten().collect();
            let words = if lost.is_empty() { desk::SIGN_OUT_TEXT.say(lang).to_owned() } else { lost.join(" ") };
            let go = button("btn btn--person", move || {
                open.set(false);
                spawn_local(here.tablet.sign_out());
            });
            el("div", "gate__erase").attr("role", "alert").put(el("p", "").text(&words)).put(
                el("div", "sheet__acts")
                    .put(go.text(desk::SIGN_OUT.say(lang)))
                    .put(button("btn", move || open.set(false)).text(desk::STAY.say(lang))),
            )
        };
        el("div", "join")
            .put(el("ul", "plain").puts(roles))
            .put(a("btn btn--plain", "/app/account").text(account::ACCOUNT.say(lang)))
            .put(el("div", "sheet__acts").put(lock.text(desk::LOCK_NOW.say(lang))).put(ask))
            .when(move || leaving.get(), sure)
    })
}
