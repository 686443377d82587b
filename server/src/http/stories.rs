//! `GET /stories/{id}`: what everybody may read of a recognised initiative. Read from the records at each request and never
//! kept by a cache unasked, so that a consent that is withdrawn holds from the next request on. What isn't public, isn't any
//! more, or never was there, is all the same to whoever asks.

use super::Shared;
use super::body;
use super::client::Client;
use super::error::Refusal;
use super::totals::knows;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use model::id::InitiativeId;
use model::problem::ProblemKind;
use model::story::Story;
use sha2::{Digest, Sha256};

/// One story. `not-found` for an initiative that isn't recognised, or whose author doesn't agree at this moment.
#[utoipa::path(
    get, path = "/stories/{id}", context_path = "/api/v1", operation_id = "story", tag = "public",
    params(
        ("id" = InitiativeId, Path),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the story that you have."),
    ),
    responses(
        (status = 200, description = "The story.", body = Story, headers(("ETag" = String), ("Cache-Control" = String))),
        (status = 304, description = "You have it already."),
    )
)]
pub async fn story(
    State(shared): State<Shared>,
    Client(from): Client,
    headers: HeaderMap,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let not_found = || Refusal::Plain(ProblemKind::NotFound);
    let Path(id) = id.map_err(|_| not_found())?;
    let id: InitiativeId = id.parse().map_err(|_| not_found())?;
    let initiative = shared.store.initiative(id).await?.ok_or_else(not_found)?;
    let directory = shared.board.directory();
    let unit = directory.unit(&initiative.unit).ok_or_else(not_found)?;
    // Nobody can say yet that they would like to apply it.
    let story = Story::of(&initiative, &unit.name, 0).ok_or_else(not_found)?;
    let json = serde_json::to_vec(&story).map_err(|error| Refusal::Internal(error.to_string()))?;
    Ok(revalidated(&headers, json.into()))
}

/// Public JSON that a cache has to ask about each time.
fn revalidated(request: &HeaderMap, json: Bytes) -> Response {
    let hash = Sha256::digest(&json);
    let tag = format!("\"{}\"", hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect::<String>());
    let mut response =
        if knows(request, &tag) { StatusCode::NOT_MODIFIED.into_response() } else { body::encoded(request, json) };
    let out = response.headers_mut();
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    // Weak, because the same story goes out compressed or not.
    if let Ok(tag) = HeaderValue::try_from(format!("W/{tag}")) {
        out.insert(header::ETAG, tag);
    }
    response
}
