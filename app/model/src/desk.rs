//! The officer's tablet: a state machine that says what to keep, what to fetch and what to send. Events go in, effects come
//! out; the browser's adapters carry them out, and tests drive it with a made-up link and disk. It promises that a decision
//! is kept before it is sent and can be taken back for ten seconds, that it leaves only for a receipt that names it, that
//! one that was refused steps aside and is shown, that words of one that isn't made yet are kept as they are typed, and that a
//! tablet whose token was revoked forgets everything. It must not know HTTP, the DOM or how things are sealed.

mod answers;
mod clock;
mod delivery;
mod event;
mod kept;
mod restored;
mod row;
mod unsent;
mod words;

pub use delivery::{Delivery, QueuePage};
pub use event::{Effect, Event, Part};
pub use kept::{Acknowledged, Cause, Found, Keep, Place, Queued, Recalled, Refusal, Restoration, Session};
pub use restored::KEEP_ACKNOWLEDGED;
pub use row::{Alike, ForOfficers, Paper, Row, Urgency};
pub use unsent::Sending;
pub use words::{Asked, Form, Lacking, Unfinished, Words};

use crate::calendar::Timestamp;
use crate::id::{DeviceId, InitiativeId, Rev};
use crate::initiative::RecognitionLevel;
use crate::op::{Action, Op};
use crate::problem::Problem;
use crate::sync::Surroundings;
use crate::wire::SyncRequest;
use std::collections::{BTreeMap, BTreeSet};

/// So many initiatives a tablet holds, those whose deadlines come first: some 50 MB with their papers. A reviewer of the nation may have
/// many times that, and nobody reads ten thousand in a day.
pub const MOST_ROWS: usize = 10_000;
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
    unfinished: BTreeMap<(InitiativeId, Form), Unfinished>,
    acknowledged: Vec<Acknowledged>,
    recalled: Vec<Recalled>,
    restoration: Option<Restoration>,
    link: bool,
    failures: u32,
    trouble: Option<Problem>,
    awaiting: Option<u64>,
    requests_made: u64,
    /// The last thing that was to be kept wasn't.
    is_unkept: bool,
    /// Whether the tablet was named as lost is to be asked, if its session is over.
    asks_whether_lost: bool,
    /// What of it was to be deleted and is still there.
    undeleted: Keep,
    wiped: bool,
}

impl Desk {
    /// A tablet with what was found on it.
    pub fn new(device: DeviceId, found: Found) -> Desk {
        let Found { session, place, rows, mut outbox, refusals, unfinished, acknowledged, recalled, restoration } =
            found;
        outbox.sort_by_key(|queued| queued.op.id);
        Desk {
            device,
            session,
            rows: rows.into_iter().map(|row| (row.id, row)).collect(),
            place,
            outbox,
            refusals,
            unfinished: unfinished.into_iter().map(|one| ((one.initiative, one.words.form()), one)).collect(),
            acknowledged,
            recalled,
            restoration,
            link: true,
            failures: 0,
            trouble: None,
            awaiting: None,
            requests_made: 0,
            is_unkept: false,
            asks_whether_lost: false,
            undeleted: Keep::default(),
            wiped: false,
        }
    }

    /// Who is signed in.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// How the link is.
    pub fn reach(&self) -> Reach {
        // A refusal came over a link as well.
        let answers = self.failures == 0 || self.trouble.is_some();
        if self.link && answers { Reach::Online } else { Reach::Offline }
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

    /// Whether more waits at the server than the tablet holds.
    pub fn is_cut(&self) -> bool {
        self.place.rest.is_some()
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

    /// The decisions on this initiative that aren't finished, in the order of their forms.
    pub fn unfinished(&self, id: InitiativeId) -> Vec<&Unfinished> {
        self.unfinished.range((id, Form::Return)..=(id, Form::Comment)).map(|(_, one)| one).collect()
    }

    /// Unfinished decisions on what is no longer on the tablet: decided by others, withdrawn, or no longer these officers'.
    /// They are shown until the officer lets go of them. None while the queue is being fetched: they may be about to come.
    pub fn stranded(&self) -> Vec<&Unfinished> {
        let left = |one: &&Unfinished| self.is_whole() && !self.rows.contains_key(&one.initiative);
        self.unfinished.values().filter(left).collect()
    }

    /// How many decisions aren't finished.
    pub fn unfinished_count(&self) -> usize {
        self.unfinished.len()
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

    /// At which levels these officers may recognise this initiative, the lowest first. All of them if the server hasn't said:
    /// it is the one that decides.
    pub fn levels(&self, id: InitiativeId) -> Vec<RecognitionLevel> {
        let levels = self.place.levels.clone().unwrap_or(RecognitionLevel::ALL.to_vec());
        // What was put higher is recognised at a lower level already.
        let put_higher = self.rows.get(&id).filter(|row| row.is_put_higher);
        let already = put_higher.map(|row| row.level.unwrap_or(RecognitionLevel::Grassroots));
        levels.into_iter().filter(|level| Some(*level) > already).collect()
    }

    /// Every row like [`Desk::row`], in the order of their deadlines: what is overdue longest comes first.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = self.rows.clone();
        for Queued { op, .. } in &self.outbox {
            rows.entry(op.initiative).and_modify(|row| row.foresee(&op.action));
        }
        let mut rows: Vec<Row> = rows.into_values().collect();
        rows.sort_by_key(|row| (row.deadline_from(), row.id));
        rows
    }

    /// Takes in one event and says what to do, in order.
    pub fn handle(&mut self, event: Event, around: &mut dyn Surroundings) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut is_tried_again = matches!(event, Event::Woken | Event::Timer);
        match event {
            // A letter typed has nothing sent: it is kept, and that is all.
            Event::Wrote { id, words } => {
                self.wrote(id, words, around.now(), &mut effects);
                self.keep_again(&mut effects);
                return effects;
            }
            Event::LetGo { id, form } => {
                self.unfinished.remove(&(id, form));
                effects.push(Keep::unwritten(id, form).into());
            }
            Event::SignedIn(session) => self.signed_in(session, &mut effects),
            Event::Decided { id, action, read } => self.decided(id, action, read, around, &mut effects),
            Event::TookBack(ops) => self.took_back(&ops, &mut effects),
            Event::Seen(op) => self.seen(|id| id == op, &mut effects),
            Event::SeenAll => self.seen(|_| true, &mut effects),
            Event::RestorationSeen => self.restoration_seen(&mut effects),
            Event::ServerTime(at) => return self.server_told_time(at, around.now()),
            Event::Link(link) => {
                self.link = link;
                self.failures = 0;
            }
            Event::Woken => {
                self.failures = 0;
                self.asks_whether_lost = self.session.as_ref().is_some_and(|session| session.expired);
            }
            Event::Timer => {}
            Event::Fetched { number, answer } => self.fetched(number, answer, around, &mut effects),
            Event::Answered { number, answer } => self.answered(number, answer, around, &mut effects),
            Event::NotKept(lost) => self.not_kept(lost, &mut effects),
        }
        is_tried_again |= effects.iter().any(|effect| matches!(effect, Effect::Keep(_)));
        if is_tried_again {
            self.keep_again(&mut effects);
        }
        self.go(around, &mut effects);
        effects
    }

    fn signed_in(&mut self, session: Session, effects: &mut Vec<Effect>) {
        // What is here was told to somebody else, or for other roles: it is fetched anew. What was decided stays.
        let before = self.session.as_ref();
        match before.map(|before| before.member.id == session.member.id) {
            Some(true) if before.is_some_and(|before| before.roles == session.roles) => {}
            Some(true) => self.place = self.place.again(),
            _ => self.place = self.place.anew(),
        }
        self.session = Some(session);
        self.trouble = None;
        self.failures = 0;
        self.wiped = false;
        effects.push(Keep::session(self.session.as_ref()).with_place(&self.place).into());
    }

    fn decided(
        &mut self,
        id: InitiativeId,
        action: Action,
        read: Option<Rev>,
        around: &mut dyn Surroundings,
        effects: &mut Vec<Effect>,
    ) {
        let Some(row) = self.rows.get(&id) else { return };
        let at = around.now();
        let base = read.map_or(row.rev, |read| read.min(row.rev));
        let op = Op { id: around.new_op_id(), initiative: id, base, at, action };
        let held_until = at.plus_millis(UNDO_FOR);
        let title = row.title.clone();
        let queued = Queued { op, title, held_until, tried: false, cause: Cause::Decided, sent: false };
        let mut keep = Keep::queued(&queued);
        // Its words are in the op from now on.
        if let Some(form) = Form::of(&queued.op.action)
            && self.unfinished.remove(&(id, form)).is_some()
        {
            keep.unwritten.push((id, form));
        }
        effects.push(keep.into());
        self.outbox.push(queued);
    }

    /// Of an initiative that has left meanwhile as well: the words are shown aside.
    fn wrote(&mut self, id: InitiativeId, words: Words, at: Timestamp, effects: &mut Vec<Effect>) {
        let form = words.form();
        let known = self.unfinished.remove(&(id, form));
        if words.is_empty() {
            return effects.extend(known.map(|_| Keep::unwritten(id, form).into()));
        }
        let title = self.rows.get(&id).map(|row| row.title.clone()).or(known.map(|known| known.title));
        let unfinished = Unfinished { initiative: id, title: title.unwrap_or_default(), words, at };
        effects.push(Keep::written(&unfinished).into());
        self.unfinished.insert((id, form), unfinished);
    }

    /// What was decided is words that aren't finished, with what was written in the same form since.
    fn unfinish(&mut self, op: Op, title: String, and_higher: bool, keep: &mut Keep) {
        let Some(words) = Words::of(&op.action).filter(|words| !words.is_empty()) else { return };
        let words = if and_higher { words.put_higher() } else { words };
        let place = (op.initiative, words.form());
        let words = match self.unfinished.get(&place) {
            Some(since) => words.and_since(&since.words),
            None => words,
        };
        let unfinished = Unfinished { initiative: op.initiative, title, words, at: op.at };
        keep.written.push(unfinished.clone());
        self.unfinished.insert(place, unfinished);
    }

    fn not_kept(&mut self, lost: Vec<Keep>, effects: &mut Vec<Effect>) {
        self.is_unkept = true;
        for Keep { unqueued, unwritten, papers_gone, unacknowledged, .. } in lost {
            self.undeleted.unacknowledged.extend(unacknowledged);
            self.undeleted.unqueued.extend(unqueued);
            self.undeleted.unwritten.extend(unwritten);
            self.undeleted.papers_gone.extend(papers_gone);
        }
        // What the server told since is asked for again, from the beginning: some of it may not have been kept.
        self.awaiting = None;
        self.place = self.place.again();
        self.failures += 1;
        effects.push(Effect::Wait(LONGEST_WAIT / 6));
    }

    /// After something couldn't be kept all of it is, with whatever is kept next.
    fn keep_again(&mut self, effects: &mut Vec<Effect>) {
        if std::mem::take(&mut self.is_unkept) {
            let (queued, written) = (self.outbox.clone(), self.unfinished.values().cloned().collect());
            let Keep { mut unqueued, mut unwritten, mut papers_gone, mut unacknowledged, .. } =
                std::mem::take(&mut self.undeleted);
            // Some of it may have come again since.
            unqueued.retain(|id| !self.outbox.iter().any(|queued| queued.op.id == *id));
            unwritten.retain(|place| !self.unfinished.contains_key(place));
            papers_gone.retain(|id| !self.rows.contains_key(id));
            unacknowledged.retain(|id| !self.acknowledged.iter().any(|one| one.op.id == *id));
            let gone =
                Keep { unqueued, unwritten, papers_gone, unacknowledged, ..Keep::session(self.session.as_ref()) };
            let (acknowledged, restoration) = (self.acknowledged.clone(), self.restoration.clone());
            let known = Keep { acknowledged, restoration, recalled: Some(self.recalled.clone()), ..gone };
            let keep = Keep { queued, written, refusals: Some(self.refusals.clone()), ..known };
            effects.push(keep.with_rows(&self.rows, &self.place).into());
        }
    }

    /// A session that is over may have been named as lost since: then everything here is to go. Asked once each time the officer
    /// comes back.
    fn ask_whether_lost(&mut self, token: String, effects: &mut Vec<Effect>) {
        if std::mem::take(&mut self.asks_whether_lost) {
            self.requests_made += 1;
            self.awaiting = Some(self.requests_made);
            let request = SyncRequest { device: self.device, cursor: self.place.cursor.clone(), ops: Vec::new() };
            effects.push(Effect::Send { number: self.requests_made, token, request });
        }
    }

    /// Sends what may go; else fetches what is missing; else asks for changes when it is time.
    fn go(&mut self, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        let waits = effects.iter().any(|effect| matches!(effect, Effect::Wait(_) | Effect::Wipe));
        if waits || self.awaiting.is_some() || !self.link || self.is_unkept {
            return;
        }
        let Some(session) = self.session.as_ref() else { return };
        let token = session.token.clone();
        if session.expired {
            return self.ask_whether_lost(token, effects);
        }
        let now = around.now();
        // What is given back waits for the queue, which says what the restored server still has.
        let is_whole = self.is_whole();
        let is_free = |queued: &Queued| match queued.cause {
            Cause::Decided => queued.is_free(now),
            Cause::Restored => is_whole,
            Cause::AwaitsAuthor => false,
        };
        let anything_free = self.outbox.iter().any(is_free);
        if self.is_whole() && self.rows.len() < MOST_ROWS / 2 {
            // There is room for what waits behind these.
            self.place.fetching = self.place.rest.take().map(|rest| (Part::Waiting, Some(rest)));
        }
        if let (Some((of, cursor)), false) = (&self.place.fetching, anything_free) {
            self.requests_made += 1;
            self.awaiting = Some(self.requests_made);
            let (of, cursor) = (*of, cursor.clone());
            effects.push(Effect::Fetch { number: self.requests_made, token, of, cursor });
            return;
        }
        let asked = self.place.as_of.is_some_and(|at| (0..i64::from(ASK_AGAIN)).contains(&now.millis_since(at)));
        if asked && !anything_free && !self.place.more {
            let held = self.outbox.iter().filter(|queued| queued.cause == Cause::Decided);
            let held = held.map(|queued| queued.held_until.millis_since(now)).min();
            let next = held.unwrap_or(ASK_AGAIN.into()).clamp(100, ASK_AGAIN.into());
            effects.push(Effect::Wait(u32::try_from(next).unwrap_or(ASK_AGAIN)));
            return;
        }
        let ops = self.next_batch(is_free, effects);
        self.requests_made += 1;
        self.awaiting = Some(self.requests_made);
        let request = SyncRequest { device: self.device, cursor: self.place.cursor.clone(), ops };
        effects.push(Effect::Send { number: self.requests_made, token, request });
    }

    /// What goes next, in its order: of one initiative nothing goes past what is still held. That it was sent is kept before
    /// it is.
    fn next_batch(&mut self, is_free: impl Fn(&Queued) -> bool, effects: &mut Vec<Effect>) -> Vec<Op> {
        let mut ops: Vec<Op> = Vec::new();
        let mut held_back = BTreeSet::new();
        let mut keep = Keep::default();
        for at in 0..self.outbox.len() {
            let op = self.as_restored(&self.outbox[at]);
            let queued = &mut self.outbox[at];
            queued.sent = false;
            // What was decided has its receipt before it is put higher.
            let is_too_early =
                op.action == Action::Forward {} && ops.iter().any(|other| other.initiative == op.initiative);
            if !is_free(queued) || is_too_early || held_back.contains(&op.initiative) {
                held_back.insert(op.initiative);
            } else if ops.len() < BATCH {
                queued.sent = true;
                if !queued.tried || queued.op != op {
                    queued.tried = true;
                    queued.op = op.clone();
                    keep.queued.push(queued.clone());
                }
                ops.push(op);
            }
        }
        if !keep.queued.is_empty() {
            effects.push(keep.into());
        }
        ops
    }
}
