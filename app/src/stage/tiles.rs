//! The provinces and cities as tiles: one of the same size for each, roughly where it lies. A map by area would show the
//! mountains; in a race every unit counts alike. Those of 2021–2023: a campaign keeps the tree of its own time.
//!
//! The places were chosen by hand from the provinces' positions, west to east and north to south, so that neighbours stay
//! neighbours as far as a grid allows and the country keeps its shape.

use model::show::LeagueRow;
use model::unit::UnitCode;

/// Columns and rows of the grid.
pub const SIZE: (u8, u8) = (7, 22);

/// Codes with their columns and rows, from the north.
const TILES: [(&str, u8, u8); 63] = [
    ("ldld-lai-chau", 0, 0),
    ("ldld-lao-cai", 1, 0),
    ("ldld-ha-giang", 2, 0),
    ("ldld-cao-bang", 4, 0),
    ("ldld-dien-bien", 0, 1),
    ("ldld-yen-bai", 1, 1),
    ("ldld-tuyen-quang", 2, 1),
    ("ldld-bac-kan", 3, 1),
    ("ldld-lang-son", 4, 1),
    ("ldld-son-la", 1, 2),
    ("ldld-phu-tho", 2, 2),
    ("ldld-thai-nguyen", 3, 2),
    ("ldld-bac-giang", 4, 2),
    ("ldld-quang-ninh", 5, 2),
    ("ldld-hoa-binh", 1, 3),
    ("ldld-vinh-phuc", 2, 3),
    ("ldld-ha-noi", 3, 3),
    ("ldld-bac-ninh", 4, 3),
    ("ldld-hai-duong", 5, 3),
    ("ldld-hai-phong", 6, 3),
    ("ldld-ha-nam", 3, 4),
    ("ldld-hung-yen", 4, 4),
    ("ldld-thai-binh", 5, 4),
    ("ldld-thanh-hoa", 2, 5),
    ("ldld-ninh-binh", 3, 5),
    ("ldld-nam-dinh", 4, 5),
    ("ldld-nghe-an", 2, 6),
    ("ldld-ha-tinh", 3, 7),
    ("ldld-quang-binh", 3, 8),
    ("ldld-quang-tri", 4, 9),
    ("ldld-thua-thien-hue", 4, 10),
    ("ldld-da-nang", 5, 10),
    ("ldld-quang-nam", 5, 11),
    ("ldld-quang-ngai", 6, 11),
    ("ldld-kon-tum", 5, 12),
    ("ldld-binh-dinh", 6, 12),
    ("ldld-gia-lai", 5, 13),
    ("ldld-phu-yen", 6, 13),
    ("ldld-dak-lak", 5, 14),
    ("ldld-khanh-hoa", 6, 14),
    ("ldld-binh-phuoc", 3, 15),
    ("ldld-dak-nong", 4, 15),
    ("ldld-lam-dong", 5, 15),
    ("ldld-ninh-thuan", 6, 15),
    ("ldld-tay-ninh", 2, 16),
    ("ldld-binh-duong", 3, 16),
    ("ldld-dong-nai", 4, 16),
    ("ldld-binh-thuan", 5, 16),
    ("ldld-dong-thap", 1, 17),
    ("ldld-long-an", 2, 17),
    ("ldld-ho-chi-minh", 3, 17),
    ("ldld-ba-ria-vung-tau", 4, 17),
    ("ldld-an-giang", 0, 18),
    ("ldld-vinh-long", 1, 18),
    ("ldld-tien-giang", 2, 18),
    ("ldld-ben-tre", 3, 18),
    ("ldld-kien-giang", 0, 19),
    ("ldld-can-tho", 1, 19),
    ("ldld-tra-vinh", 2, 19),
    ("ldld-hau-giang", 1, 20),
    ("ldld-soc-trang", 2, 20),
    ("ldld-ca-mau", 0, 21),
    ("ldld-bac-lieu", 1, 21),
];

/// Column and row of a unit's tile; `None` if it isn't a province or city of that time.
pub fn place(unit: &UnitCode) -> Option<(u8, u8)> {
    TILES.iter().find(|(code, ..)| *code == unit.as_str()).map(|(_, column, row)| (*column, *row))
}

/// How far a unit is, in the few steps that a colour can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Without an assigned target.
    None,
    /// Below 50%.
    Begun,
    /// From 50%.
    Half,
    /// From 75%.
    Near,
    /// The target reached.
    Reached,
}

impl Step {
    /// The step of a unit.
    pub fn of(row: &LeagueRow) -> Step {
        let Some(done) = row.achievement() else { return Step::None };
        let steps = [(100, Step::Reached), (75, Step::Near), (50, Step::Half)];
        steps.into_iter().find(|(percent, _)| done.is_at_least(*percent)).map_or(Step::Begun, |(_, step)| step)
    }

    /// Its class in the stylesheet.
    pub fn class(self) -> &'static str {
        match self {
            Step::None => "tile tile--none",
            Step::Begun => "tile tile--begun",
            Step::Half => "tile tile--half",
            Step::Near => "tile tile--near",
            Step::Reached => "tile tile--reached",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_province_has_a_place_of_its_own() {
        let units = include_str!("../../../server/data/units.csv");
        let provinces = units.lines().filter(|line| line.contains(",tld,province,"));
        let codes: BTreeSet<&str> = provinces.filter_map(|line| line.split(',').next()).collect();
        let placed: BTreeSet<&str> = TILES.iter().map(|(code, ..)| *code).collect();
        assert_eq!(placed, codes);
        let places: BTreeSet<(u8, u8)> = TILES.iter().map(|(_, column, row)| (*column, *row)).collect();
        assert_eq!(places.len(), TILES.len(), "no two lie on each other");
        assert!(places.iter().all(|(column, row)| *column < SIZE.0 && *row < SIZE.1));
    }

    #[test]
    fn neighbours_stay_neighbours() {
        let of = |code: &str| place(&code.parse().expect("a code")).expect("a province");
        let near = |a: &str, b: &str| {
            let ((x, y), (s, t)) = (of(a), of(b));
            x.abs_diff(s) <= 1 && y.abs_diff(t) <= 1
        };
        assert!(near("ldld-ha-noi", "ldld-bac-ninh") && near("ldld-ho-chi-minh", "ldld-long-an"));
        assert!(near("ldld-da-nang", "ldld-quang-nam") && !near("ldld-ha-noi", "ldld-da-nang"));
        assert!(of("ldld-ca-mau").1 > of("ldld-ha-giang").1);
    }
}
