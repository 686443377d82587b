//! Between rows and the domain's values.

use crate::{Stamp, StoreError, TallyRow};
use model::calendar::{Date, Timestamp};
use model::campaign::Span;
use model::content::{Content, Patch};
use model::id::{DeviceId, InitiativeId, MemberId, Rev};
use model::initiative::{Initiative, Person, State};
use model::op::Outcome;
use model::rights::{Right, Role};
use model::totals::Tally;
use model::unit::{Slug, UnitCode};
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use std::fmt::{Display, Write};
use std::str::FromStr;
use uuid::Uuid;

/// A column's text, parsed.
pub(super) fn parsed<T: FromStr<Err: Display>>(row: &SqliteRow, column: &str) -> Result<T, StoreError> {
    let text: &str = row.try_get(column)?;
    text.parse().map_err(|why| StoreError::unreadable(column, why))
}

/// A column of JSON.
pub(super) fn json<T: DeserializeOwned>(row: &SqliteRow, column: &str) -> Result<Option<T>, StoreError> {
    let text: Option<&str> = row.try_get(column)?;
    text.map(serde_json::from_str).transpose().map_err(|why| StoreError::unreadable(column, why))
}

/// A column's UUID.
pub(super) fn uuid(row: &SqliteRow, column: &str) -> Result<Uuid, StoreError> {
    Uuid::from_slice(row.try_get(column)?).map_err(|why| StoreError::unreadable(column, why))
}

/// A column's UUID, if there is one.
pub(super) fn optional_uuid(row: &SqliteRow, column: &str) -> Result<Option<Uuid>, StoreError> {
    let bytes: Option<&[u8]> = row.try_get(column)?;
    bytes.map(Uuid::from_slice).transpose().map_err(|why| StoreError::unreadable(column, why))
}

/// A column's bytes, exactly as many as there should be.
pub(super) fn bytes<const N: usize>(row: &SqliteRow, column: &str) -> Result<[u8; N], StoreError> {
    let bytes: &[u8] = row.try_get(column)?;
    bytes.try_into().map_err(|why| StoreError::unreadable(column, why))
}

/// Bytes in hexadecimal, exactly as many as there should be.
pub(super) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    if pairs.len() != N {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(pairs) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

/// A column's moment.
pub(super) fn moment(row: &SqliteRow, column: &str) -> Result<Timestamp, StoreError> {
    Timestamp::from_millis(row.try_get(column)?).map_err(|why| StoreError::unreadable(column, why))
}

/// A column's day.
pub(super) fn day(row: &SqliteRow, column: &str) -> Result<Date, StoreError> {
    parsed(row, column)
}

/// A column's revision.
pub(super) fn rev(row: &SqliteRow, column: &str) -> Result<Rev, StoreError> {
    Ok(Rev(row.try_get(column)?))
}

/// A column's number that is never negative.
pub(super) fn unsigned(row: &SqliteRow, column: &str) -> Result<u64, StoreError> {
    let number: i64 = row.try_get(column)?;
    u64::try_from(number).map_err(|why| StoreError::unreadable(column, why))
}

/// What a target or tally refers to, from its word.
pub(super) fn span(row: &SqliteRow, column: &str) -> Result<Span, StoreError> {
    let word: &str = row.try_get(column)?;
    if word == Span::Campaign.name() { Ok(Span::Campaign) } else { Ok(Span::Phase(parsed(row, column)?)) }
}

/// A column `outcome`.
pub(super) fn outcome(row: &SqliteRow) -> Result<Outcome, StoreError> {
    let name: &str = row.try_get("outcome")?;
    let all = [Outcome::Applied, Outcome::Merged, Outcome::Conflict, Outcome::Rejected];
    all.into_iter().find(|outcome| outcome.name() == name).ok_or_else(|| StoreError::unreadable("outcome", name))
}

/// A right, of columns `role` and `unit`.
pub(super) fn right(row: &SqliteRow) -> Result<Right, StoreError> {
    let role: &str = row.try_get("role")?;
    let role = Role::from_name(role).ok_or_else(|| StoreError::unreadable("role", role))?;
    Ok(Right { role, unit: parsed(row, "unit")? })
}

/// The columns that [`initiative`] reads, with the author's name; `i` is the initiative and `m` its author.
macro_rules! initiative_columns {
    () => {
        "i.id, i.campaign, i.unit, i.author, m.name as author_name, i.rev, i.state, i.content, i.alternatives, \
         i.decision, i.duplicate_of, i.submitted_at, i.received_at, i.forwarded, i.updated_at, i.position"
    };
}
pub(super) use initiative_columns;

/// An initiative.
pub(super) fn initiative(row: &SqliteRow) -> Result<Initiative, StoreError> {
    let state: &str = row.try_get("state")?;
    let submitted: Option<i64> = row.try_get("submitted_at")?;
    let received: Option<i64> = row.try_get("received_at")?;
    Ok(Initiative {
        id: InitiativeId::new(uuid(row, "id")?),
        campaign: parsed::<Slug>(row, "campaign")?,
        unit: parsed::<UnitCode>(row, "unit")?,
        author: Person { id: MemberId::new(uuid(row, "author")?), name: row.try_get("author_name")? },
        rev: rev(row, "rev")?,
        state: State::from_name(state).ok_or_else(|| StoreError::unreadable("state", state))?,
        content: json::<Content>(row, "content")?.unwrap_or_default(),
        alternatives: json(row, "alternatives")?.unwrap_or_default(),
        decision: json(row, "decision")?,
        duplicate_of: optional_uuid(row, "duplicate_of")?.map(InitiativeId::new),
        submitted_at: submitted.map(|_| moment(row, "submitted_at")).transpose()?,
        received_at: received.map(|_| moment(row, "received_at")).transpose()?,
        forwarded: json(row, "forwarded")?,
        updated_at: moment(row, "updated_at")?,
    })
}

/// A change as the log keeps it.
pub(super) fn kept(row: &SqliteRow) -> Result<crate::history::Kept, StoreError> {
    Ok(crate::history::Kept {
        rev: rev(row, "rev")?,
        device: DeviceId::new(uuid(row, "device")?),
        before: json::<Patch>(row, "before")?.unwrap_or_default(),
        held: json(row, "held")?.unwrap_or_default(),
        sent: json::<Patch>(row, "sent")?.unwrap_or_default(),
    })
}

/// The counts and sums of a row of totals.
pub(super) fn tally(row: &SqliteRow) -> Result<Tally, StoreError> {
    Ok(Tally {
        people: row.try_get("people")?,
        submitted: row.try_get("submitted")?,
        recognised: row.try_get("recognised")?,
        without_benefit: row.try_get("without_benefit")?,
        estimated: row.try_get("estimated")?,
        verified: row.try_get("verified")?,
    })
}

/// A row of totals.
pub(super) fn tally_row(row: &SqliteRow) -> Result<TallyRow, StoreError> {
    Ok(TallyRow {
        campaign: parsed(row, "campaign")?,
        span: span(row, "span")?,
        unit: parsed(row, "unit")?,
        tally: tally(row)?,
        stamp: stamp(row, "position", "at")?,
    })
}

/// Where something changed last. A moment of 0 isn't known.
pub(super) fn stamp(row: &SqliteRow, position: &str, at: &str) -> Result<Stamp, StoreError> {
    let known = row.try_get::<i64, _>(at)? != 0;
    Ok(Stamp { position: unsigned(row, position)?, at: known.then(|| moment(row, at)).transpose()? })
}

/// A JSON list of UUIDs in hexadecimal, as one parameter for `json_each` and `unhex`.
pub(super) fn id_list(ids: impl IntoIterator<Item = Uuid>) -> String {
    let mut list = String::from("[");
    for id in ids {
        let separator = if list.len() == 1 { "" } else { "," };
        write!(list, "{separator}\"{}\"", id.as_simple()).expect("a String takes everything");
    }
    list.push(']');
    list
}
