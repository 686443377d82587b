//! Every write of the protocol, as the OpenAPI document lists them, with what attackers and broken clients send.

use crate::app::{App, problem, spawn_app};
use crate::officer::{PASSWORD, officer};
use model::problem::ProblemKind;
use model::rights::Role;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value as Json, json};

/// An operation that changes something.
struct Write {
    method: Method,
    path: String,
    needs_token: bool,
    takes_json: bool,
}

async fn writes(app: &App) -> Vec<Write> {
    let document: Json = app.client.get(app.api("/openapi.json")).send().await.unwrap().json().await.unwrap();
    let mut writes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["post", "put", "patch", "delete"] {
            let Some(operation) = item.get(method) else { continue };
            let path = path.replace("{code}", "cd-dau-khi").replace("{role}", "reviewer");
            let path = path.replace("{id}", "01936d5e-7b00-7abc-8def-0123456789ab").replace("{position}", "1");
            let path = path.replace("{other}", "01936d5e-7b00-7abc-8def-0123456789ac");
            writes.push(Write {
                method: method.to_uppercase().parse().unwrap(),
                path: path.replace("{member}", "01936d5e-7b00-7abc-8def-0123456789ab"),
                needs_token: operation.get("security").is_some(),
                takes_json: operation.pointer("/requestBody/content/application~1json").is_some(),
            });
        }
    }
    assert!(writes.len() >= 13, "{}", writes.len());
    assert!(writes.iter().all(|write| !write.path.contains('{')));
    writes
}

impl Write {
    fn ask(&self, app: &App) -> RequestBuilder {
        app.client.request(self.method.clone(), format!("{}{}", app.url, self.path))
    }
}

#[tokio::test]
async fn no_page_elsewhere_writes_with_our_cookie() {
    let app = spawn_app().await;
    let desk = officer(&app, "quantri.tld", Role::NationalAdministrator, "tld").await;
    let cookie = format!("sangkien={}", desk.token);
    let body = json!({"login": "quantri.tld", "password": PASSWORD, "token": "A".repeat(43), "code": "2346-789C",
        "name": "Trần Diều Sáo", "consent": true, "role": "reviewer", "old": PASSWORD, "new": PASSWORD,
        "device": crate::app::new_device(), "cursor": null, "ops": []});
    for write in writes(&app).await {
        for (name, value) in [
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Site", "same-site"),
            ("Origin", "https://evil.example"),
            ("Origin", "null"),
        ] {
            let response =
                write.ask(&app).header("Cookie", &cookie).header(name, value).json(&body).send().await.unwrap();
            let status = response.status();
            let sets = response.headers().get("set-cookie").cloned();
            assert!(sets.is_none_or(|sets| !sets.to_str().unwrap().contains(&desk.token)));
            if write.needs_token || write.path.contains("/sign-in") || write.path.ends_with("/accept") {
                assert_eq!(status, StatusCode::FORBIDDEN, "{} {} {value}", write.method, write.path);
            } else {
                assert!(status.is_client_error(), "{} {} {value}: {status}", write.method, write.path);
            }
        }
        if write.needs_token {
            let silent = write.ask(&app).header("Cookie", &cookie).json(&body).send().await.unwrap();
            assert_eq!(silent.status(), StatusCode::FORBIDDEN, "a browser that says nothing: {}", write.path);
            let nobody = write.ask(&app).json(&body).send().await.unwrap();
            assert_eq!(problem(nobody).await.kind, ProblemKind::Unauthorized, "{}", write.path);
        }
    }
    assert_eq!(desk.me().await.sessions.len(), 1, "the session is as it was");
}

#[tokio::test]
async fn no_body_makes_a_server_error() {
    let app = spawn_app().await;
    let desk = officer(&app, "quantri.tld", Role::NationalAdministrator, "tld").await;
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let bodies: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"{".to_vec(),
        b"null".to_vec(),
        b"[]".to_vec(),
        b"\"x\"".to_vec(),
        b"{\"login\":\"\xff\xfe\"}".to_vec(),
        br#"{"login":{},"password":[],"otp":7,"token":null,"name":false,"role":1,"old":2,"new":3,"code":4}"#.to_vec(),
        "{\"login\":\"\\u0000\\ud800\"}".into(),
        json!({"login": "a".repeat(900_000), "password": "ộ".repeat(20_000), "token": "x", "role": "\u{0}", "old": "",
            "new": "ộ".repeat(10_000), "code": "９".repeat(6), "name": "\u{202e}", "consent": 1, "otp": "\u{0}"})
        .to_string()
        .into_bytes(),
        deep.into_bytes(),
        vec![b' '; 2 * 1024 * 1024],
    ];
    // A code for another phone has no member that must be there.
    let takes_anything = |path: &str| path.ends_with("/sign-out") || path.ends_with("/device-codes");
    for write in writes(&app).await.iter().filter(|write| !takes_anything(&write.path)) {
        for body in &bodies {
            let request = write.ask(&app).bearer_auth(&desk.token).header("Content-Type", "application/json");
            let response = request.body(body.clone()).send().await.unwrap();
            let status = response.status();
            if !write.takes_json {
                assert!(!status.is_server_error(), "{} {}: {status}", write.method, write.path);
                continue;
            }
            assert!(status.is_client_error(), "{} {}: {status}", write.method, write.path);
            let expected = if body.len() > 2_000_000 { ProblemKind::TooLarge } else { ProblemKind::Invalid };
            let told = problem(response).await.kind;
            let hidden = [
                ProblemKind::NotFound,
                ProblemKind::Forbidden,
                ProblemKind::WrongCredentials,
                ProblemKind::UnknownCode,
            ];
            assert!(told == expected || hidden.contains(&told), "{} {}: {told:?}", write.method, write.path);
        }
    }
    assert_eq!(desk.me().await.roles.len(), 1);
}
