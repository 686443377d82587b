//! What officers' ops come to: the ways of an initiative through the desks, and who is told what.

mod world;

use model::field::{Fault, Field, FieldFault};
use model::id::Rev;
use model::initiative::{Endorsement, Initiative, RecognitionLevel, State};
use model::money::Vnd;
use model::op::{Action, Outcome, Recognition, Remark};
use model::problem::ProblemKind;
use model::review::{Refused, shown_to};
use model::rights::{Office, Role, Subject, Who};
use model::unit::Level;
use proptest::prelude::*;
use world::house::{
    By, House, UNIT, ask, author, base, colleague, decisions, decline, national, recognise, upper, verified, write,
};
use world::{desk, initiative, member, path};

#[test]
fn received_it_is_due_in_three_months() {
    let mut house = House::new();
    assert_eq!(house.get(1).due_on(), None);
    let received = house.does(1, &base(), Action::Receive {}).unwrap();
    assert_eq!((received.state, received.received_at), (State::Received, Some(received.updated_at)));
    assert_eq!(received.due_on().unwrap().to_string(), "2026-11-30");
    let again = house.does(1, &colleague(), Action::Receive {}).unwrap();
    assert_eq!(again.received_at, received.received_at, "the first receipt holds");
    assert_eq!(house.does(1, &base(), decline("Không mới")).unwrap().due_on(), None);
}

#[test]
fn the_author_learns_what_was_decided_by_whose_name_and_unit_and_no_more() {
    let mut house = House::new();
    let endorsement =
        Endorsement {
            name: "Đỗ Thị Mai".into(), position: "Giám đốc".into(), date: "2026-08-30".parse().unwrap()
        };
    let recognition = Recognition {
        benefit_vnd: Some(Vnd::for_initiative(80_000_000).unwrap()),
        how_checked: Some("Xem sổ".into()),
        endorsement: Some(endorsement),
        ..Recognition::at(RecognitionLevel::Grassroots)
    };
    let after = house.does(1, &base(), Action::Recognise(recognition)).unwrap();
    assert_eq!((after.state, after.received_at), (State::Recognised, Some(after.updated_at)), "deciding takes it in");
    let json = serde_json::to_value(&after).unwrap();
    assert_eq!(
        json["decision"],
        serde_json::json!({
            "by": {"name": "Đoàn viên 10", "unit": "a-1-x"},
            "at": after.updated_at,
            "state": "recognised",
            "level": "grassroots",
            "benefit_vnd": 80_000_000,
            "how_checked": "Xem sổ",
            "endorsement": {"name": "Đỗ Thị Mai", "position": "Giám đốc", "date": "2026-08-30"},
        })
    );
    assert!(!json.to_string().contains(&member(10).to_string()));
    assert_eq!(serde_json::from_value::<Initiative>(json).unwrap(), after);
}

#[test]
fn a_returned_one_is_written_in_and_sent_again_and_keeps_what_was_asked_for() {
    let mut house = House::new();
    house.does(1, &base(), Action::Receive {}).unwrap();
    let returned = house.does(1, &base(), ask("Nói rõ hơn")).unwrap();
    assert_eq!((returned.state, returned.received_at), (State::Returned, None));
    let decision = returned.decision.unwrap();
    assert_eq!((decision.state, decision.reason.as_deref()), (Some(State::Returned), Some("Nói rõ hơn")));
    assert_eq!(decision.fields.get(Field::Effect), Some("Bao nhiêu giờ?"));
    house.does(1, &author(), write(Field::Effect, "Mỗi ca hai giờ")).unwrap();
    let again = house.does(1, &author(), Action::Submit {}).unwrap();
    assert_eq!((again.state, again.received_at, again.decision.is_some()), (State::Submitted, None, true));
    assert_eq!(house.does(1, &base(), recognise(RecognitionLevel::Grassroots)).unwrap().state, State::Recognised);
}

#[test]
fn a_unit_recognises_at_its_own_level_and_below() {
    let may = |by: &By, level| House::new().does(1, by, recognise(level)).is_ok();
    let levels = |by: &By| RecognitionLevel::ALL.map(|level| may(by, level));
    assert_eq!(levels(&base()), [true, false, false]);
    assert_eq!(levels(&upper()), [true, true, false]);
    assert_eq!(levels(&national()), [true, true, true]);
    let team = (10, vec![desk(UNIT, Level::Team)]);
    assert_eq!(levels(&team), [false, false, false], "a team has no council");
    assert_eq!(House::new().does(1, &team, Action::Forward {}).unwrap().state, State::Received);
}

#[test]
fn put_before_the_unit_above_it_is_decided_there() {
    let mut house = House::new();
    let put = house.does(1, &base(), Action::Forward {}).unwrap();
    assert_eq!((put.state, put.reviewed_in().as_str()), (State::Received, "a-1"));
    for decision in decisions() {
        assert_eq!(house.does(1, &colleague(), decision), Err(ProblemKind::Forbidden));
    }
    let remark = Action::Comment(Remark { text: "Chúng tôi đã xem".into(), score: None });
    assert!(house.does(1, &colleague(), remark).is_ok(), "they may still say something");
    // Returned and sent again it comes to who asked.
    house.does(1, &upper(), ask("Nói rõ hơn")).unwrap();
    let again = house.does(1, &author(), Action::Submit {}).unwrap();
    assert_eq!(again.reviewed_in().as_str(), "a-1");
    let recognised = house.does(1, &upper(), recognise(RecognitionLevel::Upper)).unwrap();
    assert_eq!((recognised.state, recognised.is_put_higher()), (State::Recognised, false));
    // Withdrawn and sent again it begins anew.
    house.does(2, &base(), Action::Forward {}).unwrap();
    house.does(2, &author(), Action::Withdraw {}).unwrap();
    assert_eq!(house.does(2, &author(), Action::Submit {}).unwrap().reviewed_in().as_str(), "a-1-x");
}

#[test]
fn recognised_it_goes_up_level_by_level_and_keeps_what_it_has() {
    let mut house = House::new();
    house.does(1, &base(), verified(RecognitionLevel::Grassroots, 80)).unwrap();
    let put = house.does(1, &base(), Action::Forward {}).unwrap();
    assert_eq!((put.state, put.is_put_higher()), (State::Recognised, true));
    assert_eq!(put.due_on().unwrap().to_string(), "2026-11-30");
    assert_eq!(house.does(1, &author(), Action::Withdraw {}), Err(ProblemKind::AlreadyDecided));
    assert_eq!(house.does(1, &upper(), recognise(RecognitionLevel::Grassroots)), Err(ProblemKind::AlreadyDecided));
    assert_eq!(house.does(1, &upper(), ask("Nói rõ hơn")), Err(ProblemKind::AlreadyDecided));
    let higher = house.does(1, &upper(), recognise(RecognitionLevel::Upper)).unwrap();
    let decision = higher.decision.clone().unwrap();
    assert_eq!((decision.level, decision.benefit_vnd.map(Vnd::dong)), (Some(RecognitionLevel::Upper), Some(80)));
    assert_eq!(decision.how_checked.as_deref(), Some("Xem sổ"));
    assert!(!higher.is_put_higher());
    // The nation says no: what the lower levels recognised stands.
    let put = house.does(1, &upper(), Action::Forward {}).unwrap();
    assert_eq!(put.reviewed_in().as_str(), "a");
    house.does(1, &national(), decline("Chưa đủ phạm vi")).unwrap();
    let after = house.get(1);
    assert_eq!((after.state, &after.decision), (State::Recognised, &Some(decision)));
    let forwarding = after.forwarded.as_ref().unwrap();
    assert_eq!(forwarding.declined.as_ref().unwrap().reason.as_deref(), Some("Chưa đủ phạm vi"));
    assert_eq!(house.does(1, &national(), decline("Lại")), Err(ProblemKind::AlreadyDecided));
}

#[test]
fn nothing_is_above_the_root() {
    assert_eq!(House::new().does(1, &national(), Action::Forward {}), Err(ProblemKind::Forbidden));
}

#[test]
fn an_officer_beside_or_below_or_in_another_role_or_without_it_by_now_decides_nothing() {
    let beside = desk("tld a a-2", Level::Upper);
    let below = desk("tld a a-1 a-1-x a-1-x-1", Level::Team);
    let auditor = Office { role: Role::Auditor, ..desk("tld", Level::National) };
    for office in [beside, below, auditor] {
        for decision in decisions().into_iter().chain([Action::Receive {}, Action::Forward {}]) {
            assert_eq!(House::new().does(1, &(20, vec![office.clone()]), decision), Err(ProblemKind::Forbidden));
        }
    }
    let lost_the_role = (base().0, Vec::new());
    assert_eq!(House::new().does(1, &lost_the_role, Action::Receive {}), Err(ProblemKind::Forbidden));
}

#[test]
fn lesson_17_a_duplicate_is_linked_to_its_original_and_never_in_a_circle() {
    let of = |number| Action::MarkDuplicate { of: initiative(number) };
    let mut house = House::new();
    let missing = |refused: Refused| {
        assert_eq!(refused.problem.kind, ProblemKind::Invalid);
        let pointer = "/action/mark_duplicate/of".into();
        assert_eq!(refused.problem.errors, [FieldFault { pointer, fault: Fault::Missing }]);
    };
    missing(house.at(1, &base(), Rev(2), of(1)).unwrap_err());
    missing(house.at(1, &base(), Rev(2), of(7)).unwrap_err());
    let before = house.get(1).content.clone();
    let marked = house.does(1, &base(), of(2)).unwrap();
    assert_eq!((marked.state, marked.duplicate_of), (State::Duplicate, Some(initiative(2))));
    assert_eq!(marked.content, before);
    missing(house.at(2, &base(), Rev(2), of(1)).unwrap_err());
    house.at(3, &author(), Rev(0), write(Field::Title, "Nháp")).unwrap();
    missing(house.at(2, &base(), Rev(2), of(3)).unwrap_err());
}

#[test]
fn a_comment_stands_beside_and_changes_nothing() {
    let mut house = House::new();
    let before = house.get(1).clone();
    let remark = Action::Comment(Remark { text: "Hay, nên nhân rộng".into(), score: Some(90) });
    let accepted = house.at(1, &base(), before.rev, remark).unwrap();
    assert_eq!((accepted.outcome, &accepted.initiative, accepted.change), (Outcome::Applied, &before, None));
    let comment = accepted.comment.unwrap();
    assert_eq!((comment.text.as_str(), comment.score, comment.overtaken), ("Hay, nên nhân rộng", Some(90), None));
    assert_eq!((comment.by.id, comment.unit.as_str()), (member(10), "a-1-x"));
}

#[test]
fn of_what_was_withdrawn_a_reviewer_learns_that_and_no_words() {
    let mut house = House::new();
    house.does(1, &base(), ask("Nói rõ hơn")).unwrap();
    house.does(1, &author(), Action::Withdraw {}).unwrap();
    house.does(1, &author(), write(Field::Story, "riêng tư")).unwrap();
    let initiative = house.get(1);
    let who = |by: By| Who::new(member(by.0), &by.1, &path(UNIT));
    let shown = shown_to(&who(upper()), initiative).unwrap();
    assert_eq!((shown.state, shown.content.is_empty(), &shown.decision), (State::Withdrawn, true, &None));
    assert_eq!(shown_to(&who(author()), initiative).unwrap().as_ref(), initiative);
    assert_eq!(shown_to(&who((20, vec![desk("tld b", Level::Province)])), initiative), None);
    let draft = Initiative { state: State::Draft, ..initiative.clone() };
    assert_eq!(shown_to(&who(upper()), &draft), None);
}

fn any_action() -> impl Strategy<Value = Action> {
    prop_oneof![
        Just(write(Field::Effect, "Mỗi ca hai giờ")),
        Just(Action::Submit {}),
        Just(Action::Withdraw {}),
        Just(Action::Receive {}),
        Just(Action::Forward {}),
        Just(ask("Nói rõ hơn")),
        Just(decline("Không mới")),
        Just(Action::MarkDuplicate { of: initiative(2) }),
        prop::sample::select(&RecognitionLevel::ALL[..]).prop_map(|level| verified(level, 7)),
        Just(Action::Comment(Remark { text: "Hay".into(), score: None })),
    ]
}

proptest! {
    /// Whoever does whatever in whatever order: what is decided stays decided, levels only rise, and what the state says
    /// agrees with all the rest.
    #[test]
    fn whatever_happens_what_is_decided_stays_and_all_parts_agree(
        deeds in prop::collection::vec((0_usize..5, any_action(), 0_u32..4), 0..60),
    ) {
        let everybody = [author(), base(), colleague(), upper(), national()];
        let mut house = House::new();
        for (who, action, behind) in deeds {
            let before = house.get(1).clone();
            let base = Rev(before.rev.0.saturating_sub(behind));
            let came = house.at(1, &everybody[who], base, action.clone());
            let after = house.get(1);
            let level = |it: &Initiative| it.decision.as_ref().and_then(|decision| decision.level);
            match came {
                Err(refused) => {
                    prop_assert_eq!(&before, after);
                    prop_assert!(refused.comment.is_none() || refused.problem.kind == ProblemKind::AlreadyDecided);
                }
                Ok(accepted) => {
                    let steps = u32::from(accepted.change.is_some());
                    prop_assert_eq!(after.rev.0, before.rev.0 + steps, "{}", action.name());
                    prop_assert_eq!(matches!(action, Action::Comment(_)), steps == 0);
                }
            }
            if before.state.is_decided() {
                prop_assert_eq!(before.state, after.state);
                prop_assert_eq!(&before.content, &after.content);
                prop_assert!(level(after) >= level(&before));
            }
            prop_assert_eq!(after.duplicate_of.is_some(), after.state == State::Duplicate);
            prop_assert_eq!(after.received_at.is_some(), after.state == State::Received || after.state.is_decided());
            prop_assert_eq!(after.due_on().is_some(), after.state == State::Received || after.is_put_higher());
            if after.state.is_decided() || after.state == State::Returned {
                prop_assert_eq!(after.decision.as_ref().and_then(|decision| decision.state), Some(after.state));
            }
            prop_assert!(path(UNIT).contains(after.reviewed_in()));
            if let Subject::Initiative { is_put_higher, .. } = Subject::of(after) {
                prop_assert_eq!(is_put_higher, after.is_put_higher());
            }
        }
    }
}
