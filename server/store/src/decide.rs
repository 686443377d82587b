//! Deciding a batch in memory: receipts first, then the model's rules, then the totals. Pure: a backend loads what the
//! batch touches, calls [`decide`], and writes what came of it.

use crate::history::Kept;
use crate::ledger::Ledger;
use crate::{Directory, Fingerprint, Position, Submission};
use model::calendar::{Date, Timestamp, day_in_vietnam};
use model::field::{Fault, Field, FieldFault};
use model::id::{InitiativeId, MemberId, OpId, Rev};
use model::initiative::Initiative;
use model::merge::Change;
use model::money::Vnd;
use model::op::{Action, Op, OpResult};
use model::problem::{Problem, ProblemKind};
use model::review::{self, Circumstances};
use model::rights::Who;
use model::unit::Slug;
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
}

/// What a batch came to, to be written.
pub(crate) struct Decided<'b> {
    pub results: Vec<OpResult>,
    pub entries: Vec<Entry<'b>>,
    /// The initiatives that changed, and where in the log they did last.
    pub records: Vec<(Initiative, Position)>,
    pub ledger: Ledger,
    pub directory: Arc<Directory>,
    pub position: Position,
    /// As loaded.
    pub ends: HashMap<MemberId, Position>,
}

/// Whether an op of this kind can change what counts. Edits can't: what counts is frozen.
pub(crate) fn may_count(action: &Action) -> bool {
    !matches!(action, Action::Edit(_) | Action::Resolve(_))
}

/// The campaign that an initiative started now belongs to.
pub(crate) fn campaign_now(directory: &Directory, now: Timestamp) -> Option<&Slug> {
    let today = day_in_vietnam(now).unwrap_or(Date::MAX);
    directory.campaign_on(today).map(|campaign| &campaign.slug)
}

/// Decides the batch in its order. A later op sees what the earlier ones did.
pub(crate) fn decide<'b>(loaded: Loaded, batch: &'b [Submission], campaign: &Slug, now: Timestamp) -> Decided<'b> {
    let mut work = Work { loaded, entries: Vec::with_capacity(batch.len()), campaign, now };
    let results = batch.iter().map(|submission| work.take(submission)).collect();
    let Work { loaded, entries, .. } = work;
    let changed = loaded.records.into_values().filter_map(|record| Some((record.initiative, record.changed_at?)));
    Decided {
        results,
        entries,
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
    campaign: &'c Slug,
    now: Timestamp,
}

impl<'b> Work<'b, '_> {
    fn take(&mut self, submission: &'b Submission) -> OpResult {
        let id = submission.received.id;
        if let Some(receipt) = self.loaded.receipts.get(&id) {
            if receipt.fingerprint == submission.fingerprint {
                return receipt.result.clone();
            }
            return OpResult::rejected(id, Rev(0), Problem::new(ProblemKind::OpReused));
        }
        let (result, change) = match &submission.received.op {
            Err(problem) => (OpResult::rejected(id, Rev(0), problem.clone()), None),
            Ok(op) => match self.carry_out(op, submission) {
                Ok((result, change)) => (result, change),
                Err(problem) => (OpResult::rejected(id, self.visible_rev(op, submission), problem), None),
            },
        };
        self.loaded.position += 1;
        let receipt = Receipt { fingerprint: submission.fingerprint, result: result.clone() };
        self.loaded.receipts.insert(id, receipt);
        self.entries.push(Entry { position: self.loaded.position, submission, result: result.clone(), change });
        result
    }

    fn carry_out(&mut self, op: &Op, submission: &Submission) -> Result<(OpResult, Option<Kept>), Problem> {
        // No officer can sign in yet, and no desk would show what they decide.
        if !matches!(op.action, Action::Edit(_) | Action::Resolve(_) | Action::Submit {} | Action::Withdraw {}) {
            return Err(Problem::new(ProblemKind::Unsupported));
        }
        let Loaded { directory, ledger, records, position, .. } = &mut self.loaded;
        let record = records.get_mut(&op.initiative);
        let (current, changes) = match &record {
            Some(record) => (Some(&record.initiative), record.changes.as_slice()),
            None => (None, &[][..]),
        };
        // Roles aren't stored yet: nobody is an officer, and no comment comes of any op.
        let place = Circumstances { campaign: self.campaign, offices: &[], path: &[], original: None, now: self.now };
        let accepted =
            review::decide(current, changes, op, &submission.actor, &place).map_err(|refused| refused.problem)?;
        // Only the author's own sum can take the totals out of their range.
        let range = Fault::OutOfRange { min: 0, max: Vnd::MAX.dong() };
        ledger
            .record(directory, current, &accepted.initiative)
            .map_err(|_| Problem::faults(vec![FieldFault::of(Field::BenefitVnd, range)]))?;
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
        let who = Who::member(submission.actor.person.id);
        match self.loaded.records.get(&op.initiative) {
            Some(record) if review::may_see(&who, &record.initiative) => record.initiative.rev,
            _ => Rev(0),
        }
    }
}
