//! What happens to an officer's tablet, and what it wants done.

use super::{Delivery, Form, Keep, QueuePage, Session, Words};
use crate::calendar::Timestamp;
use crate::id::{InitiativeId, OpId, Rev};
use crate::op::{Action, Op};
use crate::sync::Failure;
use crate::wire::SyncRequest;

/// What happens to the tablet.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Somebody signed in: at first, or anew after the session ended.
    SignedIn(Session),
    /// The officer did something to an initiative.
    Decided {
        /// To which.
        id: InitiativeId,
        /// What.
        action: Action,
        /// The revision that the officer was reading, if it was open: the decision is about those words, whatever has come since.
        read: Option<Rev>,
    },
    /// The officer typed something of a decision that isn't made yet.
    Wrote {
        /// On which initiative.
        id: InitiativeId,
        /// All that stands in the form now. Nothing keeps nothing.
        words: Words,
    },
    /// The officer let go of what was written.
    LetGo {
        /// On which initiative.
        id: InitiativeId,
        /// In which form.
        form: Form,
    },
    /// The officer took back what was decided, as far as it isn't on its way; of one initiative all of it or nothing, with what
    /// was decided on it since.
    TookBack(Vec<OpId>),
    /// The officer has seen why it was refused. Its words are unfinished again, unless the server keeps them as a comment.
    Seen(OpId),
    /// The same of all that was refused.
    SeenAll,
    /// The officer has seen that the server was restored.
    RestorationSeen,
    /// An answer of the server said what time it is there.
    ServerTime(Timestamp),
    /// Whether the browser says there is a link.
    Link(bool),
    /// The page was shown, or the officer asked to try now.
    Woken,
    /// A wait is over.
    Timer,
    /// What came of a [`Effect::Fetch`].
    Fetched {
        /// The request's number; an answer to another than the last one is left aside.
        number: u64,
        /// The answer.
        answer: Result<QueuePage, Failure>,
    },
    /// What came of a [`Effect::Send`].
    Answered {
        /// The request's number, as above.
        number: u64,
        /// The answer.
        answer: Result<Delivery, Failure>,
    },
    /// What was to be kept couldn't be: there is no room, or the storage is gone. Nothing of it was, nor of what was to be
    /// kept after it.
    NotKept(Vec<Keep>),
}

/// What the tablet wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Keep all of it durably, or nothing. What comes after it in the list waits until it is.
    Keep(Box<Keep>),
    /// `GET /initiatives`: a page of the queue.
    Fetch {
        /// To be given back with the answer.
        number: u64,
        /// For the `Authorization` header.
        token: String,
        /// Which part of the queue.
        of: Part,
        /// From where on; `None` for the first page.
        cursor: Option<String>,
    },
    /// `POST /sync`.
    Send {
        /// To be given back with the answer.
        number: u64,
        /// For the `Authorization` header.
        token: String,
        /// The body.
        request: SyncRequest<Op>,
    },
    /// Send [`Event::Timer`] after so many milliseconds; takes the place of an earlier wait.
    Wait(u32),
    /// The token was revoked: erase everything that is kept.
    Wipe,
}

impl From<Keep> for Effect {
    fn from(keep: Keep) -> Effect {
        Effect::Keep(Box::new(keep))
    }
}

/// A part of the queue, fetched one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What waits for a decision.
    Waiting,
    /// What waits for its author.
    Returned,
}

impl Part {
    /// Its name in the query of `GET /initiatives`.
    pub const fn name(self) -> &'static str {
        match self {
            Part::Waiting => "waiting",
            Part::Returned => "returned",
        }
    }
}
