//! Units of the union: their codes, levels and place in the tree. Knows nothing of what they have achieved.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A unit's code as in the list of units: `tld`, `ldld-thanh-hoa`, `cd-dau-khi`. 1–64 characters of a–z, 0–9 and `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitCode(String);

/// A campaign's short name in addresses: the same alphabet as a [`UnitCode`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Slug(String);

/// A code or slug with a character outside a–z, 0–9 and `-`, or empty, or longer than 64 characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a code is 1 to 64 characters of a–z, 0–9 and -")]
pub struct NotACode;

fn check_code(text: String) -> Result<String, NotACode> {
    let shaped = (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if shaped { Ok(text) } else { Err(NotACode) }
}

macro_rules! code {
    ($name:ident) => {
        impl $name {
            /// The code as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl TryFrom<String> for $name {
            type Error = NotACode;
            fn try_from(text: String) -> Result<Self, NotACode> {
                check_code(text).map(Self)
            }
        }
        impl FromStr for $name {
            type Err = NotACode;
            fn from_str(text: &str) -> Result<Self, NotACode> {
                check_code(text.to_owned()).map(Self)
            }
        }
        impl From<$name> for String {
            fn from(code: $name) -> String {
                code.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
    };
}

code!(UnitCode);
code!(Slug);

/// Where a unit stands in the hierarchy (Trade Union Law 2024). The depth of a branch varies; the level doesn't
/// follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Level {
    /// Tổng Liên đoàn.
    National,
    /// Liên đoàn Lao động tỉnh, thành phố.
    Province,
    /// Công đoàn ngành trung ương.
    Sector,
    /// Công đoàn tập đoàn, tổng công ty.
    Corporation,
    /// Công đoàn cấp trên trực tiếp cơ sở.
    Upper,
    /// Công đoàn cơ sở, nghiệp đoàn.
    Grassroots,
    /// Công đoàn bộ phận, tổ công đoàn.
    Team,
}

impl Level {
    /// Every level, from the nation down.
    pub const ALL: [Level; 7] = [
        Level::National,
        Level::Province,
        Level::Sector,
        Level::Corporation,
        Level::Upper,
        Level::Grassroots,
        Level::Team,
    ];

    /// The level's word in data files and on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Level::National => "national",
            Level::Province => "province",
            Level::Sector => "sector",
            Level::Corporation => "corporation",
            Level::Upper => "upper",
            Level::Grassroots => "grassroots",
            Level::Team => "team",
        }
    }

    /// The level with that word, if there is one.
    pub fn from_name(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// A unit and its parent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unit {
    /// Its code.
    pub code: UnitCode,
    /// `None` for the root alone.
    pub parent: Option<UnitCode>,
    /// Where it stands in the hierarchy.
    pub level: Level,
    /// The full name: "Liên đoàn Lao động tỉnh Thanh Hóa".
    pub name: String,
}

/// Beginnings that many units share, longest first; what follows is the proper name.
const COMMON_PARTS: [&str; 14] = [
    "Liên đoàn Lao động thành phố ",
    "Liên đoàn Lao động tỉnh ",
    "Tổng Liên đoàn Lao động ",
    "Công đoàn Tổng công ty ",
    "Công đoàn Công nghiệp ",
    "Công đoàn Chi nhánh ",
    "Công đoàn Công ty ",
    "Công đoàn Nhà máy ",
    "Công đoàn Bệnh viện ",
    "Công đoàn Trường ",
    "Công đoàn cơ sở ",
    "Nghiệp đoàn ",
    "Tổ công đoàn ",
    "Công đoàn ",
];

/// Splits a unit's name into the part it shares with many others and its proper name, so that the first can step back
/// on screen: ("Liên đoàn Lao động tỉnh", "Thanh Hóa"). A name without a known common part is all proper.
pub fn split_name(name: &str) -> (&str, &str) {
    for part in COMMON_PARTS {
        if let Some(proper) = name.strip_prefix(part) {
            return (part.trim_end(), proper);
        }
    }
    ("", name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_lower_case_latin_digits_and_hyphens() {
        assert!("ldld-thanh-hoa".parse::<UnitCode>().is_ok());
        for bad in ["", "LDLD", "ldld hà nội", "a/b", &"a".repeat(65)] {
            assert_eq!(bad.parse::<UnitCode>(), Err(NotACode), "{bad}");
        }
    }

    #[test]
    fn the_proper_name_stands_apart_from_the_common_part() {
        assert_eq!(split_name("Liên đoàn Lao động tỉnh Thanh Hóa"), ("Liên đoàn Lao động tỉnh", "Thanh Hóa"));
        assert_eq!(split_name("Công đoàn Dầu khí Việt Nam"), ("Công đoàn", "Dầu khí Việt Nam"));
        assert_eq!(split_name("Hội Cựu chiến binh"), ("", "Hội Cựu chiến binh"));
    }
}
