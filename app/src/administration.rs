//! Reckoning for the pages of those who administer units: the table of the units below, in the order that is asked for, and
//! numbers as people write them. Pure: knows no page and no server.

pub mod shares;

use std::cmp::Reverse;

use model::collate::sort_key;
use model::number::parse_count;
use model::wire::UnitTotals;

/// What the units below can be put in order by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// The proper name, in Vietnamese order.
    #[default]
    Name,
    /// The assigned target.
    Target,
    /// What counts towards it.
    Done,
    /// Done in percent of the target.
    Percent,
    /// Members who have sent something.
    People,
    /// The authors' estimates.
    Benefit,
}

impl Column {
    /// In the order of the table.
    pub const ALL: [Column; 6] =
        [Column::Name, Column::Target, Column::Done, Column::Percent, Column::People, Column::Benefit];

    /// Its name in the page.
    pub const fn name(self) -> &'static str {
        match self {
            Column::Name => "name",
            Column::Target => "target",
            Column::Done => "done",
            Column::Percent => "percent",
            Column::People => "people",
            Column::Benefit => "benefit",
        }
    }
}

/// By which column, and whether the other way round than people first expect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// By which column.
    pub column: Column,
    /// Names from the end, numbers from the least.
    pub turned: bool,
}

impl Order {
    /// What a press on a column's head asks for: that column, or the same one turned round.
    pub fn pressed(self, column: Column) -> Order {
        Order { column, turned: self.column == column && !self.turned }
    }

    /// Whether the least, or the first in the alphabet, comes first.
    pub fn is_ascending(self) -> bool {
        (self.column == Column::Name) != self.turned
    }
}

/// The units in that order. Names begin with the first of the alphabet and numbers with the greatest; what has no number is
/// last either way, and equals stand by their names.
pub fn sorted(mut units: Vec<UnitTotals>, order: Order) -> Vec<UnitTotals> {
    units.sort_by_cached_key(|unit| sort_key(model::unit::split_name(&unit.name).1));
    if order.column == Column::Name {
        if order.turned {
            units.reverse();
        }
        return units;
    }
    if order.column == Column::Percent {
        // By the exact fraction: what is printed the same isn't the same.
        units.sort_by_key(|unit| {
            let achievement = unit.achievement();
            let from_least = achievement.filter(|_| order.turned);
            (achievement.is_none(), from_least, Reverse(achievement))
        });
        return units;
    }
    let number = |unit: &UnitTotals| -> Option<i64> {
        match order.column {
            Column::Name | Column::Percent => None,
            Column::Target => unit.target.assigned.map(i64::from),
            Column::Done => Some(unit.counts.submitted),
            Column::People => Some(unit.counts.people),
            Column::Benefit => Some(unit.benefit_vnd.estimated),
        }
    };
    // Stable, so that equals stay as their names have put them.
    units.sort_by_key(|unit| {
        let number = number(unit);
        (number.is_none(), number.map(|number| if order.turned { number } else { -number }))
    });
    units
}

/// The most that a target can be, as the server takes it.
const MOST: u32 = 100_000_000;

/// That something isn't a number of initiatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotACount;

/// A number of initiatives as somebody has typed it: digits, in groups or not. Nothing is `None`.
///
/// # Errors
/// Anything else, none at all and more than the server takes included.
pub fn read_count(typed: &str) -> Result<Option<u32>, NotACount> {
    let count = parse_count(typed, MOST.into()).map_err(|_| NotACount)?;
    count.map(|count| u32::try_from(count).map_err(|_| NotACount)).transpose()
}

#[cfg(test)]
mod tests {
    use model::campaign::Target;
    use model::totals::Tally;
    use model::unit::Level;

    use super::*;

    fn unit(name: &str, submitted: i64, assigned: Option<u32>) -> UnitTotals {
        let tally = Tally { submitted, people: submitted / 2, estimated: submitted * 7, ..Tally::default() };
        let target = Target { assigned, self_set: None };
        UnitTotals::new("mot".parse().unwrap(), name.into(), Level::Grassroots, tally, target)
    }

    fn names(order: Order) -> Vec<String> {
        let units = vec![
            unit("Công đoàn Nhà máy Đạm Sông Hậu", 934, Some(760)),
            unit("Công đoàn Chi nhánh Ăn Khê", 40, None),
            unit("Công đoàn Công ty Dầu Việt", 40, Some(50)),
            unit("Công đoàn Công ty An Khê", 7, Some(0)),
        ];
        sorted(units, order).into_iter().map(|unit| model::unit::split_name(&unit.name).1.to_owned()).collect()
    }

    #[test]
    fn units_stand_in_vietnamese_order_and_turn_round() {
        let order = Order::default();
        assert_eq!(names(order), ["An Khê", "Ăn Khê", "Dầu Việt", "Đạm Sông Hậu"]);
        let turned = order.pressed(Column::Name);
        assert_eq!((turned.turned, turned.is_ascending()), (true, false));
        assert_eq!(names(turned), ["Đạm Sông Hậu", "Dầu Việt", "Ăn Khê", "An Khê"]);
        assert_eq!(turned.pressed(Column::Name), order);
    }

    #[test]
    fn the_greatest_comes_first_equals_by_name_and_no_number_is_last_either_way() {
        let done = Order::default().pressed(Column::Done);
        assert_eq!(names(done), ["Đạm Sông Hậu", "Ăn Khê", "Dầu Việt", "An Khê"]);
        let percent = done.pressed(Column::Percent);
        assert_eq!(names(percent), ["Đạm Sông Hậu", "Dầu Việt", "An Khê", "Ăn Khê"]);
        assert_eq!(names(percent.pressed(Column::Percent)), ["Dầu Việt", "Đạm Sông Hậu", "An Khê", "Ăn Khê"]);
        assert!(percent.pressed(Column::Percent).is_ascending());
    }

    #[test]
    fn what_is_printed_alike_is_sorted_by_what_it_is() {
        let units = vec![
            unit("B", 3_517, Some(1_000_000)),
            unit("A", 3_925, Some(1_000_000)),
            unit("C", 3_600, Some(1_000_000)),
        ];
        let by = |turned| {
            let sorted = sorted(units.clone(), Order { column: Column::Percent, turned });
            sorted.into_iter().map(|unit| unit.name).collect::<String>()
        };
        assert_eq!((by(false).as_str(), by(true).as_str()), ("ACB", "BCA"));
    }

    #[test]
    fn a_count_is_read_as_people_write_it() {
        for typed in ["5.400", "5400", " 5,400 ", "5 400"] {
            assert_eq!(read_count(typed), Ok(Some(5_400)), "{typed}");
        }
        assert_eq!(read_count("  "), Ok(None));
        for typed in ["1,5", "54.00", "0", "-5", "5 nghìn", ".", "100000001", "99999999999"] {
            assert_eq!(read_count(typed), Err(NotACount), "{typed}");
        }
    }
}
