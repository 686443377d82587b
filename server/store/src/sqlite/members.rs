//! Joining, and knowing a device again.

use super::{SqliteStore, Tx, row};
use crate::{Join, JoinCode, JoinError, StoreError, TokenHash};
use model::calendar::Timestamp;
use model::collate::person_sort_key;
use model::id::MemberId;
use model::text::search_key;
use model::unit::UnitCode;
use model::wire::Member;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use uuid::{NoContext, Uuid};

pub(super) async fn join_code(
    store: &SqliteStore,
    unit: &UnitCode,
    at: Timestamp,
) -> Result<Option<JoinCode>, StoreError> {
    let mut tx = store.begin().await?;
    let found = sqlx::query("select code from join_codes where unit = ?1 and revoked_at is null")
        .bind(unit.as_str())
        .fetch_optional(&mut *tx)
        .await?;
    if let Some(row) = found {
        return Ok(Some(row::parsed(&row, "code")?));
    }
    let known = sqlx::query("select 1 from units where code = ?1").bind(unit.as_str()).fetch_optional(&mut *tx).await?;
    if known.is_none() {
        return Ok(None);
    }
    let code = new_code(&mut tx, unit, at).await?;
    tx.commit().await?;
    Ok(Some(code))
}

/// Gives the unit, which has no code that holds, a new one.
pub(super) async fn new_code(tx: &mut Tx, unit: &UnitCode, at: Timestamp) -> Result<JoinCode, StoreError> {
    loop {
        let code = JoinCode::random()?;
        let made = sqlx::query(
            "insert into join_codes (code, unit, created_at) values (?1, ?2, ?3) on conflict (code) do nothing",
        )
        .bind(code.as_str())
        .bind(unit.as_str())
        .bind(at.millis())
        .execute(&mut **tx)
        .await?;
        if made.rows_affected() == 1 {
            return Ok(code);
        }
    }
}

pub(super) async fn join(store: &SqliteStore, join: &Join) -> Result<Member, JoinError> {
    let mut tx = store.begin().await?;
    if let Some(once) = join.once {
        let earlier = sqlx::query(
            "select j.request, m.id, m.name, m.unit from joins j join members m on m.id = j.member where j.key = ?1",
        )
        .bind(once.key.as_slice())
        .fetch_optional(&mut *tx)
        .await?;
        if let Some(row) = earlier {
            return if row::bytes(&row, "request")? == once.request {
                Ok(member(&row)?)
            } else {
                Err(JoinError::KeyReused)
            };
        }
    }
    let found = sqlx::query("select unit from join_codes where code = ?1 and revoked_at is null")
        .bind(join.code.as_str())
        .fetch_optional(&mut *tx)
        .await?;
    let unit: UnitCode = row::parsed(&found.ok_or(JoinError::UnknownCode)?, "unit")?;
    let known = known_by(&mut tx, join, &unit).await?;
    let id = known.unwrap_or_else(|| MemberId::new(new_id(join.at)));
    let bytes = id.uuid();
    let id_bytes = bytes.as_bytes().as_slice();
    sqlx::query(
        "insert into members (id, name, unit, member_no, consented_at, consent_version, created_at, name_key, search)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?5, ?7, ?8)
         on conflict (id) do update set
             member_no = coalesce(excluded.member_no, member_no),
             search = case when excluded.member_no is null then search else excluded.search end,
             consented_at = excluded.consented_at,
             consent_version = excluded.consent_version",
    )
    .bind(id_bytes)
    .bind(&join.name)
    .bind(unit.as_str())
    .bind(&join.member_no)
    .bind(join.at.millis())
    .bind(&join.consent_version)
    .bind(person_sort_key(&join.name))
    .bind(search_text(&join.name, join.member_no.as_deref()))
    .execute(&mut *tx)
    .await?;
    sqlx::query("insert into tokens (hash, member, created_at) values (?1, ?2, ?3)")
        .bind(join.token.0.as_slice())
        .bind(id_bytes)
        .bind(join.at.millis())
        .execute(&mut *tx)
        .await?;
    if let Some(once) = join.once {
        sqlx::query("insert into joins (key, request, member, created_at) values (?1, ?2, ?3, ?4)")
            .bind(once.key.as_slice())
            .bind(once.request.as_slice())
            .bind(id_bytes)
            .bind(join.at.millis())
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(Member { id, name: join.name.clone(), unit })
}

/// The member whom the device's earlier token names, if they join the same unit under the same name.
async fn known_by(tx: &mut Tx, join: &Join, unit: &UnitCode) -> Result<Option<MemberId>, StoreError> {
    let Some(earlier) = join.earlier else { return Ok(None) };
    let row = sqlx::query(
        "select m.id from tokens t join members m on m.id = t.member where t.hash = ?1 and m.unit = ?2 and m.name = ?3",
    )
    .bind(earlier.0.as_slice())
    .bind(unit.as_str())
    .bind(&join.name)
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| Ok(MemberId::new(row::uuid(&row, "id")?))).transpose()
}

/// What a member is found by in lists.
pub(super) fn search_text(name: &str, member_no: Option<&str>) -> String {
    search_key(&format!("{name} {}", member_no.unwrap_or_default()))
}

/// So many members are completed at a time.
const PAGE: i64 = 1000;

/// Gives the members that an older version wrote what they are sorted and found by.
pub(super) async fn complete(tx: &mut Tx) -> Result<(), StoreError> {
    loop {
        let rows = sqlx::query("select id, name, member_no from members where name_key is null limit ?1")
            .bind(PAGE)
            .fetch_all(&mut **tx)
            .await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in &rows {
            let (name, number): (&str, Option<&str>) = (row.try_get("name")?, row.try_get("member_no")?);
            sqlx::query("update members set name_key = ?2, search = ?3 where id = ?1")
                .bind(row::uuid(row, "id")?.as_bytes().as_slice())
                .bind(person_sort_key(name))
                .bind(search_text(name, number))
                .execute(&mut **tx)
                .await?;
        }
    }
}

/// A UUID, version 7, of that moment by the server's clock.
pub(super) fn new_id(at: Timestamp) -> Uuid {
    let millis = u64::try_from(at.millis()).unwrap_or(0);
    let nanos = u32::try_from(millis % 1000).map_or(0, |millis| millis * 1_000_000);
    Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, millis / 1000, nanos))
}

pub(super) async fn revoke_token(store: &SqliteStore, token: &TokenHash, at: Timestamp) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let revoked = sqlx::query("update tokens set revoked_at = ?2 where hash = ?1 and revoked_at is null")
        .bind(token.0.as_slice())
        .bind(at.millis())
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(revoked.rows_affected() == 1)
}

pub(super) fn member(row: &SqliteRow) -> Result<Member, StoreError> {
    Ok(Member { id: MemberId::new(row::uuid(row, "id")?), name: row.try_get("name")?, unit: row::parsed(row, "unit")? })
}
