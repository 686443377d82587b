//! The units of the demonstration, real ones (`data/units.csv`), and the trades that people in them follow, which are
//! guesses at what is common there. Knows nothing of targets or numbers.

use super::DemoError;
use model::unit::{Level, Unit, UnitCode};

/// The list of units as it is imported.
pub const UNITS_CSV: &str = include_str!("../../data/units.csv");

/// A unit as it is listed.
#[derive(Debug, Clone)]
pub struct Listed {
    pub unit: Unit,
    /// The unit that it became a part of on 1/7/2025: a name.
    pub successor: Option<String>,
}

/// Reads the list of units, a parent always before its children.
///
/// # Errors
/// A line that isn't a unit; a test reads them all.
pub fn read() -> Result<Vec<Listed>, DemoError> {
    let mut units = Vec::new();
    for (at, row) in csv::Reader::from_reader(UNITS_CSV.as_bytes()).records().enumerate() {
        let row = row?;
        let unit = || {
            let parent = row.get(1).filter(|code| !code.is_empty());
            let unit = Unit {
                code: row.get(0)?.parse().ok()?,
                parent: parent.map(str::parse).transpose().ok()?,
                level: Level::from_name(row.get(2)?)?,
                name: row.get(3)?.to_owned(),
            };
            let successor = row.get(5).filter(|name| !name.is_empty()).map(str::to_owned);
            Some(Listed { unit, successor })
        };
        units.push(unit().ok_or(DemoError::Data { file: "units.csv", line: at + 2 })?);
    }
    Ok(units)
}

/// A trade by its slug, and its weight.
type Mix = &'static [(&'static str, u32)];

const PROVINCE: Mix = &[
    ("school", 18),
    ("office", 15),
    ("hospital", 14),
    ("manufacture", 16),
    ("textile", 10),
    ("agriculture", 10),
    ("construction", 6),
    ("road", 5),
    ("bank", 2),
    ("telecom", 2),
    ("power", 2),
];
const INDUSTRIAL: Mix = &[
    ("manufacture", 38),
    ("textile", 20),
    ("school", 11),
    ("hospital", 9),
    ("office", 9),
    ("construction", 6),
    ("road", 4),
    ("power", 2),
    ("bank", 1),
];
const COAST: Mix = &[
    ("port", 16),
    ("manufacture", 18),
    ("school", 15),
    ("hospital", 13),
    ("office", 13),
    ("textile", 9),
    ("construction", 7),
    ("agriculture", 5),
    ("road", 4),
];
const HIGHLAND: Mix = &[
    ("agriculture", 22),
    ("school", 22),
    ("hospital", 15),
    ("office", 18),
    ("rubber", 8),
    ("road", 6),
    ("construction", 5),
    ("power", 4),
];

/// The trades of a unit's people and their weights.
pub fn trades(code: &UnitCode) -> Mix {
    match code.as_str() {
        code if code.starts_with("cs-than") || code == "cd-than-ks" => &[("coal", 1)],
        code if code.starts_with("cs-dien") || code == "cd-dien-luc" => &[("power", 1)],
        code if code.starts_with("cs-dau") || code == "cd-dau-khi" => &[("oil", 1)],
        "cd-gtvt" => &[("road", 6), ("port", 2), ("construction", 2)],
        "cd-xay-dung" => &[("construction", 9), ("manufacture", 1)],
        "cd-ngan-hang" => &[("bank", 1)],
        "cd-nn-ptnt" => &[("agriculture", 8), ("rubber", 1), ("school", 1)],
        "cd-cong-thuong" => &[("manufacture", 7), ("textile", 2), ("power", 1)],
        "cd-tt-tt" => &[("telecom", 1)],
        "cd-y-te" => &[("hospital", 1)],
        "cd-giao-duc" => &[("school", 1)],
        "cd-quoc-phong" => &[("manufacture", 5), ("hospital", 2), ("construction", 2), ("office", 1)],
        "cd-cong-an" => &[("office", 5), ("manufacture", 3), ("hospital", 2)],
        "cd-vien-chuc" => &[("office", 1)],
        "cd-cao-su" => &[("rubber", 9), ("manufacture", 1)],
        "cd-det-may" => &[("textile", 1)],
        "cd-duong-sat" => &[("railway", 1)],
        "cd-hang-khong" => &[("aviation", 1)],
        "cd-hang-hai" | "cd-tau-thuy" => &[("port", 1)],
        "ldld-quang-ninh" => &[("coal", 30), ("port", 10), ("school", 15), ("hospital", 12), ("office", 13)],
        "ldld-binh-phuoc" | "ldld-tay-ninh" => &[("rubber", 25), ("manufacture", 25), ("school", 20), ("office", 15)],
        "ldld-hai-phong" | "ldld-da-nang" | "ldld-ba-ria-vung-tau" | "ldld-khanh-hoa" | "ldld-can-tho" => COAST,
        "ldld-quang-ngai" | "ldld-thua-thien-hue" | "ldld-binh-dinh" | "ldld-quang-nam" => COAST,
        "ldld-dak-lak" | "ldld-dak-nong" | "ldld-gia-lai" | "ldld-kon-tum" | "ldld-lam-dong" => HIGHLAND,
        "ldld-binh-duong" | "ldld-dong-nai" | "ldld-ho-chi-minh" | "ldld-bac-ninh" | "ldld-bac-giang" => INDUSTRIAL,
        "ldld-long-an" | "ldld-vinh-phuc" | "ldld-hai-duong" | "ldld-hung-yen" | "ldld-thai-nguyen" => INDUSTRIAL,
        _ => PROVINCE,
    }
}
