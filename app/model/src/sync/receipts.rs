//! What comes back: receipts, the server's versions, failures. Promises that an op leaves the device only for a receipt
//! that names it, that a refused one steps aside and the rest go on, and that anything else means: keep and try again.

use super::answer::{Answer, Failure};
use super::disk::{Deleted, Key, Position, Session};
use super::sending::LONGEST_WAIT;
use super::{Effect, Engine, Surroundings};
use crate::calendar::Timestamp;
use crate::content::Patch;
use crate::draft::{Draft, FORMAT, Known, Memory, Owed, Refusal};
use crate::field::{Field, FieldFault};
use crate::id::{InitiativeId, OpId, Rev};
use crate::initiative::{Initiative, State};
use crate::op::{Action, Op, OpResult, Outcome};
use crate::problem::{Problem, ProblemKind};
use crate::wire::JoinResponse;

impl Engine {
    pub(super) fn answered(
        &mut self,
        number: u64,
        answer: Result<Answer, Failure>,
        around: &mut dyn Surroundings,
        effects: &mut Vec<Effect>,
    ) {
        let Some((_, sent)) = self.awaiting.take_if(|(awaited, _)| *awaited == number) else { return };
        if self.session.is_none() {
            return;
        }
        let answer = match answer {
            Ok(answer) => answer,
            Err(failure) => return self.failed(failure, &sent, around, effects),
        };
        let receipted = |id: &OpId| answer.results.iter().any(|result| result.id == *id);
        let complete = sent.iter().all(receipted);
        if complete {
            self.failures = 0;
        }
        self.trouble = None;
        let now = around.now();
        self.last_synced = Some(now);
        let mut touched = Vec::new();
        // A receipt counts together with a cursor that proves its op to be in the server's history. With more changes to come
        // the cursor may be before the op: read to the end, send the op again, and get the same receipt.
        self.reads_on = answer.more;
        if !answer.more {
            for result in &answer.results {
                touched.extend(self.receipt(result, now));
            }
        }
        touched.extend(answer.changes.into_iter().filter_map(|newest| self.pull(newest, around, effects)));
        let rereads = self.position.reread;
        if !answer.more && !rereads {
            touched.extend(self.forget_unnamed());
        }
        touched.sort_unstable();
        touched.dedup();
        for id in touched {
            if !self.is_deleted_at_server(id) {
                self.store(Key::Known(id), effects);
                self.settle(id);
            }
        }
        self.drop_deleted(around, effects);
        if let (Some(member), Some(session)) = (answer.member, &mut self.session)
            && session.member != member
        {
            // Put together with another one: the drafts, the token and the queue stay as they are.
            session.member = member;
            self.store(Key::Session, effects);
        }
        // With its cursor taken the server has the history that was read.
        let unread = !rereads && (self.position.unread || answer.unread);
        let cursor = (!rereads).then_some(answer.cursor);
        let position = Position { cursor, unread, reread: false, ..self.position.clone() };
        if self.position != position {
            self.position = position;
            self.store(Key::Position, effects);
        }
        if !complete {
            // It says yes and gives no receipt: asked again at once, it would say the same for ever.
            return self.back_off(around, &Failure::Garbled, effects);
        }
        self.go_on(answer.more || rereads, around, effects);
    }

    fn go_on(&mut self, more: bool, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        if more || self.has_more_to_send() {
            return self.go(around, effects);
        }
        self.one_by_one = false;
        if self.fresh.is_empty() {
            // Decisions come without anybody touching this device.
            let wait = self.at_most(LONGEST_WAIT);
            effects.push(Effect::Wait(wait + around.random_below(wait / 2 + 1)));
        } else {
            let wait = self.time_for_words(around.now());
            effects.push(Effect::Wait(wait));
        }
    }

    fn pull(
        &mut self,
        newest: Initiative,
        around: &mut dyn Surroundings,
        effects: &mut Vec<Effect>,
    ) -> Option<InitiativeId> {
        let id = newest.id;
        if let Some(draft) = self.drafts.get_mut(&id) {
            draft.pull(newest);
            return Some(id);
        }
        if newest.state == State::Deleted {
            return None;
        }
        let mut known = Known::nothing(id);
        known.pull(newest);
        // Not what somebody wrote since.
        let is_older =
            |deleted: &Deleted| deleted.id == id && known.at_server().is_some_and(|it| it.updated_at <= deleted.seen);
        let is_deleted = self.position.deleted.iter().any(is_older);
        self.drafts.insert(id, Draft::restored(known));
        if is_deleted && let Some(draft) = self.drafts.get_mut(&id) {
            // The server has it again from a backup: it was deleted, and stays so.
            draft.ask_to_delete(around);
            self.store(Key::Written(id), effects);
        }
        Some(id)
    }

    /// Takes in one receipt. Returns the initiative whose op it was for.
    fn receipt(&mut self, result: &OpResult, now: Timestamp) -> Option<InitiativeId> {
        let named = |op: &Op| op.id == result.id;
        let draft =
            self.drafts.iter_mut().map(|(_, draft)| draft).find(|draft| draft.known.outbox.iter().any(named))?;
        let place = draft.known.outbox.iter().position(named)?;
        let op = draft.known.outbox.remove(place);
        let known = &mut draft.known;
        known.over.retain(|over| draft.written.requests.iter().any(|request| request.id == *over));
        if !matches!(op.action, Action::Edit(_)) {
            known.over.push(op.id);
        }
        known.received_at = Some(now);
        let id = draft.written.id;
        let is_deletion = op.action == Action::Delete {};
        if result.outcome == Outcome::Rejected {
            let problem = result.problem.clone().unwrap_or_else(|| Problem::new(ProblemKind::Unknown));
            match problem.kind {
                ProblemKind::Deleted => self.deleted.push(id),
                ProblemKind::NotFound if is_deletion => self.deleted.push(id),
                _ => refused(draft, op, problem, now),
            }
        } else {
            accepted(draft, op, result.rev);
            if is_deletion {
                self.deleted.push(id);
            }
        }
        Some(id)
    }

    /// After the whole log was read anew: what the server didn't name it doesn't have, and gets from here.
    fn forget_unnamed(&mut self) -> Vec<InitiativeId> {
        let unnamed = |draft: &&mut Draft| draft.known.memory == Memory::Asked;
        let forget = |draft: &mut Draft| {
            draft.begin_life(Memory::Lost);
            draft.written.id
        };
        self.drafts.iter_mut().map(|(_, draft)| draft).filter(unnamed).map(forget).collect()
    }

    fn failed(&mut self, failure: Failure, sent: &[OpId], around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        let Failure::Refused(problem) = failure else { return self.back_off(around, &failure, effects) };
        if problem.kind == ProblemKind::Unauthorized {
            if let Some(session) = &mut self.session {
                session.expired = true;
                self.store(Key::Session, effects);
            }
            return;
        }
        if problem.errors.iter().any(|error| error.pointer == "/cursor") {
            self.read_anew(around.now(), effects);
            return self.back_off(around, &Failure::Refused(problem), effects);
        }
        let of_content =
            matches!(problem.kind, ProblemKind::Invalid | ProblemKind::TooLarge | ProblemKind::Unsupported);
        match sent {
            [only] if of_content => {
                // This one is at fault: it steps aside, and the rest go on.
                let now = around.now();
                if let Some(id) = self.receipt(&OpResult::rejected(*only, Rev(0), problem), now) {
                    self.store(Key::Known(id), effects);
                    self.drop_deleted(around, effects);
                }
                self.go_on(false, around, effects);
            }
            [_, _, ..] if of_content => {
                self.one_by_one = true;
                self.go(around, effects);
            }
            _ => {
                self.trouble = Some(problem.clone());
                self.back_off(around, &Failure::Refused(problem), effects);
            }
        }
    }

    /// The server has another history than the one that was read: it is another one, or was restored from a backup. What it
    /// has is asked for anew and compared; what it acknowledged is kept here for as long as the draft is, and given back.
    fn read_anew(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let ids: Vec<InitiativeId> = self.drafts.keys().copied().collect();
        for id in ids {
            if let Some(draft) = self.drafts.get_mut(&id)
                && draft.known.is_with_server()
            {
                draft.begin_life(Memory::Asked);
                self.store(Key::Known(id), effects);
            }
        }
        self.position.other_history_at = Some(now);
        self.read_from_the_start(effects);
    }

    /// The log is read anew with the next request. An answer that is on its way is from another place in it and is left
    /// aside; what was sent with it goes again under the same ids.
    fn read_from_the_start(&mut self, effects: &mut Vec<Effect>) {
        self.awaiting = None;
        self.reads_on = false;
        self.position = Position { cursor: None, unread: false, reread: false, ..std::mem::take(&mut self.position) };
        self.store(Key::Position, effects);
    }

    pub(super) fn joined(
        &mut self,
        answer: Result<JoinResponse, Failure>,
        around: &mut dyn Surroundings,
        effects: &mut Vec<Effect>,
    ) {
        self.joining_now = false;
        let asked = self.joining.as_ref().map(|joining| joining.key);
        if self.joining_sent.take().is_some_and(|sent| asked != Some(sent)) {
            // An answer to what isn't asked any more: the person has corrected the code meanwhile, or signed out.
            return self.go(around, effects);
        }
        match answer {
            Ok(JoinResponse { member, token }) => {
                self.failures = 0;
                self.joining = None;
                self.session = Some(Session { format: FORMAT, member, token, expired: false });
                self.store(Key::Session, effects);
                // A server that was restored may not know what it acknowledged to this device before.
                self.read_anew(around.now(), effects);
                self.store(Key::Joining, effects);
                self.go(around, effects);
            }
            Err(Failure::Refused(problem)) if problem.kind.needs_a_person() => {
                if let Some(joining) = &mut self.joining {
                    joining.refused = Some(problem);
                    self.store(Key::Joining, effects);
                }
            }
            Err(failure) => self.back_off(around, &failure, effects),
        }
    }
}

fn accepted(draft: &mut Draft, op: Op, rev: Rev) {
    let is_asked = draft.written.requests.iter().any(|request| request.id == op.id);
    let known = &mut draft.known;
    known.receipted = known.receipted.max(rev);
    let is_edit = matches!(op.action, Action::Edit(_));
    match (&op.action, &mut known.owed) {
        // Taken back only to be handed in again: that is newer than whatever the server says of it.
        (Action::Withdraw {}, Some(owed)) if !is_asked && owed.state != State::Withdrawn => owed.at = None,
        (Action::Submit {} | Action::Withdraw {}, owed) => *owed = None,
        _ => {}
    }
    match &op.action {
        Action::Submit {} => known.receipted_state = Some(State::Submitted),
        Action::Withdraw {} => known.receipted_state = Some(State::Withdrawn),
        _ => {}
    }
    if let Action::Edit(patch) = op.action {
        if known.sent_upon != op.base {
            known.sent_upon = op.base;
            known.sent = Patch::default();
        }
        for (field, value) in patch.iter() {
            known.sent.set(field, value.clone());
        }
    }
    if !is_edit || draft.refusal().is_none() {
        draft.known.refused = None;
    }
}

fn refused(draft: &mut Draft, op: Op, problem: Problem, now: Timestamp) {
    let is_first = matches!(op.action, Action::Edit(_)) && op.base == Rev(0);
    if problem.kind == ProblemKind::NotFound && !is_first && draft.known.is_with_server() {
        // The server lost it. The words go again, as new.
        draft.begin_life(Memory::Lost);
        match op.action {
            Action::Edit(_) => return,
            // The request was for the words; it goes again behind them.
            Action::Submit {} => {
                draft.known.owed = Some(Owed { state: State::Submitted, at: None });
                return;
            }
            _ => {}
        }
    }
    if problem.kind == ProblemKind::OpReused && !matches!(op.action, Action::Edit(_)) {
        // The server has decided on this request before it lost its memory of us; what came of it is in its version.
        return;
    }
    if !matches!(op.action, Action::Edit(_)) {
        // The person is shown why, and decides.
        draft.known.owed = None;
    }
    let words_of = draft.written.edited_at;
    let mut refusal = Refusal { op, problem, at: now, words_of };
    if let Action::Edit(patch) = &mut refusal.op.action {
        keep_faulty(patch, &refusal.problem.errors);
        if let Some(Refusal { op: Op { action: Action::Edit(earlier), .. }, problem, .. }) = draft.refusal() {
            add_earlier(patch, &mut refusal.problem, earlier, problem);
        }
    }
    draft.known.refused = Some(refusal);
}

/// Leaves only the values that the faults are about, so that the others can go; all, if the faults don't say.
fn keep_faulty(patch: &mut Patch, faults: &[FieldFault]) {
    let named: Vec<Field> = faults.iter().filter_map(FieldFault::field).collect();
    if patch.iter().any(|(field, _)| named.contains(&field)) {
        *patch = Patch::of(patch.iter().filter(|(field, _)| named.contains(field)).map(|(f, v)| (f, v.clone())));
    }
}

/// What was refused earlier stays refused, with its faults, unless this refusal is about the same field.
fn add_earlier(patch: &mut Patch, problem: &mut Problem, earlier: &Patch, earlier_problem: &Problem) {
    for (field, value) in earlier.iter() {
        if patch.get(field).is_none() {
            patch.set(field, value.clone());
            let its = earlier_problem.errors.iter().filter(|fault| fault.field() == Some(field));
            problem.errors.extend(its.cloned());
        }
    }
}
