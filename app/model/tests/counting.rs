//! Totals: whatever happens to initiatives, the numbers that are kept op by op are those that a recount gives, in each
//! unit and in every unit above it, people included.

mod world;

use model::content::Patch;
use model::field::{Field, Value};
use model::id::{InitiativeId, MemberId, Rev};
use model::initiative::{Decision, Initiative, State};
use model::money::Vnd;
use model::op::{Action, Op};
use model::review::{Actor, decide};
use model::totals::{Contribution, Tally};
use model::unit::UnitCode;
use proptest::prelude::*;
use std::collections::BTreeMap;
use world::{actor, initiative, moment, op_id};

/// The tree: the nation, two branches, and units under the first.
const PARENTS: [(&str, &str); 5] =
    [("ldld-a", "tld"), ("ldld-b", "tld"), ("a-1", "ldld-a"), ("a-2", "ldld-a"), ("a-1-x", "a-1")];

fn above(unit: &UnitCode) -> Vec<String> {
    let mut path = vec![unit.to_string()];
    while let Some((_, parent)) = PARENTS.iter().find(|(child, _)| Some(*child) == path.last().map(String::as_str)) {
        path.push((*parent).to_owned());
    }
    path
}

/// What is kept: a tally for each unit, and how many counted initiatives each member has in it.
#[derive(Default, Debug, PartialEq)]
struct Board {
    tallies: BTreeMap<String, Tally>,
    counted: BTreeMap<(String, MemberId), i64>,
}

impl Board {
    fn change(&mut self, before: Option<&Initiative>, after: &Initiative) {
        let (was, is) = (before.map(Contribution::of).unwrap_or_default(), Contribution::of(after));
        let change = Tally::change(was, is).unwrap();
        for unit in above(&after.unit) {
            let counted = self.counted.entry((unit.clone(), after.author.id)).or_default();
            let had = *counted > 0;
            *counted += change.submitted;
            let people = i64::from(*counted > 0) - i64::from(had);
            let tally = self.tallies.entry(unit).or_default();
            *tally = tally.plus(Tally { people, ..change }).unwrap();
            assert!(tally.is_sound(), "{tally:?}");
        }
    }

    fn recount(initiatives: &BTreeMap<InitiativeId, Initiative>) -> Board {
        let mut board = Board::default();
        initiatives.values().for_each(|initiative| board.change(None, initiative));
        board
    }
}

#[derive(Debug, Clone)]
enum Deed {
    Benefit(Option<i64>),
    Submit,
    Withdraw,
    Officer(State, Option<i64>),
}

fn any_deed() -> impl Strategy<Value = Deed> {
    let sum = prop::option::of(0_i64..=100_000_000_000_000);
    let state = prop::sample::select(vec![
        State::Received,
        State::Returned,
        State::Recognised,
        State::Declined,
        State::Duplicate,
    ]);
    prop_oneof![
        3 => sum.clone().prop_map(Deed::Benefit),
        3 => Just(Deed::Submit),
        1 => Just(Deed::Withdraw),
        2 => (state, sum).prop_map(|(state, sum)| Deed::Officer(state, sum)),
    ]
}

fn who(member: u64) -> Actor {
    let units = ["a-1-x", "a-1", "a-2", "ldld-b", "tld"];
    Actor { unit: units[member as usize % units.len()].parse().unwrap(), ..actor(member, member) }
}

/// What becomes of the initiative by this deed, if anything.
fn done(current: Option<&Initiative>, on: u64, number: u64, deed: &Deed) -> Option<Initiative> {
    let author = who(on % 7);
    let action = match deed {
        Deed::Benefit(sum) => {
            let sum = sum.map(|sum| Vnd::for_initiative(sum).unwrap());
            let title = Value::Text(format!("Sáng kiến {number}"));
            Action::Edit(Patch::of([(Field::Title, title), (Field::BenefitVnd, Value::Money(sum))]))
        }
        Deed::Submit => Action::Submit {},
        Deed::Withdraw => Action::Withdraw {},
        Deed::Officer(state, verified) => {
            let mut after = current?.clone();
            after.state = *state;
            let benefit_vnd = verified.map(|sum| Vnd::for_initiative(sum).unwrap());
            let by = after.author.clone();
            after.decision = Some(Decision { by, at: moment(0), reason: None, level: None, benefit_vnd });
            return Some(after);
        }
    };
    let base = current.map_or(Rev(0), |current| current.rev);
    let op = Op { id: op_id(number), initiative: initiative(on), base, at: moment(0), action };
    let campaign = "mot-trieu-sang-kien".parse().unwrap();
    decide(current, &[], &op, &author, &campaign, moment(0)).ok().map(|accepted| accepted.initiative)
}

proptest! {
    #[test]
    fn lesson_24_any_history_of_ops_gives_totals_equal_to_a_recount(
        history in prop::collection::vec((1_u64..12, any_deed()), 0..120),
    ) {
        let mut initiatives: BTreeMap<InitiativeId, Initiative> = BTreeMap::new();
        let mut board = Board::default();
        for (number, (on, deed)) in (1..).zip(&history) {
            let id = initiative(*on);
            let Some(after) = done(initiatives.get(&id), *on, number, deed) else { continue };
            board.change(initiatives.get(&id), &after);
            initiatives.insert(id, after);
        }
        let recounted = Board::recount(&initiatives);
        let nothing = Tally::default();
        for (unit, tally) in &board.tallies {
            prop_assert_eq!(tally, recounted.tallies.get(unit).unwrap_or(&nothing), "{}", unit);
        }
        let counted = initiatives.values().filter(|it| it.state.is_counted()).count() as i64;
        prop_assert_eq!(board.tallies.get("tld").unwrap_or(&nothing).submitted, counted);
    }
}

#[test]
fn people_submitted_and_recognised_are_three_counts() {
    let mut board = Board::default();
    let submitted = |on: u64| {
        let draft = done(None, on, on, &Deed::Benefit(Some(10)));
        done(draft.as_ref(), on, on, &Deed::Submit).unwrap()
    };
    // The initiatives 1 and 8 are of the same member.
    for on in [1, 8, 2] {
        board.change(None, &submitted(on));
    }
    let before = submitted(1);
    let after = done(Some(&before), 1, 1, &Deed::Officer(State::Recognised, Some(7))).unwrap();
    board.change(Some(&before), &after);
    let nation = board.tallies["tld"];
    assert_eq!((nation.people, nation.submitted, nation.recognised), (2, 3, 1));
    assert_eq!((nation.estimated, nation.verified), (30, 7));
}

#[test]
fn a_benefit_that_was_not_said_is_not_zero() {
    let initiative = |benefit| {
        let draft = done(None, 1, 1, &Deed::Benefit(benefit));
        done(draft.as_ref(), 1, 2, &Deed::Submit).unwrap()
    };
    let tally = |initiative| Tally::change(Contribution::default(), Contribution::of(&initiative)).unwrap();
    assert_eq!((tally(initiative(None)).without_benefit, tally(initiative(Some(0))).without_benefit), (1, 0));
}

#[test]
fn a_sum_that_leaves_the_range_is_an_error_and_not_a_wrong_number() {
    let huge = Tally { estimated: i64::MAX, ..Tally::default() };
    let one = Tally { estimated: 1, ..Tally::default() };
    assert!(huge.plus(one).is_err());
    assert!(
        Tally { verified: i64::MIN, ..Tally::default() }.minus(one).is_err()
            || Tally::default().minus(Tally { verified: i64::MIN, ..one }).is_err()
    );
}
