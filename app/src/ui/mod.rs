//! Components: each takes what it shows as arguments and says what happened by callbacks. None of them asks the server
//! or the device for anything.

mod asof;
mod banner;
mod chip;
mod choice;
mod dock;
mod field;
mod icon;
mod kinds;
mod mark;
mod money_field;
mod sheet;
mod steps;
mod tick;
mod toast;

pub use asof::{AsOf, Freshness};
pub use banner::{Banner, Tone};
pub use chip::{Chip, Stamp};
pub use choice::{Choice, ChoiceOption};
pub use dock::{DockTabs, Place};
pub use field::{FieldFrame, FieldWords, Look, TextField, Typed, composing, described_by};
pub use icon::Icon;
pub use kinds::{Explained, ExplainedChoice};
pub use mark::Mark;
pub use money_field::{MoneyField, as_benefit, benefit, spoken};
pub use sheet::Sheet;
pub use steps::{Step, Steps};
pub use tick::Tick;
pub use toast::Toast;
