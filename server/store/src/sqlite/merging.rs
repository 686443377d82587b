//! Two members become one. What one wrote is the other's from then on, in one transaction with the totals; the log stays as it
//! was written, and its entry of the merge says whose the earlier entries are since.

use super::administration::{line, line_columns};
use super::{SqliteStore, Tx, audit, devices, load, members, read, recount, row, write};
use crate::act::NewAct;
use crate::ledger::Ledger;
use crate::{
    Act, Directory, Identities, JoinError, Merge, MergeError, NewDeviceCode, Position, Scope, Stamp, StoreError,
    UseDeviceCode, VerifyError,
};
use async_trait::async_trait;
use model::id::MemberId;
use model::initiative::{Initiative, Person, State};
use model::totals::OutOfRange;
use model::unit::UnitCode;
use model::wire::{Member, MemberLine, MergeObstacle, MergePreview, MergeReason, MergeRequest};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite};
use std::collections::{BTreeSet, HashMap};

#[async_trait]
impl Identities for SqliteStore {
    async fn offer_device_code(&self, code: &NewDeviceCode) -> Result<bool, StoreError> {
        devices::offer(self, code).await
    }

    async fn use_device_code(&self, used: &UseDeviceCode) -> Result<Member, JoinError> {
        devices::take(self, used).await
    }

    async fn line(&self, member: MemberId) -> Result<Option<MemberLine>, StoreError> {
        let mut tx = self.begin_read().await?;
        member_line(&mut tx, member).await
    }

    async fn merge_requests(&self, scope: &Scope, limit: usize) -> Result<Vec<MergeRequest>, StoreError> {
        requests(self, scope, limit).await
    }

    async fn decline_merge(&self, unit: &UnitCode, merge: &Merge) -> Result<bool, StoreError> {
        decline(self, unit, merge).await
    }

    async fn preview_merge(&self, stays: MemberId, goes: MemberId) -> Result<Option<MergePreview>, StoreError> {
        let mut tx = self.begin_read().await?;
        let lines = (member_line(&mut tx, stays).await?, member_line(&mut tx, goes).await?);
        let (Some(stays), Some(goes)) = lines else { return Ok(None) };
        let (stays_written, goes_written) = (written(&mut tx, stays.id).await?, written(&mut tx, goes.id).await?);
        let obstacle = obstacle(&mut tx, stays.id, goes.id).await?;
        Ok(Some(MergePreview { stays, goes, stays_written, goes_written, obstacle }))
    }

    async fn merge(&self, merge: &Merge) -> Result<Position, MergeError> {
        together(self, merge).await
    }
}

impl From<sqlx::Error> for MergeError {
    fn from(why: sqlx::Error) -> Self {
        MergeError::Store(why.into())
    }
}

impl From<OutOfRange> for MergeError {
    fn from(_: OutOfRange) -> Self {
        MergeError::OutOfRange
    }
}

fn bytes(member: MemberId) -> Vec<u8> {
    member.uuid().as_bytes().to_vec()
}

async fn member_line(tx: &mut Tx, member: MemberId) -> Result<Option<MemberLine>, StoreError> {
    let query = concat!("select ", line_columns!(), " from members m where m.id = ?1 and m.merged_into is null");
    let row = sqlx::query(query).bind(bytes(member)).fetch_optional(&mut **tx).await?;
    row.as_ref().map(line).transpose()
}

async fn written(tx: &mut Tx, member: MemberId) -> Result<u64, StoreError> {
    let count = sqlx::query("select count(*) as number from initiatives where author = ?1").bind(bytes(member));
    row::unsigned(&count.fetch_one(&mut **tx).await?, "number")
}

/// What stands against it, if anything.
async fn obstacle(tx: &mut Tx, stays: MemberId, goes: MemberId) -> Result<Option<MergeObstacle>, StoreError> {
    let row = sqlx::query(
        "select exists (select 1 from accounts where member = ?2)
                    or exists (select 1 from roles where member = ?2 and taken_at is null) as officer,
                exists (select 1 from initiatives i join ops o on o.initiative = i.id
                        where i.author = ?1 and o.member = ?2 and o.outcome <> 'rejected')
                    or exists (select 1 from initiatives i join ops o on o.initiative = i.id
                               where i.author = ?2 and o.member = ?1 and o.outcome <> 'rejected') as reviewed",
    )
    .bind(bytes(stays))
    .bind(bytes(goes))
    .fetch_one(&mut **tx)
    .await?;
    let (officer, reviewed): (bool, bool) = (row.try_get("officer")?, row.try_get("reviewed")?);
    Ok(match (officer, reviewed) {
        (_, true) => Some(MergeObstacle::Reviewed),
        (true, false) => Some(MergeObstacle::Officer),
        (false, false) => None,
    })
}

async fn together(store: &SqliteStore, merge: &Merge) -> Result<Position, MergeError> {
    let Merge { stays, goes, by, at } = *merge;
    let mut tx = store.begin().await?;
    let both = (members::by_id(&mut tx, stays).await?, members::by_id(&mut tx, goes).await?);
    let (Some(stays), Some(goes)) = both else { return Err(MergeError::UnknownMember) };
    if stays.id == goes.id {
        return Err(MergeError::UnknownMember);
    }
    if let Some(obstacle) = obstacle(&mut tx, stays.id, goes.id).await? {
        return Err(MergeError::Obstacle(obstacle));
    }
    let act = Act::MergeMembers { goes: goes.id };
    let new = NewAct { unit: &stays.unit, member: Some(stays.id), act: &act, by, at };
    let position = audit::add_act(&mut tx, &new).await?;
    sqlx::query("update meta set adoptions = adoptions + 1").execute(&mut *tx).await?;
    move_initiatives(store, &mut tx, (&stays, &goes), Stamp::new(position, at)).await?;
    for moved in [
        "update tokens set member = ?1 where member = ?2",
        "update push_subscriptions set member = ?1 where member = ?2",
        "update or ignore adoptions set member = ?1 where member = ?2",
        "delete from adoptions where member = ?2",
        // Nobody takes up what is their own.
        "delete from adoptions where member = ?1 and initiative in (select id from initiatives where author = ?1)",
        "delete from device_codes where member in (?1, ?2)",
        "delete from merge_requests where member = ?2",
        "update merge_requests set other = ?1 where other = ?2",
        "delete from merge_requests where member = other",
        "update members set merged_into = ?1 where merged_into = ?2 or id = ?2",
        "update members set member_no = o.member_no, number_key = o.number_key
         from (select member_no, number_key from members where id = ?2) o
         where members.id = ?1 and members.member_no is null and o.member_no is not null",
    ] {
        sqlx::query(moved).bind(bytes(stays.id)).bind(bytes(goes.id)).execute(&mut *tx).await?;
    }
    settle(&mut tx, &stays, position).await?;
    tx.commit().await?;
    Ok(position)
}

/// What the member who stays is found by, and where what they gained begins.
async fn settle(tx: &mut Tx, stays: &Member, position: Position) -> Result<(), StoreError> {
    let row = sqlx::query("select member_no from members where id = ?1");
    let row = row.bind(bytes(stays.id)).fetch_one(&mut **tx).await?;
    let number: Option<&str> = row.try_get("member_no")?;
    sqlx::query("update members set search = ?2, gained_at = ?3 where id = ?1")
        .bind(bytes(stays.id))
        .bind(members::search_text(&stays.name, number))
        .bind(position.cast_signed())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Makes the one the author of what the other wrote, and counts it as theirs.
async fn move_initiatives(
    store: &SqliteStore,
    tx: &mut Tx,
    (stays, goes): (&Member, &Member),
    stamp: Stamp,
) -> Result<(), MergeError> {
    let rows = sqlx::query(concat!(
        "select ",
        row::initiative_columns!(),
        " from initiatives i join members m on m.id = i.author where i.author = ?1 order by i.id"
    ))
    .bind(bytes(goes.id))
    .fetch_all(&mut **tx)
    .await?;
    let before = rows.iter().map(row::initiative).collect::<Result<Vec<_>, StoreError>>()?;
    let version = read::directory_version(tx).await?;
    let directory = store.directory_at(tx, version).await?;
    let people = before.iter().flat_map(|of| [(&of.campaign, stays.id), (&of.campaign, goes.id)]).collect();
    let units: BTreeSet<_> = before.iter().map(|of| (&of.campaign, &of.unit)).collect();
    let mut ledger = load::ledger_of(tx, &directory, people, units).await?;
    let author = Person { id: stays.id, name: stays.name.clone() };
    let after: Vec<Initiative> = before.iter().map(|of| Initiative { author: author.clone(), ..of.clone() }).collect();
    recount_as(&mut ledger, &directory, &before, &after)?;
    sqlx::query("update initiatives set author = ?1 where author = ?2")
        .bind(bytes(stays.id))
        .bind(bytes(goes.id))
        .execute(&mut **tx)
        .await?;
    // The author's name is among what they are found by.
    recount::write_places(tx, after.iter()).await?;
    write::ledger(tx, &directory, &ledger, stamp).await?;
    Ok(())
}

/// Takes everything from the one, then gives it to the other, so that a person is counted once wherever both had written.
fn recount_as(
    ledger: &mut Ledger,
    directory: &Directory,
    before: &[Initiative],
    after: &[Initiative],
) -> Result<(), OutOfRange> {
    for of in before {
        let uncounted = Initiative { state: State::Draft, ..of.clone() };
        ledger.record(directory, Some(of), &uncounted)?;
    }
    after.iter().try_for_each(|of| ledger.record(directory, None, of))
}

async fn requests(store: &SqliteStore, scope: &Scope, limit: usize) -> Result<Vec<MergeRequest>, StoreError> {
    let mut tx = store.begin_read().await?;
    let mut query = QueryBuilder::<Sqlite>::new(
        "select r.member, r.other, r.reason, r.asked_at
         from merge_requests r join members m on m.id = r.member join members o on o.id = r.other ",
    );
    if let Scope::Units(units) = scope {
        let units = write::text(units)?;
        query.push(" where m.unit in (select value from json_each(").push_bind(units.clone());
        query.push(")) and o.unit in (select value from json_each(").push_bind(units).push("))");
    }
    query.push(" order by r.asked_at, r.member limit ").push_bind(i64::try_from(limit).unwrap_or(i64::MAX));
    let rows = query.build().persistent(false).fetch_all(&mut *tx).await?;
    let mut requests = Vec::with_capacity(rows.len());
    for row in &rows {
        let member = member_line(&mut tx, MemberId::new(row::uuid(row, "member")?)).await?;
        let other = member_line(&mut tx, MemberId::new(row::uuid(row, "other")?)).await?;
        let reason: &str = row.try_get("reason")?;
        let reason = MergeReason::from_name(reason).ok_or_else(|| StoreError::unreadable("reason", reason))?;
        if let (Some(member), Some(other)) = (member, other) {
            requests.push(MergeRequest { member, other, reason, asked_at: row::moment(row, "asked_at")? });
        }
    }
    Ok(requests)
}

async fn decline(store: &SqliteStore, unit: &UnitCode, merge: &Merge) -> Result<bool, StoreError> {
    let Merge { stays, goes, by, at } = *merge;
    let mut tx = store.begin().await?;
    let asked =
        sqlx::query("delete from merge_requests where member = ?1 and other = ?2 or member = ?2 and other = ?1")
            .bind(bytes(stays))
            .bind(bytes(goes))
            .execute(&mut *tx)
            .await?;
    if asked.rows_affected() == 0 {
        return Ok(false);
    }
    let act = Act::DeclineMerge { other: stays };
    audit::add_act(&mut tx, &NewAct { unit, member: Some(goes), act: &act, by, at }).await?;
    tx.commit().await?;
    Ok(true)
}

/// Who became whom, as the log tells it; each as the one they are now.
pub(super) struct Merged(HashMap<MemberId, MemberId>);

impl Merged {
    /// Whose doing it is now.
    pub fn now(&self, member: MemberId) -> MemberId {
        self.0.get(&member).copied().unwrap_or(member)
    }
}

/// Reads the merges from the log, and compares them with what is kept of each member.
pub(super) async fn verify(tx: &mut Tx) -> Result<Merged, VerifyError> {
    let acts =
        sqlx::query("select position, member, act from acts where act like '{\"merge_members\":%' order by position")
            .fetch_all(&mut **tx)
            .await?;
    let mut merged: HashMap<MemberId, MemberId> = HashMap::new();
    for row in &acts {
        let stays = MemberId::new(row::uuid(row, "member")?);
        let act: Option<Act> = row::json(row, "act")?;
        let Some(Act::MergeMembers { goes }) = act else { continue };
        if merged.contains_key(&stays) || merged.contains_key(&goes) || stays == goes {
            let position = row::unsigned(row, "position")?;
            return recount::differs(format!("the log puts members together at {position} who weren't there any more"));
        }
        for becomes in merged.values_mut().filter(|becomes| **becomes == goes) {
            *becomes = stays;
        }
        merged.insert(goes, stays);
    }
    let kept = sqlx::query("select id, merged_into from members where merged_into is not null");
    let kept = kept.fetch_all(&mut **tx).await?;
    let pair =
        |row: &SqliteRow| Ok((MemberId::new(row::uuid(row, "id")?), MemberId::new(row::uuid(row, "merged_into")?)));
    let kept = kept.iter().map(pair).collect::<Result<HashMap<_, _>, StoreError>>()?;
    if kept != merged {
        return recount::differs("which members were put together isn't what the log tells".into());
    }
    Ok(Merged(merged))
}
