//! `/app/initiatives/ID`: the form while it is open to the author, and the initiative to read while it isn't.

mod authors;
mod bound;
mod check;
mod effect;
mod form_page;
mod helper;
mod need;
mod reading;
mod saved;
mod solution;
mod story;

use model::draft::Draft;
use model::field::Field;
use model::id::InitiativeId;
use uuid::Uuid;

use super::address::of_initiative;
use super::desk::{Here, back_head, content, sheet_of};
use super::later::{self, Later};
use crate::i18n::work;
use crate::markup::{El, a, el, settled};
pub use authors::kept_back;
pub use check::{focus_in_place, go_to};
pub use reading::{page as reading, value_text};

/// `/app/new`: a fresh initiative. It exists once something is written in it.
pub fn new(here: Here) -> El {
    let id = InitiativeId::new(Uuid::now_v7());
    leptos::prelude::request_animation_frame(move || here.address.go_instead(&of_initiative(id, None)));
    el("div", "")
}

/// One initiative, at a field of it.
pub fn page(here: Here, id: InitiativeId, field: Option<Field>) -> El {
    let store = here.store;
    let shown = settled(move || {
        let unreadable = store.kept().iter().any(|kept| kept.key.ends_with(&id.to_string()));
        // Its words go on under another id if another device deleted it while somebody wrote here.
        let moved = store.list(|engine| engine.moved(id).filter(|_| engine.draft(id).is_none()));
        (unreadable, moved, store.draft(id, |draft| draft.is_none_or(Draft::is_open)))
    });
    el("div", "").live(move || {
        Some(match shown() {
            (true, ..) => unreadable(here),
            (false, Some(new), _) => {
                leptos::prelude::request_animation_frame(move || here.address.go_instead(&of_initiative(new, None)));
                el("div", "")
            }
            (false, None, true) => form_page::page(here, id, field),
            (false, None, false) => later::page(here, Later::Reading(id)),
        })
    })
}

/// What is stored of it can't be read, and nothing may be written over it.
fn unreadable(here: Here) -> El {
    let lang = here.lang;
    let words = el("p", "").text(work::UNREADABLE_THIS.say(lang)).text(work::UNREADABLE_WHAT.say(lang));
    let look = el("p", "").put(a("btn", "/app/device").text(work::LOOK.say(lang)));
    let title = work::UNTITLED.say(lang);
    sheet_of(title, [back_head(here, title), content("phone").put(words).put(look)])
}
