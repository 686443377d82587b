//! What the producers' control desk is told: the show with everything around it that matters while it runs.

use super::rules::StoryStanding;
use super::{Benefit, Line, Show};
use crate::calendar::Timestamp;
use crate::field::BenefitPeriod;
use crate::id::InitiativeId;
use crate::initiative::Person;
use serde::{Deserialize, Serialize};

/// `GET /show`, and the data of a `show` event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ControlRoom {
    /// The show.
    pub show: Show,
    /// The server's clock when this was made: embargoes and the clock on the wall are counted from it.
    pub now: Timestamp,
    /// The sequence number of the server's numbers.
    pub seq: u64,
    /// When they held.
    pub as_of: Timestamp,
    /// How many count in the nation now.
    pub submitted: i64,
    /// The leading figure that is on air, if the picture has one.
    pub on_air: Option<i64>,
    /// The server's figure of the item that is on air, if it has one: what stands there unless the figure is held, frozen or
    /// typed, or nothing is shown.
    #[serde(default)]
    pub on_air_at_server: Option<i64>,
    /// The producers who look at the desk now.
    pub present: Vec<Person>,
    /// The outputs that are connected, or were within the last minutes.
    pub outputs: Vec<Output>,
    /// Stories that may be approved, or can't be yet: the latest first, at most 50.
    pub stories: Vec<Candidate>,
    /// How each story of the rundown stands, however long ago it was recognised.
    #[serde(default)]
    pub rundown_stories: Vec<StoryStanding>,
    /// The latest acts, newest first, at most 50.
    pub log: Vec<Line>,
}

/// A stage, an overlay or a presenter's screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Output {
    /// As its address names it: `?as=…`, at most 40 characters.
    pub name: String,
    /// Its width in pixels, as it says itself.
    pub width: u16,
    /// Its height in pixels.
    pub height: u16,
    /// Since when its link is gone; `None` while it is there.
    pub lost: Option<Timestamp>,
}

/// A story that a producer may look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Candidate {
    /// Which initiative.
    pub initiative: InitiativeId,
    /// Its title.
    pub title: String,
    /// The names of those authors who agreed; none without consent.
    pub authors: Vec<String>,
    /// How many authors there are besides, who weren't asked; 0 without consent.
    #[serde(default)]
    pub other_authors: u32,
    /// Its unit's full name.
    pub unit_name: String,
    /// When it was recognised.
    pub recognised_at: Timestamp,
    /// Since when its author agrees to its being public; without that it can't be approved.
    pub consent: Option<Timestamp>,
    /// What would be quoted of it on air; "" without consent.
    #[serde(default)]
    pub quotation: String,
    /// What it is worth, if anybody has said; `None` without consent.
    #[serde(default)]
    pub benefit: Option<Benefit>,
    /// What that sum refers to; `None` without consent.
    #[serde(default)]
    pub period: Option<BenefitPeriod>,
}
