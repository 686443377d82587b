//! What an output draws: everything that is in a scene, put together by the server. An output adds nothing to it and knows
//! no other source of numbers, so that what is on air is always what the server issued.

use super::{Drill, Scene, Transition};
use crate::calendar::{Date, Timestamp};
use crate::field::BenefitPeriod;
use crate::id::InitiativeId;
use crate::initiative::{Person, RecognitionLevel};
use crate::league::{Achievement, Ranked};
use crate::money::Vnd;
use crate::number::{Lang, Percent, percent_of};
use crate::story::StoryBenefit;
use crate::unit::UnitCode;
use crate::wire::UnitTotals;
use serde::{Deserialize, Serialize};

/// The picture of an output, at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Picture {
    /// The show's revision; 0 where no show is concerned.
    pub revision: u64,
    /// Grows with each change of the numbers. A smaller one than that shown was overtaken on its way.
    pub seq: u64,
    /// When the numbers held: "tính đến 20h15".
    pub as_of: Timestamp,
    /// The server's clock when this was made; what an age is counted from, for studio clocks are wrong.
    pub now: Timestamp,
    /// Whose numbers these are.
    pub figures: Figures,
    /// The language to draw it in, where the output's address doesn't say otherwise.
    pub lang: Lang,
    /// The campaign's name.
    pub campaign: String,
    /// What is in it. `None`: nothing is shown, because it is hidden or nothing was taken yet.
    pub content: Option<Content>,
    /// How it comes in, if another scene was shown before.
    #[serde(default)]
    pub transition: Transition,
    /// Invented data: DỮ LIỆU MINH HỌA.
    pub demo: bool,
    /// Rehearsal: DIỄN TẬP across the picture, and what the simulator does.
    #[serde(default)]
    pub rehearsal: Option<Drill>,
}

/// Whose numbers a picture shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Figures {
    /// The server's, as they come.
    Live,
    /// The server's, kept as they were (giữ con số).
    Held,
    /// The server's, frozen with the whole picture (đóng băng).
    Frozen,
    /// Somebody typed the leading one.
    Typed(Typed),
}

/// A figure that somebody typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Typed {
    /// How many.
    pub figure: i64,
    /// Where it is from, in the producer's words.
    pub source: String,
    /// Who typed it.
    pub by: Person,
    /// When.
    pub at: Timestamp,
}

/// What is in a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "scene", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Content {
    /// [`Scene::Waiting`].
    Waiting {
        /// The address to join at, as text and in the QR code.
        address: String,
        /// The QR code, as the rows of its modules: `#` dark, `.` light, without a quiet zone.
        qr: Vec<String>,
    },
    /// [`Scene::Number`].
    Number {
        /// The unit's.
        totals: UnitTotals,
    },
    /// [`Scene::Unit`].
    Unit {
        /// The unit's.
        totals: UnitTotals,
        /// Its rank among its siblings.
        place: Option<Place>,
        /// The nation's estimated benefit, VND: what the unit's share is of. `None` for the root.
        nation_estimated: Option<i64>,
    },
    /// [`Scene::League`].
    League {
        /// Who takes part.
        of: super::League,
        /// The name of the unit above them, for [`super::League::Children`].
        above: Option<String>,
        /// In the order of their ranks; at most [`super::League::ROWS`].
        rows: Vec<LeagueRow>,
        /// The place of the first row among all that take part, from 1. 0 in pictures that were kept before it was said.
        #[serde(default)]
        first: u32,
        /// How many take part.
        count: usize,
        /// A unit that stands out.
        marked: Option<UnitCode>,
    },
    /// [`Scene::Story`].
    Story(StoryPicture),
    /// [`Scene::Map`].
    Map {
        /// The units directly under the nation, in the order of the directory.
        units: Vec<LeagueRow>,
    },
    /// [`Scene::Timeline`].
    Timeline(Course),
}

/// A unit's place among its siblings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Place {
    /// From 1; equals have the same (1, 2, 2, 4).
    pub rank: u32,
    /// Another unit has the same rank.
    #[serde(default)]
    pub shared: bool,
    /// Of so many.
    pub of: u32,
}

/// A unit in a league or on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeagueRow {
    /// From 1; equals have the same (1, 2, 2, 4). `None` without an assigned target.
    pub rank: Option<u32>,
    /// Another unit has the same rank.
    #[serde(default)]
    pub shared: bool,
    /// The unit.
    pub unit: UnitCode,
    /// Its full name.
    pub name: String,
    /// Counted initiatives.
    pub submitted: i64,
    /// The assigned target.
    #[serde(default)]
    pub assigned: Option<u32>,
    /// Of the assigned target.
    pub percent: Option<Percent>,
}

impl LeagueRow {
    /// How much of the assigned target is done, exactly. `None` without one.
    pub fn achievement(&self) -> Option<Achievement> {
        // Pictures that were kept before the target was said have the percent alone.
        let kept = || Achievement::of(i64::try_from(self.percent?.tenths()).ok()?, Some(1_000));
        Achievement::of(self.submitted, self.assigned).or_else(kept)
    }
}

impl From<&Ranked<'_>> for LeagueRow {
    fn from(row: &Ranked<'_>) -> LeagueRow {
        LeagueRow {
            rank: row.rank.map(|rank| rank.number),
            shared: row.rank.is_some_and(|rank| rank.is_shared),
            unit: row.unit.unit.clone(),
            name: row.unit.name.clone(),
            submitted: row.unit.counts.submitted,
            assigned: row.unit.target.assigned,
            percent: row.unit.percent,
        }
    }
}

/// A story, as far as it may be shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoryPicture {
    /// Which initiative.
    pub initiative: InitiativeId,
    /// Its title.
    pub title: String,
    /// The names of those authors who agreed; none if it was approved without.
    pub authors: Vec<String>,
    /// How many authors there are besides, who weren't asked; 0 if it was approved without names.
    #[serde(default)]
    pub other_authors: u32,
    /// Its unit.
    pub unit: UnitCode,
    /// The unit's full name.
    pub unit_name: String,
    /// In the author's words, shortened at the end of a sentence.
    pub quotation: String,
    /// What it is worth, if anybody has said.
    pub benefit: Option<Benefit>,
    /// What that sum refers to.
    #[serde(default)]
    pub period: Option<BenefitPeriod>,
    /// At which level it was recognised.
    pub level: Option<RecognitionLevel>,
}

/// What an initiative is worth, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Benefit {
    /// The author estimates it.
    Estimated(Vnd),
    /// An officer has verified it.
    Verified(Vnd),
}

/// The course of a campaign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Course {
    /// The unit's numbers.
    pub totals: UnitTotals,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Days and sums up to them, thinned out to what a picture can show.
    pub points: Vec<(Date, i64)>,
    /// What was to be reached by when.
    pub goals: Vec<Goal>,
    /// Days worth naming, the most important first.
    pub milestones: Vec<Milestone>,
    /// When the target is likely to be reached, if it isn't yet.
    pub projection: Option<Projection>,
}

/// A sum to be reached by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Goal {
    /// The last day.
    pub by: Date,
    /// How many.
    pub sum: i64,
}

/// A day on which a sum was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Milestone {
    /// The day.
    pub day: Date,
    /// How many.
    pub sum: i64,
}

/// When a target is likely to be reached, if it goes on as in the last four weeks, or since the campaign began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Projection {
    /// The target.
    pub target: i64,
    /// The likely day.
    pub on: Date,
    /// Initiatives a day in those days, in tenths.
    pub per_day_tenths: u64,
    /// So many days, today included, make the pace: 28, or fewer in a campaign's first weeks.
    #[serde(default = "four_weeks")]
    pub days: u16,
}

fn four_weeks() -> u16 {
    super::forecast::PACE_DAYS
}

/// Of the assigned target, if there is one.
pub(super) fn percent(figure: i64, assigned: Option<u32>) -> Option<Percent> {
    percent_of(u64::try_from(figure).unwrap_or(0), u64::from(assigned?))
}

impl Content {
    /// The leading figure, where there is one: how many.
    pub fn figure(&self) -> Option<i64> {
        match self {
            Content::Number { totals } | Content::Unit { totals, .. } => Some(totals.counts.submitted),
            Content::Timeline(course) => Some(course.totals.counts.submitted),
            Content::Waiting { .. } | Content::League { .. } | Content::Story(_) | Content::Map { .. } => None,
        }
    }

    /// The same with another leading figure, and the percent that follows from it, where it is one that somebody may type
    /// ([`super::rules::may_be_typed`]).
    pub fn with_figure(mut self, figure: i64) -> Content {
        let totals = match &mut self {
            Content::Number { totals } | Content::Unit { totals, .. } => totals,
            _ => return self,
        };
        totals.counts.submitted = figure;
        totals.percent = percent(figure, totals.target.assigned);
        self
    }

    /// Which scene it is of, for an output that has to tell a change of scene from a change of numbers.
    pub fn is_of(&self, scene: &Scene) -> bool {
        match (self, scene) {
            (Content::Waiting { .. }, Scene::Waiting) | (Content::Map { .. }, Scene::Map) => true,
            (Content::Number { totals }, Scene::Number { unit }) => totals.unit == *unit,
            (Content::Unit { totals, .. }, Scene::Unit { unit }) => totals.unit == *unit,
            (Content::Timeline(course), Scene::Timeline { unit }) => course.totals.unit == *unit,
            (Content::Story(story), Scene::Story { initiative }) => story.initiative == *initiative,
            (Content::League { of, marked, .. }, Scene::League { of: wanted, marked: mark, .. }) => {
                of == wanted && marked == mark
            }
            _ => false,
        }
    }
}

impl Benefit {
    /// What a story is worth by its better word: the verified sum, else the estimate.
    pub fn of(benefit: &StoryBenefit) -> Option<Benefit> {
        benefit.verified.map(Benefit::Verified).or(benefit.estimated.map(Benefit::Estimated))
    }
}
