//! Roles, given and taken, and the tokens that carry them.

use super::audit::{self, Turn};
use super::{SqliteStore, Tx, members, read, row};
use crate::{Appointment, Bearer, Holder, RoleError, StoreError, TokenHash, TokenKind};
use model::calendar::Timestamp;
use model::id::MemberId;
use model::initiative::Person;
use model::rights::{Office, Right, Role};
use model::unit::UnitCode;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

pub(super) async fn give(store: &SqliteStore, appointment: &Appointment) -> Result<bool, RoleError> {
    let mut tx = store.begin().await?;
    let given = give_in(store, &mut tx, appointment).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(given)
}

/// Gives a role in the transaction of what else comes of it.
pub(super) async fn give_in(store: &SqliteStore, tx: &mut Tx, appointment: &Appointment) -> Result<bool, RoleError> {
    let Appointment { member, right, by, at } = appointment;
    let version = read::directory_version(tx).await?;
    let directory = store.directory_at(tx, version).await?;
    let unit = directory.unit(&right.unit).ok_or_else(|| RoleError::UnknownUnit(right.unit.clone()))?;
    if right.role == Role::NationalAdministrator && unit.parent.is_some() {
        return Err(RoleError::RootAlone(right.role));
    }
    let known = sqlx::query("select 1 from members where id = ?1 and merged_into is null")
        .bind(member.uuid().as_bytes().as_slice())
        .fetch_optional(&mut **tx)
        .await
        .map_err(StoreError::from)?;
    if known.is_none() {
        return Err(RoleError::UnknownMember);
    }
    let given = sqlx::query(
        "insert into roles (member, unit, role, given_at, given_by) values (?1, ?2, ?3, ?4, ?5) on conflict do nothing",
    )
    .bind(member.uuid().as_bytes().as_slice())
    .bind(right.unit.as_str())
    .bind(right.role.name())
    .bind(at.millis())
    .bind(by.member.map(|by| by.uuid().as_bytes().to_vec()))
    .execute(&mut **tx)
    .await
    .map_err(StoreError::from)?;
    if given.rows_affected() == 0 {
        return Ok(false);
    }
    audit::add(tx, Turn::Given, appointment).await?;
    Ok(true)
}

pub(super) async fn take(store: &SqliteStore, appointment: &Appointment) -> Result<bool, StoreError> {
    let Appointment { member, right, by, at } = appointment;
    let mut tx = store.begin().await?;
    let taken = sqlx::query(
        "update roles set taken_at = ?4, taken_by = ?5 where member = ?1 and unit = ?2 and role = ?3 and taken_at is null",
    )
    .bind(member.uuid().as_bytes().as_slice())
    .bind(right.unit.as_str())
    .bind(right.role.name())
    .bind(at.millis())
    .bind(by.member.map(|by| by.uuid().as_bytes().to_vec()))
    .execute(&mut *tx)
    .await?;
    if taken.rows_affected() == 0 {
        return Ok(false);
    }
    audit::add(&mut tx, Turn::Taken, appointment).await?;
    tx.commit().await?;
    Ok(true)
}

pub(super) async fn of_member(connection: &mut SqliteConnection, member: MemberId) -> Result<Vec<Right>, StoreError> {
    let rows =
        sqlx::query("select role, unit from roles where member = ?1 and taken_at is null order by given_at, rowid")
            .bind(member.uuid().as_bytes().as_slice())
            .fetch_all(connection)
            .await?;
    rows.iter().map(row::right).collect()
}

pub(super) async fn officers_of(store: &SqliteStore, unit: &UnitCode) -> Result<Vec<Holder>, StoreError> {
    let rows = sqlx::query(
        "select m.id, m.name, r.role, r.unit, r.given_at
         from roles r join members m on m.id = r.member
         where r.unit = ?1 and r.taken_at is null order by r.given_at, r.rowid",
    )
    .bind(unit.as_str())
    .fetch_all(&store.readers)
    .await?;
    let holder = |row: &SqliteRow| {
        let person = Person { id: MemberId::new(row::uuid(row, "id")?), name: row.try_get("name")? };
        Ok(Holder { person, right: row::right(row)?, since: row::moment(row, "given_at")? })
    };
    rows.iter().map(holder).collect()
}

pub(super) async fn issue_token(
    store: &SqliteStore,
    member: MemberId,
    token: &TokenHash,
    kind: TokenKind,
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    sqlx::query("insert into tokens (hash, member, created_at, kind) values (?1, ?2, ?3, ?4)")
        .bind(token.0.as_slice())
        .bind(member.uuid().as_bytes().as_slice())
        .bind(at.millis())
        .bind(kind.name())
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn by_token(store: &SqliteStore, token: &TokenHash) -> Result<Option<Bearer>, StoreError> {
    let mut tx = store.begin_read().await?;
    let row = sqlx::query(
        "select m.id, m.name, m.unit, t.kind, t.created_at, t.seen_at, t.session, m.gained_at
         from tokens t join members m on m.id = t.member
         where t.hash = ?1 and t.revoked_at is null",
    )
    .bind(token.0.as_slice())
    .fetch_optional(&mut *tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let member = members::member(&row)?;
    let kind: &str = row.try_get("kind")?;
    let kind = TokenKind::from_name(kind).ok_or_else(|| StoreError::unreadable("kind", kind))?;
    let offices = match kind {
        TokenKind::Join => Vec::new(),
        TokenKind::SignIn => offices(store, &mut tx, member.id).await?,
    };
    let seen_at = row.try_get::<Option<i64>, _>("seen_at")?.map(|_| row::moment(&row, "seen_at")).transpose()?;
    let (opened_at, session) = (row::moment(&row, "created_at")?, row::optional_uuid(&row, "session")?);
    let gained_at =
        row.try_get::<Option<i64>, _>("gained_at")?.map(|_| row::unsigned(&row, "gained_at")).transpose()?;
    Ok(Some(Bearer { member, kind, offices, opened_at, seen_at, session, gained_at }))
}

async fn offices(store: &SqliteStore, tx: &mut Tx, member: MemberId) -> Result<Vec<Office>, StoreError> {
    let rights = of_member(tx, member).await?;
    if rights.is_empty() {
        return Ok(Vec::new());
    }
    let version = read::directory_version(tx).await?;
    let directory = store.directory_at(tx, version).await?;
    Ok(rights.iter().filter_map(|right| directory.office(right)).collect())
}
