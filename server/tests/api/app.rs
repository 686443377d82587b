//! A server with a small union, and phones that talk to it.

use model::id::{DeviceId, InitiativeId, OpId};
use model::op::OpResult;
use model::problem::Problem;
use model::rights::{Right, Role};
use model::unit::UnitCode;
use model::wire::{JoinResponse, Member, SyncResponse, Totals};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde_json::{Value as Json, json};
use server::clock::Clock;
use server::http::Reach;
use server::http::assets::Site;
use server::http::limit::Strictness;
use server::http::sessions::Lasting;
use server::push::Options;
use server::serving::{Server, router};
use server::shutdown::{self, StopSwitch};
use server::totals::Reality;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::Arc;
use store::{Appointment, Doer, MissingPhases, SqliteStore, Store, TokenHash, TokenKind};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use uuid::Uuid;

pub const UNITS: &str = "code,parent,level,name\n\
    tld,,national,Tổng Liên đoàn Lao động Việt Nam\n\
    ldld-thanh-hoa,tld,province,Liên đoàn Lao động tỉnh Thanh Hóa\n\
    cd-dau-khi,tld,sector,Công đoàn Dầu khí Việt Nam\n\
    cd-pvoil,cd-dau-khi,grassroots,Công đoàn Tổng công ty Dầu Việt Nam\n";

/// A running server. Stops when it is dropped; [`App::stop`] waits for it.
pub struct App {
    pub url: String,
    pub client: Client,
    pub store: Arc<dyn Store>,
    switch: StopSwitch,
    running: JoinHandle<()>,
    folder: TempDir,
    push: Option<Options>,
}

/// So many viewers follow streams at the same time.
pub const SEATS: usize = 40;

/// A server without rate limits.
pub async fn spawn_app() -> App {
    spawn_app_with(Strictness::Off).await
}

pub async fn spawn_app_with(rate_limit: Strictness) -> App {
    spawn_app_at(rate_limit, Clock::system()).await
}

/// A server by this clock.
pub async fn spawn_app_at(rate_limit: Strictness, clock: Clock) -> App {
    spawn(rate_limit, clock, None).await
}

/// A server that tells authors' devices of news.
pub async fn spawn_app_with_push(rate_limit: Strictness, push: Options) -> App {
    spawn(rate_limit, Clock::system(), Some(push)).await
}

async fn spawn(rate_limit: Strictness, clock: Clock, push: Option<Options>) -> App {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store: Arc<dyn Store> = SqliteStore::open(folder.path()).await.expect("a store");
    let units = server::files::units(UNITS.as_bytes()).expect("units").values;
    store.import_units(&units, clock.now()).await.expect("units imported");
    let campaign = model::campaign::Campaign {
        slug: "trieu-sang-kien".parse().expect("a slug"),
        name: "1 triệu sáng kiến".into(),
        from: "2000-01-01".parse().expect("a day"),
        to: "2099-12-31".parse().expect("a day"),
        phases: Vec::new(),
    };
    store.save_campaign(&campaign, MissingPhases::Refuse, clock.now()).await.expect("a campaign");
    let targets = "unit,phase,assigned,self_set\ncd-dau-khi,,4,\n";
    let targets = server::files::targets(targets.as_bytes()).expect("targets").values;
    store.import_targets(&campaign.slug, &targets, clock.now()).await.expect("targets imported");

    serve(folder, store, rate_limit, clock, push).await
}

/// Serves what is in the folder.
async fn serve(
    folder: TempDir,
    store: Arc<dyn Store>,
    rate_limit: Strictness,
    clock: Clock,
    push: Option<Options>,
) -> App {
    let server = Server::start(Arc::clone(&store), clock, Reality::Real).await.expect("a server");
    let server = match push.clone() {
        Some(options) => server.with_push(options).await.expect("a key"),
        None => server,
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (switch, stop) = shutdown::stop();
    let trusted_proxies = vec!["127.0.0.1".parse().expect("an address")];
    let reach = Reach { rate_limit, trusted_proxies, sessions: Lasting::days(30, 180), most_viewers: SEATS };
    let router = router(server.service(stop.clone(), reach), Arc::new(Site::bare()));
    let running = tokio::spawn(server.serve(listener, router, stop));
    App { url, client: client(), store, switch, running, folder, push }
}

fn appointment(of: &Phone, role: Role, unit: &str) -> Appointment {
    let right = Right { role, unit: unit.parse().expect("a code") };
    Appointment { member: of.member.id, right, by: Doer::OPERATOR, at: Clock::system().now() }
}

/// A client that tells what it got, compressed or not, and follows nothing.
pub fn client() -> Client {
    Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client")
}

impl App {
    pub fn api(&self, path: &str) -> String {
        format!("{}/api/v1{path}", self.url)
    }

    pub async fn join_code(&self, unit: &str) -> String {
        let unit: UnitCode = unit.parse().expect("a code");
        let code = self.store.join_code(&unit, Doer::OPERATOR, Clock::system().now()).await.expect("the store");
        code.expect("a unit").to_string()
    }

    pub fn join(&self, body: &Json) -> RequestBuilder {
        self.client.post(self.api("/join")).json(body)
    }

    /// Someone joins the unit with their phone.
    pub async fn phone(&self, unit: &str, name: &str) -> Phone {
        let body = json!({"code": self.join_code(unit).await, "name": name, "consent": true});
        let response = self.join(&body).send().await.expect("an answer");
        assert_eq!(response.status(), StatusCode::CREATED);
        let JoinResponse { member, token } = response.json().await.expect("the answer to join");
        Phone { url: self.url.clone(), client: self.client.clone(), member, token, device: new_device() }
    }

    /// Somebody of the unit with a role on it, who has signed in on a tablet.
    pub async fn officer(&self, unit: &str, name: &str, role: Role) -> Phone {
        let phone = self.phone(unit, name).await;
        self.give(&phone, role, unit).await;
        self.tablet(&phone).await
    }

    /// A tablet on which this member has signed in.
    pub async fn tablet(&self, of: &Phone) -> Phone {
        // 43 characters, as of 32 bytes in base64url.
        let token = format!("{}{}", Uuid::now_v7().simple(), "A".repeat(11));
        let hash = TokenHash(Sha256::digest(&token).into());
        let now = Clock::system().now();
        self.store.issue_token(of.member.id, &hash, TokenKind::SignIn, now).await.expect("a token");
        Phone { token, ..of.second() }
    }

    pub async fn give(&self, to: &Phone, role: Role, unit: &str) {
        assert!(self.store.give_role(&appointment(to, role, unit)).await.expect("a role"), "it wasn't held");
    }

    pub async fn take(&self, from: &Phone, role: Role, unit: &str) {
        assert!(self.store.take_role(&appointment(from, role, unit)).await.expect("a role"), "it was held");
    }

    pub async fn totals(&self, unit: &str) -> Totals {
        let response = self.client.get(self.api(&format!("/totals?unit={unit}"))).send().await.expect("an answer");
        assert_eq!(response.status(), StatusCode::OK);
        response.json().await.expect("totals")
    }

    /// The store's own recount finds nothing wrong.
    pub async fn verify(&self) {
        if let Err(why) = self.store.verify().await {
            panic!("the recount differs: {why}");
        }
    }

    /// Stops it, and starts it anew on the same data, at another address and without rate limits.
    pub async fn restart(self) -> App {
        self.restart_after(|_| {}).await
    }

    /// Stops it, does something with its data folder, and starts it anew on that.
    pub async fn restart_after(self, change: impl FnOnce(&Path)) -> App {
        let App { switch, running, folder, push, .. } = self;
        switch.stop();
        running.await.expect("a clean end");
        change(folder.path());
        let store: Arc<dyn Store> = SqliteStore::open(folder.path()).await.expect("a store");
        serve(folder, store, Strictness::Off, Clock::system(), push).await
    }

    /// Stops it and waits until everything is put away.
    pub async fn stop(self) {
        self.switch.stop();
        self.running.await.expect("a clean end");
    }
}

/// A member's phone.
#[derive(Clone)]
pub struct Phone {
    url: String,
    client: Client,
    pub member: Member,
    pub token: String,
    pub device: DeviceId,
}

impl Phone {
    /// Another phone of the same person.
    pub fn second(&self) -> Phone {
        Phone { device: new_device(), ..self.clone() }
    }

    /// The same phone, talking to a server that was started anew.
    pub fn at(&self, app: &App) -> Phone {
        Phone { url: app.url.clone(), ..self.clone() }
    }

    pub fn post(&self) -> RequestBuilder {
        self.client.post(format!("{}/api/v1/sync", self.url)).bearer_auth(&self.token)
    }

    pub async fn send(&self, cursor: Option<&str>, ops: &[Json]) -> Response {
        let body = json!({"device": self.device, "cursor": cursor, "ops": ops});
        self.post().json(&body).send().await.expect("an answer")
    }

    pub async fn sync_from(&self, cursor: Option<&str>, ops: &[Json]) -> SyncResponse {
        let response = self.send(cursor, ops).await;
        assert_eq!(response.status(), StatusCode::OK);
        response.json().await.expect("the answer to sync")
    }

    /// Sends ops and gets everything back.
    pub async fn sync(&self, ops: &[Json]) -> SyncResponse {
        self.sync_from(None, ops).await
    }

    /// The verdict on one op.
    pub async fn verdict(&self, op: &Json) -> OpResult {
        let mut answer = self.sync(std::slice::from_ref(op)).await;
        assert_eq!(answer.results.len(), 1);
        answer.results.remove(0)
    }

    pub async fn get(&self, path: &str) -> Response {
        let url = format!("{}/api/v1{path}", self.url);
        self.client.get(url).bearer_auth(&self.token).send().await.expect("an answer")
    }

    /// Any other request of this phone's.
    pub fn ask(&self, method: reqwest::Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}/api/v1{path}", self.url)).bearer_auth(&self.token)
    }

    pub async fn initiative(&self, id: InitiativeId) -> Response {
        self.get(&format!("/initiatives/{id}")).await
    }
}

pub fn new_device() -> DeviceId {
    DeviceId::new(Uuid::now_v7())
}

pub fn new_initiative() -> InitiativeId {
    InitiativeId::new(Uuid::now_v7())
}

/// An op with a fresh id.
pub fn op(initiative: InitiativeId, base: u32, action: Json) -> Json {
    let id = OpId::new(Uuid::now_v7());
    json!({"id": id, "initiative": initiative, "base": base, "at": "2026-03-01T08:00:00Z", "action": action})
}

pub fn edit(initiative: InitiativeId, base: u32, fields: Json) -> Json {
    op(initiative, base, json!({"edit": fields}))
}

pub fn submit(initiative: InitiativeId, base: u32) -> Json {
    op(initiative, base, json!({"submit": {}}))
}

pub fn id_of(op: &Json) -> OpId {
    serde_json::from_value(op["id"].clone()).expect("an op id")
}

/// The problem document of an answer, which has to be one.
pub async fn problem(response: Response) -> Problem {
    let status = response.status().as_u16();
    let content_type = response.headers().get("content-type").map(|value| value.to_str().expect("ASCII").to_owned());
    assert_eq!(content_type.as_deref(), Some("application/problem+json"), "status {status}");
    let problem: Problem = response.json().await.expect("a problem document");
    assert_eq!((problem.status, problem.kind.status()), (status, status));
    assert!(!problem.title.is_empty() && !problem.detail.is_empty());
    problem
}

/// The pointers of a problem's faults.
pub fn pointers(problem: &Problem) -> Vec<&str> {
    problem.errors.iter().map(|error| error.pointer.as_str()).collect()
}
