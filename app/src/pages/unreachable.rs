//! What a public page says while its numbers can't be had, whoever finds that out: the server, or a phone without a link.

use crate::{
    i18n::{Lang, board},
    markup::{El, a, el},
    ui::Icon,
};

/// What a page says that can't be had just now.
pub fn unreachable(lang: Lang) -> El {
    el("div", "empty lost")
        .icon(Icon::Offline)
        .put(el("h1", "").text(board::UNAVAILABLE.say(lang)))
        .put(el("p", "").text(board::UNAVAILABLE_WHY.say(lang)))
        .put(el("p", "").put(a("btn btn--main", "").text(board::RETRY.say(lang))))
        .put(el("p", "").put(a("", "/app").text(board::TO_MINE.say(lang))))
}
