//! The producers' desk: what they see, live, and what they do.

use super::super::Shared;
use super::super::body::{self, JsonText};
use super::super::client::Client;
use super::super::error::Refusal;
use super::super::sign_in::Officer;
use super::stream::Viewer;
use super::{page_address, produces};
use crate::show::{Asked, View};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use model::initiative::Person;
use model::show::{Command, ControlRoom, Done};
use model::wire::Member;
use sha2::{Digest, Sha256};

/// The show, with everything around it that matters while it runs.
#[utoipa::path(
    get, path = "/show", context_path = "/api/v1", operation_id = "show", tag = "show",
    security(("token" = []), ("cookie" = [])),
    responses((status = 200, description = "As it is now.", body = ControlRoom))
)]
pub async fn show(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    Client(from): Client,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    produces(&shared, &caller)?;
    let sheet = shared.studio.look(&View::Control).await?;
    let mut response = body::encoded(&headers, sheet.json.clone());
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The same, whenever it changes. Whoever follows it is told to the others as present.
#[utoipa::path(
    get, path = "/show/live", context_path = "/api/v1", operation_id = "show_live", tag = "show",
    security(("token" = []), ("cookie" = [])),
    responses((status = 200, content_type = "text/event-stream",
        description = "`event: show` with, as its data, what `GET /show` answers: at once, after each act, and at most twice a second for numbers; a comment every 5 s; `retry:` once."))
)]
pub async fn live(State(shared): State<Shared>, Officer(caller): Officer) -> Result<Response, Refusal> {
    produces(&shared, &caller)?;
    let looking = shared.studio.presence.producer(person(caller.member()), &shared.clock);
    let sheets = shared.studio.follow(&View::Control).await?;
    Ok(Viewer::new(&shared, sheets, Some(caller), Some(looking)).by_events())
}

/// Do something. The same id again gives the same answer, also after a refusal; with something else under it, it is refused.
#[utoipa::path(
    post, path = "/show/acts", context_path = "/api/v1", operation_id = "show_act", tag = "show",
    security(("token" = []), ("cookie" = [])), request_body = Command,
    responses((status = 200, description = "Done and durable; every output has it or is about to.", body = Done))
)]
pub async fn act(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    produces(&shared, &caller)?;
    let Command { id, act } = body::parse(&text)?;
    let by = person(caller.member());
    let fingerprint = fingerprint(&by, "act", &serde_json::to_vec(&act).expect("an act is plain data"));
    let asked = Asked { id, fingerprint, by, device: caller.device(), address: page_address(&headers) };
    let revision = shared.studio.perform(asked, move |_| act.clone()).await?;
    Ok(body::answer(StatusCode::OK, &headers, &Done { revision }))
}

/// A member as the show names them.
pub fn person(member: &Member) -> Person {
    Person { id: member.id, name: member.name.clone() }
}

/// Tells what somebody sent from anything else under the same id.
pub fn fingerprint(by: &Person, kind: &str, what: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(by.id.uuid().as_bytes());
    hash.update(kind.as_bytes());
    hash.update([0]);
    hash.update(what);
    hash.finalize().into()
}
