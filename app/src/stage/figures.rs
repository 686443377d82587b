//! A unit's leading figures as a picture has them: the server's, or the one that somebody typed.

use model::number::{Percent, percent_of};
use model::show::{Figures, Picture};
use model::wire::UnitTotals;

use crate::ui::Progress;

/// What a scene of one unit leads with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead {
    /// How many.
    pub submitted: i64,
    /// Of the assigned target.
    pub percent: Option<Percent>,
    /// The road to it.
    pub progress: Progress,
}

impl Lead {
    /// The figures of a picture's unit. A typed figure stands in the place of the count, and the percent follows it.
    pub fn of(picture: &Picture, totals: &UnitTotals) -> Lead {
        let typed = match &picture.figures {
            Figures::Typed(typed) => Some(typed.figure),
            Figures::Live | Figures::Held | Figures::Frozen => None,
        };
        let submitted = typed.unwrap_or(totals.counts.submitted);
        // One stone on a stage, that of the assigned target where there is one.
        let mut target = totals.target;
        target.self_set = target.self_set.filter(|_| target.assigned.is_none_or(|assigned| assigned == 0));
        let percent = match (typed, target.assigned) {
            (Some(figure), Some(assigned)) => percent_of(u64::try_from(figure).unwrap_or(0), assigned.into()),
            _ => totals.percent,
        };
        Lead { submitted, percent, progress: Progress { value: submitted, target } }
    }

    /// Whether the assigned target is reached, also where there is no percent to say.
    pub fn is_reached(self) -> bool {
        self.progress.assigned().is_some_and(|(assigned, _)| self.submitted >= i64::from(assigned))
    }
}

/// The size of a leading figure that fills the picture, in rem: 24 up to nine glyphs, and as much less as there are more.
pub fn big_size(text: &str) -> f64 {
    const LARGEST: f64 = 24.0;
    const GLYPHS: f64 = 9.0;
    let glyphs = text.chars().count() as f64;
    if glyphs <= GLYPHS { LARGEST } else { LARGEST * GLYPHS / glyphs }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::campaign::Target;

    #[test]
    fn a_target_is_reached_by_the_last_initiative_and_not_by_rounding() {
        let lead = |submitted: i64, assigned: Option<u32>| {
            let target = Target { assigned, self_set: None };
            Lead { submitted, percent: None, progress: Progress { value: submitted, target } }
        };
        assert!(!lead(999_999, Some(1_000_000)).is_reached());
        assert!(lead(1_000_000, Some(1_000_000)).is_reached());
        assert!(!lead(7_085, None).is_reached() && !lead(0, Some(0)).is_reached());
    }

    #[test]
    fn a_figure_of_nine_glyphs_is_as_large_as_it_gets() {
        assert_eq!(big_size("0"), 24.0);
        assert_eq!(big_size("2.400.000"), 24.0);
        assert_eq!(big_size("12.400.000.000"), 24.0 * 9.0 / 14.0);
    }
}
