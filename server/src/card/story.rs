//! A story's card: its title, how it begins in its author's words, and who they are.

use super::letters::{Letters, Style};
use super::{GOLD, INK, INK_2, INNER, MARGIN, Sheet};

/// What a story's card says, in Vietnamese.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryCard {
    /// Tên sáng kiến.
    pub title: String,
    /// How it begins; "" if there is nothing to quote.
    pub quote: String,
    /// Its authors, as they are named.
    pub by: String,
    /// The unit's full name.
    pub unit: String,
    /// What it is worth, in a line.
    pub worth: Option<String>,
}

impl StoryCard {
    pub(super) fn draw(&self, sheet: &mut Sheet) {
        let title = Letters::new(Style::Bold, 50.0);
        let lines = title.lines(&self.title, INNER, if self.quote.is_empty() { 4 } else { 3 });
        let below = sheet.lines(&lines, &title, (MARGIN, 192.0), 62.0, INK);

        let by = Letters::new(Style::Bold, 30.0);
        let small = Letters::new(Style::Regular, 26.0);
        sheet.lines(&by.lines(&self.by, INNER, 1), &by, (MARGIN, 510.0), 0.0, INK);
        sheet.lines(&small.lines(&self.unit, INNER, 1), &small, (MARGIN, 548.0), 0.0, INK_2);
        if let Some(worth) = &self.worth {
            sheet.lines(&small.lines(worth, INNER, 1), &small, (MARGIN, 586.0), 0.0, INK_2);
        }

        if !self.quote.is_empty() {
            let quote = Letters::new(Style::Italic, 36.0);
            let step = 50.0;
            // Between the title and the author.
            let room = ((456.0 - below) / step).floor() + 1.0;
            let lines = quote.lines(&self.quote, INNER - 40.0, (room as usize).clamp(1, 4));
            sheet.bar((MARGIN, below - 34.0), (5.0, lines.len() as f32 * step - 8.0), GOLD);
            sheet.lines(&lines, &quote, (MARGIN + 40.0, below), step, INK_2);
        }
    }
}
