//! Everything that speaks HTTP: the routes and what all of them share. Promises that whatever goes wrong under `/api` is
//! answered with a problem document in the reader's language, and that no input makes a server error. Knows no SQL and
//! decides nothing about initiatives.

pub mod assets;
mod audit;
mod auth;
pub mod board_source;
mod body;
mod cards;
pub mod client;
mod credentials;
mod cursor;
mod device_codes;
mod duplicates;
pub mod error;
mod form;
pub mod health;
mod initiatives;
pub mod invitations;
mod join;
mod join_codes;
mod kept;
pub mod limit;
mod live;
mod members;
mod merging;
mod officers;
pub mod openapi;
pub mod pages;
mod paper;
mod passkeys;
mod poster;
mod public_url;
mod push;
mod query;
mod queue;
pub mod resets;
mod security;
pub mod sessions;
mod show;
mod sign_in;
mod stories;
mod sync;
mod targets;
mod totals;
mod units;
mod vault;
pub mod visitor;
pub mod words;

use crate::clock::Clock;
use crate::password::Passwords;
use crate::push::Push;
use crate::show::Studio;
use crate::shutdown::Stop;
use crate::totals::Board;
use crate::writer::Writer;
use auth::Tokens;
use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, delete, get, post};
use client::Network;
use error::{Refusal, reader, speak};
use futures::FutureExt;
use limit::{Limits, Strictness};
use model::problem::ProblemKind;
pub use public_url::PublicUrl;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;
use store::{Head, Store};
use tokio::sync::watch;

/// What every handler works with.
pub struct Service {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) board: Arc<Board>,
    pub(crate) writer: Writer,
    pub(crate) clock: Clock,
    studio: Arc<Studio>,
    stop: Stop,
    /// Where the store stands.
    heads: watch::Receiver<Head>,
    /// `None` if the server doesn't push.
    push: Option<Arc<Push>>,
    trusted_proxies: Vec<Network>,
    limits: Limits,
    tokens: Tokens,
    passwords: Passwords,
    seen: sessions::Seen,
    lasting: sessions::Lasting,
    compressed: totals::Compressed,
    seats: live::Seats,
    telling: stories::Telling,
    cards: cards::Cards,
    readiness: health::Readiness,
}

/// [`Service`], as handlers get it.
pub type Shared = Arc<Service>;

/// The parts of the server that stand behind the routes.
pub struct Behind {
    pub store: Arc<dyn Store>,
    pub board: Arc<Board>,
    pub writer: Writer,
    pub clock: Clock,
    pub studio: Arc<Studio>,
    /// `None` if the server doesn't push.
    pub push: Option<Arc<Push>>,
    /// Where the store stands, also by what other processes did.
    pub heads: watch::Receiver<Head>,
}

/// What an administrator decides about how the server is reached.
#[derive(Debug, Clone)]
pub struct Reach {
    pub rate_limit: Strictness,
    /// Whose word about a client's address is taken.
    pub trusted_proxies: Vec<Network>,
    /// How long officers stay signed in.
    pub sessions: sessions::Lasting,
    /// So many follow streams of totals at the same time.
    pub most_viewers: usize,
}

impl Service {
    /// Brings together what the handlers need.
    pub fn new(behind: Behind, stop: Stop, reach: Reach) -> Shared {
        let Behind { store, board, writer, clock, studio, push, heads } = behind;
        Arc::new(Self {
            store,
            board,
            writer,
            clock,
            studio,
            stop,
            heads,
            push,
            trusted_proxies: reach.trusted_proxies,
            limits: Limits::new(reach.rate_limit),
            tokens: Tokens::default(),
            passwords: Passwords::default(),
            seen: sessions::Seen::default(),
            lasting: reach.sessions,
            compressed: totals::Compressed::default(),
            seats: live::Seats::new(reach.most_viewers),
            telling: stories::Telling::default(),
            cards: cards::Cards::default(),
            readiness: health::Readiness::default(),
        })
    }
}

/// The routes of the protocol, and those for whoever runs the server.
pub fn api(shared: Shared) -> Router {
    let version_1 = Router::new()
        .route("/join", post(join::join))
        .route("/join/passkey", post(passkeys::join))
        .route("/device-codes", post(device_codes::own))
        .route("/device-passkeys", get(passkeys::of_member))
        .route("/device-passkeys/register-options", post(passkeys::member_options))
        .route("/device-passkeys/register", post(passkeys::register_member))
        .route("/device-passkeys/{id}", delete(passkeys::remove_member))
        .route("/sign-out", post(join::sign_out))
        .route("/sync", post(sync::sync))
        .route("/push", get(push::state).post(push::subscribe).delete(push::unsubscribe))
        .route("/totals", get(totals::totals))
        .route("/live", get(live::live))
        .route("/units", get(units::units))
        .route("/units/{code}", get(units::unit))
        .route("/stories", get(stories::stories))
        .route("/stories/{id}", get(stories::story))
        .route("/stories/{id}/follow", get(stories::following).put(stories::follow).delete(stories::unfollow))
        .route("/initiatives", get(queue::queue))
        .route("/initiatives/{id}", get(initiatives::initiative))
        .route("/initiatives/{id}/history", get(audit::history))
        .route("/units/{code}/audit", get(audit::audit))
        .merge(officers())
        .merge(administration())
        .merge(show::routes())
        .route("/openapi.json", get(openapi::document));
    Router::new()
        .nest("/api/v1", version_1)
        .route("/api", any(not_found))
        .route("/api/{*rest}", any(not_found))
        .route("/cards/units/{file}", get(cards::unit))
        .route("/cards/stories/{file}", get(cards::story))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::metrics))
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(shared)
}

/// The routes of officers: signing in, their accounts, invitations, the officers of a unit.
fn officers() -> Router<Shared> {
    Router::new()
        .route("/sign-in", post(sign_in::sign_in))
        .route("/me", get(sessions::me))
        .route("/sessions/{id}", delete(sessions::end))
        .route("/vault-secret", post(vault::secret))
        .route("/sessions/{id}/sign-out", post(sessions::sign_out))
        .route("/password", post(credentials::change_password))
        .route("/otp", post(credentials::offer_otp).delete(credentials::remove_otp))
        .route("/otp/confirm", post(credentials::confirm_otp))
        .route("/sign-in/passkey-options", post(passkeys::sign_in_options))
        .route("/sign-in/passkey", post(passkeys::sign_in))
        .route("/passkeys/register-options", post(passkeys::register_options))
        .route("/passkeys/register", post(passkeys::register))
        .route("/passkeys/{id}", delete(passkeys::remove))
        .route("/invitations/look", post(invitations::look))
        .route("/invitations/accept", post(invitations::accept))
        .route("/units/{code}/invitations", post(invitations::invite))
        .route("/password-resets/look", post(resets::look))
        .route("/password-resets/accept", post(resets::accept))
        .route("/units/{code}/officers/{member}/password-reset", post(resets::offer))
        .route("/units/{code}/officers", get(officers::officers))
        .route("/units/{code}/officers/{member}/sessions", get(officers::sessions).delete(officers::end_sessions))
        .route("/units/{code}/officers/{member}/sessions/{id}", delete(officers::end_session))
        .route("/units/{code}/officers/{member}/{role}", delete(officers::take_role))
}

/// The routes of those who administer units: members, join codes, targets, what came on paper.
fn administration() -> Router<Shared> {
    let merge = get(merging::preview).post(merging::merge).delete(merging::decline);
    Router::new()
        .route("/units/{code}/members", get(members::members))
        .route("/units/{code}/members/{id}", delete(members::end_devices))
        .route("/units/{code}/members/{id}/device-code", post(device_codes::give))
        .route("/units/{code}/merge-requests", get(merging::requests))
        .route("/units/{code}/members/{id}/merge/{other}", merge)
        .route("/units/{code}/entries", post(paper::enter))
        .route("/units/{code}/join-code", get(join_codes::join_code).post(join_codes::replace))
        .route("/units/{code}/poster", get(poster::poster).post(poster::poster_by_form))
        .route("/units/{code}/targets", get(targets::targets).put(targets::set))
}

async fn not_found() -> Refusal {
    Refusal::Plain(ProblemKind::NotFound)
}

async fn method_not_allowed() -> Refusal {
    Refusal::Plain(ProblemKind::MethodNotAllowed)
}

/// Puts around every route what all need: a panic becomes a refusal, a refusal becomes a problem document in the
/// reader's language, and all of it is measured.
pub fn finish(router: Router) -> Router {
    router.layer(from_fn(around))
}

async fn around(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let lang = reader(request.headers());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    let response = response.unwrap_or_else(|_| Refusal::Internal("a handler panicked".into()).into_response());
    let route = route.map_or_else(|| "other".to_owned(), |route| route.as_str().to_owned());
    let status = response.status().as_u16().to_string();
    metrics::histogram!("sangkien_request_seconds", "route" => route, "status" => status).record(began.elapsed());
    speak(response, lang)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use axum::http::StatusCode;
    use model::problem::Problem;
    use tower::ServiceExt;

    async fn panics() -> &'static str {
        panic!("with somebody's words in it");
    }

    async fn ask(method: &str, path: &str) -> (Response, Problem) {
        let router = finish(Router::new().route("/panics", get(panics)));
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, 10_000).await.unwrap();
        (Response::from_parts(parts, Body::empty()), serde_json::from_slice(&body).unwrap())
    }

    #[tokio::test]
    async fn a_panic_is_our_fault_and_nobody_hears_its_words() {
        let (response, problem) = ask("GET", "/panics").await;
        assert_eq!((response.status(), problem.kind), (StatusCode::INTERNAL_SERVER_ERROR, ProblemKind::Internal));
        assert!(!problem.detail.contains("words"));
    }

    #[tokio::test]
    async fn what_nobody_answers_is_answered_with_a_problem() {
        let (response, problem) = ask("POST", "/panics").await;
        assert_eq!(problem.kind, ProblemKind::MethodNotAllowed);
        assert_eq!(response.headers()["allow"], "GET,HEAD");
        assert_eq!(ask("GET", "/nothing").await.1.kind, ProblemKind::NotFound);
    }
}
