//! `/app/units/CODE/officers`: who holds which role on the unit, taking one, ending the sessions of who lost a tablet, and
//! inviting somebody.

use leptos::prelude::*;
use model::json;
use model::rights::{Deed, Role};
use model::sign_in::{InvitationMade, InvitationRequest, OfficerLine, Officers};
use model::sync::Failure;
use wasm_bindgen_futures::spawn_local;

use super::super::Here;
use super::At;
use super::held::Held;
use super::join_code::link_to_copy;
use super::loaded::{Loaded, not_done};
use super::request;
use crate::i18n::{administration as words, desk};
use crate::markup::{El, button, el, settled};
use crate::ui::{Explained, explained_choice};

/// The page.
pub fn page(here: Here, at: &At) -> El {
    let lang = here.lang;
    let loaded = Loaded::<Officers>::start(here, at.api("/officers"));
    let held = Held::new(here, move || loaded.again());
    let list = at.clone();
    let shown = loaded.show(el("div", "office__part"), move |officers| {
        if officers.officers.is_empty() {
            return el("p", "quiet").text(words::NO_OFFICERS.say(lang));
        }
        let lines = officers.officers.iter().map(|officer| line(here, &list, held, officer));
        el("ul", "office__officers").puts(lines)
    });
    let mine: Vec<Role> = Role::ALL.into_iter().filter(|role| offered(at, *role)).collect();
    let invite = match mine.is_empty() {
        true => el("p", "quiet").text(words::CANT_INVITE.say(lang)),
        false => invite(here, at, mine),
    };
    el("div", "office__part office__part--read")
        .put(el("p", "").text(words::OFFICERS_LEAD.say(lang)))
        .put(shown)
        .put(invite)
        .put(held.toast())
}

/// Whether this officer can give the role here, where it can be had at all.
fn offered(at: &At, role: Role) -> bool {
    let is_root = at.unit.path.is_empty();
    at.may(Deed::Appoint(role)) && (is_root || role != Role::NationalAdministrator)
}

fn line(here: Here, at: &At, held: Held, officer: &OfficerLine) -> El {
    let lang = here.lang;
    let name = officer.member.name.clone();
    let role = desk::role(officer.role).say(lang);
    let since = words::SINCE.fill(lang, &[&officer.since.date(lang)]);
    let who = el("div", "")
        .put(el("b", "").text(&name))
        .put(el("p", "").text(role).text(" ").put(el("small", "quiet").text(&since)));
    let row = el("li", "office__officer").put(who);
    if !at.may(Deed::Appoint(officer.role)) {
        return row;
    }
    let base = at.api(&format!("/officers/{}", officer.member.id));
    let act = |path: String, label: String, short: crate::i18n::Word, says: String, done: String| {
        let held_path = path.clone();
        button("btn btn--plain", move || held.delete(path.clone(), says.clone(), done.clone()))
            .attr("aria-label", &label)
            .live_attr("disabled", move || held.holds(&held_path).then(String::new))
            .text(short.say(lang))
    };
    let lost = act(
        format!("{base}/sessions"),
        words::TABLET_LOST_OF.fill(lang, &[&name]),
        words::TABLET_LOST,
        words::ENDS_SESSIONS.fill(lang, &[&name]),
        words::ENDED_SESSIONS.fill(lang, &[&name]),
    );
    let take = act(
        format!("{base}/{}", officer.role.name()),
        words::TAKE_OF.fill(lang, &[role, &name]),
        words::TAKE,
        words::TAKES.fill(lang, &[role, &name]),
        words::TOOK.fill(lang, &[role, &name]),
    );
    row.put(el("div", "office__acts").puts([lost, take]))
}

/// Choosing a role, and the link, which is shown once.
fn invite(here: Here, at: &At, roles: Vec<Role>) -> El {
    let lang = here.lang;
    let path = at.api("/invitations");
    let chosen = RwSignal::new(roles[0]);
    let (failure, busy) = (RwSignal::new(None::<Failure>), RwSignal::new(false));
    let made = RwSignal::new(None::<(Role, InvitationMade)>);
    let options: Vec<Explained> = roles
        .into_iter()
        .map(|role| Explained {
            value: role.name(),
            label: desk::role(role).say(lang),
            text: words::role_text(role).say(lang),
        })
        .collect();
    let choose = std::rc::Rc::new(move |name: &'static str| {
        if let Some(role) = Role::from_name(name) {
            chosen.set(role);
        }
    });
    let legend = (words::ROLE.say(lang), words::INVITE_TEXT.say(lang));
    let roles = explained_choice("v-role", legend, &options, settled(move || Some(chosen.get().name())), choose);
    let send = el("button", "btn btn--main btn--reach")
        .attr("type", "submit")
        .live_attr("disabled", move || busy.get().then(String::new))
        .text(words::MAKE_LINK.say(lang));
    let title = el("h3", "").attr("id", "h-invite").text(words::INVITE.say(lang));
    let form = el("form", "join").attr("novalidate", "").put(roles);
    let form = not_done(form, here, failure).put(el("div", "").put(send)).on("submit", move |event| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let (role, path) = (chosen.get_untracked(), path.clone());
        spawn_local(async move {
            match request::post(here, &path, json::write(&InvitationRequest { role })).await {
                Ok(invitation) => _ = made.try_set(Some((role, invitation))),
                Err(problem) => _ = failure.try_set(Some(problem)),
            }
            busy.try_set(false);
        });
    });
    el("section", "section office__part").attr("aria-labelledby", "h-invite").put(title).put(form).live(move || {
        let (role, invitation) = made.get()?;
        let until = invitation.expires_at.clock_and_date(lang);
        let head = words::INVITED.fill(lang, &[desk::role(role).say(lang)]);
        Some(
            el("div", "card office__made")
                .attr("role", "status")
                .put(el("b", "").text(&head))
                .put(el("p", "").text(&words::INVITED_ONCE.fill(lang, &[&until])))
                .put(link_to_copy(here, "v-url", &invitation.url)),
        )
    })
}
