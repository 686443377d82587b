//! Signing in with a password, and a second factor if the account has one. Promises a fresh session each time, the same
//! answer after the same work whether the login exists or not, and that guessing gets slow for an account and for an
//! address alike. Never logs what was typed.

use super::auth::{Caller, Token, comes_from_elsewhere};
use super::body::{self, JsonText};
use super::client::Client;
use super::error::Refusal;
use super::form::Form;
use super::{Service, Shared};
use crate::otp;
use crate::password::{Password, PasswordError};
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use model::problem::ProblemKind;
use model::sign_in::{SignInRequest, SignedIn};
use model::text::accept_text;
use model::wire::Member;
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use store::{Account, Login, Opening, Proof, Second, TokenKind};

/// So much of what a browser calls itself is kept, in characters.
const DEVICE: usize = 200;

/// An officer who has signed in: what a token from joining doesn't make.
pub struct Officer(pub Caller);

impl FromRequestParts<Shared> for Officer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Refusal> {
        let caller = Caller::from_request_parts(parts, shared).await?;
        if caller.bearer.kind == TokenKind::SignIn { Ok(Officer(caller)) } else { Err(Refusal::SignInFirst) }
    }
}

/// Whoever asks, signed in or not; a token that isn't valid any more is none.
pub struct Visitor(pub Option<Caller>);

impl FromRequestParts<Shared> for Visitor {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Refusal> {
        match Caller::from_request_parts(parts, shared).await {
            Ok(caller) => Ok(Visitor(Some(caller))),
            Err(Refusal::Plain(ProblemKind::Unauthorized) | Refusal::Revoked) => Ok(Visitor(None)),
            Err(other) => Err(other),
        }
    }
}

/// Sign in as an officer.
#[utoipa::path(
    post, path = "/sign-in", context_path = "/api/v1", operation_id = "sign_in", tag = "officers",
    request_body = SignInRequest,
    responses((status = 200, description = "Signed in. The session cookie is set as well.", body = SignedIn))
)]
pub async fn sign_in(
    State(shared): State<Shared>,
    Client(from): Client,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    // A page elsewhere must not sign its visitor in as somebody else.
    if comes_from_elsewhere(&headers) {
        return Err(Refusal::CrossSite);
    }
    let mut form = Form::read(&text)?;
    let (login, password, code) = (form.text("login"), form.text("password"), form.optional("otp"));
    let (login, password) = form.done((login, password))?;
    match open(&shared, from, &headers, &login, &password, code.as_deref()).await {
        Err(wrong @ Refusal::Plain(ProblemKind::WrongCredentials)) => {
            shared.limits.wrong_code(from)?;
            Err(wrong)
        }
        opened => opened,
    }
}

async fn open(
    shared: &Service,
    from: IpAddr,
    headers: &HeaderMap,
    login: &str,
    password: &str,
    code: Option<&str>,
) -> Result<Response, Refusal> {
    let login = login.parse::<Login>();
    // What isn't a login is limited like one that nobody has.
    let limited = login.as_ref().map_or_else(|_| [0; 32], |login| Sha256::digest(login.as_str()).into());
    shared.limits.sign_in(from, limited)?;
    let account = match &login {
        Ok(login) => shared.store.accounts().account(login).await?,
        Err(_) => None,
    };
    let hash = account.as_ref().map(|account| account.password.clone());
    let is_right = shared.passwords.check(Password::typed(password), hash).await?;
    let Some(account) = account.filter(|_| is_right) else { return Err(wrong()) };
    let second = second(shared, &account, code)?;
    let proof = Proof { member: account.member.id, password: Some(&account.password), second };
    start(shared, headers, account.member.clone(), &proof).await
}

/// What stands for the second factor, if the account has one.
fn second(shared: &Service, account: &Account, code: Option<&str>) -> Result<Second, Refusal> {
    let Some(otp) = &account.otp else { return Ok(Second::None) };
    let code = code.filter(|code| !code.trim().is_empty()).ok_or(Refusal::Plain(ProblemKind::OtpRequired))?;
    shared.limits.second(account.member.id)?;
    let step = otp::step(otp, code, shared.clock.now()).map(Second::Step);
    step.or_else(|| otp::recovery(code).map(Second::Recovery)).ok_or_else(wrong)
}

fn wrong() -> Refusal {
    Refusal::Plain(ProblemKind::WrongCredentials)
}

/// Opens a session for what was found right, and answers with it.
pub async fn start(
    shared: &Service,
    headers: &HeaderMap,
    member: Member,
    proof: &Proof<'_>,
) -> Result<Response, Refusal> {
    let token = Token::random()?;
    if !shared.store.accounts().open_session(proof, &opening(shared, headers, &token)).await? {
        return Err(wrong());
    }
    welcome(shared, headers, member, Some(&token), StatusCode::OK).await
}

/// A session with this token, from now on.
pub fn opening(shared: &Service, headers: &HeaderMap, token: &Token) -> Opening {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let agent: Option<String> = agent.map(|agent| agent.chars().take(DEVICE).collect());
    let device = agent.and_then(|agent| accept_text(agent.trim(), DEVICE).ok()).filter(|agent| !agent.is_empty());
    Opening { token: token.hash(), device, at: shared.clock.now() }
}

/// The answer to whoever has signed in, with the cookie if there is a new session.
pub async fn welcome(
    shared: &Service,
    headers: &HeaderMap,
    member: Member,
    token: Option<&Token>,
    status: StatusCode,
) -> Result<Response, Refusal> {
    let roles = shared.store.roles_of(member.id).await?;
    let answer = SignedIn { token: token.map(|token| token.reveal().to_owned()), member, roles };
    let mut response = body::answer(status, headers, &answer);
    if let Some(token) = token {
        response.headers_mut().insert(header::SET_COOKIE, token.cookie());
    }
    Ok(response)
}

impl From<PasswordError> for Refusal {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Refusal::busy(error.to_string()),
            PasswordError::Broken(why) => Refusal::Internal(why),
        }
    }
}

impl From<otp::NoRandomness> for Refusal {
    fn from(error: otp::NoRandomness) -> Self {
        Refusal::Internal(error.to_string())
    }
}
