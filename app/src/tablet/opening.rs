//! What stands between the officer and the desk: signing in, the PIN, the lock after some idle time, another tab, erasing.
//! Promises that the tablet closes only when everything that was decided or written is kept.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use model::desk::{Desk, Event, Session};
use model::id::DeviceId;
use model::problem::{Problem, ProblemKind};
use model::sign_in::{InvitationAccepted, InvitationSeen, SignInRequest};
use model::sync::Failure;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;

use super::turn::{Asking, Told};
use super::{Gate, Lock, Tablet, now, requests, sealed};
use crate::i18n::desk;
use crate::vault::{Error, Pin, Recovered, Refusal, State, Vault};

/// After so long without a touch the tablet locks itself.
const IDLE: Duration = Duration::from_secs(5 * 60);

impl Tablet {
    async fn look(self) {
        let gate = match Vault::state().await {
            Ok(State::Empty) => Gate::SignIn,
            Ok(State::Locked { id, wait, free, by_account }) => match sealed::held().await {
                Ok(held) => Gate::Locked(Lock { id, wait, free, by_account, held }),
                Err(error) => broken(&error),
            },
            Err(error) => broken(&error),
        };
        self.stand(gate);
    }

    /// Signs in: at first, or anew after the session ended.
    ///
    /// # Errors
    /// What the server said, or why nothing came.
    pub async fn sign_in(self, request: &SignInRequest) -> Result<(), Failure> {
        let session = requests::sign_in(request, self.0.lang).await?;
        self.signed_in(session)
    }

    /// What an invitation is for.
    ///
    /// # Errors
    /// What the server said, or why nothing came.
    pub async fn look_at_invitation(self, token: &str) -> Result<InvitationSeen, Failure> {
        requests::look_at_invitation(token, self.0.lang).await
    }

    /// Takes up an invitation with an account of one's own, and is signed in with it. Who has joined as a member with the
    /// token `member` stays the same person, who can't decide on what they wrote themselves.
    ///
    /// # Errors
    /// What the server said, or why nothing came.
    pub async fn accept_invitation(self, accepted: &InvitationAccepted, member: Option<&str>) -> Result<(), Failure> {
        let session = requests::accept_invitation(accepted, member, self.0.lang).await?;
        self.signed_in(session)
    }

    /// Takes up an invitation as the officer who is signed in. What they may read from now on is fetched at once.
    ///
    /// # Errors
    /// What the server said, or why nothing came.
    pub async fn accept_as_officer(self, invitation: &str) -> Result<(), Failure> {
        let token = self.token().ok_or(Failure::Unreachable)?;
        let session = requests::accept_as(&token, invitation, self.0.lang).await?;
        self.handle(Event::SignedIn(session));
        Ok(())
    }

    /// Somebody has signed in, by whichever way.
    ///
    /// # Errors
    /// That the tablet is another officer's: what is on it and its PIN are theirs. The new session ends again.
    pub fn signed_in(self, session: Session) -> Result<(), Failure> {
        if self.0.vault.borrow().is_none() {
            self.stand(Gate::ChoosePin(session));
            return Ok(());
        }
        let owner = self.0.desk.borrow().session().map(|session| session.member.clone());
        if let Some(owner) = owner.filter(|owner| owner.id != session.member.id) {
            let lang = self.0.lang;
            self.end_unused(session);
            let mut problem = Problem::new(ProblemKind::Forbidden);
            problem.detail = desk::OTHERS_TABLET.fill(lang, &[&owner.name]);
            return Err(Failure::Refused(problem));
        }
        self.handle(Event::SignedIn(session));
        Ok(())
    }

    /// Ends a session that was opened for nothing.
    fn end_unused(self, session: Session) {
        let lang = self.0.lang;
        spawn_local(async move {
            if let Err(failure) = requests::sign_out(&session.token, lang).await {
                leptos::logging::warn!("a session that nobody uses goes on at the server: {failure:?}");
            }
        });
    }

    /// Makes the sealed store under this PIN; the account opens it as well, if the server can be asked for its part now.
    ///
    /// # Errors
    /// Why it can't be made.
    pub async fn choose_pin(self, session: Session, pin: &Pin) -> Result<(), Error> {
        let id = Vault::new_id();
        let secret = requests::vault_secret(&session.token, &id, self.0.lang).await;
        let secret =
            secret.inspect_err(|failure| leptos::logging::warn!("only the PIN opens it yet: {failure:?}")).ok();
        let vault = Vault::create(id, pin, secret.as_ref()).await?;
        self.open(vault).await?;
        self.handle(Event::SignedIn(session));
        Ok(())
    }

    /// Opens a tablet whose PIN was forgotten with a session of its officer's. Another PIN is chosen next; until then the old
    /// one holds.
    ///
    /// # Errors
    /// What the server said, or that the session is somebody else's; it is ended then.
    pub async fn open_by_account(self, session: Session) -> Result<(), Failure> {
        let Gate::Locked(Lock { id, .. }) = self.0.gate.borrow().clone() else { return Ok(()) };
        let secret = requests::vault_secret(&session.token, &id, self.0.lang).await?;
        match Vault::recover(&secret).await {
            Ok(recovered) => self.stand(Gate::RenewPin(session, recovered)),
            Err(Refusal::WrongAccount) => {
                self.end_unused(session);
                let mut problem = Problem::new(ProblemKind::Forbidden);
                problem.detail = desk::NOT_THIS_ACCOUNT.say(self.0.lang).to_owned();
                return Err(Failure::Refused(problem));
            }
            Err(Refusal::Failed(error)) => self.stand(broken(&error)),
            Err(Refusal::Empty | Refusal::Wait(_) | Refusal::WrongPin { .. }) => self.stand(Gate::SignIn),
        }
        Ok(())
    }

    /// The same with login and password.
    ///
    /// # Errors
    /// As above.
    pub async fn open_by_password(self, request: &SignInRequest) -> Result<(), Failure> {
        let session = requests::sign_in(request, self.0.lang).await?;
        self.open_by_account(session).await
    }

    /// Chooses another PIN after that, and goes on where the tablet was left.
    ///
    /// # Errors
    /// Why the old one still holds.
    pub async fn renew_pin(self, session: Session, recovered: Recovered, pin: &Pin) -> Result<(), Error> {
        let vault = recovered.choose(pin).await?;
        self.open(vault).await?;
        self.handle(Event::SignedIn(session));
        Ok(())
    }

    /// Has the account open the tablet as well, if it doesn't yet: the tablet was set up without a link, or by an earlier
    /// release.
    fn let_account_open(self, vault: Vault, pin: Pin) {
        let Some(token) = self.token() else { return };
        let lang = self.0.lang;
        spawn_local(async move {
            match vault.is_open_by_account().await {
                Ok(false) => {}
                Ok(true) => return,
                Err(error) => return leptos::logging::warn!("{error}"),
            }
            // Without a link it is tried again when it is unlocked next.
            let Ok(secret) = requests::vault_secret(&token, vault.id(), lang).await else { return };
            if let Err(error) = vault.open_by_account(&pin, &secret).await {
                leptos::logging::warn!("{error}");
            }
        });
    }

    /// Opens what is sealed.
    ///
    /// # Errors
    /// Why it stays locked.
    pub async fn unlock(self, pin: &Pin) -> Result<(), Refusal> {
        match Vault::unlock(pin).await {
            Ok(vault) => {
                self.open(vault.clone()).await?;
                self.handle(Event::Woken);
                self.let_account_open(vault, pin.clone());
                Ok(())
            }
            Err(refusal) => {
                if refusal == Refusal::Empty {
                    self.stand(Gate::SignIn);
                }
                Err(refusal)
            }
        }
    }

    /// Changes the PIN; a wrong old one counts as at the lock.
    ///
    /// # Errors
    /// Why the old one still holds.
    pub async fn change_pin(self, old: &Pin, new: &Pin) -> Result<(), Refusal> {
        let Some(vault) = self.0.vault.borrow().clone() else { return Err(Refusal::Failed(Error::Locked)) };
        let changed = vault.change_pin(old, new).await;
        if let Err(Refusal::Empty | Refusal::Failed(Error::Gone)) = changed {
            self.close();
            self.stand(Gate::Wiped);
        }
        changed
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

    /// Locks the tablet: what is decided and what is written is sealed first, and nothing of it stays in memory. Not while
    /// something couldn't be kept.
    pub fn lock(self) {
        self.once_kept(move || {
            if self.has_unkept() {
                spawn_local(self.keep_notes_again());
                self.rest();
            } else if self.close() {
                spawn_local(async move { self.look().await });
            }
        });
    }

    /// Forgets the key and everything it opened, if it is open.
    fn close(self) -> bool {
        let vault = self.0.vault.take();
        if let Some(vault) = &vault {
            vault.lock();
            self.clear();
        }
        vault.is_some()
    }

    /// Has the desk here, from whichever tab has it now.
    pub fn take_over(self) {
        if let Some(turn) = self.0.turn.get() {
            turn.take();
        }
    }

    /// What is heard of the other tabs.
    pub(super) fn told(self, told: Told) {
        match told {
            Told::Mine if self.0.vault.borrow().is_some() => {}
            Told::Mine => spawn_local(async move { self.look().await }),
            Told::Elsewhere => self.stand(Gate::Elsewhere { stays: false }),
            Told::Stays => self.stand(Gate::Elsewhere { stays: true }),
            Told::Asked(asking) => {
                let is_in_use = matches!(*self.0.gate.borrow(), Gate::Open | Gate::ChoosePin(_) | Gate::RenewPin(..));
                if asking.is_persons || !is_in_use {
                    self.once_kept(move || self.give(&asking));
                }
            }
            Told::Lost => self.once_kept(move || {
                // What couldn't be kept is nowhere else: then both have the desk until it is.
                if !self.has_unkept() {
                    self.close();
                    self.stand(Gate::Elsewhere { stays: false });
                }
            }),
        }
    }

    fn give(self, asking: &Asking) {
        let Some(turn) = self.0.turn.get() else { return };
        if self.has_unkept() {
            return turn.keep(asking);
        }
        self.close();
        self.stand(Gate::Elsewhere { stays: false });
        turn.give(asking);
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
        self.0.unkept_notes.borrow_mut().clear();
        self.0.timer.take().inspect(TimeoutHandle::clear);
        self.forget_rows();
    }

    /// A touch: the tablet locks itself so long after the last one. Timers stand still while a tablet sleeps, so that one
    /// which is taken up after longer locks now.
    fn touched(self) {
        if self.has_idled() {
            self.lock();
        } else {
            self.rest();
        }
    }

    fn has_idled(self) -> bool {
        self.0.vault.borrow().is_some() && now().millis_since(self.0.touched_at.get()) >= IDLE.as_millis() as i64
    }

    fn rest(self) {
        self.0.touched_at.set(now());
        let timer = set_timeout_with_handle(move || self.lock(), IDLE).ok();
        if let Some(earlier) = self.0.idle.replace(timer) {
            earlier.clear();
        }
    }

    pub(super) fn listen(self) {
        let is_open = move || self.0.vault.borrow().is_some();
        let link = move |link| {
            if is_open() {
                self.handle(Event::Link(link));
            }
        };
        std::mem::forget(window_event_listener(ev::online, move |_| link(true)));
        std::mem::forget(window_event_listener(ev::offline, move |_| link(false)));
        std::mem::forget(window_event_listener(ev::focus, move |_| {
            if self.has_idled() {
                self.lock();
            } else if is_open() {
                self.handle(Event::Woken);
            }
        }));
        // Words that aren't on the disk would go with the page: the browser asks first.
        std::mem::forget(window_event_listener(ev::beforeunload, move |event| {
            if !untrack(|| self.has_kept_words()) {
                event.prevent_default();
            }
        }));
        std::mem::forget(window_event_listener(ev::pointerdown, move |_| self.touched()));
        std::mem::forget(window_event_listener(ev::keydown, move |_| self.touched()));
    }
}

fn broken(error: &Error) -> Gate {
    leptos::logging::error!("{error}");
    Gate::Broken
}
