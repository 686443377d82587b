//! The desk itself: the bar at the top, the queue beside the initiative, and the keys. On a phone the queue is one page and the
//! initiative the next. Of thousands of rows only those are made that have been scrolled to.

mod keys;
mod names;
mod notices;
mod rows;
mod tools;

use std::rc::Rc;

use leptos::prelude::*;
use model::id::InitiativeId;
use uuid::Uuid;
use wasm_bindgen::JsCast;

use super::{Here, decide, frame, paper, session};
use crate::i18n::{board, desk, work};
use crate::markup::{El, button, el, follow, settled};

pub use keys::follow_keys;
pub use notices::refusal;

/// So many rows are made at first, and so many more each time the end is near.
const ROWS: usize = 40;

/// The whole desk.
pub fn desk(here: Here) -> El {
    let lang = here.lang;
    document().set_title(&format!("{} – {}", desk::DESK.say(lang), board::BRAND));
    let filters = RwSignal::new(false);
    let account = RwSignal::new(false);
    let paper = el("section", "paper").attr("aria-label", desk::PAPER.say(lang)).put(paper::pane(here));
    let main = el("main", "desk__panes").attr("id", "noi-dung").put(queue(here, filters)).put(paper);
    el("div", "desk")
        .live_class("desk--reading", move || here.address.open().is_some())
        .live_class("desk--deciding", move || here.deciding.with(Option::is_some))
        .put(frame::top(here, desk::DESK, account, frame::queue_state(here)))
        .put(main)
        .put(decide::toast_at(here))
        .put(tools::filter_sheet(here, filters))
        .put(session::sheet_of(here, account))
        .put(decide::sheets(here))
        .put(keys::sheet_of(here))
}

fn queue(here: Here, filters: RwSignal<bool>) -> El {
    let lang = here.lang;
    let limit = RwSignal::new(ROWS);
    let shown = settled(move || {
        let (rows, today) = (here.tablet.rows(), here.today());
        here.filter.with(|filter| filter.of(&rows, today).map(|row| row.id.uuid().as_u128()).collect::<Vec<_>>())
    });
    let common = settled(move || {
        let rows = here.tablet.rows();
        Rc::new(names::common_parts(rows.iter().map(|row| row.unit_name.as_str())))
    });
    // A view begins at its top.
    let filter = settled(move || here.filter.get());
    follow(move || {
        filter();
        limit.set(ROWS);
    });
    let (keys, empty) = (shown.clone(), shown);
    let cut = settled(move || here.tablet.read(model::desk::Desk::is_cut));
    let most = desk::MOST.fill(lang, &[&work::number(model::desk::MOST_ROWS, lang)]);
    let list = el("div", "queue__list")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", desk::LIST.say(lang))
        .each(
            move || keys().into_iter().take(limit.get()).collect(),
            move |key| rows::row(here, id_of(key), common.clone()),
        )
        .when(move || empty().is_empty(), move || nothing(here))
        .when(move || cut(), move || el("p", "queue__none quiet").text(&most))
        .on("scroll", move |event| {
            let Some(list) = event.target().and_then(|list| list.dyn_into::<web_sys::Element>().ok()) else { return };
            if list.scroll_top() + 2 * list.client_height() > list.scroll_height() {
                limit.update(|limit| *limit += ROWS);
            }
        });
    el("section", "queue")
        .attr("aria-label", desk::QUEUE.say(lang))
        .put(tools::tools(here, filters))
        .put(notices::notices(here))
        .put(list)
        .put(
            button("queue__keys", move || here.keys.set(true))
                .put(el("kbd", "").text("?"))
                .text(" ")
                .text(desk::KEYS.say(lang)),
        )
}

fn id_of(key: u128) -> InitiativeId {
    InitiativeId::new(Uuid::from_u128(key))
}

fn nothing(here: Here) -> El {
    let words = settled(move || {
        let narrow = here.filter.with(|filter| filter.is_narrow() || !filter.words.is_empty());
        if narrow { desk::NOTHING_FOUND } else { desk::NOTHING }
    });
    el("p", "queue__none quiet").live_text(move || words().say(here.lang).to_owned())
}

/// The one after this in the list, or before it.
pub fn neighbour(here: Here, of: Option<InitiativeId>, by: isize) -> Option<InitiativeId> {
    untrack(|| {
        let (rows, today) = (here.tablet.rows(), here.today());
        let ids: Vec<InitiativeId> = here.filter.with(|filter| filter.of(&rows, today).map(|row| row.id).collect());
        let Some(at) = of.and_then(|of| ids.iter().position(|id| *id == of)) else { return ids.first().copied() };
        ids.get(at.checked_add_signed(by)?).copied()
    })
}
