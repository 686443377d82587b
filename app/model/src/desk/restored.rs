//! A server that was restored from an older copy. Promises that a decision which it had acknowledged within
//! [`KEEP_ACKNOWLEDGED`] is given back under its own id, so that a server which still has it does nothing twice; that one whose
//! initiative isn't there yet waits for its author's phone; and that the officer is told.

use super::{Acknowledged, Cause, Desk, Effect, Keep, Queued, Restoration, Row};
use crate::calendar::Timestamp;
use crate::op::Op;
use crate::problem::{Problem, ProblemKind};
use crate::sync::Surroundings;

/// For so long a decision is kept after the server has acknowledged it, milliseconds: 30 days.
pub const KEEP_ACKNOWLEDGED: i64 = 30 * 86_400_000;

impl Desk {
    /// That the server was restored, until the officer has seen it.
    pub fn restoration(&self) -> Option<&Restoration> {
        self.restoration.as_ref().filter(|restoration| !restoration.seen)
    }

    /// So many decisions with a receipt are kept to be given back.
    pub fn acknowledged_count(&self) -> usize {
        self.acknowledged.len()
    }

    /// Keeps a decision that has its receipt, and lets go of those that are too old.
    pub(super) fn acknowledge(&mut self, op: Op, title: String, now: Timestamp, keep: &mut Keep) {
        let acknowledged = Acknowledged { op, title, at: now };
        keep.acknowledged.push(acknowledged.clone());
        self.acknowledged.push(acknowledged);
        self.forget_old(now, keep);
    }

    /// A clock that was set back keeps them longer, and never loses one.
    pub(super) fn forget_old(&mut self, now: Timestamp, keep: &mut Keep) {
        let is_old = |one: &Acknowledged| now.millis_since(one.at) > KEEP_ACKNOWLEDGED;
        keep.unacknowledged.extend(self.acknowledged.iter().filter(|one| is_old(one)).map(|one| one.op.id));
        self.acknowledged.retain(|one| !is_old(one));
    }

    /// The server has another history than the one that the cursor is from: everything is fetched anew, and what it had
    /// acknowledged is given back.
    pub(super) fn give_back(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.place = self.place.anew();
        let mut keep = Keep::default().with_place(&self.place);
        self.forget_old(now, &mut keep);
        let given = std::mem::take(&mut self.acknowledged).into_iter().map(|Acknowledged { op, title, at }| Queued {
            op,
            title,
            held_until: at,
            tried: true,
            cause: Cause::Restored,
            sent: false,
        });
        let given: Vec<Queued> = given.collect();
        keep.unacknowledged.extend(given.iter().map(|queued| queued.op.id));
        keep.queued.extend(given.iter().cloned());
        self.restoration = Some(Restoration { at: now, given_back: given.len(), seen: given.is_empty() });
        keep.restoration = self.restoration.clone();
        self.outbox.extend(given);
        self.outbox.sort_by_key(|queued| queued.op.id);
        effects.push(keep.into());
    }

    /// What an op that is given back is sent with: words that the restored server has in an earlier revision are the same ones.
    pub(super) fn as_restored(&self, queued: &Queued) -> Op {
        let row = self.rows.get(&queued.op.initiative).filter(|_| queued.cause != Cause::Decided);
        let base = row.map_or(queued.op.base, |row| queued.op.base.min(row.rev));
        Op { base, ..queued.op.clone() }
    }

    /// Whether the refusal of a decision that is given back only says that the author's phone hasn't been there yet. It waits
    /// for that under a new id, for the old one was refused for good.
    pub(super) fn awaits_author(
        &mut self,
        queued: &Queued,
        problem: &Problem,
        around: &mut dyn Surroundings,
        keep: &mut Keep,
    ) -> bool {
        let is_missing = matches!(problem.kind, ProblemKind::NotFound | ProblemKind::Forbidden | ProblemKind::Frozen);
        if queued.cause != Cause::Restored || !is_missing {
            return false;
        }
        let op = Op { id: around.new_op_id(), ..queued.op.clone() };
        let waiting = Queued { op, cause: Cause::AwaitsAuthor, sent: false, ..queued.clone() };
        keep.queued.push(waiting.clone());
        self.outbox.push(waiting);
        true
    }

    /// An initiative that is there again has what waited for it decided.
    pub(super) fn author_came(&mut self, row: &Row, keep: &mut Keep) {
        let waits = |queued: &&mut Queued| queued.op.initiative == row.id && queued.cause == Cause::AwaitsAuthor;
        for queued in self.outbox.iter_mut().filter(waits) {
            queued.cause = Cause::Decided;
            queued.op.base = row.rev;
            keep.queued.push(queued.clone());
        }
    }

    pub(super) fn restoration_seen(&mut self, effects: &mut Vec<Effect>) {
        if let Some(restoration) = &mut self.restoration {
            restoration.seen = true;
            effects.push(Keep { restoration: self.restoration.clone(), ..Keep::default() }.into());
        }
    }
}

impl Queued {
    /// Whether it needn't be held any longer. A clock that was set back doesn't hold it for ever.
    pub(super) fn is_free(&self, now: Timestamp) -> bool {
        self.held_until <= now || self.held_until > now.plus_millis(super::UNDO_FOR)
    }
}
