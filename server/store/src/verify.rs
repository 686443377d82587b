//! The recount: everything that is kept as a sum, counted again from the records.

use crate::StoreError;

/// What a recount went through, all of it found right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verified {
    pub initiatives: u64,
    /// Ops in the log, refused ones included.
    pub ops: u64,
    /// Entries of the audit's chain: ops, and rights given and taken.
    pub entries: u64,
    pub members: u64,
    /// Rows of totals.
    pub tallies: u64,
}

/// Why a recount failed.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The first difference: what is kept, and what was counted.
    #[error("{0}")]
    Differs(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}
