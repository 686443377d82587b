//! A running server: store, writer, board and routes brought together, and connections served until it is told to stop.
//! Stopping goes from the outside in: no new connections, streams end, requests are answered, the writer is drained,
//! the store is closed.

use crate::clock::Clock;
use crate::duplicates;
use crate::follow;
use crate::http::assets::{self, Site};
use crate::http::{Behind, Reach, Service, Shared, api, board_source, finish, health, pages};
use crate::push::{self, Push, PushError, Telling};
use crate::show::Studio;
use crate::shutdown::{LIMIT, Stop};
use crate::totals::{Board, Reality};
use crate::writer::{Writer, WriterHandle};
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use store::{Head, Store, StoreError};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tower::ServiceExt;

/// A connection may take so long to send the head of a request, and be idle for so long between two. Longer than the
/// 60 s for which nginx keeps unused connections, so that it never sends a request into one that we are closing.
const HEAD_WITHIN: Duration = Duration::from_secs(75);
/// The head of a request may have so many bytes; so much is also the most that a connection buffers.
const HEAD_BYTES: usize = 64 * 1024;
/// Requests in progress may take so long when the server stops; the rest of [`LIMIT`] is for writer and store.
const REQUESTS_WITHIN: Duration = Duration::from_secs(LIMIT.as_secs() - 3);
/// What was sent may stay unread or unacknowledged for so long; then the connection ends. So a phone that went out of range, or a
/// viewer that never reads, doesn't hold a connection for ever.
const UNREAD: Duration = Duration::from_secs(60);
/// When no connection can be accepted (no more file handles), wait so long before trying again.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// A server that is ready to serve.
pub struct Server {
    store: Arc<dyn Store>,
    board: Arc<Board>,
    writer: Writer,
    writing: WriterHandle,
    publishing: JoinHandle<()>,
    following: JoinHandle<()>,
    heads: watch::Receiver<Head>,
    search: JoinHandle<()>,
    push: Option<(Arc<Push>, Telling)>,
    studio: Arc<Studio>,
    show: JoinHandle<()>,
    clock: Clock,
}

impl Server {
    /// Reads the totals and starts the writer.
    ///
    /// # Errors
    /// If the store can't be read.
    pub async fn start(store: Arc<dyn Store>, clock: Clock, reality: Reality) -> Result<Server, StoreError> {
        // Before anything is counted.
        health::recorder();
        let board = Board::load(store.as_ref(), clock.clone(), reality).await?;
        let (writer, writing) = Writer::start(Arc::clone(&store), Arc::clone(&board), clock.clone());
        let publishing = tokio::spawn({
            let board = Arc::clone(&board);
            async move { board.publish().await }
        });
        let (heads, following) = follow::start(Arc::clone(&store), Arc::clone(&board), writer.clone());
        let search = duplicates::start(Arc::clone(&store), writer.committed());
        let studio = Studio::load(Arc::clone(&store), Arc::clone(&board), clock.clone()).await?;
        let show = tokio::spawn({
            let (studio, committed, heads) = (Arc::clone(&studio), writer.committed(), heads.clone());
            async move { studio.run(committed, heads).await }
        });
        Ok(Server {
            store,
            board,
            writer,
            writing,
            publishing,
            following,
            heads,
            search,
            studio,
            show,
            push: None,
            clock,
        })
    }

    /// Tells authors' devices of news as well.
    ///
    /// # Errors
    /// If there is no key to do it with.
    pub async fn with_push(mut self, options: push::Options) -> Result<Server, PushError> {
        let push = Push::open(self.store.as_ref(), options).await?;
        let committed = self.writer.committed();
        let task = push::start(Arc::clone(&push), Arc::clone(&self.store), self.clock.clone(), committed);
        self.push = Some((push, task));
        Ok(self)
    }

    /// Where ops are handed in.
    pub fn writer(&self) -> &Writer {
        &self.writer
    }

    /// Everybody's totals.
    pub fn board(&self) -> &Arc<Board> {
        &self.board
    }

    /// What the handlers work with.
    pub fn service(&self, stop: Stop, reach: Reach) -> Shared {
        let behind = Behind {
            store: Arc::clone(&self.store),
            board: Arc::clone(&self.board),
            writer: self.writer.clone(),
            clock: self.clock.clone(),
            studio: Arc::clone(&self.studio),
            push: self.push.as_ref().map(|(push, _)| Arc::clone(push)),
            heads: self.heads.clone(),
        };
        Service::new(behind, stop, reach)
    }

    /// Serves until it is told to stop, and then puts everything away.
    pub async fn serve(self, listener: TcpListener, router: Router, stop: Stop) {
        serve_connections(listener, router, stop).await;
        drop(self.writer);
        self.writing.drain().await;
        self.publishing.abort();
        self.following.abort();
        self.search.abort();
        if let Some((_, telling)) = self.push {
            telling.end().await;
        }
        self.show.abort();
        self.store.close().await;
    }
}

/// All routes: the protocol, the app's files and, for every other address, a rendered page.
pub fn router(shared: Shared, site: Arc<Site>) -> Router {
    shared.reached_at(site.release().public_url.as_deref());
    let source = Some(board_source::source(&shared));
    finish(api(shared).merge(assets::router(Arc::clone(&site))).fallback_service(pages::service(site, source)))
}

/// As many open files as the system lets us have: every viewer is one, and the usual limit of 1024 would be a small hall.
pub fn raise_open_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        tracing::warn!(%error, ?current, "the limit of open files couldn't be raised");
    }
}

/// Accepts connections until it is told to stop, then waits for the requests in progress.
async fn serve_connections(listener: TcpListener, router: Router, mut stop: Stop) {
    // Closed when the last connection has dropped its end.
    let (open, mut all_closed) = mpsc::channel::<()>(1);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.stopped() => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = connection(stream, peer, router.clone(), stop.clone(), UNREAD);
                let open = open.clone();
                tokio::spawn(async move {
                    connection.await;
                    drop(open);
                });
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "no connection can be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    drop(open);
    if tokio::time::timeout(REQUESTS_WITHIN, all_closed.recv()).await.is_err() {
        tracing::warn!("some requests were cut off");
    }
}

async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, mut stop: Stop, unread: Duration) {
    // Frames and answers are small and complete: nothing is gained by waiting for more to send.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection closed at once");
        return;
    }
    let unread = u32::try_from(unread.as_millis()).unwrap_or(u32::MAX);
    if let Err(error) = rustix::net::sockopt::set_tcp_user_timeout(&stream, unread) {
        tracing::warn!(%error, "connections that have gone silent will be noticed late");
    }
    let service = router.map_request(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service))
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.stopped() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        // The other side left, or never spoke HTTP.
        tracing::debug!(%error, "a connection broke");
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use bytes::Bytes;
    use futures::stream;
    use std::convert::Infallible;
    use tokio::io::AsyncWriteExt;
    use tokio::time::timeout;

    /// As one that went out of range: neither takes what was sent to it.
    #[tokio::test]
    async fn a_viewer_that_takes_nothing_for_too_long_holds_no_connection() {
        let endless = || async {
            let pieces = stream::repeat_with(|| Ok::<_, Infallible>(Bytes::from_static(&[b'.'; 16 * 1024])));
            Body::from_stream(pieces)
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut viewer = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        viewer.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        let (stream, peer) = listener.accept().await.unwrap();
        let (_switch, stop) = crate::shutdown::stop();
        let serving = connection(stream, peer, Router::new().route("/", get(endless)), stop, Duration::from_secs(1));
        timeout(Duration::from_secs(30), serving).await.expect("it ends by itself, with the viewer still there");
    }
}
