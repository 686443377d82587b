//! A made-up world for an officer's tablet: a server where the first decision holds, a link that loses what it likes, a disk
//! and a clock.

#![allow(dead_code, reason = "each test crate uses its part of the world")]

use model::calendar::Timestamp;
use model::desk::{
    Acknowledged, Delivery, Desk, Effect, Event, Form, Found, Keep, Paper, Part, Place, QueuePage, Queued, Session,
    Unfinished,
};
use model::id::{DeviceId, InitiativeId, OpId, Rev};
use model::initiative::{RecognitionLevel, State};
use model::op::{Action, Op, OpResult, Outcome, Recognition};
use model::problem::{Problem, ProblemKind};
use model::rights::{Right, Role};
use model::sync::{Failure, Surroundings};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use uuid::Uuid;

pub struct Clock {
    pub now: i64,
    pub made: u128,
}

impl Surroundings for Clock {
    fn now(&mut self) -> Timestamp {
        Timestamp::from_millis(self.now).unwrap()
    }

    fn new_op_id(&mut self) -> OpId {
        self.made += 1;
        OpId::new(Uuid::from_u128(self.made))
    }

    fn random_below(&mut self, limit: u32) -> u32 {
        limit / 2
    }
}

pub fn initiative(number: u128) -> InitiativeId {
    InitiativeId::new(Uuid::from_u128(1 << 64 | number))
}

pub fn paper(number: u128, rev: u32, state: State) -> Paper {
    let id = initiative(number);
    let text = format!(
        r#"{{"id":"{id}","campaign":"trieu","unit":"tkv","author":{{"id":"{id}","name":"Lò Thị Hạnh"}},"rev":{rev},"state":"{}",
        "title":"Bàn trượt {number}","area":"Băng tải","alternatives":[],"submitted_at":"2023-08-02T01:00:00Z",
        "updated_at":"2023-08-02T01:00:00Z","unit_name":"Than Nam Mẫu","newer":{{"kept":true}},
        "possible_duplicates":[{{"id":"{id}","similarity":72}}]}}"#,
        state.name()
    );
    Paper::read(&text).unwrap()
}

/// The server: the first decision holds. A copy of it is a backup.
#[derive(Clone)]
pub struct House {
    pub states: BTreeMap<InitiativeId, (u128, u32, State)>,
    pub receipts: BTreeMap<OpId, OpResult>,
    /// How often each op was carried out.
    pub done: BTreeMap<OpId, usize>,
    /// What happened, each entry with a link that covers the one before it.
    pub log: Vec<(InitiativeId, u64)>,
    /// The next answer says that the roles have changed.
    pub reset: bool,
    /// In whose name what this tablet sends is decided.
    pub officer: String,
    /// Who decided what.
    pub decided_by: BTreeMap<InitiativeId, String>,
}

impl House {
    pub fn with(count: u128) -> House {
        let states = (0..count).map(|number| (initiative(number), (number, 1, State::Submitted))).collect();
        House {
            states,
            receipts: BTreeMap::new(),
            done: BTreeMap::new(),
            log: Vec::new(),
            reset: false,
            officer: "Đỗ Thị Lan".into(),
            decided_by: BTreeMap::new(),
        }
    }

    pub fn decide(&mut self, op: &Op) -> OpResult {
        if let Some(receipt) = self.receipts.get(&op.id) {
            return receipt.clone();
        }
        let missing = OpResult::rejected(op.id, Rev(0), Problem::new(ProblemKind::NotFound));
        let Some((_, rev, state)) = self.states.get_mut(&op.initiative) else {
            self.receipts.insert(op.id, missing.clone());
            return missing;
        };
        let result = if op.base > Rev(*rev) {
            missing
        } else if *state == State::Withdrawn {
            OpResult::rejected(op.id, Rev(*rev), Problem::new(ProblemKind::Frozen))
        } else if state.is_decided() {
            OpResult::rejected(op.id, Rev(*rev), Problem::new(ProblemKind::AlreadyDecided))
        } else {
            *state = match op.action {
                Action::Receive {} => State::Received,
                Action::Recognise(_) => State::Recognised,
                _ => State::Declined,
            };
            *rev += 1;
            let rev = Rev(*rev);
            *self.done.entry(op.id).or_default() += 1;
            self.decided_by.insert(op.initiative, self.officer.clone());
            self.note(op.initiative, op.id.uuid().as_u128());
            OpResult { id: op.id, outcome: Outcome::Applied, rev, conflicts: Vec::new(), problem: None }
        };
        self.receipts.insert(op.id, result.clone());
        result
    }

    /// Something happened to an initiative.
    pub fn note(&mut self, id: InitiativeId, what: u128) {
        let mut link = DefaultHasher::new();
        (self.log.last().map(|(_, link)| *link), id.uuid().as_u128(), what).hash(&mut link);
        self.log.push((id, link.finish()));
    }

    /// Another officer decides.
    pub fn others_decide(&mut self, number: u128, state: State) {
        let (_, rev, now) = self.states.get_mut(&initiative(number)).unwrap();
        (*rev, *now) = (*rev + 1, state);
        let what = u128::from(*rev) << 64;
        self.decided_by.insert(initiative(number), "Hồ Thị Bảy".into());
        self.note(initiative(number), what);
    }

    /// An author's phone sends an initiative, or gives it back.
    pub fn author_sends(&mut self, number: u128, rev: u32) {
        self.states.insert(initiative(number), (number, rev, State::Submitted));
        self.note(initiative(number), u128::from(rev) << 96);
    }

    pub fn paper(&self, id: InitiativeId) -> Paper {
        let (number, rev, state) = self.states[&id];
        let decided_by = self.decided_by.get(&id).cloned();
        Paper { decided_by, ..paper(number, rev, state) }
    }

    fn cursor(&self) -> String {
        format!("{}.{}", self.log.len(), self.log.last().map_or(0, |(_, link)| *link))
    }

    /// How far the one who shows this cursor has come.
    fn read(&self, cursor: Option<&str>) -> Result<usize, Failure> {
        let Some(cursor) = cursor else { return Ok(0) };
        let (length, link) = cursor.split_once('.').unwrap();
        let (length, link): (usize, u64) = (length.parse().unwrap(), link.parse().unwrap());
        let known = if length == 0 { Some(0) } else { self.log.get(length - 1).map(|(_, link)| *link) };
        if known == Some(link) { Ok(length) } else { Err(Failure::Refused(foreign_cursor())) }
    }

    pub fn page(&self, of: Part, cursor: Option<&str>) -> QueuePage {
        const PAGE: usize = 200;
        let wanted = |state: State| match of {
            Part::Waiting => matches!(state, State::Submitted | State::Received),
            Part::Returned => state == State::Returned,
        };
        // A page begins behind the last one of the page before, whatever has been decided since.
        let after: Option<u128> = cursor.map(|cursor| cursor.parse().unwrap());
        let behind = |number: &u128| after.is_none_or(|after| *number > after);
        let rest = self.states.values().filter(|(number, _, state)| behind(number) && wanted(*state));
        let rest: Vec<u128> = rest.map(|(number, ..)| *number).collect();
        let page = &rest[..rest.len().min(PAGE)];
        let papers: Vec<Paper> = page.iter().map(|number| self.paper(initiative(*number))).collect();
        let more = page.len() < rest.len();
        QueuePage {
            papers,
            cursor: page.last().filter(|_| more).map(u128::to_string),
            more,
            sync: self.cursor(),
            levels: None,
            roles: None,
        }
    }

    pub fn sync(&mut self, cursor: Option<&str>, ops: &[Op]) -> Result<Delivery, Failure> {
        let from = self.read(cursor)?;
        let results = ops.iter().map(|op| self.decide(op)).collect();
        let changed: BTreeSet<InitiativeId> = self.log[from..].iter().map(|(id, _)| *id).collect();
        let papers = changed.into_iter().map(|id| self.paper(id)).collect();
        let reset = std::mem::take(&mut self.reset);
        Ok(Delivery { results, papers, reset, cursor: self.cursor(), more: false })
    }
}

/// What a server says to a cursor that another history gave out.
pub fn foreign_cursor() -> Problem {
    Problem::new(ProblemKind::ForeignCursor)
}

/// What is on the tablet's disk.
#[derive(Default)]
pub struct Disk {
    pub found: Found,
    pub papers: BTreeMap<InitiativeId, String>,
    pub outbox: BTreeMap<OpId, Queued>,
    pub unfinished: BTreeMap<(InitiativeId, Form), String>,
    pub acknowledged: BTreeMap<OpId, String>,
}

impl Disk {
    pub fn keep(&mut self, keep: Keep) {
        let Keep { session, place, rows, papers, papers_gone, queued, unqueued, refusals, written, unwritten, .. } =
            keep;
        let (acknowledged, unacknowledged) = (keep.acknowledged, keep.unacknowledged);
        self.found.recalled = keep.recalled.unwrap_or_else(|| std::mem::take(&mut self.found.recalled));
        self.found.restoration = keep.restoration.or(self.found.restoration.take());
        unacknowledged.iter().for_each(|id| drop(self.acknowledged.remove(id)));
        self.acknowledged.extend(acknowledged.into_iter().map(|one| (one.op.id, model::json::write(&one))));
        self.found.session = session.or(self.found.session.take());
        self.found.place = place.unwrap_or_else(|| self.found.place.clone());
        self.found.rows = rows.unwrap_or_else(|| std::mem::take(&mut self.found.rows));
        self.found.refusals = refusals.unwrap_or_else(|| std::mem::take(&mut self.found.refusals));
        papers_gone.iter().for_each(|id| drop(self.papers.remove(id)));
        self.papers.extend(papers);
        unqueued.iter().for_each(|id| drop(self.outbox.remove(id)));
        self.outbox.extend(queued.into_iter().map(|queued| (queued.op.id, queued)));
        unwritten.iter().for_each(|place| drop(self.unfinished.remove(place)));
        let text = |one: Unfinished| ((one.initiative, one.words.form()), model::json::write(&one));
        self.unfinished.extend(written.into_iter().map(text));
    }

    pub fn found(&self) -> Found {
        // Through JSON, as in the browser.
        let outbox = self.outbox.values().map(|queued| model::json::read(&model::json::write(queued)).unwrap());
        let place: Place = model::json::read(&model::json::write(&self.found.place)).unwrap();
        let unfinished = self.unfinished.values().map(|text| model::json::read(text).unwrap());
        let acknowledged = self.acknowledged.values().map(|text| model::json::read::<Acknowledged>(text).unwrap());
        let acknowledged = acknowledged.collect();
        Found { outbox: outbox.collect(), unfinished: unfinished.collect(), place, acknowledged, ..self.found.clone() }
    }
}

pub const DEVICE: DeviceId = DeviceId::new(Uuid::from_u128(7));

pub fn session(token: &str) -> Session {
    let member = model::wire::Member {
        id: model::id::MemberId::new(Uuid::from_u128(9)),
        name: "Đỗ Thị Lan".into(),
        unit: "tkv".parse().unwrap(),
    };
    let roles = vec![Right { role: Role::Reviewer, unit: "tkv".parse().unwrap() }];
    Session { token: token.into(), member, roles, expired: false }
}

pub struct Tablet {
    pub desk: Desk,
    pub disk: Disk,
    pub clock: Clock,
    pub todo: Vec<Effect>,
    pub wiped: bool,
}

impl Tablet {
    pub fn new() -> Tablet {
        let clock = Clock { now: 1_700_000_000_000, made: 0 };
        let desk = Desk::new(DEVICE, Found::default());
        Tablet { desk, disk: Disk::default(), clock, todo: Vec::new(), wiped: false }
    }

    pub fn tell(&mut self, event: Event) {
        for effect in self.desk.handle(event, &mut self.clock) {
            match effect {
                Effect::Keep(keep) => self.disk.keep(*keep),
                Effect::Wipe => {
                    self.disk = Disk::default();
                    self.wiped = true;
                }
                other => self.todo.push(other),
            }
        }
    }

    /// Carries out what the tablet waits for; `lost` says what becomes of each request.
    pub fn step(&mut self, house: &mut House, mut lost: impl FnMut() -> Loss) -> bool {
        let Some(effect) = self.todo.pop() else { return false };
        match effect {
            Effect::Fetch { number, of, cursor, .. } => {
                let page = house.page(of, cursor.as_deref());
                let answer = if lost() == Loss::None { Ok(page) } else { Err(Failure::Unreachable) };
                self.tell(Event::Fetched { number, answer });
            }
            Effect::Send { number, request, .. } => {
                let answer = match lost() {
                    Loss::Request => Err(Failure::Unreachable),
                    loss => {
                        let answer = house.sync(request.cursor.as_deref(), &request.ops);
                        if loss == Loss::None { answer } else { Err(Failure::Unreachable) }
                    }
                };
                self.tell(Event::Answered { number, answer });
            }
            Effect::Wait(millis) => {
                self.clock.now += i64::from(millis);
                self.tell(Event::Timer);
            }
            Effect::Keep(_) | Effect::Wipe => unreachable!("carried out at once"),
        }
        true
    }

    pub fn run(&mut self, house: &mut House, steps: usize) {
        for _ in 0..steps {
            if !self.step(house, || Loss::None) {
                break;
            }
        }
    }

    pub fn restart(&mut self) {
        self.restart_with(true);
    }

    pub fn restart_with(&mut self, link: bool) {
        self.desk = Desk::new(DEVICE, self.disk.found());
        self.todo.clear();
        self.tell(Event::Link(link));
        self.tell(Event::Woken);
    }

    pub fn recognise(&mut self, number: u128) -> OpId {
        self.decide(number, Action::Recognise(Recognition::at(RecognitionLevel::Grassroots)))
    }

    pub fn decide(&mut self, number: u128, action: Action) -> OpId {
        self.tell(Event::Decided { id: initiative(number), action, read: None });
        self.desk.outbox().last().unwrap().op.id
    }
}

#[derive(Clone, Copy, PartialEq)]
pub enum Loss {
    None,
    Request,
    Answer,
}

pub fn with_queue(count: u128) -> (Tablet, House) {
    let (mut tablet, mut house) = (Tablet::new(), House::with(count));
    tablet.tell(Event::SignedIn(session("a")));
    while !matches!(tablet.todo[..], [Effect::Wait(_)]) {
        tablet.step(&mut house, || Loss::None);
    }
    assert!(tablet.desk.is_whole());
    assert_eq!(tablet.desk.len(), count as usize);
    assert_eq!(tablet.disk.papers.len(), count as usize);
    (tablet, house)
}
