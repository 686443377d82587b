//! Joining, and knowing a device again.

use super::{SqliteStore, Tx, audit, row};
use crate::act::NewAct;
use crate::member::random_below;
use crate::{Act, Doer, Join, JoinCode, JoinError, Once, StoreError, TokenHash};
use model::calendar::Timestamp;
use model::collate::person_sort_key;
use model::id::MemberId;
use model::text::search_key;
use model::unit::UnitCode;
use model::wire::{Member, MergeReason};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use uuid::{NoContext, Uuid};

pub(super) async fn join_code(
    store: &SqliteStore,
    unit: &UnitCode,
    by: Doer,
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
    let act = Act::MakeJoinCode {};
    audit::add_act(&mut tx, &NewAct { unit, member: None, act: &act, by, at }).await?;
    tx.commit().await?;
    Ok(Some(code))
}

/// Gives the unit, which has no code that holds, a new one.
pub(super) async fn new_code(tx: &mut Tx, unit: &UnitCode, at: Timestamp) -> Result<JoinCode, StoreError> {
    loop {
        let code = JoinCode::from_number(random_below(JoinCode::COUNT)?);
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
    if let Some(member) = repeated(&mut tx, join.once.as_ref()).await? {
        return Ok(member);
    }
    let unit = unit_of(&mut tx, &join.codes).await?.ok_or(JoinError::UnknownCode)?;
    let known = known_by(&mut tx, join, &unit).await?;
    let proven = known.as_ref().filter(|known| !known.is_void).map(|known| known.member.clone());
    let holder = holder(&mut tx, join, &unit, proven.as_ref()).await?;
    if holder.is_some() && !join.asks_to_merge {
        return Err(JoinError::MemberExists);
    }
    let member = match proven {
        Some(member) => {
            agrees_again(&mut tx, &member, join, holder.is_some()).await?;
            member
        }
        None => new_member(&mut tx, join, unit).await?,
    };
    if let Some(holder) = holder {
        ask_to_merge(&mut tx, member.id, holder, MergeReason::Number, join.at).await?;
    } else if let Some(known) = known.filter(|known| known.is_void) {
        ask_to_merge(&mut tx, member.id, known.member.id, MergeReason::Device, join.at).await?;
    }
    add_token(&mut tx, &join.token, member.id, join.at).await?;
    keep_repeatable(&mut tx, join.once.as_ref(), member.id, join.at).await?;
    tx.commit().await?;
    Ok(member)
}

/// What came of a request that may be repeated, if it came before.
pub(super) async fn repeated(tx: &mut Tx, once: Option<&Once>) -> Result<Option<Member>, JoinError> {
    let Some(once) = once else { return Ok(None) };
    let earlier = sqlx::query(
        "select j.request, m.id, m.name, m.unit
         from joins j join members o on o.id = j.member join members m on m.id = coalesce(o.merged_into, o.id)
         where j.key = ?1",
    )
    .bind(once.key.as_slice())
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = earlier else { return Ok(None) };
    if row::bytes(&row, "request")? == once.request { Ok(Some(member(&row)?)) } else { Err(JoinError::KeyReused) }
}

/// Keeps whom a request that may be repeated made.
pub(super) async fn keep_repeatable(
    tx: &mut Tx,
    once: Option<&Once>,
    member: MemberId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let Some(once) = once else { return Ok(()) };
    sqlx::query("insert into joins (key, request, member, created_at) values (?1, ?2, ?3, ?4)")
        .bind(once.key.as_slice())
        .bind(once.request.as_slice())
        .bind(member.uuid().as_bytes().as_slice())
        .bind(at.millis())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The device with this token is the member's.
pub(super) async fn add_token(
    tx: &mut Tx,
    token: &TokenHash,
    member: MemberId,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("insert into tokens (hash, member, created_at) values (?1, ?2, ?3)")
        .bind(token.0.as_slice())
        .bind(member.uuid().as_bytes().as_slice())
        .bind(at.millis())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// A member, unless they were put together with another one.
pub(super) async fn by_id(tx: &mut Tx, id: MemberId) -> Result<Option<Member>, StoreError> {
    let row = sqlx::query("select id, name, unit from members where id = ?1 and merged_into is null")
        .bind(id.uuid().as_bytes().as_slice())
        .fetch_optional(&mut **tx)
        .await?;
    row.as_ref().map(member).transpose()
}

/// One member seems to be another one: an administrator is to decide.
pub(super) async fn ask_to_merge(
    tx: &mut Tx,
    member: MemberId,
    other: MemberId,
    reason: MergeReason,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into merge_requests (member, other, reason, asked_at) values (?1, ?2, ?3, ?4)
         on conflict (member) do update set other = excluded.other, reason = excluded.reason",
    )
    .bind(member.uuid().as_bytes().as_slice())
    .bind(other.uuid().as_bytes().as_slice())
    .bind(reason.name())
    .bind(at.millis())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn new_member(tx: &mut Tx, join: &Join, unit: UnitCode) -> Result<Member, StoreError> {
    let id = MemberId::new(new_id(join.at));
    sqlx::query(
        "insert into members (id, name, unit, member_no, consented_at, consent_version, created_at, name_key, search,
                              number_key)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?5, ?7, ?8, ?9)",
    )
    .bind(id.uuid().as_bytes().as_slice())
    .bind(&join.name)
    .bind(unit.as_str())
    .bind(&join.member_no)
    .bind(join.at.millis())
    .bind(&join.consent_version)
    .bind(person_sort_key(&join.name))
    .bind(search_text(&join.name, join.member_no.as_deref()))
    .bind(join.member_no.as_deref().and_then(number_key))
    .execute(&mut **tx)
    .await?;
    Ok(Member { id, name: join.name.clone(), unit })
}

/// A member has joined again: what they agreed to, and the number of their card unless it is somebody else's.
async fn agrees_again(tx: &mut Tx, member: &Member, join: &Join, is_others: bool) -> Result<(), StoreError> {
    let number = join.member_no.as_deref().filter(|_| !is_others);
    sqlx::query(
        "update members set consented_at = ?2, consent_version = ?3, member_no = coalesce(?4, member_no),
             number_key = coalesce(?5, number_key), search = case when ?4 is null then search else ?6 end
         where id = ?1",
    )
    .bind(member.id.uuid().as_bytes().as_slice())
    .bind(join.at.millis())
    .bind(&join.consent_version)
    .bind(number)
    .bind(number.and_then(number_key))
    .bind(search_text(&member.name, number))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Whom the device's earlier token names.
struct Known {
    member: Member,
    /// The device was given up: that somebody has its token proves nothing.
    is_void: bool,
}

/// The member whom the device's earlier token names, if they join the same unit under the same name, or under that of a member
/// who was put together with them.
async fn known_by(tx: &mut Tx, join: &Join, unit: &UnitCode) -> Result<Option<Known>, StoreError> {
    let Some(earlier) = join.earlier else { return Ok(None) };
    let row = sqlx::query(
        "select m.id, m.name, m.unit, t.void_at is not null or t.lost_at is not null as void
         from tokens t join members m on m.id = t.member
         where t.hash = ?1 and exists (select 1 from members a
             where (a.id = m.id or a.merged_into = m.id) and a.unit = ?2 and a.name = ?3)",
    )
    .bind(earlier.0.as_slice())
    .bind(unit.as_str())
    .bind(&join.name)
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| Ok(Known { member: member(&row)?, is_void: row.try_get("void")? })).transpose()
}

/// Somebody else of the unit who has the card number that was given, unless it is the proven member's own as well: others may
/// have claimed it.
async fn holder(
    tx: &mut Tx,
    join: &Join,
    unit: &UnitCode,
    proven: Option<&Member>,
) -> Result<Option<MemberId>, StoreError> {
    let Some(key) = join.member_no.as_deref().and_then(number_key) else { return Ok(None) };
    let row = sqlx::query(
        "select id from members where unit = ?1 and number_key = ?2 and merged_into is null and id is not ?3
           and not exists (select 1 from members own where own.id = ?3 and own.number_key = ?2)
         order by id limit 1",
    )
    .bind(unit.as_str())
    .bind(key)
    .bind(proven.map(|member| member.id.uuid().as_bytes().to_vec()))
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| Ok(MemberId::new(row::uuid(&row, "id")?))).transpose()
}

/// A card number as it is compared: its letters and digits, in capitals; `None` if it has none.
pub(super) fn number_key(number: &str) -> Option<String> {
    let key: String = number.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    Some(key).filter(|key| !key.is_empty())
}

/// The unit that has one of these codes; `None` if none has, or if several have one.
async fn unit_of(tx: &mut Tx, codes: &[JoinCode]) -> Result<Option<UnitCode>, StoreError> {
    let codes: Vec<&str> = codes.iter().map(JoinCode::as_str).collect();
    let units = sqlx::query(
        "select unit from join_codes where code in (select value from json_each(?1)) and revoked_at is null limit 2",
    )
    .bind(super::write::text(&codes)?)
    .fetch_all(&mut **tx)
    .await?;
    match units.as_slice() {
        [one] => row::parsed(one, "unit").map(Some),
        _ => Ok(None),
    }
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
        let rows = sqlx::query(
            "select id, name, member_no from members
             where name_key is null or (member_no is not null and number_key is null) limit ?1",
        )
        .bind(PAGE)
        .fetch_all(&mut **tx)
        .await?;
        if rows.is_empty() {
            return Ok(());
        }
        for row in &rows {
            let (name, number): (&str, Option<&str>) = (row.try_get("name")?, row.try_get("member_no")?);
            sqlx::query("update members set name_key = ?2, search = ?3, number_key = ?4 where id = ?1")
                .bind(row::uuid(row, "id")?.as_bytes().as_slice())
                .bind(person_sort_key(name))
                .bind(search_text(name, number))
                // A number without a letter or digit equals no other.
                .bind(number.map(|number| number_key(number).unwrap_or_default()))
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
