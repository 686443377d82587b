//! Components: each takes what it shows as arguments and says what happened by callbacks. None of them asks the server
//! or the device for anything, but for the search field.

mod asof;
mod chart;
mod chip;
#[cfg(feature = "hydrate")]
mod date_field;
mod demo_mark;
#[cfg(feature = "hydrate")]
mod dock;
#[cfg(feature = "hydrate")]
mod field;
mod figure;
mod icon;
#[cfg(any(feature = "desk", feature = "worksite"))]
mod kept_back;
#[cfg(feature = "hydrate")]
mod kinds;
#[cfg(feature = "hydrate")]
mod layers;
mod league;
mod mark;
#[cfg(feature = "hydrate")]
mod number_field;
#[cfg(any(feature = "desk", feature = "worksite"))]
mod qr;
#[cfg(any(feature = "desk", feature = "worksite"))]
mod saved;
mod search;
#[cfg(feature = "hydrate")]
mod sheet;
#[cfg(any(feature = "desk", feature = "control"))]
mod sign_in;
#[cfg(feature = "hydrate")]
mod steps;
#[cfg(feature = "hydrate")]
mod tick;
#[cfg(feature = "hydrate")]
mod toast;
mod track;

pub use asof::{Freshness, as_of};
pub use chart::{course_chart, months_chart, months_table};
pub use chip::{Stamp, chip};
#[cfg(feature = "hydrate")]
pub use date_field::DateField;
pub use demo_mark::{demo_mark, demo_words};
#[cfg(feature = "hydrate")]
pub use dock::{Place, tabs};
#[cfg(feature = "hydrate")]
pub use field::{Field, FieldWords, Look, Typed, error, field_frame, has_cursor};
pub use figure::{figure, rolling};
pub use icon::Icon;
#[cfg(any(feature = "desk", feature = "worksite"))]
pub use kept_back::kept_back;
#[cfg(feature = "hydrate")]
pub use kinds::{Explained, explained_choice, short_choice};
pub use league::{Chosen, league, unit_name};
#[cfg(feature = "hydrate")]
pub use number_field::{MONEY, NumberField, SHARE, SMALL_SUM};
#[cfg(any(feature = "desk", feature = "worksite"))]
pub use qr::qr_picture;
#[cfg(any(feature = "desk", feature = "worksite"))]
pub use saved::{Saving, saved};
#[cfg(feature = "board")]
pub use search::show_while_typing;
pub use search::{unit_list, unit_search};
#[cfg(feature = "desk")]
pub use sheet::Sheet;
#[cfg(feature = "hydrate")]
pub use sheet::sheet;
#[cfg(any(feature = "desk", feature = "control"))]
pub use sign_in::{Trying, hide, needed_line, sign_in_form, why_not};
#[cfg(feature = "hydrate")]
pub use steps::{Step, steps};
#[cfg(feature = "hydrate")]
pub use tick::tick;
#[cfg(feature = "hydrate")]
pub use toast::toast;
pub use track::{Progress, track};
