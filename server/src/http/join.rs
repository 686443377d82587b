//! Joining and leaving: a person with their unit's code becomes a member, and a device gets its token; signing out ends
//! the token. A repeat of the same request under the same key gets the same answer, however often the link breaks.

use super::Shared;
use super::auth::{Caller, Token, earlier, no_cookie};
use super::body::{self, JsonText};
use super::client::Client;
use super::error::Refusal;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::field::{Fault, FieldFault, parse_name};
use model::problem::ProblemKind;
use model::text::{TextProblem, accept_line};
use model::wire::{JoinRequest, JoinResponse};
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use store::{Join, JoinError, Once};

/// The version of the consent text on the join page; to be changed with that text, so that it can be proven who agreed
/// to what (Law 91/2025/QH15).
pub const CONSENT_VERSION: &str = "2026-1";
/// Longest number of a member's card, in characters.
const MAX_MEMBER_NO: usize = 50;
/// Longest idempotency key, in bytes.
const MAX_KEY: usize = 255;

/// Become a member of the unit that has the join code.
#[utoipa::path(
    post, path = "/join", context_path = "/api/v1", operation_id = "join", tag = "devices",
    params(
        ("Idempotency-Key" = Option<String>, Header,
            description = "Makes a repeat of the same request give the same answer, the token included. 1–255 ASCII characters, random."),
        ("Authorization" = Option<String>, Header,
            description = "`Bearer` and the token that the device had before, even if it has ended: with the same name and unit one is the same member again. The session cookie does the same."),
    ),
    request_body = JoinRequest,
    responses((status = 201, description = "Joined. The session cookie is set as well.", body = JoinResponse))
)]
pub async fn join(
    State(shared): State<Shared>,
    Client(from): Client,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    shared.limits.join(from)?;
    let request = read(body::parse(&text)?).map_err(Refusal::Faults)?;
    let once = once(&headers, &request)?;
    let token = match &once {
        Some(once) => Token::derived(&shared.store.identity().secret, once),
        None => Token::random()?,
    };
    let Ok(code) = request.code.parse() else {
        shared.limits.wrong_code(from)?;
        return Err(Refusal::Plain(ProblemKind::UnknownCode));
    };
    let joined = shared
        .store
        .join(&Join {
            code,
            name: request.name,
            member_no: request.member_no,
            consent_version: CONSENT_VERSION.into(),
            token: token.hash(),
            earlier: earlier(&headers).map(|token| token.hash()),
            once,
            at: shared.clock.now(),
        })
        .await;
    if matches!(joined, Err(JoinError::UnknownCode)) {
        shared.limits.wrong_code(from)?;
    }
    let answer = JoinResponse { member: joined?, token: token.reveal().to_owned() };
    let mut response = body::answer(StatusCode::CREATED, &headers, &answer);
    response.headers_mut().insert(header::SET_COOKIE, token.cookie());
    Ok(response)
}

/// End this device's token. What the device has written stays with the server.
#[utoipa::path(
    post, path = "/sign-out", context_path = "/api/v1", operation_id = "sign_out", tag = "devices", security(("token" = []), ("cookie" = [])),
    responses((status = 204, description = "The token isn't valid any more, and the cookie is gone."))
)]
pub async fn sign_out(State(shared): State<Shared>, caller: Caller) -> Result<Response, Refusal> {
    shared.store.revoke_token(&caller.token, shared.clock.now()).await?;
    shared.tokens.forget(caller.token);
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, no_cookie())]).into_response())
}

/// Reads the request with every fault that it has.
fn read(json: Json) -> Result<JoinRequest, Vec<FieldFault>> {
    let Json::Object(mut object) = json else {
        return Err(vec![FieldFault { pointer: String::new(), fault: Fault::WrongType }]);
    };
    let mut faults = Vec::new();
    let mut note = |member: &str, fault| faults.push(FieldFault { pointer: format!("/{member}"), fault });
    let code = text(&mut object, "code").and_then(|code| code.ok_or(Fault::Missing));
    let name = text(&mut object, "name").and_then(|name| parse_name(name.unwrap_or_default()));
    let member_no = text(&mut object, "member_no").and_then(|number| number.map(parse_member_no).transpose());
    let consent = match object.remove("consent") {
        Some(Json::Bool(true)) => Ok(true),
        None | Some(Json::Bool(false) | Json::Null) => Err(Fault::Missing),
        Some(_) => Err(Fault::WrongType),
    };
    if let Some(fault) = code.as_ref().err() {
        note("code", fault.clone());
    }
    if let Some(fault) = name.as_ref().err() {
        note("name", fault.clone());
    }
    if let Some(fault) = member_no.as_ref().err() {
        note("member_no", fault.clone());
    }
    if let Some(fault) = consent.as_ref().err() {
        note("consent", fault.clone());
    }
    match (code, name, member_no, consent) {
        (Ok(code), Ok(name), Ok(member_no), Ok(consent)) => {
            Ok(JoinRequest { code, name, member_no: member_no.filter(|number| !number.is_empty()), consent })
        }
        _ => Err(faults),
    }
}

/// A member that is text or isn't there.
fn text(object: &mut Map<String, Json>, member: &str) -> Result<Option<String>, Fault> {
    match object.remove(member) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => Ok(Some(text)),
        Some(_) => Err(Fault::WrongType),
    }
}

/// Reads the number of a member's card.
///
/// # Errors
/// What is wrong with it.
pub fn parse_member_no(number: String) -> Result<String, Fault> {
    match accept_line(&number, MAX_MEMBER_NO) {
        Err(TextProblem::Blank) => Ok(String::new()),
        number => Ok(number?),
    }
}

/// The request's idempotency key with what is asked under it. Neither is kept in the clear.
fn once(headers: &HeaderMap, request: &JoinRequest) -> Result<Option<Once>, Refusal> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    let key = key.as_bytes();
    if key.is_empty() || key.len() > MAX_KEY || !key.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        return Err(Refusal::BadKey);
    }
    let asked = serde_json::to_vec(request).map_err(|error| Refusal::Internal(error.to_string()))?;
    Ok(Some(Once { key: Sha256::digest(key).into(), request: Sha256::digest(asked).into() }))
}
