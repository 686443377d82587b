//! The ops that an invented initiative came about by: its words, their submission, and what an officer did.
//! Promises as many as its revision says, in order. Knows nothing of how they are stored.

use super::chance::Chance;
use super::people;
use model::calendar::Timestamp;
use model::content::Patch;
use model::id::{DeviceId, MemberId, OpId};
use model::initiative::{FieldReasons, Initiative, Person, State};
use model::op::{Action, Recognition, Return};
use store::SeedOp;

/// At most so long did it take to write one.
const WRITING_MS: u32 = 3 * 3_600_000;

/// The ops of an initiative, oldest first.
pub fn ops(initiative: &Initiative, officer: &Person, begin: Timestamp, chance: &mut Chance) -> Vec<SeedOp> {
    let author = initiative.author.id;
    let sent = initiative.submitted_at.unwrap_or(initiative.updated_at);
    let written = sent.plus_millis(-i64::from(chance.between(60_000, WRITING_MS))).max(begin);
    let mut ops = vec![op(author, written, Action::Edit(Patch::default()), chance)];
    if initiative.state != State::Draft {
        ops.push(op(author, sent, Action::Submit {}, chance));
    }
    if let Some(action) = last(initiative) {
        let by = if matches!(initiative.state, State::Withdrawn | State::Deleted) { author } else { officer.id };
        ops.push(op(by, initiative.updated_at, action, chance));
    }
    ops
}

/// What brought it into its state, beyond being sent.
fn last(initiative: &Initiative) -> Option<Action> {
    let decision = initiative.decision.as_ref();
    let reason = decision.and_then(|decision| decision.reason.clone()).unwrap_or_default();
    match initiative.state {
        State::Draft | State::Submitted => None,
        State::Deleted => Some(Action::Delete {}),
        State::Received => Some(Action::Receive {}),
        State::Returned => Some(Action::Return(Return { reason, fields: FieldReasons::default() })),
        State::Withdrawn => Some(Action::Withdraw {}),
        State::Declined => Some(Action::Decline { reason }),
        State::Duplicate => initiative.duplicate_of.map(|of| Action::MarkDuplicate { of }),
        State::Recognised => {
            let level = decision.and_then(|decision| decision.level)?;
            let benefit_vnd = decision.and_then(|decision| decision.benefit_vnd);
            let how_checked = decision.and_then(|decision| decision.how_checked.clone());
            Some(Action::Recognise(Recognition { benefit_vnd, how_checked, ..Recognition::at(level) }))
        }
    }
}

fn op(by: MemberId, at: Timestamp, action: Action, chance: &mut Chance) -> SeedOp {
    let id = OpId::new(people::id(at.millis().unsigned_abs(), chance));
    SeedOp { id, by, device: device(by), at, action }
}

/// The one device of a member.
fn device(member: MemberId) -> DeviceId {
    let (high, low) = member.uuid().as_u64_pair();
    DeviceId::new(people::id(high >> 16, &mut Chance::of(&[high, low])))
}
