//! `/`: the national board.

use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use model::number::grouped;

use super::{
    course::{CourseSection, Rhythm},
    numbers::{Figures, Road},
    with_board,
};
use crate::{
    board::{
        BoardData,
        league::{any_torn, exceeded, scale_end},
    },
    i18n::{Lang, board, use_lang},
    live,
    ui::{Announcer, AsOf, Figure, League, LeagueGroups, Page, Section, UnitSearch},
};

/// The national board, or that of the one union that runs this server.
#[component]
pub fn Nation() -> impl IntoView {
    with_board(|| Ok(None), Section::Nation, |board| view! { <NationBoard board /> })
}

#[component]
fn NationBoard(board: BoardData) -> impl IntoView {
    let lang = use_lang();
    let live = live::follow(&board);
    let totals = live.totals;
    let daily = board.days_so_far();
    let board = StoredValue::new(board);
    let name = if board.with_value(BoardData::is_nation) {
        board::NATION.say(lang).to_owned()
    } else {
        board.with_value(|board| board.totals.own.name.clone())
    };
    let title = {
        let name = name.clone();
        move || {
            let submitted = grouped(totals.read().own.counts.submitted, lang);
            format!("{name}: {submitted} {} – {}", board::INITIATIVES.say(lang), board::BRAND)
        }
    };
    let said = {
        let name = name.clone();
        move || {
            let totals = totals.read();
            board::announce(&name, totals.own.counts.submitted, totals.own.percent, lang)
        }
    };
    let campaign = board.with_value(|board| board.campaign.name.clone());
    let units = Memo::new(move |_| totals.read().children.clone());
    let ranked = move || board::league(units.read().len(), lang);
    let bars = move || board::league_bars(scale_end(&units.read()), any_torn(&units.read()), lang);
    let vietnamese = (lang != Lang::Vi).then_some("vi");
    view! {
        <Page section=Section::Nation>
            <Title text=title />
            <Meta name="description" content=campaign.clone() />
            <section class="hero" aria-labelledby="toan-quoc">
                <div class="kicker">
                    <h1 id="toan-quoc">{name}" "<span lang=vietnamese>{campaign}</span></h1>
                    <AsOf at=Signal::derive(move || totals.read().as_of) freshness=live.freshness />
                </div>
                <Road board totals />
            </section>
            <Figures totals nation_estimated=None />
            <div class="cols">
                <CourseSection board totals=totals.into() />
                <div class="aside">
                    <Rhythm daily />
                    <Show when=move || !units.read().is_empty()>
                        <Figure
                            label=board::UNITS_EXCEEDED.say(lang)
                            value=Signal::derive(move || exceeded(&units.read()) as i64)
                            explained=Signal::derive(move || board::of_units(units.read().len(), lang))
                        />
                    </Show>
                </div>
            </div>
            <Show when=move || !units.read().is_empty()>
                <section class="section league-wrap" aria-labelledby="xep-hang">
                    <div class="section__head">
                        <div>
                            <h2 id="xep-hang">{ranked}</h2>
                            <p>{bars}</p>
                        </div>
                        <div class="tools">
                            <UnitSearch id="tim-trong-bang" />
                            <LeagueGroups />
                        </div>
                    </div>
                    <League units caption=ranked() head=board::UNIT.say(lang) />
                </section>
            </Show>
            <Announcer said=Signal::derive(said) />
        </Page>
    }
    .into_any()
}
