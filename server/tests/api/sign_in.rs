//! Signing in, sessions and lost tablets.

use crate::app::{problem, spawn_app, spawn_app_with};
use crate::officer::{PASSWORD, desk, officer, post, sign_in};
use model::problem::{Problem, ProblemKind};
use model::rights::Role;
use model::sign_in::SignedIn;
use reqwest::StatusCode;
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test]
async fn an_officer_signs_in_and_is_told_what_they_are() {
    let app = spawn_app().await;
    let invited = officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    let response = sign_in(&app, "duyet.daukhi", PASSWORD, None).await;
    assert_eq!(response.status(), StatusCode::OK);
    let cookie = response.headers()["set-cookie"].to_str().unwrap().to_owned();
    let signed_in: SignedIn = response.json().await.unwrap();
    let token = signed_in.token.clone().unwrap();
    assert!(cookie.starts_with(&format!("sangkien={token};")));
    for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!((&signed_in.member, &signed_in.roles), (&invited.signed_in.member, &invited.signed_in.roles));
    assert_eq!(serde_json::to_value(&signed_in.roles).unwrap(), json!([{"role": "reviewer", "unit": "cd-dau-khi"}]));
    let by_cookie = app.client.get(app.api("/me")).header("Cookie", format!("sangkien={token}")).send().await.unwrap();
    let me: model::sign_in::Me = by_cookie.json().await.unwrap();
    assert_eq!((me.member, me.roles, me.otp), (signed_in.member, signed_in.roles, false));
    assert_eq!(me.sessions.len(), 2);
    assert!(me.sessions[0].current && !me.sessions[1].current);
}

#[tokio::test]
async fn a_login_is_found_however_it_was_typed() {
    let app = spawn_app().await;
    officer(&app, "Đỗ.Lan", Role::Reviewer, "cd-dau-khi").await;
    for typed in ["đỗ.lan", "ĐỖ.LAN", "  Đo\u{302}\u{303}.Lan ", "ĐO\u{302}\u{303}.LAN"] {
        assert_eq!(sign_in(&app, typed, PASSWORD, None).await.status(), StatusCode::OK, "{typed}");
    }
    let nfd = "con tra\u{302}u la\u{300} đa\u{302}\u{300}u cơ nghie\u{323}\u{302}p";
    assert_eq!(sign_in(&app, "đỗ.lan", nfd, None).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn who_asks_for_a_login_that_nobody_has_learns_nothing() {
    let app = spawn_app().await;
    officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    let ask = async |login: &str| {
        let began = Instant::now();
        let response = sign_in(&app, login, "một mật khẩu nào đó", None).await;
        let took = began.elapsed();
        let headers: Vec<String> = response.headers().keys().map(|name| name.to_string()).collect();
        assert!(!response.headers().contains_key("set-cookie"));
        (problem(response).await, headers, took)
    };
    let (known, unknown) = (ask("duyet.daukhi").await, ask("khong.co.ai").await);
    assert_eq!((&known.0, &known.1), (&unknown.0, &unknown.1));
    assert_eq!(known.0.kind, ProblemKind::WrongCredentials);
    assert_eq!(ask("không phải / tên").await.0, known.0);
    // The same work: the hash takes far longer than everything else together. Turn by turn, and only the fastest of each,
    // so that what else the machine does falls on both.
    let (mut known, mut unknown) = (Duration::MAX, Duration::MAX);
    for _ in 0..12 {
        known = known.min(ask("duyet.daukhi").await.2);
        unknown = unknown.min(ask("khong.co.ai").await.2);
    }
    assert!(unknown * 3 > known && known * 3 > unknown, "{known:?} {unknown:?}");
}

#[tokio::test]
async fn a_session_is_never_the_one_that_was_brought_along() {
    let app = spawn_app().await;
    officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    let planted = app.phone("cd-pvoil", "Kẻ Gian").await.token;
    let body = json!({"login": "duyet.daukhi", "password": PASSWORD});
    let own_page = |cookie: &str| {
        let cookie = format!("sangkien={cookie}");
        app.client
            .post(app.api("/sign-in"))
            .json(&body)
            .header("Cookie", cookie)
            .header("Sec-Fetch-Site", "same-origin")
    };
    let mut tokens = vec![planted.clone(), "A".repeat(43)];
    for brought in tokens.clone() {
        let signed_in: SignedIn = own_page(&brought).send().await.unwrap().json().await.unwrap();
        let token = signed_in.token.unwrap();
        assert!(!tokens.contains(&token));
        tokens.push(token);
    }
    let me = app.client.get(app.api("/me")).bearer_auth(&planted).send().await.unwrap();
    let me: model::sign_in::Me = me.json().await.unwrap();
    assert!(me.member.name == "Kẻ Gian" && me.roles.is_empty() && me.sessions.is_empty());
    for (name, value) in [("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example"), ("Origin", "null")] {
        let response = app.client.post(app.api("/sign-in")).json(&body).header(name, value).send().await.unwrap();
        assert!(!response.headers().contains_key("set-cookie"));
        assert_eq!(problem(response).await.kind, ProblemKind::Forbidden, "nobody is signed in from {value}");
    }
}

#[tokio::test]
async fn guessing_gets_slow_for_an_account_wherever_it_comes_from() {
    let app = spawn_app_with("1".parse().unwrap()).await;
    officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    officer(&app, "duyet.pvoil", Role::Reviewer, "cd-pvoil").await;
    let guess = async |from: usize, login: &str, password: &str| {
        let body = json!({"login": login, "password": password});
        let from = format!("203.0.113.{from}");
        app.client.post(app.api("/sign-in")).json(&body).header("X-Forwarded-For", from).send().await.unwrap()
    };
    for login in ["DUYET.daukhi", "khong.co.ai"] {
        let mut refused = None;
        for from in 0..20 {
            let response = guess(from, login, "đoán mò thôi").await;
            if response.status() == StatusCode::TOO_MANY_REQUESTS {
                refused = Some((from, response));
                break;
            }
        }
        let (after, refused) = refused.expect("a limit for an account, there or not");
        assert_eq!(after, 10);
        let wait: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=30).contains(&wait), "slowed down, not locked: {wait} s");
        assert_eq!(problem(refused).await.kind, ProblemKind::TooManyRequests);
    }
    let right = guess(99, "duyet.daukhi", PASSWORD).await;
    assert_eq!(right.status(), StatusCode::TOO_MANY_REQUESTS, "the limit doesn't tell that the password is right");
    assert_eq!(guess(99, "duyet.pvoil", PASSWORD).await.status(), StatusCode::OK, "others aren't affected");
}

#[tokio::test]
async fn guessing_gets_slow_for_an_address_whatever_the_account() {
    let app = spawn_app_with("1".parse().unwrap()).await;
    officer(&app, "duyet.pvoil", Role::Reviewer, "cd-pvoil").await;
    let guess = async |from: &str, login: &str, password: &str| {
        let body = json!({"login": login, "password": password});
        app.client.post(app.api("/sign-in")).json(&body).header("X-Forwarded-For", from).send().await.unwrap()
    };
    let mut limited = false;
    for number in 0..40 {
        let response = guess("198.51.100.9", &format!("nguoi.{number}"), "đoán mò thôi").await;
        limited |= response.status() == StatusCode::TOO_MANY_REQUESTS;
    }
    assert!(limited);
    assert_eq!(guess("203.0.113.7", "duyet.pvoil", PASSWORD).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_lost_tablet_is_told_to_wipe_itself_and_a_signed_out_one_is_not() {
    let app = spawn_app().await;
    let tablet = officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    let at_home = desk(&app, sign_in(&app, "duyet.daukhi", PASSWORD, None).await).await;
    let stranger = officer(&app, "duyet.pvoil", Role::Reviewer, "cd-pvoil").await;
    let lost = at_home.me().await.sessions.into_iter().find(|session| !session.current).unwrap();
    assert_eq!(stranger.delete(&format!("/sessions/{}", lost.id)).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(tablet.get("/me").await.status(), StatusCode::OK);
    assert_eq!(at_home.delete(&format!("/sessions/{}", lost.id)).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(at_home.delete(&format!("/sessions/{}", lost.id)).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(at_home.delete("/sessions/x%2F..").await.status(), StatusCode::NOT_FOUND);
    let device = crate::app::new_device();
    let told = tablet.post("/sync", &json!({"device": device, "cursor": null, "ops": []})).await;
    let told: Problem = problem(told).await;
    assert_eq!((told.kind, told.revoked), (ProblemKind::Unauthorized, true));

    let out = at_home.post("/sign-out", &json!({})).await;
    assert_eq!(out.status(), StatusCode::NO_CONTENT);
    let told = problem(at_home.get("/me").await).await;
    assert_eq!((told.kind, told.revoked), (ProblemKind::Unauthorized, false));
    let unknown = app.client.get(app.api("/me")).bearer_auth("A".repeat(43)).send().await.unwrap();
    assert!(!problem(unknown).await.revoked, "only a token that existed");
}

#[tokio::test]
async fn a_token_from_joining_carries_nothing_and_changes_no_account() {
    let app = spawn_app().await;
    let phone = app.phone("cd-dau-khi", "Lê Văn Tám").await;
    let ask = |method: reqwest::Method, path: &str| app.client.request(method, app.api(path)).bearer_auth(&phone.token);
    for (method, path, body) in [
        ("POST", "/password", json!({"old": "x", "new": PASSWORD})),
        ("POST", "/otp", json!({"password": "x"})),
        ("POST", "/otp/confirm", json!({"code": "123456"})),
        ("DELETE", "/otp", json!({"password": "x"})),
        ("POST", "/units/cd-dau-khi/invitations", json!({"role": "reviewer"})),
        ("GET", "/units/cd-dau-khi/officers", json!({})),
        ("DELETE", "/sessions/01936d5e-7b00-7abc-8def-0123456789ab", json!({})),
    ] {
        let response = ask(method.parse().unwrap(), path).json(&body).send().await.unwrap();
        assert_eq!(problem(response).await.kind, ProblemKind::Forbidden, "{method} {path}");
    }
    assert_eq!(post(&app, "/password", &json!({"old": "x", "new": PASSWORD})).await.status(), StatusCode::UNAUTHORIZED);
}
