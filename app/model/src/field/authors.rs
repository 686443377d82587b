//! The authors of an initiative: who made it, and in which parts.

use super::{Fault, Field, FieldFault, MAX_NAME, line};
use crate::text::excess;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// One of the people who made the initiative, and their part in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Author {
    /// Họ và tên, at most 100 characters.
    #[serde(default)]
    pub name: String,
    /// Chức danh, at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// Nơi công tác, at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workplace: Option<String>,
    /// Tỷ lệ đóng góp, in percent, 0–100. The shares of all sum to 100.
    #[serde(default)]
    pub share: u8,
    /// This line is of the member whose initiative it is. Where several are marked so, none counts.
    #[serde(default, rename = "self", skip_serializing_if = "is_false")]
    #[cfg_attr(feature = "openapi", schema(rename = "self"))]
    pub is_self: bool,
}

// The form that serde asks for.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// Longest position or workplace, in characters.
pub const MAX_PLACE: usize = 200;
/// At most so many authors on one initiative.
pub const MAX_AUTHORS: usize = 50;

/// What of the list is longer than it may be.
pub(super) fn too_long(authors: &[Author]) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    for (index, Author { name, position, workplace, .. }) in authors.iter().enumerate() {
        let members = [
            ("name", Some(name), MAX_NAME),
            ("position", position.as_ref(), MAX_PLACE),
            ("workplace", workplace.as_ref(), MAX_PLACE),
        ];
        for (member, text, max) in members {
            if text.is_some_and(|text| excess(text, max) > 0) {
                let fault = Fault::TooLong { max: max as u32 };
                faults.push(FieldFault { pointer: format!("/authors/{index}/{member}"), fault });
            }
        }
    }
    faults
}

pub(super) fn author_json(author: &Author) -> Json {
    let mut object = serde_json::Map::new();
    object.insert("name".into(), author.name.as_str().into());
    for (key, text) in [("position", &author.position), ("workplace", &author.workplace)] {
        if let Some(text) = text {
            object.insert(key.into(), text.as_str().into());
        }
    }
    object.insert("share".into(), author.share.into());
    if author.is_self {
        object.insert("self".into(), true.into());
    }
    Json::Object(object)
}

/// Parses the list. A draft's authors may lack names and shares; what is there has to be well-formed.
///
/// # Errors
/// Every fault found, each with its pointer.
pub(super) fn parse_authors(list: Vec<Json>) -> Result<Vec<Author>, Vec<FieldFault>> {
    if list.len() > MAX_AUTHORS {
        let fault = Fault::OutOfRange { min: 0, max: MAX_AUTHORS as i64 };
        return Err(vec![FieldFault::of(Field::Authors, fault)]);
    }
    let mut faults = Vec::new();
    let mut authors = Vec::with_capacity(list.len());
    for (index, entry) in list.into_iter().enumerate() {
        let mut note =
            |member: &str, fault| faults.push(FieldFault { pointer: format!("/authors/{index}{member}"), fault });
        match entry {
            Json::Object(object) => authors.push(parse_author(object, &mut note)),
            _ => note("", Fault::WrongType),
        }
    }
    if faults.is_empty() { Ok(authors) } else { Err(faults) }
}

fn parse_author(mut object: Map<String, Json>, note: &mut impl FnMut(&str, Fault)) -> Author {
    let mut text = |member: &str, max| {
        let parsed = match object.remove(member) {
            None | Some(Json::Null) => return None,
            Some(Json::String(text)) => line(text, max),
            Some(_) => Err(Fault::WrongType),
        };
        match parsed {
            Ok(text) => Some(text).filter(|text| !text.is_empty()),
            Err(fault) => {
                note(&format!("/{member}"), fault);
                None
            }
        }
    };
    let name = text("name", MAX_NAME).unwrap_or_default();
    let (position, workplace) = (text("position", MAX_PLACE), text("workplace", MAX_PLACE));
    let share = parse_share(object.remove("share")).unwrap_or_else(|fault| {
        note("/share", fault);
        0
    });
    let is_self = match object.remove("self") {
        None | Some(Json::Null) => false,
        Some(Json::Bool(is_self)) => is_self,
        Some(_) => {
            note("/self", Fault::WrongType);
            false
        }
    };
    Author { name, position, workplace, share, is_self }
}

fn parse_share(json: Option<Json>) -> Result<u8, Fault> {
    let number = match json {
        None => return Ok(0),
        Some(Json::Number(number)) if !number.is_f64() => number,
        Some(_) => return Err(Fault::WrongType),
    };
    let share = number.as_u64().and_then(|share| u8::try_from(share).ok()).filter(|share| *share <= 100);
    share.ok_or(Fault::OutOfRange { min: 0, max: 100 })
}
