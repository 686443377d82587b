//! The officers' part of the rules: what a decision makes of an initiative, what becomes of one that comes too late, and the
//! council's comments. That somebody may decide at all has been asked before ([`crate::rights`]).

use super::{Accepted, Actor, Circumstances, Refused, Work};
use crate::comment::{Comment, Overtaken};
use crate::field::{Fault, FieldFault};
use crate::id::InitiativeId;
use crate::initiative::{Decision, Forwarding, Initiative, Officer, State};
use crate::merge::Seen;
use crate::op::{Action, Op, Outcome, Recognition, Remark};
use crate::problem::{Problem, ProblemKind};
use crate::rights::{Deed, Office, Who, acting};
use crate::unit::UnitCode;

impl<'a> Circumstances<'a> {
    /// The actor, before the unit that this deed is about.
    pub(super) fn who(&self, deed: Deed, initiative: &Initiative, actor: &Actor) -> Who {
        Who::new(actor.person.id, self.offices, self.concerned(deed, initiative))
    }

    /// From the root down to the unit that this deed is about: of a decision that before which the initiative is now.
    fn concerned(&self, deed: Deed, initiative: &Initiative) -> &'a [UnitCode] {
        let before = initiative.reviewed_in();
        match self.path.iter().position(|unit| unit == before) {
            Some(place) if deed.is_decision() => &self.path[..=place],
            // The deed is about its own unit; or the unit that it was put before isn't above it any more, since units move.
            _ => self.path,
        }
    }

    /// The office that a reviewer acts in.
    fn office(&self, deed: Deed, initiative: &Initiative) -> Option<&'a Office> {
        acting(self.offices, self.concerned(deed, initiative))
    }
}

impl Work {
    /// Carries out an officer's decision, or puts the initiative higher.
    pub(super) fn officers(
        &mut self,
        op: &Op,
        actor: &Actor,
        seen: &Seen<'_>,
        place: &Circumstances<'_>,
    ) -> Result<(), Refused> {
        let deed = op.action.deed();
        let office = place.office(deed, &self.initiative).ok_or(ProblemKind::Forbidden)?;
        let by = Officer { name: actor.person.name.clone(), unit: office.unit().cloned() };
        if let Some(words) = seen.others_words().filter(|_| deed != Deed::Receive) {
            return Err(changed_since(words.0, self.initiative.rev.0).into());
        }
        let decision = |state| Decision::new(state, by.clone(), place.now);
        match &op.action {
            Action::Receive {} => {}
            Action::Return(asked) => {
                let (reason, fields) = (Some(asked.reason.clone()), asked.fields.clone());
                self.initiative.decision = Some(Decision { reason, fields, ..decision(State::Returned) });
                self.initiative.state = State::Returned;
                self.initiative.received_at = None;
                return Ok(());
            }
            Action::Recognise(recognition) => {
                if Some(recognition.level) > office.recognises_up_to() {
                    return Err(ProblemKind::Forbidden.into());
                }
                if Some(recognition.level) <= self.initiative.recognised_at() {
                    return Err(overtaken(&self.initiative, op, actor, place));
                }
                self.recognise(recognition, decision(State::Recognised));
            }
            Action::Decline { reason } => {
                self.decline(Decision { reason: Some(reason.clone()), ..decision(State::Declined) });
            }
            Action::MarkDuplicate { of } => {
                is_an_original(*of, &self.initiative, place.original)?;
                self.initiative.duplicate_of = Some(*of);
                self.settle(decision(State::Duplicate), State::Duplicate);
            }
            Action::Forward {} => {
                let above = office.above().ok_or(ProblemKind::Forbidden)?;
                let (to, by, at) = (above.clone(), by, place.now);
                self.initiative.forwarded = Some(Forwarding { to, by, at, waits: true, declined: None });
            }
            _ => return Err(ProblemKind::Unsupported.into()),
        }
        // Who decides on it, or puts it higher, has taken it in.
        self.initiative.received_at.get_or_insert(place.now);
        if self.initiative.state == State::Submitted {
            self.initiative.state = State::Received;
        }
        Ok(())
    }

    fn recognise(&mut self, recognition: &Recognition, decision: Decision) {
        let Recognition { level, benefit_vnd, how_checked, endorsement } = recognition.clone();
        // Without a figure of its own a higher level leaves the one that was verified.
        let earlier = self.initiative.decision.take().filter(|_| self.initiative.state == State::Recognised);
        let (benefit_vnd, how_checked) = match (benefit_vnd, earlier) {
            (None, Some(earlier)) => (earlier.benefit_vnd, how_checked.or(earlier.how_checked)),
            (own, _) => (own, how_checked),
        };
        let decision = Decision { level: Some(level), benefit_vnd, how_checked, endorsement, ..decision };
        self.settle(decision, State::Recognised);
    }

    /// A refusal; of a higher level only that: what is recognised stays so.
    fn decline(&mut self, decision: Decision) {
        match &mut self.initiative.forwarded {
            Some(forwarding) if self.initiative.state == State::Recognised => {
                forwarding.waits = false;
                forwarding.declined = Some(Box::new(decision));
            }
            _ => self.settle(decision, State::Declined),
        }
    }

    fn settle(&mut self, decision: Decision, state: State) {
        self.initiative.decision = Some(decision);
        self.initiative.state = state;
        if let Some(forwarding) = &mut self.initiative.forwarded {
            forwarding.waits = false;
        }
    }
}

/// A decision is about words that were read. These are newer.
pub(super) fn changed_since(words: u32, now: u32) -> Problem {
    let fault = Fault::OutOfRange { min: words.into(), max: now.into() };
    Problem::faults(vec![FieldFault { pointer: "/base".into(), fault }])
}

/// What is marked as a duplicate is linked to an initiative that was sent and isn't itself a duplicate, so that links never
/// go round in a circle. Whatever else the id is of, it tells the officer nothing.
fn is_an_original(of: InitiativeId, marked: &Initiative, found: Option<&Initiative>) -> Result<(), Problem> {
    let was_sent = |state| !matches!(state, State::Draft | State::Withdrawn | State::Duplicate | State::Deleted);
    match found.filter(|found| found.id == of && of != marked.id && was_sent(found.state)) {
        Some(_) => Ok(()),
        None => Err(Problem::faults(vec![FieldFault {
            pointer: "/action/mark_duplicate/of".into(),
            fault: Fault::Missing,
        }])),
    }
}

/// Somebody has decided already. Who and when is told; what an officer had written is kept as a comment.
pub(super) fn overtaken(current: &Initiative, op: &Op, actor: &Actor, place: &Circumstances<'_>) -> Refused {
    let mut problem = Problem::new(ProblemKind::AlreadyDecided);
    problem.decision = current.decision.clone().map(Box::new);
    let unit = place.office(op.action.deed(), current).and_then(Office::unit);
    let comment = unit.zip(Overtaken::by(&op.action)).map(|(unit, (text, overtaken))| {
        let (by, unit, overtaken) = (actor.person.clone(), unit.clone(), Some(overtaken));
        Box::new(Comment {
            id: op.id,
            initiative: op.initiative,
            by,
            unit,
            at: place.now,
            text,
            score: None,
            overtaken,
        })
    });
    Refused { problem, comment }
}

impl Overtaken {
    /// What this action would have decided, with its written reason; `None` if it is no decision.
    pub fn by(action: &Action) -> Option<(String, Overtaken)> {
        let none = Overtaken::default();
        Some(match action {
            Action::Return(asked) => {
                let fields = asked.fields.clone();
                (asked.reason.clone(), Overtaken { state: State::Returned, fields, ..none })
            }
            Action::Decline { reason } => (reason.clone(), Overtaken { state: State::Declined, ..none }),
            Action::Recognise(recognition) => {
                let (level, benefit_vnd) = (Some(recognition.level), recognition.benefit_vnd);
                let text = recognition.how_checked.clone().unwrap_or_default();
                (text, Overtaken { state: State::Recognised, level, benefit_vnd, ..none })
            }
            Action::MarkDuplicate { of } => {
                (String::new(), Overtaken { state: State::Duplicate, of: Some(*of), ..none })
            }
            _ => return None,
        })
    }
}

/// A comment stands beside the initiative and changes nothing about it.
pub(super) fn comment(
    current: &Initiative,
    remark: &Remark,
    op: &Op,
    actor: &Actor,
    place: &Circumstances<'_>,
) -> Result<Accepted, Refused> {
    let office = place.office(Deed::Comment, current).and_then(Office::unit).ok_or(ProblemKind::Forbidden)?;
    let Remark { text, score } = remark.clone();
    let (by, unit) = (actor.person.clone(), office.clone());
    let comment =
        Comment { id: op.id, initiative: op.initiative, by, unit, at: place.now, text, score, overtaken: None };
    Ok(Accepted {
        initiative: current.clone(),
        outcome: Outcome::Applied,
        conflicts: Vec::new(),
        change: None,
        comment: Some(comment),
    })
}
