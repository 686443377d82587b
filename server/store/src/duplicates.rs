//! Possible duplicates: what the search for them reads and keeps, and what officers are told of it. Knows nothing of how
//! two texts are compared, and links nothing: only an officer does.

use crate::{Position, Scope, StoreError};
use async_trait::async_trait;
use model::calendar::Timestamp;
use model::id::{InitiativeId, MemberId};
use model::initiative::{Initiative, State};
use model::unit::UnitCode;

/// For each initiative so many are kept, those that are most like it.
pub const KEPT: usize = 5;

/// A text in so many bytes, made and read by the search.
pub type SketchBytes = [u8; 32];

/// Counts the changes of what was found, over all initiatives. Given out inside the transaction that commits, so whoever has
/// read up to one has missed nothing before it.
pub type FindingNumber = u64;

/// What of an initiative is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wording {
    pub title: String,
    pub problem: String,
    pub solution: String,
}

impl Wording {
    /// Title, problem and solution.
    pub fn parts(&self) -> [&str; 3] {
        [&self.title, &self.problem, &self.solution]
    }
}

/// What changed in the log behind some position, as far as the search has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tail {
    pub due: Vec<Due>,
    /// Everything up to here is in it. The position that was asked for, if there was nothing.
    pub position: Position,
    /// There is more.
    pub more: bool,
}

/// What the search has to do about an initiative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// It was submitted, and counts: it is to be compared with all others.
    Check { id: InitiativeId, submitted_at: Timestamp },
    /// It doesn't count any more: others aren't compared with it.
    Forget(InitiativeId),
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// It was compared. `sketch` is `None` if it is too short to be.
    Compared {
        id: InitiativeId,
        submitted_at: Timestamp,
        sketch: Option<SketchBytes>,
        /// Those that are alike, each with the percent that is the same.
        alike: Vec<(InitiativeId, u8)>,
    },
    /// It was forgotten.
    Forgotten(InitiativeId),
}

impl Checked {
    /// Which initiative.
    pub fn id(&self) -> InitiativeId {
        match self {
            Checked::Compared { id, .. } | Checked::Forgotten(id) => *id,
        }
    }
}

/// A stretch of the log that was checked.
#[derive(Debug, Clone)]
pub struct CheckedStretch {
    /// Behind this position …
    pub from: Position,
    /// … up to this one.
    pub to: Position,
    /// Of how sketches are made.
    pub version: u8,
    pub checked: Vec<Checked>,
}

/// An initiative that is like another one, and what tells whether somebody may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    pub id: InitiativeId,
    pub author: MemberId,
    pub unit: UnitCode,
    pub state: State,
    pub title: String,
    /// When it was decided on, or until then sent.
    pub at: Option<Timestamp>,
    /// Of the phrases that are in either, so many percent are in both.
    pub percent: u8,
}

/// Initiatives about which something else was found than before.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// Each as it is now.
    pub initiatives: Vec<Initiative>,
    /// Read on from here.
    pub number: FindingNumber,
    /// There are more already.
    pub more: bool,
}

/// The search's part of a store. Errors are [`StoreError`].
#[async_trait]
pub trait Duplicates: Send + Sync {
    /// Whether this process is the one that searches. One of those on the same data is, until it ends.
    async fn lead(&self) -> Result<bool, StoreError>;

    /// Up to where the log has been checked. Sketches of another version are thrown away, and everything is to be checked
    /// again.
    async fn resume(&self, version: u8) -> Result<Position, StoreError>;

    /// All sketches, in the order of ids: at most `most` behind `after`.
    async fn sketches(
        &self,
        after: Option<InitiativeId>,
        most: usize,
    ) -> Result<Vec<(InitiativeId, SketchBytes)>, StoreError>;

    /// What the latest initiatives that count say: at most `most` of those that changed before `before`, the latest first,
    /// and the position of the last of them.
    async fn latest_wordings(
        &self,
        before: Position,
        most: usize,
    ) -> Result<(Vec<Wording>, Option<Position>), StoreError>;

    /// What is to be done about what changed behind a position; at most `most`.
    async fn unchecked(&self, after: Position, most: usize) -> Result<Tail, StoreError>;

    /// What these say, those of them that count.
    async fn wordings(&self, ids: &[InitiativeId]) -> Result<Vec<(InitiativeId, Wording)>, StoreError>;

    /// Keeps what came of a stretch. `false`, with nothing kept, if another process has checked it meanwhile.
    async fn save_checked(&self, stretch: &CheckedStretch) -> Result<bool, StoreError>;

    /// The number of the last finding.
    async fn findings_end(&self) -> Result<FindingNumber, StoreError>;

    /// What tells the history of findings up to this number from another one with the same numbers. `None` beyond the end.
    async fn findings_mark(&self, number: FindingNumber) -> Result<Option<[u8; 8]>, StoreError>;

    /// What was found behind a number about initiatives in this scope, in the order of the numbers.
    async fn findings(&self, scope: &Scope, after: FindingNumber, most: usize) -> Result<Findings, StoreError>;

    /// What is like these, for each the likest first.
    async fn alike(&self, ids: &[InitiativeId]) -> Result<Vec<(InitiativeId, Alike)>, StoreError>;
}
