//! How a change is kept in the log without keeping a text twice: what a device sent and what then held is the same in
//! nearly every op, and follows from the values before the ops that came later.

use model::content::{Content, Patch};
use model::field::{Field, Value};
use model::id::{DeviceId, Rev};
use model::merge::Change;
use std::collections::BTreeMap;

/// A change as the log keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub rev: Rev,
    pub device: DeviceId,
    pub before: Patch,
    /// Fields that held exactly what was sent afterwards.
    pub held: Vec<Field>,
    /// What was sent for other fields.
    pub sent: Patch,
}

impl Kept {
    /// Splits what was sent by what `after`, the content after the op, holds.
    pub fn new(change: &Change, after: &Content) -> Self {
        let mut held = Vec::new();
        let mut sent = Patch::default();
        for (field, value) in change.sent.iter() {
            if after.holds(field, value) {
                held.push(field);
            } else {
                sent.set(field, value.clone());
            }
        }
        Self { rev: change.rev, device: change.device, before: change.before.clone(), held, sent }
    }
}

/// Restores changes, given without a gap up to the content as it is now, in the order of the log.
pub(crate) fn restore(kept: Vec<Kept>, now: &Content) -> Vec<Change> {
    // The values after the change in hand, where they differ from now.
    let mut after: BTreeMap<Field, Value> = BTreeMap::new();
    let mut changes: Vec<Change> = Vec::with_capacity(kept.len());
    for Kept { rev, device, before, held, mut sent } in kept.into_iter().rev() {
        for field in held {
            sent.set(field, after.get(&field).cloned().unwrap_or_else(|| now.get(field)));
        }
        for (field, value) in before.iter() {
            after.insert(field, value.clone());
        }
        changes.push(Change { rev, device, before, sent });
    }
    changes.reverse();
    changes
}

/// The content before all of these changes, given as to [`restore`].
pub(crate) fn unwind<'k>(befores: impl DoubleEndedIterator<Item = &'k Patch>, now: &Content) -> Content {
    let mut content = now.clone();
    for before in befores.rev() {
        content.apply(before);
    }
    content
}
