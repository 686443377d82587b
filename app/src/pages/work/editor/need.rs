//! Why the person is needed, above the form: an officer's words, two versions, or a refusal, each with what to do.

use model::draft::{Draft, Need, Standing};
use model::id::InitiativeId;
use model::sync::Event;
use model::transfer::copy;
use uuid::Uuid;

use super::bound::{Bound, box_id};
use super::check::go_to;
use crate::i18n::{form, work};
use crate::local::now;
use crate::markup::{El, a, button, el, settled};
use crate::pages::work::address::of_initiative;
use crate::pages::work::desk::Here;
use crate::pages::work::mine::chip;
use crate::pages::work::standing::{self, Next, Said};

/// What there is to do.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Choose,
    Add,
    Refused,
}

/// Adds the card, if there is a need.
pub fn need_card(made: El, bound: Bound) -> El {
    let lang = bound.lang;
    let need = settled(move || {
        bound
            .draft(|draft| {
                let way = match draft.standing() {
                    Standing::NeedsYou(Need::Conflict(_)) => Way::Choose,
                    Standing::NeedsYou(Need::Returned | Need::TooLong(_)) => Way::Add,
                    Standing::NeedsYou(Need::Refused(_)) => Way::Refused,
                    _ => return None,
                };
                Some((way, standing::say(draft, now(), lang)))
            })
            .flatten()
    });
    made.live(move || {
        let (way, Said { stamp, chip: words, why, next, .. }) = need()?;
        let card = el("article", "card card--person need").attr("id", "o-need").attr("tabindex", "-1");
        let card = card.put(chip(stamp, &words)).puts(why.map(|why| el("p", "").text(&why)));
        Some(card.puts(act(bound, way, next)))
    })
}

fn act(bound: Bound, way: Way, next: Option<Next>) -> Option<El> {
    let Next { label, field, .. } = next?;
    match way {
        Way::Choose => Some(a("btn", &format!("{}/conflict", of_initiative(bound.id, None))).text(&label)),
        Way::Add => field.map(|field| button("btn", move || go_to(&box_id(field))).text(&label)),
        Way::Refused => Some(after_refusal(bound.here, bound.id)),
    }
}

/// The words are kept; they can become a new initiative, or go.
pub fn after_refusal(here: Here, id: InitiativeId) -> El {
    let Here { store, undo, lang, .. } = here;
    let drop_edits = move || {
        let Some(before) = store.draft_now(id, |draft| draft.cloned()) else { return };
        let words = form::DROPPED_EDITS.fill(lang, &[&standing::title(&before, lang)]);
        store.handle(Event::Discarded { id });
        let put_back = move || {
            if store.put_back(vec![before]) == 0 {
                undo.say(work::NOT_STORED.say(lang).to_owned());
            }
        };
        undo.offer(words, None, || {}, put_back);
    };
    let can_drop = store.draft_now(id, |draft| draft.is_some_and(|draft| !draft.is_only_here()));
    let drop_edits = can_drop.then(|| button("btn", drop_edits).text(form::DROP_EDITS.say(lang)));
    el("div", "starts").put(copy_as_new(here, id)).puts(drop_edits)
}

/// Makes a new initiative of the same words, and opens it.
pub fn copy_as_new(here: Here, id: InitiativeId) -> El {
    let Here { store, undo, address, lang, .. } = here;
    let make = move || {
        let new = InitiativeId::new(Uuid::now_v7());
        let mark = form::COPIED_MARK.say(lang);
        let fresh = store.draft_now(id, |draft: Option<&Draft>| draft.map(|draft| copy(draft, new, mark)));
        match fresh.map_or(0, |fresh| store.put_back(vec![fresh])) {
            0 => undo.say(work::NOT_STORED.say(lang).to_owned()),
            _ => address.go(&of_initiative(new, None)),
        }
    };
    button("btn", make).text(form::COPY_AS_NEW.say(lang))
}
