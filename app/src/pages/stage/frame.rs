//! What every scene has around it: whose figures these are and of when, that they are invented, and whose the picture is.
//! All of it is inside the text-safe area.

use leptos::prelude::*;
use model::calendar::Timestamp;
use model::show::{Figures, Picture};
use wasm_bindgen::JsCast;

use super::Scene;
use crate::i18n::{Lang, board, stage};
use crate::markup::{El, all, el};
use crate::stage::Heard;
use crate::ui::{Icon, unit_name};

/// How much of the day a picture's time says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// "20h15".
    Clock,
    /// "20h15 ngày 21/10/2023".
    Date,
}

/// A scene's three parts.
pub(super) fn scene(class: &str, top: El, main: El, foot: El) -> El {
    el("main", class).put(top).put(main).put(foot)
}

/// The line at the top: what it is about, a second voice, and the time.
pub(super) fn top(scene: Scene, title: El, second: &str, when: When) -> El {
    let second = (!second.is_empty()).then(|| el("span", "scene__second").text(second));
    el("header", "scene__top").put(title).puts(second).put(as_of(scene, when))
}

/// A unit's name as a title.
pub(super) fn unit(name: &str, is_name: bool, lang: Lang) -> El {
    if is_name { unit_name(el("b", "scene__unit"), name, lang) } else { el("b", "").text(name) }
}

/// "tính đến 20h15 ngày 21/10/2023"; when the server wasn't heard for too long, also how long ago that was. On a stage that
/// stands in a line which takes no room, so that nothing moves when a link goes or comes back.
pub(super) fn as_of(scene: Scene, when: When) -> El {
    let lang = scene.lang;
    let words = move || {
        let picture = scene.picture.read();
        let at = moment(&picture);
        let time = match when {
            When::Date => at.clock_and_date(lang),
            When::Clock => at.clock(lang),
        };
        stage::as_of(&picture.figures, &time, lang)
    };
    let age = move || {
        let now = scene.heard.now.get()?;
        let at = scene.picture.with(moment);
        Some(stage::age(now.millis_since(at).max(0) / 60_000, lang))
    };
    let lost = move || el("span", "scene__lost").icon(Icon::Offline).live_text(move || age().unwrap_or_default());
    el("span", "scene__asof").live_text(words).text(" ").when(move || scene.heard.is_lost.get(), lost)
}

/// When a picture's figures held.
fn moment(picture: &Picture) -> Timestamp {
    match &picture.figures {
        Figures::Typed(typed) => typed.at,
        Figures::Live | Figures::Held | Figures::Frozen => picture.as_of,
    }
}

/// A figure with its label.
pub(super) fn fact(label: &str, figure: impl Fn() -> String + 'static) -> El {
    el("dl", "").put(el("dt", "").text(label)).put(el("dd", "").live_text(figure))
}

/// The line at the bottom. A typed figure takes the place of the facts: they are of other figures.
pub(super) fn foot(scene: Scene, facts: impl IntoIterator<Item = El>) -> El {
    let lang = scene.lang;
    let typed = scene.picture.with_untracked(|picture| match &picture.figures {
        Figures::Typed(typed) => Some(typed.source.clone()),
        _ => None,
    });
    let foot = match typed {
        Some(source) => {
            let note = el("p", "scene__typed").icon(Icon::Pen).put(el("span", "").text(&stage::typed(&source, lang)));
            el("footer", "scene__foot").put(note)
        }
        None => el("footer", "scene__foot").puts(facts),
    };
    let brand = el("p", "brandline").mark().put(el("span", "").text(board::BRAND));
    foot.when(move || scene.picture.read().demo, || el("p", "scene__demo").attr("lang", "vi").text(board::DEMO))
        .put(brand)
}

/// DIỄN TẬP across everything, while it is one: nobody can take it for the real thing, and no crop leaves it out.
pub(super) fn drill(heard: Heard<Picture>) -> El {
    let is_drill = move || heard.shown.read().as_ref().is_some_and(|picture| picture.rehearsal.is_some());
    el("div", "").when(is_drill, || {
        let row = |at: usize| {
            let words = [stage::REHEARSAL; 9].join("   ");
            el("p", "drill__row").attr("style", &format!("--at:{at}")).text(&words)
        };
        el("div", "drill").attr("role", "note").attr("aria-label", stage::REHEARSAL).puts((0..7).map(row))
    })
}

/// Makes the texts of class `fit` in an element small enough for their boxes, in steps of 2 %: none is cut.
pub(super) fn fit(within: &El) {
    for text in all(".fit").iter().filter(|text| within.element().contains(Some(text.element()))) {
        fit_one(text);
    }
}

/// The same for one text, which stands in the page.
pub(super) fn fit_one(text: &El) {
    const SMALLEST: f64 = 0.3;
    let Some(style) = text.element().dyn_ref::<web_sys::HtmlElement>().map(web_sys::HtmlElement::style) else { return };
    let set = |part: f64| {
        if let Err(problem) = style.set_property("--fit", &format!("{part:.2}")) {
            leptos::logging::error!("{problem:?}");
        }
    };
    let element = text.element();
    let overflows =
        || element.scroll_height() > element.client_height() || element.scroll_width() > element.client_width();
    let mut part = 1.0;
    set(part);
    while overflows() && part > SMALLEST {
        part -= 0.02;
        set(part);
    }
}
