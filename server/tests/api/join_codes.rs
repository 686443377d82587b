//! A unit's join code and its poster.

use crate::app::{problem, spawn_app};
use crate::officer::officer;
use model::problem::ProblemKind;
use model::rights::Role;
use model::wire::{AuditResponse, JoinCodeResponse};
use reqwest::StatusCode;
use serde_json::json;
use sha2::{Digest, Sha256};

#[tokio::test]
async fn a_new_code_ends_the_old_one_and_is_logged_without_saying_it() {
    let app = spawn_app().await;
    let admin = officer(&app, "quan.tri", Role::UnitAdministrator, "cd-dau-khi").await;
    let path = "/units/cd-pvoil/join-code";
    let old: JoinCodeResponse = admin.get(path).await.json().await.unwrap();
    assert_eq!(old.code, app.join_code("cd-pvoil").await);
    assert_eq!(old.url, format!("{}/app/join?code={}", app.url, old.code));
    let made = admin.post(path, &json!({})).await;
    assert_eq!(made.status(), StatusCode::CREATED);
    let new: JoinCodeResponse = made.json().await.unwrap();
    assert_ne!(new.code, old.code);
    assert_eq!(admin.get(path).await.json::<JoinCodeResponse>().await.unwrap(), new);

    let join = |code: &str| json!({"code": code, "name": "Trần Thị Bình", "consent": true});
    let refused = problem(app.join(&join(&old.code)).send().await.unwrap()).await;
    assert_eq!(refused.kind, ProblemKind::UnknownCode);
    assert_eq!(app.join(&join(&new.code)).send().await.unwrap().status(), StatusCode::CREATED);

    let auditor = officer(&app, "kiem.tra", Role::Auditor, "tld").await;
    let audit = auditor.get("/units/cd-pvoil/audit").await.text().await.unwrap();
    assert!(!audit.contains(&new.code) && !audit.contains(&old.code));
    let audit: AuditResponse = serde_json::from_str(&audit).unwrap();
    let unit_name = "Công đoàn Tổng công ty Dầu Việt Nam";
    let replaced = json!({"replace_join_code": {"unit": "cd-pvoil", "unit_name": unit_name}});
    assert_eq!(audit.entries[0].action, replaced);
    assert_eq!(audit.entries[0].who.as_ref().unwrap().id, admin.signed_in.member.id);
    // So is the first one, by whoever asked for it first, and once.
    let made = json!({"make_join_code": {"unit": "cd-pvoil", "unit_name": unit_name}});
    let made: Vec<_> = audit.entries.iter().filter(|entry| entry.action == made).collect();
    assert_eq!(made.len(), 1);
    assert_eq!(made[0].who.as_ref().unwrap().id, admin.signed_in.member.id);
    app.verify().await;
}

#[tokio::test]
async fn codes_and_posters_are_for_administrators_of_the_unit_and_those_above() {
    let app = spawn_app().await;
    for (login, role, unit, may) in [
        ("a", Role::UnitAdministrator, "cd-pvoil", true),
        ("b", Role::NationalAdministrator, "tld", true),
        ("c", Role::UnitAdministrator, "ldld-thanh-hoa", false),
        ("d", Role::Auditor, "tld", false),
        ("e", Role::Reviewer, "cd-pvoil", false),
    ] {
        let desk = officer(&app, &format!("login-{login}"), role, unit).await;
        for answer in [
            desk.get("/units/cd-pvoil/join-code").await,
            desk.get("/units/cd-pvoil/poster").await,
            desk.post("/units/cd-pvoil/join-code", &json!({})).await,
        ] {
            if may {
                assert!(answer.status().is_success(), "{role:?}");
            } else {
                assert_eq!(problem(answer).await.kind, ProblemKind::Forbidden, "{role:?}");
            }
        }
    }
    let nobody = app.client.get(app.api("/units/cd-pvoil/poster")).send().await.unwrap();
    assert_eq!(problem(nobody).await.kind, ProblemKind::Unauthorized);
}

#[tokio::test]
async fn the_poster_has_the_code_and_a_picture_of_it_and_runs_nothing() {
    let app = spawn_app().await;
    let admin = officer(&app, "quan.tri", Role::UnitAdministrator, "cd-pvoil").await;
    let answer = admin.get("/units/cd-pvoil/poster").await;
    assert_eq!(answer.status(), StatusCode::OK);
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/html; charset=utf-8");
    assert_eq!((header("cache-control"), header("x-content-type-options")), ("no-store".into(), "nosniff".into()));
    let policy = header("content-security-policy");
    let page = answer.text().await.unwrap();
    let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    let hash = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, Sha256::digest(style));
    assert!(policy.starts_with(&format!("default-src 'none'; style-src 'sha256-{hash}';")), "{policy}");
    assert!(!page.contains("<script") && !page.contains("style=") && !page.contains("http://www"), "{page}");
    assert!(page.contains("Công đoàn Tổng công ty Dầu Việt Nam") && page.contains("<svg"));
    assert!(page.contains(&format!(">{}<", app.join_code("cd-pvoil").await)));
    assert!(page.contains("1 triệu sáng kiến") && page.contains("lang=\"vi\""));
}

#[tokio::test]
async fn a_form_brings_the_token_that_the_poster_is_for_and_no_cookie_makes_up_for_it() {
    let app = spawn_app().await;
    let admin = officer(&app, "quan.tri", Role::UnitAdministrator, "cd-pvoil").await;
    let other = officer(&app, "quan.tri.khac", Role::UnitAdministrator, "ldld-thanh-hoa").await;
    let asked = |form: String, cookie: Option<&str>| {
        let request = app.client.post(app.api("/units/cd-pvoil/poster"));
        let request =
            cookie.into_iter().fold(request, |request, token| request.header("Cookie", format!("sangkien={token}")));
        request.header("Content-Type", "application/x-www-form-urlencoded").body(form).send()
    };
    let answer = asked(format!("token={}", admin.token), None).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(answer.text().await.unwrap().contains(&app.join_code("cd-pvoil").await));
    assert_eq!(asked(format!("token={}", other.token), None).await.unwrap().status(), StatusCode::FORBIDDEN);
    for form in [String::new(), "token=".into(), "token=%00%0A".into(), format!("token={}", "a".repeat(43))] {
        let answer = asked(form.clone(), Some(&admin.token)).await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{form}");
    }
    let long = format!("token={}", "a".repeat(5_000));
    assert_eq!(asked(long, None).await.unwrap().status(), StatusCode::PAYLOAD_TOO_LARGE);
}
