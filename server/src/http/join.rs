//! Joining and leaving: a person with their unit's code becomes a member, and a device gets its token; signing out ends
//! the token. A repeat of the same request under the same key gets the same answer, however often the link breaks.

use super::auth::{Caller, Token, earlier, no_cookie};
use super::body::{self, JsonText};
use super::client::Client;
use super::device_codes::hash_of;
use super::error::Refusal;
use super::{Service, Shared};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::code;
use model::field::{Fault, FieldFault, parse_name};
use model::text::{TextProblem, accept_line};
use model::wire::{JoinRequest, JoinResponse, Member};
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use store::{Join, JoinError, Once, TokenHash, UseDeviceCode};

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
            description = "`Bearer` and the token that the device had before, even if it has ended: with the same name and unit one is the same member again, unless the device was given up. The session cookie does the same."),
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
    let earlier = earlier(&headers).map(|token| token.hash());
    let joined = admit(&shared, request, &token, earlier, once).await;
    if matches!(joined, Err(JoinError::UnknownCode | JoinError::MemberExists)) {
        // Whoever tries out card numbers learns no more of them than of codes.
        shared.limits.wrong_code(from)?;
    }
    Ok(welcome(&headers, joined?, &token))
}

/// Makes the device that of a new member of the unit whose code it is or, with a device code, of the member whose that is.
async fn admit(
    shared: &Service,
    request: JoinRequest,
    token: &Token,
    earlier: Option<TokenHash>,
    once: Option<Once>,
) -> Result<Member, JoinError> {
    let (codes, at, token) = (code::read(&request.code), shared.clock.now(), token.hash());
    if let Some(device) = codes.device {
        let used = UseDeviceCode { hash: hash_of(&device), token, earlier, once, at };
        let member = shared.store.identities().use_device_code(&used).await?;
        // Devices of theirs may have ended.
        shared.tokens.forget_member(member.id);
        return Ok(member);
    }
    if codes.join.is_empty() {
        return Err(JoinError::UnknownCode);
    }
    let JoinRequest { name, member_no, asks_to_merge, .. } = request;
    let consent_version = CONSENT_VERSION.into();
    let join = Join { codes: codes.join, name, member_no, consent_version, token, earlier, asks_to_merge, once, at };
    shared.store.join(&join).await
}

/// The answer to whoever has joined, with the cookie.
pub fn welcome(headers: &HeaderMap, member: Member, token: &Token) -> Response {
    let answer = JoinResponse { member, token: token.reveal().to_owned() };
    let mut response = body::answer(StatusCode::CREATED, headers, &answer);
    response.headers_mut().insert(header::SET_COOKIE, token.cookie());
    response
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
    let asks_to_merge = match object.remove("asks_to_merge") {
        None | Some(Json::Null | Json::Bool(false)) => Ok(false),
        Some(Json::Bool(true)) => Ok(true),
        Some(_) => Err(Fault::WrongType),
    };
    if let Ok(code) = &code
        && code::read(code).device.is_some()
    {
        // A member's own: who they are and what they agreed to is known.
        let (name, member_no) = (String::new(), None);
        return Ok(JoinRequest { code: code.clone(), name, member_no, consent: false, asks_to_merge: false });
    }
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
    if let Some(fault) = asks_to_merge.as_ref().err() {
        note("asks_to_merge", fault.clone());
    }
    match (code, name, member_no, consent, asks_to_merge) {
        (Ok(code), Ok(name), Ok(member_no), Ok(consent), Ok(asks_to_merge)) => {
            let member_no = member_no.filter(|number| !number.is_empty());
            Ok(JoinRequest { code, name, member_no, consent, asks_to_merge })
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
