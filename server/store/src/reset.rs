//! Resets: a link with which an officer who has forgotten the password chooses another one. Pure data: whether somebody may
//! make one is the rules' to say.

use crate::{Doer, Login, TokenHash};
use model::calendar::Timestamp;
use model::id::MemberId;
use model::sign_in::Renews;
use model::unit::UnitCode;
use model::wire::Member;

/// A reset on its way into the store.
#[derive(Debug, Clone)]
pub struct NewReset {
    /// Of what is in the link.
    pub token: TokenHash,
    /// Whose account.
    pub member: MemberId,
    /// Of which unit they are an officer, for the audit.
    pub unit: UnitCode,
    pub renews: Renews,
    /// Who makes it.
    pub by: Doer,
    pub at: Timestamp,
    pub expires_at: Timestamp,
}

/// A reset that holds.
#[derive(Debug, Clone)]
pub struct Reset {
    pub member: Member,
    pub login: Login,
    pub renews: Renews,
    /// Who made it; `None` for whoever has the command line.
    pub by: Option<MemberId>,
    pub expires_at: Timestamp,
}
