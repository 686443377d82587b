//! Edits that meet on the server: whatever two or three devices write from whatever they last saw, each value is in the
//! content, waits as an alternative, or was taken away by somebody who had seen it.

mod world;

use model::content::{Content, Patch};
use model::field::{Field, Value};
use model::id::Rev;
use model::initiative::Initiative;
use model::money::Vnd;
use model::op::{Action, Op, Outcome, Side};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use world::chance::Chance;
use world::ledger::{Act, Ledger, marks};
use world::server::Server;
use world::tab::{FIELDS, rewrite};
use world::{actor, initiative, moment, op_id};

/// A device as the server knows it: what it last saw, and what it wrote on top of that.
struct Writer {
    number: u64,
    seen: Option<Initiative>,
    shown: Content,
}

struct Meeting {
    server: Server,
    writers: Vec<Writer>,
    ledger: Ledger,
    chance: Chance,
    ops: u64,
}

impl Meeting {
    fn new(seed: u64, devices: u64) -> Self {
        let writers = (1..=devices).map(|number| Writer { number, seen: None, shown: Content::default() }).collect();
        let (server, ledger) = (Server::default(), Ledger::default());
        Self { server, writers, ledger, chance: Chance::new(seed), ops: 0 }
    }

    fn current(&self) -> Option<&Initiative> {
        self.server.initiatives.get(&initiative(1))
    }

    fn send(&mut self, which: usize, action: Action) -> Outcome {
        self.ops += 1;
        let writer = &self.writers[which];
        let base = writer.seen.as_ref().map_or(Rev(0), |seen| seen.rev);
        let at = moment(self.ops as i64);
        let op = Op { id: op_id(self.ops), initiative: initiative(1), base, at, action };
        self.server.apply(op, &actor(1, writer.number), at).outcome
    }

    fn look(&mut self, which: usize) {
        let current = self.current().cloned();
        self.writers[which].shown = current.as_ref().map(|it| it.content.clone()).unwrap_or_default();
        self.writers[which].seen = current;
    }

    fn edit(&mut self, which: usize) {
        let mut patch = Patch::default();
        for _ in 0..=self.chance.below(2) {
            let field = FIELDS[self.chance.below(FIELDS.len())];
            let number = self.ledger.next_number();
            let shown = &mut self.writers[which].shown;
            let before = shown.get(field);
            let value = match &before {
                Value::Money(_) => Value::Money(Vnd::for_initiative(number as i64).ok()),
                Value::Text(text) if field != Field::Title => Value::Text(rewrite(text, number, &mut self.chance)),
                _ => Value::Text(format!("Sáng kiến #{number}")),
            };
            let (had, has) = (marks(&before), marks(&value));
            let (wrote, took_away) = (&has - &had, &had - &has);
            self.ledger.stored(Act { id: initiative(1), field, wrote, took_away });
            shown.set(field, value.clone());
            patch.set(field, value);
        }
        let outcome = self.send(which, Action::Edit(patch));
        assert_ne!(outcome, Outcome::Rejected);
    }

    fn choose(&mut self, which: usize) {
        let writer = &self.writers[which];
        let Some(seen) = &writer.seen else { return };
        let Some(field) = self.chance.pick(&seen.alternatives).map(|alternative| alternative.field) else { return };
        let mut waiting: Vec<_> = seen.alternatives_for(field).collect();
        waiting.sort_by_key(|alternative| alternative.device == world::device(writer.number));
        let mut took_away: BTreeSet<_> = waiting.iter().flat_map(|alternative| marks(&alternative.value)).collect();
        let shown = marks(&writer.shown.get(field));
        let side = if self.chance.per_mille(500) { Side::Mine } else { Side::Theirs };
        if side == Side::Mine {
            let chosen = waiting.last().map(|alternative| marks(&alternative.value)).unwrap_or_default();
            took_away.extend(shown.into_iter().chain(marks(&seen.content.get(field))));
            took_away = &took_away - &chosen;
        } else {
            took_away = &took_away - &shown;
        }
        self.ledger.stored(Act { id: initiative(1), field, wrote: BTreeSet::new(), took_away });
        self.send(which, Action::Resolve(BTreeMap::from([(field, side)])));
        // What came of it is seen before anything else is written.
        self.look(which);
    }

    /// Forty steps of whatever comes to people's minds, with nothing lost after any of them.
    fn go_on(&mut self) {
        for step in 0..40 {
            let which = self.chance.below(self.writers.len());
            match self.chance.below(10) {
                0..6 => self.edit(which),
                6..8 => self.look(which),
                _ => self.choose(which),
            }
            let lost = self.nothing_is_lost();
            assert!(lost.is_ok(), "step {step}: {}", lost.unwrap_err());
        }
    }

    fn nothing_is_lost(&self) -> Result<(), String> {
        let Some(current) = self.current() else { return Ok(()) };
        for (mark, _, field) in self.ledger.owed() {
            let kept = current.alternatives_for(field).any(|alternative| marks(&alternative.value).contains(mark));
            if !kept && !marks(&current.content.get(field)).contains(mark) {
                return Err(format!("{mark} in {}: {current:?}", field.name()));
            }
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn no_value_is_lost_whatever_devices_write_from_whatever_they_last_saw(seed: u64, devices in 2_u64..=3) {
        Meeting::new(seed, devices).go_on();
    }

    #[test]
    fn edits_of_different_fields_from_the_same_base_all_hold(title in "[a-z]{1,9}", story in "[a-z]{1,9}", sum in 0_i64..9) {
        let mut meeting = Meeting::new(0, 3);
        meeting.send(0, Action::Edit(Patch::default()));
        (0..3).for_each(|which| meeting.look(which));
        let values = [
            (Field::Title, Value::Text(title)),
            (Field::Story, Value::Text(story)),
            (Field::BenefitVnd, Value::Money(Vnd::for_initiative(sum).ok())),
        ];
        for (which, value) in values.clone().into_iter().enumerate() {
            let outcome = meeting.send(which, Action::Edit(Patch::of([value])));
            prop_assert_eq!(outcome, if which == 0 { Outcome::Applied } else { Outcome::Merged });
        }
        for (field, value) in values {
            prop_assert!(meeting.current().unwrap().content.holds(field, &value));
        }
    }
}

/// One of several versions had gone since they were seen: the content came to hold it, or its writer went on from it.
/// "Mine" must not come to mean another one then.
#[test]
fn a_choice_holds_only_among_the_versions_that_were_seen() {
    for (seed, devices) in [(16_423_503_390_659_104_114, 2), (105_708, 2), (77_741, 3), (367_337, 3)] {
        Meeting::new(seed, devices).go_on();
    }
}

#[test]
fn edits_queued_offline_and_a_submit_behind_them_carry_one_base() {
    let mut meeting = Meeting::new(0, 2);
    let edit = |text: &str| Action::Edit(Patch::of([(Field::Title, Value::Text(text.into()))]));
    for text in ["một", "hai", "ba"] {
        assert_eq!(meeting.send(0, edit(text)), Outcome::Applied);
    }
    assert_eq!(meeting.send(0, Action::Submit {}), Outcome::Applied);
    let current = meeting.current().unwrap();
    assert_eq!((current.content.text(Field::Title), current.rev), ("ba", Rev(4)));
}

#[test]
fn a_choice_does_not_overrule_what_came_after_it_was_made() {
    let mut meeting = Meeting::new(0, 3);
    let edit = |text: &str| Action::Edit(Patch::of([(Field::Title, Value::Text(text.into()))]));
    meeting.send(0, edit("một"));
    (0..3).for_each(|which| meeting.look(which));
    meeting.send(0, edit("hai"));
    assert_eq!(meeting.send(1, edit("ba")), Outcome::Conflict);
    meeting.look(0);
    // While the first device's person looks at "hai" and "ba", the third sends another.
    assert_eq!(meeting.send(2, edit("bốn")), Outcome::Conflict);
    meeting.send(0, Action::Resolve(BTreeMap::from([(Field::Title, Side::Theirs)])));
    let current = meeting.current().unwrap();
    let waiting: Vec<&Value> = current.alternatives.iter().map(|alternative| &alternative.value).collect();
    assert_eq!(current.content.text(Field::Title), "hai");
    assert_eq!(waiting, [&Value::Text("bốn".into())]);
}
