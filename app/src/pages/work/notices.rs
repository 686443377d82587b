//! What the person should know before anything else on a page: the link, joining, room, a new version. Calm words, and
//! a way on for each.

use leptos::prelude::*;
use model::draft::Draft;
use model::number::Lang;
use model::sync::{Event, Reach};

use super::backup;
use super::desk::Here;
use super::standing;
use crate::i18n::{Word, work};
use crate::local::room::LOCAL_STORAGE;
use crate::markup::{El, a, button, el, settled};
use crate::ui::Icon;

/// From this share of the room on, the device counts as nearly full.
const NEARLY: usize = LOCAL_STORAGE / 10 * 8;

/// What there is to know, as a page's second part.
pub fn notices(here: Here) -> El {
    let made = storage(el("div", ""), here, Writing::No);
    new_version(joining(link(happened(made, here), here), here), here)
}

/// A sentence, its first words strong.
fn banner(class: &str, icon: Icon, strong: Word, rest: &str, lang: Lang) -> El {
    let words = el("span", "").put(el("strong", "").text(strong.say(lang))).text(rest);
    el("div", class).attr("role", "status").icon(icon).put(words)
}

/// Adds what happened to words without the person's doing: they came back, were sent again, or go on as a new draft. Said
/// until it is read.
pub fn happened(made: El, here: Here) -> El {
    let Here { store, lang, .. } = here;
    let told = settled(move || {
        let recovered = store.recovered();
        store.status(|_| ());
        store.list(|engine| {
            let titles = |drafts: Vec<&Draft>| {
                let titles = drafts.into_iter().map(|draft| format!("“{}”", standing::title(draft, lang)));
                titles.collect::<Vec<_>>().join(", ")
            };
            let back: Vec<&Draft> = recovered.iter().filter_map(|it| engine.draft(it.id)).collect();
            let until = recovered.iter().map(|it| it.edited_at).max().filter(|_| !back.is_empty());
            let recovered = until.map(|at| {
                (work::RECOVERED, work::RECOVERED_WHAT.fill(lang, &[&at.clock_and_date(lang), &titles(back)]))
            });
            let again = engine.sent_again().map(|(at, drafts)| {
                (work::SENT_AGAIN, work::SENT_AGAIN_WHAT.fill(lang, &[&at.clock_and_date(lang), &titles(drafts)]))
            });
            let kept: Vec<&Draft> = engine.words_kept().collect();
            let kept =
                (!kept.is_empty()).then(|| (work::WORDS_KEPT, work::WORDS_KEPT_WHAT.fill(lang, &[&titles(kept)])));
            [recovered, again, kept].into_iter().flatten().next()
        })
    });
    made.live(move || {
        let (strong, rest) = told()?;
        let understood = move || {
            if untrack(|| store.recovered().is_empty()) {
                store.handle(Event::Dismissed);
            } else {
                store.saw_recovered();
            }
        };
        let understood = button("btn", understood).text(work::UNDERSTOOD.say(lang));
        Some(banner("banner banner--update", Icon::Refresh, strong, &rest, lang).put(understood))
    })
}

/// Offline, or the last try failed.
fn link(made: El, here: Here) -> El {
    let Here { store, lang, .. } = here;
    let unsent = settled(move || store.list(|engine| engine.unsent()));
    let reach = settled(move || store.status(|engine| (engine.reach(), engine.session().is_some())));
    made.live(move || match reach() {
        (Reach::Offline, _) => {
            Some(banner("banner", Icon::Offline, work::OFFLINE, &work::offline_rest(unsent(), lang), lang))
        }
        (Reach::Failing, true) => {
            let words = el("span", "").text(work::FAILING.say(lang));
            let again = button("btn", move || store.handle(Event::Woken)).text(work::TRY_NOW.say(lang));
            Some(el("div", "banner").attr("role", "status").icon(Icon::Clock).put(words).put(again))
        }
        _ => None,
    })
}

/// Where joining stands, as far as the person has to know.
#[derive(Clone, Copy, PartialEq)]
enum Membership {
    In,
    Waiting,
    Refused,
    Expired,
    Not,
}

fn joining(made: El, here: Here) -> El {
    let Here { store, lang, .. } = here;
    let membership = settled(move || {
        store.status(|engine| match (engine.session(), engine.joining()) {
            (_, Some(joining)) if joining.refused.is_some() => Membership::Refused,
            (_, Some(_)) => Membership::Waiting,
            (Some(session), None) if session.expired => Membership::Expired,
            (Some(_), None) => Membership::In,
            (None, None) => Membership::Not,
        })
    });
    made.live(move || {
        let (class, strong, rest, act) = match membership() {
            Membership::In => return None,
            Membership::Waiting => ("banner", work::JOINING, work::JOINING_WHAT, None),
            Membership::Refused => {
                ("banner banner--person", work::JOIN_REFUSED, work::JOIN_REFUSED_WHAT, Some(work::JOIN_FIX))
            }
            Membership::Expired => ("banner banner--person", work::EXPIRED, work::EXPIRED_WHAT, Some(work::JOIN_AGAIN)),
            Membership::Not => ("banner banner--update", work::NOT_JOINED, work::NOT_JOINED_WHAT, Some(work::JOIN)),
        };
        let made = banner(class, Icon::Users, strong, rest.say(lang), lang);
        Some(match act {
            Some(act) => made.put(a("btn", "/app/join").text(act.say(lang))),
            None => made,
        })
    })
}

/// Whether this is where someone writes: there all but words that couldn't be stored can wait.
#[derive(Clone, Copy, PartialEq)]
pub enum Writing {
    Yes,
    No,
}

/// Adds: no room, or nearly none, or something that can't be read.
pub fn storage(made: El, here: Here, writing: Writing) -> El {
    let Here { store, lang, .. } = here;
    let state = settled(move || {
        let unstored = store.list(|engine| engine.drafts().any(|draft| engine.is_unstored(draft.written.id)));
        (unstored, store.keeps_for_now())
    });
    let rest = settled(move || {
        store.status(|_| ());
        let calm = writing == Writing::No;
        (calm && store.bytes() > NEARLY, calm && !store.kept().is_empty())
    });
    made.live(move || {
        let (strong, words, look) = match (state(), rest()) {
            ((true, _), _) => (work::NOT_STORED, work::NOT_STORED_WHAT, false),
            ((_, true), _) => (work::FOR_NOW, work::FOR_NOW_WHAT, false),
            (_, (true, _)) => (work::NEARLY_FULL, work::NEARLY_FULL_WHAT, false),
            (_, (_, true)) => (work::UNREADABLE, work::UNREADABLE_WHAT, true),
            _ => return None,
        };
        let act = match look {
            true => a("btn", "/app/device").text(work::LOOK.say(lang)),
            false => button("btn", move || backup::save(here)).text(work::EXPORT.say(lang)),
        };
        Some(banner("banner banner--person", Icon::Alert, strong, words.say(lang), lang).put(act))
    })
}

/// A newer release is on the device. `boot.js` says when, and lets it in when asked.
fn new_version(made: El, here: Here) -> El {
    let Here { undo, lang, .. } = here;
    let is_there = document().document_element().is_some_and(|html| html.has_attribute("data-update"));
    let ready = RwSignal::new(is_there);
    let listener = window_event_listener_untyped("app-update-ready", move |_| ready.set(true));
    on_cleanup(move || listener.remove());
    let apply = move || {
        undo.settle();
        let told = web_sys::Event::new("app-update-apply").and_then(|event| window().dispatch_event(&event));
        if let Err(problem) = told {
            leptos::logging::error!("{problem:?}");
        }
    };
    made.when(
        move || ready.get(),
        move || {
            let words = el("span", "").text(work::NEW_VERSION.say(lang));
            let update = button("btn", apply).text(work::UPDATE.say(lang));
            el("div", "banner banner--update").attr("role", "status").icon(Icon::Refresh).put(words).put(update)
        },
    )
}
