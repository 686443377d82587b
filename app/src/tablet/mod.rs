//! The officer's tablet at work in this tab: opens what is sealed on it, carries out what the engine (`model::desk`) says, and
//! tells the pages what to show anew. Promises that effects run in their order and that what comes after keeping something
//! waits until it is kept. Pages read it through [`Tablet`]; it knows none of them.

mod requests;
mod sealed;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use model::calendar::Timestamp;
use model::desk::{Desk, Effect, Event, Row, Session};
use model::id::{DeviceId, InitiativeId, OpId};
use model::number::Lang;
use model::op::Action;
use model::sign_in::{InvitationAccepted, InvitationSeen, SignInRequest};
use model::sync::{Failure, Surroundings};
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;

use crate::vault::{Error, Pin, Refusal, State, Vault};

/// After so long without a touch the tablet locks itself.
const IDLE: Duration = Duration::from_secs(5 * 60);

/// What stands between the officer and the desk.
#[derive(Debug, Clone, PartialEq)]
pub enum Gate {
    /// It isn't known yet.
    Opening,
    /// Nobody has signed in on this tablet.
    SignIn,
    /// Somebody has, and has to choose a PIN.
    ChoosePin(Session),
    /// The PIN opens it.
    Locked {
        /// So many tries are left.
        tries_left: u32,
    },
    /// The desk is open.
    Open,
    /// Everything was erased: the token was revoked, or the PIN was wrong too often.
    Wiped,
    /// The browser can't keep anything here.
    Broken,
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
    /// Woken by whatever happens to the engine.
    changed: ArcTrigger,
    effects: RefCell<VecDeque<Effect>>,
    is_running: Cell<bool>,
    /// How often the memory was cleared: what was asked for one officer is no answer for the next.
    cleared: Cell<u32>,
    timer: RefCell<Option<TimeoutHandle>>,
    idle: RefCell<Option<TimeoutHandle>>,
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
            effects: RefCell::default(),
            is_running: Cell::new(false),
            cleared: Cell::new(0),
            timer: RefCell::default(),
            idle: RefCell::default(),
        })));
        tablet.listen();
        spawn_local(async move { tablet.look().await });
        tablet
    }

    async fn look(self) {
        let gate = match Vault::state().await {
            Ok(State::Empty) => Gate::SignIn,
            Ok(State::Locked { tries_left }) => Gate::Locked { tries_left },
            Err(error) => broken(&error),
        };
        self.stand(gate);
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

    /// Signs in: at first, or anew after the session ended.
    ///
    /// # Errors
    /// What the server said, or why nothing came.
    pub async fn sign_in(self, request: &SignInRequest) -> Result<(), Failure> {
        let session = requests::sign_in(request, self.0.lang).await?;
        self.signed_in(session);
        Ok(())
    }

    /// What an invitation is for.
    ///
    /// # Errors
    /// What the server said, or why nothing came.
    pub async fn look_at_invitation(self, token: &str) -> Result<InvitationSeen, Failure> {
        requests::look_at_invitation(token, self.0.lang).await
    }

    /// Takes up an invitation with an account of one's own, and is signed in with it.
    ///
    /// # Errors
    /// What the server said, or why nothing came.
    pub async fn accept_invitation(self, accepted: &InvitationAccepted) -> Result<(), Failure> {
        let session = requests::accept_invitation(accepted, self.0.lang).await?;
        self.signed_in(session);
        Ok(())
    }

    /// Somebody has signed in, by whichever way.
    pub fn signed_in(self, session: Session) {
        if self.0.vault.borrow().is_some() {
            self.handle(Event::SignedIn(session));
        } else {
            self.stand(Gate::ChoosePin(session));
        }
    }

    /// Makes the sealed store under this PIN.
    ///
    /// # Errors
    /// Why it can't be made.
    pub async fn choose_pin(self, session: Session, pin: &Pin) -> Result<(), Error> {
        let vault = Vault::create(pin).await?;
        self.open(vault).await?;
        self.handle(Event::SignedIn(session));
        Ok(())
    }

    /// Opens what is sealed.
    ///
    /// # Errors
    /// Why it stays locked; `Wiped` if that was the last try.
    pub async fn unlock(self, pin: &Pin) -> Result<(), Refusal> {
        match Vault::unlock(pin).await {
            Ok(vault) => {
                self.open(vault).await?;
                self.handle(Event::Woken);
                Ok(())
            }
            Err(refusal) => {
                match &refusal {
                    Refusal::Wiped => self.stand(Gate::Wiped),
                    Refusal::Empty => self.stand(Gate::SignIn),
                    Refusal::WrongPin { .. } | Refusal::Failed(_) => {}
                }
                Err(refusal)
            }
        }
    }

    async fn open(self, vault: Vault) -> Result<(), Error> {
        let (device, found) = sealed::found(&vault).await?;
        self.0.desk.replace(Desk::new(device, found));
        self.0.vault.replace(Some(vault));
        self.forget_rows();
        self.stand(Gate::Open);
        self.handle(Event::Link(window().navigator().on_line()));
        self.rest();
        Ok(())
    }

    /// Locks the tablet: what is decided is sealed, and nothing of it stays in memory. Not while something couldn't be kept.
    pub fn lock(self) {
        if self.0.desk.borrow().is_unkept() || self.0.is_running.get() {
            return self.rest();
        }
        if let Some(vault) = self.0.vault.take() {
            vault.lock();
            self.clear();
            spawn_local(async move { self.look().await });
        }
    }

    /// Erases everything on this tablet; what has no receipt yet is lost.
    pub async fn erase(self) {
        self.0.vault.take();
        self.clear();
        let gate = match Vault::wipe().await {
            Ok(()) => Gate::SignIn,
            Err(error) => broken(&error),
        };
        self.stand(gate);
    }

    /// Ends the session at the server, as far as it can be reached, and erases everything here.
    pub async fn sign_out(self) {
        let token = self.0.desk.borrow().session().map(|session| session.token.clone());
        if let Some(token) = token
            && let Err(failure) = requests::sign_out(&token, self.0.lang).await
        {
            leptos::logging::warn!("the session goes on at the server: {failure:?}");
        }
        self.erase().await;
    }

    fn clear(self) {
        self.0.cleared.set(self.0.cleared.get() + 1);
        self.0.desk.replace(Desk::new(DeviceId::new(Uuid::now_v7()), Default::default()));
        self.0.effects.borrow_mut().clear();
        self.0.timer.take().inspect(TimeoutHandle::clear);
        self.forget_rows();
    }

    /// The whole of an initiative, as the server told it. None if it isn't on the tablet.
    pub async fn paper(self, id: InitiativeId) -> Option<String> {
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

    /// The officer did something to an initiative. The op, by which it can be taken back.
    pub fn decide(self, id: InitiativeId, action: Action) -> Option<OpId> {
        self.handle(Event::Decided { id, action });
        self.0.desk.borrow().outbox().iter().rfind(|queued| queued.op.initiative == id).map(|queued| queued.op.id)
    }

    /// Lets something happen to the engine, and carries out what it says.
    pub fn handle(self, event: Event) {
        let effects = self.0.desk.borrow_mut().handle(event, &mut Around);
        self.0.effects.borrow_mut().extend(effects);
        self.forget_rows();
        if !self.0.is_running.replace(true) {
            spawn_local(async move {
                self.carry_out().await;
                self.0.is_running.set(false);
            });
        }
    }

    fn forget_rows(self) {
        self.0.rows.replace(None);
        self.0.changed.notify();
    }

    async fn carry_out(self) {
        loop {
            let Some(effect) = self.0.effects.borrow_mut().pop_front() else { return };
            let (lang, run) = (self.0.lang, self.0.cleared.get());
            let is_late = move || self.0.cleared.get() != run;
            match effect {
                Effect::Keep(keep) => {
                    let Some(vault) = self.0.vault.borrow().clone() else { continue };
                    if let Err(error) = sealed::keep(&vault, *keep).await
                        && !is_late()
                    {
                        leptos::logging::warn!("{error}");
                        match error {
                            Error::Gone => return self.stand(Gate::Wiped),
                            _ => self.not_kept(),
                        }
                    }
                }
                Effect::Fetch { number, token, of, cursor } => spawn_local(async move {
                    let answer = requests::page(&token, of, cursor.as_deref(), lang).await;
                    if !is_late() {
                        self.handle(Event::Fetched { number, answer });
                    }
                }),
                Effect::Send { number, token, request } => spawn_local(async move {
                    let answer = requests::sync(&token, &request, lang).await;
                    if !is_late() {
                        self.handle(Event::Answered { number, answer });
                    }
                }),
                Effect::Wait(millis) => self.wait(millis),
                Effect::Wipe => {
                    self.erase().await;
                    return self.stand(Gate::Wiped);
                }
            }
        }
    }

    /// What was to come after it doesn't: the engine says anew what to do.
    fn not_kept(self) {
        self.0.effects.borrow_mut().clear();
        let effects = self.0.desk.borrow_mut().handle(Event::NotKept, &mut Around);
        self.0.effects.borrow_mut().extend(effects);
        self.forget_rows();
    }

    fn wait(self, millis: u32) {
        let over = move || {
            if self.0.vault.borrow().is_some() {
                self.handle(Event::Timer);
            }
        };
        let timer = set_timeout_with_handle(over, Duration::from_millis(millis.into())).ok();
        if let Some(earlier) = self.0.timer.replace(timer) {
            earlier.clear();
        }
    }

    /// A touch: the tablet locks itself so long after the last one.
    fn rest(self) {
        let timer = set_timeout_with_handle(move || self.lock(), IDLE).ok();
        if let Some(earlier) = self.0.idle.replace(timer) {
            earlier.clear();
        }
    }

    fn listen(self) {
        let is_open = move || self.0.vault.borrow().is_some();
        let link = move |link| {
            if is_open() {
                self.handle(Event::Link(link));
            }
        };
        std::mem::forget(window_event_listener(ev::online, move |_| link(true)));
        std::mem::forget(window_event_listener(ev::offline, move |_| link(false)));
        std::mem::forget(window_event_listener(ev::focus, move |_| {
            if is_open() {
                self.handle(Event::Woken);
            }
        }));
        std::mem::forget(window_event_listener(ev::pointerdown, move |_| self.rest()));
        std::mem::forget(window_event_listener(ev::keydown, move |_| self.rest()));
    }
}

fn broken(error: &Error) -> Gate {
    leptos::logging::error!("{error}");
    Gate::Broken
}
