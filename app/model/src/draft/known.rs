//! What the server is known to have of a draft: the part that the tab that syncs writes, and no other. Knows nothing of
//! what is shown.

use super::FORMAT;
use super::written::is_first;
use crate::calendar::Timestamp;
use crate::content::Patch;
use crate::id::{InitiativeId, OpId, Rev};
use crate::initiative::{Alternative, Decision, Initiative, State};
use crate::op::Op;
use crate::problem::Problem;
use serde::{Deserialize, Serialize};

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

/// What the server remembers of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Memory {
    /// The server has the newest version that came here, or a newer one.
    #[default]
    Kept,
    /// The server lost its memory, and hasn't said yet what it has of this one. Until it does, nothing is sent.
    Asked,
    /// The server has nothing of it. Everything is sent as new.
    Lost,
}

/// A state that the server acknowledged and then lost. It is given back behind the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// The state.
    pub state: State,
    /// When the server says that it came about; `None` if the server never said, or if it is newer than whatever it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

impl Memory {
    fn is_kept(&self) -> bool {
        *self == Memory::Kept
    }
}

/// What the server is known to have. Written by the tab that syncs, and by no other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The version of the stored form, see [`FORMAT`].
    pub format: u32,
    /// The initiative.
    pub id: InitiativeId,
    /// The server's newest version that came here. [`Known::at_server`] says whether it still has it.
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
    /// How often the server lost its memory (it was restored, or is another one). Revisions of an earlier life say
    /// nothing: words that build on one are compared with what the server has now, and what differs is sent as if
    /// written from nothing, so that the server keeps both versions.
    #[serde(default, skip_serializing_if = "is_first")]
    pub life: u32,
    /// Whether the server still has `newest`.
    #[serde(default, skip_serializing_if = "Memory::is_kept")]
    pub memory: Memory,
    /// The state that a receipt stands for, while `newest` is older than the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipted_state: Option<State>,
    /// What the server has to get back beside the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owed: Option<Owed>,
    /// Something of it was sent again since the server lost its memory, and the person hasn't been told yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sent_again: bool,
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
            life: 0,
            memory: Memory::Kept,
            receipted_state: None,
            owed: None,
            sent_again: false,
        }
    }

    /// The server's newest version that came here, unless it lost it.
    pub fn at_server(&self) -> Option<&Initiative> {
        self.newest.as_deref().filter(|_| self.memory != Memory::Lost)
    }

    /// The revision of the server's newest version; 0 for none.
    pub fn rev(&self) -> Rev {
        self.at_server().map_or(Rev(0), |newest| newest.rev)
    }

    /// The state it is in at the server.
    pub fn state(&self) -> State {
        self.at_server().map_or(State::Draft, |newest| newest.state)
    }

    /// The versions that wait for a choice.
    pub fn alternatives(&self) -> &[Alternative] {
        self.at_server().map_or(&[], |newest| newest.alternatives.as_slice())
    }

    /// What an officer said last.
    pub fn decision(&self) -> Option<&Decision> {
        self.at_server().and_then(|newest| newest.decision.as_ref())
    }

    /// When the server took in the submission that stands.
    pub fn submitted_at(&self) -> Option<Timestamp> {
        self.at_server().and_then(|newest| newest.submitted_at)
    }

    /// Whether the server has it, as far as this device knows.
    pub fn is_with_server(&self) -> bool {
        self.at_server().is_some() || self.receipted > Rev(0)
    }

    /// Notes the server's version. An older one than we have is a late answer, unless the server lost its memory.
    pub fn pull(&mut self, newest: Initiative) {
        if self.memory == Memory::Kept && newest.rev < self.rev() {
            return;
        }
        if self.at_server().is_some() && self.state() != newest.state {
            // What was refused in one state may be fine in another.
            self.refused = None;
        }
        if newest.rev >= self.receipted {
            self.receipted_state = None;
        }
        self.memory = Memory::Kept;
        self.newest = Some(Box::new(newest));
        self.settle_owed();
    }

    /// What was owed and is there already, or was overtaken by something later, is owed no more.
    fn settle_owed(&mut self) {
        let Some(Owed { state, at }) = self.owed else { return };
        let Some(newest) = self.at_server() else { return };
        let is_later = |theirs: Option<Timestamp>| theirs.zip(at).is_some_and(|(theirs, at)| theirs > at);
        let is_settled = match newest.state {
            State::Draft | State::Submitted | State::Received => false,
            State::Returned if state == State::Withdrawn => false,
            State::Returned => state == State::Returned || is_later(newest.decision.as_ref().map(|it| it.at)),
            State::Withdrawn => state == State::Withdrawn || is_later(Some(newest.updated_at)),
            State::Recognised | State::Declined | State::Duplicate | State::Deleted => true,
        };
        if is_settled {
            self.owed = None;
        }
    }

    /// The server lost its memory: this is what it has of this draft, as far as it has said. What was on its way is made anew:
    /// words from a comparison with that, requests without a base.
    pub(super) fn begin_life(&mut self, memory: Memory) {
        if self.owed.is_none() && self.memory == Memory::Kept {
            let state = self.receipted_state.unwrap_or(self.state());
            let at = self.at_server().filter(|_| self.receipted_state.is_none());
            let at = at.map(|newest| newest.submitted_at.unwrap_or(newest.updated_at));
            self.owed = (state != State::Draft).then_some(Owed { state, at });
        }
        self.receipted_state = None;
        self.life += 1;
        self.memory = memory;
        self.sent_upon = Rev(0);
        self.sent = Patch::default();
        self.receipted = Rev(0);
        self.outbox.clear();
    }
}
