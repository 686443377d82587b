//! Where people reach the server, as its administrator says.

use std::fmt;
use std::str::FromStr;

/// An address of a server: `https://` (or `http://`), a host, perhaps a port, and nothing behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

/// Not the address of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an address such as https://sangkien.example, without a path")]
pub struct NotAPublicUrl;

impl FromStr for PublicUrl {
    type Err = NotAPublicUrl;

    fn from_str(text: &str) -> Result<Self, NotAPublicUrl> {
        let text = text.strip_suffix('/').unwrap_or(text);
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or(NotAPublicUrl)?;
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        if host.is_empty() || !host.chars().all(is_part) {
            return Err(NotAPublicUrl);
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_scheme_and_a_host() {
        for (text, url) in [
            ("https://sangkien.example/", "https://sangkien.example"),
            ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
            ("https://[::1]:3000", "https://[::1]:3000"),
        ] {
            assert_eq!(text.parse::<PublicUrl>().map(|url| url.to_string()).as_deref(), Ok(url));
        }
        for bad in [
            "",
            "sangkien.example",
            "https://",
            "ftp://a.vn",
            "https://a.vn/x",
            "https://a.vn\"><script>",
            "https://a b",
        ] {
            assert_eq!(bad.parse::<PublicUrl>(), Err(NotAPublicUrl), "{bad}");
        }
    }
}
