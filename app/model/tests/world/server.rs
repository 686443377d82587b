//! A server made of the pure rules: receipts, a log of changes and cursors, all in memory. It reads and answers the text
//! of the wire, as the real one does.

use super::{Bench, actor, desk, op_id, path};
use model::calendar::Timestamp;
use model::cursor::{Cursor, Link};
use model::field::{Fault, FieldFault};
use model::id::{InitiativeId, OpId, Rev};
use model::initiative::Initiative;
use model::merge::Change;
use model::op::{Action, Op, OpResult, Received};
use model::problem::{Problem, ProblemKind};
use model::review::Actor;
use model::rights::Office;
use model::sync::Answer;
use model::unit::Level;
use model::wire::{SyncRequest, SyncResponse};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use uuid::Uuid;

/// The id of this store, and of every copy of it.
const STORE: Uuid = Uuid::from_u128(0x5709e);

#[derive(Clone, Default)]
pub struct Server {
    pub initiatives: BTreeMap<InitiativeId, Initiative>,
    changes: BTreeMap<InitiativeId, Vec<Change>>,
    receipts: BTreeMap<OpId, (Op, OpResult)>,
    log: Vec<InitiativeId>,
    /// The chain's link at each position of the log, the first after its first entry.
    links: Vec<Link>,
    /// How often each op's effect took place.
    pub applied: BTreeMap<OpId, u32>,
    /// Refuses whole requests that carry one of these, as a server with a fault would.
    pub chokes_on: BTreeSet<OpId>,
}

/// At most so many initiatives in one answer.
const PAGE: usize = 3;

impl Server {
    /// Answers `POST /sync` from a device of member 1.
    pub fn sync(&mut self, body: &str, now: Timestamp) -> (u16, String) {
        match self.answer(body, now) {
            Ok(response) => (200, serde_json::to_string(&response).unwrap()),
            Err(problem) => (problem.status, serde_json::to_string(&problem).unwrap()),
        }
    }

    fn answer(&mut self, body: &str, now: Timestamp) -> Result<SyncResponse, Problem> {
        let request: SyncRequest<serde_json::Value> =
            serde_json::from_str(body).map_err(|_| Problem::new(ProblemKind::Invalid))?;
        let at = self.position(request.cursor.as_deref())?;
        let who = Actor { device: request.device, ..actor(1, 0) };
        let received: Result<Vec<Received>, FieldFault> = request.ops.into_iter().map(Received::parse).collect();
        let received = received.map_err(|fault| Problem::faults(vec![fault]))?;
        if received.iter().any(|op| self.chokes_on.contains(&op.id)) {
            return Err(Problem::new(ProblemKind::Invalid));
        }
        let results = received.into_iter().map(|received| self.take_in(received, &who, now)).collect();
        // Each initiative stands where it was changed last.
        let is_last = |place: &usize| !self.log[place + 1..].contains(&self.log[*place]);
        let mut places = (at..self.log.len()).filter(is_last);
        let page: Vec<usize> = places.by_ref().take(PAGE).collect();
        let next = if places.next().is_some() { page[PAGE - 1] + 1 } else { self.log.len() };
        let changes = page.iter().map(|place| self.initiatives[&self.log[*place]].clone()).collect();
        let cursor = Cursor { position: next as u64, link: self.link_at(next).unwrap(), view: None }.write(STORE);
        Ok(SyncResponse { results, changes, cursor, more: next < self.log.len(), member: None })
    }

    /// The position of a cursor whose history is this log's.
    fn position(&self, cursor: Option<&str>) -> Result<usize, Problem> {
        let Some(cursor) = cursor else { return Ok(0) };
        let position = Cursor::read(STORE, cursor).ok().and_then(|Cursor { position, link, .. }| {
            usize::try_from(position).ok().filter(|position| self.link_at(*position) == Some(link))
        });
        let foreign = || Problem::faults(vec![FieldFault { pointer: "/cursor".into(), fault: Fault::WrongType }]);
        position.ok_or_else(foreign)
    }

    fn link_at(&self, position: usize) -> Option<Link> {
        if position == 0 { Some(Link::default()) } else { self.links.get(position - 1).copied() }
    }

    /// Adds an entry to the log and to its chain.
    fn log(&mut self, op: &Op, now: Timestamp) {
        let mut hash = DefaultHasher::new();
        (self.links.last(), op.id, op.initiative, now.millis()).hash(&mut hash);
        self.links.push(hash.finish().to_be_bytes());
        self.log.push(op.initiative);
    }

    fn take_in(&mut self, received: Received, who: &Actor, now: Timestamp) -> OpResult {
        match received.op {
            Err(problem) => OpResult::rejected(received.id, Rev(0), problem),
            Ok(op) => self.apply(op, who, now),
        }
    }

    /// One op, with its receipt.
    pub fn apply(&mut self, op: Op, who: &Actor, now: Timestamp) -> OpResult {
        if let Some((first, result)) = self.receipts.get(&op.id) {
            let reused = || OpResult::rejected(op.id, result.rev, Problem::new(ProblemKind::OpReused));
            return if *first == op { result.clone() } else { reused() };
        }
        let result = self.decide(&op, who, &[], now);
        self.receipts.insert(op.id, (op, result.clone()));
        result
    }

    fn decide(&mut self, op: &Op, who: &Actor, offices: &[Office], now: Timestamp) -> OpResult {
        let current = self.initiatives.get(&op.initiative);
        let rev = current.map_or(Rev(0), |current| current.rev);
        let changes = self.changes.entry(op.initiative).or_default();
        let original = match op.action {
            Action::MarkDuplicate { of } => self.initiatives.get(&of),
            _ => None,
        };
        let bench = Bench { by: who, offices, path: &path("tld cd-dau-khi"), original };
        match bench.decide(current, changes, op, now) {
            Err(refused) => OpResult::rejected(op.id, rev, refused.problem),
            Ok(accepted) => {
                let (rev, outcome, conflicts) = (accepted.initiative.rev, accepted.outcome, accepted.conflicts);
                changes.extend(accepted.change);
                self.initiatives.insert(op.initiative, accepted.initiative);
                self.log(op, now);
                *self.applied.entry(op.id).or_default() += 1;
                OpResult { id: op.id, outcome, rev, conflicts, problem: None }
            }
        }
    }

    /// An officer of the member's unit does this, if it is theirs to do now.
    pub fn officer(&mut self, id: InitiativeId, action: Action, now: Timestamp) {
        let Some(current) = self.initiatives.get(&id) else { return };
        let number = 9_000_000 + self.log.len() as u64;
        let op = Op { id: op_id(number), initiative: id, base: current.rev, at: now, action };
        self.decide(&op, &actor(99, 99), &[desk("tld cd-dau-khi", Level::Corporation)], now);
    }
}

/// An answer with nothing in it.
pub fn nothing() -> Answer {
    Answer { results: Vec::new(), changes: Vec::new(), cursor: "0:0".into(), more: false, unread: false, member: None }
}
