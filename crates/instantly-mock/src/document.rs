//! The OpenAPI document: which operations there are, what they take and what they answer.

use std::io::Read;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use crate::MockError;
use crate::http::path_decode;

static EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/document.json.zlib"));

/// A parsed document and its operations. Schemas stay where they are in it and are found by JSON pointer.
#[derive(Debug)]
pub(crate) struct Document {
    root: Value,
    operations: Vec<Operation>,
}

/// One method on one path.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) method: String,
    pub(crate) path: String,
    segments: Vec<String>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    pub(crate) success: Success,
}

/// A parameter in the path or the query.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) in_path: bool,
    pub(crate) required: bool,
    pub(crate) schema: String,
}

/// What an operation takes as its body.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) required: bool,
    pub(crate) schema: String,
}

/// The one successful answer of an operation.
#[derive(Debug)]
pub(crate) struct Success {
    pub(crate) status: u16,
    pub(crate) media_type: String,
    /// None: an answer without a body.
    pub(crate) schema: Option<String>,
}

impl Document {
    /// The document that is part of this library, parsed once a process.
    pub(crate) fn embedded() -> Result<Arc<Self>, MockError> {
        static DOCUMENT: OnceLock<Arc<Document>> = OnceLock::new();
        if let Some(document) = DOCUMENT.get() {
            return Ok(document.clone());
        }
        let mut text = Vec::new();
        flate2::read::ZlibDecoder::new(EMBEDDED).read_to_end(&mut text).map_err(|error| MockError::Document(error.to_string()))?;
        let document = Arc::new(Self::parse(&text)?);
        Ok(DOCUMENT.get_or_init(|| document).clone())
    }

    /// A document in JSON from a file.
    pub(crate) fn read(path: &Path) -> Result<Arc<Self>, MockError> {
        let fail = |reason: String| MockError::Document(format!("{}: {reason}", path.display()));
        let text = std::fs::read(path).map_err(|error| fail(error.to_string()))?;
        Self::parse(&text).map(Arc::new).map_err(|error| fail(error.to_string()))
    }

    fn parse(text: &[u8]) -> Result<Self, MockError> {
        let root: Value = serde_json::from_slice(text).map_err(|error| MockError::Document(error.to_string()))?;
        let paths = root.get("paths").and_then(Value::as_object).ok_or_else(|| MockError::Document("it has no paths".to_owned()))?;
        let mut operations = Vec::new();
        for (path, methods) in paths {
            for (method, operation) in methods.as_object().into_iter().flatten() {
                if ["get", "post", "put", "patch", "delete"].contains(&method.as_str()) {
                    operations.push(Operation::read(path, method, operation));
                }
            }
        }
        Ok(Self { root, operations })
    }

    #[cfg(test)]
    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation a request means: of several that fit, the one with the longest literal beginning.
    pub(crate) fn route(&self, method: &str, path: &str) -> Option<&Operation> {
        let asked: Vec<&str> = path.split('/').collect();
        let fits = |operation: &&Operation| operation.method == method && operation.fits(&asked);
        self.operations
            .iter()
            .filter(fits)
            .max_by_key(|operation| operation.segments.iter().take_while(|segment| !is_variable(segment)).count())
    }

    /// The node at a JSON pointer (`/paths/…`), or at a reference into the document (`#/components/…`).
    pub(crate) fn node(&self, pointer: &str) -> Option<&Value> {
        self.root.pointer(pointer.strip_prefix('#').unwrap_or(pointer))
    }

    /// Follows `$ref`s until there is none.
    pub(crate) fn resolve<'a>(&'a self, mut schema: &'a Value) -> &'a Value {
        while let Some(target) = schema.get("$ref").and_then(Value::as_str).and_then(|pointer| self.node(pointer)) {
            schema = target;
        }
        schema
    }
}

impl Operation {
    fn read(path: &str, method: &str, operation: &Value) -> Self {
        let here = format!("/paths/{}/{method}", escape(path));
        let parameters = operation.get("parameters").and_then(Value::as_array).into_iter().flatten().enumerate();
        let parameters = parameters.filter_map(|(index, parameter)| {
            Some(Parameter {
                name: parameter.get("name")?.as_str()?.to_owned(),
                in_path: match parameter.get("in")?.as_str()? {
                    "path" => true,
                    "query" => false,
                    _ => return None,
                },
                required: parameter.get("required") == Some(&Value::Bool(true)),
                schema: format!("{here}/parameters/{index}/schema"),
            })
        });
        let json_body = operation.pointer("/requestBody/content/application~1json/schema");
        let body = json_body.map(|_| Body {
            required: operation.pointer("/requestBody/required") == Some(&Value::Bool(true)),
            schema: format!("{here}/requestBody/content/application~1json/schema"),
        });
        Self {
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            segments: path.split('/').map(str::to_owned).collect(),
            parameters: parameters.collect(),
            body,
            success: Success::read(&here, operation),
        }
    }

    fn fits(&self, asked: &[&str]) -> bool {
        let same = |(segment, asked): (&String, &&str)| if is_variable(segment) { !asked.is_empty() } else { segment == asked };
        self.segments.len() == asked.len() && self.segments.iter().zip(asked).all(same)
    }

    /// The decoded values of the path's variables.
    pub(crate) fn path_values(&self, path: &str) -> Vec<(String, String)> {
        let pairs = self.segments.iter().zip(path.split('/')).filter(|(segment, _)| is_variable(segment));
        pairs.map(|(segment, value)| (segment.trim_matches(['{', '}']).to_owned(), path_decode(value))).collect()
    }
}

impl Success {
    fn read(operation_pointer: &str, operation: &Value) -> Self {
        let responses = operation.get("responses").and_then(Value::as_object);
        let found = responses.into_iter().flatten().find_map(|(status, response)| {
            let code: u16 = status.parse().ok().filter(|code| (200..300).contains(code))?;
            let media_type = response.get("content").and_then(Value::as_object).and_then(|content| content.keys().next());
            // An answer without content has no body, whatever schema stands beside it.
            let media_type = media_type.filter(|_| code != 204);
            Some(Self {
                status: code,
                media_type: media_type.cloned().unwrap_or_default(),
                schema: media_type.map(|name| format!("{operation_pointer}/responses/{status}/content/{}/schema", escape(name))),
            })
        });
        found.unwrap_or(Self { status: 200, media_type: String::new(), schema: None })
    }
}

fn is_variable(segment: &str) -> bool {
    segment.starts_with('{')
}

/// A key as it stands in a JSON pointer.
fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
