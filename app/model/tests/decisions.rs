//! What officers decide reaches the author's devices: every state, whatever the device was doing at the time, and no word
//! is lost over it.

mod world;

use model::draft::{Known, Need, Standing};
use model::field::Field;
use model::id::InitiativeId;
use model::initiative::{FieldReasons, RecognitionLevel, State};
use model::op::{Action, Recognition, Return};
use model::problem::ProblemKind;
use model::sync::Event;
use world::phone::Phone;
use world::server::Server;
use world::{initiative, moment};

fn ask() -> Action {
    let fields = FieldReasons::of([(Field::Effect, "Bao nhiêu giờ?".to_owned())]);
    Action::Return(Return { reason: "Nói rõ hơn".into(), fields })
}

fn recognise() -> Action {
    Action::Recognise(Recognition::at(RecognitionLevel::Grassroots))
}

fn decline() -> Action {
    Action::Decline { reason: "Không mới".into() }
}

/// A phone whose initiative 1 was handed in, and the server; initiative 2 is there to be an original.
fn handed_in() -> (Phone, Server, InitiativeId) {
    let (mut phone, mut server) = (Phone::new(1), Server::default());
    for number in 1..=2 {
        let id = initiative(number);
        phone.write(id, Field::Title, "Gá hàn");
        phone.ask(id, Action::Submit {});
    }
    phone.lose();
    phone.sync(&mut server);
    let id = initiative(1);
    assert_eq!(phone.standing(id), Standing::Settled(State::Submitted));
    (phone, server, id)
}

#[test]
fn every_state_that_an_officer_brings_about_is_taken_in_and_kept() {
    let duplicate = Action::MarkDuplicate { of: initiative(2) };
    for (ops, state) in [
        (vec![Action::Receive {}], State::Received),
        (vec![ask()], State::Returned),
        (vec![recognise()], State::Recognised),
        (vec![decline()], State::Declined),
        (vec![duplicate], State::Duplicate),
        (vec![Action::Forward {}], State::Received),
        (vec![recognise(), Action::Forward {}], State::Recognised),
    ] {
        let (mut phone, mut server, id) = handed_in();
        for action in ops {
            server.officer(id, action, moment(0));
        }
        assert_eq!(server.initiatives[&id].state, state);
        for round in ["as it comes", "after a restart"] {
            phone.sync(&mut server);
            let draft = phone.draft(id);
            assert_eq!(draft.known.newest.as_deref(), Some(&server.initiatives[&id]), "{state:?} {round}");
            let expected = match state {
                State::Returned => Standing::NeedsYou(Need::Returned),
                state => Standing::Settled(state),
            };
            assert_eq!((draft.standing(), draft.is_open()), (expected, state == State::Returned), "{state:?} {round}");
            assert_eq!(draft.known.decision().is_some(), state.is_decided() || state == State::Returned);
            assert!(!draft.has_unsent());
            phone.restart();
        }
    }
}

#[test]
fn a_returned_one_opens_with_what_is_asked_for_each_field_and_is_sent_again() {
    let (mut phone, mut server, id) = handed_in();
    server.officer(id, ask(), moment(0));
    phone.sync(&mut server);
    let decision = phone.draft(id).known.decision().unwrap().clone();
    assert_eq!(
        (decision.reason.as_deref(), decision.fields.get(Field::Effect)),
        (Some("Nói rõ hơn"), Some("Bao nhiêu giờ?"))
    );
    phone.write(id, Field::Effect, "Hai giờ mỗi ca");
    assert_eq!(phone.standing(id), Standing::NeedsYou(Need::Returned), "until it is sent again");
    phone.sync(&mut server);
    assert_eq!(server.initiatives[&id].content.text(Field::Effect), "Hai giờ mỗi ca");
    phone.ask(id, Action::Submit {});
    assert_eq!((phone.standing(id), phone.draft(id).is_open()), (Standing::Pending, false));
    phone.lose();
    phone.sync(&mut server);
    assert_eq!(phone.standing(id), Standing::Settled(State::Submitted));
    server.officer(id, recognise(), moment(0));
    phone.sync(&mut server);
    assert_eq!(phone.standing(id), Standing::Settled(State::Recognised));
}

#[test]
fn a_withdrawal_that_comes_after_the_decision_is_answered_by_the_decision() {
    for decision in [recognise(), decline(), Action::MarkDuplicate { of: initiative(2) }] {
        let (mut phone, mut server, id) = handed_in();
        phone.ask(id, Action::Withdraw {});
        phone.lose();
        server.officer(id, decision, moment(0));
        phone.sync(&mut server);
        let state = server.initiatives[&id].state;
        assert!(state.is_decided());
        assert_eq!((phone.standing(id), phone.draft(id).refusal()), (Standing::Settled(state), None));
    }
}

#[test]
fn a_withdrawal_that_was_asked_for_while_the_decision_came_does_not_need_anybody() {
    let (mut phone, mut server, id) = handed_in();
    server.officer(id, recognise(), moment(0));
    // The question that brings the decision is on its way when the person asks.
    phone.timer();
    let (sent, _) = phone.sent().unwrap();
    phone.ask(id, Action::Withdraw {});
    let (status, body) = server.sync(&sent.body, moment(0));
    phone.answer(&sent, model::sync::Answer::read(status, None, &body));
    assert_eq!(phone.draft(id).known.state(), State::Recognised);
    phone.sync(&mut server);
    assert_eq!((phone.standing(id), phone.draft(id).refusal()), (Standing::Settled(State::Recognised), None));
    phone.restart();
    assert_eq!(phone.standing(id), Standing::Settled(State::Recognised));
}

#[test]
fn a_withdrawal_that_comes_before_the_decision_holds() {
    let (mut phone, mut server, id) = handed_in();
    phone.ask(id, Action::Withdraw {});
    phone.sync(&mut server);
    server.officer(id, recognise(), moment(0));
    phone.sync(&mut server);
    assert_eq!((phone.standing(id), phone.draft(id).is_open()), (Standing::Settled(State::Withdrawn), true));
}

#[test]
fn words_from_another_device_that_come_after_the_decision_stay_there_and_are_shown() {
    let (mut phone, mut server, id) = handed_in();
    // Another device of the member's was offline when this one handed it in.
    let mut other = Phone::new(2);
    phone.ask(id, Action::Withdraw {});
    phone.sync(&mut server);
    other.sync(&mut server);
    other.tell(Event::Link(false));
    other.write(id, Field::Story, "Chuyện trên máy kia");
    phone.ask(id, Action::Submit {});
    phone.lose();
    phone.sync(&mut server);
    server.officer(id, recognise(), moment(0));
    other.tell(Event::Link(true));
    other.sync(&mut server);
    let Standing::NeedsYou(Need::Refused(problem)) = other.standing(id) else { panic!("{:?}", other.standing(id)) };
    assert_eq!(problem.kind, ProblemKind::Frozen);
    assert_eq!(other.content(id).text(Field::Story), "Chuyện trên máy kia", "the words are still there");
    assert_eq!(other.draft(id).known.state(), State::Recognised);
    other.tell(Event::Discarded { id });
    assert_eq!((other.standing(id), other.content(id).text(Field::Story)), (Standing::Settled(State::Recognised), ""));
}

#[test]
fn what_is_typed_while_it_is_returned_is_not_touched_and_goes_with_the_rest() {
    let (mut phone, mut server, id) = handed_in();
    phone.ask(id, Action::Withdraw {});
    phone.sync(&mut server);
    phone.tell(Event::TypingIn(Some((id, Field::Story))));
    phone.write(id, Field::Story, "Hôm ấy");
    // Its other device hands it in, and an officer returns it, while this one is being typed on.
    let mut other = Phone::new(2);
    other.sync(&mut server);
    other.ask(id, Action::Submit {});
    other.sync(&mut server);
    server.officer(id, ask(), moment(0));
    phone.sync(&mut server);
    assert_eq!(phone.content(id).text(Field::Story), "Hôm ấy");
    phone.tell(Event::TypingIn(None));
    phone.sync(&mut server);
    assert_eq!(server.initiatives[&id].content.text(Field::Story), "Hôm ấy");
    assert_eq!(phone.standing(id), Standing::NeedsYou(Need::Returned));
}

#[test]
fn a_decision_is_stored_and_read_again_with_all_its_parts() {
    let (mut phone, mut server, id) = handed_in();
    server.officer(id, recognise(), moment(0));
    server.officer(id, Action::Forward {}, moment(0));
    phone.sync(&mut server);
    let known = &phone.draft(id).known;
    assert!(known.newest.as_ref().is_some_and(|newest| newest.is_put_higher() && newest.received_at.is_some()));
    assert_eq!(Known::read(&model::json::write(known)).unwrap(), *known);
}
