//! What other offline-first systems paid for, and can't happen here: each test is named after the lesson's number in the
//! list of failures that real users met. The engine, a disk and a server made of the rules; no link but ours.

mod world;

use model::draft::{Need, Standing};
use model::field::{Fault, Field, FieldFault, Value};
use model::id::{InitiativeId, Rev};
use model::initiative::State;
use model::money::Vnd;
use model::op::{Action, OpResult, Outcome};
use model::problem::{Problem, ProblemKind};
use model::sync::{Answer, Effect, Event, Failure, Reach};
use model::wire::{JoinRequest, JoinResponse, Member};
use world::initiative;
use world::phone::{Phone, with_a_draft};
use world::server::{Server, nothing};

fn refused(kind: ProblemKind) -> Result<Answer, Failure> {
    let body = serde_json::to_string(&Problem::new(kind)).unwrap();
    Answer::read(kind.status(), None, &body)
}

/// A phone whose submission was acknowledged, the server, and its backup from before that.
fn with_a_lost_submission() -> (Phone, Server, Server, InitiativeId) {
    let (mut phone, mut server, id) = with_a_draft("Khay lọc cặn");
    let backup = server.clone();
    phone.ask(id, Action::Submit {});
    phone.sync(&mut server);
    assert_eq!(phone.standing(id), Standing::Settled(State::Submitted));
    (phone, server, backup, id)
}

#[test]
fn lesson_5_an_op_leaves_only_for_a_receipt_that_names_its_id() {
    let (mut phone, id) = (Phone::new(1), initiative(1));
    phone.lose();
    phone.write(id, Field::Title, "Sáng kiến");
    phone.timer();
    let (sent, request) = phone.sent().unwrap();
    let stranger =
        OpResult { id: world::op_id(77), outcome: Outcome::Applied, rev: Rev(1), conflicts: vec![], problem: None };
    phone.answer(&sent, Ok(Answer { results: vec![stranger], ..nothing() }));
    phone.timer();
    let (_, again) = phone.sent().expect("it is sent again");
    assert_eq!(again.ops, request.ops);
}

#[test]
fn lesson_8_a_reload_on_a_slow_link_does_not_send_the_record_twice() {
    let (mut phone, mut server, id) = (Phone::new(1), Server::default(), initiative(1));
    phone.lose();
    phone.write(id, Field::Title, "Sáng kiến");
    phone.timer();
    let (sent, request) = phone.sent().unwrap();
    // The server takes it in, but the page is reloaded before the answer comes.
    server.sync(&sent.body, world::moment(0));
    phone.restart();
    let (sent, again) = phone.sent().unwrap();
    assert_eq!(again.ops, request.ops);
    phone.answer(&sent, Err(Failure::Unreachable));
    phone.sync(&mut server);
    assert_eq!((server.initiatives.len(), server.applied.values().sum::<u32>()), (1, 1));
    assert_eq!(phone.standing(id), Standing::BackedUp);
}

#[test]
fn lesson_9_nothing_is_stuck_on_sending_after_a_restart() {
    let (mut phone, id) = (Phone::new(1), initiative(1));
    phone.lose();
    phone.write(id, Field::Title, "Sáng kiến");
    phone.timer();
    for _ in 0..3 {
        assert_eq!(phone.sent().unwrap().1.ops.len(), 1);
        phone.restart();
    }
    assert_eq!(phone.standing(id), Standing::OnlyHere);
}

#[test]
fn lesson_12_words_that_cannot_be_stored_stay_on_the_screen_and_are_stored_when_there_is_room() {
    let (mut phone, mut server, id) = with_a_draft("Sáng kiến");
    phone.device.faults.disk_full = 1000;
    phone.write(id, Field::Title, "Sáng kiến mới");
    assert!(phone.engine().is_unstored(id));
    assert_eq!(phone.content(id).text(Field::Title), "Sáng kiến mới");
    phone.timer();
    assert!(phone.engine().is_unstored(id));
    phone.device.faults.disk_full = 0;
    phone.timer();
    assert!(!phone.engine().is_unstored(id));
    phone.lose();
    phone.sync(&mut server);
    assert_eq!(server.initiatives[&id].content.text(Field::Title), "Sáng kiến mới");
}

#[test]
fn lesson_14_an_expired_sign_in_blocks_and_loses_nothing() {
    let (mut phone, mut server, id) = with_a_draft("Sáng kiến");
    phone.write(id, Field::Title, "Sáng kiến mới");
    phone.timer();
    let (sent, _) = phone.sent().unwrap();
    phone.answer(&sent, refused(ProblemKind::Unauthorized));
    assert!(phone.engine().session().unwrap().expired);
    phone.timer();
    assert!(phone.sent().is_none(), "a token that was refused isn't tried again and again");
    // Writing goes on, also over a restart.
    phone.write(id, Field::Story, "Chuyện là thế này");
    phone.restart();
    assert_eq!(phone.standing(id), Standing::Pending);
    let request =
        JoinRequest { code: "A".into(), name: "An".into(), member_no: None, consent: true, asks_to_merge: false };
    phone.device.handle(0, Event::Link(false), &mut phone.outside);
    phone.tell(Event::Joins(request));
    let member = Member { id: world::member(1), name: "An".into(), unit: "cd-dau-khi".parse().unwrap() };
    phone.tell(Event::Joined(Ok(JoinResponse { member, token: "mới".into() })));
    phone.tell(Event::Link(true));
    phone.sync(&mut server);
    assert_eq!(server.initiatives[&id].content.text(Field::Story), "Chuyện là thế này");
}

#[test]
fn lesson_14_a_server_that_forbids_everything_is_quoted_and_asked_again() {
    let (mut phone, mut server, id) = with_a_draft("Sáng kiến");
    phone.write(id, Field::Title, "Sáng kiến mới");
    phone.timer();
    let (sent, _) = phone.sent().unwrap();
    phone.answer(&sent, refused(ProblemKind::Forbidden));
    assert_eq!(phone.engine().trouble().map(|problem| problem.kind), Some(ProblemKind::Forbidden));
    assert_eq!(phone.standing(id), Standing::Pending);
    phone.sync(&mut server);
    assert_eq!((phone.engine().trouble(), phone.standing(id)), (None, Standing::BackedUp));
}

#[test]
fn lesson_16_a_clock_ten_years_off_changes_neither_order_nor_content() {
    const TEN_YEARS: i64 = 315_360_000_000;
    let (mut phone, mut server, id) = with_a_draft("một");
    for (far, text) in [(TEN_YEARS, "hai"), (-TEN_YEARS, "ba"), (0, "bốn")] {
        phone.device.here.millis += far;
        phone.write(id, Field::Title, text);
        phone.sync(&mut server);
        assert_eq!(server.initiatives[&id].content.text(Field::Title), text);
    }
    assert_eq!(server.initiatives[&id].rev, Rev(4));
    assert_eq!(phone.standing(id), Standing::BackedUp);
}

#[test]
fn lesson_19_one_op_that_the_server_chokes_on_steps_aside_and_the_rest_go_on() {
    let (mut phone, mut server) = (Phone::new(1), Server::default());
    phone.lose();
    for number in 1..=7 {
        phone.write(initiative(number), Field::Title, &format!("Sáng kiến {number}"));
    }
    phone.timer();
    let (sent, request) = phone.sent().unwrap();
    assert_eq!(request.ops.len(), 7);
    server.chokes_on.insert(request.ops[3].id);
    phone.answer(&sent, Err(Failure::Unreachable));
    phone.sync(&mut server);
    let poisoned = request.ops[3].initiative;
    assert_eq!(server.initiatives.len(), 6);
    for id in (1..=7).map(initiative).filter(|id| *id != poisoned) {
        assert_eq!(phone.standing(id), Standing::BackedUp, "{:?}", phone.draft(id));
    }
    assert!(matches!(phone.standing(poisoned), Standing::NeedsYou(Need::Refused(_))));
    // Nothing storms: it isn't sent again as it was, but it is once it was changed.
    phone.timer();
    let (sent, request) = phone.sent().unwrap();
    assert_eq!(request.ops, []);
    phone.answer(&sent, Err(Failure::Unreachable));
    phone.write(poisoned, Field::Title, "Viết lại");
    phone.sync(&mut server);
    assert_eq!(phone.standing(poisoned), Standing::BackedUp);
}

#[test]
fn lesson_31_what_cannot_be_read_leaves_the_last_value_and_survives_a_restart() {
    let (mut phone, mut server, id) = with_a_draft("Sáng kiến");
    let sum = |dong| Value::Money(Some(Vnd::for_initiative(dong).unwrap()));
    phone.tell(Event::Edited { id, field: Field::BenefitVnd, value: sum(105_000_000) });
    phone.sync(&mut server);
    let typed = |text: Option<&str>| Event::Typed { id, pointer: "/benefit_vnd".into(), text: text.map(str::to_owned) };
    phone.tell(typed(Some("105 triệu 500")));
    phone.write(id, Field::Story, "Chuyện là thế này");
    phone.sync(&mut server);
    phone.restart();
    phone.sync(&mut server);
    let at_server = &server.initiatives[&id].content;
    assert_eq!(at_server.benefit().map(Vnd::dong), Some(105_000_000));
    assert_eq!(at_server.text(Field::Story), "Chuyện là thế này");
    assert_eq!(phone.draft(id).written.typed.get("/benefit_vnd").map(String::as_str), Some("105 triệu 500"));
    let unread = FieldFault { pointer: "/benefit_vnd".into(), fault: Fault::WrongType };
    assert_eq!(phone.draft(id).faults(), [unread], "it isn't sent in without a question");
    phone.tell(Event::Edited { id, field: Field::BenefitVnd, value: sum(105_500_000) });
    phone.tell(typed(None));
    phone.sync(&mut server);
    assert_eq!(server.initiatives[&id].content.benefit().map(Vnd::dong), Some(105_500_000));
    assert_eq!(phone.draft(id).faults(), []);
}

#[test]
fn lesson_32_what_is_too_long_stays_here_whole_and_the_rest_goes() {
    let (mut phone, mut server, id) = with_a_draft("Sáng kiến");
    let long = "chữ ".repeat(6_250);
    phone.write(id, Field::Story, &long);
    phone.write(id, Field::Area, "Hàn");
    phone.sync(&mut server);
    assert_eq!(phone.standing(id), Standing::NeedsYou(Need::TooLong(vec![Field::Story])));
    let at_server = &server.initiatives[&id].content;
    assert_eq!((at_server.text(Field::Area), at_server.text(Field::Story)), ("Hàn", ""));
    // Asked to be sent in all the same, it isn't.
    phone.ask(id, Action::Submit {});
    phone.sync(&mut server);
    assert_eq!(server.initiatives[&id].state, State::Draft);
    phone.restart();
    phone.sync(&mut server);
    assert_eq!(phone.content(id).text(Field::Story), long);
    assert_eq!(phone.draft(id).faults(), [FieldFault::of(Field::Story, Fault::TooLong { max: 20_000 })]);
    phone.timer();
    let (sent, request) = phone.sent().unwrap();
    assert_eq!(request.ops, [], "and nothing storms");
    phone.answer(&sent, Err(Failure::Unreachable));
    phone.write(id, Field::Story, &long[..20_000]);
    phone.sync(&mut server);
    assert_eq!(phone.standing(id), Standing::BackedUp);
}

#[test]
fn lesson_19_of_an_edit_that_is_refused_the_faultless_fields_go() {
    let (mut phone, mut server, id) = with_a_draft("Sáng kiến");
    phone.write(id, Field::Title, &"ẩn\u{202e} ".repeat(9));
    phone.write(id, Field::Story, "Chuyện là thế này");
    phone.sync(&mut server);
    let Standing::NeedsYou(Need::Refused(problem)) = phone.standing(id) else { panic!("{:?}", phone.standing(id)) };
    assert_eq!(problem.errors[0].pointer, "/title");
    assert_eq!(server.initiatives[&id].content.text(Field::Story), "Chuyện là thế này");
    assert_eq!(phone.content(id).text(Field::Title), "ẩn\u{202e} ".repeat(9), "the words are still here");
    // Another refusal doesn't let the first value go again.
    phone.write(id, Field::Area, "x\u{202e}");
    phone.sync(&mut server);
    assert_eq!(phone.draft(id).refusal().unwrap().problem.errors.len(), 2);
    phone.write(id, Field::Title, "Ngắn");
    phone.write(id, Field::Area, "Hàn");
    phone.sync(&mut server);
    assert_eq!((phone.standing(id), phone.draft(id).refusal()), (Standing::BackedUp, None));
}

#[test]
fn lesson_20_anything_but_a_receipt_means_keep_and_try_again_later_and_later() {
    let (mut phone, mut server, id) = with_a_draft("Sáng kiến");
    phone.write(id, Field::Title, "Sáng kiến mới");
    phone.timer();
    let page = "<!doctype html><title>Đăng nhập Wi-Fi</title>";
    let answers = [
        (200, page),
        (200, ""),
        (200, "{}"),
        (200, "null"),
        (204, ""),
        (302, page),
        (400, page),
        (401, page),
        (403, page),
        (404, page),
        (413, page),
        (429, page),
        (500, page),
        (502, ""),
        (503, page),
        (504, "{\"error\":\"timeout\"}"),
    ];
    let mut waits = Vec::new();
    for (status, body) in answers {
        let (sent, request) = phone.sent().expect("it is tried again");
        assert_eq!(request.ops.len(), 1);
        let answer = Answer::read(status, None, body);
        assert!(answer.is_err(), "{status} {body}");
        let effects =
            phone.device.tabs[0].engine.handle(Event::Answered { number: sent.number, answer }, &mut phone.device.here);
        waits.extend(
            effects.iter().filter_map(|effect| if let Effect::Wait(millis) = effect { Some(*millis) } else { None }),
        );
        assert_eq!(phone.engine().reach(), Reach::Failing);
        phone.timer();
    }
    assert!(waits.is_sorted() && waits[0] >= 2_000 && waits[3] > 4 * waits[0], "{waits:?}");
    assert!(waits.iter().all(|wait| *wait <= 450_000), "{waits:?}");
    phone.lose();
    phone.sync(&mut server);
    assert_eq!(phone.standing(id), Standing::BackedUp);
}

#[test]
fn lesson_20_a_busy_server_is_left_alone_for_as_long_as_it_asks() {
    let mut phone = Phone::new(1);
    let (sent, _) = phone.sent().unwrap();
    let body = serde_json::to_string(&Problem::new(ProblemKind::Unavailable)).unwrap();
    let answer = Answer::read(503, Some("120"), &body);
    assert_eq!(answer, Err(Failure::Busy { retry_after: Some(120) }));
    let effects =
        phone.device.tabs[0].engine.handle(Event::Answered { number: sent.number, answer }, &mut phone.device.here);
    assert!(matches!(effects[..], [Effect::Wait(millis)] if millis >= 120_000), "{effects:?}");
    // Words that are written meanwhile don't shorten it.
    let edit = Event::Edited { id: initiative(1), field: Field::Title, value: Value::Text("x".into()) };
    let effects = phone.device.tabs[0].engine.handle(edit, &mut phone.device.here);
    assert!(matches!(effects[..], [Effect::Store(_)]), "{effects:?}");
}

#[test]
fn lesson_28_what_was_submitted_is_given_back_submitted_to_a_restored_server() {
    let (mut phone, _, mut server, id) = with_a_lost_submission();
    // Others make the restored log longer than the phone's cursor.
    let mut other = Phone::new(2);
    for number in 20..26 {
        other.write(initiative(number), Field::Title, "Của máy khác");
        other.sync(&mut server);
    }
    phone.sync(&mut server);
    phone.sync(&mut server);
    assert_eq!(server.initiatives[&id].state, State::Submitted);
    assert_eq!(phone.standing(id), Standing::Settled(State::Submitted));
    let (_, drafts) = phone.engine().sent_again().expect("the person is told");
    assert_eq!(drafts.iter().map(|draft| draft.written.id).collect::<Vec<_>>(), [id]);
    phone.tell(Event::Dismissed);
    assert!(phone.engine().sent_again().is_none());
}

#[test]
fn lesson_28_what_was_withdrawn_stays_withdrawn() {
    let (mut phone, mut server, _, id) = with_a_lost_submission();
    let backup = server.clone();
    phone.ask(id, Action::Withdraw {});
    phone.sync(&mut server);
    server = backup;
    phone.sync(&mut server);
    phone.sync(&mut server);
    assert_eq!(server.initiatives[&id].state, State::Withdrawn);
}

#[test]
fn lesson_28_a_file_brought_in_before_the_server_is_asked_does_not_hide_that_it_was_restored() {
    let (mut phone, mut server, id) = with_a_draft("Khay lọc cặn");
    let backup = Server::default();
    // The file has an initiative of the same person, which this phone hasn't read yet.
    let mut other = Phone::new(2);
    other.write(initiative(9), Field::Title, "Của máy kia");
    other.sync(&mut server);
    let file = other.draft(initiative(9)).clone();
    assert!(file.known.is_with_server());
    server = backup;
    phone.write(id, Field::Story, "Viết thêm");
    phone.lose();
    phone.tell(Event::BroughtIn(Box::new(file)));
    phone.sync(&mut server);
    phone.sync(&mut server);
    // The whole of it is there again, not only what was written last.
    assert_eq!(server.initiatives[&id].content.text(Field::Title), "Khay lọc cặn");
    assert_eq!(server.initiatives[&id].content.text(Field::Story), "Viết thêm");
    assert_eq!(phone.content(id).text(Field::Title), "Khay lọc cặn");
    assert_eq!(server.initiatives[&initiative(9)].content.text(Field::Title), "Của máy kia");
    assert!(phone.engine().sent_again().is_some(), "the person is told");
}

#[test]
fn lesson_28_what_was_deleted_stays_deleted() {
    let (mut phone, mut server, id) = with_a_draft("Khay lọc cặn");
    let backup = server.clone();
    phone.ask(id, Action::Delete {});
    phone.sync(&mut server);
    assert!(phone.engine().draft(id).is_none());
    server = backup;
    phone.sync(&mut server);
    phone.sync(&mut server);
    assert_eq!(server.initiatives[&id].state, State::Deleted);
}
