//! What a producer fills in to add or change an item, and how times and figures are typed.

use model::calendar::{Timestamp, day_in_vietnam};
use model::id::InitiativeId;
use model::show::{League, Scene};
use model::unit::{Level, UnitCode};

/// The kinds of scenes to choose from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Màn chờ.
    Waiting,
    /// Con số lớn.
    #[default]
    Number,
    /// A unit's own.
    Unit,
    /// Bảng xếp hạng.
    League,
    /// Câu chuyện.
    Story,
    /// Bản đồ.
    Map,
    /// Dòng thời gian.
    Timeline,
}

impl Kind {
    /// Every kind, in the order of the list.
    pub const ALL: [Kind; 7] =
        [Kind::Waiting, Kind::Number, Kind::Unit, Kind::League, Kind::Story, Kind::Map, Kind::Timeline];
}

/// Who takes part in the league that is being planned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Among {
    /// Units directly under one.
    #[default]
    Children,
    /// Khối thi đua.
    Block,
    /// Cụm thi đua.
    Cluster,
}

/// What was filled in so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Which scene.
    pub kind: Kind,
    /// Whose number, scene, league or timeline.
    pub unit: Option<UnitCode>,
    /// Who takes part in the league.
    pub among: Among,
    /// The block's level.
    pub level: Level,
    /// The cluster's name.
    pub cluster: String,
    /// The cluster's units.
    pub members: Vec<UnitCode>,
    /// The first rank, as typed.
    pub first: String,
    /// The last rank, as typed.
    pub last: String,
    /// Which story.
    pub story: Option<InitiativeId>,
}

impl Default for Plan {
    fn default() -> Self {
        Plan {
            kind: Kind::default(),
            unit: None,
            among: Among::default(),
            level: Level::Province,
            cluster: String::new(),
            members: Vec::new(),
            first: "1".into(),
            last: League::ROWS.to_string(),
            story: None,
        }
    }
}

/// Why a plan is no scene yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A unit has to be chosen.
    Unit,
    /// A story has to be chosen.
    Story,
    /// The cluster has no name.
    Cluster,
    /// The cluster has no unit.
    Members,
    /// The ranks aren't whole numbers in their order, or more than fit.
    Ranks,
}

impl Plan {
    /// The scene that was planned.
    ///
    /// # Errors
    /// What is missing still.
    pub fn scene(&self) -> Result<Scene, Fault> {
        let unit = || self.unit.clone().ok_or(Fault::Unit);
        Ok(match self.kind {
            Kind::Waiting => Scene::Waiting,
            Kind::Map => Scene::Map,
            Kind::Number => Scene::Number { unit: unit()? },
            Kind::Unit => Scene::Unit { unit: unit()? },
            Kind::Timeline => Scene::Timeline { unit: unit()? },
            Kind::Story => Scene::Story { initiative: self.story.ok_or(Fault::Story)? },
            Kind::League => {
                let of = self.league()?;
                let rank = |typed: &str| typed.trim().parse::<u16>().ok().filter(|rank| *rank > 0).ok_or(Fault::Ranks);
                let (first, last) = (rank(&self.first)?, rank(&self.last)?);
                if last < first || last - first >= League::ROWS {
                    return Err(Fault::Ranks);
                }
                Scene::League { of, first, last, marked: None }
            }
        })
    }

    fn league(&self) -> Result<League, Fault> {
        Ok(match self.among {
            Among::Children => League::Children { of: self.unit.clone().ok_or(Fault::Unit)? },
            Among::Block => League::Block { level: self.level },
            Among::Cluster if self.cluster.trim().is_empty() => return Err(Fault::Cluster),
            Among::Cluster if self.members.is_empty() => return Err(Fault::Members),
            Among::Cluster => League::Cluster { name: self.cluster.trim().to_owned(), units: self.members.clone() },
        })
    }
}

/// The moment that a clock time names: "20h40", "20:40". The next time it is that late in Vietnam.
pub fn moment_of(typed: &str, now: Timestamp) -> Option<Timestamp> {
    let (hour, minute) = typed.trim().split_once(['h', 'H', ':'])?;
    let part = |text: &str, most: u32| {
        let is_digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|value| is_digits && *value <= most)
    };
    let minute = if minute.is_empty() { "0" } else { minute };
    let (hour, minute) = (part(hour, 23)?, part(minute, 59)?);
    let today = day_in_vietnam(now).ok()?;
    let moment = Timestamp::parse(&format!("{today}T{hour:02}:{minute:02}:00+07:00")).ok()?;
    const DAY: i64 = 86_400_000;
    Some(if moment > now { moment } else { moment.plus_millis(DAY) })
}

/// A whole number as people type it, with or without marks between the thousands.
pub fn figure_of(typed: &str) -> Option<i64> {
    let digits: String = typed.chars().filter(|letter| !matches!(letter, '.' | ',' | ' ' | '\u{a0}')).collect();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use super::super::standing::tests::at;
    use super::*;

    #[test]
    fn a_plan_says_what_is_missing() {
        let plan = Plan::default();
        assert_eq!(plan.scene(), Err(Fault::Unit));
        let unit: UnitCode = "tld".parse().unwrap();
        let plan = Plan { unit: Some(unit.clone()), kind: Kind::League, ..plan };
        let of = League::Children { of: unit };
        assert_eq!(plan.scene(), Ok(Scene::League { of, first: 1, last: 7, marked: None }));
        for (first, last) in [("5", "12"), ("5", "4"), ("0", "3"), ("x", "3"), ("", "")] {
            let plan = Plan { first: first.into(), last: last.into(), ..plan.clone() };
            assert_eq!(plan.scene(), Err(Fault::Ranks), "{first} to {last}");
        }
        assert_eq!(Plan { among: Among::Cluster, ..plan.clone() }.scene(), Err(Fault::Cluster));
        assert_eq!(Plan { among: Among::Cluster, cluster: "Cụm 1".into(), ..plan }.scene(), Err(Fault::Members));
        assert_eq!(Plan { kind: Kind::Story, ..Plan::default() }.scene(), Err(Fault::Story));
    }

    #[test]
    fn a_clock_time_is_the_next_one() {
        let now = at("20:15");
        assert_eq!(moment_of("20h40", now), Some(at("20:40")));
        assert_eq!(moment_of(" 20:40 ", now), Some(at("20:40")));
        assert_eq!(moment_of("21h", now), Some(at("21:00")));
        assert_eq!(moment_of("0h05", now), Some(at("00:05").plus_millis(86_400_000)), "after midnight");
        for nonsense in ["", "20", "24h00", "20h60", "h", "20h4x", "-1h00", "200h00"] {
            assert_eq!(moment_of(nonsense, now), None, "{nonsense}");
        }
    }

    #[test]
    fn a_figure_may_have_marks_between_its_thousands() {
        assert_eq!(figure_of("2.400.000"), Some(2_400_000));
        assert_eq!(figure_of("2,400,000"), Some(2_400_000));
        for nonsense in ["", "-1", "1e6", "hai triệu", "99999999999999999999"] {
            assert_eq!(figure_of(nonsense), None, "{nonsense}");
        }
    }
}
