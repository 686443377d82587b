//! `/units/CODE`: any unit's board, with the units under it, its rhythm and its place among its siblings.

use std::rc::Rc;

use leptos::prelude::{Read as _, RwSignal};
use model::{
    number::grouped,
    unit::Level,
    wire::{Neighbour, Standing, Totals},
};

use super::{
    Live,
    course::{course_section, rhythm},
    league_section,
    numbers::{figures, road},
};
use crate::{
    board::{
        BoardData,
        league::{Group, Sort, exceeded},
    },
    i18n::{Lang, board, stories},
    markup::{El, a, el, settled},
    ui::{Chosen, Icon, as_of, unit_name},
};

/// What stands on the board. `query` is that of the page's address.
pub(super) fn parts(of: &Rc<BoardData>, live: Live, query: &str, lang: Lang) -> Vec<El> {
    let Live { totals, .. } = live;
    let head = el("h1", "").attr("id", "don-vi").attr("lang", "vi").text(&of.totals.own.name);
    let kicker = el("div", "kicker").put(head).put(as_of(live.at(), live.freshness(), lang));
    let hero = el("section", "hero hero--unit").attr("aria-labelledby", "don-vi").put(kicker);
    let units = live.units();
    let of_head = units.clone();
    let head = move || board::sub_units(of_head().len(), exceeded(&of_head()), lang);
    let chosen = (Chosen::from_query(query), None);
    let columns = el("div", "cols cols--even")
        .put(course_section(of, totals, lang))
        .puts(rhythm(&of.days_so_far(), lang))
        .put(place(of, totals, lang));
    let stories = a("btn", &format!("/stories?unit={}", of.totals.own.unit)).text(stories::OF_UNIT.say(lang));
    vec![
        crumbs(of, lang),
        road(hero, of, totals, lang),
        figures(totals, lang),
        league_section("truc-thuoc", units, head, chosen, board::SUB_UNIT.say(lang), lang),
        columns,
        el("p", "more").put(stories),
    ]
}

/// Where the unit stands in the tree.
fn crumbs(of: &BoardData, lang: Lang) -> El {
    let mut crumbs = el("nav", "crumbs").attr("aria-label", board::PLACE.say(lang));
    for (at, step) in of.path.iter().enumerate() {
        crumbs = if at == 0 {
            crumbs.put(a("", "/").text(board::NATION.say(lang)))
        } else {
            crumbs.icon(Icon::Right).put(a("", &format!("/units/{}", step.code)).attr("lang", "vi").text(&step.name))
        };
    }
    if of.path.len() == 1 {
        let group = if of.totals.own.level == Level::Province { Group::Provinces } else { Group::Sectors };
        let address = format!("/?group={}#xep-hang", group.name());
        crumbs = crumbs.icon(Icon::Right).put(a("", &address).text(board::group(group, lang)));
    }
    crumbs
}

/// Its place among its siblings, and who is just before and after it, by the numbers at the head of the page.
fn place(of: &Rc<BoardData>, totals: RwSignal<Totals>, lang: Lang) -> El {
    let standing = settled(move || totals.read().standing.clone());
    let of = Rc::clone(of);
    el("div", "").live(move || standing().map(|standing| place_of(&of, &standing, lang)))
}

fn place_of(of: &BoardData, standing: &Standing, lang: Lang) -> El {
    let parent = of.path.last().filter(|_| of.path.len() > 1);
    let head = match standing.rank {
        Some(rank) => board::stands(rank, standing.shared, parent.map(|parent| parent.name.as_str()), lang),
        None => board::UNRANKED.say(lang).to_owned(),
    };
    let column = |words: &str| el("th", "").attr("scope", "col").attr("role", "columnheader").text(words);
    let heads = [board::RANK.say(lang), board::UNIT.say(lang), board::sort(Sort::Percent, lang)].map(column);
    let rows = standing.near.iter().map(|near| neighbour(near, near.unit == of.totals.own.unit, lang));
    let table = el("table", "league league--near")
        .attr("role", "table")
        .put(el("caption", "hide").text(&head))
        .put(el("thead", "hide").attr("role", "rowgroup").put(el("tr", "").attr("role", "row").puts(heads)))
        .put(el("tbody", "").untranslated().attr("role", "rowgroup").puts(rows));
    let back = match parent {
        Some(parent) => a("btn", &format!("/units/{}", parent.code)).text(board::TO_PARENT.say(lang)),
        None => a("btn", "/#xep-hang").text(board::TO_NATION.say(lang)),
    };
    let words = el("div", "").put(el("h2", "").text(&head)).put(el("p", "").text(&board::among(standing.of, lang)));
    let head = el("div", "section__head").put(words);
    el("section", "section").puts([head, table, el("p", "section__way").put(back)])
}

fn neighbour(near: &Neighbour, is_own: bool, lang: Lang) -> El {
    let dash = || "–".to_owned();
    let cell = |class: &str| el("td", class).attr("role", "cell");
    let rank = near.rank.map_or_else(dash, |rank| grouped(rank.into(), lang));
    let shared = near.shared.then(|| el("small", "shared").text(board::SHARED_RANK.say(lang)));
    let link = a("", &format!("/units/{}", near.unit)).attr_if("aria-current", is_own.then_some("page"));
    el("tr", if is_own { "is-me" } else { "" }).attr("role", "row").puts([
        cell("rank").puts(shared).put(el("span", "").text(&rank)),
        cell("name").put(unit_name(link, &near.name, lang)),
        cell("n pct").text(&near.percent.map_or_else(dash, |percent| percent.display(lang))),
    ])
}
