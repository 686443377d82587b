//! Officers of a unit: who they are, taking a role from one, and ending their sessions when a tablet is lost. Everything is
//! asked of `model::rights::allowed`.

use super::auth::Caller;
use super::body;
use super::client::Client;
use super::error::Refusal;
use super::sessions;
use super::sign_in::Officer;
use super::{Service, Shared};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use model::id::MemberId;
use model::problem::ProblemKind;
use model::rights::{Deed, Right, Role, Subject, allowed};
use model::sign_in::{OfficerLine, Officers, Sessions};
use model::unit::UnitCode;
use store::{Appointment, Ended, Ending, Which};
use uuid::Uuid;

/// A unit's code in the path, as it came.
pub type UnitPath = Result<Path<String>, PathRejection>;

/// The unit that the path names. Whether it is there is for the rules: nobody may do anything on one that isn't.
pub fn unit_of(path: UnitPath) -> Result<UnitCode, Refusal> {
    path.ok().and_then(|Path(code)| code.parse().ok()).ok_or(Refusal::Plain(ProblemKind::NotFound))
}

/// Who holds which role on exactly this unit.
#[utoipa::path(
    get, path = "/units/{code}/officers", context_path = "/api/v1", operation_id = "officers", tag = "officers",
    security(("token" = []), ("cookie" = [])), params(("code" = UnitCode, Path)),
    responses((status = 200, description = "In the order in which they got their roles.", body = Officers))
)]
pub async fn officers(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    Client(from): Client,
    headers: HeaderMap,
    path: UnitPath,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let unit = unit_of(path)?;
    let directory = shared.store.directory().await?;
    allowed(&caller.before(&directory, &unit), Deed::ReadOfficers, Subject::Unit).map_err(Refusal::Plain)?;
    let holders = shared.store.officers_of(&unit).await?;
    let officers = holders.into_iter().map(|holder| OfficerLine {
        member: holder.person,
        role: holder.right.role,
        unit: holder.right.unit,
        since: holder.since,
    });
    Ok(body::answer(StatusCode::OK, &headers, &Officers { officers: officers.collect() }))
}

/// Take a role. Nothing is decided by it from then on, whatever comes in later.
#[utoipa::path(
    delete, path = "/units/{code}/officers/{member}/{role}", context_path = "/api/v1", operation_id = "take_role",
    tag = "officers", security(("token" = []), ("cookie" = [])),
    params(("code" = UnitCode, Path), ("member" = MemberId, Path), ("role" = Role, Path)),
    responses((status = 204, description = "Taken."))
)]
pub async fn take_role(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    path: Result<Path<(String, String, String)>, PathRejection>,
) -> Result<StatusCode, Refusal> {
    let not_found = || Refusal::Plain(ProblemKind::NotFound);
    let Path((unit, member, role)) = path.map_err(|_| not_found())?;
    let unit: UnitCode = unit.parse().map_err(|_| not_found())?;
    let member: MemberId = member.parse().map_err(|_| not_found())?;
    let role = Role::from_name(&role).ok_or_else(not_found)?;
    let directory = shared.store.directory().await?;
    allowed(&caller.before(&directory, &unit), Deed::Appoint(role), Subject::Unit).map_err(Refusal::Plain)?;
    let appointment = Appointment { member, right: Right { role, unit }, by: caller.doer(), at: shared.clock.now() };
    let was_held = shared.store.take_role(&appointment).await?;
    shared.tokens.forget_member(member);
    if was_held { Ok(StatusCode::NO_CONTENT) } else { Err(not_found()) }
}

/// Where an officer of the unit is signed in, for whoever may end that.
#[utoipa::path(
    get, path = "/units/{code}/officers/{member}/sessions", context_path = "/api/v1",
    operation_id = "officers_sessions", tag = "officers", security(("token" = []), ("cookie" = [])),
    params(("code" = UnitCode, Path), ("member" = MemberId, Path)),
    responses((status = 200, description = "The newest first.", body = Sessions))
)]
pub async fn sessions(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    Client(from): Client,
    headers: HeaderMap,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let (_, member) = officer_of(&shared, &caller, path).await?;
    let sessions = sessions::open(&shared, &caller, member).await?;
    Ok(body::answer(StatusCode::OK, &headers, &Sessions { sessions }))
}

/// A tablet of an officer of the unit is lost: end its session. At its next contact it wipes what it holds; the officer's other
/// devices keep theirs. For whoever may give or take one of the roles that the officer has on the unit.
#[utoipa::path(
    delete, path = "/units/{code}/officers/{member}/sessions/{id}", context_path = "/api/v1",
    operation_id = "end_officers_session", tag = "officers", security(("token" = []), ("cookie" = [])),
    params(("code" = UnitCode, Path), ("member" = MemberId, Path), ("id" = String, Path)),
    responses((status = 204, description = "It isn't open any more."))
)]
pub async fn end_session(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    path: Result<Path<(String, String, String)>, PathRejection>,
) -> Result<StatusCode, Refusal> {
    let not_found = || Refusal::Plain(ProblemKind::NotFound);
    let Path((unit, member, id)) = path.map_err(|_| not_found())?;
    let (unit, member) = officer_of(&shared, &caller, Ok(Path((unit, member)))).await?;
    let id = Uuid::parse_str(&id).map_err(|_| not_found())?;
    let ended = end(&shared, &caller, &unit, member, Which::One(id)).await?;
    if ended == 1 { Ok(StatusCode::NO_CONTENT) } else { Err(not_found()) }
}

/// All tablets of an officer of the unit are lost: end all their sessions. At their next contact the devices wipe what they hold.
/// For whoever may give or take one of the roles that the officer has on the unit.
#[utoipa::path(
    delete, path = "/units/{code}/officers/{member}/sessions", context_path = "/api/v1",
    operation_id = "end_officers_sessions", tag = "officers", security(("token" = []), ("cookie" = [])),
    params(("code" = UnitCode, Path), ("member" = MemberId, Path)),
    responses((status = 204, description = "None is open any more."))
)]
pub async fn end_sessions(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<StatusCode, Refusal> {
    let (unit, member) = officer_of(&shared, &caller, path).await?;
    end(&shared, &caller, &unit, member, Which::All).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives up for lost where the officer is signed in. How many sessions those were.
async fn end(
    shared: &Service,
    caller: &Caller,
    unit: &UnitCode,
    member: MemberId,
    which: Which<'_>,
) -> Result<u64, Refusal> {
    let (ending, by, at) = (Ending::Lost, caller.doer(), shared.clock.now());
    let ended = Ended { member, which, ending, unit: Some(unit), by, at };
    let ended = shared.store.accounts().end_sessions(&ended).await?;
    shared.tokens.forget_member(member);
    Ok(ended)
}

/// The officer of the unit that the path names, if the caller may give or take one of the roles that they have on it.
pub async fn officer_of(
    shared: &Service,
    caller: &Caller,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<(UnitCode, MemberId), Refusal> {
    let not_found = || Refusal::Plain(ProblemKind::NotFound);
    let Path((unit, member)) = path.map_err(|_| not_found())?;
    let unit: UnitCode = unit.parse().map_err(|_| not_found())?;
    let member: MemberId = member.parse().map_err(|_| not_found())?;
    let directory = shared.store.directory().await?;
    let who = caller.before(&directory, &unit);
    let may = |role: Role| allowed(&who, Deed::Appoint(role), Subject::Unit).is_ok();
    // Said before anything about who is an officer there.
    if !Role::ALL.into_iter().any(may) {
        return Err(Refusal::Plain(ProblemKind::Forbidden));
    }
    let holders = shared.store.officers_of(&unit).await?;
    let theirs: Vec<Role> =
        holders.iter().filter(|holder| holder.person.id == member).map(|holder| holder.right.role).collect();
    if theirs.is_empty() {
        return Err(not_found());
    }
    if !theirs.into_iter().any(may) {
        return Err(Refusal::Plain(ProblemKind::Forbidden));
    }
    Ok((unit, member))
}
