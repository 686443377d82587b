//! `GET /units`: finding a unit by its name, typed with or without diacritics, or by its code alone. Nobody has to load the
//! whole tree.

use super::Shared;
use super::body;
use super::client::Client;
use super::error::Refusal;
use super::officers::{UnitPath, unit_of};
use super::query::Parameters;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use model::field::Fault;
use model::problem::ProblemKind;
use model::text::char_count;
use model::unit::UnitCode;
use model::wire::{UnitFound, UnitsFound};

/// Longest text to search for, in characters. The longest real name of a unit has 90.
const MAX_QUERY: usize = 200;

/// Units whose name or code has the words, at most 20, the best first.
#[utoipa::path(
    get, path = "/units", context_path = "/api/v1", operation_id = "units", tag = "public",
    params(
        ("q" = Option<String>, Query, description = "Words of the name, or the code; diacritics and case don't matter. At most 200 characters."),
        ("under" = Option<UnitCode>, Query, description = "Only this unit and those under it."),
    ),
    responses((status = 200, description = "What was found, perhaps nothing.", body = UnitsFound))
)]
pub async fn units(
    State(shared): State<Shared>,
    Client(from): Client,
    headers: HeaderMap,
    mut parameters: Parameters,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let text = parameters.text("q").unwrap_or_default();
    let under: Option<UnitCode> = parameters.parsed("under");
    if char_count(&text) > MAX_QUERY {
        parameters.fault("q", Fault::TooLong { max: MAX_QUERY as u32 });
    }
    parameters.done()?;
    let found = UnitsFound { units: shared.board.search(&text, under.as_ref()) };
    let json = serde_json::to_vec(&found).map_err(|error| Refusal::Internal(error.to_string()))?;
    let mut response = body::encoded(&headers, Bytes::from(json));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    Ok(response)
}

/// One unit: what it is called, and what it is under.
#[utoipa::path(
    get, path = "/units/{code}", context_path = "/api/v1", operation_id = "unit", tag = "public",
    params(("code" = UnitCode, Path)),
    responses((status = 200, description = "The unit, with the way down to it from the root.", body = UnitFound))
)]
pub async fn unit(
    State(shared): State<Shared>,
    Client(from): Client,
    headers: HeaderMap,
    path: UnitPath,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let unit = shared.board.unit(&unit_of(path)?).ok_or(Refusal::Plain(ProblemKind::NotFound))?;
    let mut response = body::answer(StatusCode::OK, &headers, &unit);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    Ok(response)
}
