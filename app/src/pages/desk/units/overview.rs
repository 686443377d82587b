//! `/app/units/CODE`: how far the unit is, and the units directly below as a table that sorts; where targets have not
//! reached yet, for whoever may know.

use std::rc::Rc;

use leptos::prelude::*;
use model::money::spoken_dong;
use model::number::{Percent, grouped};
use model::rights::Deed;
use model::unit::UnitCode;
use model::wire::{TargetsResponse, UnitTotals};
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;

use super::super::Here;
use super::loaded::Loaded;
use super::totals::Totals;
use super::{At, Page, address};
use crate::administration::{Column, Order, sorted};
use crate::i18n::{Lang, administration as words, board, desk};
use crate::markup::{El, Read, a, button, el, follow};
use crate::ui::{Icon, Progress, figure, track, unit_name};

/// The page.
pub fn page(here: Here, at: &At) -> El {
    let lang = here.lang;
    let totals = Loaded::<Totals>::start(here, format!("/totals?unit={}", at.unit.code));
    let order = RwSignal::new(Order::default());
    let public = format!("/units/{}", at.unit.code);
    let at = at.clone();
    let shown = totals.show(el("div", "office__part"), move |totals| {
        let as_of = words::AS_OF.fill(lang, &[&totals.as_of.clock_and_date(lang)]);
        let covered = at.may(Deed::ReadTargets).then(|| coverage(here, &at));
        el("div", "office__part").put(progress(&totals, &as_of, lang)).puts(covered).put(below(
            Rc::new(move || totals.children.clone()),
            order,
            lang,
        ))
    });
    let public = a("btn btn--plain", &public).text(words::PUBLIC_PAGE.say(lang));
    el("div", "office__part").put(shown).put(el("p", "").put(public))
}

fn progress(totals: &Totals, as_of: &str, lang: Lang) -> El {
    let own = totals.own();
    let progress = Progress::of(&own);
    let said = match progress.assigned() {
        Some((target, _)) => board::OUT_OF.fill(lang, &[&grouped(target.into(), lang)]),
        None => format!("{}, {}", board::INITIATIVES.say(lang), board::NO_TARGET.say(lang)),
    };
    let lead = el("p", "office__lead")
        .put(el("b", "office__big").text(&grouped(own.counts.submitted, lang)))
        .text(" ")
        .put(el("span", "").text(&said));
    // Gold is for what has been reached.
    let class = |percent: Percent| {
        if percent.tenths() >= 1_000 { "office__percent office__percent--past" } else { "office__percent" }
    };
    let percent = progress.assigned().map(|(_, percent)| el("b", class(percent)).text(&percent.display(lang)));
    let head = el("div", "office__progress").put(lead).puts(percent);
    let part = el("section", "office__part").put(head);
    let part = track(part, Rc::new(move || progress), "", lang);
    let count = |value: i64| -> Read<i64> { Rc::new(move || value) };
    let sum = |label: &str, dong: i64| {
        let said = if dong == 0 { desk::NOT_SAID.say(lang).to_owned() } else { spoken_dong(dong, lang) };
        el("dl", "figure").put(el("dt", "").text(label)).put(el("dd", "").text(&said))
    };
    part.put(
        el("div", "office__figures")
            .put(figure(words::PEOPLE.say(lang), count(own.counts.people), String::new, lang))
            .put(figure(words::RECOGNISED.say(lang), count(own.counts.recognised), String::new, lang))
            .put(sum(words::ESTIMATED.say(lang), own.benefit_vnd.estimated))
            .put(sum(words::VERIFIED.say(lang), own.benefit_vnd.verified)),
    )
    .put(el("p", "quiet").text(as_of))
}

/// The units directly below: a table that sorts by its heads, or where those don't fit by a choice.
fn below(units: Read<Vec<UnitTotals>>, order: RwSignal<Order>, lang: Lang) -> El {
    let title = el("h3", "").attr("id", "h-below").text(words::BELOW.say(lang));
    let part = el("section", "section office__part").attr("aria-labelledby", "h-below").put(title);
    if units().is_empty() {
        return part.put(el("p", "quiet").text(words::NOTHING_BELOW.say(lang)));
    }
    let keys = {
        let units = units.clone();
        move || sorted(units(), order.get()).into_iter().map(|unit| unit.unit).collect::<Vec<UnitCode>>()
    };
    let head = move |column: Column| {
        let press = button("sorter", move || order.update(|order| *order = order.pressed(column)));
        let press = press.text(words::column(column).say(lang)).when(
            move || order.get().column == column,
            move || {
                let class = if order.get_untracked().is_ascending() { "sorter__up" } else { "" };
                el("span", class).icon(Icon::Down)
            },
        );
        let sort = move || {
            let order = order.get();
            let said = if order.is_ascending() { "ascending" } else { "descending" };
            (order.column == column).then(|| said.to_owned())
        };
        let class = if column == Column::Name { "" } else { "n" };
        el("th", class).attr("scope", "col").attr("role", "columnheader").live_attr("aria-sort", sort).put(press)
    };
    let heads = el("tr", "").attr("role", "row").puts(Column::ALL.map(head));
    let row = move |code: UnitCode| {
        let unit = units().into_iter().find(|unit| unit.unit == code);
        unit.map_or_else(|| el("tr", ""), |unit| row(&unit, lang))
    };
    let table = el("table", "office__table")
        .attr("role", "table")
        .put(el("caption", "hide").text(words::BELOW.say(lang)))
        .put(el("thead", "").attr("role", "rowgroup").put(heads))
        .put(el("tbody", "").attr("role", "rowgroup").each(keys, row));
    part.put(choice(order, lang)).put(table)
}

/// One of the units below.
fn row(unit: &UnitTotals, lang: Lang) -> El {
    let dash = || "–".to_owned();
    let cell = |column: Column, text: String| {
        el("td", "n").attr("role", "cell").attr("data-of", words::column(column).say(lang)).text(&text)
    };
    let name = unit_name(a("", &address(&unit.unit, Page::Overview)), &unit.name, lang);
    let target = unit.target.assigned.map_or_else(dash, |target| grouped(target.into(), lang));
    let benefit = unit.benefit_vnd.estimated;
    let benefit = if benefit == 0 { desk::NOT_SAID.say(lang).to_owned() } else { spoken_dong(benefit, lang) };
    let percent = unit.percent.map_or_else(dash, |percent| percent.display(lang));
    el("tr", "").attr("role", "row").puts([
        el("td", "name").attr("role", "cell").put(name),
        cell(Column::Target, target),
        cell(Column::Done, grouped(unit.counts.submitted, lang)),
        cell(Column::Percent, percent),
        cell(Column::People, grouped(unit.counts.people, lang)),
        cell(Column::Benefit, benefit),
    ])
}

/// Sorting where there is no head to press: on a phone.
fn choice(order: RwSignal<Order>, lang: Lang) -> El {
    let option = |column: Column| el("option", "").attr("value", column.name()).text(words::column(column).say(lang));
    let select = el("select", "field__box").attr("id", "u-sort").puts(Column::ALL.map(option));
    let shown: HtmlSelectElement = select.element().clone().unchecked_into();
    let chosen = shown.clone();
    follow(move || shown.set_value(order.get().column.name()));
    let select = select.on("change", move |_| {
        let named = chosen.value();
        if let Some(column) = Column::ALL.into_iter().find(|column| column.name() == named) {
            order.set(Order { column, turned: false });
        }
    });
    let label = el("label", "field__label").attr("for", "u-sort").text(words::SORT_BY.say(lang));
    el("div", "field office__sort").put(label).put(select)
}

/// Where there is no target below: "100% of levels" is none of them.
fn coverage(here: Here, at: &At) -> El {
    let lang = here.lang;
    let targets = Loaded::<TargetsResponse>::start(here, at.api("/targets"));
    let to_targets = address(&at.unit.code, Page::Targets);
    let title = el("h3", "").attr("id", "h-covered").text(words::TARGETS.say(lang));
    let part = el("section", "section office__part").attr("aria-labelledby", "h-covered").put(title);
    targets.show(part, move |targets| {
        let missing: u64 = targets.children.iter().map(|child| child.below_without).sum();
        if targets.children.is_empty() {
            return el("p", "quiet").text(words::NOTHING_BELOW.say(lang));
        }
        if missing == 0 {
            let words = el("span", "").text(words::COVERED.say(lang)).text(". ").text(words::COVERED_TEXT.say(lang));
            return el("p", "office__covered").icon(Icon::Check).put(words);
        }
        let count = |count: u64| grouped(i64::try_from(count).unwrap_or(i64::MAX), lang);
        let line = |child: &model::wire::BranchTarget| {
            let itself = child.assigned.is_none() && child.self_set.is_none();
            let said = match (itself, child.below_without) {
                (true, 0 | 1) => words::UNCOVERED_ITSELF.say(lang).to_owned(),
                (_, below) => words::UNCOVERED_LINE.fill(lang, &[&count(below)]),
            };
            let link = unit_name(a("", &address(&child.unit, Page::Overview)), &child.name, lang);
            el("li", "").put(link).put(el("small", "quiet").text(&said))
        };
        let lines = targets.children.iter().filter(|child| child.below_without > 0).map(line);
        el("div", "office__part")
            .put(el("p", "office__uncovered").put(el("b", "").text(&words::UNCOVERED.fill(lang, &[&count(missing)]))))
            .put(el("ul", "office__without").puts(lines))
            .put(el("p", "").put(a("btn", &to_targets).text(words::SET_TARGETS.say(lang))))
    })
}
