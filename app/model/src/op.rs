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

/// What was done. Read from where it was stored it is taken as it is; from the wire it goes through [`Action::parse`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// New values for fields; an empty one clears.
    Edit(Patch),
    /// The author hands it in.
    Submit {},
    /// The author takes it back, until someone has decided.
    Withdraw {},
    /// A choice for each field that has alternatives.
    Resolve(BTreeMap<Field, Side>),
    /// An officer takes it in.
    Receive {},
    /// An officer asks for more.
    Return {
        /// What for.
        reason: String,
    },
    /// An officer recognises it.
    Recognise {
        /// For which level.
        level: RecognitionLevel,
        /// The verified benefit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        benefit_vnd: Option<Vnd>,
    },
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ID: &str = "01936d5e-7b00-7abc-8def-0123456789ab";
    const INITIATIVE: &str = "01936d5e-7b00-7abc-8def-0123456789ac";

    fn received(action: Json) -> Result<Action, Problem> {
        let op = json!({"id": ID, "initiative": INITIATIVE, "base": 3, "at": "2026-08-31T12:00:00Z", "action": action});
        Received::parse(op).unwrap().op.map(|op| op.action)
    }

    fn pointers(problem: &Problem) -> Vec<(&str, Fault)> {
        problem.errors.iter().map(|error| (error.pointer.as_str(), error.fault.clone())).collect()
    }

    #[test]
    fn the_authors_actions_are_understood() {
        let patch = Patch::of([(Field::Title, crate::field::Value::Text("Sáng kiến".into()))]);
        assert_eq!(received(json!({"edit": {"title": "Sáng kiến", "colour": "red"}})), Ok(Action::Edit(patch)));
        assert_eq!(received(json!({"submit": {}})), Ok(Action::Submit {}));
        assert_eq!(received(json!({"withdraw": {"why": "later versions may say"}})), Ok(Action::Withdraw {}));
        let choices = BTreeMap::from([(Field::Story, Side::Mine), (Field::Title, Side::Theirs)]);
        let resolve = json!({"resolve": {"story": "mine", "title": "theirs"}});
        assert_eq!(received(resolve.clone()), Ok(Action::Resolve(choices.clone())));
        assert_eq!(serde_json::to_value(Action::Resolve(choices)).unwrap(), resolve);
    }

    #[test]
    fn an_unknown_action_is_unsupported_and_a_malformed_one_invalid() {
        for unknown in [json!({}), json!({"applaud": {}}), json!({"receive": {}}), json!({"return": {"reason": "x"}})] {
            assert_eq!(received(unknown.clone()).unwrap_err().kind, ProblemKind::Unsupported, "{unknown}");
        }
        for malformed in [json!("submit"), json!(null), json!([]), json!({"submit": null}), json!({"edit": []})] {
            let problem = received(malformed.clone()).unwrap_err();
            assert_eq!((problem.kind, pointers(&problem)), (ProblemKind::Invalid, vec![("/action", Fault::WrongType)]));
        }
    }

    #[test]
    fn one_op_has_one_action_and_unknown_members_beside_it_are_ignored() {
        assert_eq!(received(json!({"submit": {}, "withdraw": {}})).unwrap_err().kind, ProblemKind::Invalid);
        assert_eq!(received(json!({"submit": {}, "priority": "high"})), Ok(Action::Submit {}));
    }

    #[test]
    fn every_fault_of_an_edit_is_told_with_a_pointer_into_the_initiative() {
        let problem = received(json!({"edit": {"title": 7, "authors": [{"share": 101}]}})).unwrap_err();
        let range = Fault::OutOfRange { min: 0, max: 100 };
        assert_eq!(pointers(&problem), [("/authors/0/share", range), ("/title", Fault::WrongType)]);
    }

    #[test]
    fn a_choice_is_mine_or_theirs() {
        let problem = received(json!({"resolve": {"title": "both", "colour": "mine"}})).unwrap_err();
        assert_eq!(pointers(&problem), [("/title", Fault::WrongType)]);
    }

    #[test]
    fn an_op_that_lacks_a_member_is_refused_alone_if_it_has_an_id() {
        let whole = json!({"id": ID, "initiative": INITIATIVE, "base": 0, "at": "2026-08-31T12:00:00Z", "action": {"submit": {}}});
        for name in ["initiative", "base", "at", "action"] {
            let mut op = whole.clone();
            op.as_object_mut().unwrap().remove(name);
            let problem = Received::parse(op).unwrap().op.unwrap_err();
            let pointer = format!("/{name}");
            assert_eq!(pointers(&problem), [(pointer.as_str(), Fault::Missing)]);
        }
        for (name, bad) in
            [("initiative", json!(7)), ("base", json!(-1)), ("base", json!(1.5)), ("at", json!("gestern"))]
        {
            let mut op = whole.clone();
            op[name] = bad;
            let problem = Received::parse(op).unwrap().op.unwrap_err();
            let pointer = format!("/{name}");
            assert_eq!(pointers(&problem), [(pointer.as_str(), Fault::WrongType)]);
        }
    }

    #[test]
    fn an_op_without_an_id_cannot_be_answered() {
        for (op, pointer) in [(json!([]), ""), (json!({}), "/id"), (json!({"id": ID.to_uppercase()}), "/id")] {
            assert_eq!(Received::parse(op).unwrap_err().pointer, pointer);
        }
    }

    #[test]
    fn an_op_is_read_back_as_it_was_stored() {
        let op = json!({"id": ID, "initiative": INITIATIVE, "base": 3, "at": "2026-08-31T12:00:00.000Z", "action": {"edit": {"story": ""}}});
        let read: Op = serde_json::from_value(op.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), op);
    }
}
