//! The mark on pages whose data is invented.

use crate::i18n::{Lang, board};
use crate::markup::{El, el};

/// DỮ LIỆU MINH HỌA, and for whoever reads English in both languages.
pub fn demo_mark(lang: Lang) -> El {
    let english = Some(board::DEMO_ENGLISH.say(lang)).filter(|words| !words.is_empty());
    let vietnamese = el("span", "").attr("lang", "vi").text(board::DEMO);
    let words = english.map(|words| el("span", "").attr("lang", "en").text(words));
    el("aside", "demo").untranslated().attr("aria-label", board::DEMO_SAID.say(lang)).put(vietnamese).puts(words)
}
