//! `/units/CODE`: any unit's board, with the units under it, its rhythm and its place among its siblings.

use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use model::{
    number::grouped,
    unit::{Level, UnitCode},
};

use super::{
    NoUnit,
    course::{CourseSection, Rhythm},
    numbers::{Figures, Road},
    with_board,
};
use crate::{
    board::{
        BoardData, Neighbour, Standing,
        league::{Group, any_torn, exceeded, scale_end},
    },
    i18n::{board, use_lang},
    live,
    ui::{Announcer, AsOf, Icon, League, Page, Section, UnitName, UnitSearch},
};

/// A unit's board.
#[component]
pub fn Unit() -> impl IntoView {
    let params = use_params_map();
    let unit = move || {
        let code = params.read().get_str("code").map(str::parse::<UnitCode>);
        code.ok_or(NoUnit)?.map(Some).map_err(|_| NoUnit)
    };
    with_board(unit, Section::Units, |board| view! { <UnitBoard board /> })
}

#[component]
fn UnitBoard(board: BoardData) -> impl IntoView {
    let lang = use_lang();
    let live = live::follow(&board);
    let totals = live.totals;
    let name = StoredValue::new(board.totals.own.name.clone());
    let nation_estimated = board.nation_estimated;
    let daily = board.days_so_far();
    let standing = board.standing.clone();
    let board = StoredValue::new(board);
    let title = move || {
        let own = &totals.read().own;
        let number = own.percent.map_or_else(|| grouped(own.counts.submitted, lang), |percent| percent.display(lang));
        format!("{}: {number} – {}", name.read_value(), board::BRAND)
    };
    let said = move || {
        let totals = totals.read();
        board::announce(&name.read_value(), totals.own.counts.submitted, totals.own.percent, lang)
    };
    let units = Memo::new(move |_| totals.read().children.clone());
    let head = move || board::sub_units(units.read().len(), exceeded(&units.read()), lang);
    let bars = move || board::league_bars(scale_end(&units.read()), any_torn(&units.read()), lang);
    view! {
        <Page section=Section::Units>
            <Title text=title />
            <Crumbs board />
            <section class="hero hero--unit" aria-labelledby="don-vi">
                <div class="kicker">
                    <h1 id="don-vi" lang="vi">{name.get_value()}</h1>
                    <AsOf at=Signal::derive(move || totals.read().as_of) freshness=live.freshness />
                </div>
                <Road board totals />
            </section>
            <Figures totals nation_estimated />
            <Show when=move || !units.read().is_empty()>
                <section class="section league-wrap" aria-labelledby="truc-thuoc">
                    <div class="section__head">
                        <div>
                            <h2 id="truc-thuoc">{head}</h2>
                            <p>{bars}</p>
                        </div>
                        <div class="tools">
                            <UnitSearch id="tim-trong-bang" />
                        </div>
                    </div>
                    <League units caption=head() head=board::SUB_UNIT.say(lang) />
                </section>
            </Show>
            <div class="cols cols--even">
                <CourseSection board totals=totals.into() />
                <Rhythm daily />
                {standing.map(|standing| view! { <Place board standing /> })}
            </div>
            <Announcer said=Signal::derive(said) />
        </Page>
    }
    .into_any()
}

/// Where the unit stands in the tree.
#[component]
fn Crumbs(board: StoredValue<BoardData>) -> impl IntoView {
    let lang = use_lang();
    let (path, level) = board.with_value(|board| (board.path.clone(), board.totals.own.level));
    let under_nation = path.len() == 1;
    let steps = path.into_iter().enumerate().map(|(at, step)| {
        let link = if at == 0 {
            Either::Left(view! { <a href="/" rel="external">{board::NATION.say(lang)}</a> })
        } else {
            Either::Right(view! { <a href=format!("/units/{}", step.code) rel="external" lang="vi">{step.name}</a> })
        };
        let right = (at > 0).then(|| Icon::Right.draw());
        view! { {right}{link} }
    });
    let group = under_nation.then(|| {
        let group = if level == Level::Province { Group::Provinces } else { Group::Sectors };
        let address = format!("/?group={}#xep-hang", group.name());
        view! { {Icon::Right.draw()}<a href=address rel="external">{board::group(group, lang)}</a> }
    });
    view! { <nav class="crumbs" aria-label=board::PLACE.say(lang)>{steps.collect_view()}{group}</nav> }.into_any()
}

/// Its place among its siblings, and who is just before and after it.
#[component]
fn Place(board: StoredValue<BoardData>, standing: Standing) -> impl IntoView {
    let lang = use_lang();
    let own = board.with_value(|board| board.totals.own.unit.clone());
    let path = board.with_value(|board| board.path.clone());
    let in_nation = path.len() == 1;
    let head = match standing.rank {
        Some(rank) => board::stands(rank, in_nation, lang),
        None => board::UNRANKED.say(lang).to_owned(),
    };
    let rows = standing.near.into_iter().map(|Neighbour { rank, code, name, percent }| {
        let is_own = code == own;
        view! {
            <tr role="row" class=is_own.then_some("is-me")>
                <td role="cell" class="rank">{rank.map_or_else(|| "–".to_owned(), |rank| grouped(rank as i64, lang))}</td>
                <td role="cell" class="name">
                    <a href=format!("/units/{code}") rel="external" aria-current=is_own.then_some("page")>
                        <UnitName name />
                    </a>
                </td>
                <td role="cell" class="n pct">
                    {percent.map_or_else(|| "–".to_owned(), |percent| percent.display(lang))}
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let back = match path.last() {
        Some(parent) if !in_nation => (format!("/units/{}", parent.code), board::TO_PARENT.say(lang)),
        _ => ("/#xep-hang".to_owned(), board::TO_NATION.say(lang)),
    };
    view! {
        <section class="section">
            <div class="section__head">
                <div>
                    <h2>{head.clone()}</h2>
                    <p>{board::among(standing.of, lang)}</p>
                </div>
            </div>
            <table class="league league--near" role="table">
                <caption class="hide">{head}</caption>
                <thead class="hide" role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{board::RANK.say(lang)}</th>
                        <th scope="col" role="columnheader">{board::UNIT.say(lang)}</th>
                        <th scope="col" role="columnheader">{board::sort(crate::board::league::Sort::Percent, lang)}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
            <p class="section__way"><a class="btn" href=back.0 rel="external">{back.1}</a></p>
        </section>
    }
    .into_any()
}
