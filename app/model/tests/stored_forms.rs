//! Lesson 10: what any version ever shipped has stored can be opened. One fixture for each stored form and format; none
//! is ever changed or removed.

use model::draft::{Draft, Known, Memory, Unreadable, Written};
use model::field::Field;
use model::id::Rev;
use model::initiative::State;
use model::op::Action;
use model::problem::ProblemKind;
use model::sync::{Joining, Position, Session};
use serde_json::Value as Json;

const WRITTEN_1: &str = include_str!("fixtures/written-1.json");
const WRITTEN_TYPED_1: &str = include_str!("fixtures/written-typed-1.json");
const KNOWN_1: &str = include_str!("fixtures/known-1.json");
const SESSION_1: &str = include_str!("fixtures/session-1.json");
const JOINING_1: &str = include_str!("fixtures/joining-1.json");
const POSITION_1: &str = include_str!("fixtures/position-1.json");

/// That nothing of the fixture got lost in reading it.
fn is_whole(fixture: &str, read: impl serde::Serialize) {
    assert_eq!(serde_json::to_value(read).unwrap(), serde_json::from_str::<Json>(fixture).unwrap());
}

#[test]
fn lesson_10_what_was_written_in_format_1_opens() {
    let written = Written::read(WRITTEN_1).unwrap();
    assert_eq!(written.content().text(Field::Title), "Cải tiến gá hàn ống chữ T");
    assert_eq!((written.base, written.life, written.content().shares()), (Rev(3), 1, 100));
    assert_eq!(written.requests[0].action, Action::Submit {});
    is_whole(WRITTEN_1, written);
}

/// Since money that can't be read is kept as it was typed.
#[test]
fn lesson_10_what_was_typed_and_not_read_yet_opens() {
    let mut written = Written::read(WRITTEN_TYPED_1).unwrap();
    assert_eq!(written.typed.get("/benefit_vnd").map(String::as_str), Some("105 triệu 500"));
    assert_eq!(written.content().benefit().map(model::money::Vnd::dong), Some(105_000_000));
    is_whole(WRITTEN_TYPED_1, &written);
    assert!(written.keep_typed("/benefit_vnd", None));
    assert!(!written.keep_typed("/benefit_vnd", None));
    assert!(!serde_json::to_string(&written).unwrap().contains("typed"));
}

#[test]
fn lesson_10_what_was_known_in_format_1_opens() {
    let known = Known::read(KNOWN_1).unwrap();
    assert_eq!((known.state(), known.rev(), known.memory), (State::Returned, Rev(3), Memory::Asked));
    assert_eq!(known.refused.as_ref().map(|refusal| refusal.problem.kind), Some(ProblemKind::Invalid));
    assert_eq!(known.outbox.len(), 1);
    // Of an officer an author learns name and unit; the id that came with the first decisions is let go.
    let mut fixture: Json = serde_json::from_str(KNOWN_1).unwrap();
    fixture["newest"]["decision"]["by"].as_object_mut().unwrap().remove("id").unwrap();
    is_whole(&fixture.to_string(), known);
}

#[test]
fn lesson_10_the_rest_of_format_1_opens() {
    is_whole(SESSION_1, serde_json::from_str::<Session>(SESSION_1).unwrap());
    is_whole(JOINING_1, serde_json::from_str::<Joining>(JOINING_1).unwrap());
    is_whole(POSITION_1, serde_json::from_str::<Position>(POSITION_1).unwrap());
}

#[test]
fn lesson_10_both_parts_make_a_draft_with_all_that_was_in_them() {
    let (written, known) = (Written::read(WRITTEN_1).unwrap(), Known::read(KNOWN_1).unwrap());
    let draft = Draft::stored(written.clone(), known);
    assert_eq!(draft.written, written);
    assert!(draft.has_unsent());
}

#[test]
fn words_of_which_only_the_ops_were_stored_are_found_in_them() {
    let draft = Draft::restored(Known { memory: Memory::Kept, ..Known::read(KNOWN_1).unwrap() });
    assert_eq!(draft.written.content().text(Field::Title), "Cải tiến gá hàn ống chữ T");
    assert_eq!(draft.written.content().text(Field::Problem), "Mỗi mối hàn mất 40 phút.");
    assert_eq!(draft.written.content().text(Field::Story), "Ngày xưa…");
}

#[test]
fn what_a_newer_app_stored_is_told_from_what_is_damaged() {
    let newer = WRITTEN_1.replacen("\"format\": 1", "\"format\": 2", 1);
    assert_eq!(Written::read(&newer), Err(Unreadable::Newer(2)));
    for damaged in ["", "{", "{}", "{\"format\": 0}", "{\"format\": 1}", "null", "[1]", &WRITTEN_1[..200]] {
        assert!(matches!(Written::read(damaged), Err(Unreadable::Damaged(_))), "{damaged}");
        assert!(matches!(Known::read(damaged), Err(Unreadable::Damaged(_))), "{damaged}");
    }
}
