//! Duplicates and retries: with receipts, any interleaving of them gives the same state and the same answers as none.

mod world;

use model::content::Patch;
use model::field::{Field, Value};
use model::id::Rev;
use model::op::{Action, Op, OpResult, Side};
use model::problem::ProblemKind;
use proptest::prelude::*;
use std::collections::BTreeMap;
use world::server::Server;
use world::{actor, initiative, moment, op_id};

/// Any op of two members and three devices on three initiatives, from any base.
fn any_op() -> impl Strategy<Value = (u64, Op)> {
    let words = prop::sample::select(vec!["", "một", "một\nhai", "ba\nhai"]);
    let field = prop::sample::select(vec![Field::Title, Field::Story]);
    let edit = (field.clone(), words).prop_map(|(field, words)| {
        let text = if field == Field::Title { words.replace('\n', " ") } else { words.to_owned() };
        Action::Edit(Patch::of([(field, Value::Text(text))]))
    });
    let choice = (field, any::<bool>()).prop_map(|(field, mine)| {
        Action::Resolve(BTreeMap::from([(field, if mine { Side::Mine } else { Side::Theirs })]))
    });
    let action = prop_oneof![5 => edit, 1 => Just(Action::Submit {}), 1 => Just(Action::Withdraw {}), 1 => choice];
    (1_u64..=3, 1_u64..=3, 0_u32..4, action).prop_map(|(device, on, base, action)| {
        let op = Op { id: op_id(0), initiative: initiative(on), base: Rev(base), at: moment(0), action };
        (device, op)
    })
}

/// Devices 1 and 2 are the first member's, device 3 the second's.
fn send(server: &mut Server, device: u64, op: &Op, millis: i64) -> OpResult {
    server.apply(op.clone(), &actor(if device == 3 { 2 } else { 1 }, device), moment(millis))
}

fn numbered(ops: Vec<(u64, Op)>) -> Vec<(u64, Op)> {
    (1..).zip(ops).map(|(number, (device, op))| (device, Op { id: op_id(number), ..op })).collect()
}

proptest! {
    #[test]
    fn any_interleaving_of_duplicates_and_retries_gives_the_same_state_as_none(
        ops in prop::collection::vec(any_op(), 1..40),
        repeats in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..40),
    ) {
        let ops = numbered(ops);
        let mut once = Server::default();
        let receipts: Vec<OpResult> = (0..).zip(&ops).map(|(at, (device, op))| send(&mut once, *device, op, at)).collect();

        let mut often = Server::default();
        for (at, (device, op)) in ops.iter().enumerate() {
            prop_assert_eq!(&send(&mut often, *device, op, at as i64), &receipts[at]);
            for (when, which) in &repeats {
                // Later, at another time of the clock, something that was sent before is sent again.
                if when.index(ops.len()) == at {
                    let which = which.index(at + 1);
                    let (device, op) = &ops[which];
                    prop_assert_eq!(&send(&mut often, *device, op, 1_000_000), &receipts[which]);
                }
            }
        }
        prop_assert_eq!(often.initiatives, once.initiatives);
        prop_assert!(often.applied.values().all(|times| *times == 1));
    }

    #[test]
    fn an_id_that_comes_again_with_other_content_is_refused_and_changes_nothing(
        ops in prop::collection::vec(any_op(), 1..20), again in any_op(), which: prop::sample::Index,
    ) {
        let ops = numbered(ops);
        let mut server = Server::default();
        (0..).zip(&ops).for_each(|(at, (device, op))| _ = send(&mut server, *device, op, at));
        let before = server.initiatives.clone();
        let (device, taken) = &ops[which.index(ops.len())];
        let forged = Op { id: taken.id, ..again.1 };
        prop_assume!(forged != *taken);
        let result = send(&mut server, *device, &forged, 99);
        prop_assert_eq!(result.problem.map(|problem| problem.kind), Some(ProblemKind::OpReused));
        prop_assert_eq!(server.initiatives, before);
    }
}
