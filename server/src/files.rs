//! The administrator's files: units and targets. Every fault is named by its line. Reads text and nothing else: what the
//! lines mean for what is stored is the store's to check.

use crate::strict_csv::{self, Columns, CsvError, Record, misread};
use model::campaign::{Span, Target};
use model::text::accept_line;
use model::unit::{Level, Unit, UnitCode};
use std::collections::HashMap;
use std::io::Read;
use store::{TargetLine, UnitLine};

/// Longest name of a unit, in characters.
const MAX_NAME: usize = 300;
/// The largest target: more than there are people in the country.
const MAX_TARGET: u32 = 100_000_000;

const UNIT_COLUMNS: Columns =
    Columns { required: &["code", "parent", "level", "name"], optional: &["note", "successor_2025"] };
const TARGET_COLUMNS: Columns = Columns {
    required: &["unit", "phase", "assigned", "self_set"],
    optional: &["assigned_basis", "self_set_basis", "note"],
};

/// What a file says, with the line of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines<T> {
    pub values: Vec<T>,
    /// As many as there are values.
    numbers: Vec<u64>,
}

impl<T> Lines<T> {
    /// The line of the last value that this is true of: where a file contradicts itself, the earlier one came first.
    pub fn line_of(&self, is_it: impl Fn(&T) -> bool) -> Option<u64> {
        let at = self.values.iter().rposition(is_it)?;
        self.numbers.get(at).copied()
    }
}

/// Reads units: `code,parent,level,name`, and `successor_2025` and `note` if they are there.
///
/// # Errors
/// The first fault.
pub fn units(source: impl Read) -> Result<Lines<UnitLine>, CsvError> {
    let table = strict_csv::read(source, &UNIT_COLUMNS)?;
    let mut seen = HashMap::new();
    lines(table.records(), |row| {
        let (parent, level) = (row.text("parent"), row.text("level"));
        let unit = Unit {
            code: code(row, "code")?,
            parent: if parent.is_empty() { None } else { Some(code(row, "parent")?) },
            level: Level::from_name(level).ok_or_else(|| row.fault(format!("no level is called `{level}`")))?,
            name: name(row, "name")?,
        };
        if let Some(earlier) = seen.insert(unit.code.clone(), row.line()) {
            return Err(row.fault(format!("unit `{}` is there twice, first in line {earlier}", unit.code)));
        }
        let successor = row.text("successor_2025");
        let successor = if successor.is_empty() { None } else { Some(name(row, "successor_2025")?) };
        Ok(UnitLine { unit, successor })
    })
}

/// Reads targets: `unit,phase,assigned,self_set`, and where they come from if that is there.
///
/// # Errors
/// The first fault.
pub fn targets(source: impl Read) -> Result<Lines<TargetLine>, CsvError> {
    let table = strict_csv::read(source, &TARGET_COLUMNS)?;
    let mut seen = HashMap::new();
    lines(table.records(), |row| {
        let phase = row.text("phase");
        let span = if phase.is_empty() || phase == Span::Campaign.name() {
            Span::Campaign
        } else {
            Span::Phase(phase.parse().map_err(|error| row.fault(format!("phase `{phase}`: {error}")))?)
        };
        if row.may_be_one_number("assigned", "self_set") {
            let (left, right) = (row.text("assigned"), row.text("self_set"));
            return Err(row.fault(format!(
                "`{left},{right}` may be one number with a comma for its thousands, or two. Write one as {left}{right}, \
                 or two as \"{left}\",\"{right}\""
            )));
        }
        let target = Target { assigned: count(row, "assigned")?, self_set: count(row, "self_set")? };
        let unit = code(row, "unit")?;
        if let Some(earlier) = seen.insert((unit.clone(), span.clone()), row.line()) {
            let of = span.name();
            return Err(row.fault(format!("`{unit}` has two targets for {of}, the first in line {earlier}")));
        }
        Ok(TargetLine { unit, span, target })
    })
}

fn lines<'t, T>(
    records: impl Iterator<Item = Record<'t>>,
    mut read: impl FnMut(Record<'t>) -> Result<T, CsvError>,
) -> Result<Lines<T>, CsvError> {
    let mut lines = Lines { values: Vec::new(), numbers: Vec::new() };
    for record in records {
        lines.values.push(read(record)?);
        lines.numbers.push(record.line());
    }
    Ok(lines)
}

fn code(row: Record<'_>, column: &str) -> Result<UnitCode, CsvError> {
    let text = row.text(column);
    text.parse().map_err(|error| row.fault(format!("{column} `{text}`: {error}")))
}

fn name(row: Record<'_>, column: &str) -> Result<String, CsvError> {
    let text = row.text(column);
    if let Some(what) = misread(text) {
        return Err(row.fault(format!("{column} `{text}`: {what}")));
    }
    if text.starts_with(['=', '+', '-', '@', '#']) {
        let what =
            "it looks like a formula, or what a spreadsheet shows in the place of one. Put the text itself there";
        return Err(row.fault(format!("{column} `{text}`: {what}")));
    }
    accept_line(text, MAX_NAME).map_err(|error| row.fault(format!("{column}: {error}")))
}

/// A whole number from 1, or none.
fn count(row: Record<'_>, column: &str) -> Result<Option<u32>, CsvError> {
    let text = row.text(column);
    if text.is_empty() {
        return Ok(None);
    }
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    let count = text.parse().ok().filter(|count: &u32| is_plain && *count <= MAX_TARGET);
    let what = || row.fault(format!("{column} `{text}`: it isn't a whole number from 1 to {MAX_TARGET}, such as 5400"));
    count.map(Some).ok_or_else(what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_as_they_are_published() {
        let file = "\u{feff}code,parent,level,name,note,successor_2025\n\
            tld,,national,Tổng Liên đoàn Lao động Việt Nam,,\n\
            ldld-bac-giang,tld,province,Liên đoàn Lao động tỉnh Bắc Giang,,Liên đoàn Lao động tỉnh Bắc Ninh\n\n";
        let units = units(file.as_bytes()).unwrap().values;
        assert_eq!(units.len(), 2);
        assert_eq!(units[0].unit.parent, None);
        assert_eq!(units[1].unit.parent, Some("tld".parse().unwrap()));
        assert_eq!(units[1].successor.as_deref(), Some("Liên đoàn Lao động tỉnh Bắc Ninh"));
    }

    #[test]
    fn the_files_of_the_demonstration_are_read_whole() {
        assert_eq!(units(include_bytes!("../data/units.csv").as_slice()).unwrap().values.len(), 95);
        let targets = targets(include_bytes!("../data/targets.csv").as_slice()).unwrap();
        assert!(targets.values.len() > 80);
    }

    #[test]
    fn targets_are_for_a_phase_or_the_whole_campaign() {
        let file =
            "unit,phase,assigned,self_set\r\ncd-dau-khi,,5400,\r\ntld,total,1000000,\r\ntld,phase-1,300000,310000\r\n";
        let targets = targets(file.as_bytes()).unwrap().values;
        let span = |index: usize| targets[index].span.name().to_owned();
        assert_eq!([span(0), span(1), span(2)], ["total", "total", "phase-1"]);
        assert_eq!(targets[2].target, Target { assigned: Some(300_000), self_set: Some(310_000) });
    }

    fn target_fault(rows: &str) -> String {
        targets(format!("unit,phase,assigned,self_set\n{rows}\n").as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn lesson_30_a_number_that_may_be_another_is_refused() {
        for row in ["tld,total,1,000,000", "tld,total,1,000", "tld,total,5,400", "tld,total,53,740", "tld,,1,000,"] {
            assert!(target_fault(row).starts_with("line 2: "), "{row}");
        }
        for number in [
            "5.400",
            "5 400",
            "1e6",
            "1E+06",
            "-5",
            "+5",
            "0",
            "007",
            "5400.0",
            "５４００",
            "100000001",
            "5k",
            "1'000",
            "#REF!",
        ] {
            let told = target_fault(&format!("tld,,\"{number}\","));
            assert!(told.starts_with("line 2: assigned `") && told.contains("5400"), "{told}");
        }
        assert!(target_fault("tld,,\"5,400\",").contains("whole number"));
        // Two numbers that are meant: of nearly the same size, or each in quotes.
        for row in ["tld,,120,150", "tld,,\"5\",\"400\"", "tld,,300000,310000", "tld,,999,999"] {
            targets(format!("unit,phase,assigned,self_set\n{row}\n").as_bytes()).unwrap();
        }
        // With semicolons a comma is no separator.
        targets("unit;phase;assigned;self_set\ntld;;5;400\n".as_bytes()).unwrap();
    }

    #[test]
    fn a_fault_is_named_by_its_line() {
        let unit = |rows: &str| units(format!("code,parent,level,name\n{rows}").as_bytes()).unwrap_err().to_string();
        assert_eq!(unit("a,,village,A\n"), "line 2: no level is called `village`");
        assert_eq!(unit("a,,team,A\nB,a,team,B\n"), "line 3: code `B`: a code is 1 to 64 characters of a–z, 0–9 and -");
        assert_eq!(unit("a,,team,A\nb,a,team,B\na,,team,A\n"), "line 4: unit `a` is there twice, first in line 2");
        assert_eq!(
            target_fault("a,,5,\nb,,6,\na,total,7,"),
            "line 4: `a` has two targets for total, the first in line 2"
        );
        assert_eq!(target_fault("a,Đợt 1,5,").split(": ").nth(1), Some("phase `Đợt 1`"));
        let no_column = units("code,parent,level\na,,team\n".as_bytes()).unwrap_err().to_string();
        assert_eq!(no_column, "there is no column `name` in the first line, which says: code, parent, level");
    }

    #[test]
    fn a_name_whose_letters_were_lost_is_refused() {
        for name in [
            "Li?n ?o?n Lao ??ng t?nh B?c Giang",
            "LiÃªn Ä‘oÃ n Lao Ä‘á»™ng",
            "Liªn ®oµn Lao ®éng",
            "Coâng ñoaøn Daàu khí",
            "=VLOOKUP(A2;X;1)",
            "#N/A",
            "-",
            "\"Hai\ndòng\"",
            "",
        ] {
            let told = units(format!("code,parent,level,name\na,,team,{name}\n").as_bytes()).unwrap_err().to_string();
            assert!(told.starts_with("line 2: name"), "{name}: {told}");
        }
        let names = [
            "Hà Nội",
            "Công đoàn Công ty Nestlé",
            "\"Công đoàn “Sao Vàng”, số 2 (TP.HCM) – chi nhánh\"",
            "Tổ 5/2 & bạn",
        ];
        for name in names {
            units(format!("code,parent,level,name\na,,team,{name}\n").as_bytes()).unwrap();
        }
    }
}
