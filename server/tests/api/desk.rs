//! Officers decide: who may, what comes of it, and what whoever comes second is told.

use crate::app::{App, Phone, edit, new_initiative, op, spawn_app, submit};
use model::field::Field;
use model::id::InitiativeId;
use model::initiative::State;
use model::op::Outcome;
use model::problem::ProblemKind;
use model::rights::Role;
use serde_json::{Value as Json, json};

/// Writes one and hands it in.
pub async fn sent(phone: &Phone, title: &str) -> InitiativeId {
    let id = new_initiative();
    let written = json!({"title": title, "benefit_vnd": 90_000_000, "benefit_period": "per_year"});
    let answer = phone.sync(&[edit(id, 0, written), submit(id, 0)]).await;
    assert!(answer.results.iter().all(|result| result.outcome == Outcome::Applied));
    id
}

/// A member of the grassroots union with one initiative that was sent, and a reviewer of that union.
async fn desk() -> (App, Phone, InitiativeId, Phone) {
    let app = spawn_app().await;
    let binh = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let id = sent(&binh, "Tái sử dụng nước làm mát").await;
    let lan = app.officer("cd-pvoil", "Đỗ Thị Lan", Role::Reviewer).await;
    (app, binh, id, lan)
}

fn actions(other: InitiativeId) -> [Json; 7] {
    [
        json!({"receive": {}}),
        json!({"return": {"reason": "Nói rõ hơn", "fields": {"effect": "Bao nhiêu giờ?"}}}),
        json!({"recognise": {"level": "grassroots", "benefit_vnd": 80_000_000}}),
        json!({"decline": {"reason": "Không mới"}}),
        json!({"mark_duplicate": {"of": other}}),
        json!({"forward": {}}),
        json!({"comment": {"text": "Hay", "score": 90}}),
    ]
}

fn recognise() -> Json {
    json!({"recognise": {"level": "grassroots", "benefit_vnd": 80_000_000, "how_checked": "Xem sổ"}})
}

fn decline() -> Json {
    json!({"decline": {"reason": "Đã có ở phân xưởng khác"}})
}

async fn state(phone: &Phone, id: InitiativeId) -> State {
    let changes = phone.sync(&[]).await.changes;
    changes.iter().find(|initiative| initiative.id == id).expect("it is theirs").state
}

#[tokio::test]
async fn a_recognition_is_counted_and_its_author_learns_it_at_the_next_sync() {
    let (app, binh, id, lan) = desk().await;
    let cursor = binh.sync(&[]).await.cursor;
    let answer = lan.sync(&[op(id, 2, json!({"receive": {}})), op(id, 2, recognise())]).await;
    assert!(answer.results.iter().all(|result| result.outcome == Outcome::Applied), "{:?}", answer.results);
    let news = binh.sync_from(Some(&cursor), &[]).await.changes;
    assert_eq!((news.len(), news[0].id, news[0].state), (1, id, State::Recognised));
    let decision = news[0].decision.as_ref().unwrap();
    assert_eq!((decision.by.name.as_str(), decision.how_checked.as_deref()), ("Đỗ Thị Lan", Some("Xem sổ")));
    for unit in ["cd-pvoil", "cd-dau-khi", "tld"] {
        let totals = app.totals(unit).await.own;
        assert_eq!((totals.counts.submitted, totals.counts.recognised), (1, 1), "{unit}");
        assert_eq!((totals.benefit_vnd.estimated, totals.benefit_vnd.verified), (90_000_000, 80_000_000), "{unit}");
    }
    app.verify().await;
}

#[tokio::test]
async fn an_officer_beside_above_the_wrong_way_or_without_the_role_decides_nothing() {
    let (app, binh, id, lan) = desk().await;
    let other = sent(&binh, "Một sáng kiến khác").await;
    let hung = app.phone("cd-dau-khi", "Phạm Văn Hùng").await;
    let above = sent(&hung, "Của đơn vị cấp trên").await;
    let beside = app.officer("ldld-thanh-hoa", "Lê Thị Mai", Role::Reviewer).await;
    let administrator = app.officer("cd-pvoil", "Ngô Văn Tư", Role::UnitAdministrator).await;
    let auditor = app.officer("tld", "Vũ Thị Sáu", Role::Auditor).await;
    let joined = app.phone("cd-pvoil", "Đỗ Thị Lan").await;
    app.give(&joined, Role::Reviewer, "cd-pvoil").await;
    for (who, what, on) in [
        (&beside, "beside", id),
        (&lan, "below", above),
        (&administrator, "another role", id),
        (&auditor, "an auditor", id),
        (&joined, "a token from joining", id),
        (&binh, "the author", id),
    ] {
        let ops: Vec<Json> = actions(other).into_iter().map(|action| op(on, 2, action)).collect();
        for (result, op) in who.sync(&ops).await.results.iter().zip(&ops) {
            let kind = result.problem.as_ref().map(|problem| problem.kind);
            assert_eq!(kind, Some(ProblemKind::Forbidden), "{what}: {}", op["action"]);
        }
    }
    let higher = app.officer("cd-dau-khi", "Hồ Thị Bảy", Role::Reviewer).await;
    assert_eq!(higher.verdict(&op(id, 2, recognise())).await.outcome, Outcome::Applied, "a right covers what is below");
    assert_eq!((state(&binh, id).await, state(&hung, above).await), (State::Recognised, State::Submitted));
    app.verify().await;
}

#[tokio::test]
async fn what_was_decided_offline_after_the_role_was_lost_is_refused() {
    let (app, binh, id, lan) = desk().await;
    assert_eq!(lan.sync(&[]).await.changes.len(), 1, "she has it on her tablet");
    app.take(&lan, Role::Reviewer, "cd-pvoil").await;
    let verdict = lan.verdict(&op(id, 2, recognise())).await;
    let problem = verdict.problem.unwrap();
    assert_eq!((problem.kind, verdict.rev.0), (ProblemKind::Forbidden, 0), "and nothing more is said of it");
    assert_eq!(state(&binh, id).await, State::Submitted);
    app.give(&lan, Role::Reviewer, "cd-pvoil").await;
    assert_eq!(lan.verdict(&op(id, 2, recognise())).await.outcome, Outcome::Applied);
}

#[tokio::test]
async fn an_officer_writes_no_words_of_others_whoever_they_say_they_are() {
    let (_app, binh, id, lan) = desk().await;
    lan.sync(&[op(id, 2, json!({"return": {"reason": "Nói rõ hơn"}}))]).await;
    for action in [
        json!({"edit": {"title": "Của tôi"}}),
        json!({"submit": {}}),
        json!({"withdraw": {}}),
        json!({"resolve": {"title": "mine"}}),
    ] {
        let mut forged = op(id, 3, action);
        for name in ["author", "member", "by", "actor"] {
            forged[name] = json!({"id": binh.member.id, "name": binh.member.name});
        }
        forged["device"] = json!(binh.device);
        let problem = lan.verdict(&forged).await.problem.unwrap();
        assert_eq!(problem.kind, ProblemKind::Forbidden, "{}", forged["action"]);
    }
    let found = &binh.sync(&[]).await.changes[0];
    assert_eq!((found.rev.0, found.content.text(Field::Title)), (3, "Tái sử dụng nước làm mát"));
}

#[tokio::test]
async fn another_devices_ops_sent_again_under_ones_own_token_are_another_persons() {
    let (app, binh, id, lan) = desk().await;
    let decided = op(id, 2, recognise());
    lan.sync(std::slice::from_ref(&decided)).await;
    // The op, its id and the tablet's name were overheard; the token wasn't.
    let mut thief = app.phone("cd-pvoil", "Kẻ Nghe Trộm").await;
    thief.device = lan.device;
    assert_eq!(thief.verdict(&decided).await.problem.unwrap().kind, ProblemKind::OpReused);
    let fresh = op(id, 2, decline());
    assert_eq!(thief.verdict(&fresh).await.problem.unwrap().kind, ProblemKind::Forbidden);
    // What was refused under one token isn't carried out under another either: an op's id is used up.
    assert_eq!(lan.verdict(&fresh).await.problem.unwrap().kind, ProblemKind::OpReused);
    assert_eq!(state(&binh, id).await, State::Recognised);
    app.verify().await;
}

#[tokio::test]
async fn of_two_decisions_the_first_at_the_server_holds_whichever_it_is() {
    for (first, second, holds, told) in [
        (recognise(), decline(), State::Recognised, "Lý do bạn viết được giữ làm nhận xét."),
        (decline(), recognise(), State::Declined, "Quyết định của bạn được giữ làm nhận xét."),
    ] {
        let (app, binh, id, lan) = desk().await;
        let minh = app.officer("cd-pvoil", "Bùi Văn Minh", Role::Reviewer).await;
        let (first, second) = (op(id, 2, first), op(id, 2, second));
        assert_eq!(lan.verdict(&first).await.outcome, Outcome::Applied);
        let late = minh.verdict(&second).await;
        let problem = late.problem.clone().unwrap();
        assert_eq!((problem.kind, late.rev.0), (ProblemKind::AlreadyDecided, 3));
        assert!(problem.detail.starts_with("Đỗ Thị Lan đã "), "{}", problem.detail);
        assert!(problem.detail.ends_with(told), "{}", problem.detail);
        assert_eq!(problem.decision.as_ref().unwrap().state, Some(holds));
        assert_eq!(minh.verdict(&second).await, late, "the same op gets the same answer");
        assert_eq!(state(&binh, id).await, holds);
        let english =
            minh.post().header("Accept-Language", "en").json(&json!({"device": minh.device, "ops": [second]}));
        let english: Json = english.send().await.unwrap().json().await.unwrap();
        let detail = english["results"][0]["problem"]["detail"].as_str().unwrap();
        assert!(detail.starts_with("Đỗ Thị Lan ") && detail.ends_with("kept as a comment."), "{detail}");
        app.verify().await;
    }
}

#[tokio::test]
async fn the_author_takes_it_back_before_or_after_the_decision_comes_in() {
    let (app, binh, id, lan) = desk().await;
    assert_eq!(binh.verdict(&op(id, 2, json!({"withdraw": {}}))).await.outcome, Outcome::Applied);
    for action in [recognise(), decline(), json!({"receive": {}}), json!({"return": {"reason": "Nói rõ hơn"}})] {
        let verdict = lan.verdict(&op(id, 2, action)).await;
        assert_eq!(verdict.problem.unwrap().kind, ProblemKind::Frozen);
    }
    assert_eq!(state(&binh, id).await, State::Withdrawn);

    let other = sent(&binh, "Một sáng kiến khác").await;
    lan.sync(&[op(other, 2, decline())]).await;
    let late = binh.verdict(&op(other, 2, json!({"withdraw": {}}))).await.problem.unwrap();
    assert_eq!(late.kind, ProblemKind::AlreadyDecided);
    assert!(late.detail.starts_with("Đỗ Thị Lan đã từ chối lúc ") && !late.detail.contains("nhận xét"), "{late:?}");
    app.verify().await;
}

#[tokio::test]
async fn a_decision_on_words_that_have_changed_since_is_refused_at_its_base() {
    let (app, binh, id, lan) = desk().await;
    lan.sync(&[op(id, 2, json!({"return": {"reason": "Nói rõ hơn"}}))]).await;
    let minh = app.officer("cd-pvoil", "Bùi Văn Minh", Role::Reviewer).await;
    binh.sync(&[edit(id, 3, json!({"effect": "Mỗi ca hai giờ"})), submit(id, 3)]).await;
    let late = op(id, 3, recognise());
    let problem = minh.verdict(&late).await.problem.unwrap();
    assert_eq!((problem.kind, crate::app::pointers(&problem)), (ProblemKind::Invalid, vec!["/base"]));
    assert_eq!(problem.detail, "Tác giả đã sửa sáng kiến sau khi bạn đọc. Hãy đọc bản mới rồi quyết định.");
    assert_eq!(minh.verdict(&op(id, 5, recognise())).await.outcome, Outcome::Applied);
}

#[tokio::test]
async fn lesson_17_a_duplicate_stays_and_names_its_original() {
    let (app, binh, id, lan) = desk().await;
    let original = sent(&binh, "Bản đầu tiên").await;
    for wrong in [id, new_initiative()] {
        let verdict = lan.verdict(&op(id, 2, json!({"mark_duplicate": {"of": wrong}}))).await;
        assert_eq!(crate::app::pointers(&verdict.problem.unwrap()), ["/action/mark_duplicate/of"]);
    }
    let marked = lan.verdict(&op(id, 2, json!({"mark_duplicate": {"of": original}}))).await;
    assert_eq!(marked.outcome, Outcome::Applied);
    let found = binh.sync(&[]).await.changes.into_iter().find(|initiative| initiative.id == id).unwrap();
    assert_eq!((found.state, found.duplicate_of), (State::Duplicate, Some(original)));
    assert_eq!(found.content.text(Field::Title), "Tái sử dụng nước làm mát");
    assert_eq!(app.totals("tld").await.own.counts.submitted, 1);
    let circle = lan.verdict(&op(original, 2, json!({"mark_duplicate": {"of": id}}))).await;
    assert_eq!(circle.problem.unwrap().kind, ProblemKind::Invalid);
    app.verify().await;
}

#[tokio::test]
async fn lesson_19_a_refused_decision_steps_aside_and_the_rest_go_on() {
    let (app, binh, id, lan) = desk().await;
    let (two, three) = (sent(&binh, "Hai").await, sent(&binh, "Ba").await);
    binh.sync(&[op(two, 2, json!({"withdraw": {}}))]).await;
    let ops = [
        op(id, 2, json!({"recognise": {"level": "national"}})),
        op(id, 9, recognise()),
        op(two, 2, decline()),
        op(new_initiative(), 0, decline()),
        op(three, 2, json!({"decline": {"reason": "  "}})),
        op(three, 2, json!({"recognise": {"level": "grassroots", "benefit_vnd": -1, "endorsement": {"name": "A"}}})),
        op(three, 2, json!({"comment": {"score": 101}})),
        op(id, 2, recognise()),
        op(three, 2, decline()),
    ];
    let results = lan.sync(&ops).await.results;
    let kinds: Vec<_> = results.iter().map(|result| result.problem.as_ref().map(|problem| problem.kind)).collect();
    use ProblemKind::{Forbidden, Frozen, Invalid, NotFound};
    let refused = [
        Some(Forbidden),
        Some(NotFound),
        Some(Frozen),
        Some(NotFound),
        Some(Invalid),
        Some(Invalid),
        Some(Invalid),
        None,
        None,
    ];
    assert_eq!(kinds, refused);
    let faults = results[5].problem.as_ref().unwrap();
    let at = "/action/recognise";
    assert_eq!(
        crate::app::pointers(faults),
        [format!("{at}/benefit_vnd"), format!("{at}/endorsement/position"), format!("{at}/endorsement/date")]
    );
    assert!(faults.detail.starts_with("Giá trị làm lợi được xác nhận: phải từ 0 đến "), "{}", faults.detail);
    assert_eq!((state(&binh, id).await, state(&binh, three).await), (State::Recognised, State::Declined));
    app.verify().await;
}

#[tokio::test]
async fn put_higher_it_is_decided_there_and_no_more_below() {
    let (app, binh, id, lan) = desk().await;
    let higher = app.officer("cd-dau-khi", "Hồ Thị Bảy", Role::Reviewer).await;
    lan.sync(&[op(id, 2, recognise()), op(id, 2, json!({"forward": {}}))]).await;
    let below = lan.verdict(&op(id, 4, json!({"recognise": {"level": "upper"}}))).await;
    assert_eq!(below.problem.unwrap().kind, ProblemKind::Forbidden);
    let above = higher.verdict(&op(id, 4, json!({"recognise": {"level": "upper", "benefit_vnd": 85_000_000}}))).await;
    assert_eq!(above.outcome, Outcome::Applied);
    assert_eq!(state(&binh, id).await, State::Recognised);
    let totals = app.totals("tld").await.own;
    assert_eq!((totals.counts.recognised, totals.benefit_vnd.verified), (1, 85_000_000));
    app.verify().await;
}

/// A day's work of a whole union's officer, over a link on which the answer to every third request is lost.
#[tokio::test]
async fn five_thousand_queued_decisions_each_take_effect_once_over_a_bad_link() {
    let (app, binh, ..) = desk().await;
    let lan = app.officer("cd-dau-khi", "Hồ Thị Bảy", Role::Reviewer).await;
    let ids: Vec<_> = (0..5_000).map(|_| new_initiative()).collect();
    for some in ids.chunks(250) {
        let ops = some.iter().flat_map(|id| [edit(*id, 0, json!({"title": "Bảo dưỡng bơm"})), submit(*id, 0)]);
        binh.send(None, &ops.collect::<Vec<_>>()).await;
    }
    let decisions: Vec<Json> = ids.iter().map(|id| op(*id, 2, recognise())).collect();
    let (mut asked, mut applied, mut cursor) = (0, 0, None);
    for some in decisions.chunks(500) {
        loop {
            asked += 1;
            let answer = lan.sync_from(cursor.as_deref(), some).await;
            if asked % 3 == 0 {
                // It got lost: everything is sent again, from the same place.
                continue;
            }
            assert!(answer.results.iter().all(|result| result.outcome == Outcome::Applied));
            applied += answer.results.len();
            cursor = Some(answer.cursor);
            break;
        }
    }
    assert_eq!((applied, asked), (5_000, 14));
    let totals = app.totals("tld").await.own;
    assert_eq!((totals.counts.recognised, totals.benefit_vnd.verified), (5_000, 5_000 * 80_000_000));
    app.verify().await;
}
