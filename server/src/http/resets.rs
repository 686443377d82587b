//! Resets of passwords: an administrator makes a link for an officer who has forgotten theirs, and the officer chooses another
//! one with it. Promises that a link works once and for a day, that nobody gets into an account that holds more than they
//! could give, and that the server keeps only the link's hash. A link opens no session: who uses an authenticator app needs
//! it as before.

use super::auth::{Token, comes_from_elsewhere};
use super::body::{self, JsonText};
use super::client::Client;
use super::error::Refusal;
use super::form::Form;
use super::invitations::own_address;
use super::officers::officer_of;
use super::sign_in::Officer;
use super::{Service, Shared};
use crate::password::Password;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use model::calendar::Timestamp;
use model::field::Fault;
use model::id::MemberId;
use model::problem::ProblemKind;
use model::rights::{Deed, Office, Right, Subject, Who, allowed};
use model::sign_in::{Renews, ResetAccepted, ResetMade, ResetRequest, ResetSeen, ResetToken};
use model::unit::UnitCode;
use std::net::IpAddr;
use store::{Doer, NewReset, Reset, Store, StoreError};

/// How long a link works, in milliseconds: a day. It goes to somebody known, who waits for it.
const WORKS_FOR: i64 = 24 * 3600 * 1000;
/// Where the app takes a reset. The secret stands after it, in the fragment, which no server and no log ever sees.
const PAGE: &str = "/app/reset#";

/// For whom a reset is, and who makes it.
pub struct For<'a> {
    pub member: MemberId,
    /// Of which unit they are an officer, for the audit.
    pub unit: &'a UnitCode,
    pub renews: Renews,
    pub by: Doer,
}

/// Why there is no reset.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    #[error("{0}")]
    NoRandomness(String),
    /// The member signs in nowhere.
    #[error("they have no account")]
    NoAccount,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a reset and gives the path that its link ends with.
///
/// # Errors
/// [`MakeError`].
pub async fn make(store: &dyn Store, of: For<'_>, at: Timestamp) -> Result<(String, Timestamp), MakeError> {
    let token = Token::random().map_err(|error| MakeError::NoRandomness(error.to_string()))?;
    let expires_at = at.plus_millis(WORKS_FOR);
    let For { member, unit, renews, by } = of;
    let reset = NewReset { token: token.hash(), member, unit: unit.clone(), renews, by, at, expires_at };
    if !store.accounts().offer_reset(&reset).await? {
        return Err(MakeError::NoAccount);
    }
    Ok((format!("{PAGE}{}", token.reveal()), expires_at))
}

/// An officer of the unit has forgotten the password: a link with which they choose another one. For whoever may give every
/// role that the officer holds anywhere.
#[utoipa::path(
    post, path = "/units/{code}/officers/{member}/password-reset", context_path = "/api/v1",
    operation_id = "offer_password_reset", tag = "officers", security(("token" = []), ("cookie" = [])),
    params(("code" = UnitCode, Path), ("member" = MemberId, Path)), request_body = ResetRequest,
    responses((status = 201, description = "The link, which works once, within a day.", body = ResetMade))
)]
pub async fn offer(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    Client(from): Client,
    headers: HeaderMap,
    path: Result<Path<(String, String)>, PathRejection>,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let mut form = Form::read(&text)?;
    let renews = form.optional_parsed("renews", |name| Renews::from_name(&name).ok_or(Fault::WrongType));
    let renews = form.done(renews)?.unwrap_or_default();
    let (unit, member) = officer_of(&shared, &caller, path).await?;
    // Who has forgotten their own can't be signed in; whoever merely finds a tablet open mustn't get in for good.
    if member == caller.member().id || !may_reset(&shared, caller.offices(), caller.member().id, member).await? {
        return Err(Refusal::Plain(ProblemKind::Forbidden));
    }
    let of = For { member, unit: &unit, renews, by: caller.doer() };
    let (path, expires_at) =
        make(shared.store.as_ref(), of, shared.clock.now()).await.map_err(|error| match error {
            MakeError::NoRandomness(why) => Refusal::Internal(why),
            MakeError::NoAccount => Refusal::Plain(ProblemKind::NotFound),
            MakeError::Store(error) => error.into(),
        })?;
    let url = format!("{}{path}", own_address(&headers));
    Ok(body::answer(StatusCode::CREATED, &headers, &ResetMade { url, expires_at }))
}

/// Whose account a reset is for. Takes nothing.
#[utoipa::path(
    post, path = "/password-resets/look", context_path = "/api/v1", operation_id = "look_at_password_reset",
    tag = "officers", request_body = ResetToken,
    responses((status = 200, description = "It holds.", body = ResetSeen))
)]
pub async fn look(
    State(shared): State<Shared>,
    Client(from): Client,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let mut form = Form::read(&text)?;
    let token = form.text("token");
    let (_, reset) = find(&shared, from, &form.done(token)?).await?;
    let Reset { member, login, renews, expires_at, .. } = reset;
    let seen = ResetSeen { name: member.name, login: login.to_string(), renews, expires_at };
    Ok(body::answer(StatusCode::OK, &headers, &seen))
}

/// Choose another password with a reset. Every session of the account ends, and what the devices hold stays; then sign in.
#[utoipa::path(
    post, path = "/password-resets/accept", context_path = "/api/v1", operation_id = "accept_password_reset",
    tag = "officers", request_body = ResetAccepted,
    responses((status = 204, description = "It holds from now on."))
)]
pub async fn accept(
    State(shared): State<Shared>,
    Client(from): Client,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<StatusCode, Refusal> {
    if comes_from_elsewhere(&headers) {
        return Err(Refusal::CrossSite);
    }
    shared.limits.join(from)?;
    let mut form = Form::read(&text)?;
    let (token, password) = (form.text("token"), form.text("password"));
    let (token, password) = form.done((token, password))?;
    let (token, reset) = find(&shared, from, &token).await?;
    let about = [reset.login.as_str(), reset.member.name.as_str()];
    let password = Password::chosen(&password, &about).map_err(|fault| Refusal::fault("/password", fault))?;
    let password = shared.passwords.hash(password).await?;
    let used = shared.store.accounts().use_reset(&token.hash(), &password, shared.clock.now()).await?;
    shared.tokens.forget_member(reset.member.id);
    if used { Ok(StatusCode::NO_CONTENT) } else { Err(Refusal::NoReset) }
}

/// The reset, if it holds and whoever made it could still make it.
async fn find(shared: &Service, from: IpAddr, token: &str) -> Result<(Token, Reset), Refusal> {
    let token = Token::read(token);
    let found = match &token {
        Some(token) => shared.store.accounts().reset(&token.hash(), shared.clock.now()).await?,
        None => None,
    };
    if let (Some(token), Some(reset)) = (token, found)
        && may_still(shared, &reset).await?
    {
        return Ok((token, reset));
    }
    shared.limits.wrong_code(from)?;
    Err(Refusal::NoReset)
}

async fn may_still(shared: &Service, reset: &Reset) -> Result<bool, Refusal> {
    let Some(by) = reset.by else { return Ok(true) };
    let directory = shared.store.directory().await?;
    let rights = shared.store.roles_of(by).await?;
    let offices: Vec<_> = rights.iter().filter_map(|right| directory.office(right)).collect();
    may_reset(shared, &offices, by, reset.member.id).await
}

/// Whether somebody could give every role that the member holds, wherever: a reset must open nothing that its maker couldn't.
async fn may_reset(shared: &Service, offices: &[Office], by: MemberId, member: MemberId) -> Result<bool, Refusal> {
    let directory = shared.store.directory().await?;
    let held = shared.store.roles_of(member).await?;
    let may = |right: &Right| {
        let path = directory.index(&right.unit).map(|unit| directory.codes(unit)).unwrap_or_default();
        allowed(&Who::new(by, offices, &path), Deed::Appoint(right.role), Subject::Unit).is_ok()
    };
    Ok(!held.is_empty() && held.iter().all(may))
}
