//! The data folder: who uses it, and whether the database in it is the one that was there before. SQLite replays a log
//! (`sangkien.db-wal`) that lies beside a database without asking whether it belongs to it; a copy that was put in the place of
//! the database would become a mixture of two. So each database carries a number that is chosen anew whenever it is opened, and
//! the folder keeps the same number in a file of its own (`sangkien.generation`).

use crate::StoreError;
use serde::{Deserialize, Serialize};
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The data file in its folder.
pub(super) const FILE: &str = "sangkien.db";
/// Held by whoever creates, brings up to date or replaces the database.
const LOCK: &str = "sangkien.lock";
/// Held together by everybody who has the database open.
const IN_USE: &str = "sangkien.use";
const GENERATION: &str = "sangkien.generation";
/// Held by the process that searches for possible duplicates.
const SEARCH: &str = "sangkien.search";
/// What every SQLite file begins with.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// The folder, while nobody else opens or replaces what is in it.
pub(super) struct Folder {
    path: PathBuf,
    /// The lock ends with it.
    _lock: File,
}

/// What the folder keeps beside the database.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// What the database's number may be: one, or those before and after a change that was perhaps cut off.
    pub generations: Vec<u32>,
    /// [`crate::Head::epoch`] of the database.
    pub epoch: u64,
}

/// What is in the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub database: Database,
    /// SQLite's log holds something: the last process didn't end well, or one is running.
    pub has_log: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Database {
    /// There is none.
    New,
    /// The one that was there before, or one of a version that didn't look.
    Known,
    /// Another one, whole, without a log beside it: a copy that somebody has put there.
    Replaced,
}

/// A use of the folder, which keeps others from replacing the database. It ends when this is dropped.
#[derive(Debug)]
pub(super) struct Use {
    _lock: File,
    /// Nobody else used the folder when this began.
    pub is_sole: bool,
}

impl Folder {
    /// Makes the folder if need be and waits until no other process is opening or replacing a database in it.
    ///
    /// # Errors
    /// If the folder can't be used.
    pub async fn open(path: &Path) -> Result<Folder, StoreError> {
        let folder = path.to_owned();
        let opening = tokio::task::spawn_blocking(move || Self::open_now(folder));
        opening.await.map_err(|why| StoreError::Broken(why.to_string()))?
    }

    fn open_now(path: PathBuf) -> Result<Folder, StoreError> {
        let open = || -> io::Result<File> {
            // The words of drafts and officers' secrets are in it: nobody else on this machine is to read them.
            DirBuilder::new().recursive(true).mode(0o700).create(&path)?;
            let lock = private(&path.join(LOCK))?;
            lock.lock()?;
            Ok(lock)
        };
        let lock = open().map_err(|why| unusable(&path, &why))?;
        Ok(Folder { path, _lock: lock })
    }

    /// The database's path.
    pub fn database(&self) -> PathBuf {
        self.path.join(FILE)
    }

    /// A path in the folder.
    pub fn join(&self, name: impl AsRef<Path>) -> PathBuf {
        self.path.join(name)
    }

    /// Looks at what is in the folder, before SQLite does.
    ///
    /// # Errors
    /// [`StoreError::Mismatch`] if the database isn't the one that belongs to what lies beside it.
    pub fn examine(&self) -> Result<Found, StoreError> {
        let generation = generation(&self.database()).map_err(|why| unusable(&self.database(), &why))?;
        let has_log = ["-wal", "-journal"].iter().any(|end| self.length(&beside(&self.database(), end)) > 0);
        let kept = self.kept()?;
        let database = match generation {
            Generation::NoFile if has_log => return Err(mismatch(&self.path, LOG_ALONE)),
            Generation::NoFile if kept.is_some() => return Err(mismatch(&self.path, GONE)),
            Generation::NoFile => Database::New,
            Generation::NotADatabase => return Err(mismatch(&self.path, NOT_A_DATABASE)),
            Generation::Is(number) => match kept {
                // An older version kept no number.
                None if number == 0 => Database::Known,
                Some(kept) if kept.generations.contains(&number) => Database::Known,
                _ if has_log => return Err(mismatch(&self.path, OTHER_LOG)),
                _ => Database::Replaced,
            },
        };
        Ok(Found { database, has_log })
    }

    /// The number that is in the database file itself, whatever a log beside it says. 0 if there is none.
    ///
    /// # Errors
    /// If the file can't be read.
    pub fn generation(&self) -> Result<u32, StoreError> {
        match generation(&self.database()).map_err(|why| unusable(&self.database(), &why))? {
            Generation::Is(number) => Ok(number),
            Generation::NoFile | Generation::NotADatabase => Ok(0),
        }
    }

    /// What is kept beside the database; `None` if nothing is yet.
    ///
    /// # Errors
    /// If it can't be read.
    pub fn kept(&self) -> Result<Option<Kept>, StoreError> {
        let path = self.path.join(GENERATION);
        match fs::read(&path) {
            Ok(json) => serde_json::from_slice(&json).map(Some).map_err(|why| unusable(&path, &why)),
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(why) => Err(unusable(&path, &why)),
        }
    }

    /// Keeps something beside the database, durably: all of it or, after a crash, what was there before.
    ///
    /// # Errors
    /// If it can't be written.
    pub fn keep(&self, kept: &Kept) -> Result<(), StoreError> {
        let (path, draft) = (self.path.join(GENERATION), self.path.join(format!("{GENERATION}.new")));
        let write = || -> io::Result<()> {
            let mut file = private(&draft)?;
            file.set_len(0)?;
            file.write_all(&serde_json::to_vec(kept)?)?;
            file.sync_all()?;
            fs::rename(&draft, &path)?;
            sync_folder(&self.path)
        };
        write().map_err(|why| unusable(&path, &why))
    }

    /// Begins a use of the folder.
    ///
    /// # Errors
    /// If the folder can't be used.
    pub fn begin_use(&self) -> Result<Use, StoreError> {
        let begin = || -> io::Result<Use> {
            let lock = private(&self.path.join(IN_USE))?;
            let is_sole = match lock.try_lock() {
                Ok(()) => {
                    // Nobody else begins meanwhile: they would have to open the folder first.
                    lock.unlock()?;
                    true
                }
                Err(TryLockError::WouldBlock) => false,
                Err(TryLockError::Error(why)) => return Err(why),
            };
            lock.lock_shared()?;
            Ok(Use { _lock: lock, is_sole })
        };
        begin().map_err(|why| unusable(&self.path, &why))
    }

    /// Whether a server or a command has the database open.
    ///
    /// # Errors
    /// If the folder can't be used.
    pub fn is_in_use(&self) -> Result<bool, StoreError> {
        Ok(!self.begin_use()?.is_sole)
    }

    /// Makes the database's files readable for nobody else, also those that an older version made. The file is made here, for
    /// SQLite would let the system's defaults decide.
    ///
    /// # Errors
    /// If the files can't be used.
    pub fn make_private(&self) -> Result<(), StoreError> {
        let database = self.database();
        let make = || -> io::Result<()> {
            private(&database)?;
            for file in ["-wal", "-shm"].map(|end| beside(&database, end)) {
                if file.exists() {
                    fs::set_permissions(file, Permissions::from_mode(0o600))?;
                }
            }
            Ok(())
        };
        make().map_err(|why| unusable(&database, &why))
    }

    fn length(&self, path: &Path) -> u64 {
        fs::metadata(path).map_or(0, |file| file.len())
    }
}

/// Takes the search for this process, unless another one has it. It is given back when the file is dropped.
pub(super) fn lead(folder: &Path) -> Result<Option<File>, StoreError> {
    let path = folder.join(SEARCH);
    let lock = private(&path).map_err(|why| unusable(&path, &why))?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(why)) => Err(unusable(&path, &why)),
    }
}

/// A file that nobody else may read, made if it isn't there.
pub(super) fn private(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
    // The folder may be shared with those who only read it.
    if file.metadata()?.permissions().mode() & 0o077 != 0 {
        file.set_permissions(Permissions::from_mode(0o600))?;
    }
    Ok(file)
}

/// Names in a folder last over a loss of power once the folder itself was flushed.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// A file beside the database, such as its log.
pub(super) fn beside(database: &Path, end: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(end);
    name.into()
}

enum Generation {
    NoFile,
    NotADatabase,
    Is(u32),
}

/// The number in a database's header (`pragma user_version`), read without SQLite, which would apply a log first.
fn generation(database: &Path) -> io::Result<Generation> {
    let mut header = [0; 64];
    match File::open(database) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(Generation::NoFile),
        Err(why) => return Err(why),
        // Made by us, and nothing was written yet.
        Ok(file) if file.metadata()?.len() == 0 => return Ok(Generation::NoFile),
        Ok(mut file) => {
            if file.read_exact(&mut header).is_err() || !header.starts_with(MAGIC) {
                return Ok(Generation::NotADatabase);
            }
        }
    }
    let [.., a, b, c, d] = header;
    Ok(Generation::Is(u32::from_be_bytes([a, b, c, d])))
}

const PUT_BACK: &str = "Nothing was changed. `sangkien restore FILE` puts a backup in its place and keeps what is here";
const OTHER_LOG: &str = "sangkien.db isn't the database that was here, and sangkien.db-wal beside it belongs to the one that \
    was: applied to this one it would destroy it";
const LOG_ALONE: &str =
    "sangkien.db-wal is here without its database sangkien.db. If you have the database, put it back";
const GONE: &str =
    "the database sangkien.db that was here is gone. To begin with an empty one remove sangkien.generation as well";
const NOT_A_DATABASE: &str = "sangkien.db isn't a database, or its beginning was overwritten";

fn mismatch(folder: &Path, what: &str) -> StoreError {
    StoreError::Mismatch(format!("{}: {what}. {PUT_BACK}", folder.display()))
}

pub(super) fn unusable(path: &Path, why: &impl std::fmt::Display) -> StoreError {
    StoreError::Unavailable(format!("{}: {why}", path.display()))
}
