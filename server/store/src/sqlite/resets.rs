//! Resets of passwords: made, looked at, used up.

use super::{SqliteStore, accounts, audit, members, row};
use crate::act::NewAct;
use crate::{Act, Ending, NewReset, PasswordHash, Reset, StoreError, TokenHash, Which};
use model::calendar::Timestamp;
use model::id::MemberId;
use model::sign_in::Renews;
use model::unit::UnitCode;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

pub(super) async fn offer(store: &SqliteStore, reset: &NewReset) -> Result<bool, StoreError> {
    let NewReset { token, member, unit, renews, by, at, expires_at } = reset;
    let mut tx = store.begin().await?;
    let offered = sqlx::query(
        "insert into resets (member, hash, unit, renews, created_by, created_at, expires_at)
         select member, ?2, ?3, ?4, ?5, ?6, ?7 from accounts where member = ?1
         on conflict (member) do update set
             hash = excluded.hash, unit = excluded.unit, renews = excluded.renews, created_by = excluded.created_by,
             created_at = excluded.created_at, expires_at = excluded.expires_at",
    )
    .bind(member.uuid().as_bytes().as_slice())
    .bind(token.0.as_slice())
    .bind(unit.as_str())
    .bind(renews.name())
    .bind(by.member.map(|by| by.uuid().as_bytes().to_vec()))
    .bind(at.millis())
    .bind(expires_at.millis())
    .execute(&mut *tx)
    .await?;
    if offered.rows_affected() == 0 {
        return Ok(false);
    }
    let act = Act::OfferReset { renews: *renews };
    audit::add_act(&mut tx, &NewAct { unit, member: Some(*member), act: &act, by: *by, at: *at }).await?;
    tx.commit().await?;
    Ok(true)
}

pub(super) async fn look(store: &SqliteStore, token: &TokenHash, at: Timestamp) -> Result<Option<Reset>, StoreError> {
    let row = sqlx::query(
        "select m.id, m.name, m.unit, a.login, r.renews, r.created_by, r.expires_at
         from resets r join accounts a on a.member = r.member join members m on m.id = r.member
         where r.hash = ?1 and r.expires_at > ?2",
    )
    .bind(token.0.as_slice())
    .bind(at.millis())
    .fetch_optional(&store.readers)
    .await?;
    let read = |row: &SqliteRow| {
        Ok(Reset {
            member: members::member(row)?,
            login: row::parsed(row, "login")?,
            renews: renews(row)?,
            by: row::optional_uuid(row, "created_by")?.map(MemberId::new),
            expires_at: row::moment(row, "expires_at")?,
        })
    };
    row.as_ref().map(read).transpose()
}

fn renews(row: &SqliteRow) -> Result<Renews, StoreError> {
    let name: &str = row.try_get("renews")?;
    Renews::from_name(name).ok_or_else(|| StoreError::unreadable("renews", name))
}

pub(super) async fn take(
    store: &SqliteStore,
    token: &TokenHash,
    password: &PasswordHash,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let taken = sqlx::query("delete from resets where hash = ?1 and expires_at > ?2 returning member, unit, renews")
        .bind(token.0.as_slice())
        .bind(at.millis())
        .fetch_optional(&mut *tx)
        .await?;
    let Some(row) = taken else { return Ok(false) };
    let member = MemberId::new(row::uuid(&row, "member")?);
    let unit: UnitCode = row::parsed(&row, "unit")?;
    let renews = renews(&row)?;
    sqlx::query("update accounts set password = ?2, password_set_at = ?3 where member = ?1")
        .bind(member.uuid().as_bytes().as_slice())
        .bind(&password.0)
        .bind(at.millis())
        .execute(&mut *tx)
        .await?;
    if renews == Renews::Everything {
        accounts::remove_otp_in(&mut tx, member).await?;
        sqlx::query("delete from passkeys where member = ?1")
            .bind(member.uuid().as_bytes().as_slice())
            .execute(&mut *tx)
            .await?;
    }
    accounts::end_in(&mut tx, member, Which::All, Ending::SignedOut, at).await?;
    let act = Act::ResetPassword { renews };
    audit::add_act(&mut tx, &NewAct { unit: &unit, member: Some(member), act: &act, by: member.into(), at }).await?;
    tx.commit().await?;
    Ok(true)
}
