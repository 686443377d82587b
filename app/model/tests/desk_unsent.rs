//! What was decided and hasn't left: it can be found and taken back for as long as it isn't on its way, and an officer is told
//! of what the server has all the same.

mod desk_world;
mod world;

use desk_world::{Loss, Tablet, initiative, with_queue};
use model::desk::{Effect, Event, Sending, UNDO_FOR};
use model::id::OpId;
use model::initiative::State;
use model::op::Action;
use model::sync::Failure;
use std::collections::BTreeSet;
use world::chance::Chance;

fn sending(tablet: &Tablet) -> Vec<Sending> {
    let now = model::calendar::Timestamp::from_millis(tablet.clock.now).unwrap();
    tablet.desk.unsent(now).into_iter().map(|(_, sending)| sending).collect()
}

#[test]
fn hours_after_it_was_made_offline_each_decision_can_be_taken_back_whatever_was_decided_since() {
    let (mut tablet, mut house) = with_queue(4);
    tablet.tell(Event::Link(false));
    tablet.todo.clear();
    let first = tablet.recognise(0);
    let second = tablet.decide(1, Action::Decline { reason: "Đã có từ trước.".into() });
    tablet.recognise(2);
    assert!(matches!(sending(&tablet)[..], [Sending::Held(_), Sending::Held(_), Sending::Held(_)]));
    tablet.clock.now += 5 * 3_600_000;
    tablet.restart_with(false);
    assert_eq!(sending(&tablet), [Sending::Waits; 3], "all three are found");
    tablet.tell(Event::TookBack(vec![first]));
    tablet.tell(Event::TookBack(vec![second]));
    assert_eq!(sending(&tablet), [Sending::Waits]);
    assert_eq!(tablet.desk.unfinished(initiative(1)).len(), 1, "the words are there to be used again");
    tablet.restart();
    tablet.run(&mut house, 10);
    assert_eq!(house.done.len(), 1, "what was taken back never leaves");
    assert_eq!(house.states[&initiative(0)].2, State::Submitted);
}

#[test]
fn what_is_on_its_way_says_so_and_stays() {
    let (mut tablet, mut house) = with_queue(2);
    let op = tablet.recognise(0);
    let later = tablet.recognise(1);
    tablet.clock.now += UNDO_FOR;
    tablet.todo.clear();
    tablet.tell(Event::Woken);
    assert_eq!(sending(&tablet), [Sending::UnderWay; 2]);
    assert!(!Sending::UnderWay.may_take_back());
    tablet.tell(Event::TookBack(vec![op, later]));
    assert_eq!(tablet.desk.outbox().len(), 2);
    tablet.run(&mut house, 5);
    assert_eq!(house.done.len(), 2);
    assert!(sending(&tablet).is_empty());
}

#[test]
fn what_was_decided_on_an_initiative_afterwards_is_taken_back_with_it() {
    let (mut tablet, _) = with_queue(2);
    let received = tablet.decide(0, Action::Receive {});
    tablet.recognise(0);
    let forwarded = tablet.decide(0, Action::Forward {});
    tablet.recognise(1);
    tablet.tell(Event::TookBack(vec![forwarded]));
    assert_eq!(tablet.desk.outbox().len(), 3, "the last one alone");
    tablet.tell(Event::TookBack(vec![received]));
    assert_eq!(tablet.desk.outbox().len(), 1, "nothing stays that hangs on it");
    assert_eq!(tablet.desk.row(initiative(0)).unwrap().state, State::Submitted);
}

#[test]
fn of_what_was_sent_without_an_answer_and_taken_back_the_officer_is_told_if_the_server_has_it() {
    for is_there in [true, false] {
        let (mut tablet, mut house) = with_queue(2);
        let op = tablet.decide(0, Action::Decline { reason: "Ngoài phạm vi.".into() });
        tablet.clock.now += UNDO_FOR;
        tablet.todo.clear();
        tablet.tell(Event::Woken);
        tablet.step(&mut house, || if is_there { Loss::Answer } else { Loss::Request });
        assert_eq!(sending(&tablet), [Sending::Tried]);
        tablet.restart();
        // The request of the start is lost as well.
        tablet.step(&mut house, || Loss::Request);
        assert_eq!(sending(&tablet), [Sending::Tried], "known after a restart too");
        tablet.tell(Event::TookBack(vec![op]));
        assert!(tablet.desk.outbox().is_empty());
        tablet.run(&mut house, 10);
        tablet.restart();
        let told: Vec<OpId> = tablet.desk.recalled_too_late().map(|recalled| recalled.op.id).collect();
        assert_eq!(told, if is_there { vec![op] } else { vec![] });
        assert_eq!(tablet.desk.unfinished(initiative(0)).len(), 1, "the words are kept either way");
        tablet.tell(Event::Seen(op));
        tablet.restart();
        assert_eq!(tablet.desk.recalled_too_late().count(), 0);
    }
}

/// Whatever the link does and whenever it is taken back: an op that was taken back is either never carried out or said to be.
#[test]
fn whatever_is_lost_what_was_taken_back_is_not_done_or_the_officer_is_told() {
    let mut late = 0;
    for seed in 0..300 {
        let mut chance = Chance::new(seed);
        let (mut tablet, mut house) = with_queue(12);
        let mut taken: BTreeSet<OpId> = BTreeSet::new();
        for number in 0..12 {
            tablet.decide(number, Action::Decline { reason: format!("Lý do {number}") });
            for _ in 0..chance.below(4) {
                let loss = [Loss::None, Loss::Request, Loss::Answer][chance.below(3)];
                tablet.step(&mut house, || loss);
            }
            if chance.per_mille(150) {
                tablet.restart();
            }
            let outbox: Vec<OpId> = tablet.desk.outbox().iter().map(|queued| queued.op.id).collect();
            if let Some(op) = outbox.get(chance.below(outbox.len().max(1)))
                && chance.per_mille(500)
            {
                tablet.tell(Event::TookBack(vec![*op]));
                if !tablet.desk.outbox().iter().any(|queued| queued.op.id == *op) {
                    taken.insert(*op);
                }
            }
        }
        tablet.run(&mut house, 300);
        assert!(tablet.desk.outbox().is_empty(), "seed {seed}");
        assert!(house.done.values().all(|times| *times == 1), "seed {seed}");
        let done: BTreeSet<OpId> = taken.iter().filter(|op| house.done.contains_key(op)).copied().collect();
        let told: BTreeSet<OpId> = tablet.desk.recalled_too_late().map(|recalled| recalled.op.id).collect();
        assert_eq!(done, told, "seed {seed}");
        late += told.len();
    }
    assert!(late > 50, "it has happened: {late}");
}

#[test]
fn an_answer_that_comes_after_the_request_was_given_up_changes_nothing() {
    let (mut tablet, _) = with_queue(1);
    let op = tablet.recognise(0);
    tablet.clock.now += UNDO_FOR;
    tablet.todo.clear();
    tablet.tell(Event::Woken);
    let Some(Effect::Send { number, .. }) = tablet.todo.pop() else { panic!("it sends") };
    tablet.tell(Event::Answered { number, answer: Err(Failure::Unreachable) });
    tablet.tell(Event::TookBack(vec![op]));
    assert!(tablet.desk.outbox().is_empty());
}
