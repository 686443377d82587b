//! What a league shows of its units, in which order, and the scale of their bars. Ranks come from [`model::league`].

use std::cmp::Reverse;

use model::{
    league::{Achievement, Rank, by_name, ranked},
    number::Percent,
    unit::Level,
    wire::UnitTotals,
};

/// What a league is sorted by; numbers greatest first, names as in the dictionary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Rank: how much of the assigned target is done, exactly.
    #[default]
    Percent,
    /// Initiatives submitted.
    Submitted,
    /// People who take part.
    People,
    /// The proper name.
    Name,
}

impl Sort {
    /// Every order, as they are offered.
    pub const ALL: [Sort; 4] = [Sort::Percent, Sort::Submitted, Sort::People, Sort::Name];

    /// The word for it in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Sort::Percent => "percent",
            Sort::Submitted => "submitted",
            Sort::People => "people",
            Sort::Name => "name",
        }
    }

    /// The order with that word, or the usual one.
    pub fn from_name(name: &str) -> Sort {
        Sort::ALL.into_iter().find(|sort| sort.name() == name).unwrap_or_default()
    }
}

/// Which units of the nation a league shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Group {
    /// All of them.
    #[default]
    All,
    /// Provinces and cities.
    Provinces,
    /// Sectors and corporations.
    Sectors,
}

impl Group {
    /// Every group, as they are offered.
    pub const ALL: [Group; 3] = [Group::All, Group::Provinces, Group::Sectors];

    /// The word for it in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Group::All => "all",
            Group::Provinces => "provinces",
            Group::Sectors => "sectors",
        }
    }

    /// The group with that word, or all.
    pub fn from_name(name: &str) -> Group {
        Group::ALL.into_iter().find(|group| group.name() == name).unwrap_or_default()
    }

    /// Whether units of that level are in the group.
    pub fn has(self, level: Level) -> bool {
        match self {
            Group::All => true,
            Group::Provinces => level == Level::Province,
            Group::Sectors => !matches!(level, Level::Province | Level::National),
        }
    }
}

/// One line of a league.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Among all units, whatever is shown and however it is sorted. `None` without an assigned target.
    pub rank: Option<Rank>,
    /// The unit's numbers.
    pub unit: UnitTotals,
}

/// The lines of a league.
pub fn rows(units: &[UnitTotals], group: Group, sort: Sort) -> Vec<Row> {
    let mut rows: Vec<Row> = ranked(units)
        .into_iter()
        .filter(|row| group.has(row.unit.level))
        .map(|row| Row { rank: row.rank, unit: row.unit.clone() })
        .collect();
    match sort {
        Sort::Percent => {}
        Sort::Submitted => rows.sort_by_cached_key(|row| (Reverse(row.unit.counts.submitted), by_name(&row.unit))),
        Sort::People => rows.sort_by_cached_key(|row| (Reverse(row.unit.counts.people), by_name(&row.unit))),
        Sort::Name => rows.sort_by_cached_key(|row| by_name(&row.unit)),
    }
    rows
}

/// Where the bars' common scale may end, in percent. It begins small, so that a campaign's first weeks show a race too.
const SCALES: [u64; 7] = [5, 10, 20, 50, 100, 200, 300];

/// Where the bars' common scale ends, in percent: so that they fit, but not past 300. What is longer is torn.
pub fn scale_end(units: &[UnitTotals]) -> u64 {
    scale_for(units.iter().filter_map(|unit| unit.percent).max())
}

/// As [`scale_end`], for the greatest percent there is.
pub fn scale_for(greatest: Option<Percent>) -> u64 {
    let greatest = greatest.map_or(0, Percent::tenths);
    if greatest == 0 {
        return 100;
    }
    SCALES.into_iter().find(|end| greatest <= end * 10).unwrap_or(300)
}

/// Whether a bar is longer than the scale.
pub fn any_torn(units: &[UnitTotals]) -> bool {
    let end = scale_end(units) * 10;
    units.iter().any(|unit| unit.percent.is_some_and(|percent| percent.tenths() > end))
}

/// A percent as a fraction of the scale: up to 1, and more where the bar is torn.
pub fn on_scale(percent: Percent, end: u64) -> f64 {
    percent.tenths() as f64 / (end * 10) as f64
}

/// How many units have reached more than their assigned target.
pub fn exceeded(units: &[UnitTotals]) -> usize {
    units.iter().filter(|unit| unit.achievement().is_some_and(Achievement::is_exceeded)).count()
}

#[cfg(test)]
mod tests {
    use model::{campaign::Target, totals::Tally, unit::split_name};

    use super::*;

    fn unit(name: &str, level: Level, submitted: i64, people: i64, assigned: Option<u32>) -> UnitTotals {
        let code = model::text::search_key(name).replace(' ', "-").parse().expect("names make codes");
        let tally = Tally { submitted, people, ..Tally::default() };
        UnitTotals::new(code, name.to_owned(), level, tally, Target { assigned, self_set: None })
    }

    fn units() -> Vec<UnitTotals> {
        vec![
            unit("Liên đoàn Lao động tỉnh Đắk Lắk", Level::Province, 90, 5, Some(100)),
            unit("Liên đoàn Lao động tỉnh Điện Biên", Level::Province, 300, 40, Some(100)),
            unit("Công đoàn Dầu khí Việt Nam", Level::Corporation, 900, 30, Some(300)),
            unit("Liên đoàn Lao động tỉnh An Giang", Level::Province, 7, 7, None),
        ]
    }

    fn names(rows: &[Row]) -> Vec<&str> {
        rows.iter().map(|row| split_name(&row.unit.name).1).collect()
    }

    #[test]
    fn equal_percents_share_a_rank_and_units_without_a_target_have_none() {
        let rows = rows(&units(), Group::All, Sort::Percent);
        assert_eq!(names(&rows), ["Dầu khí Việt Nam", "Điện Biên", "Đắk Lắk", "An Giang"]);
        let shared = |number| Some(Rank { number, is_shared: true });
        let third = Some(Rank { number: 3, is_shared: false });
        assert_eq!(rows.iter().map(|row| row.rank).collect::<Vec<_>>(), [shared(1), shared(1), third, None]);
    }

    #[test]
    fn a_filter_keeps_the_rank_among_all() {
        let rows = rows(&units(), Group::Provinces, Sort::Percent);
        assert_eq!(names(&rows), ["Điện Biên", "Đắk Lắk", "An Giang"]);
        assert_eq!(rows[1].rank.map(|rank| rank.number), Some(3));
        assert_eq!(names(&super::rows(&units(), Group::Sectors, Sort::People)), ["Dầu khí Việt Nam"]);
    }

    #[test]
    fn names_sort_as_in_a_vietnamese_dictionary() {
        let rows = rows(&units(), Group::All, Sort::Name);
        assert_eq!(names(&rows), ["An Giang", "Dầu khí Việt Nam", "Đắk Lắk", "Điện Biên"]);
        assert_eq!(names(&super::rows(&units(), Group::All, Sort::People))[0], "Điện Biên");
        assert_eq!(names(&super::rows(&units(), Group::All, Sort::Submitted))[0], "Dầu khí Việt Nam");
    }

    #[test]
    fn the_scale_fits_most_and_tears_the_rest() {
        let of = |submitted| scale_end(&[unit("A", Level::Upper, submitted, 1, Some(100))]);
        assert_eq!([0, 100, 101, 200, 201, 1278].map(of), [100, 100, 200, 200, 300, 300]);
        assert_eq!([1, 6, 14, 21, 51].map(of), [5, 10, 20, 50, 100]);
        assert_eq!(scale_end(&[]), 100);
        let percent = model::number::percent_of(1278, 100).expect("a target");
        assert!(on_scale(percent, 300) > 4.0);
        assert_eq!(exceeded(&units()), 1 + 1);
    }
}
