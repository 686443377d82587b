//! Loading what a batch touches: a statement for each table, whatever the batch's size. Lists go in as one parameter of
//! JSON.

use super::{Tx, row};
use crate::decide::{Loaded, Receipt, Record, may_count};
use crate::history::{self, Kept};
use crate::ledger::{Ledger, Share, TallyKey};
use crate::{Directory, Fingerprint, Head, Link, Position, StoreError, Submission, TokenKind};
use model::campaign::Span;
use model::field::Field;
use model::id::{InitiativeId, MemberId, OpId, Rev};
use model::op::{Action, Op, OpResult, Outcome};
use model::problem::Problem;
use model::rights::{Office, Right, Role};
use model::totals::Tally;
use model::unit::{Slug, UnitCode};
use model::wire::Member;
use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// What a verdict says beyond its outcome, as stored.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Detail {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// A row for the last entry of the log, if there is one: its position and hash. Ops, rights and acts share the positions.
macro_rules! log_end {
    () => {
        "(select position, hash from (select * from (select position, hash from ops order by position desc limit 1)
                                      union all
                                      select * from (select position, hash from rights order by position desc limit 1)
                                      union all
                                      select * from (select position, hash from acts order by position desc limit 1))
          order by position desc limit 1)"
    };
}

/// Where the store stands.
pub(super) struct Ends {
    /// The directory's version.
    pub version: u64,
    /// The log's end.
    pub position: Position,
    /// The hash of the entry there, or what stands before the first.
    pub link: Link,
}

impl Ends {
    fn read(row: &SqliteRow) -> Result<Self, StoreError> {
        let position: Option<i64> = row.try_get("position")?;
        let link = match position {
            None => Link::before_the_first(row::uuid(row, "store")?),
            Some(_) => Link(row::bytes(row, "hash")?),
        };
        let position = position.map_or(Ok(0), |_| row::unsigned(row, "position"))?;
        Ok(Self { version: row::unsigned(row, "directory_version")?, position, link })
    }
}

/// Where the store stands.
pub(super) async fn ends(tx: &mut Tx) -> Result<Ends, StoreError> {
    let row = sqlx::query(concat!(
        "select directory_version, meta.id as store, e.position, e.hash from meta left join ",
        log_end!(),
        " e"
    ))
    .fetch_one(&mut **tx)
    .await?;
    Ends::read(&row)
}

/// What the chain has come to at a position of the log; `None` if there is no entry there.
pub(super) async fn link_at(tx: &mut Tx, position: Position) -> Result<Option<Link>, StoreError> {
    let position = i64::try_from(position).unwrap_or(i64::MAX);
    let row = sqlx::query(
        "select hash from ops where position = ?1
         union all select hash from rights where position = ?1
         union all select hash from acts where position = ?1",
    )
    .bind(position)
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| row::bytes(&row, "hash").map(Link)).transpose()
}

/// Where the store stands, for whoever follows it.
pub(super) async fn head(connection: &mut SqliteConnection) -> Result<Head, StoreError> {
    let row = sqlx::query(concat!(
        "select m.directory_version, m.epoch, m.adoptions, coalesce(e.position, 0) as position,
                coalesce((select revision from show), 0) as show
         from meta m left join ",
        log_end!(),
        " e"
    ))
    .fetch_one(connection)
    .await?;
    Ok(Head {
        position: row::unsigned(&row, "position")?,
        epoch: row::unsigned(&row, "epoch")?,
        directory: row::unsigned(&row, "directory_version")?,
        show: row::unsigned(&row, "show")?,
        adoptions: row::unsigned(&row, "adoptions")?,
    })
}

/// What a batch begins with.
pub(super) struct Start {
    pub ends: Ends,
    /// The verdicts on those of its ops that came before.
    receipts: HashMap<OpId, Receipt>,
    /// Where the last change of each sender's initiatives was.
    last: HashMap<MemberId, Position>,
    /// The roles of the senders who have signed in.
    roles: Vec<(MemberId, Right)>,
    /// Senders who were put together with another member meanwhile, and with whom.
    pub merged: HashMap<MemberId, Member>,
    /// Of each sender, those who were put together with them.
    aliases: HashMap<MemberId, Vec<MemberId>>,
}

/// An id, a fingerprint (both in hexadecimal), outcome, revision and detail.
type ReceiptJson = (Uuid, String, Outcome, Rev, Option<Detail>);

/// Reads what a batch begins with. Lists come back as one value each: handing rows from SQLite's thread to ours costs
/// more than finding them.
pub(super) async fn start(tx: &mut Tx, batch: &[Submission]) -> Result<Start, StoreError> {
    let ops = row::id_list(batch.iter().map(|submission| submission.received.id.uuid()));
    let senders: BTreeSet<_> = batch.iter().map(|submission| submission.actor.person.id.uuid()).collect();
    let officers = batch.iter().filter(|submission| submission.token == TokenKind::SignIn);
    let officers: BTreeSet<_> = officers.map(|submission| submission.actor.person.id.uuid()).collect();
    let row = sqlx::query(concat!(
        "select directory_version, meta.id as store, e.position, e.hash,
                (select json_group_array(json_array(hex(id), hex(fingerprint), outcome, rev, json(detail)))
                 from ops where id in (select unhex(value) from json_each(?1))) as receipts,
                (select json_group_array(json_array(
                     value, coalesce((select max(position) from initiatives where author = unhex(value)), 0)))
                 from json_each(?2)) as last,
                (select json_group_array(json_array(hex(member), role, unit) order by given_at, rowid)
                 from roles where taken_at is null and member in (select unhex(value) from json_each(?3))) as roles,
                (select json_group_array(json_array(hex(o.id), hex(m.id), m.name, m.unit))
                 from members o join members m on m.id = o.merged_into
                 where o.id in (select unhex(value) from json_each(?2))) as merged,
                (select json_group_array(json_array(hex(merged_into), hex(id)))
                 from members where merged_into in (select unhex(value) from json_each(?2))) as aliases
         from meta left join ",
        log_end!(),
        " e"
    ))
    .bind(ops)
    .bind(row::id_list(senders))
    .bind(row::id_list(officers))
    .fetch_one(&mut **tx)
    .await?;
    let receipts: Vec<ReceiptJson> = row::json(&row, "receipts")?.unwrap_or_default();
    let last: Vec<(Uuid, Position)> = row::json(&row, "last")?.unwrap_or_default();
    let roles: Vec<(Uuid, Role, UnitCode)> = row::json(&row, "roles")?.unwrap_or_default();
    let merged: Vec<(Uuid, Uuid, String, UnitCode)> = row::json(&row, "merged")?.unwrap_or_default();
    let mut aliases: HashMap<MemberId, Vec<MemberId>> = HashMap::new();
    for (member, alias) in row::json::<Vec<(Uuid, Uuid)>>(&row, "aliases")?.unwrap_or_default() {
        aliases.entry(MemberId::new(member)).or_default().push(MemberId::new(alias));
    }
    let becomes = |(was, id, name, unit)| (MemberId::new(was), Member { id: MemberId::new(id), name, unit });
    Ok(Start {
        merged: merged.into_iter().map(becomes).collect(),
        aliases,
        ends: Ends::read(&row)?,
        receipts: receipts.into_iter().map(receipt).collect::<Result<_, _>>()?,
        last: last.into_iter().map(|(member, end)| (MemberId::new(member), end)).collect(),
        roles: roles.into_iter().map(|(member, role, unit)| (MemberId::new(member), Right { role, unit })).collect(),
    })
}

fn receipt((id, fingerprint, outcome, rev, detail): ReceiptJson) -> Result<(OpId, Receipt), StoreError> {
    let id = OpId::new(id);
    let Detail { conflicts, problem } = detail.unwrap_or_default();
    let fingerprint = row::from_hex(&fingerprint).ok_or_else(|| StoreError::unreadable("fingerprint", &fingerprint))?;
    let result = OpResult { id, outcome, rev, conflicts, problem };
    Ok((id, Receipt { fingerprint: Fingerprint(fingerprint), result }))
}

pub(super) async fn batch(
    tx: &mut Tx,
    directory: Arc<Directory>,
    start: Start,
    campaign: &Slug,
    batch: &[Submission],
) -> Result<Loaded, StoreError> {
    let Start { ends: Ends { position, link, .. }, receipts, last, roles, aliases, .. } = start;
    let fresh: Vec<(&Submission, &Op)> = batch
        .iter()
        .filter(|submission| !receipts.contains_key(&submission.received.id))
        .filter_map(|submission| Some((submission, submission.received.op.as_ref().ok()?)))
        .collect();
    let mut records = records(tx, &fresh).await?;
    changes(tx, &fresh, &mut records).await?;
    let ledger = ledger(tx, &directory, campaign, &fresh, &records).await?;
    let mut offices: HashMap<MemberId, Vec<Office>> = HashMap::new();
    for (member, right) in roles {
        offices.entry(member).or_default().extend(directory.office(&right));
    }
    Ok(Loaded { directory, position, link, offices, aliases, receipts, records, ledger, ends: last })
}

async fn records(tx: &mut Tx, ops: &[(&Submission, &Op)]) -> Result<HashMap<InitiativeId, Record>, StoreError> {
    let named = ops.iter().flat_map(|(_, op)| match op.action {
        Action::MarkDuplicate { of } => [Some(op.initiative), Some(of)],
        _ => [Some(op.initiative), None],
    });
    let ids: BTreeSet<_> = named.flatten().map(|id| id.uuid()).collect();
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
    .bind(list(&wanted)?)
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
    ledger_of(tx, directory, people, units).await
}

/// The shares of these people, each in a campaign, and the totals of these units and those above them.
pub(super) async fn ledger_of(
    tx: &mut Tx,
    directory: &Directory,
    people: BTreeSet<(&Slug, MemberId)>,
    units: BTreeSet<(&Slug, &UnitCode)>,
) -> Result<Ledger, StoreError> {
    if people.is_empty() {
        return Ok(Ledger::default());
    }
    let branches: BTreeSet<(&Slug, &UnitCode)> = units
        .into_iter()
        .flat_map(|(campaign, unit)| {
            let path = directory.index(unit).map_or(&[][..], |unit| directory.path(unit));
            path.iter().map(move |&above| (campaign, &directory.units()[above].code))
        })
        .collect();
    let people: Vec<(&Slug, String)> =
        people.into_iter().map(|(campaign, member)| (campaign, member.uuid().as_simple().to_string())).collect();
    let row = sqlx::query(
        "select (select json_group_array(json_array(c.campaign, hex(c.member), c.unit, c.phase, c.counted))
                 from json_each(?1) w join contributors c
                   on c.campaign = (w.value ->> 0) and c.member = unhex(w.value ->> 1)) as shares,
                (select json_group_array(json_array(t.campaign, t.unit, t.span, t.people, t.submitted, t.recognised,
                                                    t.without_benefit, t.estimated, t.verified))
                 from json_each(?2) w join totals t
                   on t.campaign = (w.value ->> 0) and t.unit = (w.value ->> 1)) as tallies",
    )
    .bind(list(&people)?)
    .bind(list(&branches)?)
    .fetch_one(&mut **tx)
    .await?;
    let mut ledger = Ledger::default();
    for stored in row::json::<Vec<ShareJson>>(&row, "shares")?.unwrap_or_default() {
        share(stored, directory, &mut ledger)?;
    }
    for stored in row::json::<Vec<TallyJson>>(&row, "tallies")?.unwrap_or_default() {
        tally(stored, directory, &mut ledger)?;
    }
    Ok(ledger)
}

fn list<T: Serialize>(wanted: &T) -> Result<String, StoreError> {
    serde_json::to_string(wanted).map_err(|why| StoreError::Broken(format!("a list can't be written: {why}")))
}

/// Campaign, member, unit, phase (empty in a campaign without phases) and how many count.
type ShareJson = (String, Uuid, UnitCode, String, i64);

fn share(stored: ShareJson, directory: &Directory, ledger: &mut Ledger) -> Result<(), StoreError> {
    let (campaign, member, unit, phase, counted) = stored;
    let campaign = campaign_index(directory, &campaign)?;
    let phase = if phase.is_empty() { None } else { Some(phase_index(directory, campaign, &phase)?) };
    let unit = unit_index(directory, unit)?;
    ledger.load_share(campaign, MemberId::new(member), Share { unit, phase, counted });
    Ok(())
}

/// Every member's shares.
pub(super) async fn all_shares(tx: &mut Tx, directory: &Directory, ledger: &mut Ledger) -> Result<(), StoreError> {
    let rows = sqlx::query("select campaign, member, unit, phase, counted from contributors").fetch_all(&mut **tx);
    for row in &rows.await? {
        let unit = row::parsed(row, "unit")?;
        let member = row::uuid(row, "member")?;
        let stored = (row.try_get("campaign")?, member, unit, row.try_get("phase")?, row.try_get("counted")?);
        share(stored, directory, ledger)?;
    }
    Ok(())
}

/// Campaign, unit, span, then people, submitted, recognised, without benefit, estimated and verified.
type TallyJson = (String, UnitCode, String, i64, i64, i64, i64, i64, i64);

fn tally(stored: TallyJson, directory: &Directory, ledger: &mut Ledger) -> Result<(), StoreError> {
    let (campaign, unit, span, people, submitted, recognised, without_benefit, estimated, verified) = stored;
    let campaign = campaign_index(directory, &campaign)?;
    let phase = if span == Span::Campaign.name() { None } else { Some(phase_index(directory, campaign, &span)?) };
    let unit = unit_index(directory, unit)?;
    let tally = Tally { people, submitted, recognised, without_benefit, estimated, verified };
    ledger.load_tally(TallyKey { campaign, unit, phase }, tally);
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

fn unit_index(directory: &Directory, code: UnitCode) -> Result<usize, StoreError> {
    directory.index(&code).ok_or_else(|| StoreError::unreadable("unit", code))
}
