//! The totals while a batch is decided: what each unit's branch has come to, and who already counts as a person in it.

use model::campaign::Span;
use model::totals::Tally;
use model::unit::{Slug, UnitCode};

/// A unit's totals, its whole branch included, for a campaign or one phase of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyRow {
    pub campaign: Slug,
    pub span: Span,
    pub unit: UnitCode,
    pub tally: Tally,
}
