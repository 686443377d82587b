//! The rules: what may happen to an initiative, by whom, in which state, and what comes of it. Plain functions without
//! I/O, clock or randomness; the server decides with them, and the app asks them what it may offer.

mod officers;

use crate::calendar::Timestamp;
use crate::comment::Comment;
use crate::content::{Content, Patch};
use crate::field::{Fault, Field, FieldFault, Value};
use crate::id::{DeviceId, Rev};
use crate::initiative::{Alternative, Initiative, Person, State};
use crate::merge::{Change, Merged, Seen, merge_values};
use crate::op::{Action, Op, Outcome, Side};
use crate::problem::{Problem, ProblemKind};
use crate::rights::{Deed, Office, Subject, Who, allowed};
use crate::unit::{Slug, UnitCode};
use std::borrow::Cow;
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

/// What an op is decided by beside the initiative itself, as it stands at the moment of deciding: a role that was taken
/// while its tablet was offline is gone here.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// The campaign that a new initiative belongs to.
    pub campaign: &'a Slug,
    /// The actor's roles.
    pub offices: &'a [Office],
    /// From the root down to the initiative's unit. Not needed for what the author does.
    pub path: &'a [UnitCode],
    /// The initiative that a `mark_duplicate` names, if there is one.
    pub original: Option<&'a Initiative>,
    /// The server's clock.
    pub now: Timestamp,
}

/// What an accepted op came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// The initiative after the op; as it was, if `change` is `None`.
    pub initiative: Initiative,
    /// How the op ended.
    pub outcome: Outcome,
    /// The fields in conflict.
    pub conflicts: Vec<Field>,
    /// What the log keeps, to merge later ops from older revisions; `None` if the op changed nothing about the initiative.
    pub change: Option<Change>,
    /// What is to be kept beside the initiative.
    pub comment: Option<Comment>,
}

/// Why nothing of an op was applied.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    /// What its sender is told.
    pub problem: Problem,
    /// What is to be kept beside the initiative all the same: the words of a decision that came after another.
    pub comment: Option<Box<Comment>>,
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Refused { problem, comment: None }
    }
}

impl From<ProblemKind> for Refused {
    fn from(kind: ProblemKind) -> Self {
        Problem::new(kind).into()
    }
}

impl Subject {
    /// The initiative, as far as rights are about it.
    pub fn of(initiative: &Initiative) -> Subject {
        let (author, state, is_put_higher) = (initiative.author.id, initiative.state, initiative.is_put_higher());
        Subject::Initiative { author, state, is_put_higher }
    }
}

/// Whether this person may read the initiative. `who` is before its unit.
pub fn may_see(who: &Who, initiative: &Initiative) -> bool {
    allowed(who, Deed::Read, Subject::of(initiative)).is_ok()
}

/// The initiative as this person may see it: whole, without its words (of what was withdrawn, a reviewer learns that and no
/// more), or not at all. `who` is before its unit.
pub fn shown_to<'i>(who: &Who, initiative: &'i Initiative) -> Option<Cow<'i, Initiative>> {
    if may_see(who, initiative) {
        return Some(Cow::Borrowed(initiative));
    }
    allowed(who, Deed::Follow, Subject::of(initiative)).ok()?;
    let mut wordless = initiative.clone();
    wordless.content = Content::default();
    wordless.alternatives.clear();
    wordless.decision = None;
    Some(Cow::Owned(wordless))
}

/// Decides on one op.
///
/// `current` is the initiative that the op names, if there is one; `changes` are its changes after the op's base, in the
/// order of the log; a new initiative belongs to the actor's unit.
///
/// # Errors
/// The reason why nothing may be applied; the op stands refused, others are not affected. `not-found` also for a base that
/// this server never gave out: it was restored from an older copy, and the device has to send all it has. `invalid` at
/// `/base` for a decision on words that have changed since the officer read them.
pub fn decide(
    current: Option<&Initiative>,
    changes: &[Change],
    op: &Op,
    actor: &Actor,
    place: &Circumstances<'_>,
) -> Result<Accepted, Refused> {
    let Some(current) = current else {
        return Ok(start(op, actor, place.campaign, place.now)?);
    };
    let answer = allowed(&place.who(op.action.deed(), current, actor), op.action.deed(), Subject::of(current));
    if answer == Err(ProblemKind::Forbidden) {
        return Err(ProblemKind::Forbidden.into());
    }
    if op.base > current.rev {
        return Err(ProblemKind::NotFound.into());
    }
    match answer {
        Err(ProblemKind::AlreadyDecided) => return Err(officers::overtaken(current, op, actor, place)),
        answer => answer?,
    }
    let seen = Seen::new(&current.content, changes, op.base, actor.device);
    let mut work = Work { initiative: current.clone(), conflicts: Vec::new(), sent: Patch::default() };
    match &op.action {
        Action::Edit(patch) => work.edit(patch, &seen, actor, place.now),
        Action::Resolve(choices) => work.resolve(choices, &seen, actor.device),
        Action::Submit {} => work.submit(place.now)?,
        Action::Withdraw {} => work.withdraw(),
        Action::Delete {} => return Ok(delete(current, &seen, actor.device, place.now)?),
        Action::Comment(remark) => return officers::comment(current, remark, op, actor, place),
        _ => work.officers(op, actor, &seen, place)?,
    }
    Ok(work.finish(current, seen.others_changed(), actor.device, place.now))
}

/// A first edit starts an initiative, and so does what an officer enters from paper, which is handed in with it. Any other op on one that doesn't exist has nothing to apply to.
fn start(op: &Op, actor: &Actor, campaign: &Slug, now: Timestamp) -> Result<Accepted, Problem> {
    let (Action::Edit(patch) | Action::Enter(patch)) = &op.action else {
        return Err(Problem::new(ProblemKind::NotFound));
    };
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
        received_at: None,
        forwarded: None,
        updated_at: now,
    };
    let mut initiative = empty.clone();
    initiative.content.apply(patch);
    let mut work = Work { initiative, conflicts: Vec::new(), sent: patch.clone() };
    if let Action::Enter(_) = op.action {
        work.submit(now)?;
    }
    Ok(work.finish(&empty, false, actor.device, now))
}

/// The author deletes it. Nothing of its words is in what the log keeps of it, either. Refused if it was changed since they
/// saw it: what they haven't read they haven't thrown away.
fn delete(current: &Initiative, seen: &Seen<'_>, device: DeviceId, now: Timestamp) -> Result<Accepted, Problem> {
    if let Some(rev) = seen.others_last() {
        return Err(officers::changed_since(rev.0, current.rev.0));
    }
    let initiative = Initiative {
        rev: current.rev.next(),
        state: State::Deleted,
        content: Content::default(),
        alternatives: Vec::new(),
        decision: None,
        duplicate_of: None,
        submitted_at: None,
        received_at: None,
        forwarded: None,
        updated_at: now,
        ..current.clone()
    };
    let (before, sent) = (Patch::default(), Patch::default());
    let change = Change { rev: initiative.rev, device, before, sent };
    Ok(Accepted { initiative, outcome: Outcome::Applied, conflicts: Vec::new(), change: Some(change), comment: None })
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
        if !self.initiative.state.is_open() {
            return Ok(());
        }
        let faults = submission_faults(&self.initiative.content, &self.initiative.alternatives);
        if !faults.is_empty() {
            return Err(Problem::faults(faults));
        }
        self.initiative.state = State::Submitted;
        self.initiative.submitted_at = Some(now);
        self.initiative.received_at = None;
        Ok(())
    }

    fn withdraw(&mut self) {
        self.initiative.state = State::Withdrawn;
        self.initiative.submitted_at = None;
        self.initiative.received_at = None;
        self.initiative.forwarded = None;
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
        Accepted { initiative, outcome, conflicts, change: Some(change), comment: None }
    }
}
