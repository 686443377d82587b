//! Which stories are asked for, as an address says it, and what comes back. Knows no HTTP and no words.

use form_urlencoded::{Serializer, parse};
use model::{field::Kind, money::Vnd, unit::UnitCode, wire::StoriesResponse};

/// Which stories are asked for; everything by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoriesAsked {
    /// Only of this unit and those under it.
    pub unit: Option<UnitCode>,
    /// Words of the field of application; "" for any.
    pub area: String,
    /// Only of this kind.
    pub kind: Option<Kind>,
    /// Only what is worth at least this.
    pub at_least: Option<Vnd>,
    /// Words of the title, the field or the authors' names; "" for any.
    pub words: String,
    /// Of the page before, as the server gave it.
    pub cursor: Option<String>,
}

/// A page of stories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoriesFound {
    /// The full name of the unit that was asked for.
    pub unit_name: Option<String>,
    /// The units directly under the root, by which one may narrow, in the order of their names.
    pub units: Vec<(UnitCode, String)>,
    /// What was found.
    pub found: StoriesResponse,
}

impl StoriesAsked {
    /// What the query of a page's address asks for. What can't be understood isn't asked for.
    pub fn from_query(query: &str) -> StoriesAsked {
        let mut asked = StoriesAsked::default();
        for (name, value) in parse(query.as_bytes()).filter(|(_, value)| !value.trim().is_empty()) {
            match &*name {
                "unit" => asked.unit = value.parse().ok(),
                "area" => asked.area = shortened(&value),
                "kind" => asked.kind = Kind::from_name(&value),
                "benefit" => asked.at_least = value.parse().ok().and_then(|dong| Vnd::for_initiative(dong).ok()),
                "q" => asked.words = shortened(&value),
                "cursor" => asked.cursor = Some(value.into_owned()),
                _ => {}
            }
        }
        asked
    }

    /// The address of the page that these are on.
    pub fn address(&self) -> String {
        let mut query = Serializer::new(String::new());
        let StoriesAsked { unit, area, kind, at_least, words, cursor } = self;
        let sum = at_least.map(|sum| sum.dong().to_string());
        let said = [
            ("unit", unit.as_ref().map(UnitCode::as_str)),
            ("area", Some(area.as_str())),
            ("kind", kind.map(Kind::name)),
            ("benefit", sum.as_deref()),
            ("q", Some(words.as_str())),
            ("cursor", cursor.as_deref()),
        ];
        for (name, value) in said {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                query.append_pair(name, value);
            }
        }
        match query.finish() {
            query if query.is_empty() => "/stories".to_owned(),
            query => format!("/stories?{query}"),
        }
    }

    /// Whether everything is asked for, from the newest on.
    pub fn is_everything(&self) -> bool {
        *self == StoriesAsked::default()
    }
}

/// As much of a search as is looked at: 100 characters, as the field takes.
fn shortened(text: &str) -> String {
    text.trim().chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let asked = StoriesAsked {
            unit: "cd-dau-khi".parse().ok(),
            area: "An toàn & sức khỏe".to_owned(),
            kind: Some(Kind::Technical),
            at_least: Vnd::for_initiative(100_000_000).ok(),
            words: "nước=mát".to_owned(),
            cursor: Some("AB-_".to_owned()),
        };
        let address = asked.address();
        let query = address.split_once('?').map(|(_, query)| query).unwrap_or_default();
        assert_eq!(StoriesAsked::from_query(query), asked, "{address}");
        assert_eq!(StoriesAsked::default().address(), "/stories");
    }

    #[test]
    fn what_cannot_be_understood_is_not_asked_for() {
        for query in ["", "unit=%20", "kind=x&benefit=-1", "benefit=x", "q=%20&area=", "lang=en", "%FF=%FF&&=="] {
            assert!(StoriesAsked::from_query(query).is_everything(), "{query}");
        }
        assert_eq!(StoriesAsked::from_query(&format!("q={}", "ệ".repeat(500))).words.chars().count(), 100);
    }
}
