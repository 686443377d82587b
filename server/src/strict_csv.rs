//! A table in a text file, read strictly: whatever is irregular in it (quotes, the number of cells, columns, encodings,
//! separators) is refused with its line and what to do, because a table that was understood in part is a table with wrong
//! numbers. Reads what Excel writes as "CSV UTF-8" and as "Unicode text". Knows nothing of what the columns mean.

mod decode;
#[cfg(test)]
mod tests;

pub use decode::misread;

use std::io::Read;

/// No list of units is larger: a nation of 130,000 takes 15 MB.
const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// What may stand between cells.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// Why a file can't be read.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    #[error("it can't be read: {0}")]
    Unreadable(#[from] std::io::Error),
    #[error("it is larger than {} MiB: that is no such list", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    /// Not a text of lines and cells at all; what it is, and what to do.
    #[error("{0}")]
    NotText(&'static str),
    #[error("the first line doesn't name the columns. It has to be: {0} (separated by commas, semicolons or tabs)")]
    NoColumns(String),
    #[error("there is no column `{name}` in the first line, which says: {found}")]
    NoColumn { name: &'static str, found: String },
    #[error(
        "the first line names a column `{name}`, which means nothing here. Take it out, or give it one of these names: {known}"
    )]
    UnknownColumn { name: String, known: String },
    #[error("the first line names the column `{0}` twice")]
    ColumnTwice(String),
    #[error("column {0} has no name in the first line. Take it out, also where it is empty")]
    UnnamedColumn(usize),
    #[error("line {line}: {what}")]
    Line { line: u64, what: String },
    #[error("there is nothing in it but the first line")]
    Empty,
}

/// The columns that a table may have, by the names in its first line.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    pub required: &'static [&'static str],
    pub optional: &'static [&'static str],
}

/// A table with at least one row.
#[derive(Debug)]
pub struct Table {
    /// In lower case, in their order.
    names: Vec<String>,
    rows: Vec<Row>,
    separator: char,
}

/// A row as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    /// Where it begins, from 1.
    line: u64,
    cells: Vec<Cell>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Cell {
    text: String,
    is_quoted: bool,
}

/// A row, by the names of its columns.
#[derive(Debug, Clone, Copy)]
pub struct Record<'t> {
    table: &'t Table,
    row: &'t Row,
}

/// Reads a table that has these columns and no others.
///
/// # Errors
/// [`CsvError`]: the first thing that is irregular.
pub fn read(source: impl Read, columns: &Columns) -> Result<Table, CsvError> {
    let mut bytes = Vec::new();
    source.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(CsvError::TooLarge);
    }
    let text = decode::text(&bytes)?;
    let (text, line, separator) = separator(&text, columns);
    let mut rows = rows(text, line, separator)?.into_iter();
    let names = names(rows.next(), columns)?;
    let mut table = Table { names, rows: Vec::new(), separator };
    for row in rows {
        let is_empty = row.cells.iter().all(|cell| cell.text.trim().is_empty());
        if row.cells.len() == 1 && is_empty {
            continue;
        }
        if row.cells.len() != table.names.len() {
            return Err(wrong_number(&row, table.names.len(), separator));
        }
        if !is_empty {
            table.rows.push(row);
        }
    }
    if table.rows.is_empty() { Err(CsvError::Empty) } else { Ok(table) }
}

impl Table {
    /// The rows that have anything in them, in their order.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        self.rows.iter().map(|row| Record { table: self, row })
    }
}

impl<'t> Record<'t> {
    /// Where it begins, from 1.
    pub fn line(self) -> u64 {
        self.row.line
    }

    /// The text in a column, without spaces around it; empty if there is no such column.
    pub fn text(self, column: &str) -> &'t str {
        self.cell(column).map_or("", |cell| cell.text.trim())
    }

    /// Something is wrong with this row.
    pub fn fault(self, what: impl Into<String>) -> CsvError {
        CsvError::Line { line: self.row.line, what: what.into() }
    }

    /// Two numbers that stand beside each other without quotes and could be one with a comma for its thousands: `5,400`.
    pub fn may_be_one_number(self, left: &str, right: &str) -> bool {
        let (Some(left), Some(right)) = (self.cell(left), self.cell(right)) else { return false };
        let (whole, thousands) = (left.text.trim(), right.text.trim());
        let is_number = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
        if self.table.separator != ',' || left.is_quoted || right.is_quoted {
            return false;
        }
        if !(1..=3).contains(&whole.len()) || thousands.len() != 3 || !is_number(whole) || !is_number(thousands) {
            return false;
        }
        // The second number may well be a little larger than the first.
        let (left, right): (u32, u32) = (whole.parse().unwrap_or(0), thousands.parse().unwrap_or(0));
        thousands.starts_with('0') || right >= 3 * left
    }

    fn cell(self, column: &str) -> Option<&'t Cell> {
        let at = self.table.names.iter().position(|name| name == column)?;
        self.row.cells.get(at)
    }
}

/// What separates cells, and where the table begins: Excel may write `sep=;` into a line of its own before it. Otherwise it
/// is what makes most of the first line's cells known names.
fn separator<'t>(text: &'t str, columns: &Columns) -> (&'t str, u64, char) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = first.trim_end_matches('\r').trim_matches('"');
    if first.len() >= 4 && first.is_char_boundary(4) && first[..4].eq_ignore_ascii_case("sep=") {
        let mut named = first[4..].chars();
        if let (Some(separator), None) = (named.next(), named.next())
            && SEPARATORS.contains(&separator)
        {
            return (rest, 2, separator);
        }
    }
    let known = |separator: &char| {
        let cells = first.split(*separator).map(|cell| cell.trim().trim_matches('"').to_lowercase());
        cells.filter(|name| columns.all().any(|column| column == name)).count()
    };
    // Of equals the last: the comma.
    let separator = SEPARATORS.into_iter().rev().max_by_key(known).unwrap_or(',');
    (text, 1, separator)
}

impl Columns {
    fn all(&self) -> impl Iterator<Item = &'static str> {
        self.required.iter().chain(self.optional).copied()
    }
}

/// The columns' names, each of which is known and there once.
fn names(head: Option<Row>, columns: &Columns) -> Result<Vec<String>, CsvError> {
    let list = || columns.all().collect::<Vec<_>>().join(", ");
    let cells = head.map(|head| head.cells).unwrap_or_default();
    let names: Vec<String> = cells.iter().map(|cell| cell.text.trim().to_lowercase()).collect();
    if !names.iter().any(|name| columns.all().any(|column| column == name)) {
        return Err(CsvError::NoColumns(columns.required.join(", ")));
    }
    for (at, name) in names.iter().enumerate() {
        if name.is_empty() {
            return Err(CsvError::UnnamedColumn(at + 1));
        }
        if names[..at].contains(name) {
            return Err(CsvError::ColumnTwice(name.clone()));
        }
        if !columns.all().any(|column| column == name) {
            return Err(CsvError::UnknownColumn { name: name.clone(), known: list() });
        }
    }
    match columns.required.iter().find(|column| !names.iter().any(|name| name == *column)) {
        Some(name) => Err(CsvError::NoColumn { name, found: names.join(", ") }),
        None => Ok(names),
    }
}

fn wrong_number(row: &Row, expected: usize, separator: char) -> CsvError {
    let found = row.cells.len();
    let name = match separator {
        '\t' => "a tab",
        ';' => "a semicolon",
        _ => "a comma",
    };
    let what = if found > expected {
        format!(
            "{found} cells, and the first line names {expected} columns. Put a text that has {name} in it in quotes; write \
             numbers without separators: 1000000"
        )
    } else {
        format!(
            "{found} cells, and the first line names {expected} columns. Every line has to have them all, also if empty"
        )
    };
    CsvError::Line { line: row.line, what }
}

/// All rows, the first line's as well. The text begins at `line` of its file.
fn rows(text: &str, line: u64, separator: char) -> Result<Vec<Row>, CsvError> {
    let mut scan = Scan { rest: text, line, separator };
    let mut rows = Vec::new();
    while !scan.rest.is_empty() {
        rows.push(scan.row()?);
    }
    Ok(rows)
}

/// What is left to be read.
struct Scan<'t> {
    rest: &'t str,
    line: u64,
    separator: char,
}

/// What comes behind a cell.
enum Behind {
    Cell,
    Line,
}

impl Scan<'_> {
    fn row(&mut self) -> Result<Row, CsvError> {
        let mut row = Row { line: self.line, cells: Vec::new() };
        loop {
            let cell = if self.rest.starts_with('"') { self.quoted()? } else { self.plain()? };
            row.cells.push(cell);
            match self.behind()? {
                Behind::Cell => {}
                Behind::Line => return Ok(row),
            }
        }
    }

    /// A cell in quotes; a quote in it is written twice.
    fn quoted(&mut self) -> Result<Cell, CsvError> {
        let began = self.line;
        let mut text = String::new();
        self.rest = &self.rest[1..];
        loop {
            let Some(end) = self.rest.find('"') else {
                let what = "a quote is opened here and never closed".to_owned();
                return Err(CsvError::Line { line: began, what });
            };
            let part = &self.rest[..end];
            self.line += part.matches('\n').count() as u64;
            text.push_str(part);
            self.rest = &self.rest[end + 1..];
            match self.rest.strip_prefix('"') {
                Some(rest) => self.rest = rest,
                None => return Ok(Cell { text, is_quoted: true }),
            }
            text.push('"');
        }
    }

    fn plain(&mut self) -> Result<Cell, CsvError> {
        let end = self.rest.find([self.separator, '\n', '\r']).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        if text.contains('"') {
            return Err(
                self.fault("a quote inside a cell. Put the whole cell in quotes, and write the quote in it twice")
            );
        }
        self.rest = rest;
        Ok(Cell { text: text.to_owned(), is_quoted: false })
    }

    fn behind(&mut self) -> Result<Behind, CsvError> {
        if let Some(rest) = self.rest.strip_prefix(self.separator) {
            self.rest = rest;
            // A separator at the very end has an empty cell behind it, which is read as one.
            return Ok(Behind::Cell);
        }
        let rest = self.rest.strip_prefix("\r\n").or_else(|| self.rest.strip_prefix('\n'));
        match rest {
            Some(rest) => {
                self.rest = rest;
                self.line += 1;
                Ok(Behind::Line)
            }
            None if self.rest.is_empty() => Ok(Behind::Line),
            None if self.rest.starts_with('\r') => {
                Err(self.fault("the line ends as on an old Macintosh. Save the file anew as “CSV UTF-8”"))
            }
            None => Err(self.fault("something stands behind a closing quote. A quote inside a cell is written twice")),
        }
    }

    fn fault(&self, what: &str) -> CsvError {
        CsvError::Line { line: self.line, what: what.to_owned() }
    }
}
