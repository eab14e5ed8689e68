//! From a method's arguments to the operation's row.

use instantly_client::{Arguments, BodyKind, Error, Operation, Value};
use instantly_types::{RawJson, ToJson};
use serde_json::Map;

/// Collects the arguments of a call. The first refusal is kept, and told when the request is awaited: methods return requests, not results.
///
/// Parameters arrive as the JSON they are: one way for every operation costs less to compile than a setter for every argument.
pub(crate) struct Call {
    pub(crate) arguments: Result<Arguments, Error>,
    /// Where a list starts, if the caller said so.
    pub(crate) starting_at: Option<String>,
}

impl Call {
    pub(crate) fn new(operation: &'static Operation) -> Self {
        Self { arguments: Ok(Arguments::new(operation)), starting_at: None }
    }

    pub(crate) fn path(self, name: &str, value: impl Into<String>) -> Self {
        let value = Value::Text(value.into());
        self.and(|arguments| arguments.set(name, value))
    }

    #[allow(dead_code, reason = "whether a path has numbers depends on the document")]
    pub(crate) fn path_integer(self, name: &str, value: i64) -> Self {
        self.and(|arguments| arguments.set(name, Value::Integer(value)))
    }

    /// What the operation's row knows as a parameter goes there, the rest is the body's: `{}` where nothing is given.
    pub(crate) fn params(mut self, params: &dyn ToJson) -> Self {
        let Some(serde_json::Value::Object(given)) = params.to_json() else { return self };
        let Ok(operation) = self.arguments.as_ref().map(Arguments::operation) else { return self };
        let mut body = Map::new();
        for (name, value) in given {
            if operation.pagination.is_some_and(|pagination| pagination.cursor == name) {
                self.starting_at =
                    value.as_str().map_or_else(|| value.as_i64().map(|value| value.to_string()), |text| Some(text.to_owned()));
            }
            if operation.parameters.iter().any(|parameter| parameter.name == name) {
                self = self.and(|arguments| arguments.set(&name, Value::from_json(&value)));
            } else {
                body.insert(name, value);
            }
        }
        if operation.body == BodyKind::None { self } else { self.body(&body) }
    }

    /// A body that is one value.
    pub(crate) fn body(self, body: &dyn ToJson) -> Self {
        let Some(body) = body.to_json() else { return self };
        self.and(|arguments| {
            let text = RawJson::from_value(&body).map_err(|error| Error::invalid_argument("body", error.to_string()))?;
            arguments.set_body(text)
        })
    }

    fn and(self, set: impl FnOnce(&mut Arguments) -> Result<(), Error>) -> Self {
        let arguments = self.arguments.and_then(|mut arguments| set(&mut arguments).map(|()| arguments));
        Self { arguments, ..self }
    }
}
