use serde_json::value::RawValue;

use super::*;
use crate::operation::{Element, Field, Object};

const fn argument(kind: Kind, required: bool, nullable: bool) -> Argument {
    Argument { name: "name", location: Location::Body, kind, required, nullable, encoding: Encoding::Plain }
}

const fn required(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: true, nullable: false }
}

const fn optional(name: &'static str, kind: Kind, nullable: bool) -> Field {
    Field { name, kind, required: false, nullable }
}

const SCALAR: Element = Element { kind: Kind::OneOf(&[Kind::Text, Kind::Number { minimum: None, maximum: None }]), nullable: true };
const STAGE: Kind = Kind::Integer { minimum: Some(1), maximum: Some(9) };

static OWNER: Object = Object { fields: &[required("id", Kind::Text)], open: true };
static PERSON: Object = Object {
    fields: &[
        required("email", Kind::Text),
        optional("stage", STAGE, true),
        optional("owner", Kind::Object(Some(&OWNER)), false),
        optional("variables", Kind::Map(&SCALAR), false),
        Field {
            name: "friends",
            kind: Kind::List { at_most: Some(3), items: Some(&Element { kind: Kind::Object(Some(&PERSON)), nullable: false }) },
            required: false,
            nullable: false,
        },
    ],
    open: false,
};
const PEOPLE: Kind = Kind::List { at_most: Some(3), items: Some(&Element { kind: Kind::Object(Some(&PERSON)), nullable: false }) };

const LIMIT: Argument = argument(Kind::Integer { minimum: Some(1), maximum: Some(100) }, false, false);
const EMAILS: Argument = argument(Kind::List { at_most: Some(2), items: None }, false, false);

fn verdict(argument: &Argument, json: &str) -> Option<String> {
    let fault = field(argument, &RawValue::from_string(json.to_owned()).unwrap()).err()?;
    Some(format!("people{fault}"))
}

#[test]
fn accepts_fields_of_the_right_kind() {
    for (argument, json) in [
        (argument(Kind::Text, true, false), r#""x""#),
        (argument(Kind::Text, false, true), "null"),
        (LIMIT, "100"),
        (LIMIT, "10.0"),
        (EMAILS, r#"["a", "b"]"#),
        (argument(Kind::Any, false, false), "null"),
        (argument(Kind::Object(None), false, false), "{}"),
    ] {
        assert_eq!(verdict(&argument, json), None, "{json}");
    }
}

#[test]
fn rejects_fields_of_another_kind() {
    let text = argument(Kind::Text, true, false);
    for (argument, json, expected) in [
        (&text, "3", "must be a string, got 3"),
        (&text, "null", "must be a string, got null"),
        (&LIMIT, "null", "must be a whole number, got null; leave it out to not send it"),
        (&LIMIT, "0", "must be between 1 and 100, got 0"),
        (&LIMIT, "1.5", "must be a whole number, got 1.5"),
        (&LIMIT, r#""5""#, "must be a whole number, got \"5\""),
        (&EMAILS, r#"["a", "b", "c"]"#, "must have at most 2 items, got 3; make several calls"),
        (&EMAILS, "{}", "must be a list, got an object"),
    ] {
        assert_eq!(verdict(argument, json), Some(format!("people {expected}")), "{json}");
    }
}

#[test]
fn accepts_objects_inside_of_lists() {
    for json in [
        "[]",
        r#"[{"email":"a"},{"email":"b","stage":null,"owner":{"id":"1","new":[{}]},"variables":{"a b":1,"c":null,"d":"e"}}]"#,
        r#"[ { "stage" : 9.0 , "\u0065mail" : "a" , "friends" : [ { "email" : "}" } ] } ]"#,
    ] {
        assert_eq!(verdict(&argument(PEOPLE, true, false), json), None, "{json}");
    }
}

#[test]
fn names_the_path_of_the_first_fault() {
    for (json, expected) in [
        (r#"[{"email":"a"},{"email":5},{"email":6}]"#, "people[1].email must be a string, got 5"),
        (r#"[{"stage":1}]"#, "people[0].email is required"),
        (r#"[{"email":null}]"#, "people[0].email must be a string, got null"),
        (r#"[{"email":"a","stage":0}]"#, "people[0].stage must be between 1 and 9, got 0"),
        (r#"[{"email":"a","stage":1e300}]"#, "people[0].stage must be between 1 and 9, got 1e300"),
        (r#"[{"email":"a","mail":"b"}]"#, "people[0].mail is not a field of this object; it takes email, stage, owner, variables, friends"),
        (r#"[{"email":"a","owner":{}}]"#, "people[0].owner.id is required"),
        (r#"[{"email":"a","owner":null}]"#, "people[0].owner must be an object, got null; leave it out to not send it"),
        (r#"[{"email":"a","variables":{"a b":[]}}]"#, "people[0].variables[\"a b\"] must be a string or a number, got a list"),
        (r#"[{"email":"a","friends":[{"email":"b"},"c"]}]"#, "people[0].friends[1] must be an object, got \"c\""),
        ("[null]", "people[0] must be an object, got null"),
        (r#"[{"email":"a"},{"email":"a"},{"email":"a"},{"email":"a"}]"#, "people must have at most 3 items, got 4; make several calls"),
    ] {
        assert_eq!(verdict(&argument(PEOPLE, true, false), json).as_deref(), Some(expected), "{json}");
    }
}

#[test]
fn shows_only_the_length_of_long_names_and_values() {
    let long = "k".repeat(60);
    for (json, expected) in [
        (format!(r#"[{{"email":["{long}"]}}]"#), "people[0].email must be a string, got a list".to_owned()),
        (format!(r#"["{long}"]"#), "people[0] must be an object, got a string of 60 characters".to_owned()),
        (format!("[{}]", "1".repeat(60)), "people[0] must be an object, got a number of 60 digits".to_owned()),
        (
            format!(r#"[{{"{long}":1}}]"#),
            "people[0][a name of 60 characters] is not a field of this object; it takes email, stage, owner, variables, friends".to_owned(),
        ),
    ] {
        assert_eq!(verdict(&argument(PEOPLE, true, false), &json), Some(expected));
    }
}

#[test]
fn refuses_depths_that_could_overflow_the_stack() {
    let nested = |levels: usize| r#"[{"email":"a","friends":"#.repeat(levels) + "[]" + &"}]".repeat(levels);
    let people = argument(PEOPLE, true, false);
    assert_eq!(verdict(&people, &nested(63)), None);
    let path = "[0].friends".repeat(4);
    let expected = format!("people{path}…{path} is more than 128 levels deep; send it in a flatter form");
    assert_eq!(verdict(&people, &nested(64)), Some(expected));
    assert!(verdict(&people, &nested(100_000)).is_some());
    let unchecked = "[".repeat(100_000) + &"]".repeat(100_000);
    assert_eq!(verdict(&argument(Kind::Any, true, false), &unchecked), None);
}

#[test]
fn parameters_and_fields_share_one_kind() {
    let limit = Argument { location: Location::Query, ..LIMIT };
    assert!(matches!(parameter(&limit, Value::Number(10.0)), Ok(Encoded::Integer(10))));
    assert_eq!(parameter(&limit, Value::Integer(0)).unwrap_err(), "must be between 1 and 100, got 0");
    let ids = Argument { location: Location::Query, encoding: Encoding::CommaSeparated, ..EMAILS };
    assert_eq!(
        parameter(&ids, vec!["a,b"].into()).unwrap_err(),
        "must not contain a comma inside a value, got \"a,b\"; pass the values one by one"
    );
    assert_eq!(parameter(&ids, vec!["a", "b", "c"].into()).unwrap_err(), "must have at most 2 items, got 3; make several calls");
    assert_eq!(parameter(&ids, Value::from("a")).unwrap_err(), "must be a list of strings, got \"a\"; put it in a list");
}
