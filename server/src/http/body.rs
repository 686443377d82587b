//! JSON in and out: bodies are read within the protocol's limits, compressed or not, and answers of some size are
//! compressed for those who can read that. Knows nothing of what the JSON means.

use super::error::Refusal;
use axum::body::{Body, BodyDataStream};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use futures::StreamExt;
use model::field::Fault;
use model::problem::ProblemKind;
use model::wire::MAX_BODY;
use serde::Serialize;
use std::io::{Read, Write};
use std::time::Duration;

/// A body that doesn't move for so long is given up.
const STALLED: Duration = Duration::from_secs(30);
/// So long may a whole body take: a full request over the slowest link takes five minutes.
const WHOLE_BODY: Duration = Duration::from_secs(600);
/// So much of a body that is too large is read and thrown away, so that the sender gets to see the answer; whoever
/// sends more than that finds the connection closed.
const THROWN_AWAY: usize = 16 * MAX_BODY;
/// Answers shorter than this aren't worth compressing.
const WORTH_COMPRESSING: usize = 1024;

/// A request's JSON text, decompressed, at most [`MAX_BODY`] bytes, in UTF-8.
pub struct JsonText(pub String);

impl<S: Sync> FromRequest<S> for JsonText {
    type Rejection = Refusal;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Refusal> {
        let (parts, body) = request.into_parts();
        let coding = Coding::of(&parts.headers)?;
        check_json(&parts.headers)?;
        let declared = parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if declared.is_some_and(|length: usize| length > THROWN_AWAY) {
            return Err(Refusal::Plain(ProblemKind::TooLarge));
        }
        let whole = tokio::time::timeout(WHOLE_BODY, read(body.into_data_stream())).await;
        let body = whole.map_err(|_| Refusal::BrokenBody)??;
        let body = match coding {
            Coding::Plain => body.into(),
            Coding::Gzip => inflate(&body)?,
        };
        String::from_utf8(body).map(JsonText).map_err(|_| Refusal::NotUtf8)
    }
}

enum Coding {
    Plain,
    Gzip,
}

impl Coding {
    fn of(headers: &HeaderMap) -> Result<Coding, Refusal> {
        match headers.get(header::CONTENT_ENCODING).map(HeaderValue::as_bytes) {
            None => Ok(Coding::Plain),
            Some(name) if name.eq_ignore_ascii_case(b"identity") => Ok(Coding::Plain),
            Some(name) if name.eq_ignore_ascii_case(b"gzip") || name.eq_ignore_ascii_case(b"x-gzip") => {
                Ok(Coding::Gzip)
            }
            Some(_) => Err(Refusal::Plain(ProblemKind::UnsupportedMediaType)),
        }
    }
}

/// `application/json` or `application/…+json`, in UTF-8 as all JSON is. It also keeps other sites' forms out, which can't
/// send this type without asking first.
fn check_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let wrong = Refusal::Plain(ProblemKind::UnsupportedMediaType);
    let Some(content_type) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return Err(wrong);
    };
    let mut parts = content_type.split(';').map(|part| part.trim().to_ascii_lowercase());
    let kind = parts.next().unwrap_or_default();
    let is_json = kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"));
    let other_charset = parts
        .filter_map(|part| part.strip_prefix("charset=").map(|name| name.trim_matches('"').to_owned()))
        .any(|name| name != "utf-8");
    if is_json && !other_charset { Ok(()) } else { Err(wrong) }
}

async fn read(mut body: BodyDataStream) -> Result<BytesMut, Refusal> {
    let mut whole = BytesMut::new();
    let mut length = 0usize;
    loop {
        let chunk = match tokio::time::timeout(STALLED, body.next()).await {
            Ok(Some(Ok(chunk))) => chunk,
            Ok(None) => break,
            Ok(Some(Err(_))) | Err(_) => return Err(Refusal::BrokenBody),
        };
        length = length.saturating_add(chunk.len());
        if length > THROWN_AWAY {
            break;
        }
        if length <= MAX_BODY {
            whole.extend_from_slice(&chunk);
        } else {
            whole = BytesMut::new();
        }
    }
    if length > MAX_BODY { Err(Refusal::Plain(ProblemKind::TooLarge)) } else { Ok(whole) }
}

/// Decompresses until the limit is passed, and no further: what would expand to gigabytes costs a megabyte.
fn inflate(body: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut whole = Vec::with_capacity(body.len().saturating_mul(3).min(MAX_BODY));
    let mut limited = MultiGzDecoder::new(body).take(MAX_BODY as u64 + 1);
    limited.read_to_end(&mut whole).map_err(|_| Refusal::BrokenBody)?;
    if whole.len() > MAX_BODY { Err(Refusal::Plain(ProblemKind::TooLarge)) } else { Ok(whole) }
}

/// Parses JSON text.
///
/// # Errors
/// [`Refusal::NotJson`] with the place where it stops being JSON; a fault of the whole body if it is JSON of another shape.
pub fn parse<'a, T: serde::Deserialize<'a>>(text: &'a str) -> Result<T, Refusal> {
    serde_json::from_str(text).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => Refusal::fault("", Fault::WrongType),
        _ => Refusal::NotJson { line: error.line(), column: error.column() },
    })
}

/// Answers with JSON that is nobody else's business: not to be cached, compressed if it is worth it.
pub fn answer(status: StatusCode, request: &HeaderMap, value: &impl Serialize) -> Response {
    let json = match serde_json::to_vec(value) {
        Ok(json) => Bytes::from(json),
        Err(error) => return Refusal::Internal(format!("an answer can't be serialised: {error}")).into_response(),
    };
    let mut response = encoded(request, json);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A JSON response, compressed if that is worth it and the other side can read it. No caching headers.
pub fn encoded(request: &HeaderMap, json: Bytes) -> Response {
    let compressed = (json.len() >= WORTH_COMPRESSING && takes_gzip(request)).then(|| gzip(&json, Compression::fast()));
    respond(json, compressed)
}

/// A JSON response from the plain bytes or, if there are any, the compressed ones.
pub fn respond(json: Bytes, compressed: Option<Bytes>) -> Response {
    let gzipped = compressed.is_some();
    let mut response = Response::new(Body::from(compressed.unwrap_or(json)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if gzipped {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

/// The bytes in gzip.
pub fn gzip(plain: &[u8], level: Compression) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 4), level);
    let written = encoder.write_all(plain).and_then(|()| encoder.finish());
    written.expect("writing to memory can't fail").into()
}

/// Whether the other side can read gzip.
pub fn takes_gzip(request: &HeaderMap) -> bool {
    let names = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    names.flat_map(|value| value.split(',')).any(|entry| {
        let (name, weight) = entry.split_once(';').unwrap_or((entry, ""));
        let weight = weight.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        name.trim().eq_ignore_ascii_case("gzip") && weight.is_ok_and(|weight| weight > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn json_is_told_from_what_a_form_can_send() {
        for good in ["application/json", "Application/JSON; charset=UTF-8", "application/vnd.x+json;charset=\"utf-8\""]
        {
            assert!(check_json(&headers(header::CONTENT_TYPE, good)).is_ok(), "{good}");
        }
        for bad in ["text/plain", "multipart/form-data", "application/json; charset=utf-16", "json", ""] {
            assert!(check_json(&headers(header::CONTENT_TYPE, bad)).is_err(), "{bad}");
        }
        assert!(check_json(&HeaderMap::new()).is_err());
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bomb = gzip(&vec![b' '; 64 * MAX_BODY], Compression::best());
        assert!(bomb.len() < 100_000);
        assert!(matches!(inflate(&bomb), Err(Refusal::Plain(ProblemKind::TooLarge))));
        assert!(matches!(inflate(&bomb[..100]), Err(Refusal::BrokenBody)));
        assert_eq!(inflate(&gzip(b"{}", Compression::fast())).unwrap(), b"{}");
    }

    #[test]
    fn gzip_is_sent_only_to_those_who_take_it() {
        assert!(takes_gzip(&headers(header::ACCEPT_ENCODING, "br, gzip;q=0.8")));
        assert!(!takes_gzip(&headers(header::ACCEPT_ENCODING, "gzip;q=0, br")));
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
