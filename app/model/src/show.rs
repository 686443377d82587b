//! The show: what producers have prepared, what is on air, and what they do about it. Promises nothing by itself: the rules
//! are pure functions, and what outputs draw is a [`Picture`], which the server puts together from
//! numbers that it issued. Knows no store, no HTTP and no drawing.
//!
//! There is one show for a server. Its state is one value with a revision; each [`Act`] that is carried out makes the next
//! one, so that two producers, a button box and a restart in mid-show all see the same.

mod act;
mod control;
mod forecast;
mod picture;
mod prompter;
mod quotation;
pub mod rules;
mod simulator;

pub use act::{Act, Command, Done, Line};
pub use control::{Candidate, ControlRoom, Output};
pub use forecast::project;
pub use picture::{
    Benefit, Content, Course, Figures, Goal, LeagueRow, Milestone, Picture, Place, Projection, StoryPicture, Typed,
};
pub use prompter::Prompter;
pub use quotation::{QUOTED, quotation};
pub use simulator::{made_up, simulated};

use crate::calendar::Timestamp;
use crate::id::InitiativeId;
use crate::initiative::Person;
use crate::number::Lang;
use crate::unit::{Level, UnitCode};
use serde::{Deserialize, Serialize};

/// An item of the rundown. Given out by the rules, never used twice in a show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemId(pub u32);

/// What an item shows. Units are named by code; what there is to say of them is looked up when the picture is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "scene", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Scene {
    /// Màn chờ: the way to join, as a QR code of the app's public address. Holds no unit's join code.
    Waiting,
    /// Con số lớn: how many, and the road to the target.
    Number {
        /// Whose.
        unit: UnitCode,
    },
    /// A unit's own scene: the percent first, then how many, people, benefit and its share of the nation's.
    Unit {
        /// Which.
        unit: UnitCode,
    },
    /// Bảng xếp hạng: a stretch of a league, by percent of the assigned target.
    League {
        /// Who takes part.
        of: League,
        /// The first rank shown, from 1.
        first: u16,
        /// The last rank shown; at most [`League::ROWS`] rows.
        last: u16,
        /// A unit that stands out.
        marked: Option<UnitCode>,
    },
    /// Mỗi sáng kiến là một câu chuyện: one initiative.
    Story {
        /// Which.
        initiative: InitiativeId,
    },
    /// The units directly under the nation on a map.
    Map,
    /// Dòng thời gian: the course of the campaign, its milestones, and the day on which the target is likely to fall.
    Timeline {
        /// Whose.
        unit: UnitCode,
    },
}

/// Who takes part in a league.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "among", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum League {
    /// The units directly under this one.
    Children {
        /// The unit above them.
        of: UnitCode,
    },
    /// Khối thi đua: those directly under the root that are of one level: provinces, sectors, corporations.
    Block {
        /// The level.
        level: Level,
    },
    /// Cụm thi đua: units that somebody has put together.
    Cluster {
        /// What it is called on air, at most 80 characters.
        name: String,
        /// Its units, at most 100.
        units: Vec<UnitCode>,
    },
}

impl League {
    /// At most so many rows fit into the picture.
    pub const ROWS: u16 = 7;
    /// At most so many units make up a cluster.
    pub const MOST_UNITS: usize = 100;
}

/// An item of the rundown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Item {
    /// Which it is.
    pub id: ItemId,
    /// What it shows.
    #[serde(flatten)]
    pub scene: Scene,
    /// Its figures stand still at what they were then.
    #[serde(default)]
    pub held: Option<Held>,
    /// Cấm phát: it can't be taken before this moment. Reaching it only unlocks the item and puts nothing on air.
    #[serde(default)]
    pub embargo: Option<Timestamp>,
    /// A figure that somebody typed stands in place of the server's.
    #[serde(default)]
    pub typed: Option<Typed>,
    /// When it was last put on air.
    #[serde(default)]
    pub aired_at: Option<Timestamp>,
}

/// A picture kept as it was, with its sequence number and time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Held {
    /// The sequence number of the totals in it.
    pub seq: u64,
    /// When its numbers held.
    pub as_of: Timestamp,
    /// The campaign that they are of, by its name; `None` in what was kept before this was noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// The picture itself, with the server's figures.
    pub content: Content,
    /// Of a frozen picture, the typed figure that stood in it: what was marked stays marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<Typed>,
    /// It was kept in a rehearsal, from made-up figures, and goes with it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rehearsal: bool,
}

// A picture's percents are whole tenths, so equality is exact.
impl Eq for Held {}

/// What is on air.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OnAir {
    /// The item.
    pub item: ItemId,
    /// Since when.
    pub since: Timestamp,
    /// How it came in.
    pub transition: Transition,
}

/// How a scene gives way to the next.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Transition {
    /// At once.
    Cut,
    /// In 12 frames.
    #[default]
    Dissolve,
}

/// Whether it counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "mode")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Mode {
    /// The real thing: every figure is the records'.
    #[default]
    Show,
    /// Diễn tập: figures are made up by a simulator on top of the records', and every picture says so.
    Rehearsal {
        /// What the simulator does.
        #[serde(flatten)]
        drill: Drill,
    },
}

/// What a rehearsal's simulator does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Drill {
    /// So many made-up initiatives a second, 0 to 1.000.
    pub per_second: u16,
    /// When it began.
    pub since: Timestamp,
    /// How many had been made up when it began or was last changed.
    pub before: u64,
    /// The outputs lose their link until then.
    pub cut_until: Option<Timestamp>,
}

/// What a producer has said of a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Moderation {
    /// Of which initiative.
    pub initiative: InitiativeId,
    /// What was said.
    pub verdict: Verdict,
    /// Who said it.
    pub by: Person,
    /// When.
    pub at: Timestamp,
}

/// Whether a story may go on air, once its author agrees to that too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Verdict {
    /// Duyệt, with the authors' names.
    Approved,
    /// Duyệt, without any name.
    ApprovedUnnamed,
    /// Bỏ qua.
    Skipped,
}

/// A message on the presenter's screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// At most 280 characters; empty clears the screen.
    pub text: String,
    /// From whom.
    pub by: Person,
    /// When.
    pub at: Timestamp,
}

/// The show as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Show {
    /// Grows by one with each act.
    pub revision: u64,
    /// "Talk Công đoàn, số 42". At most 120 characters.
    pub title: String,
    /// Show or rehearsal.
    pub mode: Mode,
    /// When the rehearsal that is going on began: what was typed and aired since then goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rehearsing_since: Option<Timestamp>,
    /// Where the app is reached, as a producer's page reached it: what the QR code of [`Scene::Waiting`] leads to, unless the
    /// server was told its address.
    #[serde(default)]
    pub address: String,
    /// The language of what is on air.
    pub lang: Lang,
    /// In their order.
    pub rundown: Vec<Item>,
    /// What is taken next.
    pub preview: Option<ItemId>,
    /// What is on air; nothing before the first take.
    pub program: Option<OnAir>,
    /// Đóng băng: what is on air stands still at this picture, whatever else is done to its item.
    pub frozen: Option<Held>,
    /// Ẩn ngay: nothing is shown, whatever is on air, since then.
    pub hidden: Option<Timestamp>,
    /// What the presenter reads.
    pub message: Option<Message>,
    /// What was said of stories, the latest for each.
    pub moderation: Vec<Moderation>,
    /// The next item gets this id.
    pub next_item: u32,
}

impl Show {
    /// The item with this id.
    pub fn item(&self, id: ItemId) -> Option<&Item> {
        self.rundown.iter().find(|item| item.id == id)
    }

    /// The verdict on this story, if anybody has given one.
    pub fn verdict(&self, initiative: InitiativeId) -> Option<Verdict> {
        self.moderation(initiative).map(|said| said.verdict)
    }

    /// What was said of this story last.
    pub fn moderation(&self, initiative: InitiativeId) -> Option<&Moderation> {
        self.moderation.iter().find(|said| said.initiative == initiative)
    }

    /// The item that is on air.
    pub fn on_air(&self) -> Option<&Item> {
        self.program.and_then(|program| self.item(program.item))
    }

    /// What the simulator does, in a rehearsal.
    pub fn drill(&self) -> Option<Drill> {
        match self.mode {
            Mode::Show => None,
            Mode::Rehearsal { drill } => Some(drill),
        }
    }

    /// An item's place in the rundown, from 1.
    pub fn position(&self, id: ItemId) -> Option<usize> {
        self.rundown.iter().position(|item| item.id == id).map(|at| at + 1)
    }

    /// The item behind this one.
    pub fn behind(&self, id: ItemId) -> Option<ItemId> {
        self.rundown.get(self.position(id)?).map(|item| item.id)
    }
}
