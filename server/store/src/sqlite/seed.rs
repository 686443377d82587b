//! Filling an empty store with invented records, fast: the same tables, rules of counting and durability as ops from
//! devices, in large batches. The totals are right after each of them.

use super::load::{self, Ends};
use super::write::{self, ROWS};
use super::{SqliteStore, Tx, members};
use crate::ledger::Ledger;
use crate::{
    AuditEntry, Event, Fingerprint, Link, Nature, Position, Seed, SeedError, SeedOp, Stamp, StoreError, chain,
};
use model::calendar::Timestamp;
use model::collate::person_sort_key;
use model::content::{Content, Patch};
use model::field::Field;
use model::id::Rev;
use model::initiative::Initiative;
use model::op::{Action, Outcome};
use model::wire::Member;
use sqlx::{QueryBuilder, Row, Sqlite};
use std::sync::Arc;

/// A store that is being filled.
pub struct Seeding {
    store: Arc<SqliteStore>,
    /// What has been counted so far. Nobody else writes initiatives: the store isn't served yet.
    ledger: Ledger,
}

impl SqliteStore {
    /// Whether what is in here is real.
    ///
    /// # Errors
    /// If the store can't be read.
    pub async fn nature(&self) -> Result<Nature, StoreError> {
        let row = sqlx::query("select demo from meta").fetch_one(&self.readers).await?;
        match row.try_get::<i64, _>("demo")? {
            0 => Ok(Nature::Real),
            1 => Ok(Nature::Unfinished),
            2 => Ok(Nature::Demo),
            other => Err(StoreError::unreadable("demo", other)),
        }
    }

    /// Marks an empty store as one of invented data, for good, and begins to fill it.
    ///
    /// # Errors
    /// [`SeedError::RealData`] if anything is in it.
    pub async fn begin_seeding(self: &Arc<Self>) -> Result<Seeding, SeedError> {
        let mut tx = self.begin().await?;
        let marked = sqlx::query(
            "update meta set demo = 1 where demo = 0 and not exists (select 1 from units)
                and not exists (select 1 from campaigns) and not exists (select 1 from members)
                and not exists (select 1 from ops)",
        )
        .execute(&mut *tx)
        .await
        .map_err(StoreError::from)?;
        if marked.rows_affected() != 1 {
            return Err(SeedError::RealData);
        }
        tx.commit().await.map_err(StoreError::from)?;
        Ok(Seeding { store: Arc::clone(self), ledger: Ledger::default() })
    }
}

impl Seeding {
    /// Adds invented members.
    ///
    /// # Errors
    /// If their units don't exist, or an id is there twice.
    pub async fn members(&mut self, members: &[Member], at: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        for members in members.chunks(ROWS) {
            let mut insert = QueryBuilder::<Sqlite>::new(
                "insert into members (id, name, unit, consented_at, consent_version, created_at, name_key,
                                      search) ",
            );
            insert.push_values(members, |mut row, member| {
                row.push_bind(member.id.uuid().as_bytes().to_vec())
                    .push_bind(&member.name)
                    .push_bind(member.unit.as_str())
                    .push_bind(at.millis())
                    .push("'invented'")
                    .push_bind(at.millis())
                    .push_bind(person_sort_key(&member.name))
                    .push_bind(members::search_text(&member.name, None));
            });
            write::run(&mut tx, insert).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Adds invented initiatives with their logs, all or none of them, and counts them.
    ///
    /// # Errors
    /// [`SeedError::Unsound`] for one whose revision isn't the number of its ops, or that can't be counted.
    pub async fn initiatives(&mut self, seeds: &[Seed]) -> Result<(), SeedError> {
        let mut tx = self.store.begin().await?;
        let Ends { version, mut position, mut link } = load::ends(&mut tx).await?;
        let directory = self.store.directory_at(&mut tx, version).await?;
        let mut records: Vec<(&Initiative, Position)> = Vec::with_capacity(seeds.len());
        let mut entries = Vec::with_capacity(seeds.len() * 3);
        for Seed { initiative, ops } in seeds {
            let unsound = || SeedError::Unsound(initiative.id);
            if ops.is_empty() || ops.len() as u64 != u64::from(initiative.rev.0) {
                return Err(unsound());
            }
            for (op, rev) in ops.iter().zip(1..) {
                position += 1;
                let fingerprint = fingerprint(initiative, op, Rev(rev - 1));
                let mut entry = Entry { position, initiative, op, rev: Rev(rev), fingerprint, link };
                link = chain(link, &entry.audited());
                entry.link = link;
                entries.push(entry);
            }
            records.push((initiative, position));
            self.ledger.record(&directory, None, initiative).map_err(|_| unsound())?;
        }
        write::initiatives(&mut tx, &records).await?;
        log(&mut tx, &entries).await?;
        let at = entries.iter().map(|entry| entry.op.at).max();
        write::ledger(&mut tx, &directory, &self.ledger, Stamp { position, at }).await?;
        tx.commit().await.map_err(StoreError::from)?;
        self.ledger.settle();
        Ok(())
    }

    /// Says that everything is there.
    ///
    /// # Errors
    /// If it can't be written.
    pub async fn finish(self) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        sqlx::query("update meta set demo = 2").execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// An entry of the log, to be written.
struct Entry<'s> {
    position: Position,
    initiative: &'s Initiative,
    op: &'s SeedOp,
    rev: Rev,
    fingerprint: Fingerprint,
    link: Link,
}

impl Entry<'_> {
    /// The revision before it, on which it was built.
    fn base(&self) -> Rev {
        Rev(self.rev.0.saturating_sub(1))
    }

    fn audited(&self) -> AuditEntry<'_> {
        let Self { position, initiative, op, rev, fingerprint, .. } = self;
        let event = Event::Op {
            id: op.id,
            initiative: Some(initiative.id),
            rev: *rev,
            base: Some(self.base()),
            action: Some(op.action.name()),
            fingerprint,
            outcome: Outcome::Applied,
            entered_for: None,
        };
        AuditEntry { position: *position, at: op.at, by: Some(op.by), device: Some(op.device), event }
    }
}

/// As of an op that a device sent; the first has all the words.
fn fingerprint(initiative: &Initiative, op: &SeedOp, base: Rev) -> Fingerprint {
    if base == Rev(0) {
        let first = Action::Edit(initiative.content.since(&Content::default()));
        return Fingerprint::of_action(op.by, initiative.id, base, &first);
    }
    Fingerprint::of_action(op.by, initiative.id, base, &op.action)
}

async fn log(tx: &mut Tx, entries: &[Entry<'_>]) -> Result<(), StoreError> {
    let nothing = write::text(&Patch::default())?;
    for entries in entries.chunks(ROWS) {
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            let first = entry.rev == Rev(1);
            let before = if first { write::text(&before(&entry.initiative.content))? } else { nothing.clone() };
            let held = if first { Some(write::text(&fields(&entry.initiative.content))?) } else { None };
            rows.push((entry, before, held, write::arguments(&entry.op.action)?));
        }
        let mut insert = QueryBuilder::<Sqlite>::new(
            "insert into ops (position, id, initiative, rev, member, device, at, received_at, action, fingerprint,
                              outcome, before, held, arguments, unit, hash, base) ",
        );
        insert.push_values(rows, |mut row, (entry, before, held, arguments)| {
            let Entry { position, initiative, op, rev, fingerprint, link } = entry;
            row.push_bind(position.cast_signed())
                .push_bind(op.id.uuid().as_bytes().to_vec())
                .push_bind(initiative.id.uuid().as_bytes().as_slice())
                .push_bind(rev.0)
                .push_bind(op.by.uuid().as_bytes().to_vec())
                .push_bind(op.device.uuid().as_bytes().to_vec())
                .push_bind(op.at.millis())
                .push_bind(op.at.millis())
                .push_bind(op.action.name())
                .push_bind(fingerprint.0.as_slice())
                .push_bind(Outcome::Applied.name())
                .push_bind(before)
                .push_bind(held)
                .push_bind(arguments)
                .push_bind(initiative.unit.as_str())
                .push_bind(link.0.as_slice())
                .push_bind(entry.base().0);
        });
        write::run(tx, insert).await?;
    }
    Ok(())
}

/// The first op's values before it: all empty.
fn before(content: &Content) -> Patch {
    Content::default().since(content)
}

fn fields(content: &Content) -> Vec<Field> {
    Field::ALL.into_iter().filter(|field| content.written(*field).is_some()).collect()
}
