//! One-time codes with which another device becomes a member's.

use super::{SqliteStore, Tx, audit, members, row};
use crate::act::NewAct;
use crate::{
    Act, CodeEnds, CodeMaker, Doer, JoinError, NewDeviceCode, StoreError, TokenHash, TokenKind, UseDeviceCode,
};
use model::calendar::Timestamp;
use model::id::MemberId;
use model::wire::{Member, MergeReason};
use sqlx::Row;

pub(super) async fn offer(store: &SqliteStore, code: &NewDeviceCode) -> Result<bool, StoreError> {
    let NewDeviceCode { hash, member, ends, maker, at, expires_at } = code;
    let (by_officer, device) = match maker {
        CodeMaker::Device(token) => (false, Some(token.0.to_vec())),
        CodeMaker::Officer(_) => (true, None),
    };
    let mut tx = store.begin().await?;
    sqlx::query("delete from device_codes where expires_at <= ?1 or (member = ?2 and by_officer = ?3)")
        .bind(at.millis())
        .bind(member.id.uuid().as_bytes().as_slice())
        .bind(by_officer)
        .execute(&mut *tx)
        .await?;
    let made = sqlx::query(
        "insert into device_codes (hash, member, by_officer, ends, maker, created_at, expires_at)
         select ?1, id, ?3, ?4, ?5, ?6, ?7 from members where id = ?2 and merged_into is null",
    )
    .bind(hash.0.as_slice())
    .bind(member.id.uuid().as_bytes().as_slice())
    .bind(by_officer)
    .bind(ends.name())
    .bind(device)
    .bind(at.millis())
    .bind(expires_at.millis())
    .execute(&mut *tx)
    .await?;
    if made.rows_affected() == 0 {
        return Ok(false);
    }
    if let CodeMaker::Officer(by) = maker {
        let act = Act::OfferDevice {};
        let new = NewAct { unit: &member.unit, member: Some(member.id), act: &act, by: *by, at: *at };
        audit::add_act(&mut tx, &new).await?;
    }
    tx.commit().await?;
    Ok(true)
}

pub(super) async fn take(store: &SqliteStore, used: &UseDeviceCode) -> Result<Member, JoinError> {
    let UseDeviceCode { hash, token, earlier, once, at } = used;
    let mut tx = store.begin().await?;
    if let Some(member) = members::repeated(&mut tx, once.as_ref()).await? {
        return Ok(member);
    }
    let row = sqlx::query(
        "delete from device_codes where hash = ?1 and expires_at > ?2 returning member, by_officer, ends, maker",
    )
    .bind(hash.0.as_slice())
    .bind(at.millis())
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(JoinError::UnknownCode)?;
    let id = MemberId::new(row::uuid(&row, "member")?);
    let ends: &str = row.try_get("ends")?;
    let ends = CodeEnds::from_name(ends).ok_or_else(|| StoreError::unreadable("ends", ends))?;
    let maker = row.try_get::<Option<&[u8]>, _>("maker")?.map(|_| row::bytes(&row, "maker")).transpose()?;
    let by_officer: bool = row.try_get("by_officer")?;
    let member = members::by_id(&mut tx, id).await?.ok_or(JoinError::UnknownCode)?;
    let ended = match (ends, maker) {
        (CodeEnds::All, _) => give_up(&mut tx, id, *at).await?,
        (CodeEnds::Maker, Some(maker)) => give_up_one(&mut tx, &TokenHash(maker), *at).await?,
        _ => 0,
    };
    if let Some(earlier) = earlier {
        replace(&mut tx, earlier, id, *at).await?;
    }
    members::add_token(&mut tx, token, id, *at).await?;
    members::keep_repeatable(&mut tx, once.as_ref(), id, *at).await?;
    let act = Act::AddDevice { by_officer, ended };
    let new = NewAct { unit: &member.unit, member: Some(id), act: &act, by: Doer::from(id), at: *at };
    audit::add_act(&mut tx, &new).await?;
    tx.commit().await?;
    Ok(member)
}

/// All devices with which the member has joined are given up: none of their tokens opens or proves anything any more, those that
/// ended earlier included, and neither does a code or passkey that was made on one. Gives how many were still valid.
pub(super) async fn give_up(tx: &mut Tx, member: MemberId, at: Timestamp) -> Result<u64, StoreError> {
    let ended = sqlx::query("update tokens set revoked_at = ?2 where member = ?1 and revoked_at is null and kind = ?3")
        .bind(member.uuid().as_bytes().as_slice())
        .bind(at.millis())
        .bind(TokenKind::Join.name())
        .execute(&mut **tx)
        .await?
        .rows_affected();
    sqlx::query("update tokens set void_at = ?2 where member = ?1 and void_at is null and kind = ?3")
        .bind(member.uuid().as_bytes().as_slice())
        .bind(at.millis())
        .bind(TokenKind::Join.name())
        .execute(&mut **tx)
        .await?;
    for made_there in [
        "delete from device_codes where member = ?1 and by_officer = 0",
        "delete from passkeys where opens = 'join' and (member = ?1 or member in (select id from members where merged_into = ?1))",
    ] {
        sqlx::query(made_there).bind(member.uuid().as_bytes().as_slice()).execute(&mut **tx).await?;
    }
    Ok(ended)
}

async fn give_up_one(tx: &mut Tx, token: &TokenHash, at: Timestamp) -> Result<u64, StoreError> {
    let ended = sqlx::query(
        "update tokens set revoked_at = ?2, void_at = ?2 where hash = ?1 and revoked_at is null and kind = ?3",
    )
    .bind(token.0.as_slice())
    .bind(at.millis())
    .bind(TokenKind::Join.name())
    .execute(&mut **tx)
    .await?;
    Ok(ended.rows_affected())
}

/// The device belonged to another member until now: that token ends, and since one person seems to be both, an administrator is
/// asked to put them together.
async fn replace(tx: &mut Tx, earlier: &TokenHash, becomes: MemberId, at: Timestamp) -> Result<(), StoreError> {
    let row = sqlx::query("select member from tokens where hash = ?1 and revoked_at is null and kind = ?2")
        .bind(earlier.0.as_slice())
        .bind(TokenKind::Join.name())
        .fetch_optional(&mut **tx)
        .await?;
    let Some(row) = row else { return Ok(()) };
    sqlx::query("update tokens set revoked_at = ?2 where hash = ?1")
        .bind(earlier.0.as_slice())
        .bind(at.millis())
        .execute(&mut **tx)
        .await?;
    let was = MemberId::new(row::uuid(&row, "member")?);
    if was == becomes { Ok(()) } else { members::ask_to_merge(tx, was, becomes, MergeReason::Code, at).await }
}
