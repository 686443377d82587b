//! Components: each takes what it shows as arguments and says what happened by callbacks. None of them asks the server
//! or the device for anything, but for the search field.

mod announce;
mod asof;
mod banner;
mod chart;
mod chip;
mod choice;
#[cfg(feature = "hydrate")]
mod dock;
#[cfg(feature = "hydrate")]
mod field;
mod figure;
mod icon;
#[cfg(feature = "hydrate")]
mod kinds;
mod league;
mod mark;
mod masthead;
#[cfg(feature = "hydrate")]
mod money_field;
mod search;
#[cfg(feature = "hydrate")]
mod sheet;
#[cfg(feature = "hydrate")]
mod steps;
#[cfg(feature = "hydrate")]
mod tick;
#[cfg(feature = "hydrate")]
mod toast;
mod track;

pub use announce::Announcer;
pub use asof::{AsOf, Freshness};
pub use banner::{Banner, Tone};
pub use chart::{CourseChart, MonthsChart, MonthsTable};
pub use chip::{Chip, Stamp};
pub use choice::{Choice, ChoiceOption};
#[cfg(feature = "hydrate")]
pub use dock::{Place, tabs};
#[cfg(feature = "hydrate")]
pub use field::{Field, FieldWords, Look, Typed, error, field_frame, has_cursor};
pub use figure::{Figure, Rolling};
pub use icon::Icon;
#[cfg(feature = "hydrate")]
pub use kinds::{Explained, explained_choice, short_choice};
pub use league::{League, LeagueGroups, UnitName};
pub use mark::{Mark, STONE};
pub use masthead::{DemoMark, Page, Section};
#[cfg(feature = "hydrate")]
pub use money_field::MoneyField;
pub use search::{UnitList, UnitSearch};
#[cfg(feature = "hydrate")]
pub use sheet::sheet;
#[cfg(feature = "hydrate")]
pub use steps::{Step, steps};
#[cfg(feature = "hydrate")]
pub use tick::tick;
#[cfg(feature = "hydrate")]
pub use toast::toast;
pub use track::{Progress, Track};
