//! Overlays: what lies over other pictures. Each has a ground of its own and nothing around it.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::{Read as _, *};
use model::number::{Lang, grouped};
use model::show::{Content, LeagueRow, Picture};

use super::Scene;
use super::frame::{self, When};
use crate::i18n::{board, stage};
use crate::markup::{El, Read, el, settled};
use crate::stage::address::{Address, Place};
use crate::stage::brief::{Brief, brief};
use crate::ui::unit_name;

/// A unit stays so long in a ticker: long enough to be read twice.
const TURN: Duration = Duration::from_secs(6);

const LOWER: Place = Place { block: "bottom", inline: "start" };
const CORNER: Place = Place { block: "top", inline: "end" };
const EDGE: Place = Place { block: "bottom", inline: "center" };

/// Puts an overlay where its address wants it, in its size.
fn placed(overlay: El, address: &Address, usual: Place) -> El {
    let Place { block, inline } = address.place.unwrap_or(usual);
    let class = format!("overlay overlay--{block} overlay--{inline}");
    el("div", &class).attr("style", &format!("--scale:{}", address.scale)).put(overlay)
}

/// A picture in a line; of a story with everybody who wrote it, and what its sum refers to.
fn said_of(picture: &Picture, lang: Lang) -> Option<Brief> {
    let said = brief(picture, lang)?;
    let Some(Content::Story(story)) = &picture.content else { return Some(said) };
    let by = stage::story_by(&story.authors, story.other_authors, lang);
    let by = by.into_iter().chain([story.unit_name.clone()]).collect::<Vec<_>>().join(", ");
    let of = match story.benefit.and(story.period) {
        Some(period) => format!("{}, {}", stage::period(period, lang), said.of),
        None => said.of,
    };
    Some(Brief { by, of, ..said })
}

/// What there is to say of the picture, as it was last.
fn kept(scene: Scene) -> Option<Read<Brief>> {
    let lang = scene.lang;
    let first = scene.picture.with_untracked(|picture| said_of(picture, lang))?;
    let last = std::cell::RefCell::new(first);
    Some(settled(move || {
        if let Some(said) = scene.picture.with(|picture| said_of(picture, lang)) {
            last.replace(said);
        }
        last.borrow().clone()
    }))
}

/// The time, and before it that the data is invented or typed, if so.
fn small(scene: Scene, class: &str) -> El {
    let lang = scene.lang;
    let typed = scene.picture.with_untracked(|picture| match &picture.figures {
        model::show::Figures::Typed(typed) => Some(stage::typed(&typed.source, lang)),
        _ => None,
    });
    el("p", class)
        .when(move || scene.picture.read().demo, || el("b", "over__demo").attr("lang", "vi").text(board::DEMO))
        .puts(typed.map(|typed| el("span", "over__typed").text(&typed)))
        .put(frame::as_of(scene, When::Clock))
}

/// Dải chữ dưới: a name with its figure.
pub(super) fn lower_third(scene: Scene, address: &Address) -> Option<El> {
    let lang = scene.lang;
    let said = kept(scene)?;
    let (of_by, of_figure, of_of, of_reached, has_figure) =
        (said.clone(), said.clone(), said.clone(), said.clone(), said.clone());
    let title = said();
    let name = match title.by.is_empty() {
        true if title.is_name => unit_name(el("b", "lower__name"), &title.title, lang),
        _ => el("b", "lower__name").text(&title.title),
    };
    let by = move || Some(of_by().by).filter(|by| !by.is_empty()).map(|by| el("p", "lower__by").text(&by));
    let text = el("div", "lower__text").put(small(scene, "lower__small")).put(name).live(by);
    let number = move || {
        let (of_figure, of_of) = (of_figure.clone(), of_of.clone());
        el("div", "lower__num")
            .put(el("b", "").live_text(move || of_figure().figure))
            .put(el("p", "").live_text(move || of_of().of))
    };
    let lower = el("div", "lower")
        .live_class("lower--reached", move || of_reached().is_reached)
        .put(el("div", "lower__mark").mark())
        .put(text)
        .when(move || !has_figure().figure.is_empty(), number);
    Some(placed(lower, address, LOWER))
}

/// A figure in a corner.
pub(super) fn bug(scene: Scene, address: &Address) -> Option<El> {
    let said = kept(scene)?;
    let (of_figure, of_of, of_reached) = (said.clone(), said.clone(), said.clone());
    let title = said();
    let name = el("span", "bug__name").attr_if("lang", title.is_name.then_some("vi")).text(&title.title);
    let figure = el("p", "bug__figure")
        .put(el("b", "").live_text(move || of_figure().figure))
        .put(el("span", "").live_text(move || of_of().of));
    let bug = el("div", "bug")
        .live_class("lower--reached", move || of_reached().is_reached)
        .put(el("div", "lower__mark").mark())
        .put(el("div", "bug__text").put(name).put(figure).put(small(scene, "bug__small")));
    Some(placed(bug, address, CORNER))
}

/// A league's units, one after the other along an edge.
pub(super) fn ticker(scene: Scene, address: &Address) -> Option<El> {
    let lang = scene.lang;
    let content = scene.picture.with_untracked(|picture| picture.content.clone())?;
    let rows_of = |content: &Content| match content {
        Content::League { rows, .. } => Some(rows.clone()),
        _ => None,
    };
    let rows = scene.keep(rows_of(&content).filter(|rows| !rows.is_empty())?, rows_of);
    let turn = RwSignal::new(0usize);
    let turning = set_interval_with_handle(move || turn.update(|turn| *turn = turn.wrapping_add(1)), TURN).ok()?;
    on_cleanup(move || turning.clear());
    let shown: Rc<dyn Fn() -> Option<LeagueRow>> = settled(move || {
        let rows = rows();
        rows.get(turn.get() % rows.len().max(1)).cloned()
    });
    let row = move || {
        let row = shown()?;
        let rank = row.rank.map_or_else(String::new, |rank| grouped(rank.into(), lang));
        let figure = row.percent.map_or_else(|| grouped(row.submitted, lang), |percent| percent.display(lang));
        let shared = row.shared.then(|| el("em", "shared").text(board::SHARED_RANK.say(lang)));
        let name = unit_name(el("span", "ticker__name"), &row.name, lang).puts(shared);
        Some(
            el("p", "ticker__row").put(el("b", "r").text(&rank)).put(name).put(el("b", "ticker__figure").text(&figure)),
        )
    };
    let head = el("p", "ticker__head")
        .put(el("b", "").text(stage::LEAGUE.say(lang)))
        .put(el("span", "").text(stage::OF_ASSIGNED_SHORT.say(lang)));
    let ticker =
        el("div", "ticker").put(el("div", "lower__mark").mark()).put(head).live(row).put(small(scene, "ticker__small"));
    Some(placed(ticker, address, EDGE))
}
