//! Which rows of the queue are shown. Pure, so that it is tested without a browser.

use model::calendar::Date;
use model::desk::{Row, Urgency};
use model::field::Kind;
use model::initiative::State;
use model::text::search_key;

/// The three views of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// What waits for a decision.
    #[default]
    Waiting,
    /// Of that, what is much like another one.
    Alike,
    /// What waits for its author.
    Returned,
}

impl View {
    /// Every view.
    pub const ALL: [View; 3] = [View::Waiting, View::Alike, View::Returned];

    /// Whether the row belongs to it.
    pub fn has(self, row: &Row) -> bool {
        match self {
            View::Waiting => row.is_waiting(),
            View::Alike => row.is_waiting() && row.is_much_alike(),
            View::Returned => row.state == State::Returned,
        }
    }
}

/// What the officer wants to see.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// Which view.
    pub view: View,
    /// Words that have to be in it, as typed.
    pub words: String,
    /// Of this unit alone, by its name.
    pub unit: Option<String>,
    /// Of this kind alone.
    pub kind: Option<Kind>,
    /// Of this field alone.
    pub area: Option<String>,
    /// With an estimate of at least so much, VND.
    pub benefit_from: Option<i64>,
    /// Whose deadline is as near as that.
    pub urgency: Option<Urgency>,
}

impl Filter {
    /// The rows to show, in their order. `today` is the day in Vietnam, by the server.
    pub fn of<'r>(&'r self, rows: &'r [Row], today: Option<Date>) -> impl Iterator<Item = &'r Row> {
        let key = search_key(&self.words);
        let words: Vec<String> = key.split_whitespace().map(str::to_owned).collect();
        rows.iter().filter(move |row| {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            self.view.has(row)
                && self.narrows_to(row)
                && self.is_due(row, today)
                && (words.is_empty() || row.has(&words))
        })
    }

    /// Whether more than the view and the words narrows it.
    pub fn is_narrow(&self) -> bool {
        self.unit.is_some()
            || self.kind.is_some()
            || self.area.is_some()
            || self.benefit_from.is_some()
            || self.urgency.is_some()
    }

    fn is_due(&self, row: &Row, today: Option<Date>) -> bool {
        let near = |today| row.urgency(today);
        self.urgency.is_none_or(|wanted| today.map(near) == Some(wanted))
    }

    fn narrows_to(&self, row: &Row) -> bool {
        let fits = |wanted: &Option<String>, is: &str| wanted.as_deref().is_none_or(|wanted| wanted == is);
        fits(&self.unit, &row.unit_name)
            && fits(&self.area, &row.area)
            && self.kind.is_none_or(|kind| row.kind == Some(kind))
            && self.benefit_from.is_none_or(|least| row.benefit_vnd.is_some_and(|benefit| benefit.dong() >= least))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::desk::Paper;

    fn row(number: u8, title: &str, more: &str) -> Row {
        let id = format!("00000000-0000-7000-8000-0000000000{number:02}");
        let text = format!(
            r#"{{"id":"{id}","campaign":"c","unit":"tkv","author":{{"id":"{id}","name":"Lò Thị Hạnh"}},"rev":1,"title":"{title}",
            "alternatives":[],"updated_at":"2023-08-02T01:00:00Z","unit_name":"Than Nam Mẫu",{more}}}"#
        );
        Paper::read(&text).unwrap().row
    }

    #[test]
    fn each_view_and_filter_shows_what_belongs_to_it() {
        let twin = r#""possible_duplicates":[{"id":"00000000-0000-7000-8000-000000000009","similarity":72}]"#;
        let rows = [
            row(
                1,
                "Bàn trượt thay tấm chắn",
                r#""state":"submitted","benefit_vnd":900000000,"submitted_at":"2023-08-02T01:00:00Z""#,
            ),
            row(
                2,
                "Hố ga có nắp trượt",
                &format!(r#""state":"received","received_at":"2023-07-02T01:00:00Z","kind":"technical",{twin}"#),
            ),
            row(3, "Sàng rung", r#""state":"returned""#),
            row(4, "Đã xong", r#""state":"recognised""#),
        ];
        let shown = |filter: Filter| {
            let ids = filter
                .of(&rows, Date::parse("2023-11-01").ok())
                .map(|row| rows.iter().position(|other| other == row).unwrap() + 1);
            ids.collect::<Vec<_>>()
        };
        assert_eq!(shown(Filter::default()), [1, 2]);
        assert_eq!(shown(Filter { view: View::Alike, ..Filter::default() }), [2]);
        assert_eq!(shown(Filter { view: View::Returned, ..Filter::default() }), [3]);
        assert_eq!(shown(Filter { words: "TRUOT ban".into(), ..Filter::default() }), [1]);
        assert_eq!(shown(Filter { words: "nam mẫu hạnh".into(), ..Filter::default() }), [1, 2]);
        assert_eq!(shown(Filter { kind: Some(Kind::Technical), ..Filter::default() }), [2]);
        assert_eq!(shown(Filter { benefit_from: Some(850_000_000), ..Filter::default() }), [1]);
        assert_eq!(shown(Filter { unit: Some("Than Cao Sơn".into()), ..Filter::default() }), [0; 0]);
        assert_eq!(shown(Filter { urgency: Some(Urgency::Overdue), ..Filter::default() }), [2]);
        assert_eq!(
            shown(Filter { urgency: Some(Urgency::Soon), ..Filter::default() }),
            [1],
            "counted from when it was sent"
        );
    }
}
