//! What a producer fills in to add or change an item, and how times and figures are typed.

use model::calendar::{Date, Timestamp};
use model::id::InitiativeId;
use model::number::parse_count;
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

/// Why a day and a clock time are no moment to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongMoment {
    /// No such day.
    Day,
    /// No such time: hours and minutes.
    Clock,
    /// It is over.
    Past,
}

/// The moment in Vietnam that a day ("2026-11-28") and a clock time ("20h40", "20:40") name.
///
/// # Errors
/// What is wrong with them.
pub fn moment_of(day: &str, clock: &str, now: Timestamp) -> Result<Timestamp, WrongMoment> {
    let day = Date::parse(day.trim()).map_err(|_| WrongMoment::Day)?;
    let (hour, minute) = clock_of(clock).ok_or(WrongMoment::Clock)?;
    let moment = Timestamp::parse(&format!("{day}T{hour:02}:{minute:02}:00+07:00")).map_err(|_| WrongMoment::Day)?;
    if moment > now { Ok(moment) } else { Err(WrongMoment::Past) }
}

/// Hours and minutes as people type them.
fn clock_of(typed: &str) -> Option<(u32, u32)> {
    let (hour, minute) = typed.trim().split_once(['h', 'H', ':'])?;
    let part = |text: &str, most: u32| {
        let is_digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|value| is_digits && *value <= most)
    };
    let minute = if minute.is_empty() { "0" } else { minute };
    Some((part(hour, 23)?, part(minute, 59)?))
}

/// A whole number as people type it, with or without marks between the thousands.
pub fn figure_of(typed: &str) -> Option<i64> {
    if typed.trim() == "0" { Some(0) } else { parse_count(typed, i64::MAX).ok().flatten() }
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
    fn a_clock_time_is_of_the_day_that_was_chosen() {
        const DAY: i64 = 86_400_000;
        let now = at("20:15");
        let today = |clock: &str| moment_of("2023-10-21", clock, now);
        assert_eq!(today("20h40"), Ok(at("20:40")));
        assert_eq!(today(" 20:40 "), Ok(at("20:40")));
        assert_eq!(today("21h"), Ok(at("21:00")));
        assert_eq!(moment_of("2023-10-22", "20h40", now), Ok(at("20:40").plus_millis(DAY)), "not today's");
        assert_eq!(moment_of("2023-10-22", "0h05", now), Ok(at("00:05").plus_millis(DAY)), "after midnight");
        for over in ["0h05", "20h15"] {
            assert_eq!(today(over), Err(WrongMoment::Past), "{over}");
        }
        for nonsense in ["", "20", "24h00", "20h60", "h", "20h4x", "-1h00", "200h00"] {
            assert_eq!(today(nonsense), Err(WrongMoment::Clock), "{nonsense}");
        }
        for nonsense in ["", "2023-02-30", "21/10/2023"] {
            assert_eq!(moment_of(nonsense, "20h40", now), Err(WrongMoment::Day), "{nonsense}");
        }
    }

    #[test]
    fn a_figure_may_have_marks_between_its_thousands() {
        assert_eq!(figure_of("2.400.000"), Some(2_400_000));
        assert_eq!(figure_of("2,400,000"), Some(2_400_000));
        for nonsense in ["", "-1", "1,5", "240.00", "1e6", "hai triệu", "99999999999999999999"] {
            assert_eq!(figure_of(nonsense), None, "{nonsense}");
        }
    }
}
