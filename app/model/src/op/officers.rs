//! The officers' actions: what they carry, and how it is read from the wire. Promises every fault at once, each with a
//! pointer from the op (`/action/return/reason`), and that unknown members are ignored.

use super::Action;
use crate::calendar::Date;
use crate::comment::BEST_SCORE;
use crate::field::{Fault, Field, FieldFault, parse_name};
use crate::id::InitiativeId;
use crate::initiative::{Endorsement, FieldReasons, RecognitionLevel};
use crate::money::Vnd;
use crate::problem::Problem;
use crate::text::{TextProblem, accept_words};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// The longest reason or comment, in characters.
pub const MAX_REASON: usize = 5_000;
/// The longest position of who endorses, in characters.
pub const MAX_POSITION: usize = 200;

/// What an officer asks for with a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Return {
    /// What for, as a whole.
    pub reason: String,
    /// What for, field by field.
    #[serde(default, skip_serializing_if = "FieldReasons::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<Field, String>))]
    pub fields: FieldReasons,
}

/// A recognition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recognition {
    /// At which level.
    pub level: RecognitionLevel,
    /// The verified benefit; without one nothing was verified, which is not zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benefit_vnd: Option<Vnd>,
    /// How it was checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how_checked: Option<String>,
    /// Who of the employer's stands behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endorsement: Option<Endorsement>,
}

impl Recognition {
    /// A recognition that says no more than its level.
    pub const fn at(level: RecognitionLevel) -> Self {
        Self { level, benefit_vnd: None, how_checked: None, endorsement: None }
    }
}

/// What a member of the council says: a text, a score, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Remark {
    /// What they say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
}

/// Parses the arguments of the action of that name, one of the officers'.
pub(super) fn parse(name: &str, arguments: Map<String, Json>) -> Result<Action, Problem> {
    let mut members = Members { at: format!("/action/{name}"), arguments, faults: Vec::new() };
    let action = match name {
        "receive" => Some(Action::Receive {}),
        "forward" => Some(Action::Forward {}),
        "return" => members.returned().map(Action::Return),
        "recognise" => members.recognition().map(Action::Recognise),
        "decline" => members.needed_text("reason", MAX_REASON).map(|reason| Action::Decline { reason }),
        "mark_duplicate" => members.needed::<InitiativeId>("of").map(|of| Action::MarkDuplicate { of }),
        "comment" => members.remark().map(Action::Comment),
        _ => None,
    };
    match action {
        Some(action) if members.faults.is_empty() => Ok(action),
        _ => Err(Problem::faults(members.faults)),
    }
}

/// The members of an action's object, and what was found wrong with them.
struct Members {
    at: String,
    arguments: Map<String, Json>,
    faults: Vec<FieldFault>,
}

impl Members {
    fn fault<T>(&mut self, name: &str, fault: Fault) -> Option<T> {
        self.faults.push(FieldFault { pointer: format!("{}/{name}", self.at), fault });
        None
    }

    /// A member that is there and isn't null.
    fn take(&mut self, name: &str) -> Option<Json> {
        self.arguments.remove(name).filter(|json| !json.is_null())
    }

    fn needed<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        match self.take(name).map(serde_json::from_value) {
            None => self.fault(name, Fault::Missing),
            Some(Err(_)) => self.fault(name, Fault::WrongType),
            Some(Ok(value)) => Some(value),
        }
    }

    fn whole(&mut self, name: &str, max: i64) -> Option<i64> {
        match self.take(name)?.as_i64() {
            None => self.fault(name, Fault::WrongType),
            Some(number) if !(0..=max).contains(&number) => self.fault(name, Fault::OutOfRange { min: 0, max }),
            number => number,
        }
    }

    /// A text as it is stored, without white space around it; `None` if nothing is left.
    fn text(&mut self, name: &str, json: Json, max: usize) -> Option<String> {
        let Json::String(text) = json else { return self.fault(name, Fault::WrongType) };
        match accept_words(&text, max) {
            Ok(text) => Some(text),
            Err(TextProblem::Blank) => None,
            Err(problem) => self.fault(name, problem.into()),
        }
    }

    fn optional(&mut self, name: &str, max: usize) -> Option<String> {
        let json = self.take(name)?;
        self.text(name, json, max)
    }

    /// A text that has to be there.
    fn needed_text(&mut self, name: &str, max: usize) -> Option<String> {
        let faults = self.faults.len();
        let text = self.optional(name, max);
        if text.is_none() && self.faults.len() == faults {
            return self.fault(name, Fault::Missing);
        }
        text
    }

    fn returned(&mut self) -> Option<Return> {
        let reason = self.needed_text("reason", MAX_REASON);
        let mut fields = Vec::new();
        match self.take("fields") {
            None => {}
            Some(Json::Object(reasons)) => {
                for (name, json) in reasons {
                    let Some(field) = Field::from_name(&name) else { continue };
                    fields.extend(self.text(&format!("fields/{name}"), json, MAX_REASON).map(|reason| (field, reason)));
                }
            }
            Some(_) => return self.fault("fields", Fault::WrongType),
        }
        Some(Return { reason: reason?, fields: FieldReasons::of(fields) })
    }

    fn recognition(&mut self) -> Option<Recognition> {
        let level = self.needed("level");
        let benefit_vnd = self.whole("benefit_vnd", Vnd::MAX.dong()).and_then(|dong| Vnd::for_initiative(dong).ok());
        let how_checked = self.optional("how_checked", MAX_REASON);
        let endorsement = match self.take("endorsement") {
            None => None,
            Some(Json::Object(arguments)) => self.endorsement(arguments),
            Some(_) => self.fault("endorsement", Fault::WrongType),
        };
        Some(Recognition { level: level?, benefit_vnd, how_checked, endorsement })
    }

    fn endorsement(&mut self, arguments: Map<String, Json>) -> Option<Endorsement> {
        let mut members = Members { at: format!("{}/endorsement", self.at), arguments, faults: Vec::new() };
        let name = match members.needed::<String>("name").map(parse_name) {
            Some(Err(fault)) => members.fault("name", fault),
            name => name.and_then(Result::ok),
        };
        let position = members.needed_text("position", MAX_POSITION);
        let date = members.needed::<Date>("date");
        self.faults.append(&mut members.faults);
        Some(Endorsement { name: name?, position: position?, date: date? })
    }

    fn remark(&mut self) -> Option<Remark> {
        let text = self.optional("text", MAX_REASON);
        let score = self.whole("score", BEST_SCORE.into()).and_then(|score| u8::try_from(score).ok());
        if text.is_none() && score.is_none() && self.faults.is_empty() {
            return self.fault("text", Fault::Missing);
        }
        Some(Remark { text: text.unwrap_or_default(), score })
    }
}
