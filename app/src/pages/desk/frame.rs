//! The bar at the top of every part of the desk: where one is, the ways to the other parts, how the tablet stands with the
//! server, and who is signed in. It offers only what the officer's rights allow.

use leptos::prelude::*;
use model::desk::{Desk, Reach};
use model::number::Lang;
use model::problem::ProblemKind;
use model::rights::{Right, Role};
use model::wire::Member;

use super::address::Place;
use super::{Here, demo_mark, unsent};
use crate::i18n::{Word, administration, desk, work};
use crate::markup::{El, Read, a, button, el, settled};
use crate::tablet::now;
use crate::ui::Icon;

/// What stands at the right of the bar: words, and whether all is well.
pub type Standing = Read<(String, bool)>;

/// The bar.
pub fn top(here: Here, title: Word, account: RwSignal<bool>, standing: Standing) -> El {
    let lang = here.lang;
    let member = settled(move || here.tablet.read(|desk| desk.session().map(|session| session.member.clone())));
    let state_icon = standing.clone();
    let said = standing.clone();
    let back = a("btn btn--plain btn--icon desk__back", Place::Review.path()).attr("aria-label", desk::BACK.say(lang));
    let icon = move || {
        let (words, is_well) = state_icon();
        (!words.is_empty()).then(|| el("span", "").icon(if is_well { Icon::Check } else { Icon::Offline }))
    };
    el("header", "desk__top")
        .put(back.icon(Icon::Left))
        .mark()
        .put(el("h1", "").text(title.say(lang)))
        .put(places(here))
        .put(
            el("span", "desk__state")
                .attr("role", "status")
                .live(icon)
                .live_text(move || said().0)
                .put(unsent::count(here)),
        )
        .puts(demo_mark(lang))
        .put(
            button("btn btn--plain desk__who", move || account.set(true))
                .icon(Icon::Users)
                .live_text(move || member().map(|Member { name, .. }| name).unwrap_or_default()),
        )
        .put(unsent::list(here))
}

/// The officer's roles, as the tablet knows them; for closures that run again when they change.
pub fn rights(here: Here) -> Vec<Right> {
    here.tablet.read(|desk| desk.session().map(|session| session.roles.clone()).unwrap_or_default())
}

/// Whether a role has anything to do in a part of the desk.
fn opens(role: Role, place: Place) -> bool {
    match place {
        Place::Review => matches!(role, Role::Reviewer | Role::Auditor | Role::NationalAdministrator),
        Place::Units => matches!(role, Role::UnitAdministrator | Role::Auditor | Role::NationalAdministrator),
        Place::Account => true,
    }
}

fn places(here: Here) -> El {
    let lang = here.lang;
    let open = settled(move || {
        let rights = rights(here);
        let at = here.address.place();
        // Where one is stays in sight, whatever the rights.
        Place::ALL.map(|place| place == at || rights.iter().any(|right| opens(right.role, place)))
    });
    let link = move |at: usize| {
        let place = Place::ALL[at];
        let word = match place {
            Place::Review => administration::REVIEW,
            Place::Units => administration::UNITS,
            Place::Account => administration::ACCOUNT,
        };
        let is_at = move || here.address.place() == place;
        a("", place.path()).live_attr("aria-current", move || is_at().then(|| "page".to_owned())).text(word.say(lang))
    };
    let shown = move || (0..Place::ALL.len()).filter(|at| open()[*at]).collect::<Vec<_>>();
    el("nav", "desk__places").attr("aria-label", administration::PLACES.say(lang)).each(shown, link)
}

/// How the queue stands with the server.
pub fn queue_state(here: Here) -> Standing {
    settled(move || {
        here.clock.track();
        here.tablet.read(|desk| state_of(desk, here.lang))
    })
}

/// That there is no link, if there is none, and what waits to be sent: all that matters beside pages that need one.
pub fn link_state(here: Here) -> Standing {
    settled(move || {
        here.tablet.read(|desk| {
            let online = here.link.get();
            let words = if online { "" } else { desk::OFFLINE.say(here.lang) };
            let comma = if words.is_empty() || desk.outbox().is_empty() { "" } else { "," };
            (format!("{words}{comma}"), online)
        })
    })
}

/// How the tablet stands with the server, in words, and whether it has a link.
fn state_of(desk: &Desk, lang: Lang) -> (String, bool) {
    let online = desk.reach() == Reach::Online;
    let mut parts = Vec::new();
    if !online {
        parts.push(desk::OFFLINE.say(lang).to_owned());
    }
    parts.push(match (desk.trouble(), desk.as_of()) {
        (Some(problem), _) if problem.kind == ProblemKind::Forbidden => desk::NO_QUEUE.say(lang).to_owned(),
        (Some(problem), _) => problem.title.clone(),
        (None, Some(at)) if desk.is_whole() => {
            let [at, now] = [at, now()].map(|moment| desk.server_time(moment));
            desk::AS_OF.fill(lang, &[&work::moment_short(at, now, lang)])
        }
        (None, _) => desk::FETCHING.fill(lang, &[&work::number(desk.len(), lang)]),
    });
    let comma = if desk.outbox().is_empty() { "" } else { "," };
    (format!("{}{comma}", parts.join(". ")), online)
}
