//! An initiative on a device, in two stored parts, so that two writers never share a key: what the person **wrote**
//! (any tab, at every edit) and what the server **knows** (the one tab that syncs). The difference of the two is what
//! has still to be sent. Every stored form ever shipped can be read: see [`Written::read`] and [`Known::read`].

use crate::calendar::Timestamp;
use crate::content::{Content, Patch};
use crate::field::{Field, FieldFault};
use crate::id::{InitiativeId, OpId, Rev};
use crate::initiative::{Alternative, Decision, Initiative, State};
use crate::merge::{Merged, merge_values};
use crate::op::{Action, Op};
use crate::problem::Problem;
use crate::review;
use serde::{Deserialize, Serialize};

/// The version of the stored forms that this code writes.
pub const FORMAT: u32 = 1;

/// Something the person asked for beside writing, with the id that its op will have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    pub id: OpId,
    pub at: Timestamp,
    pub action: Action,
}

/// What the person wrote and asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Written {
    pub format: u32,
    pub id: InitiativeId,
    pub started_at: Timestamp,
    pub edited_at: Timestamp,
    pub content: Content,
    /// In the order they were asked for; each leaves when its op has a receipt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<Request>,
}

/// An op that was refused, kept so that it is shown and not sent again as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    pub op: Op,
    pub problem: Problem,
    pub at: Timestamp,
}

/// What the server knows of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Known {
    pub format: u32,
    pub id: InitiativeId,
    /// The revision that `content` builds on; 0 until the server's first is taken in.
    pub base: Rev,
    /// The server's values at `base`, and on top of them what this device sent since and has a receipt for.
    pub content: Content,
    /// State, decision and alternatives, always the newest that came.
    #[serde(default)]
    pub state: State,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<Timestamp>,
    /// When the last receipt came, by the device's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_at: Option<Timestamp>,
    /// The server's newest version, while it can't be taken into what the person is writing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pulled: Option<Box<Initiative>>,
    /// Ops with their ids, stored before they are sent, in order. What has no receipt is pending, whatever happened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outbox: Vec<Op>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refusal>,
}

/// A stored text that this version can't read. It must be kept as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Written by a newer version of the app.
    #[error("written in format {0}, which is newer than this app")]
    Newer(u32),
    /// Not one of ours, or damaged.
    #[error("damaged: {0}")]
    Damaged(String),
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    #[derive(Deserialize)]
    struct Probe {
        format: u32,
    }
    let damaged = |error: serde_json::Error| Unreadable::Damaged(error.to_string());
    let Probe { format } = serde_json::from_str(text).map_err(damaged)?;
    match format {
        1 => serde_json::from_str(text).map_err(damaged),
        newer => Err(Unreadable::Newer(newer)),
    }
}

impl Written {
    /// A fresh one, started now.
    pub fn new(id: InitiativeId, now: Timestamp) -> Self {
        let content = Content::default();
        Self { format: FORMAT, id, started_at: now, edited_at: now, content, requests: Vec::new() }
    }

    /// Reads any stored form ever shipped.
    ///
    /// # Errors
    /// If the text is damaged or from a newer app.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        read(text)
    }
}

impl Known {
    /// Of an initiative that the server hasn't heard of.
    pub fn nothing(id: InitiativeId) -> Self {
        Self {
            format: FORMAT,
            id,
            base: Rev(0),
            content: Content::default(),
            state: State::Draft,
            alternatives: Vec::new(),
            decision: None,
            submitted_at: None,
            received_at: None,
            pulled: None,
            outbox: Vec::new(),
            refused: None,
        }
    }

    /// Reads any stored form ever shipped.
    ///
    /// # Errors
    /// If the text is damaged or from a newer app.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        read(text)
    }
}

/// Both parts together.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub written: Written,
    pub known: Known,
}

/// Where a draft stands, in the words of the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Chỉ có trên máy này.
    OnlyHere,
    /// A draft that the server has, with nothing left to send.
    BackedUp,
    /// Chờ gửi: there is something to send, and it will go by itself.
    Pending,
    /// Đã gửi, or what came of it.
    Settled(State),
    /// Cần bạn xem.
    NeedsYou(Need),
}

/// Why a person is needed.
#[derive(Debug, Clone, PartialEq)]
pub enum Need {
    /// Two versions of these fields wait for a choice.
    Conflict(Vec<Field>),
    /// An officer asks for more.
    Returned,
    /// The server refused something; the words are still here.
    Refused(Box<Problem>),
}

impl Draft {
    /// A fresh one, started now.
    pub fn new(id: InitiativeId, now: Timestamp) -> Self {
        Self { written: Written::new(id, now), known: Known::nothing(id) }
    }

    /// What was written and isn't known to the server.
    pub fn unsent(&self) -> Patch {
        self.written.content.since(&self.known.content)
    }

    /// Whether anything at all is still to be sent.
    pub fn has_unsent(&self) -> bool {
        !self.known.outbox.is_empty() || !self.written.requests.is_empty() || self.written.content != self.known.content
    }

    /// Whether a submission is on its way.
    pub fn is_submitting(&self) -> bool {
        let asked = self.written.requests.iter().map(|request| &request.action);
        let sent = self.known.outbox.iter().map(|op| &op.action);
        asked.chain(sent).any(|action| matches!(action, Action::Submit {}))
    }

    /// Whether the person may write in it: not while it is with the officers or on its way to them.
    pub fn is_open(&self) -> bool {
        self.known.state.is_open() && !self.is_submitting()
    }

    /// What keeps it from being submitted now.
    pub fn faults(&self) -> Vec<FieldFault> {
        review::submission_faults(&self.written.content, &self.known.alternatives)
    }

    /// The fields that have two versions.
    pub fn conflicts(&self) -> Vec<Field> {
        let waiting = |field: &Field| self.known.alternatives.iter().any(|alternative| alternative.field == *field);
        Field::ALL.into_iter().filter(waiting).collect()
    }

    /// Where it stands.
    pub fn standing(&self) -> Standing {
        let conflicts = self.conflicts();
        if let Some(refusal) = &self.known.refused {
            return Standing::NeedsYou(Need::Refused(Box::new(refusal.problem.clone())));
        }
        if !conflicts.is_empty() {
            return Standing::NeedsYou(Need::Conflict(conflicts));
        }
        if self.is_submitting() {
            return Standing::Pending;
        }
        if self.known.state == State::Returned {
            return Standing::NeedsYou(Need::Returned);
        }
        match (self.known.state, self.has_unsent()) {
            (State::Draft, true) if self.known.base == Rev(0) => Standing::OnlyHere,
            (_, true) => Standing::Pending,
            (State::Draft, false) => Standing::BackedUp,
            (state, false) => Standing::Settled(state),
        }
    }

    /// Makes the next ops to be sent and puts them into the outbox: first one edit with everything that was written; once
    /// that has its receipt, what was asked for. So a submission never goes ahead of the words it submits, even if they
    /// are refused. Does nothing while earlier ops wait for their receipts; nothing that was refused goes again as it was.
    ///
    /// Returns whether the outbox has changed.
    pub fn prepare(&mut self, now: Timestamp, mut new_id: impl FnMut() -> OpId) -> bool {
        if !self.known.outbox.is_empty() || !self.is_ready() {
            return false;
        }
        let (initiative, base) = (self.known.id, self.known.base);
        let patch = self.unsent();
        if !patch.is_empty() {
            let action = Action::Edit(patch);
            self.known.outbox.push(Op { id: new_id(), initiative, base, at: now, action });
            return true;
        }
        // What was asked for goes in its own op, with the id it got when it was asked for.
        for Request { id, at, action } in &self.written.requests {
            self.known.outbox.push(Op { id: *id, initiative, base, at: *at, action: action.clone() });
        }
        !self.known.outbox.is_empty()
    }

    /// Whether there is an op to send, or one to be made by [`Draft::prepare`].
    pub fn is_ready(&self) -> bool {
        if !self.known.outbox.is_empty() {
            return true;
        }
        let patch = self.unsent();
        if patch.is_empty() {
            return !self.written.requests.is_empty();
        }
        self.known.state.is_open() && !self.is_refused(&patch)
    }

    /// Whether exactly this edit was refused.
    fn is_refused(&self, patch: &Patch) -> bool {
        self.known
            .refused
            .as_ref()
            .is_some_and(|refusal| matches!(&refusal.op.action, Action::Edit(refused) if refused == patch))
    }

    /// Takes the server's newest version into what the person is writing, if that loses nothing: not while ops wait for
    /// receipts, not where both changed the same text (the next edit tells the server, which keeps both), and not where it
    /// would change the field that is being typed in.
    ///
    /// Returns whether it was taken in.
    pub fn absorb(&mut self, typing_in: Option<Field>) -> bool {
        if !self.known.outbox.is_empty() {
            return false;
        }
        let Some(pulled) = &self.known.pulled else { return false };
        let mut taken = Patch::default();
        for field in Field::ALL {
            let (ancestor, mine) = (self.known.content.get(field), self.written.content.get(field));
            let theirs = pulled.content.get(field);
            match merge_values(field, &ancestor, &mine, &theirs) {
                Merged::Clean(value) if value == mine => {}
                Merged::Clean(value) if typing_in != Some(field) => taken.set(field, value),
                _ => return false,
            }
        }
        self.known.base = pulled.rev;
        self.known.content = pulled.content.clone();
        self.known.pulled = None;
        self.written.content.apply(&taken);
        true
    }

    /// Notes what the server says of it now. The content waits in `pulled` until [`Draft::absorb`].
    pub fn pull(&mut self, newest: Initiative) {
        let known = &mut self.known;
        let held = known.pulled.as_ref().map_or(known.base, |pulled| pulled.rev);
        if newest.rev < held {
            return;
        }
        if known.state != newest.state {
            // What was refused in one state may be fine in another.
            known.refused = None;
        }
        known.state = newest.state;
        known.alternatives = newest.alternatives.clone();
        known.decision = newest.decision.clone();
        known.submitted_at = newest.submitted_at;
        known.pulled = Some(Box::new(newest));
    }

    /// Forgets what the server knew, because it says it knows nothing: everything will be sent anew.
    pub fn forget_server(&mut self) {
        self.known = Known::nothing(self.known.id);
    }
}
