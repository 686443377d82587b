//! Pages that are read: `/rules`, which initiatives are accepted and how the figures on the boards are counted; and
//! `/privacy`, what is kept about a person, who may see it, and what they may ask for.

use super::public::Page;
use crate::{
    document::Section,
    i18n::{
        Lang, Word,
        pages::{PRIVACY, PRIVACY_LEAD, PRIVACY_TITLE, Passage, RULES, RULES_LEAD, RULES_TITLE},
    },
    markup::el,
};

/// Rules and counting.
pub(super) fn rules(lang: Lang) -> Page {
    text(Section::Rules, RULES_TITLE, RULES_LEAD, RULES, lang)
}

/// Privacy.
pub(super) fn privacy(lang: Lang) -> Page {
    text(Section::Other, PRIVACY_TITLE, PRIVACY_LEAD, PRIVACY, lang)
}

/// A title, a sentence that leads in, and passages with headings.
fn text(section: Section, title: Word, lead: Word, passages: &[Passage], lang: Lang) -> Page {
    let passage = |passage: &Passage| {
        let head = el("h2", "").attr("id", passage.id).text(passage.head.say(lang));
        let paragraphs = passage.text.iter().map(|text| el("p", "").text(text.say(lang)));
        el("section", "section").attr("aria-labelledby", passage.id).put(head).puts(paragraphs)
    };
    let article = el("article", "text")
        .put(el("h1", "").text(title.say(lang)))
        .put(el("p", "text__lead").text(lead.say(lang)))
        .puts(passages.iter().map(passage));
    Page::plain(200, section, title.say(lang), vec![article])
}
