//! Writing what a batch came to: a statement for each table, of as many rows as there are.

use super::load::Detail;
use super::{Tx, row};
use crate::StoreError;
use crate::decide::{Decided, Entry};
use crate::ledger::Ledger;
use crate::queue::Place;
use crate::story::StoryPlace;
use crate::{Directory, Position, Stamp};
use model::calendar::Timestamp;
use model::campaign::Span;
use model::comment::Comment;
use model::field::Kind;
use model::initiative::{Initiative, State};
use model::money::Vnd;
use model::op::Action;
use serde::Serialize;
use sqlx::{QueryBuilder, Sqlite};
use std::borrow::Borrow;
use std::collections::BTreeMap;

/// Rows in one statement, so that their values stay below SQLite's limit of 32,766.
pub(super) const ROWS: usize = 1000;

pub(super) async fn decided(tx: &mut Tx, decided: &Decided<'_>, now: Timestamp) -> Result<(), StoreError> {
    initiatives(tx, &decided.records).await?;
    log(tx, &decided.entries, now).await?;
    forget_words(tx, &decided.records).await?;
    comments(tx, &decided.comments).await?;
    ledger(tx, &decided.directory, &decided.ledger, Stamp::new(decided.position, now)).await
}

pub(super) async fn initiatives<I: Borrow<Initiative>>(
    tx: &mut Tx,
    records: &[(I, Position)],
) -> Result<(), StoreError> {
    for records in records.chunks(ROWS) {
        let mut rows = Vec::with_capacity(records.len());
        for (initiative, position) in records {
            let initiative: &Initiative = initiative.borrow();
            let alternatives = written(!initiative.alternatives.is_empty(), &initiative.alternatives)?;
            let decision = initiative.decision.as_ref().map(text).transpose()?;
            let forwarded = initiative.forwarded.as_ref().map(text).transpose()?;
            let json = (text(&initiative.content)?, alternatives, decision, forwarded);
            rows.push((initiative, position, json, Place::of(initiative), StoryPlace::of(initiative)));
        }
        let mut insert = QueryBuilder::<Sqlite>::new(
            "insert into initiatives (id, campaign, unit, author, rev, state, content, alternatives, decision,
                                      duplicate_of, submitted_at, received_at, forwarded, updated_at, position,
                                      since, desk, search, story_at, story_kind, story_sum, story_area, story_search) ",
        );
        insert.push_values(rows, |mut row, (initiative, position, json, place, story)| {
            let (content, alternatives, decision, forwarded) = json;
            row.push_bind(initiative.id.uuid().as_bytes().as_slice())
                .push_bind(initiative.campaign.as_str())
                .push_bind(initiative.unit.as_str())
                .push_bind(initiative.author.id.uuid().as_bytes().as_slice())
                .push_bind(initiative.rev.0)
                .push_bind(initiative.state.name())
                .push_bind(content)
                .push_bind(alternatives)
                .push_bind(decision)
                .push_bind(initiative.duplicate_of.map(|original| original.uuid().as_bytes().to_vec()))
                .push_bind(initiative.submitted_at.map(Timestamp::millis))
                .push_bind(initiative.received_at.map(Timestamp::millis))
                .push_bind(forwarded)
                .push_bind(initiative.updated_at.millis())
                .push_bind(position.cast_signed())
                .push_bind(place.since)
                .push_bind(place.desk.map(String::from))
                .push_bind(place.search)
                .push_bind(story.as_ref().map(|story| story.at))
                .push_bind(story.as_ref().and_then(|story| story.kind).map(Kind::name))
                .push_bind(story.as_ref().and_then(|story| story.sum).map(Vnd::dong))
                .push_bind(story.as_ref().map(|story| story.area.clone()))
                .push_bind(story.map(|story| story.search));
        });
        // Campaign, unit and author of an initiative never change.
        insert.push(
            " on conflict (id) do update set
                rev = excluded.rev, state = excluded.state, content = excluded.content,
                alternatives = excluded.alternatives, decision = excluded.decision,
                duplicate_of = excluded.duplicate_of, submitted_at = excluded.submitted_at,
                received_at = excluded.received_at, forwarded = excluded.forwarded,
                updated_at = excluded.updated_at, position = excluded.position,
                since = excluded.since, desk = excluded.desk, search = excluded.search,
                story_at = excluded.story_at, story_kind = excluded.story_kind, story_sum = excluded.story_sum,
                story_area = excluded.story_area, story_search = excluded.story_search",
        );
        run(tx, insert).await?;
    }
    Ok(())
}

async fn log(tx: &mut Tx, entries: &[Entry<'_>], now: Timestamp) -> Result<(), StoreError> {
    for entries in entries.chunks(ROWS) {
        let mut rows = Vec::with_capacity(entries.len());
        for entry in entries {
            let result = &entry.result;
            let detail = Detail { conflicts: result.conflicts.clone(), problem: result.problem.clone() };
            let detail = written(!detail.conflicts.is_empty() || detail.problem.is_some(), &detail)?;
            let change = entry.change.as_ref();
            let before = change.map(|change| text(&change.before)).transpose()?;
            let held = change.map(|change| written(!change.held.is_empty(), &change.held)).transpose()?.flatten();
            let sent = change.map(|change| written(!change.sent.is_empty(), &change.sent)).transpose()?.flatten();
            let op = entry.submission.received.op.as_ref().ok();
            let arguments = op.map(|op| arguments(&op.action)).transpose()?.flatten();
            rows.push((entry, (detail, before, held, sent, arguments)));
        }
        let mut insert = QueryBuilder::<Sqlite>::new(
            "insert into ops (position, id, initiative, rev, member, device, at, received_at, action, fingerprint,
                              outcome, detail, before, held, sent, arguments, unit, hash, entered_by, base) ",
        );
        insert.push_values(rows, |mut row, (entry, json)| {
            let Entry { position, submission, result, unit, link, .. } = entry;
            let (detail, before, held, sent, arguments) = json;
            let op = submission.received.op.as_ref().ok();
            row.push_bind(position.cast_signed())
                .push_bind(result.id.uuid().as_bytes().as_slice())
                .push_bind(op.map(|op| op.initiative.uuid().as_bytes().to_vec()))
                .push_bind(result.rev.0)
                .push_bind(submission.actor.person.id.uuid().as_bytes().as_slice())
                .push_bind(submission.actor.device.uuid().as_bytes().as_slice())
                .push_bind(op.map(|op| op.at.millis()))
                .push_bind(now.millis())
                .push_bind(op.map(|op| op.action.name()))
                .push_bind(submission.fingerprint.0.as_slice())
                .push_bind(result.outcome.name())
                .push_bind(detail)
                .push_bind(before)
                .push_bind(held)
                .push_bind(sent)
                .push_bind(arguments)
                .push_bind(unit.as_str())
                .push_bind(link.0.as_slice())
                .push_bind(submission.entered_by.as_ref().map(|officer| officer.id.uuid().as_bytes().to_vec()))
                .push_bind(op.map(|op| op.base.0));
        });
        run(tx, insert).await?;
    }
    Ok(())
}

/// What is kept of an op that an officer entered from paper beside its words: that the member's consent is on paper.
pub(super) const ON_PAPER: &str = r#"{"consent":"paper"}"#;

/// What an officer's action says, as JSON; `None` for one that says nothing, and for the authors', whose words are kept as
/// changes.
pub(super) fn arguments(action: &Action) -> Result<Option<String>, StoreError> {
    Ok(match action {
        Action::Edit(_) | Action::Resolve(_) | Action::Submit {} | Action::Withdraw {} | Action::Delete {} => None,
        Action::Receive {} | Action::Forward {} => None,
        // The words are kept as a change; here is on what the member's consent was given.
        Action::Enter(_) => Some(ON_PAPER.into()),
        Action::Return(asked) => Some(text(asked)?),
        Action::Recognise(recognition) => Some(text(recognition)?),
        Action::Decline { reason } => Some(text(&BTreeMap::from([("reason", reason)]))?),
        Action::MarkDuplicate { of } => Some(text(&BTreeMap::from([("of", of)]))?),
        Action::Comment(remark) => Some(text(remark)?),
    })
}

/// Nothing of what was written in a deleted initiative stays in the log. The chain covers words by their fingerprints, and
/// holds.
async fn forget_words(tx: &mut Tx, records: &[(Initiative, Position)]) -> Result<(), StoreError> {
    let deleted = records.iter().map(|(initiative, _)| initiative).filter(|it| it.state == State::Deleted);
    let deleted: Vec<_> = deleted.map(|initiative| initiative.id.uuid()).collect();
    if deleted.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "update ops set before = '{}', held = null, sent = null
         where initiative in (select unhex(value) from json_each(?1)) and before is not null",
    )
    .bind(row::id_list(deleted))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn comments(tx: &mut Tx, comments: &[Comment]) -> Result<(), StoreError> {
    for comments in comments.chunks(ROWS) {
        let mut rows = Vec::with_capacity(comments.len());
        for comment in comments {
            rows.push((comment, comment.overtaken.as_ref().map(text).transpose()?));
        }
        let mut insert = QueryBuilder::<Sqlite>::new(
            "insert into comments (op, initiative, member, unit, at, text, score, overtaken) ",
        );
        insert.push_values(rows, |mut row, (comment, overtaken)| {
            row.push_bind(comment.id.uuid().as_bytes().to_vec())
                .push_bind(comment.initiative.uuid().as_bytes().to_vec())
                .push_bind(comment.by.id.uuid().as_bytes().to_vec())
                .push_bind(comment.unit.as_str())
                .push_bind(comment.at.millis())
                .push_bind(&comment.text)
                .push_bind(comment.score)
                .push_bind(overtaken);
        });
        run(tx, insert).await?;
    }
    Ok(())
}

/// Writes every row of the ledger that has changed since it was loaded, by the log's entry at `stamp`.
pub(super) async fn ledger(
    tx: &mut Tx,
    directory: &Directory,
    ledger: &Ledger,
    stamp: Stamp,
) -> Result<(), StoreError> {
    let slug = |campaign: usize| directory.campaigns()[campaign].slug.as_str();
    let unit = |unit: usize| directory.units()[unit].code.as_str();
    let phase = |campaign: usize, phase: Option<usize>| {
        phase.map(|phase| directory.campaigns()[campaign].phases[phase].slug.as_str())
    };
    let shares: Vec<_> = ledger.changed_shares().collect();
    for shares in shares.chunks(ROWS) {
        let mut insert =
            QueryBuilder::<Sqlite>::new("insert into contributors (campaign, member, unit, phase, counted) ");
        insert.push_values(shares, |mut row, (campaign, member, share)| {
            row.push_bind(slug(*campaign))
                .push_bind(member.uuid().as_bytes().as_slice())
                .push_bind(unit(share.unit))
                .push_bind(phase(*campaign, share.phase).unwrap_or(""))
                .push_bind(share.counted);
        });
        insert.push(" on conflict (campaign, member, unit, phase) do update set counted = excluded.counted");
        run(tx, insert).await?;
    }
    let tallies: Vec<_> = ledger.changed_tallies().collect();
    for tallies in tallies.chunks(ROWS) {
        let mut insert = QueryBuilder::<Sqlite>::new(
            "insert into totals (campaign, unit, span, people, submitted, recognised, without_benefit, estimated,
                                 verified, position, at) ",
        );
        insert.push_values(tallies, |mut row, (key, tally)| {
            row.push_bind(slug(key.campaign))
                .push_bind(unit(key.unit))
                .push_bind(phase(key.campaign, key.phase).unwrap_or(Span::Campaign.name()))
                .push_bind(tally.people)
                .push_bind(tally.submitted)
                .push_bind(tally.recognised)
                .push_bind(tally.without_benefit)
                .push_bind(tally.estimated)
                .push_bind(tally.verified)
                .push_bind(stamp.position.cast_signed())
                .push_bind(stamp.at.map_or(0, Timestamp::millis));
        });
        insert.push(
            " on conflict (campaign, unit, span) do update set
                people = excluded.people, submitted = excluded.submitted, recognised = excluded.recognised,
                without_benefit = excluded.without_benefit, estimated = excluded.estimated,
                verified = excluded.verified, position = excluded.position, at = max(at, excluded.at)",
        );
        run(tx, insert).await?;
    }
    let days: Vec<_> = ledger.daily_changes().collect();
    for days in days.chunks(ROWS) {
        let mut insert = QueryBuilder::<Sqlite>::new("insert into daily (campaign, unit, day, submitted) ");
        insert.push_values(days, |mut row, (campaign, at, day, change)| {
            row.push_bind(slug(*campaign)).push_bind(unit(*at)).push_bind(day.to_string()).push_bind(change);
        });
        insert.push(" on conflict (campaign, unit, day) do update set submitted = submitted + excluded.submitted");
        run(tx, insert).await?;
    }
    Ok(())
}

/// A statement with a number of rows of its own isn't kept prepared.
pub(super) async fn run(tx: &mut Tx, mut statement: QueryBuilder<Sqlite>) -> Result<(), StoreError> {
    statement.build().persistent(false).execute(&mut **tx).await?;
    Ok(())
}

pub(super) fn text<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|why| StoreError::Broken(format!("a value can't be written as JSON: {why}")))
}

fn written<T: Serialize>(there: bool, value: &T) -> Result<Option<String>, StoreError> {
    there.then(|| text(value)).transpose()
}
