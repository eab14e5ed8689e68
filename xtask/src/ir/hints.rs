//! What the overlay tells the generator: the `x-sdk*` keys of the document, read into types.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Header, Pointer, RateGroup};

/// `x-sdk` at the root.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Root {
    /// What stands in front of every path and names no resource: `/api/v2/`.
    pub path_prefix: String,
    /// What each resource is, in a sentence or two.
    pub resources: BTreeMap<String, String>,
    pub rate_groups: Vec<RateGroup>,
    pub headers: Vec<Header>,
}

/// `x-sdk-pagination` on an operation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pagination {
    /// By cursor: the parameter that takes it, and where the answer has the next.
    pub cursor: Option<String>,
    pub next: Option<String>,
    /// By offset: the parameter that takes it, and where the answer says how many items there are.
    pub offset: Option<String>,
    pub total: Option<String>,
    pub r#in: PaginationPlace,
    pub items: String,
}

/// `x-sdk-starts-job` on an operation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartsJob {
    /// Where in the answer the job's id is, with dots between fields.
    pub id: String,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum PaginationPlace {
    Query,
    Body,
}

/// `x-sdk-wait` on a component schema.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    pub get: String,
    pub list: String,
    pub ids: String,
    pub id: String,
    pub status: String,
    pub progress: String,
    pub succeeded: Vec<String>,
    pub failed: Vec<String>,
}

/// A hint of the overlay about something that the document doesn't have any more.
pub struct RetiredHint {
    pub pointer: Pointer,
    /// As in "is retired, because …".
    pub because: String,
}

/// The hint under this key, if the node has it.
pub fn hint<T: DeserializeOwned>(node: &Value, key: &str, pointer: &Pointer) -> Result<Option<T>> {
    let Some(value) = node.get(key) else { return Ok(None) };
    serde_json::from_value(value.clone())
        .map(Some)
        .with_context(|| format!("{pointer}/{key}: not what the generator reads; see openapi/overlay.yaml"))
}

/// A text the overlay put there, without the white space YAML leaves around it.
pub fn text(node: &Value, key: &str) -> String {
    node.get(key).and_then(Value::as_str).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}
