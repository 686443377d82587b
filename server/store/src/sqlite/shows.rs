//! The show's one row, its receipts, and the stories that may be told in it.

use super::{SqliteStore, Tx, audit, row, write};
use crate::act::NewAct;
use crate::{Doer, ShowKept, ShowOutcome, ShowStep, Shows, StoreError, StoryRecord, VerifyError};
use async_trait::async_trait;
use model::id::{InitiativeId, MemberId, OpId};
use model::initiative::Person;
use model::show::{Line, Show};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// So many of the stories that changed last are looked through.
const LOOKED_THROUGH: i64 = 500;

/// When the author last said whether initiative `i` may be public: the last op that changed it. What came without a log
/// of its words was agreed to when it was sent in.
macro_rules! consent_column {
    () => {
        "coalesce((select max(o.received_at) from ops o
                   where o.initiative = i.id and o.before is not null and json_type(o.before, '$.public_story') is not null),
                  i.submitted_at, i.updated_at) as consented_at"
    };
}

#[async_trait]
impl Shows for SqliteStore {
    async fn show(&self) -> Result<Show, StoreError> {
        let row = sqlx::query("select state from show").fetch_optional(&self.readers).await?;
        let show = row.map(|row| row::json(&row, "state")).transpose()?.flatten();
        Ok(show.unwrap_or_default())
    }

    async fn show_receipt(&self, id: OpId) -> Result<Option<([u8; 32], ShowOutcome)>, StoreError> {
        let row = sqlx::query("select fingerprint, outcome from show_receipts where id = ?1")
            .bind(id.uuid().as_bytes().as_slice())
            .fetch_optional(&self.readers)
            .await?;
        let receipt = |row: &SqliteRow| {
            let outcome = row::json(row, "outcome")?.ok_or_else(|| StoreError::unreadable("a receipt", "null"))?;
            Ok((row::bytes(row, "fingerprint")?, outcome))
        };
        row.as_ref().map(receipt).transpose()
    }

    async fn keep_show(&self, step: &ShowStep<'_>) -> Result<ShowKept, StoreError> {
        let mut tx = self.begin().await?;
        let outcome = match step.made {
            Ok(show) => {
                let earlier = sqlx::query("select revision from show").fetch_optional(&mut *tx).await?;
                let revision = earlier.map_or(Ok(0), |row| row::unsigned(&row, "revision"))?;
                if revision + 1 != show.revision {
                    return Ok(ShowKept::Overtaken);
                }
                sqlx::query(
                    "insert into show (one, revision, state) values (1, ?1, ?2)
                     on conflict (one) do update set revision = excluded.revision, state = excluded.state",
                )
                .bind(show.revision.cast_signed())
                .bind(write::text(show)?)
                .execute(&mut *tx)
                .await?;
                let act = crate::Act::RunShow { revision: show.revision, act: step.act.clone() };
                let by = Doer { member: Some(step.by.id), device: step.device };
                audit::add_act(&mut tx, &NewAct { unit: step.unit, member: None, act: &act, by, at: step.at }).await?;
                ShowOutcome::Done(show.revision)
            }
            Err(refused) => ShowOutcome::Refused(refused.clone()),
        };
        let inserted = sqlx::query(
            "insert into show_receipts (id, fingerprint, outcome, position)
             values (?1, ?2, ?3, case when ?4 then (select max(position) from acts) end) on conflict (id) do nothing",
        )
        .bind(step.id.uuid().as_bytes().as_slice())
        .bind(step.fingerprint.as_slice())
        .bind(write::text(&outcome)?)
        .bind(step.made.is_ok())
        .execute(&mut *tx)
        .await?;
        // The same act came to another process at the same time: there it is.
        if inserted.rows_affected() == 0 {
            return Ok(ShowKept::Overtaken);
        }
        tx.commit().await?;
        Ok(ShowKept::Kept)
    }

    async fn show_log(&self, most: usize) -> Result<Vec<Line>, StoreError> {
        let rows = sqlx::query(
            "select a.act, a.at, a.by, m.name from show_receipts r
             join acts a on a.position = r.position join members m on m.id = a.by
             where r.position is not null order by r.position desc limit ?1",
        )
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(line).collect()
    }

    async fn stories(&self, ids: &[InitiativeId]) -> Result<Vec<StoryRecord>, StoreError> {
        let rows = sqlx::query(concat!(
            "select ",
            row::initiative_columns!(),
            ", ",
            consent_column!(),
            " from initiatives i join members m on m.id = i.author
             where i.id in (select unhex(value) from json_each(?1))"
        ))
        .bind(row::id_list(ids.iter().map(|id| id.uuid())))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(story).collect()
    }

    async fn latest_stories(&self, most: usize) -> Result<Vec<StoryRecord>, StoreError> {
        let rows = sqlx::query(concat!(
            "with latest as (
                 select id, position, content ->> '$.public_story' = 1 as agreed from initiatives
                 where state = 'recognised' and content ->> '$.story' is not null
                 order by position desc limit ?1),
             picked as (
                 select id, row_number() over (partition by agreed is true order by position desc) as place,
                        agreed is true as agreed from latest)
             select ",
            row::initiative_columns!(),
            ", ",
            consent_column!(),
            " from picked p join initiatives i on i.id = p.id join members m on m.id = i.author
             where p.place <= case when p.agreed then ?2 else ?2 / 4 end order by i.position desc"
        ))
        .bind(LOOKED_THROUGH)
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(story).collect()
    }
}

/// The show is what its acts made: as many are in the log as its revision says, each with its receipt.
pub(super) async fn verify(tx: &mut Tx) -> Result<(), VerifyError> {
    let show = sqlx::query("select revision, state from show").fetch_optional(&mut **tx).await?;
    let (kept, said) = match &show {
        Some(row) => (row::unsigned(row, "revision")?, row::json::<Show>(row, "state")?.unwrap_or_default().revision),
        None => (0, 0),
    };
    if kept != said {
        return Err(VerifyError::Differs(format!("the show is kept as revision {kept} and says {said}")));
    }
    let logged = sqlx::query(
        "select count(*) as acts, coalesce(max(act ->> '$.run_show.revision'), 0) as last,
                coalesce(sum(r.outcome ->> '$.done' = act ->> '$.run_show.revision'), 0) as receipts
         from acts a left join show_receipts r on r.position = a.position
         where act ->> '$.run_show.revision' is not null",
    )
    .fetch_one(&mut **tx)
    .await?;
    for number in ["acts", "last", "receipts"] {
        let found = row::unsigned(&logged, number)?;
        if found != kept {
            return Err(VerifyError::Differs(format!("the show has revision {kept}, its log {found} ({number})")));
        }
    }
    Ok(())
}

fn line(row: &SqliteRow) -> Result<Line, StoreError> {
    match row::json(row, "act")? {
        Some(crate::Act::RunShow { revision, act }) => {
            let by = Person { id: MemberId::new(row::uuid(row, "by")?), name: row.try_get("name")? };
            Ok(Line { revision, at: row::moment(row, "at")?, by, act })
        }
        _ => Err(StoreError::unreadable("an act of the show", "another act")),
    }
}

fn story(row: &SqliteRow) -> Result<StoryRecord, StoreError> {
    let initiative = row::initiative(row)?;
    let consent = initiative.content.public_story().then(|| row::moment(row, "consented_at")).transpose()?;
    Ok(StoryRecord { initiative, consent })
}
