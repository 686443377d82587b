//! Reading a field's value from where it was stored, or from a server: of the field's type, and otherwise as it is. What
//! a person typed is theirs, however long; only [`Value::parse`] holds it against the limits.

use super::{Author, BenefitPeriod, Field, Kind, Shape, Value};
use crate::money::Vnd;
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use std::fmt;

/// A field's value as JSON has it, before it is known which field's.
pub(crate) enum Plain {
    Null,
    Flag(bool),
    Whole(i64),
    Text(String),
    Authors(Vec<Author>),
}

/// A value that isn't of its field's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}: not a value of this field", .0.name())]
pub(crate) struct Misfit(Field);

impl Plain {
    /// The value, if it is of the field's type.
    pub(crate) fn into_value(self, field: Field) -> Result<Value, Misfit> {
        let fitting = match (field.shape(), self) {
            (Shape::Line(_) | Shape::Text(_), Plain::Text(text)) => Some(Value::Text(text)),
            (Shape::Kind, Plain::Null) => Some(Value::Kind(None)),
            (Shape::Kind, Plain::Text(name)) => Kind::from_name(&name).map(|kind| Value::Kind(Some(kind))),
            (Shape::Money, Plain::Null) => Some(Value::Money(None)),
            (Shape::Money, Plain::Whole(sum)) => Vnd::for_initiative(sum).ok().map(|sum| Value::Money(Some(sum))),
            (Shape::Period, Plain::Null) => Some(Value::Period(None)),
            (Shape::Period, Plain::Text(name)) => {
                BenefitPeriod::from_name(&name).map(|period| Value::Period(Some(period)))
            }
            (Shape::Date, Plain::Null) => Some(Value::Date(None)),
            (Shape::Date, Plain::Text(day)) => day.parse().ok().map(|day| Value::Date(Some(day))),
            (Shape::Authors, Plain::Authors(authors)) => Some(Value::Authors(authors)),
            (Shape::Flag, Plain::Flag(flag)) => Some(Value::Flag(flag)),
            _ => None,
        };
        fitting.ok_or(Misfit(field))
    }
}

struct PlainVisitor;

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Plain;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a field's value")
    }

    fn visit_unit<E>(self) -> Result<Plain, E> {
        Ok(Plain::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Plain, E> {
        Ok(Plain::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Plain, E> {
        Ok(Plain::Whole(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Plain, E> {
        i64::try_from(number).map(Plain::Whole).map_err(E::custom)
    }

    fn visit_str<E>(self, text: &str) -> Result<Plain, E> {
        Ok(Plain::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Plain, E> {
        Ok(Plain::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Plain, A::Error> {
        let mut authors = Vec::new();
        while let Some(author) = list.next_element()? {
            authors.push(author);
        }
        Ok(Plain::Authors(authors))
    }
}

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PlainVisitor)
    }
}
