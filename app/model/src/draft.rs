//! An initiative on a device, in two stored parts, so that two writers never share a key: what the person **wrote**
//! (whichever tab they write in) and what the server is **known** to have said (the one tab that syncs). What is shown,
//! sent and asked for follows from the two. Every stored form ever shipped can be read: [`Written::read`], [`Known::read`].

mod standing;
mod stored;

pub use standing::{Need, Standing};
pub use stored::{FORMAT, Unreadable};

use crate::calendar::Timestamp;
use crate::content::{Content, Patch};
use crate::field::{Field, Value};
use crate::id::{InitiativeId, OpId, Rev};
use crate::initiative::{Alternative, Decision, Initiative, State};
use crate::op::{Action, Op};
use crate::problem::Problem;
use serde::{Deserialize, Serialize};

/// Something the person asked for beside writing, with the id that its op will have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The id of its op, so that it can never be done twice.
    pub id: OpId,
    /// When it was asked for, by the device's clock.
    pub at: Timestamp,
    /// Submit, withdraw or resolve.
    pub action: Action,
}

/// What the person wrote and asked for. Changes only when they do something, in the tab where they do it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Written {
    /// The version of the stored form, see [`FORMAT`].
    pub format: u32,
    /// The initiative.
    pub id: InitiativeId,
    /// When it was started, by the device's clock.
    pub started_at: Timestamp,
    /// When a word was last changed, by the device's clock.
    pub edited_at: Timestamp,
    /// The server's revision that the words build on; 0 for none.
    #[serde(default)]
    pub base: Rev,
    /// All values as the person sees them.
    pub content: Content,
    /// What the server had at `base` in the fields that the person changed since.
    #[serde(default, skip_serializing_if = "Patch::is_empty")]
    pub changed_from: Patch,
    /// In the order they were asked for. Those that are done are dropped at the next change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<Request>,
}

impl Written {
    /// A fresh one, started now.
    pub fn new(id: InitiativeId, now: Timestamp) -> Self {
        Self {
            format: FORMAT,
            id,
            started_at: now,
            edited_at: now,
            base: Rev(0),
            content: Content::default(),
            changed_from: Patch::default(),
            requests: Vec::new(),
        }
    }

    /// Puts a new value into a field and remembers what it took the place of.
    pub fn write(&mut self, field: Field, value: Value, now: Timestamp) {
        if self.changed_from.get(field).is_none() {
            self.changed_from.set(field, self.content.get(field));
        }
        self.content.set(field, value);
        if self.changed_from.get(field).is_some_and(|before| self.content.holds(field, before)) {
            self.changed_from.remove(field);
        }
        self.edited_at = now;
    }

    /// Takes the place of whatever was written: the server's version.
    fn take(&mut self, newest: &Initiative) {
        self.base = newest.rev;
        self.content = newest.content.clone();
        self.changed_from = Patch::default();
    }
}

/// An op that was refused, kept so that it is shown and not sent again as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    /// The op. Of an edit only the values that were refused, those of earlier refusals that still stand included.
    pub op: Op,
    /// Why.
    pub problem: Problem,
    /// When the refusal came, by the device's clock.
    pub at: Timestamp,
    /// The draft's `edited_at` at that moment: once it is another, a request was refused for other words.
    pub words_of: Timestamp,
}

/// Why what the words build on can't be trusted: the server lost its memory (it was restored, or is another one).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The server hasn't said yet what it has of this one. Nothing is sent.
    Unnamed,
    /// It has: whatever differs is sent as if written from nothing, and the server keeps both versions.
    Named,
}

/// What the server is known to have. Written by the tab that syncs, and by no other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The version of the stored form, see [`FORMAT`].
    pub format: u32,
    /// The initiative.
    pub id: InitiativeId,
    /// The server's newest version that came here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest: Option<Box<Initiative>>,
    /// The base of the ops that `sent` is from.
    #[serde(default)]
    pub sent_upon: Rev,
    /// Values that this device sent, built on `sent_upon`, and has receipts for.
    #[serde(default, skip_serializing_if = "Patch::is_empty")]
    pub sent: Patch,
    /// The highest revision that a receipt named. An older version from the server lacks our own words.
    #[serde(default)]
    pub receipted: Rev,
    /// When the last receipt came, by the device's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_at: Option<Timestamp>,
    /// Ops with their ids, stored before they are sent, in order. What has no receipt is pending, whatever happened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outbox: Vec<Op>,
    /// Requests that are over, done or refused, and still stand in `Written`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub over: Vec<OpId>,
    /// What was refused last. Ask [`Draft::refusal`] whether it still matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refusal>,
    /// Whether the server lost its memory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
}

impl Known {
    /// Of an initiative that the server hasn't heard of.
    pub fn nothing(id: InitiativeId) -> Self {
        Self {
            format: FORMAT,
            id,
            newest: None,
            sent_upon: Rev(0),
            sent: Patch::default(),
            receipted: Rev(0),
            received_at: None,
            outbox: Vec::new(),
            over: Vec::new(),
            refused: None,
            doubt: None,
        }
    }

    /// The revision of the server's newest version; 0 for none.
    pub fn rev(&self) -> Rev {
        self.newest.as_ref().map_or(Rev(0), |newest| newest.rev)
    }

    /// The state it is in at the server.
    pub fn state(&self) -> State {
        self.newest.as_ref().map_or(State::Draft, |newest| newest.state)
    }

    /// The versions that wait for a choice.
    pub fn alternatives(&self) -> &[Alternative] {
        self.newest.as_ref().map_or(&[], |newest| newest.alternatives.as_slice())
    }

    /// What an officer said last.
    pub fn decision(&self) -> Option<&Decision> {
        self.newest.as_ref().and_then(|newest| newest.decision.as_ref())
    }

    /// When the server took in the submission that stands.
    pub fn submitted_at(&self) -> Option<Timestamp> {
        self.newest.as_ref().and_then(|newest| newest.submitted_at)
    }

    /// Whether the server has had it, as far as this device knows.
    pub fn is_with_server(&self) -> bool {
        self.newest.is_some() || self.receipted > Rev(0)
    }

    /// Notes the server's version. An older one than we have is a late answer, unless the server lost its memory.
    pub fn pull(&mut self, newest: Initiative) {
        if self.doubt == Some(Doubt::Unnamed) {
            self.doubt = Some(Doubt::Named);
        } else if newest.rev < self.rev() {
            return;
        }
        if self.newest.is_some() && self.state() != newest.state {
            // What was refused in one state may be fine in another.
            self.refused = None;
        }
        self.newest = Some(Box::new(newest));
    }

    /// The server says that it doesn't know where we stood: what it has is to be asked for and compared. Ops that carry
    /// words are made anew from the comparison; nothing has happened by them that it could still know of.
    pub fn doubt_everything(&mut self) {
        if !self.is_with_server() {
            return;
        }
        self.doubt = Some(Doubt::Unnamed);
        self.sent = Patch::default();
        self.receipted = Rev(0);
        self.outbox.retain(|op| !matches!(op.action, Action::Edit(_)));
    }

    /// The server says that it has nothing of this: everything will be sent as new.
    pub fn forget_server(&mut self) {
        self.newest = None;
        self.doubt = None;
        self.sent_upon = Rev(0);
        self.sent = Patch::default();
        self.receipted = Rev(0);
        self.outbox.retain(|op| !matches!(op.action, Action::Edit(_)));
    }
}

/// Both parts together.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// What the person wrote.
    pub written: Written,
    /// What the server is known to have.
    pub known: Known,
}

impl Draft {
    /// A fresh one, started now.
    pub fn new(id: InitiativeId, now: Timestamp) -> Self {
        Self { written: Written::new(id, now), known: Known::nothing(id) }
    }

    /// A draft of which only the server's part was stored: nobody has written in it here, or what they wrote is gone
    /// from the disk and survives in the ops alone.
    pub fn restored(known: Known) -> Self {
        let started = known.newest.as_ref().map_or(Timestamp::EPOCH, |newest| newest.updated_at);
        let mut written = Written::new(known.id, known.received_at.unwrap_or(started));
        if let Some(newest) = &known.newest {
            written.take(newest);
        }
        let sent = (known.sent_upon == written.base).then_some(&known.sent);
        let waiting = known.outbox.iter().filter_map(|op| match &op.action {
            Action::Edit(patch) => Some(patch),
            _ => None,
        });
        for (field, value) in sent.into_iter().chain(waiting).flat_map(Patch::iter) {
            let at = written.edited_at;
            written.write(field, value.clone(), at);
        }
        Self { written, known }
    }

    /// The revision that the next op builds on.
    pub fn base(&self) -> Rev {
        if self.is_in_doubt() { Rev(0) } else { self.written.base }
    }

    /// Whether the words build on something that the server doesn't have.
    fn is_in_doubt(&self) -> bool {
        self.known.doubt.is_some() || self.written.base > self.known.rev()
    }

    /// Whether the server has this field as it is written here, or it's the server's own.
    fn is_sent(&self, field: Field) -> bool {
        let content = &self.written.content;
        if self.known.sent_upon == self.base()
            && let Some(sent) = self.known.sent.get(field)
        {
            return content.holds(field, sent);
        }
        if self.is_in_doubt() {
            let theirs = self.known.newest.as_ref().and_then(|newest| newest.content.written(field));
            return content.written(field) == theirs;
        }
        self.written.changed_from.get(field).is_none_or(|before| content.holds(field, before))
    }

    /// What was written and isn't known to the server.
    pub fn unsent(&self) -> Patch {
        let unsent = Field::ALL.into_iter().filter(|field| !self.is_sent(*field));
        Patch::of(unsent.map(|field| (field, self.written.content.get(field))))
    }

    /// What the person asked for and isn't over.
    pub fn requests(&self) -> impl DoubleEndedIterator<Item = &Request> {
        self.written.requests.iter().filter(|request| !self.known.over.contains(&request.id))
    }

    /// Makes the next ops to be sent and puts them into the outbox: one edit with everything that was written; once that
    /// has its receipt, what was asked for. So a submission never goes ahead of the words it submits: if these are
    /// refused, it isn't sent at all. A withdrawal depends on no words and goes first. Does nothing while earlier ops wait
    /// for their receipts.
    ///
    /// Returns whether the server's part has changed and has to be stored.
    pub fn prepare(&mut self, now: Timestamp, mut new_id: impl FnMut() -> OpId) -> bool {
        if !self.known.outbox.is_empty() || !self.is_ready() {
            return false;
        }
        let (initiative, base) = (self.written.id, self.base());
        let asked = |request: &Request| {
            let Request { id, at, action } = request.clone();
            Op { id, initiative, base, at, action }
        };
        let patch = self.sendable();
        let mut ops: Vec<Op> = self.requests().map(asked).collect();
        let to_withdrawal = ops.iter().rposition(|op| op.action == Action::Withdraw {}).map_or(0, |place| place + 1);
        if to_withdrawal > 0 {
            ops.truncate(to_withdrawal);
        } else if !patch.is_empty() {
            ops = vec![Op { id: new_id(), initiative, base, at: now, action: Action::Edit(patch) }];
        } else if !self.unsent().is_empty() {
            // The words that this was asked for are refused: the person is shown why, and asks again.
            self.known.over.extend(ops.drain(..).map(|op| op.id));
        }
        self.known.outbox = ops;
        true
    }

    /// Whether there is an op to send, or one to be made by [`Draft::prepare`].
    pub fn is_ready(&self) -> bool {
        let held = self.known.doubt == Some(Doubt::Unnamed);
        !self.known.outbox.is_empty() || !held && (self.requests().next().is_some() || !self.sendable().is_empty())
    }

    /// What is unsent, without the values that were refused as they are.
    fn sendable(&self) -> Patch {
        let mut patch = self.unsent();
        if let Some(Refusal { op: Op { action: Action::Edit(refused), .. }, .. }) = &self.known.refused {
            for (field, value) in refused.iter() {
                if patch.get(field) == Some(value) {
                    patch.remove(field);
                }
            }
        }
        patch
    }

    /// Takes the server's newest version over, if that loses nothing: not while anything is unsent or asked for (the
    /// server joins the versions, and what it makes of them comes back), and not where it would change the field that is
    /// being typed in. Gives the same in every tab and after every restart, so it needn't be stored.
    ///
    /// Returns whether that ended a doubt, which has to be stored: [`Written`], then [`Known`].
    pub fn settle(&mut self, typing_in: Option<Field>) -> bool {
        let Some(newest) = &self.known.newest else { return false };
        let comes_too_early = newest.rev < self.known.receipted || self.known.doubt == Some(Doubt::Unnamed);
        let has_ours = !self.known.outbox.is_empty() || self.requests().next().is_some() || !self.unsent().is_empty();
        if comes_too_early || has_ours {
            return false;
        }
        let content = &self.written.content;
        if typing_in.is_some_and(|field| content.written(field) != newest.content.written(field)) {
            return false;
        }
        let was_in_doubt = self.is_in_doubt();
        self.written.take(newest);
        self.known.doubt = None;
        was_in_doubt
    }

    /// Throws away what was written and asked for: the server's version takes its place.
    ///
    /// Returns `false`, and changes nothing, if the server may or may not have got some of it: then only its answer tells.
    pub fn discard(&mut self, now: Timestamp) -> bool {
        let Some(newest) = self.known.newest.as_ref().filter(|newest| newest.rev >= self.known.receipted) else {
            return false;
        };
        if !self.known.outbox.is_empty() {
            return false;
        }
        self.written.take(newest);
        self.written.requests.clear();
        self.written.edited_at = now;
        true
    }
}
