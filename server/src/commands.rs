//! The administrator's commands besides `serve` and `demo`. Each opens the store, does one thing and says on standard
//! output what it did; all of them can run while a server has the same folder open.

pub mod officer;

use crate::clock::Clock;
use crate::config::{Campaign, Campaigns, Folder, Import, ImportTargets, JoinCode, Targets, Units};
use crate::files::{self, FileError};
use model::calendar::day_in_vietnam;
use model::rights::Role;
use model::unit::UnitCode;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Login, PlanError, SqliteStore, Store, StoreError, VerifyError, Written};

/// Why a command failed, for whoever typed it.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("{}: {error}", path.display())]
    Unreadable { path: PathBuf, error: io::Error },
    #[error("{}: {error}. Nothing was imported.", path.display())]
    File { path: PathBuf, error: FileError },
    #[error("{0}. Nothing was changed.")]
    Plan(#[from] PlanError),
    /// A command that only makes sense with data was pointed to a folder without: most likely a slip of the pen.
    #[error("{}: there is no database in this folder. Is --data right? `sangkien units import` starts a new one.", .0.display())]
    NoData(PathBuf),
    #[error("there is no unit `{0}`: look up its code in the file that you imported with `sangkien units import`")]
    NoUnit(UnitCode),
    #[error("unit `{unit}` doesn't have the office `{}`: a national administrator is named on the root unit alone", .role.name())]
    NoOffice { unit: UnitCode, role: Role },
    #[error("nobody signs in as `{0}`")]
    NoAccount(Login),
    #[error("no link can be made: {0}")]
    NoLink(String),
    #[error("the totals don't match the records: {0}. Stop the server, keep a copy of the folder and report this.")]
    Differs(String),
    #[error("the clock is set outside the years 1 to 9999")]
    Clock,
}

/// `units …`
///
/// # Errors
/// If the file or the store can't be read, or the units wouldn't be one tree.
pub async fn units(Units::Import(Import { file, folder }): Units) -> Result<String, CommandError> {
    let lines = files::units(open_file(&file)?).map_err(|error| CommandError::File { path: file, error })?;
    let written = with_store(&folder, async |store| Ok(store.import_units(&lines).await?)).await?;
    Ok(format!("units: {}", told(written)))
}

/// `campaign …`
///
/// # Errors
/// If the store can't be used, or the dates don't fit together.
pub async fn campaign(Campaigns::Create(campaign): Campaigns) -> Result<String, CommandError> {
    let Campaign { slug, name, from, to, phase, folder } = campaign;
    let campaign = model::campaign::Campaign { slug, name, from, to, phases: phase };
    let written = with_store(&folder, async |store| Ok(store.save_campaign(&campaign).await?)).await?;
    Ok(format!("campaign {}: {}", campaign.slug, told(written)))
}

/// `targets …`
///
/// # Errors
/// If the file or the store can't be read, or the file names what doesn't exist.
pub async fn targets(Targets::Import(import): Targets, clock: &Clock) -> Result<String, CommandError> {
    let ImportTargets { file, campaign, folder } = import;
    must_have_data(&folder)?;
    let lines = files::targets(open_file(&file)?).map_err(|error| CommandError::File { path: file, error })?;
    let now = clock.now();
    let today = day_in_vietnam(now).map_err(|_| CommandError::Clock)?;
    with_store(&folder, async |store| {
        let directory = store.directory().await?;
        let present = || directory.campaign_on(today).map(|campaign| campaign.slug.clone());
        let campaign = campaign.or_else(present).ok_or(StoreError::NoCampaign)?;
        let written = store.import_targets(&campaign, &lines, now).await?;
        Ok(format!("targets of {campaign}: {}", told(written)))
    })
    .await
}

/// `join-code`
///
/// # Errors
/// If the store can't be used, or there is no such unit.
pub async fn join_code(JoinCode { unit, folder }: JoinCode, clock: &Clock) -> Result<String, CommandError> {
    must_have_data(&folder)?;
    with_store(&folder, async |store| {
        let code = store.join_code(&unit, clock.now()).await?;
        code.map(|code| code.to_string()).ok_or(CommandError::NoUnit(unit))
    })
    .await
}

/// `verify`
///
/// # Errors
/// The first difference between what is kept and what was counted.
pub async fn verify(folder: Folder) -> Result<String, CommandError> {
    must_have_data(&folder)?;
    with_store(&folder, async |store| match store.verify().await {
        Ok(verified) => Ok(format!(
            "all is right: {} initiatives of {} members, {} ops, {} totals, {} entries of the audit",
            verified.initiatives, verified.members, verified.ops, verified.tallies, verified.entries
        )),
        Err(VerifyError::Differs(what)) => Err(CommandError::Differs(what)),
        Err(VerifyError::Store(error)) => Err(error.into()),
    })
    .await
}

fn must_have_data(folder: &Folder) -> Result<(), CommandError> {
    if SqliteStore::is_in(&folder.data) { Ok(()) } else { Err(CommandError::NoData(folder.data.clone())) }
}

async fn with_store<T>(
    folder: &Folder,
    work: impl AsyncFnOnce(&dyn Store) -> Result<T, CommandError>,
) -> Result<T, CommandError> {
    let store: Arc<dyn Store> = SqliteStore::open(&folder.data).await?;
    let done = work(store.as_ref()).await;
    store.close().await;
    done
}

fn open_file(path: &Path) -> Result<Box<dyn Read>, CommandError> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    match File::open(path) {
        Ok(file) => Ok(Box::new(file)),
        Err(error) => Err(CommandError::Unreadable { path: path.to_owned(), error }),
    }
}

fn told(Written { added, changed, unchanged }: Written) -> String {
    format!("{added} added, {changed} changed, {unchanged} as they were")
}
