//! The secret with which an account opens a tablet whose PIN was forgotten.

use crate::app::{App, pointers, problem, spawn_app};
use crate::officer::{Desk, PASSWORD, desk, officer, sign_in};
use model::field::Fault;
use model::problem::ProblemKind;
use model::rights::Role;
use model::sign_in::VaultSecret;
use reqwest::StatusCode;
use serde_json::json;

const VAULT: &str = "018f3a5c-7b00-7abc-8def-0123456789ab";

async fn secret(desk: &Desk, vault: &str) -> String {
    let answer = desk.post("/vault-secret", &json!({"vault": vault})).await;
    assert_eq!(answer.status(), StatusCode::OK);
    answer.json::<VaultSecret>().await.expect("a secret").secret
}

async fn signed_in_again(app: &App, login: &str) -> Desk {
    desk(app, sign_in(app, login, PASSWORD, None).await).await
}

#[tokio::test]
async fn the_secret_is_one_for_the_officer_and_the_vault_and_nobody_elses() {
    let app = spawn_app().await;
    let tablet = officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    let other = officer(&app, "duyet.pvoil", Role::Reviewer, "cd-pvoil").await;
    let own = secret(&tablet, VAULT).await;
    assert!(own.len() >= 43, "32 bytes: {} characters", own.len());
    assert_eq!(own, secret(&signed_in_again(&app, "duyet.daukhi").await, VAULT).await, "another session of theirs");
    assert_eq!(own, secret(&tablet, &VAULT.to_uppercase()).await);
    assert_ne!(own, secret(&other, VAULT).await);
    assert_ne!(own, secret(&tablet, &VAULT.replace("ab", "ac")).await);
    // A restart changes nothing: it is made of what the store keeps.
    let app = app.restart().await;
    assert_eq!(own, secret(&signed_in_again(&app, "duyet.daukhi").await, VAULT).await);
}

#[tokio::test]
async fn the_secret_is_for_whoever_has_signed_in() {
    let app = spawn_app().await;
    let tablet = officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    let body = json!({"vault": VAULT});
    let nobody = app.client.post(app.api("/vault-secret")).json(&body).send().await.unwrap();
    assert_eq!(problem(nobody).await.kind, ProblemKind::Unauthorized);
    // A phone that has joined carries no office, whoever holds it.
    let phone = app.phone("cd-dau-khi", "Trần Thị Bình").await;
    app.give(&phone, Role::Reviewer, "cd-dau-khi").await;
    let joined = app.client.post(app.api("/vault-secret")).bearer_auth(&phone.token).json(&body).send().await.unwrap();
    assert!([ProblemKind::Forbidden, ProblemKind::Unauthorized].contains(&problem(joined).await.kind));
    // A session that was ended opens nothing any more.
    assert_eq!(tablet.post("/sign-out", &json!({})).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(problem(tablet.post("/vault-secret", &body).await).await.kind, ProblemKind::Unauthorized);
}

#[tokio::test]
async fn what_names_no_vault_is_refused_at_its_place() {
    let app = spawn_app().await;
    let tablet = officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    for (body, fault) in [
        (json!({}), Fault::Missing),
        (json!({"vault": null}), Fault::Missing),
        (json!({"vault": "của tôi"}), Fault::WrongType),
        (json!({"vault": 7}), Fault::WrongType),
        (json!({"vault": [VAULT]}), Fault::WrongType),
    ] {
        let refused = problem(tablet.post("/vault-secret", &body).await).await;
        assert_eq!((refused.kind, pointers(&refused)), (ProblemKind::Invalid, vec!["/vault"]), "{body}");
        assert_eq!(refused.errors[0].fault, fault, "{body}");
    }
}
