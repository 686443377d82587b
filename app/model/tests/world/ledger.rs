//! What was written, for the oracle of the simulation. Every value carries marks that occur nowhere else; a mark is owed
//! from the moment its words are stored on a device until somebody who saw it took it away.

use model::field::{Field, Value};
use model::id::InitiativeId;
use std::collections::{BTreeMap, BTreeSet};

pub type Mark = String;

/// The marks in a value: words that begin with `#` in texts, and sums of money.
pub fn marks(value: &Value) -> BTreeSet<Mark> {
    match value {
        Value::Text(text) => text.split_whitespace().filter(|word| word.starts_with('#')).map(str::to_owned).collect(),
        Value::Money(Some(sum)) => BTreeSet::from([format!("đ{}", sum.dong())]),
        _ => BTreeSet::new(),
    }
}

/// What a person's act adds and takes away, once it is stored.
#[derive(Clone, Debug)]
pub struct Act {
    pub id: InitiativeId,
    pub field: Field,
    pub wrote: BTreeSet<Mark>,
    pub took_away: BTreeSet<Mark>,
}

/// A mark of one initiative: a copy of an initiative has the same marks, and owes them as well.
type Owed = (Mark, InitiativeId);

#[derive(Default)]
pub struct Ledger {
    owed: BTreeMap<Owed, Field>,
    gone: BTreeSet<Owed>,
    made: u64,
}

impl Ledger {
    pub fn next_number(&mut self) -> u64 {
        self.made += 1;
        self.made
    }

    pub fn stored(&mut self, act: Act) {
        for mark in act.wrote {
            if !self.gone.contains(&(mark.clone(), act.id)) {
                self.owed.insert((mark, act.id), act.field);
            }
        }
        for mark in act.took_away {
            self.forgive(mark, act.id);
        }
    }

    pub fn forgive(&mut self, mark: Mark, id: InitiativeId) {
        let owed = (mark, id);
        self.owed.remove(&owed);
        self.gone.insert(owed);
    }

    /// The words of a deleted initiative go on under another id.
    pub fn moved(&mut self, from: InitiativeId, to: InitiativeId, is_in: impl Fn(&Mark, Field) -> bool) {
        let moved: Vec<(Owed, Field)> = self.owed.iter().map(|(owed, field)| (owed.clone(), *field)).collect();
        for ((mark, id), field) in moved {
            if id == from && is_in(&mark, field) {
                self.owed.remove(&(mark.clone(), from));
                self.owed.insert((mark, to), field);
            }
        }
    }

    /// The initiatives of which something is owed.
    pub fn ids(&self) -> BTreeSet<InitiativeId> {
        self.owed.keys().map(|(_, id)| *id).collect()
    }

    pub fn owed(&self) -> impl Iterator<Item = (&Mark, InitiativeId, Field)> {
        self.owed.iter().map(|((mark, id), field)| (mark, *id, *field))
    }
}
