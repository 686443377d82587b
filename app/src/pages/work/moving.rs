//! "Mang sang máy khác": a code that makes another phone the same member's, shown as a picture and as digits.

use leptos::prelude::*;
use model::sync::Failure;
use model::wire::DeviceCodeMade;
use wasm_bindgen_futures::spawn_local;

use super::desk::Here;
use crate::i18n::{identity as words, work};
use crate::local::network;
use crate::markup::{El, button, el, settled};
use crate::ui::{Icon, error, qr_picture, sheet};

/// The part of the device's page; nothing while nobody has joined.
pub fn part(here: Here) -> El {
    let Here { store, lang, .. } = here;
    let is_member = settled(move || {
        store.status(|engine| engine.session().is_some_and(|session| !session.expired) && engine.joining().is_none())
    });
    let open = RwSignal::new(false);
    let made = move || {
        el("section", "group")
            .put(el("h2", "").text(words::MOVE.say(lang)))
            .put(el("p", "").text(words::MOVE_WHY.say(lang)))
            .put(button("btn", move || open.set(true)).icon(Icon::Forward).text(words::MOVE.say(lang)))
    };
    let title = move || words::MOVE.say(lang).to_owned();
    el("div", "").when(move || is_member(), made).put(sheet(open, title, move || asking(here, open)))
}

/// Whether this phone stays, then the code.
fn asking(here: Here, open: RwSignal<bool>) -> El {
    let Here { store, lang, .. } = here;
    let code = RwSignal::new(None::<DeviceCodeMade>);
    let (failure, busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
    let ask = move |keep: bool| {
        let token = store.now(|engine| engine.session().map(|session| session.token.clone()));
        let Some(token) = token.filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match network::device_code(&token, keep, lang).await {
                Ok(made) => _ = code.try_set(Some(made)),
                Err(why) => _ = failure.try_set(Some(why)),
            }
            busy.try_set(false);
        });
    };
    let unsent = settled(move || store.list(|engine| engine.unsent()));
    let shown = settled(move || code.get());
    let is_asked = settled(move || code.with(Option::is_none));
    let choice = move || {
        let unsent = unsent.clone();
        let both = button("btn btn--main", move || ask(true)).text(words::MOVE_KEEP.say(lang));
        let over = button("btn", move || ask(false)).text(words::MOVE_END.say(lang));
        el("div", "move")
            .live(move || match unsent() {
                0 => None,
                some => Some(el("p", "").text(&words::MOVE_UNSENT.fill(lang, &[&work::number(some, lang)]))),
            })
            .live(move || {
                let said = match failure.get()? {
                    Failure::Refused(problem) if !problem.detail.is_empty() => problem.detail,
                    _ => words::NEEDS_LINK.say(lang).to_owned(),
                };
                Some(el("div", "").attr("role", "alert").put(error(&said)))
            })
            .put(el("div", "sheet__acts").put(both).put(over))
    };
    el("div", "move").when(move || is_asked(), choice).live(move || {
        let made = shown()?;
        let close = button("btn btn--main", move || open.set(false)).text(words::MOVE_DONE.say(lang));
        Some(
            el("div", "move")
                .attr("role", "status")
                .put(el("p", "").text(words::MOVE_SCAN.say(lang)))
                .puts(qr_picture(&made.qr, words::MOVE_QR.say(lang)))
                .put(el("p", "code").attr("translate", "no").text(&made.code))
                .put(el("p", "quiet").text(&words::MOVE_UNTIL.fill(lang, &[&made.expires_at.clock(lang)])))
                .put(close),
        )
    })
}
