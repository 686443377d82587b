//! The SQLite backend: one file, `sangkien.db`, in the data folder. Writes go through one connection that takes the
//! write lock at once; reads go to connections of their own and never wait for it. Every commit is flushed to the disk.

mod accounts;
mod administration;
mod apply;
mod audit;
mod comments;
mod duplicates;
mod invitations;
mod load;
mod logbook;
mod members;
mod passkeys;
mod plan;
mod push;
mod queue;
mod read;
mod recount;
mod resets;
mod roles;
mod row;
mod seed;
mod shows;
mod stories;
#[cfg(test)]
mod tests;
mod write;

pub use seed::Seeding;

use crate::{
    Accounts, Administration, Applied, Appointment, Bearer, Directory, Duplicates, Holder, Identity, Join, JoinCode,
    JoinError, Logged, Page, PageLimit, PlanError, Position, Pushes, QueueAsk, QueuePage, Reader, RoleError, Scope,
    Secret, Shows, Standing, Store, StoreError, Stories, Submission, TargetLine, TargetRevision, TokenHash, TokenKind,
    UnitLine, Verified, VerifyError, Written,
};
use async_trait::async_trait;
use model::calendar::{Date, Timestamp};
use model::campaign::{Campaign, Span};
use model::comment::Comment;
use model::id::{InitiativeId, MemberId};
use model::initiative::Initiative;
use model::rights::Right;
use model::unit::{Slug, UnitCode};
use model::wire::Member;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Row, Sqlite, SqlitePool, Transaction};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use uuid::Uuid;

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// The data file in its folder.
const FILE: &str = "sangkien.db";
/// How long to wait for another process to finish its transaction, an import say.
const LOCK_WAIT: Duration = Duration::from_secs(20);
/// Connections for reading. Their statements take well under a millisecond.
const READERS: u32 = 4;

/// A store in a folder. Several processes may have the same folder open.
pub struct SqliteStore {
    identity: Identity,
    writer: SqlitePool,
    readers: SqlitePool,
    /// The directory as last read, which holds as long as its version does.
    directory: RwLock<Arc<Directory>>,
}

type Tx = Transaction<'static, Sqlite>;

impl SqliteStore {
    /// Whether there is a store in this folder.
    pub fn is_in(data_dir: &Path) -> bool {
        data_dir.join(FILE).exists()
    }

    /// Opens the store in this folder; creates folder and store if they aren't there, and brings an older store's
    /// tables up to date.
    ///
    /// # Errors
    /// If the folder can't be used, or holds a store made by a newer version.
    pub async fn open(data_dir: &Path) -> Result<Arc<SqliteStore>, StoreError> {
        let folder = data_dir.to_owned();
        // Only one process at a time creates or migrates; the lock ends with the file handle.
        let lock = tokio::task::spawn_blocking(move || lock_folder(folder))
            .await
            .map_err(|why| StoreError::Broken(why.to_string()))??;
        let options = SqliteConnectOptions::new()
            .filename(data_dir.join(FILE))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(LOCK_WAIT)
            .statement_cache_capacity(64)
            // A set-based statement is as long as its batch, and a slow disk shows in the metrics.
            .disable_statement_logging();
        let writer = pool_options()
            .max_connections(1)
            .connect_with(
                options
                    .clone()
                    .pragma("cache_size", "-16000")
                    // What undoes a half-done statement; it would go through a file of its own.
                    .pragma("temp_store", "memory")
                    // A larger log is checkpointed less often, and each checkpoint flushes the data file.
                    .pragma("wal_autocheckpoint", "4000")
                    // A long reader, a recount say, can make the log grow; afterwards it gives the room back.
                    .pragma("journal_size_limit", "67108864"),
            )
            .await?;
        MIGRATIONS.run(&writer).await.map_err(migration_failed)?;
        complete(&writer).await?;
        drop(lock);
        let readers = pool_options()
            .max_connections(READERS)
            .connect_with(options.create_if_missing(false).pragma("query_only", "on").pragma("cache_size", "-4000"))
            .await?;
        let identity = read_identity(&readers).await?;
        Ok(Arc::new(Self { identity, writer, readers, directory: RwLock::default() }))
    }

    /// Begins a transaction that may write. It holds the write lock from its beginning, so that nothing it has read can
    /// change under it.
    async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(self.writer.begin_with("begin immediate").await?)
    }

    /// Begins a transaction that sees one state of the store throughout.
    async fn begin_read(&self) -> Result<Tx, StoreError> {
        Ok(self.readers.begin_with("begin").await?)
    }

    fn known_directory(&self) -> Arc<Directory> {
        Arc::clone(&self.directory.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The directory at the version that a transaction sees.
    async fn directory_at(&self, tx: &mut Tx, version: u64) -> Result<Arc<Directory>, StoreError> {
        let known = self.known_directory();
        if known.version() == version {
            return Ok(known);
        }
        let read = Arc::new(read::directory(tx, version).await?);
        let mut slot = self.directory.write().unwrap_or_else(PoisonError::into_inner);
        if slot.version() < version {
            *slot = Arc::clone(&read);
        }
        Ok(read)
    }
}

/// SQLite ends a transaction by itself when the disk fails; the driver doesn't notice and would refuse every later one on
/// that connection. Such a connection is replaced.
fn pool_options() -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .acquire_timeout(LOCK_WAIT)
        .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
}

/// Makes the folder if need be and waits until no other process is opening a store in it.
fn lock_folder(folder: PathBuf) -> Result<std::fs::File, StoreError> {
    let lock = || -> std::io::Result<std::fs::File> {
        std::fs::create_dir_all(&folder)?;
        let file = std::fs::File::create(folder.join("sangkien.lock"))?;
        file.lock()?;
        Ok(file)
    };
    lock().map_err(|why| StoreError::Unavailable(format!("{}: {why}", folder.display())))
}

/// Fills in what an older version didn't keep and SQL can't compute. Once for each migration that needs it.
async fn complete(writer: &SqlitePool) -> Result<(), StoreError> {
    const QUEUE: i64 = 6;
    /// The last migration that changed what is made from the records.
    const LAST: i64 = 65;
    let mut tx = writer.begin_with("begin immediate").await?;
    let row = sqlx::query("select completed from meta").fetch_one(&mut *tx).await?;
    let completed: i64 = row.try_get("completed")?;
    if completed < QUEUE {
        audit::complete(&mut tx).await?;
    }
    if completed < LAST {
        recount::complete(&mut tx).await?;
        members::complete(&mut tx).await?;
        sqlx::query("update meta set completed = ?1").bind(LAST).execute(&mut *tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

fn migration_failed(why: sqlx::migrate::MigrateError) -> StoreError {
    match why {
        sqlx::migrate::MigrateError::Execute(why) | sqlx::migrate::MigrateError::ExecuteMigration(why, _) => why.into(),
        sqlx::migrate::MigrateError::VersionMissing(_) => {
            StoreError::Broken("this data was written by a newer version of sangkien".into())
        }
        why => StoreError::Broken(format!("the tables can't be brought up to date: {why}")),
    }
}

async fn read_identity(pool: &SqlitePool) -> Result<Identity, StoreError> {
    let row = sqlx::query("select id, secret from meta").fetch_one(pool).await?;
    let id = Uuid::from_slice(row.try_get("id")?).map_err(|why| StoreError::unreadable("the store's id", why))?;
    let secret: &[u8] = row.try_get("secret")?;
    let secret = secret.try_into().map_err(|why| StoreError::unreadable("the store's secret", why))?;
    Ok(Identity { id, secret: Secret(secret) })
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

#[async_trait]
impl Store for SqliteStore {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn accounts(&self) -> &dyn Accounts {
        self
    }

    fn duplicates(&self) -> &dyn Duplicates {
        self
    }

    fn pushes(&self) -> &dyn Pushes {
        self
    }

    fn administration(&self) -> &dyn Administration {
        self
    }

    fn shows(&self) -> &dyn Shows {
        self
    }

    fn stories(&self) -> &dyn Stories {
        self
    }

    async fn check_writable(&self) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        // Writes a page, so that a full disk is noticed; nothing changes.
        sqlx::query("update meta set directory_version = directory_version").execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn directory(&self) -> Result<Arc<Directory>, StoreError> {
        let mut tx = self.begin_read().await?;
        let version = read::directory_version(&mut tx).await?;
        self.directory_at(&mut tx, version).await
    }

    async fn directory_version(&self) -> Result<u64, StoreError> {
        read::directory_version(&mut *self.readers.acquire().await?).await
    }

    async fn import_units(&self, lines: &[UnitLine]) -> Result<Written, PlanError> {
        plan::import_units(self, lines).await
    }

    async fn save_campaign(&self, campaign: &Campaign) -> Result<Written, PlanError> {
        plan::save_campaign(self, campaign).await
    }

    async fn import_targets(&self, campaign: &Slug, lines: &[TargetLine], at: Timestamp) -> Result<Written, PlanError> {
        plan::import_targets(self, campaign, lines, at).await
    }

    async fn join_code(&self, unit: &UnitCode, at: Timestamp) -> Result<Option<JoinCode>, StoreError> {
        members::join_code(self, unit, at).await
    }

    async fn join(&self, join: &Join) -> Result<Member, JoinError> {
        members::join(self, join).await
    }

    async fn bearer(&self, token: &TokenHash) -> Result<Option<Bearer>, StoreError> {
        roles::by_token(self, token).await
    }

    async fn issue_token(
        &self,
        member: MemberId,
        token: &TokenHash,
        kind: TokenKind,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        roles::issue_token(self, member, token, kind, at).await
    }

    async fn give_role(&self, appointment: &Appointment) -> Result<bool, RoleError> {
        roles::give(self, appointment).await
    }

    async fn take_role(&self, appointment: &Appointment) -> Result<bool, StoreError> {
        roles::take(self, appointment).await
    }

    async fn roles_of(&self, member: MemberId) -> Result<Vec<Right>, StoreError> {
        roles::of_member(&mut *self.readers.acquire().await?, member).await
    }

    async fn officers_of(&self, unit: &UnitCode) -> Result<Vec<Holder>, StoreError> {
        roles::officers_of(self, unit).await
    }

    async fn revoke_token(&self, token: &TokenHash, at: Timestamp) -> Result<bool, StoreError> {
        members::revoke_token(self, token, at).await
    }

    async fn apply(&self, batch: &[Submission], now: Timestamp) -> Result<Applied, StoreError> {
        apply::apply(self, batch, now).await
    }

    async fn changes(&self, reader: &Reader, after: Position, limit: PageLimit) -> Result<Page, StoreError> {
        read::changes(&self.readers, reader, after, limit).await
    }

    async fn initiative(&self, id: InitiativeId) -> Result<Option<Initiative>, StoreError> {
        read::initiative(&self.readers, id).await
    }

    async fn queue(&self, ask: &QueueAsk) -> Result<QueuePage, StoreError> {
        queue::page(self, ask).await
    }

    async fn history(&self, id: InitiativeId, after: Position, limit: usize) -> Result<Vec<Logged>, StoreError> {
        logbook::history(self, id, after, limit).await
    }

    async fn comments(&self, id: InitiativeId) -> Result<Vec<Comment>, StoreError> {
        logbook::comments(&self.readers, id).await
    }

    async fn audit(&self, scope: &Scope, before: Position, limit: usize) -> Result<Vec<Logged>, StoreError> {
        logbook::audit(self, scope, before, limit).await
    }

    async fn standing(&self) -> Result<Standing, StoreError> {
        read::standing(self).await
    }

    async fn position(&self) -> Result<Position, StoreError> {
        let mut tx = self.begin_read().await?;
        Ok(load::ends(&mut tx).await?.position)
    }

    async fn daily(&self, campaign: &Slug, unit: &UnitCode) -> Result<Vec<(Date, i64)>, StoreError> {
        read::daily(&self.readers, campaign, unit).await
    }

    async fn target_history(
        &self,
        campaign: &Slug,
        unit: &UnitCode,
        span: &Span,
    ) -> Result<Vec<TargetRevision>, StoreError> {
        read::target_history(&self.readers, campaign, unit, span).await
    }

    async fn verify(&self) -> Result<Verified, VerifyError> {
        recount::verify(self).await
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}
