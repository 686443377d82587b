//! Something that a page shows from the server: asked for when the page opens, and again when there is a link or a session
//! again. What has come stays in sight while it is asked for anew; why nothing came is said calmly, with a way out.

use leptos::prelude::*;
use model::problem::ProblemKind;
use model::sync::Failure;
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;

use super::super::{Here, gate};
use super::request;
use crate::i18n::administration as words;
use crate::markup::{El, Read, button, el, follow, settled};
use crate::ui::{Icon, error, why_not};

/// It. Copies are the same one.
pub struct Loaded<T: 'static> {
    here: Here,
    path: StoredValue<String>,
    /// What came last.
    pub value: RwSignal<Option<T>>,
    failure: RwSignal<Option<Failure>>,
    /// Only the last question's answer counts.
    turn: StoredValue<u32>,
}

impl<T> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loaded<T> {}

impl<T: DeserializeOwned + Clone + PartialEq + Send + Sync + 'static> Loaded<T> {
    /// Asks for what is under this path of the protocol.
    pub fn start(here: Here, path: String) -> Self {
        let loaded = Loaded {
            here,
            path: StoredValue::new(path),
            value: RwSignal::new(None),
            failure: RwSignal::new(None),
            turn: StoredValue::new(0),
        };
        loaded.again();
        loaded.follow_the_link();
        loaded
    }

    /// Asks anew.
    pub fn again(self) {
        let path = self.path.get_value();
        self.ask(path);
    }

    /// Asks for something else.
    pub fn instead(self, path: String) {
        self.path.set_value(path.clone());
        self.ask(path);
    }

    fn ask(self, path: String) {
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        spawn_local(async move {
            let answer = request::get::<T>(self.here, &path).await;
            // The page may be gone, or something else was asked for since.
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(value) => {
                    self.failure.set(None);
                    self.value.set(Some(value));
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }

    /// A link or a session that is there again is used.
    fn follow_the_link(self) {
        let here = self.here;
        let mut was_online = None;
        follow(move || {
            let online = here.link.get();
            let is_back = was_online.replace(online) == Some(false) && online;
            if is_back && self.failure.with_untracked(|failure| failure.as_ref().is_some_and(is_unreached)) {
                self.again();
            }
        });
        let token = settled(move || {
            here.tablet.read(|_| ());
            here.tablet.token()
        });
        let mut used = untrack(|| token());
        follow(move || {
            let now = token();
            let is_new = now.is_some() && used != now;
            used = now;
            if is_new && self.failure.with_untracked(|failure| failure.as_ref().is_some_and(needs_session)) {
                self.again();
            }
        });
    }

    /// Adds what came, made anew when it changes; before it, why the last question has no answer.
    pub fn show(self, into: El, make: impl Fn(T) -> El + 'static) -> El {
        let value = settled(move || self.value.get());
        let failure = settled(move || self.failure.get());
        let is_waiting = settled(move || self.value.with(Option::is_none) && self.failure.with(Option::is_none));
        trouble(into, self.here, failure, move || self.again())
            .when(move || is_waiting(), move || waiting(self.here))
            .live(move || value().map(&make))
    }
}

fn waiting(here: Here) -> El {
    let words = el("span", "hide").attr("role", "status").text(words::LOADING.say(here.lang));
    el("div", "office__wait").put(words).put(el("span", "skeleton skeleton--line")).put(el("span", "skeleton"))
}

/// Whether trying again as it was may help.
pub fn is_unreached(failure: &Failure) -> bool {
    matches!(failure, Failure::Unreachable | Failure::Garbled | Failure::Busy { .. })
}

fn kind(failure: &Failure) -> Option<ProblemKind> {
    match failure {
        Failure::Refused(problem) => Some(problem.kind),
        Failure::Unreachable | Failure::Garbled | Failure::Busy { .. } => None,
    }
}

/// Whether the session has ended.
pub fn needs_session(failure: &Failure) -> bool {
    kind(failure) == Some(ProblemKind::Unauthorized)
}

/// Adds why something has no answer, with what to do about it.
pub fn trouble(into: El, here: Here, failure: Read<Option<Failure>>, again: impl Fn() + Clone + 'static) -> El {
    let lang = here.lang;
    into.live(move || {
        let failure = failure()?;
        let again = again.clone();
        if needs_session(&failure) {
            return Some(sign_in(here));
        }
        let words = match kind(&failure) {
            None => words::NEEDS_LINK.say(lang).to_owned(),
            Some(ProblemKind::NotFound) => words::NO_UNIT.say(lang).to_owned(),
            Some(ProblemKind::Forbidden) => words::NOT_YOURS.say(lang).to_owned(),
            Some(_) => why_not(&failure, lang),
        };
        let retry =
            is_unreached(&failure).then(|| button("btn", again).icon(Icon::Refresh).text(words::TRY_AGAIN.say(lang)));
        let icon = if is_unreached(&failure) { Icon::Offline } else { Icon::Info };
        Some(el("div", "office__trouble").attr("role", "status").icon(icon).put(el("p", "").text(&words)).puts(retry))
    })
}

/// Signing in again, in place.
fn sign_in(here: Here) -> El {
    let lead = el("p", "").text(words::SIGN_IN_AGAIN.say(here.lang));
    el("section", "notice notice--person").put(lead).put(gate::sign_in_form(here))
}

/// Adds why an act has not been done. `None` is nothing to say.
pub fn not_done(into: El, here: Here, failure: RwSignal<Option<Failure>>) -> El {
    into.live(move || {
        let failure = failure.get()?;
        if needs_session(&failure) {
            return Some(sign_in(here));
        }
        let said = match is_unreached(&failure) {
            true => words::NOT_DONE.say(here.lang).to_owned(),
            false => why_not(&failure, here.lang),
        };
        Some(el("div", "").attr("role", "alert").put(error(&said)))
    })
}
