//! What is understood of an op, and how what isn't is refused.

use super::*;
use crate::initiative::{FieldReasons, RecognitionLevel};
use serde_json::json;

const ID: &str = "01936d5e-7b00-7abc-8def-0123456789ab";
const INITIATIVE: &str = "01936d5e-7b00-7abc-8def-0123456789ac";

fn received(action: Json) -> Result<Action, Problem> {
    let op = json!({"id": ID, "initiative": INITIATIVE, "base": 3, "at": "2026-08-31T12:00:00Z", "action": action});
    Received::parse(op).unwrap().op.map(|op| op.action)
}

fn pointers(problem: &Problem) -> Vec<(&str, Fault)> {
    problem.errors.iter().map(|error| (error.pointer.as_str(), error.fault.clone())).collect()
}

#[test]
fn the_authors_actions_are_understood() {
    let patch = Patch::of([(Field::Title, crate::field::Value::Text("Sáng kiến".into()))]);
    assert_eq!(received(json!({"edit": {"title": "Sáng kiến", "colour": "red"}})), Ok(Action::Edit(patch)));
    assert_eq!(received(json!({"submit": {}})), Ok(Action::Submit {}));
    assert_eq!(received(json!({"withdraw": {"why": "later versions may say"}})), Ok(Action::Withdraw {}));
    let choices = BTreeMap::from([(Field::Story, Side::Mine), (Field::Title, Side::Theirs)]);
    let resolve = json!({"resolve": {"story": "mine", "title": "theirs"}});
    assert_eq!(received(resolve.clone()), Ok(Action::Resolve(choices.clone())));
    assert_eq!(serde_json::to_value(Action::Resolve(choices)).unwrap(), resolve);
}

#[test]
fn an_unknown_action_is_unsupported_and_a_malformed_one_invalid() {
    for unknown in [json!({}), json!({"applaud": {}})] {
        assert_eq!(received(unknown.clone()).unwrap_err().kind, ProblemKind::Unsupported, "{unknown}");
    }
    for malformed in [json!("submit"), json!(null), json!([]), json!({"submit": null}), json!({"edit": []})] {
        let problem = received(malformed.clone()).unwrap_err();
        assert_eq!((problem.kind, pointers(&problem)), (ProblemKind::Invalid, vec![("/action", Fault::WrongType)]));
    }
}

#[test]
fn one_op_has_one_action_and_unknown_members_beside_it_are_ignored() {
    assert_eq!(received(json!({"submit": {}, "withdraw": {}})).unwrap_err().kind, ProblemKind::Invalid);
    assert_eq!(received(json!({"submit": {}, "priority": "high"})), Ok(Action::Submit {}));
}

#[test]
fn every_fault_of_an_edit_is_told_with_a_pointer_into_the_initiative() {
    let problem = received(json!({"edit": {"title": 7, "authors": [{"share": 101}]}})).unwrap_err();
    let range = Fault::OutOfRange { min: 0, max: 100 };
    assert_eq!(pointers(&problem), [("/authors/0/share", range), ("/title", Fault::WrongType)]);
}

#[test]
fn a_choice_is_mine_or_theirs() {
    let problem = received(json!({"resolve": {"title": "both", "colour": "mine"}})).unwrap_err();
    assert_eq!(pointers(&problem), [("/title", Fault::WrongType)]);
}

#[test]
fn an_op_that_lacks_a_member_is_refused_alone_if_it_has_an_id() {
    let whole =
        json!({"id": ID, "initiative": INITIATIVE, "base": 0, "at": "2026-08-31T12:00:00Z", "action": {"submit": {}}});
    for name in ["initiative", "base", "at", "action"] {
        let mut op = whole.clone();
        op.as_object_mut().unwrap().remove(name);
        let problem = Received::parse(op).unwrap().op.unwrap_err();
        let pointer = format!("/{name}");
        assert_eq!(pointers(&problem), [(pointer.as_str(), Fault::Missing)]);
    }
    for (name, bad) in [("initiative", json!(7)), ("base", json!(-1)), ("base", json!(1.5)), ("at", json!("gestern"))] {
        let mut op = whole.clone();
        op[name] = bad;
        let problem = Received::parse(op).unwrap().op.unwrap_err();
        let pointer = format!("/{name}");
        assert_eq!(pointers(&problem), [(pointer.as_str(), Fault::WrongType)]);
    }
}

#[test]
fn an_op_without_an_id_cannot_be_answered() {
    for (op, pointer) in [(json!([]), ""), (json!({}), "/id"), (json!({"id": ID.to_uppercase()}), "/id")] {
        assert_eq!(Received::parse(op).unwrap_err().pointer, pointer);
    }
}

#[test]
fn an_op_is_read_back_as_it_was_stored() {
    let op = json!({"id": ID, "initiative": INITIATIVE, "base": 3, "at": "2026-08-31T12:00:00.000Z", "action": {"edit": {"story": ""}}});
    let read: Op = serde_json::from_value(op.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), op);
}

#[test]
fn the_officers_actions_are_understood_and_stored_as_they_came() {
    let endorsement = json!({"name": "Đỗ Thị Mai", "position": "Giám đốc", "date": "2023-10-03"});
    for action in [
        json!({"receive": {}}),
        json!({"forward": {}}),
        json!({"return": {"reason": "Nói rõ hơn", "fields": {"effect": "Bao nhiêu giờ?", "benefit_vnd": "Theo năm?"}}}),
        json!({"return": {"reason": "Nói rõ hơn"}}),
        json!({"recognise": {"level": "upper", "benefit_vnd": 0, "how_checked": "Xem sổ", "endorsement": endorsement}}),
        json!({"recognise": {"level": "grassroots"}}),
        json!({"decline": {"reason": "Không mới"}}),
        json!({"mark_duplicate": {"of": INITIATIVE}}),
        json!({"comment": {"text": "Hay", "score": 85}}),
        json!({"comment": {"score": 0}}),
    ] {
        let read = received(action.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), action);
        assert_eq!(serde_json::from_value::<Action>(action.clone()).unwrap(), read);
        assert_eq!(crate::json::read::<Action>(&crate::json::write(&read)).unwrap(), read);
        assert!(action.get(read.name()).is_some());
    }
}

#[test]
fn what_an_officer_writes_is_cleaned_and_unknown_members_are_ignored() {
    let sent = json!({"return": {"reason": "  No\u{301}i ro\u{303}\r\n", "tone": "kind", "fields": {"title": " ", "colour": 7}}});
    let expected = Return { reason: "Nói rõ".into(), fields: FieldReasons::default() };
    assert_eq!(received(sent), Ok(Action::Return(expected)));
    let sent = json!({"recognise": {"level": "national", "benefit_vnd": null, "how_checked": "", "endorsement": null}});
    assert_eq!(received(sent), Ok(Action::Recognise(Recognition::at(RecognitionLevel::National))));
}

#[test]
fn every_fault_of_an_officers_action_is_told_with_a_pointer_into_the_op() {
    let long = "x".repeat(MAX_REASON + 1);
    let too_long = Fault::TooLong { max: 5_000 };
    let of = |action: Json| received(action).unwrap_err().errors;
    let at = |pointer: &str, fault: Fault| FieldFault { pointer: format!("/action/{pointer}"), fault };
    assert_eq!(of(json!({"return": {}})), [at("return/reason", Fault::Missing)]);
    assert_eq!(of(json!({"return": {"reason": " \n"}})), [at("return/reason", Fault::Missing)]);
    assert_eq!(of(json!({"decline": {"reason": 7}})), [at("decline/reason", Fault::WrongType)]);
    assert_eq!(
        of(json!({"return": {"reason": long, "fields": {"effect": "a\u{202E}b", "story": []}}})),
        [
            at("return/reason", too_long.clone()),
            at("return/fields/effect", Fault::BadCharacter),
            at("return/fields/story", Fault::WrongType),
        ]
    );
    assert_eq!(of(json!({"return": {"reason": "x", "fields": []}})), [at("return/fields", Fault::WrongType)]);
    let range = |max| Fault::OutOfRange { min: 0, max };
    assert_eq!(
        of(
            json!({"recognise": {"level": "cosmic", "benefit_vnd": -1, "endorsement": {"name": " ", "date": "hôm qua"}}})
        ),
        [
            at("recognise/level", Fault::WrongType),
            at("recognise/benefit_vnd", range(100_000_000_000_000)),
            at("recognise/endorsement/name", Fault::Missing),
            at("recognise/endorsement/position", Fault::Missing),
            at("recognise/endorsement/date", Fault::WrongType),
        ]
    );
    assert_eq!(of(json!({"recognise": {}})), [at("recognise/level", Fault::Missing)]);
    assert_eq!(of(json!({"mark_duplicate": {}})), [at("mark_duplicate/of", Fault::Missing)]);
    assert_eq!(of(json!({"mark_duplicate": {"of": "x"}})), [at("mark_duplicate/of", Fault::WrongType)]);
    assert_eq!(of(json!({"comment": {}})), [at("comment/text", Fault::Missing)]);
    assert_eq!(of(json!({"comment": {"score": 101}})), [at("comment/score", range(100))]);
    assert_eq!(of(json!({"comment": {"score": 8.5}})), [at("comment/score", Fault::WrongType)]);
}
