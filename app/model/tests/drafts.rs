//! What becomes of drafts between a device and the server, step by step: submissions, consent, two versions, deletion, and what a
//! newer or another server says. The engine, a disk and a server made of the rules; no link but ours.

mod world;

use model::draft::{Need, Standing};
use model::field::{Field, Value};
use model::id::Rev;
use model::initiative::State;
use model::op::{Action, OpResult, Outcome, Side};
use model::problem::ProblemKind;
use model::sync::{Answer, Effect, Event, Stored};
use model::wire::MAX_BODY;
use std::collections::{BTreeMap, BTreeSet};
use world::initiative;
use world::phone::{Phone, with_a_draft};
use world::server::{Server, nothing};

#[test]
fn the_field_that_is_typed_in_does_not_change_under_the_hand() {
    let (mut phone, mut server, id) = with_a_draft("Sáng kiến");
    let mut other = Phone::new(2);
    other.sync(&mut server);
    other.write(id, Field::Title, "Của máy kia");
    other.sync(&mut server);
    phone.tell(Event::TypingIn(Some((id, Field::Title))));
    phone.sync(&mut server);
    assert_eq!(phone.content(id).text(Field::Title), "Sáng kiến");
    phone.tell(Event::TypingIn(None));
    assert_eq!(phone.content(id).text(Field::Title), "Của máy kia");
}

#[test]
fn a_conflict_shows_both_texts_and_one_tap_chooses() {
    for side in [Side::Mine, Side::Theirs] {
        let (mut phone, mut server, id) = with_a_draft("Sáng kiến");
        let mut other = Phone::new(2);
        other.sync(&mut server);
        other.write(id, Field::Title, "Của máy kia");
        other.sync(&mut server);
        phone.write(id, Field::Title, "Của máy này");
        phone.sync(&mut server);
        assert_eq!(phone.standing(id), Standing::NeedsYou(Need::Conflict(vec![Field::Title])));
        assert_eq!(phone.content(id).text(Field::Title), "Của máy kia");
        assert_eq!(phone.draft(id).known.alternatives()[0].value, Value::Text("Của máy này".into()));
        phone.ask(id, Action::Resolve(BTreeMap::from([(Field::Title, side)])));
        let chosen = if side == Side::Mine { "Của máy này" } else { "Của máy kia" };
        assert_eq!(phone.content(id).text(Field::Title), chosen, "it shows at once");
        // What is typed on top of the choice before it arrives isn't replaced by it.
        let more = format!("{chosen}, thêm");
        phone.write(id, Field::Title, &more);
        phone.lose();
        phone.sync(&mut server);
        assert_eq!((phone.standing(id), phone.content(id).text(Field::Title)), (Standing::BackedUp, more.as_str()));
        assert_eq!(server.initiatives[&id].alternatives, []);
    }
}

#[test]
fn a_submission_waits_for_its_words_and_is_frozen_then() {
    let (mut phone, mut server, id) = with_a_draft("Sáng kiến");
    phone.tell(Event::Link(false));
    phone.write(id, Field::Story, "Chuyện là thế này");
    phone.ask(id, Action::Submit {});
    assert_eq!((phone.standing(id), phone.draft(id).is_open()), (Standing::Pending, false));
    phone.tell(Event::Link(true));
    assert!(matches!(phone.sent().unwrap().1.ops[..], [ref op] if matches!(op.action, Action::Edit(_))));
    phone.tell(Event::Follows);
    phone.restart();
    phone.sync(&mut server);
    assert_eq!(phone.standing(id), Standing::Settled(State::Submitted));
    assert_eq!(server.initiatives[&id].content.text(Field::Story), "Chuyện là thế này");
}

#[test]
fn consent_is_withdrawn_offline_after_the_submission_and_arrives() {
    let (mut phone, mut server, id) = with_a_draft("Sáng kiến");
    phone.agree_to_be_public(id, true);
    phone.ask(id, Action::Submit {});
    phone.lose();
    phone.sync(&mut server);
    assert!(server.initiatives[&id].content.public_story());
    phone.tell(Event::Link(false));
    phone.agree_to_be_public(id, false);
    assert_eq!(phone.standing(id), Standing::Pending);
    phone.restart();
    phone.tell(Event::Link(true));
    phone.sync(&mut server);
    let kept = &server.initiatives[&id];
    assert_eq!((kept.state, kept.content.public_story()), (State::Submitted, false));
    assert_eq!(phone.standing(id), Standing::Settled(State::Submitted));
}

#[test]
fn consent_is_not_lost_with_words_that_came_too_late() {
    let (mut phone, mut server, id) = with_a_draft("Sáng kiến");
    phone.agree_to_be_public(id, true);
    phone.sync(&mut server);
    let mut other = Phone::new(2);
    other.sync(&mut server);
    other.ask(id, Action::Submit {});
    other.sync(&mut server);
    assert_eq!(server.initiatives[&id].state, State::Submitted);
    phone.write(id, Field::Story, "Viết thêm khi đã gửi");
    phone.agree_to_be_public(id, false);
    phone.sync(&mut server);
    let kept = &server.initiatives[&id];
    assert_eq!((kept.content.text(Field::Story), kept.content.public_story()), ("", false));
    assert_eq!(phone.content(id).text(Field::Story), "Viết thêm khi đã gửi", "the words are still here");
}

#[test]
fn a_submission_of_refused_words_is_not_sent_at_all() {
    let (mut phone, mut server, id) = with_a_draft("Sáng kiến");
    phone.write(id, Field::Title, "ẩn\u{202e}");
    phone.ask(id, Action::Submit {});
    phone.lose();
    phone.sync(&mut server);
    assert_eq!(server.initiatives[&id].state, State::Draft);
    assert!(matches!(phone.standing(id), Standing::NeedsYou(Need::Refused(_))));
    assert!(phone.draft(id).is_open(), "the words can be mended");
    phone.write(id, Field::Title, "Ngắn");
    phone.sync(&mut server);
    assert_eq!((server.initiatives[&id].state, phone.standing(id)), (State::Draft, Standing::BackedUp));
}

#[test]
fn a_refused_submission_is_shown_until_the_words_change() {
    let (mut phone, mut server, id) = with_a_draft("Sáng kiến");
    phone.write(id, Field::Title, "");
    phone.ask(id, Action::Submit {});
    phone.lose();
    phone.sync(&mut server);
    let Standing::NeedsYou(Need::Refused(problem)) = phone.standing(id) else { panic!("{:?}", phone.standing(id)) };
    assert_eq!(problem.errors[0].pointer, "/title");
    phone.restart();
    assert!(matches!(phone.standing(id), Standing::NeedsYou(Need::Refused(_))), "also after a restart");
    phone.write(id, Field::Title, "Sáng kiến");
    assert_eq!(phone.draft(id).refusal(), None);
    phone.ask(id, Action::Submit {});
    phone.lose();
    phone.sync(&mut server);
    assert_eq!(phone.standing(id), Standing::Settled(State::Submitted));
}

#[test]
fn a_submission_can_be_taken_back_before_and_while_it_is_on_its_way() {
    let (mut phone, mut server, id) = with_a_draft("Sáng kiến");
    phone.tell(Event::Link(false));
    phone.ask(id, Action::Submit {});
    phone.tell(Event::TookBack { id });
    assert_eq!((phone.standing(id), phone.draft(id).is_open()), (Standing::BackedUp, true));
    // Now it has left, and nobody knows whether it arrived.
    phone.tell(Event::Link(true));
    phone.lose();
    phone.ask(id, Action::Submit {});
    phone.lose();
    phone.tell(Event::TookBack { id });
    assert!(phone.draft(id).is_open());
    phone.write(id, Field::Title, "Sửa lại");
    phone.sync(&mut server);
    assert_eq!(server.initiatives[&id].state, State::Withdrawn);
    assert_eq!(server.initiatives[&id].content.text(Field::Title), "Sửa lại");
}

#[test]
fn words_written_after_somebody_else_submitted_are_kept_and_shown() {
    let (mut phone, mut server, id) = with_a_draft("Sáng kiến");
    let mut other = Phone::new(2);
    other.sync(&mut server);
    phone.write(id, Field::Title, "Sửa");
    other.ask(id, Action::Submit {});
    other.lose();
    other.sync(&mut server);
    phone.sync(&mut server);
    assert!(
        matches!(phone.standing(id), Standing::NeedsYou(Need::Refused(problem)) if problem.kind == ProblemKind::Frozen)
    );
    assert_eq!(phone.content(id).text(Field::Title), "Sửa");
    // Withdrawn, the words go by themselves; or they are thrown away.
    other.ask(id, Action::Withdraw {});
    other.lose();
    other.sync(&mut server);
    phone.sync(&mut server);
    assert_eq!(server.initiatives[&id].content.text(Field::Title), "Sửa");
}

#[test]
fn what_the_server_has_cannot_be_erased_and_what_it_has_not_can() {
    let (mut phone, mut server, id) = with_a_draft("Sáng kiến");
    phone.write(id, Field::Title, "Sửa");
    phone.tell(Event::Discarded { id });
    assert_eq!((phone.content(id).text(Field::Title), phone.standing(id)), ("Sáng kiến", Standing::BackedUp));
    let never_sent = initiative(2);
    phone.tell(Event::Link(false));
    phone.write(never_sent, Field::Title, "Bỏ");
    phone.tell(Event::Discarded { id: never_sent });
    assert!(phone.engine().draft(never_sent).is_none());
    // One that may have left stays until the answer tells.
    let sent = initiative(3);
    phone.write(sent, Field::Title, "Đã đi?");
    phone.tell(Event::Link(true));
    phone.lose();
    phone.tell(Event::Discarded { id: sent });
    assert_eq!(phone.content(sent).text(Field::Title), "Đã đi?");
    phone.sync(&mut server);
    assert_eq!(phone.standing(sent), Standing::BackedUp);
}

#[test]
fn who_signs_out_leaves_nothing_if_they_say_so() {
    let (mut phone, _, id) = with_a_draft("Sáng kiến");
    phone.tell(Event::SignedOut);
    phone.device.disk.clear();
    phone.tell(Event::ErasedElsewhere(id));
    assert!(phone.engine().draft(id).is_none());
    assert!(phone.device.disk.is_empty());
}

#[test]
fn a_cursor_of_another_server_sends_everything_anew() {
    let (mut phone, _, id) = with_a_draft("Sáng kiến");
    let mut other = Server::default();
    phone.sync(&mut other);
    phone.sync(&mut other);
    assert_eq!(other.initiatives[&id].content.text(Field::Title), "Sáng kiến");
    assert_eq!(phone.standing(id), Standing::BackedUp);
}

#[test]
fn an_older_version_that_comes_late_is_left_aside() {
    let (mut phone, mut server, id) = with_a_draft("một");
    let old = server.initiatives[&id].clone();
    phone.write(id, Field::Title, "hai");
    phone.sync(&mut server);
    phone.timer();
    let (sent, _) = phone.sent().unwrap();
    phone.answer(&sent, Ok(Answer { changes: vec![old], ..nothing() }));
    assert_eq!(phone.content(id).text(Field::Title), "hai");
}

#[test]
fn what_only_a_newer_server_says_does_not_spoil_the_rest() {
    let (mut phone, mut server, id) = with_a_draft("Sáng kiến");
    phone.write(id, Field::Title, "Sửa");
    phone.timer();
    let (sent, request) = phone.sent().unwrap();
    let (_, body) = server.sync(&sent.body, world::moment(0));
    let strange = r#"{"id":"00010000-0000-7000-8000-000000000009","state":"celebrated"}"#;
    let newer = body.replacen("\"changes\":[", &format!("\"changes\":[{strange},"), 1);
    assert_ne!(newer, body);
    phone.answer(&sent, Answer::read(200, None, &newer));
    assert_eq!((phone.standing(id), phone.engine().needs_newer_app()), (Standing::BackedUp, true));
    // At the next start the log is read anew: maybe this version of the app can. The server is asked first whether it is the
    // one that was read.
    phone.restart();
    let (sent, _) = phone.sent().unwrap();
    let (status, body) = server.sync(&sent.body, world::moment(0));
    phone.answer(&sent, Answer::read(status, None, &body));
    assert_eq!(phone.sent().unwrap().1.cursor, None);
    // An outcome that it doesn't know counts as a refusal: the words are shown, and not sent again and again.
    let id = request.ops[0].id;
    let body = format!(
        r#"{{"results":[{{"id":"{id}","outcome":"postponed","rev":2}}],"changes":[],"cursor":"c","more":false}}"#
    );
    let answer = Answer::read(200, None, &body).unwrap();
    assert_eq!(answer.results[0].problem.as_ref().map(|problem| problem.kind), Some(ProblemKind::Unknown));
}

#[test]
fn no_request_is_larger_than_the_server_takes() {
    let mut phone = Phone::new(1);
    phone.lose();
    let texts = Field::ALL.into_iter().filter(|field| matches!(field.shape(), model::field::Shape::Text(_)));
    let texts: Vec<Field> = texts.collect();
    for number in 1..=40 {
        for field in &texts {
            phone.write(initiative(number), *field, &"🎉".repeat(20_000));
        }
    }
    phone.timer();
    let mut seen = BTreeSet::new();
    while let Some((sent, request)) = phone.sent() {
        assert!(sent.body.len() <= MAX_BODY, "{}", sent.body.len());
        assert!(!request.ops.is_empty());
        seen.extend(request.ops.iter().map(|op| op.id));
        let applied = |op: &model::op::Op| OpResult {
            id: op.id,
            outcome: Outcome::Applied,
            rev: Rev(1),
            conflicts: vec![],
            problem: None,
        };
        phone.answer(&sent, Ok(Answer { results: request.ops.iter().map(applied).collect(), ..nothing() }));
        if seen.len() == 40 {
            break;
        }
    }
    assert_eq!(seen.len(), 40);
}

#[test]
fn a_key_press_stores_one_draft_however_many_there_are() {
    let mut phone = Phone::new(1);
    phone.lose();
    for number in 1..=500 {
        phone.write(initiative(number), Field::Story, "Chuyện");
    }
    let edit = Event::Edited { id: initiative(250), field: Field::Story, value: Value::Text("Chuyện là".into()) };
    let effects = phone.device.tabs[0].engine.handle(edit, &mut phone.device.here);
    let stored: Vec<_> = effects.iter().filter(|effect| matches!(effect, Effect::Store(_))).collect();
    assert!(
        matches!(stored[..], [Effect::Store(stored)] if matches!(&**stored, Stored::Written(it) if it.id == initiative(250)))
    );
}

#[test]
fn unsent_words_of_an_initiative_that_was_deleted_elsewhere_become_a_new_draft() {
    let (mut phone, mut server, id) = with_a_draft("Khay lọc cặn");
    let mut other = Phone::new(2);
    other.sync(&mut server);
    phone.write(id, Field::Story, "Chưa gửi");
    other.ask(id, Action::Delete {});
    other.sync(&mut server);
    phone.sync(&mut server);
    let new = phone.engine().moved(id).expect("the words go on");
    assert_eq!(phone.content(new).text(Field::Story), "Chưa gửi");
    assert_eq!(phone.engine().words_kept().count(), 1);
    phone.sync(&mut server);
    assert_eq!(server.initiatives[&new].content.text(Field::Story), "Chưa gửi");
}

#[test]
fn a_first_edit_whose_answer_was_lost_can_be_deleted_offline() {
    let mut server = Server::default();
    let mut phone = Phone::new(1);
    phone.sync(&mut server);
    let id = initiative(1);
    phone.write(id, Field::Title, "Đã đi?");
    phone.timer();
    phone.lose();
    assert!(phone.draft(id).can_be_deleted());
    phone.ask(id, Action::Delete {});
    assert!(phone.draft(id).is_deleting());
    phone.sync(&mut server);
    phone.sync(&mut server);
    assert!(phone.engine().draft(id).is_none());
    assert!(server.initiatives.get(&id).is_none_or(|it| it.state == State::Deleted));
}

#[test]
fn a_copy_of_an_initiative_is_sent_with_every_field() {
    let (mut phone, mut server, id) = with_a_draft("Khay lọc cặn");
    phone.write(id, Field::Story, "Hôm ấy…");
    phone.sync(&mut server);
    let copied = model::transfer::copy(phone.draft(id), initiative(9), "(chép)");
    phone.tell(Event::BroughtIn(Box::new(copied)));
    phone.write(initiative(9), Field::Title, "Khay lọc cặn, bản hai");
    phone.sync(&mut server);
    assert_eq!(server.initiatives[&initiative(9)].content.text(Field::Story), "Hôm ấy…");
    assert_eq!(phone.content(initiative(9)).text(Field::Story), "Hôm ấy…");
}
