//! An op: one thing that a device did to one initiative, and the server's verdict on it. Parsing is forgiving towards
//! the rest of a request: an op that can't be understood is refused alone.

mod officers;
#[cfg(test)]
mod tests;

pub use officers::{MAX_POSITION, MAX_REASON, Recognition, Remark, Return};

use crate::calendar::Timestamp;
use crate::content::Patch;
use crate::field::{Fault, Field, FieldFault};
use crate::id::{InitiativeId, OpId, Rev};
use crate::problem::{Problem, ProblemKind};
use crate::rights::Deed;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// Which version to keep when two are waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Side {
    /// The alternative: what this device (or, failing that, the last one to differ) had written.
    Mine,
    /// The value that the initiative has.
    Theirs,
}

/// What was done. Read from where it was stored it is taken as it is; from the wire it goes through [`Action::parse`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// New values for fields; an empty one clears.
    Edit(Patch),
    /// An officer enters it for a member, from paper: written and handed in at once. Never read from a device's ops.
    Enter(Patch),
    /// The author hands it in.
    Submit {},
    /// The author takes it back, until someone has decided.
    Withdraw {},
    /// The author deletes it, with all that was written in it.
    Delete {},
    /// A choice for each field that has alternatives.
    Resolve(BTreeMap<Field, Side>),
    /// An officer takes it in.
    Receive {},
    /// An officer asks for more.
    Return(Return),
    /// An officer recognises it.
    Recognise(Recognition),
    /// An officer refuses it.
    Decline {
        /// Why; the law asks for it in writing.
        reason: String,
    },
    /// An officer links it to its original.
    MarkDuplicate {
        /// The original.
        of: InitiativeId,
    },
    /// An officer puts it before the unit above, for the next level.
    Forward {},
    /// A member of the council scores it or says something about it.
    Comment(Remark),
}

impl Action {
    /// The action's name on the wire, in metrics and in the audit.
    pub const fn name(&self) -> &'static str {
        match self {
            Action::Edit(_) => "edit",
            Action::Enter(_) => "enter",
            Action::Submit {} => "submit",
            Action::Withdraw {} => "withdraw",
            Action::Delete {} => "delete",
            Action::Resolve(_) => "resolve",
            Action::Receive {} => "receive",
            Action::Return(_) => "return",
            Action::Recognise(_) => "recognise",
            Action::Decline { .. } => "decline",
            Action::MarkDuplicate { .. } => "mark_duplicate",
            Action::Forward {} => "forward",
            Action::Comment(_) => "comment",
        }
    }

    /// What whoever does it has to be allowed to do.
    pub fn deed(&self) -> Deed {
        match self {
            Action::Edit(patch) if patch.is_consent() => Deed::Consent,
            Action::Edit(_) | Action::Resolve(_) => Deed::Edit,
            Action::Enter(_) => Deed::EnterForMember,
            Action::Submit {} => Deed::Submit,
            Action::Withdraw {} => Deed::Withdraw,
            Action::Delete {} => Deed::Delete,
            Action::Receive {} => Deed::Receive,
            Action::Return(_) => Deed::Return,
            Action::Recognise(_) => Deed::Recognise,
            Action::Decline { .. } => Deed::Decline,
            Action::MarkDuplicate { .. } => Deed::MarkDuplicate,
            Action::Forward {} => Deed::Forward,
            Action::Comment(_) => Deed::Comment,
        }
    }

    /// Parses the `action` member: an object with exactly one action that we know.
    ///
    /// # Errors
    /// `unsupported` for an action that this version doesn't know, `invalid` for a malformed one, with every fault.
    pub fn parse(json: Json) -> Result<Action, Problem> {
        let at_action = |fault| Problem::faults(vec![FieldFault { pointer: "/action".into(), fault }]);
        let Json::Object(object) = json else { return Err(at_action(Fault::WrongType)) };
        let mut known = object.into_iter().filter(|(name, _)| NAMES.contains(&name.as_str()));
        let Some((name, arguments)) = known.next() else { return Err(Problem::new(ProblemKind::Unsupported)) };
        if known.next().is_some() {
            return Err(at_action(Fault::WrongType));
        }
        let Json::Object(arguments) = arguments else { return Err(at_action(Fault::WrongType)) };
        Self::parse_known(&name, arguments)
    }

    fn parse_known(name: &str, arguments: Map<String, Json>) -> Result<Action, Problem> {
        match name {
            "edit" => Patch::parse(arguments).map(Action::Edit).map_err(Problem::faults),
            "submit" => Ok(Action::Submit {}),
            "withdraw" => Ok(Action::Withdraw {}),
            "delete" => Ok(Action::Delete {}),
            "resolve" => parse_choices(arguments).map(Action::Resolve).map_err(Problem::faults),
            officers => officers::parse(officers, arguments),
        }
    }
}

const NAMES: [&str; 12] = [
    "edit",
    "submit",
    "withdraw",
    "delete",
    "resolve",
    "receive",
    "return",
    "recognise",
    "decline",
    "mark_duplicate",
    "forward",
    "comment",
];

fn parse_choices(arguments: Map<String, Json>) -> Result<BTreeMap<Field, Side>, Vec<FieldFault>> {
    let mut choices = BTreeMap::new();
    let mut faults = Vec::new();
    for (name, json) in arguments {
        let Some(field) = Field::from_name(&name) else { continue };
        match serde_json::from_value(json) {
            Ok(side) => _ = choices.insert(field, side),
            Err(_) => faults.push(FieldFault::of(field, Fault::WrongType)),
        }
    }
    if faults.is_empty() { Ok(choices) } else { Err(faults) }
}

/// One action on one initiative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Op {
    /// Made with the op, and never used again.
    pub id: OpId,
    /// What it is done to.
    pub initiative: InitiativeId,
    /// The revision that the device last had from the server. What the same device did after it counts as seen.
    pub base: Rev,
    /// The device's clock: shown, never trusted.
    pub at: Timestamp,
    /// What is done.
    pub action: Action,
}

/// An op from a request: understood, or refused alone with its problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// The id, to answer to.
    pub id: OpId,
    /// The op, or why it is refused.
    pub op: Result<Op, Problem>,
}

impl Received {
    /// Parses one entry of a request's `ops`.
    ///
    /// # Errors
    /// Only if there is no op id to answer to; then the request as a whole can't be answered.
    pub fn parse(json: Json) -> Result<Received, FieldFault> {
        let missing = |name: &str| FieldFault { pointer: format!("/{name}"), fault: Fault::Missing };
        let Json::Object(mut object) = json else {
            return Err(FieldFault { pointer: String::new(), fault: Fault::WrongType });
        };
        let mut take = |name: &str| object.remove(name).ok_or_else(|| missing(name));
        let id = member("id", take("id")?)?;
        let mut envelope = || -> Result<(InitiativeId, Rev, Timestamp, Json), FieldFault> {
            let initiative = member("initiative", take("initiative")?)?;
            let (base, at) = (member("base", take("base")?)?, member("at", take("at")?)?);
            Ok((initiative, base, at, take("action")?))
        };
        let op = match envelope() {
            Err(fault) => Err(Problem::faults(vec![fault])),
            Ok((initiative, base, at, action)) => {
                Action::parse(action).map(|action| Op { id, initiative, base, at, action })
            }
        };
        Ok(Received { id, op })
    }
}

fn member<T: serde::de::DeserializeOwned>(name: &str, json: Json) -> Result<T, FieldFault> {
    serde_json::from_value(json).map_err(|_| FieldFault { pointer: format!("/{name}"), fault: Fault::WrongType })
}

/// How an op ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Outcome {
    /// Nothing else had changed meanwhile.
    Applied,
    /// Other things had changed meanwhile; all of it holds.
    Merged,
    /// Some fields kept the server's value; the op's value is an alternative until someone chooses.
    Conflict,
    /// Nothing was applied; the problem says why.
    Rejected,
}

impl Outcome {
    /// The outcome's name on the wire and in metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Outcome::Applied => "applied",
            Outcome::Merged => "merged",
            Outcome::Conflict => "conflict",
            Outcome::Rejected => "rejected",
        }
    }
}

/// The verdict on one op, and its receipt: the same op again gets the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpResult {
    /// The op.
    pub id: OpId,
    /// How it ended.
    pub outcome: Outcome,
    /// The initiative's revision after the op; after a rejected one the revision it has, 0 if there is none.
    pub rev: Rev,
    /// The fields in conflict.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Field>,
    /// Why nothing was applied, if it was rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

impl OpResult {
    /// A refusal.
    pub fn rejected(id: OpId, rev: Rev, problem: Problem) -> Self {
        Self { id, outcome: Outcome::Rejected, rev, conflicts: Vec::new(), problem: Some(problem) }
    }
}
