//! Stories: what is asked of them, what one is found by, and who would like to apply it. What it is found by is pure: a
//! backend keeps it beside the record, `verify` makes it again.

use crate::{Mark, Scope, StoreError};
use async_trait::async_trait;
use model::calendar::Timestamp;
use model::field::Kind;
use model::id::{InitiativeId, MemberId};
use model::initiative::Initiative;
use model::money::Vnd;
use model::story::Story;
use model::text::search_key;
use model::unit::UnitCode;
use model::wire::Member;

/// A page of stories, as it is asked for. What was recognised last comes first.
#[derive(Debug, Clone)]
pub struct StoriesAsk {
    /// Of these units.
    pub scope: Scope,
    pub kind: Option<Kind>,
    /// Only what is worth at least this; what says no sum isn't.
    pub at_least: Option<Vnd>,
    /// Only what has all of these in its field of application; each a [`search_key`] without white space.
    pub area: Vec<String>,
    /// Only what has all of these in its title, its field or its authors' names; as `area`.
    pub words: Vec<String>,
    /// Behind this one.
    pub after: Option<Mark>,
    /// At most so many.
    pub limit: usize,
}

/// A page of stories.
#[derive(Debug, Clone, PartialEq)]
pub struct StoriesPage {
    pub stories: Vec<Told>,
    /// Of the last of them.
    pub mark: Option<Mark>,
    /// There are more behind it.
    pub more: bool,
    /// How many there are in all pages.
    pub total: u64,
}

/// An initiative that is public. Whole, so that the caller still has to ask [`Story::of`] what is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    pub initiative: Initiative,
    /// How many members would like to apply it.
    pub appliers: u64,
}

/// The members of a unit who would like to apply a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopters {
    pub unit: UnitCode,
    pub members: u64,
}

/// The part of a store that tells stories.
#[async_trait]
pub trait Stories: Send + Sync {
    /// A page of stories.
    async fn find(&self, ask: &StoriesAsk) -> Result<StoriesPage, StoreError>;

    /// The initiative, if it is public at this moment.
    async fn story(&self, id: InitiativeId) -> Result<Option<Told>, StoreError>;

    /// This member would like to apply it. Nothing changes if they did already.
    async fn adopt(&self, id: InitiativeId, member: &Member, at: Timestamp) -> Result<(), StoreError>;

    /// They wouldn't, or not any more.
    async fn abandon(&self, id: InitiativeId, member: MemberId) -> Result<(), StoreError>;

    /// Whether this member would like to apply it.
    async fn adopts(&self, id: InitiativeId, member: MemberId) -> Result<bool, StoreError>;

    /// In which units somebody would like to apply it, those with the most first, at most `limit`.
    async fn adopters(&self, id: InitiativeId, limit: usize) -> Result<Vec<Adopters>, StoreError>;
}

/// What a story is found by. Made from the story alone, so that nothing can be found out by searching that can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoryPlace {
    /// Milliseconds since 1970: when it was recognised.
    pub at: i64,
    pub kind: Option<Kind>,
    /// What it is worth.
    pub sum: Option<Vnd>,
    /// Its field of application, as it is searched.
    pub area: String,
    /// Title, named authors and field, as they are searched.
    pub search: String,
}

impl StoryPlace {
    /// `None` unless it is public.
    pub fn of(initiative: &Initiative) -> Option<Self> {
        let at = initiative.decision.as_ref()?.at.millis();
        // Nothing is found by the unit's name or by how many would like to apply it.
        let Story { title, authors, area, kind, benefit, .. } = Story::of(initiative, "", 0)?;
        let search = search_key(&format!("{title} {} {area}", authors.join(" ")));
        Some(Self { at, kind, sum: benefit.sum(), area: search_key(&area), search })
    }
}
