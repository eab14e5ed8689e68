//! The `call` of a case: the client it is made with, its arguments as the types that the method takes, and its options.

use anyhow::{Context, Result};
use instantly_sdk::{Client, Error};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::options;

/// What a case calls; the other runners read more of it.
#[derive(Deserialize)]
pub struct Call {
    operation: String,
    operation_id: Option<String>,
    #[serde(default)]
    pub mode: Mode,
    #[serde(default)]
    path: Vec<Value>,
    #[serde(default)]
    arguments: Map<String, Value>,
    /// For a call that starts a job: wait for it.
    pub then_wait: Option<options::Wait>,
    #[serde(default)]
    pub options: options::Call,
    pub with_options: Option<options::Derived>,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    #[default]
    Page,
    All,
    Pages,
    Raw,
    Wait,
    WaitMany,
}

/// What came of a call: values under the names that cases use, and the error that ended it.
#[derive(Default)]
pub struct Outcome {
    pub values: Map<String, Value>,
    pub error: Option<Error>,
}

impl Call {
    /// The operationId, which stays when a name is chosen anew; the name, where a case says no more.
    pub fn name(&self) -> &str {
        self.operation_id.as_deref().unwrap_or(&self.operation)
    }

    /// Whether nothing but path values is given.
    pub fn is_plain(&self) -> bool {
        self.arguments.is_empty()
    }

    /// A path value.
    pub fn path<T: DeserializeOwned>(&self, index: usize) -> Result<T> {
        let value = self.path.get(index).with_context(|| format!("path value {index} is missing"))?;
        read(value.clone())
    }

    /// All the arguments, as the struct that the method takes.
    pub fn params<T: DeserializeOwned>(&self) -> Result<T> {
        read(without_dates(Value::Object(self.arguments.clone())))
    }

    /// The body of an operation that takes one value.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T> {
        read(without_dates(self.arguments.get("body").cloned().unwrap_or_default()))
    }

    /// The options of a wait: its arguments.
    pub fn wait_options(&self) -> Result<options::Wait> {
        read(Value::Object(self.arguments.clone()))
    }
}

/// A value as the type that Rust wants; what is none does not compile in Rust.
fn read<T: DeserializeOwned>(value: Value) -> Result<T> {
    serde_json::from_value(value).context("this does not compile in Rust: say so in `except`")
}

/// `{ $date: "2026-01-02" }` is a date of the language's own type, which in Rust is the text.
fn without_dates(value: Value) -> Value {
    match value {
        Value::Object(mut fields) if fields.len() == 1 && fields.contains_key("$date") => fields.remove("$date").unwrap_or_default(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, without_dates(value))).collect(),
        Value::Array(items) => items.into_iter().map(without_dates).collect(),
        other => other,
    }
}

/// The client of a case.
pub fn client(settings: &options::Client, base_url: &str) -> Result<Client, Error> {
    settings.set(Client::builder().base_url(base_url)).build()
}
