//! What the presenter reads: the message, the time, what is on air and what comes next. Nothing else moves on it.

use leptos::prelude::{Read as _, *};
use model::number::Lang;
use model::show::{Content, Prompter};

use super::{frame, speak};
use crate::i18n::{Word, stage as words};
use crate::markup::{El, Read, el, follow, settled};
use crate::stage::address::Address;
use crate::stage::brief::scene_title;
use crate::stage::{self, Heard};

/// The presenter's screen.
pub(super) fn show(address: &Address) {
    let heard = stage::follow::<Prompter>(address.query.clone());
    let chosen = address.lang;
    let Some(body) = document().body() else { return };
    let body = El::there(body.into());
    let lang =
        settled(move || chosen.unwrap_or_else(|| heard.shown.read().as_ref().map_or(Lang::Vi, |shown| shown.lang)));
    let is_there = settled(move || heard.shown.read().is_some());
    body.live(move || {
        let lang = lang();
        speak(lang);
        is_there().then(|| screen(heard, lang))
    });
}

fn screen(heard: Heard<Prompter>, lang: Lang) -> El {
    let text = settled(move || heard.shown.read().as_ref().and_then(|shown| shown.message.clone()));
    let (of_text, of_from) = (text.clone(), text);
    let words = move || of_text().map(|message| message.text).filter(|text| !text.trim().is_empty());
    let words = settled(words);
    let (of_none, of_fit) = (words.clone(), words.clone());
    let message = el("p", "cue__message fit")
        .live_class("cue__message--none", move || of_none().is_none())
        .live_text(move || words().unwrap_or_else(|| words::NO_MESSAGE.say(lang).to_owned()));
    let of_message = message.clone();
    follow(move || {
        of_fit();
        // Once it stands in the page.
        let message = of_message.clone();
        request_animation_frame(move || frame::fit_one(&message));
    });
    let from = move || {
        of_from()
            .filter(|message| !message.text.trim().is_empty())
            .map(|message| words::FROM.fill(lang, &[&message.by.name, &message.at.clock(lang)]))
            .unwrap_or_default()
    };
    let drill = move || heard.shown.read().as_ref().is_some_and(|shown| shown.rehearsal);
    let lost = move || heard.is_lost.get();
    el("main", "cue")
        .put(
            el("header", "cue__top")
                .put(el("b", "").live_text(move || {
                    heard.shown.read().as_ref().map(|shown| shown.title.clone()).unwrap_or_default()
                }))
                .when(drill, || el("span", "cue__drill").attr("lang", "vi").text(words::REHEARSAL))
                .when(lost, move || el("span", "cue__lost").attr("role", "status").text(words::LINK_LOST.say(lang)))
                .put(el("time", "cue__clock").live_text(move || clock(heard))),
        )
        .put(el("div", "cue__main").put(message).put(el("p", "cue__from").live_text(from)))
        .put(
            el("footer", "cue__foot")
                .put(line(words::ON_AIR, "cue__air", read(heard, |shown| shown.on_air.clone()), lang))
                .put(line(words::NEXT, "", read(heard, |shown| shown.next.clone()), lang)),
        )
}

fn read(heard: Heard<Prompter>, of: fn(&Prompter) -> Option<Content>) -> Read<Option<Content>> {
    settled(move || heard.shown.read().as_ref().and_then(of))
}

fn line(word: Word, class: &str, content: Read<Option<Content>>, lang: Lang) -> El {
    let title = move || match content() {
        Some(content) => scene_title(&content, lang),
        None => words::NOTHING.say(lang).to_owned(),
    };
    el("dl", class).put(el("dt", "").text(word.say(lang))).put(el("dd", "").live_text(title))
}

/// "20:15:08", by the server's clock.
fn clock(heard: Heard<Prompter>) -> String {
    const DAY: i64 = 24 * 60 * 60;
    /// Vietnam is seven hours ahead of UTC, without summer time.
    const VIETNAM: i64 = 7 * 60 * 60;
    let Some(now) = heard.now.get() else { return String::new() };
    let second = (now.millis().div_euclid(1000) + VIETNAM).rem_euclid(DAY);
    format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}
