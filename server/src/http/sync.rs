//! `POST /sync`: a device's ops go to the writer, and what has changed for its member comes back. Strict about the
//! request as a whole, forgiving towards each op: one that can't be understood is refused alone, with its own verdict.

use super::auth::Caller;
use super::body::{self, JsonText};
use super::cursor;
use super::duplicates;
use super::error::{Refusal, reader};
use super::words::{self, Kept};
use super::{Service, Shared};
use crate::writer::Taken;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use model::cursor::Cursor;
use model::field::{Fault, FieldFault};
use model::id::{DeviceId, OpId};
use model::initiative::Person;
use model::op::Received;
use model::problem::{Problem, ProblemKind};
use model::review::Actor;
use model::wire::{DeskSyncResponse, MAX_OPS};
use serde::Deserialize;
use serde_json::value::RawValue;
use store::{FindingNumber, Findings, Page, PageLimit, Reader, Scope, StoreError};

/// What one answer holds of the changes.
const PAGE: PageLimit = PageLimit { initiatives: 500, bytes: 1024 * 1024 };

/// Send ops, and get what has changed.
#[utoipa::path(
    post, path = "/sync", context_path = "/api/v1", operation_id = "sync", tag = "devices", security(("token" = []), ("cookie" = [])),
    request_body(content = super::openapi::SyncRequest, description = "At most 500 ops and 1 MiB, `Content-Encoding: gzip` accepted."),
    responses((status = 200, description = "A verdict for each op, in their order, and what has changed since the cursor.", body = super::openapi::SyncResponse))
)]
pub async fn sync(
    State(shared): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    shared.limits.sync(caller.token)?;
    let store = shared.store.as_ref();
    let request = Request::read(&text)?;
    // Before anything is applied: whoever reads from the wrong place is to find that out without side effects.
    let cursor = cursor::read(store, request.cursor.as_deref()).await?;
    let member = caller.member();
    let actor = Actor {
        person: Person { id: member.id, name: member.name.clone() },
        unit: member.unit.clone(),
        device: request.device,
    };
    let kept: Vec<Kept> = request.ops.iter().map(Kept::of).collect();
    let Taken { mut results, recent, end: logged } =
        shared.writer.apply(actor, caller.bearer.kind, request.ops).await?;
    words::explain_results(&mut results, &kept, reader(&headers));
    let directory = shared.board.directory();
    let scope = Scope::of(&directory, caller.offices());
    let end = match scope.is_empty() {
        true => 0,
        false => store.duplicates().findings_end().await?,
    };
    let fingerprint = cursor::fingerprint(&scope, &caller);
    // In another view there are initiatives that were never sent, and some that aren't the reader's any more.
    let is_same = match (&cursor, fingerprint) {
        (None, _) => true,
        (Some(Cursor { view: Some(known), .. }), Some(fingerprint)) => {
            cursor::view(store, fingerprint, known.found).await? == *known
        }
        (Some(Cursor { view, .. }), fingerprint) => view.is_none() && fingerprint.is_none(),
    };
    let reset = !is_same;
    let cursor = cursor.filter(|_| is_same);
    let after = cursor.map_or(0, |cursor| cursor.position);
    let page = match recent.filter(|_| scope.is_empty()).and_then(|recent| recent.page(after, PAGE)) {
        Some(page) => page,
        None => {
            let reader = Reader { member: member.id, scope: scope.clone() };
            store.changes(&reader, after, PAGE).await?
        }
    };
    // Whoever begins gets each initiative with all that was found by now.
    let known = cursor.and_then(|cursor| cursor.view).map_or(end, |view| view.found);
    let news = news(&shared, &scope, &page, known, end).await?;
    let view = match fingerprint {
        Some(fingerprint) => Some(cursor::view(store, fingerprint, news.number).await?),
        None => None,
    };
    // What was just acknowledged is a part of the history that the device knows, even where it changed no initiative.
    let position = if page.more { page.position } else { page.position.max(logged.unwrap_or_default()) };
    let initiatives = page.initiatives.into_iter().chain(news.initiatives);
    let answer = DeskSyncResponse {
        results,
        changes: duplicates::shown(&shared, &caller, &directory, initiatives).await?,
        cursor: cursor::write(store, position, view).await?,
        more: page.more || news.more,
        reset,
        member: cursor.is_none().then(|| member.clone()),
    };
    Ok(body::answer(StatusCode::OK, &headers, &answer))
}

/// What was found about initiatives that didn't change: after the last of those that did, and without them. `end` is the
/// number of the last finding before the page was read.
async fn news(
    shared: &Service,
    scope: &Scope,
    page: &Page,
    known: FindingNumber,
    end: FindingNumber,
) -> Result<Findings, StoreError> {
    if page.more || known == end {
        return Ok(Findings { initiatives: Vec::new(), number: known, more: false });
    }
    let mut found = shared.store.duplicates().findings(scope, known, PAGE.initiatives).await?;
    if !found.more {
        // Nothing of this reader's is between.
        found.number = found.number.max(end);
    }
    found.initiatives.retain(|initiative| page.initiatives.iter().all(|changed| changed.id != initiative.id));
    Ok(found)
}

/// A request, understood as far as possible.
struct Request {
    device: DeviceId,
    cursor: Option<String>,
    ops: Vec<Received>,
}

/// The members as they stand in the text. Each is parsed on its own, so that a fault in one op leaves the rest alone.
#[derive(Deserialize)]
struct Members<'a> {
    #[serde(borrow, default)]
    device: Option<&'a RawValue>,
    #[serde(borrow, default)]
    cursor: Option<&'a RawValue>,
    #[serde(borrow, default)]
    ops: Option<&'a RawValue>,
}

impl Request {
    fn read(text: &str) -> Result<Self, Refusal> {
        // A list would be read as the members in their order.
        if text.trim_ascii_start().starts_with('[') {
            body::parse::<serde::de::IgnoredAny>(text)?;
            return Err(Refusal::fault("", Fault::WrongType));
        }
        let members: Members = body::parse(text)?;
        let mut faults = Vec::new();
        let mut note = |member: &str, fault| faults.push(FieldFault { pointer: format!("/{member}"), fault });
        let device: Option<DeviceId> = match members.device.map(|raw| serde_json::from_str(raw.get())) {
            None => {
                note("device", Fault::Missing);
                None
            }
            Some(device) => device.map_err(|_| note("device", Fault::WrongType)).ok(),
        };
        let cursor: Option<String> = match members.cursor.map(|raw| serde_json::from_str(raw.get())) {
            None => None,
            Some(cursor) => cursor.map_err(|_| note("cursor", Fault::WrongType)).ok(),
        };
        let raw_ops: Vec<&RawValue> = match members.ops.map(|raw| serde_json::from_str(raw.get())) {
            None => Vec::new(),
            Some(ops) => ops.unwrap_or_else(|_| {
                note("ops", Fault::WrongType);
                Vec::new()
            }),
        };
        if raw_ops.len() > MAX_OPS {
            return Err(Refusal::Plain(ProblemKind::TooLarge));
        }
        let mut ops = Vec::with_capacity(raw_ops.len());
        for (index, raw) in raw_ops.into_iter().enumerate() {
            match read_op(raw.get()) {
                Ok(op) => ops.push(op),
                Err(FieldFault { pointer, fault }) => {
                    note(format!("ops/{index}{pointer}").trim_end_matches('/'), fault);
                }
            }
        }
        match device {
            Some(device) if faults.is_empty() => Ok(Self { device, cursor, ops }),
            _ => Err(Refusal::Faults(faults)),
        }
    }
}

/// One op. Text that only looks like JSON from afar (half a surrogate pair, a hundred levels of nesting) is still refused
/// alone, as long as the op's id can be read.
fn read_op(text: &str) -> Result<Received, FieldFault> {
    #[derive(Deserialize)]
    struct IdAlone {
        id: OpId,
    }
    match serde_json::from_str(text) {
        Ok(json) => Received::parse(json),
        Err(_) => match serde_json::from_str(text) {
            Ok(IdAlone { id }) => {
                let fault = FieldFault { pointer: "/action".into(), fault: Fault::WrongType };
                Ok(Received { id, op: Err(Problem::faults(vec![fault])) })
            }
            Err(_) => Err(FieldFault { pointer: String::new(), fault: Fault::WrongType }),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEVICE: &str = r#""device":"01936d5e-7b00-7abc-8def-0123456789ab""#;
    const ID: &str = "01936d5e-7b00-7abc-8def-0123456789ac";

    fn faults(body: &str) -> Vec<(String, Fault)> {
        match Request::read(body).map(|_| ()) {
            Err(Refusal::Faults(faults)) => faults.into_iter().map(|fault| (fault.pointer, fault.fault)).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_fault_of_the_envelope_is_named() {
        assert_eq!(faults("[]"), [(String::new(), Fault::WrongType)]);
        assert_eq!(faults("{}"), [("/device".into(), Fault::Missing)]);
        assert_eq!(
            faults(r#"{"device":7,"cursor":{},"ops":"no"}"#),
            ["/device", "/cursor", "/ops"].map(|pointer| (pointer.into(), Fault::WrongType))
        );
        assert_eq!(
            faults(&format!(r#"{{{DEVICE},"ops":[{{"id":"{ID}"}},{{}},3]}}"#)),
            [("/ops/1/id".into(), Fault::Missing), ("/ops/2".into(), Fault::WrongType)]
        );
    }

    #[test]
    fn unknown_members_are_ignored() {
        let request = Request::read(&format!(r#"{{{DEVICE},"cursor":null,"ops":null,"weather":"fine"}}"#)).unwrap();
        assert_eq!((request.cursor, request.ops.len()), (None, 0));
    }

    #[test]
    fn an_op_that_breaks_the_parser_is_refused_alone() {
        let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
        for bad in [r#"{"edit":{"title":"\ud83d"}}"#, &format!(r#"{{"edit":{deep}}}"#)] {
            let body = format!(r#"{{{DEVICE},"ops":[{{"id":"{ID}","action":{bad}}}]}}"#);
            let request = Request::read(&body).unwrap();
            assert_eq!(request.ops.len(), 1);
            assert_eq!(request.ops[0].op.as_ref().unwrap_err().kind, ProblemKind::Invalid);
        }
    }
}
