//! Officers: the roles that members hold on units, and which tokens carry them. Whether somebody may give or take a role is
//! the rules' to say ([`model::rights::allowed`]); here it is done and kept.

use crate::{Position, StoreError};
use model::calendar::Timestamp;
use model::id::{DeviceId, MemberId};
use model::initiative::Person;
use model::rights::{Office, Right, Role};
use model::unit::UnitCode;
use model::wire::Member;
use uuid::Uuid;

/// Who does something that the audit keeps, and from which device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doer {
    /// `None` for whoever has the command line.
    pub member: Option<MemberId>,
    /// The session, by its id outside; `None` if it didn't come from one.
    pub device: Option<DeviceId>,
}

impl Doer {
    /// Whoever has the command line.
    pub const OPERATOR: Doer = Doer { member: None, device: None };
}

/// A member, from no device that is known.
impl From<MemberId> for Doer {
    fn from(member: MemberId) -> Self {
        Doer { member: Some(member), device: None }
    }
}

/// What a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Of a device that joined with a unit's code. It carries no office, whatever roles its member has: a printed code
    /// grants nothing.
    Join,
    /// Of an officer who has proved who they are. It carries the roles that its member has at the moment of asking.
    SignIn,
}

impl TokenKind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            TokenKind::Join => "join",
            TokenKind::SignIn => "sign_in",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [TokenKind::Join, TokenKind::SignIn].into_iter().find(|kind| kind.name() == name)
    }
}

/// Whose token it is, and what it carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    pub member: Member,
    pub kind: TokenKind,
    /// The member's roles now; none with a token of [`TokenKind::Join`].
    pub offices: Vec<Office>,
    /// When it was issued.
    pub opened_at: Timestamp,
    /// When it was last used, to ten minutes; of an officer's session alone.
    pub seen_at: Option<Timestamp>,
    /// The session's id outside, which opens nothing; of an officer's alone.
    pub session: Option<Uuid>,
    /// Where in the log another member was last put together with them, whose initiatives are theirs since.
    pub gained_at: Option<Position>,
}

/// Somebody who holds a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub person: Person,
    pub right: Right,
    /// When it was given.
    pub since: Timestamp,
}

/// A role that is given or taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    pub member: MemberId,
    pub right: Right,
    pub by: Doer,
    pub at: Timestamp,
}

/// Why a role can't be given.
#[derive(Debug, thiserror::Error)]
pub enum RoleError {
    #[error("there is no such member")]
    UnknownMember,
    #[error("there is no unit {0}")]
    UnknownUnit(UnitCode),
    /// The national administrator's role is given on the root alone.
    #[error("{} is a role on the root unit alone", .0.name())]
    RootAlone(Role),
    #[error(transparent)]
    Store(#[from] StoreError),
}
