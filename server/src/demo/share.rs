//! How many initiatives each unit has in each phase. Promises that they are as many as asked for, to the one.
//! A few boards are made lively on purpose; the rest follows the targets and a made-up zeal.

use super::chance::Chance;
use super::units::Listed;
use model::campaign::{Span, UnitTarget};
use model::unit::Unit;

/// Of a hundred initiatives about so many count; the rest are drafts, returned, withdrawn, declined or duplicates.
const COUNTED: u64 = 87;
/// At most so many of a hundred go to the lively boards.
const LIVELY: u64 = 55;
const ZEAL: u64 = 0x7a65_616c;

/// Units whose boards are alive in a small demonstration as well: how many count in each phase. Those of the coal
/// industry have in phase 1 about what was published of 2022, the others are invented.
const LIVELY_UNITS: [(&str, [u64; 2]); 11] = [
    ("cs-than-tuyen-than-cua-ong", [196, 69]),
    ("cs-than-nam-mau", [198, 69]),
    ("cs-than-ha-lam", [141, 49]),
    ("cs-than-che-tao-may", [66, 23]),
    ("cs-than-kho-van-da-bac", [84, 29]),
    ("cs-than-mong-duong", [119, 42]),
    ("cs-than-cao-son", [142, 50]),
    ("cs-than-xay-lap-mo", [71, 25]),
    ("cs-dien-hanoi", [232, 110]),
    ("cs-dien-npt", [207, 90]),
    ("cs-dau-bsr", [140, 180]),
];

/// How many initiatives each unit has in phase 1 and phase 2, in the order of the units.
pub fn shares(seed: u64, scale: usize, units: &[Listed], targets: &[UnitTarget]) -> Vec<[usize; 2]> {
    let scale = scale as u64;
    let lively = |unit: &Unit| LIVELY_UNITS.iter().find(|(code, _)| *code == unit.code.as_str()).map(|(_, n)| *n);
    let wanted: u64 = units.iter().filter_map(|listed| lively(&listed.unit)).flatten().map(|n| n * 100 / COUNTED).sum();
    let room = wanted.min(scale * LIVELY / 100);
    let mut shares = vec![[0; 2]; units.len()];
    let mut given = 0;
    for (at, Listed { unit, .. }) in units.iter().enumerate() {
        for (phase, n) in lively(unit).into_iter().flatten().enumerate() {
            let share = n * 100 / COUNTED * room / wanted.max(1);
            shares[at][phase] = share as usize;
            given += share;
        }
    }
    let weights: Vec<u64> =
        units.iter().enumerate().map(|(at, listed)| weight(seed, at, &listed.unit, targets)).collect();
    let rest = scale - given;
    let [first, second] = [rest / 2, rest - rest / 2];
    for (phase, rest) in [first, second].into_iter().enumerate() {
        for (share, more) in shares.iter_mut().zip(split(rest, &weights)) {
            share[phase] += more as usize;
        }
    }
    shares
}

/// A second-level unit's weight: its target times a made-up zeal of 35% to 160%.
fn weight(seed: u64, at: usize, unit: &Unit, targets: &[UnitTarget]) -> u64 {
    if unit.parent.as_ref().is_none_or(|parent| parent.as_str() != "tld") {
        return 0;
    }
    let target = targets.iter().find(|target| target.unit == unit.code && target.span == Span::Campaign);
    let zeal = Chance::of(&[seed, ZEAL, at as u64]).between(35, 160);
    u64::from(target.and_then(|target| target.target.assigned).unwrap_or(0)) * u64::from(zeal)
}

/// Splits `total` by weights; the largest remainders get what is over.
fn split(total: u64, weights: &[u64]) -> Vec<u64> {
    let sum = weights.iter().map(|weight| u128::from(*weight)).sum::<u128>().max(1);
    let exact = |weight: &u64| u128::from(total) * u128::from(*weight);
    let mut parts: Vec<u64> = weights.iter().map(|weight| (exact(weight) / sum) as u64).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse((exact(&weights[*at]) % sum, *at)));
    let over = total - parts.iter().sum::<u64>();
    for at in order.into_iter().take(over as usize) {
        parts[at] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::super::{targets, units};
    use super::*;

    #[test]
    fn the_shares_sum_to_what_was_asked_for() {
        let (units, targets) = (units::read().unwrap(), targets::targets().unwrap());
        for scale in [0, 1, 7, 100, 5000, 500_000] {
            let shares = shares(1, scale, &units, &targets);
            assert_eq!(shares.iter().flatten().sum::<usize>(), scale);
        }
    }

    #[test]
    fn the_coal_units_have_about_what_was_published() {
        let (units, targets) = (units::read().unwrap(), targets::targets().unwrap());
        let shares = shares(1, 5000, &units, &targets);
        let at = units.iter().position(|listed| listed.unit.code.as_str() == "cs-than-tuyen-than-cua-ong").unwrap();
        assert!((205..235).contains(&shares[at][0]), "{:?}", shares[at]);
    }
}
