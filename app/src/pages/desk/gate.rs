//! What stands before the desk: signing in, choosing the PIN, and unlocking with it.

use leptos::prelude::*;
use model::desk::Session;
use model::number::Lang;
use wasm_bindgen_futures::spawn_local;

use super::account::requests;
use super::{Here, demo_mark, passkey};
use crate::i18n::{Word, account, desk};
use crate::markup::{El, a, button, el};
use crate::ui::{self, FieldWords, Icon, Trying, error, hide, needed_line, why_not};
use crate::vault::{Error, Pin, Refusal};

/// A page with one thing to do.
pub fn single(here: Here, title: Word, parts: impl IntoIterator<Item = El>) -> El {
    let head = el("header", "bar-top").mark().put(el("h1", "").text(title.say(here.lang))).puts(demo_mark(here.lang));
    el("div", "").put(head).put(el("main", "phone gate").attr("id", "noi-dung").puts(parts))
}

/// Signing in for the first time on this tablet.
pub fn sign_in(here: Here) -> El {
    let lang = here.lang;
    let lead = el("p", "part__lead").text(desk::SIGN_IN_LEAD.say(lang));
    let back = el("p", "").put(a("btn btn--plain", "/app").text(desk::MEMBERS_APP.say(lang)));
    single(here, desk::SIGN_IN, [lead, sign_in_form(here), back])
}

/// The form for signing in on this tablet.
pub fn sign_in_form(here: Here) -> El {
    let trying = Trying::default();
    let more = passkey::is_possible().then(|| passkey_button(here, trying));
    ui::sign_in_form(here.lang, trying, more, move |request| async move { here.tablet.sign_in(&request).await })
}

/// Signing in without the form, where the browser knows of passkeys.
fn passkey_button(here: Here, Trying { busy, said }: Trying) -> El {
    let lang = here.lang;
    let act = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        said.set(None);
        spawn_local(async move {
            match with_passkey(here).await {
                Ok(session) => {
                    if let Err(failure) = here.tablet.signed_in(session) {
                        said.try_set(Some(why_not(&failure, lang)));
                    }
                }
                Err(words) => _ = said.try_set(Some(words)),
            }
            busy.try_set(false);
        });
    };
    button("btn btn--reach", act)
        .live_attr("disabled", move || busy.get().then(String::new))
        .icon(Icon::Lock)
        .text(account::PASSKEY_SIGN_IN.say(lang))
}

async fn with_passkey(here: Here) -> Result<Session, String> {
    let lang = here.lang;
    let asked = requests::sign_in_options(lang).await.map_err(|failure| why_not(&failure, lang))?;
    let answered = passkey::answer(&asked).await.map_err(|refused| refused.said().say(lang).to_owned())?;
    requests::sign_in(answered, lang).await.map_err(|failure| why_not(&failure, lang))
}

/// Choosing the PIN, after signing in.
pub fn choose_pin(here: Here, session: Session) -> El {
    let lang = here.lang;
    let [pin, again] = [(); 2].map(|()| RwSignal::new(String::new()));
    let said = RwSignal::new(None::<&'static str>);
    let busy = RwSignal::new(false);
    let pin_box = |id, label: Word, value| {
        let made = needed_line(id, FieldWords::label(label.say(lang)), value, RwSignal::new(false), here.lang).make();
        hide(made, id, "new-password", Some("numeric"))
    };
    let send = el("button", "btn btn--main btn--reach")
        .attr("type", "submit")
        .live_attr("disabled", move || busy.get().then(String::new))
        .text(desk::PIN_SET.say(lang));
    let form = el("form", "join")
        .attr("novalidate", "")
        .put(pin_box("p-pin", desk::PIN, pin))
        .put(pin_box("p-again", desk::PIN_AGAIN, again))
        .put(el("div", "").attr("role", "alert").live(move || said.get().map(error)))
        .put(send)
        .on("submit", move |event| {
            event.prevent_default();
            if busy.get_untracked() {
                return;
            }
            let chosen = match Pin::parse(&pin.get_untracked()) {
                Ok(chosen) => chosen,
                Err(why) => return said.set(Some(desk::not_a_pin(why).say(lang))),
            };
            if pin.get_untracked() != again.get_untracked() {
                return said.set(Some(desk::PIN_DIFFERS.say(lang)));
            }
            busy.set(true);
            let session = session.clone();
            spawn_local(async move {
                if let Err(error) = here.tablet.choose_pin(session, &chosen).await {
                    said.try_set(Some(unkept(&error, lang)));
                }
                busy.try_set(false);
            });
        });
    single(here, desk::PIN_CHOOSE, [el("p", "part__lead").text(desk::PIN_WHY.say(lang)), form])
}

/// Why the tablet's store failed, in words.
pub fn unkept(error: &Error, lang: Lang) -> &'static str {
    leptos::logging::warn!("{error}");
    match error {
        Error::NoRoom => desk::NO_ROOM.say(lang),
        _ => desk::BROKEN_TEXT.say(lang),
    }
}

/// Unlocking with the PIN.
pub fn locked(here: Here, tries_left: u32) -> El {
    let lang = here.lang;
    let pin = RwSignal::new(String::new());
    let wrong = move |left: u32| desk::PIN_WRONG.fill(lang, &[&left.to_string()]);
    let said = RwSignal::new((tries_left < crate::vault::TRIES).then(|| wrong(tries_left)));
    let [busy, forgotten] = [(); 2].map(|()| RwSignal::new(false));
    let pin_box =
        needed_line("p-pin", FieldWords::label(desk::PIN.say(lang)), pin, RwSignal::new(false), here.lang).make();
    let send = el("button", "btn btn--main btn--reach")
        .attr("type", "submit")
        .live_attr("disabled", move || busy.get().then(String::new))
        .text(desk::UNLOCK.say(lang));
    let form = el("form", "join")
        .attr("novalidate", "")
        .put(hide(pin_box, "p-pin", "off", Some("numeric")))
        .put(el("div", "").attr("role", "alert").live(move || said.get().map(|words| error(&words))))
        .put(send)
        .on("submit", move |event| {
            event.prevent_default();
            if busy.get_untracked() {
                return;
            }
            let typed = match Pin::parse(&pin.get_untracked()) {
                Ok(typed) => typed,
                Err(why) => return said.set(Some(desk::never_a_pin(why).say(lang).to_owned())),
            };
            busy.set(true);
            spawn_local(async move {
                match here.tablet.unlock(&typed).await {
                    Err(Refusal::WrongPin { left }) => _ = said.try_set(Some(wrong(left))),
                    Err(Refusal::Failed(error)) => _ = said.try_set(Some(unkept(&error, lang).to_owned())),
                    Ok(()) | Err(Refusal::Wiped | Refusal::Empty) => {}
                }
                busy.try_set(false);
            });
        });
    let erase = move || {
        el("section", "gate__erase")
            .put(el("p", "").text(desk::PIN_FORGOTTEN_TEXT.say(lang)))
            .put(button("btn btn--person", move || spawn_local(here.tablet.erase())).text(desk::ERASE.say(lang)))
    };
    let ask = button("btn btn--plain", move || forgotten.update(|shown| *shown = !*shown))
        .live_attr("aria-expanded", move || Some(forgotten.get().to_string()))
        .text(desk::PIN_FORGOTTEN.say(lang));
    let rest = el("div", "").put(ask).when(move || forgotten.get(), erase);
    single(here, desk::LOCKED, [form, rest])
}

/// The desk is open in another tab.
pub fn elsewhere(here: Here, stays: bool) -> El {
    let lang = here.lang;
    let words = if stays { desk::ELSEWHERE_STAYS } else { desk::ELSEWHERE_TEXT };
    let open = button("btn btn--main btn--reach", move || here.tablet.take_over()).text(desk::OPEN_HERE.say(lang));
    let lead = el("div", "empty").attr("role", "status").icon(Icon::Copy);
    single(here, desk::ELSEWHERE, [lead.put(el("p", "").text(words.say(lang))).put(open)])
}

/// Everything was erased.
pub fn wiped(here: Here) -> El {
    let lang = here.lang;
    let again =
        button("btn btn--main btn--reach", move || spawn_local(here.tablet.erase())).text(desk::SIGN_IN.say(lang));
    let words = el("div", "empty").attr("role", "status").icon(Icon::Lock);
    single(here, desk::WIPED, [words.put(el("p", "").text(desk::WIPED_TEXT.say(lang))).put(again)])
}

/// The browser can't keep anything.
pub fn broken(here: Here) -> El {
    let words = el("div", "empty").attr("role", "alert").icon(Icon::Alert);
    single(here, desk::BROKEN, [words.put(el("p", "").text(desk::BROKEN_TEXT.say(here.lang)))])
}
