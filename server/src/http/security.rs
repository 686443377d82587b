//! The response headers that every document carries. Knows nothing of what is in the document.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};

/// The content security policy of every document but the shell: none holds a script of its own.
///
/// `style-src-attr` lets the charts say their values (`style="--v:0.37"`) before the wasm is there;
/// stylesheets and scripts still come only from us. `'wasm-unsafe-eval'` allows compiling wasm and
/// nothing else.
pub(super) const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src-attr 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/// The policy of a document that holds exactly this script and this stylesheet.
pub(super) fn policy_with(script: &str, style: &str) -> HeaderValue {
    let hash = |text: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)));
    let scripts = format!("script-src 'self' {}", hash(script));
    let policy = format!("{}; style-src 'self' {}", POLICY.replace("script-src 'self'", &scripts), hash(style));
    HeaderValue::try_from(policy).expect("a policy is ASCII")
}

/// Who may show a document in a frame of theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framers {
    /// Pages of this server, as the control desk does with the stage.
    Ourselves,
    /// Anybody: an overlay says what is public and has nothing to press, and those who show it are a page on the studio's
    /// disk, whose origin no policy can name, and graphics systems at addresses of their own.
    Anybody,
}

/// A policy that says who may frame the document, in place of nobody.
pub(super) fn policy_framed_by(policy: &HeaderValue, framers: Framers) -> HeaderValue {
    const NOBODY: &str = "; frame-ancestors 'none'";
    let others = match framers {
        Framers::Ourselves => "; frame-ancestors 'self'",
        Framers::Anybody => "",
    };
    let policy = policy.to_str().expect("a policy is ASCII").replace(NOBODY, others);
    HeaderValue::try_from(policy).expect("a policy is ASCII")
}

/// The policy of a document that holds exactly this stylesheet and nothing else: it runs and loads nothing.
pub(super) fn style_alone(style: &str) -> HeaderValue {
    let hash = BASE64_STANDARD.encode(Sha256::digest(style));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).expect("a policy is ASCII")
}

/// Headers of a document besides its policy.
pub(super) fn harden(headers: &mut HeaderMap) {
    const HARDENING: [(HeaderName, &str); 3] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in HARDENING {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
