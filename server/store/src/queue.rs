//! What an initiative is sorted, found and searched by in the officers' queue. Pure: a backend keeps it beside the record,
//! `verify` makes it again.

use model::field::Field;
use model::initiative::{Initiative, State};
use model::text::search_key;
use model::unit::UnitCode;

/// Where an initiative stands in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Milliseconds since 1970: when it was submitted or put higher; of what was taken back, when it last changed.
    pub since: i64,
    /// The unit whose officers, or those above it, are to decide; `None` if nothing waits for a decision.
    pub desk: Option<UnitCode>,
    /// Title and author's name without diacritics; empty while nobody but the author may read it.
    pub search: String,
}

impl Place {
    pub fn of(initiative: &Initiative) -> Self {
        let waits = matches!(initiative.state, State::Submitted | State::Received) || initiative.is_put_higher();
        let since = match &initiative.forwarded {
            Some(forwarding) if forwarding.waits => forwarding.at,
            _ => initiative.submitted_at.unwrap_or(initiative.updated_at),
        };
        let search = match initiative.state {
            State::Draft | State::Withdrawn => String::new(),
            _ => search_key(&format!("{} {}", initiative.content.text(Field::Title), initiative.author.name)),
        };
        Self { since: since.millis(), desk: waits.then(|| initiative.reviewed_in().clone()), search }
    }
}
