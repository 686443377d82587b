//! Joining, as the engine goes about it.

use model::calendar::Timestamp;
use model::id::OpId;
use model::problem::{Problem, ProblemKind};
use model::sync::{Effect, Engine, Event, Failure, Found, Surroundings};
use model::wire::{JoinRequest, JoinResponse};
use uuid::Uuid;

const ID: &str = "01936d5e-7b00-7abc-8def-0123456789ab";

struct Still(u128);

impl Surroundings for Still {
    fn now(&mut self) -> Timestamp {
        Timestamp::EPOCH
    }

    fn new_op_id(&mut self) -> OpId {
        self.0 += 1;
        OpId::new(Uuid::from_u128(self.0))
    }

    fn random_below(&mut self, _: u32) -> u32 {
        0
    }
}

fn asks(code: &str) -> Event {
    Event::Joins(
        serde_json::from_value(serde_json::json!({"code": code, "name": "Lê Kim Thoa", "consent": true})).unwrap(),
    )
}

fn sent(effects: &[Effect]) -> Option<&JoinRequest> {
    effects.iter().find_map(|effect| if let Effect::Join { request, .. } = effect { Some(request) } else { None })
}

#[test]
fn the_answer_to_a_code_that_was_corrected_meanwhile_counts_for_nothing() {
    let around = &mut Still(0);
    let mut engine = Engine::new(ID.parse().unwrap(), Found::default());
    engine.handle(Event::Leads(Box::default()), around);
    assert_eq!(sent(&engine.handle(asks("2847-3916-5073"), around)).unwrap().code, "2847-3916-5073");
    assert_eq!(sent(&engine.handle(asks("2222-3333-4444"), around)), None, "one at a time");
    let refused = Event::Joined(Err(Failure::Refused(Problem::new(ProblemKind::UnknownCode))));
    let effects = engine.handle(refused.clone(), around);
    assert_eq!(sent(&effects).unwrap().code, "2222-3333-4444");
    assert_eq!(engine.joining().unwrap().refused, None);
    engine.handle(refused, around);
    assert!(engine.joining().unwrap().refused.is_some(), "this one is its own");

    engine.handle(asks("5555-6666-7777"), around);
    let member =
        serde_json::from_value(serde_json::json!({"id": ID, "name": "Lê Kim Thoa", "unit": "cs-dau-bsr"})).unwrap();
    engine.handle(Event::Joined(Ok(JoinResponse { member, token: "x".into() })), around);
    assert!(engine.session().is_some() && engine.joining().is_none());
}
