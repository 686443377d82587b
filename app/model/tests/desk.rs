//! An officer's tablet against a made-up server, link and clock: what is decided offline arrives once, whatever happens.

mod desk_world;
mod world;

use desk_world::{House, Loss, Tablet, initiative, paper, session, with_queue};
use model::desk::{Effect, Event, MOST_ROWS, Paper, QueuePage, Reach, Session, UNDO_FOR};
use model::id::Rev;
use model::initiative::{RecognitionLevel, State};
use model::op::Action;
use model::problem::{Problem, ProblemKind};
use model::rights::{Right, Role};
use model::sync::Failure;
use world::chance::Chance;

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
    tablet.tell(Event::TookBack(vec![op]));
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
    assert_eq!(tablet.desk.unfinished_count(), 0, "the server keeps what came second as a comment");
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
    let asked = tablet.todo.drain(..).collect::<Vec<_>>();
    let [Effect::Send { number, request, .. }] = &asked[..] else { panic!("whether it was named as lost: {asked:?}") };
    assert!(request.ops.is_empty(), "nothing is sent with an ended token");
    let ended = Problem::new(ProblemKind::Unauthorized);
    tablet.tell(Event::Answered { number: *number, answer: Err(Failure::Refused(ended)) });
    tablet.tell(Event::Timer);
    assert!(tablet.todo.is_empty(), "it doesn't knock again with an ended token");
    assert_eq!((tablet.desk.outbox().len(), tablet.desk.len()), (1, 2));
    tablet.tell(Event::SignedIn(session("b")));
    tablet.run(&mut house, 10);
    assert_eq!(house.done.len(), 1);
}

#[test]
fn a_server_that_refuses_is_no_link_that_fails() {
    let (mut tablet, _) = with_queue(1);
    let mut answer = |failure| {
        tablet.clock.now += 600_000;
        tablet.todo.clear();
        tablet.tell(Event::Woken);
        let Some(Effect::Send { number, .. }) = tablet.todo.pop() else { panic!("it asks") };
        tablet.tell(Event::Answered { number, answer: Err(failure) });
        (tablet.desk.reach(), tablet.desk.trouble().map(|problem| problem.kind))
    };
    let refused = Failure::Refused(Problem::new(ProblemKind::Forbidden));
    assert_eq!(answer(refused), (Reach::Online, Some(ProblemKind::Forbidden)));
    assert_eq!(answer(Failure::Unreachable), (Reach::Offline, None));
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
    tablet.tell(Event::NotKept(Vec::new()));
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
                tablet.tell(Event::Decided { id: initiative(number), action: Action::Receive {}, read: None });
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

#[test]
fn what_could_not_be_kept_is_kept_with_whatever_is_decided_next() {
    let (mut tablet, _) = with_queue(2);
    let first = tablet.recognise(0);
    tablet.tell(Event::NotKept(Vec::new()));
    tablet.disk.outbox.clear();
    let second = tablet.recognise(1);
    assert!(!tablet.desk.is_unkept());
    assert_eq!(tablet.disk.outbox.keys().collect::<Vec<_>>(), [&first, &second]);
}

/// A disk that is full for a moment: a decision that was taken back doesn't come back with the next start.
#[test]
fn what_was_taken_back_stays_so_even_if_that_could_not_be_kept_at_once() {
    let (mut tablet, mut house) = with_queue(2);
    let op = tablet.recognise(0);
    assert!(tablet.disk.outbox.contains_key(&op));
    let effects = tablet.desk.handle(Event::TookBack(vec![op]), &mut tablet.clock);
    let lost =
        effects.into_iter().filter_map(|effect| if let Effect::Keep(keep) = effect { Some(*keep) } else { None });
    tablet.tell(Event::NotKept(lost.collect()));
    assert!(tablet.desk.is_unkept());
    tablet.tell(Event::Timer);
    assert!(!tablet.desk.is_unkept() && tablet.disk.outbox.is_empty());
    tablet.restart();
    tablet.clock.now += 2 * UNDO_FOR;
    tablet.run(&mut house, 20);
    assert!(house.done.is_empty(), "nobody decided anything");
}

#[test]
fn a_decision_is_about_the_words_that_were_read() {
    let (mut tablet, _) = with_queue(1);
    let known = tablet.desk.row(initiative(0)).unwrap().rev;
    let base = |tablet: &mut Tablet, read| {
        tablet.tell(Event::Decided { id: initiative(0), action: Action::Forward {}, read });
        tablet.desk.outbox().last().unwrap().op.base
    };
    assert_eq!(base(&mut tablet, Some(Rev(known.0 - 1))), Rev(known.0 - 1), "newer ones have come since");
    assert_eq!(base(&mut tablet, None), known);
    assert_eq!(base(&mut tablet, Some(Rev(known.0 + 1))), known, "no revision that the list doesn't know");
}

#[test]
fn who_has_no_queue_any_more_has_none_of_it_on_the_tablet() {
    let (mut tablet, _) = with_queue(3);
    tablet.recognise(0);
    tablet.todo.clear();
    let roles = Vec::new();
    tablet.tell(Event::SignedIn(Session { roles, ..session("b") }));
    let Some(Effect::Fetch { number, .. }) = tablet.todo.pop() else { panic!("it fetches anew") };
    let refused = Failure::Refused(Problem::new(ProblemKind::Forbidden));
    tablet.tell(Event::Fetched { number, answer: Err(refused) });
    assert!(tablet.desk.is_empty() && tablet.disk.papers.is_empty() && tablet.disk.found.rows.is_empty());
    assert_eq!(tablet.disk.outbox.len(), 1, "what was decided is the server's to refuse");
    tablet.restart();
    assert!(tablet.desk.is_empty());
}

#[test]
fn a_tablet_that_is_named_as_lost_after_its_session_is_over_hears_of_it_when_it_is_taken_up() {
    let (mut tablet, _) = with_queue(1);
    tablet.clock.now += 3_600_000;
    tablet.tell(Event::Woken);
    let over = |revoked| Err(Failure::Refused(Problem { revoked, ..Problem::new(ProblemKind::Unauthorized) }));
    let answer = |tablet: &mut Tablet, revoked| {
        let Some(Effect::Send { number, request, .. }) = tablet.todo.pop() else { return false };
        assert!(request.ops.is_empty());
        tablet.tell(Event::Answered { number, answer: over(revoked) });
        true
    };
    assert!(answer(&mut tablet, false), "signed out");
    tablet.recognise(0);
    tablet.clock.now += 2 * UNDO_FOR;
    tablet.todo.clear();
    tablet.tell(Event::Timer);
    assert!(!answer(&mut tablet, false), "it doesn't knock by itself");
    tablet.tell(Event::Woken);
    assert!(answer(&mut tablet, false), "but when somebody takes it up, without what was decided");
    assert_eq!(tablet.desk.outbox().len(), 1);
    tablet.restart();
    tablet.tell(Event::Woken);
    assert!(answer(&mut tablet, true), "and it is lost by now");
    assert!(tablet.wiped);
}

#[test]
fn roles_that_changed_are_told_with_the_queue() {
    let (mut tablet, _) = with_queue(1);
    let before = tablet.desk.session().expect("signed in").clone();
    let roles = vec![Right { role: Role::UnitAdministrator, unit: "tkv".parse().expect("a code") }];
    assert_ne!(before.roles, roles);
    tablet.todo.clear();
    tablet.tell(Event::SignedIn(Session { roles: Vec::new(), ..before.clone() }));
    let Some(Effect::Fetch { number, .. }) = tablet.todo.pop() else { panic!("it fetches anew") };
    let told = Some(roles.clone());
    let page = QueuePage { papers: vec![], cursor: None, more: false, sync: "0".into(), levels: None, roles: told };
    tablet.tell(Event::Fetched { number, answer: Ok(page) });
    tablet.restart();
    assert_eq!(tablet.desk.session(), Some(&Session { roles, ..before }));
}

#[test]
fn the_form_offers_the_levels_that_the_server_told() {
    use RecognitionLevel::{Grassroots, National, Upper};
    let (mut tablet, _) = with_queue(1);
    assert_eq!(tablet.desk.levels(initiative(0)), [Grassroots, Upper, National], "nothing was said");
    let mut other = session("b");
    other.roles.clear();
    tablet.todo.clear();
    tablet.tell(Event::SignedIn(other));
    let Some(Effect::Fetch { number, .. }) = tablet.todo.pop() else { panic!("it fetches anew") };
    let forwarded = r#""state":"recognised","forwarded":{"to":"tkv","by":{"name":"Hồ Thị Bảy"},"at":"2023-08-02T01:00:00Z","waits":true}"#;
    let text = paper(0, 3, State::Recognised).text.replace(r#""state":"recognised""#, forwarded);
    let decision =
        r#""decision":{"state":"recognised","at":"2023-08-01T01:00:00Z","by":{"name":"Hồ Thị Bảy"},"level":"upper"},"#;
    let upper =
        paper(1, 3, State::Recognised).text.replace(r#""state":"recognised""#, &format!("{decision}{forwarded}"));
    let papers = [text, upper].iter().map(|text| Paper::read(text).expect("one that was put higher")).collect();
    let levels = Some(vec![Grassroots, Upper, National]);
    let page = QueuePage { papers, cursor: None, more: false, sync: "0".into(), levels, roles: None };
    tablet.tell(Event::Fetched { number, answer: Ok(page) });
    assert_eq!(tablet.desk.levels(initiative(7)), [Grassroots, Upper, National]);
    assert_eq!(tablet.desk.levels(initiative(0)), [Upper, National], "it is recognised at the lowest already");
    assert_eq!(tablet.desk.levels(initiative(1)), [National], "it is recognised at the one above already");
    tablet.restart();
    assert_eq!(tablet.desk.levels(initiative(7)), [Grassroots, Upper, National]);
    assert_eq!(tablet.desk.levels(initiative(1)), [National]);
}

#[test]
fn a_tablet_holds_what_waits_longest_and_fetches_on_when_half_is_done() {
    let (mut tablet, mut house) = (Tablet::new(), House::with(MOST_ROWS as u128 + 300));
    tablet.tell(Event::SignedIn(session("a")));
    while !matches!(tablet.todo[..], [Effect::Wait(_)]) {
        tablet.step(&mut house, || Loss::None);
    }
    assert!(tablet.desk.is_whole() && tablet.desk.is_cut());
    assert_eq!(tablet.desk.len(), MOST_ROWS);
    // Others decide on more than half of it.
    for number in 0..MOST_ROWS as u128 / 2 + 1 {
        house.others_decide(number, State::Declined);
    }
    tablet.run(&mut house, 40);
    assert_eq!(tablet.desk.len(), MOST_ROWS / 2 + 299, "all that waits");
    assert!(tablet.desk.is_whole() && !tablet.desk.is_cut());
    assert_eq!(tablet.disk.papers.len(), tablet.desk.len());
}
