//! The write path: one transaction that loads what a batch touches, decides it in memory and writes what came of it, a
//! statement for each table.

use super::{SqliteStore, load, write};
use crate::decide::{campaign_now, decide};
use crate::{Applied, Position, Recent, Stamp, StoreError, Submission};
use model::calendar::Timestamp;
use model::id::MemberId;
use model::initiative::{Initiative, Person};
use model::review::Actor;
use model::wire::Member;
use std::collections::HashMap;
use std::sync::Arc;

pub(super) async fn apply(store: &SqliteStore, batch: &[Submission], now: Timestamp) -> Result<Applied, StoreError> {
    let mut tx = store.begin().await?;
    let mut start = load::start(&mut tx, batch).await?;
    let redirected = redirected(batch, &start.merged);
    let batch = redirected.as_deref().unwrap_or(batch);
    if redirected.is_some() {
        start = load::start(&mut tx, batch).await?;
    }
    let directory = store.directory_at(&mut tx, start.ends.version).await?;
    let Some(campaign) = campaign_now(&directory, now).cloned() else { return Err(StoreError::NoCampaign) };
    let since = start.ends.position;
    let loaded = load::batch(&mut tx, directory, start, &campaign, batch).await?;
    let decided = decide(loaded, batch, &campaign, now);
    write::decided(&mut tx, &decided, now).await?;
    tx.commit().await?;
    store.links.keep(decided.entries.iter().map(|entry| (entry.position, entry.link)));
    let stamp = Stamp::new(decided.position, now);
    let tallies = decided.ledger.changed_tallies();
    let tallies = tallies.map(|(key, tally)| key.row(&decided.directory, tally, stamp)).collect();
    Ok(Applied {
        results: decided.results,
        since,
        position: decided.position,
        tallies,
        recent: recent(decided.records, decided.ends),
        directory: decided.directory,
    })
}

/// The batch with each sender who was put together with another member since they were looked up as that other one; `None` if
/// there is none, as nearly always.
fn redirected(batch: &[Submission], merged: &HashMap<MemberId, Member>) -> Option<Vec<Submission>> {
    if merged.is_empty() {
        return None;
    }
    let redirect = |submission: &Submission| {
        let Some(becomes) = merged.get(&submission.actor.person.id) else { return submission.clone() };
        let person = Person { id: becomes.id, name: becomes.name.clone() };
        let actor = Arc::new(Actor { person, unit: becomes.unit.clone(), device: submission.actor.device });
        let entered_by = submission.entered_by.clone();
        Submission { entered_by, ..Submission::with(submission.token, actor, submission.received.clone()) }
    };
    Some(batch.iter().map(redirect).collect())
}

/// What changed of each sender's.
fn recent(records: Vec<(Initiative, Position)>, ends: HashMap<MemberId, Position>) -> HashMap<MemberId, Arc<Recent>> {
    let mut recent: HashMap<_, _> = ends.into_iter().map(|(member, end)| (member, Recent::since(end))).collect();
    for (initiative, position) in records {
        if let Some(recent) = recent.get_mut(&initiative.author.id) {
            recent.add(position, initiative);
        }
    }
    let sorted = |(member, mut recent): (MemberId, Recent)| {
        recent.sort();
        (member, Arc::new(recent))
    };
    recent.into_iter().map(sorted).collect()
}
