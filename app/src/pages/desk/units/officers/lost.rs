//! Which of an officer's devices was lost: it alone is signed out and wipes itself, and the others go on with what was decided
//! on them.

use leptos::prelude::*;
use model::id::MemberId;
use model::rights::Role;
use model::sign_in::{OfficerLine, SessionLine, Sessions};

use super::super::super::Here;
use super::super::held::Held;
use super::super::loaded::Loaded;
use crate::i18n::{account, administration as words, work};
use crate::markup::{El, button, el, settled};
use crate::tablet::now;

/// What was lost. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Lost {
    pub here: Here,
    /// What is chosen is held for a moment, in which it can be taken back.
    pub held: Held,
    /// In which line it was asked for.
    pub asked: RwSignal<Option<(MemberId, Role)>>,
}

impl Lost {
    /// The button that shows the officer's devices.
    pub fn button(self, officer: &OfficerLine) -> El {
        let line = (officer.member.id, officer.role);
        let toggle = move || self.asked.update(|asked| *asked = Some(line).filter(|line| *asked != Some(*line)));
        button("btn btn--plain", toggle)
            .attr("aria-label", &words::TABLET_LOST_OF.fill(self.here.lang, &[&officer.member.name]))
            .live_attr("aria-expanded", move || Some((self.asked.get() == Some(line)).to_string()))
            .text(words::TABLET_LOST.say(self.here.lang))
    }

    /// The devices under the officer's name. `base` is the officer's place in the protocol.
    pub fn shown(self, base: &str, officer: &OfficerLine) -> El {
        let line = (officer.member.id, officer.role);
        let (base, name) = (base.to_owned(), officer.member.name.clone());
        let is_here = settled(move || self.asked.get() == Some(line));
        el("div", "office__reset").when(move || is_here(), move || self.devices(&base, &name))
    }

    fn devices(self, base: &str, name: &str) -> El {
        let lang = self.here.lang;
        let (base, name) = (format!("{base}/sessions"), name.to_owned());
        let loaded = Loaded::<Sessions>::start(self.here, base.clone());
        loaded.show(el("div", "card office__made"), move |Sessions { sessions }| {
            if sessions.is_empty() {
                return el("p", "quiet").text(words::NO_DEVICES.say(lang));
            }
            let all = (sessions.len() > 1).then(|| {
                let [says, done] = [words::ENDS_SESSIONS, words::ENDED_SESSIONS].map(|word| word.fill(lang, &[&name]));
                el("div", "office__acts").put(self.act(base.clone(), words::ALL_LOST.say(lang), says, done))
            });
            let devices = sessions.iter().map(|session| self.device(&base, session));
            el("div", "office__part")
                .put(el("b", "").text(words::WHICH_LOST.say(lang)))
                .put(el("ul", "office__officers").puts(devices))
                .puts(all)
        })
    }

    fn device(self, base: &str, session: &SessionLine) -> El {
        let lang = self.here.lang;
        let name = account::device(session.device.as_deref(), lang);
        let seen = account::SEEN.fill(lang, &[&work::moment_short(session.seen_at, now(), lang)]);
        let who = el("div", "").put(el("b", "").text(&name)).put(el("p", "quiet").text(&seen));
        let [says, done] = [words::ENDS_SESSION, words::ENDED_SESSION].map(|word| word.fill(lang, &[&name]));
        let act = self.act(format!("{base}/{}", session.id), words::THIS_LOST.say(lang), says, done);
        el("li", "office__officer")
            .put(who)
            .put(act.attr("aria-label", &words::THIS_LOST_OF.fill(lang, &[&name, &seen])))
    }

    fn act(self, path: String, label: &str, says: String, done: String) -> El {
        let (held, held_path) = (self.held, path.clone());
        button("btn btn--plain", move || held.delete(path.clone(), says.clone(), done.clone()))
            .live_attr("disabled", move || held.holds(&held_path).then(String::new))
            .text(label)
    }
}
