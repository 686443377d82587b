//! Which addresses a browser may name as its push service. The server will send requests there, so whoever can name one
//! must not get to see or touch what only the server reaches: HTTPS to public addresses, checked when it is named and again
//! at each connection, when its name is looked up.

use axum::http::Uri;
use std::net::IpAddr;

/// The longest endpoint, in bytes. Those of the large push services have 200 to 500.
pub const LONGEST: usize = 1024;

/// Where push services may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reachable {
    /// On the internet, by HTTPS.
    Public,
    /// Anywhere, also without TLS: an operator's own, or a test's.
    Anywhere,
}

/// An address of a push service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    uri: Uri,
    origin: String,
}

/// Not an address that messages may be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a push service's address")]
pub struct NotAnEndpoint;

impl Endpoint {
    /// The whole address: a secret of the device's.
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Scheme, host and, if it isn't the usual one, port.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl Reachable {
    /// Reads an address as a browser gives it.
    ///
    /// # Errors
    /// If it isn't a URL of a push service, or not reachable in this sense.
    pub fn endpoint(self, text: &str) -> Result<Endpoint, NotAnEndpoint> {
        if text.len() > LONGEST {
            return Err(NotAnEndpoint);
        }
        let uri: Uri = text.parse().map_err(|_| NotAnEndpoint)?;
        let (scheme, authority) = uri.scheme_str().zip(uri.authority()).ok_or(NotAnEndpoint)?;
        let usual = match (scheme, self) {
            ("https", _) => 443,
            ("http", Reachable::Anywhere) => 80,
            _ => return Err(NotAnEndpoint),
        };
        let host = authority.host().to_ascii_lowercase();
        if authority.as_str().contains('@') || !self.takes_host(&host) {
            return Err(NotAnEndpoint);
        }
        let port = authority.port_u16().filter(|port| *port != usual);
        // A browser's push service is on the usual port; another may be anything that isn't for the web.
        let origin = match (port, self) {
            (None, _) => format!("{scheme}://{host}"),
            (Some(port), Reachable::Anywhere) => format!("{scheme}://{host}:{port}"),
            (Some(_), Reachable::Public) => return Err(NotAnEndpoint),
        };
        Ok(Endpoint { uri, origin })
    }

    fn takes_host(self, host: &str) -> bool {
        if host.is_empty() || self == Reachable::Anywhere {
            return !host.is_empty();
        }
        let literal = host.trim_start_matches('[').trim_end_matches(']');
        match literal.parse() {
            Ok(address) => self.takes(address),
            // A name: of somewhere on the internet. What it stands for is seen when it is looked up.
            Err(_) => {
                let inside = ["localhost", "local", "internal", "lan", "home", "arpa"];
                host.contains('.')
                    && host.rsplit('.').next().is_some_and(|last| {
                        !inside.contains(&last) && last.bytes().any(|byte| byte.is_ascii_alphabetic())
                    })
            }
        }
    }

    /// Whether a connection may go to this address.
    pub fn takes(self, address: IpAddr) -> bool {
        self == Reachable::Anywhere || is_public(address)
    }
}

/// Whether the address is of a host on the internet (IANA's registries of special-purpose addresses).
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            let shared = a == 100 && (64..128).contains(&b);
            let for_protocols = (a, b, c) == (192, 0, 0) || (a, b, c) == (192, 88, 99);
            let for_benchmarks = a == 198 && (18..20).contains(&b);
            !(a == 0
                || a >= 224
                || address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_documentation()
                || shared
                || for_protocols
                || for_benchmarks)
        }
        // Global unicast, without what stands for an IPv4 address inside (Teredo, 6to4) and what is for documents.
        IpAddr::V6(address) => {
            let [first, second, ..] = address.segments();
            let special = match first {
                0x2001 => second < 0x0200 || second == 0x0db8,
                0x2002 | 0x3fff => true,
                _ => false,
            };
            (0x2000..0x4000).contains(&first) && !special
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_push_services_are_taken() {
        for (endpoint, origin) in [
            ("https://fcm.googleapis.com/fcm/send/c1KrmpTuRm8:APA91bE", "https://fcm.googleapis.com"),
            ("https://updates.push.services.mozilla.com/wpush/v2/gAAAA", "https://updates.push.services.mozilla.com"),
            ("https://Web.Push.Apple.com:443/QGuQyavXutnMGcc", "https://web.push.apple.com"),
            ("https://sg2p.notify.windows.com/w/?token=BQYAAAB%2f", "https://sg2p.notify.windows.com"),
            ("https://8.8.8.8/x", "https://8.8.8.8"),
            ("https://[2606:4700::1111]/x", "https://[2606:4700::1111]"),
        ] {
            let read = Reachable::Public.endpoint(endpoint).unwrap_or_else(|_| panic!("{endpoint}"));
            assert_eq!((read.origin(), read.uri().path().is_empty()), (origin, false));
        }
    }

    #[test]
    fn nothing_inside_can_be_named() {
        let long = format!("https://push.example.com/{}", "a".repeat(LONGEST));
        for inside in [
            "http://push.example.com/x",
            "https://127.0.0.1/x",
            "https://127.1/x",
            "https://0/x",
            "https://2130706433/x",
            "https://0x7f.0.0.1/x",
            "https://10.0.0.8/x",
            "https://172.16.0.1/x",
            "https://192.168.1.1/x",
            "https://169.254.169.254/latest/meta-data",
            "https://100.64.0.1/x",
            "https://198.18.0.1/x",
            "https://224.0.0.1/x",
            "https://255.255.255.255/x",
            "https://[::1]/x",
            "https://[::]/x",
            "https://[::ffff:10.0.0.1]/x",
            "https://[64:ff9b::a00:1]/x",
            "https://[2002:a00:1::]/x",
            "https://[fd00::1]/x",
            "https://[fe80::1]/x",
            "https://localhost/x",
            "https://database/x",
            "https://db.internal/x",
            "https://printer.local/x",
            "https://user:word@push.example.com/x",
            "https://push.example.com:6379/x",
            "ftp://push.example.com/x",
            "push.example.com/x",
            "https:///x",
            "/x",
            "",
            &long,
        ] {
            assert_eq!(Reachable::Public.endpoint(inside), Err(NotAnEndpoint), "{inside}");
        }
    }

    #[test]
    fn an_operator_may_say_that_the_push_service_is_their_own() {
        let own = Reachable::Anywhere.endpoint("http://127.0.0.1:8080/x").expect("their own");
        assert_eq!(own.origin(), "http://127.0.0.1:8080");
        for bad in ["ftp://127.0.0.1/x", "http://a@127.0.0.1/x", "/x"] {
            assert_eq!(Reachable::Anywhere.endpoint(bad), Err(NotAnEndpoint), "{bad}");
        }
    }
}
