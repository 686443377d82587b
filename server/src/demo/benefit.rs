//! Invented benefit in money. Promises sums of 5 million dong up to a few billion, many small and few large, rarely more,
//! and often none, because authors often say nothing. Made of products alone, so that every machine gets the same.

use super::chance::Chance;
use model::field::BenefitPeriod;
use model::money::Vnd;

/// Of a thousand initiatives so many say nothing about money, and how large a sum is against a common one, in percent:
/// machinery that stops an oil field is another matter than a class room.
fn habits(trade: &str) -> (usize, u64) {
    match trade {
        "oil" => (150, 1500),
        "power" | "coal" | "aviation" => (250, 400),
        "port" | "manufacture" | "textile" | "construction" | "railway" | "rubber" => (300, 180),
        "school" | "office" | "hospital" => (620, 60),
        _ => (420, 100),
    }
}

const LEAST: u64 = 5_000_000;
const MOST: u64 = 100_000_000_000;

/// A sum and its period; `None` if the author says nothing.
pub fn draw(trade: &str, chance: &mut Chance) -> Option<(Vnd, BenefitPeriod)> {
    let (silent, percent) = habits(trade);
    if chance.per_mille(silent) {
        return None;
    }
    // Eight factors of 60% to 220% are near enough to a log-normal distribution.
    let mut sum = 5_000_000 * percent / 100;
    for _ in 0..8 {
        sum = sum * u64::from(chance.between(60, 220)) / 100;
    }
    if chance.per_mille(3) {
        sum *= u64::from(chance.between(10, 40));
    }
    let sum = rounded(sum.clamp(LEAST, MOST), chance);
    let period = if chance.per_mille(650) { BenefitPeriod::PerYear } else { BenefitPeriod::Once };
    Vnd::for_initiative(sum as i64).ok().map(|sum| (sum, period))
}

/// Most people give two or three digits; some give what the accountant wrote.
fn rounded(sum: u64, chance: &mut Chance) -> u64 {
    let digits = match chance.below(10) {
        0 => return sum / 1000 * 1000,
        1..=5 => 100,
        _ => 1000,
    };
    let mut unit = 1;
    while sum / unit >= digits {
        unit *= 10;
    }
    sum / unit * unit
}

/// What an officer found of the author's estimate: most of it, sometimes all.
pub fn verified(estimate: Vnd, chance: &mut Chance) -> Option<Vnd> {
    if chance.per_mille(300) {
        return None;
    }
    let percent = if chance.per_mille(350) { 100 } else { i64::from(chance.between(60, 98)) };
    Vnd::for_initiative(estimate.dong() / 100 * percent).ok()
}
