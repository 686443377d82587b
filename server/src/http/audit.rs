//! The history of an initiative and the audit of a unit: the log as it is told to those who may read it. To everybody else an
//! initiative's history doesn't exist.

use super::Shared;
use super::auth::Caller;
use super::body;
use super::client::Client;
use super::error::Refusal;
use super::query::Parameters;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use model::id::{InitiativeId, MemberId};
use model::initiative::Person;
use model::op::Outcome;
use model::problem::ProblemKind;
use model::rights::{Deed, Subject, allowed};
use model::unit::UnitCode;
use model::wire::{AuditResponse, Capacity, HistoryResponse, LogEntry};
use serde_json::json;
use store::{Act, Directory, Logged, LoggedEvent, Position, Scope};

/// As many entries as a page has if nothing is said.
const USUAL: usize = 200;
/// The most that a page has.
const MOST: usize = 1_000;

/// Who did what to an initiative, and what officers have said about it.
#[utoipa::path(
    get, path = "/initiatives/{id}/history", context_path = "/api/v1", operation_id = "history", tag = "officers", security(("token" = []), ("cookie" = [])),
    params(
        ("id" = InitiativeId, Path),
        ("cursor" = Option<String>, Query, description = "Of the page before."),
        ("limit" = Option<u32>, Query, description = "Entries, 1 to 1,000, 200 without."),
    ),
    responses((status = 200, description = "The entries of the log, the oldest first, and all comments.", body = HistoryResponse))
)]
pub async fn history(
    State(shared): State<Shared>,
    caller: Caller,
    Client(from): Client,
    headers: HeaderMap,
    id: Result<Path<String>, PathRejection>,
    mut parameters: Parameters,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let (after, limit): (Option<Position>, _) = (parameters.parsed("cursor"), parameters.limit(USUAL, MOST));
    parameters.done()?;
    let not_found = || Refusal::Plain(ProblemKind::NotFound);
    let Path(id) = id.map_err(|_| not_found())?;
    let id: InitiativeId = id.parse().map_err(|_| not_found())?;
    let initiative = shared.store.initiative(id).await?.ok_or_else(not_found)?;
    let directory = shared.board.directory();
    let who = caller.before(&directory, &initiative.unit);
    allowed(&who, Deed::ReadHistory, Subject::of(&initiative)).map_err(|_| not_found())?;
    let logged = shared.store.history(id, after.unwrap_or(0), limit + 1).await?;
    let (entries, cursor) = page(logged, limit, &directory, caller.member().id);
    let answer = HistoryResponse { entries, comments: shared.store.comments(id).await?, cursor };
    Ok(body::answer(StatusCode::OK, &headers, &answer))
}

/// Everything that was done in a unit and those under it, rights given and taken, join codes, devices and targets included.
#[utoipa::path(
    get, path = "/units/{code}/audit", context_path = "/api/v1", operation_id = "audit", tag = "officers", security(("token" = []), ("cookie" = [])),
    params(
        ("code" = UnitCode, Path),
        ("cursor" = Option<String>, Query, description = "Of the page before."),
        ("limit" = Option<u32>, Query, description = "1 to 1,000, 200 without."),
    ),
    responses((status = 200, description = "The entries of the log, the newest first.", body = AuditResponse))
)]
pub async fn audit(
    State(shared): State<Shared>,
    caller: Caller,
    Client(from): Client,
    headers: HeaderMap,
    code: Result<Path<String>, PathRejection>,
    mut parameters: Parameters,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let (before, limit): (Option<Position>, _) = (parameters.parsed("cursor"), parameters.limit(USUAL, MOST));
    parameters.done()?;
    let not_found = || Refusal::Plain(ProblemKind::NotFound);
    let Path(code) = code.map_err(|_| not_found())?;
    let code: UnitCode = code.parse().map_err(|_| not_found())?;
    let directory = shared.board.directory();
    let unit = directory.index(&code).ok_or_else(not_found)?;
    allowed(&caller.before(&directory, &code), Deed::ReadAudit, Subject::Unit).map_err(Refusal::Plain)?;
    let scope = Scope::under(&directory, [unit]);
    let logged = shared.store.audit(&scope, before.unwrap_or(Position::MAX), limit + 1).await?;
    let (entries, cursor) = page(logged, limit, &directory, caller.member().id);
    Ok(body::answer(StatusCode::OK, &headers, &AuditResponse { entries, cursor }))
}

/// As many entries as were asked for, and where to go on. `logged` may have one more, which says that there are more.
fn page(logged: Vec<Logged>, limit: usize, directory: &Directory, reader: MemberId) -> (Vec<LogEntry>, Option<String>) {
    let more = logged.len() > limit;
    let entries: Vec<LogEntry> = logged.into_iter().take(limit).map(|logged| told(logged, directory, reader)).collect();
    let cursor = entries.last().filter(|_| more).map(|last| last.position.to_string());
    (entries, cursor)
}

fn told(logged: Logged, directory: &Directory, reader: MemberId) -> LogEntry {
    let Logged { position, at, by, device, event, hash } = logged;
    let capacity = if by.is_some() { Capacity::Officer } else { Capacity::Operator };
    let mut entry = LogEntry {
        position,
        at,
        capacity,
        device,
        initiative: None,
        action: serde_json::Value::Null,
        fields: Vec::new(),
        outcome: Outcome::Applied,
        note: None,
        hash: hash.to_string(),
        who: by,
    };
    match event {
        LoggedEvent::Op { initiative, author, entered_for, action, arguments, fields, outcome, problem, .. } => {
            let by = entry.who.as_ref().map(|who| who.id);
            entry.capacity = match problem {
                _ if entered_for.is_some() => Capacity::Officer,
                _ if author.is_some() && author == by => Capacity::Author,
                Some(ProblemKind::Forbidden | ProblemKind::NotFound) => Capacity::Other,
                _ if author.is_none() => Capacity::Other,
                _ => Capacity::Officer,
            };
            // What the council says of an initiative isn't for its author, whatever else they are.
            let is_councils = action.as_deref() == Some("comment") || problem.is_some();
            let is_hidden = is_councils && author == Some(reader) && by != Some(reader);
            let mut arguments = if arguments.is_null() || is_hidden { json!({}) } else { arguments };
            if let Some(member) = entered_for {
                arguments["member"] = json!(member);
            }
            entry.action = action.map_or(serde_json::Value::Null, |action| json!({ action: arguments }));
            entry.note = problem.map(|problem| problem.slug().to_owned());
            (entry.initiative, entry.fields, entry.outcome) = (initiative, fields, outcome);
        }
        LoggedEvent::Given { to, right } => {
            entry.action = json!({"give": {"role": right.role, "unit": right.unit, "member": to}});
        }
        LoggedEvent::Taken { from, right } => {
            entry.action = json!({"take": {"role": right.role, "unit": right.unit, "member": from}});
        }
        LoggedEvent::Act { unit, member, act } => entry.action = acted(&unit, member.as_ref(), &act),
    }
    name_units(&mut entry.action, directory);
    entry
}

/// Says beside a unit's code what it is called.
fn name_units(action: &mut serde_json::Value, directory: &Directory) {
    for said in action.as_object_mut().into_iter().flat_map(|action| action.values_mut()) {
        let code = said.get("unit").and_then(|unit| unit.as_str()?.parse().ok());
        if let Some(unit) = code.and_then(|code| directory.unit(&code)) {
            said["unit_name"] = json!(unit.name);
        }
    }
}

/// An act with the unit that it was done on, and whom it was about.
fn acted(unit: &UnitCode, member: Option<&Person>, act: &Act) -> serde_json::Value {
    let mut action = json!(act);
    for said in action.as_object_mut().into_iter().flat_map(|action| action.values_mut()) {
        said["unit"] = json!(unit);
        if let Some(member) = member {
            said["member"] = json!(member);
        }
    }
    action
}
