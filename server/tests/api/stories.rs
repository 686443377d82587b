//! Stories: what everybody may read, and that a consent holds for as long as it is given.

use crate::app::{App, Phone, edit, new_initiative, op, problem, spawn_app, submit};
use model::id::InitiativeId;
use model::op::Outcome;
use model::problem::ProblemKind;
use model::rights::Role;
use reqwest::{Response, StatusCode};
use serde_json::{Value as Json, json};

const SECRET: &str = "Tỷ lệ pha 3 phần bột, 7 phần nước";

async fn get(app: &App, id: InitiativeId) -> Response {
    app.client.get(app.api(&format!("/stories/{id}"))).send().await.unwrap()
}

async fn done(phone: &Phone, ops: &[Json]) {
    let answer = phone.sync(ops).await;
    assert!(answer.results.iter().all(|result| result.outcome == Outcome::Applied), "{:?}", answer.results);
}

/// An initiative of Bình's that says this too, and was handed in.
async fn sent(binh: &Phone, more: Json) -> InitiativeId {
    let id = new_initiative();
    let mut fields = json!({
        "title": "Tái sử dụng nước làm mát", "story": "Hôm ấy trời nóng.", "solution": "Nối một ống về bể.",
        "benefit_vnd": 90_000_000, "benefit_period": "per_year", "public_story": true,
    });
    fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    done(binh, &[edit(id, 0, fields), submit(id, 0)]).await;
    id
}

async fn recognise(lan: &Phone, id: InitiativeId) {
    done(lan, &[op(id, 2, json!({"recognise": {"level": "grassroots", "benefit_vnd": 80_000_000}}))]).await;
}

async fn people() -> (App, Phone, Phone) {
    let app = spawn_app().await;
    let binh = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let lan = app.officer("cd-pvoil", "Đỗ Thị Lan", Role::Reviewer).await;
    (app, binh, lan)
}

#[tokio::test]
async fn a_story_is_there_once_it_is_recognised_and_its_author_agrees() {
    let (app, binh, lan) = people().await;
    let (agreed, silent) = (sent(&binh, json!({})).await, sent(&binh, json!({"public_story": false})).await);
    assert_eq!(get(&app, agreed).await.status(), StatusCode::NOT_FOUND, "it waits for the officers");
    recognise(&lan, agreed).await;
    recognise(&lan, silent).await;
    let story: Json = get(&app, agreed).await.json().await.unwrap();
    assert_eq!((&story["title"], &story["authors"]), (&json!("Tái sử dụng nước làm mát"), &json!(["Trần Thị Bình"])));
    assert_eq!(story["benefit"], json!({"estimated": 90_000_000, "verified": 80_000_000, "period": "per_year"}));
    for missing in [silent, new_initiative()] {
        assert_eq!(problem(get(&app, missing).await).await.kind, ProblemKind::NotFound);
    }
    assert_eq!(app.client.get(app.api("/stories/x")).send().await.unwrap().status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_consent_that_is_withdrawn_after_the_decision_holds_at_once_and_may_be_given_again() {
    let (app, binh, lan) = people().await;
    let id = sent(&binh, json!({})).await;
    recognise(&lan, id).await;
    let tag = get(&app, id).await.headers()["etag"].clone();
    let known =
        async || app.client.get(app.api(&format!("/stories/{id}"))).header("If-None-Match", &tag).send().await.unwrap();
    let unchanged = known().await;
    assert_eq!(
        (unchanged.status(), &unchanged.headers()["cache-control"]),
        (StatusCode::NOT_MODIFIED, &"no-cache".parse().unwrap())
    );
    done(&binh, &[edit(id, 3, json!({"public_story": false}))]).await;
    assert_eq!(known().await.status(), StatusCode::NOT_FOUND, "not even whoever has it is told that it is the same");
    done(&binh, &[edit(id, 4, json!({"public_story": true}))]).await;
    assert_eq!(get(&app, id).await.status(), StatusCode::OK);
    let words = binh.verdict(&edit(id, 5, json!({"public_story": true, "title": "Sửa lén"}))).await;
    assert_eq!(words.problem.unwrap().kind, ProblemKind::Frozen);
    assert_eq!(
        lan.verdict(&edit(id, 5, json!({"public_story": false}))).await.problem.unwrap().kind,
        ProblemKind::Forbidden
    );
    app.verify().await;
}

#[tokio::test]
async fn an_officers_decision_holds_though_the_consent_changed_meanwhile() {
    let (app, binh, lan) = people().await;
    let id = sent(&binh, json!({})).await;
    done(&binh, &[edit(id, 2, json!({"public_story": false}))]).await;
    let decision = op(id, 2, json!({"recognise": {"level": "grassroots"}}));
    assert_ne!(lan.verdict(&decision).await.outcome, Outcome::Rejected);
    assert_eq!(get(&app, id).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_confidential_is_in_no_byte_of_the_answer() {
    let (app, binh, lan) = people().await;
    let told = format!("Chúng tôi thử mãi: {SECRET}.");
    let id = sent(&binh, json!({"confidential": SECRET, "solution": told, "effect": told, "story": told})).await;
    recognise(&lan, id).await;
    let bytes = get(&app, id).await.text().await.unwrap();
    assert!(bytes.contains("Tái sử dụng nước làm mát"));
    assert!(!bytes.contains("3 phần bột") && !bytes.contains("confidential"), "{bytes}");
}
