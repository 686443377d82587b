//! The sync engine: a state machine that says what to store, what to send and when to try again. Events go in, effects
//! come out; the browser's adapters carry them out, and tests drive the same engine with a made-up network, disk and
//! clock. It promises that an op is stored before it is sent, that it leaves only for a receipt that names its id, and
//! that nothing the person wrote depends on a sign-in, an answer or a link. It must not know HTTP or the DOM.

use crate::calendar::Timestamp;
use crate::draft::{Draft, FORMAT, Known, Refusal, Request, Written};
use crate::field::{Field, Value};
use crate::id::{DeviceId, InitiativeId, OpId, Rev};
use crate::op::{Action, Op, OpResult, Outcome};
use crate::problem::{Problem, ProblemKind};
use crate::wire::{JoinRequest, JoinResponse, Member, SyncRequest, SyncResponse};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// At most so many ops in one request: small enough that half a minute of a bad link gets some through.
const BATCH: usize = 20;
/// A request isn't filled further once its ops have so many characters of text, by a rough count.
const BATCH_TEXT: usize = 60_000;
/// How long after an edit it is sent, milliseconds: long enough for a few more words to go with it.
const AFTER_EDIT: u32 = 1_500;
/// The first wait after a failure, milliseconds; each further one doubles it.
const FIRST_WAIT: u32 = 2_000;
/// The longest wait, milliseconds.
const LONGEST_WAIT: u32 = 5 * 60_000;

/// What the engine can't know by itself.
pub trait Surroundings {
    /// The device's clock. Shown, never trusted for order.
    fn now(&mut self) -> Timestamp;
    /// A fresh op id.
    fn new_op_id(&mut self) -> OpId;
    /// A number below `limit`, for jitter.
    fn random_below(&mut self, limit: u32) -> u32;
}

/// Who this device belongs to, as stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    pub format: u32,
    pub member: Member,
    pub token: String,
    /// The token is no longer accepted: the person has to join again, and everything waits.
    #[serde(default)]
    pub expired: bool,
}

/// A request to join that waits for a link, as stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Joining {
    pub format: u32,
    /// Makes a repeat of the same request give the same answer.
    pub key: OpId,
    pub request: JoinRequest,
    /// Why it was refused, if it was; it waits for the person then.
    #[serde(default)]
    pub refused: Option<Problem>,
}

/// Where the device stands in the server's log, as stored.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Position {
    pub cursor: Option<String>,
}

/// Why a request has no answer that can be used. Whatever it is, what was sent is kept and sent again.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// No link, or it broke.
    Unreachable,
    /// An answer that isn't the protocol's: a portal's page, a proxy's error.
    Garbled,
    /// A problem document.
    Refused(Problem),
    /// Try again after so many seconds.
    Busy { retry_after: Option<u32> },
}

/// What happens to the engine.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The person changed a field.
    Edited { id: InitiativeId, field: Field, value: Value },
    /// The person asked for something: submit, withdraw, resolve.
    Asked { id: InitiativeId, action: Action },
    /// The person took back a request that hasn't left yet.
    TookBack { id: InitiativeId },
    /// The person threw away a draft that never left this device, or what was refused.
    Discarded { id: InitiativeId },
    /// The person's cursor is in this field, or in none.
    TypingIn(Option<(InitiativeId, Field)>),
    /// Another tab stored this.
    WroteElsewhere(Box<Stored>),
    /// Another tab erased a draft.
    ErasedElsewhere(InitiativeId),
    /// Whether this tab is the one that syncs.
    Leads(bool),
    /// Whether the browser says there is a link.
    Link(bool),
    /// The page was shown, or the person asked to try now.
    Woken,
    /// A wait is over.
    Timer,
    /// What came of the last `Send`.
    Answered(Result<SyncResponse, Failure>),
    /// The person asked to join.
    Joins(JoinRequest),
    /// What came of the last `Join`.
    Joined(Result<JoinResponse, Failure>),
    /// The person signed out; drafts are erased only if they say so elsewhere.
    SignedOut,
    /// Storing this failed; nothing after it in the same list of effects was done.
    NotStored(Box<Stored>),
}

/// A thing that is stored, under a key of its own.
#[expect(clippy::large_enum_variant, reason = "it travels in a box, one at a time")]
#[derive(Debug, Clone, PartialEq)]
pub enum Stored {
    Written(Written),
    Known(Known),
    Position(Position),
    Session(Option<Session>),
    Joining(Option<Joining>),
}

/// What the engine wants done, in order. If one fails, the rest is left and [`Event::NotStored`] comes back.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    Store(Box<Stored>),
    /// Remove both parts of a draft.
    Erase(InitiativeId),
    /// `POST /sync`.
    Send {
        token: String,
        request: SyncRequest<Op>,
    },
    /// `POST /join`.
    Join {
        key: OpId,
        request: JoinRequest,
    },
    /// Send [`Event::Timer`] after so many milliseconds; takes the place of an earlier wait.
    Wait(u32),
}

/// What was found on the disk at the start.
#[derive(Debug, Clone, Default)]
pub struct Found {
    pub written: Vec<Written>,
    pub known: Vec<Known>,
    pub position: Position,
    pub session: Option<Session>,
    pub joining: Option<Joining>,
}

/// Whether the link works, as far as we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The browser says there is no link.
    Offline,
    /// There should be one; the last try failed.
    Failing,
    Online,
}

/// The engine. See the module's text.
pub struct Engine {
    device: DeviceId,
    drafts: BTreeMap<InitiativeId, Draft>,
    position: Position,
    session: Option<Session>,
    joining: Option<Joining>,
    leads: bool,
    link: bool,
    failures: u32,
    /// The ids of the ops that an answer is awaited for. Never stored: at a start every op without a receipt is pending.
    awaiting: Option<BTreeSet<OpId>>,
    joining_now: bool,
    typing_in: Option<(InitiativeId, Field)>,
    /// While the whole log is read anew because the server doesn't know our cursor: what it has named so far.
    rereading: Option<BTreeSet<InitiativeId>>,
    last_synced: Option<Timestamp>,
    /// Drafts whose words could not be stored: they are on the screen alone.
    unstored_words: BTreeSet<InitiativeId>,
    /// Drafts whose ops could not be stored, and so may not be sent, until the next wait is over.
    unstored_ops: BTreeSet<InitiativeId>,
}

impl Engine {
    /// An engine with what was found on the disk.
    pub fn new(device: DeviceId, found: Found) -> Self {
        let mut drafts: BTreeMap<InitiativeId, Draft> = found
            .written
            .into_iter()
            .map(|written| (written.id, Draft { known: Known::nothing(written.id), written }))
            .collect();
        for known in found.known {
            match drafts.get_mut(&known.id) {
                Some(draft) => draft.known = known,
                // What the server knew was stored, what was taken over from it not: the words are all in `known`.
                None => _ = drafts.insert(known.id, restored(known)),
            }
        }
        Self {
            device,
            drafts,
            position: found.position,
            session: found.session,
            joining: found.joining,
            leads: false,
            link: true,
            failures: 0,
            awaiting: None,
            joining_now: false,
            typing_in: None,
            rereading: None,
            last_synced: None,
            unstored_words: BTreeSet::new(),
            unstored_ops: BTreeSet::new(),
        }
    }

    /// The draft of that id.
    pub fn draft(&self, id: InitiativeId) -> Option<&Draft> {
        self.drafts.get(&id)
    }

    /// Every draft, oldest first.
    pub fn drafts(&self) -> impl Iterator<Item = &Draft> {
        self.drafts.values()
    }

    /// Who this device belongs to.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// A request to join that waits.
    pub fn joining(&self) -> Option<&Joining> {
        self.joining.as_ref()
    }

    /// This installation.
    pub fn device(&self) -> DeviceId {
        self.device
    }

    /// Whether the link works.
    pub fn reach(&self) -> Reach {
        match (self.link, self.failures) {
            (false, _) => Reach::Offline,
            (true, 0) => Reach::Online,
            (true, _) => Reach::Failing,
        }
    }

    /// Drafts with something still to be sent.
    pub fn unsent(&self) -> usize {
        self.drafts.values().filter(|draft| draft.has_unsent()).count()
    }

    /// When the last answer came, in this run.
    pub fn last_synced(&self) -> Option<Timestamp> {
        self.last_synced
    }

    /// Whether the draft's last words are on the screen alone, because the device couldn't store them.
    pub fn is_unstored(&self, id: InitiativeId) -> bool {
        self.unstored_words.contains(&id)
    }

    /// Takes in one event and says what to do.
    pub fn handle(&mut self, event: Event, around: &mut dyn Surroundings) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Edited { id, field, value } => self.edited(id, field, value, around, &mut effects),
            Event::Asked { id, action } => self.asked(id, action, around, &mut effects),
            Event::TookBack { id } => self.took_back(id, &mut effects),
            Event::Discarded { id } => self.discarded(id, &mut effects),
            Event::TypingIn(place) => {
                let left = std::mem::replace(&mut self.typing_in, place);
                if let Some((id, _)) = left
                    && self.leads
                {
                    self.absorb(id, &mut effects);
                }
            }
            Event::WroteElsewhere(stored) => self.wrote_elsewhere(*stored, &mut effects),
            Event::ErasedElsewhere(id) => _ = self.drafts.remove(&id),
            Event::Leads(leads) => {
                self.leads = leads;
                self.awaiting = None;
                self.joining_now = false;
                self.go(around, &mut effects);
            }
            Event::Link(link) => {
                self.link = link;
                self.failures = 0;
                self.go(around, &mut effects);
            }
            Event::Woken => {
                self.failures = 0;
                self.go(around, &mut effects);
            }
            Event::Timer => {
                self.unstored_ops.clear();
                self.go(around, &mut effects);
            }
            Event::Answered(answer) => self.answered(answer, around, &mut effects),
            Event::Joins(request) => {
                let joining = Joining { format: FORMAT, key: around.new_op_id(), request, refused: None };
                self.joining = Some(joining.clone());
                effects.push(store(Stored::Joining(Some(joining))));
                self.go(around, &mut effects);
            }
            Event::Joined(answer) => self.joined(answer, around, &mut effects),
            Event::SignedOut => {
                self.session = None;
                self.position = Position::default();
                effects.push(store(Stored::Session(None)));
                effects.push(store(Stored::Position(Position::default())));
            }
            Event::NotStored(stored) => self.not_stored(*stored, around, &mut effects),
        }
        effects
    }

    fn edited(
        &mut self,
        id: InitiativeId,
        field: Field,
        value: Value,
        around: &mut dyn Surroundings,
        effects: &mut Vec<Effect>,
    ) {
        let now = around.now();
        let draft = self.drafts.entry(id).or_insert_with(|| Draft::new(id, now));
        if draft.written.content.holds(field, &value) {
            return;
        }
        draft.written.content.set(field, value);
        draft.written.edited_at = now;
        if draft.known.refused.as_ref().is_some_and(|refusal| !matches!(refusal.op.action, Action::Edit(_))) {
            // What was asked for and refused was refused of other words.
            draft.known.refused = None;
        }
        self.unstored_words.remove(&id);
        effects.push(store(Stored::Written(draft.written.clone())));
        if self.awaiting.is_none() && self.failures == 0 {
            effects.push(Effect::Wait(AFTER_EDIT));
        }
    }

    fn not_stored(&mut self, stored: Stored, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        // Whatever was to be sent with it didn't leave.
        self.awaiting = None;
        self.joining_now = false;
        match stored {
            Stored::Written(written) => _ = self.unstored_words.insert(written.id),
            Stored::Known(known) => {
                // Its ops aren't stored, so they don't exist; others may still go.
                if let Some(draft) = self.drafts.get_mut(&known.id) {
                    draft.known.outbox.clear();
                }
                self.unstored_ops.insert(known.id);
                return self.go(around, effects);
            }
            Stored::Position(_) | Stored::Session(_) | Stored::Joining(_) => {}
        }
        self.failures = self.failures.saturating_add(1);
        self.wait(around, None, effects);
    }

    fn asked(&mut self, id: InitiativeId, action: Action, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        let Some(draft) = self.drafts.get_mut(&id) else { return };
        let request = Request { id: around.new_op_id(), at: around.now(), action };
        draft.written.requests.push(request);
        effects.push(store(Stored::Written(draft.written.clone())));
        self.go(around, effects);
    }

    fn took_back(&mut self, id: InitiativeId, effects: &mut Vec<Effect>) {
        let Some(draft) = self.drafts.get_mut(&id) else { return };
        let sent: BTreeSet<OpId> = draft.known.outbox.iter().map(|op| op.id).collect();
        draft.written.requests.retain(|request| sent.contains(&request.id));
        effects.push(store(Stored::Written(draft.written.clone())));
    }

    /// A draft that the server never had goes for good; of one that it has, only what it refused: the server's version
    /// takes its place.
    fn discarded(&mut self, id: InitiativeId, effects: &mut Vec<Effect>) {
        let Some(draft) = self.drafts.get_mut(&id) else { return };
        if draft.known.base == Rev(0) && draft.known.pulled.is_none() && draft.known.outbox.is_empty() {
            self.drafts.remove(&id);
            effects.push(Effect::Erase(id));
            return;
        }
        let newest = draft.known.pulled.as_ref().map_or(&draft.known.content, |pulled| &pulled.content).clone();
        draft.known.refused = None;
        if let Some(pulled) = draft.known.pulled.take() {
            draft.known.base = pulled.rev;
        }
        draft.known.content = newest.clone();
        draft.written.content = newest;
        effects.push(store(Stored::Written(draft.written.clone())));
        effects.push(store(Stored::Known(draft.known.clone())));
    }

    fn wrote_elsewhere(&mut self, stored: Stored, effects: &mut Vec<Effect>) {
        match stored {
            Stored::Written(written) => {
                let id = written.id;
                match self.drafts.get_mut(&id) {
                    Some(draft) => draft.written = written,
                    None => _ = self.drafts.insert(id, Draft { known: Known::nothing(id), written }),
                }
                if self.leads && self.awaiting.is_none() {
                    effects.push(Effect::Wait(AFTER_EDIT));
                }
            }
            Stored::Known(known) => match self.drafts.get_mut(&known.id) {
                Some(draft) => draft.known = known,
                None => _ = self.drafts.insert(known.id, restored(known)),
            },
            Stored::Position(position) => self.position = position,
            Stored::Session(session) => self.session = session,
            Stored::Joining(joining) => {
                self.joining = joining;
                if self.leads {
                    effects.push(Effect::Wait(0));
                }
            }
        }
    }

    /// Starts whatever can be started now: joining first, then sending.
    fn go(&mut self, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        if !self.leads || !self.link || self.awaiting.is_some() || self.joining_now {
            return;
        }
        if let Some(joining) = self.joining.as_ref().filter(|joining| joining.refused.is_none()) {
            self.joining_now = true;
            effects.push(Effect::Join { key: joining.key, request: joining.request.clone() });
            return;
        }
        let Some(session) = self.session.as_ref().filter(|session| !session.expired) else { return };
        let token = session.token.clone();
        let ops = self.next_batch(around, effects);
        self.awaiting = Some(ops.iter().map(|op| op.id).collect());
        let request = SyncRequest { device: self.device, cursor: self.position.cursor.clone(), ops };
        effects.push(Effect::Send { token, request });
    }

    /// The next ops to send, each stored with its id before the request leaves.
    fn next_batch(&mut self, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) -> Vec<Op> {
        let mut ops: Vec<Op> = Vec::new();
        let mut text = 0;
        for draft in self.drafts.values_mut() {
            let now = around.now();
            if self.unstored_ops.contains(&draft.known.id) {
                continue;
            }
            if draft.prepare(now, || around.new_op_id()) {
                effects.push(store(Stored::Known(draft.known.clone())));
            }
            for op in &draft.known.outbox {
                if ops.len() >= BATCH || text >= BATCH_TEXT {
                    return ops;
                }
                text += weight(op);
                ops.push(op.clone());
            }
        }
        ops
    }

    fn answered(
        &mut self,
        answer: Result<SyncResponse, Failure>,
        around: &mut dyn Surroundings,
        effects: &mut Vec<Effect>,
    ) {
        let Some(awaited) = self.awaiting.take() else { return };
        let response = match answer {
            Ok(response) => response,
            Err(failure) => return self.failed(failure, around, effects),
        };
        self.failures = 0;
        let now = around.now();
        self.last_synced = Some(now);
        let mut touched = BTreeSet::new();
        for result in &response.results {
            if awaited.contains(&result.id)
                && let Some(id) = self.receipt(result, now)
            {
                touched.insert(id);
            }
        }
        for newest in response.changes {
            let id = newest.id;
            if let Some(named) = &mut self.rereading {
                named.insert(id);
            }
            self.drafts.entry(id).or_insert_with(|| Draft::new(id, newest.updated_at)).pull(newest);
            touched.insert(id);
        }
        if !response.more
            && let Some(named) = self.rereading.take()
        {
            touched.extend(self.forget_unnamed(&named));
        }
        for id in touched {
            if !self.absorb(id, effects) {
                self.store_both(id, effects);
            }
        }
        let moved = self.position.cursor.as_ref() != Some(&response.cursor);
        self.position = Position { cursor: Some(response.cursor) };
        if moved {
            effects.push(store(Stored::Position(self.position.clone())));
        }
        if response.more || self.anything_ready() {
            self.go(around, effects);
        } else {
            // Decisions come without anybody touching this device.
            effects.push(Effect::Wait(LONGEST_WAIT));
        }
    }

    /// Takes in one receipt. Returns the initiative whose op it was for.
    fn receipt(&mut self, result: &OpResult, now: Timestamp) -> Option<InitiativeId> {
        let draft = self.drafts.values_mut().find(|draft| draft.known.outbox.iter().any(|op| op.id == result.id))?;
        let place = draft.known.outbox.iter().position(|op| op.id == result.id)?;
        let op = draft.known.outbox.remove(place);
        draft.written.requests.retain(|request| request.id != op.id);
        draft.known.received_at = Some(now);
        match (&result.outcome, &result.problem) {
            (Outcome::Rejected, problem) => {
                let problem = problem.clone().unwrap_or_else(|| Problem::new(ProblemKind::Invalid));
                let lost = problem.kind == ProblemKind::NotFound && op.base != Rev(0);
                if lost {
                    draft.forget_server();
                } else {
                    draft.known.refused = Some(Refusal { op, problem, at: now });
                }
            }
            (_, _) => {
                draft.known.refused = None;
                if let Action::Edit(patch) = &op.action {
                    draft.known.content.apply(patch);
                }
            }
        }
        Some(draft.known.id)
    }

    /// After the whole log was read anew: what this device had from the server and the server didn't name is gone there,
    /// and will be sent anew from here.
    fn forget_unnamed(&mut self, named: &BTreeSet<InitiativeId>) -> Vec<InitiativeId> {
        let gone = |draft: &&mut Draft| draft.known.base != Rev(0) && !named.contains(&draft.known.id);
        self.drafts
            .values_mut()
            .filter(gone)
            .map(|draft| {
                draft.forget_server();
                draft.known.id
            })
            .collect()
    }

    fn absorb(&mut self, id: InitiativeId, effects: &mut Vec<Effect>) -> bool {
        let typing_in = self.typing_in.filter(|(typed, _)| *typed == id).map(|(_, field)| field);
        let Some(draft) = self.drafts.get_mut(&id) else { return false };
        let absorbed = draft.absorb(typing_in);
        if absorbed {
            self.store_both(id, effects);
        }
        absorbed
    }

    fn store_both(&self, id: InitiativeId, effects: &mut Vec<Effect>) {
        if let Some(draft) = self.drafts.get(&id) {
            // First the words, then what the server is known to have: a fault between the two repeats work, at worst.
            effects.push(store(Stored::Written(draft.written.clone())));
            effects.push(store(Stored::Known(draft.known.clone())));
        }
    }

    fn anything_ready(&self) -> bool {
        self.drafts.values().any(|draft| !self.unstored_ops.contains(&draft.known.id) && draft.is_ready())
    }

    fn failed(&mut self, failure: Failure, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        self.failures = self.failures.saturating_add(1);
        let mut after = None;
        match failure {
            Failure::Refused(problem) if problem.kind == ProblemKind::Unauthorized => {
                if let Some(session) = &mut self.session {
                    session.expired = true;
                    effects.push(store(Stored::Session(self.session.clone())));
                }
                return;
            }
            Failure::Refused(problem) if problem.errors.iter().any(|error| error.pointer == "/cursor") => {
                // The cursor is of another server, or of one that was restored: read everything anew.
                self.rereading = Some(BTreeSet::new());
                self.position = Position::default();
                effects.push(store(Stored::Position(Position::default())));
            }
            Failure::Busy { retry_after } => after = retry_after,
            Failure::Unreachable | Failure::Garbled | Failure::Refused(_) => {}
        }
        self.wait(around, after, effects);
    }

    fn joined(
        &mut self,
        answer: Result<JoinResponse, Failure>,
        around: &mut dyn Surroundings,
        effects: &mut Vec<Effect>,
    ) {
        self.joining_now = false;
        match answer {
            Ok(JoinResponse { member, token }) => {
                self.failures = 0;
                self.joining = None;
                self.position = Position::default();
                let session = Session { format: FORMAT, member, token, expired: false };
                self.session = Some(session.clone());
                effects.push(store(Stored::Session(Some(session))));
                effects.push(store(Stored::Position(Position::default())));
                effects.push(store(Stored::Joining(None)));
                self.go(around, effects);
            }
            Err(Failure::Refused(problem)) if problem.kind.needs_a_person() => {
                if let Some(joining) = &mut self.joining {
                    joining.refused = Some(problem);
                    effects.push(store(Stored::Joining(self.joining.clone())));
                }
            }
            Err(failure) => {
                self.failures = self.failures.saturating_add(1);
                let after = if let Failure::Busy { retry_after } = failure { retry_after } else { None };
                self.wait(around, after, effects);
            }
        }
    }

    /// Waits before the next try: doubled at each failure, with up to half as much again by chance, so that thousands of
    /// devices don't come back at once; never less than the server asked for.
    fn wait(&self, around: &mut dyn Surroundings, retry_after: Option<u32>, effects: &mut Vec<Effect>) {
        let doublings = self.failures.saturating_sub(1).min(16);
        let backoff = FIRST_WAIT.saturating_mul(1 << doublings).min(LONGEST_WAIT);
        let asked = retry_after.unwrap_or(0).saturating_mul(1_000);
        let least = backoff.max(asked);
        effects.push(Effect::Wait(least + around.random_below(least / 2 + 1)));
    }
}

fn store(stored: Stored) -> Effect {
    Effect::Store(Box::new(stored))
}

/// A draft of which only the server's part was stored.
fn restored(known: Known) -> Draft {
    let mut written = Written::new(known.id, known.received_at.unwrap_or(Timestamp::EPOCH));
    written.content = known.content.clone();
    Draft { written, known }
}

/// Roughly how many characters of text an op carries.
fn weight(op: &Op) -> usize {
    let Action::Edit(patch) = &op.action else { return 100 };
    let text = patch.iter().map(|(_, value)| if let Value::Text(text) = value { text.len() } else { 50 });
    200 + text.sum::<usize>()
}
