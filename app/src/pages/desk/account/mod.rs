//! `/app/account`: who I am, where I am signed in, and what I sign in with. It needs a link, but for the PIN of this tablet.
//! Promises that a session that ends is asked for in place, with everything typed still there.

mod app;
mod codes;
mod form;
mod passkeys;
mod password;
mod pin;
pub mod requests;
mod sessions;

use leptos::prelude::*;
use model::problem::ProblemKind;
use model::rights::Right;
use model::sign_in::Me;
use model::sync::Failure;
use model::unit::UnitCode;
use wasm_bindgen_futures::spawn_local;

use super::{Here, frame, gate, session};
use crate::i18n::{account, board, desk};
use crate::markup::{El, button, el, follow, settled};
use crate::ui::why_not;
use requests::Caller;

/// What the parts of the page work with. Copies are the same.
#[derive(Clone, Copy)]
struct Account {
    here: Here,
    /// As the server last told it.
    me: RwSignal<Option<Me>>,
    /// Why it can't be told.
    failed: RwSignal<Option<String>>,
    /// The session has ended.
    ended: RwSignal<bool>,
    /// What was done last.
    done: RwSignal<Option<String>>,
}

impl Account {
    fn caller(self) -> Option<Caller> {
        self.here.tablet.token().map(|token| Caller { token, lang: self.here.lang })
    }

    /// Asks the server anew.
    fn load(self) {
        let Some(caller) = self.caller() else { return };
        spawn_local(async move {
            match caller.me().await {
                Ok(me) => {
                    self.failed.try_set(None);
                    self.me.try_set(Some(me));
                }
                Err(failure) => {
                    let words = self.why(&failure);
                    self.failed.try_set(Some(words));
                }
            }
        });
    }

    /// Why something didn't work, in words. A session that has ended is asked for in place; a tablet that was given up for lost
    /// erases what it holds.
    fn why(self, failure: &Failure) -> String {
        if let Failure::Refused(problem) = failure
            && problem.kind == ProblemKind::Unauthorized
        {
            if problem.revoked {
                spawn_local(self.here.tablet.erase());
            }
            self.ended.try_set(true);
            return account::SIGN_IN_AGAIN.say(self.here.lang).to_owned();
        }
        why_not(failure, self.here.lang)
    }

    /// The same with what is wrong with each field.
    fn faults(self, failure: &Failure) -> Vec<String> {
        account::faults(failure, self.here.lang).unwrap_or_else(|| vec![self.why(failure)])
    }

    /// Something was done: says so, and asks how it is now.
    fn did(self, words: String) {
        self.done.try_set(Some(words));
        self.load();
    }
}

/// The page.
pub fn page(here: Here) -> El {
    let lang = here.lang;
    document().set_title(&format!("{} – {}", account::ACCOUNT.say(lang), board::BRAND));
    let of = Account {
        here,
        me: RwSignal::new(None),
        failed: RwSignal::new(None),
        ended: RwSignal::new(false),
        done: RwSignal::new(None),
    };
    // Signed in anew, by whichever way: everything is asked again.
    let token = settled(move || here.tablet.read(|desk| desk.session().map(|session| session.token.clone())));
    follow(move || {
        token();
        of.ended.set(false);
        untrack(|| of.load());
    });
    let leaving = RwSignal::new(false);
    let head = frame::top(here, account::ACCOUNT, leaving, frame::link_state(here));
    let said = el("p", "account__done").attr("role", "status").live_text(move || of.done.get().unwrap_or_default());
    let parts = move || {
        el("div", "account__parts")
            .put(sessions::part(of))
            .put(password::part(of))
            .put(app::part(of))
            .put(passkeys::part(of))
    };
    let main = el("main", "phone account")
        .attr("id", "noi-dung")
        .put(notices(of))
        .put(said)
        .put(who(of, leaving))
        .when(move || of.me.with(Option::is_some), parts)
        .put(pin::part(of));
    el("div", "").put(head).put(main).put(session::sheet_of(here, leaving))
}

/// What stands in the way: the session, or the link.
fn notices(of: Account) -> El {
    let lang = of.here.lang;
    let tablet = of.here.tablet;
    let expired =
        settled(move || of.ended.get() || tablet.read(|desk| desk.session().is_some_and(|session| session.expired)));
    let is_expired = expired.clone();
    let sign_in = move || {
        let lead = el("p", "").text(account::SIGN_IN_AGAIN.say(lang));
        el("section", "notice notice--person").put(lead).put(gate::sign_in_form(of.here))
    };
    let failed = move || {
        let words = el("p", "").live_text(move || of.failed.get().unwrap_or_default());
        let again = button("btn", move || of.load()).text(account::AGAIN.say(lang));
        el("section", "notice")
            .attr("role", "alert")
            .put(words)
            .put(el("p", "").text(account::NEEDS_LINK.say(lang)))
            .put(again)
    };
    el("div", "account__notices")
        .when(move || expired(), sign_in)
        .when(move || !is_expired() && of.failed.with(Option::is_some), failed)
}

/// Who I am: known without a link, but for the units' names.
fn who(of: Account, leaving: RwSignal<bool>) -> El {
    let lang = of.here.lang;
    let session = settled(move || of.here.tablet.read(|desk| desk.session().cloned()));
    let member = session.clone();
    let name = move |unit: &UnitCode| {
        let found = of.me.with(|me| {
            let named = me.as_ref()?.units.iter().find(|named| named.unit == *unit)?;
            Some(named.name.clone())
        });
        found.unwrap_or_else(|| unit.to_string())
    };
    let roles = el("dd", "").live(move || {
        let told = of.me.with(|me| me.as_ref().map(|me| me.roles.clone()));
        let roles = told.or_else(|| session().map(|session| session.roles)).unwrap_or_default();
        if roles.is_empty() {
            return Some(el("span", "").text(account::NO_ROLES.say(lang)));
        }
        let line = |Right { role, unit }: Right| {
            el("li", "").text(desk::role(role).say(lang)).put(el("small", "").text(&name(&unit)))
        };
        Some(el("ul", "account__roles").puts(roles.into_iter().map(line)))
    });
    let full_name = el("dd", "").live_text(move || member().map(|session| session.member.name).unwrap_or_default());
    let login = move || of.me.with(|me| me.as_ref().and_then(|me| me.login.clone()));
    let fact = |name: &str, value: El| el("div", "").put(el("dt", "").text(name)).put(value);
    let facts = el("dl", "facts-list")
        .put(fact(desk::NAME.say(lang), full_name))
        .put(fact(desk::LOGIN.say(lang), el("dd", "").live_text(move || login().unwrap_or_else(|| "…".to_owned()))))
        .put(fact(account::ROLES.say(lang), roles));
    el("section", "group")
        .put(el("h2", "").text(account::ME.say(lang)))
        .put(facts)
        .put(button("btn", move || leaving.set(true)).text(account::LEAVE.say(lang)))
}
