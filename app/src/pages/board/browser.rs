//! What a public page does once its scripts are there: a board is made again from the data in the page and follows the
//! numbers; search fields show what is found while one types; the theme changes at once; and a page that had to do
//! without its numbers asks for itself again.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{parts, title};
use crate::{
    board::BoardData,
    i18n::{Lang, board},
    live::{self, Live, retry},
    markup::{El, all, el, follow, settled},
    ui::{Freshness, show_while_typing},
    visitor::{self, Theme, Visitor},
};

/// Brings the page to life, for as long as it is open.
pub fn start() {
    let Visitor { lang, .. } = visitor::of_page();
    if let (Some(main), Some(data)) = (by_id("noi-dung"), by_id("board")) {
        match serde_json::from_str::<BoardData>(&data.text_content().unwrap_or_default()) {
            Ok(board) => show(Rc::new(board), &main, lang),
            Err(problem) => leptos::logging::error!("the board's data can't be read: {problem}"),
        }
    }
    if document().body().is_some_and(|body| body.has_attribute("data-missing")) {
        retry::reload_when_back();
    }
    show_while_typing(lang);
    crate::pages::stories::offer(lang);
    change_themes_at_once();
}

fn by_id(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// Puts the living board in the place of the rendered one. They look the same.
fn show(of: Rc<BoardData>, main: &Element, lang: Lang) {
    let live = live::follow(&of);
    let query = window().location().search().unwrap_or_default();
    let made = parts(&of, live, &query, lang);
    let held = Held::by(main);
    main.set_inner_html("");
    El::there(main.clone()).puts(made).put(announcer(Rc::clone(&of), live, lang));
    held.give_back(main);
    // What the worker had kept says so until there are figures of now.
    follow(move || {
        if live.freshness.get() == Freshness::Live
            && let Some(note) = by_id("kept")
        {
            note.remove();
        }
    });
    follow(move || document().set_title(&title(&of, live, lang)));
}

/// What a visitor holds in a page that is about to be made again: the cursor with what was typed there, and what is open.
struct Held {
    cursor: Option<(String, Option<String>)>,
    open: Vec<u32>,
}

impl Held {
    fn by(main: &Element) -> Held {
        let active =
            document().active_element().filter(|active| main.contains(Some(active)) && !active.id().is_empty());
        let cursor = active.map(|active| (active.id(), active.dyn_ref().map(HtmlInputElement::value)));
        let details = main.get_elements_by_tag_name("details");
        let is_open = |at: &u32| details.item(*at).is_some_and(|details| details.has_attribute("open"));
        Held { cursor, open: (0..details.length()).filter(is_open).collect() }
    }

    fn give_back(self, main: &Element) {
        let details = main.get_elements_by_tag_name("details");
        for details in self.open.into_iter().filter_map(|at| details.item(at)) {
            El::there(details).attr("open", "");
        }
        let Some((id, typed)) = self.cursor else { return };
        let Some(element) = by_id(&id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { return };
        if let (Some(input), Some(typed)) = (element.dyn_ref::<HtmlInputElement>(), typed) {
            input.set_value(&typed);
        }
        if let Err(problem) = element.focus() {
            leptos::logging::error!("{problem:?}");
        }
    }
}

/// Says changed figures to screen readers, politely, and at most once a minute; not what they are at first.
fn announcer(of: Rc<BoardData>, live: Live, lang: Lang) -> El {
    const QUIET_MS: f64 = 60_000.0;
    let said = settled(move || {
        let own = &live.totals.read().own;
        board::announce(&super::name(&of, lang), own.counts.submitted, own.percent, lang)
    });
    let spoken = RwSignal::new(String::new());
    let waits = StoredValue::new(false);
    let last = StoredValue::new(js_sys::Date::now());
    let mut is_first = true;
    follow(move || {
        said();
        if std::mem::take(&mut is_first) || waits.get_value() {
            return;
        }
        let pause = (last.get_value() + QUIET_MS - js_sys::Date::now()).clamp(0.0, QUIET_MS);
        waits.set_value(true);
        let said = said.clone();
        set_timeout(
            move || {
                waits.set_value(false);
                last.set_value(js_sys::Date::now());
                spoken.set(untrack(&*said));
            },
            Duration::from_secs_f64(pause / 1000.0),
        );
    });
    el("p", "hide").attr("role", "status").live_text(move || spoken.get())
}

/// The links of the foot that choose light or dark: without scripts they load the page again.
fn change_themes_at_once() {
    let chosen = RwSignal::new(None);
    for link in all("[data-theme-name]") {
        let name = link.element().get_attribute("data-theme-name");
        let Some(theme) = name.as_deref().and_then(Theme::from_name) else { continue };
        let was_chosen = link.element().has_attribute("aria-current");
        let is_chosen = move || chosen.get().map_or(was_chosen, |chosen| chosen == theme);
        link.live_attr("aria-current", move || is_chosen().then(|| "true".to_owned())).instead(move || {
            chosen.set(Some(theme));
            visitor::choose_theme(theme);
        });
    }
}
