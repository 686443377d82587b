//! Who is who: one-time codes with which another device becomes a member's, and members who are one person and are put
//! together. Who may is for the caller to ask the rules ([`model::rights::allowed`]); what changes something is logged in the
//! same transaction.

use crate::{Doer, JoinError, Once, Position, StoreError, TokenHash};
use async_trait::async_trait;
use model::calendar::Timestamp;
use model::id::MemberId;
use model::unit::UnitCode;
use model::wire::{Member, MemberLine, MergeObstacle, MergePreview, MergeRequest};
use serde::{Deserialize, Serialize};

/// Which devices end when a device code is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeEnds {
    /// None: the member has one more.
    None,
    /// The one that made the code.
    Maker,
    /// All that joined before: they may be lost.
    All,
}

impl CodeEnds {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            CodeEnds::None => "none",
            CodeEnds::Maker => "maker",
            CodeEnds::All => "all",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [CodeEnds::None, CodeEnds::Maker, CodeEnds::All].into_iter().find(|ends| ends.name() == name)
    }
}

/// Who made a device code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeMaker {
    /// The member, on the device with this token.
    Device(TokenHash),
    /// An officer, which is logged.
    Officer(Doer),
}

/// A new device code. It takes the place of the one that the same maker made for the member before.
#[derive(Debug, Clone)]
pub struct NewDeviceCode {
    /// SHA-256 of the digits.
    pub hash: TokenHash,
    pub member: Member,
    pub ends: CodeEnds,
    pub maker: CodeMaker,
    pub at: Timestamp,
    pub expires_at: Timestamp,
}

/// A device code comes back.
#[derive(Debug, Clone)]
pub struct UseDeviceCode {
    /// SHA-256 of the digits.
    pub hash: TokenHash,
    /// Of the device that becomes the member's.
    pub token: TokenHash,
    /// A token that the device had before. If it is another member's and still valid, one person seems to be both.
    pub earlier: Option<TokenHash>,
    /// Present if the request may be repeated.
    pub once: Option<Once>,
    pub at: Timestamp,
}

/// Two members become one.
#[derive(Debug, Clone, Copy)]
pub struct Merge {
    pub stays: MemberId,
    pub goes: MemberId,
    pub by: Doer,
    pub at: Timestamp,
}

/// Why two members weren't put together.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// One of them isn't there, or isn't any more; or both are the same.
    #[error("there is no such member")]
    UnknownMember,
    #[error(transparent)]
    Obstacle(MergeObstacle),
    /// A sum of money leaves the range of the totals.
    #[error("the totals can't take it")]
    OutOfRange,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The part of a store that knows who is who.
#[async_trait]
pub trait Identities: Send + Sync {
    /// Keeps a device code. `false` if the member isn't there.
    async fn offer_device_code(&self, code: &NewDeviceCode) -> Result<bool, StoreError>;

    /// Makes the device the member's whose code it is, and ends what is to end. [`JoinError::UnknownCode`] if nobody's.
    async fn use_device_code(&self, used: &UseDeviceCode) -> Result<Member, JoinError>;

    /// The member's line, as [`crate::Administration::members`] gives it.
    async fn line(&self, member: MemberId) -> Result<Option<MemberLine>, StoreError>;

    /// The requests of members of these units, or with members of them, oldest first; at most `limit`.
    async fn merge_requests(&self, scope: &crate::Scope, limit: usize) -> Result<Vec<MergeRequest>, StoreError>;

    /// The members aren't the same person, somebody has decided. Whether that was asked.
    async fn decline_merge(&self, unit: &UnitCode, merge: &Merge) -> Result<bool, StoreError>;

    /// What putting these together would do; `None` if one of them isn't there.
    async fn preview_merge(&self, stays: MemberId, goes: MemberId) -> Result<Option<MergePreview>, StoreError>;

    /// Puts two members together: what one of them wrote, their devices, and whatever else is theirs is the other's from then
    /// on, and so is what their devices still send. Gives the entry's place in the log.
    async fn merge(&self, merge: &Merge) -> Result<Position, MergeError>;
}
