//! Components: each takes what it shows as arguments and says what happened by callbacks. None of them asks the server
//! or the device for anything, but for the search field.

mod asof;
mod chart;
mod chip;
#[cfg(feature = "worksite")]
mod dock;
#[cfg(feature = "worksite")]
mod field;
mod figure;
mod icon;
#[cfg(feature = "worksite")]
mod kinds;
mod league;
mod mark;
#[cfg(feature = "worksite")]
mod money_field;
mod search;
#[cfg(feature = "worksite")]
mod sheet;
#[cfg(feature = "worksite")]
mod steps;
#[cfg(feature = "worksite")]
mod tick;
#[cfg(feature = "worksite")]
mod toast;
mod track;

pub use asof::{Freshness, as_of};
pub use chart::{course_chart, months_chart, months_table};
pub use chip::{Stamp, chip};
#[cfg(feature = "worksite")]
pub use dock::{Place, tabs};
#[cfg(feature = "worksite")]
pub use field::{Field, FieldWords, Look, Typed, error, field_frame, has_cursor};
pub use figure::{figure, rolling};
pub use icon::Icon;
#[cfg(feature = "worksite")]
pub use kinds::{Explained, explained_choice, short_choice};
pub use league::{Chosen, league, unit_name};
#[cfg(feature = "worksite")]
pub use money_field::MoneyField;
#[cfg(feature = "board")]
pub use search::show_while_typing;
pub use search::{unit_list, unit_search};
#[cfg(feature = "worksite")]
pub use sheet::sheet;
#[cfg(feature = "worksite")]
pub use steps::{Step, steps};
#[cfg(feature = "worksite")]
pub use tick::tick;
#[cfg(feature = "worksite")]
pub use toast::toast;
pub use track::{Progress, track};
