//! A stream of what is shown, as server-sent events or over a WebSocket: a browser has six connections to a server over
//! HTTP/1.1, and a video mixer's sources are one browser, but sockets don't count. Every viewer waits on a latest-value channel and sends the same bytes, so that a slow one skips
//! and costs nobody anything. It ends when the server stops, when the link is cut in a rehearsal, and when whoever holds it
//! may not any more.

use super::super::auth::Caller;
use super::super::{Service, Shared};
use super::produces;
use crate::show::{Looking, Sheet};
use crate::shutdown::Stop;
use axum::body::Body;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use futures::{SinkExt, StreamExt, stream};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// A comment goes out after so long without anything else, so that a lost link is noticed on both sides.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// After a break viewers come back between these, in milliseconds. Studios have few of them, and wait for nothing.
const RETRY: std::ops::Range<u16> = 500..1_500;

/// A viewer has nothing to say: what one sends over a socket is at most so many bytes long.
const HEARD: usize = 1_024;

/// What a viewer is told next.
enum Next {
    /// What is shown now.
    Sheet(Arc<Sheet>),
    /// Nothing, so that a lost link is noticed.
    Heartbeat,
}

/// Somebody who looks.
pub struct Viewer {
    shared: Shared,
    sheets: watch::Receiver<Arc<Sheet>>,
    stop: Stop,
    has_begun: bool,
    /// Whose right it is, if it takes one: asked again as often as a heartbeat is due.
    caller: Option<Caller>,
    /// When the right was asked for last.
    checked: Instant,
    /// Whom the producers are told of.
    _looking: Option<Looking>,
}

impl Viewer {
    /// `caller` is whoever's right it takes; `looking` lives as long as the viewer.
    pub fn new(
        shared: &Shared,
        sheets: watch::Receiver<Arc<Sheet>>,
        caller: Option<Caller>,
        looking: Option<Looking>,
    ) -> Viewer {
        let (stop, checked) = (shared.stop.clone(), Instant::now());
        Viewer { shared: Arc::clone(shared), sheets, stop, has_begun: false, caller, checked, _looking: looking }
    }

    /// The response that carries server-sent events.
    pub fn by_events(self) -> Response {
        let pieces = stream::once(async { Ok(retry()) }).chain(stream::unfold(self, Viewer::step));
        let mut response = Response::new(Body::from_stream(pieces));
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

    /// The response that becomes a socket, on which each sheet is a message.
    pub fn by_socket(self, upgrade: WebSocketUpgrade) -> Response {
        let upgrade = upgrade.max_message_size(HEARD).max_frame_size(HEARD).read_buffer_size(HEARD);
        upgrade.on_upgrade(|socket| self.talk(socket))
    }

    async fn talk(mut self, socket: WebSocket) {
        let (mut into, mut from) = socket.split();
        let closed = async { while let Some(Ok(_)) = from.next().await {} };
        let told = async {
            while let Some(next) = self.next().await {
                let message = match next {
                    Next::Sheet(sheet) => Message::Text(sheet.json.clone().try_into().expect("JSON is text")),
                    Next::Heartbeat => Message::Ping(Bytes::new()),
                };
                if into.send(message).await.is_err() {
                    return;
                }
            }
            // Whoever is gone already needs no goodbye.
            _ = into.close().await;
        };
        tokio::select! {
            () = closed => {}
            () = told => {}
        }
    }

    /// The next event. It is asked for only when the connection can take more, which is what makes slow viewers skip.
    async fn step(mut self) -> Option<(Result<Bytes, Infallible>, Viewer)> {
        let piece = match self.next().await? {
            Next::Sheet(sheet) => sheet.event.clone(),
            Next::Heartbeat => Bytes::from_static(b":\n\n"),
        };
        Some((Ok(piece), self))
    }

    /// `None` when it is over.
    async fn next(&mut self) -> Option<Next> {
        if !std::mem::replace(&mut self.has_begun, true) {
            return self.latest();
        }
        tokio::select! {
            () = self.stop.stopped() => None,
            // An error: nobody publishes any more.
            changed = self.sheets.changed() => {
                changed.ok()?;
                self.check().await?;
                self.latest()
            }
            () = tokio::time::sleep(HEARTBEAT) => {
                self.check().await?;
                Some(Next::Heartbeat)
            }
        }
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
    fn latest(&mut self) -> Option<Next> {
        let sheet = self.sheets.borrow_and_update().clone();
        sheet.cut_until.is_none().then_some(Next::Sheet(sheet))
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
