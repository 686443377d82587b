//! The geometry of a chart: numbers and days to places on paper, and labels that don't lie on each other or on the line.

use model::calendar::Date;

/// A drawing area within its margins, in units of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paper {
    /// Width of the whole picture.
    pub width: f64,
    /// Height of the whole picture.
    pub height: f64,
    /// Room above the highest point, for labels.
    pub top: f64,
    /// Room below the ground, for the days.
    pub bottom: f64,
    /// Room on both sides.
    pub side: f64,
    /// Size of the letters.
    pub letter: f64,
}

impl Paper {
    /// Beside the text of a desk.
    pub const WIDE: Paper = Paper { width: 780.0, height: 372.0, top: 66.0, bottom: 34.0, side: 8.0, letter: 14.0 };
    /// Across a phone.
    pub const NARROW: Paper = Paper { width: 358.0, height: 300.0, top: 58.0, bottom: 34.0, side: 8.0, letter: 13.0 };

    /// Where the ground is.
    pub fn ground(self) -> f64 {
        self.height - self.bottom
    }
}

/// Where days and sums are on the paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    paper: Paper,
    from: Date,
    days: f64,
    height: f64,
}

impl Scale {
    /// A scale from day to day, up to a sum.
    pub fn new(paper: Paper, from: Date, to: Date, height: i64) -> Scale {
        Scale { paper, from, days: to.days_since(from).max(1) as f64, height: height.max(1) as f64 }
    }

    /// From the left.
    pub fn x(&self, day: Date) -> f64 {
        let part = day.days_since(self.from) as f64 / self.days;
        self.paper.side + part * (self.paper.width - 2.0 * self.paper.side)
    }

    /// From the top.
    pub fn y(&self, sum: i64) -> f64 {
        let ground = self.paper.ground();
        ground - sum as f64 / self.height * (ground - self.paper.top)
    }
}

/// Round numbers for the lines across, without zero: at most five, the last at most `height`.
pub fn rungs(height: i64) -> Vec<i64> {
    let mut step = 1i64;
    for factor in [2, 5, 10].into_iter().cycle() {
        if step.saturating_mul(5) >= height {
            break;
        }
        let power = 10i64.pow(step.ilog10());
        step = power.saturating_mul(factor);
    }
    (1..).map_while(|at| step.checked_mul(at).filter(|rung| *rung <= height)).collect()
}

/// The days to be named below the ground: first and last, and between them the first days of months at even distances,
/// as far as there is room for their names.
pub fn ticks(scale: &Scale, from: Date, to: Date, room: f64) -> Vec<Date> {
    let mut ticks = vec![from];
    let (year, month, _) = from.year_month_day();
    let (last_year, last_month, _) = to.year_month_day();
    let months = (last_year - year) * 12 + last_month - month;
    let every = [1, 2, 3, 6, 12, 24].into_iter().find(|every| months <= every * 4).unwrap_or(60);
    for at in 1..=months {
        let (year, month) = (year + (month - 1 + at).div_euclid(12), (month - 1 + at).rem_euclid(12) + 1);
        if (month - 1) % every.min(12) != 0 && every > 1 {
            continue;
        }
        let Ok(day) = Date::new(year, month, 1) else { continue };
        let before = ticks.last().map_or(0.0, |last| scale.x(*last));
        // The first and last names stand to one side of their tick, the others in its middle.
        let clear = if ticks.len() == 1 { room * 1.5 } else { room };
        if scale.x(day) - before >= clear && scale.x(to) - scale.x(day) >= room * 1.5 {
            ticks.push(day);
        }
    }
    if to > from {
        ticks.push(to);
    }
    ticks
}

/// A rectangle that text covers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Space {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// To the right.
    pub width: f64,
    /// Downwards.
    pub height: f64,
}

impl Space {
    fn meets(&self, other: &Space) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }

    /// About how wide a text is, in letters of a size.
    pub fn width_of(text: &str, letter: f64) -> f64 {
        text.chars().count() as f64 * letter * 0.57
    }
}

/// How a label stands to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Above and to the left: a line that only rises is never there.
    Above,
    /// Below and to the right, within the area: the line has risen past it.
    Below,
}

/// Where things are already.
#[derive(Clone, Debug)]
pub struct Room {
    paper: Paper,
    taken: Vec<Space>,
    /// The line's points from left to right; it only rises.
    line: Vec<(f64, f64)>,
}

impl Room {
    /// A paper with nothing on it but a rising line, given by its points from left to right.
    pub fn new(paper: Paper, line: Vec<(f64, f64)>) -> Room {
        Room { paper, taken: Vec::new(), line }
    }

    /// Whether the line runs through a place. As it only rises, its ends over the place say so.
    fn is_crossed(&self, space: &Space) -> bool {
        let mut over = self.line.windows(2).filter(|pair| pair[1].0 > space.x && pair[0].0 < space.x + space.width);
        let at = |pair: &[(f64, f64)], x: f64| {
            let ((x1, y1), (x2, y2)) = (pair[0], pair[1]);
            y1 + (y2 - y1) * ((x - x1) / (x2 - x1).max(0.1)).clamp(0.0, 1.0)
        };
        let low = over.clone().next().map(|pair| at(pair, space.x));
        let high = over.next_back().map(|pair| at(pair, space.x + space.width));
        low.zip(high).is_some_and(|(low, high)| high < space.y + space.height + 2.0 && low > space.y - 2.0)
    }

    /// Takes a place without asking.
    pub fn take(&mut self, space: Space) {
        self.taken.push(space);
    }

    /// Takes a place if it is free and on the paper, above the ground.
    pub fn claim(&mut self, space: Space) -> bool {
        let inside = space.x >= 0.0
            && space.x + space.width <= self.paper.width
            && space.y >= 0.0
            && space.y + space.height <= self.paper.ground();
        let free = inside && !self.is_crossed(&space) && !self.taken.iter().any(|taken| taken.meets(&space));
        if free {
            self.taken.push(space);
        }
        free
    }

    /// Finds a place for a label of this size at a point: on the preferred side if it can be, else on the other, nearer
    /// or farther. Gives the side and the label's place; `None` if there is none. `away` is the
    /// first distance to try.
    pub fn place(
        &mut self,
        x: f64,
        y: f64,
        width: f64,
        height: f64,
        preferred: Side,
        away: f64,
    ) -> Option<(Side, Space)> {
        let other = if preferred == Side::Above { Side::Below } else { Side::Above };
        for side in [preferred, other] {
            for (aside, away) in
                [(0.0, away), (0.0, 12.0), (16.0, 4.0), (0.0, 26.0), (16.0, 26.0), (0.0, 44.0), (0.0, 66.0)]
            {
                let left = x - aside - width;
                let space = match side {
                    Side::Above => Space { x: left.max(0.0), y: y - away - height, width, height },
                    Side::Below => Space { x: x + 14.0 + aside, y: y + away, width, height },
                };
                if self.claim(space) {
                    return Some((side, space));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("the tests' dates are dates")
    }

    #[test]
    fn rungs_are_round_and_few_for_five_and_for_millions() {
        assert_eq!(rungs(5), [1, 2, 3, 4, 5]);
        assert_eq!(rungs(1), [1]);
        assert_eq!(rungs(5012), [2000, 4000]);
        assert_eq!(rungs(7085), [2000, 4000, 6000]);
        assert_eq!(rungs(999_999), [200_000, 400_000, 600_000, 800_000]);
        assert_eq!(rungs(1_000_000), [200_000, 400_000, 600_000, 800_000, 1_000_000]);
        assert_eq!(rungs(2_043_817), [500_000, 1_000_000, 1_500_000, 2_000_000]);
        assert_eq!(rungs(2_400_000), [500_000, 1_000_000, 1_500_000, 2_000_000]);
        assert_eq!(rungs(0), [0i64; 0]);
        assert!(rungs(i64::MAX).len() <= 5);
    }

    #[test]
    fn days_and_sums_fill_the_paper() {
        let scale = Scale::new(Paper::WIDE, day("2022-01-08"), day("2023-10-21"), 2_043_817);
        assert_eq!((scale.x(day("2022-01-08")), scale.x(day("2023-10-21"))), (8.0, 772.0));
        assert_eq!((scale.y(0), scale.y(2_043_817)), (338.0, 66.0));
        // One day is no span; it must not divide by nothing.
        assert!(Scale::new(Paper::WIDE, day("2022-01-08"), day("2022-01-08"), 0).y(0).is_finite());
    }

    #[test]
    fn ticks_keep_their_distance() {
        for (from, to) in [
            ("2022-01-08", "2023-10-21"),
            ("2026-01-01", "2026-11-22"),
            ("2026-11-01", "2026-11-03"),
            ("2020-02-29", "2026-11-22"),
        ] {
            for (paper, room) in [(Paper::WIDE, 64.0), (Paper::NARROW, 60.0)] {
                let (from, to) = (day(from), day(to));
                let scale = Scale::new(paper, from, to, 10);
                let ticks = ticks(&scale, from, to, room);
                assert_eq!((ticks.first(), ticks.last()), (Some(&from), Some(&to)));
                assert!(ticks.len() <= 7, "{ticks:?}");
                let near = |pair: &[Date]| scale.x(pair[1]) - scale.x(pair[0]) < room;
                assert!(ticks.len() == 2 || !ticks.windows(2).any(near), "{ticks:?}");
            }
        }
    }

    #[test]
    fn labels_never_lie_on_each_other() {
        let mut room = Room::new(Paper::WIDE, Vec::new());
        let first = room.place(772.0, 66.0, 90.0, 17.0, Side::Above, 12.0).expect("there is room");
        let second = room.place(713.0, 80.0, 150.0, 34.0, Side::Above, 12.0).expect("there is room");
        assert!(!first.1.meets(&second.1));
        assert_eq!(first.0, Side::Above);
        // Nothing fits a paper that is full.
        room.take(Space { x: 0.0, y: 0.0, width: 780.0, height: 372.0 });
        assert_eq!(room.place(300.0, 200.0, 90.0, 34.0, Side::Below, 12.0), None);
    }

    #[test]
    fn labels_never_lie_on_the_line() {
        let line = vec![(8.0, 338.0), (100.0, 300.0), (120.0, 200.0), (772.0, 66.0)];
        let room = Room::new(Paper::WIDE, line);
        let space = |x, y| Space { x, y, width: 60.0, height: 20.0 };
        assert!(room.is_crossed(&space(90.0, 250.0)));
        assert!(!room.is_crossed(&space(20.0, 250.0)), "above the line");
        assert!(!room.is_crossed(&space(130.0, 250.0)), "below the line");
        assert!(!room.is_crossed(&space(780.0, 60.0)), "past its end");
    }
}
