//! Web Push: authors' devices are told that there is news, by way of push services that learn nothing of it.

use crate::app::{App, Phone, edit, new_initiative, op, pointers, problem, spawn_app, spawn_app_with_push, submit};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode as Status};
use axum::response::Response as Answer;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::id::InitiativeId;
use model::op::Outcome;
use model::problem::ProblemKind;
use model::rights::Role;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use p256::elliptic_curve::sec1::ToEncodedPoint;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value as Json, json};
use server::http::limit::Strictness;
use server::push::Options;
use server::push::endpoint::Reachable;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use web_push_native::Auth;

/// What a push service was handed.
#[derive(Clone)]
struct Handed {
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Handed {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

#[derive(Default)]
struct Counter {
    handed: Mutex<Vec<Handed>>,
    /// What it answers next; 201 when nothing is said. With a `Retry-After` in seconds.
    answers: Mutex<VecDeque<(u16, Option<u32>)>>,
    changed: Notify,
}

/// A push service of the test's own.
struct PushService {
    url: String,
    counter: Arc<Counter>,
}

impl PushService {
    async fn start() -> Self {
        let counter = Arc::<Counter>::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let router = Router::new().fallback(take).with_state(Arc::clone(&counter));
        tokio::spawn(async move { axum_serve(listener, router).await });
        Self { url, counter }
    }

    fn answers(&self, next: impl IntoIterator<Item = (u16, Option<u32>)>) {
        self.counter.answers.lock().unwrap().extend(next);
    }

    fn handed(&self) -> Vec<Handed> {
        self.counter.handed.lock().unwrap().clone()
    }

    /// Waits until it was handed so many.
    async fn until_handed(&self, count: usize) -> Vec<Handed> {
        let waiting = async {
            loop {
                let changed = self.counter.changed.notified();
                let handed = self.handed();
                if handed.len() >= count {
                    return handed;
                }
                changed.await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("it is told")
    }
}

async fn take(State(counter): State<Arc<Counter>>, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 100_000).await.expect("a body").to_vec();
    let handed = Handed { path: parts.uri.path().to_owned(), headers: parts.headers, body };
    let (status, wait) = counter.answers.lock().unwrap().pop_front().unwrap_or((201, None));
    counter.handed.lock().unwrap().push(handed);
    counter.changed.notify_waiters();
    let mut answer = Answer::builder().status(Status::from_u16(status).expect("a status"));
    if let Some(wait) = wait {
        answer = answer.header("retry-after", wait);
    }
    answer.body(Body::empty()).expect("an answer")
}

/// HTTP/1.1 for as long as the test runs.
async fn axum_serve(listener: TcpListener, router: Router) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { return };
        let service = hyper_util::service::TowerToHyperService::new(router.clone());
        let connection =
            hyper::server::conn::http1::Builder::new().serve_connection(hyper_util::rt::TokioIo::new(stream), service);
        tokio::spawn(async move { connection.await.ok() });
    }
}

/// The keys that a browser makes when it subscribes.
struct Browser {
    secret: p256::SecretKey,
    auth: [u8; 16],
}

impl Browser {
    fn new(seed: u8) -> Self {
        Self { secret: p256::SecretKey::from_slice(&[seed; 32]).expect("a key"), auth: [seed; 16] }
    }

    fn subscription(&self, endpoint: &str) -> Json {
        let point = self.secret.public_key().to_encoded_point(false);
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        json!({"endpoint": endpoint, "expirationTime": null, "keys": {"p256dh": encode(point.as_bytes()), "auth": encode(&self.auth)}})
    }

    fn open(&self, handed: &Handed) -> Json {
        let auth = Auth::clone_from_slice(&self.auth);
        let text = web_push_native::decrypt(handed.body.clone(), &self.secret, &auth).expect("for this browser");
        serde_json::from_slice(&text).expect("JSON")
    }
}

fn anywhere() -> Options {
    Options { contact: "mailto:ict@cong-doan.example".parse().expect("a contact"), reachable: Reachable::Anywhere }
}

async fn subscribe(phone: &Phone, subscription: &Json) -> Response {
    phone.ask(Method::POST, "/push").json(subscription).send().await.expect("an answer")
}

async fn is_told(phone: &Phone, subscription: &Json) {
    assert_eq!(subscribe(phone, subscription).await.status(), StatusCode::NO_CONTENT);
}

async fn state(phone: &Phone) -> Json {
    phone.get("/push").await.json().await.expect("JSON")
}

async fn sent(phone: &Phone, title: &str) -> InitiativeId {
    let id = new_initiative();
    let answer = phone.sync(&[edit(id, 0, json!({"title": title})), submit(id, 0)]).await;
    assert!(answer.results.iter().all(|result| result.outcome == Outcome::Applied));
    id
}

async fn decide(officer: &Phone, id: InitiativeId, base: u32, action: Json) {
    assert_eq!(officer.verdict(&op(id, base, action)).await.outcome, Outcome::Applied);
}

/// Bình has a phone that is told, and Lan decides.
struct Story {
    app: App,
    service: PushService,
    browser: Browser,
    binh: Phone,
    lan: Phone,
}

async fn story() -> Story {
    let service = PushService::start().await;
    let app = spawn_app_with_push(Strictness::Off, anywhere()).await;
    let binh = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let lan = app.officer("cd-pvoil", "Đỗ Thị Lan", Role::Reviewer).await;
    let browser = Browser::new(7);
    is_told(&binh, &browser.subscription(&format!("{}/binh", service.url))).await;
    Story { app, service, browser, binh, lan }
}

/// What a push service is told of who sends: the signature holds, for this service and not for long.
fn check_vapid(handed: &Handed, service: &str, public_key: &str) {
    let authorization = handed.header("authorization").strip_prefix("vapid t=").expect("RFC 8292");
    let (token, key) = authorization.split_once(", k=").expect("a token and a key");
    assert_eq!(key, public_key);
    let (signed, signature) = token.rsplit_once('.').expect("three parts");
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64url");
    let key = VerifyingKey::from_sec1_bytes(&decode(key)).expect("a key");
    key.verify(signed.as_bytes(), &Signature::from_slice(&decode(signature)).expect("a signature")).expect("it holds");
    let (head, claims) = signed.split_once('.').expect("head and claims");
    let read = |part: &str| serde_json::from_slice::<Json>(&decode(part)).expect("JSON");
    assert_eq!(read(head)["alg"], "ES256");
    let claims = read(claims);
    assert_eq!((&claims["aud"], &claims["sub"]), (&json!(service), &json!("mailto:ict@cong-doan.example")));
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs();
    let left = claims["exp"].as_u64().expect("seconds") - now;
    assert!((3_600..=24 * 3_600).contains(&left), "{left}");
}

#[tokio::test]
async fn an_author_learns_at_once_and_the_push_service_learns_nothing() {
    let Story { app, service, browser, binh, lan } = story().await;
    let key = state(&binh).await;
    assert_eq!(key["subscribed"], true);
    let id = sent(&binh, "Tự ngắt bơm hầm thang máy").await;
    decide(&lan, id, 2, json!({"receive": {}})).await;
    let first = service.until_handed(1).await.remove(0);
    assert_eq!((first.path.as_str(), browser.open(&first)), ("/binh", json!({"initiative": id})));
    check_vapid(&first, &service.url, key["public_key"].as_str().expect("a key"));
    assert_eq!((first.header("content-encoding"), first.header("urgency")), ("aes128gcm", "normal"));
    assert!(first.header("ttl").parse::<u32>().is_ok_and(|seconds| seconds > 3_600));
    let topic = first.header("topic").to_owned();
    assert!((1..=32).contains(&topic.len()));
    // Nothing that goes out in the clear names the initiative or anybody.
    let shown = format!("{:?}", first.headers).to_lowercase();
    for secret in [id.to_string(), id.uuid().simple().to_string(), binh.member.id.to_string()] {
        assert!(!shown.contains(&secret), "{secret}");
    }
    decide(&lan, id, 3, json!({"recognise": {"level": "grassroots"}})).await;
    let second = service.until_handed(2).await.remove(1);
    assert_eq!((second.header("topic"), browser.open(&second)), (topic.as_str(), json!({"initiative": id})));
    let other = sent(&binh, "Khay lọc cặn").await;
    decide(&lan, other, 2, json!({"return": {"reason": "Nói rõ hơn"}})).await;
    let third = service.until_handed(3).await.remove(2);
    assert_ne!(third.header("topic"), topic, "each initiative has its own");
    app.verify().await;
}

#[tokio::test]
async fn only_an_officers_word_is_news_and_only_for_the_author() {
    let Story { app, service, browser, binh, lan } = story().await;
    let mai = app.phone("cd-pvoil", "Lê Thị Mai").await;
    let hers = Browser::new(9);
    is_told(&mai, &hers.subscription(&format!("{}/mai", service.url))).await;
    let (id, other) = (sent(&binh, "Tự ngắt bơm").await, sent(&mai, "Phao điện").await);
    decide(&lan, id, 2, json!({"comment": {"text": "Ý hay"}})).await;
    binh.sync(&[op(id, 2, json!({"withdraw": {}})), submit(id, 3)]).await;
    // Refused: Mai is no officer. Nothing comes of it.
    assert_eq!(mai.verdict(&op(id, 4, json!({"receive": {}}))).await.outcome, Outcome::Rejected);
    decide(&lan, other, 2, json!({"decline": {"reason": "Chưa có tính mới"}})).await;
    decide(&lan, id, 4, json!({"decline": {"reason": "Chưa có tính mới"}})).await;
    let mut handed = service.until_handed(2).await;
    handed.sort_by(|one, other| one.path.cmp(&other.path));
    assert_eq!((handed.len(), browser.open(&handed[0])), (2, json!({"initiative": id})));
    assert_eq!(hers.open(&handed[1]), json!({"initiative": other}));
    let auth = Auth::clone_from_slice(&browser.auth);
    let foreign = web_push_native::decrypt(handed[1].body.clone(), &browser.secret, &auth);
    assert!(foreign.is_err(), "nobody else can open it");
}

#[tokio::test]
async fn a_subscription_that_is_gone_is_removed() {
    for status in [410, 404] {
        let Story { app, service, binh, lan, .. } = story().await;
        service.answers([(status, None)]);
        let id = sent(&binh, "Tự ngắt bơm").await;
        decide(&lan, id, 2, json!({"receive": {}})).await;
        service.until_handed(1).await;
        until_not_told(&binh).await;
        decide(&lan, id, 3, json!({"recognise": {"level": "grassroots"}})).await;
        // The next who is told comes behind it, so nothing was sent to the first.
        let mai = app.phone("cd-pvoil", "Lê Thị Mai").await;
        is_told(&mai, &Browser::new(9).subscription(&format!("{}/mai", service.url))).await;
        let other = sent(&mai, "Phao điện").await;
        decide(&lan, other, 2, json!({"receive": {}})).await;
        assert_eq!(service.until_handed(2).await[1].path, "/mai");
    }
}

async fn until_not_told(phone: &Phone) {
    let waiting = async {
        while state(phone).await["subscribed"] != false {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("it is removed");
}

#[tokio::test]
async fn a_busy_push_service_is_left_alone_for_as_long_as_it_says() {
    let Story { app: _app, service, browser, binh, lan } = story().await;
    service.answers([(429, Some(2))]);
    let id = sent(&binh, "Tự ngắt bơm").await;
    let began = tokio::time::Instant::now();
    decide(&lan, id, 2, json!({"receive": {}})).await;
    service.until_handed(1).await;
    // News comes meanwhile about another one: the whole service waits.
    let other = sent(&binh, "Khay lọc cặn").await;
    let again = service.until_handed(2).await;
    assert!(began.elapsed() >= Duration::from_secs(2), "{:?}", began.elapsed());
    assert_eq!(browser.open(&again[1]), json!({"initiative": id}));
    decide(&lan, other, 2, json!({"receive": {}})).await;
    assert_eq!(browser.open(&service.until_handed(3).await[2]), json!({"initiative": other}));
}

#[tokio::test]
async fn a_restart_loses_nothing_and_doubles_nothing() {
    let Story { app, service, browser, binh, lan } = story().await;
    let told = sent(&binh, "Tự ngắt bơm").await;
    decide(&lan, told, 2, json!({"receive": {}})).await;
    service.until_handed(1).await;
    // The service is busy just now, and the server stops meanwhile.
    service.answers([(503, Some(1))]);
    let waiting = sent(&binh, "Khay lọc cặn").await;
    decide(&lan, waiting, 2, json!({"receive": {}})).await;
    service.until_handed(2).await;
    let key = state(&binh).await["public_key"].clone();
    let app = app.restart().await;
    let (binh, lan) = (binh.at(&app), lan.at(&app));
    assert_eq!(state(&binh).await, json!({"public_key": key, "subscribed": true}), "browsers subscribed with that key");
    assert_eq!(browser.open(&service.until_handed(3).await[2]), json!({"initiative": waiting}));
    // What comes next is the next that is sent.
    let next = sent(&binh, "Xe nâng").await;
    decide(&lan, next, 2, json!({"receive": {}})).await;
    let handed = service.until_handed(4).await;
    assert_eq!((handed.len(), browser.open(&handed[3])), (4, json!({"initiative": next})));
    app.verify().await;
}

#[tokio::test]
async fn what_an_officer_did_before_somebody_subscribed_is_no_news() {
    let Story { app: _app, service, browser, binh, lan } = story().await;
    assert_eq!(binh.ask(Method::DELETE, "/push").send().await.expect("an answer").status(), StatusCode::NO_CONTENT);
    assert_eq!(state(&binh).await["subscribed"], false);
    let id = sent(&binh, "Tự ngắt bơm").await;
    decide(&lan, id, 2, json!({"receive": {}})).await;
    is_told(&binh, &browser.subscription(&format!("{}/again", service.url))).await;
    decide(&lan, id, 3, json!({"recognise": {"level": "grassroots"}})).await;
    let handed = service.until_handed(1).await;
    assert_eq!((handed.len(), handed[0].path.as_str()), (1, "/again"));
}

#[tokio::test]
async fn on_a_phone_that_goes_from_hand_to_hand_each_learns_their_own() {
    let Story { app, service, browser, binh, lan } = story().await;
    let mai = app.phone("cd-pvoil", "Lê Thị Mai").await;
    let endpoint = format!("{}/binh", service.url);
    // Knowing the address isn't enough.
    let stolen = problem(subscribe(&mai, &Browser::new(9).subscription(&endpoint)).await).await;
    assert_eq!((stolen.kind, pointers(&stolen)), (ProblemKind::Invalid, vec!["/endpoint"]));
    assert_eq!(
        (state(&binh).await["subscribed"].clone(), state(&mai).await["subscribed"].clone()),
        (json!(true), json!(false))
    );
    // The same browser has the keys.
    is_told(&mai, &browser.subscription(&endpoint)).await;
    assert_eq!(
        (state(&binh).await["subscribed"].clone(), state(&mai).await["subscribed"].clone()),
        (json!(false), json!(true))
    );
    let (his, hers) = (sent(&binh, "Tự ngắt bơm").await, sent(&mai, "Phao điện").await);
    decide(&lan, his, 2, json!({"receive": {}})).await;
    decide(&lan, hers, 2, json!({"receive": {}})).await;
    let handed = service.until_handed(1).await;
    assert_eq!((handed.len(), browser.open(&handed[0])), (1, json!({"initiative": hers})));
    // Who has signed out isn't told any more.
    assert_eq!(mai.ask(Method::POST, "/sign-out").send().await.expect("an answer").status(), StatusCode::NO_CONTENT);
    decide(&lan, hers, 3, json!({"recognise": {"level": "grassroots"}})).await;
    is_told(&binh, &Browser::new(8).subscription(&format!("{}/new", service.url))).await;
    decide(&lan, his, 3, json!({"recognise": {"level": "grassroots"}})).await;
    let handed = service.until_handed(2).await;
    assert_eq!((handed.len(), handed[1].path.as_str()), (2, "/new"));
}

#[tokio::test]
async fn nobody_has_the_server_ask_inside_its_own_network() {
    let options = Options { reachable: Reachable::Public, ..anywhere() };
    let app = spawn_app_with_push(Strictness::Off, options).await;
    let binh = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let browser = Browser::new(7);
    for inside in [
        "http://push.example.com/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://169.254.169.254/x",
        "https://10.0.0.1/x",
        "https://localhost/x",
        "https://push.example.com:22/x",
        "https://a@push.example.com/x",
        "x",
    ] {
        let refused = problem(subscribe(&binh, &browser.subscription(inside)).await).await;
        assert_eq!((refused.kind, pointers(&refused)), (ProblemKind::Invalid, vec!["/endpoint"]), "{inside}");
    }
    assert_eq!(state(&binh).await["subscribed"], false);
    is_told(&binh, &browser.subscription("https://push.example.com/x")).await;
}

#[tokio::test]
async fn what_is_no_subscription_is_said_in_full() {
    let Story { app, binh, service, browser, .. } = story().await;
    let good = browser.subscription(&format!("{}/x", service.url));
    for (broken, faults) in [
        (json!({}), vec!["/endpoint", "/keys"]),
        (json!({"endpoint": 7, "keys": []}), vec!["/endpoint", "/keys"]),
        (json!({"endpoint": good["endpoint"], "keys": {}}), vec!["/keys/p256dh", "/keys/auth"]),
        (
            json!({"endpoint": good["endpoint"], "keys": {"p256dh": "AAAA", "auth": "!"}}),
            vec!["/keys/p256dh", "/keys/auth"],
        ),
        // 65 bytes that are no point of the curve.
        (
            json!({"endpoint": good["endpoint"], "keys": {"p256dh": URL_SAFE_NO_PAD.encode([4; 65]), "auth": good["keys"]["auth"]}}),
            vec!["/keys/p256dh"],
        ),
    ] {
        let refused = problem(subscribe(&binh, &broken).await).await;
        assert_eq!((refused.kind, pointers(&refused)), (ProblemKind::Invalid, faults), "{broken}");
    }
    for method in [Method::GET, Method::POST, Method::DELETE] {
        let nobody = app.client.request(method, app.api("/push")).json(&good).send().await.expect("an answer");
        assert_eq!(problem(nobody).await.kind, ProblemKind::Unauthorized);
    }
}

#[tokio::test]
async fn a_member_has_ten_devices_that_are_told_and_does_not_hammer() {
    let service = PushService::start().await;
    let app = spawn_app_with_push("1".parse().expect("a strictness"), anywhere()).await;
    let binh = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let first = app.tablet(&binh).await;
    is_told(&first, &Browser::new(1).subscription(&format!("{}/1", service.url))).await;
    for number in 2..=11u8 {
        let tablet = app.tablet(&binh).await;
        is_told(&tablet, &Browser::new(number).subscription(&format!("{}/{number}", service.url))).await;
    }
    assert_eq!(state(&first).await["subscribed"], false, "the oldest gave way");
    let last = Browser::new(20).subscription(&format!("{}/20", service.url));
    let mut refused = None;
    for _ in 0..20 {
        let answer = subscribe(&binh, &last).await;
        if answer.status() != StatusCode::NO_CONTENT {
            refused = Some(problem(answer).await.kind);
            break;
        }
    }
    assert_eq!(refused, Some(ProblemKind::TooManyRequests));
}

#[tokio::test]
async fn a_server_without_push_says_so() {
    let app = spawn_app().await;
    let binh = app.phone("cd-pvoil", "Trần Thị Bình").await;
    assert_eq!(state(&binh).await, json!({"public_key": null, "subscribed": false}));
    let refused = problem(subscribe(&binh, &Browser::new(7).subscription("https://push.example.com/x")).await).await;
    assert_eq!(refused.kind, ProblemKind::NotFound);
    assert_eq!(binh.ask(Method::DELETE, "/push").send().await.expect("an answer").status(), StatusCode::NO_CONTENT);
}
