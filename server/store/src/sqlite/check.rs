//! Whether a database is sound enough to be served: its pages, and the end of its log. Much less than `verify`, which takes
//! minutes for a nation.

use super::{Tx, audit, load, row};
use crate::{StoreError, VerifyError};
use sqlx::Row;
use sqlx::sqlite::SqlitePool;
use std::time::{Duration, Instant};

/// So many entries at the log's end are hashed again.
const TAIL: u64 = 1_000;
/// The pages of a large database are looked at for so long if there is no reason to doubt it.
const WITHIN: Duration = Duration::from_secs(20);
/// How often to look at the clock meanwhile, in steps of SQLite's machine: about every millisecond.
const STEPS: i32 = 10_000;

/// How far to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thoroughness {
    /// All pages, however long it takes: the last process didn't end well, or a copy was put in place.
    Whole,
    /// As many pages as can be looked at in [`WITHIN`].
    Bounded,
}

/// Checks the pages.
///
/// # Errors
/// [`StoreError::Mismatch`] with what was found.
pub(super) async fn pages(pool: &SqlitePool, thoroughness: Thoroughness) -> Result<(), StoreError> {
    let mut tx: Tx = pool.begin_with("begin").await?;
    let began = Instant::now();
    if thoroughness == Thoroughness::Bounded {
        let mut handle = tx.lock_handle().await?;
        handle.set_progress_handler(STEPS, move || began.elapsed() < WITHIN);
    }
    let pages = sqlx::query("pragma quick_check(1)").fetch_one(&mut *tx).await;
    if thoroughness == Thoroughness::Bounded {
        tx.lock_handle().await?.remove_progress_handler();
    }
    match pages {
        Ok(row) => {
            let found: &str = row.try_get(0)?;
            if found != "ok" {
                return Err(damaged(found));
            }
        }
        Err(_) if thoroughness == Thoroughness::Bounded && began.elapsed() >= WITHIN => {
            tracing::warn!("the database is too large to be checked whole at the start; `sangkien verify` does so");
        }
        Err(why) => return Err(damaged(&why.to_string())),
    }
    Ok(())
}

/// Checks that the end of the log is whole, and that nothing refers beyond it. The tables are this version's.
///
/// # Errors
/// [`StoreError::Mismatch`] with what was found.
pub(super) async fn log_end(pool: &SqlitePool) -> Result<(), StoreError> {
    let mut tx: Tx = pool.begin_with("begin").await?;
    let end = load::ends(&mut tx).await?.position;
    let row = sqlx::query(
        "select (select count(*) from ops) + (select count(*) from rights) + (select count(*) from acts) as entries,
                (select coalesce(max(position), 0) from initiatives) as changed,
                max(duplicates_checked_to, push_read_to) as read
         from meta",
    )
    .fetch_one(&mut *tx)
    .await?;
    let entries = row::unsigned(&row, "entries")?;
    if entries != end {
        return Err(damaged(&format!("the log ends at {end} and has {entries} entries")));
    }
    for (column, what) in [("changed", "an initiative was changed"), ("read", "the log was read")] {
        let position = row::unsigned(&row, column)?;
        if position > end {
            return Err(damaged(&format!("{what} at {position}, and the log ends at {end}")));
        }
    }
    audit::verify_tail(&mut tx, end.saturating_sub(TAIL)).await.map_err(|why| match why {
        VerifyError::Differs(what) => damaged(&what),
        VerifyError::Store(why) => why,
    })
}

fn damaged(what: &str) -> StoreError {
    StoreError::Mismatch(format!(
        "the database is damaged ({what}). Nothing is served from it, so that nothing is acknowledged that can't be kept. \
         Keep a copy of the whole folder, then put the latest backup in its place with `sangkien restore FILE`; devices give \
         back what they have sent since"
    ))
}
