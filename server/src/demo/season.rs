//! The demonstration's campaign in time: it ends in three weeks, and people write by day, not by night,
//! on workdays, and most of all before a deadline. Promises moments in the order of the initiatives, none in the future.
//! Knows nothing of what is written.

use super::chance::Chance;
use model::calendar::{CalendarError, Date, Timestamp, day_in_vietnam};
use model::campaign::{Campaign, Phase};
use model::unit::{NotACode, Slug};

/// The campaign's slug.
pub const CAMPAIGN: &str = "trieu-sang-kien";
const NAME: &str = "Chương trình 1 triệu sáng kiến (minh họa)";
/// So long ago did it begin, days.
const BEGAN: i64 = 579;
/// So many days are left: its last weeks.
const LEFT: i64 = 21;
/// How long phase 1 lasts: that of 2022 took 144 days, from 8/1 to 31/5.
const PHASE_1: i64 = 144;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
const VIETNAM_MS: i64 = 7 * HOUR_MS;

/// How much is sent in by the hour of the day in Vietnam.
const BY_HOUR: [u32; 24] = [1, 1, 1, 1, 1, 2, 5, 10, 16, 19, 18, 12, 6, 10, 17, 19, 17, 11, 6, 9, 13, 11, 6, 2];
/// And by the day of the week, from Sunday on.
const BY_WEEKDAY: [u32; 7] = [3, 10, 11, 10, 10, 12, 5];

/// When things happen in the demonstration.
#[derive(Debug, Clone)]
pub struct Season {
    campaign: Campaign,
    start: Timestamp,
    now: Timestamp,
    /// For each phase that has begun: its first hour, and the weights of its hours up to now, added up.
    phases: [(i64, Vec<u64>); 2],
}

/// The demonstration can't be placed in time: the clock is centuries off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SeasonError {
    #[error("the clock is too far off: {0}")]
    Clock(#[from] CalendarError),
    #[error(transparent)]
    Slug(#[from] NotACode),
}

impl Season {
    /// The campaign around this moment.
    ///
    /// # Errors
    /// If `now` is near the ends of the calendar.
    pub fn around(now: Timestamp) -> Result<Season, SeasonError> {
        let today = day_in_vietnam(now)?;
        let from = today.plus_days(-BEGAN)?;
        let turn = from.plus_days(PHASE_1)?;
        let to = today.plus_days(LEFT)?;
        let first = Phase { slug: Slug::try_from("phase-1".to_owned())?, from, to: turn.plus_days(-1)? };
        let second = Phase { slug: Slug::try_from("phase-2".to_owned())?, from: turn, to };
        let slug = Slug::try_from(CAMPAIGN.to_owned())?;
        let campaign = Campaign { slug, name: NAME.to_owned(), from, to, phases: vec![first, second] };
        let epoch = Date::new(1970, 1, 1)?;
        let midnight = |day: Date| day.days_since(epoch) * DAY_MS - VIETNAM_MS;
        let (start, turn) = (midnight(from), midnight(turn));
        // Whole hours only, and at least one, so that a demonstration started at midnight has a phase 2 as well.
        let until = now.millis() - now.millis().rem_euclid(HOUR_MS);
        let phases = [(start, hours(start, turn, rush)), (turn, hours(turn, until.max(turn + HOUR_MS), steady))];
        Ok(Season { campaign, start: Timestamp::from_millis(start)?, now, phases })
    }

    /// The campaign with its phases.
    pub fn campaign(&self) -> &Campaign {
        &self.campaign
    }

    /// Its first moment.
    pub fn start(&self) -> Timestamp {
        self.start
    }

    /// The moment it is made for.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// When the `at`th of `of` submissions of a phase (0 or 1) comes in; later ones come later.
    pub fn moment(&self, phase: usize, at: usize, of: usize, chance: &mut Chance) -> Timestamp {
        let (start, sums) = &self.phases[phase.min(1)];
        let total = u128::from(sums.last().copied().unwrap_or(1));
        // The place between 0 and the sum of all weights, in 2^-20, so that several in one hour keep their order.
        let fine = ((at as u128) << 20) + u128::from(chance.bits() >> 44);
        let place = fine * total / of.max(1) as u128;
        let weight = (place >> 20) as u64;
        let hour = sums.partition_point(|sum| *sum <= weight);
        let before = if hour == 0 { 0 } else { sums[hour - 1] };
        let width = u128::from(sums.get(hour).map_or(1, |sum| sum - before));
        let within = (place - (u128::from(before) << 20)) * HOUR_MS as u128 / (width << 20);
        let millis = start + hour as i64 * HOUR_MS + within as i64;
        Timestamp::EPOCH.plus_millis(millis).min(self.now)
    }
}

/// The weights of the hours from `start` to `end`, added up. `by_day` weighs the days, told how many days come after.
fn hours(start: i64, end: i64, by_day: fn(i64, i64) -> u32) -> Vec<u64> {
    let last = (end - start - 1) / DAY_MS;
    let mut sum = 0;
    let weight = |at: i64| {
        let day = at / 24;
        let weekday = ((start + VIETNAM_MS) / DAY_MS + day + 4).rem_euclid(7) as usize;
        u64::from(by_day(day, last - day)) * u64::from(BY_WEEKDAY[weekday]) * u64::from(BY_HOUR[(at % 24) as usize])
    };
    (0..(end - start) / HOUR_MS)
        .map(|at| {
            sum += weight(at);
            sum
        })
        .collect()
}

/// Phase 1: more and more, and half of everything in the last 20 days, as in 2022.
fn rush(day: i64, left: i64) -> u32 {
    let base = 100 + day as u32;
    if left >= 20 { base } else { base + base * (20 - left as u32) * 3 / 10 }
}

/// Phase 2 up to now: steady, with the interim reviews at each month's end, and more and more in its last weeks.
fn steady(day: i64, left: i64) -> u32 {
    let base = if day % 30 >= 26 { 180 } else { 100 + day as u32 / 8 };
    if left >= 40 { base } else { base + base * (40 - left as u32) / 16 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn season() -> Season {
        Season::around(Timestamp::parse("2026-11-22T13:14:00Z").unwrap()).unwrap()
    }

    #[test]
    fn the_campaign_lies_around_today() {
        let campaign = season().campaign().clone();
        assert_eq!((campaign.from.to_string(), campaign.to.to_string()), ("2025-04-22".into(), "2026-12-13".into()));
        assert_eq!(campaign.phases[0].to.days_since(campaign.from), 143);
        assert_eq!(campaign.phases[1].from.days_since(campaign.phases[0].to), 1);
    }

    #[test]
    fn moments_come_in_order_in_their_phase_and_not_in_the_future() {
        let season = season();
        for phase in [0, 1] {
            let mut last = Timestamp::MIN;
            for at in 0..500 {
                let moment = season.moment(phase, at, 500, &mut Chance::of(&[at as u64]));
                assert!(moment >= last && moment <= season.now());
                let day = day_in_vietnam(moment).unwrap();
                assert_eq!(season.campaign().phase_on(day), Some(&season.campaign().phases[phase]));
                last = moment;
            }
        }
    }

    #[test]
    fn people_write_before_a_deadline_and_sleep_at_night() {
        let season = season();
        let moments: Vec<_> = (0..1000).map(|at| season.moment(0, at, 1000, &mut Chance::of(&[at as u64]))).collect();
        let end = season.campaign().phases[1].from;
        let late = moments.iter().filter(|at| end.days_since(day_in_vietnam(**at).unwrap()) <= 20).count();
        assert!((350..650).contains(&late), "{late}");
        let night = |at: &&Timestamp| (at.millis() + VIETNAM_MS).rem_euclid(DAY_MS) < 5 * HOUR_MS;
        assert!(moments.iter().filter(night).count() < 60);
    }
}
