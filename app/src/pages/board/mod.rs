//! The boards: `/` the nation's and `/units/CODE` any unit's. Rendered by the server with their numbers, then live.

mod course;
mod nation;
mod numbers;
mod unit;

pub use nation::Nation;
pub use unit::Unit;

use leptos::{either::EitherOf3, prelude::*};
use leptos_meta::Title;
use model::unit::UnitCode;

use crate::{
    board::{BoardData, Unavailable, load},
    i18n::{board, use_lang},
    live,
    pages::PageStatus,
    ui::{Icon, Page, Section, UnitSearch},
};

/// What a page shows for a board, for no board, and while neither is known.
fn with_board<V: IntoView + 'static>(
    unit: impl Fn() -> Result<Option<UnitCode>, NoUnit> + Copy + Send + Sync + 'static,
    section: Section,
    show: impl Fn(BoardData) -> V + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let asked = Resource::new_blocking(unit, async |unit| match unit {
        Ok(unit) => load::board(unit).await,
        Err(NoUnit) => Ok(None),
    });
    // Here and not in what is shown for it: each failure in a row starts a wait of its own.
    live::again(move || matches!(asked.get(), Some(Err(Unavailable))), Callback::new(move |()| asked.refetch()));
    view! {
        <Transition fallback=move || view! { <Opening section /> }>
            {move || Suspend::new(async move {
                match asked.await {
                    Ok(Some(board)) => EitherOf3::A(show(board)),
                    Ok(None) => EitherOf3::B(view! { <UnknownUnit /> }),
                    Err(Unavailable) => {
                        EitherOf3::C(view! { <Unreachable section retry=move || asked.refetch() /> })
                    }
                }
            })}
        </Transition>
    }
    .into_any()
}

/// The address names something that can't be a unit's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct NoUnit;

/// While the numbers are on their way; only ever seen where no server rendered the page.
#[component]
fn Opening(section: Section) -> impl IntoView {
    let lang = use_lang();
    view! {
        <Page section>
            <div class="hero" aria-busy="true">
                <p class="hide" role="status">{board::LOADING.say(lang)}</p>
                <span class="skeleton skeleton--line"></span>
                <span class="skeleton skeleton--figure"></span>
                <span class="skeleton"></span>
            </div>
        </Page>
    }
}

/// There is no such unit.
#[component]
fn UnknownUnit() -> impl IntoView {
    PageStatus::say(404);
    let lang = use_lang();
    view! {
        <Page section=Section::Units>
            <Title text=format!("{} – {}", board::NO_UNIT.say(lang), board::BRAND) />
            <div class="lost">
                <h1>{board::NO_UNIT.say(lang)}</h1>
                <p>{board::NO_UNIT_WHY.say(lang)}</p>
                <UnitSearch id="tim" with_button=true />
                <p><a href="/" rel="external">{board::TO_FIRST.say(lang)}</a></p>
            </div>
        </Page>
    }
}

/// The numbers can't be had just now. What was written is safe: that first, then a way out. It tries again by itself.
#[component]
fn Unreachable(section: Section, #[prop(into)] retry: Callback<()>) -> impl IntoView {
    PageStatus::say(503);
    let lang = use_lang();
    view! {
        <Page section>
            <Title text=format!("{} – {}", board::UNAVAILABLE.say(lang), board::BRAND) />
            <div class="empty lost">
                {Icon::Offline.draw()}
                <h1>{board::UNAVAILABLE.say(lang)}</h1>
                <p>{board::UNAVAILABLE_WHY.say(lang)}</p>
                <button class="btn btn--main" on:click=move |_| retry.run(())>{board::RETRY.say(lang)}</button>
                <p><a href="/app" rel="external">{board::TO_MINE.say(lang)}</a></p>
            </div>
        </Page>
    }
}
