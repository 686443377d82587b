//! Deciding a batch in memory: receipts first, then the model's rules, then the totals. Pure: a backend loads what the
//! batch touches, calls [`decide`], and writes what came of it.

use crate::history::Kept;
use crate::ledger::Ledger;
use crate::{AuditEntry, Directory, Event, Fingerprint, Link, Position, Submission, TokenKind, chain};
use model::calendar::{Date, Timestamp, day_in_vietnam};
use model::comment::Comment;
use model::field::{Fault, Field, FieldFault};
use model::id::{InitiativeId, MemberId, OpId, Rev};
use model::initiative::Initiative;
use model::merge::Change;
use model::money::Vnd;
use model::op::{Action, Op, OpResult};
use model::problem::{Problem, ProblemKind};
use model::review::{self, Circumstances, Refused};
use model::rights::{Office, Who};
use model::unit::{Slug, UnitCode};
use std::collections::HashMap;
use std::sync::Arc;

/// An op's verdict, and what tells a repeat of it from another op.
#[derive(Debug, Clone)]
pub(crate) struct Receipt {
    pub fingerprint: Fingerprint,
    pub result: OpResult,
}

/// An initiative and its recent history.
#[derive(Debug)]
pub(crate) struct Record {
    pub initiative: Initiative,
    /// Every change after the lowest base that the batch builds on.
    pub changes: Vec<Change>,
    /// Of the op of this batch that changed it last; `None` if it is as loaded.
    pub changed_at: Option<Position>,
}

/// What the store has about a batch.
pub(crate) struct Loaded {
    pub directory: Arc<Directory>,
    /// The log's end.
    pub position: Position,
    /// The hash of the entry there.
    pub link: Link,
    /// The roles of those senders who have any and have signed in.
    pub offices: HashMap<MemberId, Vec<Office>>,
    /// Of senders with whom others were put together, those others: what they sent counts as the sender's.
    pub aliases: HashMap<MemberId, Vec<MemberId>>,
    pub receipts: HashMap<OpId, Receipt>,
    pub records: HashMap<InitiativeId, Record>,
    pub ledger: Ledger,
    /// Where the last change was of an initiative of each member who sent an op; 0 if there was none.
    pub ends: HashMap<MemberId, Position>,
}

/// A new entry of the log.
pub(crate) struct Entry<'b> {
    pub position: Position,
    pub submission: &'b Submission,
    pub result: OpResult,
    /// `None` if it was refused, or changed nothing about the initiative.
    pub change: Option<Kept>,
    /// The unit that it is about: of the initiative or, where there is none, of the sender.
    pub unit: UnitCode,
    /// What the audit's chain has come to with it.
    pub link: Link,
}

/// What a batch came to, to be written.
pub(crate) struct Decided<'b> {
    pub results: Vec<OpResult>,
    pub entries: Vec<Entry<'b>>,
    /// What officers have said beside.
    pub comments: Vec<Comment>,
    /// The initiatives that changed, and where in the log they did last.
    pub records: Vec<(Initiative, Position)>,
    pub ledger: Ledger,
    pub directory: Arc<Directory>,
    pub position: Position,
    /// As loaded.
    pub ends: HashMap<MemberId, Position>,
}

/// Whether an op of this kind can change what counts. Edits can't, since what counts is frozen; nor do comments.
pub(crate) fn may_count(action: &Action) -> bool {
    !matches!(action, Action::Edit(_) | Action::Resolve(_) | Action::Comment(_))
}

/// The campaign that an initiative started now belongs to.
pub(crate) fn campaign_now(directory: &Directory, now: Timestamp) -> Option<&Slug> {
    let today = day_in_vietnam(now).unwrap_or(Date::MAX);
    directory.campaign_on(today).map(|campaign| &campaign.slug)
}

/// Decides the batch in its order. A later op sees what the earlier ones did.
pub(crate) fn decide<'b>(loaded: Loaded, batch: &'b [Submission], campaign: &Slug, now: Timestamp) -> Decided<'b> {
    let mut work = Work { loaded, entries: Vec::with_capacity(batch.len()), comments: Vec::new(), campaign, now };
    let results = batch.iter().map(|submission| work.take(submission)).collect();
    let Work { loaded, entries, comments, .. } = work;
    let changed = loaded.records.into_values().filter_map(|record| Some((record.initiative, record.changed_at?)));
    Decided {
        results,
        entries,
        comments,
        records: changed.collect(),
        ledger: loaded.ledger,
        directory: loaded.directory,
        position: loaded.position,
        ends: loaded.ends,
    }
}

struct Work<'b, 'c> {
    loaded: Loaded,
    entries: Vec<Entry<'b>>,
    comments: Vec<Comment>,
    campaign: &'c Slug,
    now: Timestamp,
}

impl<'b> Work<'b, '_> {
    fn take(&mut self, submission: &'b Submission) -> OpResult {
        let id = submission.received.id;
        if let Some(receipt) = self.loaded.receipts.get(&id) {
            if receipt.fingerprint == submission.fingerprint || self.was_sent_as_another(submission, receipt) {
                return receipt.result.clone();
            }
            return OpResult::rejected(id, Rev(0), Problem::new(ProblemKind::OpReused));
        }
        let (result, change) = match &submission.received.op {
            Err(problem) => (OpResult::rejected(id, Rev(0), problem.clone()), None),
            Ok(op) => match self.carry_out(op, submission) {
                Ok((result, change)) => (result, change),
                Err(Refused { problem, comment }) => {
                    self.comments.extend(comment.map(|comment| *comment));
                    (OpResult::rejected(id, self.visible_rev(op, submission), problem), None)
                }
            },
        };
        self.loaded.position += 1;
        let receipt = Receipt { fingerprint: submission.fingerprint, result: result.clone() };
        self.loaded.receipts.insert(id, receipt);
        self.log(submission, result.clone(), change);
        result
    }

    /// Whether a member who was put together with the sender since has sent this very op.
    fn was_sent_as_another(&self, submission: &Submission, receipt: &Receipt) -> bool {
        let aliases = self.loaded.aliases.get(&submission.actor.person.id);
        let is_of = |alias: &MemberId| Fingerprint::of(*alias, &submission.received) == receipt.fingerprint;
        aliases.is_some_and(|aliases| aliases.iter().any(is_of))
    }

    /// Adds the entry to the log and to the audit's chain.
    fn log(&mut self, submission: &'b Submission, result: OpResult, change: Option<Kept>) {
        let op = submission.received.op.as_ref().ok();
        let record = op.and_then(|op| self.loaded.records.get(&op.initiative));
        let unit = record.map_or(&submission.actor.unit, |record| &record.initiative.unit).clone();
        let event = Event::Op {
            id: result.id,
            initiative: op.map(|op| op.initiative),
            rev: result.rev,
            base: op.map(|op| op.base),
            action: op.map(|op| op.action.name()),
            fingerprint: &submission.fingerprint,
            outcome: result.outcome,
            entered_for: submission.entered_by.as_ref().map(|_| submission.actor.person.id),
        };
        let (position, actor) = (self.loaded.position, &submission.actor);
        let (by, device) = (Some(submission.by()), Some(actor.device));
        let link = chain(self.loaded.link, &AuditEntry { position, at: self.now, by, device, event });
        self.loaded.link = link;
        self.entries.push(Entry { position, submission, result, change, unit, link });
    }

    fn carry_out(&mut self, op: &Op, submission: &Submission) -> Result<(OpResult, Option<Kept>), Refused> {
        let Loaded { directory, ledger, records, offices, position, .. } = &mut self.loaded;
        let original = match op.action {
            Action::MarkDuplicate { of } => records.get(&of).map(|record| record.initiative.clone()),
            _ => None,
        };
        let record = records.get_mut(&op.initiative);
        let (current, changes) = match &record {
            Some(record) => (Some(&record.initiative), record.changes.as_slice()),
            None => (None, &[][..]),
        };
        let place = Circumstances {
            campaign: self.campaign,
            offices: carried(offices, submission),
            path: &path(directory, &op.action, current),
            original: original.as_ref(),
            now: self.now,
        };
        let accepted = review::decide(current, changes, op, &submission.actor, &place)?;
        // Only a sum of money can take the totals out of their range.
        ledger.record(directory, current, &accepted.initiative).map_err(|_| too_much(&op.action))?;
        self.comments.extend(accepted.comment);
        let kept = accepted.change.as_ref().map(|change| Kept::new(change, &accepted.initiative.content));
        let result = OpResult {
            id: op.id,
            outcome: accepted.outcome,
            rev: accepted.initiative.rev,
            conflicts: accepted.conflicts,
            problem: None,
        };
        let Some(change) = accepted.change else { return Ok((result, None)) };
        let changed_at = Some(*position + 1);
        match record {
            Some(record) => {
                record.initiative = accepted.initiative;
                record.changes.push(change);
                record.changed_at = changed_at;
            }
            None => {
                let record = Record { initiative: accepted.initiative, changes: vec![change], changed_at };
                records.insert(op.initiative, record);
            }
        }
        Ok((result, kept))
    }

    /// The revision that a refusal tells: none of an initiative that isn't this person's to see.
    fn visible_rev(&self, op: &Op, submission: &Submission) -> Rev {
        let Loaded { directory, records, offices, .. } = &self.loaded;
        let Some(Record { initiative, .. }) = records.get(&op.initiative) else { return Rev(0) };
        let path = codes(directory, initiative);
        let who = Who::new(submission.actor.person.id, carried(offices, submission), &path);
        if review::may_see(&who, initiative) { initiative.rev } else { Rev(0) }
    }
}

/// The roles that an op is decided with.
fn carried<'o>(offices: &'o HashMap<MemberId, Vec<Office>>, submission: &Submission) -> &'o [Office] {
    match submission.token {
        TokenKind::Join => &[],
        TokenKind::SignIn => offices.get(&submission.actor.person.id).map_or(&[], Vec::as_slice),
    }
}

/// From the root down to the initiative's unit; empty for what only its author may do, which doesn't ask for it.
fn path(directory: &Directory, action: &Action, current: Option<&Initiative>) -> Vec<UnitCode> {
    current.filter(|_| action.deed().is_review()).map(|current| codes(directory, current)).unwrap_or_default()
}

fn codes(directory: &Directory, initiative: &Initiative) -> Vec<UnitCode> {
    directory.index(&initiative.unit).map(|unit| directory.codes(unit)).unwrap_or_default()
}

/// The sum that took the totals out of their range: what an officer verified, or the author's own.
fn too_much(action: &Action) -> Problem {
    let range = Fault::OutOfRange { min: 0, max: Vnd::MAX.dong() };
    Problem::faults(vec![match action {
        Action::Recognise(_) => FieldFault { pointer: "/action/recognise/benefit_vnd".into(), fault: range },
        _ => FieldFault::of(Field::BenefitVnd, range),
    }])
}
