//! A server that was restored from an older copy: what it had acknowledged is given back, once, and the officer is told.

mod desk_world;
mod world;

use desk_world::{Loss, Tablet, initiative, session, with_queue};
use model::desk::{Event, KEEP_ACKNOWLEDGED, Sending};
use model::id::{InitiativeId, OpId};
use model::initiative::State;
use model::op::Action;
use model::problem::{Problem, ProblemKind};
use model::sync::Failure;
use std::collections::BTreeSet;
use world::chance::Chance;

const HOUR: i64 = 3_600_000;

fn told(tablet: &Tablet) -> Option<usize> {
    tablet.desk.restoration().map(|restoration| restoration.given_back)
}

#[test]
fn a_decision_that_a_restored_server_has_lost_is_given_back_under_its_own_id() {
    let (mut tablet, mut house) = with_queue(4);
    tablet.decide(0, Action::Receive {});
    tablet.run(&mut house, 10);
    let copy = house.clone();
    let recognised = tablet.recognise(0);
    let declined = tablet.decide(1, Action::Decline { reason: "Đã có từ trước.".into() });
    tablet.run(&mut house, 20);
    assert!(tablet.desk.outbox().is_empty() && tablet.desk.len() == 2);

    house = copy;
    // The log grows past the tablet's cursor, with other people's work.
    house.others_decide(2, State::Declined);
    house.author_sends(7, 3);
    house.author_sends(8, 1);
    tablet.clock.now += HOUR;
    tablet.restart();
    tablet.run(&mut house, 30);
    assert_eq!(house.states[&initiative(0)].2, State::Recognised);
    assert_eq!(house.states[&initiative(1)].2, State::Declined);
    assert_eq!((house.done.get(&recognised), house.done.get(&declined)), (Some(&1), Some(&1)), "under its own id");
    assert!(house.done.values().all(|times| *times == 1), "what it had still is there once");
    assert_eq!(told(&tablet), Some(3));
    assert!(tablet.desk.outbox().is_empty() && tablet.desk.refusals().is_empty());
    tablet.tell(Event::RestorationSeen);
    tablet.restart();
    assert_eq!(told(&tablet), None);
    assert_eq!(tablet.desk.acknowledged_count(), 3, "kept for the next time");
}

#[test]
fn a_decision_waits_for_the_author_whose_phone_has_not_given_the_initiative_back_yet() {
    let (mut tablet, mut house) = with_queue(1);
    let copy = house.clone();
    house.author_sends(5, 6);
    tablet.clock.now += HOUR;
    tablet.tell(Event::Woken);
    tablet.run(&mut house, 10);
    tablet.decide(5, Action::Receive {});
    tablet.recognise(5);
    tablet.run(&mut house, 20);
    assert_eq!(house.states[&initiative(5)].2, State::Recognised);

    house = copy;
    tablet.clock.now += HOUR;
    tablet.restart();
    tablet.run(&mut house, 30);
    let now = model::calendar::Timestamp::from_millis(tablet.clock.now).unwrap();
    let waits: Vec<Sending> = tablet.desk.unsent(now).into_iter().map(|(_, sending)| sending).collect();
    assert_eq!(waits, [Sending::AwaitsAuthor; 2]);
    assert!(tablet.desk.refusals().is_empty());
    tablet.restart();
    // The phone comes, with fewer revisions than there had been.
    house.author_sends(5, 2);
    tablet.clock.now += HOUR;
    tablet.tell(Event::Woken);
    tablet.run(&mut house, 30);
    assert_eq!(house.states[&initiative(5)].2, State::Recognised);
    assert!(tablet.desk.outbox().is_empty() && tablet.desk.refusals().is_empty());
}

#[test]
fn what_somebody_else_has_decided_meanwhile_is_refused_as_usual() {
    let (mut tablet, mut house) = with_queue(2);
    let copy = house.clone();
    let op = tablet.decide(0, Action::Decline { reason: "Đã có từ trước.".into() });
    tablet.run(&mut house, 20);
    house = copy;
    house.others_decide(0, State::Recognised);
    house.others_decide(1, State::Recognised);
    tablet.clock.now += HOUR;
    tablet.restart();
    tablet.run(&mut house, 30);
    let [refusal] = tablet.desk.refusals() else { panic!("it is refused") };
    assert_eq!((refusal.op.id, refusal.problem.kind), (op, ProblemKind::AlreadyDecided));
    assert!(matches!(&refusal.op.action, Action::Decline { reason } if reason == "Đã có từ trước."));
    assert!(!house.done.contains_key(&op));
}

#[test]
fn a_session_that_the_restored_server_does_not_know_keeps_everything_and_asks_for_sign_in() {
    let (mut tablet, mut house) = with_queue(2);
    let copy = house.clone();
    tablet.recognise(0);
    tablet.run(&mut house, 20);
    house = copy;
    house.others_decide(1, State::Declined);
    house.author_sends(9, 1);
    tablet.clock.now += HOUR;
    tablet.todo.clear();
    tablet.tell(Event::Woken);
    let Some(model::desk::Effect::Send { number, .. }) = tablet.todo.pop() else { panic!("it asks") };
    let unknown = Failure::Refused(Problem::new(ProblemKind::Unauthorized));
    tablet.tell(Event::Answered { number, answer: Err(unknown) });
    assert!(tablet.desk.session().unwrap().expired && !tablet.wiped);
    tablet.restart_with(false);
    tablet.tell(Event::Link(true));
    assert_eq!(tablet.desk.acknowledged_count(), 1);
    // With other roles than before, even: the restored server has older ones.
    let mut again = session("b");
    again.roles.clear();
    tablet.tell(Event::SignedIn(again));
    tablet.run(&mut house, 30);
    assert_eq!(house.states[&initiative(0)].2, State::Recognised);
    assert_eq!(told(&tablet), Some(1));
}

#[test]
fn after_thirty_days_a_decision_is_kept_no_longer() {
    let (mut tablet, mut house) = with_queue(3);
    tablet.recognise(0);
    tablet.run(&mut house, 20);
    tablet.clock.now += KEEP_ACKNOWLEDGED - HOUR;
    tablet.recognise(1);
    tablet.run(&mut house, 20);
    assert_eq!((tablet.desk.acknowledged_count(), tablet.disk.acknowledged.len()), (2, 2));
    tablet.clock.now += 2 * HOUR;
    tablet.recognise(2);
    tablet.run(&mut house, 20);
    assert_eq!((tablet.desk.acknowledged_count(), tablet.disk.acknowledged.len()), (2, 2), "the first one is gone");
}

/// Restored at any moment, over any link, again and again: every decision stands once, or the officer is told.
#[test]
fn whenever_it_is_restored_every_decision_stands_once_or_the_officer_is_told() {
    for seed in 0..200 {
        let mut chance = Chance::new(seed);
        let (mut tablet, mut house) = with_queue(15);
        let mut copy = house.clone();
        let mut decided: BTreeSet<InitiativeId> = BTreeSet::new();
        let (mut restored, mut others) = (0, 0);
        for number in 0..15 {
            if tablet.desk.row(initiative(number)).is_some() {
                tablet.recognise(number);
                decided.insert(initiative(number));
            }
            for _ in 0..chance.below(8) {
                let loss = [Loss::None, Loss::None, Loss::Request, Loss::Answer][chance.below(4)];
                tablet.step(&mut house, || loss);
            }
            match chance.below(8) {
                0 => copy = house.clone(),
                1 => {
                    house = copy.clone();
                    restored += 1;
                    // It goes on with other people's work.
                    house.author_sends(100 + u128::from(restored as u32), 1);
                }
                2 if chance.per_mille(300) => {
                    others += 1;
                    house.others_decide(14, State::Declined);
                }
                3 => tablet.restart(),
                _ => {}
            }
        }
        for _ in 0..3 {
            tablet.clock.now += HOUR;
            tablet.tell(Event::Woken);
            tablet.run(&mut house, 200);
        }
        assert!(tablet.desk.outbox().is_empty(), "seed {seed}: {:?}", tablet.desk.outbox());
        assert!(house.done.values().all(|times| *times == 1), "seed {seed}");
        let refused: BTreeSet<OpId> = tablet.desk.refusals().iter().map(|refusal| refusal.op.id).collect();
        for id in decided {
            let stands = house.states[&id].2.is_decided();
            assert!(stands || !refused.is_empty(), "seed {seed}: {id} after {restored} and {others}");
        }
        assert!(refused.len() <= others, "seed {seed}: only for what somebody else has decided");
    }
}
