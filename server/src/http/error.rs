//! Why a request is refused. One enum: each variant knows its kind, its words and what must go into the log. A refusal
//! travels as an extension of an empty response; [`super::around`] writes the problem document (RFC 9457) in the
//! reader's language. What happened inside is logged, never sent.

use super::words;
use crate::writer::Refused;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::field::{Fault, FieldFault};
use model::number::Lang;
use model::problem::{Problem, ProblemKind};
use model::show::rules::Refused as ShowRefused;
use model::wire::MergeObstacle;
use std::sync::Arc;
use std::time::Duration;
use store::{JoinError, StoreError};

/// Why a request is refused.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Refusal {
    /// Nothing more to say than the kind.
    #[error("{}", .0.slug())]
    Plain(ProblemKind),
    /// What was sent is well-formed but not right; every fault with its JSON Pointer.
    #[error("invalid: {0:?}")]
    Faults(Vec<FieldFault>),
    /// The body isn't JSON, counted from line 1, column 1.
    #[error("not JSON at line {line}, column {column}")]
    NotJson { line: usize, column: usize },
    /// The body isn't UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
    /// The body ended early, came too slowly, or doesn't decompress.
    #[error("the body is broken")]
    BrokenBody,
    /// The query string can't be read.
    #[error("the query can't be read")]
    BrokenQuery,
    /// The sync cursor isn't one that this server gave out.
    #[error("a cursor of another server")]
    ForeignCursor,
    /// The idempotency key is malformed, or came before with another request.
    #[error("an idempotency key that can't be used")]
    BadKey,
    /// A write with a session cookie that doesn't come from our own pages.
    #[error("a write from another site")]
    CrossSite,
    /// No invitation that holds.
    #[error("no such invitation")]
    NoInvitation,
    /// No reset of a password that holds.
    #[error("no such reset")]
    NoReset,
    /// The token is of a device that was given up for lost.
    #[error("a lost device")]
    Revoked,
    /// The token came from joining, and this takes one from signing in.
    #[error("not signed in as an officer")]
    SignInFirst,
    /// An authenticator app is in use: it is removed first, with the password, before another one is set up.
    #[error("an authenticator app is in use")]
    OtpHolds,
    /// Two members can't be put together.
    #[error("{0}")]
    Merge(MergeObstacle),
    /// The rules of the show don't allow it now.
    #[error("{0}")]
    Show(ShowRefused),
    /// Too many requests; it works again after this long.
    #[error("too many requests")]
    TooMany(Duration),
    /// It can't be done now; it is worth trying again after this long.
    #[error("not available now: {why}")]
    Unavailable { why: String, again_in: Duration },
    /// A fault of ours.
    #[error("{0}")]
    Internal(String),
}

/// How soon a device may try again when the store or the queue can't take more.
const AGAIN_SOON: Duration = Duration::from_secs(2);
/// The same while the server needs its administrator.
const AGAIN_LATER: Duration = Duration::from_secs(30);

impl Refusal {
    /// The server is shutting down.
    pub fn stopping() -> Self {
        Refusal::Unavailable { why: "shutting down".into(), again_in: AGAIN_SOON }
    }

    /// Too much work at once.
    pub fn busy(why: String) -> Self {
        Refusal::Unavailable { why, again_in: AGAIN_SOON }
    }

    /// One fault at a pointer.
    pub fn fault(pointer: impl Into<String>, fault: Fault) -> Self {
        Refusal::Faults(vec![FieldFault { pointer: pointer.into(), fault }])
    }

    /// The problem's kind, which decides the status.
    pub fn kind(&self) -> ProblemKind {
        match self {
            Refusal::Plain(kind) => *kind,
            Refusal::Faults(_)
            | Refusal::NotJson { .. }
            | Refusal::NotUtf8
            | Refusal::BrokenBody
            | Refusal::BrokenQuery
            | Refusal::BadKey => ProblemKind::Invalid,
            Refusal::ForeignCursor => ProblemKind::ForeignCursor,
            Refusal::CrossSite | Refusal::SignInFirst | Refusal::OtpHolds | Refusal::Merge(_) => ProblemKind::Forbidden,
            Refusal::NoInvitation | Refusal::NoReset => ProblemKind::NotFound,
            Refusal::Show(ShowRefused::Fault { .. }) => ProblemKind::Invalid,
            Refusal::Show(ShowRefused::NoSuchItem | ShowRefused::NoSuchStory) => ProblemKind::NotFound,
            Refusal::Show(_) => ProblemKind::Frozen,
            Refusal::Revoked => ProblemKind::Unauthorized,
            Refusal::TooMany(_) => ProblemKind::TooManyRequests,
            Refusal::Unavailable { .. } => ProblemKind::Unavailable,
            Refusal::Internal(_) => ProblemKind::Internal,
        }
    }

    /// The problem document in the reader's language.
    pub fn problem(&self, lang: Lang) -> Problem {
        let mut problem = Problem::new(self.kind());
        match self {
            Refusal::Plain(_) | Refusal::Internal(_) => {}
            Refusal::Faults(faults) => problem.errors.clone_from(faults),
            Refusal::Show(ShowRefused::Fault { fault }) => problem.errors.push(fault.clone()),
            Refusal::Show(why) => {
                problem.title = words::show::title(lang).into();
                problem.detail = words::show::refused(why, lang).unwrap_or_default();
            }
            Refusal::NotJson { line, column } => problem.detail = words::not_json(*line, *column, lang),
            Refusal::NotUtf8 => problem.detail = words::not_utf8(lang).into(),
            Refusal::BrokenBody => problem.detail = words::broken_body(lang).into(),
            Refusal::BrokenQuery => problem.detail = words::broken_query(lang).into(),
            Refusal::ForeignCursor => {
                problem.errors.push(FieldFault { pointer: "/cursor".into(), fault: Fault::WrongType });
                problem.detail = words::foreign_cursor(lang).into();
            }
            Refusal::BadKey => problem.detail = words::bad_key(lang).into(),
            Refusal::CrossSite => problem.detail = words::cross_site(lang).into(),
            Refusal::NoInvitation => problem.detail = words::no_invitation(lang).into(),
            Refusal::NoReset => problem.detail = words::no_reset(lang).into(),
            Refusal::OtpHolds => problem.detail = words::otp_holds(lang).into(),
            Refusal::Merge(obstacle) => problem.detail = words::merge_obstacle(*obstacle, lang).into(),
            Refusal::SignInFirst => problem.detail = words::sign_in_first(lang).into(),
            Refusal::Revoked => {
                problem.revoked = true;
                problem.detail = words::revoked(lang).into();
            }
            Refusal::TooMany(wait) | Refusal::Unavailable { again_in: wait, .. } => {
                problem.detail = words::wait(self.kind(), whole_seconds(*wait), lang);
            }
        }
        words::explain(&mut problem, lang);
        problem
    }

    fn retry_after(&self) -> Option<u64> {
        match self {
            Refusal::TooMany(wait) | Refusal::Unavailable { again_in: wait, .. } => Some(whole_seconds(*wait)),
            _ => None,
        }
    }
}

/// At least 1: "in 0 seconds" would be an invitation to hammer.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_millis().div_ceil(1000).max(1).try_into().unwrap_or(u64::MAX)
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(why) => Refusal::Unavailable { why, again_in: AGAIN_SOON },
            StoreError::NoCampaign => Refusal::Unavailable { why: error.to_string(), again_in: AGAIN_LATER },
            StoreError::Mismatch(why) => Refusal::Unavailable { why, again_in: AGAIN_LATER },
            StoreError::Broken(why) => Refusal::Internal(why),
        }
    }
}

impl From<JoinError> for Refusal {
    fn from(error: JoinError) -> Self {
        match error {
            JoinError::UnknownCode => Refusal::Plain(ProblemKind::UnknownCode),
            JoinError::MemberExists => Refusal::Plain(ProblemKind::MemberExists),
            JoinError::KeyReused => Refusal::BadKey,
            JoinError::Store(error) => error.into(),
        }
    }
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Busy { retry_after } => Refusal::Unavailable { why: refused.to_string(), again_in: retry_after },
            Refused::Unavailable => Refusal::Unavailable { why: refused.to_string(), again_in: AGAIN_SOON },
            Refused::Internal => Refusal::Internal(refused.to_string()),
        }
    }
}

/// A refusal on its way out, not yet in anybody's language.
#[derive(Debug, Clone)]
struct Unspoken(Arc<Refusal>);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match &self {
            Refusal::Internal(why) => tracing::error!(why, "a request failed"),
            Refusal::Unavailable { why, .. } => tracing::warn!(why, "a request was put off"),
            _ => tracing::debug!(refusal = %self, "a request was refused"),
        }
        let status = StatusCode::from_u16(self.kind().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(Unspoken(Arc::new(self)));
        response
    }
}

/// Writes the problem document into a response that carries a refusal, or an error without a word; others pass as they
/// are.
pub fn speak(mut response: Response, lang: Lang) -> Response {
    let problem = match response.extensions_mut().remove::<Unspoken>() {
        Some(Unspoken(refusal)) => refusal.problem(lang),
        None => match wordless(&response) {
            Some(kind) => Refusal::Plain(kind).problem(lang),
            None => return response,
        },
    };
    // Plain data with string keys: serialising it can't fail.
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    for (name, value) in [
        (header::CONTENT_TYPE, "application/problem+json"),
        (header::CONTENT_LANGUAGE, lang.code()),
        (header::VARY, "accept-language"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    *response.body_mut() = Body::from(body);
    response
}

/// The problem of an error response that nobody has written anything into: a router's own 404 or 405.
fn wordless(response: &Response) -> Option<ProblemKind> {
    if response.headers().contains_key(header::CONTENT_TYPE) {
        return None;
    }
    match response.status() {
        StatusCode::NOT_FOUND => Some(ProblemKind::NotFound),
        StatusCode::METHOD_NOT_ALLOWED => Some(ProblemKind::MethodNotAllowed),
        StatusCode::INTERNAL_SERVER_ERROR => Some(ProblemKind::Internal),
        _ => None,
    }
}

/// The language that the reader prefers.
pub fn reader(headers: &HeaderMap) -> Lang {
    let header = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    header.map_or(Lang::default(), Lang::from_accept_language)
}
