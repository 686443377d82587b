//! Being told of news: the offer in the list, and the switch on the page of the device.

use leptos::prelude::*;
use model::initiative::State;

use super::desk::Here;
use crate::i18n::{Word, work};
use crate::local::Told;
use crate::markup::{El, button, el, follow, settled};
use crate::ui::Icon;

/// Adds the offer, once something is with the officers and the person hasn't said yet.
pub fn offer(made: El, here: Here) -> El {
    let Here { store, news, lang, .. } = here;
    let waits = settled(move || {
        let is_sent = store.list(|engine| {
            engine.drafts().any(|draft| matches!(draft.known.state(), State::Submitted | State::Received))
        });
        is_sent && news.is_reachable()
    });
    let asked = waits.clone();
    follow(move || {
        if asked() && !untrack(|| news.is_decided()) {
            news.look();
        }
    });
    let is_offered = settled(move || waits() && news.told() == Told::No && !news.is_decided());
    made.when(
        move || is_offered(),
        move || {
            let words = el("span", "").text(work::NEWS_OFFER.say(lang)).live(move || failure(here));
            let later = button("btn btn--plain", move || news.decline()).text(work::NEWS_LATER.say(lang));
            let tell = begin(here).text(work::NEWS_TELL_ME.say(lang));
            el("aside", "banner banner--update news")
                .attr("aria-label", work::NEWS.say(lang))
                .icon(Icon::Info)
                .put(words)
                .put(el("span", "news__acts").puts([tell, later]))
        },
    )
}

/// A part of the page of the device.
pub fn switch(here: Here) -> El {
    let Here { store, news, lang, .. } = here;
    let is_reachable = settled(move || news.is_reachable());
    follow(move || {
        if is_reachable() {
            news.look();
        }
    });
    let is_in = settled(move || store.status(|engine| engine.session().is_some()));
    let made = el("section", "group news-switch").put(el("h2", "").text(work::NEWS.say(lang)));
    made.live(move || {
        let told = news.told();
        let words: Word = match told {
            _ if !is_in() => work::NEWS_JOIN_FIRST,
            Told::Unknown => work::NEWS_UNKNOWN,
            Told::Yes => work::NEWS_ON,
            Told::No => work::NEWS_OFF,
            Told::Never => work::NEWS_NEVER,
            Told::Denied => work::NEWS_DENIED,
            Told::FromHomeScreen => work::NEWS_FROM_HOME_SCREEN,
            Told::Unable => work::NEWS_UNABLE,
        };
        let act = match told {
            _ if !is_in() => None,
            Told::Yes => Some(switch_button(here, move || news.end()).text(work::NEWS_STOP.say(lang))),
            Told::No => Some(begin(here).text(work::NEWS_TELL_ME.say(lang))),
            _ => None,
        };
        let said = el("p", "").attr("role", "status").text(words.say(lang));
        Some(el("div", "group").put(said).live(move || failure(here)).puts(act))
    })
}

fn begin(here: Here) -> El {
    switch_button(here, move || here.news.begin())
}

fn switch_button(here: Here, act: impl Fn() + 'static) -> El {
    button("btn", act).live_attr("disabled", move || here.news.is_busy().then(String::new))
}

/// It needs a link just now.
fn failure(here: Here) -> Option<El> {
    let words = || el("span", "").attr("role", "status").text(" ").text(work::NEWS_FAILED.say(here.lang));
    here.news.has_failed().then(words)
}
