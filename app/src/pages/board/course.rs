//! How a campaign went: the sums over time under a headline that states a fact, and the rhythm of its months.

use std::rc::Rc;

use leptos::prelude::*;
use model::wire::Totals;

use crate::{
    board::{
        BoardData, Daily,
        course::Course,
        headline::Headline,
        months::{months, peaks},
    },
    i18n::{Lang, board},
    markup::{El, el, settled},
    ui::{course_chart, months_chart, months_table},
};

/// The course of the campaign, under a headline that states a fact. Nothing before there is anything to state.
pub(super) fn course_section(of: &Rc<BoardData>, totals: RwSignal<Totals>, lang: Lang) -> El {
    // The board with the numbers as they are now.
    let of = Rc::clone(of);
    let daily = of.days_so_far();
    let now = Rc::new(move || BoardData { totals: totals.get(), ..BoardData::clone(&of) });
    let of_course = Rc::clone(&now);
    let course = settled(move || {
        let now = of_course();
        Course::of(&now, now.totals.own.counts.submitted)
    });
    let headline = move || {
        let now = now();
        board::headline(Headline::of(&now), now.campaign.from, lang)
    };
    let (of_span, of_any) = (course.clone(), course.clone());
    let span = move || {
        let course = of_span()?;
        let (from, to) = course.span()?;
        Some(board::chart_span(from, to, course.far_goal, lang))
    };
    let span = Rc::new(move || span().unwrap_or_default());
    let of_caption = Rc::clone(&span);
    let head = el("div", "")
        .put(el("h2", "").attr("id", "tien-trinh").live_text(headline))
        .put(el("p", "").live_text(move || span()));
    let picture = move || {
        let table = months_table(&daily, &of_caption(), lang);
        el("div", "").puts(course_chart(course.clone(), lang)).put(table)
    };
    el("section", "section course")
        .attr("aria-labelledby", "tien-trinh")
        .put(el("div", "section__head").put(head))
        .when(move || of_any().is_some(), picture)
}

/// How many came in each month. Nothing before there is a month.
pub(super) fn rhythm(daily: &Daily, lang: Lang) -> Option<El> {
    let months = months(daily);
    let most = peaks(&months).into_iter().filter_map(|at| months.get(at)).max_by_key(|month| month.count)?;
    let said = board::highest(most.count, most.year, most.month, lang);
    let head = el("div", "").put(el("h2", "").text(board::RHYTHM.say(lang))).put(el("p", "").text(&said));
    let table = months_table(daily, board::RHYTHM.say(lang), lang);
    Some(el("section", "section").put(el("div", "section__head").put(head)).put(months_chart(daily, lang)).put(table))
}
