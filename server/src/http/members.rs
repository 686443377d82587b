//! The members of a unit and those under it: listing them, and ending the devices of one. Everything is asked of
//! `model::rights::allowed`. What somebody wrote is never touched here.

use super::auth::Caller;
use super::body;
use super::client::Client;
use super::error::Refusal;
use super::officers::{UnitPath, unit_of};
use super::query::Parameters;
use super::sign_in::Officer;
use super::{Service, Shared};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use model::field::Fault;
use model::id::MemberId;
use model::problem::ProblemKind;
use model::rights::{Deed, Subject, allowed};
use model::text::{char_count, search_key};
use model::unit::UnitCode;
use model::wire::{Member, MembersResponse};
use store::{MembersAsk, Scope};

/// As many members as a page has if nothing is said.
const USUAL: usize = 50;
/// The most that a page has.
const MOST: usize = 500;
/// The longest search, in characters.
const MAX_QUERY: usize = 200;

/// The members of a unit and those under it, by their given names.
#[utoipa::path(
    get, path = "/units/{code}/members", context_path = "/api/v1", operation_id = "members", tag = "units",
    security(("token" = []), ("cookie" = [])),
    params(
        ("code" = UnitCode, Path),
        ("q" = Option<String>, Query, description = "Words of the name or number, all of them; diacritics and case don't matter. At most 200 characters."),
        ("cursor" = Option<String>, Query, description = "Of the page before."),
        ("limit" = Option<u32>, Query, description = "1 to 500, 50 without."),
    ),
    responses((status = 200, description = "A page of the members.", body = MembersResponse))
)]
pub async fn members(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    Client(from): Client,
    headers: HeaderMap,
    path: UnitPath,
    mut parameters: Parameters,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let unit = unit_of(path)?;
    let text = parameters.text("q").unwrap_or_default();
    if char_count(&text) > MAX_QUERY {
        parameters.fault("q", Fault::TooLong { max: MAX_QUERY as u32 });
    }
    let (after, limit) = (parameters.parsed("cursor"), parameters.limit(USUAL, MOST));
    parameters.done()?;
    let directory = shared.store.directory().await?;
    allowed(&caller.before(&directory, &unit), Deed::ReadMembers, Subject::Unit).map_err(Refusal::Plain)?;
    let scope = Scope::under(&directory, directory.index(&unit));
    let words = search_key(&text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let mut page = shared.store.administration().members(&MembersAsk { scope, words, after, limit }).await?;
    for line in &mut page.members {
        line.unit_name = directory.unit(&line.unit).map(|unit| unit.name.clone());
    }
    let cursor = page.members.last().filter(|_| page.more).map(|last| last.id.to_string());
    let answer = MembersResponse { members: page.members, cursor, more: page.more, total: page.total };
    Ok(body::answer(StatusCode::OK, &headers, &answer))
}

/// Sign out all devices with which a member of the unit, or of one under it, has joined: they may be lost. What they wrote stays;
/// the tokens prove nothing any more, so that they come back with a device code. An officer's sessions are ended at the unit of their office.
#[utoipa::path(
    delete, path = "/units/{code}/members/{id}", context_path = "/api/v1", operation_id = "end_devices", tag = "units",
    security(("token" = []), ("cookie" = [])), params(("code" = UnitCode, Path), ("id" = MemberId, Path)),
    responses((status = 204, description = "None of them has access any more."))
)]
pub async fn end_devices(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    path: MemberPath,
) -> Result<StatusCode, Refusal> {
    let member = member_of(&shared, &caller, path).await?;
    shared.store.administration().end_devices(&member, caller.doer(), shared.clock.now()).await?;
    shared.tokens.forget_member(member.id);
    Ok(StatusCode::NO_CONTENT)
}

/// A unit and a member in an address.
pub type MemberPath = Result<Path<(String, String)>, PathRejection>;

/// The member of the path's unit, or of one under it, for whoever manages them.
pub async fn member_of(shared: &Service, caller: &Caller, path: MemberPath) -> Result<Member, Refusal> {
    let not_found = || Refusal::Plain(ProblemKind::NotFound);
    let Path((unit, member)) = path.map_err(|_| not_found())?;
    let unit: UnitCode = unit.parse().map_err(|_| not_found())?;
    let member: MemberId = member.parse().map_err(|_| not_found())?;
    let directory = shared.store.directory().await?;
    // Said before anything about who is a member there.
    allowed(&caller.before(&directory, &unit), Deed::ManageMembers, Subject::Unit).map_err(Refusal::Plain)?;
    let member = shared.store.administration().member(member).await?.ok_or_else(not_found)?;
    let (top, own) = (directory.index(&unit), directory.index(&member.unit));
    if !top.zip(own).is_some_and(|(top, own)| directory.is_in_branch(own, top)) {
        return Err(not_found());
    }
    Ok(member)
}
