//! What the person does: writing, asking, taking back, throwing away. Promises that their words are in the first effect,
//! and that the field under their hand isn't changed by anybody else.

use super::disk::Key;
use super::{Effect, Engine, Surroundings};
use crate::calendar::Timestamp;
use crate::draft::{Draft, Known, Memory, Request};
use crate::field::{Field, Value};
use crate::id::{InitiativeId, Rev};
use crate::op::Action;

/// How long after an edit it is sent, milliseconds: long enough for a few more words to go with it.
const AFTER_EDIT: u32 = 1_500;
/// Words go after so long at the latest, milliseconds, however steadily somebody types.
const STEADY_TYPING: u32 = 5_000;

impl Engine {
    pub(super) fn edited(
        &mut self,
        id: InitiativeId,
        field: Field,
        value: Value,
        around: &mut dyn Surroundings,
        effects: &mut Vec<Effect>,
    ) {
        let now = around.now();
        let draft = self.drafts.entry(id).or_insert_with(|| Draft::new(id, now));
        if draft.written.content().holds(field, &value) {
            return;
        }
        if let Some(beneath) = self.beneath.take_if(|beneath| beneath.id == id) {
            draft.take_words(beneath);
        }
        self.disk.before_edit(id, field, draft.written.content());
        draft.written.write(field, value, now);
        draft.written.want_again();
        if !self.fresh.contains(&id) {
            self.fresh.push(id);
        }
        self.store_written(id, effects);
        self.wait_for_more_words(around, effects);
    }

    /// Keeps what can't be read as a value yet. Nothing of it is sent.
    pub(super) fn typed(
        &mut self,
        id: InitiativeId,
        pointer: &str,
        text: Option<&str>,
        around: &mut dyn Surroundings,
        effects: &mut Vec<Effect>,
    ) {
        if text.is_none() && !self.drafts.contains_key(&id) {
            return;
        }
        let now = around.now();
        let draft = self.drafts.entry(id).or_insert_with(|| Draft::new(id, now));
        if draft.written.keep_typed(pointer, text) {
            self.store_written(id, effects);
        }
    }

    /// After words were written they go soon, unless an answer is awaited or a backoff runs: these end by themselves.
    pub(super) fn wait_for_more_words(&mut self, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        let wait = self.time_for_words(around.now());
        if self.leads && self.awaiting.is_none() && !self.joining_now && self.failures == 0 {
            effects.push(Effect::Wait(wait));
        }
    }

    /// How long written words wait for more of them, milliseconds: each letter starts that anew, up to a ceiling.
    pub(super) fn time_for_words(&mut self, now: Timestamp) -> u32 {
        let since = *self.words_since.get_or_insert(now);
        let Ok(waited) = u32::try_from(now.millis_since(since)) else {
            // The clock was set back.
            self.words_since = Some(now);
            return AFTER_EDIT;
        };
        AFTER_EDIT.min(STEADY_TYPING.saturating_sub(waited))
    }

    /// Stores what the person wrote, without the requests that are over.
    fn store_written(&mut self, id: InitiativeId, effects: &mut Vec<Effect>) {
        if let Some(Draft { written, known, .. }) = self.drafts.get_mut(&id) {
            written.requests.retain(|request| !known.over.contains(&request.id));
        }
        self.store(Key::Written(id), effects);
    }

    pub(super) fn asked(
        &mut self,
        id: InitiativeId,
        action: Action,
        around: &mut dyn Surroundings,
        effects: &mut Vec<Effect>,
    ) {
        let now = around.now();
        let Some(draft) = self.drafts.get_mut(&id) else { return };
        if let Some(beneath) = self.beneath.take_if(|beneath| beneath.id == id) {
            draft.take_words(beneath);
        }
        if action == (Action::Delete {}) {
            return self.delete(id, around, effects);
        }
        let base = if draft.written.life == draft.known.life { draft.known.rev() } else { Rev(0) };
        if let Action::Resolve(choices) = &action {
            draft.show_choice(choices, self.device, now);
        }
        draft.written.want_again();
        draft.written.requests.push(Request { id: around.new_op_id(), at: now, base, action });
        self.store_written(id, effects);
        self.go(around, effects);
    }

    pub(super) fn took_back(&mut self, id: InitiativeId, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        let Some(Draft { written, known, .. }) = self.drafts.get_mut(&id) else { return };
        let may_have_left = |request: &Request| known.outbox.iter().any(|op| op.id == request.id);
        let over = |request: &Request| known.over.contains(&request.id);
        written.requests.retain(|request| may_have_left(request) && !over(request));
        if self.drafts.get(&id).is_some_and(Draft::is_submitting) {
            return self.asked(id, Action::Withdraw {}, around, effects);
        }
        self.settle(id);
        self.store_written(id, effects);
    }

    /// A draft that the server never had goes for good; of one that it has, only the words that it hasn't: its version
    /// takes their place. What may be on its way stays until the answer comes.
    pub(super) fn discarded(&mut self, id: InitiativeId, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        let now = around.now();
        let Some(draft) = self.drafts.get_mut(&id) else { return };
        if draft.is_only_here() {
            self.forget(id);
            effects.push(Effect::Erase(id));
        } else if draft.discard(now) {
            self.store_written(id, effects);
        }
    }

    /// Takes in a draft as a whole. What the server said of one that is here holds; of one that isn't, the server is asked
    /// what it has by the tab that leads, and any other tab leaves what the file claims aside.
    pub(super) fn brought_in(&mut self, draft: Draft, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        let id = draft.written.id;
        let Draft { written, known, .. } = draft;
        match self.drafts.get_mut(&id) {
            Some(held) => held.take_words(written),
            None if !known.is_with_server() => _ = self.drafts.insert(id, Draft::stored(written, known)),
            None if !self.leads => _ = self.drafts.insert(id, Draft::stored(written, Known::nothing(id))),
            None => {
                let mut claimed = Draft::stored(written, known);
                claimed.begin_life(Memory::Asked);
                self.drafts.insert(id, claimed);
                self.position.reread = true;
                self.store(Key::Position, effects);
            }
        }
        if self.leads {
            self.store(Key::Known(id), effects);
        }
        self.store_written(id, effects);
        self.settle(id);
        self.go(around, effects);
    }

    pub(super) fn typing_in(&mut self, place: Option<(InitiativeId, Field)>) {
        let left = std::mem::replace(&mut self.typing_in, place);
        let Some((id, _)) = left.filter(|_| left != place) else { return };
        if let Some(beneath) = self.beneath.take()
            && let Some(draft) = self.drafts.get_mut(&id)
        {
            draft.take_words(beneath);
        }
        self.settle(id);
    }

    /// Takes the server's newest version over where that loses nothing.
    pub(super) fn settle(&mut self, id: InitiativeId) {
        let typing_in = self.typing_in.filter(|(typed, _)| *typed == id).map(|(_, field)| field);
        if self.beneath.as_ref().is_some_and(|beneath| beneath.id == id) {
            return;
        }
        if let Some(draft) = self.drafts.get_mut(&id) {
            draft.settle(typing_in);
        }
    }
}
