//! The fields of an initiative and their values, parsed once at the edge: a [`Value`] that exists is well-formed and its
//! text is in NFC. What an initiative needs before it may be submitted is in `content.rs`.

mod authors;
mod fault;
mod stored;
#[cfg(test)]
mod tests;

pub use authors::{Author, MAX_AUTHORS, MAX_PLACE};
pub use fault::{Fault, FieldFault};
pub(crate) use stored::Plain;

use crate::calendar::Date;
use crate::money::Vnd;
use crate::text;
use authors::{author_json, parse_authors, too_long};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// The fields of the application form (Thông tư 18/2013/TT-BKHCN, Phụ lục I), plus the story and the consent to show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Field {
    /// Tên sáng kiến.
    Title,
    /// Loại: one of the four legal types.
    Kind,
    /// Lĩnh vực áp dụng.
    Area,
    /// Tình trạng trước khi áp dụng.
    Problem,
    /// Nội dung giải pháp, các bước thực hiện.
    Solution,
    /// Tính mới.
    Novelty,
    /// Hiệu quả, lợi ích.
    Effect,
    /// Câu chuyện của sáng kiến.
    Story,
    /// Giá trị làm lợi theo tác giả, in VND.
    BenefitVnd,
    /// What that sum refers to.
    BenefitPeriod,
    /// Lợi ích không tính được bằng tiền.
    IntangibleBenefit,
    /// Ngày áp dụng lần đầu hoặc áp dụng thử.
    FirstAppliedOn,
    /// Thông tin cần bảo mật.
    Confidential,
    /// Tác giả và tỷ lệ đóng góp.
    Authors,
    /// The author's consent to show the story in public.
    PublicStory,
}

/// What kind of value a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One line, at most so many characters.
    Line(usize),
    /// Text of several lines, at most so many characters, merged line by line.
    Text(usize),
    /// One of the four legal types, or none.
    Kind,
    /// A sum of VND, or nothing said.
    Money,
    /// What a sum refers to, or nothing said.
    Period,
    /// A day, or none.
    Date,
    /// A list of people with shares.
    Authors,
    /// Yes or no; no if nothing was said.
    Flag,
}

impl Field {
    /// Every field, in the order of the form.
    pub const ALL: [Field; 15] = [
        Field::Title,
        Field::Kind,
        Field::Area,
        Field::Problem,
        Field::Solution,
        Field::Novelty,
        Field::Effect,
        Field::Story,
        Field::BenefitVnd,
        Field::BenefitPeriod,
        Field::IntangibleBenefit,
        Field::FirstAppliedOn,
        Field::Confidential,
        Field::Authors,
        Field::PublicStory,
    ];

    /// The field's name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Kind => "kind",
            Field::Area => "area",
            Field::Problem => "problem",
            Field::Solution => "solution",
            Field::Novelty => "novelty",
            Field::Effect => "effect",
            Field::Story => "story",
            Field::BenefitVnd => "benefit_vnd",
            Field::BenefitPeriod => "benefit_period",
            Field::IntangibleBenefit => "intangible_benefit",
            Field::FirstAppliedOn => "first_applied_on",
            Field::Confidential => "confidential",
            Field::Authors => "authors",
            Field::PublicStory => "public_story",
        }
    }

    /// The field of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.name() == name)
    }

    /// What the field holds, with the limits of the protocol.
    pub const fn shape(self) -> Shape {
        match self {
            Field::Title => Shape::Line(300),
            Field::Kind => Shape::Kind,
            Field::BenefitVnd => Shape::Money,
            Field::BenefitPeriod => Shape::Period,
            Field::FirstAppliedOn => Shape::Date,
            Field::Authors => Shape::Authors,
            Field::PublicStory => Shape::Flag,
            Field::Area
            | Field::Problem
            | Field::Solution
            | Field::Novelty
            | Field::Effect
            | Field::Story
            | Field::IntangibleBenefit
            | Field::Confidential => Shape::Text(20_000),
        }
    }
}

/// The four legal types of an initiative (Nghị định 13/2012/NĐ-CP, Điều 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Kind {
    /// Giải pháp kỹ thuật.
    Technical,
    /// Giải pháp quản lý.
    Management,
    /// Giải pháp tác nghiệp.
    Operational,
    /// Ứng dụng tiến bộ kỹ thuật.
    AppliedTechnology,
}

impl Kind {
    /// The four, in the order of the law.
    pub const ALL: [Kind; 4] = [Kind::Technical, Kind::Management, Kind::Operational, Kind::AppliedTechnology];

    /// The type's name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Technical => "technical",
            Kind::Management => "management",
            Kind::Operational => "operational",
            Kind::AppliedTechnology => "applied_technology",
        }
    }

    /// The type of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What a sum of benefit refers to. Sums of different periods are not comparable, so it is asked for with the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum BenefitPeriod {
    /// The whole benefit.
    Once,
    /// The benefit of each year.
    PerYear,
}

impl BenefitPeriod {
    /// Both.
    pub const ALL: [BenefitPeriod; 2] = [BenefitPeriod::Once, BenefitPeriod::PerYear];

    /// The period's name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            BenefitPeriod::Once => "once",
            BenefitPeriod::PerYear => "per_year",
        }
    }

    /// The period of that name, if there is one.
    pub fn from_name(name: &str) -> Option<BenefitPeriod> {
        BenefitPeriod::ALL.into_iter().find(|period| period.name() == name)
    }
}

/// The value of a field. Its variant always fits the field it is stored under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Of a line or a text.
    Text(String),
    /// A legal type.
    Kind(Option<Kind>),
    /// A sum; `None` is not zero.
    Money(Option<Vnd>),
    /// What a sum refers to.
    Period(Option<BenefitPeriod>),
    /// A day.
    Date(Option<Date>),
    /// People and their shares.
    Authors(Vec<Author>),
    /// Yes or no.
    Flag(bool),
}

impl Value {
    /// What a field holds before anybody has written in it.
    pub const fn empty(field: Field) -> Value {
        match field.shape() {
            Shape::Line(_) | Shape::Text(_) => Value::Text(String::new()),
            Shape::Kind => Value::Kind(None),
            Shape::Money => Value::Money(None),
            Shape::Period => Value::Period(None),
            Shape::Date => Value::Date(None),
            Shape::Authors => Value::Authors(Vec::new()),
            Shape::Flag => Value::Flag(false),
        }
    }

    /// Whether nothing has been written. An empty benefit is not zero, and a consent not given is empty.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Text(text) => text.is_empty(),
            Value::Kind(kind) => kind.is_none(),
            Value::Money(sum) => sum.is_none(),
            Value::Period(period) => period.is_none(),
            Value::Date(date) => date.is_none(),
            Value::Authors(authors) => authors.is_empty(),
            Value::Flag(flag) => !flag,
        }
    }

    /// What of it is longer than the protocol takes. Such a value stays on the device until somebody shortens it.
    pub fn too_long(&self, field: Field) -> Vec<FieldFault> {
        match (field.shape(), self) {
            (Shape::Line(max) | Shape::Text(max), Value::Text(text)) if text::excess(text, max) > 0 => {
                vec![FieldFault::of(field, Fault::TooLong { max: max as u32 })]
            }
            (Shape::Authors, Value::Authors(authors)) => too_long(authors),
            _ => Vec::new(),
        }
    }

    /// Parses a field's value from the wire. Text comes out in NFC with `\n` line ends.
    ///
    /// # Errors
    /// Every fault found, each with its pointer.
    pub fn parse(field: Field, json: Json) -> Result<Value, Vec<FieldFault>> {
        let wrong = || vec![FieldFault::of(field, Fault::WrongType)];
        let one = |fault| vec![FieldFault::of(field, fault)];
        match (field.shape(), json) {
            (Shape::Line(max), Json::String(text)) => line(text, max).map(Value::Text).map_err(one),
            (Shape::Text(max), Json::String(text)) => clean(text, max).map(Value::Text).map_err(one),
            (Shape::Kind, json) => serde_json::from_value(json).map(Value::Kind).map_err(|_| wrong()),
            (Shape::Period, json) => serde_json::from_value(json).map(Value::Period).map_err(|_| wrong()),
            (Shape::Date, json) => serde_json::from_value(json).map(Value::Date).map_err(|_| wrong()),
            (Shape::Money, Json::Null) => Ok(Value::Money(None)),
            (Shape::Money, Json::Number(number)) => {
                let range = Fault::OutOfRange { min: 0, max: Vnd::MAX.dong() };
                match number.as_i64() {
                    Some(sum) => Vnd::for_initiative(sum).map(|sum| Value::Money(Some(sum))).map_err(|_| one(range)),
                    None if number.is_u64() => Err(one(range)),
                    None => Err(wrong()),
                }
            }
            (Shape::Authors, Json::Array(list)) => parse_authors(list).map(Value::Authors),
            (Shape::Flag, Json::Bool(flag)) => Ok(Value::Flag(flag)),
            _ => Err(wrong()),
        }
    }

    /// The value as it goes over the wire.
    pub fn to_json(&self) -> Json {
        match self {
            Value::Text(text) => Json::from(text.as_str()),
            Value::Kind(kind) => kind.map_or(Json::Null, |kind| Json::from(kind.name())),
            Value::Money(sum) => sum.map_or(Json::Null, |sum| Json::from(sum.dong())),
            Value::Period(period) => period.map_or(Json::Null, |period| Json::from(period.name())),
            Value::Date(date) => date.map_or(Json::Null, |date| Json::from(date.to_string())),
            Value::Authors(authors) => Json::Array(authors.iter().map(author_json).collect()),
            Value::Flag(flag) => Json::from(*flag),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Text(text) => serializer.serialize_str(text),
            Value::Kind(kind) => kind.serialize(serializer),
            Value::Money(sum) => sum.serialize(serializer),
            Value::Period(period) => period.serialize(serializer),
            Value::Date(date) => date.serialize(serializer),
            Value::Authors(authors) => authors.serialize(serializer),
            Value::Flag(flag) => serializer.serialize_bool(*flag),
        }
    }
}

/// Text of several lines in its stored form: NFC, `\n` line ends, nothing that can't be shown.
fn clean(text: String, max: usize) -> Result<String, Fault> {
    Ok(text::accept_text(&text, max)?)
}

/// One line of text: as [`clean`], and no line ends or tabs.
fn line(text: String, max: usize) -> Result<String, Fault> {
    let text = clean(text, max)?;
    if text.contains(['\n', '\t']) { Err(Fault::BadCharacter) } else { Ok(text) }
}

/// Longest name of a person, in characters.
pub const MAX_NAME: usize = 100;

/// A person's name in its stored form, see [`text::accept_line`].
///
/// # Errors
/// [`Fault::Missing`] for one with nothing to see, [`Fault::TooLong`], [`Fault::BadCharacter`].
pub fn parse_name(name: String) -> Result<String, Fault> {
    Ok(text::accept_line(&name, MAX_NAME)?)
}
