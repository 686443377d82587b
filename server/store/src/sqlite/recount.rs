//! Counting everything again from the records: to keep it anew after units or phases have moved, or to compare.

use super::merging::{self, Merged};
use super::{Tx, audit, comments, load, plan, read, row, shows, write};
use crate::course::{self, Course};
use crate::history;
use crate::ledger::Ledger;
use crate::queue::Place;
use crate::story::StoryPlace;
use crate::{Directory, Fingerprint, Stamp, StoreError, Verified, VerifyError};
use model::field::Kind;
use model::id::{InitiativeId, MemberId, Rev};
use model::initiative::{Initiative, State};
use model::money::Vnd;
use model::op::Action;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Records are read so many at a time.
const PAGE: i64 = 500;

/// Counts everything from the records and puts it in the place of what was kept, by the log's entry at `stamp`.
pub(super) async fn keep(tx: &mut Tx, stamp: Stamp) -> Result<(), StoreError> {
    let version = read::directory_version(tx).await?;
    let directory = read::directory(tx, version).await?;
    let mut ledger = Ledger::default();
    let mut after = Uuid::nil();
    loop {
        let page = page(tx, after).await?;
        let Some(last) = page.last() else { break };
        after = last.initiative.id.uuid();
        for Kept { initiative, .. } in &page {
            count(&mut ledger, &directory, initiative)?;
        }
    }
    for emptied in ["delete from contributors", "delete from totals", "delete from daily"] {
        sqlx::query(emptied).execute(&mut **tx).await?;
    }
    write::ledger(tx, &directory, &ledger, stamp).await
}

/// Compares everything that is kept with what the records say, in one state of the store.
pub(super) async fn verify(mut tx: Tx) -> Result<Verified, VerifyError> {
    check_file(&mut tx).await?;
    let version = read::directory_version(&mut tx).await?;
    let directory = read::directory(&mut tx, version).await?;
    let merged = merging::verify(&mut tx).await?;
    let mut verified = Verified::default();
    let mut ledger = Ledger::default();
    let mut accepted = 0;
    let mut after = Uuid::nil();
    loop {
        let page = page(&mut tx, after).await?;
        let Some(last) = page.last() else { break };
        after = last.initiative.id.uuid();
        let mut histories = histories(&mut tx, &page).await?;
        for Kept { initiative, position, place, story } in &page {
            let history = histories.remove(&initiative.id).unwrap_or_default();
            check_history(initiative, *position, &history)?;
            check_author(initiative, &history, &merged)?;
            check_course(initiative, &history)?;
            check_place(initiative, place.as_ref())?;
            check_story(initiative, story.as_ref())?;
            accepted += history.len() as u64;
            check_words(initiative, history)?;
            count(&mut ledger, &directory, initiative)?;
            verified.initiatives += 1;
        }
    }
    verified.ops = check_log(&mut tx, accepted).await?;
    comments::check_there(&mut tx).await?;
    verified.entries = audit::verify(&mut tx).await?;
    comments::verify(&mut tx).await?;
    shows::verify(&mut tx).await?;
    plan::verify(&mut tx).await?;
    verified.members = number(&mut tx, "select count(*) as number from members where merged_into is null").await?;
    verified.tallies = check_totals(&mut tx, &directory, &ledger).await?;
    check_shares(&mut tx, &directory, &ledger).await?;
    check_daily(&mut tx, &directory, &ledger).await?;
    Ok(verified)
}

fn count(ledger: &mut Ledger, directory: &Directory, initiative: &Initiative) -> Result<(), StoreError> {
    ledger
        .record(directory, None, initiative)
        .map_err(|why| StoreError::Broken(format!("initiative {} can't be counted: {why}", initiative.id)))
}

/// An initiative with what is kept beside it.
struct Kept {
    initiative: Initiative,
    position: u64,
    /// `None` in what an older version wrote.
    place: Option<Place>,
    /// `None` unless it is public.
    story: Option<StoryPlace>,
}

impl Kept {
    fn read(row: &SqliteRow) -> Result<Self, StoreError> {
        let (since, search): (Option<i64>, Option<String>) = (row.try_get("since")?, row.try_get("search")?);
        let desk: Option<&str> = row.try_get("desk")?;
        let desk = desk.map(|_| row::parsed(row, "desk")).transpose()?;
        let place = since.zip(search).map(|(since, search)| Place { since, desk, search });
        let (initiative, position) = (row::initiative(row)?, row::unsigned(row, "position")?);
        Ok(Self { initiative, position, place, story: story(row)? })
    }
}

fn story(row: &SqliteRow) -> Result<Option<StoryPlace>, StoreError> {
    let Some(at) = row.try_get("story_at")? else { return Ok(None) };
    let (kind, sum): (Option<&str>, Option<i64>) = (row.try_get("story_kind")?, row.try_get("story_sum")?);
    let unknown = |kind: &str| StoreError::unreadable("story_kind", kind);
    let sum = sum.map(Vnd::for_initiative).transpose().map_err(|why| StoreError::unreadable("story_sum", why))?;
    Ok(Some(StoryPlace {
        at,
        kind: kind.map(|kind| Kind::from_name(kind).ok_or_else(|| unknown(kind))).transpose()?,
        sum,
        area: row.try_get("story_area")?,
        search: row.try_get("story_search")?,
    }))
}

/// The initiatives after this id, in the order of their ids.
async fn page(tx: &mut Tx, after: Uuid) -> Result<Vec<Kept>, StoreError> {
    let rows = sqlx::query(concat!(
        "select ",
        row::initiative_columns!(),
        ", i.since, i.desk, i.search, i.story_at, i.story_kind, i.story_sum, i.story_area, i.story_search
         from initiatives i join members m on m.id = i.author where i.id > ?1 order by i.id limit ?2"
    ))
    .bind(after.as_bytes().as_slice())
    .bind(PAGE)
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(Kept::read).collect()
}

/// Gives the initiatives that an older version wrote their places in the queue and among the stories.
pub(super) async fn complete(tx: &mut Tx) -> Result<(), StoreError> {
    let mut after = Uuid::nil();
    loop {
        let page = page(tx, after).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.initiative.id.uuid();
        write_places(tx, page.iter().map(|kept| &kept.initiative)).await?;
    }
}

/// Writes where initiatives that are there stand in the queue and among the stories.
pub(super) async fn write_places(
    tx: &mut Tx,
    initiatives: impl Iterator<Item = &Initiative>,
) -> Result<(), StoreError> {
    let place = |initiative: &Initiative| {
        let Place { since, desk, search } = Place::of(initiative);
        let story = StoryPlace::of(initiative).map(|StoryPlace { at, kind, sum, area, search }| {
            (at, kind.map(Kind::name), sum.map(Vnd::dong), area, search)
        });
        (initiative.id.uuid().as_simple().to_string(), since, desk, search, story)
    };
    let places: Vec<_> = initiatives.map(place).collect();
    sqlx::query(
        "update initiatives set
            since = w.value ->> 1, desk = w.value ->> 2, search = w.value ->> 3,
            story_at = w.value ->> '$[4][0]', story_kind = w.value ->> '$[4][1]', story_sum = w.value ->> '$[4][2]',
            story_area = w.value ->> '$[4][3]', story_search = w.value ->> '$[4][4]'
         from json_each(?1) w where initiatives.id = unhex(w.value ->> 0)",
    )
    .bind(write::text(&places)?)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Where it stands in the queue follows from what it is.
fn check_place(initiative: &Initiative, kept: Option<&Place>) -> Result<(), VerifyError> {
    let place = Place::of(initiative);
    if kept == Some(&place) {
        return Ok(());
    }
    differs(format!("initiative {}: its place in the queue is kept as {kept:?} and should be {place:?}", initiative.id))
}

/// What it is found by among the stories follows from what it is, and whether it is one.
fn check_story(initiative: &Initiative, kept: Option<&StoryPlace>) -> Result<(), VerifyError> {
    let place = StoryPlace::of(initiative);
    if kept == place.as_ref() {
        return Ok(());
    }
    differs(format!(
        "initiative {}: its place in the stories is kept as {kept:?} and should be {place:?}",
        initiative.id
    ))
}

/// By what the words of an author's op can be told from others.
struct Words {
    fingerprint: Fingerprint,
    by: MemberId,
    base: Rev,
    /// From paper.
    entered: bool,
}

/// An accepted entry of the log.
struct Step {
    position: u64,
    /// Who sent it then; of what came on paper, for whom.
    member: MemberId,
    kept: history::Kept,
    /// What stands for its words; `None` of what an older version wrote, and of a choice between versions.
    words: Option<Words>,
    /// `None` if an older version kept nothing by which it can be told.
    course: Option<course::Step>,
}

async fn histories(tx: &mut Tx, page: &[Kept]) -> Result<HashMap<InitiativeId, Vec<Step>>, VerifyError> {
    let rows = sqlx::query(
        "select o.initiative, o.rev, o.position, o.device, o.before, o.held, o.sent, o.action, o.arguments, o.received_at,
                o.fingerprint, o.base, o.member, m.name
         from ops o join members m on m.id = o.member
         where o.initiative in (select unhex(value) from json_each(?1)) and o.before is not null
         order by o.initiative, o.rev, o.position",
    )
    .bind(row::id_list(page.iter().map(|kept| kept.initiative.id.uuid())))
    .fetch_all(&mut **tx)
    .await?;
    let mut histories: HashMap<InitiativeId, Vec<Step>> = HashMap::new();
    for row in &rows {
        histories.entry(InitiativeId::new(row::uuid(row, "initiative")?)).or_default().push(Step {
            position: row::unsigned(row, "position")?,
            member: MemberId::new(row::uuid(row, "member")?),
            kept: row::kept(row)?,
            words: words(row)?,
            course: step(row)?,
        });
    }
    Ok(histories)
}

fn words(row: &SqliteRow) -> Result<Option<Words>, StoreError> {
    let (base, action): (Option<u32>, Option<&str>) = (row.try_get("base")?, row.try_get("action")?);
    let Some(base) = base.filter(|_| matches!(action, Some("edit" | "enter"))) else { return Ok(None) };
    Ok(Some(Words {
        fingerprint: Fingerprint(row::bytes(row, "fingerprint")?),
        by: MemberId::new(row::uuid(row, "member")?),
        base: Rev(base),
        entered: action == Some("enter"),
    }))
}

fn step(row: &SqliteRow) -> Result<Option<course::Step>, VerifyError> {
    if audit::is_invented(&Fingerprint(row::bytes(row, "fingerprint")?)) {
        return Ok(None);
    }
    let Some(action) = audit::kept_action(row)? else { return Ok(None) };
    Ok(Some(course::Step { at: row::moment(row, "received_at")?, by: row.try_get("name")?, action }))
}

/// The author is who began it or, since members were put together, who that is now.
fn check_author(initiative: &Initiative, history: &[Step], merged: &Merged) -> Result<(), VerifyError> {
    match history.first() {
        Some(first) if merged.now(first.member) != initiative.author.id => {
            differs(format!("initiative {}: its author isn't who began it, as the log tells", initiative.id))
        }
        _ => Ok(()),
    }
}

/// State, decision and what else there is beside the words are what the accepted ops have made of it.
fn check_course(initiative: &Initiative, history: &[Step]) -> Result<(), VerifyError> {
    let Some(steps) = history.iter().map(|step| step.course.as_ref()).collect::<Option<Vec<_>>>() else {
        return Ok(());
    };
    let made = Course::made_by(steps.into_iter(), initiative);
    match made.differs_from(&Course::kept(initiative)) {
        None => Ok(()),
        Some(what) => differs(format!("initiative {}: its {what} isn't what its log has made", initiative.id)),
    }
}

/// An initiative's revision is the number of its accepted ops, its position that of the last; and undoing them all
/// leaves an empty form.
fn check_history(initiative: &Initiative, position: u64, history: &[Step]) -> Result<(), VerifyError> {
    let id = initiative.id;
    for (step, rev) in history.iter().zip(1..) {
        if step.kept.rev != Rev(rev) {
            return differs(format!("initiative {id}: the log has revision {} where {rev} belongs", step.kept.rev.0));
        }
    }
    if history.len() as u64 != u64::from(initiative.rev.0) {
        let (kept, found) = (initiative.rev.0, history.len());
        return differs(format!("initiative {id}: revision {kept}, but {found} accepted ops in the log"));
    }
    let last = history.last().map_or(0, |step| step.position);
    if last != position {
        return differs(format!("initiative {id}: position {position}, but its last accepted op is at {last}"));
    }
    let empty = history::unwind(history.iter().map(|step| &step.kept.before), &initiative.content);
    if !empty.is_empty() {
        return differs(format!("initiative {id}: undoing its log doesn't lead back to an empty form"));
    }
    Ok(())
}

/// What authors wrote, as the log has it and the content now, is what they sent.
fn check_words(initiative: &Initiative, history: Vec<Step>) -> Result<(), VerifyError> {
    if initiative.state == State::Deleted {
        return check_forgotten(initiative, &history);
    }
    let (told, kept): (Vec<_>, Vec<_>) =
        history.into_iter().map(|step| ((step.position, step.words), step.kept)).unzip();
    for ((position, words), change) in told.into_iter().zip(history::restore(kept, &initiative.content)) {
        let Some(Words { fingerprint, by, base, entered }) = words else { continue };
        let action = if entered { Action::Enter(change.sent) } else { Action::Edit(change.sent) };
        if Fingerprint::of_action(by, initiative.id, base, &action) != fingerprint {
            let id = initiative.id;
            return differs(format!(
                "initiative {id}: its words aren't those that were sent with the op at {position}"
            ));
        }
    }
    Ok(())
}

/// Of what was deleted nobody's words are left.
fn check_forgotten(initiative: &Initiative, history: &[Step]) -> Result<(), VerifyError> {
    let is_empty = |step: &Step| step.kept.before.is_empty() && step.kept.held.is_empty() && step.kept.sent.is_empty();
    if initiative.content.is_empty() && initiative.alternatives.is_empty() && history.iter().all(is_empty) {
        return Ok(());
    }
    differs(format!("initiative {}: it was deleted and words of it are left", initiative.id))
}

async fn check_file(tx: &mut Tx) -> Result<(), VerifyError> {
    let integrity = sqlx::query("pragma integrity_check(1)").fetch_one(&mut **tx).await?;
    let integrity: &str = integrity.try_get(0)?;
    if integrity != "ok" {
        return differs(format!("the data file is damaged: {integrity}"));
    }
    let orphan = sqlx::query("pragma foreign_key_check").fetch_optional(&mut **tx).await?;
    if let Some(orphan) = orphan {
        let (table, parent): (&str, &str) = (orphan.try_get(0)?, orphan.try_get(2)?);
        return differs(format!("a row of {table} refers to nothing in {parent}"));
    }
    Ok(())
}

/// The log has no gaps, and no accepted op of an initiative that doesn't exist. Gives the number of entries.
async fn check_log(tx: &mut Tx, accepted: u64) -> Result<u64, VerifyError> {
    let ops = number(tx, "select count(*) as number from ops").await?;
    let rights = number(tx, "select count(*) as number from rights").await?;
    let entries = ops + rights + number(tx, "select count(*) as number from acts").await?;
    let end = load::ends(tx).await?.position;
    if entries != end {
        return differs(format!("the log ends at {end} but has {entries} entries"));
    }
    let logged = number(tx, "select count(*) as number from ops where before is not null").await?;
    if logged != accepted {
        return differs(format!("the log has {logged} accepted ops, the initiatives {accepted}"));
    }
    // A comment is accepted and changes nothing.
    let odd = "select count(*) as number from ops
               where (outcome = 'rejected') = (before is not null) and coalesce(action, '') <> 'comment'";
    match number(tx, odd).await? {
        0 => Ok(ops),
        odd => differs(format!("{odd} entries of the log are both refused and accepted, or neither")),
    }
}

/// Compares the totals; gives how many there are.
async fn check_totals(tx: &mut Tx, directory: &Directory, ledger: &Ledger) -> Result<u64, VerifyError> {
    let rows = sqlx::query(
        "select campaign, unit, span, people, submitted, recognised, without_benefit, estimated, verified, position,
                at
         from totals",
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut kept = BTreeMap::new();
    for row in &rows {
        let row = row::tally_row(row)?;
        kept.insert((row.campaign, row.unit, row.span), row.tally);
    }
    let mut counted = BTreeMap::new();
    for (key, tally) in ledger.changed_tallies() {
        let row = key.row(directory, tally, Stamp::default());
        counted.insert((row.campaign, row.unit, row.span), row.tally);
    }
    compare(&kept, &counted, |(campaign, unit, span)| format!("totals of {unit} in {campaign}, {}", span.name()))?;
    Ok(rows.len() as u64)
}

async fn check_shares(tx: &mut Tx, directory: &Directory, ledger: &Ledger) -> Result<(), VerifyError> {
    let mut kept = Ledger::default();
    load::all_shares(tx, directory, &mut kept).await?;
    let by_key = |shares: Vec<_>| -> BTreeMap<_, i64> {
        let keyed = |(campaign, member, share): (usize, _, crate::ledger::Share)| {
            ((campaign, member, share.unit, share.phase), share.counted)
        };
        shares.into_iter().map(keyed).collect()
    };
    compare(&by_key(kept.all_shares().collect()), &by_key(ledger.all_shares().collect()), |(_, member, unit, _)| {
        format!("initiatives of member {member} in {}", directory.units()[*unit].code)
    })
}

async fn check_daily(tx: &mut Tx, directory: &Directory, ledger: &Ledger) -> Result<(), VerifyError> {
    let rows = sqlx::query("select campaign, unit, day, submitted from daily").fetch_all(&mut **tx).await?;
    let daily = |row: &SqliteRow| {
        let (campaign, unit): (String, String) = (row.try_get("campaign")?, row.try_get("unit")?);
        Ok(((campaign, unit, row::day(row, "day")?), row.try_get("submitted")?))
    };
    let kept = rows.iter().map(daily).collect::<Result<BTreeMap<_, i64>, StoreError>>()?;
    let counted = ledger.daily_changes().map(|(campaign, unit, day, submitted)| {
        let (campaign, unit) = (&directory.campaigns()[campaign].slug, &directory.units()[unit].code);
        ((campaign.to_string(), unit.to_string(), day), submitted)
    });
    compare(&kept, &counted.collect(), |(campaign, unit, day)| format!("{unit} in {campaign} on {day}"))
}

/// Finds the first key whose value isn't the same on both sides; a missing one is the default.
fn compare<K: Ord, V: PartialEq + Default + std::fmt::Debug>(
    kept: &BTreeMap<K, V>,
    counted: &BTreeMap<K, V>,
    name: impl Fn(&K) -> String,
) -> Result<(), VerifyError> {
    let nothing = V::default();
    for key in kept.keys().chain(counted.keys()) {
        let (kept, counted) = (kept.get(key).unwrap_or(&nothing), counted.get(key).unwrap_or(&nothing));
        if kept != counted {
            return differs(format!("{}: kept {kept:?}, counted {counted:?}", name(key)));
        }
    }
    Ok(())
}

pub(super) fn differs<T>(what: String) -> Result<T, VerifyError> {
    Err(VerifyError::Differs(what))
}

pub(super) async fn number(tx: &mut Tx, query: &'static str) -> Result<u64, StoreError> {
    row::unsigned(&sqlx::query(query).fetch_one(&mut **tx).await?, "number")
}
