//! A stream of what is shown. Every viewer waits on a latest-value channel and sends the same bytes, so that a slow one skips
//! and costs nobody anything. It ends when the server stops, when the link is cut in a rehearsal, and when whoever holds it
//! may not any more.

use super::super::auth::Caller;
use super::super::{Service, Shared};
use super::produces;
use crate::show::{Looking, Sheet};
use crate::shutdown::Stop;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use futures::stream;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// A comment goes out after so long without anything else, so that a lost link is noticed on both sides.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// After a break viewers come back between these, in milliseconds. Studios have few of them, and wait for nothing.
const RETRY: std::ops::Range<u16> = 500..1_500;

enum Next {
    Retry,
    First,
    Change,
}

/// Somebody who looks.
pub struct Viewer {
    shared: Shared,
    sheets: watch::Receiver<Arc<Sheet>>,
    stop: Stop,
    next: Next,
    /// Whose right it is, if it takes one: asked again as often as a heartbeat is due.
    caller: Option<Caller>,
    /// When the right was asked for last.
    checked: Instant,
    /// Whom the producers are told of.
    _looking: Option<Looking>,
}

impl Viewer {
    /// The response that carries the stream. `caller` is whoever's right it takes; `looking` lives as long as the stream.
    pub fn open(
        shared: &Shared,
        sheets: watch::Receiver<Arc<Sheet>>,
        caller: Option<Caller>,
        looking: Option<Looking>,
    ) -> Response {
        let (stop, next, checked) = (shared.stop.clone(), Next::Retry, Instant::now());
        let viewer = Viewer { shared: Arc::clone(shared), sheets, stop, next, caller, checked, _looking: looking };
        let mut response = Response::new(Body::from_stream(stream::unfold(viewer, Viewer::step)));
        for (name, value) in [
            (header::CONTENT_TYPE.as_str(), "text/event-stream"),
            (header::CACHE_CONTROL.as_str(), "no-store"),
            (header::X_CONTENT_TYPE_OPTIONS.as_str(), "nosniff"),
            // Or nginx would collect frames until its buffer is full.
            ("x-accel-buffering", "no"),
        ] {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }

    /// The next piece. It is asked for only when the connection can take more, which is what makes slow viewers skip.
    async fn step(mut self) -> Option<(Result<Bytes, Infallible>, Viewer)> {
        let piece = match self.next {
            Next::Retry => {
                self.next = Next::First;
                retry()
            }
            Next::First => {
                self.next = Next::Change;
                self.latest()?
            }
            Next::Change => tokio::select! {
                () = self.stop.stopped() => return None,
                // An error: nobody publishes any more.
                changed = self.sheets.changed() => {
                    changed.ok()?;
                    self.check().await?;
                    self.latest()?
                }
                () = tokio::time::sleep(HEARTBEAT) => {
                    self.check().await?;
                    Bytes::from_static(b":\n\n")
                }
            },
        };
        Some((Ok(piece), self))
    }

    /// `None` if whoever holds it may not any more.
    async fn check(&mut self) -> Option<()> {
        if self.checked.elapsed() >= HEARTBEAT {
            self.checked = Instant::now();
            if !still_may(&self.shared, self.caller.as_ref()).await {
                return None;
            }
        }
        Some(())
    }

    /// `None` while the outputs have lost their link.
    fn latest(&mut self) -> Option<Bytes> {
        let sheet = self.sheets.borrow_and_update();
        sheet.cut_until.is_none().then(|| sheet.event.clone())
    }
}

/// Whether whoever holds the stream may still do so. While the store can't be asked nobody is sent away.
async fn still_may(shared: &Service, caller: Option<&Caller>) -> bool {
    let Some(caller) = caller else { return true };
    let now = shared.clock.now();
    match shared.tokens.bearer(shared.store.as_ref(), caller.token, shared.lasting, now).await {
        Ok(Some(bearer)) => produces(shared, &Caller { bearer, token: caller.token }).is_ok(),
        Ok(None) => false,
        Err(why) => {
            tracing::warn!(%why, "a producer's right couldn't be asked for again");
            true
        }
    }
}

fn retry() -> Bytes {
    let mut random = [0; 2];
    // Without randomness they all come back at the same time, which is worse for us than for them.
    if getrandom::fill(&mut random).is_err() {
        tracing::warn!("no randomness for the pause before viewers come back");
    }
    let wait = RETRY.start + u16::from_ne_bytes(random) % (RETRY.end - RETRY.start);
    format!("retry: {wait}\n\n").into()
}
