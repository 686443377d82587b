//! `GET /initiatives/{id}`: one initiative, for those who may see it. To everybody else it doesn't exist.

use super::Shared;
use super::auth::Caller;
use super::body;
use super::client::Client;
use super::duplicates;
use super::error::Refusal;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use model::id::InitiativeId;
use model::problem::ProblemKind;

/// One initiative as it is now, as far as it is the reader's to see: the author's own, an officer's of their units.
#[utoipa::path(
    get, path = "/initiatives/{id}", context_path = "/api/v1", operation_id = "initiative", tag = "devices", security(("token" = []), ("cookie" = [])),
    params(("id" = InitiativeId, Path)),
    responses((status = 200, description = "The initiative.", body = super::openapi::Initiative))
)]
pub async fn initiative(
    State(shared): State<Shared>,
    caller: Caller,
    Client(from): Client,
    headers: HeaderMap,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let not_found = || Refusal::Plain(ProblemKind::NotFound);
    let Path(id) = id.map_err(|_| not_found())?;
    let id: InitiativeId = id.parse().map_err(|_| not_found())?;
    let initiative = shared.store.initiative(id).await?.ok_or_else(not_found)?;
    let shown = duplicates::shown(&shared, &caller, &shared.board.directory(), [initiative]).await?;
    let shown = shown.first().ok_or_else(not_found)?;
    Ok(body::answer(StatusCode::OK, &headers, shown))
}
