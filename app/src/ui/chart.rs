//! Charts: a course over time and a rhythm by month, each drawn as one picture with its words in it, and the same as a
//! table beside it. The pictures are text, made anew when the numbers change.

use std::fmt::Write;

use model::number::{Lang, grouped};

use crate::{
    board::{
        Daily,
        course::{Course, Mark, Milestone},
        curve::{Paper, Room, Scale, Side, Space, rungs, ticks},
        months::{Month, months, peaks},
    },
    i18n::{Word, board},
    markup::{El, Read, el},
};

/// The course of a campaign, wide and narrow; the stylesheet shows the one that fits. Nothing is drawn if there is nothing
/// to draw a line of.
pub fn course_chart(course: Read<Option<Course>>, lang: Lang) -> [El; 2] {
    [("chart--wide", Paper::WIDE), ("chart--narrow", Paper::NARROW)].map(|(class, paper)| {
        let course = course.clone();
        el("div", class).untranslated().live_html(move || {
            let Some(course) = course() else { return String::new() };
            let Paper { width, height, letter, .. } = paper;
            picture((width, height), letter, &in_words(&course, lang), &draw(&course, paper, lang))
        })
    })
}

/// The whole of a picture, with what is said to those who don't see it.
fn picture((width, height): (f64, f64), letter: f64, said: &str, strokes: &str) -> String {
    format!(
        r#"<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{said}" style="font-size:{letter}px">{strokes}</svg>"#
    )
}

/// The course in one sentence, for those who don't see it.
fn in_words(course: &Course, lang: Lang) -> String {
    let mut days: Vec<&Milestone> = course.milestones.iter().collect();
    days.sort_by_key(|milestone| milestone.day);
    let said: Vec<String> = days.iter().map(|at| board::sum_on(at.sum, at.day, lang)).collect();
    board::CHART_SAID.fill(lang, &[&said.join(", ")])
}

/// The picture's strokes and letters. Everything in it is a number or one of our own words, so nothing needs escaping.
fn draw(course: &Course, paper: Paper, lang: Lang) -> String {
    let Some((from, to)) = course.span() else { return String::new() };
    let scale = Scale::new(paper, from, to, course.height());
    let line = course.points.iter().map(|(day, sum)| (scale.x(*day), scale.y(*sum))).collect();
    let mut picture = Picture { paper, scale, room: Room::new(paper, line), lang, svg: String::new() };
    picture.grid(course.height());
    picture.days(from, to);
    picture.area(course);
    picture.goals(course);
    picture.line(course);
    for milestone in &course.milestones {
        picture.milestone(milestone, course);
    }
    picture.svg
}

struct Picture {
    paper: Paper,
    scale: Scale,
    room: Room,
    lang: Lang,
    svg: String,
}

impl Picture {
    fn push(&mut self, stroke: std::fmt::Arguments<'_>) {
        // Writing to a String can't fail.
        self.svg.write_fmt(stroke).unwrap_or_default();
    }

    fn text(&mut self, class: &str, x: f64, y: f64, anchor: &str, text: &str) {
        self.push(format_args!(r#"<text class="{class}" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{text}</text>"#));
    }

    fn grid(&mut self, height: i64) {
        let (side, right, ground) = (self.paper.side, self.paper.width - self.paper.side, self.paper.ground());
        self.push(format_args!(r#"<path class="grid base" d="M{side} {ground:.1}H{right}"/>"#));
        for rung in rungs(height) {
            let y = self.scale.y(rung);
            self.push(format_args!(r#"<path class="grid" d="M{side} {y:.1}H{right}"/>"#));
            let label = board::rung(rung, self.lang);
            let (width, letter) = (Space::width_of(&label, self.paper.letter), self.paper.letter);
            // Where the line is low at the left, its labels stand above their rungs, out of its way.
            self.room.take(Space { x: side, y: y - 6.0 - letter, width, height: letter });
            self.text("axis", side, y - 6.0, "start", &label);
        }
    }

    fn days(&mut self, from: model::calendar::Date, to: model::calendar::Date) {
        let months = to.days_since(from) > 92;
        let room = if self.paper == Paper::NARROW { 64.0 } else { 72.0 };
        let all = ticks(&self.scale, from, to, room);
        for (at, day) in all.iter().enumerate() {
            let (x, ground) = (self.scale.x(*day), self.paper.ground());
            let anchor = match at {
                0 => "start",
                at if at + 1 == all.len() => "end",
                _ => "middle",
            };
            let (year, month, _) = day.year_month_day();
            let label = if months { board::month(year, month) } else { board::short_day(*day, self.lang) };
            self.push(format_args!(r#"<path class="tick" d="M{x:.1} {ground:.1}v6"/>"#));
            self.text("axis", x, ground + 24.0, anchor, &label);
        }
    }

    fn area(&mut self, course: &Course) {
        let (ground, side) = (self.paper.ground(), self.paper.side);
        self.push(format_args!(r#"<path class="area" d="M{side:.1} {ground:.1}"#));
        self.points(course.points.iter());
        let right = self.paper.width - self.paper.side;
        self.push(format_args!(r#"L{right:.1} {ground:.1}z"/>"#));
    }

    fn points<'p>(&mut self, points: impl Iterator<Item = &'p (model::calendar::Date, i64)>) {
        for (day, sum) in points {
            let (x, y) = (self.scale.x(*day), self.scale.y(*sum));
            self.push(format_args!("L{x:.1} {y:.1}"));
        }
    }

    fn goals(&mut self, course: &Course) {
        for (at, goal) in course.goals.iter().enumerate() {
            let (from, to) = (self.scale.x(goal.from.max(course.points[0].0)), self.scale.x(goal.to));
            let y = self.scale.y(goal.sum);
            let next = course.goals.get(at + 1).map(|next| self.scale.y(next.sum));
            let up = next.map(|next| format!("V{next:.1}")).unwrap_or_default();
            self.push(format_args!(r#"<path class="target" d="M{from:.1} {y:.1}H{to:.1}{up}"/>"#));
            let sum = grouped(goal.sum, self.lang);
            let label = match goal.phase {
                Some(phase) => board::PHASE_GOAL.fill(self.lang, &[&grouped(phase as i64, self.lang), &sum]),
                None => board::GOAL.fill(self.lang, &[&sum]),
            };
            let letter = self.paper.letter;
            let width = Space::width_of(&label, letter);
            // Under its line at the right, or over it at the left; no label if both places are taken.
            let under = Space { x: to - 4.0 - width, y: y + 4.0, width, height: letter * 1.3 };
            let over = Space { x: from + 4.0, y: y - letter * 1.3 - 2.0, width, height: letter * 1.2 };
            if goal.phase.is_none() && self.room.claim(under) {
                self.text("ref in", to - 4.0, y + 5.0 + letter, "end", &label);
            } else if self.room.claim(over) {
                self.text("ref", from + 4.0, y - 6.0, "start", &label);
            }
        }
    }

    /// Blue up to the day the target was reached, gold from there.
    fn line(&mut self, course: &Course) {
        let reached = course.milestones.iter().find(|milestone| milestone.mark == Mark::Reached).map(|at| at.day);
        let reached = reached.and_then(|day| course.points.iter().position(|point| point.0 == day));
        let split = reached.unwrap_or(course.points.len() - 1);
        for (class, part) in [("line", &course.points[..=split]), ("line past", &course.points[split..])] {
            let [first, rest @ ..] = part else { continue };
            if rest.is_empty() {
                continue;
            }
            let (x, y) = (self.scale.x(first.0), self.scale.y(first.1));
            self.push(format_args!(r#"<path class="{class}" d="M{x:.1} {y:.1}"#));
            self.points(rest.iter());
            self.push(format_args!(r#""/>"#));
        }
    }

    fn milestone(&mut self, milestone: &Milestone, course: &Course) {
        let narrow = self.paper == Paper::NARROW;
        if narrow && matches!(milestone.mark, Mark::PhaseEnd(_) | Mark::Closed) {
            return;
        }
        let lang = self.lang;
        let (sum, day) = (grouped(milestone.sum, lang), milestone.day.display(lang));
        let (first, second) = match milestone.mark {
            Mark::Latest => (sum, String::new()),
            Mark::Reached if narrow => (sum, day),
            Mark::Reached if milestone.sum == 1_000_000 => (board::MILLIONTH.say(lang).to_owned(), day),
            Mark::Reached => (board::NTH.fill(lang, &[&sum]), day),
            Mark::PhaseEnd(phase) => (sum, board::PHASE_END.fill(lang, &[&grouped(phase as i64, lang), &day])),
            Mark::Closed => (sum, board::CLOSING_DAY.fill(lang, &[&day])),
        };
        // The point is on the line, even where what is named is the target that the line passed on that day.
        let on_line =
            course.points.iter().find(|point| point.0 == milestone.day).map_or(milestone.sum, |point| point.1);
        let (x, y) = (self.scale.x(milestone.day), self.scale.y(on_line));
        let letter = self.paper.letter;
        let lines = if second.is_empty() { 1.0 } else { 2.0 };
        let width = Space::width_of(&first, letter * 1.22).max(Space::width_of(&second, letter));
        let preferred = if matches!(milestone.mark, Mark::PhaseEnd(_)) { Side::Below } else { Side::Above };
        // The latest stands highest, so that what happened just before it has room beside it.
        let away = if milestone.mark == Mark::Latest { 34.0 } else { 12.0 };
        if let Some((side, space)) = self.room.place(x, y, width, letter * 1.3 * lines, preferred, away) {
            self.label(x, y, side, space, &first, &second);
        }
        let past = course.milestones.iter().any(|at| at.mark == Mark::Reached && at.day < milestone.day);
        let class = if past { "dot past" } else { "dot" };
        self.push(format_args!(r#"<circle class="{class}" cx="{x:.1}" cy="{y:.1}" r="5"/>"#));
    }

    fn label(&mut self, x: f64, y: f64, side: Side, space: Space, first: &str, second: &str) {
        let letter = self.paper.letter;
        let right = space.x + space.width;
        let (anchor, at, ground) = match side {
            Side::Above if (right - x).abs() < 20.0 => ("end", right, ""),
            Side::Above => ("start", space.x, ""),
            Side::Below => ("start", space.x, " in"),
        };
        let near = if side == Side::Above { space.y + space.height } else { space.y };
        if (near - y).abs() > 36.0 && (side == Side::Below || (right - x).abs() < 1.0) {
            self.push(format_args!(r#"<path class="lead" d="M{x:.1} {y:.1}V{near:.1}"/>"#));
        }
        let baseline = space.y + letter * 1.05;
        self.text(&format!("ms{ground}"), at, baseline, anchor, first);
        if !second.is_empty() {
            self.text(&format!("ms2{ground}"), at, baseline + letter * 1.3, anchor, second);
        }
    }
}

/// The same as a table, month by month, for those who want the numbers or don't see the picture.
pub fn months_table(daily: &Daily, caption: &str, lang: Lang) -> El {
    let head = |words: Word, class: &str| el("th", class).attr("scope", "col").text(words.say(lang));
    let rows = months(daily).into_iter().scan(0, |sum, Month { year, month, count }| {
        *sum += count;
        let number = |number: i64| el("td", "n").text(&grouped(number, lang));
        let name = el("th", "").attr("scope", "row").text(&board::month(year, month));
        Some(el("tr", "").put(name).put(number(count)).put(number(*sum)))
    });
    let heads = [head(board::MONTH, ""), head(board::SENT_IN_MONTH, "n"), head(board::RUNNING_TOTAL, "n")];
    let table = el("table", "plain")
        .put(el("caption", "hide").text(caption))
        .put(el("thead", "").put(el("tr", "").puts(heads)))
        .put(el("tbody", "").puts(rows));
    el("details", "astable").put(el("summary", "").text(board::AS_TABLE.say(lang))).put(table)
}

/// How many came in each month, as bars; the high seasons bear their numbers.
pub fn months_chart(daily: &Daily, lang: Lang) -> El {
    let months = months(daily);
    let named = peaks(&months);
    let said = named.iter().filter_map(|at| months.get(*at)).max_by_key(|month| month.count);
    let said = said.map(|month| board::highest(month.count, month.year, month.month, lang)).unwrap_or_default();
    el("div", "").html(&picture((MONTHS_WIDTH, 190.0), 13.0, &said, &draw_months(&months, &named, lang)))
}

/// The width of the picture of months.
const MONTHS_WIDTH: f64 = 358.0;

fn draw_months(months: &[Month], named: &[usize], lang: Lang) -> String {
    const WIDTH: f64 = MONTHS_WIDTH;
    const GROUND: f64 = 160.0;
    const HIGHEST: f64 = 132.0;
    let most = months.iter().map(|month| month.count).max().unwrap_or(0).max(1) as f64;
    let step = WIDTH / (months.len().max(1) as f64).max(6.0);
    let width = (step * 0.76).max(1.0);
    let mut svg = format!(r#"<path class="base" d="M0 {GROUND}H{WIDTH}"/>"#);
    let mut push = |stroke: std::fmt::Arguments<'_>| svg.write_fmt(stroke).unwrap_or_default();
    let middle = |at: usize| (at as f64 + 0.5) * step;
    for (at, month) in months.iter().enumerate() {
        let height = month.count as f64 / most * HIGHEST;
        let (x, y) = (middle(at) - width / 2.0, GROUND - height);
        push(format_args!(r#"<rect class="month" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}"/>"#));
    }
    for at in named {
        let (count, x) = (months[*at].count, middle(*at));
        let (y, text) = (GROUND - count as f64 / most * HIGHEST - 8.0, grouped(count, lang));
        let (x, anchor) = within(x, Space::width_of(&text, 16.0), WIDTH);
        push(format_args!(r#"<text class="ms" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{text}</text>"#));
    }
    // The high seasons, the first month and each January, as far as their names don't meet.
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let januaries = months.iter().enumerate().filter(|(at, month)| *at > 0 && month.month == 1).map(|(at, _)| at);
    for at in [0].into_iter().chain(named.iter().copied()).chain(januaries) {
        let Some(month) = months.get(at) else { continue };
        let whole = at == 0 || month.month == 1;
        let text = if whole { board::month(month.year, month.month) } else { format!("{:02}", month.month) };
        let wide = Space::width_of(&text, 13.0);
        let (x, anchor) = within(middle(at), wide, WIDTH);
        let left = match anchor {
            "start" => x,
            "end" => x - wide,
            _ => x - wide / 2.0,
        };
        if taken.iter().any(|(from, to)| left < to + 6.0 && left + wide + 6.0 > *from) {
            continue;
        }
        taken.push((left, left + wide));
        push(format_args!(r#"<text class="axis" x="{x:.1}" y="180" text-anchor="{anchor}">{text}</text>"#));
    }
    svg
}

/// Where to put a text so that it stays on the paper.
fn within(x: f64, wide: f64, width: f64) -> (f64, &'static str) {
    if x < wide / 2.0 {
        (0.0, "start")
    } else if x > width - wide / 2.0 {
        (width, "end")
    } else {
        (x, "middle")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::made_up;

    #[test]
    fn the_million_is_drawn_in_blue_and_gold_with_its_words() {
        let course = Course::of(&made_up::nation(), 2_043_817).expect("there is something to draw");
        let svg = draw(&course, Paper::WIDE, Lang::Vi);
        for part in [
            r#"class="line past""#,
            "Sáng kiến thứ một triệu",
            "Chỉ tiêu 1.000.000",
            "Đợt 1: 300.000",
            "hết đợt 1, 31/05/2022",
            "ngày khép lại, 31/08/2023",
            ">2.043.817<",
            ">01/2022<",
            ">1,5 triệu<",
        ] {
            assert!(svg.contains(part), "{part} is missing in {svg}");
        }
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
        let narrow = draw(&course, Paper::NARROW, Lang::En);
        assert!(narrow.contains("1,000,000") && !narrow.contains("closing day"));
    }

    #[test]
    fn five_initiatives_in_three_days_make_a_picture_too() {
        let mut board = made_up::nation();
        board.totals.as_of = "2022-01-10T05:00:00Z".parse().expect("a moment");
        board.daily.counts = vec![1, 0, 4];
        let course = Course::of(&board, 5).expect("there is something to draw");
        let svg = draw(&course, Paper::WIDE, Lang::Vi);
        assert!(svg.contains(">08/01<") && svg.contains(">10/01<") && svg.contains(">5<"), "{svg}");
        assert!(!svg.contains("NaN"));
    }

    #[test]
    fn months_are_bars_with_the_high_seasons_named() {
        let months = months(&made_up::unit().daily);
        let svg = draw_months(&months, &peaks(&months), Lang::Vi);
        assert_eq!(svg.matches("<rect").count(), 22);
        assert!(svg.contains(">01/2022<") && svg.contains(">05<"), "{svg}");
        assert!(!draw_months(&[], &[], Lang::Vi).contains("NaN"));
    }
}
