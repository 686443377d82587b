//! `GET /live`: a unit's totals as server-sent events. Every viewer waits on the same latest-value channel and sends the
//! same bytes, compressed once where it takes gzip: a slow one skips to the latest frame instead of piling them up, and costs
//! nobody else anything. A stream ends when the server stops.

use super::Shared;
use super::body;
use super::error::Refusal;
use super::query::Parameters;
use super::totals::Asked;
use crate::gzip;
use crate::shutdown::Stop;
use crate::totals::Frame;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use futures::stream;
use model::problem::ProblemKind;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// A comment goes out after so long without a frame: it keeps proxies from closing the stream, and finds out who left.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// After a break viewers come back between these, in milliseconds, so that not all of them come at once.
const RETRY: std::ops::Range<u16> = 1_000..5_000;
/// Who found no place is to come back after so long.
const STANDING: Duration = Duration::from_secs(60);
/// That comment.
const COMMENT: &[u8] = b":\n\n";

/// A unit's totals, at once and then whenever they change, at most twice a second.
#[utoipa::path(
    get, path = "/live", context_path = "/api/v1", operation_id = "live", tag = "public",
    params(
        ("unit" = Option<model::unit::UnitCode>, Query, description = "The unit's code; the root if absent."),
        ("campaign" = Option<model::unit::Slug>, Query, description = "The campaign's slug; the present one if absent."),
    ),
    responses((status = 200, content_type = "text/event-stream",
        description = "`event: totals` with `id: SEQ` and, as its data, what `GET /totals` answers; a comment every 15 s; `retry:` once."))
)]
pub async fn live(
    State(shared): State<Shared>,
    headers: HeaderMap,
    parameters: Parameters,
) -> Result<Response, Refusal> {
    let asked = Asked::read(parameters, &shared.board)?;
    let frames = shared.board.watch(asked.campaign.as_ref(), &asked.unit);
    let frames = frames.ok_or(Refusal::Plain(ProblemKind::NotFound))?;
    let seat = shared.seats.take()?;
    let zipped = body::takes_gzip(&headers).then(gzip::Stream::default);
    let is_zipped = zipped.is_some();
    let next = if is_zipped { Next::Head } else { Next::Retry };
    let viewer = Viewer { frames, stop: shared.stop.clone(), next, zipped, _seat: seat };
    let mut response = Response::new(Body::from_stream(stream::unfold(viewer, Viewer::step)));
    for (name, value) in [
        (header::CONTENT_TYPE.as_str(), "text/event-stream"),
        (header::CACHE_CONTROL.as_str(), "no-store"),
        (header::VARY.as_str(), "accept-encoding"),
        (header::X_CONTENT_TYPE_OPTIONS.as_str(), "nosniff"),
        // Or nginx would collect frames until its buffer is full.
        ("x-accel-buffering", "no"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    if is_zipped {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}

enum Next {
    Head,
    Retry,
    First,
    Change,
    Nothing,
}

struct Viewer {
    frames: watch::Receiver<Arc<Frame>>,
    stop: Stop,
    next: Next,
    /// The stream so far, if it is compressed.
    zipped: Option<gzip::Stream>,
    _seat: Seat,
}

impl Viewer {
    /// The next piece of the stream. It is asked for only when the connection can take more, which is what makes slow
    /// viewers skip.
    async fn step(mut self) -> Option<(Result<Bytes, Infallible>, Viewer)> {
        let piece = match self.next {
            Next::Head => {
                self.next = Next::Retry;
                gzip::Stream::head()
            }
            Next::Retry => {
                self.next = Next::First;
                self.said(retry().as_bytes())
            }
            Next::First => {
                self.next = Next::Change;
                self.latest()
            }
            Next::Change => tokio::select! {
                () = self.stop.stopped() => return self.end(),
                changed = self.frames.changed() => match changed {
                    Ok(()) => self.latest(),
                    // The unit is gone; whoever asks again is told so.
                    Err(_) => return self.end(),
                },
                () = tokio::time::sleep(HEARTBEAT) => self.said(COMMENT),
            },
            Next::Nothing => return None,
        };
        Some((Ok(piece), self))
    }

    fn latest(&mut self) -> Bytes {
        let frame = Arc::clone(&self.frames.borrow_and_update());
        match &mut self.zipped {
            Some(stream) => stream.put(frame.zipped()),
            None => frame.event.clone(),
        }
    }

    /// A few words that are no frame.
    fn said(&mut self, words: &[u8]) -> Bytes {
        match &mut self.zipped {
            Some(stream) => stream.put(&gzip::Piece::short(words)),
            None => Bytes::copy_from_slice(words),
        }
    }

    fn end(mut self) -> Option<(Result<Bytes, Infallible>, Viewer)> {
        self.next = Next::Nothing;
        let end = self.zipped.as_ref()?.end();
        Some((Ok(end), self))
    }
}

fn retry() -> String {
    let mut random = [0; 2];
    // Without randomness they all come back at the same time, which is worse for us than for them.
    if getrandom::fill(&mut random).is_err() {
        tracing::warn!("no randomness for the pause before viewers come back");
    }
    let wait = RETRY.start + u16::from_ne_bytes(random) % (RETRY.end - RETRY.start);
    format!("retry: {wait}\n\n")
}

/// Places for viewers. Whoever finds none is told to come back later, and asks for `GET /totals` until then, which any cache
/// answers: so a crowd that is larger than this server takes no place from those who write.
pub struct Seats(Arc<Semaphore>);

impl Seats {
    /// So many.
    pub fn new(count: usize) -> Self {
        Self(Arc::new(Semaphore::new(count.min(Semaphore::MAX_PERMITS))))
    }

    fn take(&self) -> Result<Seat, Refusal> {
        let permit = Arc::clone(&self.0).try_acquire_owned();
        let permit = permit.map_err(|_| Refusal::Unavailable { why: "no seat is free".into(), again_in: STANDING })?;
        metrics::gauge!("sangkien_live_viewers").increment(1.0);
        Ok(Seat { _permit: permit })
    }
}

/// A viewer's place, in the metrics as well, for as long as it lives.
struct Seat {
    _permit: OwnedSemaphorePermit,
}

impl Drop for Seat {
    fn drop(&mut self) {
        metrics::gauge!("sangkien_live_viewers").decrement(1.0);
    }
}
