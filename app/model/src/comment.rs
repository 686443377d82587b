//! What officers say about an initiative among themselves: the council's scores and remarks, and decisions that came after
//! somebody else's. Kept beside the initiative, one record each, never changed; the author doesn't get them. A comment
//! isn't a change: the initiative's revision stays.

use crate::calendar::Timestamp;
use crate::id::{InitiativeId, OpId};
use crate::initiative::{FieldReasons, Person, RecognitionLevel, State};
use crate::money::Vnd;
use crate::unit::UnitCode;
use serde::{Deserialize, Serialize};

/// The best score of a council's member; the least is 0.
pub const BEST_SCORE: u8 = 100;

/// Something that an officer said about an initiative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comment {
    /// The id of the op that it came with: a comment is there once.
    pub id: OpId,
    /// About which initiative.
    pub initiative: InitiativeId,
    /// Who said it.
    pub by: Person,
    /// The unit that they acted for.
    pub unit: UnitCode,
    /// When, by the server.
    pub at: Timestamp,
    /// What they said; empty with a score, or a decision, that says enough by itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// 0 to [`BEST_SCORE`]. Of two by the same officer the later holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u8>,
    /// The decision that this would have been, had not another come first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overtaken: Option<Overtaken>,
}

/// A decision that came too late, as it was made. Its written reason is the comment's text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Overtaken {
    /// What it would have made of the initiative.
    pub state: State,
    /// Reasons for single fields.
    #[serde(default, skip_serializing_if = "FieldReasons::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<crate::field::Field, String>))]
    pub fields: FieldReasons,
    /// The level at which it would have been recognised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<RecognitionLevel>,
    /// The benefit that would have been verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benefit_vnd: Option<Vnd>,
    /// What it would have been a duplicate of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<InitiativeId>,
}
