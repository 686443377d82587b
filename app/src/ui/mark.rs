//! The mark: a kilometre stone, the first of a million.

use crate::markup::El;

impl El {
    /// Adds the product's mark, without words: set the name beside it.
    pub fn mark(self) -> El {
        self.html(&format!(r#"<svg class="mark" viewBox="0 0 32 40" aria-hidden="true">{STONE}</svg>"#))
    }
}

/// The mark's shapes, as the inside of an `<svg>`.
const STONE: &str = r#"<path d="M3 39V16a13 13 0 0 1 26 0v23z" fill="var(--mark,var(--blue))"/><path d="M3 16.5V16a13 13 0 0 1 26 0v.5z" fill="var(--gold-bright)"/><path d="m12.5 24.5 4.5-3.2V34" fill="none" stroke="var(--mark-ink,var(--on-blue))" stroke-width="3.2"/>"#;
