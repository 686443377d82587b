//! Rights: the whole table of role × deed × where the unit stands × state, written down and walked; and what must hold
//! of any table.

mod world;

use model::initiative::State;
use model::problem::ProblemKind;
use model::rights::{Deed, Office, Relation, Role, Subject, Who, allowed};
use model::unit::{Level, UnitCode};
use proptest::prelude::*;
use world::member;

const OF_INITIATIVES: [Deed; 16] = [
    Deed::Edit,
    Deed::Consent,
    Deed::Submit,
    Deed::Withdraw,
    Deed::Delete,
    Deed::Read,
    Deed::Follow,
    Deed::Adopt,
    Deed::ReadHistory,
    Deed::Receive,
    Deed::Return,
    Deed::Recognise,
    Deed::Decline,
    Deed::MarkDuplicate,
    Deed::Forward,
    Deed::Comment,
];

const OF_UNITS: [Deed; 15] = [
    Deed::ReadMembers,
    Deed::ManageMembers,
    Deed::ManageJoinCodes,
    Deed::EnterForMember,
    Deed::ReadTargets,
    Deed::SetOwnTarget,
    Deed::AssignTarget,
    Deed::ReadOfficers,
    Deed::Appoint(Role::Reviewer),
    Deed::Appoint(Role::UnitAdministrator),
    Deed::Appoint(Role::Producer),
    Deed::Appoint(Role::Auditor),
    Deed::Appoint(Role::NationalAdministrator),
    Deed::ReadAudit,
    Deed::RunStudio,
];

/// The columns of the tables on initiatives; the last is recognised and put before the unit above.
const STATES: [(State, bool); 10] = [
    (State::Draft, false),
    (State::Submitted, false),
    (State::Received, false),
    (State::Returned, false),
    (State::Recognised, false),
    (State::Declined, false),
    (State::Withdrawn, false),
    (State::Duplicate, false),
    (State::Recognised, true),
    (State::Deleted, false),
];

/// A sign for each answer: `+` allowed, `-` forbidden, `?` not found, `=` already decided, `#` frozen, `x` deleted.
fn sign(answer: Result<(), ProblemKind>) -> char {
    match answer {
        Ok(()) => '+',
        Err(ProblemKind::Forbidden) => '-',
        Err(ProblemKind::NotFound) => '?',
        Err(ProblemKind::AlreadyDecided) => '=',
        Err(ProblemKind::Frozen) => '#',
        Err(ProblemKind::Deleted) => 'x',
        Err(other) => panic!("{other:?} is no answer about rights"),
    }
}

/// A row for each deed, a column for each state: draft, submitted, received, returned, recognised, declined, withdrawn,
/// duplicate, recognised and put higher, deleted.
type Table = [&'static str; 16];

/// Whoever has no role that covers the unit.
const STRANGER: Table = [
    "----------", // edit
    "----------", // consent
    "----------", // submit
    "----------", // withdraw
    "----------", // delete
    "??????????", // read
    "??????????", // follow
    "????+???+?", // adopt
    "??????????", // read the history
    "----------", // receive
    "----------", // return
    "----------", // recognise
    "----------", // decline
    "----------", // mark as a duplicate
    "----------", // forward
    "----------", // comment
];

/// The author, with whatever roles.
const AUTHOR: Table = [
    "+##+##+##x", // edit
    "+++++++++x", // consent
    "++++==+==x", // submit
    "++++==+==x", // withdraw
    "+##+==+==x", // delete
    "+++++++++x", // read
    "++++++++++", // follow
    "----------", // adopt
    "----------", // read the history
    "----------", // receive
    "----------", // return
    "----------", // recognise
    "----------", // decline
    "----------", // mark as a duplicate
    "----------", // forward
    "----------", // comment
];

const REVIEWER: Table = [
    "----------", // edit
    "----------", // consent
    "----------", // submit
    "----------", // withdraw
    "----------", // delete
    "?+++++?++?", // read
    "?++++++++?", // follow
    "????+???+?", // adopt
    "?+++++?++?", // read the history
    "-++===#==x", // receive
    "-++===#==x", // return
    "-++===#=+x", // recognise
    "-++===#=+x", // decline
    "-++===#==x", // mark as a duplicate
    "-++=+=#=+x", // forward
    "-+++++#++x", // comment
];

const OVERSEER: Table = [
    "----------", // edit
    "----------", // consent
    "----------", // submit
    "----------", // withdraw
    "----------", // delete
    "?++++++++?", // read
    "?++++++++?", // follow
    "????+???+?", // adopt
    "?++++++++?", // read the history
    "----------", // receive
    "----------", // return
    "----------", // recognise
    "----------", // decline
    "----------", // mark as a duplicate
    "----------", // forward
    "----------", // comment
];

fn table(role: Role, relation: Relation) -> Table {
    match (role, relation) {
        (Role::Reviewer, Relation::Own | Relation::Below) => REVIEWER,
        (Role::Auditor | Role::NationalAdministrator, Relation::Own | Relation::Below) => OVERSEER,
        (Role::UnitAdministrator | Role::Producer, _) | (_, Relation::Above | Relation::Beside) => STRANGER,
    }
}

/// On units: a row for each deed; in a row a column for each role, in each of these a sign for own, below, above, beside.
///
/// reviewer, unit administrator, producer, auditor, national administrator
const ON_UNITS: [[&str; 5]; 15] = [
    ["----", "++--", "----", "++--", "++--"], // read members
    ["----", "++--", "----", "----", "++--"], // manage members
    ["----", "++--", "----", "----", "++--"], // manage join codes
    ["----", "++--", "----", "----", "++--"], // enter for a member
    ["----", "++--", "----", "++--", "++--"], // read targets
    ["----", "+---", "----", "----", "+---"], // set the own target
    ["----", "-+--", "----", "----", "++--"], // assign a target
    ["----", "++--", "----", "++--", "++--"], // read who is an officer
    ["----", "++--", "----", "----", "++--"], // appoint a reviewer
    ["----", "-+--", "----", "----", "++--"], // appoint a unit administrator
    ["----", "++--", "----", "----", "++--"], // appoint a producer
    ["----", "-+--", "----", "----", "++--"], // appoint an auditor
    ["----", "----", "----", "----", "+---"], // appoint a national administrator
    ["----", "----", "----", "++--", "++--"], // read the audit
    ["----", "----", "++--", "----", "----"], // run the studio
];

const AUTHORS: u64 = 1;

fn on(state: State, is_put_higher: bool) -> Subject {
    Subject::Initiative { author: member(AUTHORS), state, is_put_higher }
}

fn holding(of: u64, role: Role, relation: Relation) -> Who {
    Who { member: member(of), roles: vec![(role, relation)] }
}

fn assert_table(who: &Who, expected: &Table, what: &str) {
    for (deed, row) in OF_INITIATIVES.into_iter().zip(expected) {
        let signs: String =
            STATES.iter().map(|(state, higher)| sign(allowed(who, deed, on(*state, *higher)))).collect();
        assert_eq!(signs, *row, "{what}: {deed:?}");
    }
}

#[test]
fn on_an_initiative_everybody_may_do_what_the_table_says_and_nothing_else() {
    assert_table(&Who::member(member(2)), &STRANGER, "without a role");
    assert_table(&Who::member(member(AUTHORS)), &AUTHOR, "the author");
    for role in Role::ALL {
        for relation in Relation::ALL {
            assert_table(&holding(2, role, relation), &table(role, relation), &format!("{role:?}, {relation:?}"));
        }
    }
}

#[test]
fn an_officer_does_not_decide_on_their_own_initiative() {
    for role in Role::ALL {
        for relation in Relation::ALL {
            assert_table(&holding(AUTHORS, role, relation), &AUTHOR, &format!("the author, {role:?}, {relation:?}"));
        }
    }
}

#[test]
fn on_a_unit_each_role_may_do_what_the_table_says_and_nothing_else() {
    for (deed, row) in OF_UNITS.into_iter().zip(ON_UNITS) {
        assert_eq!(sign(allowed(&Who::member(member(2)), deed, Subject::Unit)), '-', "{deed:?} without a role");
        for (role, expected) in Role::ALL.into_iter().zip(row) {
            let signs: String = Relation::ALL
                .into_iter()
                .map(|relation| sign(allowed(&holding(2, role, relation), deed, Subject::Unit)))
                .collect();
            assert_eq!(signs, expected, "{deed:?} as {role:?}");
        }
    }
}

#[test]
fn what_is_of_initiatives_is_denied_on_units_and_the_other_way_round() {
    for role in Role::ALL {
        for relation in Relation::ALL {
            for deed in OF_INITIATIVES {
                assert_eq!(sign(allowed(&holding(2, role, relation), deed, Subject::Unit)), '-', "{deed:?}");
            }
            for (deed, (state, higher)) in OF_UNITS.into_iter().flat_map(|deed| STATES.map(|state| (deed, state))) {
                for of in [AUTHORS, 2] {
                    let answer = allowed(&holding(of, role, relation), deed, on(state, higher));
                    assert_eq!(sign(answer), '-', "{deed:?}");
                }
            }
        }
    }
}

fn path(units: &str) -> Vec<UnitCode> {
    units.split_whitespace().map(|unit| unit.parse().unwrap()).collect()
}

#[test]
fn a_right_covers_its_unit_and_everything_under_it() {
    let relation = |right, unit| Relation::between(&path(right), &path(unit));
    assert_eq!(relation("tld a", "tld a"), Relation::Own);
    assert_eq!(relation("tld a", "tld a a-1 a-1-x"), Relation::Below);
    assert_eq!(relation("tld a a-1", "tld a"), Relation::Above);
    assert_eq!(relation("tld a a-1", "tld a a-2"), Relation::Beside);
    assert_eq!(relation("tld", "tld"), Relation::Own);
    for (right, unit) in [("", "tld"), ("tld", ""), ("", "")] {
        assert!(!relation(right, unit).is_covered(), "a unit that isn't in the tree is covered by nobody");
    }
    let office = Office { role: Role::Reviewer, path: path("tld a"), level: Level::Province };
    let who = Who::new(member(2), &[office], &path("tld a a-1"));
    assert_eq!(who.roles, [(Role::Reviewer, Relation::Below)]);
}

#[test]
fn a_role_is_told_by_its_name() {
    for role in Role::ALL {
        assert_eq!(serde_json::to_value(role).unwrap(), role.name());
        assert_eq!(Role::from_name(role.name()), Some(role));
    }
    assert_eq!(Role::from_name("emperor"), None);
}

fn any_role() -> impl Strategy<Value = (Role, Relation)> {
    (prop::sample::select(&Role::ALL[..]), prop::sample::select(&Relation::ALL[..]))
}

fn any_deed() -> impl Strategy<Value = Deed> {
    prop::sample::select([&OF_INITIATIVES[..], &OF_UNITS[..]].concat())
}

fn any_subject() -> impl Strategy<Value = Subject> {
    prop_oneof![
        4 => prop::sample::select(&STATES[..]).prop_map(|(state, higher)| on(state, higher)),
        1 => Just(Subject::Unit),
    ]
}

fn any_who() -> impl Strategy<Value = Who> {
    (1_u64..4, prop::collection::vec(any_role(), 0..5)).prop_map(|(of, roles)| Who { member: member(of), roles })
}

proptest! {
    #[test]
    fn a_role_more_never_takes_a_right_away(who in any_who(), more in any_role(), deed in any_deed(), on in any_subject()) {
        let mut richer = who.clone();
        richer.roles.push(more);
        if allowed(&who, deed, on).is_ok() {
            prop_assert_eq!(allowed(&richer, deed, on), Ok(()));
        }
    }

    #[test]
    fn what_is_allowed_is_allowed_by_one_of_the_roles_or_by_being_the_author(
        who in any_who(), deed in any_deed(), on in any_subject(),
    ) {
        let by_one = who.roles.iter().any(|role| {
            allowed(&Who { member: who.member, roles: vec![*role] }, deed, on).is_ok()
        });
        let by_none = allowed(&Who::member(who.member), deed, on).is_ok();
        prop_assert_eq!(allowed(&who, deed, on).is_ok(), by_one || by_none);
    }

    #[test]
    fn roles_on_units_above_and_beside_are_as_good_as_none(
        who in any_who(), deed in any_deed(), on in any_subject(),
    ) {
        let mut bare = who.clone();
        bare.roles.retain(|(_, relation)| relation.is_covered());
        prop_assert_eq!(allowed(&who, deed, on), allowed(&bare, deed, on));
    }

    #[test]
    fn whoever_is_neither_the_author_nor_an_officer_may_adopt_what_is_recognised_and_nothing_else(
        of in 2_u64..9, deed in any_deed(), on in any_subject(),
    ) {
        let is_recognised = matches!(on, Subject::Initiative { state: State::Recognised, .. });
        let may = deed == Deed::Adopt && is_recognised;
        prop_assert_eq!(allowed(&Who::member(member(of)), deed, on).is_ok(), may);
    }

    #[test]
    fn only_a_reviewer_ever_changes_somebody_elses_initiative(who in any_who(), deed in any_deed(), on in any_subject()) {
        let Subject::Initiative { author, .. } = on else { return Ok(()) };
        // To adopt one says something of one's own unit.
        let changes = !matches!(deed, Deed::Read | Deed::Follow | Deed::ReadHistory | Deed::Adopt);
        if who.member != author && changes && allowed(&who, deed, on).is_ok() {
            prop_assert!(who.roles.iter().any(|(role, at)| *role == Role::Reviewer && at.is_covered()));
        }
    }
}
