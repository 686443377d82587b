//! Where a draft stands, in the words of the screen. Reads both parts of a draft and changes neither.

use super::{Draft, Refusal};
use crate::field::{Fault, Field, FieldFault};
use crate::id::OpId;
use crate::initiative::State;
use crate::op::Action;
use crate::problem::{Problem, ProblemKind};
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
    /// These fields are longer than the server takes. The words are on this device alone.
    TooLong(Vec<Field>),
    /// The server refused something; the words are still here.
    Refused(Box<Problem>),
}

impl Draft {
    /// Whether anything at all is still to be sent.
    pub fn has_unsent(&self) -> bool {
        !self.known.outbox.is_empty()
            || self.requests().next().is_some()
            || !self.unsent().is_empty()
            || self.given_back().is_some()
    }

    /// Whether its author may delete it now, here or at the server. One whose first words may or may not have arrived can be
    /// deleted as well: the server is asked to, behind them.
    pub fn can_be_deleted(&self) -> bool {
        self.is_open() && !self.is_deleting()
    }

    /// Whether nothing of it can have reached the server, so that it can be thrown away for good.
    pub fn is_only_here(&self) -> bool {
        !self.known.is_with_server() && self.known.outbox.is_empty() && self.written.base.0 == 0
    }

    /// Whether a submission is on its way, and no withdrawal behind it.
    pub fn is_submitting(&self) -> bool {
        let asked: Vec<OpId> = self.requests().map(|request| request.id).collect();
        let left = self.known.outbox.iter().filter(|op| !asked.contains(&op.id)).map(|op| &op.action);
        let owed = self.given_back().filter(|action| *action == Action::Submit {});
        let asked = left.chain(self.requests().map(|request| &request.action));
        owed.iter()
            .chain(asked)
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
        let mut faults = review::submission_faults(self.written.content(), &[]);
        faults.extend(self.unread().map(|pointer| FieldFault { pointer, fault: Fault::WrongType }));
        faults.extend(self.conflicts().into_iter().map(|field| FieldFault::of(field, Fault::Unresolved)));
        faults
    }

    /// Where something stands that can't be read as a value. An author who was removed has none any more.
    fn unread(&self) -> impl Iterator<Item = String> {
        let authors = self.written.content().authors().len();
        let is_there = move |pointer: &str| {
            let index = pointer.strip_prefix("/authors/").and_then(|rest| rest.split('/').next());
            index.is_none_or(|index| index.parse().is_ok_and(|index: usize| index < authors))
        };
        self.written.typed.keys().filter(move |pointer| is_there(pointer)).cloned()
    }

    /// The fields that have two versions and wait for the person: not those where a choice is made and on its way.
    pub fn conflicts(&self) -> Vec<Field> {
        let chosen = |field: &Field| {
            self.requests()
                .any(|request| matches!(&request.action, Action::Resolve(choices) if choices.contains_key(field)))
        };
        let waiting = |field: &Field| {
            self.known.alternatives().iter().any(|alternative| alternative.field == *field) && !chosen(field)
        };
        Field::ALL.into_iter().filter(waiting).collect()
    }

    /// What was refused, while it matters: refused words until they are changed or thrown away, a refused request until
    /// the words are changed or something else is asked for.
    pub fn refusal(&self) -> Option<&Refusal> {
        self.known.refused.as_ref().filter(|refusal| match &refusal.op.action {
            Action::Edit(patch) => {
                let stands = |(field, value)| !self.is_sent(field) && self.own_words().content().holds(field, value);
                patch.iter().any(stands)
            }
            // The decision itself is shown; nobody can do anything about the request that it came before.
            _ if refusal.problem.kind == ProblemKind::AlreadyDecided && self.known.state().is_decided() => false,
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
        let too_long = self.too_long();
        if !too_long.is_empty() && !self.is_submitting() {
            return Standing::NeedsYou(Need::TooLong(too_long));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Timestamp;
    use crate::draft::Request;
    use crate::id::Rev;
    use crate::op::Side;
    use serde_json::json;

    const ID: &str = "01936d5e-7b00-7abc-8def-0123456789ab";

    #[test]
    fn a_choice_on_its_way_needs_nobody() {
        let person = json!({"id": ID, "name": "Lê Kim Thoa"});
        let at = "2023-10-21T13:15:00Z";
        let newest = json!({
            "id": ID, "campaign": "trieu", "unit": "dk", "author": person, "rev": 2, "state": "draft", "updated_at": at,
            "title": "Sổ giao ca",
            "alternatives": [{"field": "title", "value": "Bảng màu", "by": person, "device": ID, "at": at}],
        });
        let mut draft = Draft::new(ID.parse().unwrap(), Timestamp::EPOCH);
        draft.known.pull(serde_json::from_value(newest).unwrap());
        draft.settle(None);
        assert_eq!(draft.standing(), Standing::NeedsYou(Need::Conflict(vec![Field::Title])));
        assert_eq!(draft.faults(), [FieldFault::of(Field::Title, Fault::Unresolved)]);

        let action = Action::Resolve([(Field::Title, Side::Theirs)].into());
        draft.written.requests.push(Request { id: ID.parse().unwrap(), at: Timestamp::EPOCH, base: Rev(2), action });
        assert_eq!(draft.standing(), Standing::Pending);
        assert_eq!(draft.faults(), [], "it can be submitted behind the choice");
    }
}
