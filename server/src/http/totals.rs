//! `GET /totals`: a unit's totals from memory, with an entity tag, so that whoever has them already gets nothing twice.

use super::Shared;
use super::body;
use super::error::Refusal;
use super::query::Parameters;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use flate2::Compression;
use model::problem::ProblemKind;
use model::unit::{Slug, UnitCode};
use model::wire::Totals;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::totals::{Board, Frame};

/// How long caches on the way may answer for us: long enough to take the load of a show, too short to notice.
const CACHED: HeaderValue = HeaderValue::from_static("public, max-age=1");

/// Which totals are asked for: a unit's in a campaign.
pub(super) struct Asked {
    pub campaign: Option<Slug>,
    pub unit: UnitCode,
}

impl Asked {
    /// Reads `unit` (the root if absent) and `campaign` (the present one if absent).
    ///
    /// # Errors
    /// A code that isn't one, or `not-found` where there are no units yet.
    pub fn read(mut parameters: Parameters, board: &Board) -> Result<Self, Refusal> {
        let unit: Option<UnitCode> = parameters.parsed("unit");
        let campaign = parameters.parsed("campaign");
        parameters.done()?;
        let directory = board.directory();
        let root = || directory.root().map(|root| directory.units()[root].code.clone());
        match unit.or_else(root) {
            Some(unit) => Ok(Self { campaign, unit }),
            None => Err(Refusal::Plain(ProblemKind::NotFound)),
        }
    }
}

/// A unit's totals and those of the units directly under it.
#[utoipa::path(
    get, path = "/totals", context_path = "/api/v1", operation_id = "totals", tag = "public",
    params(
        ("unit" = Option<UnitCode>, Query, description = "The unit's code; the root if absent."),
        ("campaign" = Option<Slug>, Query, description = "The campaign's slug; the present one if absent."),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the totals that you have."),
    ),
    responses(
        (status = 200, description = "The totals as of now.", body = Totals,
            headers(("ETag" = String), ("Cache-Control" = String))),
        (status = 304, description = "You have them already."),
    )
)]
pub async fn totals(
    State(shared): State<Shared>,
    headers: HeaderMap,
    parameters: Parameters,
) -> Result<Response, Refusal> {
    let asked = Asked::read(parameters, &shared.board)?;
    let frame = shared.board.frame(asked.campaign.as_ref(), &asked.unit);
    let frame = frame.ok_or(Refusal::Plain(ProblemKind::NotFound))?;
    // Weak, because the same totals go out compressed or not.
    let tag = format!("W/{}", frame.etag);
    let mut response = if knows(&headers, &frame.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let compressed = body::takes_gzip(&headers).then(|| shared.compressed.of(&frame));
        body::respond(frame.json.clone(), compressed)
    };
    let out = response.headers_mut();
    out.insert(header::CACHE_CONTROL, CACHED);
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        out.insert(header::ETAG, tag);
    }
    Ok(response)
}

/// Whether `If-None-Match` names this tag (RFC 9110, 13.1.2: compared weakly).
pub(super) fn knows(headers: &HeaderMap, etag: &str) -> bool {
    let named = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    named
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}

/// So many frames are kept compressed: those of the units that are being looked at.
const KEPT: usize = 256;

/// Frames in gzip, each compressed once for all who ask.
#[derive(Default)]
pub struct Compressed(Mutex<HashMap<String, Bytes>>);

impl Compressed {
    fn of(&self, frame: &Arc<Frame>) -> Bytes {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = kept.get(&frame.etag) {
            return bytes.clone();
        }
        if kept.len() >= KEPT {
            kept.clear();
        }
        let bytes = body::gzip(&frame.json, Compression::default());
        kept.insert(frame.etag.clone(), bytes.clone());
        bytes
    }
}
