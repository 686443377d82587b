//! A request's JSON object, read member by member, so that whoever sent it is told every fault at once.

use super::body;
use super::error::Refusal;
use model::field::{Fault, FieldFault};
use serde_json::{Map, Value as Json};

/// A request's object and the faults found so far.
pub struct Form {
    object: Map<String, Json>,
    faults: Vec<FieldFault>,
}

impl Form {
    /// Reads the object.
    ///
    /// # Errors
    /// If it isn't JSON, or not an object.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        match body::parse(text)? {
            Json::Object(object) => Ok(Self { object, faults: Vec::new() }),
            _ => Err(Refusal::fault("", Fault::WrongType)),
        }
    }

    /// A member that is text, if it is there and nothing is wrong with it.
    pub fn optional(&mut self, member: &str) -> Option<String> {
        match self.object.remove(member) {
            None | Some(Json::Null) => None,
            Some(Json::String(text)) => Some(text),
            Some(_) => {
                self.note(member, Fault::WrongType);
                None
            }
        }
    }

    /// A member that is text and has to be there; empty text where it isn't.
    pub fn text(&mut self, member: &str) -> String {
        let found = self.faults.len();
        let text = self.optional(member);
        if text.is_none() && self.faults.len() == found {
            self.note(member, Fault::Missing);
        }
        text.unwrap_or_default()
    }

    /// A member that has to be text that can be read as something.
    pub fn parsed<T>(&mut self, member: &str, parse: impl FnOnce(String) -> Result<T, Fault>) -> Option<T> {
        let found = self.faults.len();
        let text = self.text(member);
        if self.faults.len() > found {
            return None;
        }
        parse(text).map_err(|fault| self.note(member, fault)).ok()
    }

    /// A member that, if it is there, has to be text that can be read as something.
    pub fn optional_parsed<T>(&mut self, member: &str, parse: impl FnOnce(String) -> Result<T, Fault>) -> Option<T> {
        let text = self.optional(member)?;
        parse(text).map_err(|fault| self.note(member, fault)).ok()
    }

    /// A member that is a whole number from `min` to `max`, or null; `None` if it isn't there or something is wrong with it.
    pub fn number(&mut self, member: &str, min: i64, max: i64) -> Option<Option<u32>> {
        let number = match self.object.remove(member)? {
            Json::Null => return Some(None),
            Json::Number(number) => number,
            _ => {
                self.note(member, Fault::WrongType);
                return None;
            }
        };
        let within = number.as_i64().filter(|number| (min..=max).contains(number));
        match within.and_then(|number| u32::try_from(number).ok()) {
            Some(number) => Some(Some(number)),
            None => {
                let whole = number.is_i64() || number.is_u64();
                self.note(member, if whole { Fault::OutOfRange { min, max } } else { Fault::WrongType });
                None
            }
        }
    }

    /// A member that has to be an object; null where it isn't.
    pub fn object(&mut self, member: &str) -> Json {
        match self.object.remove(member) {
            Some(object @ Json::Object(_)) => object,
            other => {
                let missing = other.is_none_or(|other| other.is_null());
                self.note(member, if missing { Fault::Missing } else { Fault::WrongType });
                Json::Null
            }
        }
    }

    /// A member that has to be an object, read like a form of its own; its faults are named by their whole way.
    pub fn nested<T>(&mut self, member: &str, read: impl FnOnce(&mut Form) -> Option<T>) -> Option<T> {
        let Json::Object(object) = self.object(member) else { return None };
        let mut inner = Form { object, faults: Vec::new() };
        let read = read(&mut inner);
        for FieldFault { pointer, fault } in inner.faults {
            self.note(&format!("{member}{pointer}"), fault);
        }
        read
    }

    /// A member that, if it is there, has to be true or false; false where it isn't.
    pub fn flag(&mut self, member: &str) -> bool {
        match self.object.remove(member) {
            None | Some(Json::Null) => false,
            Some(Json::Bool(flag)) => flag,
            Some(_) => {
                self.note(member, Fault::WrongType);
                false
            }
        }
    }

    /// Whether the member is there at all.
    pub fn has(&self, member: &str) -> bool {
        self.object.contains_key(member)
    }

    /// A member that has to be `true`: silence is not consent.
    pub fn consent(&mut self, member: &str) {
        match self.object.remove(member) {
            Some(Json::Bool(true)) => {}
            None | Some(Json::Bool(false) | Json::Null) => self.note(member, Fault::Missing),
            Some(_) => self.note(member, Fault::WrongType),
        }
    }

    /// Notes a fault.
    pub fn note(&mut self, member: &str, fault: Fault) {
        self.faults.push(FieldFault { pointer: format!("/{member}"), fault });
    }

    /// What was read.
    ///
    /// # Errors
    /// Every fault, if there was any.
    pub fn done<T>(self, value: T) -> Result<T, Refusal> {
        if self.faults.is_empty() { Ok(value) } else { Err(Refusal::Faults(self.faults)) }
    }
}
