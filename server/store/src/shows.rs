//! What a store keeps of the show: its state, the log of it and a receipt for each act. The rules are the model's
//! ([`model::show::rules`]); what they have made of an act is kept in one transaction with its entry in the audit's chain.

use crate::StoreError;
use async_trait::async_trait;
use model::calendar::Timestamp;
use model::id::{DeviceId, InitiativeId, OpId};
use model::initiative::{Initiative, Person};
use model::show::rules::Refused;
use model::show::{Act, Line, Show};
use model::unit::UnitCode;
use serde::{Deserialize, Serialize};

/// What became of an act, as its receipt keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShowOutcome {
    /// It made this revision.
    Done(u64),
    /// The rules didn't allow it.
    Refused(Refused),
}

/// An act with what came of it.
#[derive(Debug, Clone, Copy)]
pub struct ShowStep<'a> {
    pub id: OpId,
    /// Of the producer and what they sent.
    pub fingerprint: [u8; 32],
    pub act: &'a Act,
    /// The show that it made, of the revision after the one that it was decided on.
    pub made: Result<&'a Show, &'a Refused>,
    /// Where the act is logged: the root.
    pub unit: &'a UnitCode,
    pub by: &'a Person,
    /// The producer's session, by its id outside; `None` if it came from none.
    pub device: Option<DeviceId>,
    pub at: Timestamp,
}

/// Whether an act was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShowKept {
    /// It is durable.
    Kept,
    /// Another process has changed the show since it was read. Nothing was done: read it anew and decide again.
    Overtaken,
}

/// An initiative that may be a story, with since when its author agrees to its being public.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryRecord {
    pub initiative: Initiative,
    /// When the author last said whether it may be public; `None` if they don't agree now.
    pub consent: Option<Timestamp>,
}

/// The part of a store behind the show.
#[async_trait]
pub trait Shows: Send + Sync {
    /// The show as it is; an empty one before the first act.
    async fn show(&self) -> Result<Show, StoreError>;

    /// What became of the act with this id, and the fingerprint that it came with.
    async fn show_receipt(&self, id: OpId) -> Result<Option<([u8; 32], ShowOutcome)>, StoreError>;

    /// Keeps an act: the show, the entry of the log and the receipt. Of a refused one only the receipt.
    async fn keep_show(&self, step: &ShowStep<'_>) -> Result<ShowKept, StoreError>;

    /// The latest acts, newest first.
    async fn show_log(&self, most: usize) -> Result<Vec<Line>, StoreError>;

    /// These initiatives, whatever their state; those that aren't there are left out.
    async fn stories(&self, ids: &[InitiativeId]) -> Result<Vec<StoryRecord>, StoreError>;

    /// Recognised initiatives with some story to tell, those that changed last first, of the latest few hundred: at most
    /// `most` whose authors agree, and a quarter as many whose authors don't.
    async fn latest_stories(&self, most: usize) -> Result<Vec<StoryRecord>, StoreError>;
}
