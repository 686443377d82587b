//! What an initiative says: its fields' values, the difference between two versions, and what is still missing before
//! it may be submitted. Knows nothing of who wrote it, its state or its revisions.

use crate::calendar::Date;
use crate::field::{Author, BenefitPeriod, Fault, Field, FieldFault, Kind, Plain, Value};
use crate::money::Vnd;
use crate::text::is_blank;
use litemap::LiteMap;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::fmt;

/// Values by field, in the order of the form: a flat map, as there are no more than fifteen.
type Values = LiteMap<Field, Value>;

/// The values of an initiative's fields. A field that isn't there is empty; an empty value is never kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content(Values);

/// New values for some fields. An empty value is kept here: it means "this was cleared".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Patch(Values);

impl Content {
    /// The field's value; its empty value if nothing was written.
    pub fn get(&self, field: Field) -> Value {
        self.0.get(&field).cloned().unwrap_or(Value::empty(field))
    }

    /// The written value, if there is one.
    pub fn written(&self, field: Field) -> Option<&Value> {
        self.0.get(&field)
    }

    /// Whether the field holds exactly this value.
    pub fn holds(&self, field: Field, value: &Value) -> bool {
        match self.0.get(&field) {
            Some(held) => held == value,
            None => value.is_empty(),
        }
    }

    /// Puts a value into a field.
    pub fn set(&mut self, field: Field, value: Value) {
        debug_assert_eq!(std::mem::discriminant(&value), std::mem::discriminant(&Value::empty(field)));
        if value.is_empty() {
            self.0.remove(&field);
        } else {
            self.0.insert(field, value);
        }
    }

    /// Puts every value of the patch into its field.
    pub fn apply(&mut self, patch: &Patch) {
        for (field, value) in &patch.0 {
            self.set(*field, value.clone());
        }
    }

    /// The patch that turns `earlier` into this content.
    pub fn since(&self, earlier: &Content) -> Patch {
        let changed = Field::ALL.into_iter().filter(|field| self.0.get(field) != earlier.0.get(field));
        Patch::of(changed.map(|field| (field, self.get(field))))
    }

    /// The text of a text field, "" if nothing was written.
    pub fn text(&self, field: Field) -> &str {
        match self.0.get(&field) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// The author's own estimate of the benefit; `None` is "not said", which is not zero.
    pub fn benefit(&self) -> Option<Vnd> {
        match self.0.get(&Field::BenefitVnd) {
            Some(Value::Money(sum)) => *sum,
            _ => None,
        }
    }

    /// What the benefit refers to.
    pub fn period(&self) -> Option<BenefitPeriod> {
        match self.0.get(&Field::BenefitPeriod) {
            Some(Value::Period(period)) => *period,
            _ => None,
        }
    }

    /// The legal type.
    pub fn kind(&self) -> Option<Kind> {
        match self.0.get(&Field::Kind) {
            Some(Value::Kind(kind)) => *kind,
            _ => None,
        }
    }

    /// The day of the first application or trial.
    pub fn first_applied_on(&self) -> Option<Date> {
        match self.0.get(&Field::FirstAppliedOn) {
            Some(Value::Date(date)) => *date,
            _ => None,
        }
    }

    /// The authors and their shares.
    pub fn authors(&self) -> &[Author] {
        match self.0.get(&Field::Authors) {
            Some(Value::Authors(authors)) => authors,
            _ => &[],
        }
    }

    /// Whether the author agreed that the story be shown in public.
    pub fn public_story(&self) -> bool {
        self.0.contains_key(&Field::PublicStory)
    }

    /// Whether nothing at all was written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The contribution shares' sum, in percent.
    pub fn shares(&self) -> u32 {
        self.authors().iter().map(|author| u32::from(author.share)).sum()
    }

    /// Everything that keeps this from being submitted, in the order of the form. The protocol asks for a title, for
    /// texts within their limits and, if authors are named, for a name each and shares that sum to 100; without any, the author who sends it has them all.
    pub fn faults(&self) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        if is_blank(self.text(Field::Title)) {
            faults.push(FieldFault::of(Field::Title, Fault::Missing));
        }
        for (field, value) in &self.0 {
            faults.extend(value.too_long(*field));
        }
        for (index, author) in self.authors().iter().enumerate() {
            if is_blank(&author.name) {
                faults.push(FieldFault { pointer: format!("/authors/{index}/name"), fault: Fault::Missing });
            }
        }
        let sum = self.shares();
        if !self.authors().is_empty() && sum != 100 {
            faults.push(FieldFault::of(Field::Authors, Fault::SharesSum { sum }));
        }
        faults
    }

    /// Serialises all fields, the empty ones as their empty values: the form of the wire.
    pub(crate) fn serialize_full<S: SerializeMap>(&self, map: &mut S) -> Result<(), S::Error> {
        for field in Field::ALL {
            match self.0.get(&field) {
                Some(value) => map.serialize_entry(field.name(), value)?,
                None => map.serialize_entry(field.name(), &Value::empty(field))?,
            }
        }
        Ok(())
    }
}

impl Patch {
    /// A patch of these values; of two for one field the later holds.
    pub fn of(values: impl IntoIterator<Item = (Field, Value)>) -> Self {
        let mut patch = Patch::default();
        for (field, value) in values {
            patch.set(field, value);
        }
        patch
    }

    /// Adds or replaces a field's new value.
    pub fn set(&mut self, field: Field, value: Value) {
        self.0.insert(field, value);
    }

    /// Leaves a field as it is. Returns the value that it would have got.
    pub fn remove(&mut self, field: Field) -> Option<Value> {
        self.0.remove(&field)
    }

    /// The new value for a field, if this patch changes it.
    pub fn get(&self, field: Field) -> Option<&Value> {
        self.0.get(&field)
    }

    /// The fields and their new values, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &Value)> {
        self.0.iter().map(|(field, value)| (*field, value))
    }

    /// Whether it is about nothing but the consent to show the story.
    pub fn is_consent(&self) -> bool {
        self.0.len() == 1 && self.0.contains_key(&Field::PublicStory)
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many fields it changes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Parses the object of an `edit`. Members that aren't fields are ignored, as the protocol says.
    ///
    /// # Errors
    /// Every fault of every field.
    pub fn parse(object: serde_json::Map<String, serde_json::Value>) -> Result<Patch, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let mut patch = Patch::default();
        for (name, json) in object {
            let Some(field) = Field::from_name(&name) else { continue };
            match Value::parse(field, json) {
                Ok(value) => patch.set(field, value),
                Err(found) => faults.extend(found),
            }
        }
        if faults.is_empty() { Ok(patch) } else { Err(faults) }
    }
}

fn serialize_values<S: Serializer>(values: &Values, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(values.len()))?;
    for (field, value) in values {
        map.serialize_entry(field.name(), value)?;
    }
    map.end()
}

/// The stored form: only what was written.
impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_values(&self.0, serializer)
    }
}

impl Serialize for Patch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_values(&self.0, serializer)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Patch;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("an object of an initiative's fields")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Patch, A::Error> {
        let mut patch = Patch::default();
        while let Some(name) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            let Some(field) = Field::from_name(&name) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = map.next_value::<Plain>()?.into_value(field);
            patch.set(field, value.map_err(A::Error::custom)?);
        }
        Ok(patch)
    }
}

/// From where it was stored, or from a server: without regard to limits: what a person typed is theirs, however long.
impl<'de> Deserialize<'de> for Patch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

/// As [`Patch`].
impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut content = Content::default();
        content.apply(&Patch::deserialize(deserializer)?);
        Ok(content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn content(json: serde_json::Value) -> Content {
        serde_json::from_value(json).unwrap()
    }

    /// Any content: each field left out, empty or written in.
    fn any_content() -> impl Strategy<Value = Content> {
        let value = |field: Field| {
            let words = prop::sample::select(vec!["", "một", "hai\nba", "bốn \"năm\""]);
            (any::<bool>(), words, 0_i64..1000).prop_map(move |(empty, words, number)| match Value::empty(field) {
                empty_value if empty => empty_value,
                Value::Text(_) => Value::Text(words.replace('\n', if field == Field::Title { " " } else { "\n" })),
                Value::Kind(_) => Value::Kind(Some(Kind::ALL[number as usize % 4])),
                Value::Money(_) => Value::Money(Some(Vnd::for_initiative(number).unwrap())),
                Value::Period(_) => Value::Period(Some(BenefitPeriod::Once)),
                Value::Date(_) => Value::Date("2026-08-31".parse().ok()),
                Value::Authors(_) => {
                    let author = Author {
                        name: words.into(),
                        position: None,
                        workplace: None,
                        share: number as u8 % 101,
                        is_self: false,
                    };
                    Value::Authors(vec![Author { name: author.name.replace('\n', " "), ..author }])
                }
                Value::Flag(_) => Value::Flag(true),
            })
        };
        Field::ALL.map(|field| value(field).boxed()).to_vec().prop_map(|values| {
            let mut content = Content::default();
            for (field, value) in Field::ALL.into_iter().zip(values) {
                content.set(field, value);
            }
            content
        })
    }

    proptest! {
        #[test]
        fn the_difference_applied_to_the_earlier_gives_the_later(earlier in any_content(), later in any_content()) {
            let patch = later.since(&earlier);
            let mut changed = earlier.clone();
            changed.apply(&patch);
            prop_assert_eq!(&changed, &later);
            prop_assert_eq!(patch.is_empty(), earlier == later);
            let undone = { let mut undone = later.clone(); undone.apply(&earlier.since(&later)); undone };
            prop_assert_eq!(undone, earlier);
        }

        #[test]
        fn what_is_stored_is_read_back(written in any_content(), other in any_content()) {
            let text = serde_json::to_string(&written).unwrap();
            prop_assert_eq!(serde_json::from_str::<Content>(&text).unwrap(), written.clone());
            let patch = written.since(&other);
            let text = serde_json::to_string(&patch).unwrap();
            prop_assert_eq!(serde_json::from_str::<Patch>(&text).unwrap(), patch);
        }
    }

    #[test]
    fn what_a_person_wrote_beyond_the_limits_can_be_stored_and_read_back() {
        let long = json!({"title": "dài\n".repeat(500), "authors": [{"name": "x".repeat(101), "share": 120}]});
        assert!(Patch::parse(long.as_object().unwrap().clone()).is_err());
        assert_eq!(serde_json::to_value(content(long.clone())).unwrap(), long);
        assert!(serde_json::from_value::<Content>(json!({"title": 7})).is_err());
    }

    #[test]
    fn a_cleared_field_is_in_a_patch_and_not_in_a_content() {
        let (had, has) = (content(json!({"story": "một"})), content(json!({"story": ""})));
        assert!(has.is_empty());
        assert_eq!(serde_json::to_value(has.since(&had)).unwrap(), json!({"story": ""}));
        assert_eq!(serde_json::to_value(&has).unwrap(), json!({}));
    }

    #[test]
    fn members_that_are_no_fields_are_ignored() {
        assert_eq!(content(json!({"title": "A", "colour": {"deep": [1]}})), content(json!({"title": "A"})));
        let object = json!({"title": "A", "id": 7}).as_object().unwrap().clone();
        assert_eq!(Patch::parse(object).unwrap().len(), 1);
    }

    #[test]
    fn a_patch_tells_every_fault_of_every_field() {
        let object = json!({"title": 1, "benefit_vnd": -1, "story": "gut", "public_story": "yes"});
        let faults = Patch::parse(object.as_object().unwrap().clone()).unwrap_err();
        let pointers: Vec<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/benefit_vnd", "/public_story", "/title"]);
    }

    #[test]
    fn a_draft_may_be_incomplete_and_a_submission_may_not() {
        let faults = |json| {
            let faults = content(json).faults();
            faults.into_iter().map(|fault| (fault.pointer, fault.fault)).collect::<Vec<_>>()
        };
        assert_eq!(faults(json!({})), [("/title".into(), Fault::Missing)]);
        assert_eq!(faults(json!({"title": "  "})), [("/title".into(), Fault::Missing)]);
        assert_eq!(faults(json!({"title": "A"})), []);
        let shares = json!({"title": "A", "authors": [{"name": "An", "share": 60}, {"share": 41}]});
        assert_eq!(
            faults(shares),
            [("/authors/1/name".into(), Fault::Missing), ("/authors".into(), Fault::SharesSum { sum: 101 })]
        );
        assert_eq!(faults(json!({"title": "A", "authors": [{"name": "An", "share": 100}]})), []);
    }
}
