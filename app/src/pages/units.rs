//! `/units`: finding a unit by its name, and all those of the nation in the order of the dictionary. `?q=…` is what the
//! search field of every page leads to where there are no scripts.

use leptos::{either::EitherOf3, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use model::wire::{UnitFound, UnitTotals};

use crate::{
    board::{
        Unavailable,
        league::{Group, Sort, rows},
        load,
    },
    i18n::{board, use_lang},
    pages::PageStatus,
    ui::{Page, Section, UnitList, UnitSearch},
};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
enum Answer {
    /// The units found for a text.
    Found(String, Vec<UnitFound>),
    /// The units directly under the root.
    All(Vec<UnitTotals>),
}

/// Finding a unit.
#[component]
pub fn Units() -> impl IntoView {
    let lang = use_lang();
    let query = use_query_map();
    let text = move || query.read().get_str("q").unwrap_or_default().trim().to_owned();
    let asked = Resource::new_blocking(text, async |text| {
        if text.is_empty() {
            let board = load::board(None).await?.ok_or(Unavailable)?;
            return Ok(Answer::All(board.totals.children));
        }
        let units = load::units(text.clone()).await?;
        Ok(Answer::Found(text, units))
    });
    let answer = move || {
        Suspend::new(async move {
            match asked.await {
                Ok(Answer::Found(text, units)) => EitherOf3::A(view! { <Found text units /> }),
                Ok(Answer::All(units)) => EitherOf3::B(view! { <All units /> }),
                Err(Unavailable) => {
                    PageStatus::say(503);
                    EitherOf3::C(view! { <p class="lost">{board::UNAVAILABLE_WHY.say(lang)}</p> })
                }
            }
        })
    };
    view! {
        <Page section=Section::Units>
            <Title text=format!("{} – {}", board::ALL_UNITS.say(lang), board::BRAND) />
            <div class="units">
                <h1>{board::ALL_UNITS.say(lang)}</h1>
                <UnitSearch id="tim" value=untrack(text) with_button=true />
                <Suspense>{answer}</Suspense>
            </div>
        </Page>
    }
    .into_any()
}

#[component]
fn Found(text: String, units: Vec<UnitFound>) -> impl IntoView {
    let said = board::found(units.len(), &text, use_lang());
    view! {
        <p class="units__said">{said}</p>
        <UnitList units />
    }
}

/// The nation's units by group.
#[component]
fn All(units: Vec<UnitTotals>) -> impl IntoView {
    let lang = use_lang();
    let group = move |group: Group| {
        let found: Vec<UnitFound> = rows(&units, group, Sort::Name)
            .into_iter()
            .map(|row| UnitFound {
                code: row.unit.unit,
                name: row.unit.name,
                level: row.unit.level,
                path: Vec::new(),
                under: None,
            })
            .collect();
        (!found.is_empty()).then(|| {
            view! {
                <section class="section">
                    <h2>{board::group(group, lang)}</h2>
                    <UnitList units=found />
                </section>
            }
        })
    };
    view! { <div class="units__groups">{[Group::Provinces, Group::Sectors].map(group).into_iter().collect_view()}</div> }
}
