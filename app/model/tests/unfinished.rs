//! Words of a decision that isn't made yet: a word that an officer wrote is never lost, whatever becomes of the tablet, the
//! decision or the initiative.

mod desk_world;

use desk_world::{Tablet, initiative, with_queue};
use model::calendar::Date;
use model::desk::{Asked, Event, Form, Lacking, Unfinished, Words};
use model::field::Field;
use model::initiative::{Endorsement, RecognitionLevel, State};
use model::money::Vnd;
use model::op::{Action, Recognition, Return};

fn decline(reason: &str) -> Words {
    Words::Decline { reason: reason.into() }
}

fn comment(score: &str, text: &str) -> Words {
    Words::Comment { score: score.into(), text: text.into() }
}

fn asked(field: Field, reason: &str, on: bool) -> Asked {
    Asked { field, reason: reason.into(), on }
}

fn recognition(benefit: &str, name: &str, position: &str, signed_on: &str) -> Words {
    let [benefit, name, position, signed_on] = [benefit, name, position, signed_on].map(str::to_owned);
    Words::Recognise {
        level: RecognitionLevel::Upper,
        benefit,
        how_checked: "Xem tại chỗ".into(),
        name,
        position,
        signed_on,
        and_higher: false,
    }
}

fn write(tablet: &mut Tablet, number: u128, words: Words) {
    tablet.tell(Event::Wrote { id: initiative(number), words });
}

fn words(tablet: &Tablet, number: u128) -> Vec<Words> {
    tablet.desk.unfinished(initiative(number)).into_iter().map(|one| one.words.clone()).collect()
}

#[test]
fn a_word_that_was_typed_is_there_after_a_restart_with_when_it_was_written() {
    let (mut tablet, _) = with_queue(2);
    for typed in ["Đ", "Đã", "Đã có"] {
        tablet.clock.now += 1_000;
        write(&mut tablet, 0, decline(typed));
    }
    write(&mut tablet, 0, comment("7", ""));
    write(&mut tablet, 1, recognition("214 tri", "", "", ""));
    let at = tablet.clock.now;
    tablet.clock.now += 3_600_000;
    tablet.restart();
    assert_eq!(words(&tablet, 0), [decline("Đã có"), comment("7", "")], "each form keeps its own");
    assert_eq!(words(&tablet, 1), [recognition("214 tri", "", "", "")], "whatever it is worth yet");
    let [Unfinished { at: written, title, .. }] = tablet.desk.unfinished(initiative(1))[..] else { panic!("one") };
    assert_eq!((written.millis(), title.as_str()), (at, "Bàn trượt 1"));
    assert!(tablet.desk.stranded().is_empty());
}

#[test]
fn typing_sends_nothing_and_an_empty_form_keeps_nothing() {
    let (mut tablet, _) = with_queue(1);
    tablet.todo.clear();
    write(&mut tablet, 0, decline("Đã có"));
    assert!(tablet.todo.is_empty());
    write(&mut tablet, 0, decline("  "));
    assert!(words(&tablet, 0).is_empty() && tablet.disk.unfinished.is_empty());
    write(&mut tablet, 0, decline("Đã có"));
    tablet.tell(Event::LetGo { id: initiative(0), form: Form::Decline });
    tablet.restart();
    assert!(words(&tablet, 0).is_empty(), "the officer let go of it");
}

#[test]
fn the_words_of_a_decision_that_is_taken_back_are_unfinished_again() {
    let (mut tablet, mut house) = with_queue(1);
    write(&mut tablet, 0, decline("Đã có ở phân xưởng bên."));
    let action = words(&tablet, 0)[0].decide().expect("a reason is enough");
    tablet.tell(Event::Decided { id: initiative(0), action, read: None });
    assert!(words(&tablet, 0).is_empty() && tablet.disk.unfinished.is_empty(), "they are in the decision now");
    tablet.restart();
    let op = tablet.desk.outbox()[0].op.id;
    tablet.tell(Event::TookBack(vec![op]));
    tablet.restart();
    assert_eq!(words(&tablet, 0), [decline("Đã có ở phân xưởng bên.")]);

    tablet.tell(Event::Decided { id: initiative(0), action: words(&tablet, 0)[0].decide().unwrap(), read: None });
    tablet.run(&mut house, 12);
    assert_eq!(house.done.len(), 1);
    assert!(tablet.desk.unfinished_count() == 0 && tablet.desk.stranded().is_empty(), "sent for good");
}

#[test]
fn what_was_written_since_a_decision_stays_when_that_is_taken_back() {
    let (mut tablet, _) = with_queue(1);
    let action = comment("70", "Nên nhân rộng.").decide().unwrap();
    tablet.tell(Event::Decided { id: initiative(0), action, read: None });
    let op = tablet.desk.outbox()[0].op.id;
    write(&mut tablet, 0, comment("", "Hỏi thêm tổ điện."));
    tablet.tell(Event::TookBack(vec![op]));
    assert_eq!(words(&tablet, 0), [comment("70", "Nên nhân rộng.\nHỏi thêm tổ điện.")]);
}

#[test]
fn words_on_what_another_officer_decided_are_shown_until_they_were_seen() {
    let (mut tablet, mut house) = with_queue(2);
    write(&mut tablet, 0, decline("Đã có ở phân xưởng bên."));
    house.others_decide(0, State::Recognised);
    tablet.clock.now += 60_000;
    tablet.todo.clear();
    tablet.tell(Event::Woken);
    tablet.run(&mut house, 2);
    assert!(tablet.desk.row(initiative(0)).is_none());
    tablet.restart();
    let [stranded] = tablet.desk.stranded()[..] else { panic!("one") };
    assert_eq!((stranded.title.as_str(), &stranded.words), ("Bàn trượt 0", &decline("Đã có ở phân xưởng bên.")));
    // A letter that was under way when it left.
    write(&mut tablet, 0, decline("Đã có ở phân xưởng bên. Xem"));
    assert_eq!(tablet.desk.stranded()[0].title, "Bàn trượt 0");
    tablet.tell(Event::LetGo { id: initiative(0), form: Form::Decline });
    assert!(tablet.desk.stranded().is_empty() && tablet.disk.unfinished.is_empty());
}

#[test]
fn while_the_queue_is_fetched_anew_nothing_is_said_to_have_left() {
    let (mut tablet, mut house) = with_queue(300);
    write(&mut tablet, 299, decline("Chờ số liệu"));
    house.reset = true;
    tablet.clock.now += 60_000;
    tablet.todo.clear();
    tablet.tell(Event::Woken);
    while tablet.desk.is_whole() {
        assert!(tablet.step(&mut house, || desk_world::Loss::None));
    }
    while !tablet.desk.is_whole() {
        assert!(tablet.desk.stranded().is_empty());
        assert!(tablet.step(&mut house, || desk_world::Loss::None));
    }
    assert!(tablet.desk.stranded().is_empty());
    assert_eq!(words(&tablet, 299), [decline("Chờ số liệu")]);
}

#[test]
fn words_that_could_not_be_kept_are_kept_with_the_next_letter() {
    let (mut tablet, _) = with_queue(2);
    write(&mut tablet, 0, decline("Đã có"));
    tablet.tell(Event::NotKept(Vec::new()));
    tablet.disk.unfinished.clear();
    write(&mut tablet, 1, decline("C"));
    assert!(!tablet.desk.is_unkept());
    tablet.restart();
    assert_eq!((words(&tablet, 0), words(&tablet, 1)), (vec![decline("Đã có")], vec![decline("C")]));
}

#[test]
fn only_a_later_state_of_the_same_form_stands_in_for_what_waits_to_be_kept() {
    use model::desk::{Effect, Keep};
    let (mut tablet, _) = with_queue(2);
    let mut kept = |event| -> Keep {
        let Effect::Keep(keep) = tablet.desk.handle(event, &mut tablet.clock).remove(0) else { panic!("it keeps") };
        *keep
    };
    let first = kept(Event::Wrote { id: initiative(0), words: decline("a") });
    let later = kept(Event::Wrote { id: initiative(0), words: decline("ab") });
    let other = kept(Event::Wrote { id: initiative(1), words: decline("c") });
    let decided = kept(Event::Decided { id: initiative(0), action: decline("ab").decide().unwrap(), read: None });
    assert!(first.is_overtaken_by(&later) && later.is_overtaken_by(&decided));
    assert!(!first.is_overtaken_by(&other) && !decided.is_overtaken_by(&first));
}

#[test]
fn words_are_a_decision_once_nothing_is_lacking() {
    assert_eq!(decline(" \n").decide(), Err(Lacking::Reason));
    assert_eq!(comment("", "").decide(), Err(Lacking::Remark));
    assert_eq!(comment("101", "Tốt").decide(), Err(Lacking::Score));
    assert_eq!(comment("bảy", "Tốt").decide(), Err(Lacking::Score));
    assert_eq!(recognition("1.250 tỷ", "", "", "").decide(), Err(Lacking::Benefit), "it is asked about, not left out");
    assert_eq!(recognition("", "Lê Văn Sáng", "", "2023-08-02").decide(), Err(Lacking::Endorsement));
    assert_eq!(recognition("", "Lê Văn Sáng", "Quản đốc", "0002-08").decide(), Err(Lacking::Endorsement));
    let off = Words::Return { whole: String::new(), asked: vec![asked(Field::Effect, "Nêu kết quả.", false)] };
    assert_eq!(off.decide(), Err(Lacking::Reason));
    assert!(!off.is_empty(), "it was written all the same");

    let date = Date::parse("2023-08-02").unwrap();
    let endorsement = Some(Endorsement { name: "Lê Văn Sáng".into(), position: "Quản đốc".into(), date });
    let sum = Vnd::for_initiative(214_000_000).unwrap();
    assert_eq!(
        recognition("214 triệu", "Lê Văn Sáng ", "Quản đốc", "2023-08-02").decide(),
        Ok(Action::Recognise(Recognition {
            level: RecognitionLevel::Upper,
            benefit_vnd: Some(sum),
            how_checked: Some("Xem tại chỗ".into()),
            endorsement,
        }))
    );
}

#[test]
fn what_is_asked_of_fields_alone_is_the_reason_too() {
    let fields = vec![asked(Field::Effect, "Nêu kết quả.", true), asked(Field::Solution, "Tả kỹ hơn.", true)];
    let written = Words::Return { whole: String::new(), asked: fields };
    let Ok(Action::Return(Return { reason, .. })) = written.decide() else { panic!("it is enough") };
    assert_eq!(reason, "Tả kỹ hơn. Nêu kết quả.");
    let (mut tablet, _) = with_queue(1);
    tablet.tell(Event::Decided { id: initiative(0), action: written.decide().unwrap(), read: None });
    tablet.tell(Event::TookBack(vec![tablet.desk.outbox()[0].op.id]));
    let [Words::Return { whole, asked }] = &words(&tablet, 0)[..] else { panic!("one") };
    assert_eq!((whole.as_str(), asked.len()), ("", 2), "and isn't written twice when that is taken back");
}

#[test]
fn words_of_a_refused_decision_are_the_officers_to_use_again() {
    let (mut tablet, mut house) = with_queue(2);
    write(&mut tablet, 0, decline("Đã có"));
    tablet.decide(0, decline("Đã có").decide().unwrap());
    write(&mut tablet, 0, decline("và thêm"));
    house.states.get_mut(&initiative(0)).unwrap().2 = State::Withdrawn;
    tablet.run(&mut house, 12);
    let [refusal] = tablet.desk.refusals() else { panic!("one was refused") };
    let op = refusal.op.id;
    tablet.tell(Event::Seen(op));
    tablet.restart();
    assert_eq!(words(&tablet, 0), [decline("Đã có\nvà thêm")], "with what was written since");
    assert!(tablet.desk.refusals().is_empty());
}

#[test]
fn what_is_recognised_and_put_higher_is_taken_back_as_it_was_written() {
    let (mut tablet, _) = with_queue(1);
    let Words::Recognise { level, benefit, how_checked, name, position, signed_on, .. } =
        recognition("214 triệu", "", "", "")
    else {
        panic!("a recognition")
    };
    let higher = Words::Recognise { level, benefit, how_checked, name, position, signed_on, and_higher: true };
    let recognised = tablet.decide(0, higher.decide().unwrap());
    let forwarded = tablet.decide(0, Action::Forward {});
    assert!(!tablet.desk.row(initiative(0)).unwrap().is_waiting(), "it is the unit's above");
    tablet.tell(Event::TookBack(vec![recognised, forwarded]));
    assert!(tablet.desk.outbox().is_empty() && tablet.desk.row(initiative(0)).unwrap().is_waiting());
    let [Words::Recognise { and_higher: true, benefit, .. }] = &words(&tablet, 0)[..] else { panic!("the same words") };
    assert_eq!(benefit, "214000000");
}

#[test]
fn what_was_refused_is_not_put_higher_either_and_the_wish_comes_back_with_the_words() {
    let (mut tablet, mut house) = with_queue(1);
    tablet.decide(0, recognition("214 triệu", "", "", "").decide().unwrap());
    tablet.decide(0, Action::Forward {});
    house.states.get_mut(&initiative(0)).unwrap().2 = State::Withdrawn;
    tablet.run(&mut house, 12);
    assert!(tablet.desk.outbox().is_empty() && house.done.is_empty());
    let [refusal] = tablet.desk.refusals() else { panic!("one notice for both") };
    let op = refusal.op.id;
    tablet.tell(Event::Seen(op));
    assert!(matches!(&words(&tablet, 0)[..], [Words::Recognise { and_higher: true, .. }]));
}
