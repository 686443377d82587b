//! Stories: what is public, and what never is.

mod world;

use model::content::Patch;
use model::field::{Author, Field, Kind, Value};
use model::id::Rev;
use model::initiative::{Decision, Initiative, Officer, RecognitionLevel, State};
use model::money::Vnd;
use model::op::{Action, Op};
use model::story::{OPENING, Story, StoryBenefit, StoryLine, is_public};
use world::{Bench, actor, initiative, moment, op_id, path};

const SECRET: &str = "Tỷ lệ pha 3 phần bột, 7 phần nước";

/// Member 1's initiative, recognised, with consent.
fn recognised(fields: &[(Field, Value)]) -> Initiative {
    let words = [
        (Field::Title, Value::Text("Sàng rung tự làm sạch".into())),
        (Field::Kind, Value::Kind(Some(Kind::Technical))),
        (Field::Problem, Value::Text("Lưới hay bịt.".into())),
        (Field::Solution, Value::Text("Lắp thanh gõ.".into())),
        (Field::Story, Value::Text("Ca ba đêm ấy, chúng tôi dừng máy bốn lần.".into())),
        (Field::BenefitVnd, Value::Money(Vnd::for_initiative(80_000_000).ok())),
        (Field::PublicStory, Value::Flag(true)),
    ];
    let action = Action::Edit(Patch::of(words.into_iter().chain(fields.iter().cloned())));
    let op = Op { id: op_id(1), initiative: initiative(1), base: Rev(0), at: moment(0), action };
    let bench = Bench { by: &actor(1, 1), offices: &[], path: &path("tld cd-dau-khi"), original: None };
    let draft = bench.decide(None, &[], &op, moment(0)).unwrap().initiative;
    let by = Officer { name: "Phạm Văn Định".into(), unit: None };
    let decision = Decision {
        level: Some(RecognitionLevel::Grassroots),
        benefit_vnd: Vnd::for_initiative(75_000_000).ok(),
        ..Decision::new(State::Recognised, by, moment(9_000))
    };
    Initiative { state: State::Recognised, decision: Some(decision), ..draft }
}

fn story(fields: &[(Field, Value)]) -> Story {
    Story::of(&recognised(fields), "Công đoàn Dầu khí Việt Nam", 3).unwrap()
}

fn text(field: Field, text: &str) -> (Field, Value) {
    (field, Value::Text(text.into()))
}

#[test]
fn a_story_is_public_if_it_is_recognised_and_its_author_agrees() {
    let public = recognised(&[]);
    assert!(is_public(&public));
    for state in State::ALL {
        let other = Initiative { state, ..public.clone() };
        assert_eq!(Story::of(&other, "", 0).is_some(), state == State::Recognised, "{state:?}");
    }
    assert!(!is_public(&recognised(&[(Field::PublicStory, Value::Flag(false))])));
}

#[test]
fn a_story_says_what_was_agreed_to() {
    let story = story(&[]);
    assert_eq!((story.authors.as_slice(), story.other_authors), (&["Đoàn viên 1".to_owned()][..], 0));
    let [estimated, verified] = [80_000_000, 75_000_000].map(|sum| Vnd::for_initiative(sum).ok());
    assert_eq!(story.benefit, StoryBenefit { estimated, verified, period: None });
    assert_eq!(story.solution.as_deref(), Some("Lắp thanh gõ."));
    assert_eq!((story.recognised_on.to_string().as_str(), story.appliers), ("2026-08-31", 3));
}

#[test]
fn with_something_confidential_the_description_stays_with_the_reviewers() {
    let story = story(&[text(Field::Confidential, "Bản vẽ")]);
    assert_eq!((story.problem, story.solution), (None, None));
    assert!(story.story.starts_with("Ca ba đêm"));
}

#[test]
fn a_confidential_passage_is_in_no_text_of_a_story() {
    let repeated = format!("Chúng tôi thử mãi. {} là vừa.", SECRET.to_uppercase());
    for field in [Field::Story, Field::Effect, Field::Area] {
        let told = story(&[text(Field::Confidential, &format!("{SECRET}.\nBản vẽ")), text(field, &repeated)]);
        let bytes = serde_json::to_string(&told).unwrap();
        assert!(!bytes.to_lowercase().contains("3 phần bột"), "{field:?}: {bytes}");
    }
    let in_the_title = recognised(&[text(Field::Confidential, SECRET), text(Field::Title, &repeated)]);
    assert!(!is_public(&in_the_title));
}

#[test]
fn a_form_that_says_there_is_nothing_confidential_hides_no_story() {
    let told = story(&[text(Field::Confidential, "Không có"), text(Field::Story, "Trước đây không có sàng.")]);
    assert_eq!(told.story, "Trước đây không có sàng.");
}

#[test]
fn co_authors_who_were_not_asked_are_counted_and_not_named() {
    let author = |name: &str| Author { name: name.into(), position: None, workplace: None, share: 50 };
    let both = Value::Authors(vec![author("Vũ Thị Mơ"), author("ĐOÀN VIÊN 1")]);
    let told = story(&[(Field::Authors, both)]);
    assert_eq!((told.authors.as_slice(), told.other_authors), (&["ĐOÀN VIÊN 1".to_owned()][..], 1));
    let for_another = story(&[(Field::Authors, Value::Authors(vec![author("Vũ Thị Mơ")]))]);
    assert_eq!((for_another.authors.len(), for_another.other_authors), (0, 1));
}

#[test]
fn a_story_in_a_list_begins_as_its_author_tells_it() {
    assert_eq!(StoryLine::from(story(&[])).opening, "Ca ba đêm ấy, chúng tôi dừng máy bốn lần.");
    assert_eq!(story(&[]).opening(12), "Ca ba đêm…");
    let silent = [text(Field::Story, " "), text(Field::Effect, "Nhanh\nhơn.")];
    assert_eq!(story(&silent).opening(OPENING), "Nhanh hơn.");
    assert_eq!(story(&silent[..1]).opening(OPENING), "Lắp thanh gõ.");
    let secret = [text(Field::Story, ""), text(Field::Confidential, SECRET)];
    assert_eq!(story(&secret).opening(OPENING), "");
    let long = story(&[text(Field::Story, &"chữ ".repeat(500))]).opening(OPENING);
    assert!(long.ends_with("chữ…") && long.chars().count() <= OPENING, "{long}");
}
