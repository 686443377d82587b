//! What is wrong with a field, and where.

use super::Field;
use crate::text::TextProblem;
use serde::{Deserialize, Serialize};

/// What is wrong with a field, for a program; the words for a person come from the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Fault {
    /// Needed to submit, and empty.
    Missing,
    /// Not the JSON type or spelling that this member takes.
    WrongType,
    /// More than `max` characters.
    TooLong {
        /// How many it takes.
        max: u32,
    },
    /// A control character or another that can't be shown.
    BadCharacter,
    /// A sum, share or count outside `min` to `max`.
    OutOfRange {
        /// The least that it takes.
        min: i64,
        /// The most that it takes.
        max: i64,
    },
    /// The shares sum to `sum`, not 100.
    SharesSum {
        /// In percent.
        sum: u32,
    },
    /// Two versions are waiting for someone to choose.
    Unresolved,
    /// Fewer than `min` characters.
    TooShort {
        /// How many it takes.
        min: u32,
    },
    /// A password that somebody who tries would soon find.
    Guessable,
    /// Somebody else has it already.
    Taken,
    /// A fault that this version doesn't know: the other side is newer.
    #[serde(other)]
    Unknown,
}

impl From<TextProblem> for Fault {
    fn from(problem: TextProblem) -> Fault {
        match problem {
            TextProblem::TooLong { max, .. } => Fault::TooLong { max: u32::try_from(max).unwrap_or(u32::MAX) },
            TextProblem::Blank => Fault::Missing,
            TextProblem::Forbidden { .. } => Fault::BadCharacter,
        }
    }
}

/// A fault and where it is, as a JSON Pointer (RFC 6901) from the initiative: `/authors/0/share`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Flat", into = "Flat")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldFault {
    /// Where, as a JSON Pointer.
    pub pointer: String,
    /// What.
    #[serde(flatten)]
    pub fault: Fault,
}

impl FieldFault {
    /// A fault of a whole field.
    pub fn of(field: Field, fault: Fault) -> Self {
        Self { pointer: format!("/{}", field.name()), fault }
    }

    /// The field that the pointer is in, if it is one of ours.
    pub fn field(&self) -> Option<Field> {
        self.pointer.strip_prefix('/')?.split('/').next().and_then(Field::from_name)
    }
}

/// A fault as JSON has it, its numbers beside its code. What serde makes of a tagged and flattened enum gives the same,
/// by way of a copy of the whole and in ten times the code.
#[derive(Serialize, Deserialize)]
struct Flat {
    pointer: String,
    code: Code,
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sum: Option<u32>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Code {
    Missing,
    WrongType,
    TooLong,
    BadCharacter,
    OutOfRange,
    SharesSum,
    Unresolved,
    TooShort,
    Guessable,
    Taken,
    #[serde(other)]
    Unknown,
}

/// A code without the numbers that belong to it.
#[derive(Debug, thiserror::Error)]
#[error("a fault without its numbers")]
struct Numberless;

impl TryFrom<Flat> for FieldFault {
    type Error = Numberless;

    fn try_from(Flat { pointer, code, min, max, sum }: Flat) -> Result<Self, Numberless> {
        let fault = match code {
            Code::Missing => Fault::Missing,
            Code::WrongType => Fault::WrongType,
            Code::TooLong => Fault::TooLong { max: max.and_then(|max| u32::try_from(max).ok()).ok_or(Numberless)? },
            Code::BadCharacter => Fault::BadCharacter,
            Code::OutOfRange => Fault::OutOfRange { min: min.ok_or(Numberless)?, max: max.ok_or(Numberless)? },
            Code::SharesSum => Fault::SharesSum { sum: sum.ok_or(Numberless)? },
            Code::Unresolved => Fault::Unresolved,
            Code::TooShort => Fault::TooShort { min: min.and_then(|min| u32::try_from(min).ok()).ok_or(Numberless)? },
            Code::Guessable => Fault::Guessable,
            Code::Taken => Fault::Taken,
            Code::Unknown => Fault::Unknown,
        };
        Ok(FieldFault { pointer, fault })
    }
}

impl From<FieldFault> for Flat {
    fn from(FieldFault { pointer, fault }: FieldFault) -> Flat {
        let (code, min, max, sum) = match fault {
            Fault::Missing => (Code::Missing, None, None, None),
            Fault::WrongType => (Code::WrongType, None, None, None),
            Fault::TooLong { max } => (Code::TooLong, None, Some(max.into()), None),
            Fault::BadCharacter => (Code::BadCharacter, None, None, None),
            Fault::OutOfRange { min, max } => (Code::OutOfRange, Some(min), Some(max), None),
            Fault::SharesSum { sum } => (Code::SharesSum, None, None, Some(sum)),
            Fault::Unresolved => (Code::Unresolved, None, None, None),
            Fault::TooShort { min } => (Code::TooShort, Some(min.into()), None, None),
            Fault::Guessable => (Code::Guessable, None, None, None),
            Fault::Taken => (Code::Taken, None, None, None),
            Fault::Unknown => (Code::Unknown, None, None, None),
        };
        Flat { pointer, code, min, max, sum }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_in_json_is_its_pointer_beside_what_serde_makes_of_it() {
        let faults = [
            Fault::Missing,
            Fault::WrongType,
            Fault::TooLong { max: 300 },
            Fault::BadCharacter,
            Fault::OutOfRange { min: -1, max: 9 },
            Fault::SharesSum { sum: 101 },
            Fault::Unresolved,
            Fault::TooShort { min: 12 },
            Fault::Guessable,
            Fault::Taken,
            Fault::Unknown,
        ];
        for fault in faults {
            let flat = serde_json::to_string(&FieldFault { pointer: "/x".into(), fault: fault.clone() }).unwrap();
            let derived = serde_json::to_string(&fault).unwrap();
            assert_eq!(flat, derived.replacen('{', "{\"pointer\":\"/x\",", 1));
            assert_eq!(serde_json::from_str::<FieldFault>(&flat).unwrap().fault, fault);
            assert_eq!(serde_json::from_str::<Fault>(&derived).unwrap(), fault);
        }
        for numberless in ["too-long", "out-of-range", "shares-sum", "too-short"] {
            let json = format!(r#"{{"pointer":"","code":"{numberless}"}}"#);
            assert!(serde_json::from_str::<FieldFault>(&json).is_err(), "{numberless}");
        }
    }
}
