//! `/app/units`: the units that the officer administers, each with how far it is, and a search for those below them.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use model::number::grouped;
use model::rights::{Right, Role};
use model::sync::Failure;
use model::unit::UnitCode;
use model::wire::{UnitFound, UnitsFound};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

use super::super::{Here, frame};
use super::loaded::{Loaded, trouble};
use super::totals::Totals;
use super::{Page, address, administers, request};
use crate::i18n::{administration as words, board, desk};
use crate::markup::{El, a, el, settled};
use crate::ui::{Icon, Progress, track, unit_name};

/// A moment that typing rarely takes.
const PAUSE: Duration = Duration::from_millis(180);

/// The page.
pub fn page(here: Here) -> El {
    let lang = here.lang;
    let mine = settled(move || units(frame::rights(here)));
    el("div", "office__body").live(move || {
        let mine = mine();
        if mine.is_empty() {
            let title = el("h2", "office__title").text(words::NO_UNITS.say(lang));
            let text = el("p", "").text(words::NO_UNITS_TEXT.say(lang));
            return Some(el("section", "empty").icon(Icon::Lock).put(title).put(text));
        }
        let codes = mine.iter().map(|(code, _)| code.clone()).collect();
        let list = el("ul", "office__mine").puts(mine.into_iter().map(|(code, roles)| line(here, code, &roles)));
        let title = el("h2", "office__title").attr("id", "h-mine").text(words::MY_UNITS.say(lang));
        Some(el("section", "office__body").attr("aria-labelledby", "h-mine").puts([title, list, find(here, codes)]))
    })
}

/// The units of the roles that administer, each with these.
fn units(rights: Vec<Right>) -> Vec<(UnitCode, Vec<Role>)> {
    let mut units: Vec<(UnitCode, Vec<Role>)> = Vec::new();
    for Right { role, unit } in rights.into_iter().filter(|right| administers(right.role)) {
        match units.iter_mut().find(|(code, _)| *code == unit) {
            Some((_, roles)) => roles.push(role),
            None => units.push((unit, vec![role])),
        }
    }
    units
}

fn line(here: Here, code: UnitCode, roles: &[Role]) -> El {
    let lang = here.lang;
    let totals = Loaded::<Totals>::start(here, format!("/totals?unit={code}"));
    let roles = roles.iter().map(|role| desk::role(*role).say(lang)).collect::<Vec<_>>().join(", ");
    totals.show(el("li", "office__mine-unit"), move |totals| {
        let own = totals.own();
        let name = unit_name(a("office__mine-name", &address(&code, Page::Overview)), &own.name, lang);
        let progress = Progress::of(&own);
        let done = grouped(own.counts.submitted, lang);
        let said = match progress.assigned() {
            Some((target, percent)) => {
                words::OF_TARGET.fill(lang, &[&done, &grouped(target.into(), lang), &percent.display(lang)])
            }
            None => words::WITHOUT_TARGET.fill(lang, &[&done]),
        };
        let card = el("div", "office__mine-in").put(name).put(el("p", "quiet").text(&roles));
        track(card, Rc::new(move || progress), "", lang).put(el("p", "office__mine-said").text(&said))
    })
}

/// What a search has come to.
type Hits = Option<(String, Vec<UnitFound>)>;

/// The search below all of these units.
fn find(here: Here, under: Vec<UnitCode>) -> El {
    let lang = here.lang;
    let hits = RwSignal::new(Hits::None);
    let failure = RwSignal::new(None::<Failure>);
    let typed = RwSignal::new(String::new());
    let turn = StoredValue::new(0u32);
    let ask = move || {
        turn.update_value(|turn| *turn += 1);
        let (now, text, under) = (turn.get_value(), typed.get_untracked().trim().to_owned(), under.clone());
        if text.is_empty() {
            failure.set(None);
            return hits.set(None);
        }
        let still = move || turn.try_get_value() == Some(now);
        let go = move || {
            if !still() {
                return;
            }
            spawn_local(async move {
                let found = search(here, &text, &under).await;
                if still() {
                    failure.set(found.as_ref().err().cloned());
                    hits.set(found.ok().map(|units| (text, units)));
                }
            });
        };
        set_timeout(go, PAUSE);
    };
    let again = ask.clone();
    let input = el("input", "")
        .attr("type", "search")
        .attr("id", "u-find")
        .attr("autocomplete", "off")
        .attr("placeholder", words::FIND_HINT.say(lang))
        .on("input", move |event| {
            if let Some(input) = event.target().and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
                typed.set(input.value());
                ask();
            }
        });
    let label = el("label", "field__label").attr("for", "u-find").text(words::FIND_BELOW.say(lang));
    let boxed = el("span", "field__box").icon(Icon::Search).put(input);
    let found = settled(move || hits.get());
    let (said, failed) = (found.clone(), settled(move || failure.get()));
    let spoken = el("p", "quiet").attr("role", "status").live_text(move || match said() {
        None => String::new(),
        Some((text, units)) if units.is_empty() => words::NONE_FOUND.fill(lang, &[&text]),
        Some((text, units)) => board::found(units.len(), &text, lang),
    });
    let part = el("section", "field office__find").put(label).put(boxed).put(spoken);
    trouble(part, here, failed, again).live(move || {
        let (_, units) = found()?;
        let line = |unit: &UnitFound| {
            let link = a("", &address(&unit.code, Page::Overview)).put(unit_name(el("span", ""), &unit.name, lang));
            let under = unit.under.as_deref().map(|under| el("small", "quiet").text(&board::IN.fill(lang, &[under])));
            el("li", "").put(link.puts(under))
        };
        Some(el("ul", "found").puts(units.iter().map(line)))
    })
}

/// Units with these words in the branches, the best of each branch first, each once.
async fn search(here: Here, text: &str, under: &[UnitCode]) -> Result<Vec<UnitFound>, Failure> {
    let mut units: Vec<UnitFound> = Vec::new();
    for top in under {
        let path = format!("/units?q={}&under={top}", request::encoded(text));
        let found: UnitsFound = request::get(here, &path).await?;
        for unit in found.units {
            if units.iter().all(|known| known.code != unit.code) {
                units.push(unit);
            }
        }
    }
    Ok(units)
}
