//! The log as the audit's chain: entries of ops, of rights and of acts in the order of their positions, each hashed over the one
//! before it. Entries are only ever added.

use super::load::{self, Ends};
use super::write::ON_PAPER;
use super::{Tx, row};
use crate::act::NewAct;
use crate::course;
use crate::{Appointment, AuditEntry, Doer, Event, Fingerprint, Link, Position, StoreError, VerifyError, chain};
use model::calendar::Timestamp;
use model::id::{DeviceId, InitiativeId, MemberId, OpId, Rev};
use model::op::{Action, Outcome};
use model::rights::Right;
use model::unit::UnitCode;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// Entries are read so many positions at a time.
const STEP: u64 = 10_000;

/// What was done with a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Given,
    Taken,
}

impl Turn {
    pub const fn name(self) -> &'static str {
        match self {
            Turn::Given => "given",
            Turn::Taken => "taken",
        }
    }

    pub fn from_name(name: &str) -> Result<Self, StoreError> {
        let found = [Turn::Given, Turn::Taken].into_iter().find(|turn| turn.name() == name);
        found.ok_or_else(|| StoreError::unreadable("event", name))
    }

    fn event(self, member: MemberId, right: &Right) -> Event<'_> {
        match self {
            Turn::Given => Event::Given { to: member, right },
            Turn::Taken => Event::Taken { from: member, right },
        }
    }
}

/// Adds to the log that a right was given or taken, in the transaction in which it is.
pub(super) async fn add(tx: &mut Tx, turn: Turn, appointment: &Appointment) -> Result<(), StoreError> {
    let Appointment { member, right, by, at } = appointment;
    let Ends { position, link, .. } = load::ends(tx).await?;
    let position = position + 1;
    let event = turn.event(*member, right);
    let Doer { member: by, device } = *by;
    let link = chain(link, &AuditEntry { position, at: *at, by, device, event });
    sqlx::query(
        "insert into rights (position, at, by, event, member, unit, role, hash, device)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )
    .bind(position.cast_signed())
    .bind(at.millis())
    .bind(by.map(|by| by.uuid().as_bytes().to_vec()))
    .bind(turn.name())
    .bind(member.uuid().as_bytes().as_slice())
    .bind(right.unit.as_str())
    .bind(right.role.name())
    .bind(link.0.as_slice())
    .bind(device.map(|device| device.uuid().as_bytes().to_vec()))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Adds to the log what an administrator did, in the transaction in which it is done; gives its position.
pub(super) async fn add_act(tx: &mut Tx, new: &NewAct<'_>) -> Result<Position, StoreError> {
    let NewAct { unit, member, act, by: Doer { member: by, device }, at } = *new;
    let act = super::write::text(act)?;
    let Ends { position, link, .. } = load::ends(tx).await?;
    let position = position + 1;
    let event = Event::Act { unit, member, act: &act };
    let link = chain(link, &AuditEntry { position, at, by, device, event });
    sqlx::query(
        "insert into acts (position, at, by, unit, member, act, hash, device) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )
    .bind(position.cast_signed())
    .bind(at.millis())
    .bind(by.map(|by| by.uuid().as_bytes().to_vec()))
    .bind(unit.as_str())
    .bind(member.map(|member| member.uuid().as_bytes().to_vec()))
    .bind(&act)
    .bind(link.0.as_slice())
    .bind(device.map(|device| device.uuid().as_bytes().to_vec()))
    .execute(&mut **tx)
    .await?;
    Ok(position)
}

/// An entry as it is stored.
struct Stored {
    position: Position,
    at: Timestamp,
    by: Option<MemberId>,
    device: Option<DeviceId>,
    what: What,
    /// `None` in what an older version wrote.
    link: Option<Link>,
}

enum What {
    Op {
        id: OpId,
        initiative: Option<InitiativeId>,
        rev: Rev,
        base: Option<Rev>,
        action: Option<String>,
        arguments: Option<String>,
        fingerprint: Fingerprint,
        outcome: Outcome,
        entered_for: Option<MemberId>,
    },
    Right {
        turn: Turn,
        member: MemberId,
        right: Right,
    },
    Act {
        unit: UnitCode,
        member: Option<MemberId>,
        act: String,
    },
}

impl Stored {
    fn op(row: &SqliteRow) -> Result<Self, StoreError> {
        let member = MemberId::new(row::uuid(row, "member")?);
        let entered_by = row::optional_uuid(row, "entered_by")?.map(MemberId::new);
        Ok(Self {
            position: row::unsigned(row, "position")?,
            at: row::moment(row, "received_at")?,
            by: Some(entered_by.unwrap_or(member)),
            device: device(row)?,
            what: What::Op {
                entered_for: entered_by.map(|_| member),
                id: OpId::new(row::uuid(row, "id")?),
                initiative: row::optional_uuid(row, "initiative")?.map(InitiativeId::new),
                rev: row::rev(row, "rev")?,
                base: row.try_get::<Option<u32>, _>("base")?.map(Rev),
                action: row.try_get("action")?,
                arguments: row.try_get("arguments")?,
                fingerprint: Fingerprint(row::bytes(row, "fingerprint")?),
                outcome: row::outcome(row)?,
            },
            link: link(row)?,
        })
    }

    fn right(row: &SqliteRow) -> Result<Self, StoreError> {
        let (turn, member) = (Turn::from_name(row.try_get("event")?)?, MemberId::new(row::uuid(row, "member")?));
        Ok(Self {
            position: row::unsigned(row, "position")?,
            at: row::moment(row, "at")?,
            by: row::optional_uuid(row, "by")?.map(MemberId::new),
            device: device(row)?,
            what: What::Right { turn, member, right: row::right(row)? },
            link: link(row)?,
        })
    }

    fn act(row: &SqliteRow) -> Result<Self, StoreError> {
        let (unit, act) = (row::parsed(row, "unit")?, row.try_get("act")?);
        Ok(Self {
            position: row::unsigned(row, "position")?,
            at: row::moment(row, "at")?,
            by: row::optional_uuid(row, "by")?.map(MemberId::new),
            device: device(row)?,
            what: What::Act { unit, member: row::optional_uuid(row, "member")?.map(MemberId::new), act },
            link: link(row)?,
        })
    }

    /// Whether the words that are kept with an op are those that its fingerprint, and so the chain, covers.
    fn says_what_was_sent(&self) -> bool {
        let What::Op { initiative, rev, base, action, arguments, fingerprint, outcome, entered_for, .. } = &self.what
        else {
            return true;
        };
        let (action, arguments) = (action.as_deref(), arguments.as_deref());
        let (name, said) = match (action, arguments) {
            (Some("enter"), said) => return said == Some(ON_PAPER),
            (Some(name @ ("return" | "recognise" | "decline" | "mark_duplicate" | "comment")), Some(said)) => {
                (name, said)
            }
            // An older version kept neither what was said nor the base.
            (Some("return" | "recognise" | "decline" | "mark_duplicate" | "comment"), None) => return base.is_none(),
            (_, said) => return said.is_none(),
        };
        let (Some(by), Some(initiative), None) = (self.by, initiative, entered_for) else { return false };
        let is_of = |base| Fingerprint::of_kept(by, *initiative, base, name, said) == *fingerprint;
        match base {
            Some(base) => is_of(*base),
            None if is_invented(fingerprint) => true,
            // An older version didn't keep the base, which was mostly the last revision. What was refused can have had any.
            None => (0..=rev.0).rev().any(|base| is_of(Rev(base))) || *outcome == Outcome::Rejected,
        }
    }

    fn entry(&self) -> AuditEntry<'_> {
        let Self { position, at, by, device, what, .. } = self;
        let event = match what {
            What::Op { id, initiative, rev, base, action, fingerprint, outcome, entered_for, .. } => {
                let (id, initiative, rev, base, outcome) = (*id, *initiative, *rev, *base, *outcome);
                let (action, entered_for) = (action.as_deref(), *entered_for);
                Event::Op { id, initiative, rev, base, action, fingerprint, outcome, entered_for }
            }
            What::Right { turn, member, right } => turn.event(*member, right),
            What::Act { unit, member, act } => Event::Act { unit, member: *member, act },
        };
        AuditEntry { position: *position, at: *at, by: *by, device: *device, event }
    }
}

fn device(row: &SqliteRow) -> Result<Option<DeviceId>, StoreError> {
    Ok(row::optional_uuid(row, "device")?.map(DeviceId::new))
}

fn link(row: &SqliteRow) -> Result<Option<Link>, StoreError> {
    let hash: Option<&[u8]> = row.try_get("hash")?;
    hash.map(|_| row::bytes(row, "hash").map(Link)).transpose()
}

/// The entries of the positions after `after`, up to `after + STEP`, in their order.
async fn entries(tx: &mut Tx, after: Position) -> Result<Vec<Stored>, StoreError> {
    let (from, to) = (after.cast_signed(), after.saturating_add(STEP).cast_signed());
    let ops = sqlx::query(
        "select position, id, initiative, rev, base, member, entered_by, device, received_at, action, arguments, fingerprint,
                outcome, hash
         from ops where position > ?1 and position <= ?2",
    )
    .bind(from)
    .bind(to)
    .fetch_all(&mut **tx)
    .await?;
    let rights = sqlx::query(
        "select position, at, by, device, event, member, unit, role, hash from rights where position > ?1 and position <= ?2",
    )
    .bind(from)
    .bind(to)
    .fetch_all(&mut **tx)
    .await?;
    let acts = sqlx::query(
        "select position, at, by, device, unit, member, act, hash from acts where position > ?1 and position <= ?2",
    )
    .bind(from)
    .bind(to)
    .fetch_all(&mut **tx)
    .await?;
    let stored = ops.iter().map(Stored::op).chain(rights.iter().map(Stored::right)).chain(acts.iter().map(Stored::act));
    let mut stored = stored.collect::<Result<Vec<_>, StoreError>>()?;
    stored.sort_by_key(|entry| entry.position);
    Ok(stored)
}

/// Makes the whole chain again and compares. Gives how many entries it has.
pub(super) async fn verify(tx: &mut Tx) -> Result<u64, VerifyError> {
    let store = sqlx::query("select id from meta").fetch_one(&mut **tx).await?;
    let link = Link::before_the_first(row::uuid(&store, "id")?);
    verify_from(tx, 0, link).await
}

/// The same of the entries after a position alone.
pub(super) async fn verify_tail(tx: &mut Tx, after: Position) -> Result<(), VerifyError> {
    let link = match after {
        0 => return verify(tx).await.map(|_| ()),
        _ => load::link_at(tx, after).await?,
    };
    let Some(link) = link else {
        return Err(VerifyError::Differs(format!("the log has no entry at {after}")));
    };
    verify_from(tx, after, link).await.map(|_| ())
}

/// Makes the chain after a position again, where `link` is.
async fn verify_from(tx: &mut Tx, mut position: Position, mut link: Link) -> Result<u64, VerifyError> {
    loop {
        let page = entries(tx, position).await?;
        if page.is_empty() {
            return Ok(position);
        }
        for stored in page {
            position += 1;
            if stored.position != position {
                let found = stored.position;
                return Err(VerifyError::Differs(format!("the log goes on at {found} where {position} belongs")));
            }
            link = chain(link, &stored.entry());
            if stored.link != Some(link) {
                let found = "the audit's chain is broken: this entry isn't the one that was written";
                return Err(VerifyError::Differs(format!("{found} at {position}")));
            }
            if !stored.says_what_was_sent() {
                let found = "what an officer said isn't what was sent";
                return Err(VerifyError::Differs(format!("{found} with the op at {position}")));
            }
        }
    }
}

/// Whether it is of an op that an older version invented for a demonstration: it gave those no fingerprint.
pub(super) fn is_invented(fingerprint: &Fingerprint) -> bool {
    fingerprint.0 == [0; 32]
}

/// The action of a row of `ops` with its arguments; `None` if an older version didn't keep what it said, or if the op couldn't be
/// understood.
pub(super) fn kept_action(row: &SqliteRow) -> Result<Option<Action>, VerifyError> {
    let (name, arguments): (Option<&str>, Option<&str>) = (row.try_get("action")?, row.try_get("arguments")?);
    let Some(name) = name else { return Ok(None) };
    course::action(name, arguments).or_else(|why| {
        let position = row::unsigned(row, "position")?;
        Err(VerifyError::Differs(format!("what was said with the op at {position} can't be read: {why}")))
    })
}

/// Hashes the entries that an older version wrote.
pub(super) async fn complete(tx: &mut Tx) -> Result<(), StoreError> {
    let store = sqlx::query("select id from meta").fetch_one(&mut **tx).await?;
    let mut link = Link::before_the_first(row::uuid(&store, "id")?);
    let mut position = 0;
    loop {
        let page = entries(tx, position).await?;
        let Some(last) = page.last() else { return Ok(()) };
        position = last.position;
        let mut hashes = Vec::with_capacity(page.len());
        for stored in &page {
            link = chain(link, &stored.entry());
            hashes.push((stored.position, link.to_string()));
        }
        let hashes = super::write::text(&hashes)?;
        for update in [
            "update ops set hash = unhex(w.value ->> 1) from json_each(?1) w where ops.position = (w.value ->> 0)",
            "update rights set hash = unhex(w.value ->> 1) from json_each(?1) w where rights.position = (w.value ->> 0)",
        ] {
            sqlx::query(update).bind(&hashes).execute(&mut **tx).await?;
        }
    }
}
