//! When and what to send: joining first, then ops in small batches. Promises that no op leaves before it is stored and
//! that failures are followed by longer and longer waits.

use super::disk::Key;
use super::{Effect, Engine, Failure, Surroundings};
use crate::content::Patch;
use crate::field::Value;
use crate::op::{Action, Op};
use crate::wire::SyncRequest;

/// At most so many ops in one request: small enough that half a minute of a bad link gets some through.
const BATCH: usize = 20;
/// A request isn't filled further once its ops have so many bytes of text, by a rough count. With one more op, as long as
/// it may be, it is still well below [`crate::wire::MAX_BODY`].
const BATCH_TEXT: usize = 60_000;
/// The first wait after a failure, milliseconds; each further one doubles it.
const FIRST_WAIT: u32 = 2_000;
/// The longest wait, milliseconds.
pub(super) const LONGEST_WAIT: u32 = 5 * 60_000;
/// The longest wait while nothing answers at all, milliseconds: where a link lasts half a minute, it must not be slept
/// through, and a server that can't be reached isn't burdened by the tries. The browser's word that there is a link isn't
/// enough: it says so on any Wi-Fi.
const LONGEST_WAIT_FOR_A_LINK: u32 = 15_000;

impl Engine {
    /// Starts whatever can be started now: joining first, then sending.
    pub(super) fn go(&mut self, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        if !self.leads || !self.link || self.awaiting.is_some() || self.joining_now {
            return;
        }
        self.store_again(effects);
        self.drop_deleted(around, effects);
        if let Some(joining) = self.joining.as_ref().filter(|joining| joining.refused.is_none())
            && !self.disk.is_unstored(Key::Joining)
        {
            self.joining_now = true;
            self.joining_sent = Some(joining.key);
            effects.push(Effect::Join { key: joining.key, request: joining.request.clone() });
            return;
        }
        let Some(session) = self.session.as_ref().filter(|session| !session.expired) else { return };
        let token = session.token.clone();
        let ops = if self.reads_on { Vec::new() } else { self.next_batch(around, effects) };
        self.requests_made += 1;
        let number = self.requests_made;
        self.awaiting = Some((number, ops.iter().map(|op| op.id).collect()));
        self.fresh.clear();
        self.words_since = None;
        let request = SyncRequest { device: self.device, cursor: self.position.cursor.clone(), ops };
        effects.push(Effect::Send { number, token, request });
    }

    /// The next ops to send, each stored with its id before the request leaves.
    fn next_batch(&mut self, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) -> Vec<Op> {
        let mut ops: Vec<Op> = Vec::new();
        let mut text = 0;
        let at_most = if self.one_by_one { 1 } else { BATCH };
        let mut prepared = Vec::new();
        for (id, draft) in self.drafts.iter_mut() {
            if ops.len() >= at_most || text >= BATCH_TEXT {
                break;
            }
            // What isn't stored isn't sent: after a restart this device wouldn't know that it wrote it.
            let unstored = self.disk.is_unstored(Key::Known(*id)) || self.disk.is_unstored(Key::Written(*id));
            let held = unstored || self.beneath.as_ref().is_some_and(|beneath| beneath.id == *id);
            if held || !draft.is_ready() {
                continue;
            }
            let now = around.now();
            if draft.prepare(now, || around.new_op_id()) {
                prepared.push(*id);
            }
            for op in draft.known.outbox.iter().take(at_most - ops.len()) {
                text += weight(op);
                ops.push(op.clone());
            }
        }
        for id in prepared {
            self.store(Key::Known(id), effects);
        }
        ops
    }

    /// Whether there is something to send that needn't wait for a few more words.
    pub(super) fn has_more_to_send(&self) -> bool {
        let ready = |(id, draft): (&_, &crate::draft::Draft)| {
            let unstored = self.disk.is_unstored(Key::Known(*id)) || self.disk.is_unstored(Key::Written(*id));
            draft.is_ready() && !self.fresh.contains(id) && !unstored
        };
        self.drafts.iter().any(ready)
    }

    /// Waits before the next try: doubled at each failure, with up to half as much again by chance, so that thousands of
    /// devices don't come back at once; never less than the server asked for.
    pub(super) fn back_off(&mut self, around: &mut dyn Surroundings, failure: &Failure, effects: &mut Vec<Effect>) {
        self.failures = self.failures.saturating_add(1);
        let doublings = (self.failures - 1).min(16);
        let (asked, longest) = match failure {
            Failure::Busy { retry_after } => (retry_after.unwrap_or(0).saturating_mul(1_000), LONGEST_WAIT),
            Failure::Unreachable => (0, LONGEST_WAIT_FOR_A_LINK),
            Failure::Garbled | Failure::Refused(_) => (0, LONGEST_WAIT),
        };
        let least = FIRST_WAIT.saturating_mul(1 << doublings).min(longest).max(asked);
        effects.push(Effect::Wait(least.saturating_add(around.random_below(least / 2 + 1))));
    }
}

/// Roughly how many bytes of text an op carries.
fn weight(op: &Op) -> usize {
    let Action::Edit(patch) = &op.action else { return 200 };
    let value = |value: &Value| match value {
        Value::Text(text) => text.len(),
        Value::Authors(authors) => authors.len() * 100,
        _ => 50,
    };
    200 + Patch::iter(patch).map(|(_, of)| value(of)).sum::<usize>()
}
