//! Totals: whatever happens to initiatives, the numbers that are kept op by op are those that a recount gives, in each
//! unit and in every unit above it, people included.

mod world;

use model::content::Patch;
use model::field::{Field, Value};
use model::id::{InitiativeId, MemberId, Rev};
use model::initiative::{FieldReasons, Initiative, RecognitionLevel, State};
use model::money::Vnd;
use model::op::{Action, Op, Recognition, Remark, Return};
use model::review::Actor;
use model::rights::{Office, Role};
use model::totals::{Contribution, Tally};
use model::unit::{Level, UnitCode};
use proptest::prelude::*;
use std::collections::BTreeMap;
use world::{Bench, actor, initiative, moment, op_id};

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
    /// By an officer of that unit.
    Officer(&'static str, Action),
}

/// The units with their levels.
const DESKS: [(&str, Level); 6] = [
    ("tld", Level::National),
    ("ldld-a", Level::Province),
    ("ldld-b", Level::Province),
    ("a-1", Level::Upper),
    ("a-2", Level::Upper),
    ("a-1-x", Level::Grassroots),
];

fn recognise(level: RecognitionLevel, verified: Option<i64>) -> Action {
    let benefit_vnd = verified.map(|sum| Vnd::for_initiative(sum).unwrap());
    Action::Recognise(Recognition { benefit_vnd, ..Recognition::at(level) })
}

fn any_decision() -> impl Strategy<Value = Action> {
    let (level, sum) =
        (prop::sample::select(&RecognitionLevel::ALL[..]), prop::option::of(0_i64..=100_000_000_000_000));
    prop_oneof![
        2 => Just(Action::Receive {}),
        2 => Just(Action::Return(Return { reason: "Nói rõ hơn".into(), fields: FieldReasons::default() })),
        6 => (level, sum).prop_map(|(level, sum)| recognise(level, sum)),
        1 => Just(Action::Decline { reason: "Không mới".into() }),
        1 => (1_u64..12).prop_map(|of| Action::MarkDuplicate { of: initiative(of) }),
        3 => Just(Action::Forward {}),
        1 => Just(Action::Comment(Remark { text: "Hay".into(), score: Some(80) })),
    ]
}

fn any_deed() -> impl Strategy<Value = Deed> {
    let sum = prop::option::of(0_i64..=100_000_000_000_000);
    let desk = prop::sample::select(&DESKS[..]);
    prop_oneof![
        3 => sum.prop_map(Deed::Benefit),
        3 => Just(Deed::Submit),
        1 => Just(Deed::Withdraw),
        4 => (desk, any_decision()).prop_map(|((unit, _), action)| Deed::Officer(unit, action)),
    ]
}

fn who(member: u64) -> Actor {
    let units = ["a-1-x", "a-1", "a-2", "ldld-b", "tld"];
    Actor { unit: units[member as usize % units.len()].parse().unwrap(), ..actor(member, member) }
}

/// From the root down to the unit.
fn path_to(unit: &UnitCode) -> Vec<UnitCode> {
    above(unit).iter().rev().map(|unit| unit.parse().unwrap()).collect()
}

/// What becomes of the initiative by this deed, if anything. `others` are those that exist.
fn done(
    current: Option<&Initiative>,
    others: &BTreeMap<InitiativeId, Initiative>,
    on: u64,
    number: u64,
    deed: &Deed,
) -> Option<Initiative> {
    let author = who(on % 7);
    let (mut by, mut offices) = (author.clone(), Vec::new());
    let action = match deed {
        Deed::Benefit(sum) => {
            let sum = sum.map(|sum| Vnd::for_initiative(sum).unwrap());
            let title = Value::Text(format!("Sáng kiến {number}"));
            Action::Edit(Patch::of([(Field::Title, title), (Field::BenefitVnd, Value::Money(sum))]))
        }
        Deed::Submit => Action::Submit {},
        Deed::Withdraw => Action::Withdraw {},
        Deed::Officer(unit, action) => {
            let level = DESKS.iter().find(|(desk, _)| desk == unit).unwrap().1;
            offices.push(Office { role: Role::Reviewer, path: path_to(&unit.parse().unwrap()), level });
            by = actor(50, 50);
            action.clone()
        }
    };
    let original = if let Action::MarkDuplicate { of } = action { others.get(&of) } else { None };
    let base = current.map_or(Rev(0), |current| current.rev);
    let op = Op { id: op_id(number), initiative: initiative(on), base, at: moment(0), action };
    let bench = Bench { by: &by, offices: &offices, path: &path_to(&author.unit), original };
    bench.decide(current, &[], &op, moment(0)).ok().map(|accepted| accepted.initiative)
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
            let Some(after) = done(initiatives.get(&id), &initiatives, *on, number, deed) else { continue };
            board.change(initiatives.get(&id), &after);
            initiatives.insert(id, after);
        }
        let recounted = Board::recount(&initiatives);
        let nothing = Tally::default();
        for (unit, tally) in &board.tallies {
            prop_assert_eq!(tally, recounted.tallies.get(unit).unwrap_or(&nothing), "{}", unit);
        }
        let counted = initiatives.values().filter(|it| it.state.is_counted()).count() as i64;
        let nation = board.tallies.get("tld").unwrap_or(&nothing);
        prop_assert_eq!(nation.submitted, counted);
        let recognised = || initiatives.values().filter(|it| it.state == State::Recognised);
        prop_assert_eq!(nation.recognised, recognised().count() as i64);
        let verified = |it: &Initiative| it.decision.as_ref()?.benefit_vnd.map(Vnd::dong);
        prop_assert_eq!(nation.verified, recognised().filter_map(verified).sum::<i64>());
    }
}

#[test]
fn people_submitted_and_recognised_are_three_counts() {
    let mut board = Board::default();
    let nobody = BTreeMap::new();
    let submitted = |on: u64| {
        let draft = done(None, &nobody, on, on, &Deed::Benefit(Some(10)));
        done(draft.as_ref(), &nobody, on, on, &Deed::Submit).unwrap()
    };
    // The initiatives 1 and 8 are of the same member.
    for on in [1, 8, 2] {
        board.change(None, &submitted(on));
    }
    let before = submitted(1);
    let recognised = Deed::Officer("tld", recognise(RecognitionLevel::Grassroots, Some(7)));
    let after = done(Some(&before), &nobody, 1, 1, &recognised).unwrap();
    board.change(Some(&before), &after);
    let nation = board.tallies["tld"];
    assert_eq!((nation.people, nation.submitted, nation.recognised), (2, 3, 1));
    assert_eq!((nation.estimated, nation.verified), (30, 7));
}

#[test]
fn a_benefit_that_was_not_said_is_not_zero() {
    let initiative = |benefit| {
        let draft = done(None, &BTreeMap::new(), 1, 1, &Deed::Benefit(benefit));
        done(draft.as_ref(), &BTreeMap::new(), 1, 2, &Deed::Submit).unwrap()
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
