//! Choosing a unit by words of its name, typed with or without diacritics.

use std::time::Duration;

use leptos::prelude::*;
use model::unit::UnitCode;
use model::wire::UnitFound;
use wasm_bindgen_futures::spawn_local;

use super::desk::Desk;
use super::requests;
use crate::i18n::{board, control};
use crate::markup::{El, button, el, settled};
use crate::show::Named;
use crate::ui::{Field, FieldWords, Look};

/// A moment that typing rarely takes.
const PAUSE: Duration = Duration::from_millis(180);
/// So many are offered.
const OFFERED: usize = 6;

/// What a search has come to.
#[derive(Clone, PartialEq)]
enum Hits {
    Idle,
    Failed,
    Found(Vec<UnitFound>),
}

/// A search whose hits are buttons; `choose` is called with the one that is pressed.
pub fn search(here: Desk, id: &'static str, label: &'static str, choose: impl Fn(UnitCode) + Clone + 'static) -> El {
    let lang = here.lang;
    let text = RwSignal::new(String::new());
    let hits = RwSignal::new(Hits::Idle);
    let words = FieldWords::label(label).help(control::FIND_UNIT.say(lang));
    let mut field = Field::new(id, words, Look::Line, 100, settled(move || text.get()));
    field.typed = Box::new(move |typed| {
        text.set(typed.now.clone());
        let asked = typed.now;
        set_timeout(move || ask(here, asked, text, hits), PAUSE);
    });
    let shown = settled(move || hits.get());
    el("div", "finder").put(field.make()).put(el("div", "finder__hits").attr("role", "status").live(move || {
        let hits_now = shown();
        let list = match hits_now {
            Hits::Idle => return None,
            Hits::Failed => return Some(el("p", "quiet").text(board::SEARCH_FAILED.say(lang))),
            Hits::Found(units) if units.is_empty() => {
                return Some(el("p", "quiet").text(control::NONE_FOUND.say(lang)));
            }
            Hits::Found(units) => units,
        };
        let offer = |unit: UnitFound| {
            let choose = choose.clone();
            let (name, under) = (unit.name.clone(), unit.under.clone());
            let pick = move || {
                let named = Named { name: unit.name.clone(), level: unit.level };
                here.names.update(|names| _ = names.units.insert(unit.code.clone(), named));
                choose(unit.code.clone());
                text.set(String::new());
                hits.set(Hits::Idle);
            };
            let under = under.map(|under| el("small", "quiet").text(&board::IN.fill(lang, &[&under])));
            button("btn finder__hit", pick).put(el("span", "").text(&name)).puts(under)
        };
        Some(el("div", "finder__list").puts(list.into_iter().take(OFFERED).map(offer)))
    }))
}

fn ask(here: Desk, asked: String, text: RwSignal<String>, hits: RwSignal<Hits>) {
    // Only the last text's answer counts, and none once the sheet is closed.
    let still = {
        let asked = asked.clone();
        move || text.try_get_untracked().is_some_and(|now| now == asked)
    };
    if !still() {
        return;
    }
    let words = asked.trim().to_owned();
    if words.is_empty() {
        return hits.set(Hits::Idle);
    }
    spawn_local(async move {
        let found = requests::units(&words, here.lang).await;
        if still() {
            hits.set(found.map_or(Hits::Failed, Hits::Found));
        }
    });
}
