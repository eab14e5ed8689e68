use super::*;
use crate::test_rows::{BY_QUERY, LIST, REPLACE, UPDATE};

fn json(text: &str) -> Cow<'static, RawValue> {
    Cow::Owned(RawValue::from_string(text.to_owned()).unwrap())
}

fn refusal(operation: &'static Operation, text: &str) -> (String, String) {
    let error = Arguments::from_json(operation, text).unwrap_err();
    (error.argument().unwrap().to_owned(), error.to_string())
}

#[test]
fn splits_values_by_the_row_and_keeps_the_order_of_fields() {
    let text = r#"{"tags":["a"], "id": "x", "new": {"deep": 1.0}, "dry": true, "name": "n"}"#;
    let arguments = Arguments::from_json(&UPDATE, text).unwrap();
    assert_eq!(arguments.body().get(), r#"{"tags":["a"],"new":{"deep": 1.0},"name":"n"}"#);
    assert_eq!((arguments.path(0), arguments.boolean(2)), ("x", Some(true)));
    arguments.check().unwrap();
}

#[test]
fn takes_either_form_of_a_value() {
    let values = [("id", Given::Json(json(r#""x""#))), ("name", Given::Value("n".into())), ("tags", Given::Value(vec!["a"].into()))];
    let arguments = Arguments::from_named(&UPDATE, values).unwrap();
    assert_eq!((arguments.path(0), arguments.body().get()), ("x", r#"{"name":"n","tags":["a"]}"#));
}

#[test]
fn an_object_body_takes_unknown_names_and_others_refuse_them() {
    assert!(Arguments::from_json(&UPDATE, r#"{"name":"n","new":1}"#).is_ok());
    let expected = "things.by_query: new is not an argument of this operation; it takes after";
    assert_eq!(refusal(&BY_QUERY, r#"{"new":1}"#), ("new".to_owned(), expected.to_owned()));
    assert!(refusal(&REPLACE, r#"{"new":1}"#).1.ends_with("it takes body"));
    assert!(refusal(&LIST, r#"{"new":1}"#).1.ends_with("it takes none"));
}

#[test]
fn rejects_wrong_values_by_name() {
    for (operation, text, argument, message) in [
        (&UPDATE, r#"{"id":"x"}"#, "name", "things.update: name is required"),
        (&UPDATE, r#"{"name":null}"#, "name", "things.update: name must be a string, got null"),
        (
            &UPDATE,
            r#"{"name":"n","tags":["a","b","c"]}"#,
            "tags",
            "things.update: tags must have at most 2 items, got 3; make several calls",
        ),
        (&UPDATE, r#"{"id":""}"#, "id", "things.update: id must not be empty"),
        (&UPDATE, r#"{"dry":{"other":"a function"}}"#, "dry", "things.update: dry must be true or false, got a function"),
        (&REPLACE, r#"{"body":{}}"#, "body", "things.replace: body must be a list, got an object"),
    ] {
        assert_eq!(refusal(operation, text), (argument.to_owned(), message.to_owned()), "{text}");
    }
    assert_eq!(refusal(&UPDATE, "[]").0, "arguments");
}

#[test]
fn a_required_parameter_or_body_may_not_be_missing() {
    let message = |arguments: Arguments| arguments.check().unwrap_err().to_string();
    assert_eq!(message(Arguments::from_json(&UPDATE, r#"{"name":"n"}"#).unwrap()), "things.update: id is required");
    assert_eq!(message(Arguments::from_json(&REPLACE, "{}").unwrap()), "things.replace: body is required");
}

#[test]
fn extra_fields_lie_over_the_body() {
    let values = [("name", Given::Value("n".into())), ("dry", Given::Extra(json("1"))), ("name", Given::Extra(json(r#""m""#)))];
    let arguments = Arguments::from_named(&UPDATE, values).unwrap();
    assert_eq!((arguments.body().get(), arguments.boolean(2)), (r#"{"name":"m","dry":1}"#, None));
    let refused =
        |operation, values: Vec<(&'static str, Given<'static>)>| Arguments::from_named(operation, values).unwrap_err().to_string();
    let extra = || ("x", Given::Extra(json("1")));
    assert_eq!(refused(&LIST, vec![extra()]), "things.list: extra_body can't be sent: this operation takes no body");
    let expected = "things.replace: extra_body must be a mapping, and so must the body it is added to";
    assert_eq!(refused(&REPLACE, vec![("body", Given::Json(json("[]"))), extra()]), expected);
}

#[test]
fn a_body_can_be_set_as_a_whole() {
    let mut arguments = Arguments::new(&UPDATE);
    assert_eq!(arguments.set_body(RawJson::from_value(&[1]).unwrap()).unwrap_err().to_string(), "things.update: body must be an object");
    arguments.set_body(RawJson::from_string(r#"{"na\u006de": "x"}"#.to_owned()).unwrap()).unwrap();
    assert_eq!(arguments.body().get(), r#"{"na\u006de": "x"}"#);
    assert!(Arguments::new(&LIST).set_body(RawJson::null()).is_err());
    assert!(arguments.set("name", "x".into()).is_err(), "a field");
}
