//! Pages for addresses that lead nowhere, and for numbers that can't be had just now: each with a way on.

use super::public::Page;
use super::unreachable::unreachable;
use crate::{
    document::Section,
    i18n::{Lang, Word, board, stories},
    markup::{a, el},
    ui::unit_search,
};

/// There is no such page.
pub(super) fn no_page(lang: Lang) -> Page {
    lost(Section::Other, board::NO_PAGE, None, lang)
}

/// There is no such unit.
pub(super) fn no_unit(lang: Lang) -> Page {
    lost(Section::Units, board::NO_UNIT, Some(board::NO_UNIT_WHY), lang)
}

/// There is no such story, or it isn't public any more.
pub(super) fn no_story(lang: Lang) -> Page {
    let content = el("div", "lost")
        .put(el("h1", "").text(stories::GONE.say(lang)))
        .put(el("p", "").text(stories::GONE_WHY.say(lang)))
        .put(el("p", "").put(a("btn", "/stories").text(stories::ALL.say(lang))));
    Page::plain(404, Section::Stories, stories::GONE.say(lang), vec![content])
}

fn lost(section: Section, title: Word, why: Option<Word>, lang: Lang) -> Page {
    let content = el("div", "lost")
        .put(el("h1", "").text(title.say(lang)))
        .puts(why.map(|why| el("p", "").text(why.say(lang))))
        .put(unit_search("tim", "", true, lang))
        .put(el("p", "").put(a("", "/").text(board::TO_FIRST.say(lang))));
    Page::plain(404, section, title.say(lang), vec![content])
}

/// The numbers can't be had just now. What was written is safe: that first, then a way out. It tries again by itself.
pub(super) fn unavailable(lang: Lang) -> Page {
    Page::plain(503, Section::Other, board::UNAVAILABLE.say(lang), vec![unreachable(lang)])
}
