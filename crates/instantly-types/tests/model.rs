//! What a model reads, keeps and writes.

use std::collections::BTreeMap;

use instantly_types::{Number, Timestamp, decode};
use serde_json::{Value, json};

instantly_types::open_enum! {
    /// Where a parcel is.
    pub enum ParcelState {
        /// Not sent.
        Packed = "packed",
        /// Sent.
        OnTheWay = "on-the-way",
    }
}

instantly_types::model! {
    /// A place.
    pub struct Place {
        /// Its name.
        pub name: String = "name",
    }
}

instantly_types::model! {
    /// A parcel.
    pub struct Parcel {
        /// Its id.
        pub id: String = "id",
        /// What it weighs.
        pub weight: Number = "weight",
        /// Where it is.
        pub state: ParcelState = "state",
        /// Who gets it.
        pub receiver: Option<String> = "receiver",
        /// What kind it is.
        pub r#type: Option<String> = "type",
        /// When it was sent.
        pub sent_at: Option<Timestamp> = "sent-at",
        /// Where it was.
        pub stops: Option<Vec<Place>> = "stops",
        /// What is written on it.
        pub labels: Option<BTreeMap<String, Number>> = "labels",
    }
}

instantly_types::model! {
    /// Nothing that is known.
    pub struct Anything {}
}

fn parcel(value: Value) -> Parcel {
    decode(value.to_string().as_bytes()).expect("it is an object")
}

fn through(value: Value) -> Value {
    serde_json::to_value(parcel(value)).expect("a model is JSON")
}

#[test]
fn reads_what_is_declared() {
    let parcel = parcel(json!({
        "id": "p1", "weight": 2.5, "state": "on-the-way", "receiver": "Lead", "type": "box", "sent-at": "2026-08-13T11:11:58.077Z",
        "stops": [{"name": "here"}], "labels": {"fragile": 1}, "colour": {"name": "red"}
    }));
    assert_eq!((parcel.id.as_str(), parcel.weight, &parcel.state), ("p1", Number::from(2.5), &ParcelState::OnTheWay));
    assert_eq!(parcel.stops.as_ref().map(|stops| stops[0].name.as_str()), Some("here"));
    assert_eq!(parcel.sent_at.as_ref().and_then(Timestamp::unix_milliseconds), Some(1_786_619_518_077));
    assert_eq!(parcel.extra["colour"]["name"], "red");
    assert!(parcel.fields_set().eq(["id", "weight", "state", "receiver", "type", "sent-at", "stops", "labels", "colour"]));
    assert!(format!("{parcel:?}").contains("\"on-the-way\""));
}

#[test]
fn gives_back_what_came() {
    for value in [
        json!({}),
        json!({"id": null, "weight": null, "state": null, "receiver": null, "stops": null}),
        json!({"id": "", "weight": 0, "state": "", "receiver": "", "stops": [], "labels": {}}),
        json!({"id": "p1", "weight": 40, "state": "lost", "type": "box", "unknown": [1, null, {"a": 1.0}], "sent-at": "soon"}),
        json!({"id": 7, "weight": "heavy", "state": 3, "stops": [{"name": 1}], "labels": [1], "receiver": "Lead"}),
        json!({"stops": [null], "labels": {"fragile": null}}),
    ] {
        assert_eq!(through(value.clone()), value);
    }
    assert_eq!(through(json!({"weight": 40.0})).to_string(), r#"{"weight":40}"#);
}

#[test]
fn missing_and_null_differ() {
    let parcel = parcel(json!({"id": null, "receiver": null, "colour": null}));
    assert_eq!((parcel.id.as_str(), parcel.receiver.as_deref(), parcel.r#type.as_deref()), ("", None, None));
    assert!(parcel.is_set("id") && parcel.is_null("id") && parcel.is_null("receiver") && parcel.is_null("colour"));
    assert!(!parcel.is_set("type") && !parcel.is_null("type") && !parcel.is_set("nonsense"));
}

#[test]
fn changes_go_out() {
    let mut parcel = parcel(json!({"id": "p1", "receiver": "Lead", "weight": "heavy", "state": null}));
    assert_eq!((parcel.weight, &parcel.extra["weight"]), (Number::default(), &json!("heavy")));
    assert!(parcel.is_set("weight"));
    parcel.receiver = None;
    parcel.weight = 3.into();
    parcel.state = ParcelState::Packed;
    parcel.r#type = Some("box".to_owned());
    let expected = json!({"id": "p1", "weight": 3, "state": "packed", "receiver": null, "type": "box"});
    assert_eq!(serde_json::to_value(&parcel).unwrap(), expected);
}

#[test]
fn the_last_of_duplicates_wins() {
    let parcel: Parcel =
        decode(br#"{"id":"a","receiver":null,"x":1,"id":"b","receiver":"Lead","x":2,"state":"packed","state":null}"#).unwrap();
    assert_eq!((parcel.id.as_str(), parcel.receiver.as_deref(), &parcel.extra["x"]), ("b", Some("Lead"), &json!(2)));
    assert!(!parcel.is_null("receiver") && parcel.is_null("state"));
}

#[test]
fn a_lone_surrogate_costs_one_character() {
    let parcels: Vec<Parcel> = decode(br#"[{"id":"a\ud800"},{"id":"\ud83d\ude00","n\udc00":1}]"#).unwrap();
    assert_eq!((parcels[0].id.as_str(), parcels[1].id.as_str()), ("a\u{fffd}", "😀"));
    assert_eq!(parcels[1].extra["n\u{fffd}"], 1);
}

#[test]
fn must_be_an_object() {
    for body in ["[]", "null", "3", "\"p1\"", "<html>", ""] {
        assert!(decode::<Parcel>(body.as_bytes()).is_err(), "{body}");
    }
    assert_eq!(decode::<Anything>(b"{\"a\":1}").unwrap().extra["a"], 1);
}

#[test]
fn equality_is_that_of_values() {
    let made = Parcel { id: "p1".to_owned(), ..Parcel::default() };
    assert_eq!(parcel(json!({"id": "p1", "receiver": null})), made);
    assert_ne!(parcel(json!({"id": "p1", "colour": "red"})), made);
}
