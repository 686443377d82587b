//! The road to a target. It is always linear and ends at the greatest of value and targets; a target is a kilometre
//! stone on it, full if it was assigned, hollow if a unit set it itself. What lies past the assigned stone is gold.

use model::{
    campaign::Target,
    number::{Percent, percent_of},
    wire::UnitTotals,
};

use crate::i18n::{Lang, board};
use crate::markup::{El, Read, el};

/// How far along its road a unit is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What counts towards the targets.
    pub value: i64,
    /// The targets; one of 0 is none.
    pub target: Target,
}

impl Progress {
    /// A unit's progress.
    pub fn of(unit: &UnitTotals) -> Progress {
        Progress { value: unit.counts.submitted, target: unit.target }
    }

    /// The assigned target and the percent of it.
    pub fn assigned(self) -> Option<(u32, Percent)> {
        self.percent(self.target.assigned)
    }

    /// The self-set target and the percent of it.
    pub fn self_set(self) -> Option<(u32, Percent)> {
        self.percent(self.target.self_set)
    }

    /// How many lie past the assigned target.
    pub fn past(self) -> Option<i64> {
        let past = self.value - i64::from(self.assigned()?.0);
        (past > 0).then_some(past)
    }

    fn percent(self, target: Option<u32>) -> Option<(u32, Percent)> {
        let target = target?;
        Some((target, percent_of(u64::try_from(self.value).unwrap_or(0), target.into())?))
    }

    fn end(self) -> f64 {
        let targets = [self.target.assigned, self.target.self_set];
        targets.into_iter().flatten().map(i64::from).chain([self.value, 1]).max().unwrap_or(1) as f64
    }

    /// `--v` and `--a` of the stylesheet: value and assigned target as parts of the road.
    fn style(self) -> String {
        let assigned = self.assigned().map_or(1.0, |(target, _)| f64::from(target) / self.end());
        format!("--v:{:.4};--a:{assigned:.4}", self.value as f64 / self.end())
    }

    fn stone(self, target: Option<(u32, Percent)>) -> Option<String> {
        target.map(|(target, _)| format!("--at:{:.4}", f64::from(target) / self.end()))
    }
}

/// Adds the road of a unit; nothing without a target: where there is no road there are no stones. `class` is
/// `track--hero` for the one at the head of a page.
pub fn track(into: El, progress: Read<Progress>, class: &'static str, lang: Lang) -> El {
    let of_any = progress.clone();
    let any = move || of_any().assigned().is_some() || of_any().self_set().is_some();
    into.when(any, move || {
        let (of_style, of_said) = (progress.clone(), progress.clone());
        let said = move || {
            let progress = of_said();
            board::on_track(progress.value, progress.assigned(), progress.self_set(), lang)
        };
        let stone = |class: &'static str, target: fn(Progress) -> Option<(u32, Percent)>| {
            let progress = progress.clone();
            move || {
                let progress = progress();
                Some(el("i", class).attr("style", &progress.stone(target(progress))?))
            }
        };
        el("div", &format!("track {class}"))
            .attr("role", "img")
            .live_attr("style", move || Some(of_style().style()))
            .live_attr("aria-label", move || Some(said()))
            .put(el("i", "track__done"))
            .put(el("i", "track__past"))
            .live(stone("stone", Progress::assigned))
            .live(stone("stone stone--self", Progress::self_set))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(value: i64, assigned: u32, self_set: u32) -> Progress {
        let some = |target| (target > 0).then_some(target);
        Progress { value, target: Target { assigned: some(assigned), self_set: some(self_set) } }
    }

    #[test]
    fn the_road_is_linear_at_any_percent() {
        assert_eq!(progress(0, 300, 400).style(), "--v:0.0000;--a:0.7500");
        assert_eq!(progress(224, 300, 0).style(), "--v:0.7467;--a:1.0000");
        assert_eq!(progress(7085, 5400, 6500).style(), "--v:1.0000;--a:0.7622");
        assert_eq!(progress(869, 68, 96).style(), "--v:1.0000;--a:0.0783");
        assert_eq!(progress(869, 68, 96).stone(progress(869, 68, 96).self_set()).as_deref(), Some("--at:0.1105"));
    }

    #[test]
    fn without_an_assigned_target_nothing_is_past_it() {
        assert_eq!(progress(500, 0, 400).style(), "--v:1.0000;--a:1.0000");
        assert_eq!(progress(500, 0, 400).past(), None);
        assert_eq!(progress(300, 300, 0).past(), None);
        assert_eq!(progress(7085, 5400, 0).past(), Some(1685));
        assert_eq!(progress(0, 0, 0).style(), "--v:0.0000;--a:1.0000");
    }
}
