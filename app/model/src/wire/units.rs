//! The administrators' part of the protocol: a unit's members, its join code, its targets. Promises nothing but the shape;
//! who may ask is the rules' to say. Nothing here is needed on a member's phone.

use crate::calendar::Timestamp;
use crate::id::MemberId;
use crate::initiative::Person;
use crate::number::Percent;
use crate::op::OpResult;
use crate::unit::{Level, Slug, UnitCode};
use crate::wire::Member;
use serde::{Deserialize, Serialize};

/// The answer to `GET /units/{code}/members`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MembersResponse {
    /// By their given names, then the rest, in Vietnamese order.
    pub members: Vec<MemberLine>,
    /// For the next page; `None` if there is nobody behind these.
    pub cursor: Option<String>,
    /// There are more.
    pub more: bool,
    /// How many there are in all pages.
    pub total: u64,
}

/// A member, as those who administer the unit see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberLine {
    /// Who.
    pub id: MemberId,
    /// Họ và tên.
    pub name: String,
    /// Số thẻ đoàn viên.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_no: Option<String>,
    /// Their unit: the one that was asked for, or one under it.
    pub unit: UnitCode,
    /// What it is called; filled in for the wire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub unit_name: Option<String>,
    /// When they joined.
    pub joined_at: Timestamp,
    /// How many of theirs count: submitted, received or recognised. Drafts are nobody else's business.
    pub initiatives: u64,
    /// How many devices they have that joined with a code; an officer's sessions are not among them.
    pub devices: u64,
}

/// The answer to `GET` and `POST /units/{code}/join-code`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinCodeResponse {
    /// `2847-3916-5073`; read however it is typed, pasted or said (`model::code`).
    pub code: String,
    /// Where the code is filled in already: what the QR code says.
    pub url: String,
}

/// The answer to `GET /units/{code}/targets`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TargetsResponse {
    /// Of which campaign.
    pub campaign: Slug,
    /// Whose targets.
    pub unit: UnitCode,
    /// The whole campaign, then its phases in their order.
    pub spans: Vec<SpanTarget>,
    /// The units directly under it, with their targets for the whole campaign.
    pub children: Vec<BranchTarget>,
}

/// A unit's target for the whole campaign or one phase, exactly as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SpanTarget {
    /// A phase's slug, or `total`.
    pub span: String,
    /// Given from above; null if none is.
    pub assigned: Option<u32>,
    /// Set by the unit itself; null if it hasn't.
    pub self_set: Option<u32>,
    /// Every value that it has had, the oldest first; the last is what it is now.
    pub history: Vec<TargetAt>,
}

/// A target as it was from some moment on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TargetAt {
    /// From when.
    pub at: Timestamp,
    /// Who set it; absent for whoever has the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub by: Option<Person>,
    /// Given from above.
    pub assigned: Option<u32>,
    /// Set by the unit itself.
    pub self_set: Option<u32>,
}

/// A unit directly below, and how far targets have reached in its branch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BranchTarget {
    /// The unit.
    pub unit: UnitCode,
    /// Its full name.
    pub name: String,
    /// Where it stands in the hierarchy.
    pub level: Level,
    /// Given from above, for the whole campaign: as given, or the sum where every phase has one.
    pub assigned: Option<u32>,
    /// Set by the unit itself, likewise.
    pub self_set: Option<u32>,
    /// How many count in its branch.
    pub submitted: i64,
    /// How many members have joined in its branch.
    #[serde(default)]
    pub members: u64,
    /// Of the assigned target, one decimal; null without one.
    pub percent: Option<Percent>,
    /// How many units of its branch, itself included, have no target of either kind, for no span. 0 is "100% of levels".
    pub below_without: u64,
}

/// The answer to `POST /units/{code}/entries`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryResponse {
    /// The verdict, as of an op in `POST /sync`; of a repeat the same.
    pub result: OpResult,
    /// Whose initiative it is.
    pub member: Member,
}
