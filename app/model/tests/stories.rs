//! Stories: what is public, and what never is.

mod world;

use model::content::Patch;
use model::field::{Author, Field, Kind, Value};
use model::id::Rev;
use model::initiative::{Decision, Initiative, Officer, RecognitionLevel, State};
use model::money::Vnd;
use model::op::{Action, Op};
use model::story::{OPENING, Story, StoryBenefit, StoryLine, is_public, repeated};
use proptest::prelude::*;
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

fn author(name: &str) -> Author {
    Author { name: name.into(), position: None, workplace: None, share: 50, is_self: false }
}

fn named(own: &str, authors: Vec<Author>) -> (Vec<String>, u32) {
    let mut initiative = recognised(&[(Field::Authors, Value::Authors(authors))]);
    initiative.author.name = own.into();
    let told = Story::of(&initiative, "", 0).unwrap();
    (told.authors, told.other_authors)
}

#[test]
fn co_authors_who_were_not_asked_are_counted_and_not_named() {
    let told = named("Đoàn viên 1", vec![author("Vũ Thị Mơ"), author("Đoàn viên 1")]);
    assert_eq!(told, (vec!["Đoàn viên 1".to_owned()], 1));
    assert_eq!(named("Đoàn viên 1", vec![author("Vũ Thị Mơ")]), (vec![], 1));
    assert_eq!(named("Đoàn viên 1", vec![]), (vec!["Đoàn viên 1".to_owned()], 0));
}

#[test]
fn who_differs_by_a_tone_a_letter_or_case_is_somebody_else() {
    for (own, other) in [
        ("Nguyễn Văn Hùng", "Nguyễn Văn Hưng"),
        ("Nguyễn Văn Hùng", "Nguyễn Văn Hung"),
        ("Đinh Thị Đào", "Đinh Thị Dào"),
        ("Dinh Thị Đào", "Đinh Thị Đào"),
        ("Trần Hoà", "Trần Hóa"),
        ("Lê An", "LÊ AN"),
    ] {
        let agreed = (vec![own.to_owned()], 1);
        let mine = || Author { is_self: true, ..author(own) };
        // As new records mark it, and as older ones compare it; whoever stands first.
        assert_eq!(named(own, vec![author(other), mine()]), agreed, "{other}");
        assert_eq!(named(own, vec![mine(), author(other)]), agreed, "{other}");
        assert_eq!(named(own, vec![author(other), author(own)]), agreed, "{other}");
        assert_eq!(named(own, vec![author(other)]), (vec![], 1), "{other} wasn't asked");
    }
}

#[test]
fn where_it_is_not_clear_who_agreed_nobody_is_named() {
    let own = "Nguyễn Văn Hùng";
    assert_eq!(named(own, vec![author(own), author(own)]), (vec![], 2), "a namesake");
    let mine = Author { is_self: true, ..author(own) };
    assert_eq!(
        named(own, vec![mine.clone(), author(own)]),
        (vec![own.to_owned()], 1),
        "the marked one of two namesakes"
    );
    assert_eq!(named(own, vec![mine.clone(), mine]), (vec![], 2));
    let decomposed: String = "Nguye\u{302}\u{303}n Va\u{306}n Hu\u{300}ng".into();
    assert_eq!(named(own, vec![author(&decomposed)]), (vec![own.to_owned()], 0), "the same letters typed another way");
}

#[test]
fn a_line_marked_as_ones_own_publishes_the_name_of_who_agreed() {
    let wrong = Author { is_self: true, ..author("Nguyễn Văn Hưng") };
    assert_eq!(named("Nguyễn Văn Hùng", vec![wrong]), (vec!["Nguyễn Văn Hùng".to_owned()], 0));
}

/// What of a story's text repeats something that is confidential.
fn found(secret: &str, written: &str) -> Vec<String> {
    let initiative = recognised(&[text(Field::Confidential, secret), text(Field::Story, written)]);
    let found = repeated(&initiative.content);
    let told = Story::of(&initiative, "", 0).unwrap();
    assert_eq!(told.story.is_empty(), !found.is_empty(), "what was found is left out: {found:?}");
    found.into_iter().flat_map(|found| found.passages).collect()
}

#[test]
fn half_a_confidential_sentence_keeps_a_text_back() {
    let secret = "Ngâm lưới trong dung dịch axit citric loãng qua đêm rồi rửa bằng nước ấm; bản vẽ bộ gá ở tủ số 7.";
    for written in [
        "Chúng tôi ngâm lưới trong dung dịch ấy.",
        "NGÂM LƯỚI, TRONG\nDUNG… dịch",
        "ngam luoi trong dung dich",
        "Nga\u{302}m lưới   trong–dung dịch",
        "rồi rửa bằng nước",
        "rồi rửa\u{AD} bằng\u{200B} nước lạnh",
        "“citric loãng, qua đêm”",
    ] {
        assert!(!found(secret, written).is_empty(), "{written}");
    }
    assert_eq!(found(secret, "Ca ấy chúng tôi ngâm lưới trong nước, qua đêm là sạch."), [""; 0]);
    assert_eq!(
        found(secret, "Chúng tôi, rồi rửa bằng nước, là xong."),
        ["rồi rửa bằng nước"],
        "as it stands in the text"
    );
}

#[test]
fn a_number_with_its_unit_keeps_a_text_back_however_it_is_written() {
    for (secret, written) in [
        ("Công suất 1.200 kW", "máy chạy 1200kW"),
        ("Công suất 1200kW", "máy chạy 1.200 kW"),
        ("Công suất 1.200 kW", "máy chạy 1,200 KW đấy"),
        ("Công suất 1 200 kW", "máy chạy 1200 kw"),
        ("Công suất 1.200 kW", "máy chạy 1.200 ki-lô-oát"),
        ("ủ ở 65 °C", "để 65°c thôi"),
        ("ủ ở 65 độ C", "để 65°C thôi"),
        ("trong 20 phút", "chừng 20p là được"),
        ("3 phần bột, 7 phần nước", "cứ 3 phần"),
        ("3 phần bột, 7 phần nước", "ba phần bột thì vừa"),
        ("ba phần bột", "3 phần thôi"),
        ("trộn 3:7", "theo tỷ lệ 3 : 7"),
        ("trộn 3/7", "theo tỷ lệ 3/7"),
        ("trong hai mươi lăm phút", "25 phút"),
        ("nồng độ 0,125%", "nồng độ 0.125 %"),
        ("nồng độ 75 phần trăm", "nồng độ 75%"),
        ("giá 16,5 tỷ đồng", "hết 16.500.000.000 đ"),
        ("giá 80 triệu", "hết 80.000.000 đồng"),
        ("dày 2 mm", "dày ２ｍｍ"),
        ("chừng 3-5 phút", "3 phút"),
        ("thép dày 12\nmm", "12 mm"),
        ("van số 4471", "van 4471"),
    ] {
        assert!(!found(secret, written).is_empty(), "{secret:?} in {written:?}");
    }
    for (secret, written) in [
        ("3 phần bột", "ca 3 chúng tôi dừng máy 4 lần"),
        ("Công suất 1.200 kW", "máy chạy 1.300 kW"),
        ("nhiệt độ 65 °C", "65 tuổi"),
        ("từ năm 2022", "giữa 2022 chúng tôi bắt đầu"),
        ("ủ chừng sáu phút đã", "sau phút ấy"),
        ("năm phút", "năm nay"),
        ("chạy 12 giờ", "12 người"),
    ] {
        assert_eq!(found(secret, written), [""; 0], "{secret:?} in {written:?}");
    }
}

#[test]
fn a_confidential_sum_is_not_published_as_the_benefit() {
    let told = story(&[text(Field::Confidential, "Tiền lời mỗi năm là 80 triệu đồng")]);
    assert_eq!((told.benefit.estimated, told.benefit.verified.is_some()), (None, true));
}

#[test]
fn what_is_confidential_in_a_word_or_two_keeps_them_back() {
    assert_eq!(found("keo Loctite", "Chúng tôi dùng keo loctite để dán."), ["keo loctite"]);
    assert_eq!(found("glutaraldehyde", "Pha Glutaraldehyde vào."), ["Glutaraldehyde"]);
    assert_eq!(found("keo", "Dùng keo dán."), [""; 0], "a short word is in every text");
}

#[test]
fn nothing_confidential_is_said_in_many_ways() {
    for nothing in
        ["Không", "Không có.", "không có gì", "Không có thông tin cần bảo mật!", "Chưa có", "-", "None", "n/a"]
    {
        assert_eq!(found(nothing, "Trước đây không có thông tin cần bảo mật gì."), [""; 0], "{nothing}");
    }
}

#[test]
fn the_author_learns_what_is_left_out_and_where() {
    let initiative = recognised(&[
        text(Field::Confidential, SECRET),
        text(Field::Title, "Pha 3 phần bột"),
        text(Field::Effect, "Nhanh hơn 2 lần"),
        text(Field::Story, "Cứ 7 phần nước, thế thôi. Cứ 3 phần."),
    ]);
    let found = repeated(&initiative.content);
    let said: Vec<_> = found.iter().map(|found| (found.field, found.passages.join(" | "))).collect();
    assert_eq!(said, [(Field::Title, "Pha 3 phần bột".to_owned()), (Field::Story, "7 phần | 3 phần".to_owned())]);
    assert!(!is_public(&initiative));
}

proptest! {
    #[test]
    fn any_four_words_of_it_are_found_wherever_they_stand(
        words in prop::collection::vec("[a-zăâđêôơưáạảãàéẹíìóòúùý]{2,7}", 6..30), at in 0usize..26, gaps in prop::collection::vec("[ ,;:!?\n–]{1,3}", 4),
    ) {
        let at = at.min(words.len() - 4);
        let mut written = "Chuyện là thế này ".to_owned();
        for (word, gap) in words[at..at + 4].iter().zip(&gaps) {
            written.push_str(&word.to_uppercase());
            written.push_str(gap);
        }
        prop_assert!(!found(&words.join(" "), &written).is_empty(), "{}", written);
    }

    #[test]
    fn any_text_is_looked_through(secret in ".{0,200}", written in ".{0,200}") {
        let content = recognised(&[text(Field::Confidential, &secret), text(Field::Story, &written)]).content;
        for found in repeated(&content) {
            for passage in found.passages {
                prop_assert!(content.text(found.field).contains(&passage));
            }
        }
    }
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
