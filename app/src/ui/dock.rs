//! What lies at the bottom of a page under `/app`, where the thumb is: the three places.

use model::unit::UnitCode;

use super::Icon;
use crate::i18n::{Lang, work};
use crate::markup::{El, Read, a, el};

/// One of the places under `/app`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// My initiatives.
    Mine,
    /// This device.
    Device,
}

/// The three places: my initiatives, the board of the member's own unit, this device.
pub fn tabs(at: Place, unit: Read<Option<UnitCode>>, lang: Lang) -> El {
    let here = |place| (at == place).then_some("page");
    let mine = a("", "/app").attr_if("aria-current", here(Place::Mine)).icon(Icon::Pen).text(work::TAB_MINE.say(lang));
    // The board is rendered by the server: it is loaded as a page of its own.
    let address = move || unit().map_or_else(|| "/".to_owned(), |unit| format!("/units/{unit}"));
    let board = el("a", "").live_attr("href", move || Some(address()));
    let board = board.icon(Icon::Board).text(work::TAB_BOARD.say(lang));
    let device = a("", "/app/device").attr_if("aria-current", here(Place::Device));
    let device = device.icon(Icon::Device).text(work::TAB_DEVICE.say(lang));
    el("nav", "dock__tabs").attr("aria-label", work::TABS.say(lang)).puts([mine, board, device])
}
