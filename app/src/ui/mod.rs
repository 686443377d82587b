//! Components: each takes what it shows as arguments and says what happened by callbacks. None of them asks the server
//! or the device for anything, but for the search field.

mod announce;
mod asof;
mod banner;
mod chart;
mod chip;
mod choice;
mod figure;
mod icon;
mod league;
mod mark;
mod masthead;
mod search;
mod track;

pub use announce::Announcer;
pub use asof::{AsOf, Freshness};
pub use banner::{Banner, Tone};
pub use chart::{CourseChart, MonthsChart, MonthsTable};
pub use chip::{Chip, Stamp};
pub use choice::{Choice, ChoiceOption};
pub use figure::{Figure, Rolling};
pub use icon::Icon;
pub use league::{League, LeagueGroups, UnitName};
pub use mark::Mark;
pub use masthead::{DemoMark, Page, Section};
pub use search::{UnitList, UnitSearch};
pub use track::{Progress, Track};
