//! What the units are to reach, and what was published about 2022–2023. Promises that a published figure stays a target
//! or a reference line and never becomes a count. Where each target comes from is in `data/targets.csv`, `…_basis`.

use super::DemoError;
use model::calendar::Date;
pub use model::campaign::UnitTarget;
use model::campaign::{Span, Target};
use model::unit::UnitCode;

/// The targets as they are imported.
pub const TARGETS_CSV: &str = include_str!("../../data/targets.csv");
/// Every published figure, with its date.
pub const PUBLISHED_CSV: &str = include_str!("../../data/published.csv");

/// A published result of the campaign of 2022–2023: a line beside a chart, never part of a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The day it was true or printed.
    pub date: Date,
    /// The phase, or the whole campaign.
    pub span: Span,
    /// The target it was measured against, where one was printed.
    pub target: Option<u32>,
    /// Initiatives.
    pub initiatives: u32,
    /// What the source adds, in English; may be empty.
    pub note: String,
}

/// The targets of every unit.
///
/// # Errors
/// A line that can't be read; a test reads them all.
pub fn targets() -> Result<Vec<UnitTarget>, DemoError> {
    let mut targets = Vec::new();
    for (at, row) in csv::Reader::from_reader(TARGETS_CSV.as_bytes()).records().enumerate() {
        let row = row?;
        let target = || {
            let target = Target { assigned: number(row.get(2)?)?, self_set: number(row.get(3)?)? };
            Some(UnitTarget { unit: row.get(0)?.parse().ok()?, span: span(row.get(1)?)?, target })
        };
        targets.push(target().ok_or(DemoError::Data { file: "targets.csv", line: at + 2 })?);
    }
    Ok(targets)
}

/// What was published about a unit, oldest first. Label it as figures of the campaign of 2022–2023.
///
/// # Errors
/// A line that can't be read; a test reads them all.
pub fn references(unit: &UnitCode) -> Result<Vec<Reference>, DemoError> {
    let mut references = Vec::new();
    for (at, row) in csv::Reader::from_reader(PUBLISHED_CSV.as_bytes()).records().enumerate() {
        let row = row?;
        let about = |row: &csv::StringRecord| {
            Some((row.get(0)?.parse::<UnitCode>().ok()?, number(row.get(4)?)?, Date::parse(row.get(1)?).ok()?))
        };
        let reference = |date, initiatives| {
            let (target, note) = (number(row.get(3)?)?, row.get(7)?.to_owned());
            Some(Reference { date, span: span(row.get(2)?)?, target, initiatives, note })
        };
        let wrong = DemoError::Data { file: "published.csv", line: at + 2 };
        match about(&row) {
            None => return Err(wrong),
            Some((about, Some(initiatives), date)) if about == *unit => {
                references.push(reference(date, initiatives).ok_or(wrong)?);
            }
            Some(_) => {}
        }
    }
    references.sort_by_key(|reference| reference.date);
    Ok(references)
}

/// `None` for what isn't a number; an empty cell is a number that isn't there.
fn number(cell: &str) -> Option<Option<u32>> {
    if cell.is_empty() { Some(None) } else { cell.parse().ok().map(Some) }
}

fn span(cell: &str) -> Option<Span> {
    if cell == "total" { Some(Span::Campaign) } else { cell.parse().ok().map(Span::Phase) }
}

#[cfg(test)]
mod tests {
    use super::super::units;
    use super::*;

    fn assigned(unit: &str, span: &str) -> Option<u32> {
        let found = targets().unwrap().into_iter().find(|t| t.unit.as_str() == unit && t.span.name() == span);
        found.and_then(|target| target.target.assigned)
    }

    #[test]
    fn the_units_targets_make_up_the_nations() {
        let units = units::read().unwrap();
        let second: Vec<_> = units
            .iter()
            .map(|listed| &listed.unit)
            .filter(|u| u.parent.as_ref().is_some_and(|p| p.as_str() == "tld"))
            .collect();
        assert_eq!(second.len(), 83);
        for (span, nation) in [("total", 1_000_000), ("phase-1", 300_000)] {
            assert_eq!(assigned("tld", span), Some(nation));
            assert_eq!(second.iter().filter_map(|unit| assigned(unit.code.as_str(), span)).sum::<u32>(), nation);
        }
    }

    #[test]
    fn a_published_target_is_unchanged() {
        for row in csv::Reader::from_reader(PUBLISHED_CSV.as_bytes()).records() {
            let row = row.unwrap();
            // "3,500" of Quảng Ninh and the like are as printed; a self-set goal isn't in that column.
            if let Some(target) = number(&row[3]).unwrap() {
                assert_eq!(assigned(&row[0], &row[2]), Some(target), "{row:?}");
            }
        }
    }

    #[test]
    fn published_results_are_reference_lines() {
        let lines = references(&"cd-dau-khi".parse().unwrap()).unwrap();
        assert_eq!((lines[0].initiatives, lines[0].target), (7085, Some(5400)));
        assert_eq!(references(&"tld".parse().unwrap()).unwrap().len(), 3);
        assert!(references(&"cs-dien-npt".parse().unwrap()).unwrap().is_empty());
    }
}
