//! Components: each takes what it shows as arguments and says what happened by callbacks. None of them asks the server
//! or the device for anything.

mod asof;
mod banner;
mod chip;
mod choice;
mod icon;
mod mark;

pub use asof::{AsOf, Freshness};
pub use banner::{Banner, Tone};
pub use chip::{Chip, Stamp};
pub use choice::{Choice, ChoiceOption};
pub use icon::Icon;
pub use mark::Mark;
