//! One tab: an engine, its timer, the messages from other tabs that haven't come yet, and what the person did in it that
//! isn't stored yet.

use super::chance::Chance;
use super::ledger::{Act, Mark, marks};
use super::{moment, op_id};
use model::calendar::Timestamp;
use model::content::Content;
use model::draft::Draft;
use model::field::{Field, Value};
use model::id::{InitiativeId, OpId};
use model::money::Vnd;
use model::op::{Action, Side};
use model::sync::{Engine, Event, Surroundings};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The device's clock and the ids it makes.
pub struct Here {
    pub millis: i64,
    pub ops_made: u64,
}

impl Surroundings for Here {
    fn now(&mut self) -> Timestamp {
        self.millis += 7;
        moment(self.millis)
    }
    fn new_op_id(&mut self) -> OpId {
        self.ops_made += 1;
        op_id(self.ops_made)
    }
    fn random_below(&mut self, limit: u32) -> u32 {
        limit / 3
    }
}

pub struct Tab {
    pub number: u64,
    pub engine: Engine,
    pub leads: bool,
    pub timer: bool,
    pub inbox: VecDeque<Event>,
    pub typing_in: Option<(InitiativeId, Field)>,
    pub unstored_acts: Vec<Act>,
}

/// The fields that people write in here: one of each way to merge, and one more long text.
pub const FIELDS: [Field; 4] = [Field::Title, Field::Problem, Field::Story, Field::BenefitVnd];

impl Tab {
    pub fn new(number: u64, engine: Engine) -> Self {
        let (inbox, unstored_acts) = (VecDeque::new(), Vec::new());
        Tab { number, engine, leads: false, timer: false, inbox, typing_in: None, unstored_acts }
    }

    pub fn content(&self, id: InitiativeId) -> Content {
        self.engine.draft(id).map(|draft| draft.written.content().clone()).unwrap_or_default()
    }

    /// The value under the person's hand.
    pub fn under_the_hand(&self) -> Option<Value> {
        self.typing_in.map(|(id, field)| self.content(id).get(field))
    }

    /// The person changes a field from what they see: adds a line, changes or removes one, or replaces the value.
    pub fn write(&mut self, id: InitiativeId, field: Field, number: u64, chance: &mut Chance) -> Event {
        let before = self.content(id).get(field);
        let value = match &before {
            Value::Text(text) if field != Field::Title => Value::Text(rewrite(text, number, chance)),
            Value::Money(_) => Value::Money(Some(Vnd::for_initiative(number as i64).unwrap())),
            _ => Value::Text(format!("Sáng kiến #{number}")),
        };
        let (had, has) = (marks(&before), marks(&value));
        let wrote = has.difference(&had).cloned().collect();
        let took_away = had.difference(&has).cloned().collect();
        self.unstored_acts.push(Act { id, field, wrote, took_away });
        Event::Edited { id, field, value }
    }

    /// The person chooses between two versions.
    pub fn choose(&mut self, id: InitiativeId, field: Field, side: Side) -> Option<Event> {
        let draft = self.engine.draft(id)?;
        let mut seen: BTreeSet<Mark> = marks(&draft.written.content().get(field));
        let theirs = draft.known.newest.as_ref()?.content.get(field);
        seen.extend(marks(&theirs));
        let mut waiting: Vec<_> = draft.known.alternatives().iter().filter(|it| it.field == field).collect();
        seen.extend(waiting.iter().flat_map(|alternative| marks(&alternative.value)));
        waiting.sort_by_key(|alternative| alternative.device == self.engine.device());
        let chosen = if side == Side::Mine { waiting.last()?.value.clone() } else { theirs };
        let took_away = seen.difference(&marks(&chosen)).cloned().collect();
        self.unstored_acts.push(Act { id, field, wrote: BTreeSet::new(), took_away });
        Some(Event::Asked { id, action: Action::Resolve(BTreeMap::from([(field, side)])) })
    }

    /// The person deletes it, with whatever they see of it.
    pub fn delete(&mut self, id: InitiativeId) -> Option<Event> {
        let draft = self.engine.draft(id).filter(|draft| draft.can_be_deleted())?;
        self.typing_in.take_if(|(typed, _)| *typed == id);
        for field in FIELDS {
            let newest = draft.known.newest.as_ref().map(|newest| newest.content.get(field));
            let waiting = draft.known.alternatives().iter().filter(|it| it.field == field).map(|it| it.value.clone());
            let seen = waiting.chain(newest).chain([draft.written.content().get(field)]);
            let took_away = seen.flat_map(|value| marks(&value)).collect();
            self.unstored_acts.push(Act { id, field, wrote: BTreeSet::new(), took_away });
        }
        Some(Event::Asked { id, action: Action::Delete {} })
    }

    /// The person brings in a draft as a whole.
    pub fn bring_in(&mut self, draft: Draft) -> Event {
        let id = draft.written.id;
        self.typing_in.take_if(|(typed, _)| *typed == id);
        for field in FIELDS {
            let wrote = marks(&draft.written.content().get(field));
            self.unstored_acts.push(Act { id, field, wrote, took_away: BTreeSet::new() });
        }
        Event::BroughtIn(Box::new(draft))
    }

    /// The person throws away what the server doesn't have.
    pub fn discard(&mut self, id: InitiativeId) -> Option<Event> {
        self.typing_in.take_if(|(typed, _)| *typed == id);
        let draft = self.engine.draft(id)?;
        for field in FIELDS {
            let theirs = draft.known.newest.as_ref().map(|newest| marks(&newest.content.get(field)));
            let mine = marks(&draft.written.content().get(field));
            let took_away = mine.difference(&theirs.unwrap_or_default()).cloned().collect();
            self.unstored_acts.push(Act { id, field, wrote: BTreeSet::new(), took_away });
        }
        Some(Event::Discarded { id })
    }
}

/// A person's change of a long text: a line added, changed or removed, or all written anew.
pub fn rewrite(text: &str, number: u64, chance: &mut Chance) -> String {
    let mut lines: Vec<String> = if text.is_empty() { Vec::new() } else { text.lines().map(str::to_owned).collect() };
    match chance.below(4) {
        0 | 1 => lines.insert(chance.below(lines.len() + 1), format!("dòng #{number}")),
        2 if !lines.is_empty() => {
            let place = chance.below(lines.len());
            lines[place] = format!("{} thêm #{number}", lines[place]);
        }
        3 if lines.len() > 1 => _ = lines.remove(chance.below(lines.len())),
        _ => lines = vec![format!("viết lại #{number}")],
    }
    lines.join("\n")
}
