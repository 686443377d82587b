//! An initiative's course: what its accepted ops have made of it beside its words. The totals depend on it, so a recount makes
//! it again from the log and compares. Pure; written apart from the model's rules on purpose, and simpler, since an op in the
//! log needs no permission any more. Doesn't know in which office somebody acted: the log has the person.

use model::calendar::Timestamp;
use model::content::Patch;
use model::id::InitiativeId;
use model::initiative::{Decision, Forwarding, Initiative, Officer, State};
use model::op::{Action, Recognition};

/// An accepted op, as far as it makes more of an initiative than other words.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// By the server's clock.
    pub at: Timestamp,
    /// The name of who sent it.
    pub by: String,
    pub action: Action,
}

/// The action that the log keeps as its name and arguments; an author's without its words, which are kept as changes. `None` if
/// an older version didn't keep what it said.
///
/// # Errors
/// If there is no such action, or what it said isn't what it says.
pub(crate) fn action(name: &str, arguments: Option<&str>) -> Result<Option<Action>, serde_json::Error> {
    match (name, arguments) {
        ("edit" | "resolve", _) => Ok(Some(Action::Edit(Patch::default()))),
        ("enter", _) => Ok(Some(Action::Enter(Patch::default()))),
        ("return" | "recognise" | "decline" | "mark_duplicate" | "comment", None) => Ok(None),
        (name, arguments) => serde_json::from_str(&format!("{{\"{name}\":{}}}", arguments.unwrap_or("{}"))).map(Some),
    }
}

/// Where an initiative stands, and how it came there.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Course {
    state: State,
    submitted_at: Option<Timestamp>,
    received_at: Option<Timestamp>,
    decision: Option<Decision>,
    duplicate_of: Option<InitiativeId>,
    forwarded: Option<Forwarding>,
}

impl Course {
    /// What these ops make, in the order of the log, of an initiative like this one, whose unit alone is looked at.
    pub fn made_by<'s>(steps: impl Iterator<Item = &'s Step>, of: &Initiative) -> Self {
        let mut course = Self::default();
        for step in steps {
            course.take(step, of);
        }
        course
    }

    /// What is kept of it, without what the log doesn't tell: for which unit an officer acted, and before which one it was put.
    pub fn kept(initiative: &Initiative) -> Self {
        let of_person = |decision: &Decision| {
            let by = officer(&decision.by.name);
            Decision { by, ..decision.clone() }
        };
        let put_higher = |forwarding: &Forwarding| Forwarding {
            to: initiative.unit.clone(),
            by: officer(&forwarding.by.name),
            declined: forwarding.declined.as_deref().map(of_person).map(Box::new),
            ..forwarding.clone()
        };
        Self {
            state: initiative.state,
            submitted_at: initiative.submitted_at,
            received_at: initiative.received_at,
            decision: initiative.decision.as_ref().map(of_person),
            duplicate_of: initiative.duplicate_of,
            forwarded: initiative.forwarded.as_ref().map(put_higher),
        }
    }

    /// The first thing in which it is another one than was kept; `None` if it is the same.
    pub fn differs_from(&self, kept: &Self) -> Option<&'static str> {
        [
            ("state", self.state == kept.state),
            ("submission", self.submitted_at == kept.submitted_at),
            ("receipt", self.received_at == kept.received_at),
            ("decision", same(self.decision.as_ref(), kept.decision.as_ref())),
            ("original", self.duplicate_of == kept.duplicate_of),
            ("way to a higher unit", self.forwarded == kept.forwarded),
        ]
        .into_iter()
        .find_map(|(what, is_same)| (!is_same).then_some(what))
    }

    fn take(&mut self, Step { at, by, action }: &Step, of: &Initiative) {
        let decision = |state| Decision::new(state, officer(by), *at);
        match action {
            Action::Edit(_) | Action::Resolve(_) | Action::Comment(_) => {}
            Action::Enter(_) | Action::Submit {} => self.hand_in(*at),
            Action::Withdraw {} => {
                let (decision, duplicate_of) = (self.decision.take(), self.duplicate_of);
                *self = Self { state: State::Withdrawn, decision, duplicate_of, ..Self::default() };
            }
            Action::Delete {} => *self = Self { state: State::Deleted, ..Self::default() },
            Action::Return(asked) => {
                let (reason, fields) = (Some(asked.reason.clone()), asked.fields.clone());
                self.decision = Some(Decision { reason, fields, ..decision(State::Returned) });
                self.state = State::Returned;
                self.received_at = None;
            }
            Action::Receive {} => self.receive(*at),
            Action::Recognise(recognition) => {
                self.recognise(recognition, decision(State::Recognised));
                self.receive(*at);
            }
            Action::Decline { reason } => {
                let refusal = Decision { reason: Some(reason.clone()), ..decision(State::Declined) };
                match &mut self.forwarded {
                    // Of a higher level; what a lower one has recognised stands.
                    Some(forwarding) if self.state == State::Recognised => {
                        forwarding.waits = false;
                        forwarding.declined = Some(Box::new(refusal));
                    }
                    _ => self.settle(refusal, State::Declined),
                }
                self.receive(*at);
            }
            Action::MarkDuplicate { of } => {
                self.duplicate_of = Some(*of);
                self.settle(decision(State::Duplicate), State::Duplicate);
                self.receive(*at);
            }
            Action::Forward {} => {
                let (to, by) = (of.unit.clone(), officer(by));
                self.forwarded = Some(Forwarding { to, by, at: *at, waits: true, declined: None });
                self.receive(*at);
            }
        }
    }

    /// Once more changes nothing.
    fn hand_in(&mut self, at: Timestamp) {
        if self.state.is_open() {
            self.state = State::Submitted;
            self.submitted_at = Some(at);
            self.received_at = None;
        }
    }

    /// Whatever an officer makes of it, they have taken it in.
    fn receive(&mut self, at: Timestamp) {
        self.received_at.get_or_insert(at);
        if self.state == State::Submitted {
            self.state = State::Received;
        }
    }

    fn recognise(&mut self, recognition: &Recognition, decision: Decision) {
        let Recognition { level, benefit_vnd, how_checked, endorsement } = recognition.clone();
        // A level that verifies nothing leaves what a lower one has verified.
        let lower = self.decision.take().filter(|_| self.state == State::Recognised && benefit_vnd.is_none());
        let (benefit_vnd, how_checked) = match lower {
            Some(lower) => (lower.benefit_vnd, how_checked.or(lower.how_checked)),
            None => (benefit_vnd, how_checked),
        };
        let decision = Decision { level: Some(level), benefit_vnd, how_checked, endorsement, ..decision };
        self.settle(decision, State::Recognised);
    }

    fn settle(&mut self, decision: Decision, state: State) {
        self.decision = Some(decision);
        self.state = state;
        if let Some(forwarding) = &mut self.forwarded {
            forwarding.waits = false;
        }
    }
}

/// The same decision. An older version didn't note what one made of an initiative.
fn same(made: Option<&Decision>, kept: Option<&Decision>) -> bool {
    match (made, kept) {
        (Some(made), Some(kept)) if kept.state.is_none() => *made == Decision { state: made.state, ..kept.clone() },
        (made, kept) => made == kept,
    }
}

fn officer(name: &str) -> Officer {
    Officer { name: name.to_owned(), unit: None }
}
