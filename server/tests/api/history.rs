//! A server whose data was put back to an earlier state is another history: whoever has seen what it lost is told so, however
//! long its log has become since.

use crate::app::{App, Phone, edit, new_initiative, op, problem, spawn_app, submit};
use model::id::InitiativeId;
use model::problem::ProblemKind;
use model::rights::Role;
use model::wire::{DeskSyncResponse, QueueResponse, SyncResponse};
use reqwest::StatusCode;
use serde_json::{Value as Json, json};
use std::fs;
use std::path::Path;
use std::time::Duration;
use store::{Checked, CheckedStretch};

const FILE: &str = "sangkien.db";

/// Keeps a copy of the data of a stopped server.
fn copy_data(folder: &Path) {
    fs::copy(folder.join(FILE), folder.join("copy")).expect("a copy");
}

/// Puts the copy in the place of the data of a stopped server.
fn put_copy_back(folder: &Path) {
    fs::copy(folder.join("copy"), folder.join(FILE)).expect("the copy");
}

fn draft(title: &str) -> Json {
    edit(new_initiative(), 0, json!({"title": title}))
}

async fn is_foreign(phone: &Phone, cursor: &str) -> bool {
    let lost = new_initiative();
    let response = phone.send(Some(cursor), &[edit(lost, 0, json!({"title": "Gửi với con trỏ này"}))]).await;
    if response.status() == StatusCode::OK {
        return false;
    }
    assert_eq!(problem(response).await.kind, ProblemKind::ForeignCursor);
    // Nothing of the request was applied.
    assert_eq!(phone.initiative(lost).await.status(), StatusCode::NOT_FOUND);
    true
}

#[tokio::test]
async fn lesson_28_a_restored_server_refuses_every_cursor_of_what_it_lost_whatever_its_length() {
    let app = spawn_app().await;
    let phone = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let before = phone.sync(&[draft("Trước bản sao")]).await.cursor;
    let app = app.restart_after(copy_data).await;
    let phone = phone.at(&app);
    let mut lost = Vec::new();
    for number in 0..6 {
        lost.push(phone.sync(&[draft(&format!("Mất {number}"))]).await.cursor);
    }

    let app = app.restart_after(put_copy_back).await;
    let phone = phone.at(&app);
    for cursor in &lost {
        assert!(is_foreign(&phone, cursor).await, "beyond the end");
    }
    // The log grows past every one of them, entry by entry.
    let other = phone.second();
    for number in 0..10 {
        other.sync(&[draft(&format!("Mới {number}"))]).await;
        for cursor in &lost {
            assert!(is_foreign(&phone, cursor).await, "after {number} new ones");
        }
    }
    assert!(!is_foreign(&phone, &before).await, "what both histories have stays good");
    let all = phone.sync(&[]).await;
    assert_eq!(all.changes.len(), 12);
    assert!(!is_foreign(&phone, &all.cursor).await);
    app.verify().await;
}

/// Whoever was acknowledged something that changed no initiative (a comment, a refused op) has to be told as well.
#[tokio::test]
async fn what_changes_nothing_is_a_part_of_the_history_that_a_device_knows() {
    let app = spawn_app().await;
    let author = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let officer = app.officer("cd-pvoil", "Phạm Văn Hòa", Role::Reviewer).await;
    let id = new_initiative();
    author.sync(&[edit(id, 0, complete("Bình lọc dầu")), submit(id, 0)]).await;
    let app = app.restart_after(copy_data).await;
    let (author, officer) = (author.at(&app), officer.at(&app));
    let said = officer.sync(&[op(id, 2, json!({"comment": {"text": "Nên thử thêm một ca"}}))]).await;
    assert_eq!(said.results[0].problem, None);
    let refused = author.sync(&[op(id, 2, json!({"recognise": {"level": "grassroots"}}))]).await;
    assert!(refused.results[0].problem.is_some());

    let app = app.restart_after(put_copy_back).await;
    let (author, officer) = (author.at(&app), officer.at(&app));
    for number in 0..5 {
        author.sync(&[draft(&format!("Mới {number}"))]).await;
    }
    assert!(is_foreign(&officer, &said.cursor).await);
    assert!(is_foreign(&author, &refused.cursor).await);
    app.verify().await;
}

fn complete(title: &str) -> Json {
    let solution = format!("{title}, thêm lò xo và tấm chắn");
    json!({"title": title, "solution": solution, "benefit_vnd": 5_000_000, "benefit_period": "per_year"})
}

/// An officer's decision that the restored server doesn't have.
#[tokio::test]
async fn an_officers_cursor_is_refused_as_well_from_the_queue_and_from_the_sync() {
    let app = spawn_app().await;
    let author = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let officer = app.officer("cd-pvoil", "Phạm Văn Hòa", Role::Reviewer).await;
    let id = new_initiative();
    author.sync(&[edit(id, 0, complete("Bình lọc dầu")), submit(id, 0)]).await;
    let app = app.restart_after(copy_data).await;
    let (author, officer) = (author.at(&app), officer.at(&app));
    let decided = officer.sync(&[op(id, 2, json!({"recognise": {"level": "grassroots"}}))]).await;
    assert_eq!(decided.results[0].problem, None);
    let queue: QueueResponse = officer.get("/initiatives?state=all").await.json().await.unwrap();

    let app = app.restart_after(put_copy_back).await;
    let (author, officer) = (author.at(&app), officer.at(&app));
    for number in 0..4 {
        author.sync(&[draft(&format!("Mới {number}"))]).await;
    }
    assert!(is_foreign(&officer, &decided.cursor).await);
    assert!(is_foreign(&officer, &queue.sync).await);
    let queue: QueueResponse = officer.get("/initiatives").await.json().await.unwrap();
    assert_eq!(queue.initiatives.len(), 1, "it waits again");
    assert!(!is_foreign(&officer, &queue.sync).await);
}

/// Keeps that the two are alike, as the search would.
async fn find(app: &App, one: InitiativeId, other: InitiativeId, percent: u8) {
    let duplicates = app.store.duplicates();
    // The search of this server goes on by itself; what it has kept is where this goes on.
    for _ in 0..100 {
        let from = duplicates.resume(twins::Sketch::VERSION).await.unwrap();
        let checked = vec![Checked::Compared {
            id: one,
            submitted_at: server::clock::Clock::system().now(),
            sketch: None,
            alike: vec![(other, percent)],
        }];
        let stretch = CheckedStretch { from, to: from, version: twins::Sketch::VERSION, checked };
        if duplicates.save_checked(&stretch).await.unwrap() {
            return;
        }
    }
    panic!("the search is always faster");
}

/// Findings are numbered without the log: an earlier state that was put back gives out the same numbers for others.
#[tokio::test]
async fn a_finding_of_another_history_is_not_taken_for_one_that_is_known() {
    let app = spawn_app().await;
    let author = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let officer = app.officer("cd-pvoil", "Phạm Văn Hòa", Role::Reviewer).await;
    let ids = [new_initiative(), new_initiative(), new_initiative()];
    for (id, title) in ids.iter().zip(["Bình lọc dầu", "Máy ép mía", "Giàn phơi lưới"]) {
        author.sync(&[edit(*id, 0, complete(title)), submit(*id, 0)]).await;
    }
    // Until the search has come so far.
    let end = app.store.head().await.unwrap().position;
    wait_until_searched(&app, end).await;
    let app = app.restart_after(copy_data).await;
    let officer = officer.at(&app);
    find(&app, ids[0], ids[1], 80).await;
    find(&app, ids[0], ids[1], 82).await;
    let known: DeskSyncResponse = sync(&officer, None).await;
    let again: DeskSyncResponse = sync(&officer, Some(&known.cursor)).await;
    assert!(!again.reset && again.changes.is_empty());

    // The log is the same, and what was found isn't.
    let app = app.restart_after(put_copy_back).await;
    let officer = officer.at(&app);
    find(&app, ids[1], ids[2], 70).await;
    find(&app, ids[1], ids[2], 71).await;
    let news: DeskSyncResponse = sync(&officer, Some(&known.cursor)).await;
    assert!(news.reset, "the tablet begins anew");
    assert_eq!(news.changes.len(), 3);
    let again: DeskSyncResponse = sync(&officer, Some(&news.cursor)).await;
    assert!(!again.reset && again.changes.is_empty());
}

async fn wait_until_searched(app: &App, end: u64) {
    let began = std::time::Instant::now();
    loop {
        let tail = app.store.duplicates().resume(twins::Sketch::VERSION).await.unwrap();
        if tail >= end {
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "the search stands at {tail} of {end}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn sync<T: serde::de::DeserializeOwned>(phone: &Phone, cursor: Option<&str>) -> T {
    let response = phone.send(cursor, &[]).await;
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.expect("an answer")
}

/// Who joined after the copy was made, with a request that may be repeated, joins again by the same request and keeps the
/// token that the phone has.
#[tokio::test]
async fn joining_again_by_the_same_request_gives_the_same_token_after_a_restoring() {
    let app = spawn_app().await;
    let code = app.join_code("cd-pvoil").await;
    let app = app.restart_after(copy_data).await;
    let join = async |app: &App| {
        let body = json!({"code": code, "name": "Trần Thị Bình", "consent": true});
        let response = app.join(&body).header("idempotency-key", "01936d5e-7b00-7abc-8def-0123456789ab").send().await;
        response.unwrap().json::<model::wire::JoinResponse>().await.unwrap()
    };
    let first = join(&app).await;
    let app = app.restart_after(put_copy_back).await;
    let again = join(&app).await;
    assert_eq!(first.token, again.token);
    let sync = app.client.post(app.api("/sync")).bearer_auth(&first.token);
    let answer =
        sync.json(&json!({"device": crate::app::new_device(), "ops": [draft("Của tôi")]})).send().await.unwrap();
    let answer: SyncResponse = answer.json().await.unwrap();
    assert_eq!(answer.results[0].problem, None);
}

/// The same ops again, after what they had done was lost, do it again; with what they had done, they do nothing.
#[tokio::test]
async fn ops_that_come_again_after_a_restoring_are_applied_once() {
    let app = spawn_app().await;
    let phone = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let kept = draft("Trước bản sao");
    phone.sync(std::slice::from_ref(&kept)).await;
    let app = app.restart_after(copy_data).await;
    let phone = phone.at(&app);
    let id = new_initiative();
    let lost = [edit(id, 0, complete("Sau bản sao")), submit(id, 0)];
    phone.sync(&lost).await;
    let app = app.restart_after(put_copy_back).await;
    let phone = phone.at(&app);
    assert_eq!(app.totals("tld").await.own.counts.submitted, 0);
    for _ in 0..2 {
        let all: Vec<Json> = std::iter::once(&kept).chain(&lost).cloned().collect();
        let answer = phone.sync(&all).await;
        assert!(answer.results.iter().all(|result| result.problem.is_none()));
        assert_eq!(answer.changes.len(), 2);
    }
    assert_eq!(app.totals("tld").await.own.counts.submitted, 1);
    app.verify().await;
}
