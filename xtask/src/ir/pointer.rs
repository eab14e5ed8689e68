//! Places in the document.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

/// A place in the document. Messages show it with the document's name: `openapi/instantly.json#/paths/~1api~1v2~1...`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Pointer {
    #[serde(skip)]
    document: Arc<str>,
    /// As a reference inside the document: `#/paths/~1api~1v2~1...`.
    pub path: String,
}

impl Pointer {
    /// The document of this name as a whole.
    pub fn root(document: &str) -> Self {
        Self { document: document.into(), path: "#".to_owned() }
    }

    /// RFC 6901, section 3.
    pub fn child(&self, key: &str) -> Self {
        self.to(format!("{}/{}", self.path, key.replace('~', "~0").replace('/', "~1")))
    }

    /// The place as a JSON pointer, without the document's name.
    pub fn fragment(&self) -> &str {
        self.path.trim_start_matches('#')
    }

    /// Another place of the same document.
    pub fn to(&self, path: String) -> Self {
        Self { document: self.document.clone(), path }
    }

    /// The value at this place.
    pub fn of<'a>(&self, document: &'a Value) -> Option<&'a Value> {
        document.pointer(self.path.strip_prefix('#')?)
    }
}

impl std::fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}{}", self.document, self.path)
    }
}
