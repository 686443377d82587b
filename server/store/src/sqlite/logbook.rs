//! Reading the log, of one initiative or of units, and the comments beside.

use super::audit::Turn;
use super::load::Detail;
use super::{SqliteStore, row, write};
use crate::{Act, Link, Logged, LoggedEvent, Position, Scope, StoreError};
use model::comment::Comment;
use model::content::Patch;
use model::id::{DeviceId, InitiativeId, MemberId, OpId};
use model::initiative::Person;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqlitePool};

/// Entries of ops, by what follows.
macro_rules! ops {
    ($which:literal) => {
        concat!(
            "select o.position, o.received_at, coalesce(m.merged_into, o.member) as member, m.name, o.device, o.initiative, i.author, o.rev, o.action,
                    o.arguments, o.before, o.outcome, o.detail, o.hash, o.entered_by, e.name as entered_by_name
             from ops o join members m on m.id = o.member left join members e on e.id = o.entered_by
                  left join initiatives i on i.id = o.initiative ",
            $which
        )
    };
}

/// Entries of rights, by what follows.
macro_rules! rights {
    ($which:literal) => {
        concat!(
            "select r.position, r.at, r.by, r.device, g.name, r.event, r.member, m.name as of, r.unit, r.role, r.hash
             from rights r join members m on m.id = r.member left join members g on g.id = r.by ",
            $which
        )
    };
}

/// Entries of acts, by what follows.
macro_rules! acts {
    ($which:literal) => {
        concat!(
            "select a.position, a.at, a.by, a.device, g.name, a.unit, a.member, m.name as of, a.act, a.hash
             from acts a left join members m on m.id = a.member left join members g on g.id = a.by ",
            $which
        )
    };
}

pub(super) async fn history(
    store: &SqliteStore,
    id: InitiativeId,
    after: Position,
    limit: usize,
) -> Result<Vec<Logged>, StoreError> {
    let rows = sqlx::query(ops!("where o.initiative = ?1 and o.position > ?2 order by o.position limit ?3"))
        .bind(id.uuid().as_bytes().as_slice())
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(&store.readers)
        .await?;
    rows.iter().map(op).collect()
}

pub(super) async fn audit(
    store: &SqliteStore,
    scope: &Scope,
    before: Position,
    limit: usize,
) -> Result<Vec<Logged>, StoreError> {
    let mut tx = store.begin_read().await?;
    let (ops, rights, acts) = match scope {
        Scope::Everything => (
            sqlx::query(ops!("where o.position < ?1 order by o.position desc limit ?2")),
            sqlx::query(rights!("where r.position < ?1 order by r.position desc limit ?2")),
            sqlx::query(acts!("where a.position < ?1 order by a.position desc limit ?2")),
        ),
        // The positions are found in the index of units alone; then only those rows are read.
        Scope::Units(_) => (
            sqlx::query(ops!(
                "where o.position in (select position from ops
                                      where unit in (select value from json_each(?3)) and position < ?1
                                      order by position desc limit ?2)
                 order by o.position desc"
            )),
            sqlx::query(rights!(
                "where r.position in (select position from rights
                                      where unit in (select value from json_each(?3)) and position < ?1
                                      order by position desc limit ?2)
                 order by r.position desc"
            )),
            sqlx::query(acts!(
                "where a.position in (select position from acts
                                      where unit in (select value from json_each(?3)) and position < ?1
                                      order by position desc limit ?2)
                 order by a.position desc"
            )),
        ),
    };
    let units = match scope {
        Scope::Everything => None,
        Scope::Units(units) => Some(write::text(units)?),
    };
    let mut entries = Vec::new();
    for (query, read) in [(ops, op as fn(&SqliteRow) -> Result<Logged, StoreError>), (rights, right), (acts, act)] {
        let query =
            query.bind(i64::try_from(before).unwrap_or(i64::MAX)).bind(i64::try_from(limit).unwrap_or(i64::MAX));
        let query = if let Some(units) = &units { query.bind(units) } else { query };
        for row in &query.fetch_all(&mut *tx).await? {
            entries.push(read(row)?);
        }
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.position));
    entries.truncate(limit);
    Ok(entries)
}

fn op(row: &SqliteRow) -> Result<Logged, StoreError> {
    let Detail { problem, .. } = row::json(row, "detail")?.unwrap_or_default();
    let before: Patch = row::json(row, "before")?.unwrap_or_default();
    let sender = Person { id: MemberId::new(row::uuid(row, "member")?), name: row.try_get("name")? };
    let officer = row::optional_uuid(row, "entered_by")?.map(MemberId::new);
    let officer =
        officer.map(|id| Ok::<_, StoreError>(Person { id, name: row.try_get("entered_by_name")? })).transpose()?;
    let (by, entered_for) = match officer {
        Some(officer) => (officer, Some(sender)),
        None => (sender, None),
    };
    Ok(Logged {
        position: row::unsigned(row, "position")?,
        at: row::moment(row, "received_at")?,
        by: Some(by),
        device: Some(DeviceId::new(row::uuid(row, "device")?)),
        event: LoggedEvent::Op {
            initiative: row::optional_uuid(row, "initiative")?.map(InitiativeId::new),
            author: row::optional_uuid(row, "author")?.map(MemberId::new),
            entered_for,
            action: row.try_get("action")?,
            arguments: row::json(row, "arguments")?.unwrap_or_default(),
            fields: before.iter().map(|(field, _)| field).collect(),
            rev: row::rev(row, "rev")?,
            outcome: row::outcome(row)?,
            problem: problem.map(|problem| problem.kind),
        },
        hash: Link(row::bytes(row, "hash")?),
    })
}

fn right(row: &SqliteRow) -> Result<Logged, StoreError> {
    let by = row::optional_uuid(row, "by")?.map(MemberId::new);
    let by = by.map(|id| Ok::<_, StoreError>(Person { id, name: row.try_get("name")? })).transpose()?;
    let person = Person { id: MemberId::new(row::uuid(row, "member")?), name: row.try_get("of")? };
    let right = row::right(row)?;
    let event = match Turn::from_name(row.try_get("event")?)? {
        Turn::Given => LoggedEvent::Given { to: person, right },
        Turn::Taken => LoggedEvent::Taken { from: person, right },
    };
    let (position, at) = (row::unsigned(row, "position")?, row::moment(row, "at")?);
    Ok(Logged { position, at, by, device: device(row)?, event, hash: Link(row::bytes(row, "hash")?) })
}

fn act(row: &SqliteRow) -> Result<Logged, StoreError> {
    let person = |id: &str, name: &str| -> Result<Option<Person>, StoreError> {
        let id = row::optional_uuid(row, id)?.map(MemberId::new);
        id.map(|id| Ok(Person { id, name: row.try_get(name)? })).transpose()
    };
    let act: Option<Act> = row::json(row, "act")?;
    let act = act.ok_or_else(|| StoreError::unreadable("act", "null"))?;
    let event = LoggedEvent::Act { unit: row::parsed(row, "unit")?, member: person("member", "of")?, act };
    let (position, at) = (row::unsigned(row, "position")?, row::moment(row, "at")?);
    let hash = Link(row::bytes(row, "hash")?);
    Ok(Logged { position, at, by: person("by", "name")?, device: device(row)?, event, hash })
}

fn device(row: &SqliteRow) -> Result<Option<DeviceId>, StoreError> {
    Ok(row::optional_uuid(row, "device")?.map(DeviceId::new))
}

pub(super) async fn comments(pool: &SqlitePool, id: InitiativeId) -> Result<Vec<Comment>, StoreError> {
    let rows = sqlx::query(
        "select c.op, c.initiative, c.member, m.name, c.unit, c.at, c.text, c.score, c.overtaken
         from comments c join members m on m.id = c.member where c.initiative = ?1 order by c.at, c.rowid",
    )
    .bind(id.uuid().as_bytes().as_slice())
    .fetch_all(pool)
    .await?;
    let comment = |row: &SqliteRow| {
        Ok(Comment {
            id: OpId::new(row::uuid(row, "op")?),
            initiative: InitiativeId::new(row::uuid(row, "initiative")?),
            by: Person { id: MemberId::new(row::uuid(row, "member")?), name: row.try_get("name")? },
            unit: row::parsed(row, "unit")?,
            at: row::moment(row, "at")?,
            text: row.try_get("text")?,
            score: row.try_get("score")?,
            overtaken: row::json(row, "overtaken")?,
        })
    };
    rows.iter().map(comment).collect()
}
