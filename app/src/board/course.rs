//! The course of a campaign: the sums day by day, the targets as steps, and the days worth naming.

use model::calendar::Date;

use super::BoardData;

/// At most so many points make up the line.
const POINTS: usize = 160;
/// A target this many times beyond the sum is left out of the picture: the line would lie flat on the ground.
const OUT_OF_SIGHT: i64 = 4;

/// A target that held for some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goal {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// How many initiatives by the last day.
    pub sum: i64,
    /// The phase it belongs to, from 1; `None` for the whole campaign's.
    pub phase: Option<usize>,
}

/// Why a day is worth naming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The latest sum.
    Latest,
    /// The campaign's target was reached.
    Reached,
    /// The last day of a phase, from 1.
    PhaseEnd(usize),
    /// The last day of the campaign.
    Closed,
}

/// A day worth naming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// The day.
    pub day: Date,
    /// The sum on it; the target itself where it was reached.
    pub sum: i64,
    /// Why.
    pub mark: Mark,
}

/// All that the picture of a course is drawn from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Days and sums, from the first day to the last; thinned out.
    pub points: Vec<(Date, i64)>,
    /// What was to be reached by when, in the order of time; only what fits the picture.
    pub goals: Vec<Goal>,
    /// The campaign's target, if it is too far away to be drawn.
    pub far_goal: Option<i64>,
    /// The days worth naming, the most important first.
    pub milestones: Vec<Milestone>,
}

impl Course {
    /// The course up to the day of the numbers. `submitted` is the sum as it is now: it may be ahead of the days'.
    /// `None` if there is nothing to draw a line of.
    pub fn of(board: &BoardData, submitted: i64) -> Option<Course> {
        let daily = &board.daily;
        let last = board.day().max(daily.from);
        let length = usize::try_from(last.days_since(daily.from) + 1).ok()?.min(daily.counts.len());
        let mut sums: Vec<i64> = daily.sums().take(length).collect();
        if submitted == 0 || length < 2 {
            return None;
        }
        // After a correction downwards the days may be ahead of the sum for a moment; a line never falls.
        sums.iter_mut().for_each(|sum| *sum = submitted.min(*sum));
        if let Some(latest) = sums.last_mut() {
            *latest = submitted;
        }
        let (goals, far_goal) = goals(board, last, submitted);
        let milestones = milestones(board, &sums, last);
        let stride = length.div_ceil(POINTS);
        let named = |day: Date| milestones.iter().any(|milestone| milestone.day == day);
        let points = sums.iter().enumerate().filter_map(|(at, sum)| {
            let day = daily.day(at)?;
            (at % stride == 0 || at + 1 == length || named(day)).then_some((day, *sum))
        });
        Some(Course { points: points.collect(), goals, far_goal, milestones })
    }

    /// First and last day.
    pub fn span(&self) -> Option<(Date, Date)> {
        Some((self.points.first()?.0, self.points.last()?.0))
    }

    /// The greatest number in the picture.
    pub fn height(&self) -> i64 {
        let sums = self.points.iter().map(|(_, sum)| *sum);
        sums.chain(self.goals.iter().map(|goal| goal.sum)).max().unwrap_or(0)
    }
}

fn goals(board: &BoardData, last: Date, submitted: i64) -> (Vec<Goal>, Option<i64>) {
    let campaign = &board.campaign;
    let mut goals = Vec::new();
    let mut sum = 0;
    for (at, phase) in campaign.phases.iter().enumerate() {
        let Some(assigned) = board.phase_targets.get(at).and_then(|target| target.assigned) else { break };
        sum += i64::from(assigned);
        goals.push(Goal { from: phase.from, to: phase.to, sum, phase: Some(at + 1) });
    }
    if let Some(total) = board.totals.own.target.assigned.map(i64::from) {
        // The last phase's goal is the campaign's; where a phase has none, the campaign's takes over.
        if goals.len() == campaign.phases.len() {
            goals.pop();
        }
        let from = goals.last().and_then(|goal| goal.to.plus_days(1).ok()).unwrap_or(campaign.from);
        goals.push(Goal { from, to: campaign.to, sum: total, phase: None });
    }
    let far = |goal: &Goal| goal.sum > submitted.saturating_mul(OUT_OF_SIGHT);
    let far_goal = goals.iter().find(|goal| goal.phase.is_none() && far(goal)).map(|goal| goal.sum);
    goals.retain(|goal| goal.sum > 0 && !far(goal) && goal.from <= last);
    for goal in &mut goals {
        goal.to = goal.to.min(last);
    }
    (goals, far_goal)
}

fn milestones(board: &BoardData, sums: &[i64], last: Date) -> Vec<Milestone> {
    let (daily, campaign) = (&board.daily, &board.campaign);
    let on = |day: Date| {
        let at = usize::try_from(day.days_since(daily.from)).ok()?;
        sums.get(at).copied()
    };
    let mut milestones = Vec::new();
    let mut name = |day: Date, sum: Option<i64>, mark: Mark| {
        if let Some(sum) = sum.filter(|sum| *sum > 0)
            && milestones.iter().all(|known: &Milestone| known.day != day)
        {
            milestones.push(Milestone { day, sum, mark });
        }
    };
    name(last, sums.last().copied(), Mark::Latest);
    let goal = board.totals.own.target.assigned.map(i64::from).filter(|goal| *goal > 0);
    if let Some(goal) = goal
        && let Some(day) = sums.iter().position(|sum| *sum >= goal).and_then(|at| daily.day(at))
    {
        name(day, Some(goal), Mark::Reached);
    }
    if campaign.to < last {
        name(campaign.to, on(campaign.to), Mark::Closed);
    }
    let ends = campaign.phases.iter().enumerate().filter(|(_, phase)| phase.to < last && phase.to < campaign.to);
    for (at, phase) in ends {
        name(phase.to, on(phase.to), Mark::PhaseEnd(at + 1));
    }
    milestones
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::made_up;

    #[test]
    fn the_course_of_a_million() {
        let board = made_up::nation();
        let course = Course::of(&board, board.totals.own.counts.submitted).expect("there is something to draw");
        assert!(course.points.len() <= POINTS + 4);
        assert_eq!(course.points.last().map(|(_, sum)| *sum), Some(2_043_817));
        let marks: Vec<Mark> = course.milestones.iter().map(|milestone| milestone.mark).collect();
        assert_eq!(marks, [Mark::Latest, Mark::Reached, Mark::Closed, Mark::PhaseEnd(1)]);
        let goals: Vec<_> = course.goals.iter().map(|goal| (goal.sum, goal.phase)).collect();
        assert_eq!(goals, [(300_000, Some(1)), (1_000_000, None)]);
        assert_eq!(course.far_goal, None);
    }

    #[test]
    fn a_target_far_away_does_not_flatten_the_line() {
        let mut board = made_up::nation();
        board.daily.counts.iter_mut().for_each(|count| *count = 8);
        board.totals.own.counts.submitted = 5012;
        let course = Course::of(&board, 5012).expect("there is something to draw");
        assert_eq!(course.far_goal, Some(1_000_000));
        assert_eq!(course.goals, []);
        assert_eq!(course.height(), 5012);
    }

    #[test]
    fn the_sum_now_is_the_last_point() {
        let board = made_up::nation();
        let course = Course::of(&board, 2_043_820).expect("there is something to draw");
        assert_eq!(course.points.last().map(|(_, sum)| *sum), Some(2_043_820));
        assert_eq!(course.milestones[0].sum, 2_043_820);
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        assert_eq!(Course::of(&made_up::nation(), 0), None);
    }
}
