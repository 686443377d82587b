//! Loading what a batch touches: a statement for each table, whatever the batch's size. Lists go in as one parameter of
//! JSON.

use super::{Tx, row};
use crate::decide::{Loaded, Receipt, Record, may_count};
use crate::history::{self, Kept};
use crate::ledger::{Ledger, Share, TallyKey};
use crate::{Directory, Fingerprint, Position, StoreError, Submission};
use model::field::Field;
use model::id::{InitiativeId, MemberId, OpId, Rev};
use model::op::{Op, OpResult};
use model::problem::Problem;
use model::unit::{Slug, UnitCode};
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What a verdict says beyond its outcome, as stored.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Detail {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// The directory's version and the log's end.
pub(super) async fn ends(tx: &mut Tx) -> Result<(u64, Position), StoreError> {
    let row =
        sqlx::query("select directory_version, coalesce((select max(position) from ops), 0) as position from meta")
            .fetch_one(&mut **tx)
            .await?;
    Ok((row::unsigned(&row, "directory_version")?, row::unsigned(&row, "position")?))
}

pub(super) async fn batch(
    tx: &mut Tx,
    directory: Arc<Directory>,
    position: Position,
    campaign: &Slug,
    batch: &[Submission],
) -> Result<Loaded, StoreError> {
    let receipts = receipts(tx, batch).await?;
    let fresh: Vec<(&Submission, &Op)> = batch
        .iter()
        .filter(|submission| !receipts.contains_key(&submission.received.id))
        .filter_map(|submission| Some((submission, submission.received.op.as_ref().ok()?)))
        .collect();
    let mut records = records(tx, &fresh).await?;
    changes(tx, &fresh, &mut records).await?;
    let ledger = ledger(tx, &directory, campaign, &fresh, &records).await?;
    let ends = member_ends(tx, batch).await?;
    Ok(Loaded { directory, position, receipts, records, ledger, ends })
}

async fn receipts(tx: &mut Tx, batch: &[Submission]) -> Result<HashMap<OpId, Receipt>, StoreError> {
    let ids = row::id_list(batch.iter().map(|submission| submission.received.id.uuid()));
    let rows = sqlx::query(
        "select id, fingerprint, outcome, rev, detail from ops where id in (select unhex(value) from json_each(?1))",
    )
    .bind(ids)
    .fetch_all(&mut **tx)
    .await?;
    let receipt = |row| {
        let id = OpId::new(row::uuid(row, "id")?);
        let outcome = row::outcome(row, "outcome")?;
        let Detail { conflicts, problem } = row::json(row, "detail")?.unwrap_or_default();
        let result = OpResult { id, outcome, rev: row::rev(row, "rev")?, conflicts, problem };
        Ok((id, Receipt { fingerprint: Fingerprint(row::bytes(row, "fingerprint")?), result }))
    };
    rows.iter().map(receipt).collect()
}

/// Where the last change of each sender's initiatives was.
async fn member_ends(tx: &mut Tx, batch: &[Submission]) -> Result<HashMap<MemberId, Position>, StoreError> {
    let members: BTreeSet<_> = batch.iter().map(|submission| submission.actor.person.id.uuid()).collect();
    let rows = sqlx::query(
        "select unhex(w.value) as member,
                coalesce((select max(position) from initiatives where author = unhex(w.value)), 0) as position
         from json_each(?1) w",
    )
    .bind(row::id_list(members))
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(|row| Ok((MemberId::new(row::uuid(row, "member")?), row::unsigned(row, "position")?))).collect()
}

async fn records(tx: &mut Tx, ops: &[(&Submission, &Op)]) -> Result<HashMap<InitiativeId, Record>, StoreError> {
    let ids: BTreeSet<_> = ops.iter().map(|(_, op)| op.initiative.uuid()).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query(concat!(
        "select ",
        row::initiative_columns!(),
        " from initiatives i join members m on m.id = i.author
         where i.id in (select unhex(value) from json_each(?1))"
    ))
    .bind(row::id_list(ids))
    .fetch_all(&mut **tx)
    .await?;
    let record = |row| {
        let initiative = row::initiative(row)?;
        Ok((initiative.id, Record { initiative, changes: Vec::new(), changed_at: None }))
    };
    rows.iter().map(record).collect()
}

/// The changes that an op's base hasn't seen, for those initiatives where there are any.
async fn changes(
    tx: &mut Tx,
    ops: &[(&Submission, &Op)],
    records: &mut HashMap<InitiativeId, Record>,
) -> Result<(), StoreError> {
    let mut bases: BTreeMap<InitiativeId, Rev> = BTreeMap::new();
    for (_, op) in ops {
        if records.get(&op.initiative).is_some_and(|record| op.base < record.initiative.rev) {
            let lowest = bases.entry(op.initiative).or_insert(op.base);
            *lowest = op.base.min(*lowest);
        }
    }
    if bases.is_empty() {
        return Ok(());
    }
    let wanted: Vec<(String, u32)> =
        bases.iter().map(|(id, base)| (id.uuid().as_simple().to_string(), base.0)).collect();
    let rows = sqlx::query(
        "select o.initiative, o.rev, o.device, o.before, o.held, o.sent
         from json_each(?1) w join ops o on o.initiative = unhex(w.value ->> 0) and o.rev > (w.value ->> 1)
         where o.before is not null
         order by o.initiative, o.rev",
    )
    .bind(serde_json::to_string(&wanted).map_err(|why| StoreError::unreadable("revisions", why))?)
    .fetch_all(&mut **tx)
    .await?;
    let mut found: HashMap<InitiativeId, Vec<Kept>> = HashMap::new();
    for row in &rows {
        let initiative = InitiativeId::new(row::uuid(row, "initiative")?);
        found.entry(initiative).or_default().push(row::kept(row)?);
    }
    for (initiative, kept) in found {
        if let Some(record) = records.get_mut(&initiative) {
            record.changes = history::restore(kept, &record.initiative.content);
        }
    }
    Ok(())
}

/// The totals and shares that the batch can change: those of the initiatives whose state may change, and of their
/// authors.
async fn ledger(
    tx: &mut Tx,
    directory: &Directory,
    campaign: &Slug,
    ops: &[(&Submission, &Op)],
    records: &HashMap<InitiativeId, Record>,
) -> Result<Ledger, StoreError> {
    let mut people: BTreeSet<(&Slug, MemberId)> = BTreeSet::new();
    let mut units: BTreeSet<(&Slug, &UnitCode)> = BTreeSet::new();
    for (submission, op) in ops.iter().filter(|(_, op)| may_count(&op.action)) {
        let (campaign, unit, author) = match records.get(&op.initiative) {
            Some(Record { initiative, .. }) => (&initiative.campaign, &initiative.unit, initiative.author.id),
            None => (campaign, &submission.actor.unit, submission.actor.person.id),
        };
        people.insert((campaign, author));
        units.insert((campaign, unit));
    }
    let mut ledger = Ledger::default();
    if people.is_empty() {
        return Ok(ledger);
    }
    shares(tx, directory, &people, &mut ledger).await?;
    let branches: BTreeSet<(&Slug, &UnitCode)> = units
        .into_iter()
        .flat_map(|(campaign, unit)| {
            let path = directory.index(unit).map_or(&[][..], |unit| directory.path(unit));
            path.iter().map(move |&above| (campaign, &directory.units()[above].code))
        })
        .collect();
    tallies(tx, directory, &branches, &mut ledger).await?;
    Ok(ledger)
}

async fn shares(
    tx: &mut Tx,
    directory: &Directory,
    people: &BTreeSet<(&Slug, MemberId)>,
    ledger: &mut Ledger,
) -> Result<(), StoreError> {
    let wanted: Vec<(&str, String)> =
        people.iter().map(|(campaign, member)| (campaign.as_str(), member.uuid().as_simple().to_string())).collect();
    let rows = sqlx::query(
        "select c.campaign, c.member, c.unit, c.phase, c.counted
         from json_each(?1) w join contributors c on c.campaign = (w.value ->> 0) and c.member = unhex(w.value ->> 1)",
    )
    .bind(serde_json::to_string(&wanted).map_err(|why| StoreError::unreadable("people", why))?)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().try_for_each(|row| share(row, directory, ledger))
}

/// Every member's shares.
pub(super) async fn all_shares(tx: &mut Tx, directory: &Directory, ledger: &mut Ledger) -> Result<(), StoreError> {
    let rows = sqlx::query("select campaign, member, unit, phase, counted from contributors").fetch_all(&mut **tx);
    rows.await?.iter().try_for_each(|row| share(row, directory, ledger))
}

fn share(row: &SqliteRow, directory: &Directory, ledger: &mut Ledger) -> Result<(), StoreError> {
    let campaign = campaign_index(directory, row.try_get("campaign")?)?;
    let phase: &str = row.try_get("phase")?;
    let share = Share {
        unit: unit_index(directory, row.try_get("unit")?)?,
        phase: if phase.is_empty() { None } else { Some(phase_index(directory, campaign, phase)?) },
        counted: row.try_get("counted")?,
    };
    ledger.load_share(campaign, MemberId::new(row::uuid(row, "member")?), share);
    Ok(())
}

async fn tallies(
    tx: &mut Tx,
    directory: &Directory,
    branches: &BTreeSet<(&Slug, &UnitCode)>,
    ledger: &mut Ledger,
) -> Result<(), StoreError> {
    let rows = sqlx::query(
        "select t.campaign, t.unit, t.span, t.people, t.submitted, t.recognised, t.without_benefit, t.estimated,
                t.verified
         from json_each(?1) w join totals t on t.campaign = (w.value ->> 0) and t.unit = (w.value ->> 1)",
    )
    .bind(serde_json::to_string(branches).map_err(|why| StoreError::unreadable("units", why))?)
    .fetch_all(&mut **tx)
    .await?;
    for row in &rows {
        let campaign = campaign_index(directory, row.try_get("campaign")?)?;
        let span: &str = row.try_get("span")?;
        let whole = span == model::campaign::Span::Campaign.name();
        let phase = if whole { None } else { Some(phase_index(directory, campaign, span)?) };
        let unit = unit_index(directory, row.try_get("unit")?)?;
        ledger.load_tally(TallyKey { campaign, unit, phase }, row::tally(row)?);
    }
    Ok(())
}

fn campaign_index(directory: &Directory, slug: &str) -> Result<usize, StoreError> {
    let found = directory.campaigns().iter().position(|campaign| campaign.slug.as_str() == slug);
    found.ok_or_else(|| StoreError::unreadable("campaign", slug))
}

fn phase_index(directory: &Directory, campaign: usize, slug: &str) -> Result<usize, StoreError> {
    let found = directory.campaigns()[campaign].phases.iter().position(|phase| phase.slug.as_str() == slug);
    found.ok_or_else(|| StoreError::unreadable("phase", slug))
}

fn unit_index(directory: &Directory, code: &str) -> Result<usize, StoreError> {
    let code: UnitCode = code.parse().map_err(|why| StoreError::unreadable("unit", why))?;
    directory.index(&code).ok_or_else(|| StoreError::unreadable("unit", code))
}
