//! The rules: what may happen to an initiative, by whom, in which state, and what comes of it. Plain functions without
//! I/O, clock or randomness; the server decides with them, and the app asks them what it may offer.

use crate::calendar::Timestamp;
use crate::content::{Content, Patch};
use crate::field::{Fault, Field, FieldFault, Value};
use crate::id::{DeviceId, Rev};
use crate::initiative::{Alternative, Initiative, Person, State};
use crate::merge::{Change, Merged, Seen, merge_values};
use crate::op::{Action, Op, Outcome, Side};
use crate::problem::{Problem, ProblemKind};
use crate::unit::{Slug, UnitCode};
use std::collections::BTreeMap;

/// Who did an op: a member on one of their devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The member.
    pub person: Person,
    /// Their unit.
    pub unit: UnitCode,
    /// The device.
    pub device: DeviceId,
}

/// What an accepted op came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// The initiative after the op.
    pub initiative: Initiative,
    /// How the op ended.
    pub outcome: Outcome,
    /// The fields in conflict.
    pub conflicts: Vec<Field>,
    /// What the log keeps, to merge later ops from older revisions.
    pub change: Change,
}

/// Whether this person may see the initiative at all: whoever started it. (Officers come with the review desk.)
pub fn may_see(person: &Person, initiative: &Initiative) -> bool {
    initiative.author.id == person.id
}

/// Decides on one op.
///
/// `current` is the initiative that the op names, if there is one; `changes` are its changes after the op's base, in the
/// order of the log; a new initiative belongs to `campaign` and to the actor's unit.
///
/// # Errors
/// The reason why nothing may be applied; the op stands refused, others are not affected. `not-found` also for a base that
/// this server never gave out: it was restored from an older copy, and the device has to send all it has.
pub fn decide(
    current: Option<&Initiative>,
    changes: &[Change],
    op: &Op,
    actor: &Actor,
    campaign: &Slug,
    now: Timestamp,
) -> Result<Accepted, Problem> {
    let Some(current) = current else {
        return start(op, actor, campaign, now);
    };
    if !may_see(&actor.person, current) {
        return Err(Problem::new(ProblemKind::Forbidden));
    }
    if op.base > current.rev {
        return Err(Problem::new(ProblemKind::NotFound));
    }
    let seen = Seen::new(&current.content, changes, op.base, actor.device);
    let mut work = Work { initiative: current.clone(), conflicts: Vec::new(), sent: Patch::default() };
    let open = || if current.state.is_open() { Ok(()) } else { Err(Problem::new(ProblemKind::Frozen)) };
    match &op.action {
        Action::Edit(patch) => {
            open()?;
            work.edit(patch, &seen, actor, now);
        }
        Action::Resolve(choices) => {
            open()?;
            work.resolve(choices, &seen, actor.device);
        }
        Action::Submit {} => work.submit(now)?,
        Action::Withdraw {} => work.withdraw()?,
        _ => return Err(Problem::new(ProblemKind::Unsupported)),
    }
    Ok(work.finish(current, seen.others_changed(), actor.device, now))
}

/// A first edit starts an initiative. Any other op on one that doesn't exist has nothing to apply to.
fn start(op: &Op, actor: &Actor, campaign: &Slug, now: Timestamp) -> Result<Accepted, Problem> {
    let Action::Edit(patch) = &op.action else { return Err(Problem::new(ProblemKind::NotFound)) };
    if op.base != Rev(0) {
        return Err(Problem::new(ProblemKind::NotFound));
    }
    let empty = Initiative {
        id: op.initiative,
        campaign: campaign.clone(),
        unit: actor.unit.clone(),
        author: actor.person.clone(),
        rev: Rev(0),
        state: State::Draft,
        content: Content::default(),
        alternatives: Vec::new(),
        decision: None,
        duplicate_of: None,
        submitted_at: None,
        updated_at: now,
    };
    let mut initiative = empty.clone();
    initiative.content.apply(patch);
    let work = Work { initiative, conflicts: Vec::new(), sent: patch.clone() };
    Ok(work.finish(&empty, false, actor.device, now))
}

/// Everything that keeps an initiative from being submitted: what its content lacks, and versions that wait for a choice.
pub fn submission_faults(content: &Content, alternatives: &[Alternative]) -> Vec<FieldFault> {
    let mut faults = content.faults();
    for field in Field::ALL {
        if alternatives.iter().any(|alternative| alternative.field == field) {
            faults.push(FieldFault::of(field, Fault::Unresolved));
        }
    }
    faults
}

struct Work {
    initiative: Initiative,
    conflicts: Vec<Field>,
    sent: Patch,
}

impl Work {
    fn edit(&mut self, patch: &Patch, seen: &Seen, actor: &Actor, now: Timestamp) {
        for (field, mine) in patch.iter() {
            let theirs = self.initiative.content.get(field);
            match merge_values(field, &seen.value(field), mine, &theirs) {
                Merged::Clean(value) => self.initiative.content.set(field, value),
                Merged::Conflict => self.keep_alternative(field, mine, seen, actor, now),
            }
        }
        self.sent = patch.clone();
        let content = &self.initiative.content;
        self.initiative.alternatives.retain(|alternative| !content.holds(alternative.field, &alternative.value));
    }

    fn keep_alternative(&mut self, field: Field, value: &Value, seen: &Seen, actor: &Actor, at: Timestamp) {
        self.conflicts.push(field);
        // A device's words take the place of the earlier ones that they were made from, and of no others.
        let made_from = seen.value(field);
        let earlier = |alternative: &Alternative| {
            alternative.field == field && alternative.device == actor.device && alternative.value == made_from
        };
        let alternatives = &mut self.initiative.alternatives;
        let same = |alternative: &Alternative| alternative.field == field && alternative.value == *value;
        alternatives.retain(|alternative| !earlier(alternative) && !same(alternative));
        let by = actor.person.clone();
        alternatives.push(Alternative { field, value: value.clone(), by, device: actor.device, at });
    }

    fn resolve(&mut self, choices: &BTreeMap<Field, Side>, seen: &Seen, device: DeviceId) {
        for (&field, side) in choices {
            // A choice is about the versions that were seen. One that came since isn't overruled by it.
            let came_since = |alternative: &Alternative| seen.sent_since(field, alternative.device, &alternative.value);
            let mut waiting: Vec<&Alternative> =
                self.initiative.alternatives_for(field).filter(|alternative| !came_since(alternative)).collect();
            // The device's own first; otherwise the last to differ.
            waiting.sort_by_key(|alternative| alternative.device == device);
            let Some(mine) = waiting.last().map(|alternative| alternative.value.clone()) else { continue };
            let theirs = self.initiative.content.get(field);
            // Which version it means is only sure while they are the same as those that were seen.
            let unsure = match side {
                Side::Mine => mine != theirs && seen.anyone_sent(field),
                Side::Theirs => seen.value(field) != theirs,
            };
            if unsure {
                self.conflicts.push(field);
                continue;
            }
            let chosen = if *side == Side::Mine { mine } else { theirs };
            self.initiative.content.set(field, chosen.clone());
            self.sent.set(field, chosen);
            self.initiative.alternatives.retain(|alternative| alternative.field != field || came_since(alternative));
        }
    }

    fn submit(&mut self, now: Timestamp) -> Result<(), Problem> {
        match self.initiative.state {
            State::Submitted | State::Received => return Ok(()),
            state if state.is_decided() => return Err(Problem::new(ProblemKind::AlreadyDecided)),
            _ => {}
        }
        let faults = submission_faults(&self.initiative.content, &self.initiative.alternatives);
        if !faults.is_empty() {
            return Err(Problem::faults(faults));
        }
        self.initiative.state = State::Submitted;
        self.initiative.submitted_at = Some(now);
        Ok(())
    }

    fn withdraw(&mut self) -> Result<(), Problem> {
        if self.initiative.state.is_decided() {
            return Err(Problem::new(ProblemKind::AlreadyDecided));
        }
        self.initiative.state = State::Withdrawn;
        self.initiative.submitted_at = None;
        Ok(())
    }

    fn finish(self, earlier: &Initiative, others_changed: bool, device: DeviceId, now: Timestamp) -> Accepted {
        let Work { mut initiative, conflicts, sent } = self;
        initiative.rev = earlier.rev.next();
        initiative.updated_at = now;
        let outcome = match (conflicts.is_empty(), others_changed) {
            (false, _) => Outcome::Conflict,
            (true, true) => Outcome::Merged,
            (true, false) => Outcome::Applied,
        };
        let before = earlier.content.since(&initiative.content);
        let change = Change { rev: initiative.rev, device, before, sent };
        Accepted { initiative, outcome, conflicts, change }
    }
}
