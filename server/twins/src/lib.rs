//! Finds initiatives whose words are nearly the same: exact copies, however they were typed, and light rewordings. Knows
//! words and nothing of their meaning: the same idea told in other words isn't found.
//!
//! [`Base`] holds a small [`Sketch`] of each initiative in memory and names those that may be alike; [`alike`] then
//! compares the real texts. What people are shown is always the latter, never an estimate. Pure: no clock, no store.

mod base;
mod familiar;
mod phrases;
mod sketch;

pub use base::Base;
pub use familiar::Familiar;
pub use phrases::Phrases;
pub use sketch::Sketch;

/// At least so many percent of two texts' phrases have to be the same in both.
const ALIKE_PERCENT: u8 = 40;
/// At least such a part of what is in their phrases, the common ones weighing little: two texts that share a form's
/// standing sentences and nothing else stay below.
const ALIKE_DISTINCTIVE: f32 = 0.35;

/// How much of two texts is the same, in whole percent: of all phrases of two words that are in either, those that are in
/// both. `None` if it isn't worth an officer's while: less than 40 percent, or little but standing sentences.
pub fn alike(one: &Phrases, other: &Phrases, familiar: &Familiar) -> Option<u8> {
    let percent = one.percent_shared(other);
    let worth = percent >= ALIKE_PERCENT && familiar.distinctive_share(one, other) >= ALIKE_DISTINCTIVE;
    worth.then_some(percent)
}
