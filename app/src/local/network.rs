//! The requests of a device, `POST /sync`, `/join` and `/sign-out`. Promises an answer to every request, within
//! [`PATIENCE`], as what the server meant or as why it can't be used: an answer that isn't the protocol's is never taken
//! for one. What the device's unit is called may take its time. Knows nothing of drafts, and never tries twice: that is
//! the engine's to say.

use std::time::Duration;

use gloo_net::http::{Request, RequestBuilder};
use leptos::prelude::set_timeout_with_handle;
use model::id::OpId;
use model::json;
use model::number::Lang;
use model::op::Op;
use model::sync::{Answer, Failure};
use model::unit::UnitCode;
use model::wire::{JoinRequest, JoinResponse, SyncRequest};
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// How long a request may take. Half a minute of a bad link gets a batch through; after this it is tried anew.
const PATIENCE: Duration = Duration::from_secs(45);
/// Bodies of at least so many bytes are compressed: smaller ones fit into a packet or two as they are.
const WORTH_COMPRESSING: usize = 1024;

/// `POST /api/v1/sync`.
///
/// # Errors
/// Why there is no answer that can be used.
pub async fn sync(token: &str, request: &SyncRequest<Op>, lang: Lang) -> Result<Answer, Failure> {
    let builder = Request::post("/api/v1/sync").header("authorization", &format!("Bearer {token}"));
    let Said { status, retry_after, body } = post(builder, json::write(request), lang).await?;
    Answer::read(status, retry_after.as_deref(), &body)
}

/// `POST /api/v1/join`. The key makes a repeat give the same answer.
///
/// # Errors
/// Why there is no answer that can be used.
pub async fn join(key: OpId, request: &JoinRequest, lang: Lang) -> Result<JoinResponse, Failure> {
    let builder = Request::post("/api/v1/join").header("idempotency-key", &key.to_string());
    let Said { status, retry_after, body } = post(builder, json::write(request), lang).await?;
    if !matches!(status, 200 | 201) {
        return Err(Failure::read(status, retry_after.as_deref(), &body));
    }
    json::read(&body).map_err(|_| Failure::Garbled)
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
    let builder = Request::post("/api/v1/sign-out").header("authorization", &format!("Bearer {token}"));
    let Said { status, retry_after, body } = post(builder, json::write(&()), lang).await?;
    // 401: it had ended already.
    if matches!(status, 204 | 401) { Ok(()) } else { Err(Failure::read(status, retry_after.as_deref(), &body)) }
}

/// What came back, whoever said it.
struct Said {
    status: u16,
    retry_after: Option<String>,
    body: String,
}

async fn post(builder: RequestBuilder, body: String, lang: Lang) -> Result<Said, Failure> {
    let mut builder = builder.header("content-type", "application/json").header("accept-language", lang.code());
    let body = match compress(&body).await {
        Some(bytes) => {
            builder = builder.header("content-encoding", "gzip");
            bytes
        }
        None => JsValue::from_str(&body),
    };
    let stop = web_sys::AbortController::new().map_err(|_| Failure::Unreachable)?;
    let request = builder.abort_signal(Some(&stop.signal())).body(body).map_err(|_| Failure::Unreachable)?;
    let alarm = set_timeout_with_handle(move || stop.abort(), PATIENCE);
    let answer = read(request).await;
    if let Ok(alarm) = alarm {
        alarm.clear();
    }
    answer.map_err(|_| Failure::Unreachable)
}

/// A link that breaks in the middle of an answer is no link.
async fn read(request: Request) -> Result<Said, gloo_net::Error> {
    let response = request.send().await?;
    let retry_after = response.headers().get("retry-after");
    Ok(Said { status: response.status(), retry_after, body: response.text().await? })
}

/// The text in gzip, if that is worth it and the browser can.
async fn compress(text: &str) -> Option<JsValue> {
    if text.len() < WORTH_COMPRESSING {
        return None;
    }
    let maker = js_sys::Reflect::get(&js_sys::global(), &"CompressionStream".into()).ok()?;
    let maker: js_sys::Function = maker.dyn_into().ok()?;
    let stream = js_sys::Reflect::construct(&maker, &js_sys::Array::of1(&"gzip".into())).ok()?;
    let blob = web_sys::Blob::new_with_str_sequence(&js_sys::Array::of1(&text.into())).ok()?;
    let packed = blob.stream().pipe_through(stream.unchecked_ref());
    let response = web_sys::Response::new_with_opt_readable_stream(Some(&packed)).ok()?;
    JsFuture::from(response.array_buffer().ok()?).await.ok()
}
