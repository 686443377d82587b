//! How long the sync engine waits: for a server that gives no receipt, for one that is busy, and for a link.

use model::calendar::Timestamp;
use model::draft::FORMAT;
use model::field::{Field, Value};
use model::id::{OpId, Rev};
use model::op::{Op, OpResult, Outcome};
use model::sync::{Answer, Effect, Engine, Event, Failure, Found, Session, Surroundings};
use model::wire::SyncRequest;
use uuid::Uuid;

const ID: &str = "01936d5e-7b00-7abc-8def-0123456789ab";

/// A clock that stands unless it is set, and no chance at all.
struct Still(u128, i64);

impl Surroundings for Still {
    fn now(&mut self) -> Timestamp {
        Timestamp::EPOCH.plus_millis(self.1)
    }

    fn new_op_id(&mut self) -> OpId {
        self.0 += 1;
        OpId::new(Uuid::from_u128(self.0))
    }

    fn random_below(&mut self, _: u32) -> u32 {
        0
    }
}

/// A member's engine in the only tab.
fn engine(around: &mut Still) -> (Engine, u64) {
    let member = serde_json::from_value(serde_json::json!({ "id": ID, "name": "Lê Kim Thoa", "unit": "cs-dau-bsr" }));
    let session = Session { format: FORMAT, member: member.unwrap(), token: "x".into(), expired: false };
    let found = Found { session: Some(session), ..Found::default() };
    let mut engine = Engine::new(ID.parse().unwrap(), found.clone());
    let effects = engine.handle(Event::Leads(Box::new(found)), around);
    let (number, _) = sent(&effects).expect("the first request asks what there is");
    (engine, number)
}

fn sent(effects: &[Effect]) -> Option<(u64, SyncRequest<Op>)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Send { number, request, .. } => Some((*number, request.clone())),
        _ => None,
    })
}

fn wait(effects: &[Effect]) -> Option<u32> {
    effects.iter().find_map(|effect| if let Effect::Wait(millis) = effect { Some(*millis) } else { None })
}

fn answer(results: Vec<OpResult>) -> Answer {
    Answer { results, changes: Vec::new(), cursor: "1".into(), more: false, unread: false, member: None }
}

#[test]
fn a_server_that_never_gives_a_receipt_is_asked_less_and_less_often() {
    let around = &mut Still(0, 0);
    let (mut engine, number) = engine(around);
    engine.handle(Event::Answered { number, answer: Ok(answer(Vec::new())) }, around);
    let title = Value::Text("Giá treo".into());
    engine.handle(Event::Edited { id: ID.parse().unwrap(), field: Field::Title, value: title }, around);
    let mut ids = Vec::new();
    for expected in [2_000, 4_000, 8_000] {
        let (number, request) = sent(&engine.handle(Event::Timer, around)).expect("the wait is over");
        ids.push(request.ops[0].id);
        let effects = engine.handle(Event::Answered { number, answer: Ok(answer(Vec::new())) }, around);
        assert_eq!((sent(&effects), wait(&effects)), (None, Some(expected)));
    }
    assert!(ids.iter().all(|id| *id == ids[0]), "it is the same op each time");

    let (number, _) = sent(&engine.handle(Event::Timer, around)).unwrap();
    let receipt: OpResult =
        serde_json::from_value(serde_json::json!({ "id": ids[0], "outcome": "applied", "rev": 1 })).unwrap();
    assert_eq!(receipt.outcome, Outcome::Applied);
    engine.handle(Event::Answered { number, answer: Ok(answer(vec![receipt])) }, around);
    assert!(sent(&engine.handle(Event::Timer, around)).is_some_and(|(_, request)| request.ops.is_empty()));
}

/// The waits after so many tries that all fail in the same way, in seconds.
fn waits(failure: &Failure, tries: usize) -> Vec<u32> {
    let around = &mut Still(0, 0);
    let (mut engine, mut number) = engine(around);
    let mut waits = Vec::new();
    for _ in 0..tries {
        let effects = engine.handle(Event::Answered { number, answer: Err(failure.clone()) }, around);
        waits.push(wait(&effects).expect("it tries again") / 1_000);
        (number, _) = sent(&engine.handle(Event::Timer, around)).expect("the wait is over");
    }
    waits
}

#[test]
fn a_link_of_half_a_minute_is_never_slept_through() {
    assert_eq!(waits(&Failure::Unreachable, 8), [2, 4, 8, 15, 15, 15, 15, 15]);
}

#[test]
fn a_busy_server_is_left_alone_for_up_to_five_minutes_or_as_long_as_it_says() {
    assert_eq!(waits(&Failure::Busy { retry_after: None }, 9), [2, 4, 8, 16, 32, 64, 128, 256, 300]);
    assert_eq!(waits(&Failure::Busy { retry_after: Some(60) }, 2), [60, 60]);
}

/// Somebody types a letter every 300 ms, and every answer comes at once. The longest time between a letter and the request
/// that carries it, milliseconds.
fn longest_wait_of_a_letter(clock: impl Fn(i64) -> i64) -> i64 {
    let around = &mut Still(0, 0);
    let (mut engine, number) = engine(around);
    engine.handle(Event::Answered { number, answer: Ok(answer(Vec::new())) }, around);
    let (mut unsent_since, mut rings_at, mut longest) = (None, i64::MAX, 0);
    for millis in (0..60_000).step_by(100) {
        around.1 = clock(millis);
        let mut effects = Vec::new();
        if millis % 300 == 0 {
            let value = Value::Text(format!("chữ {millis}"));
            effects = engine.handle(Event::Edited { id: ID.parse().unwrap(), field: Field::Story, value }, around);
            unsent_since.get_or_insert(millis);
        }
        if millis >= rings_at {
            rings_at = i64::MAX;
            effects.extend(engine.handle(Event::Timer, around));
        }
        if let Some((number, request)) = sent(&effects) {
            longest = longest.max(millis - unsent_since.take().expect("there was something to send"));
            let receipts = request.ops.iter().map(|op| OpResult {
                id: op.id,
                outcome: Outcome::Applied,
                rev: Rev(1),
                conflicts: Vec::new(),
                problem: None,
            });
            let answer = Ok(answer(receipts.collect()));
            effects.extend(engine.handle(Event::Answered { number, answer }, around));
        }
        if let Some(wait) = effects.iter().rev().find_map(|effect| wait(std::slice::from_ref(effect))) {
            rings_at = millis + i64::from(wait);
        }
    }
    longest.max(60_000 - unsent_since.unwrap_or(60_000))
}

#[test]
fn steady_typing_is_sent_every_five_seconds() {
    assert!(longest_wait_of_a_letter(|millis| millis) <= 5_100);
    let jumps = |millis: i64| if millis > 20_000 { millis - 3_600_000 } else { millis };
    assert!(longest_wait_of_a_letter(jumps) <= 10_100, "a clock that is set back costs one more wait");
}
