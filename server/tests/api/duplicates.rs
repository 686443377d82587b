//! Possible duplicates: found behind the writer, told to officers alone, and never linked by the machine.

use crate::app::{App, Phone, edit, new_initiative, op, problem, spawn_app, submit};
use model::id::InitiativeId;
use model::initiative::State;
use model::op::Outcome;
use model::rights::Role;
use model::wire::{DeskSyncResponse, PossibleDuplicate, QueueResponse};
use serde_json::{Value as Json, json};
use std::time::Duration;

const PROBLEM: &str = "Hố thang máy nhà điều hành hay ngập khi mưa lớn. Bảo vệ phải trực để bật bơm bằng tay, có đêm quên tắt \
    nên bơm chạy khô và cháy cuộn dây.";
const SOLUTION: &str = "Dùng hai phao điện cũ tháo từ bể nước mái, nối với rơ le trung gian và khởi động từ của bơm. Phao trên \
    đóng thì bơm chạy, phao dưới nhả thì bơm ngắt. Gắn thêm còi báo khi nước vượt phao trên quá năm phút.";
const REWORDED: &str = "Tận dụng hai phao điện cũ tháo từ bể nước mái, nối vào rơ le trung gian và khởi động từ của bơm. Khi phao \
    trên đóng thì bơm chạy, khi phao dưới nhả thì bơm ngắt. Gắn thêm còi báo nếu nước vượt phao trên quá năm phút.";
const OTHER: &str = "In bộ thẻ hình bốn mươi người để chơi ghép trong tuần đầu, mỗi thẻ có tên, việc đang làm và một điều người đó \
    thích. Cuối tuần người mới giới thiệu lại ba đồng nghiệp trước cả tổ.";

fn words(title: &str, solution: &str) -> Json {
    json!({"title": title, "problem": PROBLEM, "solution": solution})
}

async fn sent(phone: &Phone, fields: Json) -> InitiativeId {
    let id = new_initiative();
    let answer = phone.sync(&[edit(id, 0, fields), submit(id, 0)]).await;
    assert!(answer.results.iter().all(|result| result.outcome == Outcome::Applied));
    id
}

async fn flagged(tablet: &Phone) -> QueueResponse {
    tablet.get("/initiatives?duplicates=true&state=all").await.json().await.expect("a page of the queue")
}

/// What the tablet is told that the initiative is like.
async fn like(tablet: &Phone, id: InitiativeId) -> Vec<PossibleDuplicate> {
    let one: Json = tablet.initiative(id).await.json().await.expect("an initiative");
    one.get("possible_duplicates").cloned().map_or_else(Vec::new, |list| serde_json::from_value(list).expect("a list"))
}

/// Waits until the tablet is told of so many flagged initiatives.
async fn until_flagged(tablet: &Phone, count: u64) -> QueueResponse {
    let waiting = async {
        loop {
            let page = flagged(tablet).await;
            if page.total == count {
                return page;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("the search comes to it")
}

struct Two {
    app: App,
    binh: Phone,
    mai: Phone,
    /// Of the grassroots union, by Bình.
    pump: InitiativeId,
    /// Nearly the same words, of the province, by Mai.
    again: InitiativeId,
    /// Reviews for the grassroots union.
    lan: Phone,
    /// Reviews for the nation.
    sau: Phone,
}

/// Two members of different units have sent nearly the same, and others something else.
async fn two() -> Two {
    let app = spawn_app().await;
    let (binh, mai) = (app.phone("cd-pvoil", "Trần Thị Bình").await, app.phone("ldld-thanh-hoa", "Lê Thị Mai").await);
    let lan = app.officer("cd-pvoil", "Đỗ Thị Lan", Role::Reviewer).await;
    let sau = app.officer("tld", "Vũ Thị Sáu", Role::Reviewer).await;
    sent(
        &mai,
        json!({"title": "Lắp phao báo mức nước", "problem": "Người mới không nhớ ai làm gì.", "solution": OTHER}),
    )
    .await;
    let pump = sent(&binh, words("Lắp cảm biến mức nước tự ngắt bơm hầm thang máy", SOLUTION)).await;
    let again = sent(&mai, words("Lắp phao báo mức nước để tự ngắt bơm hầm thang máy", REWORDED)).await;
    Two { app, binh, mai, pump, again, lan, sau }
}

#[tokio::test]
async fn nearly_the_same_in_two_units_is_flagged_for_the_officer_above_both() {
    let Two { app, binh, mai, pump, again, lan, sau } = two().await;
    let page = until_flagged(&sau, 2).await;
    let mut told: Vec<_> = page.initiatives.iter().map(|one| (one.id, one.possible_duplicates[0].clone())).collect();
    for (_, other) in &mut told {
        assert!(other.at.take().is_some() && other.unit_name.take().is_some(), "since when, and of which unit");
    }
    let percent = told[0].1.similarity;
    assert!((40..100).contains(&percent), "{percent}");
    let other = |id, title: &str, unit: &str| PossibleDuplicate {
        id,
        title: Some(title.into()),
        unit: unit.parse().expect("a code"),
        unit_name: None,
        state: Some(State::Submitted),
        at: None,
        similarity: percent,
    };
    assert_eq!(
        told,
        [
            (pump, other(again, "Lắp phao báo mức nước để tự ngắt bơm hầm thang máy", "ldld-thanh-hoa")),
            (again, other(pump, "Lắp cảm biến mức nước tự ngắt bơm hầm thang máy", "cd-pvoil")),
        ]
    );
    // The officer of one of the units learns where the other is, and not what it says.
    let [seen] = like(&lan, pump).await.try_into().expect("one");
    let veiled = PossibleDuplicate { title: None, state: None, ..other(again, "", "ldld-thanh-hoa") };
    assert_eq!(PossibleDuplicate { unit_name: None, ..seen }, veiled);
    assert_eq!((lan.initiative(again).await.status().as_u16(), flagged(&lan).await.total), (404, 1));
    // The authors aren't told, an officer about their own neither.
    assert!(like(&binh, pump).await.is_empty());
    app.give(&mai, Role::Reviewer, "tld").await;
    let tablet = app.tablet(&mai).await;
    assert!(like(&tablet, again).await.is_empty());
    assert_eq!(like(&tablet, pump).await.len(), 1);
    // Nothing was linked: both count.
    assert_eq!(app.totals("tld").await.own.counts.submitted, 3);
    let wrong = problem(sau.get("/initiatives?duplicates=maybe").await).await;
    assert_eq!(crate::app::pointers(&wrong), ["/duplicates"]);
    app.verify().await;
}

#[tokio::test]
async fn a_tablet_that_has_both_already_is_told_by_the_sync_and_only_once() {
    let app = spawn_app().await;
    let (binh, mai) = (app.phone("cd-pvoil", "Trần Thị Bình").await, app.phone("ldld-thanh-hoa", "Lê Thị Mai").await);
    let lan = app.officer("cd-pvoil", "Đỗ Thị Lan", Role::Reviewer).await;
    let pump = sent(&binh, words("Tự ngắt bơm hầm thang máy", SOLUTION)).await;
    let first: DeskSyncResponse = lan.send(None, &[]).await.json().await.expect("the answer to sync");
    assert_eq!((first.changes.len(), first.changes[0].possible_duplicates.len()), (1, 0));
    let page: QueueResponse = lan.get("/initiatives").await.json().await.expect("a page of the queue");
    sent(&mai, words("Phao ngắt bơm thang máy", REWORDED)).await;
    until_flagged(&lan, 1).await;
    for cursor in [first.cursor, page.sync] {
        let news: DeskSyncResponse = lan.send(Some(&cursor), &[]).await.json().await.expect("the answer to sync");
        assert_eq!((news.changes.len(), news.changes[0].id, news.more), (1, pump, false));
        assert_eq!(news.changes[0].possible_duplicates.len(), 1);
        let after: DeskSyncResponse = lan.send(Some(&news.cursor), &[]).await.json().await.expect("the answer to sync");
        assert!(after.changes.is_empty());
    }
    let anew: DeskSyncResponse = lan.send(None, &[]).await.json().await.expect("the answer to sync");
    assert_eq!(anew.changes.len(), 1, "who begins gets it once, with what was found");
    assert_eq!(anew.changes[0].possible_duplicates.len(), 1);
    let own = binh.send(None, &[]).await.text().await.expect("the answer to sync");
    assert!(!own.contains("possible_duplicates"));
    app.verify().await;
}

#[tokio::test]
async fn what_is_returned_withdrawn_or_rewritten_is_no_duplicate_any_more() {
    let Two { app, binh, mai, pump, again, sau, .. } = two().await;
    until_flagged(&sau, 2).await;
    sau.sync(&[op(again, 2, json!({"return": {"reason": "Nói rõ hơn"}}))]).await;
    until_flagged(&sau, 0).await;
    mai.sync(&[edit(again, 3, json!({"effect": "Không còn cháy bơm"})), submit(again, 3)]).await;
    until_flagged(&sau, 2).await;
    binh.sync(&[op(pump, 2, json!({"withdraw": {}}))]).await;
    until_flagged(&sau, 0).await;
    binh.sync(&[submit(pump, 3)]).await;
    until_flagged(&sau, 2).await;
    sau.sync(&[op(again, 5, json!({"return": {"reason": "Nói rõ hơn"}}))]).await;
    until_flagged(&sau, 0).await;
    let rewritten = json!({"title": "Thẻ nhớ tên", "problem": "Nhân viên mới bối rối.", "solution": OTHER});
    mai.sync(&[edit(again, 6, rewritten), submit(again, 6)]).await;
    // It is like the third now, and the pump is like nothing.
    let page = until_flagged(&sau, 2).await;
    assert!(page.initiatives.iter().all(|one| one.id != pump));
    assert!(like(&sau, pump).await.is_empty());
    app.verify().await;
}

#[tokio::test]
async fn a_draft_never_takes_part() {
    let app = spawn_app().await;
    let (binh, mai) = (app.phone("cd-pvoil", "Trần Thị Bình").await, app.phone("ldld-thanh-hoa", "Lê Thị Mai").await);
    let sau = app.officer("tld", "Vũ Thị Sáu", Role::Reviewer).await;
    let draft = new_initiative();
    binh.sync(&[edit(draft, 0, words("Tự ngắt bơm hầm thang máy", SOLUTION))]).await;
    let first = sent(&mai, words("Phao ngắt bơm thang máy", REWORDED)).await;
    let second = sent(&mai, words("Phao ngắt bơm thang máy, lần hai", REWORDED)).await;
    until_flagged(&sau, 2).await;
    let others: Vec<_> = like(&sau, first).await.into_iter().map(|other| other.id).collect();
    assert_eq!(others, [second], "and not the draft");
    assert!(like(&binh, draft).await.is_empty());
    binh.sync(&[submit(draft, 1)]).await;
    until_flagged(&sau, 3).await;
    app.verify().await;
}

#[tokio::test]
async fn lesson_17_only_an_officer_links_a_duplicate_and_then_nothing_is_left_to_ask() {
    let Two { app, pump, again, sau, .. } = two().await;
    until_flagged(&sau, 2).await;
    let linked = sau.verdict(&op(again, 2, json!({"mark_duplicate": {"of": pump}}))).await;
    assert_eq!(linked.outcome, Outcome::Applied);
    until_flagged(&sau, 0).await;
    let kept: model::initiative::Initiative = sau.initiative(again).await.json().await.expect("an initiative");
    assert_eq!((kept.state, kept.duplicate_of), (State::Duplicate, Some(pump)));
    app.verify().await;
}

#[tokio::test]
async fn what_was_sent_right_before_a_restart_is_compared_after_it() {
    let app = spawn_app().await;
    let binh = app.phone("cd-pvoil", "Trần Thị Bình").await;
    sent(&binh, words("Tự ngắt bơm hầm thang máy", SOLUTION)).await;
    sent(&binh, words("Phao ngắt bơm thang máy", REWORDED)).await;
    // Whatever has been compared by now.
    let app = app.restart().await;
    let sau = app.officer("tld", "Vũ Thị Sáu", Role::Reviewer).await;
    until_flagged(&sau, 2).await;
    let app = app.restart().await;
    let mai = app.phone("ldld-thanh-hoa", "Lê Thị Mai").await;
    sent(&mai, words("Phao điện", REWORDED)).await;
    until_flagged(&sau.at(&app), 3).await;
    app.verify().await;
}
