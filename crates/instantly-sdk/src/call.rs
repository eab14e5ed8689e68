//! The named arguments of a method, on their way to the operation's row.

use std::borrow::Cow;

use instantly_client::{Arguments, BodyForm, Error, Given, Location, Operation, Value};
use instantly_types::ToJson;
use serde_json::value::to_raw_value;

/// Collects the arguments of a call. A refusal is reported when the request is awaited: methods return requests, not results.
///
/// Arguments arrive as JSON: one way for every operation costs less to compile than a setter for every argument.
pub(crate) struct Call {
    operation: &'static Operation,
    given: Result<Vec<(String, Given<'static>)>, Error>,
}

impl Call {
    pub(crate) fn new(operation: &'static Operation) -> Self {
        Self { operation, given: Ok(Vec::new()) }
    }

    pub(crate) fn operation(&self) -> &'static Operation {
        self.operation
    }

    #[allow(dead_code, reason = "whether a path has values depends on the document")]
    pub(crate) fn path(self, name: &str, value: impl Into<String>) -> Self {
        self.and(name, Given::Value(Value::Text(value.into())))
    }

    #[allow(dead_code, reason = "whether a path has numbers depends on the document")]
    pub(crate) fn path_integer(self, name: &str, value: i64) -> Self {
        self.and(name, Given::Value(Value::Integer(value)))
    }

    /// Parameters and fields of the body by their wire names.
    #[allow(dead_code, reason = "whether any call has parameters depends on the document")]
    pub(crate) fn params(mut self, params: &dyn ToJson) -> Self {
        let Some(serde_json::Value::Object(given)) = params.to_json() else { return self };
        for (name, value) in given {
            self = self.and_json(&name, &value);
        }
        self
    }

    /// A body that is one value. One of fields is sent without being given, too.
    #[allow(dead_code, reason = "whether any call has a body depends on the document")]
    pub(crate) fn body(self, body: &dyn ToJson) -> Self {
        match body.to_json() {
            Some(body) if matches!(self.operation.body, BodyForm::Whole { .. }) => self.and_json("body", &body),
            _ => self,
        }
    }

    /// The arguments, checked.
    pub(crate) fn arguments(self) -> Result<Arguments, Error> {
        Arguments::from_named(self.operation, self.given?)
    }

    fn and_json(mut self, name: &str, value: &serde_json::Value) -> Self {
        if !matches!(self.operation.location_of(name), Some(Location::Body | Location::WholeBody)) {
            return self.and(name, Given::Value(Value::from_json(value)));
        }
        match to_raw_value(value) {
            Ok(json) => self.and(name, Given::Json(Cow::Owned(json))),
            Err(error) => {
                self.given = self.given.and(Err(Error::invalid_argument(name, error.to_string())));
                self
            }
        }
    }

    fn and(mut self, name: &str, given: Given<'static>) -> Self {
        if let Ok(known) = &mut self.given {
            known.push((name.to_owned(), given));
        }
        self
    }
}
