//! `/app`: my initiatives. First what needs the person, then what isn't sent, then what is.

use std::rc::Rc;

use leptos::prelude::*;
use model::draft::Draft;
use model::id::InitiativeId;
use model::initiative::State;
use model::op::Action;
use uuid::Uuid;

use super::address::of_initiative;
use super::desk::{Here, content, own_unit, place_head, sheet_of};
use super::later::{self, Later};
use super::news;
use super::notices::notices;
use super::standing::{self, Group, Next, Said};
use crate::i18n::{Word, work};
use crate::local::{Doing, now};
use crate::markup::{El, Read, a, button, el, settled};
use crate::ui::{Icon, Place, Stamp, sheet, tabs};

/// What a person can do with an initiative beside opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Else {
    /// It isn't with the officers.
    Delete,
    /// It is with the officers, undecided.
    Withdraw,
}

/// What else can be done with a draft.
pub fn what_else(draft: &Draft) -> Option<Else> {
    match draft.known.state() {
        _ if draft.can_be_deleted() => Some(Else::Delete),
        State::Submitted | State::Received if !draft.is_open() => Some(Else::Withdraw),
        _ => None,
    }
}

/// Deletes or withdraws, with ten seconds to undo it.
pub fn do_else(here: Here, id: InitiativeId, what: Else) {
    let Here { store, undo, lang, .. } = here;
    let Some(draft) = store.draft_now(id, |draft| draft.cloned()) else { return };
    let title = standing::title(&draft, lang);
    match what {
        Else::Delete => {
            let carry_out = move || store.ask(id, Action::Delete {});
            undo.offer(work::DELETED.fill(lang, &[&title]), Some(Doing::Deleting(id)), carry_out, || {});
        }
        Else::Withdraw => {
            let carry_out = move || store.ask(id, Action::Withdraw {});
            let words = work::WITHDRAWN_TOAST.fill(lang, &[&title]);
            undo.offer(words, Some(Doing::Withdrawing(id)), carry_out, || {});
        }
    }
}

/// The ids of each group, in the order they are shown.
#[derive(Clone, PartialEq, Default)]
struct Groups {
    needs_you: Vec<u128>,
    not_sent: Vec<u128>,
    sent: Vec<u128>,
}

fn groups(drafts: &mut dyn Iterator<Item = &Draft>) -> Groups {
    let mut all: Vec<(Group, i64, u128)> = drafts
        .map(|draft| {
            let group = standing::group(&draft.standing());
            let at = match group {
                Group::NotSent => Some(draft.written.edited_at),
                Group::NeedsYou => draft.known.decision().map(|decision| decision.at),
                Group::Sent => draft.known.submitted_at(),
            };
            let at = at.unwrap_or(draft.written.edited_at).millis();
            (group, -at, draft.written.id.uuid().as_u128())
        })
        .collect();
    all.sort_unstable();
    let of = |wanted| all.iter().filter(|(group, ..)| *group == wanted).map(|(_, _, id)| *id).collect();
    Groups { needs_you: of(Group::NeedsYou), not_sent: of(Group::NotSent), sent: of(Group::Sent) }
}

fn id_of(key: u128) -> InitiativeId {
    InitiativeId::new(Uuid::from_u128(key))
}

/// The page.
pub fn page(here: Here) -> El {
    let Here { store, lang, .. } = here;
    let groups = settled(move || {
        let deleting = here.undo.doing();
        let stays = |draft: &&Draft| !draft.is_deleting() && deleting != Some(Doing::Deleting(draft.written.id));
        store.list(|engine| groups(&mut engine.drafts().filter(stays)))
    });
    let of = |pick: fn(Groups) -> Vec<u128>| -> Read<Vec<u128>> {
        let groups = groups.clone();
        settled(move || pick(groups()))
    };
    let (needs_you, not_sent, sent) =
        (of(|groups| groups.needs_you), of(|groups| groups.not_sent), of(|groups| groups.sent));
    let is_empty = settled(move || groups() == Groups::default());
    let some = is_empty.clone();
    let is_recognised = |draft: &Draft| draft.known.state() == State::Recognised;
    let has_recognised = settled(move || store.list(|engine| engine.drafts().any(is_recognised)));
    let about = RwSignal::new(String::new());
    let list = content("phone")
        .when(move || has_recognised(), move || later::part(here, Later::Recognised))
        .when(move || is_empty(), move || empty(here))
        .put(group(here, work::NEEDS_YOU, needs_you, about, Rows::Cards))
        .put(group(here, work::NOT_SENT, not_sent, about, Rows::Lines))
        .put(group(here, work::SENT, sent, about, Rows::Lines));
    let write =
        move || a("btn btn--main btn--reach btn--wide", "/app/new").icon(Icon::Plus).text(work::WRITE_NEW.say(lang));
    let dock = el("footer", "dock").when(move || !some(), write).put(tabs(Place::Mine, own_unit(here), lang));
    let title = work::MINE.say(lang);
    sheet_of(title, [place_head(title), news::offer(notices(here), here), list, more_sheet(here, about), dock])
}

fn empty(here: Here) -> El {
    let lang = here.lang;
    let words = el("p", "")
        .put(el("strong", "").text(work::EMPTY.say(lang)))
        .put(el("br", ""))
        .text(work::EMPTY_HINT.say(lang));
    let write = a("btn btn--main btn--reach", "/app/new").text(work::WRITE_FIRST.say(lang));
    el("div", "empty").icon(Icon::Pen).put(words).put(write)
}

/// How a group's initiatives look.
#[derive(Clone, Copy, PartialEq)]
enum Rows {
    Cards,
    Lines,
}

fn group(here: Here, heading: Word, ids: Read<Vec<u128>>, about: RwSignal<String>, rows: Rows) -> El {
    let lang = here.lang;
    let (hidden, counted, keys) = (ids.clone(), ids.clone(), ids);
    let heading = el("h2", "").text(heading.say(lang));
    let heading = match rows {
        Rows::Cards => heading.text(" ").put(el("b", "").untranslated().live_text(move || counted().len().to_string())),
        Rows::Lines => heading,
    };
    let made = el("section", "group").live_attr("hidden", move || hidden().is_empty().then(String::new)).put(heading);
    let list = match rows {
        Rows::Cards => el("div", "cards"),
        Rows::Lines => el("div", "rows"),
    };
    made.put(list.each(move || keys(), move |key| row(here, id_of(key), about, rows)))
}

/// One initiative.
fn row(here: Here, id: InitiativeId, about: RwSignal<String>, rows: Rows) -> El {
    let Here { store, undo, lang, .. } = here;
    let said = settled(move || store.draft(id, |draft| draft.map(|draft| standing::say(draft, now(), lang))));
    // What waits to be carried out is shown as done.
    let held = settled(move || match undo.doing() {
        Some(Doing::Withdrawing(of)) if of == id => Some((Stamp::Withdrawn, work::WITHDRAWN.say(lang))),
        Some(Doing::Choosing(of, _)) if of == id => Some((Stamp::Pending, work::PENDING.say(lang))),
        _ => None,
    });
    let (stated, titled, named, needed, is_held) = (said.clone(), said.clone(), said.clone(), said, held.clone());
    let title = a("item__title", &of_initiative(id, None))
        .live_text(move || titled().map(|said| said.title).unwrap_or_default());
    let meta = el("div", "item__meta").live(move || {
        let said = stated()?;
        let shown = match held() {
            Some((stamp, words)) => chip(stamp, words),
            None => chip(said.stamp, &said.chip),
        };
        let made = el("span", "item__state").put(shown);
        Some(match said.note {
            Some(note) => made.put(el("span", "").text(&note)),
            None => made,
        })
    });
    let made = match rows {
        Rows::Cards => {
            let person = is_held.clone();
            el("article", "item card").live_class("card--person", move || person().is_none()).put(meta).put(title)
        }
        Rows::Lines => el("article", "item").put(title).put(meta),
    };
    let made = made.live(move || {
        let Said { why, next, .. } = needed().filter(|_| is_held().is_none())?;
        let made = el("div", "item__need").puts(why.map(|why| el("p", "item__why").text(&why)));
        Some(made.puts(next.map(|next| act(id, next))))
    });
    let can_do_more = settled(move || store.draft(id, |draft| draft.is_some_and(|draft| what_else(draft).is_some())));
    made.when(
        move || can_do_more(),
        move || {
            let named = named.clone();
            let label = move || {
                let title = named().map(|said| said.title).unwrap_or_default();
                Some(work::MORE_ABOUT.fill(lang, &[&title]))
            };
            button("btn btn--plain btn--icon item__more", move || about.set(id.to_string()))
                .live_attr("aria-label", label)
                .icon(Icon::More)
        },
    )
}

/// A state: its icon and its words.
pub fn chip(stamp: Stamp, words: &str) -> El {
    let (class, icon) = stamp.look();
    el("span", class).icon(icon).text(words)
}

fn act(id: InitiativeId, next: Next) -> El {
    let (class, href) = match next.to_conflict {
        true => ("btn", format!("{}/conflict", of_initiative(id, None))),
        false => ("btn btn--main", of_initiative(id, next.field)),
    };
    a(class, &href).text(&next.label)
}

/// What else can be done with one initiative: the one whose id `about` holds.
fn more_sheet(here: Here, about: RwSignal<String>) -> El {
    let Here { store, lang, .. } = here;
    let open = RwSignal::new(false);
    crate::markup::follow(move || {
        if about.with(|about| !about.is_empty()) {
            open.set(true);
        }
    });
    crate::markup::follow(move || {
        if !open.get() && about.with_untracked(|about| !about.is_empty()) {
            about.set(String::new());
        }
    });
    let look = Rc::new(move || {
        let id: InitiativeId = about.with(|about| about.parse()).ok()?;
        store.draft(id, |draft| draft.map(|draft| (id, standing::title(draft, lang), what_else(draft))))
    });
    let titled = look.clone();
    let title = move || titled().map(|(_, title, _)| title).unwrap_or_default();
    sheet(open, title, move || {
        let look = look.clone();
        let acts = el("div", "sheet__acts sheet__acts--list").live(move || {
            let (id, _, what) = look()?;
            let made = el("div", "sheet__acts sheet__acts--list");
            let made = made.put(a("btn", &of_initiative(id, None)).text(work::LOOK.say(lang)));
            let what = what.map(|what| {
                let words = match what {
                    Else::Delete => work::DELETE,
                    Else::Withdraw => work::WITHDRAW,
                };
                let act = move || {
                    open.set(false);
                    do_else(here, id, what);
                };
                button("btn btn--person", act).text(words.say(lang))
            });
            Some(made.puts(what))
        });
        acts.put(button("btn", move || open.set(false)).text(work::CANCEL.say(lang)))
    })
}
