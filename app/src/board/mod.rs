//! What a board shows, and where it comes from: the server gives it to the page it renders and to a browser that asks.
//! Everything that is said about the numbers is computed from them here by pure functions. Knows no HTTP and no words.

pub mod course;
pub mod curve;
pub mod headline;
pub mod league;
#[cfg(any(test, debug_assertions, feature = "made-up"))]
pub mod made_up;
pub mod months;
pub mod share;

use std::{future::Future, pin::Pin, sync::Arc};

use model::{
    calendar::{Date, Timestamp, day_in_vietnam},
    campaign::{Campaign, Target},
    unit::{Level, UnitCode},
    wire::{Totals, UnitFound},
};
use serde::{Deserialize, Serialize};

/// All that the board of one unit shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoardData {
    /// The campaign that the numbers belong to.
    pub campaign: Campaign,
    /// The unit's target for each phase, in the order of the campaign's phases.
    pub phase_targets: Vec<Target>,
    /// The numbers of the unit and of the units directly under it, and its place: one frame, so that a page never shows two
    /// numbers for one thing.
    pub totals: Totals,
    /// The units above it, from the root down to its parent.
    pub path: Vec<Step>,
    /// How many initiatives count for each day.
    pub daily: Daily,
    /// When this was put together, by the server's clock: what the age of the numbers is counted from.
    pub rendered_at: Timestamp,
}

/// A unit above the one shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its code.
    pub code: UnitCode,
    /// Its full name.
    pub name: String,
}

/// How many initiatives count for each day, from a first day on without gaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Daily {
    /// The day of the first count.
    pub from: Date,
    /// One count for each day.
    pub counts: Vec<u32>,
}

impl Daily {
    /// Fills the gaps of what the store has: `days` in their order, those without any left out. Reaches at least from
    /// `from` to `to`; nothing if that is no span of time.
    pub fn new(from: Date, to: Date, days: &[(Date, i64)]) -> Daily {
        let from = days.first().map_or(from, |(day, _)| from.min(*day));
        let to = days.last().map_or(to, |(day, _)| to.max(*day));
        let length = usize::try_from(to.days_since(from) + 1).unwrap_or(0);
        let mut counts = vec![0; length];
        for (day, count) in days {
            let slot = usize::try_from(day.days_since(from)).ok().and_then(|at| counts.get_mut(at));
            if let Some(slot) = slot {
                *slot = u32::try_from(*count).unwrap_or(0);
            }
        }
        Daily { from, counts }
    }

    /// The day of a count.
    pub fn day(&self, at: usize) -> Option<Date> {
        self.from.plus_days(i64::try_from(at).ok()?).ok()
    }

    /// The sums of all days up to each day.
    pub fn sums(&self) -> impl Iterator<Item = i64> + '_ {
        self.counts.iter().scan(0i64, |sum, count| {
            *sum += i64::from(*count);
            Some(*sum)
        })
    }

    /// The first day on which the sum is at least `goal`. `None` if that day hasn't come.
    pub fn day_of(&self, goal: i64) -> Option<Date> {
        self.day(self.sums().position(|sum| sum >= goal)?)
    }

    /// The sum of all days up to and including `day`.
    pub fn sum_on(&self, day: Date) -> i64 {
        let days = usize::try_from(day.days_since(self.from) + 1).unwrap_or(0);
        self.sums().take(days).last().unwrap_or(0)
    }
}

impl BoardData {
    /// Whether this is the board of the root: the nation, or the one union.
    pub fn is_root(&self) -> bool {
        self.path.is_empty()
    }

    /// Whether this is the nation's board.
    pub fn is_nation(&self) -> bool {
        self.totals.own.level == Level::National
    }

    /// The days up to that of the numbers; those to come are not worth a line.
    pub fn days_so_far(&self) -> Daily {
        let length = usize::try_from(self.day().days_since(self.daily.from) + 1).unwrap_or(0);
        Daily { from: self.daily.from, counts: self.daily.counts.iter().take(length).copied().collect() }
    }

    /// The day in Vietnam on which the numbers held.
    pub fn day(&self) -> Date {
        day_in_vietnam(self.totals.as_of).unwrap_or(self.campaign.to)
    }
}

/// Why there is no board to show: the store can't be read just now. Asking again later may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("the board can't be read just now")]
pub struct Unavailable;

/// What a source answers with.
pub type Answer<T> = Pin<Box<dyn Future<Output = Result<T, Unavailable>> + Send>>;

/// Where a rendered page takes its numbers from.
pub trait BoardSource: Send + Sync {
    /// Grows with each change of what pages show; a page that was rendered since is as good as a new one.
    fn version(&self) -> u64;

    /// The board of a unit, or of the root without one. `None` if there is no such unit.
    fn board(&self, unit: Option<UnitCode>) -> Answer<Option<BoardData>>;

    /// A page of stories; `None` if there is no such unit.
    #[cfg(feature = "ssr")]
    fn stories(&self, asked: crate::stories::StoriesAsked) -> Answer<Option<crate::stories::StoriesFound>>;

    /// A story; `None` if it isn't public at this moment.
    #[cfg(feature = "ssr")]
    fn story(&self, id: model::id::InitiativeId) -> Answer<Option<model::story::Story>>;

    /// Grows with each change of what pages of stories show.
    fn stories_version(&self) -> u64;

    /// Units whose names have these words, without regard to diacritics and case; the best first.
    fn search(&self, text: String) -> Answer<Vec<UnitFound>>;
}

/// The source as it is shared between pages.
pub type SharedSource = Arc<dyn BoardSource>;

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("the tests' dates are dates")
    }

    #[test]
    fn days_without_initiatives_are_filled_in() {
        let daily = Daily::new(day("2022-01-08"), day("2022-01-12"), &[(day("2022-01-09"), 5), (day("2022-01-11"), 2)]);
        assert_eq!(daily.counts, [0, 5, 0, 2, 0]);
        assert_eq!(daily.sums().collect::<Vec<_>>(), [0, 5, 5, 7, 7]);
        assert_eq!(daily.day_of(6), Some(day("2022-01-11")));
        assert_eq!(daily.day_of(8), None);
        assert_eq!(daily.sum_on(day("2022-01-10")), 5);
        assert_eq!(daily.sum_on(day("2021-12-31")), 0);
        assert_eq!(daily.sum_on(day("2030-01-01")), 7);
    }

    #[test]
    fn what_came_outside_the_campaign_is_not_lost() {
        let daily = Daily::new(day("2022-01-08"), day("2022-01-09"), &[(day("2022-01-06"), 1), (day("2022-01-10"), 1)]);
        assert_eq!(daily.from, day("2022-01-06"));
        assert_eq!(daily.sums().last(), Some(2));
    }
}
