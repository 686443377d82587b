//! Members, join codes and targets for those who administer units. Lists are found and counted in their indexes; only the
//! rows of the page itself are read.

use super::{SqliteStore, audit, devices, members, plan, row, write};
use crate::act::NewAct;
use crate::{
    Act, Administration, Doer, JoinCode, MembersAsk, MembersPage, PaperError, PaperMember, PlanError, Scope,
    StoreError, TargetChange,
};
use async_trait::async_trait;
use model::calendar::Timestamp;
use model::campaign::Target;
use model::collate::person_sort_key;
use model::id::MemberId;
use model::unit::UnitCode;
use model::wire::{Member, MemberLine};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite};
use std::collections::HashMap;

/// The columns that [`line`] reads; `m` is the member. Devices are those that have joined: tokens of the kind `join`.
macro_rules! line_columns {
    () => {
        "m.id, m.name, m.member_no, m.unit, m.created_at,
         (select count(*) from initiatives i
          where i.author = m.id and i.state in ('submitted', 'received', 'recognised')) as initiatives,
         (select count(*) from tokens t
          where t.member = m.id and t.revoked_at is null and t.kind = 'join') as devices"
    };
}
pub(super) use line_columns;

#[async_trait]
impl Administration for SqliteStore {
    async fn members(&self, ask: &MembersAsk) -> Result<MembersPage, StoreError> {
        page(self, ask).await
    }

    async fn members_by_unit(&self) -> Result<HashMap<UnitCode, u64>, StoreError> {
        let rows =
            sqlx::query("select unit, count(*) as number from members group by unit").fetch_all(&self.readers).await?;
        rows.iter().map(|row| Ok((row::parsed(row, "unit")?, row::unsigned(row, "number")?))).collect()
    }

    async fn member(&self, id: MemberId) -> Result<Option<Member>, StoreError> {
        let row = sqlx::query("select id, name, unit from members where id = ?1 and merged_into is null")
            .bind(id.uuid().as_bytes().as_slice())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(members::member).transpose()
    }

    async fn end_devices(&self, member: &Member, by: Doer, at: Timestamp) -> Result<u64, StoreError> {
        end_devices(self, member, by, at).await
    }

    async fn replace_join_code(
        &self,
        unit: &UnitCode,
        by: Doer,
        at: Timestamp,
    ) -> Result<Option<JoinCode>, StoreError> {
        replace_join_code(self, unit, by, at).await
    }

    async fn member_on_paper(&self, paper: &PaperMember) -> Result<Member, PaperError> {
        member_on_paper(self, paper).await
    }

    async fn set_target(&self, change: &TargetChange) -> Result<Target, PlanError> {
        plan::set_target(self, change).await
    }
}

async fn page(store: &SqliteStore, ask: &MembersAsk) -> Result<MembersPage, StoreError> {
    let mut tx = store.begin_read().await?;
    let mut count = QueryBuilder::<Sqlite>::new("select count(*) as number from members m");
    narrow(&mut count, ask)?;
    let total = row::unsigned(&count.build().persistent(false).fetch_one(&mut *tx).await?, "number")?;

    let mut found = QueryBuilder::<Sqlite>::new("with found as (select m.rowid as row, name_key, id from members m");
    narrow(&mut found, ask)?;
    if let Some(after) = ask.after {
        let key = sqlx::query("select name_key from members where id = ?1")
            .bind(after.uuid().as_bytes().as_slice())
            .fetch_optional(&mut *tx)
            .await?;
        let Some(key) = key else { return Ok(MembersPage { members: Vec::new(), more: false, total }) };
        let key: Vec<u8> = key.try_get("name_key")?;
        found.push(" and (m.name_key, m.id) > (").push_bind(key).push(", ");
        found.push_bind(after.uuid().as_bytes().to_vec()).push(")");
    }
    // One more than may be given tells whether there is more.
    let most = i64::try_from(ask.limit.saturating_add(1)).unwrap_or(i64::MAX);
    found.push(" order by m.name_key, m.id limit ").push_bind(most);
    found.push(concat!(
        ") select ",
        line_columns!(),
        " from found f join members m on m.rowid = f.row order by f.name_key, f.id"
    ));
    let rows = found.build().persistent(false).fetch_all(&mut *tx).await?;
    let more = rows.len() > ask.limit;
    let members = rows.iter().take(ask.limit).map(line).collect::<Result<_, StoreError>>()?;
    Ok(MembersPage { members, more, total })
}

/// Adds which members are asked for.
fn narrow(query: &mut QueryBuilder<Sqlite>, ask: &MembersAsk) -> Result<(), StoreError> {
    match &ask.scope {
        Scope::Everything => query.push(" where m.merged_into is null"),
        Scope::Units(units) => {
            query.push(" where m.merged_into is null and m.unit in (select value from json_each(");
            query.push_bind(write::text(units)?).push("))")
        }
    };
    for word in &ask.words {
        query.push(" and instr(m.search, ").push_bind(word.clone()).push(") > 0");
    }
    Ok(())
}

pub(super) fn line(row: &SqliteRow) -> Result<MemberLine, StoreError> {
    let Member { id, name, unit } = members::member(row)?;
    Ok(MemberLine {
        id,
        name,
        member_no: row.try_get("member_no")?,
        unit,
        unit_name: None,
        joined_at: row::moment(row, "created_at")?,
        initiatives: row::unsigned(row, "initiatives")?,
        devices: row::unsigned(row, "devices")?,
    })
}

async fn end_devices(store: &SqliteStore, member: &Member, by: Doer, at: Timestamp) -> Result<u64, StoreError> {
    let mut tx = store.begin().await?;
    let ended = devices::give_up(&mut tx, member.id, at).await?;
    if ended > 0 {
        let act = Act::EndDevices {};
        let new = NewAct { unit: &member.unit, member: Some(member.id), act: &act, by, at };
        audit::add_act(&mut tx, &new).await?;
    }
    // Tokens that had ended already prove nothing any more either.
    tx.commit().await?;
    Ok(ended)
}

async fn replace_join_code(
    store: &SqliteStore,
    unit: &UnitCode,
    by: Doer,
    at: Timestamp,
) -> Result<Option<JoinCode>, StoreError> {
    let mut tx = store.begin().await?;
    let known = sqlx::query("select 1 from units where code = ?1").bind(unit.as_str()).fetch_optional(&mut *tx).await?;
    if known.is_none() {
        return Ok(None);
    }
    sqlx::query("update join_codes set revoked_at = ?2 where unit = ?1 and revoked_at is null")
        .bind(unit.as_str())
        .bind(at.millis())
        .execute(&mut *tx)
        .await?;
    let code = members::new_code(&mut tx, unit, at).await?;
    let act = Act::ReplaceJoinCode {};
    audit::add_act(&mut tx, &NewAct { unit, member: None, act: &act, by, at }).await?;
    tx.commit().await?;
    Ok(Some(code))
}

async fn member_on_paper(store: &SqliteStore, paper: &PaperMember) -> Result<Member, PaperError> {
    let PaperMember { unit, name, member_no, op, consent_version, at } = paper;
    let mut tx = store.begin().await?;
    let earlier = sqlx::query(
        "select m.id, m.name, m.unit, o.name as entered_name, o.unit as entered_unit
         from members o join members m on m.id = coalesce(o.merged_into, o.id) where o.entered_with = ?1",
    )
    .bind(op.uuid().as_bytes().as_slice())
    .fetch_optional(&mut *tx)
    .await?;
    if let Some(row) = earlier {
        let (entered_name, entered_unit): (&str, &str) = (row.try_get("entered_name")?, row.try_get("entered_unit")?);
        let is_same = entered_name == name && entered_unit == unit.as_str();
        return if is_same { Ok(members::member(&row)?) } else { Err(PaperError::OpReused) };
    }
    let known = sqlx::query("select 1 from units where code = ?1").bind(unit.as_str()).fetch_optional(&mut *tx).await?;
    if known.is_none() {
        return Err(PaperError::UnknownUnit);
    }
    // The number tells people apart; without one the name alone has to be new.
    let key = person_sort_key(name);
    let like = sqlx::query(
        "select id, name, unit, name_key = ?3 as same from members
         where unit = ?1 and merged_into is null and case when ?2 is null then name_key = ?3 else number_key = ?2 end
         order by same desc, id limit 1",
    )
    .bind(unit.as_str())
    .bind(member_no.as_deref().and_then(members::number_key))
    .bind(&key)
    .fetch_optional(&mut *tx)
    .await?;
    if let Some(row) = like {
        return match (member_no, row.try_get::<bool, _>("same")?) {
            (None, _) => Err(PaperError::Namesake),
            (Some(_), false) => Err(PaperError::NumberTaken),
            (Some(_), true) => Ok(members::member(&row)?),
        };
    }
    let id = MemberId::new(members::new_id(*at));
    sqlx::query(
        "insert into members (id, name, unit, member_no, consented_at, consent_version, created_at, name_key, search,
                              entered_with, number_key)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?5, ?7, ?8, ?9, ?10)",
    )
    .bind(id.uuid().as_bytes().as_slice())
    .bind(name)
    .bind(unit.as_str())
    .bind(member_no)
    .bind(at.millis())
    .bind(consent_version)
    .bind(key)
    .bind(members::search_text(name, member_no.as_deref()))
    .bind(op.uuid().as_bytes().as_slice())
    .bind(member_no.as_deref().and_then(members::number_key))
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Member { id, name: name.clone(), unit: unit.clone() })
}

impl From<sqlx::Error> for PaperError {
    fn from(why: sqlx::Error) -> Self {
        PaperError::Store(why.into())
    }
}
