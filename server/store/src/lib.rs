//! Durable storage of Triệu Sáng Kiến: one trait in the words of the domain, and its backends.
//!
//! Promises: what [`Store::apply`] has answered is on the disk; an op takes effect once, however often it is sent; the
//! totals change in the same transaction as the records that they count. Knows no HTTP, no tokens in the clear and no
//! languages, and decides nothing by itself: the rules are the model's.

mod account;
mod act;
mod administration;
mod batch;
mod chain;
mod course;
mod decide;
mod directory;
mod duplicates;
mod error;
mod history;
mod identities;
mod ledger;
mod links;
mod logbook;
mod member;
mod plan;
mod push;
mod queue;
mod reader;
mod recent;
mod reset;
mod role;
mod seed;
mod shows;
mod sqlite;
mod stamp;
mod story;
mod verify;

pub use account::{
    Account, Accounts, Ceremony, Ended, Ending, EnrolError, Invitation, Invitee, Login, NewOfficer, NotALogin, Opening,
    Otp, Passkey, PasswordHash, Proof, RecoveryHash, Second, Session, Which,
};
pub use act::Act;
pub use administration::{
    Administration, MembersAsk, MembersPage, PaperError, PaperMember, TargetChange, TargetRevision,
};
pub use batch::{Applied, Fingerprint, Submission};
pub use chain::{AuditEntry, Event, Link, chain};
pub use directory::Directory;
pub use duplicates::{
    Alike, Checked, CheckedStretch, Due, Duplicates, FindingNumber, Findings, SketchBytes, Tail, Wording,
};
pub use error::StoreError;
pub use identities::{CodeEnds, CodeMaker, Identities, Merge, MergeError, NewDeviceCode, UseDeviceCode};
pub use ledger::TallyRow;
pub use logbook::{Logged, LoggedEvent};
pub use member::{Identity, Join, JoinError, Once, Secret, TokenHash, random_below};
pub use model::code::JoinCode;
pub use plan::{MissingPhases, PhaseLost, PlanError, TargetLine, UnitLine, Written};
pub use push::{DeviceKeys, Message, MessageId, News, NewsTail, Pushes, Settled, Subscription};
pub use queue::{Likeness, Mark, QueueAsk, QueuePage, QueueState};
pub use reader::{Reader, Scope, reads};
pub use recent::Recent;
pub use reset::{NewReset, Reset};
pub use role::{Appointment, Bearer, Doer, Holder, RoleError, TokenKind};
pub use seed::{Nature, Seed, SeedError, SeedOp};
pub use shows::{ShowKept, ShowOutcome, ShowStep, Shows, StoryRecord};
pub use sqlite::{BackedUp, BackupError, Restored, Seeding, SqliteStore, back_up, restore};
pub use stamp::{Head, Stamp};
pub use story::{Adopters, Stories, StoriesAsk, StoriesPage, Told};
pub use verify::{Verified, VerifyError};

use async_trait::async_trait;
use model::calendar::{Date, Timestamp};
use model::campaign::{Campaign, Span};
use model::comment::Comment;
use model::id::{InitiativeId, MemberId};
use model::initiative::Initiative;
use model::rights::Right;
use model::unit::{Slug, UnitCode};
use model::wire::Member;
use std::sync::Arc;

/// A place in the log of ops. Every op, refused ones included, takes the next; 0 is before the first. It is given out
/// inside the transaction that commits, so whoever has read up to a position has missed nothing before it.
pub type Position = u64;

/// Initiatives that changed after some position.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Each as it is now, in the order of their last changes.
    pub initiatives: Vec<Initiative>,
    /// Read on from here. The position that was asked for, if there was nothing.
    pub position: Position,
    /// There are more changes already.
    pub more: bool,
}

/// How much one [`Page`] may hold.
#[derive(Debug, Clone, Copy)]
pub struct PageLimit {
    /// At most so many initiatives.
    pub initiatives: usize,
    /// No further initiative once their stored content has reached so many bytes; the first always fits.
    pub bytes: usize,
}

/// The numbers of every unit at one moment.
#[derive(Debug, Clone)]
pub struct Standing {
    pub directory: Arc<Directory>,
    /// Every unit's row, for the whole campaign and for each phase; units without any have none.
    pub tallies: Vec<TallyRow>,
    /// Everything up to there is counted.
    pub head: Head,
}

/// What changed of the totals since some position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotalsAfter {
    pub head: Head,
    /// The rows of whole campaigns that changed, each as it is now.
    pub tallies: Vec<TallyRow>,
}

/// One union's storage.
///
/// Errors are [`StoreError`] unless said otherwise. Every write is one transaction, durable when it returns.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// The store's own id and secret, made once when it was created.
    fn identity(&self) -> &Identity;

    /// Officers' accounts.
    fn accounts(&self) -> &dyn Accounts;

    /// What the search for possible duplicates keeps.
    fn duplicates(&self) -> &dyn Duplicates;

    /// News for authors' devices.
    fn pushes(&self) -> &dyn Pushes;

    /// What units are administered with.
    fn administration(&self) -> &dyn Administration;

    /// Who is who.
    fn identities(&self) -> &dyn Identities;

    /// What the show is kept in.
    fn shows(&self) -> &dyn Shows;

    /// What everybody may read.
    fn stories(&self) -> &dyn Stories;

    /// Whether it can write at this moment: writes as much as a batch may be, durably, and takes it away again. For when a
    /// commit has failed.
    async fn check_writable(&self) -> Result<(), StoreError>;

    /// The units, campaigns and targets as they are now.
    async fn directory(&self) -> Result<Arc<Directory>, StoreError>;

    /// Where the store stands, also by what other processes did. One cheap query, for whoever asks several times a second.
    async fn head(&self) -> Result<Head, StoreError>;

    /// The totals of whole campaigns that changed after `seen`, with where the store stood then.
    async fn totals_after(&self, seen: Position) -> Result<TotalsAfter, StoreError>;

    /// What the audit's chain has come to at a position of the log; at 0 what stands before the first entry. `None` beyond
    /// the end.
    async fn link_at(&self, position: Position) -> Result<Option<Link>, StoreError>;

    /// Adds and updates units; all of them or, if the tree wouldn't be one, none. Recounts if units moved. Logged as an
    /// act of whoever has the command line.
    async fn import_units(&self, lines: &[UnitLine], at: Timestamp) -> Result<Written, PlanError>;

    /// Creates a campaign, or updates the one with this slug. Recounts if its phases changed. Logged as an act of whoever
    /// has the command line.
    async fn save_campaign(
        &self,
        campaign: &Campaign,
        missing: MissingPhases,
        at: Timestamp,
    ) -> Result<Written, PlanError>;

    /// Sets targets in a campaign; all or, if one names what doesn't exist, none. Earlier values are kept as history.
    async fn import_targets(&self, campaign: &Slug, lines: &[TargetLine], at: Timestamp) -> Result<Written, PlanError>;

    /// The unit's join code, made at the first call, which the log keeps as an act of whoever asked. `None` if there is no such
    /// unit.
    async fn join_code(&self, unit: &UnitCode, by: Doer, at: Timestamp) -> Result<Option<JoinCode>, StoreError>;

    /// Makes someone a member of the unit that has the code.
    async fn join(&self, join: &Join) -> Result<Member, JoinError>;

    /// Whose token has this hash, and what it carries now; `None` if nobody's, or not any more.
    async fn bearer(&self, token: &TokenHash) -> Result<Option<Bearer>, StoreError>;

    /// Another token of this member, who exists. Broken if the hash is there already.
    async fn issue_token(
        &self,
        member: MemberId,
        token: &TokenHash,
        kind: TokenKind,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// The token isn't valid any more. Whether it was until now.
    async fn revoke_token(&self, token: &TokenHash, at: Timestamp) -> Result<bool, StoreError>;

    /// Gives a role; whether it wasn't held already. Who may is for the caller to ask the rules.
    async fn give_role(&self, appointment: &Appointment) -> Result<bool, RoleError>;

    /// Takes a role; whether it was held. From then on nothing is decided by it, whatever comes in later.
    async fn take_role(&self, appointment: &Appointment) -> Result<bool, StoreError>;

    /// The member's roles now, in the order in which they were given.
    async fn roles_of(&self, member: MemberId) -> Result<Vec<Right>, StoreError>;

    /// Who holds which role on exactly this unit, in the order in which they were given.
    async fn officers_of(&self, unit: &UnitCode) -> Result<Vec<Holder>, StoreError>;

    /// Decides a batch of ops in their order, all in one transaction: records, receipts, audit and totals. An op that
    /// came before gets the verdict that it got then. `now` is the server's clock.
    ///
    /// # Errors
    /// Nothing of the batch has been done. Whether that is so is unknown in one case: the disk failed while the
    /// transaction was being made durable. Sending the same ops again is right in either.
    async fn apply(&self, batch: &[Submission], now: Timestamp) -> Result<Applied, StoreError>;

    /// What this reader may know of that changed after `after`: whole, so that the caller still has to ask the rules how
    /// much of each is shown.
    async fn changes(&self, reader: &Reader, after: Position, limit: PageLimit) -> Result<Page, StoreError>;

    /// One initiative, whoever's it is.
    async fn initiative(&self, id: InitiativeId) -> Result<Option<Initiative>, StoreError>;

    /// A page of the officers' queue. Whole, so that the caller still has to ask the rules how much of each is shown.
    async fn queue(&self, ask: &QueueAsk) -> Result<QueuePage, StoreError>;

    /// The log's entries about one initiative after `after`, oldest first, at most `limit`.
    async fn history(&self, id: InitiativeId, after: Position, limit: usize) -> Result<Vec<Logged>, StoreError>;

    /// What officers have said about one initiative, oldest first.
    async fn comments(&self, id: InitiativeId) -> Result<Vec<Comment>, StoreError>;

    /// The log's entries about these units, rights on them included, before `before`, newest first, at most `limit`.
    async fn audit(&self, scope: &Scope, before: Position, limit: usize) -> Result<Vec<Logged>, StoreError>;

    /// The totals of every unit.
    async fn standing(&self) -> Result<Standing, StoreError>;

    /// How many initiatives of the unit's branch count for each day in Vietnam, in the order of days; days without any
    /// are left out.
    async fn daily(&self, campaign: &Slug, unit: &UnitCode) -> Result<Vec<(Date, i64)>, StoreError>;

    /// The unit's earlier and present targets for a span, oldest first.
    async fn target_history(
        &self,
        campaign: &Slug,
        unit: &UnitCode,
        span: &Span,
    ) -> Result<Vec<TargetRevision>, StoreError>;

    /// Recounts everything from the records.
    ///
    /// # Errors
    /// The first difference between what is kept and what was counted.
    async fn verify(&self) -> Result<Verified, VerifyError>;

    /// Finishes what is running and closes the files. Later calls fail.
    async fn close(&self);
}
