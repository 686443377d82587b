//! What a batch changed of one member's, kept long enough to answer whoever sent it without reading it back.

use crate::{Page, PageLimit, Position};
use model::content::Content;
use model::field::{Field, Value};
use model::initiative::Initiative;

/// A member's initiatives that a batch changed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recent {
    /// Where the last change before the batch was; 0 if there was none.
    before: Position,
    /// In the order of their last changes.
    changed: Vec<(Position, Initiative)>,
}

impl Recent {
    /// Nothing changed yet since `before`.
    pub(crate) fn since(before: Position) -> Self {
        Self { before, changed: Vec::new() }
    }

    /// Adds what changed, in any order; [`Recent::sort`] follows.
    pub(crate) fn add(&mut self, position: Position, initiative: Initiative) {
        self.changed.push((position, initiative));
    }

    pub(crate) fn sort(&mut self) {
        self.changed.sort_unstable_by_key(|(position, _)| *position);
    }

    /// What [`crate::Store::changes`] would have given right after the batch. `None` if it has to be asked: something
    /// changed earlier that the reader doesn't have, or there is more than fits.
    pub fn page(&self, after: Position, limit: PageLimit) -> Option<Page> {
        if after < self.before {
            return None;
        }
        let news = self.changed.iter().filter(|(position, _)| *position > after);
        let bytes: usize = news.clone().map(|(_, initiative)| text_bytes(&initiative.content)).sum();
        let initiatives: Vec<Initiative> = news.map(|(_, initiative)| initiative.clone()).collect();
        if initiatives.len() > limit.initiatives || bytes > limit.bytes {
            return None;
        }
        let position = self.changed.last().map_or(after, |(position, _)| after.max(*position));
        Some(Page { initiatives, position, more: false })
    }
}

/// About as many bytes as the content takes in JSON.
fn text_bytes(content: &Content) -> usize {
    let bytes = |field| match content.written(field) {
        Some(Value::Text(text)) => text.len(),
        Some(Value::Authors(authors)) => authors.iter().map(|author| 64 + author.name.len()).sum(),
        _ => 0,
    };
    Field::ALL.into_iter().map(bytes).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: PageLimit = PageLimit { initiatives: 10, bytes: 1000 };

    #[test]
    fn only_a_reader_that_has_everything_before_is_answered() {
        let recent = Recent::since(7);
        assert_eq!(recent.page(6, ROOM), None);
        assert_eq!(recent.page(7, ROOM), Some(Page { initiatives: Vec::new(), position: 7, more: false }));
        assert_eq!(recent.page(9, ROOM).map(|page| page.position), Some(9));
    }
}
