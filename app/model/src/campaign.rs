//! A campaign, its phases and its targets.

use crate::calendar::Date;
use crate::unit::{Slug, UnitCode};
use serde::{Deserialize, Serialize};

/// A campaign: "1 triệu sáng kiến".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Campaign {
    /// Its short name in addresses.
    pub slug: Slug,
    /// Its name as people know it.
    pub name: String,
    /// First day, in Vietnam.
    pub from: Date,
    /// Last day, in Vietnam.
    pub to: Date,
    /// In the order of their first days; they don't overlap.
    pub phases: Vec<Phase>,
}

/// A part of a campaign with targets of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Phase {
    /// Its short name in data files.
    pub slug: Slug,
    /// First day, in Vietnam.
    pub from: Date,
    /// Last day, in Vietnam.
    pub to: Date,
}

impl Campaign {
    /// The phase that something submitted on `day` counts for: the last that had begun by then. What comes before the
    /// first phase counts for the first, what comes between or after the phases for the one before it, so that every
    /// submission counts for exactly one; whether a late one is eligible is for the officers to say. `None` only for a
    /// campaign without phases.
    pub fn phase_on(&self, day: Date) -> Option<&Phase> {
        self.phases.iter().rev().find(|phase| phase.from <= day).or(self.phases.first())
    }
}

/// What a target refers to: the whole campaign, or one of its phases.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Span {
    /// All of the campaign.
    Campaign,
    /// One of its phases.
    Phase(Slug),
}

impl Span {
    /// The word for it in data files: a phase's slug, or `total`.
    pub fn name(&self) -> &str {
        match self {
            Span::Campaign => "total",
            Span::Phase(slug) => slug.as_str(),
        }
    }
}

/// A unit's target for a campaign or phase, as it stands now. Its earlier values are kept by the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitTarget {
    /// Whose target it is.
    pub unit: UnitCode,
    /// What it refers to.
    pub span: Span,
    /// How many.
    pub target: Target,
}

/// How many initiatives a unit is to reach: given from above, and set by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Target {
    /// Given from above.
    pub assigned: Option<u32>,
    /// Set by the unit itself.
    pub self_set: Option<u32>,
}
