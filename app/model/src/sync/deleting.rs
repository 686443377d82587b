//! Deleting for good: what the person throws away, what they threw away on another device, and what the server lost. Promises
//! that words which were written elsewhere and never sent aren't lost with it: they go on as a new draft, and that is said.

use super::disk::{DELETED, Deleted, Key};
use super::{Effect, Engine, Surroundings};
use crate::calendar::Timestamp;
use crate::draft::{Draft, Known, Memory, Request, Written};
use crate::id::InitiativeId;
use crate::initiative::State;
use crate::op::Action;

impl Engine {
    /// What this device gives back to a server that was restored, and when that was found out; `None` if there is nothing to
    /// say.
    pub fn sent_again(&self) -> Option<(Timestamp, Vec<&Draft>)> {
        let drafts: Vec<&Draft> = self.drafts.values().filter(|draft| draft.known.sent_again).collect();
        self.position.other_history_at.filter(|_| !drafts.is_empty()).map(|at| (at, drafts))
    }

    /// Drafts made of words that were unsent when another device deleted their initiative.
    pub fn words_kept(&self) -> impl Iterator<Item = &Draft> {
        self.position.words_kept.iter().filter_map(|id| self.drafts.get(id))
    }

    /// Under which id the words of a deleted initiative go on, if they do.
    pub fn moved(&self, id: InitiativeId) -> Option<InitiativeId> {
        self.moved.get(&id).copied()
    }

    /// The person has read it. Only the tab that leads, where they are, may store that.
    pub(super) fn dismissed(&mut self, effects: &mut Vec<Effect>) {
        if !self.leads {
            return;
        }
        let told: Vec<InitiativeId> =
            self.drafts.values().filter(|draft| draft.known.sent_again).map(|draft| draft.written.id).collect();
        for id in told {
            if let Some(draft) = self.drafts.get_mut(&id) {
                draft.known.sent_again = false;
            }
            self.store(Key::Known(id), effects);
        }
        self.position.other_history_at = None;
        self.position.words_kept.clear();
        self.store(Key::Position, effects);
    }

    /// Throws away for good what the server never had, and asks it to delete what it has or may have.
    pub(super) fn delete(&mut self, id: InitiativeId, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        let Some(draft) = self.drafts.get_mut(&id) else { return };
        if draft.is_only_here() {
            self.forget(id);
            effects.push(Effect::Erase(id));
            return;
        }
        draft.ask_to_delete(around);
        self.typing_in.take_if(|(typed, _)| *typed == id);
        self.store(Key::Written(id), effects);
        self.go(around, effects);
    }

    pub(super) fn is_deleted_at_server(&self, id: InitiativeId) -> bool {
        let is_deleted = |draft: &Draft| draft.known.at_server().is_some_and(|newest| newest.state == State::Deleted);
        self.deleted.contains(&id) || self.drafts.get(&id).is_some_and(is_deleted)
    }

    /// Drops what is deleted at the server, or is to be and isn't there. Words that are unsent, or being written at this
    /// moment, go on under another id.
    pub(super) fn drop_deleted(&mut self, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        let is_moot = |draft: &Draft| {
            let Known { outbox, memory, .. } = &draft.known;
            draft.is_deleting() && !draft.known.is_with_server() && outbox.is_empty() && *memory != Memory::Asked
        };
        let is_gone =
            |(id, draft): (&InitiativeId, &Draft)| (is_moot(draft) || self.is_deleted_at_server(*id)).then_some(*id);
        let gone: Vec<InitiativeId> = self.drafts.iter().filter_map(is_gone).collect();
        self.deleted.clear();
        if !self.leads || gone.is_empty() {
            return;
        }
        for id in gone {
            self.keep_unsent_words(id, around, effects);
            let newest = self.drafts.get(&id).and_then(|draft| draft.known.newest.as_ref());
            self.position.deleted.extend(newest.map(|newest| Deleted { id, seen: newest.updated_at }));
            self.forget(id);
            effects.push(Effect::Erase(id));
        }
        let too_many = self.position.deleted.len().saturating_sub(DELETED);
        self.position.deleted.drain(..too_many);
        self.store(Key::Position, effects);
    }

    fn keep_unsent_words(&mut self, id: InitiativeId, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        let Some(draft) = self.drafts.get(&id) else { return };
        let typed = self.typing_in.filter(|(typed, _)| *typed == id).map(|(_, field)| field);
        // Whoever went on writing after they threw it away has taken that back, even if it has left.
        let is_thrown_away = draft.written.requests.iter().any(|request| request.action == Action::Delete {});
        if is_thrown_away || draft.unsent().is_empty() && typed.is_none() {
            return;
        }
        let mut words = draft.written.content().clone();
        if let Some(beneath) = self.beneath.as_ref().filter(|beneath| beneath.id == id) {
            let under_the_hand = typed.map(|field| (field, words.get(field)));
            words = beneath.content().clone();
            under_the_hand.into_iter().for_each(|(field, value)| words.set(field, value));
        }
        let new = InitiativeId::new(around.new_op_id().uuid());
        let mut written = Written::of_words(new, &words, draft.written.edited_at);
        written.typed = draft.written.typed.clone();
        self.drafts.insert(new, Draft::stored(written, Known::nothing(new)));
        self.moved.insert(id, new);
        self.position.words_kept.push(new);
        if let Some((_, field)) = self.typing_in.filter(|(typed, _)| *typed == id) {
            self.typing_in = Some((new, field));
        }
        self.store(Key::Written(new), effects);
    }
}

impl Draft {
    /// Asks for it to be deleted; first for it to be taken back, where officers have it.
    pub(super) fn ask_to_delete(&mut self, around: &mut dyn Surroundings) {
        let (at, base) = (around.now(), self.known.rev());
        let is_with_officers = matches!(self.known.state(), State::Submitted | State::Received);
        let taking_back = is_with_officers.then_some(Action::Withdraw {});
        for action in taking_back.into_iter().chain([Action::Delete {}]) {
            self.written.requests.push(Request { id: around.new_op_id(), at, base, action });
        }
    }
}
