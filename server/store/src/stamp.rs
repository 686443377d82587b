//! Where in the log something last changed. What is shown is ordered by it, and every server finds the same.

use crate::Position;
use model::calendar::Timestamp;

/// The log's entry that changed something last, by its place and its time. The default is before the log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp {
    pub position: Position,
    /// `None` if it isn't known.
    pub at: Option<Timestamp>,
}

impl Stamp {
    /// Of an entry.
    pub const fn new(position: Position, at: Timestamp) -> Self {
        Self { position, at: Some(at) }
    }

    /// The later of both. The time never goes back, even if the server's clock did between the two.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self { position: self.position.max(other.position), at: self.at.max(other.at) }
    }
}

/// Where the store stands: what whoever follows it compares with what they have seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Head {
    /// The log's end.
    pub position: Position,
    /// How often the log was put back to an earlier state.
    pub epoch: u64,
    /// The directory's version.
    pub directory: u64,
    /// The show's revision.
    pub show: u64,
    /// Grows with each change of who would like to apply which story.
    pub adoptions: u64,
}
