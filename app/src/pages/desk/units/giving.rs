//! A one-time code for a member whose phone is new or lost: made after a second look, then shown to be read out, scanned or printed.

use leptos::prelude::*;
use model::json;
use model::sync::Failure;
use model::wire::{DeviceCodeMade, MemberLine};
use wasm_bindgen_futures::spawn_local;

use super::super::Here;
use super::loaded::not_done;
use super::{At, request};
use crate::i18n::identity as words;
use crate::markup::{El, button, el, settled};
use crate::ui::{qr_picture, sheet};

/// For whom one is being made. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Giving {
    to: RwSignal<Option<MemberLine>>,
    open: RwSignal<bool>,
}

impl Giving {
    /// For nobody yet.
    pub fn new() -> Giving {
        Giving { to: RwSignal::new(None), open: RwSignal::new(false) }
    }

    /// Asks whether this member is to get one.
    pub fn ask(self, member: MemberLine) {
        self.to.set(Some(member));
        self.open.set(true);
    }

    /// What is asked and shown. `after` is called once a code was made.
    pub fn sheet(self, here: Here, at: &At) -> El {
        let (lang, at) = (here.lang, at.clone());
        let name = move || self.to.with(|to| to.as_ref().map(|to| to.name.clone()).unwrap_or_default());
        let title = move || words::GIVE_CODE_OF.fill(lang, &[&name()]);
        sheet(self.open, title, move || match self.to.get_untracked() {
            Some(member) => self.part(here, &at, member),
            None => el("div", ""),
        })
    }

    fn part(self, here: Here, at: &At, member: MemberLine) -> El {
        let lang = here.lang;
        let path = at.api(&format!("/members/{}/device-code", member.id));
        let code = RwSignal::new(None::<DeviceCodeMade>);
        let (failure, busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
        let give = move || {
            if busy.get_untracked() {
                return;
            }
            busy.set(true);
            failure.set(None);
            let path = path.clone();
            spawn_local(async move {
                match request::post::<DeviceCodeMade>(here, &path, json::write(&())).await {
                    Ok(made) => _ = code.try_set(Some(made)),
                    Err(why) => _ = failure.try_set(Some(why)),
                }
                busy.try_set(false);
            });
        };
        let is_asked = settled(move || code.with(Option::is_none));
        let made = settled(move || code.get());
        let open = self.open;
        let name = member.name.clone();
        let question = move || {
            let yes = button("btn btn--main", give.clone()).text(words::GIVE.say(lang));
            let no = button("btn", move || open.set(false)).text(words::CANCEL.say(lang));
            let part = el("div", "move").put(el("p", "").text(&words::GIVE_TEXT.fill(lang, &[&name])));
            not_done(part, here, failure).put(el("div", "sheet__acts").put(yes).put(no))
        };
        let name = member.name;
        el("div", "move").when(move || is_asked(), question).live(move || Some(shown(here, &made()?, &name, open)))
    }
}

fn shown(here: Here, made: &DeviceCodeMade, name: &str, open: RwSignal<bool>) -> El {
    let lang = here.lang;
    let print = button("btn", || {
        if let Err(why) = window().print() {
            leptos::logging::warn!("{why:?}");
        }
    });
    let close = button("btn btn--main", move || open.set(false)).text(words::MOVE_DONE.say(lang));
    el("div", "move move--given")
        .attr("role", "status")
        .put(el("p", "").text(&words::GIVEN_TEXT.fill(lang, &[name])))
        .puts(qr_picture(&made.qr, &words::GIVEN_QR.fill(lang, &[name])))
        .put(el("p", "code").attr("translate", "no").text(&made.code))
        .put(el("p", "quiet").text(&words::GIVEN_UNTIL.fill(lang, &[&made.expires_at.clock_and_date(lang)])))
        .put(el("div", "sheet__acts").put(close).put(print.text(words::PRINT.say(lang))))
}
