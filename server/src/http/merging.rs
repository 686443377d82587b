//! Members who are one person: who asks to be put together, what it would do, and doing it. For whoever manages the members of a
//! unit to which both belong, and never for themselves (`model::rights::may_merge`).

use super::auth::Caller;
use super::body;
use super::client::Client;
use super::error::Refusal;
use super::officers::{UnitPath, unit_of};
use super::sign_in::Officer;
use super::{Service, Shared};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use model::id::MemberId;
use model::problem::ProblemKind;
use model::rights::{Deed, Subject, allowed, may_merge};
use model::unit::UnitCode;
use model::wire::{MemberLine, MergeObstacle, MergePreview, MergeRequestsResponse};
use store::{Merge, MergeError, Scope};

/// The most requests that are listed.
const MOST: usize = 200;

/// The unit of an address, who stays and who goes.
type Pair = Result<Path<(String, String, String)>, PathRejection>;

/// Members of the unit and those under it who ask, or seem, to be one person.
#[utoipa::path(
    get, path = "/units/{code}/merge-requests", context_path = "/api/v1", operation_id = "merge_requests", tag = "units",
    security(("token" = []), ("cookie" = [])), params(("code" = UnitCode, Path)),
    responses((status = 200, description = "What waits for a decision.", body = MergeRequestsResponse))
)]
pub async fn requests(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    Client(from): Client,
    headers: HeaderMap,
    path: UnitPath,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let unit = unit_of(path)?;
    let directory = shared.store.directory().await?;
    allowed(&caller.before(&directory, &unit), Deed::ReadMembers, Subject::Unit).map_err(Refusal::Plain)?;
    let scope = Scope::under(&directory, directory.index(&unit));
    let requests = shared.store.identities().merge_requests(&scope, MOST).await?;
    Ok(body::answer(StatusCode::OK, &headers, &MergeRequestsResponse { requests }))
}

/// What it would do to put two members together: both, with what counts of theirs.
#[utoipa::path(
    get, path = "/units/{code}/members/{id}/merge/{other}", context_path = "/api/v1", operation_id = "preview_merge",
    tag = "units", security(("token" = []), ("cookie" = [])),
    params(("code" = UnitCode, Path), ("id" = MemberId, Path, description = "Who stays."), ("other" = MemberId, Path, description = "Who goes.")),
    responses((status = 200, description = "Nothing has changed.", body = MergePreview))
)]
pub async fn preview(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    Client(from): Client,
    headers: HeaderMap,
    pair: Pair,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let (_, mut preview) = both(&shared, &caller, pair).await?;
    let own = caller.member().id;
    if own == preview.stays.id || own == preview.goes.id {
        preview.obstacle = Some(MergeObstacle::Own);
    }
    Ok(body::answer(StatusCode::OK, &headers, &preview))
}

/// Put two members together. What `goes` wrote, their devices and whatever else is theirs is `stays`'s from then on; nobody has to
/// do anything on a phone. It can't be undone.
#[utoipa::path(
    post, path = "/units/{code}/members/{id}/merge/{other}", context_path = "/api/v1", operation_id = "merge_members",
    tag = "units", security(("token" = []), ("cookie" = [])),
    params(("code" = UnitCode, Path), ("id" = MemberId, Path, description = "Who stays."), ("other" = MemberId, Path, description = "Who goes.")),
    responses((status = 200, description = "The one member, as they are now. The totals show it already.", body = MemberLine))
)]
pub async fn merge(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    Client(from): Client,
    headers: HeaderMap,
    pair: Pair,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let (merge, _) = decided(&shared, &caller, pair).await?;
    let identities = shared.store.identities();
    identities.merge(&merge).await?;
    shared.tokens.forget_member(merge.goes);
    shared.tokens.forget_member(merge.stays);
    shared.board.catch_up(shared.store.as_ref()).await?;
    let line = identities.line(merge.stays).await?.ok_or(Refusal::Plain(ProblemKind::NotFound))?;
    Ok(body::answer(StatusCode::OK, &headers, &line))
}

/// The two aren't one person, though one of them asked or it seemed so.
#[utoipa::path(
    delete, path = "/units/{code}/members/{id}/merge/{other}", context_path = "/api/v1", operation_id = "decline_merge",
    tag = "units", security(("token" = []), ("cookie" = [])),
    params(("code" = UnitCode, Path), ("id" = MemberId, Path, description = "Who stays."), ("other" = MemberId, Path, description = "Who goes.")),
    responses((status = 204, description = "It isn't asked any more."))
)]
pub async fn decline(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    Client(from): Client,
    pair: Pair,
) -> Result<StatusCode, Refusal> {
    shared.limits.read(from)?;
    let (merge, unit) = decided(&shared, &caller, pair).await?;
    let asked = shared.store.identities().decline_merge(&unit, &merge).await?;
    if asked { Ok(StatusCode::NO_CONTENT) } else { Err(Refusal::Plain(ProblemKind::NotFound)) }
}

/// The pair as whoever asks decides about it now, if they may; and the unit of who goes.
async fn decided(shared: &Service, caller: &Caller, pair: Pair) -> Result<(Merge, UnitCode), Refusal> {
    let (unit, preview) = both(shared, caller, pair).await?;
    let (stays, goes) = (preview.stays.id, preview.goes.id);
    let who = caller.before(&*shared.store.directory().await?, &unit);
    if who.member == stays || who.member == goes {
        return Err(Refusal::Merge(MergeObstacle::Own));
    }
    may_merge(&who, stays, goes).map_err(Refusal::Plain)?;
    Ok((Merge { stays, goes, by: caller.doer(), at: shared.clock.now() }, preview.goes.unit))
}

/// Both members, of the unit or of those under it, for whoever manages them.
async fn both(shared: &Service, caller: &Caller, pair: Pair) -> Result<(UnitCode, MergePreview), Refusal> {
    let not_found = || Refusal::Plain(ProblemKind::NotFound);
    let Path((unit, stays, goes)) = pair.map_err(|_| not_found())?;
    let unit: UnitCode = unit.parse().map_err(|_| not_found())?;
    let (stays, goes): (MemberId, MemberId) =
        (stays.parse().map_err(|_| not_found())?, goes.parse().map_err(|_| not_found())?);
    let directory = shared.store.directory().await?;
    // Said before anything about who is a member there.
    allowed(&caller.before(&directory, &unit), Deed::ManageMembers, Subject::Unit).map_err(Refusal::Plain)?;
    let preview = shared.store.identities().preview_merge(stays, goes).await?.ok_or_else(not_found)?;
    let top = directory.index(&unit);
    let is_within = |line: &MemberLine| {
        top.zip(directory.index(&line.unit)).is_some_and(|(top, own)| directory.is_in_branch(own, top))
    };
    if stays == goes || !is_within(&preview.stays) || !is_within(&preview.goes) {
        return Err(not_found());
    }
    Ok((unit, preview))
}

impl From<MergeError> for Refusal {
    fn from(error: MergeError) -> Self {
        match error {
            MergeError::UnknownMember => Refusal::Plain(ProblemKind::NotFound),
            MergeError::Obstacle(obstacle) => Refusal::Merge(obstacle),
            MergeError::OutOfRange => Refusal::Internal(error.to_string()),
            MergeError::Store(error) => error.into(),
        }
    }
}
