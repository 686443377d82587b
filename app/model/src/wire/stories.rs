//! What is asked of stories: a page of them, and who would like to apply one.

use crate::story::StoryLine;
use crate::unit::UnitCode;
use serde::{Deserialize, Serialize};

/// The answer to `GET /stories`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoriesResponse {
    /// What was recognised last comes first.
    pub stories: Vec<StoryLine>,
    /// For the next page; `null` behind the last.
    pub cursor: Option<String>,
    /// How many there are in all pages.
    pub total: u64,
}

/// The answer to everything under `/stories/{id}/follow`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FollowResponse {
    /// Whether whoever asks would like to apply it in their unit.
    pub follows: bool,
    /// Whether it is their own.
    pub own: bool,
    /// How many members would.
    pub appliers: u64,
    /// In which units, those with the most first, at most 100; for its author alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<FollowingUnit>,
}

/// A unit in which somebody would like to apply a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FollowingUnit {
    /// Its code.
    pub unit: UnitCode,
    /// Its full name.
    pub name: String,
    /// How many of its members.
    pub members: u64,
}
