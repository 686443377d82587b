//! Carrying out what the engine says, in its order. Promises that what comes after keeping something waits until it is kept,
//! and that no answer reaches another officer than the one who asked.

use std::time::Duration;

use js_sys::Promise;
use leptos::prelude::*;
use model::calendar::Timestamp;
use model::desk::{Effect, Event, Keep};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{Around, Gate, Tablet, requests, sealed};
use crate::vault::Error;

impl Tablet {
    /// Lets something happen to the engine, and carries out what it says.
    pub fn handle(self, event: Event) {
        let is_typing = matches!(event, Event::Wrote { .. });
        let effects = self.0.desk.borrow_mut().handle(event, &mut Around);
        effects.into_iter().for_each(|effect| self.queue(effect));
        if is_typing {
            self.0.kept.notify();
            self.0.wrote.notify();
        } else {
            self.forget_rows();
        }
        if !self.0.is_running.replace(true) {
            spawn_local(async move {
                self.carry_out().await;
                self.0.is_running.set(false);
                self.settle();
            });
        }
    }

    fn is_at_rest(self) -> bool {
        !self.0.is_running.get() && self.0.notes_pending.get() == 0
    }

    /// What waited until all is kept comes about, if it is.
    pub(super) fn settle(self) {
        self.0.kept.notify();
        if self.is_at_rest() {
            self.0.afterwards.take().into_iter().for_each(|act| act());
        }
    }

    /// What somebody types faster than the disk writes is kept as it stands when its turn comes.
    fn queue(self, effect: Effect) {
        let mut effects = self.0.effects.borrow_mut();
        match (effects.back_mut(), effect) {
            (Some(Effect::Keep(waiting)), Effect::Keep(next)) if waiting.is_overtaken_by(&next) => *waiting = next,
            (_, effect) => effects.push_back(effect),
        }
    }

    /// Whether all that was decided and written is on the disk; for closures that run again when that changes.
    pub fn has_kept_words(self) -> bool {
        !self.is_keeping_words() && !self.is_keeping_notes() && !self.has_unkept()
    }

    /// Whether words of decisions are on their way to the disk; for closures that run again when that changes.
    pub fn is_keeping_words(self) -> bool {
        self.0.kept.track();
        let waits = |effect: &Effect| matches!(effect, Effect::Keep(keep) if keep.has_words());
        self.0.is_keeping_words.get() || self.0.effects.borrow().iter().any(waits)
    }

    /// Does something once all that happened is kept, or couldn't be.
    pub(super) fn once_kept(self, act: impl FnOnce() + 'static) {
        if self.is_at_rest() {
            act();
        } else {
            self.0.afterwards.borrow_mut().push(Box::new(act));
        }
    }

    /// Waits until all that happened is kept, or couldn't be.
    pub(super) async fn all_kept(self) {
        let kept = Promise::new(&mut |resolve, _| {
            self.once_kept(move || _ = resolve.call0(&JsValue::UNDEFINED));
        });
        // It is never rejected.
        _ = JsFuture::from(kept).await;
    }

    pub(super) fn forget_rows(self) {
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
                    let gone = keep.deletions();
                    self.0.is_keeping_words.set(keep.has_words());
                    let kept = sealed::keep(&vault, *keep).await;
                    self.0.is_keeping_words.set(false);
                    if let Err(error) = kept
                        && !is_late()
                    {
                        leptos::logging::warn!("{error}");
                        match error {
                            Error::Gone => return self.stand(Gate::Wiped),
                            _ => self.not_kept(gone),
                        }
                    }
                }
                Effect::Fetch { number, token, of, cursor } => spawn_local(async move {
                    let answer = requests::page(&token, of, cursor.as_deref(), lang).await;
                    if !is_late() {
                        self.told_time(answer.server_time);
                        self.handle(Event::Fetched { number, answer: answer.said });
                    }
                }),
                Effect::Send { number, token, request } => spawn_local(async move {
                    let answer = requests::sync(&token, &request, lang).await;
                    if !is_late() {
                        self.told_time(answer.server_time);
                        self.handle(Event::Answered { number, answer: answer.said });
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

    /// Deadlines go by the server's clock.
    fn told_time(self, at: Option<Timestamp>) {
        if let Some(at) = at {
            self.handle(Event::ServerTime(at));
        }
    }

    /// What was to come after it doesn't: the engine says anew what to do.
    fn not_kept(self, gone: Keep) {
        let waiting = self.0.effects.take();
        let kept = |effect| if let Effect::Keep(keep) = effect { Some(*keep) } else { None };
        let lost = std::iter::once(gone).chain(waiting.into_iter().filter_map(kept)).collect();
        let effects = self.0.desk.borrow_mut().handle(Event::NotKept(lost), &mut Around);
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
}
