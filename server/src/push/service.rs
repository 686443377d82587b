//! Requests to push services. Each is answered or given up within [`PATIENCE`], follows no redirect, connects to nothing
//! that isn't reachable in the operator's sense, and reads nothing of an answer but its head.

use super::endpoint::Reachable;
use super::envelope::Envelope;
use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use futures::future::BoxFuture;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::Name;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::io;
use std::net::SocketAddr;
use std::task::{Context, Poll};
use std::time::Duration;
use tower::Service;

/// A request may take so long, connecting included.
const PATIENCE: Duration = Duration::from_secs(10);
/// Connecting may take so long.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// Connections are kept for so long.
const KEPT_OPEN: Duration = Duration::from_secs(30);

/// What a push service answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// It will be delivered.
    Taken,
    /// The subscription doesn't exist any more.
    Gone,
    /// It never will be; why.
    Refused(String),
    /// It may be later.
    Later {
        why: String,
        /// As the service says.
        after: Option<Duration>,
        /// Everything for this service has to wait, and not this message alone.
        is_of_service: bool,
    },
}

type Connector = HttpsConnector<HttpConnector<Lookup>>;

/// All push services.
pub struct PushServices {
    client: Client<Connector, Body>,
}

impl PushServices {
    /// Connects to what is reachable.
    pub fn new(reachable: Reachable) -> Self {
        let mut plain = HttpConnector::new_with_resolver(Lookup(reachable));
        plain.enforce_http(false);
        plain.set_connect_timeout(Some(CONNECT_WITHIN));
        plain.set_nodelay(true);
        let secure = HttpsConnectorBuilder::new().with_webpki_roots();
        let connector = match reachable {
            Reachable::Public => secure.https_only(),
            Reachable::Anywhere => secure.https_or_http(),
        };
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(KEPT_OPEN)
            .build(connector.enable_http1().wrap_connector(plain));
        Self { client }
    }

    /// Hands a message in.
    pub async fn deliver(&self, envelope: Envelope) -> Reply {
        match tokio::time::timeout(PATIENCE, self.client.request(envelope)).await {
            // The body isn't read: the connection goes with it, if there is more than fits a packet.
            Ok(Ok(response)) => reply(response.status(), response.headers()),
            Ok(Err(error)) => unreachable(error.to_string()),
            Err(_) => unreachable("no answer in time".into()),
        }
    }
}

fn unreachable(why: String) -> Reply {
    Reply::Later { why, after: None, is_of_service: true }
}

/// What an answer means (RFC 8030, 5 and 7.3).
fn reply(status: StatusCode, headers: &HeaderMap) -> Reply {
    match status.as_u16() {
        200..=299 => Reply::Taken,
        404 | 410 => Reply::Gone,
        code @ (408 | 429 | 500..=599) => {
            let seconds = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
            let is_of_service = matches!(code, 429 | 503);
            Reply::Later { why: status.to_string(), after: seconds.map(Duration::from_secs), is_of_service }
        }
        _ => Reply::Refused(status.to_string()),
    }
}

/// Looks names up, and gives of their addresses those that are reachable: a name may stand for anything.
#[derive(Clone, Copy)]
struct Lookup(Reachable);

impl Service<Name> for Lookup {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = BoxFuture<'static, io::Result<Self::Response>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let reachable = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let addresses: Vec<SocketAddr> = found.filter(|address| reachable.takes(address.ip())).collect();
            if addresses.is_empty() {
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, "not a public address"));
            }
            Ok(addresses.into_iter())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_whether_it_is_worth_trying_again() {
        let bare = HeaderMap::new();
        let told = HeaderMap::from_iter([(header::RETRY_AFTER, "7".parse().expect("visible"))]);
        assert_eq!(reply(StatusCode::CREATED, &bare), Reply::Taken);
        assert_eq!(reply(StatusCode::GONE, &bare), Reply::Gone);
        assert_eq!(reply(StatusCode::NOT_FOUND, &bare), Reply::Gone);
        for status in [StatusCode::BAD_REQUEST, StatusCode::FORBIDDEN, StatusCode::FOUND, StatusCode::PAYLOAD_TOO_LARGE]
        {
            assert!(matches!(reply(status, &bare), Reply::Refused(_)), "{status}");
        }
        let Reply::Later { after, is_of_service, .. } = reply(StatusCode::TOO_MANY_REQUESTS, &told) else {
            panic!("later");
        };
        assert_eq!((after, is_of_service), (Some(Duration::from_secs(7)), true));
        let Reply::Later { after, is_of_service, .. } = reply(StatusCode::BAD_GATEWAY, &bare) else { panic!("later") };
        assert_eq!((after, is_of_service), (None, false));
    }

    #[tokio::test]
    async fn a_name_that_stands_for_this_machine_is_not_connected_to() {
        let name: Name = "localhost".parse().expect("a name");
        let refused = Lookup(Reachable::Public).call(name.clone()).await;
        assert_eq!(refused.map_err(|error| error.kind()).map(|_| ()), Err(io::ErrorKind::PermissionDenied));
        assert!(Lookup(Reachable::Anywhere).call(name).await.is_ok_and(|mut found| found.next().is_some()));
    }
}
