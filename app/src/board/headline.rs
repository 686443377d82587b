//! The headline of a board: a fact that follows from the numbers, never a category.

use model::number::{Percent, percent_of};

use super::BoardData;

/// The fact to lead with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Headline {
    /// The campaign hasn't begun.
    Before,
    /// It has, and nothing is there yet.
    Nothing,
    /// The assigned target was reached so many days before the last day.
    Early {
        /// The target.
        goal: i64,
        /// Days before the last.
        days: i64,
    },
    /// The assigned target was reached on the last day or after it.
    Reached {
        /// The target.
        goal: i64,
    },
    /// The last day is near, and some are missing.
    Closing {
        /// Days to come, the last included; 0 on the last day.
        days: i64,
        /// How many are missing.
        missing: i64,
    },
    /// The campaign is over without its target reached, or without one.
    Closed {
        /// Initiatives that count.
        submitted: i64,
        /// Of the assigned target.
        percent: Option<Percent>,
    },
    /// A phase is over and its target exceeded.
    Phase {
        /// Which, from 1.
        number: usize,
        /// Of the phase's assigned target.
        percent: Percent,
    },
    /// On the way.
    Underway {
        /// Initiatives that count.
        submitted: i64,
        /// Which day of the campaign it is, from 1.
        day: i64,
    },
}

/// So many days before its last a campaign is closing.
const CLOSING_DAYS: i64 = 30;

impl Headline {
    /// The fact that these numbers allow; the first that holds.
    pub fn of(board: &BoardData) -> Headline {
        let campaign = &board.campaign;
        let submitted = board.totals.own.counts.submitted;
        let goal = board.totals.own.target.assigned.map(i64::from);
        let today = board.day();
        let left = campaign.to.days_since(today);
        if let Some(goal) = goal.filter(|goal| *goal > 0 && submitted >= *goal) {
            let early = board.daily.day_of(goal).map_or(0, |day| campaign.to.days_since(day));
            return if early > 0 { Headline::Early { goal, days: early } } else { Headline::Reached { goal } };
        }
        if submitted == 0 {
            return if today < campaign.from { Headline::Before } else { Headline::Nothing };
        }
        if left < 0 {
            return Headline::Closed { submitted, percent: board.totals.own.percent };
        }
        if let Some(goal) = goal.filter(|_| left <= CLOSING_DAYS) {
            return Headline::Closing { days: left, missing: goal - submitted };
        }
        phase_exceeded(board)
            .unwrap_or(Headline::Underway { submitted, day: today.days_since(campaign.from).max(0) + 1 })
    }
}

/// The latest phase that is over, if its target was exceeded in its time.
fn phase_exceeded(board: &BoardData) -> Option<Headline> {
    let (at, phase) = board.campaign.phases.iter().enumerate().rfind(|(_, phase)| phase.to < board.day())?;
    let goal = board.phase_targets.get(at)?.assigned?;
    let before = phase.from.plus_days(-1).map_or(0, |day| board.daily.sum_on(day));
    // What came before the first phase counts for it.
    let before = if at == 0 { 0 } else { before };
    let reached = u64::try_from(board.daily.sum_on(phase.to) - before).ok()?;
    let percent = percent_of(reached, goal.into()).filter(|_| reached > u64::from(goal))?;
    Some(Headline::Phase { number: at + 1, percent })
}

#[cfg(test)]
mod tests {
    use model::{
        calendar::{Date, Timestamp},
        campaign::{Campaign, Phase, Target},
        totals::Tally,
        unit::Level,
        wire::{Totals, UnitTotals},
    };

    use super::*;
    use crate::board::Daily;

    fn day(text: &str) -> Date {
        text.parse().expect("the tests' dates are dates")
    }

    /// The campaign of 2022–2023 as of noon of a day, with so many on some days.
    fn board(today: &str, assigned: Option<u32>, days: &[(&str, i64)]) -> BoardData {
        let days: Vec<(Date, i64)> = days.iter().map(|(text, count)| (day(text), *count)).collect();
        let submitted = days.iter().map(|(_, count)| count).sum();
        let phase = |slug: &str, from, to| Phase { slug: slug.parse().expect("a slug"), from: day(from), to: day(to) };
        let campaign = Campaign {
            slug: "trieu-sang-kien".parse().expect("a slug"),
            name: "01 triệu sáng kiến".to_owned(),
            from: day("2022-01-08"),
            to: day("2023-08-31"),
            phases: vec![phase("phase-1", "2022-01-08", "2022-05-31"), phase("phase-2", "2022-06-01", "2023-08-31")],
        };
        let as_of: Timestamp = format!("{today}T05:00:00Z").parse().expect("a moment");
        let code: model::unit::UnitCode = "tld".parse().expect("a code");
        let tally = Tally { submitted, ..Tally::default() };
        let target = Target { assigned, self_set: None };
        let own = UnitTotals::new(code, "Tổng Liên đoàn".to_owned(), Level::National, tally, target);
        BoardData {
            phase_targets: vec![Target { assigned: Some(300_000), self_set: None }, Target::default()],
            daily: Daily::new(campaign.from, campaign.to, &days),
            totals: Totals {
                campaign: campaign.slug.clone(),
                seq: 1,
                as_of,
                own,
                children: Vec::new(),
                standing: None,
                nation_estimated: None,
                demo: false,
            },
            campaign,
            path: Vec::new(),
            rendered_at: as_of,
        }
    }

    #[test]
    fn a_million_came_332_days_early() {
        let board = board("2023-10-21", Some(1_000_000), &[("2022-05-31", 696_948), ("2022-10-03", 303_052)]);
        assert_eq!(Headline::of(&board), Headline::Early { goal: 1_000_000, days: 332 });
    }

    #[test]
    fn nothing_is_early_that_came_late() {
        let late = board("2023-10-21", Some(10), &[("2023-08-31", 9), ("2023-09-05", 1)]);
        assert_eq!(Headline::of(&late), Headline::Reached { goal: 10 });
        let last_day = board("2023-10-21", Some(10), &[("2023-08-31", 10)]);
        assert_eq!(Headline::of(&last_day), Headline::Reached { goal: 10 });
    }

    #[test]
    fn a_target_of_nothing_is_not_reached() {
        let board = board("2022-11-03", Some(0), &[("2022-10-03", 5012)]);
        assert_eq!(Headline::of(&board), Headline::Underway { submitted: 5012, day: 300 });
    }

    #[test]
    fn on_the_way_it_says_how_many_in_how_many_days() {
        let board = board("2022-11-03", Some(1_000_000), &[("2022-10-03", 5012)]);
        assert_eq!(Headline::of(&board), Headline::Underway { submitted: 5012, day: 300 });
    }

    #[test]
    fn a_phase_that_was_exceeded_is_news_until_the_campaign_closes() {
        let days = [("2022-05-31", 696_948)];
        let percent = percent_of(696_948, 300_000).expect("a target");
        assert_eq!(Headline::of(&board("2022-06-02", Some(1_000_000), &days)), Headline::Phase { number: 1, percent });
        assert_eq!(
            Headline::of(&board("2023-08-20", Some(1_000_000), &days)),
            Headline::Closing { days: 11, missing: 303_052 }
        );
        let Headline::Closed { submitted: 696_948, percent: Some(percent) } =
            Headline::of(&board("2023-09-01", Some(1_000_000), &days))
        else {
            panic!("it is over")
        };
        assert_eq!(percent.tenths(), 697);
    }

    #[test]
    fn before_there_is_anything_it_says_so() {
        assert_eq!(Headline::of(&board("2022-01-07", Some(10), &[])), Headline::Before);
        assert_eq!(Headline::of(&board("2022-01-08", Some(10), &[])), Headline::Nothing);
        assert_eq!(Headline::of(&board("2023-10-08", None, &[])), Headline::Nothing);
    }
}
