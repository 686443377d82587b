//! Two servers on one folder: what is done at one is seen at the other within a second, and what both say of the same is the
//! same to the byte.

use crate::app::{edit, new_device, new_initiative, op, submit};
use crate::process::{Process, prepared_folder, sangkien_ok};
use futures::StreamExt;
use model::id::InitiativeId;
use model::wire::{JoinResponse, SyncResponse, Totals};
use reqwest::{RequestBuilder, StatusCode};
use serde_json::{Value as Json, json};
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// What the issue allows, and what a busy machine may take besides.
const WITHIN: Duration = Duration::from_secs(1);
const GRACE: Duration = Duration::from_secs(4);

/// Waits until it holds; how long that took.
async fn until(what: &str, holds: impl AsyncFn() -> bool) -> Duration {
    let began = Instant::now();
    while !holds().await {
        assert!(began.elapsed() < WITHIN + GRACE, "{what} isn't seen at the other server");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    began.elapsed()
}

struct Pair {
    folder: TempDir,
    a: Process,
    b: Process,
}

async fn pair() -> Pair {
    let folder = prepared_folder();
    let a = Process::serve(folder.path()).await;
    let b = Process::serve(folder.path()).await;
    Pair { folder, a, b }
}

async fn totals(at: &Process, unit: &str) -> Totals {
    let response = at.client.get(format!("{}/api/v1/totals?unit={unit}", at.url)).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.unwrap()
}

/// Body and tag as they are sent.
async fn frame(at: &Process, unit: &str) -> (String, String) {
    let response = at.client.get(format!("{}/api/v1/totals?unit={unit}", at.url)).send().await.unwrap();
    let tag = response.headers()["etag"].to_str().unwrap().to_owned();
    (response.text().await.unwrap(), tag)
}

/// A member at one of the servers.
struct Member {
    token: String,
    device: model::id::DeviceId,
}

impl Member {
    async fn join(at: &Process, folder: &Path, unit: &str, name: &str) -> Member {
        let code = sangkien_ok(folder, &["join-code", unit]);
        let body = json!({"code": code, "name": name, "consent": true});
        let answer = at.client.post(format!("{}/api/v1/join", at.url)).json(&body).send().await.unwrap();
        let JoinResponse { token, .. } = answer.json().await.unwrap();
        Member { token, device: new_device() }
    }

    async fn sync(&self, at: &Process, ops: &[Json]) -> SyncResponse {
        let body = json!({"device": self.device, "cursor": null, "ops": ops});
        let sent = at.client.post(format!("{}/api/v1/sync", at.url)).bearer_auth(&self.token).json(&body).send().await;
        let answer: SyncResponse = sent.unwrap().json().await.unwrap();
        assert!(answer.results.iter().all(|result| result.problem.is_none()), "{:?}", answer.results);
        answer
    }

    async fn hand_in(&self, at: &Process) -> InitiativeId {
        let id = new_initiative();
        let fields = json!({
            "title": "Tái sử dụng nước làm mát", "story": "Hôm ấy trời nóng.", "solution": "Nối một ống về bể.",
            "benefit_vnd": 90_000_000, "benefit_period": "per_year", "public_story": true,
        });
        self.sync(at, &[edit(id, 0, fields), submit(id, 0)]).await;
        id
    }
}

/// Somebody with this role, who was invited at the command line and signs in at one of the servers.
async fn officer(at: &Process, folder: &Path, unit: &str, role: &str, name: &str) -> Member {
    let link = sangkien_ok(folder, &["officer", "invite", "--unit", unit, "--role", role, "--url", &at.url]);
    let token = link.split_once('#').expect("a link with a secret").1;
    let login = format!("{role}-{}", &new_device().to_string()[24..]);
    let body = json!({
        "token": token, "name": name, "login": login, "password": "con trâu là đầu cơ nghiệp", "consent": true,
    });
    let accepted = at.client.post(format!("{}/api/v1/invitations/accept", at.url)).json(&body).send().await.unwrap();
    assert!(accepted.status().is_success(), "{}", accepted.text().await.unwrap());
    let signed_in: Json = accepted.json().await.unwrap();
    Member { token: signed_in["token"].as_str().expect("a token").to_owned(), device: new_device() }
}

#[tokio::test]
async fn totals_and_live_frames_follow_at_the_other_server_and_are_the_same_to_the_byte() {
    let Pair { folder, a, b } = pair().await;
    let hoa = Member::join(&a, folder.path(), "cd-pvoil", "Trần Thị Bình").await;
    let live = b.client.get(format!("{}/api/v1/live?unit=tld", b.url)).send().await.unwrap();
    let mut events = live.bytes_stream();
    let first = events.next().await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&first).contains("retry:"));

    let mut slowest = Duration::ZERO;
    for number in 1..=5 {
        // Now at one server, now at the other.
        let (own, other) = if number % 2 == 0 { (&b, &a) } else { (&a, &b) };
        hoa.hand_in(own).await;
        assert_eq!(totals(own, "tld").await.own.counts.submitted, number, "at once where it was done");
        slowest = slowest
            .max(until("a submission", async || totals(other, "tld").await.own.counts.submitted == number).await);
        for unit in ["tld", "cd-dau-khi", "cd-pvoil", "ldld-thanh-hoa"] {
            assert_eq!(frame(own, unit).await, frame(other, unit).await, "{unit} after {number}");
        }
    }
    println!("seen at the other server after {slowest:?} at most");
    assert!(slowest < WITHIN + GRACE);
    let mut heard = String::new();
    while !heard.contains("\"submitted\":5") {
        let piece = tokio::time::timeout(Duration::from_secs(10), events.next()).await.expect("a frame in time");
        heard.push_str(&String::from_utf8_lossy(&piece.unwrap().unwrap()));
    }
    let numbers: Vec<u64> =
        heard.lines().filter_map(|line| line.strip_prefix("id: ")).map(|id| id.parse().unwrap()).collect();
    assert!(numbers.is_sorted(), "{numbers:?}");
    sangkien_ok(folder.path(), &["verify"]);
}

#[tokio::test]
async fn what_commands_change_is_seen_at_both_servers() {
    let Pair { folder, a, b } = pair().await;
    let data = folder.path();
    let units = data.join("more.csv");
    std::fs::write(&units, "code,parent,level,name\ncd-than,tld,sector,Công đoàn Than - Khoáng sản Việt Nam\n")
        .unwrap();
    sangkien_ok(data, &["units", "import", units.to_str().unwrap()]);
    let targets = data.join("targets.csv");
    std::fs::write(&targets, "unit,phase,assigned,self_set\ncd-than,,40,\n").unwrap();
    sangkien_ok(data, &["targets", "import", targets.to_str().unwrap()]);
    for server in [&a, &b] {
        let target = async || {
            let url = format!("{}/api/v1/totals?unit=cd-than", server.url);
            let answer: Json = server.client.get(url).send().await.unwrap().json().await.unwrap();
            answer["target"]["assigned"] == 40
        };
        until("an import", target).await;
    }
    assert_eq!(frame(&a, "tld").await, frame(&b, "tld").await);
    // A newer campaign that has begun is the one that is shown from then on.
    let newer = [
        "campaign",
        "create",
        "--slug",
        "moi",
        "--name",
        "Chương trình mới",
        "--from",
        "2001-01-01",
        "--to",
        "2099-12-31",
    ];
    sangkien_ok(data, &newer);
    for server in [&a, &b] {
        until("a campaign", async || totals(server, "tld").await.campaign.as_str() == "moi").await;
    }
}

#[tokio::test]
async fn a_story_that_is_withdrawn_at_one_server_leaves_the_pages_of_the_other() {
    let Pair { folder, a, b } = pair().await;
    let author = Member::join(&a, folder.path(), "cd-pvoil", "Trần Thị Bình").await;
    let id = author.hand_in(&a).await;
    let reviewer = officer(&b, folder.path(), "cd-pvoil", "reviewer", "Đỗ Thị Lan").await;
    reviewer.sync(&b, &[op(id, 2, json!({"recognise": {"level": "grassroots", "benefit_vnd": 80_000_000}}))]).await;
    let shows = async |server: &Process| {
        let list = server.client.get(format!("{}/api/v1/stories", server.url)).send().await.unwrap();
        let page = server.client.get(format!("{}/stories", server.url)).send().await.unwrap();
        let page = page.text().await.unwrap();
        (list.text().await.unwrap().contains("Tái sử dụng"), page.contains("Tái sử dụng"))
    };
    // Pages are there where the site was built.
    let has_pages = a.client.get(format!("{}/stories", a.url)).send().await.unwrap().status() == StatusCode::OK;
    for server in [&a, &b] {
        until("a story", async || shows(server).await == (true, has_pages)).await;
    }
    author.sync(&a, &[edit(id, 3, json!({"public_story": false}))]).await;
    for server in [&b, &a] {
        until("a withdrawal", async || shows(server).await == (false, false)).await;
    }
}

fn asked(at: &Process, who: &Member, method: reqwest::Method, path: &str) -> RequestBuilder {
    at.client.request(method, format!("{}/api/v1{path}", at.url)).bearer_auth(&who.token)
}

#[tokio::test]
async fn the_show_and_a_role_that_is_taken_follow_at_the_other_server() {
    let Pair { folder, a, b } = pair().await;
    let producer = officer(&a, folder.path(), "tld", "producer", "Hà Vy").await;
    let add = json!({"act": "add", "scene": "number", "unit": "tld"});
    let state = async |server: &Process| {
        let answer = asked(server, &producer, reqwest::Method::GET, "/show/state").send().await.unwrap();
        answer.json::<Json>().await.unwrap()
    };
    let act = async |server: &Process, body: &Json| {
        let mut body = body.clone();
        body["id"] = json!(new_device());
        let answer = asked(server, &producer, reqwest::Method::POST, "/show/acts").json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    };
    act(&a, &add).await;
    act(&a, &json!({"act": "hide"})).await;
    let here = state(&a).await;
    until("an act", async || state(&b).await == here).await;
    // The other goes on from there, and is followed in its turn.
    act(&b, &json!({"act": "rename", "title": "Thử hai máy"})).await;
    let here = state(&b).await;
    until("an act", async || state(&a).await == here).await;
    sangkien_ok(folder.path(), &["verify"]);

    // Signing out at one server ends the session at the other.
    let signed_out = asked(&a, &producer, reqwest::Method::POST, "/sign-out").send().await.unwrap();
    assert!(signed_out.status().is_success());
    until("the end of a session", async || {
        let answer = asked(&b, &producer, reqwest::Method::GET, "/me").send().await.unwrap();
        answer.status() == StatusCode::UNAUTHORIZED
    })
    .await;
}
