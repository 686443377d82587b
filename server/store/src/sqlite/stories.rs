//! Stories, found and counted in their indexes alone; only the rows of the page itself are read.

use super::{SqliteStore, Tx, row, write};
use crate::{Adopters, Mark, Scope, StoreError, Stories, StoriesAsk, StoriesPage, Told};
use async_trait::async_trait;
use model::calendar::Timestamp;
use model::id::{InitiativeId, MemberId};
use model::wire::Member;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite};

/// How many would like to apply the initiative `i`.
macro_rules! appliers {
    () => {
        ", (select count(*) from adoptions a where a.initiative = i.id) as appliers"
    };
}

#[async_trait]
impl Stories for SqliteStore {
    async fn find(&self, ask: &StoriesAsk) -> Result<StoriesPage, StoreError> {
        page(self, ask).await
    }

    async fn story(&self, id: InitiativeId) -> Result<Option<Told>, StoreError> {
        let row = sqlx::query(concat!(
            "select ",
            row::initiative_columns!(),
            appliers!(),
            " from initiatives i join members m on m.id = i.author where i.id = ?1 and i.story_at is not null"
        ))
        .bind(id.uuid().as_bytes().as_slice())
        .fetch_optional(&self.readers)
        .await?;
        row.as_ref().map(told).transpose()
    }

    async fn adopt(&self, id: InitiativeId, member: &Member, at: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "insert into adoptions (initiative, member, unit, at) values (?1, ?2, ?3, ?4)
             on conflict (initiative, member) do nothing",
        )
        .bind(id.uuid().as_bytes().as_slice())
        .bind(member.id.uuid().as_bytes().as_slice())
        .bind(member.unit.as_str())
        .bind(at.millis())
        .execute(&mut *tx)
        .await?;
        tell(&mut tx).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn abandon(&self, id: InitiativeId, member: MemberId) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("delete from adoptions where initiative = ?1 and member = ?2")
            .bind(id.uuid().as_bytes().as_slice())
            .bind(member.uuid().as_bytes().as_slice())
            .execute(&mut *tx)
            .await?;
        tell(&mut tx).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn adopts(&self, id: InitiativeId, member: MemberId) -> Result<bool, StoreError> {
        let found = sqlx::query("select 1 from adoptions where initiative = ?1 and member = ?2")
            .bind(id.uuid().as_bytes().as_slice())
            .bind(member.uuid().as_bytes().as_slice())
            .fetch_optional(&self.readers)
            .await?;
        Ok(found.is_some())
    }

    async fn adopters(&self, id: InitiativeId, limit: usize) -> Result<Vec<Adopters>, StoreError> {
        let rows = sqlx::query(
            "select unit, count(*) as members from adoptions where initiative = ?1
             group by unit order by members desc, unit limit ?2",
        )
        .bind(id.uuid().as_bytes().as_slice())
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(&self.readers)
        .await?;
        let adopters =
            |row: &SqliteRow| Ok(Adopters { unit: row::parsed(row, "unit")?, members: row::unsigned(row, "members")? });
        rows.iter().map(adopters).collect()
    }
}

/// Says that somebody would like to apply a story, or wouldn't any more.
async fn tell(tx: &mut Tx) -> Result<(), StoreError> {
    sqlx::query("update meta set adoptions = adoptions + 1").execute(&mut **tx).await?;
    Ok(())
}

async fn page(store: &SqliteStore, ask: &StoriesAsk) -> Result<StoriesPage, StoreError> {
    let mut tx = store.begin_read().await?;
    let mut count = QueryBuilder::<Sqlite>::new("select count(*) as number");
    narrow(&mut count, ask)?;
    let total = row::unsigned(&count.build().persistent(false).fetch_one(&mut *tx).await?, "number")?;

    let mut found = QueryBuilder::<Sqlite>::new("with found as (select i.rowid as row, story_at, id");
    narrow(&mut found, ask)?;
    if let Some(Mark { since, id }) = ask.after {
        found.push(" and (i.story_at, i.id) < (").push_bind(since).push(", ");
        found.push_bind(id.uuid().as_bytes().to_vec()).push(")");
    }
    // One more than may be given tells whether there is more.
    let most = i64::try_from(ask.limit.saturating_add(1)).unwrap_or(i64::MAX);
    found.push(" order by i.story_at desc, i.id desc limit ").push_bind(most);
    found.push(concat!(
        ") select ",
        row::initiative_columns!(),
        ", f.story_at",
        appliers!(),
        " from found f join initiatives i on i.rowid = f.row join members m on m.id = i.author
         order by f.story_at desc, f.id desc"
    ));
    let rows = found.build().persistent(false).fetch_all(&mut *tx).await?;
    let more = rows.len() > ask.limit;
    let mut page = StoriesPage { stories: Vec::new(), mark: None, more, total };
    for row in rows.iter().take(ask.limit) {
        let told = told(row)?;
        page.mark = Some(Mark { since: row.try_get("story_at")?, id: told.initiative.id });
        page.stories.push(told);
    }
    Ok(page)
}

/// Adds which stories are asked for, and in which index they are found.
fn narrow(query: &mut QueryBuilder<Sqlite>, ask: &StoriesAsk) -> Result<(), StoreError> {
    match &ask.scope {
        Scope::Everything => query.push(" from initiatives i indexed by stories_by_time where i.story_at is not null"),
        Scope::Units(units) => query
            .push(" from initiatives i indexed by stories_of_unit where i.story_at is not null and i.unit in (select value from json_each(")
            .push_bind(write::text(units)?)
            .push("))"),
    };
    for (column, words) in [("i.story_area", &ask.area), ("i.story_search", &ask.words)] {
        for word in words {
            query.push(" and instr(").push(column).push(", ").push_bind(word.clone()).push(") > 0");
        }
    }
    if let Some(kind) = ask.kind {
        query.push(" and i.story_kind = ").push_bind(kind.name());
    }
    if let Some(sum) = ask.at_least {
        query.push(" and i.story_sum >= ").push_bind(sum.dong());
    }
    Ok(())
}

fn told(row: &SqliteRow) -> Result<Told, StoreError> {
    Ok(Told { initiative: row::initiative(row)?, appliers: row::unsigned(row, "appliers")? })
}
