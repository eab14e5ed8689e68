//! From a response's body to the value that a method promises.

use std::fmt;
use std::marker::PhantomData;

use instantly_client::{Error, Next, Operation, Pagination, Raw};
use instantly_types::{FromJson, decode_value};
use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

/// How the body of a success is read.
pub(crate) type Read<T> = fn(&Raw, &Operation) -> Result<T, Error>;

/// A JSON body.
#[allow(dead_code, reason = "which answers there are depends on the document")]
pub(crate) fn json<T: DeserializeOwned + FromJson>(raw: &Raw, operation: &Operation) -> Result<T, Error> {
    let body = if raw.is_absent(operation) { b"null" } else { &raw.body[..] };
    instantly_types::decode(body).map_err(|error| raw.wrong_form(operation, &error.to_string()))
}

/// Text that is not JSON, such as CSV.
#[allow(dead_code, reason = "which answers there are depends on the document")]
pub(crate) fn text(raw: &Raw, _: &Operation) -> Result<String, Error> {
    Ok(String::from_utf8_lossy(&raw.body).into_owned())
}

/// No body; one that comes is not read.
#[allow(dead_code, reason = "which answers there are depends on the document")]
pub(crate) fn empty(_: &Raw, _: &Operation) -> Result<(), Error> {
    Ok(())
}

/// A JSON body that may be missing or `null`.
#[allow(dead_code, reason = "which answers there are depends on the document")]
pub(crate) fn optional<T: DeserializeOwned + FromJson>(raw: &Raw, operation: &Operation) -> Result<Option<T>, Error> {
    if raw.is_absent(operation) { Ok(None) } else { json(raw, operation).map(Some) }
}

/// A page's body.
#[derive(Debug, PartialEq)]
pub(crate) struct Envelope<T> {
    pub(crate) items: Vec<T>,
    /// The value in the place that tells where the next page starts.
    pub(crate) told: Option<instantly_client::Value>,
    /// All its other fields, a total among them.
    pub(crate) extra: Map<String, Value>,
}

/// One page. The names of its fields are the operation's.
pub(crate) fn page<T: DeserializeOwned + FromJson>(raw: &Raw, operation: &Operation, pagination: Pagination) -> Result<Envelope<T>, Error> {
    let fast = || {
        let text = instantly_types::decode_text(&raw.body)?;
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let envelope = EnvelopeSeed { pagination, item: PhantomData }.deserialize(&mut deserializer)?;
        deserializer.end().map(|()| envelope)
    };
    let refused = if pagination.items.contains('/') || pagination.next.place().contains('/') {
        "the items are of another type than documented".to_owned()
    } else {
        match fast() {
            Ok(envelope) => return Ok(envelope),
            Err(error) => error.to_string(),
        }
    };
    lenient_page(&raw.body, pagination).ok_or_else(|| raw.wrong_form(operation, &refused))
}

/// The same for a body that the fast way refuses, since one odd value must not cost a page, and for items that lie deeper.
fn lenient_page<T: FromJson>(body: &[u8], pagination: Pagination) -> Option<Envelope<T>> {
    let mut body = decode_value(body).ok()?;
    let items = take(&mut body, pagination.items).and_then(|items| Vec::from_json(&items))?;
    let told = match pagination.next {
        Next::Cursor(place) => take(&mut body, place),
        Next::Offset(place) => body.pointer(&format!("/{place}")).cloned(),
    };
    let Value::Object(extra) = body else { return None };
    Some(Envelope { items, told: told.as_ref().map(instantly_client::Value::from_json), extra })
}

/// Takes a value out of where it stands: `items`, or `activity_feed/items`.
fn take(body: &mut Value, place: &str) -> Option<Value> {
    let (inner, name) = place.rsplit_once('/').unwrap_or(("", place));
    let holder = if inner.is_empty() { body } else { body.pointer_mut(&format!("/{inner}"))? };
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
    use instantly_client::{Headers, Value as Told, operations};
    use serde_json::json;

    use super::*;

    const PAGINATION: Pagination = Pagination { cursor: "after", items: "items", of_objects: false, next: Next::Cursor("next") };

    fn raw(body: &str) -> Raw {
        Raw::new(200, Headers::default(), body.as_bytes().to_vec().into())
    }

    fn read_as(body: &str, pagination: Pagination) -> Result<Envelope<i64>, Error> {
        page(&raw(body), operations::ALL[0], pagination)
    }

    fn read(body: &str) -> Result<Envelope<i64>, Error> {
        read_as(body, PAGINATION)
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
    fn rejects_another_form() {
        for body in ["", "<html>", "[]", "null", "{}", r#"{"items": null}"#, r#"{"items": {}}"#, r#"{"items": []} x"#] {
            let error = read(body).unwrap_err();
            assert_eq!((error.class().name(), error.status_code()), ("APIResponseValidationError", Some(200)), "{body}");
        }
    }

    #[test]
    fn items_may_lie_deeper() {
        let nested = Pagination { items: "feed/items", next: Next::Cursor("feed/next"), ..PAGINATION };
        let envelope = read_as(r#"{"feed": {"items": [1], "next": "b", "new": 1}, "state": "on"}"#, nested).unwrap();
        let extra = json!({"feed": {"new": 1}, "state": "on"});
        assert_eq!((envelope.items, envelope.told, Value::Object(envelope.extra)), (vec![1], Some(Told::from("b")), extra));
        for body in ["[]", "{}", r#"{"feed": []}"#, r#"{"feed": {"items": 3}}"#] {
            assert!(read_as(body, nested).is_err(), "{body}");
        }
    }

    #[test]
    fn a_total_stays() {
        let counted = Pagination { items: "leads", next: Next::Offset("total"), ..PAGINATION };
        let envelope = read_as(r#"{"leads": [1], "total": 7}"#, counted).unwrap();
        assert_eq!((envelope.told, &envelope.extra["total"]), (Some(Told::Integer(7)), &json!(7)));
    }
}
