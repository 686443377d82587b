//! What the search for possible duplicates reads and keeps. A stretch of the log is kept in one short transaction of a
//! statement for each table, since the writer waits for it.

use super::{SqliteStore, Tx, folder, row, write};
use crate::duplicates::KEPT;
use crate::{
    Alike, Checked, CheckedStretch, Due, Duplicates, FindingNumber, Findings, Position, Scope, SketchBytes, StoreError,
    Tail, Wording,
};
use async_trait::async_trait;
use model::id::{InitiativeId, MemberId};
use model::initiative::{Decision, State};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use std::collections::BTreeSet;
use std::sync::PoisonError;
use uuid::Uuid;

/// Most of what changes are drafts, so that many rows are read for a few to be checked.
const ROWS: usize = 500;

/// The states in which an initiative counts, as [`State::is_counted`] says.
macro_rules! counted {
    () => {
        "('submitted', 'received', 'recognised')"
    };
}

/// The columns that [`wording`] takes, of initiative `i`.
macro_rules! wording_columns {
    () => {
        "i.content ->> '$.title' as title, i.content ->> '$.problem' as problem, i.content ->> '$.solution' as solution"
    };
}

#[async_trait]
impl Duplicates for SqliteStore {
    async fn lead(&self) -> Result<bool, StoreError> {
        let mut leading = self.leading.lock().unwrap_or_else(PoisonError::into_inner);
        if leading.is_none() {
            *leading = folder::lead(&self.folder)?;
        }
        Ok(leading.is_some())
    }

    async fn resume(&self, version: u8) -> Result<Position, StoreError> {
        let mut tx = self.begin().await?;
        let stale =
            sqlx::query("delete from sketches where version <> ?1").bind(i64::from(version)).execute(&mut *tx).await?;
        if stale.rows_affected() > 0 {
            sqlx::query("update meta set duplicates_checked_to = 0").execute(&mut *tx).await?;
        }
        let row = sqlx::query("select duplicates_checked_to from meta").fetch_one(&mut *tx).await?;
        tx.commit().await?;
        row::unsigned(&row, "duplicates_checked_to")
    }

    async fn sketches(
        &self,
        after: Option<InitiativeId>,
        most: usize,
    ) -> Result<Vec<(InitiativeId, SketchBytes)>, StoreError> {
        let after = after.map_or_else(Vec::new, |id| id.uuid().as_bytes().to_vec());
        let rows =
            sqlx::query("select initiative, sketch from sketches where initiative > ?1 order by initiative limit ?2")
                .bind(after)
                .bind(limit(most))
                .fetch_all(&self.readers)
                .await?;
        rows.iter().map(|row| Ok((id(row, "initiative")?, row::bytes(row, "sketch")?))).collect()
    }

    async fn latest_wordings(
        &self,
        before: Position,
        most: usize,
    ) -> Result<(Vec<Wording>, Option<Position>), StoreError> {
        let rows = sqlx::query(concat!(
            "select i.position, ",
            wording_columns!(),
            " from initiatives i where i.position < ?1 and i.state in ",
            counted!(),
            " order by i.position desc limit ?2"
        ))
        .bind(i64::try_from(before).unwrap_or(i64::MAX))
        .bind(limit(most))
        .fetch_all(&self.readers)
        .await?;
        let last = rows.last().map(|row| row::unsigned(row, "position")).transpose()?;
        Ok((rows.iter().map(wording).collect::<Result<_, StoreError>>()?, last))
    }

    async fn unchecked(&self, after: Position, most: usize) -> Result<Tail, StoreError> {
        let rows = sqlx::query(concat!(
            "select i.id, i.position, i.submitted_at, i.state in ",
            counted!(),
            " as counts, s.initiative is not null as is_known,
                 s.initiative is not null and s.submitted_at = i.submitted_at as is_same
             from initiatives i left join sketches s on s.initiative = i.id
             where i.position > ?1 order by i.position limit ?2"
        ))
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .bind(limit(ROWS))
        .fetch_all(&self.readers)
        .await?;
        let mut tail = Tail { due: Vec::new(), position: after, more: rows.len() == ROWS };
        for row in &rows {
            if tail.due.len() == most {
                tail.more = true;
                break;
            }
            tail.position = row::unsigned(row, "position")?;
            tail.due.extend(due(row)?);
        }
        Ok(tail)
    }

    async fn wordings(&self, ids: &[InitiativeId]) -> Result<Vec<(InitiativeId, Wording)>, StoreError> {
        let rows = sqlx::query(concat!(
            "select i.id, ",
            wording_columns!(),
            " from initiatives i where i.id in (select unhex(value) from json_each(?1)) and i.state in ",
            counted!()
        ))
        .bind(list(ids))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|row| Ok((id(row, "id")?, wording(row)?))).collect()
    }

    async fn save_checked(&self, stretch: &CheckedStretch) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let row = sqlx::query("select duplicates_checked_to, findings from meta").fetch_one(&mut *tx).await?;
        if row::unsigned(&row, "duplicates_checked_to")? != stretch.from {
            return Ok(false);
        }
        let mut touched = forget_pairs(&mut tx, &stretch.checked).await?;
        touched.extend(keep_pairs(&mut tx, &stretch.checked).await?);
        keep_sketches(&mut tx, stretch).await?;
        // Of what doesn't count any more there is nothing to be told.
        for checked in &stretch.checked {
            if let Checked::Forgotten(id) = checked {
                touched.remove(&id.uuid());
            }
        }
        let before = row::unsigned(&row, "findings")?;
        number_findings(&mut tx, before, &touched).await?;
        sqlx::query("update meta set duplicates_checked_to = ?1, findings = ?2")
            .bind(stretch.to.cast_signed())
            .bind((before + touched.len() as u64).cast_signed())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn findings_end(&self) -> Result<FindingNumber, StoreError> {
        let row = sqlx::query("select findings from meta").fetch_one(&self.readers).await?;
        row::unsigned(&row, "findings")
    }

    async fn findings_mark(&self, number: FindingNumber) -> Result<Option<[u8; 8]>, StoreError> {
        let row = sqlx::query("select mark from finding_marks where number >= ?1 order by number limit 1")
            .bind(i64::try_from(number).unwrap_or(i64::MAX))
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| row::bytes(&row, "mark")).transpose()
    }

    async fn findings(&self, scope: &Scope, after: FindingNumber, most: usize) -> Result<Findings, StoreError> {
        let units = match scope {
            Scope::Everything => None,
            Scope::Units(units) => Some(write::text(units)?),
        };
        let rows = sqlx::query(concat!(
            "select f.number, ",
            row::initiative_columns!(),
            " from findings f join initiatives i on i.id = f.initiative join members m on m.id = i.author
             where f.number > ?1 and i.state <> 'draft'
                 and (?2 is null or i.unit in (select value from json_each(?2)))
             order by f.number limit ?3"
        ))
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .bind(units)
        .bind(limit(most))
        .fetch_all(&self.readers)
        .await?;
        let number = rows.last().map(|row| row::unsigned(row, "number")).transpose()?.unwrap_or(after);
        let initiatives = rows.iter().map(row::initiative).collect::<Result<_, StoreError>>()?;
        Ok(Findings { initiatives, number, more: rows.len() == most })
    }

    async fn alike(&self, ids: &[InitiativeId]) -> Result<Vec<(InitiativeId, Alike)>, StoreError> {
        let rows = sqlx::query(concat!(
            "select d.initiative, o.id, o.author, o.unit, o.state, o.content ->> '$.title' as title, d.percent,
                    o.decision, o.submitted_at
             from possible_duplicates d join initiatives o on o.id = d.other
             where d.initiative in (select unhex(value) from json_each(?1)) and o.state in ",
            counted!(),
            " order by d.initiative, d.percent desc, o.id"
        ))
        .bind(list(ids))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|row| Ok((id(row, "initiative")?, alike(row)?))).collect()
    }
}

fn due(row: &SqliteRow) -> Result<Option<Due>, StoreError> {
    let (counts, is_known, is_same): (bool, bool, bool) =
        (row.try_get("counts")?, row.try_get("is_known")?, row.try_get("is_same")?);
    let id = id(row, "id")?;
    Ok(match counts {
        true if is_same => None,
        true => Some(Due::Check { id, submitted_at: row::moment(row, "submitted_at")? }),
        false => is_known.then_some(Due::Forget(id)),
    })
}

fn wording(row: &SqliteRow) -> Result<Wording, StoreError> {
    let text = |column| Ok::<_, StoreError>(row.try_get::<Option<String>, _>(column)?.unwrap_or_default());
    Ok(Wording { title: text("title")?, problem: text("problem")?, solution: text("solution")? })
}

fn alike(row: &SqliteRow) -> Result<Alike, StoreError> {
    let state: &str = row.try_get("state")?;
    let percent: i64 = row.try_get("percent")?;
    let decision: Option<Decision> = row::json(row, "decision")?;
    let submitted: Option<i64> = row.try_get("submitted_at")?;
    let submitted = submitted.map(|_| row::moment(row, "submitted_at")).transpose()?;
    Ok(Alike {
        id: id(row, "id")?,
        author: MemberId::new(row::uuid(row, "author")?),
        unit: row::parsed(row, "unit")?,
        state: State::from_name(state).ok_or_else(|| StoreError::unreadable("state", state))?,
        title: row.try_get::<Option<String>, _>("title")?.unwrap_or_default(),
        at: decision.map(|decision| decision.at).or(submitted),
        percent: u8::try_from(percent).map_err(|why| StoreError::unreadable("percent", why))?,
    })
}

fn id(row: &SqliteRow, column: &str) -> Result<InitiativeId, StoreError> {
    row::uuid(row, column).map(InitiativeId::new)
}

fn list(ids: &[InitiativeId]) -> String {
    row::id_list(ids.iter().map(|id| id.uuid()))
}

fn limit(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}

/// Takes away what was found earlier about these; gives whom that was told of.
async fn forget_pairs(tx: &mut Tx, checked: &[Checked]) -> Result<BTreeSet<Uuid>, StoreError> {
    let ids = row::id_list(checked.iter().map(|checked| checked.id().uuid()));
    let rows = sqlx::query(
        "delete from possible_duplicates
         where initiative in (select unhex(value) from json_each(?1)) or other in (select unhex(value) from json_each(?1))
         returning initiative",
    )
    .bind(ids)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(|row| row::uuid(row, "initiative")).collect()
}

/// Keeps what was found, for both of each pair, as far as there is nothing likelier; gives whom it is to be told of.
async fn keep_pairs(tx: &mut Tx, checked: &[Checked]) -> Result<BTreeSet<Uuid>, StoreError> {
    let mut pairs = Vec::new();
    let mut touched = BTreeSet::new();
    for checked in checked {
        let Checked::Compared { id, alike, .. } = checked else { continue };
        for (other, percent) in alike {
            for (one, other) in [(id, other), (other, id)] {
                pairs.push((one.uuid().simple().to_string(), other.uuid().simple().to_string(), percent));
                touched.insert(one.uuid());
            }
        }
    }
    if pairs.is_empty() {
        return Ok(touched);
    }
    sqlx::query(
        "insert into possible_duplicates (initiative, other, percent)
         select unhex(value ->> 0), unhex(value ->> 1), value ->> 2 from json_each(?1) where true
         on conflict (initiative, other) do update set percent = excluded.percent",
    )
    .bind(write::text(&pairs)?)
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "delete from possible_duplicates where (initiative, other) in (
             select initiative, other from (
                 select initiative, other,
                     row_number() over (partition by initiative order by percent desc, other) as place
                 from possible_duplicates where initiative in (select unhex(value) from json_each(?1)))
             where place > ?2)",
    )
    .bind(row::id_list(touched.iter().copied()))
    .bind(limit(KEPT))
    .execute(&mut **tx)
    .await?;
    Ok(touched)
}

async fn keep_sketches(tx: &mut Tx, stretch: &CheckedStretch) -> Result<(), StoreError> {
    let mut kept = Vec::new();
    for checked in &stretch.checked {
        if let Checked::Compared { id, submitted_at, sketch: Some(sketch), .. } = checked {
            let sketch: String = sketch.iter().map(|byte| format!("{byte:02x}")).collect();
            kept.push((id.uuid().simple().to_string(), submitted_at.millis(), sketch));
        }
    }
    let ids = row::id_list(stretch.checked.iter().map(|checked| checked.id().uuid()));
    sqlx::query("delete from sketches where initiative in (select unhex(value) from json_each(?1))")
        .bind(ids)
        .execute(&mut **tx)
        .await?;
    sqlx::query(
        "insert into sketches (initiative, submitted_at, version, sketch)
         select unhex(value ->> 0), value ->> 1, ?2, unhex(value ->> 2) from json_each(?1)",
    )
    .bind(write::text(&kept)?)
    .bind(i64::from(stretch.version))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn number_findings(tx: &mut Tx, before: FindingNumber, touched: &BTreeSet<Uuid>) -> Result<(), StoreError> {
    if touched.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into findings (initiative, number) select unhex(value), ?2 + 1 + key from json_each(?1) where true
         on conflict (initiative) do update set number = excluded.number",
    )
    .bind(row::id_list(touched.iter().copied()))
    .bind(before.cast_signed())
    .execute(&mut **tx)
    .await?;
    sqlx::query("insert into finding_marks (number, mark) values (?1, randomblob(8))")
        .bind((before + touched.len() as u64).cast_signed())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
