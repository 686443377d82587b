//! Requests over a link that may be bad: each is answered or given up within [`PATIENCE`], and a body that is worth it is
//! compressed. Knows nothing of what is asked, and never tries twice.

use std::time::Duration;

use gloo_net::http::{Request, RequestBuilder};
use leptos::prelude::set_timeout_with_handle;
use model::number::Lang;
use model::sync::Failure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
#[cfg(any(feature = "worksite", feature = "desk"))]
use web_sys::RequestCredentials;

/// How long a request may take. Half a minute of a bad link gets a batch through; after this it is tried anew.
const PATIENCE: Duration = Duration::from_secs(45);
/// How long an act of a producer may take: a show doesn't wait, and what isn't answered is asked again.
#[cfg(feature = "control")]
const IN_A_SHOW: Duration = Duration::from_secs(5);
/// Bodies of at least so many bytes are compressed: smaller ones fit into a packet or two as they are.
const WORTH_COMPRESSING: usize = 1024;

/// What came back, whoever said it.
pub struct Said {
    /// The HTTP status.
    pub status: u16,
    /// The header of that name.
    pub retry_after: Option<String>,
    /// When the server answered, by its clock: the header `Date`.
    #[cfg(feature = "desk")]
    pub date: Option<String>,
    /// The body as text.
    pub body: String,
}

/// With the device's secret, and no cookie.
#[cfg(any(feature = "worksite", feature = "desk"))]
pub fn bearer(builder: RequestBuilder, token: &str) -> RequestBuilder {
    without_cookies(builder).header("authorization", &format!("Bearer {token}"))
}

/// Neither shows the browser's cookies nor takes any: what a PIN locks, a cookie would open to whoever holds the tablet.
#[cfg(any(feature = "worksite", feature = "desk"))]
pub fn without_cookies(builder: RequestBuilder) -> RequestBuilder {
    builder.credentials(RequestCredentials::Omit)
}

/// Sends a body of JSON, compressed if that is worth it.
///
/// # Errors
/// [`Failure::Unreachable`], if nothing came back within [`PATIENCE`].
pub async fn post(builder: RequestBuilder, body: String, lang: Lang) -> Result<Said, Failure> {
    let mut builder = builder.header("content-type", "application/json").header("accept-language", lang.code());
    let body = match compress(&body).await {
        Some(bytes) => {
            builder = builder.header("content-encoding", "gzip");
            bytes
        }
        None => JsValue::from_str(&body),
    };
    within(PATIENCE, builder, |builder| builder.body(body)).await
}

/// As [`post`], for a show on air.
///
/// # Errors
/// [`Failure::Unreachable`], if nothing came back within [`IN_A_SHOW`].
#[cfg(feature = "control")]
pub async fn post_soon(builder: RequestBuilder, body: String, lang: Lang) -> Result<Said, Failure> {
    let builder = builder.header("content-type", "application/json").header("accept-language", lang.code());
    within(IN_A_SHOW, builder, |builder| builder.body(body)).await
}

/// As [`send`], for a show on air.
///
/// # Errors
/// [`Failure::Unreachable`], if nothing came back within [`IN_A_SHOW`].
#[cfg(feature = "control")]
pub async fn send_soon(builder: RequestBuilder, lang: Lang) -> Result<Said, Failure> {
    within(IN_A_SHOW, builder.header("accept-language", lang.code()), RequestBuilder::build).await
}

/// Sends a request without a body.
///
/// # Errors
/// [`Failure::Unreachable`], if nothing came back within [`PATIENCE`].
#[cfg(any(feature = "worksite", feature = "desk"))]
pub async fn send(builder: RequestBuilder, lang: Lang) -> Result<Said, Failure> {
    within(PATIENCE, builder.header("accept-language", lang.code()), RequestBuilder::build).await
}

async fn within(
    patience: Duration,
    builder: RequestBuilder,
    build: impl FnOnce(RequestBuilder) -> Result<Request, gloo_net::Error>,
) -> Result<Said, Failure> {
    let stop = web_sys::AbortController::new().map_err(|_| Failure::Unreachable)?;
    let request = build(builder.abort_signal(Some(&stop.signal()))).map_err(|_| Failure::Unreachable)?;
    let alarm = set_timeout_with_handle(move || stop.abort(), patience);
    let answer = read(request).await;
    if let Ok(alarm) = alarm {
        alarm.clear();
    }
    answer.map_err(|_| Failure::Unreachable)
}

/// A link that breaks in the middle of an answer is no link.
///
/// # Errors
/// What the browser said.
pub async fn read(request: Request) -> Result<Said, gloo_net::Error> {
    let response = request.send().await?;
    #[cfg(feature = "worksite")]
    if let Some(date) = response.headers().get("date") {
        heard_clock(&date);
    }
    let retry_after = response.headers().get("retry-after");
    #[cfg(feature = "desk")]
    let date = response.headers().get("date");
    Ok(Said {
        status: response.status(),
        retry_after,
        #[cfg(feature = "desk")]
        date,
        body: response.text().await?,
    })
}

#[cfg(feature = "worksite")]
thread_local! {
    /// By how much the server's clock is ahead of the device's, milliseconds, as last heard.
    static CLOCK_LEAD: std::cell::Cell<i64> = const { std::cell::Cell::new(0) };
}

#[cfg(feature = "worksite")]
fn heard_clock(date: &str) {
    let server = js_sys::Date::parse(date);
    if server.is_finite() {
        CLOCK_LEAD.set((server - js_sys::Date::now()) as i64);
    }
}

/// By how much the server's clock is ahead of the device's, milliseconds; 0 while no answer came in this run.
#[cfg(feature = "worksite")]
pub fn clock_lead() -> i64 {
    CLOCK_LEAD.get()
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
