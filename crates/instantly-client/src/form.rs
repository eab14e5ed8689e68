//! The form of a success: whether a body has the one that its operation promises, and where a started job's id is.
//!
//! Each language reads bodies in its own way, so the check works on any [`Structure`], and its messages are the same for all of them.

use serde_json::Value as Json;

use crate::operation::{Form, Operation, Outcome, Pagination};
use crate::{Error, Raw, Value};

/// The kind of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// Any number.
    Number,
    /// A string.
    Text,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// A JSON body that has been read or indexed, as far as the check of its form needs it.
pub trait Structure {
    /// The kind of the value at a place such as `activity_feed/items`, or of the whole body at an empty one; `None` where there is nothing.
    fn kind(&self, place: &str) -> Option<JsonKind>;

    /// The first item of the array at a place that is not an object, with its index.
    fn first_other_item(&self, place: &str) -> Option<(usize, JsonKind)>;
}

impl Raw {
    /// Whether this success carries no value: its operation promises none, or the body may be missing and is. `null` is such a body too where
    /// the document says that it may be empty.
    #[must_use]
    pub fn is_absent(&self, operation: &Operation) -> bool {
        let body = self.body.trim_ascii();
        match operation.outcome {
            Outcome::Nothing => true,
            Outcome::Json { optional: true, .. } | Outcome::Job { optional: true, .. } => body.is_empty() || body == b"null",
            Outcome::Json { form: Form::Any, .. } | Outcome::Job { form: Form::Any, .. } => body.is_empty(),
            Outcome::Text | Outcome::Json { .. } | Outcome::Page(_) | Outcome::Job { .. } => false,
        }
    }

    /// Checks that the body has the form that its operation promises. `body` is `None` for one that is not JSON.
    ///
    /// # Errors
    /// [`Error::ResponseValidation`], with the same message in every language.
    pub fn check_form(&self, operation: &Operation, body: Option<&impl Structure>) -> Result<(), Error> {
        if self.is_absent(operation) {
            return Ok(());
        }
        let (form, pagination) = match operation.outcome {
            Outcome::Nothing | Outcome::Text => return Ok(()),
            Outcome::Json { form, .. } | Outcome::Job { form, .. } => (form, None),
            Outcome::Page(pagination) => (Form::Object, Some(pagination)),
        };
        self.mismatch(form, pagination, body).map_or(Ok(()), |message| Err(self.invalid(&message)))
    }

    /// The error for a body that a reader has refused: reads it once more to say what is wrong with its form.
    ///
    /// For a body whose form is right, `otherwise` is the message.
    #[must_use]
    pub fn wrong_form(&self, operation: &Operation, otherwise: &str) -> Error {
        let body = instantly_types::decode_value(&self.body).ok();
        self.check_form(operation, body.as_ref()).err().unwrap_or_else(|| self.invalid(otherwise))
    }

    /// The id of the background job that this success names; `None` where the operation starts none, or there is nothing to wait for.
    #[must_use]
    pub fn job_id(&self, operation: &Operation) -> Option<String> {
        let Outcome::Job { id, .. } = operation.outcome else { return None };
        let body = instantly_types::decode_value(&self.body).ok()?;
        let id = id.iter().try_fold(&body, |value, name| value.get(name))?;
        Value::from_json(id).to_text().filter(|id| !id.is_empty())
    }

    /// A message with the expected and the actual form, where they differ.
    fn mismatch(&self, form: Form, pagination: Option<Pagination>, body: Option<&impl Structure>) -> Option<String> {
        let expected = match form {
            Form::Object => "a JSON object",
            Form::Array { .. } => "a JSON array",
            Form::Any => "JSON",
        };
        let Some(body) = body else {
            let got = if self.body.trim_ascii().is_empty() { "an empty body" } else { "text that is not JSON" };
            return Some(format!("expected {expected}, got {got}"));
        };
        let root = body.kind("");
        let fits = match form {
            Form::Object => root == Some(JsonKind::Object),
            Form::Array { .. } => root == Some(JsonKind::Array),
            Form::Any => true,
        };
        if !fits {
            return Some(format!("expected {expected}, got {}", in_words(root)));
        }
        let place = pagination.map_or("", |pagination| pagination.items);
        let shown = place.replace('/', ".");
        if pagination.is_some() && body.kind(place) != Some(JsonKind::Array) {
            return Some(format!("expected an array at {shown}, got {}", in_words(body.kind(place))));
        }
        let of_objects = pagination.map_or(form == Form::Array { of_objects: true }, |pagination| pagination.of_objects);
        let (index, kind) = body.first_other_item(place).filter(|_| of_objects)?;
        Some(format!("expected an object at {shown}[{index}], got {}", in_words(Some(kind))))
    }
}

fn in_words(kind: Option<JsonKind>) -> &'static str {
    match kind {
        None => "nothing",
        Some(JsonKind::Null) => "null",
        Some(JsonKind::Boolean) => "a boolean",
        Some(JsonKind::Number) => "a number",
        Some(JsonKind::Text) => "a string",
        Some(JsonKind::Array) => "an array",
        Some(JsonKind::Object) => "an object",
    }
}

impl Structure for Json {
    fn kind(&self, place: &str) -> Option<JsonKind> {
        at(self, place).map(kind_of)
    }

    fn first_other_item(&self, place: &str) -> Option<(usize, JsonKind)> {
        let items = at(self, place)?.as_array()?;
        let other = items.iter().position(|item| !item.is_object())?;
        Some((other, kind_of(&items[other])))
    }
}

fn at<'a>(body: &'a Json, place: &str) -> Option<&'a Json> {
    if place.is_empty() { Some(body) } else { place.split('/').try_fold(body, |value, name| value.get(name)) }
}

fn kind_of(value: &Json) -> JsonKind {
    match value {
        Json::Null => JsonKind::Null,
        Json::Bool(_) => JsonKind::Boolean,
        Json::Number(_) => JsonKind::Number,
        Json::String(_) => JsonKind::Text,
        Json::Array(_) => JsonKind::Array,
        Json::Object(_) => JsonKind::Object,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Headers;
    use crate::test_rows::{BY_OFFSET, BY_QUERY, LIST, REPLACE, UPDATE};

    fn raw(body: &str) -> Raw {
        Raw::new(200, Headers::default(), body.as_bytes().to_vec().into())
    }

    fn problem(operation: &Operation, body: &str) -> Option<String> {
        let parsed = serde_json::from_str::<Json>(body).ok();
        let message = raw(body).check_form(operation, parsed.as_ref()).err()?.to_string();
        let message = message.strip_prefix("unexpected body (status 200): ").expect("the prefix").to_owned();
        Some(message.split_once(": ").map_or(message.clone(), |(message, _excerpt)| message.to_owned()))
    }

    #[test]
    fn accepts_promised_forms() {
        for (operation, body) in [
            (&UPDATE, "{}"),
            (&UPDATE, ""),
            (&UPDATE, " null\n"),
            (&LIST, "[]"),
            (&LIST, "[{}]"),
            (&BY_QUERY, r#"{"feed":{"items":[{}]}}"#),
            (&BY_OFFSET, r#"{"items":[3]}"#),
        ] {
            assert_eq!(problem(operation, body), None, "{} {body}", operation.name);
        }
    }

    #[test]
    fn names_what_was_expected_and_what_came() {
        for (operation, body, expected) in [
            (&REPLACE, "", "expected a JSON object, got an empty body"),
            (&REPLACE, " \r\n", "expected a JSON object, got an empty body"),
            (&REPLACE, "<html>", "expected a JSON object, got text that is not JSON"),
            (&REPLACE, "null", "expected a JSON object, got null"),
            (&UPDATE, "[]", "expected a JSON object, got an array"),
            (&LIST, "{}", "expected a JSON array, got an object"),
            (&LIST, "[{}, true]", "expected an object at [1], got a boolean"),
            (&BY_QUERY, "12", "expected a JSON object, got a number"),
            (&BY_QUERY, r#"{"feed":[]}"#, "expected an array at feed.items, got nothing"),
            (&BY_QUERY, r#"{"feed":{"items":3}}"#, "expected an array at feed.items, got a number"),
            (&BY_QUERY, r#"{"feed":{"items":["x"]}}"#, "expected an object at feed.items[0], got a string"),
        ] {
            assert_eq!(problem(operation, body).as_deref(), Some(expected), "{} {body}", operation.name);
        }
    }

    #[test]
    fn a_refused_body_of_the_right_form_gets_the_readers_message() {
        let message = |body: &str| raw(body).wrong_form(&REPLACE, "id is no text").to_string();
        assert_eq!(message("{}"), "unexpected body (status 200): id is no text: {}");
        assert_eq!(message("[]"), "unexpected body (status 200): expected a JSON object, got an array: []");
    }

    #[test]
    fn a_job_id_is_text_or_a_whole_number() {
        let id = |job: &str| raw(&format!(r#"{{"job":{job}}}"#)).job_id(&REPLACE);
        assert_eq!(id(r#"{"id":"j1"}"#).as_deref(), Some("j1"));
        assert_eq!(id(r#"{"id":17}"#).as_deref(), Some("17"));
        assert_eq!(id(r#"{"id":"\ud800"}"#).as_deref(), Some("\u{fffd}"));
        for none in ["null", "{}", "[]", r#"{"id":null}"#, r#"{"id":""}"#, r#"{"id":1.5}"#, r#"{"id":true}"#, r#"{"id":{}}"#] {
            assert_eq!(id(none), None, "{none}");
        }
        assert_eq!(raw(r#"{"job":{"id":"j1"}}"#).job_id(&UPDATE), None);
    }
}
