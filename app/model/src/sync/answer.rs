//! Reading what came back over the link. Promises that nothing but the protocol's own answer counts as one, and that
//! what a newer server says is understood as far as possible: one entry that can't be read doesn't spoil the others.

use crate::id::{OpId, Rev};
use crate::initiative::Initiative;
use crate::json::{self, Raw};
use crate::op::OpResult;
use crate::problem::{Problem, ProblemKind};
use crate::wire::{Member, SyncResponse};
use serde::Deserialize;

/// The answer to `POST /sync`, as far as this version of the app can read it.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The receipts. One whose outcome this version doesn't know counts as a refusal: the words stay, and are shown.
    pub results: Vec<OpResult>,
    /// The server's versions.
    pub changes: Vec<Initiative>,
    /// Where the device stands now.
    pub cursor: String,
    /// There are more changes.
    pub more: bool,
    /// There were changes that this version can't read.
    pub unread: bool,
    /// Who the device belongs to, if the server says so.
    pub member: Option<Member>,
}

/// Why a request has no answer that can be used. Whatever it is, what was sent is kept and sent again.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// No link, or it broke.
    Unreachable,
    /// An answer that isn't the protocol's: a portal's page, a proxy's error.
    Garbled,
    /// A problem document.
    Refused(Problem),
    /// Try again.
    Busy {
        /// After so many seconds at least.
        retry_after: Option<u32>,
    },
}

impl From<SyncResponse> for Answer {
    fn from(response: SyncResponse) -> Self {
        let SyncResponse { results, changes, cursor, more, member } = response;
        Answer { results, changes, cursor, more, unread: false, member }
    }
}

impl Answer {
    /// Reads the answer to `POST /sync`. `retry_after` is the header of that name.
    ///
    /// # Errors
    /// [`Failure`], if the answer isn't a receipt, whatever else it is.
    pub fn read(status: u16, retry_after: Option<&str>, body: &str) -> Result<Answer, Failure> {
        if status != 200 {
            return Err(Failure::read(status, retry_after, body));
        }
        #[derive(Deserialize)]
        struct Loose<'a> {
            #[serde(borrow)]
            results: Vec<Raw<'a>>,
            #[serde(borrow)]
            changes: Vec<Raw<'a>>,
            cursor: String,
            more: bool,
            #[serde(default)]
            member: Option<Member>,
        }
        let loose: Loose = json::read(body).map_err(|_| Failure::Garbled)?;
        let named = loose.changes.len();
        let changes: Vec<Initiative> =
            loose.changes.into_iter().filter_map(|Raw(text)| json::read(text).ok()).collect();
        let unread = changes.len() < named;
        let results = loose.results.into_iter().filter_map(read_result).collect();
        Ok(Answer { results, changes, cursor: loose.cursor, more: loose.more, unread, member: loose.member })
    }
}

pub(crate) fn read_result(Raw(text): Raw<'_>) -> Option<OpResult> {
    #[derive(Deserialize)]
    struct Named {
        id: OpId,
    }
    let unknown = |Named { id }| OpResult::rejected(id, Rev(0), Problem::new(ProblemKind::Unknown));
    json::read(text).ok().or_else(|| json::read(text).ok().map(unknown))
}

impl Failure {
    /// Classifies an answer that isn't a success. Only a problem document speaks for the server; a page of a portal or
    /// proxy, whatever its status, is no word of ours.
    pub fn read(status: u16, retry_after: Option<&str>, body: &str) -> Failure {
        let retry_after = retry_after.and_then(|header| header.trim().parse().ok());
        match json::read::<Problem>(body) {
            Ok(problem) if problem.status == status && problem.kind.needs_a_person() => Failure::Refused(problem),
            Ok(problem) if problem.status == status => Failure::Busy { retry_after },
            _ if matches!(status, 429 | 503) => Failure::Busy { retry_after },
            _ => Failure::Garbled,
        }
    }
}
