//! The desk's side of the show: what the server told last, and what a producer does. Promises that an act is sent under one id
//! however often it is tried, that no button has two under way, and that nobody presses in vain without being told. How
//! it follows the server is in `link`. Knows nothing of how it is shown.

mod link;
mod naming;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use model::calendar::Timestamp;
use model::id::OpId;
use model::number::Lang;
use model::problem::ProblemKind;
use model::show::{Act, Command, ControlRoom, ItemId, Transition};
use model::sync::Failure;
use model::unit::UnitCode;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;

pub use self::link::Link;
use self::link::{Stream, pause};
use super::requests;
use crate::i18n::control;
use crate::show::Names;

/// Where a finger was: what comes of an act is said there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    Take,
    Next,
    Freeze,
    Hold,
    Hide,
    Item(ItemId),
    /// In an item's sheet.
    Edit,
    Add,
    Story(model::id::InitiativeId),
    Message,
    Show,
    Drill,
    Undo,
}

/// What stands before the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// It isn't known yet.
    Opening,
    /// Nobody is signed in, or not any more.
    SignIn,
    /// Somebody is who may not run the show.
    NotProducer,
    /// The show may be run.
    Open,
}

/// The desk. Copies are the same one; it lives as long as the tab.
#[derive(Clone, Copy)]
pub struct Desk {
    pub lang: Lang,
    pub room: RwSignal<Option<Arc<ControlRoom>>>,
    pub link: RwSignal<Link>,
    pub gate: RwSignal<Gate>,
    /// The server's clock, every second.
    pub now: RwSignal<Timestamp>,
    pub names: RwSignal<Names>,
    pub transition: RwSignal<Transition>,
    /// What was taken out last, for as long as it can be put back.
    pub removed: RwSignal<Option<super::item::Removed>>,
    busy: RwSignal<BTreeSet<Spot>>,
    /// What came of the last act, if it has to be said, and where.
    said: RwSignal<Option<(Spot, String)>>,
    asked: StoredValue<Vec<UnitCode>>,
    /// By how much the server's clock is ahead of the browser's running time, which nobody sets.
    ahead: StoredValue<Option<f64>>,
    heard: StoredValue<f64>,
    stream: StoredValue<Option<Stream>, LocalStorage>,
    /// Only the latest try to reach the server counts.
    turn: StoredValue<u32>,
}

/// How often an act is tried before the producer has to say.
const TRIES: u32 = 3;
impl Desk {
    /// Reaches for the server, and follows it from then on.
    pub fn start(lang: Lang) -> Desk {
        let desk = Desk {
            lang,
            room: RwSignal::new(None),
            link: RwSignal::new(Link::Opening),
            gate: RwSignal::new(Gate::Opening),
            now: RwSignal::new(Timestamp::EPOCH),
            names: RwSignal::default(),
            transition: RwSignal::default(),
            removed: RwSignal::new(None),
            busy: RwSignal::default(),
            said: RwSignal::new(None),
            asked: StoredValue::default(),
            ahead: StoredValue::new(None),
            heard: StoredValue::new(0.0),
            stream: StoredValue::new_local(None),
            turn: StoredValue::new(0),
        };
        desk.reach(0);
        set_interval(move || desk.tick(), Duration::from_secs(1));
        std::mem::forget(window_event_listener(ev::offline, move |_| desk.lost()));
        std::mem::forget(window_event_listener(ev::online, move |_| desk.reach(0)));
        desk
    }

    /// Reads something of the show as it is now; for closures that run again when it changes. `None` before the first word.
    pub fn read<T>(self, read: impl FnOnce(&ControlRoom) -> T) -> Option<T> {
        self.room.with(|room| room.as_deref().map(read))
    }

    /// Whether acts can be sent: the desk is open and the link is there.
    pub fn can_act(self) -> bool {
        self.gate.get() == Gate::Open && self.link.get() == Link::Good
    }

    /// Whether an act of this place waits for its answer.
    pub fn is_busy(self, spot: Spot) -> bool {
        self.busy.with(|busy| busy.contains(&spot))
    }

    /// What came of the last act, if it was of this place and has to be said.
    pub fn said(self, spot: Spot) -> Option<String> {
        self.said.with(|said| said.as_ref().filter(|(of, _)| *of == spot).map(|(_, words)| words.clone()))
    }

    /// Says something where the finger is, in the place of what was said before, wherever that was.
    pub fn say(self, spot: Spot, words: &str) {
        self.said.set(Some((spot, words.to_owned())));
    }

    /// Forgets what was said: something else is being done.
    pub fn hush(self) {
        if self.said.with_untracked(Option::is_some) {
            self.said.set(None);
        }
    }

    /// Does something, and says at `spot` what comes of it.
    pub fn act(self, spot: Spot, act: Act) {
        self.act_then(spot, act, || ());
    }

    /// Does something, and `then` something more once the server has done it. While an act of this place still waits, its
    /// button says so and nothing more is sent; without a link that is said, and nothing is kept to be done later: it could go
    /// on air when nobody wants it any more.
    pub fn act_then(self, spot: Spot, act: Act, then: impl FnOnce() + 'static) {
        if untrack(|| self.is_busy(spot)) {
            return;
        }
        if !untrack(|| self.can_act()) {
            return self.say(spot, control::NOT_NOW.say(self.lang));
        }
        let command = Command { id: OpId::new(Uuid::now_v7()), act };
        self.hush();
        self.busy.update(|busy| _ = busy.insert(spot));
        spawn_local(async move {
            let answer = self.deliver(&command).await;
            self.busy.update(|busy| _ = busy.remove(&spot));
            match answer {
                Ok(()) => then(),
                Err(failure) => {
                    self.say(spot, &why(&failure, self.lang));
                    if !self.mind(&failure) && !matches!(failure, Failure::Refused(_)) {
                        // What became of it is in the next state.
                        self.lost();
                        self.reach(0);
                    }
                }
            }
        });
    }

    /// Sends a command until it is answered, or given up.
    async fn deliver(self, command: &Command) -> Result<(), Failure> {
        let mut last = Failure::Unreachable;
        for attempt in 0..TRIES {
            match requests::act(command, self.lang).await {
                Ok(_) => return Ok(()),
                Err(refused @ Failure::Refused(_)) => return Err(refused),
                Err(failure) => last = failure,
            }
            pause(Duration::from_millis(400 << attempt)).await;
        }
        Err(last)
    }
}

/// Why something wasn't done, in the server's words if it said any.
pub fn why(failure: &Failure, lang: Lang) -> String {
    match failure {
        Failure::Refused(problem) if problem.kind == ProblemKind::Unauthorized => control::AGAIN.say(lang).to_owned(),
        Failure::Refused(problem) if !problem.detail.is_empty() => problem.detail.clone(),
        Failure::Refused(problem) if !problem.title.is_empty() => problem.title.clone(),
        Failure::Refused(problem) => problem.kind.slug().to_owned(),
        Failure::Unreachable | Failure::Garbled | Failure::Busy { .. } => control::NO_LINK.say(lang).to_owned(),
    }
}
