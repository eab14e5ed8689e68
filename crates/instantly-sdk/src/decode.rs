//! From an answer's body to what a method promises.

use std::fmt;
use std::marker::PhantomData;

use instantly_client::{Error, Next, Pagination, Raw};
use instantly_types::{FromJson, decode_value};
use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

/// How the body of a success is read.
pub(crate) type Read<T> = fn(&Raw) -> Result<T, Error>;

/// A JSON body.
#[allow(dead_code, reason = "which answers there are depends on the document")]
pub(crate) fn json<T: DeserializeOwned + FromJson>(raw: &Raw) -> Result<T, Error> {
    instantly_types::decode(&raw.body).map_err(|error| raw.invalid(&error.to_string()))
}

/// Text that is not JSON, such as CSV.
#[allow(dead_code, reason = "which answers there are depends on the document")]
pub(crate) fn text(raw: &Raw) -> Result<String, Error> {
    Ok(String::from_utf8_lossy(&raw.body).into_owned())
}

/// No body, or one that nobody asked for.
#[allow(dead_code, reason = "which answers there are depends on the document")]
pub(crate) fn empty(_: &Raw) -> Result<(), Error> {
    Ok(())
}

/// A JSON body that may be missing or `null`.
#[allow(dead_code, reason = "which answers there are depends on the document")]
pub(crate) fn optional<T: DeserializeOwned + FromJson>(raw: &Raw) -> Result<Option<T>, Error> {
    if raw.body.trim_ascii().is_empty() { Ok(None) } else { json(raw) }
}

/// What a page's body says.
#[derive(Debug, PartialEq)]
pub(crate) struct Envelope<T> {
    pub(crate) items: Vec<T>,
    /// What stands in the place that tells where the next page starts.
    pub(crate) told: Option<instantly_client::Value>,
    /// All its other fields, a total among them.
    pub(crate) extra: Map<String, Value>,
}

/// One page. The names of its fields are the operation's.
pub(crate) fn page<T: DeserializeOwned + FromJson>(raw: &Raw, pagination: Pagination) -> Result<Envelope<T>, Error> {
    if pagination.items.contains('/') || pagination.next.place().contains('/') {
        return lenient_page(&raw.body, pagination).map_err(|message| raw.invalid(&message));
    }
    let fast = EnvelopeSeed { pagination, item: PhantomData };
    let read = instantly_types::decode_text(&raw.body).and_then(|text| {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let envelope = fast.deserialize(&mut deserializer)?;
        deserializer.end().map(|()| envelope)
    });
    read.or_else(|error| lenient_page(&raw.body, pagination).map_err(|_| raw.invalid(&error.to_string())))
}

/// The same for a body that the fast way refuses, since one odd value must not cost a page, and for items that lie deeper.
fn lenient_page<T: FromJson>(body: &[u8], pagination: Pagination) -> Result<Envelope<T>, String> {
    let mut answer = decode_value(body).map_err(|error| error.to_string())?;
    let expected = || format!("expected an object with a list called {}", pagination.items);
    let items = take(&mut answer, pagination.items).and_then(|items| Vec::from_json(&items)).ok_or_else(expected)?;
    let told = match pagination.next {
        Next::Cursor(place) => take(&mut answer, place),
        Next::Offset(place) => answer.pointer(&format!("/{place}")).cloned(),
    };
    let Value::Object(extra) = answer else { return Err(expected()) };
    Ok(Envelope { items, told: told.as_ref().map(instantly_client::Value::from_json), extra })
}

/// Takes a value out of where it stands: `items`, or `activity_feed/items`.
fn take(answer: &mut Value, place: &str) -> Option<Value> {
    let (inner, name) = place.rsplit_once('/').unwrap_or(("", place));
    let holder = if inner.is_empty() { answer } else { answer.pointer_mut(&format!("/{inner}"))? };
    holder.as_object_mut()?.shift_remove(name)
}

struct EnvelopeSeed<T> {
    pagination: Pagination,
    item: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for EnvelopeSeed<T> {
    type Value = Envelope<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Envelope<T>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for EnvelopeSeed<T> {
    type Value = Envelope<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an object with a list called {}", self.pagination.items)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Envelope<T>, A::Error> {
        let (mut items, mut extra) = (None, Map::new());
        while let Some(name) = map.next_key::<std::borrow::Cow<'_, str>>()? {
            if name == self.pagination.items {
                items = Some(map.next_value()?);
            } else {
                extra.insert(name.into_owned(), map.next_value()?);
            }
        }
        let told = match self.pagination.next {
            Next::Cursor(place) => extra.shift_remove(place),
            Next::Offset(place) => extra.get(place).cloned(),
        };
        let items = items.ok_or_else(|| serde::de::Error::missing_field(self.pagination.items))?;
        Ok(Envelope { items, told: told.as_ref().map(instantly_client::Value::from_json), extra })
    }
}

#[cfg(test)]
mod tests {
    use instantly_client::{Headers, Value as Told};
    use serde_json::json;

    use super::*;

    const PAGINATION: Pagination = Pagination { cursor: "after", in_body: false, items: "items", next: Next::Cursor("next") };

    fn raw(body: &str) -> Raw {
        Raw::new(200, Headers::default(), body.as_bytes().to_vec().into())
    }

    fn read(body: &str) -> Result<Envelope<i64>, Error> {
        page(&raw(body), PAGINATION)
    }

    #[test]
    fn reads_a_page() {
        let envelope = read(r#"{"items": [1, 2], "next": "b", "total": 2}"#).unwrap();
        assert_eq!((envelope.items, envelope.told, &envelope.extra["total"]), (vec![1, 2], Some(Told::from("b")), &json!(2)));
        assert_eq!(read(r#"{"next": null, "items": []}"#).unwrap().told, Some(Told::Null));
    }

    #[test]
    fn is_lenient_where_the_form_is_right() {
        let expected = Envelope { items: vec![1], told: Some(Told::Integer(3)), extra: Map::new() };
        assert_eq!(read(r#"{"items": [1.0], "next": 3}"#).unwrap(), expected);
        assert_eq!(read(r#"{"items": [], "next": "\ud800"}"#).unwrap().told, Some(Told::from("\u{fffd}")));
    }

    #[test]
    fn refuses_another_form() {
        for body in ["", "<html>", "[]", "null", "{}", r#"{"items": null}"#, r#"{"items": {}}"#, r#"{"items": []} x"#] {
            let error = read(body).unwrap_err();
            assert_eq!((error.class().name(), error.status_code()), ("APIResponseValidationError", Some(200)), "{body}");
        }
    }

    #[test]
    fn items_may_lie_deeper() {
        let nested = Pagination { items: "feed/items", next: Next::Cursor("feed/next"), ..PAGINATION };
        let envelope: Envelope<i64> = page(&raw(r#"{"feed": {"items": [1], "next": "b", "new": 1}, "state": "on"}"#), nested).unwrap();
        let extra = json!({"feed": {"new": 1}, "state": "on"});
        assert_eq!((envelope.items, envelope.told, Value::Object(envelope.extra)), (vec![1], Some(Told::from("b")), extra));
        for body in ["[]", "{}", r#"{"feed": []}"#, r#"{"feed": {"items": 3}}"#] {
            assert!(page::<i64>(&raw(body), nested).is_err(), "{body}");
        }
    }

    #[test]
    fn a_total_stays() {
        let counted = Pagination { items: "leads", next: Next::Offset("total"), ..PAGINATION };
        let envelope: Envelope<i64> = page(&raw(r#"{"leads": [1], "total": 7}"#), counted).unwrap();
        assert_eq!((envelope.told, &envelope.extra["total"]), (Some(Told::Integer(7)), &json!(7)));
    }

    #[test]
    fn nothing_is_none() {
        for body in ["", " ", "null"] {
            assert_eq!(optional::<i64>(&raw(body)).unwrap(), None, "{body:?}");
        }
        assert_eq!(optional(&raw("3")).unwrap(), Some(3_i64));
        assert!(optional::<i64>(&raw("{}")).is_err());
    }
}
