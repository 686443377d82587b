use super::*;
use proptest::prelude::*;
use serde_json::json;

fn faults(field: Field, json: Json) -> Vec<(String, Fault)> {
    let faults = Value::parse(field, json).expect_err("should be refused");
    faults.into_iter().map(|fault| (fault.pointer, fault.fault)).collect()
}

fn one(pointer: &str, fault: Fault) -> Vec<(String, Fault)> {
    vec![(pointer.to_owned(), fault)]
}

#[test]
fn every_field_is_found_under_its_name_and_starts_empty() {
    for field in Field::ALL {
        assert_eq!(Field::from_name(field.name()), Some(field));
        assert_eq!(serde_json::to_value(field).unwrap(), json!(field.name()));
        assert!(Value::empty(field).is_empty());
        assert_eq!(Value::parse(field, Value::empty(field).to_json()).unwrap(), Value::empty(field));
    }
    assert_eq!(Field::from_name("titel"), None);
}

#[test]
fn a_value_of_the_wrong_type_is_refused_with_its_pointer() {
    let wrong = [json!(null), json!(1), json!(true), json!([]), json!({}), json!("x")];
    let takes = |field: Field, json: &Json| match field.shape() {
        Shape::Line(_) | Shape::Text(_) => json.is_string(),
        Shape::Kind | Shape::Period | Shape::Date => json.is_null(),
        Shape::Money => json.is_null() || json.is_number(),
        Shape::Authors => json == &json!([]),
        Shape::Flag => json.is_boolean(),
    };
    for field in Field::ALL {
        for json in wrong.iter().filter(|json| !takes(field, json)) {
            let pointer = format!("/{}", field.name());
            assert_eq!(faults(field, json.clone()), one(&pointer, Fault::WrongType), "{field:?} {json}");
        }
    }
}

#[test]
fn a_text_of_20_001_characters_is_too_long_and_one_of_20_000_is_not() {
    for letter in ["a", "ệ", "e\u{302}\u{323}"] {
        assert!(Value::parse(Field::Story, letter.repeat(20_000).into()).is_ok());
        let too_long = faults(Field::Story, letter.repeat(20_001).into());
        assert_eq!(too_long, one("/story", Fault::TooLong { max: 20_000 }));
    }
    assert_eq!(faults(Field::Title, "ă".repeat(301).into()), one("/title", Fault::TooLong { max: 300 }));
}

#[test]
fn text_comes_out_in_nfc_with_plain_line_ends() {
    let parsed = Value::parse(Field::Story, "sa\u{301}ng kie\u{302}\u{301}n\r\nhai\rba".into()).unwrap();
    assert_eq!(parsed, Value::Text("sáng kiến\nhai\nba".into()));
}

#[test]
fn control_characters_are_refused_in_texts_and_line_ends_in_lines() {
    for bad in ["a\u{0}b", "a\u{1b}[31m", "\u{202e}abc", "\u{feff}a"] {
        assert_eq!(faults(Field::Story, bad.into()), one("/story", Fault::BadCharacter), "{bad:?}");
    }
    for bad in ["hai\ndòng", "có\ttab"] {
        assert_eq!(faults(Field::Title, bad.into()), one("/title", Fault::BadCharacter), "{bad:?}");
        assert!(Value::parse(Field::Story, bad.into()).is_ok());
    }
}

#[test]
fn a_negative_or_absurd_benefit_is_out_of_range() {
    let range = Fault::OutOfRange { min: 0, max: 100_000_000_000_000 };
    for bad in [json!(-1), json!(i64::MIN), json!(100_000_000_000_001_i64), json!(u64::MAX)] {
        assert_eq!(faults(Field::BenefitVnd, bad), one("/benefit_vnd", range.clone()));
    }
    for bad in [json!(1.5), json!("16,5 tỷ"), json!(true)] {
        assert_eq!(faults(Field::BenefitVnd, bad), one("/benefit_vnd", Fault::WrongType));
    }
    assert_eq!(Value::parse(Field::BenefitVnd, json!(0)).unwrap(), Value::Money(Some(Vnd::for_initiative(0).unwrap())));
    assert!(Value::parse(Field::BenefitVnd, json!(100_000_000_000_000_i64)).is_ok());
    assert!(!Value::parse(Field::BenefitVnd, json!(0)).unwrap().is_empty(), "zero is not the same as nothing said");
}

#[test]
fn each_fault_of_each_author_has_its_own_pointer() {
    let authors = json!([
        {"name": "Nguyễn Văn An", "share": 101},
        {"name": 7, "position": "x".repeat(201), "share": -1},
        "Trần Thị Bình",
        {"name": "Lê\nHoa", "workplace": [], "share": 12.5},
    ]);
    let range = Fault::OutOfRange { min: 0, max: 100 };
    let expected = [
        ("/authors/0/share", range.clone()),
        ("/authors/1/name", Fault::WrongType),
        ("/authors/1/position", Fault::TooLong { max: 200 }),
        ("/authors/1/share", range),
        ("/authors/2", Fault::WrongType),
        ("/authors/3/name", Fault::BadCharacter),
        ("/authors/3/workplace", Fault::WrongType),
        ("/authors/3/share", Fault::WrongType),
    ];
    assert_eq!(faults(Field::Authors, authors), expected.map(|(pointer, fault)| (pointer.to_owned(), fault)));
}

#[test]
fn an_unfinished_author_may_be_kept_in_a_draft_and_fifty_one_authors_may_not() {
    let unfinished = Value::parse(Field::Authors, json!([{}, {"name": "An", "position": null, "later": 1}])).unwrap();
    let author = |name: &str| Author { name: name.into(), position: None, workplace: None, share: 0, is_self: false };
    assert_eq!(unfinished, Value::Authors(vec![author(""), author("An")]));
    let crowd = vec![json!({"name": "An", "share": 1}); 51];
    assert_eq!(faults(Field::Authors, crowd.into()), one("/authors", Fault::OutOfRange { min: 0, max: 50 }));
}

#[test]
fn a_pointer_leads_to_its_field() {
    let fault = |pointer: &str| FieldFault { pointer: pointer.into(), fault: Fault::Missing };
    assert_eq!(fault("/authors/0/share").field(), Some(Field::Authors));
    assert_eq!(fault("/title").field(), Some(Field::Title));
    for other in ["", "/", "title", "/cursor"] {
        assert_eq!(fault(other).field(), None, "{other}");
    }
}

#[test]
fn a_fault_that_only_a_newer_server_knows_is_still_a_fault_somewhere() {
    let newer: FieldFault = serde_json::from_value(json!({"pointer": "/title", "code": "rude", "since": 3})).unwrap();
    assert_eq!(newer, FieldFault { pointer: "/title".into(), fault: Fault::Unknown });
    let known: FieldFault =
        serde_json::from_value(json!({"pointer": "/title", "code": "too-long", "max": 300})).unwrap();
    assert_eq!(known.fault, Fault::TooLong { max: 300 });
}

#[test]
fn a_name_is_trimmed_and_may_not_be_empty() {
    assert_eq!(parse_name("  Nguyễn Văn An ".into()), Ok("Nguyễn Văn An".into()));
    assert_eq!(parse_name(" \u{a0} ".into()), Err(Fault::Missing));
    assert_eq!(parse_name("x".repeat(101)), Err(Fault::TooLong { max: 100 }));
}

proptest! {
    #[test]
    fn whatever_is_parsed_is_read_back_as_it_was(field in prop::sample::select(Field::ALL.to_vec()), text in ".{0,40}",
        sum in prop::option::of(0_i64..=100_000_000_000_000), share in 0_u8..=100, flag: bool) {
        let json = match field.shape() {
            Shape::Line(_) | Shape::Text(_) => json!(text),
            Shape::Kind => json!(Kind::ALL[usize::from(share % 4)].name()),
            Shape::Money => json!(sum),
            Shape::Period => json!("per_year"),
            Shape::Date => json!("2026-02-28"),
            Shape::Authors => json!([{"name": text, "position": "Thợ hàn", "share": share}]),
            Shape::Flag => json!(flag),
        };
        if let Ok(value) = Value::parse(field, json) {
            prop_assert_eq!(Value::parse(field, value.to_json()).unwrap(), value.clone());
            prop_assert_eq!(serde_json::to_value(&value).unwrap(), value.to_json());
        }
    }

    #[test]
    fn nothing_that_comes_over_the_wire_makes_the_parser_panic(field in prop::sample::select(Field::ALL.to_vec()), text in "\\PC*") {
        if let Ok(json) = serde_json::from_str::<Json>(&text) {
            let _: Result<Value, _> = Value::parse(field, json);
        }
        let _: Result<Value, _> = Value::parse(field, Json::from(text));
    }
}
