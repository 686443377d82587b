//! Ranks go by exact fractions: what is printed never decides who is before whom.

use model::campaign::Target;
use model::collate::sort_key;
use model::league::{Achievement, ranked, standing};
use model::totals::Tally;
use model::unit::{Level, split_name};
use model::wire::UnitTotals;
use proptest::prelude::*;

fn unit(at: usize, name: &str, submitted: i64, assigned: Option<u32>) -> UnitTotals {
    let tally = Tally { submitted, ..Tally::default() };
    let target = Target { assigned, self_set: None };
    UnitTotals::new(format!("u-{at}").parse().unwrap(), name.into(), Level::Province, tally, target)
}

fn said(units: &[UnitTotals]) -> Vec<(Option<u32>, bool, &str)> {
    let rows = ranked(units).into_iter();
    rows.map(|row| (row.rank.map(|rank| rank.number), row.rank.is_some_and(|rank| rank.is_shared), &*row.unit.name))
        .collect()
}

#[test]
fn five_units_at_0_4_percent_stand_in_the_order_of_their_fractions() {
    let counts =
        [(3_517, "Ninh Thuận"), (3_925, "An Giang"), (3_600, "Bạc Liêu"), (3_924, "Cà Mau"), (3_599, "Đắk Lắk")];
    let units: Vec<_> =
        counts.iter().map(|(count, name)| unit(*count as usize, name, *count, Some(1_000_000))).collect();
    assert!(units.iter().all(|unit| unit.percent.unwrap().tenths() == 4), "all are printed as 0,4%");
    let order: Vec<_> = said(&units).into_iter().map(|(rank, shared, name)| (rank.unwrap(), shared, name)).collect();
    assert_eq!(
        order,
        [
            (1, false, "An Giang"),
            (2, false, "Cà Mau"),
            (3, false, "Bạc Liêu"),
            (4, false, "Đắk Lắk"),
            (5, false, "Ninh Thuận"),
        ]
    );
}

#[test]
fn equals_share_a_rank_stand_by_their_names_and_the_next_rank_counts_them() {
    let units = [
        unit(1, "Liên đoàn Lao động tỉnh Đắk Lắk", 50, Some(100)),
        unit(2, "Công đoàn Dầu khí Việt Nam", 1, Some(2)),
        unit(3, "Liên đoàn Lao động tỉnh An Giang", 0, None),
        unit(4, "Liên đoàn Lao động tỉnh Ân Thi", 49, Some(100)),
        unit(5, "Liên đoàn Lao động tỉnh Yên Bái", 51, Some(100)),
        unit(6, "Liên đoàn Lao động tỉnh Bắc Kạn", 9, Some(0)),
    ];
    assert_eq!(
        said(&units),
        [
            (Some(1), false, "Liên đoàn Lao động tỉnh Yên Bái"),
            (Some(2), true, "Công đoàn Dầu khí Việt Nam"),
            (Some(2), true, "Liên đoàn Lao động tỉnh Đắk Lắk"),
            (Some(4), false, "Liên đoàn Lao động tỉnh Ân Thi"),
            (None, false, "Liên đoàn Lao động tỉnh An Giang"),
            (None, false, "Liên đoàn Lao động tỉnh Bắc Kạn"),
        ]
    );
    let ranking = ranked(&units);
    let found = standing(&ranking, &units[0].unit).unwrap();
    assert_eq!((found.rank, found.shared, found.of), (Some(2), true, 6));
    let near: Vec<_> = found.near.iter().map(|near| (near.rank, near.shared, split_name(&near.name).1)).collect();
    assert_eq!(near, [(Some(2), true, "Dầu khí Việt Nam"), (Some(2), true, "Đắk Lắk"), (Some(4), false, "Ân Thi")]);
    assert_eq!(standing(&ranking, &"x".parse().unwrap()), None);
}

#[test]
fn a_target_is_exceeded_by_one_and_a_step_is_reached_exactly() {
    let of = |done, target| Achievement::of(done, Some(target)).unwrap();
    assert!(of(10_001, 10_000).is_exceeded() && !of(10_000, 10_000).is_exceeded());
    assert!(of(3, 4).is_at_least(75) && !of(74_999, 100_000).is_at_least(75));
    assert_eq!(Achievement::of(5, Some(0)), None);
    assert_eq!(of(-3, 7), of(0, 9), "a count below zero is none");
    assert!(of(i64::MAX, 1) > of(i64::MAX - 1, 1) && of(i64::MAX, u32::MAX) < of(i64::MAX, u32::MAX - 1));
}

prop_compose! {
    fn some_unit()(near in prop::bool::ANY, done in 0i64..60, large in 0i64..2_000_000, target in prop::option::of(0u32..40), big in 1u32..1_000_000) -> (i64, Option<u32>) {
        if near { (done, target) } else { (large, Some(big)) }
    }
}

proptest! {
    #[test]
    fn ranks_follow_from_the_exact_fractions(counts in prop::collection::vec(some_unit(), 0..40)) {
        let names = ["An Giang", "Ân Thi", "Đắk Lắk", "Dầu khí", "Yên Bái", "Ăn Khê", "Bạc Liêu"];
        let units: Vec<_> = counts.iter().enumerate()
            .map(|(at, (done, target))| unit(at, names[at % names.len()], *done, *target)).collect();
        let rows = ranked(&units);
        prop_assert_eq!(rows.len(), units.len());
        let fraction = |unit: &UnitTotals| unit.target.assigned.filter(|target| *target > 0)
            .map(|target| (unit.counts.submitted as u128, u128::from(target)));
        let is_greater = |a: (u128, u128), b: (u128, u128)| a.0 * b.1 > b.0 * a.1;
        for row in &rows {
            let expected = fraction(row.unit).map(|own| {
                let others = || units.iter().filter(|other| other.unit != row.unit.unit).filter_map(fraction);
                let number = others().filter(|other| is_greater(*other, own)).count() + 1;
                let shared = others().any(|other| !is_greater(other, own) && !is_greater(own, other));
                (number as u32, shared)
            });
            prop_assert_eq!(row.rank.map(|rank| (rank.number, rank.is_shared)), expected);
        }
        for pair in rows.windows(2) {
            let [a, b] = [pair[0].rank.map(|rank| rank.number), pair[1].rank.map(|rank| rank.number)];
            let in_order = b.is_none() || a.is_some_and(|a| b.is_some_and(|b| a <= b));
            prop_assert!(in_order);
            if a == b {
                prop_assert!(sort_key(&pair[0].unit.name) <= sort_key(&pair[1].unit.name), "equals stand by name");
            }
        }
        let mut turned = units.clone();
        turned.reverse();
        let codes = |units: &[UnitTotals]| ranked(units).iter().map(|row| row.unit.unit.clone()).collect::<Vec<_>>();
        prop_assert_eq!(codes(&units), codes(&turned), "whatever order they come in");
    }
}
