//! The store of prerendered pages: bodies by the path and query that ask for them, in the form that was configured.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use crate::lock;

/// Past this many, further queries are rendered anew each time.
const KEPT: usize = 4_096;

/// How static pages are served.
#[derive(Clone, Copy, Debug, Default)]
pub struct StaticPages {
    /// In a form that the document allows and its examples don't have: keys in another order, unknown fields, strings with escapes.
    pub irregular: bool,
    /// The delay of each response.
    pub delay: Duration,
}

/// Bodies by path and query, as they are sent.
#[derive(Debug)]
pub(crate) struct Pages {
    form: StaticPages,
    bodies: Mutex<HashMap<String, Bytes>>,
}

impl Pages {
    pub(crate) fn new(form: StaticPages) -> Self {
        Self { form, bodies: Mutex::default() }
    }

    pub(crate) fn delay(&self) -> Duration {
        self.form.delay
    }

    pub(crate) fn get(&self, asked: &str) -> Option<Bytes> {
        lock(&self.bodies).get(asked).cloned()
    }

    /// Brings a body into the configured form, and keeps it as far as there is room.
    pub(crate) fn keep(&self, asked: &str, body: Value) -> Bytes {
        let body = Bytes::from(if self.form.irregular { irregular(body) } else { body.to_string() });
        let mut bodies = lock(&self.bodies);
        if bodies.len() < KEPT {
            bodies.insert(asked.to_owned(), body.clone());
        }
        body
    }

    pub(crate) fn is_full(&self) -> bool {
        lock(&self.bodies).len() >= KEPT
    }

    /// Forgets every page, since the jobs have changed.
    pub(crate) fn clear(&self) {
        lock(&self.bodies).clear();
    }
}

/// The same jobs in another form.
fn irregular(body: Value) -> String {
    // Escaped letters in fields that clients read.
    reordered(body).to_string().replace(r#""id":"6"#, r#""id":"\u0036"#).replace("@example.com", r"\u0040example.com")
}

/// Keys in reverse order, an unknown field in each object, and text beyond ASCII.
fn reordered(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut reversed: serde_json::Map<_, _> = fields.into_iter().rev().map(|(name, value)| (name, reordered(value))).collect();
            reversed.insert("unknown".to_owned(), json!({ "list": [1, 2.5, null, true], "text": "Zoë said \"no\"\n→ twice" }));
            reversed.into()
        }
        Value::Array(items) => items.into_iter().map(reordered).collect(),
        Value::String(text) if text.ends_with("@example.com") => format!("zoë-{text}").into(),
        other => other,
    }
}
