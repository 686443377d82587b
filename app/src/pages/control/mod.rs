//! The producers' control desk, `/show/control`: what is on air, what comes next, and everything that is done about it. It lives
//! in a static shell of its own, follows the show as the server has it, and decides nothing by itself.

mod add;
mod desk;
mod item;
mod requests;
mod rundown;
mod screens;
mod settings;
mod side;
mod sign_in;
mod takes;
mod top;
mod unit;

use leptos::prelude::*;
use model::show::ItemId;

use self::desk::{Desk, Gate, Spot};
use crate::i18n::{board, control};
use crate::markup::{El, el, settled};
use crate::ui::error;
use crate::visitor::{self, Theme};

/// Which sheets are open.
#[derive(Clone, Copy)]
struct Sheets {
    /// A new item is chosen, or another scene for this one.
    add: RwSignal<bool>,
    changing: RwSignal<Option<ItemId>>,
    /// This item is being edited.
    item: RwSignal<Option<ItemId>>,
    settings: RwSignal<bool>,
}

/// Whether the address of the page is the control desk's.
pub fn is_here() -> bool {
    let path = window().location().pathname().unwrap_or_default();
    path.trim_end_matches('/') == "/show/control"
}

/// Puts the desk into the page. It stays as long as the tab.
pub fn start() {
    let lang = visitor::of_page().lang;
    // Always: it stands beside pictures in a dim room.
    if let Some(html) = document().document_element() {
        El::there(html).attr("data-theme", Theme::Dark.name());
    }
    let here = Desk::start(lang);
    document().set_title(&format!("{} – {}", control::CONTROL.say(lang), board::BRAND));
    // Once the desk has been open it stays in sight, whatever becomes of the session.
    let was_open = settled(move || here.room.with(Option::is_some));
    let gate = settled(move || here.gate.get());
    let frame = el("div", "").live(move || {
        if was_open() {
            return Some(whole(here));
        }
        match gate() {
            Gate::Opening | Gate::Open => Some(sign_in::waiting(here)),
            Gate::SignIn => Some(sign_in::page(here, control::LEAD)),
            Gate::NotProducer => Some(sign_in::not_producer(here)),
        }
    });
    if let Some(body) = document().body()
        && let Err(problem) = body.append_child(frame.element())
    {
        leptos::logging::error!("{problem:?}");
    }
}

fn whole(here: Desk) -> El {
    let sheets = Sheets {
        add: RwSignal::new(false),
        changing: RwSignal::new(None),
        item: RwSignal::new(None),
        settings: RwSignal::new(false),
    };
    takes::follow_keys(here);
    el("div", "control")
        .live_class("control--cut", move || !here.can_act())
        .put(top::bar(here, sheets))
        .put(rundown::list(here, sheets))
        .put(screens::main(here))
        .put(side::side(here))
        .put(add::sheet_of(here, sheets))
        .put(item::sheet_of(here, sheets))
        .put(settings::sheet_of(here, sheets))
        .put(item::toast_at(here))
}

/// What came of an act of this place, if it has to be said; read aloud when it appears.
fn said(here: Desk, spot: Spot) -> El {
    let words = settled(move || here.said(spot));
    el("div", "said").attr("role", "alert").live(move || words().map(|words| error(&words)))
}

/// A button that does something to the show: it says so while the answer is awaited, and is off without a link.
fn act_button(here: Desk, spot: Spot, class: &str, act: impl FnMut() + 'static) -> El {
    crate::markup::button(class, act)
        .live_attr("disabled", move || (!here.can_act()).then(String::new))
        .live_attr("aria-busy", move || here.is_busy(spot).then(|| "true".to_owned()))
}

/// How long something has lasted, in the unit that says it best.
fn spell(millis: i64, lang: model::number::Lang) -> String {
    let seconds = (millis / 1000).max(0);
    let (word, count) = match seconds {
        0..60 => (control::SECONDS, seconds),
        60..3600 => (control::MINUTES, seconds / 60),
        _ => (control::HOURS, seconds / 3600),
    };
    word.fill(lang, &[&count.to_string()])
}

/// As [`spell`], rounded up: what is left until a moment.
fn left(millis: i64, lang: model::number::Lang) -> String {
    spell(if millis >= 60_000 { millis + 59_999 } else { millis + 999 }, lang)
}

/// The clock with seconds, in Vietnam.
fn clock(at: model::calendar::Timestamp) -> String {
    let seconds = (at.millis().div_euclid(1000) + 7 * 3600).rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
