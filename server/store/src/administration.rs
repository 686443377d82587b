//! What administrators ask of a store for their units: members, join codes, targets. Who may is for the caller to ask the
//! rules ([`model::rights::allowed`]); what changes something is logged in the same transaction.

use crate::{Doer, JoinCode, PlanError, Scope, StoreError};
use async_trait::async_trait;
use model::calendar::Timestamp;
use model::campaign::{Span, Target};
use model::id::{MemberId, OpId};
use model::initiative::Person;
use model::unit::{Slug, UnitCode};
use model::wire::{Member, MemberLine};
use std::collections::HashMap;

/// A page of members, as it is asked for. By given names, in Vietnamese order.
#[derive(Debug, Clone)]
pub struct MembersAsk {
    /// Of these units.
    pub scope: Scope,
    /// Only who has all of these in name or number; each a [`model::text::search_key`] without white space.
    pub words: Vec<String>,
    /// Behind this member.
    pub after: Option<MemberId>,
    /// At most so many.
    pub limit: usize,
}

/// A page of members.
#[derive(Debug, Clone, PartialEq)]
pub struct MembersPage {
    pub members: Vec<MemberLine>,
    /// There are more behind them.
    pub more: bool,
    /// How many there are in all pages.
    pub total: u64,
}

/// A target that somebody sets. What isn't named stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetChange {
    pub campaign: Slug,
    pub unit: UnitCode,
    pub span: Span,
    /// Given from above; `Some(None)` clears it.
    pub assigned: Option<Option<u32>>,
    /// Set by the unit itself; `Some(None)` clears it.
    pub self_set: Option<Option<u32>>,
    pub by: Doer,
    pub at: Timestamp,
}

/// A target as it was from some moment on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetRevision {
    pub at: Timestamp,
    /// Who set it; `None` for whoever has the command line.
    pub by: Option<Person>,
    pub target: Target,
}

/// A member whom an officer enters from paper, to be found or made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperMember {
    pub unit: UnitCode,
    /// Họ và tên, parsed by [`model::field::parse_name`].
    pub name: String,
    /// Số thẻ đoàn viên.
    pub member_no: Option<String>,
    /// The op that they come with: a repeat of it finds the same member.
    pub op: OpId,
    /// Which version of the consent text they agreed to, and that it was on paper.
    pub consent_version: String,
    pub at: Timestamp,
}

/// Why nobody was found or made.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    #[error("there is no such unit")]
    UnknownUnit,
    /// Somebody of another name has this number in the unit.
    #[error("the number is somebody else's")]
    NumberTaken,
    /// Somebody of this name is a member of the unit; without a number nobody can tell whether it is they.
    #[error("the unit has a member of this name")]
    Namesake,
    /// The op came before with another name or unit.
    #[error("the op came with another member")]
    OpReused,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The part of a store that units are administered with.
#[async_trait]
pub trait Administration: Send + Sync {
    /// A page of the units' members.
    async fn members(&self, ask: &MembersAsk) -> Result<MembersPage, StoreError>;

    /// How many members each unit has, itself alone; units without any are left out.
    async fn members_by_unit(&self) -> Result<HashMap<UnitCode, u64>, StoreError>;

    /// The member with this id.
    async fn member(&self, id: MemberId) -> Result<Option<Member>, StoreError>;

    /// Ends the tokens that the member's devices got from joining, and logs it if there were any. Gives how many. What they
    /// wrote stays, and so do sessions of an officer, whose rights may come from further above.
    async fn end_devices(&self, member: &Member, by: Doer, at: Timestamp) -> Result<u64, StoreError>;

    /// Gives the unit another join code; the one before doesn't hold any more. `None` if there is no such unit.
    async fn replace_join_code(&self, unit: &UnitCode, by: Doer, at: Timestamp)
    -> Result<Option<JoinCode>, StoreError>;

    /// The unit's member with that number and name or, if there is neither, a new one.
    async fn member_on_paper(&self, paper: &PaperMember) -> Result<Member, PaperError>;

    /// Sets a target, and gives it as it is from then on. What it was is kept as history.
    async fn set_target(&self, change: &TargetChange) -> Result<Target, PlanError>;
}
