//! What officers have said beside initiatives, compared with the ops that it came with.

use super::recount::{differs, number};
use super::{Tx, audit, row};
use crate::VerifyError;
use model::comment::Overtaken;
use model::op::{Action, Remark};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// Comments are read so many at a time.
const PAGE: i64 = 10_000;

/// Every comment came with an op on that initiative, by that member; and every remark, and every decision that came too late,
/// has its comment.
pub(super) async fn check_there(tx: &mut Tx) -> Result<(), VerifyError> {
    let odd = "select count(*) as number from comments c left join ops o on o.id = c.op
               where o.id is null or o.initiative <> c.initiative or o.member <> c.member";
    match number(tx, odd).await? {
        0 => {}
        odd => return differs(format!("{odd} comments have no op that they came with")),
    }
    let missing = "select count(*) as number from ops
                   where (action = 'comment' and outcome <> 'rejected'
                          or action in ('return', 'recognise', 'decline', 'mark_duplicate')
                             and detail ->> '$.problem.type' = 'already-decided')
                     and id not in (select op from comments)";
    match number(tx, missing).await? {
        0 => Ok(()),
        missing => differs(format!("{missing} remarks of the log are missing")),
    }
}

/// Every comment says what its op said, when it came in. That the op's words are those that were sent is for the chain to say.
pub(super) async fn verify(tx: &mut Tx) -> Result<(), VerifyError> {
    let mut after = 0;
    loop {
        let rows = sqlx::query(
            "select c.rowid as row, c.at, c.text, c.score, c.overtaken, o.position, o.received_at, o.action, o.arguments
             from comments c join ops o on o.id = c.op where c.rowid > ?1 order by c.rowid limit ?2",
        )
        .bind(after)
        .bind(PAGE)
        .fetch_all(&mut **tx)
        .await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.try_get("row")?;
        for row in &rows {
            if !is_what_was_said(row)? {
                let position = row::unsigned(row, "position")?;
                return differs(format!("the comment that came with the op at {position} isn't what was said with it"));
            }
        }
    }
}

fn is_what_was_said(row: &SqliteRow) -> Result<bool, VerifyError> {
    let said = audit::kept_action(row)?.and_then(|action| match action {
        Action::Comment(Remark { text, score }) => Some((text, score, None)),
        late => Overtaken::by(&late).map(|(text, overtaken)| (text, None, Some(overtaken))),
    });
    let kept = (row.try_get("text")?, row.try_get("score")?, row::json(row, "overtaken")?);
    let (at, received_at): (i64, i64) = (row.try_get("at")?, row.try_get("received_at")?);
    Ok(said == Some(kept) && at == received_at)
}
