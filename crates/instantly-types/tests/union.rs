//! Which of several things a value is.

use serde_json::{Value, json};

instantly_types::model! {
    /// A letter.
    pub struct Letter {
        /// Its id.
        pub id: String = "id",
        /// What it says.
        pub text: Option<String> = "text",
    }
}

instantly_types::model! {
    /// A parcel.
    pub struct Parcel {
        /// Its id.
        pub id: String = "id",
        /// What it weighs.
        pub weight: Option<instantly_types::Number> = "weight",
    }
}

instantly_types::union! {
    /// What is on its way.
    pub enum Shipment {
        /// A letter.
        Letter(Box<Letter>) from [Letter],
        /// A parcel.
        Parcel(Box<Parcel>) from [Parcel],
        /// Its id alone.
        Text(String) from [String, &str],
        /// Several.
        List(Vec<String>) from [Vec<String>],
    }
}

fn read(value: &Value) -> Shipment {
    serde_json::from_value(value.clone()).expect("a union takes anything")
}

#[test]
fn what_came_decides() {
    type IsExpected = fn(&Shipment) -> bool;
    let cases: [(Value, IsExpected); 8] = [
        (json!("a"), |read| matches!(read, Shipment::Text(_))),
        (json!(["a"]), |read| matches!(read, Shipment::List(_))),
        (json!({"id": "a", "text": "b"}), |read| matches!(read, Shipment::Letter(_))),
        (json!({"id": "a", "weight": 3, "colour": "red"}), |read| matches!(read, Shipment::Parcel(_))),
        (json!({"id": "a"}), |read| matches!(read, Shipment::Letter(_))),
        (json!({}), |read| matches!(read, Shipment::Letter(_))),
        (json!([1]), |read| matches!(read, Shipment::Other(_))),
        (json!(null), |read| matches!(read, Shipment::Other(_))),
    ];
    for (value, is_expected) in cases {
        let shipment = read(&value);
        assert!(is_expected(&shipment), "{value}: {shipment:?}");
        assert_eq!(serde_json::to_value(&shipment).expect("a union is JSON"), value);
    }
}

#[test]
fn is_made_from_what_it_may_be() {
    assert_eq!(Shipment::from("a"), Shipment::Text("a".to_owned()));
    let letter = Letter { id: "a".to_owned(), ..Letter::default() };
    assert_eq!(Shipment::from(letter.clone()), Shipment::Letter(Box::new(letter)));
    assert_eq!(Shipment::default(), Shipment::Other(json!(null)));
}
