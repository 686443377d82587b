//! What stands before the desk: signing in, choosing the PIN, and unlocking with it.

use leptos::prelude::*;
use model::desk::Session;
use model::number::Lang;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use super::account::requests;
use super::{Here, demo_mark};
use crate::i18n::{Word, account, desk, work};
use crate::markup::{El, a, button, el, settled};
use crate::passkey;
use crate::tablet::{Held, Lock, now};
use crate::ui::{self, FieldWords, Icon, Trying, error, hide, needed_line, why_not};
use crate::vault::{Error, FREE, Pin, Recovered, Refusal};

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
fn passkey_button(here: Here, trying: Trying) -> El {
    let lang = here.lang;
    passkey_act(here, trying, move |session| async move {
        here.tablet.signed_in(session).map_err(|failure| why_not(&failure, lang))
    })
}

/// A button that asks for a passkey, and does something with the session.
fn passkey_act<F: Future<Output = Result<(), String>> + 'static>(
    here: Here,
    Trying { busy, said }: Trying,
    then: impl Fn(Session) -> F + Clone + 'static,
) -> El {
    let lang = here.lang;
    let act = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        said.set(None);
        let then = then.clone();
        spawn_local(async move {
            let done = match with_passkey(here).await {
                Ok(session) => then(session).await,
                Err(words) => Err(words),
            };
            if let Err(words) = done {
                said.try_set(Some(words));
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

/// Choosing the PIN, after signing in: the first one, or another for a tablet whose PIN was forgotten.
pub fn choose_pin(here: Here, session: Session, recovered: Option<Recovered>) -> El {
    let lang = here.lang;
    let [pin, again] = [(); 2].map(|()| RwSignal::new(String::new()));
    let said = RwSignal::new(None::<&'static str>);
    let busy = RwSignal::new(false);
    let lead = if recovered.is_some() { desk::PIN_RENEW } else { desk::PIN_WHY };
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
            let (session, recovered) = (session.clone(), recovered.clone());
            spawn_local(async move {
                let done = match recovered {
                    Some(recovered) => here.tablet.renew_pin(session, recovered, &chosen).await,
                    None => here.tablet.choose_pin(session, &chosen).await,
                };
                if let Err(error) = done {
                    said.try_set(Some(unkept(&error, lang)));
                }
                busy.try_set(false);
            });
        });
    focus_soon("p-pin");
    single(here, desk::PIN_CHOOSE, [el("p", "part__lead").text(lead.say(lang)), form])
}

/// Puts the cursor into a box once it is in the page.
fn focus_soon(id: &'static str) {
    request_animation_frame(move || {
        let found = document().get_element_by_id(id).and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(Err(problem)) = found.map(|found| found.focus()) {
            leptos::logging::warn!("{problem:?}");
        }
    });
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
pub fn locked(here: Here, lock: Lock) -> El {
    let lang = here.lang;
    let pin = RwSignal::new(String::new());
    let said = RwSignal::new((lock.free < FREE && lock.wait == 0).then(|| desk::pin_wrong(lock.free, 0, lang)));
    // Until then no PIN is looked at, by the tablet's clock.
    let until = RwSignal::new(now().millis() + lock.wait);
    let left = settled(move || (until.get() - here.clock.get().max(now().millis())).max(0));
    let (busy, forgotten) = (RwSignal::new(false), RwSignal::new(false));
    let pin_box =
        needed_line("p-pin", FieldWords::label(desk::PIN.say(lang)), pin, RwSignal::new(false), here.lang).make();
    let (waits, waits_said) = (left.clone(), left);
    let send = el("button", "btn btn--main btn--reach")
        .attr("type", "submit")
        .live_attr("disabled", move || (busy.get() || waits() > 0).then(String::new))
        .text(desk::UNLOCK.say(lang));
    let alert = el("div", "").attr("role", "alert").live(move || said.get().map(|words| error(&words)));
    let waiting = move || {
        let wait = waits_said();
        (wait > 0).then(|| {
            el("p", "gate__wait").icon(Icon::Clock).text(&desk::PIN_WAIT.fill(lang, &[&desk::wait(wait, lang)]))
        })
    };
    let form = el("form", "join")
        .attr("novalidate", "")
        .put(hide(pin_box, "p-pin", "off", Some("numeric")))
        .put(alert.live(waiting))
        .put(send)
        .on("submit", move |event| {
            event.prevent_default();
            if !busy.get_untracked() {
                unlock(here, pin, said, until, busy);
            }
        });
    let ask = button("btn btn--plain", move || forgotten.update(|shown| *shown = !*shown))
        .live_attr("aria-expanded", move || Some(forgotten.get().to_string()))
        .text(desk::PIN_FORGOTTEN.say(lang));
    let rest = el("div", "gate__rest").put(ask).when(move || forgotten.get(), move || without_pin(here, &lock));
    focus_soon("p-pin");
    single(here, desk::LOCKED, [form, rest])
}

fn unlock(
    here: Here,
    pin: RwSignal<String>,
    said: RwSignal<Option<String>>,
    until: RwSignal<i64>,
    busy: RwSignal<bool>,
) {
    let lang = here.lang;
    let typed = match Pin::parse(&pin.get_untracked()) {
        Ok(typed) => typed,
        Err(why) => return said.set(Some(desk::never_a_pin(why).say(lang).to_owned())),
    };
    busy.set(true);
    spawn_local(async move {
        let wait_for = |wait: i64| _ = until.try_set(now().millis() + wait);
        match here.tablet.unlock(&typed).await {
            Err(Refusal::WrongPin { left, wait }) => {
                wait_for(wait);
                said.try_set(Some(desk::pin_wrong(left, wait, lang)));
            }
            Err(Refusal::Wait(wait)) => {
                wait_for(wait);
                said.try_set(None);
            }
            Err(Refusal::Failed(error)) => _ = said.try_set(Some(unkept(&error, lang).to_owned())),
            Ok(()) | Err(Refusal::Empty | Refusal::WrongAccount) => {}
        }
        busy.try_set(false);
    });
}

/// What to do without the PIN: the account opens the tablet and nothing is lost; erasing it says what goes, and asks again.
fn without_pin(here: Here, lock: &Lock) -> El {
    let lang = here.lang;
    let sure = RwSignal::new(false);
    let lost = held(lock.held, lang);
    let by_account =
        lock.by_account.then(|| {
            let lead = el("p", "").text(desk::OPEN_BY_ACCOUNT.say(lang));
            let trying = Trying::default();
            let more = passkey::is_possible().then(|| passkey_opens(here, trying));
            let form = ui::sign_in_form(lang, trying, more, move |request| async move {
                here.tablet.open_by_password(&request).await
            });
            el("section", "gate__account").put(el("h2", "").text(desk::BY_ACCOUNT.say(lang))).put(lead).put(form)
        });
    let text = match (lock.by_account, lost.is_some()) {
        (false, true) => desk::PIN_FORGOTTEN_ALONE,
        (_, _) => desk::PIN_FORGOTTEN_TEXT,
    };
    let lose = lost.clone();
    let confirm = move || {
        let words = lose.clone().unwrap_or_else(|| desk::NOTHING_LOST.say(lang).to_owned());
        let go = button("btn btn--person", move || spawn_local(here.tablet.erase()));
        el("div", "gate__erase").attr("role", "alert").put(el("p", "").text(&words)).put(
            el("div", "sheet__acts")
                .put(go.text(desk::ERASE_SURELY.say(lang)))
                .put(button("btn", move || sure.set(false)).text(desk::STAY.say(lang))),
        )
    };
    let ask = move || button("btn", move || sure.set(true)).text(desk::ERASE.say(lang));
    let erase = el("section", "gate__erase")
        .put(el("h2", "").text(desk::ERASE_TITLE.say(lang)))
        .put(el("p", "").text(text.say(lang)))
        .puts(lost.map(|lost| el("p", "").put(el("b", "").text(&lost))))
        .when(move || !sure.get(), ask)
        .when(move || sure.get(), confirm);
    el("div", "gate__ways").puts(by_account).put(erase)
}

/// What would be lost with a tablet, if anything would.
fn held(Held { decisions, unfinished, notes }: Held, lang: Lang) -> Option<String> {
    let count = |word: Word, count: usize| (count > 0).then(|| word.fill(lang, &[&work::number(count, lang)]));
    let all = [
        count(desk::LOSE_DECISIONS, decisions),
        count(desk::LOSE_UNFINISHED, unfinished),
        count(desk::LOSE_NOTES, notes),
    ];
    let all: Vec<String> = all.into_iter().flatten().collect();
    (!all.is_empty()).then(|| desk::LOSE.fill(lang, &[&all.join(", ")]))
}
/// Opening the tablet with a passkey of its officer's.
fn passkey_opens(here: Here, Trying { busy, said }: Trying) -> El {
    let lang = here.lang;
    passkey_act(here, Trying { busy, said }, move |session| async move {
        here.tablet.open_by_account(session).await.map_err(|failure| why_not(&failure, lang))
    })
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
