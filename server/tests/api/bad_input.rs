//! Everything that can be sent wrongly: always a problem document or a verdict, never a server error, and the server
//! goes on as if nothing had been.

use crate::app::{App, Phone, edit, new_initiative, op, pointers, problem, spawn_app};
use flate2::Compression;
use flate2::write::GzEncoder;
use model::field::Field;
use model::op::Outcome;
use model::problem::ProblemKind;
use model::wire::SyncResponse;
use reqwest::{Response, StatusCode};
use serde_json::{Value as Json, json};
use std::io::Write;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

async fn app_and_phone() -> (App, Phone) {
    let app = spawn_app().await;
    let phone = app.phone("cd-pvoil", "Trần Thị Bình").await;
    (app, phone)
}

async fn send(phone: &Phone, body: impl Into<reqwest::Body>) -> Response {
    phone.post().header("Content-Type", "application/json").body(body).send().await.unwrap()
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn malformed_json_is_told_where_it_breaks() {
    let (_app, phone) = app_and_phone().await;
    for body in ["", "{", "nonsense", "{\"device\":}", "{\"ops\":[1,]}", "[", "{}{}", "\u{feff}{}"] {
        let problem = problem(send(&phone, body).await).await;
        assert_eq!(problem.kind, ProblemKind::Invalid, "{body}");
        assert!(problem.detail.contains("JSON"), "{body}: {}", problem.detail);
    }
    let deep = "[".repeat(100_000);
    assert_eq!(problem(send(&phone, deep).await).await.kind, ProblemKind::Invalid);
}

#[tokio::test]
async fn wrong_types_are_named_by_their_pointers() {
    let (_app, phone) = app_and_phone().await;
    let device = json!(phone.device);
    for (body, faults) in [
        (json!([]), vec![""]),
        (json!("text"), vec![""]),
        (json!({}), vec!["/device"]),
        (json!({"device": "?", "cursor": 5, "ops": {}}), vec!["/device", "/cursor", "/ops"]),
        (json!({"device": device, "ops": [7, {}, {"id": "x"}]}), vec!["/ops/0", "/ops/1/id", "/ops/2/id"]),
    ] {
        let problem = problem(phone.post().json(&body).send().await.unwrap()).await;
        assert_eq!((problem.kind, pointers(&problem)), (ProblemKind::Invalid, faults), "{body}");
    }
}

#[tokio::test]
async fn every_wrong_value_of_a_field_is_refused_alone() {
    let (app, phone) = app_and_phone().await;
    let faulty = [
        (json!({"story": "ă".repeat(20_001)}), "/story", "too-long"),
        (json!({"title": "x".repeat(301)}), "/title", "too-long"),
        (json!({"title": "hai\ndòng"}), "/title", "bad-character"),
        (json!({"story": "nul \u{0} byte"}), "/story", "bad-character"),
        (json!({"story": "bell \u{7}"}), "/story", "bad-character"),
        (json!({"story": "trái \u{202e} phải"}), "/story", "bad-character"),
        (json!({"benefit_vnd": -1}), "/benefit_vnd", "out-of-range"),
        (json!({"benefit_vnd": 100_000_000_000_001_i64}), "/benefit_vnd", "out-of-range"),
        (json!({"benefit_vnd": u64::MAX}), "/benefit_vnd", "out-of-range"),
        (json!({"benefit_vnd": 1.5}), "/benefit_vnd", "wrong-type"),
        (json!({"benefit_vnd": "16,5 tỷ"}), "/benefit_vnd", "wrong-type"),
        (json!({"kind": "magic"}), "/kind", "wrong-type"),
        (json!({"first_applied_on": "2026-02-30"}), "/first_applied_on", "wrong-type"),
        (json!({"public_story": 1}), "/public_story", "wrong-type"),
        (json!({"title": null}), "/title", "wrong-type"),
        (json!({"authors": [{"name": "A", "share": 101}]}), "/authors/0/share", "out-of-range"),
        (json!({"authors": [{"name": "A", "share": -1}]}), "/authors/0/share", "out-of-range"),
        (json!({"authors": [{"name": 5, "share": 100}]}), "/authors/0/name", "wrong-type"),
        (json!({"authors": vec![json!({"name": "A", "share": 1}); 51]}), "/authors", "out-of-range"),
    ];
    for (fields, pointer, code) in faulty {
        let verdict = phone.verdict(&edit(new_initiative(), 0, fields)).await;
        assert_eq!(verdict.outcome, Outcome::Rejected, "{pointer} {code}");
        let problem = verdict.problem.unwrap();
        let fault = serde_json::to_value(&problem.errors[0]).unwrap();
        assert_eq!(
            (problem.kind, &fault["pointer"], &fault["code"]),
            (ProblemKind::Invalid, &json!(pointer), &json!(code))
        );
    }
    assert!(phone.sync(&[]).await.changes.is_empty());
    app.verify().await;
}

#[tokio::test]
async fn the_longest_text_is_taken_and_nfd_counts_as_nfc() {
    let (_app, phone) = app_and_phone().await;
    let id = new_initiative();
    let nfd = "e\u{302}\u{323}".repeat(20_000);
    let answer =
        phone.sync(&[edit(id, 0, json!({"story": nfd, "title": "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t"}))]).await;
    assert_eq!(answer.results[0].outcome, Outcome::Applied);
    assert_eq!(answer.changes[0].content.text(Field::Title), "Tiếng Việt");
    assert_eq!(answer.changes[0].content.text(Field::Story), "ệ".repeat(20_000));
}

#[tokio::test]
async fn unknown_and_malformed_actions_are_refused_alone() {
    let (_app, phone) = app_and_phone().await;
    let id = new_initiative();
    for (action, kind) in [
        (json!({"explode": {}}), ProblemKind::Unsupported),
        (json!({}), ProblemKind::Unsupported),
        (json!({"recognise": {"level": "cosmic"}}), ProblemKind::Invalid),
        (json!({"recognise": {"level": "national"}}), ProblemKind::NotFound),
        (json!("submit"), ProblemKind::Invalid),
        (json!({"edit": [], "submit": {}}), ProblemKind::Invalid),
        (json!({"edit": "title"}), ProblemKind::Invalid),
        (json!({"resolve": {"title": "both"}}), ProblemKind::Invalid),
        (json!(null), ProblemKind::Invalid),
    ] {
        let verdict = phone.verdict(&op(id, 0, action.clone())).await;
        assert_eq!(verdict.problem.map(|problem| problem.kind), Some(kind), "{action}");
    }
    let newer = op(id, 0, json!({"edit": {"title": "Tốt", "field_of_next_year": 7}, "hint": 1}));
    assert_eq!(phone.verdict(&newer).await.outcome, Outcome::Applied, "unknown members are ignored");
}

#[tokio::test]
async fn half_a_character_is_refused_alone() {
    let (_app, phone) = app_and_phone().await;
    let good = edit(new_initiative(), 0, json!({"title": "Tốt"}));
    let bad = edit(new_initiative(), 0, json!({"title": "HALF"})).to_string().replace("HALF", "\\ud83d");
    let body = format!("{{\"device\":\"{}\",\"ops\":[{bad},{good}]}}", phone.device);
    let answer: SyncResponse = send(&phone, body).await.json().await.unwrap();
    let outcomes: Vec<_> = answer.results.iter().map(|result| result.outcome).collect();
    assert_eq!(outcomes, [Outcome::Rejected, Outcome::Applied]);
}

#[tokio::test]
async fn too_much_is_refused_as_a_whole() {
    let (_app, phone) = app_and_phone().await;
    let ops: Vec<Json> = (0..501).map(|_| edit(new_initiative(), 0, json!({"title": "Nhiều"}))).collect();
    assert_eq!(problem(phone.send(None, &ops).await).await.kind, ProblemKind::TooLarge);
    assert!(phone.sync(&[]).await.changes.is_empty(), "nothing was applied");
    assert_eq!(phone.sync(&ops[..500]).await.results.len(), 500);

    let two_mib = vec![b' '; 2 * 1024 * 1024];
    assert_eq!(problem(send(&phone, two_mib.clone()).await).await.kind, ProblemKind::TooLarge);
    let chunked = futures::stream::iter(
        two_mib.chunks(10_000).map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec())).collect::<Vec<_>>(),
    );
    assert_eq!(problem(send(&phone, reqwest::Body::wrap_stream(chunked)).await).await.kind, ProblemKind::TooLarge);
}

#[tokio::test]
async fn a_gzip_bomb_costs_a_megabyte_and_no_more() {
    let (_app, phone) = app_and_phone().await;
    let zipped = |body: Vec<u8>| {
        phone.post().header("Content-Type", "application/json").header("Content-Encoding", "gzip").body(body)
    };
    let honest = gzip(json!({"device": phone.device, "ops": []}).to_string().as_bytes());
    assert_eq!(zipped(honest.clone()).send().await.unwrap().status(), StatusCode::OK);
    let bomb = gzip(&vec![b' '; 256 * 1024 * 1024]);
    assert!(bomb.len() < 300_000);
    assert_eq!(problem(zipped(bomb).send().await.unwrap()).await.kind, ProblemKind::TooLarge);
    for broken in [b"not gzip".to_vec(), honest[..honest.len() / 2].to_vec(), Vec::new()] {
        assert_eq!(problem(zipped(broken).send().await.unwrap()).await.kind, ProblemKind::Invalid);
    }
    let brotli = phone.post().header("Content-Encoding", "br").json(&json!({})).send().await.unwrap();
    assert_eq!(problem(brotli).await.kind, ProblemKind::UnsupportedMediaType);
}

#[tokio::test]
async fn what_is_not_json_in_utf8_is_refused() {
    let (app, phone) = app_and_phone().await;
    assert_eq!(problem(send(&phone, b"{\"device\":\"\xff\xfe\"}".to_vec()).await).await.kind, ProblemKind::Invalid);
    let typed = |content_type: &'static str| phone.post().header("Content-Type", content_type).body("{}").send();
    for other in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
    ] {
        assert_eq!(problem(typed(other).await.unwrap()).await.kind, ProblemKind::UnsupportedMediaType, "{other}");
    }
    assert_eq!(problem(phone.post().body("{}").send().await.unwrap()).await.kind, ProblemKind::UnsupportedMediaType);
    let join = app.client.post(app.api("/join")).body("code=1").send().await.unwrap();
    assert_eq!(problem(join).await.kind, ProblemKind::UnsupportedMediaType);
}

#[tokio::test]
async fn addresses_that_make_no_sense_are_told_so() {
    let app = spawn_app().await;
    let get = async |path: &str| problem(app.client.get(app.api(path)).send().await.unwrap()).await;
    for path in [
        "/totals?unit=LDLD",
        "/totals?campaign=%20",
        "/live?unit=a/b",
        "/units?under=%C4%83",
        "/totals?unit=%FF",
        "/totals?unit=tld&unit=tld",
    ] {
        assert_eq!(get(path).await.kind, ProblemKind::Invalid, "{path}");
    }
    assert_eq!(pointers(&get("/totals?unit=A&campaign=B").await), ["/unit", "/campaign"]);
    assert_eq!(pointers(&get(&format!("/units?q={}", "a".repeat(201))).await), ["/q"]);
    for path in
        ["/totals?unit=nowhere", "/totals?campaign=other", "/live?unit=nowhere", "/nothing", "/", "/join/x", "/../v2"]
    {
        assert_eq!(get(path).await.kind, ProblemKind::NotFound, "{path}");
    }
    let phone = app.phone("cd-pvoil", "Trần Thị Bình").await;
    for id in ["x", "%FF", "../sync", "01936D5E-7B00-7ABC-8DEF-0123456789AB"] {
        let request = app.client.get(app.api(&format!("/initiatives/{id}"))).bearer_auth(&phone.token);
        let problem = problem(request.send().await.unwrap()).await;
        assert!(matches!(problem.kind, ProblemKind::NotFound | ProblemKind::MethodNotAllowed), "{id}: {problem:?}");
    }
}

#[tokio::test]
async fn other_methods_are_told_which_ones_work() {
    let app = spawn_app().await;
    for (method, path, allowed) in [
        (reqwest::Method::GET, "/api/v1/sync", "POST"),
        (reqwest::Method::DELETE, "/api/v1/join", "POST"),
        (reqwest::Method::POST, "/api/v1/totals", "GET,HEAD"),
        (reqwest::Method::PUT, "/healthz", "GET,HEAD"),
    ] {
        let response = app.client.request(method, format!("{}{path}", app.url)).send().await.unwrap();
        assert_eq!(response.headers()["allow"], allowed, "{path}");
        assert_eq!(problem(response).await.kind, ProblemKind::MethodNotAllowed);
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_harms_nobody() {
    let (app, phone) = app_and_phone().await;
    let address = app.url.strip_prefix("http://").unwrap();
    let mut half = tokio::net::TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /api/v1/sync HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{\"device\":",
        phone.token
    );
    half.write_all(head.as_bytes()).await.unwrap();
    half.shutdown().await.unwrap();
    let mut answer = String::new();
    half.read_to_string(&mut answer).await.unwrap();
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    for nonsense in ["\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{0}\u{1}\u{2}", "GET /\u{ff} HTTP/1.1\r\n\r\n"] {
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        stream.write_all(nonsense.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        assert!(!String::from_utf8_lossy(&answer).contains(" 500 "));
    }
    phone.sync(&[]).await;
}
