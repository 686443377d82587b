//! The administrator's commands besides `serve` and `demo`. Each opens the store, does one thing and says on standard
//! output what it did; all of them can run while a server has the same folder open.

pub mod officer;

use crate::clock::Clock;
use crate::config::{Backup, Campaign, Campaigns, Folder, Import, ImportTargets, JoinCode, Targets, Units};
use crate::files::{self, Lines};
use crate::strict_csv::CsvError;
use model::calendar::day_in_vietnam;
use model::rights::Role;
use model::unit::UnitCode;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{
    BackedUp, BackupError, Doer, Login, MissingPhases, PlanError, Restored, SqliteStore, Store, StoreError, Verified,
    VerifyError, Written,
};

/// Why a command failed, for whoever typed it.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("{}: {error}", path.display())]
    Unreadable { path: PathBuf, error: io::Error },
    #[error("{}: {error}. Nothing was imported.", path.display())]
    File { path: PathBuf, error: CsvError },
    #[error("{}: line {line}: {error}. Nothing was imported.", path.display())]
    Row { path: PathBuf, line: u64, error: PlanError },
    #[error("{0}. Nothing was changed.")]
    Plan(#[from] PlanError),
    #[error("{0}. Nothing was changed. Name them with --phase as well, or let them go with --remove-phases.")]
    PhasesLost(PlanError),
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
    #[error("{0}. Nothing was changed.")]
    Backup(#[from] BackupError),
    #[error("the clock is set outside the years 1 to 9999")]
    Clock,
}

/// `units …`
///
/// # Errors
/// If the file or the store can't be read, or the units wouldn't be one tree.
pub async fn units(Units::Import(Import { file, folder }): Units, clock: &Clock) -> Result<String, CommandError> {
    let lines = match files::units(open_file(&file)?) {
        Ok(lines) => lines,
        Err(error) => return Err(CommandError::File { path: file, error }),
    };
    let written = with_store(&folder, async |store| {
        let written = store.import_units(&lines.values, clock.now()).await;
        written.map_err(|error| at_line(&file, &lines, error, |line| &line.unit.code))
    })
    .await?;
    Ok(format!("units: {}", told(written)))
}

/// `campaign …`
///
/// # Errors
/// If the store can't be used, or the dates don't fit together.
pub async fn campaign(Campaigns::Create(campaign): Campaigns, clock: &Clock) -> Result<String, CommandError> {
    let Campaign { slug, name, from, to, phase, remove_phases, folder } = campaign;
    let missing = if remove_phases { MissingPhases::Remove } else { MissingPhases::Refuse };
    let campaign = model::campaign::Campaign { slug, name, from, to, phases: phase };
    let written = with_store(&folder, async |store| match store.save_campaign(&campaign, missing, clock.now()).await {
        Err(lost @ PlanError::PhasesLost(_)) => Err(CommandError::PhasesLost(lost)),
        saved => Ok(saved?),
    })
    .await?;
    Ok(format!("campaign {}: {}", campaign.slug, told(written)))
}

/// `targets …`
///
/// # Errors
/// If the file or the store can't be read, or the file names what doesn't exist.
pub async fn targets(Targets::Import(import): Targets, clock: &Clock) -> Result<String, CommandError> {
    let ImportTargets { file, campaign, folder } = import;
    must_have_data(&folder)?;
    let lines = match files::targets(open_file(&file)?) {
        Ok(lines) => lines,
        Err(error) => return Err(CommandError::File { path: file, error }),
    };
    let now = clock.now();
    let today = day_in_vietnam(now).map_err(|_| CommandError::Clock)?;
    with_store(&folder, async |store| {
        let directory = store.directory().await?;
        let present = || directory.campaign_on(today).map(|campaign| campaign.slug.clone());
        let campaign = campaign.or_else(present).ok_or(StoreError::NoCampaign)?;
        let written = store.import_targets(&campaign, &lines.values, now).await;
        let written = written.map_err(|error| at_line(&file, &lines, error, |line| &line.unit))?;
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
        let code = store.join_code(&unit, Doer::OPERATOR, clock.now()).await?;
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

/// `backup FILE`
///
/// # Errors
/// If the store can't be read, the file is there already, or what came of it isn't whole.
pub async fn backup(Backup { file, folder }: Backup) -> Result<String, CommandError> {
    must_have_data(&folder)?;
    let BackedUp { verified, until } = store::back_up(&folder.data, &file).await?;
    let until = until.map_or_else(|| "now".to_owned(), |at| at.to_string());
    Ok(match verified {
        Some(verified) => format!("{}: {}, until {until}; all is right", file.display(), held(&verified)),
        None => format!("{}: the tables of another version, whole; `restore` brings them up to date", file.display()),
    })
}

/// `restore FILE`
///
/// # Errors
/// If a server is running, or the file isn't a whole backup. Then everything is as it was.
pub async fn restore(Backup { file, folder }: Backup, clock: &Clock) -> Result<String, CommandError> {
    let Restored { verified, until, earlier } = store::restore(&folder.data, &file, clock.now()).await?;
    let until = until.map_or_else(|| "its beginning".to_owned(), |at| at.to_string());
    let earlier = earlier.map_or_else(
        || "There was no database here before.".to_owned(),
        |path| format!("What was here before is kept as {}.", path.display()),
    );
    Ok(format!(
        "restored from {}: {}, until {until}. {earlier} Devices give back what was acknowledged since then at their next contact.",
        file.display(),
        held(&verified)
    ))
}

fn held(verified: &Verified) -> String {
    let Verified { initiatives, members, entries, .. } = verified;
    format!("{initiatives} initiatives of {members} members, {entries} entries of the audit")
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

/// Says in which line of a file something is that doesn't go with the rest or with what is there.
fn at_line<T>(path: &Path, lines: &Lines<T>, error: PlanError, unit: impl Fn(&T) -> &UnitCode) -> CommandError {
    let line = error.unit().and_then(|of| lines.line_of(|line| unit(line) == of));
    match line {
        Some(line) => CommandError::Row { path: path.to_owned(), line, error },
        None => error.into(),
    }
}

fn told(Written { added, changed, unchanged }: Written) -> String {
    format!("{added} added, {changed} changed, {unchanged} as they were")
}
