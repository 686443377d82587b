//! What officers have made of an initiative, as its author learns it: the decision, and where it was put higher. Of an
//! officer the author learns name and unit, and nothing more; who acted on which device is in the audit.

use super::State;
use crate::calendar::{Date, Timestamp};
use crate::field::Field;
use crate::money::Vnd;
use crate::unit::UnitCode;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// The level at which an initiative was recognised (Nghị định 13/2012/NĐ-CP), the lowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RecognitionLevel {
    /// Cấp cơ sở.
    Grassroots,
    /// Cấp trên, tỉnh, ngành.
    Upper,
    /// Toàn quốc.
    National,
}

impl RecognitionLevel {
    /// Every level, the lowest first.
    pub const ALL: [RecognitionLevel; 3] =
        [RecognitionLevel::Grassroots, RecognitionLevel::Upper, RecognitionLevel::National];
}

/// An officer, as far as an author is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Officer {
    /// Họ và tên.
    pub name: String,
    /// The unit that they acted for; `None` in decisions that were stored before this was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitCode>,
}

/// Reasons for single fields, in the order of the form: `{"effect": "…"}`. Fields that this version doesn't know are
/// ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldReasons(Vec<(Field, String)>);

impl FieldReasons {
    /// Those reasons; of two for one field the later.
    pub fn of(reasons: impl IntoIterator<Item = (Field, String)>) -> Self {
        let mut those = FieldReasons::default();
        for (field, reason) in reasons {
            those.0.retain(|(other, _)| *other != field);
            those.0.push((field, reason));
        }
        those.0.sort_by_key(|(field, _)| *field);
        those
    }

    /// The reason for that field.
    pub fn get(&self, field: Field) -> Option<&str> {
        self.0.iter().find(|(other, _)| *other == field).map(|(_, reason)| reason.as_str())
    }

    /// The fields and their reasons, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        self.0.iter().map(|(field, reason)| (*field, reason.as_str()))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for FieldReasons {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (field, reason) in self.iter() {
            map.serialize_entry(field.name(), reason)?;
        }
        map.end()
    }
}

struct FieldReasonsVisitor;

impl<'de> Visitor<'de> for FieldReasonsVisitor {
    type Value = FieldReasons;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object of reasons for fields")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FieldReasons, A::Error> {
        let mut reasons = Vec::new();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            match Field::from_name(&name) {
                Some(field) => reasons.push((field, map.next_value()?)),
                None => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(FieldReasons::of(reasons))
    }
}

impl<'de> Deserialize<'de> for FieldReasons {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldReasonsVisitor)
    }
}

/// The employer's representative, who stands behind a recognition: "phối hợp với chuyên môn".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Endorsement {
    /// Họ và tên.
    pub name: String,
    /// Chức danh.
    pub position: String,
    /// When they signed.
    pub date: Date,
}

/// What an officer said last: a return, a recognition, a refusal or a link to the original. It stays until the next one,
/// so that an author who sends a returned initiative again still sees what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Decision {
    /// The officer.
    pub by: Officer,
    /// When, by the server.
    pub at: Timestamp,
    /// What it made of the initiative; `None` in decisions that were stored before this was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// Why; always there for a return or a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Of a return, why for single fields.
    #[serde(default, skip_serializing_if = "FieldReasons::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<Field, String>))]
    pub fields: FieldReasons,
    /// The level at which it was recognised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<RecognitionLevel>,
    /// The verified benefit; the author's estimate stays in `benefit_vnd`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benefit_vnd: Option<Vnd>,
    /// How the benefit was checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how_checked: Option<String>,
    /// Who of the employer's stands behind the recognition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endorsement: Option<Endorsement>,
}

impl Decision {
    /// A decision that says no more than who made what of it, and when.
    pub fn new(state: State, by: Officer, at: Timestamp) -> Self {
        Self {
            by,
            at,
            state: Some(state),
            reason: None,
            fields: FieldReasons::default(),
            level: None,
            benefit_vnd: None,
            how_checked: None,
            endorsement: None,
        }
    }
}

/// That an initiative was put before a higher unit, the last time that it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Forwarding {
    /// Before which; its officers and those above it decide from then on.
    pub to: UnitCode,
    /// Who put it there.
    pub by: Officer,
    /// When, by the server.
    pub at: Timestamp,
    /// That unit hasn't decided yet.
    pub waits: bool,
    /// Why it wasn't recognised at the higher level, if it wasn't; what the lower level recognised stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declined: Option<Box<Decision>>,
}
