//! `/app/units/CODE/officers`: who holds which role on the unit, taking one, ending the session of a lost tablet, a link
//! for who has forgotten the password, and inviting somebody.

mod lost;

use leptos::prelude::*;
use model::id::MemberId;
use model::initiative::Person;
use model::json;
use model::problem::{Problem, ProblemKind};
use model::rights::{Deed, Role};
use model::sign_in::{InvitationMade, InvitationRequest, OfficerLine, Officers, Renews, ResetMade, ResetRequest};
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
use lost::Lost;

/// The page.
pub fn page(here: Here, at: &At) -> El {
    let lang = here.lang;
    let loaded = Loaded::<Officers>::start(here, at.api("/officers"));
    let asked = RwSignal::new(None);
    let held = Held::new(here, move || {
        loaded.again();
        asked.set(None);
    });
    let (list, lost, forgotten) = (at.clone(), Lost { here, held, asked }, Forgotten::new(here));
    let shown = loaded.show(el("div", "office__part"), move |officers| {
        if officers.officers.is_empty() {
            return el("p", "quiet").text(words::NO_OFFICERS.say(lang));
        }
        let lines = officers.officers.iter().map(|officer| line(here, &list, held, lost, forgotten, officer));
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

fn line(here: Here, at: &At, held: Held, lost: Lost, forgotten: Forgotten, officer: &OfficerLine) -> El {
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
    let take = act(
        format!("{base}/{}", officer.role.name()),
        words::TAKE_OF.fill(lang, &[role, &name]),
        words::TAKE,
        words::TAKES.fill(lang, &[role, &name]),
        words::TOOK.fill(lang, &[role, &name]),
    );
    // Their own is changed in the account, by the one that holds; the server gives nobody a link for themselves.
    let is_me = untrack(|| here.tablet.read(|desk| desk.session().map(|session| session.member.id)));
    let is_other = is_me != Some(officer.member.id);
    let ask = is_other.then(|| forgotten.button(&base, officer));
    let shown = is_other.then(|| forgotten.shown(&base, officer));
    let acts = el("div", "office__acts").put(lost.button(officer)).puts(ask).put(take);
    row.put(acts).put(lost.shown(&base, officer)).puts(shown)
}

/// The link for who has forgotten the password: made for one officer at a time, and shown once, under their name.
#[derive(Clone, Copy)]
struct Forgotten {
    here: Here,
    /// In which line it was asked for.
    asked: RwSignal<Option<(MemberId, Role)>>,
    made: RwSignal<Option<(Renews, ResetMade)>>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
}

impl Forgotten {
    fn new(here: Here) -> Forgotten {
        let (asked, made) = (RwSignal::new(None), RwSignal::new(None));
        Forgotten { here, asked, made, failure: RwSignal::new(None), busy: RwSignal::new(false) }
    }

    /// The button that asks for it. `base` is the officer's place in the protocol.
    fn button(self, base: &str, officer: &OfficerLine) -> El {
        let lang = self.here.lang;
        let (path, who, role) = (reset_path(base), officer.member.clone(), officer.role);
        button("btn btn--plain", move || self.make(&path, &who, role, Renews::Password))
            .attr("aria-label", &words::FORGOTTEN_OF.fill(lang, &[&officer.member.name]))
            .live_attr("disabled", move || self.busy.get().then(String::new))
            .text(words::FORGOTTEN.say(lang))
    }

    fn make(self, path: &str, who: &Person, role: Role, renews: Renews) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        if self.asked.get_untracked() != Some((who.id, role)) {
            self.made.set(None);
        }
        self.asked.set(Some((who.id, role)));
        self.failure.set(None);
        let (path, name) = (path.to_owned(), who.name.clone());
        spawn_local(async move {
            match request::post(self.here, &path, json::write(&ResetRequest { renews })).await {
                Ok(reset) => _ = self.made.try_set(Some((renews, reset))),
                Err(problem) => _ = self.failure.try_set(Some(explained(problem, &name, self.here))),
            }
            self.busy.try_set(false);
        });
    }

    /// The link under the officer's name, or why there is none.
    fn shown(self, base: &str, officer: &OfficerLine) -> El {
        let (path, who, role) = (reset_path(base), officer.member.clone(), officer.role);
        let line = (who.id, role);
        let is_here = settled(move || self.asked.get() == Some(line));
        el("div", "office__reset").when(
            move || is_here(),
            move || {
                let (path, who) = (path.clone(), who.clone());
                not_done(el("div", ""), self.here, self.failure).live(move || self.link(&path, &who, role))
            },
        )
    }

    fn link(self, path: &str, who: &Person, role: Role) -> Option<El> {
        let lang = self.here.lang;
        let (renews, ResetMade { url, expires_at }) = self.made.get()?;
        let head = match renews {
            Renews::Password => words::RESET_LINK,
            Renews::Everything => words::RESET_LINK_EVERYTHING,
        };
        let once = words::INVITED_ONCE.fill(lang, &[&expires_at.clock_and_date(lang)]);
        let more = (renews == Renews::Password).then(|| {
            let (path, who) = (path.to_owned(), who.clone());
            let act = move || self.make(&path, &who, role, Renews::Everything);
            button("btn btn--plain", act)
                .live_attr("disabled", move || self.busy.get().then(String::new))
                .text(words::RESET_EVERYTHING.say(lang))
        });
        let card = el("div", "card office__made")
            .attr("role", "status")
            .put(el("b", "").text(&head.fill(lang, &[&who.name])))
            .put(el("p", "").text(&once))
            .put(el("p", "quiet").text(words::RESET_TEXT.say(lang)))
            .put(link_to_copy(self.here, "v-reset", &url))
            .puts(more.map(|more| el("div", "office__acts").put(more)));
        Some(card)
    }
}

fn reset_path(base: &str) -> String {
    format!("{base}/password-reset")
}

/// That somebody holds more than this officer could give is said with whom to ask.
fn explained(failure: Failure, name: &str, here: Here) -> Failure {
    match failure {
        Failure::Refused(refused) if refused.kind == ProblemKind::Forbidden => {
            let mut problem = Problem::new(ProblemKind::Forbidden);
            problem.detail = words::RESET_NOT_YOURS.fill(here.lang, &[name]);
            Failure::Refused(problem)
        }
        other => other,
    }
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
