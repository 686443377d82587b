//! Where a draft stands, in the words of the screen. Reads both parts of a draft and changes neither.

use super::{Draft, Refusal};
use crate::field::{Field, FieldFault};
use crate::id::OpId;
use crate::initiative::State;
use crate::op::Action;
use crate::problem::Problem;
use crate::review;

/// Where a draft stands.
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
    /// Whether anything at all is still to be sent.
    pub fn has_unsent(&self) -> bool {
        !self.known.outbox.is_empty() || self.requests().next().is_some() || !self.unsent().is_empty()
    }

    /// Whether nothing of it can have reached the server, so that it can be thrown away for good.
    pub fn is_only_here(&self) -> bool {
        !self.known.is_with_server() && self.known.outbox.is_empty() && self.written.base.0 == 0
    }

    /// Whether a submission is on its way, and no withdrawal behind it.
    pub fn is_submitting(&self) -> bool {
        let asked: Vec<OpId> = self.requests().map(|request| request.id).collect();
        let left = self.known.outbox.iter().filter(|op| !asked.contains(&op.id)).map(|op| &op.action);
        left.chain(self.requests().map(|request| &request.action))
            .rfind(|action| matches!(action, Action::Submit {} | Action::Withdraw {}))
            .is_some_and(|action| matches!(action, Action::Submit {}))
    }

    /// Whether the person may write in it: not while it is with the officers or on its way to them.
    pub fn is_open(&self) -> bool {
        let withdrawing = || self.requests().any(|request| matches!(request.action, Action::Withdraw {}));
        (self.known.state().is_open() || !self.known.state().is_decided() && withdrawing()) && !self.is_submitting()
    }

    /// What keeps it from being submitted now.
    pub fn faults(&self) -> Vec<FieldFault> {
        review::submission_faults(&self.written.content, self.known.alternatives())
    }

    /// The fields that have two versions.
    pub fn conflicts(&self) -> Vec<Field> {
        let waiting = |field: &Field| self.known.alternatives().iter().any(|alternative| alternative.field == *field);
        Field::ALL.into_iter().filter(waiting).collect()
    }

    /// What was refused, while it matters: refused words until they are changed or thrown away, a refused request until
    /// the words are changed or something else is asked for.
    pub fn refusal(&self) -> Option<&Refusal> {
        self.known.refused.as_ref().filter(|refusal| match &refusal.op.action {
            Action::Edit(patch) => {
                let stands = |(field, value)| !self.is_sent(field) && self.own_words().content.holds(field, value);
                patch.iter().any(stands)
            }
            _ => refusal.words_of == self.written.edited_at && self.requests().next().is_none(),
        })
    }

    /// Where it stands.
    pub fn standing(&self) -> Standing {
        if let Some(refusal) = self.refusal() {
            return Standing::NeedsYou(Need::Refused(Box::new(refusal.problem.clone())));
        }
        let conflicts = self.conflicts();
        if !conflicts.is_empty() {
            return Standing::NeedsYou(Need::Conflict(conflicts));
        }
        match (self.known.state(), self.has_unsent()) {
            _ if !self.known.is_with_server() && !self.is_submitting() => Standing::OnlyHere,
            (State::Returned, _) if !self.is_submitting() => Standing::NeedsYou(Need::Returned),
            (_, true) => Standing::Pending,
            (State::Draft, false) => Standing::BackedUp,
            (state, false) => Standing::Settled(state),
        }
    }
}
