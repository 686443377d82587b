use super::{Raw, read, write, write_for_people};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Everything of serde that the stored and sent types make use of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Sample {
    whole: i64,
    #[serde(default)]
    small: u8,
    flag: bool,
    said: Option<String>,
    list: Vec<Choice>,
    by_name: BTreeMap<String, (u64, char)>,
    id: Newtype,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Newtype(u32);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Choice {
    Alone,
    Empty {},
    OfOne(String),
    OfTwo(i32, ()),
    Named {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<i8>,
    },
}

fn choice() -> impl Strategy<Value = Choice> {
    prop_oneof![
        Just(Choice::Alone),
        Just(Choice::Empty {}),
        any::<String>().prop_map(Choice::OfOne),
        any::<i32>().prop_map(|number| Choice::OfTwo(number, ())),
        any::<Option<i8>>().prop_map(|why| Choice::Named { why }),
    ]
}

fn sample() -> impl Strategy<Value = Sample> {
    let text = prop_oneof![any::<String>(), "[\"\\\\/\u{0}-\u{20}a\u{7f}ệ🚀]*"];
    let by_name = prop::collection::btree_map(text.clone(), any::<(u64, char)>(), 0..3);
    let numbers = (any::<i64>(), any::<u8>(), any::<bool>(), any::<u32>());
    (numbers, prop::option::of(text), prop::collection::vec(choice(), 0..4), by_name).prop_map(
        |((whole, small, flag, id), said, list, by_name)| Sample {
            whole,
            small,
            flag,
            said,
            list,
            by_name,
            id: Newtype(id),
        },
    )
}

/// Any JSON without fractions, in any spelling that a program might use.
fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        any::<String>().prop_map(Json::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|map| Json::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_what_serde_json_writes(sample in sample()) {
        prop_assert_eq!(write(&sample), serde_json::to_string(&sample).unwrap());
        prop_assert_eq!(write_for_people(&sample), serde_json::to_string_pretty(&sample).unwrap());
    }

    #[test]
    fn what_is_written_is_read_back(sample in sample()) {
        prop_assert_eq!(read::<Sample>(&write(&sample)).unwrap(), sample.clone());
        prop_assert_eq!(read::<Sample>(&write_for_people(&sample)).unwrap(), sample);
    }

    #[test]
    fn any_json_is_read_as_serde_json_reads_it(json in any_json()) {
        let text = json.to_string();
        prop_assert_eq!(&read::<Json>(&text).unwrap(), &json);
        prop_assert_eq!(read::<Raw>(&text).unwrap(), Raw(text.as_str()));
        prop_assert_eq!(&write(&json), &text);
        prop_assert_eq!(&read::<Json>(&serde_json::to_string_pretty(&json).unwrap()).unwrap(), &json);
    }

    #[test]
    fn what_serde_json_refuses_is_refused(text in "[\\[\\]{}:,\"\\\\/ \n0-9eE+.a-z\u{1}-]{0,12}") {
        prop_assert_eq!(read::<Raw>(&text).is_ok(), serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok());
        let theirs = serde_json::from_str::<Json>(&text).ok();
        prop_assert_eq!(read::<Json>(&text).ok(), theirs.filter(|json| !has_fraction(json)));
    }

    #[test]
    fn a_damaged_text_is_refused_where_serde_json_refuses_it(sample in sample(), place in any::<prop::sample::Index>()) {
        let mut text = write(&sample);
        let place = place.index(text.chars().count());
        let byte = text.char_indices().nth(place).map_or(0, |(byte, _)| byte);
        text.remove(byte);
        prop_assert_eq!(read::<Sample>(&text).ok(), serde_json::from_str::<Sample>(&text).ok());
    }
}

fn has_fraction(json: &Json) -> bool {
    match json {
        Json::Number(number) => number.is_f64(),
        Json::Array(list) => list.iter().any(has_fraction),
        Json::Object(map) => map.values().any(has_fraction),
        _ => false,
    }
}

#[test]
fn every_escape_is_understood() {
    assert_eq!(read::<String>(r#" "\"\\\/\b\f\n\r\t\u1ec7\ud83d\uDE80" "#).unwrap(), "\"\\/\u{8}\u{c}\n\r\tệ🚀");
    for bad in
        [r#""\x""#, r#""\ud83d""#, r#""\ud83dA""#, r#""\ud83d\u0041""#, r#""\ude80""#, r#""\u12""#, "\"\n\"", "\"a"]
    {
        assert!(read::<String>(bad).is_err(), "{bad}");
    }
}

#[test]
fn numbers_that_do_not_fit_are_refused() {
    assert_eq!(read::<i64>("-9223372036854775808"), Ok(i64::MIN));
    assert_eq!(read::<f64>(" -1.5e3 "), Ok(-1500.0));
    for bad in ["256", "-1", "1.0", "1e2", "01", "+1", "\"1\"", "-0", "99999999999999999999", ""] {
        assert!(read::<u8>(bad).is_err(), "{bad}");
        assert!(serde_json::from_str::<u8>(bad).is_err(), "{bad}");
    }
}

#[test]
fn what_is_too_deep_is_refused() {
    let nested = |depth| "[".repeat(depth) + &"]".repeat(depth);
    assert!(read::<Raw>(&nested(127)).is_ok());
    assert!(read::<Raw>(&nested(128)).is_err());
    assert!(read::<Json>(&nested(100_000)).is_err());
    assert!(serde_json::from_str::<Json>(&nested(127)).is_ok() && serde_json::from_str::<Json>(&nested(128)).is_err());
}

#[test]
fn it_is_told_where_reading_stopped() {
    assert_eq!(read::<Vec<u8>>("[1, 2, x]").unwrap_err().before, 7);
    assert_eq!(read::<u8>("1 2").unwrap_err().before, 2);
}

#[test]
fn a_flat_map_is_an_object_in_the_order_of_its_keys() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Held {
        #[serde(default, with = "super::by_name")]
        map: litemap::LiteMap<String, u8>,
    }
    let held: Held = read(r#"{"map": {"b": 2, "a": 1, "b": 3}}"#).unwrap();
    assert_eq!(write(&held), r#"{"map":{"a":1,"b":3}}"#);
    assert_eq!(serde_json::from_str::<Held>(&write(&held)).unwrap(), held);
    assert_eq!(read::<Held>("{}").unwrap().map.len(), 0);
}
