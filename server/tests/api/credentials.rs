//! Passwords, authenticator apps and recovery codes.

use crate::app::{App, pointers, problem, spawn_app, spawn_app_with};
use crate::officer::{Desk, PASSWORD, desk, officer, sign_in};
use model::field::Fault;
use model::problem::ProblemKind;
use model::rights::Role;
use model::sign_in::{OtpOffer, RecoveryCodes};
use reqwest::StatusCode;
use serde_json::json;
use server::clock::Clock;
use totp_rs::{Builder, Secret};

const OTHER: &str = "mưa tháng bảy gãy cành trám";

fn code(secret: &str, steps: i64) -> String {
    let seconds = Clock::system().now().millis() / 1000 + steps * 30;
    let secret = Secret::try_from_base32(secret).expect("base32");
    Builder::new().with_secret(secret).build_noncompliant().generate(seconds as u64).to_string()
}

/// Sets up an authenticator app; gives its secret and the recovery codes. The code of the step before now is used.
async fn with_app(desk: &Desk) -> (String, Vec<String>) {
    let offer: OtpOffer = desk.post("/otp", &json!({"password": PASSWORD})).await.json().await.expect("an offer");
    let response = desk.post("/otp/confirm", &json!({"code": code(&offer.secret, -1)})).await;
    assert_eq!(response.status(), StatusCode::OK);
    let codes: RecoveryCodes = response.json().await.expect("recovery codes");
    (offer.secret, codes.recovery_codes)
}

async fn kind(app: &App, otp: Option<&str>) -> ProblemKind {
    problem(sign_in(app, "duyet.daukhi", PASSWORD, otp).await).await.kind
}

#[tokio::test]
async fn a_code_is_needed_from_then_on_and_works_once() {
    let app = spawn_app().await;
    let tablet = officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    let offer: OtpOffer = tablet.post("/otp", &json!({"password": PASSWORD})).await.json().await.unwrap();
    assert!(offer.uri.contains(&format!("secret={}&", offer.secret)) && offer.uri.contains(":duyet.daukhi?"));
    assert!(!tablet.me().await.otp, "an offer changes nothing");
    assert_eq!(sign_in(&app, "duyet.daukhi", PASSWORD, None).await.status(), StatusCode::OK);
    let wrong = problem(tablet.post("/otp/confirm", &json!({"code": "12345"})).await).await;
    assert_eq!((wrong.kind, pointers(&wrong)), (ProblemKind::Invalid, vec!["/code"]));

    let (secret, codes) = with_app(&tablet).await;
    let me = tablet.me().await;
    assert_eq!((me.otp, me.recovery_codes_left, codes.len()), (true, 8, 8));
    assert_eq!(kind(&app, None).await, ProblemKind::OtpRequired);
    assert_eq!(kind(&app, Some(" ")).await, ProblemKind::OtpRequired);
    let unknown = problem(sign_in(&app, "duyet.daukhi", "một mật khẩu khác", None).await).await;
    assert_eq!(unknown.kind, ProblemKind::WrongCredentials, "who hasn't the password learns nothing of the app");
    assert_eq!(kind(&app, Some(&code(&secret, -1))).await, ProblemKind::WrongCredentials, "it was used to confirm");
    let now = code(&secret, 0);
    assert_eq!(sign_in(&app, "duyet.daukhi", PASSWORD, Some(&now)).await.status(), StatusCode::OK);
    assert_eq!(kind(&app, Some(&now)).await, ProblemKind::WrongCredentials);
    // Five at once with the next code: one gets in.
    let next = code(&secret, 1);
    let five = (0..5).map(|_| sign_in(&app, "duyet.daukhi", PASSWORD, Some(&next)));
    let five = futures::future::join_all(five).await;
    assert_eq!(five.iter().filter(|response| response.status() == StatusCode::OK).count(), 1);
}

#[tokio::test]
async fn a_recovery_code_stands_once_for_the_app() {
    let app = spawn_app().await;
    let tablet = officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    let (_, codes) = with_app(&tablet).await;
    let typed = codes[3].to_lowercase().replace('-', " ");
    assert_eq!(sign_in(&app, "duyet.daukhi", PASSWORD, Some(&typed)).await.status(), StatusCode::OK);
    assert_eq!(kind(&app, Some(&codes[3])).await, ProblemKind::WrongCredentials);
    assert_eq!(kind(&app, Some("AAAA-AAAA-AAAA-AAAA")).await, ProblemKind::WrongCredentials);
    assert_eq!(tablet.me().await.recovery_codes_left, 7);
    let replaced = tablet.post("/otp", &json!({"password": PASSWORD})).await;
    assert_eq!(replaced.status(), StatusCode::FORBIDDEN, "whoever finds the tablet open can't put their own app in");
    let remove = async |password: &str| {
        let request = tablet.ask(reqwest::Method::DELETE, "/otp").json(&json!({"password": password}));
        request.send().await.unwrap()
    };
    assert_eq!(pointers(&problem(remove("một mật khẩu khác").await).await), ["/password"]);
    assert_eq!(remove(PASSWORD).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(sign_in(&app, "duyet.daukhi", PASSWORD, None).await.status(), StatusCode::OK);
    assert_eq!(tablet.me().await.recovery_codes_left, 0);
}

#[tokio::test]
async fn codes_are_not_guessed_by_who_has_the_password() {
    let app = spawn_app_with("1".parse().unwrap()).await;
    let tablet = officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    with_app(&tablet).await;
    let mut guesses = 0;
    while kind(&app, Some("000000")).await != ProblemKind::TooManyRequests {
        guesses += 1;
        assert!(guesses < 6, "five at once");
    }
}

#[tokio::test]
async fn a_new_password_ends_other_sessions_without_wiping_them() {
    let app = spawn_app().await;
    let tablet = officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    let other = desk(&app, sign_in(&app, "duyet.daukhi", PASSWORD, None).await).await;
    let change = async |old: &str, new: &str| tablet.post("/password", &json!({"old": old, "new": new})).await;
    assert_eq!(pointers(&problem(change("một mật khẩu khác", OTHER).await).await), ["/old"]);
    let weak = problem(change(PASSWORD, "duyet.daukhi.2026").await).await;
    assert_eq!((pointers(&weak), &weak.errors[0].fault), (vec!["/new"], &Fault::Guessable));
    let short = problem(change(PASSWORD, "ngắn quá").await).await;
    assert_eq!(short.errors[0].fault, Fault::TooShort { min: 12 });
    assert_eq!(change(PASSWORD, OTHER).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(tablet.get("/me").await.status(), StatusCode::OK);
    let told = problem(other.get("/me").await).await;
    assert_eq!((told.kind, told.revoked), (ProblemKind::Unauthorized, false));
    assert_eq!(kind(&app, None).await, ProblemKind::WrongCredentials);
    assert_eq!(sign_in(&app, "duyet.daukhi", OTHER, None).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn whoever_finds_a_tablet_open_adds_no_way_in_without_the_password() {
    let app = spawn_app().await;
    let tablet = officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    for path in ["/otp", "/passkeys/register-options"] {
        for (body, pointer) in [(json!({}), "/password"), (json!({"password": "đoán thử một câu"}), "/password")]
        {
            let refused = problem(tablet.post(path, &body).await).await;
            assert_eq!((refused.kind, pointers(&refused)), (ProblemKind::Invalid, vec![pointer]), "{path} {body}");
        }
    }
    let me = tablet.me().await;
    assert_eq!((me.otp, me.passkeys.len()), (false, 0));
}
