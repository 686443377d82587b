//! What administrators and producers do beside giving rights, as the log keeps it. Pure data: whether somebody may is the rules' to say.

use crate::{Doer, Ending};
use model::calendar::Timestamp;
use model::campaign::Campaign;
use model::id::MemberId;
use model::rights::Role;
use model::sign_in::Renews;
use model::unit::{Slug, UnitCode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What an administrator or producer did. Its form in JSON is kept for good: the audit's chain covers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The unit's first join code. It isn't said: whoever reads the audit isn't to join by it.
    MakeJoinCode {},
    /// A new join code; the one before doesn't hold any more. Neither is said: whoever reads the audit isn't to join by it.
    ReplaceJoinCode {},
    /// Another target; both numbers as they were from then on.
    SetTarget {
        campaign: Slug,
        /// A phase's slug, or `total`.
        span: String,
        assigned: Option<u32>,
        self_set: Option<u32>,
    },
    /// Units were taken in from a file.
    ImportUnits {
        added: usize,
        changed: usize,
        /// Of the changed ones, how many are under another unit since.
        moved: usize,
        /// SHA-256 of all units as they were from then on ([`crate::plan::tree_hash`]), in hexadecimal.
        tree: String,
    },
    /// A campaign was created or changed: as it was from then on.
    SaveCampaign(Campaign),
    /// The data was put back to an earlier state, from a backup: the entries before this one are that backup's.
    Restore {
        /// [`crate::Head::epoch`] from then on.
        epoch: u64,
    },
    /// The member's devices that had joined were signed out.
    EndDevices {},
    /// The member got a one-time code for another device. What is in it isn't said.
    OfferDevice {},
    /// A device has become the member's by a one-time code: an officer's, or one made on a device of theirs.
    AddDevice {
        by_officer: bool,
        /// So many of their devices ended with it.
        ended: u64,
    },
    /// Another member was put together with this one. From then on whatever the other one did, does or has is this one's.
    MergeMembers {
        /// Who isn't a member of their own any more.
        goes: MemberId,
    },
    /// The member isn't the same person as this other one, though that was asked.
    DeclineMerge { other: MemberId },
    /// Sessions of the officer ended before their time, by themselves or by an administrator.
    EndSessions {
        ending: Ending,
        /// Their ids outside, which open nothing.
        sessions: Vec<Uuid>,
    },
    /// A link was made with which somebody takes this role. What is in it isn't said: whoever reads the audit isn't to take it.
    Invite { role: Role },
    /// A link was made with which the officer chooses another password.
    OfferReset { renews: Renews },
    /// The officer has chosen another password with it; every session ended.
    ResetPassword { renews: Renews },
    /// A producer ran the show.
    RunShow {
        /// The show's revision since.
        revision: u64,
        act: model::show::Act,
    },
}

/// An act on its way into the log.
#[derive(Debug, Clone)]
pub(crate) struct NewAct<'a> {
    pub unit: &'a UnitCode,
    /// Whom it is about.
    pub member: Option<MemberId>,
    pub act: &'a Act,
    pub by: Doer,
    pub at: Timestamp,
}
