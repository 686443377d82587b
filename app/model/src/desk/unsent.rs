//! What was decided and has no receipt yet, as the officer sees it, and taking it back. Promises that whatever isn't on its way
//! can be taken back, with all that was decided on it afterwards; and that of what the server has all the same the officer is
//! told.

use super::{Cause, Desk, Effect, Keep, Paper, Queued, Recalled, Refusal};
use crate::calendar::{Timestamp, day_in_vietnam};
use crate::id::{InitiativeId, OpId};
use crate::op::{Action, Op};
use std::collections::BTreeSet;

/// How it stands with a decision that has no receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    /// It is held until then, so that it can be taken back.
    Held(Timestamp),
    /// It waits for a link, or for its turn.
    Waits,
    /// It was sent and nothing came back: the server may have it. It is sent again.
    Tried,
    /// It is on its way: what came of it isn't known yet, and it can't be taken back.
    UnderWay,
    /// The server was restored from an older copy, and is given it again.
    GivenBack,
    /// The same, of what the author's phone has to give back first.
    AwaitsAuthor,
}

impl Sending {
    /// Whether the officer can take it back.
    pub const fn may_take_back(self) -> bool {
        !matches!(self, Sending::UnderWay | Sending::GivenBack)
    }
}

impl Desk {
    /// What was decided and has no receipt yet, oldest first. `now` is the tablet's clock.
    pub fn unsent(&self, now: Timestamp) -> Vec<(&Queued, Sending)> {
        self.outbox.iter().map(|queued| (queued, self.sending(queued, now))).collect()
    }

    /// So many initiatives were decided on here on the day of `now` in Vietnam, by the tablet's clock.
    pub fn decided_on(&self, now: Timestamp) -> usize {
        let today = day_in_vietnam(now).ok();
        let acknowledged = self.acknowledged.iter().map(|one| &one.op);
        let ops = acknowledged.chain(self.outbox.iter().map(|queued| &queued.op));
        let is_todays = |op: &&Op| op.action.deed().is_decision() && day_in_vietnam(op.at).ok() == today;
        let is_final = |op: &&Op| !matches!(op.action, Action::Receive {} | Action::Comment(_) | Action::Forward {});
        ops.filter(is_todays).filter(is_final).map(|op| op.initiative).collect::<BTreeSet<_>>().len()
    }

    fn sending(&self, queued: &Queued, now: Timestamp) -> Sending {
        match queued.cause {
            _ if self.is_under_way(queued) => Sending::UnderWay,
            Cause::Restored => Sending::GivenBack,
            Cause::AwaitsAuthor => Sending::AwaitsAuthor,
            Cause::Decided if queued.tried => Sending::Tried,
            Cause::Decided if !queued.is_free(now) => Sending::Held(queued.held_until),
            Cause::Decided => Sending::Waits,
        }
    }

    pub(super) fn is_under_way(&self, queued: &Queued) -> bool {
        self.awaiting.is_some() && queued.sent
    }

    /// Decisions that were taken back and that the server had all the same.
    pub fn recalled_too_late(&self) -> impl Iterator<Item = &Recalled> {
        self.recalled.iter().filter(|recalled| recalled.arrived)
    }

    /// What is on its way stays, with all that was meant of the same initiative: the receipt says what came of it. What was
    /// decided on an initiative after something that is taken back goes with it. The words are unfinished again.
    pub(super) fn took_back(&mut self, ops: &[OpId], effects: &mut Vec<Effect>) {
        let mut meant: BTreeSet<OpId> = BTreeSet::new();
        let mut initiatives: BTreeSet<InitiativeId> = BTreeSet::new();
        let mut away: BTreeSet<InitiativeId> = BTreeSet::new();
        for queued in &self.outbox {
            let initiative = queued.op.initiative;
            if ops.contains(&queued.op.id) || initiatives.contains(&initiative) {
                meant.insert(queued.op.id);
                initiatives.insert(initiative);
                if self.is_under_way(queued) || queued.cause == Cause::Restored {
                    away.insert(initiative);
                }
            }
        }
        let is_taken = |one: &Queued| meant.contains(&one.op.id) && !away.contains(&one.op.initiative);
        let (taken, stay) = std::mem::take(&mut self.outbox).into_iter().partition::<Vec<_>, _>(is_taken);
        self.outbox = stay;
        if taken.is_empty() {
            return;
        }
        let higher: BTreeSet<InitiativeId> =
            taken.iter().filter(|one| one.op.action == Action::Forward {}).map(|one| one.op.initiative).collect();
        let mut keep = Keep::default();
        for Queued { op, title, tried, cause, .. } in taken {
            keep.unqueued.push(op.id);
            if tried && cause == Cause::Decided {
                self.recalled.push(Recalled { op: op.clone(), title: title.clone(), arrived: false });
                keep.recalled = Some(self.recalled.clone());
            }
            let and_higher = higher.contains(&op.initiative);
            self.unfinish(op, title, and_higher, &mut keep);
        }
        effects.push(keep.into());
    }

    /// What the server tells of an initiative may show that it has a decision which was taken back here.
    pub(super) fn look_for_recalled(&mut self, paper: &Paper, keep: &mut Keep) {
        let member = self.session.as_ref().map(|session| session.member.name.clone());
        let is_it = |recalled: &Recalled| {
            let Recalled { op, arrived, .. } = recalled;
            let is_newer = op.initiative == paper.row.id && paper.row.rev > op.base && !arrived;
            let mut foreseen = paper.row.clone();
            foreseen.foresee(&op.action);
            // Of a receipt nobody is told who gave it.
            let is_ours = op.action == Action::Receive {} || (paper.decided_by.is_some() && paper.decided_by == member);
            is_newer && foreseen.state == paper.row.state && is_ours
        };
        for recalled in self.recalled.iter_mut() {
            if is_it(recalled) {
                recalled.arrived = true;
                keep.recalled = Some(Vec::new());
            }
        }
        if keep.recalled.is_some() {
            keep.recalled = Some(self.recalled.clone());
        }
    }

    /// The server has told all that happened up to now: what of it wasn't there by then never comes.
    pub(super) fn forget_recalled(&mut self, keep: &mut Keep) {
        let known = self.recalled.len();
        self.recalled.retain(|recalled| recalled.arrived);
        if self.recalled.len() < known {
            keep.recalled = Some(self.recalled.clone());
        }
    }

    /// The officer has seen that something refused was, or that something came too late to be taken back. The words of what
    /// was refused are theirs to use again; of what came second the server has made a comment.
    pub(super) fn seen(&mut self, which: impl Fn(OpId) -> bool, effects: &mut Vec<Effect>) {
        let refusals = std::mem::take(&mut self.refusals);
        let (seen, unseen) = refusals.into_iter().partition::<Vec<_>, _>(|refusal| which(refusal.op.id));
        self.refusals = unseen;
        let mut keep = Keep::refusals(&self.refusals);
        for refusal in seen.into_iter().filter(Refusal::leaves_words) {
            let Refusal { op, title, and_higher, .. } = refusal;
            self.unfinish(op, title, and_higher, &mut keep);
        }
        let known = self.recalled.len();
        self.recalled.retain(|recalled| !(recalled.arrived && which(recalled.op.id)));
        if self.recalled.len() < known {
            keep.recalled = Some(self.recalled.clone());
        }
        effects.push(keep.into());
    }
}
