//! The age of the figures: always said, never only implied.

use model::calendar::Timestamp;

use super::Icon;
use crate::i18n::{Lang, board};
use crate::markup::{El, Read, el};

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
pub fn as_of(at: Read<Timestamp>, freshness: Read<Freshness>, lang: Lang) -> El {
    let (of_mark, of_words, of_clock, of_age) = (freshness.clone(), freshness.clone(), freshness.clone(), freshness);
    let of_moment = at.clone();
    let mark = move || match of_mark() {
        Freshness::Still => None,
        Freshness::Live => Some(el("i", "live")),
        Freshness::Lost { .. } => Some(el("span", "").icon(Icon::Offline)),
    };
    let words = move || {
        let words = match of_words() {
            Freshness::Still => board::AS_OF,
            Freshness::Live => board::AS_OF_LIVE,
            Freshness::Lost { .. } => board::AS_OF_LOST,
        };
        format!("{} ", words.say(lang))
    };
    let clock = move || match of_clock() {
        Freshness::Lost { minutes } if minutes < 24 * 60 => at().clock(lang),
        _ => at().clock_and_date(lang),
    };
    let age = move || match of_age() {
        Freshness::Lost { minutes } => board::minutes_ago(minutes, lang),
        _ => String::new(),
    };
    let time =
        el("time", "").untranslated().live_attr("datetime", move || Some(of_moment().to_string())).live_text(clock);
    el("span", "asof").live(mark).put(el("span", "").live_text(words).put(time).live_text(age))
}
