//! From an answer's body to what a method promises.

use std::fmt;
use std::marker::PhantomData;

use instantly_client::{Error, Pagination, Raw};
use instantly_types::{FromJson, decode_value};
use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

/// How the body of a success is read.
pub(crate) type Read<T> = fn(&Raw) -> Result<T, Error>;

/// A JSON body.
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

/// What a page's body says.
#[derive(Debug, PartialEq)]
pub(crate) struct Envelope<T> {
    pub(crate) items: Vec<T>,
    pub(crate) next: Option<String>,
    /// All its other fields.
    pub(crate) extra: Map<String, Value>,
}

/// One page. The names of its fields are the operation's.
pub(crate) fn page<T: DeserializeOwned + FromJson>(raw: &Raw, pagination: Pagination) -> Result<Envelope<T>, Error> {
    let fast = EnvelopeSeed { pagination, item: PhantomData };
    let mut deserializer = serde_json::Deserializer::from_slice(&raw.body);
    let read = fast.deserialize(&mut deserializer).and_then(|envelope| deserializer.end().map(|()| envelope));
    read.or_else(|error| lenient_page(&raw.body, pagination).ok_or_else(|| raw.invalid(&error.to_string())))
}

/// The same for a body that the fast way refuses: one odd value must not cost a page.
fn lenient_page<T: FromJson>(body: &[u8], pagination: Pagination) -> Option<Envelope<T>> {
    let Value::Object(mut extra) = decode_value(body).ok()? else { return None };
    let items = Vec::from_json(&extra.shift_remove(pagination.items)?)?;
    let next = extra.shift_remove(pagination.next.place()).and_then(|next| next.as_str().map(str::to_owned));
    Some(Envelope { items, next, extra })
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
        let (mut items, mut next, mut extra) = (None, None, Map::new());
        while let Some(name) = map.next_key::<std::borrow::Cow<'_, str>>()? {
            if name == self.pagination.items {
                items = Some(map.next_value()?);
            } else if name == self.pagination.next.place() {
                next = map.next_value()?;
            } else {
                extra.insert(name.into_owned(), map.next_value()?);
            }
        }
        let items = items.ok_or_else(|| serde::de::Error::missing_field(self.pagination.items))?;
        Ok(Envelope { items, next, extra })
    }
}

#[cfg(test)]
mod tests {

    use serde_json::json;

    use super::*;

    const PAGINATION: Pagination =
        Pagination { cursor: "after", in_body: false, items: "items", next: instantly_client::Next::Cursor("next") };

    fn read(body: &str) -> Result<Envelope<i64>, Error> {
        let raw = Raw::new(200, vec![], body.as_bytes().to_vec().into());
        page(&raw, PAGINATION)
    }

    #[test]
    fn reads_a_page() {
        let envelope = read(r#"{"items": [1, 2], "next": "b", "total": 2}"#).unwrap();
        assert_eq!((envelope.items, envelope.next.as_deref(), &envelope.extra["total"]), (vec![1, 2], Some("b"), &json!(2)));
        assert_eq!(read(r#"{"next": null, "items": []}"#).unwrap().next, None);
    }

    #[test]
    fn is_lenient_where_the_form_is_right() {
        assert_eq!(read(r#"{"items": [1.0], "next": 3}"#).unwrap(), Envelope { items: vec![1], next: None, extra: Map::new() });
        assert_eq!(read(r#"{"items": [], "next": "\ud800"}"#).unwrap().next.as_deref(), Some("\u{fffd}"));
    }

    #[test]
    fn refuses_another_form() {
        for body in ["", "<html>", "[]", "null", "{}", r#"{"items": null}"#, r#"{"items": {}}"#, r#"{"items": []} x"#] {
            let error = read(body).unwrap_err();
            assert_eq!((error.class().name(), error.status_code()), ("APIResponseValidationError", Some(200)), "{body}");
        }
    }
}
