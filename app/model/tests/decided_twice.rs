//! Decisions that meet other ops on the server, in every order: another decision, a withdrawal, an edit, a receipt.

mod world;

use model::field::{Fault, Field, FieldFault};
use model::id::Rev;
use model::initiative::{Officer, RecognitionLevel, State};
use model::op::{Action, Outcome, Remark};
use model::problem::ProblemKind;
use world::house::{House, author, base, colleague, decisions, decline, recognise, write};
use world::{initiative, member};

#[test]
fn of_two_decisions_the_first_holds_and_the_second_is_told_and_kept_as_a_comment() {
    for (first, second) in decisions().into_iter().flat_map(|first| decisions().map(|second| (first.clone(), second))) {
        let mut house = House::new();
        let base_rev = house.rev(1);
        let held = house.at(1, &base(), base_rev, first.clone()).unwrap().initiative;
        let refused = house.at(1, &colleague(), base_rev, second.clone()).unwrap_err();
        assert_eq!(refused.problem.kind, ProblemKind::AlreadyDecided, "{first:?} then {second:?}");
        let told = refused.problem.decision.unwrap();
        assert_eq!(told.by, Officer { name: "Đoàn viên 10".into(), unit: Some("a-1-x".parse().unwrap()) });
        assert_eq!((told.at, told.state), (held.updated_at, Some(held.state)));
        assert_eq!(house.get(1), &held);
        let kept = refused.comment.unwrap();
        assert_eq!((kept.initiative, kept.by.id, kept.unit.as_str()), (initiative(1), member(11), "a-1-x"));
        let overtaken = kept.overtaken.unwrap();
        match second {
            Action::Return(asked) => {
                assert_eq!((kept.text, overtaken.state), (asked.reason, State::Returned));
                assert_eq!(overtaken.fields, asked.fields);
            }
            Action::Decline { reason } => assert_eq!((kept.text, overtaken.state), (reason, State::Declined)),
            Action::MarkDuplicate { of } => assert_eq!((overtaken.of, overtaken.state), (Some(of), State::Duplicate)),
            _ => assert_eq!(overtaken.level, Some(RecognitionLevel::Grassroots)),
        }
    }
}

#[test]
fn a_receipt_that_comes_after_a_decision_leaves_no_comment() {
    let mut house = House::new();
    house.does(1, &base(), decline("Không mới")).unwrap();
    let refused = house.at(1, &colleague(), Rev(2), Action::Receive {}).unwrap_err();
    assert_eq!((refused.problem.kind, refused.comment), (ProblemKind::AlreadyDecided, None));
}

#[test]
fn withdrawing_and_deciding_meet_in_both_orders() {
    for decision in decisions() {
        let mut house = House::new();
        let base_rev = house.rev(1);
        house.at(1, &author(), base_rev, Action::Withdraw {}).unwrap();
        let refused = house.at(1, &base(), base_rev, decision.clone()).unwrap_err();
        assert_eq!((refused.problem.kind, refused.comment), (ProblemKind::Frozen, None));
        assert_eq!(house.get(1).state, State::Withdrawn);

        let mut house = House::new();
        let decided = house.at(1, &base(), base_rev, decision).unwrap().initiative;
        let came = house.at(1, &author(), base_rev, Action::Withdraw {});
        match decided.state {
            // What is asked for may also be taken back.
            State::Returned => assert_eq!(came.unwrap().initiative.state, State::Withdrawn),
            state => {
                let refused = came.unwrap_err();
                assert_eq!((refused.problem.kind, refused.comment), (ProblemKind::AlreadyDecided, None));
                assert_eq!((house.get(1).state, refused.problem.decision.map(|it| *it)), (state, decided.decision));
            }
        }
    }
}

#[test]
fn a_decision_is_about_the_words_that_were_read() {
    for decision in decisions().into_iter().chain([Action::Forward {}]) {
        let mut house = House::new();
        let read = house.rev(1);
        house.does(1, &author(), Action::Withdraw {}).unwrap();
        house.does(1, &author(), write(Field::Effect, "Mỗi ca hai giờ")).unwrap();
        let words = house.rev(1);
        house.does(1, &author(), Action::Submit {}).unwrap();
        let refused = house.at(1, &base(), read, decision.clone()).unwrap_err();
        let fault = Fault::OutOfRange { min: words.0.into(), max: house.rev(1).0.into() };
        assert_eq!(refused.problem.kind, ProblemKind::Invalid);
        assert_eq!(refused.problem.errors, [FieldFault { pointer: "/base".into(), fault }]);
        assert_eq!(house.get(1).state, State::Submitted);
        assert!(house.at(1, &base(), words, decision).is_ok(), "who has read the new words may decide");
    }
}

#[test]
fn the_same_words_sent_again_may_be_decided_on_from_the_earlier_revision() {
    let mut house = House::new();
    let read = house.rev(1);
    house.does(1, &author(), Action::Withdraw {}).unwrap();
    house.does(1, &author(), Action::Submit {}).unwrap();
    let accepted = house.at(1, &base(), read, recognise(RecognitionLevel::Grassroots)).unwrap();
    assert_eq!((accepted.outcome, accepted.initiative.state), (Outcome::Merged, State::Recognised));
}

#[test]
fn a_receipt_and_a_comment_say_nothing_about_the_words_and_may_be_late() {
    let mut house = House::new();
    let read = house.rev(1);
    house.does(1, &author(), Action::Withdraw {}).unwrap();
    house.does(1, &author(), write(Field::Effect, "Mỗi ca hai giờ")).unwrap();
    house.does(1, &author(), Action::Submit {}).unwrap();
    assert_eq!(house.at(1, &base(), read, Action::Receive {}).unwrap().outcome, Outcome::Merged);
    assert!(house.at(1, &base(), read, Action::Comment(Remark { text: "Hay".into(), score: None })).is_ok());
}

#[test]
fn an_edit_that_comes_after_the_decision_is_frozen() {
    let mut house = House::new();
    house.does(1, &base(), recognise(RecognitionLevel::Grassroots)).unwrap();
    assert_eq!(house.does(1, &author(), write(Field::Effect, "thêm")), Err(ProblemKind::Frozen));
}

#[test]
fn what_the_same_tablet_did_before_counts_as_seen() {
    let mut house = House::new();
    let read = house.rev(1);
    assert_eq!(house.at(1, &base(), read, Action::Receive {}).unwrap().outcome, Outcome::Applied);
    let recognised = house.at(1, &base(), read, recognise(RecognitionLevel::Grassroots)).unwrap();
    assert_eq!((recognised.outcome, recognised.initiative.state), (Outcome::Applied, State::Recognised));
}
