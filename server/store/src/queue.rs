//! The officers' queue: what is asked of it, and what an initiative is sorted, found and searched by in it. Pure: a backend
//! keeps that beside the record, `verify` makes it again.

use crate::{Position, Scope};
use model::field::{Field, Kind};
use model::id::InitiativeId;
use model::initiative::{Initiative, State};
use model::text::search_key;
use model::unit::UnitCode;

/// A page of the queue, as it is asked for. What is due first comes first: deadlines are three months after [`Place::since`].
#[derive(Debug, Clone)]
pub struct QueueAsk {
    /// What the officer reads.
    pub scope: Scope,
    /// Only what is of these units; of everything in the scope without.
    pub within: Option<Scope>,
    pub state: QueueState,
    pub kind: Option<Kind>,
    pub likeness: Likeness,
    /// Only what has all of these in its title or its author's name; each a [`search_key`] without white space.
    pub words: Vec<String>,
    /// Behind this one.
    pub after: Option<Mark>,
    /// At most so many.
    pub limit: usize,
}

/// QueueState initiatives of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueState {
    /// What waits for a decision of the scope's officers.
    Waiting,
    /// What is in this state; never a draft.
    In(State),
    /// Whatever was ever sent.
    All,
}

/// Whether an initiative has to be like another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// Whether or not it is.
    Any,
    /// Only those with a possible duplicate.
    PossibleDuplicate,
}

/// An initiative's place in an order by time: the queue's, or that of the stories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Milliseconds since 1970: when it was received, put higher or, until then, submitted; of a story, when it was recognised.
    pub since: i64,
    pub id: InitiativeId,
}

/// A page of the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueuePage {
    pub initiatives: Vec<Initiative>,
    /// Of the last of them.
    pub mark: Option<Mark>,
    /// There are more behind it.
    pub more: bool,
    /// How many there are in all pages.
    pub total: u64,
    /// The log's end when this was read.
    pub position: Position,
}

/// Where an initiative stands in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Milliseconds since 1970: from when its deadline counts. It was received, or put higher; until then, submitted. Of what was
    /// taken back, when it last changed. A tablet's list is in the same order (`model::desk::Row::deadline_from`).
    pub since: i64,
    /// The unit whose officers, or those above it, are to decide; `None` if nothing waits for a decision.
    pub desk: Option<UnitCode>,
    /// Title and author's name without diacritics; empty while nobody but the author may read it.
    pub search: String,
}

impl Place {
    pub fn of(initiative: &Initiative) -> Self {
        let waits = matches!(initiative.state, State::Submitted | State::Received) || initiative.is_put_higher();
        let received = initiative.received_at.filter(|_| initiative.state == State::Received);
        let since = match &initiative.forwarded {
            Some(forwarding) if forwarding.waits => forwarding.at,
            _ => received.or(initiative.submitted_at).unwrap_or(initiative.updated_at),
        };
        let search = match initiative.state {
            State::Draft | State::Withdrawn | State::Deleted => String::new(),
            _ => search_key(&format!("{} {}", initiative.content.text(Field::Title), initiative.author.name)),
        };
        Self { since: since.millis(), desk: waits.then(|| initiative.reviewed_in().clone()), search }
    }
}
