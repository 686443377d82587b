//! Components: each takes what it shows as arguments and says what happened by callbacks. None of them asks the server
//! or the device for anything, but for the search field.

mod announce;
mod asof;
mod banner;
mod chart;
mod chip;
mod choice;
mod dock;
mod field;
mod figure;
mod icon;
mod kinds;
mod league;
mod mark;
mod masthead;
mod money_field;
mod search;
mod sheet;
mod steps;
mod tick;
mod toast;
mod track;

pub use announce::Announcer;
pub use asof::{AsOf, Freshness};
pub use banner::{Banner, Tone};
pub use chart::{CourseChart, MonthsChart, MonthsTable};
pub use chip::{Chip, Stamp};
pub use choice::{Choice, ChoiceOption};
pub use dock::{DockTabs, Place};
pub use field::{FieldFrame, FieldWords, Look, TextField, Typed, composing, described_by};
pub use figure::{Figure, Rolling};
pub use icon::Icon;
pub use kinds::{Explained, ExplainedChoice};
pub use league::{League, LeagueGroups, UnitName};
pub use mark::Mark;
pub use masthead::{DemoMark, Page, Section};
pub use money_field::{MoneyField, as_benefit, benefit, spoken};
pub use search::{UnitList, UnitSearch};
pub use sheet::Sheet;
pub use steps::{Step, Steps};
pub use tick::Tick;
pub use toast::Toast;
pub use track::{Progress, Track};
