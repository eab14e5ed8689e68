//! The `call` of a case: the client it is made with, its arguments as the types that the method takes, and its options.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result};
use instantly_sdk::{CallOptions, Client, Error};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// What a client is made with.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    api_key: Option<String>,
    base_url: Option<String>,
    workspace: Option<String>,
    timeout: Option<f64>,
    deadline: Option<f64>,
    max_retries: Option<u32>,
    retry_writes: Option<bool>,
    prefetch: Option<bool>,
    max_response_bytes: Option<usize>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

/// The options of one call.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    pub timeout: Option<f64>,
    pub deadline: Option<f64>,
    pub max_retries: Option<u32>,
    pub headers: BTreeMap<String, String>,
    pub query: BTreeMap<String, String>,
}

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
    pub then_wait: Option<WaitOptions>,
    #[serde(default)]
    pub options: Options,
    pub with_options: Option<Settings>,
}

/// The options of a wait, in seconds.
#[derive(Deserialize, Clone, Copy)]
#[serde(deny_unknown_fields)]
pub struct WaitOptions {
    pub timeout: Option<f64>,
    pub poll_interval: Option<f64>,
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
    pub fn wait_options(&self) -> WaitOptions {
        let seconds = |name: &str| self.arguments.get(name).and_then(Value::as_f64);
        WaitOptions { timeout: seconds("timeout"), poll_interval: seconds("poll_interval") }
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
pub fn client(settings: &Settings, base_url: &str) -> Result<Client, Error> {
    let mut builder = Client::builder().base_url(settings.base_url.as_deref().unwrap_or(base_url));
    if let Some(key) = &settings.api_key {
        builder = builder.api_key(key);
    }
    if let Some(workspace) = &settings.workspace {
        builder = builder.workspace(workspace);
    }
    if let Some(timeout) = settings.timeout {
        builder = builder.timeout(Duration::from_secs_f64(timeout));
    }
    if let Some(deadline) = settings.deadline {
        builder = builder.deadline(Duration::from_secs_f64(deadline));
    }
    if let Some(retries) = settings.max_retries {
        builder = builder.max_retries(retries);
    }
    if let Some(flag) = settings.retry_writes {
        builder = builder.retry_writes(flag);
    }
    if let Some(flag) = settings.prefetch {
        builder = builder.prefetch(flag);
    }
    if let Some(bytes) = settings.max_response_bytes {
        builder = builder.max_response_bytes(bytes);
    }
    for (name, value) in &settings.headers {
        builder = builder.header(name, value);
    }
    builder.build()
}

/// The same settings as defaults for calls.
pub fn call_options(settings: &Settings) -> CallOptions {
    CallOptions {
        timeout: settings.timeout.map(Duration::from_secs_f64),
        deadline: settings.deadline.map(Duration::from_secs_f64),
        max_retries: settings.max_retries,
        retry_writes: settings.retry_writes,
        prefetch: settings.prefetch,
        workspace: settings.workspace.clone(),
        headers: settings.headers.clone().into_iter().collect(),
        ..CallOptions::default()
    }
}
