//! Ranks of units by how much of their assigned target is done. Promises that units are compared by the exact fraction and
//! never by a printed percent, that equals share a rank and always stand in the same order, and that boards, stage, cards
//! and the control desk rank alike, since there is no other place that does. Knows nothing of how a rank is shown.

use crate::collate::sort_key;
use crate::unit::{UnitCode, split_name};
use crate::wire::{Neighbour, Standing, UnitTotals};
use std::cmp::{Ordering, Reverse};

/// What is done of a target, as an exact fraction. Equal if the fractions are: 1 of 2 is 50 of 100.
#[derive(Clone, Copy, Debug)]
pub struct Achievement {
    done: u64,
    /// Not 0.
    target: u32,
}

impl Achievement {
    /// `None` without a target, which one of 0 isn't. A count below zero is none.
    pub fn of(done: i64, target: Option<u32>) -> Option<Achievement> {
        let target = target.filter(|target| *target > 0)?;
        Some(Achievement { done: u64::try_from(done).unwrap_or(0), target })
    }

    /// Whether at least so many percent are done.
    pub fn is_at_least(self, percent: u32) -> bool {
        u128::from(self.done) * 100 >= u128::from(self.target) * u128::from(percent)
    }

    /// Whether more is done than was to be.
    pub fn is_exceeded(self) -> bool {
        self.done > u64::from(self.target)
    }
}

impl Ord for Achievement {
    fn cmp(&self, other: &Self) -> Ordering {
        let product = |done: u64, target: u32| u128::from(done) * u128::from(target);
        product(self.done, other.target).cmp(&product(other.done, self.target))
    }
}

impl PartialOrd for Achievement {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Achievement {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Achievement {}

/// A rank: 1, 2, 2, 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// From 1; one more than there are units with a greater fraction.
    pub number: u32,
    /// Another unit has the same ("đồng hạng").
    pub is_shared: bool,
}

/// A unit with its rank among those it was ranked with.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked<'u> {
    /// `None` without an assigned target.
    pub rank: Option<Rank>,
    /// The unit.
    pub unit: &'u UnitTotals,
}

/// All units in the order of their ranks: the greatest fraction first, equals by their names in Vietnamese order, those
/// without an assigned target last, by name too.
pub fn ranked(units: &[UnitTotals]) -> Vec<Ranked<'_>> {
    let mut order: Vec<(Option<Achievement>, &UnitTotals)> =
        units.iter().map(|unit| (unit.achievement(), unit)).collect();
    order.sort_by_cached_key(|(achievement, unit)| (Reverse(*achievement), by_name(unit)));
    let mut rows: Vec<Ranked> = Vec::with_capacity(order.len());
    for (at, (achievement, unit)) in order.iter().enumerate() {
        let is_like =
            |other: Option<&(Option<Achievement>, &UnitTotals)>| other.is_some_and(|(of, _)| of == achievement);
        let before = at.checked_sub(1).and_then(|before| order.get(before));
        let same = rows.last().and_then(|row| row.rank).filter(|_| is_like(before));
        let number = same.map_or_else(|| u32::try_from(at + 1).unwrap_or(u32::MAX), |rank| rank.number);
        let rank = achievement.map(|_| Rank { number, is_shared: is_like(before) || is_like(order.get(at + 1)) });
        rows.push(Ranked { rank, unit });
    }
    rows
}

/// Names in Vietnamese order, by what is proper to each; the code tells units of one name apart.
pub fn by_name(unit: &UnitTotals) -> (Vec<u8>, Vec<u8>, UnitCode) {
    (sort_key(split_name(&unit.name).1), sort_key(&unit.name), unit.unit.clone())
}

/// The place of one unit in a ranking, with the one before and the one after it; two of a kind at either end. `None` if it
/// isn't in it.
pub fn standing(ranking: &[Ranked<'_>], unit: &UnitCode) -> Option<Standing> {
    let own = ranking.iter().position(|row| row.unit.unit == *unit)?;
    let from = own.saturating_sub(1).min(ranking.len().saturating_sub(3));
    let near = ranking.iter().skip(from).take(3).map(|row| Neighbour {
        rank: row.rank.map(|rank| rank.number),
        shared: row.rank.is_some_and(|rank| rank.is_shared),
        unit: row.unit.unit.clone(),
        name: row.unit.name.clone(),
        percent: row.unit.percent,
    });
    let rank = ranking[own].rank;
    Some(Standing {
        rank: rank.map(|rank| rank.number),
        shared: rank.is_some_and(|rank| rank.is_shared),
        of: u32::try_from(ranking.len()).unwrap_or(u32::MAX),
        near: near.collect(),
    })
}
