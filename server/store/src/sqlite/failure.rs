//! What SQLite's errors mean to whoever uses the store: come back later, the data is damaged, or a fault of ours.

use crate::{JoinError, PlanError, StoreError, VerifyError};

/// Why tables couldn't be brought up to date.
pub(super) fn migration_failed(why: sqlx::migrate::MigrateError) -> StoreError {
    match why {
        sqlx::migrate::MigrateError::Execute(why) | sqlx::migrate::MigrateError::ExecuteMigration(why, _) => why.into(),
        sqlx::migrate::MigrateError::VersionMissing(_) => {
            StoreError::Broken("this data was written by a newer version of sangkien".into())
        }
        why => StoreError::Broken(format!("the tables can't be brought up to date: {why}")),
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(why: sqlx::Error) -> Self {
        match &why {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed | sqlx::Error::Io(_) => {
                StoreError::Unavailable(why.to_string())
            }
            sqlx::Error::Database(failed) => {
                // The low byte of SQLite's extended result code is the primary one: busy, locked, out of memory, read
                // only, interrupted, input/output, full, can't open, protocol.
                let code = failed.code().and_then(|code| code.parse::<u32>().ok()).map(|code| code & 0xff);
                match code {
                    Some(5..=10 | 13..=15) => StoreError::Unavailable(why.to_string()),
                    // Malformed, or not a database.
                    Some(11 | 26) => StoreError::Mismatch(format!(
                        "the database is damaged ({why}). Stop the server, keep a copy of the whole folder, and put the latest \
                         backup in its place with `sangkien restore FILE`"
                    )),
                    _ => StoreError::Broken(why.to_string()),
                }
            }
            _ => StoreError::Broken(why.to_string()),
        }
    }
}

impl From<sqlx::Error> for PlanError {
    fn from(why: sqlx::Error) -> Self {
        PlanError::Store(why.into())
    }
}

impl From<sqlx::Error> for JoinError {
    fn from(why: sqlx::Error) -> Self {
        JoinError::Store(why.into())
    }
}

impl From<sqlx::Error> for VerifyError {
    fn from(why: sqlx::Error) -> Self {
        VerifyError::Store(why.into())
    }
}
