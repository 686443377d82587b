//! The report: Markdown that reads well in a terminal too, printed as it grows and written to a file at the end.

use crate::Measured;
use std::path::Path;

/// What was found so far.
#[derive(Debug, Default)]
pub struct Report {
    text: String,
}

impl Report {
    fn line(&mut self, line: &str) {
        println!("{line}");
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Begins a section.
    pub fn heading(&mut self, title: &str) {
        self.line("");
        self.line(&format!("## {title}"));
        self.line("");
    }

    /// A paragraph.
    pub fn note(&mut self, text: &str) {
        self.line("");
        self.line(text);
        self.line("");
    }

    /// Begins a table; rows follow.
    pub fn table(&mut self, columns: &[&str]) {
        self.line(&format!("| {} |", columns.join(" | ")));
        self.line(&format!("|{}", "---|".repeat(columns.len())));
    }

    /// A row of the table begun last.
    pub fn row(&mut self, cells: &[String]) {
        self.line(&format!("| {} |", cells.join(" | ")));
    }

    /// Writes everything to a file.
    pub fn write(&self, path: &Path) -> Measured<()> {
        std::fs::write(path, &self.text).map_err(|error| format!("{}: {error}", path.display()).into())
    }
}

/// A whole number with its thousands apart: `17 200`.
pub fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(grouped(999.4), "999");
        assert_eq!(grouped(1_234_567.0), "1\u{202f}234\u{202f}567");
    }
}
