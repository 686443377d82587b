//! Bảng xếp hạng: a stretch of a league. A row moves by its rank; its name never changes, it only goes elsewhere.

use std::rc::Rc;

use leptos::prelude::*;
use model::number::{Percent, grouped};
use model::show::{Content, League, LeagueRow};
use model::unit::UnitCode;

use super::Scene;
use super::frame::{self, When};
use crate::board::league::{on_scale, scale_for};
use crate::i18n::{
    Lang, board,
    stage::{self, Span},
};
use crate::markup::{El, Read, el, settled};
use crate::ui::unit_name;

/// A league as it is now.
#[derive(Clone, PartialEq)]
struct Standing {
    of: Option<League>,
    above: Option<String>,
    rows: Vec<LeagueRow>,
    first: u32,
    count: usize,
    marked: Option<UnitCode>,
}

impl Standing {
    fn of(content: &Content) -> Option<Standing> {
        let Content::League { of, above, rows, first, count, marked } = content else { return None };
        let (of, above, rows, marked) = (Some(of.clone()), above.clone(), rows.clone(), marked.clone());
        Some(Standing { of, above, rows, first: *first, count: *count, marked })
    }

    /// Which rows of all these are.
    fn span(&self) -> Span {
        let ranked = self.rows.iter().filter(|row| row.rank.is_some()).count();
        let first = match self.first {
            0 => self.rows.iter().filter_map(|row| row.rank).min().unwrap_or(1),
            first => first,
        };
        Span { first, ranked, without_target: self.rows.len() - ranked, count: self.count }
    }

    fn end(&self) -> u64 {
        scale_for(self.rows.iter().filter_map(|row| row.percent).max())
    }

    fn row(&self, unit: &UnitCode) -> Option<(usize, &LeagueRow)> {
        self.rows.iter().enumerate().find(|(_, row)| row.unit == *unit)
    }
}

/// The league.
pub(super) fn scene(scene: Scene, content: Content) -> El {
    let lang = scene.lang;
    let nothing = Standing { of: None, above: None, rows: Vec::new(), first: 0, count: 0, marked: None };
    let standing = scene.keep(Standing::of(&content).unwrap_or(nothing), Standing::of);
    let (of_title, of_span, of_keys, of_note) =
        (standing.clone(), standing.clone(), standing.clone(), standing.clone());
    let title = move || {
        let standing = of_title();
        match standing.of {
            Some(League::Cluster { name, .. }) => name,
            _ => standing.above.unwrap_or_else(|| stage::LEAGUE.say(lang).to_owned()),
        }
    };
    let span = move || {
        let standing = of_span();
        let of = standing.of.as_ref();
        of.map(|of| stage::league_span(of, standing.span(), lang)).unwrap_or_default()
    };
    let top = el("header", "scene__top")
        .put(el("b", "").live_text(title))
        .put(el("span", "scene__second").live_text(span))
        .put(frame::as_of(scene, When::Clock));
    // In an order that never changes: an element that is put elsewhere in the page would stop moving.
    let keys = move || {
        let mut keys: Vec<UnitCode> = of_keys().rows.into_iter().map(|row| row.unit).collect();
        keys.sort();
        keys
    };
    let is_first = StoredValue::new(true);
    let of_height = standing.clone();
    let race = el("ol", "race").live_attr("style", move || Some(format!("--rows:{}", of_height().rows.len())));
    let race = race.each(keys, move |unit| race_row(unit, standing.clone(), is_first.get_value(), lang));
    is_first.set_value(false);
    let note = el("p", "scene__note").live_text(move || note(&of_note(), lang));
    frame::scene("scene scene--league", top, race, frame::foot(scene, [note]))
}

/// What there is to explain about the bars that are shown.
fn note(standing: &Standing, lang: Lang) -> String {
    let end = standing.end();
    if end < 100 || standing.rows.iter().all(|row| row.percent.is_none()) {
        return String::new();
    }
    let is_torn = standing.rows.iter().any(|row| row.percent.is_some_and(|percent| percent.tenths() > end * 10));
    let torn = if is_torn { format!(". {}", stage::LEAGUE_TORN.say(lang)) } else { String::new() };
    format!("{}{torn}", stage::LEAGUE_LINE.say(lang))
}

/// A unit's row. One that joins later comes from below.
fn race_row(unit: UnitCode, standing: Read<Standing>, is_first: bool, lang: Lang) -> El {
    let placed = RwSignal::new(is_first);
    if !is_first {
        // It stands below for a frame, so that it moves from there.
        request_animation_frame(move || {
            request_animation_frame(move || {
                // It may be gone by then.
                placed.try_set(true);
            });
        });
    }
    let row = settled(move || {
        let standing = standing();
        let (at, row) = standing.row(&unit)?;
        Some((at, row.clone(), standing.end(), standing.marked.as_ref() == Some(&unit)))
    });
    let name = row().map(|(_, row, ..)| row.name).unwrap_or_default();
    let (of_at, of_me, of_rank, of_shared) = (row.clone(), row.clone(), row.clone(), row.clone());
    let (of_bar, of_percent) = (row.clone(), row);
    let at = move || {
        let at = of_at().map_or(0, |(at, ..)| at);
        let at = if placed.get() { at } else { usize::from(League::ROWS) };
        Some(format!("--at:{at}"))
    };
    let shared = move || {
        let is_shared = of_shared().is_some_and(|(_, row, ..)| row.shared);
        is_shared.then(|| el("em", "shared").text(board::SHARED_RANK.say(lang)))
    };
    let rank = move || of_rank().and_then(|(_, row, ..)| row.rank).map(|rank| grouped(rank.into(), lang));
    let figure = move || match of_percent() {
        Some((_, row, ..)) => row.percent.map_or_else(|| grouped(row.submitted, lang), |percent| percent.display(lang)),
        None => String::new(),
    };
    let bar = Rc::new(move || of_bar().and_then(|(_, row, end, _)| Some((row.percent?, end))));
    el("li", "")
        .live_attr("style", at)
        .live_class("is-me", move || of_me().is_some_and(|(.., is_me)| is_me))
        .put(el("span", "r").live_text(move || rank().unwrap_or_else(|| "–".to_owned())))
        .put(unit_name(el("span", "u"), &name, lang).live(shared))
        .put(bar_of(bar))
        .put(el("span", "p").live_text(figure))
}

fn bar_of(bar: Rc<dyn Fn() -> Option<(Percent, u64)>>) -> El {
    let of_class = bar.clone();
    let style = move || {
        let (value, line) = bar().map_or((0.0, 1.0), |(percent, end)| (on_scale(percent, end), 100.0 / end as f64));
        // Where the scale ends before 100 %, all of it is before the line.
        Some(format!("--v:{value:.4};--t:{:.4}", line.min(1.0)))
    };
    let class = move || {
        let class = match of_class() {
            // Without a target there is no line either.
            None => "bar bar--early",
            Some((_, end)) if end < 100 => "bar bar--early",
            Some((percent, end)) if percent.tenths() > end * 10 => "bar bar--torn",
            Some(_) => "bar",
        };
        Some(class.to_owned())
    };
    el("div", "").live_attr("class", class).live_attr("style", style).puts([el("i", ""), el("i", "")])
}
