//! Problems: what a person or program is told when something can't be done (RFC 9457). The kind and the faults are
//! facts; title and detail are put into the reader's language at the edge, by `words.rs` of the server and the app.

use crate::field::FieldFault;
use crate::initiative::Decision;
use serde::{Deserialize, Serialize};

/// The stable slugs of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ProblemKind {
    /// The content can't be changed in this state.
    Frozen,
    /// Not this person's to do.
    Forbidden,
    /// There is no such thing, or it isn't this person's to see.
    NotFound,
    /// Malformed or out of range; `errors` lists each fault.
    Invalid,
    /// The sync cursor isn't one of this log's history: nothing was applied, and the device starts again without one.
    ForeignCursor,
    /// This op id came before with other content.
    OpReused,
    /// Somebody has decided already.
    AlreadyDecided,
    /// Its author has deleted it.
    Deleted,
    /// This version doesn't know the action.
    Unsupported,
    /// No unit has this join code.
    UnknownCode,
    /// Somebody else of the unit has this card number: one is to come back by a code or passkey, or ask to be put together.
    MemberExists,
    /// Too many requests from here; `Retry-After` says when.
    TooManyRequests,
    /// The request's body, or what it expands to, is too large.
    TooLarge,
    /// No token, or one that isn't valid any more.
    Unauthorized,
    /// Login, password or code are wrong; which of them isn't said.
    WrongCredentials,
    /// The password is right, and a code of the authenticator app is needed as well.
    OtpRequired,
    /// The address takes another method.
    MethodNotAllowed,
    /// The body isn't of a type that this address takes.
    UnsupportedMediaType,
    /// The server can't take this now; `Retry-After` says when.
    Unavailable,
    /// A fault of ours.
    Internal,
    /// A kind that this version doesn't know: the other side is newer. Its title and detail still say what it is.
    #[serde(other, rename = "about:blank")]
    Unknown,
}

impl ProblemKind {
    /// Every kind of the protocol.
    pub const ALL: [ProblemKind; 20] = [
        ProblemKind::Frozen,
        ProblemKind::Forbidden,
        ProblemKind::NotFound,
        ProblemKind::Invalid,
        ProblemKind::ForeignCursor,
        ProblemKind::OpReused,
        ProblemKind::AlreadyDecided,
        ProblemKind::Deleted,
        ProblemKind::Unsupported,
        ProblemKind::UnknownCode,
        ProblemKind::MemberExists,
        ProblemKind::TooManyRequests,
        ProblemKind::TooLarge,
        ProblemKind::Unauthorized,
        ProblemKind::WrongCredentials,
        ProblemKind::OtpRequired,
        ProblemKind::MethodNotAllowed,
        ProblemKind::UnsupportedMediaType,
        ProblemKind::Unavailable,
        ProblemKind::Internal,
    ];

    /// The slug on the wire.
    pub const fn slug(self) -> &'static str {
        match self {
            ProblemKind::Frozen => "frozen",
            ProblemKind::Forbidden => "forbidden",
            ProblemKind::NotFound => "not-found",
            ProblemKind::Invalid => "invalid",
            ProblemKind::ForeignCursor => "foreign-cursor",
            ProblemKind::OpReused => "op-reused",
            ProblemKind::AlreadyDecided => "already-decided",
            ProblemKind::Deleted => "deleted",
            ProblemKind::Unsupported => "unsupported",
            ProblemKind::UnknownCode => "unknown-code",
            ProblemKind::MemberExists => "member-exists",
            ProblemKind::TooManyRequests => "too-many-requests",
            ProblemKind::TooLarge => "too-large",
            ProblemKind::Unauthorized => "unauthorized",
            ProblemKind::WrongCredentials => "wrong-credentials",
            ProblemKind::OtpRequired => "otp-required",
            ProblemKind::MethodNotAllowed => "method-not-allowed",
            ProblemKind::UnsupportedMediaType => "unsupported-media-type",
            ProblemKind::Unavailable => "unavailable",
            ProblemKind::Internal => "internal",
            ProblemKind::Unknown => "about:blank",
        }
    }

    /// Whether trying again as it was can't help: somebody has to change something first.
    pub const fn needs_a_person(self) -> bool {
        !matches!(self, ProblemKind::TooManyRequests | ProblemKind::Unavailable | ProblemKind::Internal)
    }

    /// The HTTP status that goes with it.
    pub const fn status(self) -> u16 {
        match self {
            ProblemKind::Invalid | ProblemKind::ForeignCursor | ProblemKind::Unsupported | ProblemKind::Unknown => 400,
            ProblemKind::Unauthorized | ProblemKind::WrongCredentials | ProblemKind::OtpRequired => 401,
            ProblemKind::Forbidden => 403,
            ProblemKind::NotFound | ProblemKind::UnknownCode => 404,
            ProblemKind::MethodNotAllowed => 405,
            ProblemKind::Frozen | ProblemKind::OpReused | ProblemKind::AlreadyDecided | ProblemKind::MemberExists => {
                409
            }
            ProblemKind::Deleted => 410,
            ProblemKind::TooLarge => 413,
            ProblemKind::UnsupportedMediaType => 415,
            ProblemKind::TooManyRequests => 429,
            ProblemKind::Internal => 500,
            ProblemKind::Unavailable => 503,
        }
    }
}

/// A problem document. `title` and `detail` are empty until the edge puts them into the reader's language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// What kind of problem it is.
    #[serde(rename = "type")]
    pub kind: ProblemKind,
    /// The HTTP status that this kind of problem has, or would have.
    pub status: u16,
    /// The kind in the reader's language.
    #[serde(default)]
    pub title: String,
    /// What to do next, in the reader's language.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// Every fault found, each with a JSON Pointer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldFault>,
    /// Of `already-decided`: the decision that holds, with who made it and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Box<Decision>>,
    /// Of `unauthorized`: this device was given up for lost, and is to wipe what it holds.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revoked: bool,
}

impl Problem {
    /// A problem of this kind, without words.
    pub fn new(kind: ProblemKind) -> Self {
        Self {
            kind,
            status: kind.status(),
            title: String::new(),
            detail: String::new(),
            errors: Vec::new(),
            decision: None,
            revoked: false,
        }
    }

    /// `invalid`, with these faults.
    pub fn faults(errors: Vec<FieldFault>) -> Self {
        Self { errors, ..Self::new(ProblemKind::Invalid) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::{Fault, Field};
    use serde_json::json;

    #[test]
    fn the_slug_is_what_goes_over_the_wire() {
        for kind in ProblemKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), json!(kind.slug()));
            assert_eq!(serde_json::from_value::<ProblemKind>(json!(kind.slug())).unwrap(), kind);
        }
    }

    #[test]
    fn a_problem_of_a_newer_server_keeps_its_words() {
        let newer = json!({"type": "too-early", "status": 425, "title": "Chưa đến lúc", "instance": "/x"});
        let problem: Problem = serde_json::from_value(newer).unwrap();
        assert_eq!((problem.kind, problem.status, problem.title.as_str()), (ProblemKind::Unknown, 425, "Chưa đến lúc"));
        let again: Problem = serde_json::from_value(serde_json::to_value(&problem).unwrap()).unwrap();
        assert_eq!(again, problem);
    }

    #[test]
    fn a_problem_lists_its_faults_with_codes_and_numbers() {
        let fault = FieldFault::of(Field::Authors, Fault::SharesSum { sum: 101 });
        let json = serde_json::to_value(Problem::faults(vec![fault])).unwrap();
        let errors = json!([{"pointer": "/authors", "code": "shares-sum", "sum": 101}]);
        assert_eq!(json, json!({"type": "invalid", "status": 400, "title": "", "errors": errors}));
    }
}
