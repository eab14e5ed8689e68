//! Counting what a document holds, for the report of an import.

use std::fmt;

use serde_json::Value;

const METHODS: [&str; 8] = ["get", "post", "patch", "put", "delete", "head", "options", "trace"];

/// The numbers to compare with those upstream or a colleague names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    pub paths: usize,
    /// Method in upper case and count, where there are any.
    pub operations: Vec<(String, usize)>,
    pub schemas: usize,
    /// By where they stand: `path`, `query`, `header`, `cookie`.
    pub parameters: Vec<(String, usize)>,
}

impl Statistics {
    /// Counts a document's parts.
    pub fn of(document: &Value) -> Self {
        let items: Vec<&Value> = document["paths"].as_object().into_iter().flat_map(|paths| paths.values()).collect();
        let operations = |method: &str| items.iter().filter(|item| item.get(method).is_some()).count();
        let parameters: Vec<&Value> = items
            .iter()
            .flat_map(|item| METHODS.iter().filter_map(|method| item.get(*method)).chain(std::iter::once(*item)))
            .filter_map(|holder| holder.get("parameters").and_then(Value::as_array))
            .flatten()
            .collect();
        let standing = |place: &str| parameters.iter().filter(|parameter| parameter["in"] == place).count();
        Self {
            paths: items.len(),
            operations: present(METHODS.map(|method| (method.to_uppercase(), operations(method)))),
            schemas: document.pointer("/components/schemas").and_then(Value::as_object).map_or(0, |schemas| schemas.len()),
            parameters: present(["path", "query", "header", "cookie"].map(|place| (place.to_owned(), standing(place)))),
        }
    }
}

impl fmt::Display for Statistics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = |counts: &[(String, usize)]| counts.iter().map(|(_, count)| count).sum::<usize>();
        let list = |counts: &[(String, usize)]| counts.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ");
        writeln!(formatter, "paths       {}", self.paths)?;
        writeln!(formatter, "operations  {} ({})", total(&self.operations), list(&self.operations))?;
        writeln!(formatter, "schemas     {}", self.schemas)?;
        write!(formatter, "parameters  {} ({})", total(&self.parameters), list(&self.parameters))
    }
}

fn present<const N: usize>(counts: [(String, usize); N]) -> Vec<(String, usize)> {
    counts.into_iter().filter(|(_, count)| *count > 0).collect()
}
