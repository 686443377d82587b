//! The rhythm of a campaign: how many initiatives came in each month.

use super::Daily;

/// One month's count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// The year.
    pub year: i64,
    /// From 1.
    pub month: i64,
    /// Initiatives that count.
    pub count: i64,
}

/// The months of a span, empty ones included.
pub fn months(daily: &Daily) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for (at, count) in daily.counts.iter().enumerate() {
        let Some((year, month, _)) = daily.day(at).map(|day| day.year_month_day()) else { break };
        match months.last_mut() {
            Some(last) if (last.year, last.month) == (year, month) => last.count += i64::from(*count),
            _ => months.push(Month { year, month, count: i64::from(*count) }),
        }
    }
    months
}

/// The positions of the months worth a label: the highest, and the highest of those at least three months away from it
/// that is higher than its neighbours. Nothing where nothing came.
pub fn peaks(months: &[Month]) -> Vec<usize> {
    let count = |at: usize| months.get(at).map_or(0, |month| month.count);
    let highest = |candidates: &mut dyn Iterator<Item = usize>| {
        candidates.filter(|at| count(*at) > 0).max_by_key(|at| (count(*at), std::cmp::Reverse(*at)))
    };
    let Some(first) = highest(&mut (0..months.len())) else { return Vec::new() };
    let stands_out = |at: &usize| {
        first.abs_diff(*at) >= 3
            && count(*at) >= count(at + 1)
            && at.checked_sub(1).is_none_or(|before| count(*at) >= count(before))
    };
    let second = highest(&mut (0..months.len()).filter(stands_out));
    let mut peaks: Vec<usize> = [Some(first), second].into_iter().flatten().collect();
    peaks.sort_unstable();
    peaks
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::calendar::Date;

    fn day(text: &str) -> Date {
        text.parse().expect("the tests' dates are dates")
    }

    #[test]
    fn days_add_up_to_months() {
        let days = [(day("2022-01-31"), 2), (day("2022-02-01"), 3), (day("2022-04-30"), 1)];
        let months = months(&Daily::new(day("2022-01-08"), day("2022-04-30"), &days));
        let counts: Vec<_> = months.iter().map(|month| (month.year, month.month, month.count)).collect();
        assert_eq!(counts, [(2022, 1, 2), (2022, 2, 3), (2022, 3, 0), (2022, 4, 1)]);
    }

    #[test]
    fn the_two_high_seasons_are_named() {
        let of = |counts: &[i64]| {
            let months: Vec<Month> = counts.iter().map(|count| Month { year: 2022, month: 1, count: *count }).collect();
            peaks(&months)
        };
        assert_eq!(of(&[1, 2, 14, 3, 2, 1, 6, 2]), [2, 6]);
        assert_eq!(of(&[0, 0, 5]), [2]);
        assert_eq!(of(&[0, 0]), [0usize; 0]);
        assert_eq!(of(&[]), [0usize; 0]);
        assert_eq!(of(&[4, 4, 4, 4]), [0, 3]);
    }
}
