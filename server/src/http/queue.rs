//! `GET /initiatives`: the officers' queue, what is due first comes first. Nobody gets it but who reads initiatives of the units
//! that are asked for.

use super::Shared;
use super::auth::Caller;
use super::body;
use super::client::Client;
use super::cursor;
use super::duplicates;
use super::error::Refusal;
use super::query::Parameters;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::field::{Fault, Kind};
use model::id::InitiativeId;
use model::initiative::State as Standing;
use model::problem::ProblemKind;
use model::text::{char_count, search_key};
use model::unit::UnitCode;
use model::wire::QueueResponse;
use store::{Likeness, Mark, QueueAsk, QueueState, Scope};
use uuid::Uuid;

/// As many initiatives as a page has if nothing is said.
const USUAL: usize = 50;
/// The most that a page has.
const MOST: usize = 500;
/// The longest search, in characters.
const MAX_QUERY: usize = 200;

/// The officers' queue: overdue ones first, then what is due soonest. What nobody has received yet counts from when it was sent.
#[utoipa::path(
    get, path = "/initiatives", context_path = "/api/v1", operation_id = "queue", tag = "officers", security(("token" = []), ("cookie" = [])),
    params(
        ("unit" = Option<UnitCode>, Query, description = "Only of this unit and those under it. All that the token's roles read without."),
        ("state" = Option<String>, Query, description = "A state; `waiting` (the default): submitted, received, and recognised ones that were put higher, before a unit of the reader's; or `all`."),
        ("kind" = Option<Kind>, Query, description = "Only of this kind."),
        ("duplicates" = Option<bool>, Query, description = "`true`: only those with a possible duplicate."),
        ("q" = Option<String>, Query, description = "Words of the title or of the author's name, all of them; diacritics and case don't matter. At most 200 characters."),
        ("cursor" = Option<String>, Query, description = "Of the page before."),
        ("limit" = Option<u32>, Query, description = "1 to 500, 50 without."),
    ),
    responses((status = 200, description = "A page of the queue.", body = super::openapi::QueueResponse))
)]
pub async fn queue(
    State(shared): State<Shared>,
    caller: Caller,
    Client(from): Client,
    headers: HeaderMap,
    mut parameters: Parameters,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let asked = Asked::read(&mut parameters);
    parameters.done()?;
    let directory = shared.board.directory();
    let scope = Scope::of(&directory, caller.offices());
    if scope.is_empty() {
        return Err(Refusal::Plain(ProblemKind::Forbidden));
    }
    // Before the page is read, so that what is found meanwhile comes with the next sync.
    let found = shared.store.duplicates().findings_end().await?;
    let view = match cursor::fingerprint(&scope, &caller) {
        Some(fingerprint) => Some(cursor::view(shared.store.as_ref(), fingerprint, found).await?),
        None => None,
    };
    let within = match asked.unit {
        None => None,
        Some(unit) => {
            let unit = directory.index(&unit).ok_or(Refusal::Plain(ProblemKind::NotFound))?;
            if !caller.reads(directory.path(unit).iter().map(|above| &directory.units()[*above].code)) {
                return Err(Refusal::Plain(ProblemKind::Forbidden));
            }
            Some(Scope::under(&directory, [unit]))
        }
    };
    let Asked { state, kind, likeness, words, after, limit, .. } = asked;
    let page = shared.store.queue(&QueueAsk { scope, within, state, kind, likeness, words, after, limit }).await?;
    let answer = QueueResponse {
        cursor: page.mark.filter(|_| page.more).map(write),
        initiatives: duplicates::shown(&shared, &caller, &directory, page.initiatives).await?,
        more: page.more,
        total: page.total,
        sync: cursor::write(shared.store.as_ref(), page.position, view).await?,
        levels: model::rights::levels(caller.offices()),
        roles: caller.rights(),
    };
    Ok(body::answer(StatusCode::OK, &headers, &answer))
}

/// What is asked for.
struct Asked {
    unit: Option<UnitCode>,
    state: QueueState,
    kind: Option<Kind>,
    likeness: Likeness,
    words: Vec<String>,
    after: Option<Mark>,
    limit: usize,
}

impl Asked {
    /// Faults are noted in the parameters.
    fn read(parameters: &mut Parameters) -> Self {
        let state = match parameters.text("state").as_deref() {
            None | Some("waiting") => Some(QueueState::Waiting),
            Some("all") => Some(QueueState::All),
            Some(state) => Standing::from_name(state).map(QueueState::In),
        };
        let kind = parameters.text("kind").map(|kind| Kind::from_name(&kind));
        let likeness = match parameters.text("duplicates").as_deref() {
            None | Some("false") => Some(Likeness::Any),
            Some("true") => Some(Likeness::PossibleDuplicate),
            Some(_) => None,
        };
        let after = parameters.text("cursor").map(|cursor| read(&cursor));
        for (name, is_wrong) in [
            ("state", state.is_none()),
            ("kind", kind == Some(None)),
            ("duplicates", likeness.is_none()),
            ("cursor", after == Some(None)),
        ] {
            if is_wrong {
                parameters.fault(name, Fault::WrongType);
            }
        }
        let text = parameters.text("q").unwrap_or_default();
        if char_count(&text) > MAX_QUERY {
            parameters.fault("q", Fault::TooLong { max: MAX_QUERY as u32 });
        }
        Self {
            unit: parameters.parsed("unit"),
            state: state.unwrap_or(QueueState::Waiting),
            kind: kind.flatten(),
            likeness: likeness.unwrap_or(Likeness::Any),
            words: search_key(&text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect(),
            after: after.flatten(),
            limit: parameters.limit(USUAL, MOST),
        }
    }
}

/// A place in an order by time as clients get it.
pub(super) fn write(Mark { since, id }: Mark) -> String {
    let mut bytes = [0; 24];
    bytes[..8].copy_from_slice(&since.to_be_bytes());
    bytes[8..].copy_from_slice(id.uuid().as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A place as a client gives it back; `None` if it isn't one.
pub(super) fn read(cursor: &str) -> Option<Mark> {
    let mut bytes = [0; 24];
    let length = URL_SAFE_NO_PAD.decode_slice(cursor, &mut bytes).ok()?;
    let (since, id) = bytes.split_first_chunk()?;
    let id = InitiativeId::new(Uuid::from_slice(id).ok()?);
    (length == bytes.len()).then_some(Mark { since: i64::from_be_bytes(*since), id })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_queue_is_read_as_it_was_written() {
        let mark = Mark { since: -7, id: InitiativeId::new(Uuid::from_u128(9)) };
        assert_eq!(read(&write(mark)), Some(mark));
        for bad in ["", "x", "ệ", &write(mark)[1..], &format!("{}AAAA", write(mark)), &"A".repeat(9000)] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
