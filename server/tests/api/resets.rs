//! A forgotten password: an administrator's link, and the command line for the first administrator.

use crate::app::{App, pointers, problem, spawn_app, spawn_app_at, spawn_app_with};
use crate::officer::{Desk, PASSWORD, acceptance, desk, invitation, officer, post, sign_in};
use crate::process::{Process, prepared_folder, sangkien, sangkien_ok};
use model::field::Fault;
use model::problem::ProblemKind;
use model::rights::Role;
use model::sign_in::{OtpOffer, Renews, ResetMade, ResetSeen};
use model::wire::AuditResponse;
use reqwest::{Response, StatusCode};
use serde_json::json;
use server::clock::Clock;
use server::http::resets::{For, make};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::Doer;
use totp_rs::{Builder, Secret};

const OTHER: &str = "mưa tháng bảy gãy cành trám";

async fn ask(by: &Desk, unit: &str, of: &Desk, renews: &str) -> Response {
    let path = format!("/units/{unit}/officers/{}/password-reset", of.signed_in.member.id);
    by.post(&path, &json!({"renews": renews})).await
}

/// The secret of the link that `by` makes for `of`.
async fn link(by: &Desk, unit: &str, of: &Desk, renews: &str) -> String {
    let response = ask(by, unit, of, renews).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    let made: ResetMade = response.json().await.unwrap();
    made.url.split_once("/app/reset#").expect("a link to the app").1.to_owned()
}

async fn accept(app: &App, token: &str, password: &str) -> Response {
    post(app, "/password-resets/accept", &json!({"token": token, "password": password})).await
}

async fn holds(app: &App, token: &str) -> bool {
    let response = post(app, "/password-resets/look", &json!({"token": token})).await;
    if response.status() == StatusCode::OK {
        return true;
    }
    assert_eq!(problem(response).await.kind, ProblemKind::NotFound);
    false
}

async fn pair(app: &App) -> (Desk, Desk) {
    let admin = officer(app, "quantri.daukhi", Role::UnitAdministrator, "cd-dau-khi").await;
    (admin, officer(app, "duyet.pvoil", Role::Reviewer, "cd-pvoil").await)
}

#[tokio::test]
async fn who_has_forgotten_the_password_chooses_another_one_with_a_link_that_works_once() {
    let app = spawn_app().await;
    let (admin, reviewer) = pair(&app).await;
    let token = link(&admin, "cd-pvoil", &reviewer, "password").await;
    let seen: ResetSeen = post(&app, "/password-resets/look", &json!({"token": token})).await.json().await.unwrap();
    assert_eq!((seen.login.as_str(), seen.name.as_str()), ("duyet.pvoil", "Trần Diều Sáo"));
    assert_eq!(reviewer.me().await.sessions.len(), 1, "nothing has changed yet");
    let weak = problem(accept(&app, &token, "duyet.pvoil.2026").await).await;
    assert_eq!((pointers(&weak), &weak.errors[0].fault), (vec!["/password"], &Fault::Guessable));
    let empty = problem(post(&app, "/password-resets/accept", &json!({})).await).await;
    assert_eq!(pointers(&empty), ["/token", "/password"]);

    let five = futures::future::join_all((0..5).map(|_| accept(&app, &token, OTHER))).await;
    let used = five.iter().filter(|answer| answer.status() == StatusCode::NO_CONTENT);
    assert_eq!(used.count(), 1, "five at once: one");
    assert!(five.iter().all(|answer| answer.headers().get("set-cookie").is_none()), "it opens no session");
    assert!(!holds(&app, &token).await);
    let told = problem(reviewer.get("/me").await).await;
    assert_eq!((told.kind, told.revoked), (ProblemKind::Unauthorized, false), "signed out, and the queue stays");
    assert_eq!(sign_in(&app, "duyet.pvoil", PASSWORD, None).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(sign_in(&app, "duyet.pvoil", OTHER, None).await.status(), StatusCode::OK);

    let auditor = officer(&app, "kiemtra.tld", Role::Auditor, "tld").await;
    let audit: AuditResponse = auditor.get("/units/cd-pvoil/audit").await.json().await.unwrap();
    let id = reviewer.signed_in.member.id;
    let told: Vec<_> =
        audit.entries.iter().take(2).map(|entry| (&entry.action, entry.who.as_ref().unwrap().id)).collect();
    let member = json!({"id": id, "name": "Trần Diều Sáo"});
    let unit_name = "Công đoàn Tổng công ty Dầu Việt Nam";
    let said = json!({"renews": "password", "unit": "cd-pvoil", "unit_name": unit_name, "member": member});
    assert_eq!(told[0], (&json!({"reset_password": said}), id));
    assert_eq!(told[1], (&json!({"offer_reset": said}), admin.signed_in.member.id));
    app.verify().await;
}

#[tokio::test]
async fn a_link_ends_with_its_day_with_a_newer_one_and_with_the_right_of_who_made_it() {
    let hours = Arc::new(AtomicI64::new(0));
    let ahead = Arc::clone(&hours);
    let clock = Clock::of(move || Clock::system().now().plus_millis(ahead.load(Ordering::SeqCst) * 3_600_000));
    let app = spawn_app_at("off".parse().unwrap(), clock).await;
    let (admin, reviewer) = pair(&app).await;
    let first = link(&admin, "cd-pvoil", &reviewer, "password").await;
    let second = link(&admin, "cd-pvoil", &reviewer, "password").await;
    assert!(!holds(&app, &first).await && holds(&app, &second).await);
    let changed = reviewer.post("/password", &json!({"old": PASSWORD, "new": OTHER})).await;
    assert_eq!(changed.status(), StatusCode::NO_CONTENT);
    assert!(!holds(&app, &second).await, "who changes it themselves hasn't forgotten it");

    let third = link(&admin, "cd-pvoil", &reviewer, "password").await;
    hours.store(23, Ordering::SeqCst);
    assert!(holds(&app, &third).await);
    hours.store(24, Ordering::SeqCst);
    assert!(!holds(&app, &third).await);
    assert_eq!(problem(accept(&app, &third, PASSWORD).await).await.kind, ProblemKind::NotFound);

    let orphaned = link(&admin, "cd-pvoil", &reviewer, "password").await;
    let top = officer(&app, "quantri.tld", Role::NationalAdministrator, "tld").await;
    let path = format!("/units/cd-dau-khi/officers/{}/unit_administrator", admin.signed_in.member.id);
    assert_eq!(top.delete(&path).await.status(), StatusCode::NO_CONTENT);
    for token in [orphaned, "A".repeat(43), "x".into(), String::new()] {
        assert!(!holds(&app, &token).await, "{token}");
        assert_eq!(problem(accept(&app, &token, PASSWORD).await).await.kind, ProblemKind::NotFound, "{token}");
    }
    assert_eq!(sign_in(&app, "duyet.pvoil", OTHER, None).await.status(), StatusCode::OK, "as it was");
}

#[tokio::test]
async fn nobody_gets_into_an_account_that_holds_more_than_they_could_give() {
    let app = spawn_app().await;
    let (admin, reviewer) = pair(&app).await;
    let top = officer(&app, "quantri.tld", Role::NationalAdministrator, "tld").await;
    let auditor = officer(&app, "kiemtra.daukhi", Role::Auditor, "cd-dau-khi").await;
    let outsider = officer(&app, "duyet.thanhhoa", Role::Reviewer, "ldld-thanh-hoa").await;
    for (by, unit, of, status) in [
        (&admin, "cd-pvoil", &reviewer, 201),
        (&top, "cd-pvoil", &reviewer, 201),
        (&top, "cd-dau-khi", &admin, 201),
        (&admin, "cd-pvoil", &outsider, 404),
        (&admin, "ldld-thanh-hoa", &outsider, 403),
        (&admin, "cd-dau-khi", &auditor, 403),
        (&admin, "cd-dau-khi", &admin, 403),
        (&top, "tld", &top, 403),
        (&reviewer, "cd-pvoil", &reviewer, 403),
        (&auditor, "cd-pvoil", &reviewer, 403),
        (&admin, "khong-co", &reviewer, 403),
        (&top, "khong-co", &reviewer, 403),
    ] {
        let answer = ask(by, unit, of, "password").await;
        assert_eq!(answer.status().as_u16(), status, "{} of {unit}", of.signed_in.member.id);
    }
    assert_eq!(problem(ask(&admin, "cd-pvoil", &reviewer, "all").await).await.kind, ProblemKind::Invalid);
    // The reviewer is an auditor of the whole union as well: that is more than this administrator could give.
    let earlier = link(&admin, "cd-pvoil", &reviewer, "password").await;
    let higher = invitation(&app, Role::Auditor, "tld").await;
    assert_eq!(reviewer.post("/invitations/accept", &json!({"token": higher})).await.status(), StatusCode::OK);
    assert!(!holds(&app, &earlier).await);
    assert_eq!(ask(&admin, "cd-pvoil", &reviewer, "password").await.status(), StatusCode::FORBIDDEN);
    assert_eq!(ask(&top, "cd-pvoil", &reviewer, "password").await.status(), StatusCode::CREATED);
    let nobody = json!({"token": "A".repeat(43), "password": OTHER});
    assert_eq!(post(&app, "/password-resets/accept", &nobody).await.status(), StatusCode::NOT_FOUND);
    let unknown = format!("/units/cd-pvoil/officers/{}/password-reset", uuid::Uuid::now_v7());
    assert_eq!(admin.post(&unknown, &json!({})).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_authenticator_app_stays_needed_unless_everything_is_renewed() {
    let app = spawn_app().await;
    let (admin, reviewer) = pair(&app).await;
    let offer: OtpOffer = reviewer.post("/otp", &json!({"password": PASSWORD})).await.json().await.unwrap();
    assert!(offer.qr.path.starts_with('M') && offer.qr.side > 29);
    let totp = Builder::new().with_secret(Secret::try_from_base32(&offer.secret).unwrap()).build_noncompliant();
    let code = totp.generate((Clock::system().now().millis() / 1000) as u64).to_string();
    assert_eq!(reviewer.post("/otp/confirm", &json!({"code": code})).await.status(), StatusCode::OK);

    let token = link(&admin, "cd-pvoil", &reviewer, "password").await;
    assert_eq!(accept(&app, &token, OTHER).await.status(), StatusCode::NO_CONTENT);
    let asked = problem(sign_in(&app, "duyet.pvoil", OTHER, None).await).await;
    assert_eq!(asked.kind, ProblemKind::OtpRequired);

    let token = link(&admin, "cd-pvoil", &reviewer, "everything").await;
    assert_eq!(accept(&app, &token, PASSWORD).await.status(), StatusCode::NO_CONTENT);
    let again = desk(&app, sign_in(&app, "duyet.pvoil", PASSWORD, None).await).await;
    let me = again.me().await;
    assert!(!me.otp && me.recovery_codes_left == 0 && me.passkeys.is_empty());
}

#[tokio::test]
async fn links_are_not_guessed() {
    let app = spawn_app_with("1".parse().unwrap()).await;
    let mut guesses = 0;
    let refused = loop {
        let told = problem(accept(&app, &format!("{guesses:043}"), OTHER).await).await;
        if told.kind != ProblemKind::NotFound {
            break told;
        }
        guesses += 1;
        assert!(guesses < 40);
    };
    assert_eq!((refused.kind, guesses), (ProblemKind::TooManyRequests, 30));
}

#[tokio::test]
async fn a_member_without_an_account_has_no_password_to_forget() {
    let app = spawn_app().await;
    let admin = officer(&app, "quantri.daukhi", Role::UnitAdministrator, "cd-dau-khi").await;
    let phone = app.phone("cd-pvoil", "Lê Mùa Gặt").await;
    app.give(&phone, Role::Reviewer, "cd-pvoil").await;
    let path = format!("/units/cd-pvoil/officers/{}/password-reset", phone.member.id);
    assert_eq!(admin.post(&path, &json!({})).await.status(), StatusCode::NOT_FOUND);
    let unit = phone.member.unit.clone();
    let of = For { member: phone.member.id, unit: &unit, renews: Renews::Password, by: Doer::OPERATOR };
    assert!(make(app.store.as_ref(), of, Clock::system().now()).await.is_err());
}

#[tokio::test]
async fn the_first_administrator_is_helped_from_the_command_line() {
    let folder = prepared_folder();
    let data = folder.path().to_owned();
    let link = sangkien_ok(&data, &["officer", "invite", "--unit", "tld", "--role", "national_administrator"]);
    let invitation = crate::officer::secret(&link);
    let served = Process::serve(&data).await;
    let ask = async |path: &str, body: serde_json::Value| {
        served.client.post(format!("{}/api/v1{path}", served.url)).json(&body).send().await.unwrap().status()
    };
    assert_eq!(ask("/invitations/accept", acceptance(&invitation, "quantri.tld")).await, StatusCode::OK);
    let link =
        sangkien_ok(&data, &["officer", "reset", "--login", "QuanTri.TLD", "--url", "https://sangkien.example/"]);
    let token = link.strip_prefix("https://sangkien.example/app/reset#").expect("a link to the app");
    let chosen = json!({"token": token, "password": OTHER});
    assert_eq!(ask("/password-resets/accept", chosen).await, StatusCode::NO_CONTENT);
    let sign_in = json!({"login": "quantri.tld", "password": OTHER});
    assert_eq!(ask("/sign-in", sign_in).await, StatusCode::OK);
    let output = sangkien(&data, &["officer", "reset", "--login", "khong.co"]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && error.contains("nobody signs in as `khong.co`"), "{error}");
}
