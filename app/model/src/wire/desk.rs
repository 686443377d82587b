//! The officers' part of the protocol: what a tablet syncs, the queue, and the history as it is told. Nothing here is needed
//! on a member's phone.

use crate::calendar::Timestamp;
use crate::comment::Comment;
use crate::field::Field;
use crate::id::{DeviceId, InitiativeId};
use crate::initiative::{Initiative, Person, RecognitionLevel, State};
use crate::op::{OpResult, Outcome};
use crate::rights::Right;
use crate::unit::UnitCode;
use crate::wire::Member;
use serde::{Deserialize, Serialize};
use std::ops::Deref;

/// An initiative as an officer reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeskInitiative {
    /// The initiative, as far as this reader may see it.
    #[serde(flatten)]
    pub initiative: Initiative,
    /// What its unit is called; a tablet has no tree of units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_name: Option<String>,
    /// Others whose words are nearly the same, as the server found them, the likest first. Only an officer says whether one
    /// is a duplicate. Nothing of the reader's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub possible_duplicates: Vec<PossibleDuplicate>,
    /// For officers: what they have to do with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
}

/// What an officer has to do with an initiative, as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Share {
    /// The unit before which it is belongs to what the officer reads. Not once their own unit has put it before a higher one.
    pub waits_here: bool,
    /// They are one of those who decide on it.
    pub decides: bool,
    /// They may put it before the unit above theirs.
    pub may_forward: bool,
}

impl Share {
    /// All that a reviewer may have: before the server has said.
    pub const fn whole() -> Self {
        Self { waits_here: true, decides: true, may_forward: true }
    }
}

impl Deref for DeskInitiative {
    type Target = Initiative;

    fn deref(&self) -> &Initiative {
        &self.initiative
    }
}

/// An initiative whose words are nearly the same as another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PossibleDuplicate {
    /// Which it is.
    pub id: InitiativeId,
    /// Its title, if the reader may read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub title: Option<String>,
    /// The unit that it is of.
    pub unit: UnitCode,
    /// What that unit is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub unit_name: Option<String>,
    /// Where it stands, if the reader may read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub state: Option<State>,
    /// When it was decided on, or until then sent, if the reader may read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub at: Option<Timestamp>,
    /// Of the phrases of two words that are in title, problem or solution of either, so many percent are in both: 40 to 100.
    #[cfg_attr(feature = "openapi", schema(maximum = 100))]
    pub similarity: u8,
}

/// The answer to `POST /sync` as an officer's tablet reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeskSyncResponse {
    /// One for each op, in their order.
    pub results: Vec<OpResult>,
    /// What has changed since the cursor, each as it is now and as far as this reader may see it.
    pub changes: Vec<DeskInitiative>,
    /// To be sent with the next request.
    pub cursor: String,
    /// There are more changes: ask again at once.
    pub more: bool,
    /// The reader's roles, or the units under them, aren't those of the cursor that was sent. These changes begin anew:
    /// what is in none of the answers until `more` is false isn't the reader's any more, and is to be dropped.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reset: bool,
    /// Who the device belongs to, where that may be another than it thinks: members can be put together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
}

/// The answer to `GET /initiatives`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueueResponse {
    /// The longest waiting first, each as far as this reader may see it.
    pub initiatives: Vec<DeskInitiative>,
    /// For the next page; `None` if there is nothing behind these.
    pub cursor: Option<String>,
    /// There are more.
    pub more: bool,
    /// How many there are in all pages.
    pub total: u64,
    /// A cursor for `POST /sync`, from which everything comes that changes after this was read. Of the first page it holds for
    /// all of them.
    pub sync: String,
    /// At which levels the reader may recognise, by the highest of their offices; the lowest first. A form needn't offer more.
    #[serde(default)]
    pub levels: Vec<RecognitionLevel>,
    /// What the reader is, and where: it may be other than at sign-in.
    #[serde(default)]
    pub roles: Vec<Right>,
}

/// In what capacity somebody did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Capacity {
    /// As the initiative's author.
    Author,
    /// As an officer.
    Officer,
    /// As neither, or in more than their rights allow; it was refused.
    Other,
    /// At the command line of the server.
    Operator,
}

/// An entry of the log, as it is told. Words that stood in a draft are its author's alone: of an edit it says which fields
/// changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogEntry {
    /// Its place in the server's log.
    pub position: u64,
    /// When, by the server's clock.
    pub at: Timestamp,
    /// Who; `None` for whoever has the command line.
    pub who: Option<Person>,
    /// In what capacity.
    #[serde(rename = "as")]
    pub capacity: Capacity,
    /// From which device, if the entry came from one: of an op the app's own id; of what was done by an officer who has signed in
    /// otherwise, the session's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    /// What it is about, if that is an initiative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initiative: Option<InitiativeId>,
    /// An object with exactly one member: the action's name, with what an officer's action said; `give` and `take` of a right
    /// with `{role, unit, member}`; `enter` with `{consent, member}`: for whom an officer entered it; `make_join_code {unit}`,
    /// `replace_join_code {unit}`,
    /// `end_devices {unit, member}`, `offer_device {unit, member}`, `add_device {unit, member, by_officer, ended}`,
    /// `merge_members {unit, member, goes}` and `decline_merge {unit, member, other}` with members' ids,
    /// `end_sessions {unit, member, ending, sessions}` with the sessions' ids, `invite {unit, role}`, `offer_reset` and `reset_password {unit, member, renews}`,
    /// `set_target {unit, campaign, span, assigned, self_set}`, `import_units {unit, added, changed, moved, tree}` with the SHA-256 of
    /// all units since, `save_campaign {unit, slug, name, from, to, phases}`, `restore {unit, epoch}`, and `run_show {unit, revision, act}`, each with the unit's name as
    /// `unit_name`. Null for an op that couldn't be understood.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub action: serde_json::Value,
    /// The fields that changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// How it ended; `applied` for rights.
    pub outcome: Outcome,
    /// The slug of the problem, if it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// SHA-256 over this entry and all before it, in hexadecimal. Whoever writes it down can tell later whether anything up
    /// to here has been changed.
    pub hash: String,
}

/// The answer to `GET /initiatives/{id}/history`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryResponse {
    /// The oldest first.
    pub entries: Vec<LogEntry>,
    /// What officers have said about it, all of it, the oldest first.
    pub comments: Vec<Comment>,
    /// For the next page of entries; `None` if there are no more.
    pub cursor: Option<String>,
}

/// The answer to `GET /units/{code}/audit`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditResponse {
    /// The newest first.
    pub entries: Vec<LogEntry>,
    /// For the page of earlier entries; `None` if there are none.
    pub cursor: Option<String>,
}
