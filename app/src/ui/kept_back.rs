//! What wouldn't be shown in public because it repeats something confidential.

use model::field::Field;
use model::number::Lang;
use model::story::Repeated;

use crate::i18n::form;
use crate::markup::{El, el};

/// So many passages of a field are shown; more say nothing new.
const PASSAGES: usize = 3;

/// The fields with the passages, and what can be done; said before anybody agrees.
pub fn kept_back(found: &[Repeated], lang: Lang) -> Option<El> {
    if found.is_empty() {
        return None;
    }
    let one = |found: &Repeated| {
        let word = if found.field == Field::Title { form::TITLE_KEPT_BACK } else { form::KEPT_BACK };
        let name = form::heading(found.field).say(lang);
        let passages = found.passages.iter().take(PASSAGES).map(|passage| format!("“{passage}”"));
        let passages = passages.collect::<Vec<_>>().join(", ");
        el("li", "").text(&word.fill(lang, &[name, &passages]))
    };
    let said = el("ul", "kept-back__list").puts(found.iter().map(one));
    Some(el("div", "kept-back").attr("role", "note").put(said).put(el("p", "").text(form::KEPT_BACK_HOW.say(lang))))
}
