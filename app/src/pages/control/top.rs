//! The bar at the top: which show this is, whether it counts, who is here, how the link is, and the server's clock.

use leptos::prelude::*;
use model::number::grouped;
use model::show::Mode;

use super::desk::{Desk, Link};
use super::{Sheets, clock, spell};
use crate::i18n::{board, control};
use crate::markup::{El, button, el, settled};
use crate::reality::{self, Reality};
use crate::ui::Icon;

/// The bar.
pub fn bar(here: Desk, sheets: Sheets) -> El {
    let lang = here.lang;
    let title = move || {
        let title = here.read(|room| room.show.title.clone()).filter(|title| !title.is_empty());
        title.unwrap_or_else(|| control::UNTITLED.say(lang).to_owned())
    };
    let title = button("btn btn--plain control__title", move || sheets.settings.set(true))
        .put(el("span", "hide").text(control::SHOW.say(lang)).text(": "))
        .put(el("span", "").live_text(title))
        .icon(Icon::Pen);
    let marks = settled(move || {
        let drill = here.read(|room| matches!(room.show.mode, Mode::Rehearsal { .. })).unwrap_or(false);
        let demo = reality::of_page() == Reality::Demo;
        let demo = demo.then(|| format!("{}{}", board::DEMO, board::DEMO_ENGLISH.say(lang)));
        let parts = [drill.then(|| control::REHEARSAL.say(lang).to_owned()), demo];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    let chip = settled({
        let marks = marks.clone();
        move || marks().is_empty()
    });
    let present = move || {
        let names = here.read(|room| room.present.iter().map(|person| person.name.clone()).collect::<Vec<_>>());
        let names = names.unwrap_or_default();
        control::PRESENT.fill(lang, &[&names.len().to_string(), &names.join(", ")])
    };
    el("header", "control__top")
        .mark()
        .put(el("h1", "").text(control::CONTROL.say(lang)))
        .put(title)
        .when(
            move || !chip(),
            move || {
                let marks = marks.clone();
                el("strong", "chip chip--drill").live_text(move || marks())
            },
        )
        .put(el("span", "grow"))
        .put(el("span", "quiet control__present").icon(Icon::Users).put(el("span", "").live_text(present)))
        .put(link(here))
        .put(el("time", "clock").live_text(move || clock(here.now.get())))
}

fn link(here: Desk) -> El {
    let lang = here.lang;
    let is_lost = settled(move || matches!(here.link.get(), Link::Lost(_)));
    let shown = is_lost.clone();
    let words = move || match here.link.get() {
        Link::Opening => control::LINK_OPENING.say(lang).to_owned(),
        Link::Good => {
            let revision = here.read(|room| room.show.revision).unwrap_or(0);
            control::LINK_GOOD.fill(lang, &[&grouped(i64::try_from(revision).unwrap_or(i64::MAX), lang)])
        }
        Link::Lost(since) => {
            let age = here.now.get().millis_since(since);
            control::LINK_LOST.fill(lang, &[&clock(since), &spell(age, lang)])
        }
    };
    // Said once when it changes, and not with each second that it grows older.
    let told = settled(move || is_lost().then_some(()));
    el("span", "control__link")
        .live_class("control__link--lost", move || shown())
        .live(move || told().map(|()| el("span", "").icon(Icon::Offline)))
        .put(el("span", "").live_text(words))
}
