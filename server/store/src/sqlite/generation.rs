//! The number by which the folder knows its database again (see [`super::folder`]), and how often its log was put back.

use super::folder::{Database, Folder, Kept};
use crate::StoreError;
use sqlx::sqlite::SqlitePool;
use sqlx::{AssertSqlSafe, Row};
use std::time::SystemTime;

/// Gives the database another number, known to the folder before and after. Nobody else has it open.
pub(super) async fn renew(folder: &Folder, writer: &SqlitePool, database: Database) -> Result<(), StoreError> {
    let earlier = folder.kept()?.unwrap_or_default();
    if database == Database::Replaced {
        raise_epoch(writer, earlier.epoch).await?;
        tracing::warn!(
            "the database isn't the one that was here: it is taken for a restored copy. `sangkien restore FILE` would have \
             kept the earlier one"
        );
    }
    let row = sqlx::query("select (select user_version from pragma_user_version) as generation, epoch from meta");
    let row = row.fetch_one(writer).await?;
    let in_log: u32 = row.try_get("generation")?;
    let epoch = u64::try_from(row.try_get::<i64, _>("epoch")?).unwrap_or_default();
    let next = number()?;
    // Whatever of this is cut off, the database has one of these.
    folder.keep(&Kept { generations: vec![next, folder.generation()?, in_log], epoch })?;
    set(writer, next).await?;
    // Into the database itself, where it is read without the log.
    sqlx::query("pragma wal_checkpoint(truncate)").execute(writer).await?;
    if folder.generation()? == next {
        folder.keep(&Kept { generations: vec![next], epoch })?;
    }
    Ok(())
}

/// Another number than any before, with all but certainty. 0 is what an older version had.
pub(super) fn number() -> Result<u32, StoreError> {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).map_err(|why| StoreError::Unavailable(format!("no randomness: {why}")))?;
    // SQLite's number has a sign.
    Ok((u32::from_be_bytes(bytes) >> 1).max(1))
}

/// Sets the number of a database.
pub(super) async fn set(pool: &SqlitePool, number: u32) -> Result<(), StoreError> {
    // A pragma takes no parameters; a number is safe.
    sqlx::query(AssertSqlSafe(format!("pragma user_version = {number}"))).execute(pool).await?;
    Ok(())
}

/// Raises how often the log was put back: above what the database says and `known`, and, so that it is above what is
/// forgotten, to the days since 2026 at least. Gives it.
pub(super) async fn raise_epoch(pool: &SqlitePool, known: u64) -> Result<u64, StoreError> {
    /// 1/1/2026 in seconds since 1970.
    const BEGIN: u64 = 1_767_225_600;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let days = now.saturating_sub(BEGIN) / 86_400;
    let least = days.max(known.saturating_add(1));
    let row = sqlx::query("update meta set epoch = max(epoch + 1, ?1) returning epoch")
        .bind(i64::try_from(least).unwrap_or(i64::MAX))
        .fetch_one(pool)
        .await?;
    Ok(u64::try_from(row.try_get::<i64, _>("epoch")?).unwrap_or_default())
}
