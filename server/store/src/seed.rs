//! Invented records with the ops that led to them, to fill an empty store for a demonstration or a measurement.

use crate::StoreError;
use model::calendar::Timestamp;
use model::id::{DeviceId, InitiativeId, MemberId, OpId};
use model::initiative::Initiative;
use model::op::Action;

/// Whether a store holds real data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// Real data, or none yet.
    Real,
    /// Invented data, not all of it: filling the store was cut off.
    Unfinished,
    /// Invented data.
    Demo,
}

/// An invented initiative and how it came about.
#[derive(Debug, Clone)]
pub struct Seed {
    pub initiative: Initiative,
    /// As many as its revision, in their order. The first writes all its words, the others change none.
    pub ops: Vec<SeedOp>,
}

/// An op of a [`Seed`].
#[derive(Debug, Clone)]
pub struct SeedOp {
    pub id: OpId,
    pub by: MemberId,
    pub device: DeviceId,
    pub at: Timestamp,
    /// Of an author's action only the name is kept.
    pub action: Action,
}

/// Why a store can't be filled with invented data.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// Real data and invented data don't mix.
    #[error("this folder holds real data, or was set up for it; a demonstration needs a folder of its own")]
    RealData,
    /// A record that contradicts itself or what was there before.
    #[error("invented initiative {0} is not sound")]
    Unsound(InitiativeId),
    #[error(transparent)]
    Store(#[from] StoreError),
}
