//! Invitations: an officer makes a link, whoever has it becomes an officer. Promises that a link works once and for a week,
//! that it doesn't work any longer than whoever made it could give the role, and that the server keeps only its hash.

use super::auth::{Token, comes_from_elsewhere};
use super::body::{self, JsonText};
use super::client::Client;
use super::error::Refusal;
use super::form::Form;
use super::join::CONSENT_VERSION;
use super::officers::{UnitPath, unit_of};
use super::sign_in::{Officer, Visitor, opening, welcome};
use super::{Service, Shared};
use crate::password::Password;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use model::calendar::Timestamp;
use model::field::{Fault, parse_name};
use model::problem::ProblemKind;
use model::rights::{Deed, Right, Role, Subject, Who, allowed};
use model::sign_in::{
    InvitationAccepted, InvitationMade, InvitationRequest, InvitationSeen, InvitationToken, SignedIn,
};
use model::unit::UnitCode;
use std::net::Ipv4Addr;
use store::{Directory, Doer, EnrolError, Invitation, Invitee, Login, NewOfficer, Store, TokenKind};

/// How long a link works, in milliseconds: a week.
const WORKS_FOR: i64 = 7 * 24 * 3600 * 1000;
/// Where the app takes an invitation. The secret stands after it, in the fragment, which no server and no log ever sees.
const PAGE: &str = "/app/invitation#";

/// Makes an invitation and gives what its link ends with.
///
/// # Errors
/// [`EnrolError::NoOffice`] if the unit doesn't have that office.
pub async fn make(store: &dyn Store, right: Right, by: Doer, at: Timestamp) -> Result<(String, Timestamp), MakeError> {
    let token = Token::random().map_err(|error| MakeError::NoRandomness(error.to_string()))?;
    let expires_at = at.plus_millis(WORKS_FOR);
    store.accounts().invite(&Invitation { token: token.hash(), right, by, at, expires_at }).await?;
    Ok((format!("{PAGE}{}", token.reveal()), expires_at))
}

/// Why there is no invitation.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    #[error("{0}")]
    NoRandomness(String),
    #[error(transparent)]
    Enrol(#[from] EnrolError),
}

/// Invite somebody to an office on the unit.
#[utoipa::path(
    post, path = "/units/{code}/invitations", context_path = "/api/v1", operation_id = "invite", tag = "officers",
    security(("token" = []), ("cookie" = [])), params(("code" = UnitCode, Path)), request_body = InvitationRequest,
    responses((status = 201, description = "The link, which works once, within a week.", body = InvitationMade))
)]
pub async fn invite(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    Client(from): Client,
    headers: HeaderMap,
    path: UnitPath,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let unit = unit_of(path)?;
    let mut form = Form::read(&text)?;
    let role = form.parsed("role", |role| Role::from_name(&role).ok_or(Fault::WrongType));
    let role = form.done(role)?.ok_or(Refusal::Plain(ProblemKind::Invalid))?;
    let directory = shared.store.directory().await?;
    allowed(&caller.before(&directory, &unit), Deed::Appoint(role), Subject::Unit).map_err(Refusal::Plain)?;
    let made = make(shared.store.as_ref(), Right { role, unit }, caller.doer(), shared.clock.now()).await;
    let (path, expires_at) = made.map_err(|error| match error {
        MakeError::NoRandomness(why) => Refusal::Internal(why),
        MakeError::Enrol(EnrolError::NoOffice) => Refusal::fault("/role", Fault::WrongType),
        MakeError::Enrol(error) => refusal(error),
    })?;
    let url = format!("{}{path}", own_address(&headers));
    Ok(body::answer(StatusCode::CREATED, &headers, &InvitationMade { url, expires_at }))
}

/// What an invitation is to. Takes nothing.
#[utoipa::path(
    post, path = "/invitations/look", context_path = "/api/v1", operation_id = "look_at_invitation", tag = "officers",
    request_body = InvitationToken,
    responses((status = 200, description = "It holds.", body = InvitationSeen))
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
    let (_, invitation) = find(&shared, from, &form.done(token)?).await?;
    let directory = shared.store.directory().await?;
    let unit = directory.unit(&invitation.right.unit).ok_or(Refusal::NoInvitation)?;
    let seen = InvitationSeen {
        unit: unit.code.clone(),
        unit_name: unit.name.clone(),
        role: invitation.right.role,
        expires_at: invitation.expires_at,
    };
    Ok(body::answer(StatusCode::OK, &headers, &seen))
}

/// Take an invitation: with a new account or, as somebody who is signed in, with the token alone.
#[utoipa::path(
    post, path = "/invitations/accept", context_path = "/api/v1", operation_id = "accept_invitation", tag = "officers",
    request_body = InvitationAccepted,
    responses((status = 200, description = "An officer, and signed in. The session cookie is set as well.", body = SignedIn))
)]
pub async fn accept(
    State(shared): State<Shared>,
    Client(from): Client,
    Visitor(caller): Visitor,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    if comes_from_elsewhere(&headers) {
        return Err(Refusal::CrossSite);
    }
    shared.limits.join(from)?;
    let mut form = Form::read(&text)?;
    let token = form.text("token");
    let officer = caller.as_ref().filter(|caller| caller.bearer.kind == TokenKind::SignIn);
    if let Some(officer) = officer
        && !form.has("login")
    {
        let (token, _) = find(&shared, from, &form.done(token)?).await?;
        let member = officer.member().id;
        let opened = opening(&shared, &headers, &Token::random()?);
        let member =
            shared.store.accounts().accept(&token.hash(), &Invitee::Officer(member), &opened).await.map_err(refusal)?;
        shared.tokens.forget_member(member.id);
        return welcome(&shared, &headers, member, None, StatusCode::OK).await;
    }
    let known = caller.as_ref().map(|caller| caller.member().id);
    let wanted = read_wanted(form)?;
    let (invitation, _) = find(&shared, from, &token).await?;
    let password = shared.passwords.hash(wanted.password).await?;
    let Wanted { name, login, as_member, .. } = wanted;
    let officer = NewOfficer { known, as_member, name, login, password, consent_version: CONSENT_VERSION.into() };
    let session = Token::random()?;
    let opened = opening(&shared, &headers, &session);
    let member =
        shared.store.accounts().accept(&invitation.hash(), &Invitee::New(officer), &opened).await.map_err(refusal)?;
    welcome(&shared, &headers, member, Some(&session), StatusCode::OK).await
}

/// Who somebody wants to be.
struct Wanted {
    name: String,
    login: Login,
    password: Password,
    /// Whether they are the member whose token came.
    as_member: bool,
}

fn read_wanted(mut form: Form) -> Result<Wanted, Refusal> {
    let name = form.parsed("name", parse_name);
    let login = form.parsed("login", |login| login.parse::<Login>().map_err(|_| Fault::WrongType));
    let about = [name.as_deref().unwrap_or_default(), login.as_ref().map_or("", Login::as_str)];
    let password = form.parsed("password", |password| Password::chosen(&password, &about));
    form.consent("consent");
    let as_member = form.has("as_member");
    if as_member {
        form.consent("as_member");
    }
    match form.done((name, login, password))? {
        (Some(name), Some(login), Some(password)) => Ok(Wanted { name, login, password, as_member }),
        // `done` has refused a form with a member missing.
        _ => Err(Refusal::Plain(ProblemKind::Invalid)),
    }
}

/// The invitation, if it holds and whoever made it could still give the role.
async fn find(shared: &Service, from: std::net::IpAddr, token: &str) -> Result<(Token, Invitation), Refusal> {
    let token = Token::read(token);
    let found = match &token {
        Some(token) => shared.store.accounts().invitation(&token.hash(), shared.clock.now()).await?,
        None => None,
    };
    if let (Some(token), Some(invitation)) = (token, found)
        && may_still(shared, &invitation).await?
    {
        return Ok((token, invitation));
    }
    shared.limits.wrong_code(from)?;
    Err(Refusal::NoInvitation)
}

async fn may_still(shared: &Service, invitation: &Invitation) -> Result<bool, Refusal> {
    let Some(by) = invitation.by.member else { return Ok(true) };
    let directory = shared.store.directory().await?;
    let rights = shared.store.roles_of(by).await?;
    let offices: Vec<_> = rights.iter().filter_map(|right| Directory::office(&directory, right)).collect();
    let path = directory.index(&invitation.right.unit).map(|unit| directory.codes(unit)).unwrap_or_default();
    let who = Who::new(by, &offices, &path);
    Ok(allowed(&who, Deed::Appoint(invitation.right.role), Subject::Unit).is_ok())
}

fn refusal(error: EnrolError) -> Refusal {
    match error {
        EnrolError::NoInvitation | EnrolError::NoOffice => Refusal::NoInvitation,
        EnrolError::LoginTaken => Refusal::fault("/login", Fault::Taken),
        EnrolError::NotThatMember => Refusal::fault("/as_member", Fault::Taken),
        EnrolError::Store(error) => error.into(),
    }
}

/// The address by which whoever asks has reached us; only they get to see it. Plain HTTP is for this machine alone.
pub fn own_address(headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let Some(host) = text(header::HOST) else { return String::new() };
    if let Some(origin) = text(header::ORIGIN)
        && origin.split_once("://").is_some_and(|(_, named)| named.eq_ignore_ascii_case(host))
    {
        return origin.to_owned();
    }
    format!("{}://{host}", if is_this_machine(host) { "http" } else { "https" })
}

/// Whether a host, with or without a port, is what a machine calls itself.
pub fn is_this_machine(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "[::1]") || name.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_machines_own_names_are_its_own() {
        for host in ["localhost", "localhost:3000", "127.0.0.1:3000", "127.8.0.9", "[::1]:3000"] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in ["127.0.0.1.evil.example", "localhost.evil.example:80", "127.evil", "10.0.0.1", "", ":3000"] {
            assert!(!is_this_machine(host), "{host}");
        }
    }
}
