//! The table of states: what each action of the author, and of anybody else without a role, comes to in each state.

mod world;

use model::content::Patch;
use model::field::{Fault, Field, Value};
use model::id::Rev;
use model::initiative::{Alternative, FieldReasons, Initiative, RecognitionLevel, State};
use model::op::{Action, Op, Recognition, Remark, Return, Side};
use model::problem::{Problem, ProblemKind};
use model::review::Accepted;
use std::collections::BTreeMap;
use world::{Bench, actor, device, initiative, moment, op_id, path};

fn title(text: &str) -> Action {
    Action::Edit(Patch::of([(Field::Title, Value::Text(text.into()))]))
}

fn consent(agreed: bool) -> Action {
    Action::Edit(Patch::of([(Field::PublicStory, Value::Flag(agreed))]))
}

fn send(current: Option<&Initiative>, member: u64, base: Rev, action: Action) -> Result<Accepted, Problem> {
    let op = Op { id: op_id(1), initiative: initiative(1), base, at: moment(0), action };
    let bench = Bench { by: &actor(member, member), offices: &[], path: &path("tld cd-dau-khi"), original: None };
    bench.decide(current, &[], &op, moment(5_000)).map_err(|refused| refused.problem)
}

/// Member 1's initiative in a state, with a title.
fn one_in(state: State) -> Initiative {
    let started = send(None, 1, Rev(0), title("Sáng kiến")).unwrap().initiative;
    let submitted_at = state.is_counted().then(|| moment(1_000));
    Initiative { state, submitted_at, ..started }
}

fn actions() -> Vec<Action> {
    vec![
        title("Khác"),
        consent(true),
        Action::Resolve(BTreeMap::from([(Field::Title, Side::Mine)])),
        Action::Submit {},
        Action::Withdraw {},
        Action::Delete {},
        Action::Receive {},
        Action::Return(Return { reason: "Nói rõ hơn".into(), fields: FieldReasons::default() }),
        Action::Recognise(Recognition::at(RecognitionLevel::Grassroots)),
        Action::Decline { reason: "Không mới".into() },
        Action::MarkDuplicate { of: initiative(2) },
        Action::Forward {},
        Action::Comment(Remark { text: "Hay".into(), score: Some(90) }),
    ]
}

/// What the author's action comes to: the state after it, or the reason why not.
fn expected(state: State, action: &Action) -> Result<State, ProblemKind> {
    use State::*;
    match (action, state) {
        (
            Action::Edit(_) | Action::Resolve(_) | Action::Submit {} | Action::Withdraw {} | Action::Delete {},
            Deleted,
        ) => Err(ProblemKind::Deleted),
        (Action::Edit(patch), _) if patch.is_consent() => Ok(state),
        (Action::Edit(_) | Action::Resolve(_), Draft | Returned | Withdrawn) => Ok(state),
        (Action::Edit(_) | Action::Resolve(_), _) => Err(ProblemKind::Frozen),
        (Action::Submit {}, Draft | Returned | Withdrawn) => Ok(Submitted),
        (Action::Submit {}, Submitted | Received) => Ok(state),
        (Action::Withdraw {}, Draft | Returned | Withdrawn | Submitted | Received) => Ok(Withdrawn),
        (Action::Submit {} | Action::Withdraw {}, Recognised | Declined | Duplicate) => {
            Err(ProblemKind::AlreadyDecided)
        }
        (Action::Delete {}, Draft | Returned | Withdrawn) => Ok(Deleted),
        (Action::Delete {}, Submitted | Received) => Err(ProblemKind::Frozen),
        (Action::Delete {}, Recognised | Declined | Duplicate) => Err(ProblemKind::AlreadyDecided),
        // Nobody decides on their own.
        _ => Err(ProblemKind::Forbidden),
    }
}

#[test]
fn the_author_may_do_what_the_table_says_in_every_state() {
    for state in State::ALL {
        for action in actions() {
            let before = one_in(state);
            let came_to = send(Some(&before), 1, before.rev, action.clone());
            let after = came_to.map(|accepted| accepted.initiative).map_err(|problem| problem.kind);
            assert_eq!(after.clone().map(|after| after.state), expected(state, &action), "{state:?} {}", action.name());
            if let Ok(after) = after {
                assert_eq!(after.rev, before.rev.next());
                assert_eq!(after.submitted_at.is_some(), after.state.is_counted(), "{state:?} {}", action.name());
            }
        }
    }
}

#[test]
fn nobody_but_the_author_may_do_anything_in_any_state() {
    for state in State::ALL {
        for action in actions() {
            let before = one_in(state);
            let refused = send(Some(&before), 2, before.rev, action).unwrap_err();
            assert_eq!(refused.kind, ProblemKind::Forbidden);
        }
    }
}

#[test]
fn lesson_4_a_submitted_revision_is_frozen_until_it_is_returned_or_withdrawn() {
    let submitted = send(Some(&one_in(State::Draft)), 1, Rev(1), Action::Submit {}).unwrap().initiative;
    assert_eq!(send(Some(&submitted), 1, submitted.rev, title("Sửa lén")).unwrap_err().kind, ProblemKind::Frozen);
    let withdrawn = send(Some(&submitted), 1, submitted.rev, Action::Withdraw {}).unwrap().initiative;
    assert_eq!(withdrawn.content, submitted.content);
    let edited = send(Some(&withdrawn), 1, withdrawn.rev, title("Sửa")).unwrap().initiative;
    let again = send(Some(&edited), 1, edited.rev, Action::Submit {}).unwrap().initiative;
    assert_eq!((again.state, again.content.text(Field::Title)), (State::Submitted, "Sửa"));
}

#[test]
fn submitting_twice_keeps_the_first_moment() {
    let submitted = one_in(State::Submitted);
    let again = send(Some(&submitted), 1, submitted.rev, Action::Submit {}).unwrap().initiative;
    assert_eq!(again.submitted_at, Some(moment(1_000)));
}

#[test]
fn consent_is_withdrawn_and_given_again_whatever_was_decided_and_nothing_else_with_it() {
    let recognised = one_in(State::Recognised);
    let given = send(Some(&recognised), 1, recognised.rev, consent(true)).unwrap().initiative;
    assert!(given.content.public_story());
    let withdrawn = send(Some(&given), 1, given.rev, consent(false)).unwrap().initiative;
    assert!(!withdrawn.content.public_story());
    let with_words = Action::Edit(Patch::of([
        (Field::PublicStory, Value::Flag(true)),
        (Field::Title, Value::Text("Sửa lén".into())),
    ]));
    assert_eq!(send(Some(&withdrawn), 1, withdrawn.rev, with_words).unwrap_err().kind, ProblemKind::Frozen);
}

#[test]
fn only_an_edit_from_nothing_starts_an_initiative() {
    assert!(send(None, 1, Rev(0), title("Mới")).is_ok());
    for (base, action) in [(Rev(1), title("Mới")), (Rev(0), Action::Submit {}), (Rev(0), Action::Withdraw {})] {
        assert_eq!(send(None, 1, base, action).unwrap_err().kind, ProblemKind::NotFound);
    }
}

#[test]
fn a_base_that_was_never_given_out_is_not_found() {
    let draft = one_in(State::Draft);
    assert_eq!(send(Some(&draft), 1, draft.rev.next(), title("Khác")).unwrap_err().kind, ProblemKind::NotFound);
}

#[test]
fn a_submission_tells_all_that_is_missing() {
    let mut draft = one_in(State::Draft);
    draft.content.set(Field::Title, Value::Text(String::new()));
    let (field, by, device, at) = (Field::Story, draft.author.clone(), device(2), moment(0));
    draft.alternatives.push(Alternative { field, value: Value::Text("khác".into()), by, device, at });
    let problem = send(Some(&draft), 1, draft.rev, Action::Submit {}).unwrap_err();
    let faults: Vec<_> = problem.errors.iter().map(|error| (error.pointer.as_str(), error.fault.clone())).collect();
    assert_eq!(faults, [("/title", Fault::Missing), ("/story", Fault::Unresolved)]);
}
