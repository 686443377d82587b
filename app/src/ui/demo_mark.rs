//! The mark on pages whose data is invented.

use crate::i18n::{Lang, board};
use crate::markup::{El, el};

/// The mark across the top of a page.
pub fn demo_mark(lang: Lang) -> El {
    demo_words(el("aside", "demo"), lang).attr("aria-label", board::DEMO_SAID.say(lang))
}

/// DỮ LIỆU MINH HỌA, and for whoever reads English in both languages, within an element.
pub fn demo_words(within: El, lang: Lang) -> El {
    let english = Some(board::DEMO_ENGLISH.say(lang)).filter(|words| !words.is_empty());
    let vietnamese = el("span", "").attr("lang", "vi").text(board::DEMO);
    let words = english.map(|words| el("span", "").attr("lang", "en").text(words));
    within.untranslated().put(vietnamese).puts(words)
}
