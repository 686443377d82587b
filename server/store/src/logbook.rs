//! The log as it is told: who did what, when by the server's clock, and from which device.

use crate::{Act, Link, Position};
use model::calendar::Timestamp;
use model::field::Field;
use model::id::{DeviceId, InitiativeId, MemberId, Rev};
use model::initiative::Person;
use model::op::Outcome;
use model::problem::ProblemKind;
use model::rights::Right;
use model::unit::UnitCode;

/// An entry of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    pub position: Position,
    /// By the server's clock.
    pub at: Timestamp,
    /// `None` for whoever has the command line.
    pub by: Option<Person>,
    /// Of an op the app's own id, of anything else the officer's session, by its id outside; `None` if it came from neither.
    pub device: Option<DeviceId>,
    pub event: LoggedEvent,
    /// Covers this entry and all before it.
    pub hash: Link,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum LoggedEvent {
    /// An op, refused ones included.
    Op {
        /// `None` if the op couldn't be understood.
        initiative: Option<InitiativeId>,
        /// Whose initiative it is; `None` if there is none.
        author: Option<MemberId>,
        /// For whom an officer has entered it from paper; `None` if nobody has.
        entered_for: Option<Person>,
        /// The action's name; `None` if the op couldn't be understood.
        action: Option<String>,
        /// What an officer's action said; null for the authors'.
        arguments: serde_json::Value,
        /// The fields that changed with it, without their words: what stood in a draft is its author's alone.
        fields: Vec<Field>,
        /// The initiative's revision after it.
        rev: Rev,
        outcome: Outcome,
        /// Why it was refused, if it was.
        problem: Option<ProblemKind>,
    },
    /// A right was given.
    Given { to: Person, right: Right },
    /// A right was taken.
    Taken { from: Person, right: Right },
    /// An administrator's act on a unit, perhaps about somebody.
    Act { unit: UnitCode, member: Option<Person>, act: Act },
}
