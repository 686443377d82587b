//! An initiative on a device, in two stored parts, so that two writers never share a key: what the person **wrote**
//! (whichever tab they write in) and what the server is **known** to have said (the one tab that syncs). What is shown,
//! sent and asked for follows from the two. Every stored form ever shipped can be read: [`Written::read`], [`Known::read`].

mod known;
mod standing;
mod stored;
mod written;

pub use known::{Known, Memory, Owed, Refusal};
pub use standing::{Need, Standing};
pub use stored::{FORMAT, Unreadable};
pub use written::{Request, Written};

use crate::calendar::Timestamp;
use crate::content::Patch;
use crate::field::Field;
use crate::id::{DeviceId, InitiativeId, OpId, Rev};
use crate::initiative::{Alternative, Initiative, State};
use crate::op::{Action, Op, Side};
use std::collections::BTreeMap;

/// Both parts together.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// What the person sees: what they wrote, or the server's version once that was taken over.
    pub written: Written,
    /// What the server is known to have.
    pub known: Known,
    own: Own,
}

/// Which words are this device's own. Only these are ever sent: so what goes out is the same after a restart.
#[derive(Debug, Clone, PartialEq)]
enum Own {
    /// Those that are shown.
    Shown,
    /// Those that were shown and stored before the server's version was taken over.
    Before(Box<Written>),
    /// None: nobody wrote in it here.
    None,
}

impl Draft {
    /// A fresh one, started now.
    pub fn new(id: InitiativeId, now: Timestamp) -> Self {
        Self { written: Written::new(id, now), known: Known::nothing(id), own: Own::Shown }
    }

    /// A draft as it was stored.
    pub fn stored(written: Written, known: Known) -> Self {
        Self { written, known, own: Own::Shown }
    }

    /// Notes that what is shown was stored, because the person did something.
    pub fn is_stored_as_shown(&mut self) {
        self.own = Own::Shown;
    }

    /// What another tab stored takes the place of what is here.
    pub fn take_words(&mut self, written: Written) {
        self.written = written;
        self.own = Own::Shown;
    }

    /// A draft of which only the server's part was stored: nobody has written in it here, or what they wrote is gone
    /// from the disk and survives in the ops alone.
    pub fn restored(known: Known) -> Self {
        let started = known.newest.as_ref().map_or(Timestamp::EPOCH, |newest| newest.updated_at);
        let mut written = Written::new(known.id, known.received_at.unwrap_or(started));
        // A version that isn't confirmed is of a former life.
        written.life = if known.memory == Memory::Kept { known.life } else { known.life.saturating_sub(1) };
        if let Some(newest) = &known.newest {
            let life = written.life;
            written.take(newest, life);
        }
        let sent = (known.sent_upon == written.base).then_some(&known.sent);
        let waiting = known.outbox.iter().filter_map(|op| match &op.action {
            Action::Edit(patch) => Some(patch),
            _ => None,
        });
        let mut own = if known.memory == Memory::Lost { Own::Shown } else { Own::None };
        for (field, value) in sent.into_iter().chain(waiting).flat_map(Patch::iter) {
            let at = written.edited_at;
            written.write(field, value.clone(), at);
            own = Own::Shown;
        }
        Self { written, known, own }
    }

    /// The revision that the next op builds on.
    pub fn base(&self) -> Rev {
        if self.is_in_doubt() { Rev(0) } else { self.own_words().base }
    }

    /// The words that are this device's own, as they were last shown before the server's version was taken over.
    pub fn own_words(&self) -> &Written {
        if let Own::Before(written) = &self.own { written } else { &self.written }
    }

    /// Whether the words build on something that the server doesn't have.
    fn is_in_doubt(&self) -> bool {
        let own = self.own_words();
        own.life != self.known.life || own.base > self.known.rev()
    }

    /// Whether the server has this field as it is written here, or it's the server's own.
    fn is_sent(&self, field: Field) -> bool {
        if self.own == Own::None {
            return true;
        }
        let own = self.own_words();
        let theirs = self.known.at_server().and_then(|newest| newest.content.written(field));
        if self.known.rev() >= self.known.receipted && own.content().written(field) == theirs {
            return true;
        }
        if self.known.sent_upon == self.base()
            && let Some(sent) = self.known.sent.get(field)
        {
            return own.content().holds(field, sent);
        }
        !self.is_in_doubt() && !own.is_changed(field)
    }

    /// What was written and isn't known to the server.
    pub fn unsent(&self) -> Patch {
        let unsent = Field::ALL.into_iter().filter(|field| !self.is_sent(*field));
        Patch::of(unsent.map(|field| (field, self.own_words().content().get(field))))
    }

    /// What the person asked for and isn't over.
    pub fn requests(&self) -> impl DoubleEndedIterator<Item = &Request> {
        self.written.requests.iter().filter(|request| !self.known.over.contains(&request.id))
    }

    /// Makes the next ops to be sent and puts them into the outbox: one edit with everything that was written; once that
    /// has its receipt, what was asked for. So a submission never goes ahead of the words it submits: if these are
    /// refused, it isn't sent at all. What depends on no words goes first: a deletion, a withdrawal, and a choice between
    /// versions, which later words are written on top of. What the server lost is given back in the same order. Does nothing
    /// while earlier ops wait for their receipts.
    ///
    /// Returns whether the server's part has changed and has to be stored.
    pub fn prepare(&mut self, now: Timestamp, mut new_id: impl FnMut() -> OpId) -> bool {
        if !self.known.outbox.is_empty() || !self.is_ready() {
            return false;
        }
        self.drop_overtaken();
        let (initiative, base) = (self.written.id, self.base());
        let same_life = self.own_words().life == self.known.life;
        let asked = |request: &Request| {
            let Request { id, at, base, action } = request.clone();
            Op { id, initiative, base: if same_life { base } else { Rev(0) }, at, action }
        };
        let patch = self.sendable();
        let owed = self.given_back();
        let mut ops: Vec<Op> = self.requests().map(asked).collect();
        let withdrawal = ops.iter().rposition(|op| op.action == Action::Withdraw {}).map_or(0, |place| place + 1);
        let is_choice = |op: &Op| matches!(op.action, Action::Resolve(_));
        let mut made = |base, action| vec![Op { id: new_id(), initiative, base, at: now, action }];
        self.known.sent_again |= owed.is_some() || self.known.life > 0 && self.is_in_doubt() && !patch.is_empty();
        if withdrawal > 0 {
            ops.truncate(withdrawal);
        } else if self.is_deleting() {
            ops.retain(|op| op.action == Action::Delete {});
        } else if let Some(Action::Withdraw {}) = owed
            && !self.known.state().is_open()
        {
            ops = made(self.known.rev(), Action::Withdraw {});
        } else if ops.iter().any(is_choice) {
            ops.retain(is_choice);
        } else if !patch.is_empty() {
            ops = made(base, Action::Edit(patch));
        } else if !self.unsent().is_empty() {
            // The words that this was asked for are refused: the person is shown why, and asks again.
            self.known.over.extend(ops.drain(..).map(|op| op.id));
            self.known.owed = None;
        } else if let Some(action) = owed
            && ops.is_empty()
        {
            ops = made(self.known.rev(), action);
        }
        self.known.outbox = ops;
        true
    }

    /// Whether there is an op to send, or one to be made by [`Draft::prepare`].
    pub fn is_ready(&self) -> bool {
        let waits = self.known.memory == Memory::Asked;
        let is_asked = || self.requests().next().is_some() || self.given_back().is_some();
        !self.known.outbox.is_empty() || !waits && (is_asked() || !self.sendable().is_empty())
    }

    /// What later requests have made void: what was handed in and taken back before the server had any of it, and what the
    /// server would get back although the person has decided anew.
    fn drop_overtaken(&mut self) {
        let is_withdrawal = |request: &Request| request.action == Action::Withdraw {};
        if self.requests().any(|request| is_withdrawal(request) || request.action == Action::Delete {}) {
            self.known.owed = None;
        }
        if !self.known.is_with_server() {
            let asked: Vec<Request> = self.requests().cloned().collect();
            let withdrawn = asked.iter().rposition(is_withdrawal).map_or(0, |place| place + 1);
            self.known.over.extend(asked.iter().take(withdrawn).map(|request| request.id));
        }
    }

    /// What the server is to be asked for so that it has again what it acknowledged and lost, beside the words. Nothing while
    /// it hasn't said what it has, or while what it said is older than a receipt.
    fn given_back(&self) -> Option<Action> {
        let Owed { state, .. } = self.known.owed?;
        let known = &self.known;
        if known.memory == Memory::Asked || known.is_with_server() && known.rev() < known.receipted {
            return None;
        }
        match (state, known.state()) {
            (State::Withdrawn, State::Withdrawn) => None,
            (State::Withdrawn, _) => Some(Action::Withdraw {}),
            (_, now) if now.is_open() => Some(Action::Submit {}),
            // The officers have an earlier version: it is taken back, and handed in again with the words of the later one.
            _ if self.is_in_doubt() && !self.sendable().is_empty() => Some(Action::Withdraw {}),
            _ => None,
        }
    }

    /// Whether the person has thrown it away, and the server hasn't confirmed that yet.
    pub fn is_deleting(&self) -> bool {
        let is_deletion = |action: &Action| *action == Action::Delete {};
        self.requests().any(|request| is_deletion(&request.action))
            || self.known.outbox.iter().any(|op| is_deletion(&op.action))
    }

    /// The fields that are longer than the server takes: they stay on this device until somebody shortens them.
    pub fn too_long(&self) -> Vec<Field> {
        let unsent = self.unsent();
        unsent.iter().filter(|(field, value)| !value.too_long(*field).is_empty()).map(|(field, _)| field).collect()
    }

    /// What is unsent, without what is too long for the server and the values that were refused as they are. A refusal of more than the consent to show the story
    /// says nothing about that: it goes again by itself, for it may be given and withdrawn whatever became of the words.
    fn sendable(&self) -> Patch {
        let mut patch = self.unsent();
        for field in self.too_long() {
            patch.remove(field);
        }
        if let Some(Refusal { op: Op { action: Action::Edit(refused), .. }, .. }) = &self.known.refused {
            for (field, value) in refused.iter() {
                let goes_by_itself = field == Field::PublicStory && !refused.is_consent();
                if patch.get(field) == Some(value) && !goes_by_itself {
                    patch.remove(field);
                }
            }
        }
        patch
    }

    /// Notes the server's version. What it lost and has again isn't owed any more.
    pub fn pull(&mut self, newest: Initiative) {
        self.known.pull(newest);
        if self.known.rev() >= self.known.receipted && self.given_back().is_none() {
            self.known.owed = None;
        }
    }

    /// Takes the server's newest version over, if that loses nothing: not while anything is unsent or asked for (the
    /// server joins the versions, and what it makes of them comes back), and not where it would change the field that is
    /// being typed in. Comes to the same in every tab and after every restart, so it needn't be stored.
    pub fn settle(&mut self, typing_in: Option<Field>) {
        let Some(newest) = self.known.at_server() else { return };
        let comes_too_early = newest.rev < self.known.receipted || self.known.memory == Memory::Asked;
        if comes_too_early || self.has_unsent() {
            return;
        }
        let differs = |field| self.written.content().written(field) != newest.content.written(field);
        if typing_in.is_some_and(differs) {
            return;
        }
        let newest = newest.clone();
        if self.own == Own::Shown {
            self.own = Own::Before(Box::new(self.written.clone()));
        }
        self.written.take(&newest, self.known.life);
    }

    /// The server lost its memory. Of a draft that nobody wrote in here and that the server has lost, this may be the last
    /// copy: it is sent like own words.
    pub fn begin_life(&mut self, memory: Memory) {
        // What was returned and is being written in again is a draft that its author is to hand in, not the server's.
        let is_being_changed = self.known.state() == State::Returned && !self.unsent().is_empty();
        self.known.begin_life(memory);
        if is_being_changed {
            self.known.owed = None;
        }
        if self.own == Own::None && memory == Memory::Lost {
            self.own = Own::Shown;
        }
    }

    /// Lets a choice between two versions show at once, so that whatever the person types next is typed on top of it.
    pub fn show_choice(&mut self, choices: &BTreeMap<Field, Side>, device: DeviceId, now: Timestamp) {
        for (&field, side) in choices {
            let mut waiting: Vec<&Alternative> =
                self.known.alternatives().iter().filter(|alternative| alternative.field == field).collect();
            waiting.sort_by_key(|alternative| alternative.device == device);
            let mine = waiting.last().map(|alternative| alternative.value.clone());
            let theirs = self.known.newest.as_ref().map(|newest| newest.content.get(field));
            if let Some(chosen) = if *side == Side::Mine { mine } else { theirs } {
                self.written.write(field, chosen, now);
            }
        }
    }

    /// Throws away what was written and asked for: the server's version takes its place.
    ///
    /// Returns `false`, and changes nothing, if the server may or may not have got some of it: then only its answer tells.
    pub fn discard(&mut self, now: Timestamp) -> bool {
        let is_sure = self.known.memory == Memory::Kept && self.known.outbox.is_empty();
        let settled = self.known.at_server().filter(|newest| is_sure && newest.rev >= self.known.receipted);
        let Some(newest) = settled.cloned() else { return false };
        self.written.take(&newest, self.known.life);
        self.own = Own::Shown;
        self.written.requests.clear();
        self.written.typed.clear();
        self.written.edited_at = now;
        true
    }
}
