//! The control desk's requests. Promises an answer to each as what the server meant or as why it can't be used. Never tries
//! twice: that is the desk's to say.

use gloo_net::http::Request;
use model::number::Lang;
use model::show::{Command, ControlRoom, Done};
use model::sign_in::SignInRequest;
use model::sync::Failure;
use model::unit::{Level, UnitCode};
use model::wire::{UnitFound, UnitsFound};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::link::{Said, post, post_soon, send_soon};

/// `GET /api/v1/show`.
pub async fn room(lang: Lang) -> Result<ControlRoom, Failure> {
    read(send_soon(Request::get("/api/v1/show"), lang).await?)
}

/// `POST /api/v1/show/acts`.
pub async fn act(command: &Command, lang: Lang) -> Result<Done, Failure> {
    let body = serde_json::to_string(command).map_err(|_| Failure::Garbled)?;
    read(post_soon(Request::post("/api/v1/show/acts"), body, lang).await?)
}

/// `POST /api/v1/sign-in`: the answer's cookie is what counts.
pub async fn sign_in(request: &SignInRequest, lang: Lang) -> Result<(), Failure> {
    let body = serde_json::to_string(request).map_err(|_| Failure::Garbled)?;
    fine(post(Request::post("/api/v1/sign-in"), body, lang).await?).map(drop)
}

/// `POST /api/v1/sign-out`: the session ends, and the cookie with it.
pub async fn sign_out(lang: Lang) -> Result<(), Failure> {
    fine(post(Request::post("/api/v1/sign-out"), "null".to_owned(), lang).await?).map(drop)
}

/// What a unit is called; the nation, without one.
#[derive(Deserialize)]
pub struct UnitNamed {
    /// Its code.
    pub unit: UnitCode,
    /// Its full name.
    pub name: String,
    /// Where it stands.
    pub level: Level,
}

/// A unit's name, or the nation's.
pub async fn unit(code: Option<&UnitCode>, lang: Lang) -> Result<UnitNamed, Failure> {
    let query = code.map(|code| format!("?unit={code}")).unwrap_or_default();
    read(send_soon(Request::get(&format!("/api/v1/totals{query}")), lang).await?)
}

/// Units whose names have these words, the best first.
pub async fn units(words: &str, lang: Lang) -> Result<Vec<UnitFound>, Failure> {
    let address = format!("/api/v1/units?q={}", String::from(js_sys::encode_uri_component(words)));
    read(send_soon(Request::get(&address), lang).await?).map(|found: UnitsFound| found.units)
}

fn read<T: DeserializeOwned>(said: Said) -> Result<T, Failure> {
    serde_json::from_str(&fine(said)?).map_err(|_| Failure::Garbled)
}

fn fine(said: Said) -> Result<String, Failure> {
    let Said { status, retry_after, body, .. } = said;
    if (200..300).contains(&status) { Ok(body) } else { Err(Failure::read(status, retry_after.as_deref(), &body)) }
}
