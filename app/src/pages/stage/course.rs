//! Dòng thời gian: the course of a campaign as a line, its targets as stones, the days worth naming, and dashed the day on
//! which the target is likely to fall.

use std::fmt::Write;

use model::calendar::Date;
use model::number::{Lang, grouped};
use model::show::{Content, Course, Milestone};

use super::Scene;
use super::frame::{self, When};
use crate::board::curve::{Paper, Room, Scale, Side, Space, rungs, ticks};
use crate::i18n::{board, stage};
use crate::markup::{El, el, settled};
use crate::stage::brief::unit_title;

/// Tenths of a rem: the width between the text-safe edges, and what the headline leaves of the height.
const PAPER: Paper = Paper { width: 1080.0, height: 410.0, top: 62.0, bottom: 36.0, side: 2.0, letter: 20.0 };
/// The name of a month needs so much room.
const TICK_ROOM: f64 = 130.0;

/// The course of one unit.
pub(super) fn scene(scene: Scene, first: Course) -> El {
    let lang = scene.lang;
    let title = unit_title(&first.totals, lang);
    let title = frame::unit(&title, title == first.totals.name, lang);
    let course = scene.keep(first, |content| match content {
        Content::Timeline(course) => Some(course.clone()),
        _ => None,
    });
    let (of_says, of_why, of_reached) = (course.clone(), course.clone(), course.clone());
    let headline = settled(move || headline(&of_says(), lang));
    let of_date = headline.clone();
    let why = move || {
        let projection = of_why().projection?;
        Some(el("span", "").text(&stage::likely_why(&projection, lang)))
    };
    let lead = el("p", "course__lead")
        .put(el("span", "").live_text(move || headline().0))
        .put(el("b", "").live_text(move || of_date().1))
        .live(why)
        .live_class("course__lead--reached", move || reached(&of_reached()).is_some());
    let picture = el("div", "course__picture").live_html(move || draw(&course(), lang));
    let main = el("div", "scene__main course").put(lead).put(picture);
    let top = frame::top(scene, title, stage::TIMELINE.say(lang), When::Date);
    frame::scene("scene scene--course", top, main, frame::foot(scene, []))
}

/// What happened or is likely to, and its day or sum.
fn headline(course: &Course, lang: Lang) -> (String, String) {
    if let Some(projection) = course.projection {
        let words = stage::LIKELY.fill(lang, &[&grouped(projection.target, lang)]);
        return (words, projection.on.display(lang));
    }
    match reached(course) {
        Some(reached) => (stage::REACHED.fill(lang, &[&grouped(reached.sum, lang)]), reached.day.display(lang)),
        None => (stage::SO_FAR.say(lang).to_owned(), grouped(course.totals.counts.submitted, lang)),
    }
}

/// The day on which the assigned target was reached.
fn reached(course: &Course) -> Option<Milestone> {
    let target = course.totals.target.assigned.map(i64::from);
    course.milestones.iter().find(|milestone| Some(milestone.sum) == target).copied()
}

/// The picture's strokes and letters. Everything in it is a number or one of our own words, so nothing needs escaping.
fn draw(course: &Course, lang: Lang) -> String {
    let (Some(first), Some(last)) = (course.points.first(), course.points.last()) else { return String::new() };
    let likely = course.projection;
    let ends = course.goals.iter().map(|goal| goal.by).chain(likely.map(|likely| likely.on));
    let from = course.from.min(first.0);
    let to = ends.chain([last.0, course.to]).max().unwrap_or(last.0);
    let sums = course.goals.iter().map(|goal| goal.sum).chain(likely.map(|likely| likely.target));
    let height = sums.chain([last.1]).max().unwrap_or(1);
    let scale = Scale::new(PAPER, from, to, height);
    let mut line: Vec<(f64, f64)> = course.points.iter().map(|(day, sum)| (scale.x(*day), scale.y(*sum))).collect();
    let drawn = line.len();
    line.extend(likely.map(|likely| (scale.x(likely.on), scale.y(likely.target))));
    let mut picture = Picture { scale, room: Room::new(PAPER, line.clone()), svg: String::new(), lang };
    picture.ground(from, to, height);
    picture.line(course, &line[..drawn]);
    if let [.., (x, y), (likely_x, likely_y)] = line[drawn - 1..] {
        picture.push(format_args!(r#"<path class="likely" d="M{x:.1} {y:.1}L{likely_x:.1} {likely_y:.1}"/>"#));
    }
    picture.stones(course);
    picture.now(last.0, last.1);
    for milestone in &course.milestones {
        picture.milestone(milestone.day, milestone.sum, *last);
    }
    let Paper { width, height, letter, .. } = PAPER;
    format!(
        r#"<svg viewBox="0 0 {width} {height}" aria-hidden="true" style="font-size:{letter}px">{}</svg>"#,
        picture.svg
    )
}

struct Picture {
    scale: Scale,
    room: Room,
    svg: String,
    lang: Lang,
}

impl Picture {
    fn push(&mut self, stroke: std::fmt::Arguments<'_>) {
        // Writing to a String can't fail.
        self.svg.write_fmt(stroke).unwrap_or_default();
    }

    fn text(&mut self, class: &str, x: f64, y: f64, anchor: &str, text: &str) {
        self.push(format_args!(r#"<text class="{class}" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{text}</text>"#));
    }

    fn ground(&mut self, from: Date, to: Date, height: i64) {
        let (ground, right, letter) = (PAPER.ground(), PAPER.width - PAPER.side, PAPER.letter);
        self.push(format_args!(r#"<path class="base" d="M{} {ground:.1}H{right}"/>"#, PAPER.side));
        for rung in rungs(height) {
            let (y, label) = (self.scale.y(rung), board::rung(rung, self.lang));
            self.push(format_args!(r#"<path class="rung" d="M{} {y:.1}H{right}"/>"#, PAPER.side));
            let width = Space::width_of(&label, letter);
            self.room.take(Space { x: PAPER.side, y: y - 6.0 - letter, width, height: letter });
            self.text("axis", PAPER.side, y - 6.0, "start", &label);
        }
        let all = ticks(&self.scale, from, to, TICK_ROOM);
        for (at, day) in all.iter().enumerate() {
            let anchor = match at {
                0 => "start",
                at if at + 1 == all.len() => "end",
                _ => "middle",
            };
            let (year, month, _) = day.year_month_day();
            let label =
                if to.days_since(from) > 92 { board::month(year, month) } else { board::short_day(*day, self.lang) };
            self.text("axis", self.scale.x(*day), ground + 28.0, anchor, &label);
        }
    }

    /// Blue up to the day on which the target was reached, gold from there.
    fn line(&mut self, course: &Course, line: &[(f64, f64)]) {
        let target = course.totals.target.assigned.map(i64::from).filter(|target| *target > 0);
        let reached = target.and_then(|target| course.points.iter().position(|(_, sum)| *sum >= target));
        let split = reached.unwrap_or(line.len() - 1);
        for (class, part) in [("done", &line[..=split]), ("past", &line[split..])] {
            let [(x, y), rest @ ..] = part else { continue };
            if rest.is_empty() {
                continue;
            }
            self.push(format_args!(r#"<path class="{class}" d="M{x:.1} {y:.1}"#));
            for (x, y) in rest {
                self.push(format_args!("L{x:.1} {y:.1}"));
            }
            self.push(format_args!(r#""/>"#));
        }
    }

    /// A target is a stone where it is due.
    fn stones(&mut self, course: &Course) {
        for goal in &course.goals {
            let (x, y) = (self.scale.x(goal.by).clamp(12.0, PAPER.width - 12.0), self.scale.y(goal.sum));
            self.push(format_args!(r#"<path class="goal" d="M{:.1} {y:.1}v-22a11 11 0 0 1 22 0v22z"/>"#, x - 11.0));
            self.room.take(Space { x: x - 14.0, y: y - 36.0, width: 28.0, height: 38.0 });
            let label = stage::TARGET.fill(self.lang, &[&grouped(goal.sum, self.lang)]);
            self.label(x - 12.0, y, &label, "", Side::Above, 4.0);
        }
    }

    fn now(&mut self, day: Date, sum: i64) {
        let (x, y) = (self.scale.x(day), self.scale.y(sum));
        self.push(format_args!(r#"<circle class="now" cx="{x:.1}" cy="{y:.1}" r="9"/>"#));
        self.label(x, y, &grouped(sum, self.lang), "", Side::Above, 14.0);
    }

    fn milestone(&mut self, day: Date, sum: i64, last: (Date, i64)) {
        if (day, sum) == last {
            return;
        }
        let (x, y) = (self.scale.x(day), self.scale.y(sum));
        self.push(format_args!(r#"<circle class="dot" cx="{x:.1}" cy="{y:.1}" r="7"/>"#));
        let (first, second) = (grouped(sum, self.lang), day.display(self.lang));
        self.label(x, y, &first, &second, Side::Above, 10.0);
    }

    /// Writes a label beside a point, if there is room for one.
    fn label(&mut self, x: f64, y: f64, first: &str, second: &str, side: Side, away: f64) {
        let letter = PAPER.letter;
        let lines = if second.is_empty() { 1.0 } else { 2.0 };
        let width = Space::width_of(first, letter * 1.15).max(Space::width_of(second, letter));
        let Some((side, space)) = self.room.place(x, y, width, letter * 1.3 * lines, side, away) else { return };
        // Its width is only about right: it is written from the edge that lies at its point.
        let (edge, anchor) = match side {
            Side::Above if space.x > 0.0 => (space.x + space.width, "end"),
            _ => (space.x, "start"),
        };
        let baseline = space.y + letter;
        self.text("said", edge, baseline, anchor, first);
        if !second.is_empty() {
            self.text("said2", edge, baseline + letter * 1.3, anchor, second);
        }
    }
}
