//! The requests of a device, `POST /sync`, `/join` and `/sign-out`. Promises an answer to every request as what the server
//! meant or as why it can't be used: an answer that isn't the protocol's is never taken for one. What the device's unit is
//! called may take its time. Knows nothing of drafts, and never tries twice: that is the engine's to say.

use gloo_net::http::Request;
use model::id::OpId;
use model::json;
use model::number::Lang;
use model::op::Op;
use model::sync::{Answer, Failure};
use model::unit::UnitCode;
use model::wire::{DeviceCodeMade, JoinRequest, JoinResponse, SyncRequest};
use serde::{Deserialize, Serialize};

use crate::link::{Said, bearer, post, read, send, without_cookies};
use web_sys::RequestCredentials;

/// `POST /api/v1/sync`.
///
/// # Errors
/// Why there is no answer that can be used.
pub async fn sync(token: &str, request: &SyncRequest<Op>, lang: Lang) -> Result<Answer, Failure> {
    let builder = bearer(Request::post("/api/v1/sync"), token);
    let Said { status, retry_after, body, .. } = post(builder, json::write(request), lang).await?;
    Answer::read(status, retry_after.as_deref(), &body)
}

/// `POST /api/v1/join`. The key makes a repeat give the same answer; a token that this device had before, ended or not, makes
/// its member the same one again. No cookie does: it would be that of whoever signed out without a link.
///
/// # Errors
/// Why there is no answer that can be used.
pub async fn join(
    key: OpId,
    earlier: Option<&str>,
    request: &JoinRequest,
    lang: Lang,
) -> Result<JoinResponse, Failure> {
    let builder = Request::post("/api/v1/join").header("idempotency-key", &key.to_string());
    let builder = match earlier {
        Some(token) => bearer(builder, token),
        None => without_cookies(builder),
    };
    let Said { status, retry_after, body, .. } = post(builder, json::write(request), lang).await?;
    if !matches!(status, 200 | 201) {
        return Err(Failure::read(status, retry_after.as_deref(), &body));
    }
    json::read(&body).map_err(|_| Failure::Garbled)
}

/// `POST /api/v1/device-codes`: a code with which another device becomes the same member's. `keep`: this one stays theirs too.
///
/// # Errors
/// Why there is none.
pub async fn device_code(token: &str, keep: bool, lang: Lang) -> Result<DeviceCodeMade, Failure> {
    #[derive(Serialize)]
    struct Asked {
        keep: bool,
    }
    let builder = bearer(Request::post("/api/v1/device-codes"), token);
    let Said { status, retry_after, body, .. } = post(builder, json::write(&Asked { keep }), lang).await?;
    if status != 201 {
        return Err(Failure::read(status, retry_after.as_deref(), &body));
    }
    json::read(&body).map_err(|_| Failure::Garbled)
}

/// What is asked about passkeys.
pub enum Act<'a> {
    /// `GET /device-passkeys`.
    List,
    /// `POST /device-passkeys/register-options`.
    AskForNew,
    /// `POST /device-passkeys/register`.
    Register,
    /// `DELETE /device-passkeys/{id}`.
    Remove(&'a str),
    /// `POST /sign-in/passkey-options`.
    Ask,
    /// `POST /join/passkey`.
    Join,
}

/// A request about passkeys; gives the answer's body.
///
/// # Errors
/// Why there is none.
pub async fn passkey(act: Act<'_>, token: Option<&str>, body: String, lang: Lang) -> Result<String, Failure> {
    let (builder, is_post) = match act {
        Act::List => (Request::get("/api/v1/device-passkeys"), false),
        Act::Remove(id) => (Request::delete(&format!("/api/v1/device-passkeys/{id}")), false),
        Act::AskForNew => (Request::post("/api/v1/device-passkeys/register-options"), true),
        Act::Register => (Request::post("/api/v1/device-passkeys/register"), true),
        Act::Ask => (Request::post("/api/v1/sign-in/passkey-options"), true),
        Act::Join => (Request::post("/api/v1/join/passkey"), true),
    };
    let builder = match token {
        Some(token) => bearer(builder, token),
        None => without_cookies(builder),
    };
    let said = if is_post { post(builder, body, lang).await? } else { send(builder, lang).await? };
    let Said { status, retry_after, body, .. } = said;
    if (200..300).contains(&status) { Ok(body) } else { Err(Failure::read(status, retry_after.as_deref(), &body)) }
}

/// The full name of a unit. None if it can't be had just now.
pub async fn unit_name(unit: &UnitCode) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        name: String,
    }
    let request = Request::get(&format!("/api/v1/totals?unit={unit}")).build().ok()?;
    let Said { status, body, .. } = read(request).await.ok()?;
    let named: Option<Named> = json::read(&body).ok().filter(|_| status == 200);
    named.map(|Named { name }| name)
}

/// `POST /api/v1/sign-out`: the device's token ends, and the session cookie with it.
///
/// # Errors
/// Why it may go on.
pub async fn sign_out(token: &str, lang: Lang) -> Result<(), Failure> {
    let builder = bearer(Request::post("/api/v1/sign-out"), token).credentials(RequestCredentials::SameOrigin);
    let Said { status, retry_after, body, .. } = post(builder, json::write(&()), lang).await?;
    // 401: it had ended already.
    if matches!(status, 204 | 401) { Ok(()) } else { Err(Failure::read(status, retry_after.as_deref(), &body)) }
}
