//! What the engine has stored and what it couldn't: the stored forms, taking them in from the start, from other tabs and
//! after a failure. Promises that nothing is sent whose op isn't stored, and that a position in the server's log is never
//! stored ahead of what came before it.

use super::{Effect, Engine, Surroundings};
use crate::calendar::Timestamp;
use crate::content::{Content, Patch};
use crate::draft::{Draft, Known, Written};
use crate::field::Field;
use crate::id::{InitiativeId, OpId};
use crate::problem::Problem;
use crate::wire::{JoinRequest, Member};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};

/// How long until a thing that couldn't be stored is tried again, milliseconds.
const STORE_AGAIN: u32 = 10_000;

/// Who this device belongs to, as stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// The version of the stored form, see [`crate::draft::FORMAT`].
    pub format: u32,
    /// The member.
    pub member: Member,
    /// The device's secret.
    pub token: String,
    /// The token is no longer accepted: the person has to join again, and everything waits.
    #[serde(default)]
    pub expired: bool,
}

/// A request to join that waits for a link, as stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Joining {
    /// The version of the stored form, see [`crate::draft::FORMAT`].
    pub format: u32,
    /// Makes a repeat of the same request give the same answer.
    pub key: OpId,
    /// What is asked.
    pub request: JoinRequest,
    /// Why it was refused, if it was; it waits for the person then.
    #[serde(default)]
    pub refused: Option<Problem>,
}

/// Where the device stands in the server's log, as stored.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Position {
    /// What the server's last answer said; `None` before the first.
    pub cursor: Option<String>,
    /// Something on the way here couldn't be read by this version of the app: the log is read anew at each start until
    /// a newer version can.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unread: bool,
    /// The log is to be read from its start once the server has taken the cursor: a server with another history must say so
    /// before anything that it names is taken for the newest.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reread: bool,
    /// When the server was found to have another history than the one that was read, by the device's clock. Until the
    /// person has seen what was sent again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_history_at: Option<Timestamp>,
    /// What was deleted, the last [`DELETED`] of it: a server that was restored may have it again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deleted: Vec<Deleted>,
    /// Drafts made of words that were unsent when another device deleted their initiative. Until the person has seen that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words_kept: Vec<InitiativeId>,
}

/// A deleted initiative.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deleted {
    /// Which.
    pub id: InitiativeId,
    /// When its last version that was seen here was made, by the server's clock.
    pub seen: Timestamp,
}

/// So many deletions are remembered.
pub(super) const DELETED: usize = 500;

/// A thing that is stored, under a key of its own.
#[allow(clippy::large_enum_variant, reason = "it is boxed wherever it is kept or handed on")]
#[derive(Debug, Clone, PartialEq)]
pub enum Stored {
    /// A draft's first part.
    Written(Written),
    /// A draft's second part.
    Known(Known),
    /// Where the device stands in the log.
    Position(Position),
    /// Who the device belongs to; `None` removes the key.
    Session(Option<Session>),
    /// A request to join; `None` removes the key.
    Joining(Option<Joining>),
}

/// What was found on the disk.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// Every draft's first part that can be read.
    pub written: Vec<Written>,
    /// Every draft's second part that can be read.
    pub known: Vec<Known>,
    /// Where the device stands in the log.
    pub position: Position,
    /// Who the device belongs to.
    pub session: Option<Session>,
    /// A request to join that waits.
    pub joining: Option<Joining>,
}

/// What a stored thing is stored under. In the order in which things have to be stored after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Written(InitiativeId),
    Known(InitiativeId),
    Position,
    Session,
    Joining,
}

impl Stored {
    fn key(&self) -> Key {
        match self {
            Stored::Written(written) => Key::Written(written.id),
            Stored::Known(known) => Key::Known(known.id),
            Stored::Position(_) => Key::Position,
            Stored::Session(_) => Key::Session,
            Stored::Joining(_) => Key::Joining,
        }
    }
}

/// What of the engine's memory isn't on the disk.
#[derive(Default)]
pub(super) struct Disk {
    /// The last list of effects: what it stores, in order, and whether it sends something.
    last: Vec<Key>,
    last_sends: bool,
    unstored: LiteMap<Key, ()>,
    /// Of these, what failed itself and isn't tried again before the next wait is over.
    failed: Vec<Key>,
    /// What the fields held that were edited here since their draft was last stored.
    edited_from: LiteMap<InitiativeId, Patch>,
}

impl Disk {
    pub(super) fn is_unstored(&self, key: Key) -> bool {
        self.unstored.contains_key(&key)
    }

    /// What wasn't stored may be tried again.
    pub(super) fn try_again(&mut self) {
        self.failed.clear();
    }

    /// Notes what a field holds before an edit.
    pub(super) fn before_edit(&mut self, id: InitiativeId, field: Field, words: &Content) {
        if !self.is_unstored(Key::Written(id)) {
            self.edited_from.remove(&id);
        }
        let edited_from = self.edited_from.entry(id).or_default();
        if edited_from.get(field).is_none() {
            edited_from.set(field, words.get(field));
        }
    }

    pub(super) fn forget(&mut self, id: InitiativeId) {
        self.edited_from.remove(&id);
        self.stored_elsewhere(Key::Written(id));
        self.stored_elsewhere(Key::Known(id));
    }

    fn stored_elsewhere(&mut self, key: Key) {
        self.unstored.remove(&key);
        self.failed.retain(|failed| *failed != key);
    }

    /// Remembers what the list asks for. It counts as done unless [`super::Event::NotStored`] comes back.
    pub(super) fn asked_for(&mut self, effects: &[Effect]) {
        let key = |effect: &Effect| if let Effect::Store(stored) = effect { Some(stored.key()) } else { None };
        self.last = effects.iter().filter_map(key).collect();
        self.last_sends = effects.iter().any(|effect| matches!(effect, Effect::Send { .. } | Effect::Join { .. }));
        for key in &self.last {
            self.unstored.remove(key);
        }
    }

    fn not_stored(&mut self, key: Key) {
        self.failed.push(key);
        let place = self.last.iter().position(|stored| *stored == key).unwrap_or(0);
        self.unstored.insert(key, ());
        for after in self.last.drain(place..) {
            self.unstored.insert(after, ());
        }
    }
}

impl Engine {
    /// Asks for a thing to be stored as it is now. A position waits until everything before it is stored.
    pub(super) fn store(&mut self, key: Key, effects: &mut Vec<Effect>) {
        if key == Key::Position && self.disk.unstored.keys().any(|key| matches!(key, Key::Known(_))) {
            self.disk.unstored.insert(key, ());
            return;
        }
        if let Key::Written(id) = key
            && let Some(draft) = self.drafts.get_mut(&id)
        {
            draft.is_stored_as_shown();
        }
        let stored = match key {
            Key::Written(id) => self.drafts.get(&id).map(|draft| Stored::Written(draft.written.clone())),
            Key::Known(id) => self.drafts.get(&id).map(|draft| Stored::Known(draft.known.clone())),
            Key::Position => Some(Stored::Position(self.position.clone())),
            Key::Session => Some(Stored::Session(self.session.clone())),
            Key::Joining => Some(Stored::Joining(self.joining.clone())),
        };
        if let Some(stored) = stored {
            self.disk.unstored.remove(&key);
            effects.push(Effect::Store(Box::new(stored)));
        }
    }

    /// Asks once more for what couldn't be stored, as far as there is hope.
    pub(super) fn store_again(&mut self, effects: &mut Vec<Effect>) {
        let again: Vec<Key> =
            self.disk.unstored.keys().filter(|key| !self.disk.failed.contains(key)).copied().collect();
        for key in again {
            self.store(key, effects);
        }
    }

    /// How long to wait at most: less than `otherwise` while something isn't stored.
    pub(super) fn at_most(&self, otherwise: u32) -> u32 {
        if self.disk.unstored.is_empty() { otherwise } else { otherwise.min(STORE_AGAIN) }
    }

    pub(super) fn not_stored(&mut self, stored: &Stored, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        self.disk.not_stored(stored.key());
        self.store_again(effects);
        if self.disk.last_sends {
            // What was to be sent with it didn't leave. What doesn't depend on it may.
            self.awaiting = None;
            self.joining_now = false;
            self.go(around, effects);
        }
        effects.push(Effect::Wait(STORE_AGAIN));
    }

    /// Takes in all that is stored.
    pub(super) fn take_found(&mut self, found: Found) {
        for written in found.written {
            self.take_written(written);
        }
        for known in found.known {
            self.take_known(known);
        }
        self.position = found.position;
        self.session = found.session;
        self.joining = found.joining;
        for key in [Key::Position, Key::Session, Key::Joining] {
            self.disk.stored_elsewhere(key);
        }
        let ids: Vec<InitiativeId> = self.drafts.keys().copied().collect();
        for id in ids {
            self.settle(id);
        }
    }

    pub(super) fn wrote_elsewhere(&mut self, stored: Stored, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        let key = stored.key();
        match stored {
            // Only the tab that leads writes these: what still comes is from the one that led before.
            Stored::Known(_) | Stored::Position(_) if self.leads => return,
            Stored::Written(written) => {
                let id = written.id;
                self.take_written(written);
                self.settle(id);
                self.wait_for_more_words(around, effects);
            }
            Stored::Known(known) => {
                let id = known.id;
                self.take_known(known);
                self.settle(id);
            }
            Stored::Position(position) => self.position = position,
            Stored::Session(session) => {
                if self.leads && session.as_ref().map(|it| it.member.id) != self.session.as_ref().map(|it| it.member.id)
                {
                    self.position = Position::default();
                    self.store(Key::Position, effects);
                }
                self.session = session;
            }
            Stored::Joining(joining) => self.joining = joining,
        }
        if matches!(key, Key::Position | Key::Session | Key::Joining) {
            self.disk.stored_elsewhere(key);
        }
        if matches!(key, Key::Session | Key::Joining) && self.leads && self.awaiting.is_none() {
            effects.push(Effect::Wait(0));
        }
    }

    /// What was stored takes the place of what is here, but for what the person writes here at this moment: the field
    /// under their hand, and words that this tab couldn't store, unless the same field was written in elsewhere.
    fn take_written(&mut self, mut written: Written) {
        let id = written.id;
        let Some(draft) = self.drafts.get_mut(&id) else {
            self.drafts.insert(id, Draft::stored(written, Known::nothing(id)));
            return;
        };
        if self.disk.is_unstored(Key::Written(id))
            && let Some(edited_from) = self.disk.edited_from.get(&id)
        {
            for (field, before) in edited_from.iter() {
                if written.content().holds(field, before) {
                    written.write(field, draft.own_words().content().get(field), draft.written.edited_at);
                }
            }
        }
        let under_the_hand = self.typing_in.filter(|(typed, _)| *typed == id).map(|(_, field)| field);
        let differs = |field: &Field| {
            let content = draft.written.content();
            content.written(*field) != written.content().written(*field)
        };
        if under_the_hand.filter(differs).is_some() {
            self.beneath = Some(written);
        } else {
            self.beneath.take_if(|beneath| beneath.id == id);
            draft.take_words(written);
        }
    }

    fn take_known(&mut self, known: Known) {
        self.disk.stored_elsewhere(Key::Known(known.id));
        match self.drafts.get_mut(&known.id) {
            Some(draft) => draft.known = known,
            None => _ = self.drafts.insert(known.id, Draft::restored(known)),
        }
    }
}
