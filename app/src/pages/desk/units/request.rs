//! The requests of the pages for administering units. Each is made once, by somebody who waits for it; nothing is queued,
//! for what is done here changes what others see at once.

use gloo_net::http::{Request, RequestBuilder};
use model::json;
use model::problem::{Problem, ProblemKind};
use model::sync::Failure;
use serde::de::DeserializeOwned;

use super::super::Here;
use crate::link::{self, Said, bearer};

/// `GET` under `/api/v1`, read.
///
/// # Errors
/// What the server said, or why nothing came.
pub async fn get<T: DeserializeOwned>(here: Here, path: &str) -> Result<T, Failure> {
    let said = link::send(signed(here, Request::get(&address(path)))?, here.lang).await?;
    read(&fine(here, said)?)
}

/// `POST` of JSON under `/api/v1`, its answer read.
///
/// # Errors
/// As [`get`].
pub async fn post<T: DeserializeOwned>(here: Here, path: &str, body: String) -> Result<T, Failure> {
    let said = link::post(signed(here, Request::post(&address(path)))?, body, here.lang).await?;
    read(&fine(here, said)?)
}

/// `PUT` of JSON under `/api/v1`, its answer read.
///
/// # Errors
/// As [`get`].
pub async fn put<T: DeserializeOwned>(here: Here, path: &str, body: String) -> Result<T, Failure> {
    let said = link::post(signed(here, Request::put(&address(path)))?, body, here.lang).await?;
    read(&fine(here, said)?)
}

/// `DELETE` under `/api/v1`, with the secret of the session in which it was asked for.
///
/// # Errors
/// As [`get`].
pub async fn delete(here: Here, token: Option<String>, path: &str) -> Result<(), Failure> {
    let said = link::send(with(token, Request::delete(&address(path)))?, here.lang).await?;
    fine(here, said).map(drop)
}

/// A text as it may stand in an address.
pub fn encoded(text: &str) -> String {
    String::from(js_sys::encode_uri_component(text))
}

fn address(path: &str) -> String {
    format!("/api/v1{path}")
}

fn signed(here: Here, builder: RequestBuilder) -> Result<RequestBuilder, Failure> {
    with(here.tablet.token(), builder)
}

fn with(token: Option<String>, builder: RequestBuilder) -> Result<RequestBuilder, Failure> {
    match token {
        Some(token) => Ok(bearer(builder, &token)),
        None => Err(Failure::Refused(Problem::new(ProblemKind::Unauthorized))),
    }
}

fn read<T: DeserializeOwned>(body: &str) -> Result<T, Failure> {
    json::read(body).map_err(|problem| {
        leptos::logging::warn!("an answer: {problem}");
        Failure::Garbled
    })
}

fn fine(here: Here, said: Said) -> Result<String, Failure> {
    let Said { status, retry_after, body, .. } = said;
    if (200..300).contains(&status) {
        return Ok(body);
    }
    if status == 401 {
        // The engine asks for itself: a session that was ended because the tablet is lost makes it forget everything.
        here.tablet.handle(model::desk::Event::Woken);
    }
    Err(Failure::read(status, retry_after.as_deref(), &body))
}
