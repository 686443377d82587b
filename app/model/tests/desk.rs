//! An officer's tablet against a made-up server, link and clock: what is decided offline arrives once, whatever happens.

mod world;

use model::calendar::Timestamp;
use model::desk::{
    Delivery, Desk, Effect, Event, Found, Keep, Paper, Part, Place, QueuePage, Queued, Session, UNDO_FOR,
};
use model::id::{DeviceId, InitiativeId, OpId, Rev};
use model::initiative::{RecognitionLevel, State};
use model::op::{Action, Op, OpResult, Outcome, Recognition};
use model::problem::{Problem, ProblemKind};
use model::rights::{Right, Role};
use model::sync::{Failure, Surroundings};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use world::chance::Chance;

struct Clock {
    now: i64,
    made: u128,
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

fn initiative(number: u128) -> InitiativeId {
    InitiativeId::new(Uuid::from_u128(1 << 64 | number))
}

fn paper(number: u128, rev: u32, state: State) -> Paper {
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

/// The server: the first decision holds.
struct House {
    states: BTreeMap<InitiativeId, (u128, u32, State)>,
    receipts: BTreeMap<OpId, OpResult>,
    /// How often each op was carried out.
    done: BTreeMap<OpId, usize>,
    log: Vec<InitiativeId>,
    /// The next answer says that the roles have changed.
    reset: bool,
}

impl House {
    fn with(count: u128) -> House {
        let states = (0..count).map(|number| (initiative(number), (number, 1, State::Submitted))).collect();
        House { states, receipts: BTreeMap::new(), done: BTreeMap::new(), log: Vec::new(), reset: false }
    }

    fn decide(&mut self, op: &Op) -> OpResult {
        if let Some(receipt) = self.receipts.get(&op.id) {
            return receipt.clone();
        }
        let (_, rev, state) = self.states.get_mut(&op.initiative).unwrap();
        let result = if state.is_decided() {
            OpResult::rejected(op.id, Rev(*rev), Problem::new(ProblemKind::AlreadyDecided))
        } else {
            *state = match op.action {
                Action::Receive {} => State::Received,
                Action::Recognise(_) => State::Recognised,
                _ => State::Declined,
            };
            *rev += 1;
            *self.done.entry(op.id).or_default() += 1;
            self.log.push(op.initiative);
            OpResult { id: op.id, outcome: Outcome::Applied, rev: Rev(*rev), conflicts: Vec::new(), problem: None }
        };
        self.receipts.insert(op.id, result.clone());
        result
    }

    fn paper(&self, id: InitiativeId) -> Paper {
        let (number, rev, state) = self.states[&id];
        paper(number, rev, state)
    }

    fn page(&self, of: Part, cursor: Option<&str>) -> QueuePage {
        const PAGE: usize = 200;
        let wanted = |state: State| match of {
            Part::Waiting => matches!(state, State::Submitted | State::Received),
            Part::Returned => state == State::Returned,
        };
        let all: Vec<InitiativeId> =
            self.states.iter().filter(|(_, (_, _, state))| wanted(*state)).map(|(id, _)| *id).collect();
        let from: usize = cursor.map_or(0, |cursor| cursor.parse().unwrap());
        let papers: Vec<Paper> = all.iter().skip(from).take(PAGE).map(|id| self.paper(*id)).collect();
        let more = from + papers.len() < all.len();
        QueuePage { papers, cursor: more.then(|| (from + PAGE).to_string()), more, sync: self.log.len().to_string() }
    }

    fn sync(&mut self, cursor: Option<&str>, ops: &[Op]) -> Delivery {
        let results = ops.iter().map(|op| self.decide(op)).collect();
        let from: usize = cursor.map_or(0, |cursor| cursor.parse().unwrap());
        let changed: BTreeSet<InitiativeId> = self.log[from..].iter().copied().collect();
        let papers = changed.into_iter().map(|id| self.paper(id)).collect();
        Delivery {
            results,
            papers,
            reset: std::mem::take(&mut self.reset),
            cursor: self.log.len().to_string(),
            more: false,
        }
    }
}

/// What is on the tablet's disk.
#[derive(Default)]
struct Disk {
    found: Found,
    papers: BTreeMap<InitiativeId, String>,
    outbox: BTreeMap<OpId, Queued>,
}

impl Disk {
    fn keep(&mut self, keep: Keep) {
        let Keep { session, place, rows, papers, papers_gone, queued, unqueued, refusals } = keep;
        self.found.session = session.or(self.found.session.take());
        self.found.place = place.unwrap_or_else(|| self.found.place.clone());
        self.found.rows = rows.unwrap_or_else(|| std::mem::take(&mut self.found.rows));
        self.found.refusals = refusals.unwrap_or_else(|| std::mem::take(&mut self.found.refusals));
        papers_gone.iter().for_each(|id| drop(self.papers.remove(id)));
        self.papers.extend(papers);
        unqueued.iter().for_each(|id| drop(self.outbox.remove(id)));
        self.outbox.extend(queued.into_iter().map(|queued| (queued.op.id, queued)));
    }

    fn found(&self) -> Found {
        // Through JSON, as in the browser.
        let outbox = self.outbox.values().map(|queued| model::json::read(&model::json::write(queued)).unwrap());
        let place: Place = model::json::read(&model::json::write(&self.found.place)).unwrap();
        Found { outbox: outbox.collect(), place, ..self.found.clone() }
    }
}

const DEVICE: DeviceId = DeviceId::new(Uuid::from_u128(7));

fn session(token: &str) -> Session {
    let member = model::wire::Member {
        id: model::id::MemberId::new(Uuid::from_u128(9)),
        name: "Đỗ Thị Lan".into(),
        unit: "tkv".parse().unwrap(),
    };
    let roles = vec![Right { role: Role::Reviewer, unit: "tkv".parse().unwrap() }];
    Session { token: token.into(), member, roles, expired: false }
}

struct Tablet {
    desk: Desk,
    disk: Disk,
    clock: Clock,
    todo: Vec<Effect>,
    wiped: bool,
}

impl Tablet {
    fn new() -> Tablet {
        let clock = Clock { now: 1_700_000_000_000, made: 0 };
        let desk = Desk::new(DEVICE, Found::default());
        Tablet { desk, disk: Disk::default(), clock, todo: Vec::new(), wiped: false }
    }

    fn tell(&mut self, event: Event) {
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
    fn step(&mut self, house: &mut House, mut lost: impl FnMut() -> Loss) -> bool {
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
                        let delivery = house.sync(request.cursor.as_deref(), &request.ops);
                        if loss == Loss::None { Ok(delivery) } else { Err(Failure::Unreachable) }
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

    fn run(&mut self, house: &mut House, steps: usize) {
        for _ in 0..steps {
            if !self.step(house, || Loss::None) {
                break;
            }
        }
    }

    fn restart(&mut self) {
        self.desk = Desk::new(DEVICE, self.disk.found());
        self.todo.clear();
        self.tell(Event::Woken);
    }

    fn recognise(&mut self, number: u128) -> OpId {
        let action = Action::Recognise(Recognition::at(RecognitionLevel::Grassroots));
        self.tell(Event::Decided { id: initiative(number), action });
        self.desk.outbox().last().unwrap().op.id
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Loss {
    None,
    Request,
    Answer,
}

fn with_queue(count: u128) -> (Tablet, House) {
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

#[test]
fn five_thousand_decisions_arrive_once_over_a_link_that_drops_every_third_request() {
    let (mut tablet, mut house) = with_queue(5_000);
    tablet.tell(Event::Link(false));
    tablet.todo.clear();
    for number in 0..5_000 {
        tablet.recognise(number);
    }
    assert!(tablet.todo.is_empty(), "nothing goes without a link");
    tablet.restart();
    assert_eq!(tablet.desk.outbox().len(), 5_000);
    let mut requests = 0;
    for _ in 0..10_000 {
        if tablet.desk.outbox().is_empty() {
            break;
        }
        tablet.step(&mut house, || {
            requests += 1;
            match requests % 6 {
                0 => Loss::Request,
                3 => Loss::Answer,
                _ => Loss::None,
            }
        });
    }
    assert!(tablet.desk.outbox().is_empty());
    assert!(requests < 50, "{requests} requests for 25 batches");
    assert_eq!(house.done.len(), 5_000);
    assert!(house.done.values().all(|times| *times == 1));
    // What is decided leaves the tablet, words and all.
    assert!(tablet.desk.is_empty() && tablet.disk.papers.is_empty() && tablet.disk.outbox.is_empty());
}

#[test]
fn a_decision_is_held_for_ten_seconds_and_can_be_taken_back() {
    let (mut tablet, mut house) = with_queue(3);
    let op = tablet.recognise(0);
    assert_eq!(tablet.desk.row(initiative(0)).unwrap().state, State::Recognised, "the list shows it at once");
    tablet.clock.now += UNDO_FOR - 1;
    tablet.todo.clear();
    tablet.tell(Event::Woken);
    assert!(house.done.is_empty());
    assert!(matches!(tablet.todo[..], [Effect::Wait(_)]), "it asks again when the ten seconds are over");
    tablet.tell(Event::TookBack(op));
    tablet.run(&mut house, 10);
    assert!(house.done.is_empty() && tablet.disk.outbox.is_empty());
    assert_eq!(tablet.desk.row(initiative(0)).unwrap().state, State::Submitted);

    tablet.recognise(1);
    tablet.run(&mut house, 10);
    assert_eq!(house.done.len(), 1);
}

#[test]
fn a_clock_set_back_does_not_hold_a_decision_for_ever() {
    let (mut tablet, mut house) = with_queue(1);
    tablet.recognise(0);
    tablet.clock.now -= 10 * 365 * 86_400_000;
    tablet.todo.clear();
    tablet.tell(Event::Woken);
    tablet.run(&mut house, 3);
    assert_eq!(house.done.len(), 1);
}

#[test]
fn lesson_19_a_refused_decision_steps_aside_and_is_shown_until_it_was_seen() {
    let (mut tablet, mut house) = with_queue(2);
    house.states.get_mut(&initiative(0)).unwrap().2 = State::Declined;
    let refused = tablet.recognise(0);
    tablet.recognise(1);
    tablet.run(&mut house, 12);
    assert_eq!(house.done.len(), 1);
    assert!(tablet.desk.outbox().is_empty());
    tablet.restart();
    let [refusal] = tablet.desk.refusals() else { panic!("one was refused") };
    assert_eq!((refusal.op.id, refusal.problem.kind), (refused, ProblemKind::AlreadyDecided));
    assert_eq!(refusal.title, "Bàn trượt 0");
    tablet.tell(Event::Seen(refused));
    tablet.restart();
    assert!(tablet.desk.refusals().is_empty());
}

#[test]
fn lesson_14_an_ended_session_keeps_the_queue_and_what_was_decided() {
    let (mut tablet, mut house) = with_queue(2);
    tablet.recognise(0);
    tablet.clock.now += UNDO_FOR;
    tablet.todo.clear();
    tablet.tell(Event::Woken);
    let Some(Effect::Send { number, .. }) = tablet.todo.pop() else { panic!("it sends") };
    let ended = Problem::new(ProblemKind::Unauthorized);
    tablet.tell(Event::Answered { number, answer: Err(Failure::Refused(ended)) });
    assert!(tablet.desk.session().unwrap().expired && tablet.todo.is_empty());
    tablet.restart();
    assert!(tablet.todo.is_empty(), "it doesn't knock again with an ended token");
    assert_eq!((tablet.desk.outbox().len(), tablet.desk.len()), (1, 2));
    tablet.tell(Event::SignedIn(session("b")));
    tablet.run(&mut house, 10);
    assert_eq!(house.done.len(), 1);
}

#[test]
fn a_revoked_tablet_forgets_everything() {
    let (mut tablet, _) = with_queue(2);
    tablet.recognise(0);
    tablet.clock.now += UNDO_FOR;
    tablet.todo.clear();
    tablet.tell(Event::Woken);
    let Some(Effect::Send { number, .. }) = tablet.todo.pop() else { panic!("it sends") };
    let revoked = Problem { revoked: true, ..Problem::new(ProblemKind::Unauthorized) };
    tablet.tell(Event::Answered { number, answer: Err(Failure::Refused(revoked)) });
    assert!(tablet.wiped && tablet.desk.is_wiped());
    assert!(tablet.desk.is_empty() && tablet.desk.outbox().is_empty() && tablet.desk.session().is_none());
    assert!(tablet.disk.papers.is_empty());
}

#[test]
fn a_cursor_of_another_server_has_everything_fetched_anew() {
    let (mut tablet, mut house) = with_queue(2);
    tablet.recognise(0);
    tablet.clock.now += UNDO_FOR;
    tablet.todo.clear();
    tablet.tell(Event::Woken);
    let Some(Effect::Send { number, .. }) = tablet.todo.pop() else { panic!("it sends") };
    let fault = model::field::FieldFault { pointer: "/cursor".into(), fault: model::field::Fault::WrongType };
    tablet.tell(Event::Answered { number, answer: Err(Failure::Refused(Problem::faults(vec![fault]))) });
    assert!(!tablet.desk.is_whole());
    tablet.run(&mut house, 20);
    assert!(tablet.desk.is_whole());
    assert_eq!(house.done.len(), 1);
}

#[test]
fn what_is_no_longer_the_officers_leaves_the_tablet_words_and_all() {
    let (mut tablet, mut house) = with_queue(3);
    tablet.recognise(1);
    house.states.remove(&initiative(0));
    house.reset = true;
    tablet.run(&mut house, 20);
    assert!(tablet.desk.is_whole());
    assert_eq!(tablet.desk.len(), 1);
    assert_eq!(tablet.disk.papers.keys().collect::<Vec<_>>(), [&initiative(2)]);
    assert_eq!(house.done.len(), 1, "what was decided before still went");
}

#[test]
fn what_could_not_be_kept_is_said_and_tried_again() {
    let (mut tablet, mut house) = with_queue(2);
    tablet.recognise(0);
    tablet.tell(Event::NotKept);
    assert!(tablet.desk.is_unkept());
    assert_eq!(tablet.desk.outbox().len(), 1, "it is still on the screen");
    tablet.disk.outbox.clear();
    tablet.tell(Event::Timer);
    assert!(!tablet.desk.is_unkept());
    assert_eq!(tablet.disk.outbox.len(), 1);
    tablet.recognise(1);
    tablet.run(&mut house, 20);
    assert_eq!(house.done.len(), 2);
}

#[test]
fn a_row_says_what_the_list_needs_and_the_paper_stays_as_it_came() {
    let (tablet, _) = with_queue(1);
    let row = tablet.desk.row(initiative(0)).unwrap();
    assert_eq!((row.unit_name.as_str(), row.alike, row.author.as_str()), ("Than Nam Mẫu", Some(72), "Lò Thị Hạnh"));
    assert!(row.has(&["truot", "nam mau"]) && row.has(&["bang tai", "lo thi"]) && !row.has(&["truot", "cua ong"]));
    assert!(tablet.disk.papers[&initiative(0)].contains(r#""newer":{"kept":true}"#));
}

#[test]
fn whatever_is_lost_and_whenever_it_restarts_each_decision_is_carried_out_once() {
    for seed in 0..200 {
        let mut chance = Chance::new(seed);
        let (mut tablet, mut house) = with_queue(20);
        for number in 0..20 {
            if chance.per_mille(300) {
                tablet.tell(Event::Decided { id: initiative(number), action: Action::Receive {} });
            }
            tablet.recognise(number);
            for _ in 0..chance.below(4) {
                let loss = [Loss::None, Loss::Request, Loss::Answer][chance.below(3)];
                tablet.step(&mut house, || loss);
            }
            if chance.per_mille(200) {
                tablet.restart();
            }
        }
        tablet.run(&mut house, 200);
        assert!(tablet.desk.outbox().is_empty(), "seed {seed}");
        assert!(house.done.values().all(|times| *times == 1), "seed {seed}");
        assert!(house.states.values().all(|(_, _, state)| *state == State::Recognised), "seed {seed}");
        assert!(tablet.desk.refusals().is_empty(), "seed {seed}");
    }
}
