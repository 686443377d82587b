//! What lies at the bottom of a page under `/app`, where the thumb is: the one main action, and the three places.

use leptos::prelude::*;

use super::Icon;
use crate::i18n::{use_lang, work};

/// One of the three places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// My initiatives.
    Mine,
    /// This device.
    Device,
}

/// The three places: my initiatives, the board, this device.
#[component]
pub fn DockTabs(
    /// Where the person is.
    at: Place,
) -> impl IntoView {
    let lang = use_lang();
    let here = move |place| (at == place).then_some("page");
    view! {
        <nav class="dock__tabs" aria-label=work::TABS.say(lang)>
            <a href="/app" aria-current=here(Place::Mine)>
                {Icon::Pen.draw()}
                {work::TAB_MINE.say(lang)}
            </a>
            // The board is rendered by the server: it is loaded as a page of its own.
            <a href="/" rel="external">
                {Icon::Board.draw()}
                {work::TAB_BOARD.say(lang)}
            </a>
            <a href="/app/device" aria-current=here(Place::Device)>
                {Icon::Device.draw()}
                {work::TAB_DEVICE.say(lang)}
            </a>
        </nav>
    }
    .into_any()
}
