//! The age of the figures: always said, never only implied.

use leptos::prelude::*;
use model::calendar::Timestamp;

use super::Icon;
use crate::i18n::{board, use_lang};

/// How the figures on screen relate to those at the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Freshness {
    /// As the page was rendered; nothing follows them yet, or ever without scripts.
    #[default]
    Still,
    /// Followed as they change.
    Live,
    /// The link is gone for so many minutes since the figures held.
    Lost {
        /// Whole minutes.
        minutes: i64,
    },
}

/// "Đang cập nhật, tính đến 20h15 ngày 21/10/2023", and other words and another icon when the link is gone.
#[component]
pub fn AsOf(
    /// When the figures held.
    #[prop(into)]
    at: Signal<Timestamp>,
    /// How they relate to the server's.
    #[prop(into)]
    freshness: Signal<Freshness>,
) -> impl IntoView {
    let lang = use_lang();
    let lost = move || matches!(freshness.get(), Freshness::Lost { .. });
    let live = move || freshness.get() == Freshness::Live;
    let before = move || match freshness.get() {
        Freshness::Still => board::AS_OF.say(lang),
        Freshness::Live => board::AS_OF_LIVE.say(lang),
        Freshness::Lost { .. } => board::AS_OF_LOST.say(lang),
    };
    let clock = move || match freshness.get() {
        Freshness::Lost { minutes } if minutes < 24 * 60 => at.get().clock(lang),
        _ => at.get().clock_and_date(lang),
    };
    let after = move || match freshness.get() {
        Freshness::Lost { minutes } => board::minutes_ago(minutes, lang),
        _ => String::new(),
    };
    view! {
        <span class="asof">
            <Show when=lost>{Icon::Offline.draw()}</Show>
            <Show when=live><i class="live"></i></Show>
            <span>{before}" "<time datetime=move || at.get().to_string()>{clock}</time>{after}</span>
        </span>
    }
}
