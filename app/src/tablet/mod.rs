//! The officer's tablet at work in this tab: opens what is sealed on it, carries out what the engine (`model::desk`) says, and
//! tells the pages what to show anew. Pages read it through [`Tablet`]; it knows none of them.

mod effects;
mod notes;
mod opening;
mod requests;
mod sealed;
mod turn;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use leptos::prelude::*;
use model::calendar::Timestamp;
use model::desk::{Desk, Effect, Event, Row, Session};
use model::id::{DeviceId, InitiativeId, OpId, Rev};
use model::number::Lang;
use model::op::Action;
use model::sync::{Failure, Surroundings};
use uuid::Uuid;

use crate::vault::{Recovered, Vault};
use turn::Turn;

/// What stands between the officer and the desk.
#[derive(Debug, Clone, PartialEq)]
pub enum Gate {
    /// It isn't known yet.
    Opening,
    /// Nobody has signed in on this tablet.
    SignIn,
    /// Somebody has, and has to choose a PIN.
    ChoosePin(Session),
    /// The same, for a tablet whose PIN was forgotten and that its officer's account has opened.
    RenewPin(Session, Recovered),
    /// The PIN opens it.
    Locked(Lock),
    /// The desk is open.
    Open,
    /// The desk is in another tab of this browser.
    Elsewhere {
        /// It can't come here now: what was decided there couldn't be kept.
        stays: bool,
    },
    /// Everything was erased: the token was revoked.
    Wiped,
    /// The browser can't keep anything here.
    Broken,
}

/// A locked tablet.
#[derive(Debug, Clone, PartialEq)]
pub struct Lock {
    /// The sealed store's own id.
    pub id: String,
    /// So many milliseconds until a PIN is looked at.
    pub wait: i64,
    /// So many PINs may be wrong before somebody has to wait.
    pub free: u32,
    /// The officer's account opens it as well.
    pub by_account: bool,
    /// What would be lost with it.
    pub held: Held,
}

/// What lies sealed on a tablet and nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Held {
    /// Decisions without a receipt.
    pub decisions: usize,
    /// Decisions that aren't finished.
    pub unfinished: usize,
    /// Other words: sheets of paper that are being entered.
    pub notes: usize,
}

/// The tablet, for the pages. Copies are the same one; it lives as long as the tab.
#[derive(Clone, Copy)]
pub struct Tablet(&'static Inner);

struct Inner {
    lang: Lang,
    gate: RefCell<Gate>,
    gate_changed: ArcTrigger,
    vault: RefCell<Option<Vault>>,
    desk: RefCell<Desk>,
    /// The list as it was last made; none after a change.
    rows: RefCell<Option<Rc<Vec<Row>>>>,
    /// Woken by whatever happens to the engine, but by typing.
    changed: ArcTrigger,
    /// Woken by typing: thousands of rows needn't be looked at for a letter.
    wrote: ArcTrigger,
    effects: RefCell<VecDeque<Effect>>,
    /// Notes that couldn't be kept, by their names.
    unkept_notes: RefCell<BTreeMap<String, String>>,
    /// So many notes are being written to the disk.
    notes_pending: Cell<u32>,
    is_running: Cell<bool>,
    /// Words or decisions are being written to the disk.
    is_keeping_words: Cell<bool>,
    /// Woken when words begin to be kept, and when they are.
    kept: ArcTrigger,
    /// What waits until everything is kept.
    afterwards: RefCell<Vec<Box<dyn FnOnce()>>>,
    turn: OnceCell<Turn>,
    /// How often the memory was cleared: what was asked for one officer is no answer for the next.
    cleared: Cell<u32>,
    timer: RefCell<Option<TimeoutHandle>>,
    idle: RefCell<Option<TimeoutHandle>>,
    /// When somebody last touched it.
    touched_at: Cell<Timestamp>,
}

/// The tablet's clock and chance.
struct Around;

impl Surroundings for Around {
    fn now(&mut self) -> Timestamp {
        now()
    }

    fn new_op_id(&mut self) -> OpId {
        OpId::new(Uuid::now_v7())
    }

    fn random_below(&mut self, limit: u32) -> u32 {
        (js_sys::Math::random() * f64::from(limit)) as u32
    }
}

/// The tablet's clock.
pub fn now() -> Timestamp {
    Timestamp::from_millis(js_sys::Date::now() as i64).unwrap_or(Timestamp::EPOCH)
}

impl Tablet {
    /// Looks what is on the tablet.
    pub fn start(lang: Lang) -> Tablet {
        let tablet = Tablet(Box::leak(Box::new(Inner {
            lang,
            gate: RefCell::new(Gate::Opening),
            gate_changed: ArcTrigger::new(),
            vault: RefCell::default(),
            desk: RefCell::new(Desk::new(DeviceId::new(Uuid::now_v7()), Default::default())),
            rows: RefCell::default(),
            changed: ArcTrigger::new(),
            wrote: ArcTrigger::new(),
            effects: RefCell::default(),
            unkept_notes: RefCell::default(),
            notes_pending: Cell::new(0),
            is_running: Cell::new(false),
            is_keeping_words: Cell::new(false),
            kept: ArcTrigger::new(),
            afterwards: RefCell::default(),
            turn: OnceCell::new(),
            cleared: Cell::new(0),
            timer: RefCell::default(),
            idle: RefCell::default(),
            touched_at: Cell::new(Timestamp::EPOCH),
        })));
        tablet.listen();
        let turn = Turn::ask(move |told| tablet.told(told));
        assert!(tablet.0.turn.set(turn).is_ok(), "it was made a line ago");
        tablet
    }

    /// What stands before the desk; for closures that run again when it changes.
    pub fn gate(self) -> Gate {
        self.0.gate_changed.track();
        self.0.gate.borrow().clone()
    }

    fn stand(self, gate: Gate) {
        self.0.gate.replace(gate);
        self.0.gate_changed.notify();
    }

    /// Reads something of the engine; for closures that run again when anything changes.
    pub fn read<T>(self, read: impl FnOnce(&Desk) -> T) -> T {
        self.0.changed.track();
        read(&self.0.desk.borrow())
    }

    /// Reads what was written of decisions that aren't made yet; for closures that run again at every letter.
    pub fn read_words<T>(self, read: impl FnOnce(&Desk) -> T) -> T {
        self.0.wrote.track();
        self.read(read)
    }

    /// The list, what waits longest first; for closures that run again when anything changes.
    pub fn rows(self) -> Rc<Vec<Row>> {
        self.0.changed.track();
        let made = self.0.rows.borrow().clone();
        made.unwrap_or_else(|| {
            let rows = Rc::new(self.0.desk.borrow().rows());
            self.0.rows.replace(Some(rows.clone()));
            rows
        })
    }

    /// The whole of an initiative, as the server told it and in the revision that the list knows. None if it isn't on the
    /// tablet.
    pub async fn paper(self, id: InitiativeId) -> Option<String> {
        // The list may know more already than what is kept.
        self.all_kept().await;
        let vault = self.0.vault.borrow().clone()?;
        match sealed::paper(&vault, id).await {
            Ok(text) => text,
            Err(error) => {
                leptos::logging::warn!("{error}");
                None
            }
        }
    }

    /// An initiative that isn't on the tablet, from the server. None if it can't be had.
    pub async fn paper_elsewhere(self, id: InitiativeId) -> Option<String> {
        let token = self.token()?;
        requests::initiative(&token, id, self.0.lang).await.ok()
    }

    /// Initiatives with these words in title or author, in whatever state, from the server; and whether there are more.
    ///
    /// # Errors
    /// What the server said, or why nothing came.
    pub async fn find_elsewhere(self, words: &str) -> Result<(Vec<Row>, bool), Failure> {
        let token = self.token().ok_or(Failure::Unreachable)?;
        let page = requests::find(&token, words, self.0.lang).await?;
        Ok((page.papers.into_iter().map(|paper| paper.row).collect(), page.more))
    }

    /// Who did what to an initiative, as the server tells it: JSON.
    ///
    /// # Errors
    /// What the server said, or why nothing came.
    pub async fn history(self, id: InitiativeId) -> Result<String, Failure> {
        let token = self.token().ok_or(Failure::Unreachable)?;
        requests::history(&token, id, self.0.lang).await
    }

    /// The secret of the session, for requests of the pages' own.
    pub fn token(self) -> Option<String> {
        self.0.desk.borrow().session().map(|session| session.token.clone())
    }

    /// The officer did something to an initiative, of which they were reading this revision if it was open. The op, by which it can be taken back.
    pub fn decide(self, id: InitiativeId, action: Action, read: Option<Rev>) -> Option<OpId> {
        self.handle(Event::Decided { id, action, read });
        self.0.desk.borrow().outbox().iter().rfind(|queued| queued.op.initiative == id).map(|queued| queued.op.id)
    }
}
