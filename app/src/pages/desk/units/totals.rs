//! A unit's totals as these pages read them. `model::wire::Totals` puts the unit's own beside the rest in one object, which the
//! device's reader of JSON doesn't take apart where a percent is among them.

use model::calendar::Timestamp;
use model::campaign::Target;
use model::number::Percent;
use model::unit::{Level, UnitCode};
use model::wire::{BenefitSums, Counted, Counts, UnitTotals};
use serde::Deserialize;

/// The answer to `GET /totals`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Totals {
    /// When it came about.
    pub as_of: Timestamp,
    unit: UnitCode,
    name: String,
    level: Level,
    counts: Counts,
    benefit_vnd: BenefitSums,
    target: Target,
    percent: Option<Percent>,
    counted: Counted,
    /// Of the units directly below.
    pub children: Vec<UnitTotals>,
}

impl Totals {
    /// The unit's own.
    pub fn own(&self) -> UnitTotals {
        UnitTotals {
            unit: self.unit.clone(),
            name: self.name.clone(),
            level: self.level,
            counts: self.counts,
            benefit_vnd: self.benefit_vnd,
            target: self.target,
            percent: self.percent,
            counted: self.counted,
        }
    }
}
