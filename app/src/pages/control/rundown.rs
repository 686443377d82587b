//! The rundown: every item with what there is to say of it. Touching one previews it.

use leptos::prelude::*;
use model::calendar::{Date, day_in_vietnam};
use model::show::{Act, ItemId, Scene};
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use super::desk::{Desk, Spot};
use super::{Sheets, act_button, said};
use crate::i18n::control;
use crate::markup::{El, Read, button, el, follow, settled};
use crate::show::{say, states, title};
use crate::ui::Icon;

/// The list beside the screens.
pub fn list(here: Desk, sheets: Sheets) -> El {
    let lang = here.lang;
    let keys = settled(move || {
        here.read(|room| room.show.rundown.iter().map(|item| item.id).collect::<Vec<_>>()).unwrap_or_default()
    });
    let empty = keys.clone();
    let add = button("btn control__add", move || {
        sheets.changing.set(None);
        sheets.add.set(true);
    })
    .icon(Icon::Plus)
    .text(control::ADD.say(lang));
    let list = el("ol", "").each(move || keys(), move |id| row(here, sheets, id));
    el("nav", "rundown")
        .attr("aria-label", control::RUNDOWN.say(lang))
        .put(el("h2", "").text(control::RUNDOWN.say(lang)))
        .put(list)
        .when(move || empty().is_empty(), move || el("p", "quiet rundown__none").text(control::EMPTY.say(lang)))
        .put(el("div", "pad").put(add))
}

/// The title of an item, as it is now.
pub fn title_of(here: Desk, id: ItemId) -> String {
    let scene = here.read(|room| room.show.item(id).map(|item| item.scene.clone())).flatten();
    scene.map(|scene| here.names.with(|names| title(&scene, names, here.lang))).unwrap_or_default()
}

/// The day in Vietnam, by the server's clock: what is said of moments changes with it.
pub fn today_of(here: Desk) -> Read<Option<Date>> {
    settled(move || day_in_vietnam(here.now.get()).ok())
}

/// An item's place, from 1.
pub fn place_of(here: Desk, id: ItemId) -> usize {
    here.read(|room| room.show.rundown.iter().position(|item| item.id == id)).flatten().map_or(0, |at| at + 1)
}

fn row(here: Desk, sheets: Sheets, id: ItemId) -> El {
    let lang = here.lang;
    let place = move || place_of(here, id).to_string();
    let is_air = move || here.read(|room| room.show.program.is_some_and(|air| air.item == id)).unwrap_or(false);
    let is_next = move || here.read(|room| room.show.preview == Some(id)).unwrap_or(false);
    let standing = settled(move || {
        let now = here.now.get();
        here.read(|room| room.show.item(id).map(|item| states(room, item, now))).flatten().unwrap_or_default()
    });
    let needs = standing.clone();
    let today = today_of(here);
    let words = move || {
        today();
        let now = here.now.get_untracked();
        standing().into_iter().map(|state| say(state, now, lang)).collect::<Vec<_>>().join(", ")
    };
    let go =
        act_button(here, Spot::Item(id), "rundown__go", move || here.act(Spot::Item(id), Act::Preview { item: id }))
            .live_attr("aria-current", move || is_next().then(|| "true".to_owned()))
            .put(el("kbd", "").live_text(place))
            .put(el("b", "").live_text(move || title_of(here, id)))
            .put(
                el("small", "")
                    .live_class("needs", move || needs().iter().any(|state| state.needs_a_person()))
                    .live_text(words),
            );
    let more = button("btn btn--plain btn--icon rundown__more", move || sheets.item.set(Some(id)))
        .live_attr("aria-label", move || Some(control::MORE_OF.fill(lang, &[&place_of(here, id).to_string()])))
        .icon(Icon::More);
    let is_story = settled(move || {
        here.read(|room| room.show.item(id).is_some_and(|item| matches!(item.scene, Scene::Story { .. })))
            .unwrap_or(false)
    });
    let row = el("li", "")
        .live_class("is-air", is_air)
        .live_class("is-next", move || is_next() && !is_air())
        .live_class("rundown__story", move || is_story())
        .put(go)
        .put(more)
        .put(said(here, Spot::Item(id)));
    // What comes next is always in sight, whoever chose it.
    let (shown, comes_next) = (row.element().clone(), settled(is_next));
    follow(move || {
        if comes_next() {
            let how = ScrollIntoViewOptions::new();
            how.set_block(ScrollLogicalPosition::Nearest);
            shown.scroll_into_view_with_scroll_into_view_options(&how);
        }
    });
    row
}
