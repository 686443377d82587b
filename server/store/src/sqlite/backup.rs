//! A backup of the database into one file, made while the server runs, and putting one back. Promises that a file which was
//! called a backup is whole, was checked and is on the disk, that no file is overwritten, and that what a restored database
//! takes the place of is kept.

use super::folder::{FILE, Folder, Kept, beside, private, sync_folder, unusable};
use super::{bring_up_to_date, generation, load, pool_options, recount, writing};
use crate::{Act, StoreError, Verified, VerifyError};
use model::calendar::Timestamp;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool};
use sqlx::{ConnectOptions, Row};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// A backup on its way to be put in place.
const INCOMING: &str = "sangkien.incoming.db";

/// What is in a backup, or was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    /// `None` if an older version's tables are in it, of which only the pages were checked.
    pub verified: Option<Verified>,
    /// When its last entry came about; `None` without any.
    pub until: Option<Timestamp>,
}

/// What was put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    pub verified: Verified,
    /// When the backup's last entry came about; `None` without any.
    pub until: Option<Timestamp>,
    /// Where the database that was there is kept; `None` if there was none.
    pub earlier: Option<PathBuf>,
}

/// Why a backup wasn't made or put back. Then everything is as it was.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{} is there already, and a backup overwrites nothing. Choose another name", .0.display())]
    Exists(PathBuf),
    #[error("{}: {error}", path.display())]
    File { path: PathBuf, error: io::Error },
    #[error("{} is the database itself, not a backup of it", .0.display())]
    Itself(PathBuf),
    #[error(
        "{0} has a log beside it ({0}-wal): it is a database in use, or was copied while it was. Make a backup of it with \
         `sangkien backup`"
    )]
    HasLog(String),
    #[error("a server or a command is using this folder. Stop it first")]
    InUse,
    #[error("{} isn't whole: {what}", path.display())]
    Unsound { path: PathBuf, what: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for BackupError {
    fn from(why: sqlx::Error) -> Self {
        Self::Store(why.into())
    }
}

/// Writes a backup of the store in this folder into a new file, as it is at one moment, and checks it.
///
/// # Errors
/// [`BackupError`]; then there is no such file.
pub async fn back_up(data_dir: &Path, to: &Path) -> Result<BackedUp, BackupError> {
    if fs::symlink_metadata(to).is_ok() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let (folder, name) = (parent(to), to.file_name().unwrap_or_default());
    let draft = folder.join(format!(".{}.{:08x}.part", name.to_string_lossy(), generation::number()?));
    let made = back_up_into(data_dir, &draft, to, &folder).await;
    // Nothing of it is left, whether it has its name or none.
    for file in [draft.clone(), beside(&draft, "-journal")] {
        match fs::remove_file(&file) {
            Err(why) if why.kind() != io::ErrorKind::NotFound => tracing::warn!(%why, "{} is left", file.display()),
            _ => {}
        }
    }
    made
}

async fn back_up_into(data_dir: &Path, draft: &Path, to: &Path, folder: &Path) -> Result<BackedUp, BackupError> {
    // What doesn't belong together isn't read.
    let (database, _in_use) = {
        let folder = Folder::open(data_dir).await?;
        folder.examine()?;
        (folder.database(), folder.begin_use()?)
    };
    drop(private(draft).map_err(at(draft))?);
    let source = connect(SqliteConnectOptions::new().filename(&database).busy_timeout(super::LOCK_WAIT)).await?;
    let path = draft.to_str().ok_or_else(|| unusable(draft, &"the name isn't in UTF-8"))?;
    let copied = sqlx::query("vacuum into ?1").bind(path).execute(&source).await;
    source.close().await;
    copied?;
    let copy =
        connect(SqliteConnectOptions::new().filename(draft).journal_mode(SqliteJournalMode::Delete).foreign_keys(true))
            .await?;
    let checked = check_copy(&copy, to).await;
    copy.close().await;
    let backed_up = checked?;
    File::open(draft).and_then(|file| file.sync_all()).map_err(at(draft))?;
    name(draft, to)?;
    sync_folder(folder).map_err(at(folder))?;
    Ok(backed_up)
}

/// Gives the copy a number of its own, so that the log of the original is never taken for its, and checks it.
async fn check_copy(copy: &SqlitePool, path: &Path) -> Result<BackedUp, BackupError> {
    generation::set(copy, generation::number()?).await?;
    let unsound = |what: String| BackupError::Unsound { path: path.to_owned(), what };
    if !is_of_this_version(copy).await? {
        let row = sqlx::query("pragma integrity_check(1)").fetch_one(copy).await?;
        let found: String = row.try_get(0)?;
        return if found == "ok" { Ok(BackedUp { verified: None, until: None }) } else { Err(unsound(found)) };
    }
    let verified = recount::verify(copy.begin_with("begin").await?).await;
    let verified = Some(verified.map_err(|why| differs(path, why))?);
    Ok(BackedUp { verified, until: until(copy).await? })
}

/// Puts a backup in the place of the store in this folder, which is kept beside it.
///
/// # Errors
/// [`BackupError`]; then the store is as it was.
pub async fn restore(data_dir: &Path, from: &Path, now: Timestamp) -> Result<Restored, BackupError> {
    let size = fs::metadata(from).map_err(at(from))?.len();
    if fs::metadata(beside(from, "-wal")).is_ok_and(|log| log.len() > 0) {
        return Err(BackupError::HasLog(from.display().to_string()));
    }
    let folder = Folder::open(data_dir).await?;
    if folder.is_in_use()? {
        return Err(BackupError::InUse);
    }
    let database = folder.database();
    if let (Ok(from), Ok(own)) = (from.canonicalize(), database.canonicalize())
        && from == own
    {
        return Err(BackupError::Itself(database));
    }
    if size == 0 {
        return Err(BackupError::Unsound { path: from.to_owned(), what: "it is empty".into() });
    }
    let incoming = folder.join(INCOMING);
    remove(&incoming)?;
    drop(private(&incoming).map_err(at(&incoming))?);
    let prepared = match fs::copy(from, &incoming).map_err(at(from)) {
        Ok(_) => prepare(&folder, &incoming, from, now).await,
        Err(why) => Err(why),
    };
    match prepared {
        Ok((verified, until, kept)) => {
            let earlier = put_in_place(&folder, &incoming, &kept, now)?;
            Ok(Restored { verified, until, earlier })
        }
        Err(why) => {
            remove(&incoming)?;
            Err(why)
        }
    }
}

/// Brings the copy up to date, says in its log that it was restored, and checks all of it.
async fn prepare(
    folder: &Folder,
    incoming: &Path,
    from: &Path,
    now: Timestamp,
) -> Result<(Verified, Option<Timestamp>, Kept), BackupError> {
    let unsound = |what: String| BackupError::Unsound { path: from.to_owned(), what };
    let pool = pool_options().max_connections(1).connect_with(writing(incoming).create_if_missing(false)).await;
    // SQLite reads the file when it is opened.
    let pool = pool.map_err(|why| unsound(why.to_string()))?;
    let done = async {
        let integrity = sqlx::query("pragma integrity_check(1)").fetch_one(&pool).await;
        let integrity: String = integrity.map_err(|why| unsound(why.to_string()))?.try_get(0)?;
        if integrity != "ok" {
            return Err(unsound(integrity));
        }
        if !is_ours(&pool).await? {
            return Err(unsound("it isn't a database of sangkien".into()));
        }
        bring_up_to_date(&pool).await?;
        let until = until(&pool).await?;
        let earlier = folder.kept()?.unwrap_or_default();
        let epoch = generation::raise_epoch(&pool, earlier.epoch).await?;
        log(&pool, epoch, now).await?;
        let verified = recount::verify(pool.begin_with("begin").await?).await.map_err(|why| differs(from, why))?;
        let number = generation::number()?;
        generation::set(&pool, number).await?;
        sqlx::query("pragma wal_checkpoint(truncate)").execute(&pool).await?;
        Ok((verified, until, Kept { generations: vec![number], epoch }))
    }
    .await;
    pool.close().await;
    let done = done?;
    File::open(incoming).and_then(|file| file.sync_all()).map_err(at(incoming))?;
    Ok(done)
}

/// Says in the log that it was put back. Without units there is nothing whose log it could be.
async fn log(pool: &SqlitePool, epoch: u64, now: Timestamp) -> Result<(), BackupError> {
    let mut tx = pool.begin_with("begin immediate").await?;
    match super::plan::log(&mut tx, &Act::Restore { epoch }, now).await {
        Ok(_) => Ok(tx.commit().await?),
        Err(crate::PlanError::NoUnits) => Ok(()),
        Err(crate::PlanError::Store(why)) => Err(why.into()),
        Err(other) => Err(StoreError::Broken(other.to_string()).into()),
    }
}

/// Moves what is there aside and the new one into its place. Whatever is cut off, there is never a database with another's
/// log: the log goes after its database, and the new one comes last.
fn put_in_place(folder: &Folder, incoming: &Path, kept: &Kept, now: Timestamp) -> Result<Option<PathBuf>, BackupError> {
    let database = folder.database();
    let aside = name_aside(folder, now);
    // A process that ended badly leaves an empty log and an index of it, which are no database.
    let holds = |end: &&str| fs::metadata(beside(&database, end)).is_ok_and(|file| file.len() > 0);
    let had_database = ["", "-wal", "-journal"].iter().any(holds);
    // Both are known while one takes the other's place.
    let mut both = folder.kept()?.unwrap_or_default();
    both.generations.extend(&kept.generations);
    both.epoch = kept.epoch;
    folder.keep(&both)?;
    let mut moved = Vec::new();
    let moving = ["", "-wal", "-journal", "-shm"].iter().try_for_each(|end| {
        let (from, to) = (beside(&database, end), beside(&aside, end));
        if fs::symlink_metadata(&from).is_ok() {
            fs::rename(&from, &to)?;
            moved.push((from, to));
        }
        Ok(())
    });
    if let Err(why) = moving.and_then(|()| fs::rename(incoming, &database)) {
        // The log before its database, as they went.
        for (from, to) in moved.iter().rev() {
            if let Err(why) = fs::rename(to, from) {
                tracing::error!(%why, "{} has to be moved back to {}", to.display(), from.display());
            }
        }
        return Err(at(&database)(why));
    }
    sync_folder(&parent(&database)).map_err(at(&database))?;
    folder.keep(kept)?;
    Ok(had_database.then_some(aside))
}

/// Where the database that was there is kept.
fn name_aside(folder: &Folder, now: Timestamp) -> PathBuf {
    let moment: String = now.to_string().chars().filter(|letter| !matches!(letter, '-' | ':')).collect();
    let stem = FILE.trim_end_matches(".db");
    let first = folder.join(format!("{stem}.before-{moment}.db"));
    let more = (2..).map(|number| folder.join(format!("{stem}.before-{moment}-{number}.db")));
    let mut names = std::iter::once(first.clone()).chain(more);
    names.find(|name| fs::symlink_metadata(name).is_err()).unwrap_or(first)
}

async fn connect(options: SqliteConnectOptions) -> Result<SqlitePool, StoreError> {
    let options = options.create_if_missing(false).disable_statement_logging();
    Ok(pool_options().max_connections(1).connect_with(options).await?)
}

async fn is_ours(pool: &SqlitePool) -> Result<bool, StoreError> {
    let tables = "select count(*) as number from sqlite_schema where name in ('meta', 'initiatives', 'ops', 'units')";
    Ok(sqlx::query(tables).fetch_one(pool).await?.try_get::<i64, _>("number")? == 4)
}

/// Whether it has exactly this version's tables, so that all of it can be checked.
async fn is_of_this_version(pool: &SqlitePool) -> Result<bool, StoreError> {
    let row = sqlx::query("select max(version) as version, count(*) as number from _sqlx_migrations where success");
    let row = row.fetch_one(pool).await?;
    let (version, number): (i64, i64) = (row.try_get("version")?, row.try_get("number")?);
    let own: Vec<i64> = super::MIGRATIONS.iter().map(|migration| migration.version).collect();
    Ok(own.iter().max() == Some(&version) && i64::try_from(own.len()) == Ok(number))
}

/// When the last entry of the log came about.
async fn until(pool: &SqlitePool) -> Result<Option<Timestamp>, StoreError> {
    let mut tx = pool.begin_with("begin").await?;
    let end = load::ends(&mut tx).await?.position;
    let row = sqlx::query(
        "select received_at as at from ops where position = ?1 union all select at from rights where position = ?1
         union all select at from acts where position = ?1",
    )
    .bind(end.cast_signed())
    .fetch_optional(&mut *tx)
    .await?;
    row.map(|row| super::row::moment(&row, "at")).transpose()
}

fn differs(path: &Path, why: VerifyError) -> BackupError {
    match why {
        VerifyError::Differs(what) => BackupError::Unsound { path: path.to_owned(), what },
        VerifyError::Store(why) => why.into(),
    }
}

/// Gives a file its name, unless that is somebody else's by now.
fn name(draft: &Path, to: &Path) -> Result<(), BackupError> {
    match fs::hard_link(draft, to) {
        Ok(()) => Ok(()),
        Err(why) if why.kind() == io::ErrorKind::AlreadyExists => Err(BackupError::Exists(to.to_owned())),
        // A file system without links, of a memory stick say.
        Err(_) if fs::symlink_metadata(to).is_ok() => Err(BackupError::Exists(to.to_owned())),
        Err(_) => fs::rename(draft, to).map_err(at(to)),
    }
}

fn remove(database: &Path) -> Result<(), BackupError> {
    for end in ["", "-wal", "-journal", "-shm"] {
        let file = beside(database, end);
        match fs::remove_file(&file) {
            Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(at(&file)(why)),
            _ => {}
        }
    }
    Ok(())
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn at(path: &Path) -> impl Fn(io::Error) -> BackupError + use<> {
    let path = path.to_owned();
    move |error| BackupError::File { path: path.clone(), error }
}
