//! How a campaign went: the sums over time under a headline that states a fact, and the rhythm of its months.

use leptos::prelude::*;
use model::wire::Totals;

use crate::{
    board::{
        BoardData, Daily,
        course::Course,
        headline::Headline,
        months::{months, peaks},
    },
    i18n::{board, use_lang},
    ui::{CourseChart, MonthsChart, MonthsTable},
};

/// The course of the campaign, under a headline that states a fact. Nothing before there is anything to state.
#[component]
pub(super) fn CourseSection(board: StoredValue<BoardData>, totals: Signal<Totals>) -> impl IntoView {
    let lang = use_lang();
    // The board with the numbers as they are now.
    let now = move || {
        let mut now = board.get_value();
        now.totals = totals.get();
        now
    };
    let course = Memo::new(move |_| Course::of(&now(), totals.read().own.counts.submitted));
    let headline = move || board.with_value(|board| board::headline(Headline::of(&now()), board.campaign.from, lang));
    let span = move || {
        let (from, to) = course.read().as_ref().and_then(Course::span)?;
        Some(board::chart_span(from, to, course.read().as_ref()?.far_goal, lang))
    };
    let daily = board.with_value(BoardData::days_so_far);
    view! {
        <section class="section course" aria-labelledby="tien-trinh">
            <div class="section__head">
                <div>
                    <h2 id="tien-trinh">{headline}</h2>
                    <p>{span}</p>
                </div>
            </div>
            <Show when=move || course.read().is_some()>
                <CourseChart course />
                <MonthsTable daily=daily.clone() caption=span().unwrap_or_default() />
            </Show>
        </section>
    }
    .into_any()
}

/// How many came in each month.
#[component]
pub(super) fn Rhythm(daily: Daily) -> impl IntoView {
    let lang = use_lang();
    let months = months(&daily);
    let most = peaks(&months).into_iter().filter_map(|at| months.get(at)).max_by_key(|month| month.count);
    most.map(|most| {
        let said = board::highest(most.count, most.year, most.month, lang);
        view! {
            <section class="section">
                <div class="section__head">
                    <div>
                        <h2>{board::RHYTHM.say(lang)}</h2>
                        <p>{said}</p>
                    </div>
                </div>
                <MonthsChart daily=daily.clone() />
                <MonthsTable daily=daily.clone() caption=board::RHYTHM.say(lang).to_owned() />
            </section>
        }
    })
}
