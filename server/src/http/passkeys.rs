//! Passkeys: registering one, signing in with one, and removing one. Promises that a challenge is answered once and within
//! five minutes, and that a passkey signs in whoever registered it while they were signed in.

use super::auth::{Caller, Token, comes_from_elsewhere};
use super::body::{self, JsonText};
use super::client::Client;
use super::credentials::{account, with_password};
use super::error::Refusal;
use super::form::Form;
use super::invitations::own_address;
use super::join::welcome;
use super::sign_in::{Officer, start};
use super::{Service, Shared};
use crate::passkey::{Answer, Challenge, Place, Wrong};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::field::{Fault, parse_name};
use model::id::MemberId;
use model::problem::ProblemKind;
use model::sign_in::{PasskeyLine, PasswordAgain, SignedIn};
use model::wire::{JoinResponse, Member};
use serde::Serialize;
use serde_json::Value as Json;
use std::net::IpAddr;
use store::{Ceremony, Passkey, Proof, Second, TokenKind};
use utoipa::ToSchema;

/// What a challenge was made for. An answer counts for nothing else: what an office takes a password for isn't had without.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// Any passkey, to sign in or to come back.
    Use,
    /// A new one that opens this.
    Register(TokenKind),
}

impl Purpose {
    /// Stands before what is kept of the challenge.
    const fn mark(self) -> u8 {
        match self {
            Purpose::Use => 1,
            Purpose::Register(TokenKind::SignIn) => 2,
            Purpose::Register(TokenKind::Join) => 3,
        }
    }
}

/// What an authenticator shows of a member beside their name, who has no login.
const MEMBER: &str = "member";
/// An answer may take so long, in milliseconds.
const ANSWER_WITHIN: i64 = 5 * 60 * 1000;

/// What the browser is to ask of an authenticator.
#[derive(Serialize, ToSchema)]
pub struct PasskeyOptions {
    /// To be brought back with the answer, within five minutes.
    ceremony: String,
    /// For `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`.
    #[schema(value_type = Object)]
    options: Json,
}

/// A new passkey.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `register` reads")]
pub struct PasskeyRegistration {
    ceremony: String,
    /// The officer's name for it: where it is kept.
    name: String,
    /// What `PublicKeyCredential.toJSON()` gives.
    #[schema(value_type = Object)]
    credential: Json,
}

/// An authenticator's answer.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `sign_in` reads")]
pub struct PasskeyAnswer {
    ceremony: String,
    /// What `PublicKeyCredential.toJSON()` gives.
    #[schema(value_type = Object)]
    credential: Json,
}

/// Passkeys as an officer sees them.
pub fn lines(passkeys: Vec<Passkey>) -> Vec<PasskeyLine> {
    passkeys.into_iter().map(line).collect()
}

fn line(passkey: Passkey) -> PasskeyLine {
    PasskeyLine { id: URL_SAFE_NO_PAD.encode(passkey.id), name: passkey.name, created_at: passkey.created_at }
}

/// Begin to register a passkey: it signs in by itself, so the password is asked for first.
#[utoipa::path(
    post, path = "/passkeys/register-options", context_path = "/api/v1", operation_id = "register_passkey_options",
    tag = "officers", security(("token" = []), ("cookie" = [])), request_body = PasswordAgain,
    responses((status = 200, description = "For the authenticator.", body = PasskeyOptions))
)]
pub async fn register_options(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    Client(from): Client,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    shared.limits.passkey(from)?;
    let account = with_password(&shared, &caller, &text).await?;
    ask_for_new(&shared, &headers, &account.member, account.login.as_str(), TokenKind::SignIn).await
}

/// Begins to register a passkey of this member, other than those they have for it.
async fn ask_for_new(
    shared: &Service,
    headers: &HeaderMap,
    member: &Member,
    login: &str,
    opens: TokenKind,
) -> Result<Response, Refusal> {
    let has = shared.store.accounts().passkeys(member.id, opens).await?;
    let challenge = place(headers)?.ask_for_new(member.id, login, &member.name, &has)?;
    begin(shared, headers, Some(member.id), Purpose::Register(opens), challenge).await
}

/// Register a passkey.
#[utoipa::path(
    post, path = "/passkeys/register", context_path = "/api/v1", operation_id = "register_passkey", tag = "officers",
    security(("token" = []), ("cookie" = [])), request_body = PasskeyRegistration,
    responses((status = 201, description = "It signs in from now on.", body = PasskeyLine))
)]
pub async fn register(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    add(&shared, &headers, caller.member().id, TokenKind::SignIn, &text).await
}

/// Adds the passkey that an authenticator has made for this member.
async fn add(
    shared: &Service,
    headers: &HeaderMap,
    member: MemberId,
    opens: TokenKind,
    text: &str,
) -> Result<Response, Refusal> {
    let mut form = Form::read(text)?;
    let name = form.parsed("name", parse_name);
    let (ceremony, credential) = (form.text("ceremony"), form.object("credential"));
    let name = form.done(name)?.ok_or(Refusal::Plain(ProblemKind::Invalid))?;
    let taken = take(shared, &ceremony, Purpose::Register(opens)).await?;
    let taken = taken.filter(|ceremony| ceremony.member == Some(member));
    let unfit = |pointer| Refusal::fault(pointer, Fault::WrongType);
    let taken = taken.ok_or_else(|| unfit("/ceremony"))?;
    let made = place(headers)?.check_new(&taken.state, member, &credential).map_err(|wrong| {
        tracing::debug!(%wrong, "a passkey wasn't registered");
        unfit("/credential")
    })?;
    let passkey = Passkey {
        id: made.id,
        member,
        owner: member,
        opens,
        name,
        fixed: made.fixed,
        changing: made.changing,
        created_at: shared.clock.now(),
    };
    if !shared.store.accounts().add_passkey(&passkey).await? {
        return Err(Refusal::fault("/credential", Fault::Taken));
    }
    Ok(body::answer(StatusCode::CREATED, headers, &line(passkey)))
}

/// Remove a passkey.
#[utoipa::path(
    delete, path = "/passkeys/{id}", context_path = "/api/v1", operation_id = "remove_passkey", tag = "officers",
    security(("token" = []), ("cookie" = [])), params(("id" = String, Path)),
    responses((status = 204, description = "It doesn't sign in any more."))
)]
pub async fn remove(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    id: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, Refusal> {
    removed(&shared, caller.member().id, TokenKind::SignIn, id).await
}

async fn removed(
    shared: &Service,
    member: MemberId,
    opens: TokenKind,
    id: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, Refusal> {
    let not_found = || Refusal::Plain(ProblemKind::NotFound);
    let Path(id) = id.map_err(|_| not_found())?;
    let id = URL_SAFE_NO_PAD.decode(id).map_err(|_| not_found())?;
    let removed = shared.store.accounts().remove_passkey(member, opens, &id).await?;
    if removed { Ok(StatusCode::NO_CONTENT) } else { Err(not_found()) }
}

/// A member's passkeys, for coming back to what they wrote.
#[utoipa::path(
    get, path = "/device-passkeys", context_path = "/api/v1", operation_id = "device_passkeys", tag = "devices",
    security(("token" = []), ("cookie" = [])),
    responses((status = 200, description = "The oldest first.", body = [PasskeyLine]))
)]
pub async fn of_member(State(shared): State<Shared>, caller: Caller, headers: HeaderMap) -> Result<Response, Refusal> {
    let passkeys = shared.store.accounts().passkeys(caller.member().id, TokenKind::Join).await?;
    Ok(body::answer(StatusCode::OK, &headers, &lines(passkeys)))
}

/// Begin to register a member's passkey. It makes a device the member's again, and opens no office.
#[utoipa::path(
    post, path = "/device-passkeys/register-options", context_path = "/api/v1",
    operation_id = "register_device_passkey_options", tag = "devices", security(("token" = []), ("cookie" = [])),
    responses((status = 200, description = "For the authenticator.", body = PasskeyOptions))
)]
pub async fn member_options(
    State(shared): State<Shared>,
    caller: Caller,
    Client(from): Client,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    shared.limits.passkey(from)?;
    ask_for_new(&shared, &headers, caller.member(), MEMBER, TokenKind::Join).await
}

/// Register a member's passkey.
#[utoipa::path(
    post, path = "/device-passkeys/register", context_path = "/api/v1", operation_id = "register_device_passkey",
    tag = "devices", security(("token" = []), ("cookie" = [])), request_body = PasskeyRegistration,
    responses((status = 201, description = "It brings the member back from now on.", body = PasskeyLine))
)]
pub async fn register_member(
    State(shared): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    add(&shared, &headers, caller.member().id, TokenKind::Join, &text).await
}

/// Remove a member's passkey.
#[utoipa::path(
    delete, path = "/device-passkeys/{id}", context_path = "/api/v1", operation_id = "remove_device_passkey",
    tag = "devices", security(("token" = []), ("cookie" = [])), params(("id" = String, Path)),
    responses((status = 204, description = "It brings nobody back any more."))
)]
pub async fn remove_member(
    State(shared): State<Shared>,
    caller: Caller,
    id: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, Refusal> {
    removed(&shared, caller.member().id, TokenKind::Join, id).await
}

/// Come back with a passkey: the device becomes that of the member whose it is. The challenge is that of
/// `POST /sign-in/passkey-options`.
#[utoipa::path(
    post, path = "/join/passkey", context_path = "/api/v1", operation_id = "join_with_passkey", tag = "devices",
    request_body = PasskeyAnswer,
    responses((status = 201, description = "The device is the member's. The session cookie is set as well.", body = JoinResponse))
)]
pub async fn join(
    State(shared): State<Shared>,
    Client(from): Client,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    let wrong = || Refusal::Plain(ProblemKind::WrongCredentials);
    let passkey = answered(&shared, from, &headers, &text, |_| true).await?;
    let member = shared.store.administration().member(passkey.owner).await?.ok_or_else(wrong)?;
    let token = Token::random()?;
    shared.store.issue_token(member.id, &token.hash(), TokenKind::Join, shared.clock.now()).await?;
    Ok(welcome(&headers, member, &token))
}

/// Begin to sign in with a passkey.
#[utoipa::path(
    post, path = "/sign-in/passkey-options", context_path = "/api/v1", operation_id = "sign_in_passkey_options",
    tag = "officers",
    responses((status = 200, description = "For the authenticator.", body = PasskeyOptions))
)]
pub async fn sign_in_options(
    State(shared): State<Shared>,
    Client(from): Client,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    if comes_from_elsewhere(&headers) {
        return Err(Refusal::CrossSite);
    }
    shared.limits.passkey(from)?;
    let challenge = place(&headers)?.ask()?;
    begin(&shared, &headers, None, Purpose::Use, challenge).await
}

/// Sign in with a passkey. It stands for the second factor too.
#[utoipa::path(
    post, path = "/sign-in/passkey", context_path = "/api/v1", operation_id = "sign_in_passkey", tag = "officers",
    request_body = PasskeyAnswer,
    responses((status = 200, description = "Signed in. The session cookie is set as well.", body = SignedIn))
)]
pub async fn sign_in(
    State(shared): State<Shared>,
    Client(from): Client,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    let passkey = answered(&shared, from, &headers, &text, |opens| opens == TokenKind::SignIn).await?;
    let member = passkey.owner;
    let account = account(&shared, member).await?;
    let proof = Proof { member, password: None, second: Second::Passkey };
    start(&shared, &headers, account.member, &proof).await
}

/// The passkey of an answer to a challenge, if it opens what is asked for.
async fn answered(
    shared: &Service,
    from: IpAddr,
    headers: &HeaderMap,
    text: &str,
    fits: impl FnOnce(TokenKind) -> bool,
) -> Result<Passkey, Refusal> {
    if comes_from_elsewhere(headers) {
        return Err(Refusal::CrossSite);
    }
    shared.limits.passkey(from)?;
    let mut form = Form::read(text)?;
    let (ceremony, credential) = (form.text("ceremony"), form.object("credential"));
    let (ceremony, credential) = form.done((ceremony, credential))?;
    let passkey = check(shared, headers, &ceremony, &credential).await?;
    if let Some(passkey) = passkey.filter(|passkey| fits(passkey.opens)) {
        return Ok(passkey);
    }
    shared.limits.wrong_code(from)?;
    Err(Refusal::Plain(ProblemKind::WrongCredentials))
}

/// The passkey that has answered the challenge; `None` if the answer isn't right.
async fn check(
    shared: &Service,
    headers: &HeaderMap,
    ceremony: &str,
    credential: &Json,
) -> Result<Option<Passkey>, Refusal> {
    let taken = take(shared, ceremony, Purpose::Use).await?;
    let (Some(taken), Ok(answer)) = (taken, Answer::read(credential)) else { return Ok(None) };
    let Some(passkey) = shared.store.accounts().passkey(&answer.passkey()).await? else { return Ok(None) };
    match place(headers)?.check(&taken.state, &passkey, &answer) {
        Ok(changed) => {
            let changing = changed.as_ref().unwrap_or(&passkey.changing);
            shared.store.accounts().used_passkey(&passkey.id, changing, shared.clock.now()).await?;
            Ok(Some(passkey))
        }
        Err(wrong) => {
            tracing::debug!(%wrong, "a passkey didn't sign in");
            Ok(None)
        }
    }
}

/// The site as whoever asks has reached it.
fn place(headers: &HeaderMap) -> Result<Place, Refusal> {
    Place::at(&own_address(headers)).ok_or(Refusal::Plain(ProblemKind::Unsupported))
}

async fn begin(
    shared: &Service,
    headers: &HeaderMap,
    member: Option<MemberId>,
    purpose: Purpose,
    challenge: Challenge,
) -> Result<Response, Refusal> {
    let token = Token::random()?;
    let now = shared.clock.now();
    let state = [&[purpose.mark()], challenge.state.as_slice()].concat();
    let ceremony = Ceremony { key: token.hash(), member, state, expires_at: now.plus_millis(ANSWER_WITHIN) };
    shared.store.accounts().begin_ceremony(&ceremony, now).await?;
    let options = PasskeyOptions { ceremony: token.reveal().to_owned(), options: challenge.options };
    Ok(body::answer(StatusCode::OK, headers, &options))
}

async fn take(shared: &Service, ceremony: &str, purpose: Purpose) -> Result<Option<Ceremony>, Refusal> {
    let Some(token) = Token::read(ceremony) else { return Ok(None) };
    let taken = shared.store.accounts().take_ceremony(&token.hash(), shared.clock.now()).await?;
    let Some(taken) = taken.filter(|taken| taken.state.first() == Some(&purpose.mark())) else { return Ok(None) };
    Ok(Some(Ceremony { state: taken.state[1..].to_vec(), ..taken }))
}

impl From<Wrong> for Refusal {
    /// Where it is we who asked: a fault of ours.
    fn from(wrong: Wrong) -> Self {
        Refusal::Internal(wrong.to_string())
    }
}
