//! A house of several storeys: initiatives of one unit, their author, and reviewers of that unit and of those above it.

use super::{Bench, actor, desk, initiative, moment, op_id, path};
use model::content::Patch;
use model::field::{Field, Value};
use model::id::{InitiativeId, Rev};
use model::initiative::{FieldReasons, Initiative, RecognitionLevel};
use model::merge::Change;
use model::money::Vnd;
use model::op::{Action, Op, Recognition, Return};
use model::problem::ProblemKind;
use model::review::{Accepted, Actor, Refused};
use model::rights::Office;
use model::unit::Level;
use std::collections::BTreeMap;

pub const UNIT: &str = "tld a a-1 a-1-x";
pub const AUTHOR: u64 = 1;

/// A server with initiatives of one unit, and everybody who has something to do with them.
#[derive(Default)]
pub struct House {
    pub initiatives: BTreeMap<InitiativeId, Initiative>,
    pub changes: BTreeMap<InitiativeId, Vec<Change>>,
    pub ops: u64,
}

/// Who acts: a member, on a device of their own, and their offices.
pub type By = (u64, Vec<Office>);

pub fn author() -> By {
    (AUTHOR, Vec::new())
}

/// Reviewers of the initiative's unit, of the one above, of the branch and of the nation.
pub fn base() -> By {
    (10, vec![desk(UNIT, Level::Grassroots)])
}

pub fn colleague() -> By {
    (11, vec![desk(UNIT, Level::Grassroots)])
}

pub fn upper() -> By {
    (12, vec![desk("tld a a-1", Level::Upper)])
}

pub fn national() -> By {
    (14, vec![desk("tld", Level::National)])
}

impl House {
    /// With the initiatives 1 and 2, handed in.
    pub fn new() -> Self {
        let mut house = House::default();
        for number in 1..=2 {
            house.at(number, &author(), Rev(0), write(Field::Title, "Gá hàn")).unwrap();
            house.does(number, &author(), Action::Submit {}).unwrap();
        }
        house
    }

    /// From somebody whose device last had that revision.
    pub fn at(&mut self, number: u64, by: &By, base: Rev, action: Action) -> Result<Accepted, Refused> {
        self.ops += 1;
        let id = initiative(number);
        let op = Op { id: op_id(self.ops), initiative: id, base, at: moment(0), action };
        let changes = self.changes.entry(id).or_default();
        let original = match op.action {
            Action::MarkDuplicate { of } => self.initiatives.get(&of),
            _ => None,
        };
        let who = Actor { unit: "a-1-x".parse().unwrap(), ..actor(by.0, by.0) };
        let bench = Bench { by: &who, offices: &by.1, path: &path(UNIT), original };
        let accepted = bench.decide(self.initiatives.get(&id), changes, &op, moment(1_000 * self.ops as i64))?;
        changes.extend(accepted.change.clone());
        self.initiatives.insert(id, accepted.initiative.clone());
        Ok(accepted)
    }

    /// From somebody who has seen the newest revision.
    pub fn does(&mut self, number: u64, by: &By, action: Action) -> Result<Initiative, ProblemKind> {
        let base = self.rev(number);
        self.at(number, by, base, action).map(|accepted| accepted.initiative).map_err(|refused| refused.problem.kind)
    }

    pub fn rev(&self, number: u64) -> Rev {
        self.get(number).rev
    }

    pub fn get(&self, number: u64) -> &Initiative {
        &self.initiatives[&initiative(number)]
    }
}

pub fn write(field: Field, text: &str) -> Action {
    Action::Edit(Patch::of([(field, Value::Text(text.into()))]))
}

pub fn ask(reason: &str) -> Action {
    let fields = FieldReasons::of([(Field::Effect, "Bao nhiêu giờ?".to_owned())]);
    Action::Return(Return { reason: reason.into(), fields })
}

pub fn decline(reason: &str) -> Action {
    Action::Decline { reason: reason.into() }
}

pub fn recognise(level: RecognitionLevel) -> Action {
    Action::Recognise(Recognition::at(level))
}

pub fn verified(level: RecognitionLevel, dong: i64) -> Action {
    let benefit_vnd = Some(Vnd::for_initiative(dong).unwrap());
    Action::Recognise(Recognition { benefit_vnd, how_checked: Some("Xem sổ".into()), ..Recognition::at(level) })
}

pub fn decisions() -> [Action; 4] {
    [
        ask("Nói rõ hơn"),
        recognise(RecognitionLevel::Grassroots),
        decline("Không mới"),
        Action::MarkDuplicate { of: initiative(2) },
    ]
}
