//! The write path: one transaction that loads what a batch touches, decides it in memory and writes what came of it, a
//! statement for each table.

use super::{SqliteStore, load, write};
use crate::decide::{campaign_now, decide};
use crate::{Applied, StoreError, Submission};
use model::calendar::Timestamp;

pub(super) async fn apply(store: &SqliteStore, batch: &[Submission], now: Timestamp) -> Result<Applied, StoreError> {
    let mut tx = store.begin().await?;
    let (version, position) = load::ends(&mut tx).await?;
    let directory = store.directory_at(&mut tx, version).await?;
    let Some(campaign) = campaign_now(&directory, now).cloned() else { return Err(StoreError::NoCampaign) };
    let loaded = load::batch(&mut tx, directory, position, &campaign, batch).await?;
    let decided = decide(loaded, batch, &campaign, now);
    write::decided(&mut tx, &decided, now).await?;
    tx.commit().await?;
    let tallies = decided.ledger.changed_tallies().map(|(key, tally)| key.row(&decided.directory, tally)).collect();
    Ok(Applied { results: decided.results, position: decided.position, tallies, directory: decided.directory })
}
