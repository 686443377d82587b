//! A way back from what can't be undone once it is sent: it waits ten seconds on this device first. Promises that what a
//! person asked for is carried out also if the page closes before that, and that only one such thing waits at a time.

use std::cell::RefCell;
use std::time::Duration;

use leptos::prelude::*;
use model::field::Field;
use model::id::InitiativeId;

/// How long there is a way back.
const TIME: Duration = Duration::from_secs(10);

/// What can be taken back at the moment, and how. Copies are the same one; it lives as long as the tab.
#[derive(Clone, Copy)]
pub struct Undo(&'static Place);

#[derive(Default)]
struct Place {
    /// What was done, in words; None if there is nothing to take back.
    said: RefCell<Option<Said>>,
    changed: ArcTrigger,
    waiting: RefCell<Option<Waiting>>,
}

/// What a toast says.
#[derive(Clone, PartialEq)]
pub struct Said {
    pub words: String,
    /// Whether it can be taken back; otherwise it is only said.
    pub revocable: bool,
    /// What waits, to be shown as done already.
    pub doing: Option<Doing>,
}

/// An action that waits to be carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// The initiative is taken back from the officers.
    Withdrawing(InitiativeId),
    /// The draft is deleted.
    Deleting(InitiativeId),
    /// One of two versions of this field was chosen.
    Choosing(InitiativeId, Field),
}

struct Waiting {
    carry_out: Box<dyn FnOnce()>,
    take_back: Box<dyn FnOnce()>,
    timer: Option<TimeoutHandle>,
}

impl Default for Undo {
    /// Nothing to undo yet.
    fn default() -> Self {
        Self(Box::leak(Box::default()))
    }
}

impl Undo {
    /// What to show.
    pub fn said(self) -> Option<Said> {
        self.0.changed.track();
        self.0.said.borrow().clone()
    }

    /// The action that waits.
    pub fn doing(self) -> Option<Doing> {
        self.said().and_then(|said| said.doing)
    }

    /// Says something for as long, with nothing to take back.
    pub fn say(self, words: String) {
        self.start(Said { words, revocable: false, doing: None }, || {}, || {});
    }

    /// Carries out `carry_out` in ten seconds, or `take_back` if the person says so before.
    pub fn offer(
        self,
        words: String,
        doing: Option<Doing>,
        carry_out: impl FnOnce() + 'static,
        take_back: impl FnOnce() + 'static,
    ) {
        self.start(Said { words, revocable: true, doing }, carry_out, take_back);
    }

    fn start(self, said: Said, carry_out: impl FnOnce() + 'static, take_back: impl FnOnce() + 'static) {
        self.settle();
        let waiting = Waiting { carry_out: Box::new(carry_out), take_back: Box::new(take_back), timer: None };
        self.0.waiting.replace(Some(waiting));
        self.tell(Some(said));
        self.linger(false);
    }

    /// Stops the clock while the toast has the pointer or the focus (`true`), and starts it anew afterwards.
    pub fn linger(self, stays: bool) {
        if let Some(waiting) = self.0.waiting.borrow_mut().as_mut() {
            if let Some(timer) = waiting.timer.take() {
                timer.clear();
            }
            if !stays {
                waiting.timer = set_timeout_with_handle(move || self.settle(), TIME).ok();
            }
        }
    }

    /// Carries out what waits now: time is up, the page closes, or something else is to wait.
    pub fn settle(self) {
        if let Some(waiting) = self.end() {
            (waiting.carry_out)();
        }
    }

    /// Takes back what waits.
    pub fn take_back(self) {
        if let Some(waiting) = self.end() {
            (waiting.take_back)();
        }
    }

    fn end(self) -> Option<Waiting> {
        let waiting = self.0.waiting.take()?;
        if let Some(timer) = &waiting.timer {
            timer.clear();
        }
        self.tell(None);
        Some(waiting)
    }

    fn tell(self, said: Option<Said>) {
        self.0.said.replace(said);
        self.0.changed.notify();
    }
}
