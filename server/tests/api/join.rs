//! Joining a unit and leaving it.

use crate::app::{pointers, problem, spawn_app, spawn_app_with};
use model::problem::ProblemKind;
use model::wire::JoinResponse;
use reqwest::StatusCode;
use serde_json::{Value as Json, json};

#[tokio::test]
async fn someone_joins_with_the_code_on_the_poster() {
    let app = spawn_app().await;
    let code = app.join_code("cd-pvoil").await.to_lowercase().replace('-', " ");
    let name = "Tra\u{302}\u{300}n Thi\u{323} Bi\u{300}nh ";
    let response =
        app.join(&json!({"code": code, "name": name, "member_no": "TH 0123", "consent": true})).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::CREATED);
    let cookie = response.headers()["set-cookie"].to_str().unwrap().to_owned();
    let joined: JoinResponse = response.json().await.unwrap();
    assert_eq!((joined.member.name.as_str(), joined.member.unit.as_str()), ("Trần Thị Bình", "cd-pvoil"));
    assert!(cookie.starts_with(&format!("sangkien={};", joined.token)));
    for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

#[tokio::test]
async fn lesson_08_a_join_that_is_sent_again_gets_the_same_answer() {
    let app = spawn_app().await;
    let body = json!({"code": app.join_code("cd-pvoil").await, "name": "Lê Văn Tám", "consent": true});
    let join = async |key: &str, body: &Json| app.join(body).header("Idempotency-Key", key).send().await.unwrap();
    let five = futures::future::join_all((0..5).map(|_| join("0193-a", &body))).await;
    let mut answers: Vec<JoinResponse> = Vec::new();
    for response in five {
        assert_eq!(response.status(), StatusCode::CREATED);
        answers.push(response.json().await.unwrap());
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    let other: JoinResponse = join("0193-b", &body).await.json().await.unwrap();
    assert_ne!(other.token, answers[0].token);
    let other = json!({"code": body["code"], "name": "Người khác", "consent": true});
    assert_eq!(problem(join("0193-a", &other).await).await.kind, ProblemKind::Invalid);
    for bad in ["", "khóa", &"x".repeat(300)] {
        let key = reqwest::header::HeaderValue::from_bytes(bad.as_bytes()).unwrap();
        let response = app.join(&body).header("Idempotency-Key", key).send().await.unwrap();
        assert_eq!(problem(response).await.kind, ProblemKind::Invalid, "{bad}");
    }
}

#[tokio::test]
async fn lesson_14_joining_again_with_an_ended_token_gives_everything_back() {
    let app = spawn_app().await;
    let phone = app.phone("cd-pvoil", "Lê Văn Tám").await;
    let end = app.client.post(app.api("/sign-out")).bearer_auth(&phone.token).send().await.unwrap();
    assert_eq!(end.status(), StatusCode::NO_CONTENT);
    let body = json!({"code": app.join_code("cd-pvoil").await, "name": "Lê Văn Tám", "consent": true});
    let by_header = app.join(&body).bearer_auth(&phone.token);
    let cookie = format!("sangkien={}", phone.token);
    let by_cookie = app.join(&body).header("Cookie", &cookie).header("Sec-Fetch-Site", "same-origin");
    for again in [by_header, by_cookie] {
        let again: JoinResponse = again.send().await.unwrap().json().await.unwrap();
        assert_eq!(again.member.id, phone.member.id);
        assert_ne!(again.token, phone.token);
    }
    let forged = app.join(&body).header("Cookie", &cookie).header("Sec-Fetch-Site", "cross-site");
    for other in [forged, app.join(&body)] {
        let other: JoinResponse = other.send().await.unwrap().json().await.unwrap();
        assert_ne!(other.member.id, phone.member.id);
    }
}

#[tokio::test]
async fn a_wrong_code_is_said_in_the_readers_language() {
    let app = spawn_app().await;
    let body = json!({"code": "ABCD-EFGH", "name": "Lê Văn Tám", "consent": true});
    let vi = problem(app.join(&body).send().await.unwrap()).await;
    assert_eq!((vi.kind, vi.title.as_str()), (ProblemKind::UnknownCode, "Mã tham gia không đúng"));
    let en = app.join(&body).header("Accept-Language", "en-GB,en;q=0.9,vi;q=0.5").send().await.unwrap();
    assert_eq!(en.headers()["content-language"], "en");
    assert_eq!(problem(en).await.title, "Unknown join code");
    let well_formed = json!({"code": "2346-789C", "name": "Lê Văn Tám", "consent": true});
    assert_eq!(problem(app.join(&well_formed).send().await.unwrap()).await.kind, ProblemKind::UnknownCode);
}

#[tokio::test]
async fn silence_is_not_consent_and_every_fault_is_named() {
    let app = spawn_app().await;
    for (body, faults) in [
        (json!({}), vec!["/code", "/name", "/consent"]),
        (
            json!({"code": 7, "name": " ", "member_no": [], "consent": "yes"}),
            vec!["/code", "/name", "/member_no", "/consent"],
        ),
        (json!({"code": "2346-789C", "name": "A\u{202e}B", "consent": false}), vec!["/name", "/consent"]),
        (
            json!({"code": "2346-789C", "name": "ă".repeat(101), "member_no": "9".repeat(51), "consent": true}),
            vec!["/name", "/member_no"],
        ),
        (json!(["2346-789C"]), vec![""]),
        (json!(null), vec![""]),
    ] {
        let problem = problem(app.join(&body).send().await.unwrap()).await;
        assert_eq!(problem.kind, ProblemKind::Invalid);
        assert_eq!(pointers(&problem), faults, "{body}");
    }
}

#[tokio::test]
async fn guessing_codes_is_slowed_down_and_only_for_who_guesses() {
    let app = spawn_app_with("1".parse().unwrap()).await;
    let guess = json!({"code": "2346-789C", "name": "Kẻ Mò", "consent": true});
    let from = |address: &str, body: &Json| app.join(body).header("X-Forwarded-For", address).send();
    let mut refused = None;
    for _ in 0..40 {
        let response = from("198.51.100.9", &guess).await.unwrap();
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            refused = Some(response);
            break;
        }
    }
    let refused = refused.expect("a limit");
    let wait: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=10).contains(&wait));
    assert_eq!(problem(refused).await.kind, ProblemKind::TooManyRequests);
    let right = json!({"code": app.join_code("cd-pvoil").await, "name": "Lê Văn Tám", "consent": true});
    assert_eq!(from("203.0.113.7", &right).await.unwrap().status(), StatusCode::CREATED);
}

#[tokio::test]
async fn who_signs_out_is_out_at_once() {
    let app = spawn_app().await;
    let phone = app.phone("cd-pvoil", "Lê Văn Tám").await;
    phone.sync(&[]).await;
    let response = app.client.post(app.api("/sign-out")).bearer_auth(&phone.token).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    assert!(response.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(problem(phone.send(None, &[]).await).await.kind, ProblemKind::Unauthorized);
    let again = app.client.post(app.api("/sign-out")).bearer_auth(&phone.token).send().await.unwrap();
    assert_eq!(problem(again).await.kind, ProblemKind::Unauthorized);
}

#[tokio::test]
async fn lesson_31_a_code_is_taken_however_a_person_has_typed_pasted_or_said_it() {
    let app = spawn_app().await;
    let code = app.join_code("cd-pvoil").await;
    let spoken: Vec<String> = code.chars().filter(char::is_ascii_digit).map(String::from).collect();
    let wide: String =
        code.chars().map(|c| if c == '-' { '－' } else { char::from_u32(u32::from(c) + 0xfee0).unwrap() }).collect();
    for typed in [
        code.replace('-', ""),
        code.replace('-', " – "),
        code.replace('-', "\u{a0}"),
        spoken.join(" "),
        wide,
        format!("Mã: {code}."),
        format!("{}/app/join?code={code}&utm_source=zalo", app.url),
    ] {
        let body = json!({"code": typed, "name": "Trần Thị Bình", "consent": true});
        assert_eq!(app.join(&body).send().await.unwrap().status(), StatusCode::CREATED, "{typed}");
    }
}
