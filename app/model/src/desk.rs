//! The officer's tablet: a state machine that says what to keep, what to fetch and what to send. Events go in, effects come
//! out; the browser's adapters carry them out, and tests drive it with a made-up link and disk. It promises that a decision
//! is kept before it is sent and can be taken back for ten seconds, that it leaves only for a receipt that names it, that
//! one that was refused steps aside and is shown, and that a tablet whose token was revoked forgets everything. It must not
//! know HTTP, the DOM or how things are sealed.

mod delivery;
mod kept;
mod row;

pub use delivery::{Delivery, QueuePage};
pub use kept::{Found, Keep, Place, Queued, Refusal, Session};
pub use row::{Alike, ForOfficers, Paper, Row};

use crate::calendar::Timestamp;
use crate::id::{DeviceId, InitiativeId, OpId};
use crate::op::{Action, Op};
use crate::problem::{Problem, ProblemKind};
use crate::sync::{Failure, Surroundings};
use crate::wire::SyncRequest;
use std::collections::{BTreeMap, BTreeSet};

/// For so long a decision can be taken back, milliseconds.
pub const UNDO_FOR: i64 = 10_000;
/// At most so many ops in a request: half a minute of a bad link gets them through.
const BATCH: usize = 200;
/// How often it asks for changes while nothing else happens, milliseconds.
const ASK_AGAIN: u32 = 60_000;
/// The first wait after a failure, milliseconds; each further one doubles it.
const FIRST_WAIT: u32 = 2_000;
/// The longest wait after a failure, milliseconds.
const LONGEST_WAIT: u32 = 60_000;

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
    },
    /// The officer took it back.
    TookBack(OpId),
    /// The officer has seen why it was refused.
    Seen(OpId),
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
    /// What was to be kept couldn't be: there is no room, or the storage is gone. Nothing of it was.
    NotKept,
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

/// How the link is, as far as we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// There is none, or nothing answers.
    Offline,
    /// The last try, if there was one, worked.
    Online,
}

/// The tablet.
pub struct Desk {
    device: DeviceId,
    session: Option<Session>,
    rows: BTreeMap<InitiativeId, Row>,
    place: Place,
    outbox: Vec<Queued>,
    refusals: Vec<Refusal>,
    link: bool,
    failures: u32,
    trouble: Option<Problem>,
    awaiting: Option<u64>,
    requests_made: u64,
    /// The last thing that was to be kept wasn't.
    is_unkept: bool,
    wiped: bool,
}

impl Desk {
    /// A tablet with what was found on it.
    pub fn new(device: DeviceId, found: Found) -> Desk {
        let Found { session, place, rows, mut outbox, refusals } = found;
        outbox.sort_by_key(|queued| queued.op.id);
        Desk {
            device,
            session,
            rows: rows.into_iter().map(|row| (row.id, row)).collect(),
            place,
            outbox,
            refusals,
            link: true,
            failures: 0,
            trouble: None,
            awaiting: None,
            requests_made: 0,
            is_unkept: false,
            wiped: false,
        }
    }

    /// Who is signed in.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// How the link is.
    pub fn reach(&self) -> Reach {
        if self.link && self.failures == 0 { Reach::Online } else { Reach::Offline }
    }

    /// Why the server refuses to talk to this tablet, if it said so.
    pub fn trouble(&self) -> Option<&Problem> {
        self.trouble.as_ref()
    }

    /// When the server last told what changed; `None` before the first time.
    pub fn as_of(&self) -> Option<Timestamp> {
        self.place.as_of
    }

    /// Whether the whole queue is on the tablet.
    pub fn is_whole(&self) -> bool {
        self.place.fetching.is_none()
    }

    /// Whether the last decision is in memory alone, because the tablet couldn't keep it.
    pub fn is_unkept(&self) -> bool {
        self.is_unkept
    }

    /// Whether everything was erased because the token was revoked.
    pub fn is_wiped(&self) -> bool {
        self.wiped
    }

    /// What was decided here and has no receipt yet, oldest first.
    pub fn outbox(&self) -> &[Queued] {
        &self.outbox
    }

    /// What was refused, for the officer to see.
    pub fn refusals(&self) -> &[Refusal] {
        &self.refusals
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A row as it is once everything decided here is carried out.
    pub fn row(&self, id: InitiativeId) -> Option<Row> {
        let mut row = self.rows.get(&id)?.clone();
        for queued in self.outbox.iter().filter(|queued| queued.op.initiative == id) {
            row.foresee(&queued.op.action);
        }
        Some(row)
    }

    /// Every row like [`Desk::row`], what waits longest first.
    pub fn rows(&self) -> Vec<Row> {
        let decided: BTreeSet<InitiativeId> = self.outbox.iter().map(|queued| queued.op.initiative).collect();
        let seen = |row: &Row| if decided.contains(&row.id) { self.row(row.id) } else { Some(row.clone()) };
        let mut rows: Vec<Row> = self.rows.values().filter_map(seen).collect();
        rows.sort_by_key(|row| (row.waits_since, row.id));
        rows
    }

    /// Takes in one event and says what to do, in order.
    pub fn handle(&mut self, event: Event, around: &mut dyn Surroundings) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::SignedIn(session) => self.signed_in(session, &mut effects),
            Event::Decided { id, action } => self.decided(id, action, around, &mut effects),
            Event::TookBack(op) => self.took_back(op, &mut effects),
            Event::Seen(op) => {
                self.refusals.retain(|refusal| refusal.op.id != op);
                effects.push(Keep::refusals(&self.refusals).into());
            }
            Event::Link(link) => {
                self.link = link;
                self.failures = 0;
            }
            Event::Woken => {
                self.failures = 0;
                self.keep_again(&mut effects);
            }
            Event::Timer => self.keep_again(&mut effects),
            Event::Fetched { number, answer } => self.fetched(number, answer, around, &mut effects),
            Event::Answered { number, answer } => self.answered(number, answer, around, &mut effects),
            Event::NotKept => self.not_kept(&mut effects),
        }
        if effects.iter().any(|effect| matches!(effect, Effect::Keep(_))) {
            self.is_unkept = false;
        }
        self.go(around, &mut effects);
        effects
    }

    fn signed_in(&mut self, session: Session, effects: &mut Vec<Effect>) {
        // What is here was told to somebody else, or for other roles: it is fetched anew. What was decided stays.
        if self.session.as_ref().is_none_or(|before| before.is_other(&session)) {
            self.place = Place::default();
        }
        self.session = Some(session);
        self.trouble = None;
        self.failures = 0;
        self.wiped = false;
        effects.push(Keep::session(self.session.as_ref()).with_place(&self.place).into());
    }

    fn decided(&mut self, id: InitiativeId, action: Action, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        let Some(row) = self.rows.get(&id) else { return };
        let at = around.now();
        let op = Op { id: around.new_op_id(), initiative: id, base: row.rev, at, action };
        let queued = Queued { op, title: row.title.clone(), held_until: at.plus_millis(UNDO_FOR), sent: false };
        effects.push(Keep::queued(&queued).into());
        self.outbox.push(queued);
    }

    /// What may have left already stays: its receipt says what came of it.
    fn took_back(&mut self, op: OpId, effects: &mut Vec<Effect>) {
        let is_sent = self.awaiting.is_some() && self.outbox.iter().any(|queued| queued.op.id == op && queued.sent);
        if is_sent {
            return;
        }
        self.outbox.retain(|queued| queued.op.id != op);
        effects.push(Keep::unqueued(op).into());
    }

    fn not_kept(&mut self, effects: &mut Vec<Effect>) {
        self.is_unkept = true;
        // What the server told since is asked for again, from the beginning: some of it may not have been kept.
        self.awaiting = None;
        self.place = Place::default();
        self.failures += 1;
        effects.push(Effect::Wait(LONGEST_WAIT / 6));
    }

    fn keep_again(&mut self, effects: &mut Vec<Effect>) {
        if self.is_unkept {
            let keep = Keep { queued: self.outbox.clone(), ..Keep::refusals(&self.refusals) };
            effects.push(keep.with_rows(&self.rows, &self.place).into());
        }
    }

    /// Sends what may go; else fetches what is missing; else asks for changes when it is time.
    fn go(&mut self, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        let waits = effects.iter().any(|effect| matches!(effect, Effect::Wait(_) | Effect::Wipe));
        if waits || self.awaiting.is_some() || !self.link || self.is_unkept {
            return;
        }
        let Some(session) = self.session.as_ref().filter(|session| !session.expired) else { return };
        let token = session.token.clone();
        let now = around.now();
        let is_free = |queued: &Queued| queued.held_until <= now || queued.held_until > now.plus_millis(UNDO_FOR);
        let anything_free = self.outbox.iter().any(is_free);
        if let (Some((of, cursor)), false) = (&self.place.fetching, anything_free) {
            self.requests_made += 1;
            self.awaiting = Some(self.requests_made);
            let (of, cursor) = (*of, cursor.clone());
            effects.push(Effect::Fetch { number: self.requests_made, token, of, cursor });
            return;
        }
        let asked = self.place.as_of.is_some_and(|at| (0..i64::from(ASK_AGAIN)).contains(&now.millis_since(at)));
        if asked && !anything_free && !self.place.more {
            let held = self.outbox.iter().map(|queued| queued.held_until.millis_since(now)).min();
            let next = held.unwrap_or(ASK_AGAIN.into()).clamp(100, ASK_AGAIN.into());
            effects.push(Effect::Wait(u32::try_from(next).unwrap_or(ASK_AGAIN)));
            return;
        }
        let mut ops = Vec::new();
        // In their order: of one initiative nothing goes past what is still held.
        let mut held_back = BTreeSet::new();
        for queued in &mut self.outbox {
            queued.sent = false;
            if !is_free(queued) || held_back.contains(&queued.op.initiative) {
                held_back.insert(queued.op.initiative);
            } else if ops.len() < BATCH {
                queued.sent = true;
                ops.push(queued.op.clone());
            }
        }
        self.requests_made += 1;
        self.awaiting = Some(self.requests_made);
        let request = SyncRequest { device: self.device, cursor: self.place.cursor.clone(), ops };
        effects.push(Effect::Send { number: self.requests_made, token, request });
    }

    fn fetched(
        &mut self,
        number: u64,
        answer: Result<QueuePage, Failure>,
        around: &mut dyn Surroundings,
        effects: &mut Vec<Effect>,
    ) {
        if self.awaiting != Some(number) {
            return;
        }
        self.awaiting = None;
        let page = match answer {
            Ok(page) => page,
            Err(failure) => return self.failed(failure, around, effects),
        };
        self.reached();
        let Some((part, cursor)) = self.place.fetching.take() else { return };
        let mut keep = Keep::default();
        if (part, &cursor) == (Part::Waiting, &None) {
            // The first page: changes are asked for from here on, and what was here before is what came before it.
            self.place.cursor = Some(page.sync);
            keep.papers_gone.extend(self.rows.keys());
            self.rows.clear();
        }
        self.place.fetching = match (page.cursor.filter(|_| page.more), part) {
            (Some(cursor), part) => Some((part, Some(cursor))),
            (None, Part::Waiting) => Some((Part::Returned, None)),
            (None, Part::Returned) => None,
        };
        for paper in page.papers {
            self.take(paper, &mut keep);
        }
        effects.push(keep.with_rows(&self.rows, &self.place).into());
    }

    fn answered(
        &mut self,
        number: u64,
        answer: Result<Delivery, Failure>,
        around: &mut dyn Surroundings,
        effects: &mut Vec<Effect>,
    ) {
        if self.awaiting != Some(number) {
            return;
        }
        self.awaiting = None;
        let delivery = match answer {
            Ok(delivery) => delivery,
            Err(failure) => return self.failed(failure, around, effects),
        };
        self.reached();
        let mut keep = Keep::default();
        for result in delivery.results {
            let Some(at) = self.outbox.iter().position(|queued| queued.op.id == result.id) else { continue };
            let Queued { op, title, .. } = self.outbox.remove(at);
            keep.unqueued.push(op.id);
            if let Some(problem) = result.problem {
                self.refusals.push(Refusal { op, title, problem });
                keep.refusals = Some(self.refusals.clone());
            } else if let Some(row) = self.rows.get_mut(&op.initiative) {
                // Until the change itself comes, which may be pages away.
                row.foresee(&op.action);
            }
        }
        if delivery.reset {
            // What is no longer these officers' is told by its absence: the queue is fetched from its first page.
            self.place = Place::default();
            return effects.push(keep.with_rows(&self.rows, &self.place).into());
        }
        let changed = !delivery.papers.is_empty() || !keep.unqueued.is_empty();
        for paper in delivery.papers {
            self.take(paper, &mut keep);
        }
        let moved = self.place.cursor.as_ref() != Some(&delivery.cursor);
        self.place.cursor = Some(delivery.cursor);
        self.place.more = delivery.more;
        self.place.as_of = Some(around.now());
        if changed || moved {
            keep = keep.with_rows(&self.rows, &self.place);
        } else {
            keep = keep.with_place(&self.place);
        }
        effects.push(keep.into());
    }

    /// What an officer no longer has to do with leaves the tablet, words and all.
    fn take(&mut self, paper: Paper, keep: &mut Keep) {
        let Paper { row, text } = paper;
        if !row.is_kept() {
            return self.forget(row.id, keep);
        }
        // Pages and changes may overtake each other.
        if self.rows.get(&row.id).is_some_and(|known| known.rev > row.rev) {
            return;
        }
        keep.papers_gone.retain(|id| *id != row.id);
        keep.papers.push((row.id, text));
        self.rows.insert(row.id, row);
    }

    fn forget(&mut self, id: InitiativeId, keep: &mut Keep) {
        self.rows.remove(&id);
        keep.papers.retain(|(other, _)| *other != id);
        keep.papers_gone.push(id);
    }

    fn reached(&mut self) {
        self.failures = 0;
        self.trouble = None;
    }

    fn failed(&mut self, failure: Failure, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        let mut asked = 0;
        match failure {
            Failure::Refused(problem) if problem.kind == ProblemKind::Unauthorized && problem.revoked => {
                *self = Desk { wiped: true, ..Desk::new(self.device, Found::default()) };
                return effects.push(Effect::Wipe);
            }
            Failure::Refused(problem) if problem.kind == ProblemKind::Unauthorized => {
                if let Some(session) = &mut self.session {
                    session.expired = true;
                }
                self.trouble = Some(problem);
                return effects.push(Keep::session(self.session.as_ref()).into());
            }
            // A cursor that the server doesn't know: it was moved, or its data were. Everything is fetched anew.
            Failure::Refused(problem) if is_about_the_cursor(&problem) => self.place = Place::default(),
            Failure::Refused(problem) => self.trouble = Some(problem),
            Failure::Busy { retry_after } => asked = retry_after.unwrap_or(0).saturating_mul(1_000),
            Failure::Unreachable | Failure::Garbled => {}
        }
        self.failures = self.failures.saturating_add(1);
        let least = FIRST_WAIT.saturating_mul(1 << (self.failures - 1).min(16)).min(LONGEST_WAIT).max(asked);
        effects.push(Effect::Wait(least.saturating_add(around.random_below(least / 2 + 1))));
    }
}

fn is_about_the_cursor(problem: &Problem) -> bool {
    problem.kind == ProblemKind::Invalid && problem.errors.iter().any(|fault| fault.pointer == "/cursor")
}
