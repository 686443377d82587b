//! `/`: the national board, or that of the one union that runs this server.

use std::rc::Rc;

use super::{
    Live,
    course::{course_section, rhythm},
    league_section,
    numbers::{figures, road},
};
use crate::{
    board::{BoardData, league::exceeded},
    i18n::{Lang, board},
    markup::{El, el},
    ui::{Chosen, as_of, figure},
};

/// What stands on the board. `query` is that of the page's address.
pub(super) fn parts(of: &Rc<BoardData>, live: Live, query: &str, lang: Lang) -> Vec<El> {
    let Live { totals, .. } = live;
    let campaign = &of.campaign.name;
    let vietnamese = (lang != Lang::Vi).then_some("vi");
    let head = el("h1", "")
        .attr("id", "toan-quoc")
        .text(&format!("{} ", super::name(of, lang)))
        .put(el("span", "").attr_if("lang", vietnamese).text(campaign));
    let kicker = el("div", "kicker").put(head).put(as_of(live.at(), live.freshness(), lang));
    let hero = el("section", "hero").attr("aria-labelledby", "toan-quoc").put(kicker);
    let units = live.units();
    let (of_any, of_league) = (units.clone(), units.clone());
    let exceeded_units = move || {
        let (of_count, of_explained) = (units.clone(), units.clone());
        let explained = move || board::of_units(of_explained().len(), lang);
        let count = Rc::new(move || exceeded(&of_count()) as i64);
        figure(board::UNITS_EXCEEDED.say(lang), count, explained, lang)
    };
    let aside =
        el("div", "aside").puts(rhythm(&of.days_so_far(), lang)).when(move || !of_any().is_empty(), exceeded_units);
    let chosen = Chosen::from_query(query);
    let of_head = of_league.clone();
    let head = move || board::league(of_head().len(), lang);
    vec![
        road(hero, of, totals, lang),
        figures(totals, lang),
        el("div", "cols").put(course_section(of, totals, lang)).put(aside),
        league_section("xep-hang", of_league, head, (chosen, Some(chosen.groups(lang))), board::UNIT.say(lang), lang),
    ]
}
