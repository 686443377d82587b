//! Passkeys, and challenges that wait for an authenticator's answer.

use super::{SqliteStore, row};
use crate::{Ceremony, Passkey, StoreError, TokenHash, TokenKind};
use model::calendar::Timestamp;
use model::id::MemberId;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

/// The columns that [`read`] reads; `p` is the passkey and `m` who registered it.
macro_rules! columns {
    () => {
        "p.id, p.member, coalesce(m.merged_into, m.id) as owner, p.name, p.fixed, p.changing, p.created_at, p.opens
         from passkeys p join members m on m.id = p.member "
    };
}

pub(super) async fn of_member(
    store: &SqliteStore,
    member: MemberId,
    opens: TokenKind,
) -> Result<Vec<Passkey>, StoreError> {
    let rows = sqlx::query(concat!(
        "select ",
        columns!(),
        "where (p.member = ?1 or m.merged_into = ?1) and p.opens = ?2 order by p.created_at, p.id"
    ))
    .bind(member.uuid().as_bytes().as_slice())
    .bind(opens.name())
    .fetch_all(&store.readers)
    .await?;
    rows.iter().map(read).collect()
}

pub(super) async fn by_id(store: &SqliteStore, id: &[u8]) -> Result<Option<Passkey>, StoreError> {
    let row = sqlx::query(concat!("select ", columns!(), "where p.id = ?1"));
    let row = row.bind(id).fetch_optional(&store.readers).await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &SqliteRow) -> Result<Passkey, StoreError> {
    let opens: &str = row.try_get("opens")?;
    Ok(Passkey {
        id: row.try_get("id")?,
        member: MemberId::new(row::uuid(row, "member")?),
        owner: MemberId::new(row::uuid(row, "owner")?),
        name: row.try_get("name")?,
        fixed: row.try_get("fixed")?,
        changing: row.try_get("changing")?,
        created_at: row::moment(row, "created_at")?,
        opens: TokenKind::from_name(opens).ok_or_else(|| StoreError::unreadable("opens", opens))?,
    })
}

pub(super) async fn add(store: &SqliteStore, passkey: &Passkey) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let added = sqlx::query(
        "insert into passkeys (id, member, name, fixed, changing, created_at, opens) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         on conflict (id) do nothing",
    )
    .bind(&passkey.id)
    .bind(passkey.member.uuid().as_bytes().as_slice())
    .bind(&passkey.name)
    .bind(&passkey.fixed)
    .bind(&passkey.changing)
    .bind(passkey.created_at.millis())
    .bind(passkey.opens.name())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(added.rows_affected() == 1)
}

pub(super) async fn used(store: &SqliteStore, id: &[u8], changing: &[u8], at: Timestamp) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    sqlx::query("update passkeys set changing = ?2, used_at = ?3 where id = ?1")
        .bind(id)
        .bind(changing)
        .bind(at.millis())
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn remove(
    store: &SqliteStore,
    member: MemberId,
    opens: TokenKind,
    id: &[u8],
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let removed = sqlx::query(
        "delete from passkeys where id = ?1 and opens = ?3
             and (member = ?2 or member in (select id from members where merged_into = ?2))",
    )
    .bind(id)
    .bind(member.uuid().as_bytes().as_slice())
    .bind(opens.name())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(removed.rows_affected() == 1)
}

pub(super) async fn begin(store: &SqliteStore, ceremony: &Ceremony, at: Timestamp) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    sqlx::query("delete from ceremonies where expires_at <= ?1").bind(at.millis()).execute(&mut *tx).await?;
    sqlx::query("insert into ceremonies (key, member, state, expires_at) values (?1, ?2, ?3, ?4)")
        .bind(ceremony.key.0.as_slice())
        .bind(ceremony.member.map(|member| member.uuid().as_bytes().to_vec()))
        .bind(&ceremony.state)
        .bind(ceremony.expires_at.millis())
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn take(store: &SqliteStore, key: &TokenHash, at: Timestamp) -> Result<Option<Ceremony>, StoreError> {
    let mut tx = store.begin().await?;
    let row = sqlx::query(
        "delete from ceremonies where key = ?1 and expires_at > ?2 returning key, member, state, expires_at",
    )
    .bind(key.0.as_slice())
    .bind(at.millis())
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    let Some(row) = row else { return Ok(None) };
    let member: Option<&[u8]> = row.try_get("member")?;
    let member = member.map(Uuid::from_slice).transpose().map_err(|why| StoreError::unreadable("member", why))?;
    Ok(Some(Ceremony {
        key: TokenHash(row::bytes(&row, "key")?),
        member: member.map(MemberId::new),
        state: row.try_get("state")?,
        expires_at: row::moment(&row, "expires_at")?,
    }))
}
