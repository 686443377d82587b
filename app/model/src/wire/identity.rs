//! Who is who: one-time codes for another device, and members who are one person.

use super::MemberLine;
use crate::calendar::Timestamp;
use crate::sign_in::QrCode;
use serde::{Deserialize, Serialize};

/// The answer to `POST /device-codes` and `POST /units/{code}/members/{id}/device-code`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceCodeMade {
    /// `9283-4716-5073-8214`; works once, as the `code` of `POST /join`.
    pub code: String,
    /// Where the code is filled in already. It stands in the fragment, which no server and no log ever sees.
    pub url: String,
    /// The address as a picture.
    pub qr: QrCode,
    /// It doesn't work any more from then on.
    pub expires_at: Timestamp,
}

/// Why two members are thought to be one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MergeReason {
    /// Who joined gave the other's card number, and asked to be put together.
    Number,
    /// Who joined did so on a device of the other's that was given up, under the same name.
    Device,
    /// Somebody had a device of the one and a code of the other.
    Code,
}

impl MergeReason {
    const ALL: [MergeReason; 3] = [MergeReason::Number, MergeReason::Device, MergeReason::Code];

    /// Its name on the wire and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            MergeReason::Number => "number",
            MergeReason::Device => "device",
            MergeReason::Code => "code",
        }
    }

    /// The reason of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// Two members who may be one person, until an administrator has decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MergeRequest {
    /// Who came later.
    pub member: MemberLine,
    /// With whom they would be put together.
    pub other: MemberLine,
    /// Why it is thought.
    pub reason: MergeReason,
    /// Since when.
    pub asked_at: Timestamp,
}

/// The answer to `GET /units/{code}/merge-requests`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MergeRequestsResponse {
    /// The oldest first, at most 200.
    pub requests: Vec<MergeRequest>,
}

/// What stands against putting two members together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum MergeObstacle {
    /// Who is to go has an account or holds a role. The other way round may do.
    #[error("who is to go is an officer")]
    Officer,
    /// One of them has acted on what the other wrote: nobody decides on their own.
    #[error("one of them has acted on what the other wrote")]
    Reviewed,
    /// It is the caller's own: somebody else has to look.
    #[error("one of them is the caller")]
    Own,
}

/// The answer to `GET /units/{code}/members/{stays}/merge/{goes}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MergePreview {
    /// Who stays, with what counts of theirs now.
    pub stays: MemberLine,
    /// Whose everything goes over to the other.
    pub goes: MemberLine,
    /// How many initiatives who stays has written in all, drafts included.
    pub stays_written: u64,
    /// How many who goes has written.
    pub goes_written: u64,
    /// Why it can't be done, if it can't.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub obstacle: Option<MergeObstacle>,
}
