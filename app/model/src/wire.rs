//! The wire protocol, version 1: the bodies of requests and answers under `/api/v1`. Unknown members are ignored
//! throughout, so that either side may be newer than the other.

mod desk;
mod identity;
mod stories;
mod units;

pub use desk::{
    AuditResponse, Capacity, DeskInitiative, DeskSyncResponse, HistoryResponse, LogEntry, PossibleDuplicate,
    QueueResponse, Share,
};
pub use identity::{DeviceCodeMade, MergeObstacle, MergePreview, MergeReason, MergeRequest, MergeRequestsResponse};
pub use stories::{FollowResponse, FollowingUnit, StoriesResponse};
pub use units::{
    BranchTarget, EntryResponse, JoinCodeResponse, MemberLine, MembersResponse, SpanTarget, TargetAt, TargetsResponse,
};

use crate::calendar::Timestamp;
use crate::campaign::Target;
use crate::id::{DeviceId, MemberId};
use crate::initiative::Initiative;
use crate::league::Achievement;
use crate::number::Percent;
use crate::op::OpResult;
use crate::totals::Tally;
use crate::unit::{Level, Slug, UnitCode};
use serde::{Deserialize, Serialize};

/// At most so many ops in one `POST /sync`.
pub const MAX_OPS: usize = 500;
/// At most so many bytes in a request's body, compressed or expanded.
pub const MAX_BODY: usize = 1024 * 1024;

/// `POST /join`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinRequest {
    /// The unit's join code, as printed or in its QR code; or a member's one-time device code, with which nothing else is needed.
    pub code: String,
    /// Họ và tên.
    pub name: String,
    /// Số thẻ đoàn viên.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_no: Option<String>,
    /// That the person agreed to what the join page says about their data. Never a default.
    pub consent: bool,
    /// The person knows that somebody in the unit has this card number, joins as another member, and asks to be put together
    /// with them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks_to_merge: bool,
}

/// The answer to `POST /join`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinResponse {
    /// Who joined.
    pub member: Member,
    /// The device's secret, for `Authorization: Bearer`.
    pub token: String,
}

/// A member, as they see themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    /// Which member.
    pub id: MemberId,
    /// Họ và tên.
    pub name: String,
    /// Their unit.
    pub unit: UnitCode,
}

/// `POST /sync`. `O` is an [`crate::op::Op`] where a request is made, and unparsed JSON where it is received.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyncRequest<O> {
    /// This installation of the app.
    pub device: DeviceId,
    /// `None` at first, then what the last answer said.
    #[serde(default)]
    pub cursor: Option<String>,
    /// What was done, in order; at most [`MAX_OPS`].
    #[serde(default = "Vec::new")]
    pub ops: Vec<O>,
}

/// The answer to `POST /sync`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyncResponse {
    /// One for each op, in their order.
    pub results: Vec<OpResult>,
    /// What has changed since the cursor, each as it is now.
    pub changes: Vec<Initiative>,
    /// To be sent with the next request.
    pub cursor: String,
    /// There are more changes: ask again at once.
    pub more: bool,
    /// Who the device belongs to, where that may be another than it thinks: members can be put together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
}

/// The counts of `GET /totals`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Counts {
    /// Members with at least one counted initiative.
    pub people: i64,
    /// Initiatives that are submitted, received or recognised.
    pub submitted: i64,
    /// Initiatives that are recognised.
    pub recognised: i64,
    /// Submitted initiatives that say nothing about benefit in money.
    #[serde(default)]
    pub without_benefit: i64,
}

/// Sums of benefit, VND. They are about overlapping sets of initiatives and must not be added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BenefitSums {
    /// By the authors.
    pub estimated: i64,
    /// By officers, of recognised initiatives.
    pub verified: i64,
}

/// Which count the percent is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Counted {
    /// Of `counts.submitted`.
    Submitted,
    /// Of `counts.recognised`.
    Recognised,
}

/// One unit's totals, its whole branch included.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitTotals {
    /// The unit.
    pub unit: UnitCode,
    /// Its full name.
    pub name: String,
    /// Where it stands in the hierarchy.
    pub level: Level,
    /// How many.
    pub counts: Counts,
    /// How much.
    pub benefit_vnd: BenefitSums,
    /// How many there are to be.
    pub target: Target,
    /// Of the assigned target, one decimal; `None` without one.
    pub percent: Option<Percent>,
    /// Which count the percent is of.
    pub counted: Counted,
}

impl UnitTotals {
    /// Puts a tally and a target into the form of the wire.
    pub fn new(unit: UnitCode, name: String, level: Level, tally: Tally, target: Target) -> Self {
        let percent = target.assigned.and_then(|assigned| {
            crate::number::percent_of(u64::try_from(tally.submitted).unwrap_or(0), u64::from(assigned))
        });
        Self {
            unit,
            name,
            level,
            counts: Counts {
                people: tally.people,
                submitted: tally.submitted,
                recognised: tally.recognised,
                without_benefit: tally.without_benefit,
            },
            benefit_vnd: BenefitSums { estimated: tally.estimated, verified: tally.verified },
            target,
            percent,
            counted: Counted::Submitted,
        }
    }

    /// How much of the assigned target is done, exactly: what units are compared by. `None` without one.
    pub fn achievement(&self) -> Option<Achievement> {
        Achievement::of(self.counts.submitted, self.target.assigned)
    }
}

/// A unit's place among those directly under the same parent, by the exact fraction of the assigned target that is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Standing {
    /// From 1; equals have the same (1, 2, 2, 4). `None` without an assigned target.
    pub rank: Option<u32>,
    /// Another unit has the same rank.
    #[serde(default)]
    pub shared: bool,
    /// How many siblings there are, itself included.
    pub of: u32,
    /// The unit itself with those before and after it, in the order of their ranks.
    pub near: Vec<Neighbour>,
}

/// A sibling close in rank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Neighbour {
    /// From 1; `None` without an assigned target.
    pub rank: Option<u32>,
    /// Another unit has the same rank.
    #[serde(default)]
    pub shared: bool,
    /// The unit.
    pub unit: UnitCode,
    /// Its full name.
    pub name: String,
    /// Of its assigned target.
    pub percent: Option<Percent>,
}

/// `GET /totals`, and the data of a `totals` event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Totals {
    /// Of which campaign.
    pub campaign: Slug,
    /// Grows with each change of the numbers.
    pub seq: u64,
    /// When these numbers held.
    pub as_of: Timestamp,
    /// The unit's own numbers, its whole branch included.
    #[serde(flatten)]
    pub own: UnitTotals,
    /// The units directly under it.
    pub children: Vec<UnitTotals>,
    /// Its place among its siblings, by the same numbers. `None` for the root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// The estimated benefit of the whole nation at that moment, VND; what a unit's share is of. `None` for the root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nation_estimated: Option<i64>,
    /// Invented data, to be marked as such wherever it is shown.
    #[serde(default)]
    pub demo: bool,
}

/// One hit of `GET /units`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitFound {
    /// Its code.
    pub code: UnitCode,
    /// Its full name.
    pub name: String,
    /// Where it stands in the hierarchy.
    pub level: Level,
    /// From the root to its parent.
    pub path: Vec<UnitCode>,
    /// The parent's name, to tell units of the same name apart.
    pub under: Option<String>,
}

/// The answer to `GET /units`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitsFound {
    /// The best first.
    pub units: Vec<UnitFound>,
}
