//! A unit's join code: what it is, and another one in its place when too many know it. Everything is asked of
//! `model::rights::allowed`.

use super::auth::Caller;
use super::body;
use super::client::Client;
use super::error::Refusal;
use super::invitations::own_address;
use super::officers::{UnitPath, unit_of};
use super::sign_in::Officer;
use super::{Service, Shared};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use model::problem::ProblemKind;
use model::rights::{Deed, Subject, allowed};
use model::unit::{Unit, UnitCode};
use model::wire::JoinCodeResponse;
use store::JoinCode;

/// The unit's join code, made now if it never had one.
#[utoipa::path(
    get, path = "/units/{code}/join-code", context_path = "/api/v1", operation_id = "join_code", tag = "units",
    security(("token" = []), ("cookie" = [])), params(("code" = UnitCode, Path)),
    responses((status = 200, description = "The code that holds.", body = JoinCodeResponse))
)]
pub async fn join_code(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    Client(from): Client,
    headers: HeaderMap,
    path: UnitPath,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let (_, code) = code_of(&shared, &caller, path).await?;
    Ok(body::answer(StatusCode::OK, &headers, &told(code, &headers)))
}

/// Give the unit another join code. The one before opens nothing any more; whoever has joined with it stays.
#[utoipa::path(
    post, path = "/units/{code}/join-code", context_path = "/api/v1", operation_id = "replace_join_code", tag = "units",
    security(("token" = []), ("cookie" = [])), params(("code" = UnitCode, Path)),
    responses((status = 201, description = "The new code.", body = JoinCodeResponse))
)]
pub async fn replace(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    Client(from): Client,
    headers: HeaderMap,
    path: UnitPath,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let unit = unit_of(path)?;
    manages(&shared, &caller, &unit).await?;
    let made = shared.store.administration().replace_join_code(&unit, caller.doer(), shared.clock.now()).await?;
    let code = made.ok_or(Refusal::Plain(ProblemKind::NotFound))?;
    Ok(body::answer(StatusCode::CREATED, &headers, &told(code, &headers)))
}

/// The unit of the path and its join code, for whoever manages them.
pub async fn code_of(shared: &Service, caller: &Caller, path: UnitPath) -> Result<(Unit, JoinCode), Refusal> {
    let unit = manages(shared, caller, &unit_of(path)?).await?;
    let code = shared.store.join_code(&unit.code, caller.doer(), shared.clock.now()).await?;
    Ok((unit, code.ok_or(Refusal::Plain(ProblemKind::NotFound))?))
}

async fn manages(shared: &Service, caller: &Caller, unit: &UnitCode) -> Result<Unit, Refusal> {
    let directory = shared.store.directory().await?;
    allowed(&caller.before(&directory, unit), Deed::ManageJoinCodes, Subject::Unit).map_err(Refusal::Plain)?;
    directory.unit(unit).cloned().ok_or(Refusal::Plain(ProblemKind::NotFound))
}

/// Where the code is filled in already, on this server as whoever asks has reached it.
pub fn address(code: JoinCode, headers: &HeaderMap) -> String {
    format!("{}/app/join?code={code}", own_address(headers))
}

fn told(code: JoinCode, headers: &HeaderMap) -> JoinCodeResponse {
    JoinCodeResponse { code: code.to_string(), url: address(code, headers) }
}
