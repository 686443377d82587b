//! What the producers' control desk is told: the show with everything around it that matters while it runs.

use super::{Line, Show};
use crate::calendar::Timestamp;
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
    /// The producers who look at the desk now.
    pub present: Vec<Person>,
    /// The outputs that are connected, or were within the last minutes.
    pub outputs: Vec<Output>,
    /// Stories that may be approved, or can't be yet: the latest first, at most 50.
    pub stories: Vec<Candidate>,
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
    /// Its authors' names.
    pub authors: Vec<String>,
    /// Its unit's full name.
    pub unit_name: String,
    /// When it was recognised.
    pub recognised_at: Timestamp,
    /// Since when its author agrees to its being public; without that it can't be approved.
    pub consent: Option<Timestamp>,
}
