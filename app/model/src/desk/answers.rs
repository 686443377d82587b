//! What the tablet makes of the server's answers: pages of the queue, receipts and changes, and no answer at all. Promises
//! that a decision leaves the outbox only for a receipt that names it.

use super::{
    Cause, Delivery, Desk, Effect, FIRST_WAIT, Found, Keep, LONGEST_WAIT, MOST_ROWS, Paper, Part, QueuePage, Queued,
    Refusal,
};
use crate::id::InitiativeId;
use crate::op::{Action, Op};
use crate::problem::{Problem, ProblemKind};
use crate::sync::{Failure, Surroundings};

impl Desk {
    pub(super) fn fetched(
        &mut self,
        number: u64,
        answer: Result<QueuePage, Failure>,
        around: &mut dyn Surroundings,
        effects: &mut Vec<Effect>,
    ) {
        if self.awaiting != Some(number) {
            return;
        }
        self.awaiting = None;
        let page = match answer {
            Ok(page) => page,
            Err(failure) => {
                if matches!(&failure, Failure::Refused(problem) if problem.kind == ProblemKind::Forbidden) {
                    self.leave(effects);
                }
                return self.failed(failure, around, effects);
            }
        };
        self.reached();
        let Some((part, cursor)) = self.place.fetching.take() else { return };
        let mut keep = Keep::default();
        if (part, &cursor) == (Part::Waiting, &None) {
            // The first page: changes are asked for from here on, and what was here before is what came before it. A cursor
            // from before stays: only with it does the server see that it has another history now.
            self.place.cursor.get_or_insert(page.sync);
            self.place.rest = None;
            self.place.levels = page.levels;
            if let (Some(session), Some(roles)) = (&mut self.session, page.roles) {
                session.roles = roles;
                keep.session = Some(session.clone());
            }
            keep.papers_gone.extend(self.rows.keys());
            self.rows.clear();
        }
        for paper in page.papers {
            self.take(paper, &mut keep);
        }
        let is_full = self.rows.len() >= MOST_ROWS;
        self.place.fetching = match (page.cursor.filter(|_| page.more), part) {
            (Some(rest), Part::Waiting) if is_full => {
                self.place.rest = Some(rest);
                Some((Part::Returned, None))
            }
            (Some(cursor), part) if !is_full => Some((part, Some(cursor))),
            (_, Part::Waiting) => Some((Part::Returned, None)),
            (_, Part::Returned) => None,
        };
        effects.push(keep.with_rows(&self.rows, &self.place).into());
    }

    pub(super) fn answered(
        &mut self,
        number: u64,
        answer: Result<Delivery, Failure>,
        around: &mut dyn Surroundings,
        effects: &mut Vec<Effect>,
    ) {
        if self.awaiting != Some(number) {
            return;
        }
        self.awaiting = None;
        let delivery = match answer {
            Ok(delivery) => delivery,
            Err(failure) => return self.failed(failure, around, effects),
        };
        self.reached();
        // Nothing is told under a session that is over.
        if self.session.as_ref().is_some_and(|session| session.expired) {
            return;
        }
        let mut keep = Keep::default();
        for result in delivery.results {
            let Some(at) = self.outbox.iter().position(|queued| queued.op.id == result.id) else { continue };
            let queued = self.outbox.remove(at);
            keep.unqueued.push(queued.op.id);
            // The restored server has it after all, under the revision that it was first sent with.
            let is_there = queued.cause == Cause::Restored
                && result.problem.as_ref().is_some_and(|problem| problem.kind == ProblemKind::OpReused);
            let problem = result.problem.filter(|_| !is_there);
            if let Some(problem) = &problem
                && self.awaits_author(&queued, problem, around, &mut keep)
            {
                continue;
            }
            let Queued { op, title, .. } = queued;
            if let Some(problem) = problem {
                let and_higher = self.hold_from_above(&op, &mut keep);
                self.refusals.push(Refusal { op, title, problem, and_higher });
                keep.refusals = Some(self.refusals.clone());
            } else {
                if let Some(row) = self.rows.get_mut(&op.initiative) {
                    // Until the change itself comes, which may be pages away.
                    row.foresee(&op.action);
                }
                self.acknowledge(op, title, around.now(), &mut keep);
            }
        }
        if delivery.reset {
            // What is no longer these officers' is told by its absence: the queue is fetched from its first page.
            self.place = self.place.anew();
            return effects.push(keep.with_rows(&self.rows, &self.place).into());
        }
        let changed = !delivery.papers.is_empty() || !keep.unqueued.is_empty();
        for paper in delivery.papers {
            self.take(paper, &mut keep);
        }
        let moved = self.place.cursor.as_ref() != Some(&delivery.cursor);
        self.place.cursor = Some(delivery.cursor);
        self.place.more = delivery.more;
        self.place.as_of = Some(around.now());
        if !delivery.more && self.is_whole() {
            self.forget_recalled(&mut keep);
        }
        if changed || moved {
            keep = keep.with_rows(&self.rows, &self.place);
        } else {
            keep = keep.with_place(&self.place);
        }
        effects.push(keep.into());
    }

    /// What was refused isn't put before the unit above either. Whether it was to be.
    fn hold_from_above(&mut self, refused: &Op, keep: &mut Keep) -> bool {
        let is_higher = |one: &Queued| one.op.initiative == refused.initiative && one.op.action == Action::Forward {};
        let (higher, stay) = std::mem::take(&mut self.outbox).into_iter().partition::<Vec<_>, _>(is_higher);
        self.outbox = stay;
        keep.unqueued.extend(higher.iter().map(|one| one.op.id));
        !higher.is_empty()
    }

    /// What an officer no longer has to do with leaves the tablet, words and all.
    fn take(&mut self, paper: Paper, keep: &mut Keep) {
        self.look_for_recalled(&paper, keep);
        let Paper { row, text, .. } = paper;
        if row.is_waiting() {
            self.author_came(&row, keep);
        }
        if !row.is_kept() {
            return self.forget(row.id, keep);
        }
        // Pages and changes may overtake each other.
        if self.rows.get(&row.id).is_some_and(|known| known.rev > row.rev) {
            return;
        }
        keep.papers_gone.retain(|id| *id != row.id);
        keep.papers.push((row.id, text));
        self.rows.insert(row.id, row);
    }

    /// There is no queue for these officers any more: all that was theirs to read goes.
    fn leave(&mut self, effects: &mut Vec<Effect>) {
        if self.rows.is_empty() {
            return;
        }
        let papers_gone = std::mem::take(&mut self.rows).into_keys().collect();
        self.place = self.place.again();
        effects.push(Keep { papers_gone, ..Keep::default() }.with_rows(&self.rows, &self.place).into());
    }

    fn forget(&mut self, id: InitiativeId, keep: &mut Keep) {
        self.rows.remove(&id);
        keep.papers.retain(|(other, _)| *other != id);
        keep.papers_gone.push(id);
    }

    fn reached(&mut self) {
        self.failures = 0;
        self.trouble = None;
    }

    pub(super) fn failed(&mut self, failure: Failure, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        let mut asked = 0;
        self.trouble = None;
        match failure {
            Failure::Refused(problem) if problem.kind == ProblemKind::Unauthorized && problem.revoked => {
                *self = Desk { wiped: true, ..Desk::new(self.device, Found::default()) };
                return effects.push(Effect::Wipe);
            }
            Failure::Refused(problem) if problem.kind == ProblemKind::Unauthorized => {
                if let Some(session) = &mut self.session {
                    session.expired = true;
                }
                self.trouble = Some(problem);
                return effects.push(Keep::session(self.session.as_ref()).into());
            }
            // A cursor that the server doesn't know: it was restored from a copy, or it is another one.
            Failure::Refused(problem) if is_about_the_cursor(&problem) => self.give_back(around.now(), effects),
            Failure::Refused(problem) => self.trouble = Some(problem),
            Failure::Busy { retry_after } => asked = retry_after.unwrap_or(0).saturating_mul(1_000),
            Failure::Unreachable | Failure::Garbled => {}
        }
        self.failures = self.failures.saturating_add(1);
        let least = FIRST_WAIT.saturating_mul(1 << (self.failures - 1).min(16)).min(LONGEST_WAIT).max(asked);
        effects.push(Effect::Wait(least.saturating_add(around.random_below(least / 2 + 1))));
    }
}

fn is_about_the_cursor(problem: &Problem) -> bool {
    // Servers before the chain's link was in the cursor call it invalid.
    problem.kind == ProblemKind::ForeignCursor
        || problem.kind == ProblemKind::Invalid && problem.errors.iter().any(|fault| fault.pointer == "/cursor")
}
