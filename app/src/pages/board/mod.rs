//! The boards: `/` the nation's and `/units/CODE` any unit's. Rendered by the server with their numbers; in the browser
//! the same is made again from the same data, and then follows the numbers as they change.

#[cfg(feature = "board")]
mod browser;
mod course;
mod nation;
mod numbers;
mod unit;

use std::rc::Rc;

#[cfg(feature = "board")]
pub use browser::start;
use leptos::prelude::{Get, Read as _, untrack};
use model::{calendar::Timestamp, number::grouped, wire::UnitTotals};

use crate::{
    board::{
        BoardData,
        league::{any_torn, scale_end},
    },
    i18n::{Lang, board},
    live::Live,
    markup::{El, Read, el, settled},
    ui::{Chosen, Freshness, league, unit_search},
};

/// What stands in the `<main>` of a board. `query` is that of the page's address.
pub fn parts(of: &Rc<BoardData>, live: Live, query: &str, lang: Lang) -> Vec<El> {
    if of.is_root() { nation::parts(of, live, query, lang) } else { unit::parts(of, live, query, lang) }
}

/// The page's title: the unit and the number that matters.
pub fn title(of: &BoardData, live: Live, lang: Lang) -> String {
    let own = &live.totals.read().own;
    let submitted = grouped(own.counts.submitted, lang);
    let number = match own.percent {
        Some(percent) if !of.is_root() => percent.display(lang),
        _ => format!("{submitted} {}", board::INITIATIVES.say(lang)),
    };
    format!("{}: {number} – {}", name(of, lang), board::BRAND)
}

/// What the unit is called: the nation by its own word.
fn name(of: &BoardData, lang: Lang) -> String {
    if of.is_nation() { board::NATION.say(lang).to_owned() } else { of.totals.own.name.clone() }
}

impl Live {
    fn at(self) -> Read<Timestamp> {
        Rc::new(move || self.totals.read().as_of)
    }

    fn freshness(self) -> Read<Freshness> {
        Rc::new(move || self.freshness.get())
    }

    /// The units directly under this one.
    fn units(self) -> Read<Vec<UnitTotals>> {
        settled(move || self.totals.read().children.clone())
    }
}

/// The units under this one as a league, with its heading, its tools, and how long its bars are; nothing without units.
fn league_section(
    id: &'static str,
    units: Read<Vec<UnitTotals>>,
    head: impl Fn() -> String + Clone + 'static,
    (chosen, groups): (Chosen, Option<El>),
    column: &'static str,
    lang: Lang,
) -> El {
    let of_any = units.clone();
    el("div", "").when(
        move || !of_any().is_empty(),
        move || {
            let (of_bars, caption) = (units.clone(), untrack(&head));
            let bars = move || board::league_bars(scale_end(&of_bars()), any_torn(&of_bars()), lang);
            let words =
                el("div", "").put(el("h2", "").attr("id", id).live_text(head.clone())).put(el("p", "").live_text(bars));
            let search = unit_search("tim-trong-bang", "", false, lang);
            let tools = el("div", "tools").put(search).puts(groups.clone());
            el("section", "section league-wrap")
                .attr("aria-labelledby", id)
                .put(el("div", "section__head").put(words).put(tools))
                .puts(league(units.clone(), chosen, &caption, column, lang))
        },
    )
}
