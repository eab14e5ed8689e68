//! From a method's arguments to the operation's row.

use instantly_client::{Arguments, Error, Operation, Value};
use instantly_types::Number;

/// Collects the arguments of a call. The first refusal is kept, and told when the request is awaited: methods return requests, not results.
pub(crate) struct ArgumentsBuilder(Result<Arguments, Error>);

impl ArgumentsBuilder {
    pub(crate) fn new(operation: &'static Operation) -> Self {
        Self(Ok(Arguments::new(operation)))
    }

    pub(crate) fn text(self, name: &str, value: Option<impl Into<String>>) -> Self {
        self.set(name, value.map(|value| Value::Text(value.into())))
    }

    #[allow(dead_code, reason = "which kinds there are depends on the document")]
    pub(crate) fn integer(self, name: &str, value: Option<i64>) -> Self {
        self.set(name, value.map(Value::Integer))
    }

    #[allow(dead_code, reason = "which kinds there are depends on the document")]
    pub(crate) fn number(self, name: &str, value: Option<Number>) -> Self {
        self.set(name, value.map(|value| value.as_i64().map_or_else(|| Value::Number(value.as_f64()), Value::Integer)))
    }

    #[allow(dead_code, reason = "which kinds there are depends on the document")]
    pub(crate) fn boolean(self, name: &str, value: Option<bool>) -> Self {
        self.set(name, value.map(Value::Boolean))
    }

    /// An empty list is one that was left out.
    pub(crate) fn list<T: Into<String>>(self, name: &str, values: impl IntoIterator<Item = T>) -> Self {
        let values: Vec<_> = values.into_iter().map(|value| Value::Text(value.into())).collect();
        self.set(name, (!values.is_empty()).then_some(Value::List(values)))
    }

    pub(crate) fn build(self) -> Result<Arguments, Error> {
        self.0
    }

    fn set(self, name: &str, value: Option<Value>) -> Self {
        let Some(value) = value else { return self };
        Self(self.0.and_then(|mut arguments| arguments.set(name, value).map(|()| arguments)))
    }
}
