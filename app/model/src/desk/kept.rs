//! What a tablet keeps, sealed: who is signed in, the list, the papers, the decisions without a receipt, those refused and
//! those that aren't finished. Promises that what belongs together is one [`Keep`], kept whole or not at all.

use super::{Form, Part, Row, Unfinished};
use crate::calendar::Timestamp;
use crate::id::{InitiativeId, OpId};
use crate::initiative::RecognitionLevel;
use crate::op::{Action, Op};
use crate::problem::{Problem, ProblemKind};
use crate::rights::Right;
use crate::wire::Member;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// For the `Authorization` header.
    pub token: String,
    /// The officer.
    pub member: Member,
    /// What they are, and where.
    pub roles: Vec<Right>,
    /// The server no longer takes the token: the officer has to sign in again, and everything waits.
    #[serde(default)]
    pub expired: bool,
}

/// How far the tablet has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// From where on changes are asked for; `None` before the first page.
    pub cursor: Option<String>,
    /// The part of the queue that is being fetched and from where on; `None` once all of it is here.
    pub fetching: Option<(Part, Option<String>)>,
    /// When the server last told what changed, by the tablet's clock.
    pub as_of: Option<Timestamp>,
    /// There are more changes already.
    #[serde(default)]
    pub more: bool,
    /// At which levels the officer may recognise; `None` if the server hasn't said. Told with the queue and not at sign-in,
    /// since roles change and the queue is fetched anew when they do.
    #[serde(default)]
    pub levels: Option<Vec<RecognitionLevel>>,
    /// Where the rest of the queue begins, if it was longer than a tablet holds: what waits longest is here, and the rest is
    /// fetched when half of that is done.
    #[serde(default)]
    pub rest: Option<String>,
    /// By how much the server's clock is ahead of the tablet's, milliseconds; `None` until the server has told its time.
    #[serde(default)]
    pub clock_ahead: Option<i64>,
}

impl Place {
    /// The beginning, with what is known of the server's clock.
    pub(super) fn anew(&self) -> Place {
        Place { clock_ahead: self.clock_ahead, ..Place::default() }
    }

    /// The same for what is to be told once more by the same server: its cursor says which history is known here.
    pub(super) fn again(&self) -> Place {
        Place { cursor: self.cursor.clone(), ..self.anew() }
    }
}

impl Default for Place {
    fn default() -> Self {
        Place {
            cursor: None,
            fetching: Some((Part::Waiting, None)),
            as_of: None,
            more: false,
            levels: None,
            rest: None,
            clock_ahead: None,
        }
    }
}

/// A decision without a receipt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Queued {
    /// The op, with its id for good.
    pub op: Op,
    /// The initiative's title, to speak of it when it is no longer on the tablet.
    pub title: String,
    /// Until then it can be taken back and isn't sent; by the tablet's clock.
    pub held_until: Timestamp,
    /// It was sent at least once. Without a receipt the server may have it all the same.
    #[serde(default)]
    pub tried: bool,
    /// Why it is to be sent.
    #[serde(default)]
    pub cause: Cause,
    /// It is in the request that is under way. Never stored: after a restart every op without a receipt waits.
    #[serde(skip)]
    pub(super) sent: bool,
}

/// Why a decision is to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The officer has decided.
    #[default]
    Decided,
    /// The server had acknowledged it, and was restored from an older copy since.
    Restored,
    /// The same, of an initiative that the restored server doesn't have: its author's phone has to give it back first.
    AwaitsAuthor,
}

/// A decision that the server has acknowledged, kept for [`super::KEEP_ACKNOWLEDGED`]: a server that is restored from an older
/// copy is given it back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Acknowledged {
    /// The op, as it was sent.
    pub op: Op,
    /// The initiative's title.
    pub title: String,
    /// When the receipt came, by the tablet's clock.
    pub at: Timestamp,
}

/// A decision that was taken back after it had been sent without an answer: the server may have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recalled {
    /// What was decided.
    pub op: Op,
    /// The initiative's title.
    pub title: String,
    /// The server did have it. The officer is told so until they have seen it.
    pub arrived: bool,
}

/// That the server was found to be restored from an older copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Restoration {
    /// When the tablet found out, by its clock.
    pub at: Timestamp,
    /// So many decisions are given back.
    pub given_back: usize,
    /// The officer has seen it.
    pub seen: bool,
}

/// A decision that was refused. It stays until the officer has seen it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    /// What was decided, with the officer's own words.
    pub op: Op,
    /// The initiative's title.
    pub title: String,
    /// Why it was refused.
    pub problem: Problem,
    /// It was to be put before the unit above as well.
    #[serde(default)]
    pub and_higher: bool,
}

impl Refusal {
    /// Whether the words are the officer's to use again. Of what came second the server has made a comment, but for the
    /// employer's endorsement.
    pub fn leaves_words(&self) -> bool {
        let is_endorsed = matches!(&self.op.action, Action::Recognise(of) if of.endorsement.is_some());
        self.problem.kind != ProblemKind::AlreadyDecided || is_endorsed
    }
}

/// What is to be kept, and what no longer is, all at once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Keep {
    /// Who is signed in.
    pub session: Option<Session>,
    /// How far the tablet has come.
    pub place: Option<Place>,
    /// The whole list.
    pub rows: Option<Vec<Row>>,
    /// Papers, as the server's own text.
    pub papers: Vec<(InitiativeId, String)>,
    /// Papers that go.
    pub papers_gone: Vec<InitiativeId>,
    /// Decisions without a receipt.
    pub queued: Vec<Queued>,
    /// Decisions that have their receipt, or were taken back.
    pub unqueued: Vec<OpId>,
    /// All that was refused and wasn't seen.
    pub refusals: Option<Vec<Refusal>>,
    /// Decisions that aren't finished, each in the place of what was in its form before.
    pub written: Vec<Unfinished>,
    /// Forms in which nothing stands any more.
    pub unwritten: Vec<(InitiativeId, Form)>,
    /// Decisions that have their receipt.
    pub acknowledged: Vec<Acknowledged>,
    /// Of those, the ones that needn't be kept any more.
    pub unacknowledged: Vec<OpId>,
    /// All that was taken back and may be at the server.
    pub recalled: Option<Vec<Recalled>>,
    /// That the server was restored.
    pub restoration: Option<Restoration>,
}

impl Keep {
    /// Whether the officer's own words or decisions are in it, or that one was taken back.
    pub fn has_words(&self) -> bool {
        !self.queued.is_empty() || !self.written.is_empty() || !self.unqueued.is_empty()
    }

    pub(super) fn session(session: Option<&Session>) -> Keep {
        Keep { session: session.cloned(), ..Keep::default() }
    }

    pub(super) fn queued(queued: &Queued) -> Keep {
        Keep { queued: vec![queued.clone()], ..Keep::default() }
    }

    pub(super) fn written(unfinished: &Unfinished) -> Keep {
        Keep { written: vec![unfinished.clone()], ..Keep::default() }
    }

    pub(super) fn unwritten(id: InitiativeId, form: Form) -> Keep {
        Keep { unwritten: vec![(id, form)], ..Keep::default() }
    }

    /// What of it is to be deleted, alone.
    pub fn deletions(&self) -> Keep {
        let (papers_gone, unqueued) = (self.papers_gone.clone(), self.unqueued.clone());
        let (unwritten, unacknowledged) = (self.unwritten.clone(), self.unacknowledged.clone());
        Keep { papers_gone, unqueued, unwritten, unacknowledged, ..Keep::default() }
    }

    /// Whether it is nothing but what stands in one form, and `next` is what stands in that form later: then it needn't be
    /// kept, for somebody types faster than a disk writes.
    pub fn is_overtaken_by(&self, next: &Keep) -> bool {
        let place = |one: &Unfinished| (one.initiative, one.words.form());
        let [mine] = &self.written[..] else { return false };
        let is_next = next.written.iter().any(|one| place(one) == place(mine)) || next.unwritten.contains(&place(mine));
        is_next && *self == Keep::written(mine)
    }

    pub(super) fn refusals(refusals: &[Refusal]) -> Keep {
        Keep { refusals: Some(refusals.to_vec()), ..Keep::default() }
    }

    pub(super) fn with_place(self, place: &Place) -> Keep {
        Keep { place: Some(place.clone()), ..self }
    }

    pub(super) fn with_rows(self, rows: &BTreeMap<InitiativeId, Row>, place: &Place) -> Keep {
        Keep { rows: Some(rows.values().cloned().collect()), ..self.with_place(place) }
    }
}

/// What was found on the tablet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// Who is signed in.
    pub session: Option<Session>,
    /// How far the tablet has come.
    pub place: Place,
    /// The list.
    pub rows: Vec<Row>,
    /// Decisions without a receipt.
    pub outbox: Vec<Queued>,
    /// Decisions that were refused.
    pub refusals: Vec<Refusal>,
    /// Decisions that aren't finished.
    pub unfinished: Vec<Unfinished>,
    /// Decisions that have their receipt.
    pub acknowledged: Vec<Acknowledged>,
    /// Decisions that were taken back and may be at the server.
    pub recalled: Vec<Recalled>,
    /// That the server was restored, if it was.
    pub restoration: Option<Restoration>,
}
