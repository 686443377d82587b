//! The administrator's CSV files: units and targets. Columns are found by name; every fault is named by its line. Reads
//! text and nothing else: what the lines mean for what is stored is the store's to check.

use csv::{ReaderBuilder, StringRecord, Trim};
use model::campaign::{Span, Target};
use model::text::accept_line;
use model::unit::{Level, Unit, UnitCode};
use std::io::Read;
use store::{TargetLine, UnitLine};

/// Longest name of a unit, in characters.
const MAX_NAME: usize = 300;

/// Why a file can't be read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It isn't CSV in UTF-8, or can't be read at all.
    #[error("{0}")]
    NotCsv(#[from] csv::Error),
    #[error("there is no column `{0}` in the first line")]
    NoColumn(&'static str),
    #[error("line {line}: {what}")]
    Line { line: u64, what: String },
    #[error("there is nothing in it but the first line")]
    Empty,
}

/// Reads units: `code,parent,level,name`, and `successor_2025` if it is there.
///
/// # Errors
/// The first fault.
pub fn units(source: impl Read) -> Result<Vec<UnitLine>, FileError> {
    let mut table = Table::read(source)?;
    let (code, parent) = (table.column("code")?, table.column("parent")?);
    let (level, name) = (table.column("level")?, table.column("name")?);
    let successor = table.column("successor_2025").ok();
    table.lines(|line| {
        let parent = line.text(parent);
        let level_name = line.text(level);
        Ok(UnitLine {
            unit: Unit {
                code: line.parsed(code)?,
                parent: if parent.is_empty() { None } else { Some(line.unit_code(parent)?) },
                level: Level::from_name(level_name)
                    .ok_or_else(|| line.fault(format!("no level is called `{level_name}`")))?,
                name: line.name(name)?,
            },
            successor: successor.map(|at| line.text(at).to_owned()).filter(|name| !name.is_empty()),
        })
    })
}

/// Reads targets: `unit,phase,assigned,self_set`.
///
/// # Errors
/// The first fault.
pub fn targets(source: impl Read) -> Result<Vec<TargetLine>, FileError> {
    let mut table = Table::read(source)?;
    let (unit, phase) = (table.column("unit")?, table.column("phase")?);
    let (assigned, self_set) = (table.column("assigned")?, table.column("self_set")?);
    table.lines(|line| {
        let phase = line.text(phase);
        let span = if phase.is_empty() || phase == Span::Campaign.name() {
            Span::Campaign
        } else {
            Span::Phase(phase.parse().map_err(|error| line.fault(format!("phase `{phase}`: {error}")))?)
        };
        Ok(TargetLine {
            unit: line.parsed(unit)?,
            span,
            target: Target { assigned: line.count(assigned)?, self_set: line.count(self_set)? },
        })
    })
}

struct Table<R> {
    reader: csv::Reader<R>,
    head: StringRecord,
}

impl<R: Read> Table<R> {
    fn read(source: R) -> Result<Self, FileError> {
        let mut reader = ReaderBuilder::new().trim(Trim::All).flexible(true).from_reader(source);
        let head = reader.headers()?.clone();
        Ok(Self { reader, head })
    }

    fn column(&self, name: &'static str) -> Result<usize, FileError> {
        // Excel writes a byte-order mark before the first name.
        let found =
            self.head.iter().position(|column| column.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name));
        found.ok_or(FileError::NoColumn(name))
    }

    fn lines<T>(&mut self, mut read: impl FnMut(Line) -> Result<T, FileError>) -> Result<Vec<T>, FileError> {
        let mut lines = Vec::new();
        for record in self.reader.records() {
            let record = record?;
            if record.iter().any(|cell| !cell.is_empty()) {
                lines.push(read(Line { record: &record })?);
            }
        }
        if lines.is_empty() { Err(FileError::Empty) } else { Ok(lines) }
    }
}

struct Line<'a> {
    record: &'a StringRecord,
}

impl Line<'_> {
    fn fault(&self, what: String) -> FileError {
        FileError::Line { line: self.record.position().map_or(0, csv::Position::line), what }
    }

    /// A missing cell at the end of a line is an empty one.
    fn text(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or_default()
    }

    fn parsed(&self, column: usize) -> Result<UnitCode, FileError> {
        self.unit_code(self.text(column))
    }

    fn unit_code(&self, text: &str) -> Result<UnitCode, FileError> {
        text.parse().map_err(|error| self.fault(format!("`{text}`: {error}")))
    }

    fn name(&self, column: usize) -> Result<String, FileError> {
        accept_line(self.text(column), MAX_NAME).map_err(|error| self.fault(format!("the name: {error}")))
    }

    /// A whole number, or none.
    fn count(&self, column: usize) -> Result<Option<u32>, FileError> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| self.fault(format!("`{text}` isn't a whole number such as 5400")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_as_they_are_published() {
        let file = "\u{feff}code,parent,level,name,note,successor_2025\n\
            tld,,national,Tổng Liên đoàn Lao động Việt Nam,,\n\
            ldld-bac-giang,tld,province,Liên đoàn Lao động tỉnh Bắc Giang,,Liên đoàn Lao động tỉnh Bắc Ninh\n\n";
        let units = units(file.as_bytes()).unwrap();
        assert_eq!(units.len(), 2);
        assert_eq!(units[0].unit.parent, None);
        assert_eq!(units[1].unit.parent, Some("tld".parse().unwrap()));
        assert_eq!(units[1].successor.as_deref(), Some("Liên đoàn Lao động tỉnh Bắc Ninh"));
    }

    #[test]
    fn targets_are_for_a_phase_or_the_whole_campaign() {
        let file =
            "unit,phase,assigned,self_set\r\ncd-dau-khi,,5400,\r\ntld,total,1000000,\r\ntld,phase-1,300000,310000\r\n";
        let targets = targets(file.as_bytes()).unwrap();
        let span = |index: usize| targets[index].span.name().to_owned();
        assert_eq!([span(0), span(1), span(2)], ["total", "total", "phase-1"]);
        assert_eq!(targets[2].target, Target { assigned: Some(300_000), self_set: Some(310_000) });
    }

    #[test]
    fn a_fault_is_named_by_its_line() {
        let faults = [
            units("code,parent,level,name\na,,village,A\n".as_bytes()).map(|_| ()),
            units("code,parent,level,name\na,,team,A\nB,a,team,B\n".as_bytes()).map(|_| ()),
            units("code,parent,level\na,,team\n".as_bytes()).map(|_| ()),
            targets("unit,phase,assigned,self_set\ntld,,\"5.400\",\n".as_bytes()).map(|_| ()),
            targets("unit,phase,assigned,self_set\n".as_bytes()).map(|_| ()),
        ];
        let texts = faults.map(|fault| fault.unwrap_err().to_string());
        assert_eq!(texts[0], "line 2: no level is called `village`");
        assert_eq!(texts[1], "line 3: `B`: a code is 1 to 64 characters of a–z, 0–9 and -");
        assert_eq!(texts[2], "there is no column `name` in the first line");
        assert_eq!(texts[3], "line 2: `5.400` isn't a whole number such as 5400");
        assert_eq!(texts[4], "there is nothing in it but the first line");
    }
}
