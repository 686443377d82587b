//! An op: one thing that a device did to one initiative, and the server's verdict on it. Parsing is forgiving towards
//! the rest of a request: an op that can't be understood is refused alone.

use crate::calendar::Timestamp;
use crate::content::Patch;
use crate::field::{Fault, Field, FieldFault};
use crate::id::{InitiativeId, OpId, Rev};
use crate::initiative::RecognitionLevel;
use crate::money::Vnd;
use crate::problem::{Problem, ProblemKind};
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

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// New values for fields; an empty one clears.
    Edit(Patch),
    Submit {},
    Withdraw {},
    /// A choice for each field that has alternatives.
    Resolve(BTreeMap<Field, Side>),
    Receive {},
    Return {
        reason: String,
    },
    Recognise {
        level: RecognitionLevel,
        #[serde(skip_serializing_if = "Option::is_none")]
        benefit_vnd: Option<Vnd>,
    },
    Decline {
        reason: String,
    },
    MarkDuplicate {
        of: InitiativeId,
    },
}

impl Action {
    /// The action's name on the wire, in metrics and in the audit.
    pub const fn name(&self) -> &'static str {
        match self {
            Action::Edit(_) => "edit",
            Action::Submit {} => "submit",
            Action::Withdraw {} => "withdraw",
            Action::Resolve(_) => "resolve",
            Action::Receive {} => "receive",
            Action::Return { .. } => "return",
            Action::Recognise { .. } => "recognise",
            Action::Decline { .. } => "decline",
            Action::MarkDuplicate { .. } => "mark_duplicate",
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
            "resolve" => parse_choices(arguments).map(Action::Resolve).map_err(Problem::faults),
            // The review desk's actions are known by name, so that they can be told from misspellings, and refused
            // until the server can carry them out.
            _ => Err(Problem::new(ProblemKind::Unsupported)),
        }
    }
}

const NAMES: [&str; 9] =
    ["edit", "submit", "withdraw", "resolve", "receive", "return", "recognise", "decline", "mark_duplicate"];

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

impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Json::deserialize(deserializer)?;
        Action::parse(json).map_err(|problem| serde::de::Error::custom(problem.kind.slug()))
    }
}

/// One action on one initiative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Op {
    pub id: OpId,
    pub initiative: InitiativeId,
    /// The revision that the device last had from the server. What the same device did after it counts as seen.
    pub base: Rev,
    /// The device's clock: shown, never trusted.
    pub at: Timestamp,
    pub action: Action,
}

/// An op from a request: understood, or refused alone with its problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    pub id: OpId,
    pub op: Result<Op, Problem>,
}

impl Received {
    /// Parses one entry of a request's `ops`.
    ///
    /// # Errors
    /// Only if there is no op id to answer to; then the request as a whole can't be answered.
    pub fn parse(json: Json) -> Result<Received, FieldFault> {
        let fault = |member: &str, fault| FieldFault { pointer: format!("/{member}"), fault };
        let Json::Object(mut object) = json else { return Err(fault("", Fault::WrongType)) };
        let mut take = |member: &str| object.remove(member).ok_or_else(|| fault(member, Fault::Missing));
        let id = serde_json::from_value(take("id")?).map_err(|_| fault("id", Fault::WrongType))?;
        let mut envelope = || -> Result<(InitiativeId, Rev, Timestamp, Json), FieldFault> {
            let read = |member: &'static str, json: Json| (member, json);
            let wrong = |member: &str| fault(member, Fault::WrongType);
            let (member, json) = read("initiative", take("initiative")?);
            let initiative = serde_json::from_value(json).map_err(|_| wrong(member))?;
            let (member, json) = read("base", take("base")?);
            let base = serde_json::from_value(json).map_err(|_| wrong(member))?;
            let (member, json) = read("at", take("at")?);
            let at = serde_json::from_value(json).map_err(|_| wrong(member))?;
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
    pub id: OpId,
    pub outcome: Outcome,
    /// The initiative's revision after the op; after a rejected one the revision it has, 0 if there is none.
    pub rev: Rev,
    /// The fields in conflict.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

impl OpResult {
    /// A refusal.
    pub fn rejected(id: OpId, rev: Rev, problem: Problem) -> Self {
        Self { id, outcome: Outcome::Rejected, rev, conflicts: Vec::new(), problem: Some(problem) }
    }
}
