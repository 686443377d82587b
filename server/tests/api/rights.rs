//! Who may do what: nobody without a token, nobody with somebody else's initiative, no other site with our cookie.

use crate::app::{edit, new_initiative, problem, spawn_app, submit};
use model::initiative::Initiative;
use model::op::Outcome;
use model::problem::ProblemKind;
use model::rights::Role;
use reqwest::StatusCode;
use serde_json::json;

#[tokio::test]
async fn somebody_elses_initiative_cannot_be_seen_or_touched() {
    let app = spawn_app().await;
    let (binh, tam) = (app.phone("cd-pvoil", "Trần Thị Bình").await, app.phone("cd-pvoil", "Lê Văn Tám").await);
    let id = new_initiative();
    binh.sync(&[edit(id, 0, json!({"title": "Bảo dưỡng bơm"}))]).await;
    assert_eq!(binh.initiative(id).await.json::<Initiative>().await.unwrap().id, id);

    let hers = problem(tam.initiative(id).await).await;
    let nobodys = problem(tam.initiative(new_initiative()).await).await;
    assert_eq!(hers, nobodys, "who may not see it is told that there is none");
    let answer = tam.sync(&[edit(id, 1, json!({"title": "Của tôi"})), submit(id, 1)]).await;
    assert!(answer.results.iter().all(|result| result.outcome == Outcome::Rejected));
    assert!(answer.changes.is_empty());
    let theirs = answer.results[0].problem.as_ref().unwrap();
    assert_eq!((theirs.kind, theirs.title.as_str()), (ProblemKind::Forbidden, "Bạn không có quyền làm việc này"));
    assert_eq!(binh.initiative(id).await.json::<Initiative>().await.unwrap().rev.0, 1);
}

#[tokio::test]
async fn nobody_gets_in_without_a_token() {
    let app = spawn_app().await;
    let sync = || app.client.post(app.api("/sync")).json(&json!({"device": new_initiative(), "ops": []}));
    for request in [
        sync(),
        sync().bearer_auth("A".repeat(43)),
        sync().bearer_auth(""),
        sync().header("Authorization", "Basic YTpi"),
        sync().header("Cookie", format!("sangkien={}", "A".repeat(43))).header("Sec-Fetch-Site", "same-origin"),
        app.client.get(app.api(&format!("/initiatives/{}", new_initiative()))),
        app.client.post(app.api("/sign-out")),
    ] {
        assert_eq!(problem(request.send().await.unwrap()).await.kind, ProblemKind::Unauthorized);
    }
}

#[tokio::test]
async fn the_cookie_works_on_our_own_pages_only() {
    let app = spawn_app().await;
    let phone = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let id = new_initiative();
    phone.sync(&[edit(id, 0, json!({"title": "Bảo dưỡng bơm"}))]).await;
    let cookie = format!("lang=vi; sangkien={}", phone.token);
    let read = app.client.get(app.api(&format!("/initiatives/{id}"))).header("Cookie", &cookie);
    assert_eq!(read.send().await.unwrap().status(), StatusCode::OK);
    let write = || {
        let body = json!({"device": phone.device, "ops": []});
        app.client.post(app.api("/sync")).header("Cookie", &cookie).json(&body)
    };
    let status = |request: reqwest::RequestBuilder| async { request.send().await.unwrap().status() };
    assert_eq!(status(write().header("Sec-Fetch-Site", "same-origin")).await, StatusCode::OK);
    assert_eq!(status(write().header("Origin", &app.url)).await, StatusCode::OK);
    for foreign in [
        write(),
        write().header("Sec-Fetch-Site", "cross-site"),
        write().header("Sec-Fetch-Site", "same-site").header("Origin", &app.url),
        write().header("Origin", "https://evil.example"),
    ] {
        assert_eq!(problem(foreign.send().await.unwrap()).await.kind, ProblemKind::Forbidden);
    }
}

#[tokio::test]
async fn an_officer_reads_what_was_sent_in_their_units_and_nothing_else() {
    let app = spawn_app().await;
    let binh = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let (draft, sent) = (new_initiative(), new_initiative());
    let title = json!({"title": "Bảo dưỡng bơm"});
    binh.sync(&[edit(draft, 0, title.clone()), edit(sent, 0, title), submit(sent, 0)]).await;
    for (unit, role, reads) in [
        ("cd-pvoil", Role::Reviewer, true),
        ("cd-dau-khi", Role::Reviewer, true),
        ("tld", Role::Auditor, true),
        ("ldld-thanh-hoa", Role::Reviewer, false),
        ("cd-pvoil", Role::UnitAdministrator, false),
        ("cd-pvoil", Role::Producer, false),
    ] {
        let officer = app.officer(unit, "Đỗ Thị Lan", role).await;
        let status = officer.initiative(sent).await.status();
        assert_eq!(status, if reads { StatusCode::OK } else { StatusCode::NOT_FOUND }, "{role:?} of {unit}");
        assert_eq!(officer.initiative(draft).await.status(), StatusCode::NOT_FOUND, "a draft is its author's alone");
    }
    let phone = app.phone("cd-pvoil", "Đỗ Thị Lan").await;
    app.give(&phone, Role::Reviewer, "cd-pvoil").await;
    assert_eq!(phone.initiative(sent).await.status(), StatusCode::NOT_FOUND, "a join code grants nothing");
    let tablet = app.tablet(&phone).await;
    assert_eq!(tablet.initiative(sent).await.status(), StatusCode::OK);
    app.take(&phone, Role::Reviewer, "cd-pvoil").await;
    let tablet = app.tablet(&phone).await;
    assert_eq!(tablet.initiative(sent).await.status(), StatusCode::NOT_FOUND, "without the role");
}
