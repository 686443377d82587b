//! The units directly under the nation on a map: how many have reached their target, and where.

use std::rc::Rc;

use model::number::grouped;
use model::show::{Content, LeagueRow};

use super::Scene;
use super::frame::{self, When};
use crate::i18n::{Lang, Word, stage};
use crate::markup::{El, Read, el, settled};
use crate::stage::tiles::{SIZE, Step, place};

/// The map, with the units that have no place on it beside it.
pub(super) fn scene(scene: Scene, first: Vec<LeagueRow>) -> El {
    let lang = scene.lang;
    let rows = scene.keep(first, |content| match content {
        Content::Map { units } => Some(units.clone()),
        _ => None,
    });
    let (of_map, of_count) = (rows.clone(), rows);
    let split = move |on_map: bool| {
        let rows = of_count.clone();
        let part = move || rows().into_iter().filter(|row| place(&row.unit).is_some() == on_map).collect::<Vec<_>>();
        settled(part)
    };
    let (placed, others) = (split(true), split(false));
    let (of_reached, of_all) = (placed.clone(), placed);
    let reached = el("p", "map__figure").live_text(move || grouped(reached(&of_reached()), lang));
    let of_provinces =
        el("p", "map__of").live_text(move || stage::MAP_REACHED.fill(lang, &[&grouped(of_all().len() as i64, lang)]));
    let words = el("div", "map__words").put(reached).put(of_provinces).put(other_units(others, lang));
    let tiles = el("div", "map__tiles")
        .attr("style", &format!("--columns:{};--rows:{}", SIZE.0, SIZE.1))
        .attr("role", "img")
        .attr("aria-label", stage::MAP_NOTE.say(lang))
        .each(
            {
                let rows = of_map.clone();
                move || rows().into_iter().filter(|row| place(&row.unit).is_some()).map(|row| row.unit).collect()
            },
            move |unit| {
                let (column, row) = place(&unit).unwrap_or_default();
                let rows = of_map.clone();
                let step = move || rows().iter().find(|row| row.unit == unit).map_or(Step::None, Step::of);
                el("i", "")
                    .attr("style", &format!("grid-area:{} / {}", row + 1, column + 1))
                    .live_attr("class", move || Some(step().class().to_owned()))
            },
        );
    let main = el("div", "scene__main map").put(words).put(tiles);
    let top = frame::top(scene, el("b", "").text(stage::MAP.say(lang)), stage::MAP_NOTE.say(lang), When::Clock);
    frame::scene("scene scene--map", top, main, frame::foot(scene, [key(lang)]))
}

fn reached(rows: &[LeagueRow]) -> i64 {
    rows.iter().filter(|row| Step::of(row) == Step::Reached).count() as i64
}

/// Sectors and corporations by name, each with its step.
fn other_units(rows: Read<Vec<LeagueRow>>, lang: Lang) -> El {
    let (of_count, of_keys) = (rows.clone(), rows.clone());
    let said = move || {
        let rows = of_count();
        stage::MAP_OTHERS.fill(lang, &[&grouped(reached(&rows), lang), &grouped(rows.len() as i64, lang)])
    };
    let one = move |unit: model::unit::UnitCode| {
        let row = {
            let (rows, unit) = (rows.clone(), unit.clone());
            Rc::new(move || rows().into_iter().find(|row| row.unit == unit))
        };
        let name = row().map(|row| row.name).unwrap_or_default();
        let (_, proper) = model::unit::split_name(&name);
        let step = move || row().map_or(Step::None, |row| Step::of(&row));
        let tile = el("i", "").live_attr("class", move || Some(step().class().to_owned()));
        el("li", "").put(tile).put(el("span", "").attr("lang", "vi").text(proper))
    };
    let keys = move || of_keys().into_iter().map(|row| row.unit).collect::<Vec<_>>();
    el("div", "map__others").put(el("p", "map__said").live_text(said)).put(el("ul", "map__list").each(keys, one))
}

fn key(lang: Lang) -> El {
    let steps = [Step::Reached, Step::Near, Step::Half, Step::Begun, Step::None];
    let one = |(step, word): (Step, Word)| el("span", "map__step").put(el("i", step.class())).text(word.say(lang));
    el("p", "map__key").puts(steps.into_iter().zip(stage::MAP_KEY).map(one))
}
