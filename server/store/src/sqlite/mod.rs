//! The SQLite backend: one file, `sangkien.db`, in the data folder. Writes go through one connection that takes the
//! write lock at once; reads go to connections of their own and never wait for it. Every commit is flushed to the disk.

mod accounts;
mod administration;
mod apply;
mod audit;
mod backup;
mod check;
mod comments;
mod devices;
mod duplicates;
mod failure;
mod folder;
mod generation;
mod invitations;
mod load;
mod logbook;
mod members;
mod merging;
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
#[cfg(test)]
mod upgrade_tests;
mod write;

pub use backup::{BackedUp, BackupError, Restored, back_up, restore};
pub use seed::Seeding;

use crate::links::RecentLinks;
use crate::{
    Accounts, Administration, Applied, Appointment, Bearer, Directory, Doer, Duplicates, Head, Holder, Identities,
    Identity, Join, JoinCode, JoinError, Link, Logged, MissingPhases, Page, PageLimit, PlanError, Position, Pushes,
    QueueAsk, QueuePage, Reader, RoleError, Scope, Secret, Shows, Standing, Store, StoreError, Stories, Submission,
    TargetLine, TargetRevision, TokenHash, TokenKind, TotalsAfter, UnitLine, Verified, VerifyError, Written,
};
use async_trait::async_trait;
use check::Thoroughness;
use failure::migration_failed;
use folder::{Database, FILE, Folder, Use};
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
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;
use uuid::Uuid;

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

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
    /// Links of the chain that devices' cursors name.
    links: RecentLinks,
    /// Keeps others from replacing the database until the store is closed.
    in_use: Mutex<Option<Use>>,
    folder: PathBuf,
    /// Held while this process searches for possible duplicates.
    leading: Mutex<Option<File>>,
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
    /// If the folder can't be used, holds a store made by a newer version, or one that isn't the one that belongs there.
    pub async fn open(data_dir: &Path) -> Result<Arc<SqliteStore>, StoreError> {
        // Only one process at a time creates or migrates; the lock ends with this value.
        let folder = Folder::open(data_dir).await?;
        let found = folder.examine()?;
        let in_use = folder.begin_use()?;
        folder.make_private()?;
        let writer = pool_options().max_connections(1).connect_with(writing(&folder.database())).await?;
        // Of a running server the database is known to be sound, and its log is in use.
        let is_doubtful = in_use.is_sole && found.database != Database::New && found.has_log;
        let is_doubtful = is_doubtful || found.database == Database::Replaced;
        if is_doubtful {
            check::pages(&writer, Thoroughness::Whole).await?;
        }
        bring_up_to_date(&writer).await?;
        if is_doubtful {
            check::log_end(&writer).await?;
        }
        if in_use.is_sole {
            generation::renew(&folder, &writer, found.database).await?;
        }
        drop(folder);
        let options = options(&data_dir.join(FILE)).pragma("query_only", "on").pragma("cache_size", "-4000");
        let readers = pool_options().max_connections(READERS).connect_with(options).await?;
        let identity = read_identity(&readers).await?;
        Ok(Arc::new(Self {
            identity,
            writer,
            readers,
            directory: RwLock::default(),
            links: RecentLinks::default(),
            in_use: Mutex::new(Some(in_use)),
            folder: data_dir.to_owned(),
            leading: Mutex::default(),
        }))
    }

    /// Looks whether the database is sound enough to be served. Takes at most half a minute, however large it is.
    ///
    /// # Errors
    /// [`StoreError::Mismatch`] with what was found, and what to do.
    pub async fn check(&self) -> Result<(), StoreError> {
        check::pages(&self.readers, Thoroughness::Bounded).await?;
        check::log_end(&self.readers).await
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

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(LOCK_WAIT)
        .statement_cache_capacity(64)
        // A set-based statement is as long as its batch, and a slow disk shows in the metrics.
        .disable_statement_logging()
}

/// Of the one connection that writes.
fn writing(file: &Path) -> SqliteConnectOptions {
    options(file)
        .create_if_missing(true)
        .pragma("cache_size", "-16000")
        // What undoes a half-done statement; it would go through a file of its own.
        .pragma("temp_store", "memory")
        // A larger log is checkpointed less often, and each checkpoint flushes the data file.
        .pragma("wal_autocheckpoint", "4000")
        // A long reader, a recount say, can make the log grow; afterwards it gives the room back.
        .pragma("journal_size_limit", "67108864")
}

async fn bring_up_to_date(writer: &SqlitePool) -> Result<(), StoreError> {
    MIGRATIONS.run(writer).await.map_err(migration_failed)?;
    complete(writer).await
}

/// Fills in what an older version didn't keep and SQL can't compute. Once for each migration that needs it.
async fn complete(writer: &SqlitePool) -> Result<(), StoreError> {
    const QUEUE: i64 = 6;
    /// The last migration that changed what is made from the records.
    const RECORDS: i64 = 65;
    const IDENTITY: i64 = 66;
    let mut tx = writer.begin_with("begin immediate").await?;
    let row = sqlx::query("select completed from meta").fetch_one(&mut *tx).await?;
    let completed: i64 = row.try_get("completed")?;
    if completed < QUEUE {
        audit::complete(&mut tx).await?;
    }
    if completed < RECORDS {
        recount::complete(&mut tx).await?;
    }
    if completed < IDENTITY {
        members::complete(&mut tx).await?;
        sqlx::query("update meta set completed = ?1").bind(IDENTITY).execute(&mut *tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn read_identity(pool: &SqlitePool) -> Result<Identity, StoreError> {
    let row = sqlx::query("select id, secret from meta").fetch_one(pool).await?;
    let id = Uuid::from_slice(row.try_get("id")?).map_err(|why| StoreError::unreadable("the store's id", why))?;
    let secret: &[u8] = row.try_get("secret")?;
    let secret = secret.try_into().map_err(|why| StoreError::unreadable("the store's secret", why))?;
    Ok(Identity { id, secret: Secret(secret) })
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

    fn identities(&self) -> &dyn Identities {
        self
    }

    fn shows(&self) -> &dyn Shows {
        self
    }

    fn stories(&self) -> &dyn Stories {
        self
    }

    async fn check_writable(&self) -> Result<(), StoreError> {
        /// A disk that has room for a page may have none for texts.
        const BYTES: i64 = 256 * 1024;
        let mut tx = self.begin().await?;
        sqlx::query("insert or replace into probe (one, filler) values (1, zeroblob(?1))")
            .bind(BYTES)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        let mut tx = self.begin().await?;
        sqlx::query("delete from probe").execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn directory(&self) -> Result<Arc<Directory>, StoreError> {
        let mut tx = self.begin_read().await?;
        let version = read::directory_version(&mut tx).await?;
        self.directory_at(&mut tx, version).await
    }

    async fn head(&self) -> Result<Head, StoreError> {
        load::head(&mut *self.readers.acquire().await?).await
    }

    async fn totals_after(&self, seen: Position) -> Result<TotalsAfter, StoreError> {
        read::totals_after(self, seen).await
    }

    async fn link_at(&self, position: Position) -> Result<Option<Link>, StoreError> {
        if position == 0 {
            return Ok(Some(Link::before_the_first(self.identity.id)));
        }
        if let Some(link) = self.links.at(position) {
            return Ok(Some(link));
        }
        let link = load::link_at(&mut self.begin_read().await?, position).await?;
        self.links.keep(link.map(|link| (position, link)));
        Ok(link)
    }

    async fn import_units(&self, lines: &[UnitLine], at: Timestamp) -> Result<Written, PlanError> {
        plan::import_units(self, lines, at).await
    }

    async fn save_campaign(
        &self,
        campaign: &Campaign,
        missing: MissingPhases,
        at: Timestamp,
    ) -> Result<Written, PlanError> {
        plan::save_campaign(self, campaign, missing, at).await
    }

    async fn import_targets(&self, campaign: &Slug, lines: &[TargetLine], at: Timestamp) -> Result<Written, PlanError> {
        plan::import_targets(self, campaign, lines, at).await
    }

    async fn join_code(&self, unit: &UnitCode, by: Doer, at: Timestamp) -> Result<Option<JoinCode>, StoreError> {
        members::join_code(self, unit, by, at).await
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
        recount::verify(self.begin_read().await?).await
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
        self.leading.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.in_use.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}
