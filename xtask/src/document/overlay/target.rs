//! Targets of actions: the steps of a JSONPath, and the first that leads nowhere.

use serde_json::Value;
use serde_json_path::JsonPath;

/// A step that matches nothing, behind steps that do.
#[derive(Debug, PartialEq)]
pub struct Miss {
    /// The target up to the step before: `$.paths['/things'].get.parameters`.
    pub parent: String,
    /// The target up to and with the step.
    pub path: String,
    pub kind: MissKind,
}

#[derive(Debug, PartialEq)]
pub enum MissKind {
    /// A path or an operation is gone: as messages name it, `GET /things`.
    Operation(String),
    /// A component is gone.
    Component(String),
    /// A search through many operations or the whole document finds nothing.
    Search,
    /// Something that still exists has no such member.
    Member,
}

/// Where a target that matches nothing stops matching.
pub fn miss(document: &Value, target: &str) -> Option<Miss> {
    let ends = steps(target);
    let mut start = 1;
    for (index, end) in ends.iter().enumerate() {
        let path = &target[..*end];
        if matches(document, path) {
            start = *end;
            continue;
        }
        let parent = if index == 0 { "$" } else { &target[..start] };
        return Some(Miss { parent: parent.to_owned(), path: path.to_owned(), kind: kind(target, &ends, index) });
    }
    None
}

/// Whether anything is there.
pub fn matches(document: &Value, path: &str) -> bool {
    JsonPath::parse(path).is_ok_and(|path| !path.query(document).is_empty())
}

/// The names that a step asks for: `['a','b']`, `.a`, or `[?@.name=='a']`.
pub fn wanted(miss: &Miss) -> Vec<String> {
    names(&miss.path[miss.parent.len()..])
}

/// The names that the parent has: its keys, or those of its parameters.
pub fn names_in(document: &Value, parent: &str) -> Vec<String> {
    let Ok(path) = JsonPath::parse(parent) else { return Vec::new() };
    let mut found = Vec::new();
    for node in path.query(document) {
        match node {
            Value::Object(members) => found.extend(members.keys().cloned()),
            Value::Array(items) => found.extend(items.iter().filter_map(|item| item["name"].as_str()).map(str::to_owned)),
            _ => {}
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// A JSON pointer as a target.
pub fn of_pointer(pointer: &str) -> String {
    let mut target = "$".to_owned();
    for key in pointer.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~")) {
        target = child(&target, &key);
    }
    target
}

/// The target of a member.
pub fn child(target: &str, key: &str) -> String {
    let is_plain = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if is_plain {
        format!("{target}.{key}")
    } else if !key.is_empty() && key.chars().all(|letter| letter.is_ascii_digit()) && !target.ends_with(".responses") {
        format!("{target}[{key}]")
    } else {
        format!("{target}['{}']", key.replace('\\', "\\\\").replace('\'', "\\'"))
    }
}

fn kind(target: &str, ends: &[usize], index: usize) -> MissKind {
    let step = |number: usize| &target[if number == 0 { 1 } else { ends[number - 1] }..ends[number]];
    let searches = |number: usize| {
        let step = step(number);
        step.starts_with("..") || step.contains('*') || step.starts_with("[?")
    };
    if step(0).starts_with("..") {
        return MissKind::Search;
    }
    match names(step(0)).first().map(String::as_str) {
        Some("paths") if (1..=index.min(2)).any(searches) => MissKind::Search,
        Some("paths") if index == 1 || index == 2 => {
            let paths = names(step(1)).join(", ");
            let methods = if ends.len() > 2 { names(step(2)).join(", ").to_uppercase() } else { String::new() };
            MissKind::Operation(format!("{methods} {paths}").trim().to_owned())
        }
        Some("components") if (1..=index.min(2)).any(searches) => MissKind::Search,
        Some("components") if index <= 2 => MissKind::Component(target[..ends[index.max(2).min(ends.len() - 1)]].to_owned()),
        _ => MissKind::Member,
    }
}

fn names(step: &str) -> Vec<String> {
    if let Some(name) = step.strip_prefix("..").or(step.strip_prefix('.')).filter(|name| !name.starts_with('[')) {
        return vec![name.to_owned()];
    }
    let mut names = Vec::new();
    let mut quoted: Option<(char, String)> = None;
    let mut letters = step.chars();
    while let Some(letter) = letters.next() {
        match quoted.take() {
            Some((quote, name)) if letter == quote => names.push(name),
            Some((quote, mut name)) => {
                name.extend(if letter == '\\' { letters.next() } else { Some(letter) });
                quoted = Some((quote, name));
            }
            None if letter == '\'' || letter == '"' => quoted = Some((letter, String::new())),
            None => {}
        }
    }
    names
}

/// The end of each step of a JSONPath.
fn steps(target: &str) -> Vec<usize> {
    let bytes = target.as_bytes();
    let mut ends = Vec::new();
    let mut at = 1;
    while at < bytes.len() {
        let start = at;
        while bytes.get(at) == Some(&b'.') {
            at += 1;
        }
        if bytes.get(at) == Some(&b'[') {
            at = closing(bytes, at);
        } else {
            while at < bytes.len() && !matches!(bytes[at], b'.' | b'[') {
                at += 1;
            }
        }
        if at == start {
            break;
        }
        ends.push(at);
    }
    ends
}

/// The end of the brackets that open here.
fn closing(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0;
    let mut quote = None;
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (Some(_), b'\\') => at += 1,
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, byte @ (b'\'' | b'"')) => quote = Some(byte),
            (None, b'[') => depth += 1,
            (None, b']') => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Value {
        json!({
            "paths": { "/things": { "get": { "parameters": [{ "name": "limit" }], "responses": { "200": { "description": "" } } } } },
            "components": { "schemas": { "Thing": { "properties": { "id": {} } } } },
        })
    }

    #[test]
    fn tells_what_is_gone_from_what_misses() {
        let cases = [
            ("$.paths['/gone'].get.parameters[?@.name=='x']", "$.paths['/gone']", MissKind::Operation("GET /gone".to_owned())),
            ("$.paths['/things'].post.summary", "$.paths['/things'].post", MissKind::Operation("POST /things".to_owned())),
            ("$.paths['/a','/b']['put', \"delete\"]", "$.paths['/a','/b']", MissKind::Operation("PUT, DELETE /a, /b".to_owned())),
            ("$.components.schemas.Gone.title", "$.components.schemas.Gone", MissKind::Component("$.components.schemas.Gone".to_owned())),
            ("$.paths[*].put.summary", "$.paths[*].put", MissKind::Search),
            ("$..[?@.name=='nothing']", "$..[?@.name=='nothing']", MissKind::Search),
            (
                "$.paths['/things'].get.parameters[?@.name=='x[]'].schema",
                "$.paths['/things'].get.parameters[?@.name=='x[]']",
                MissKind::Member,
            ),
            ("$.components.schemas.Thing.properties.name", "$.components.schemas.Thing.properties.name", MissKind::Member),
            ("$.paths['/things'].get..[?@.enum]", "$.paths['/things'].get..[?@.enum]", MissKind::Member),
            ("$.info.title", "$.info", MissKind::Member),
        ];
        for (target, path, kind) in cases {
            let found = miss(&document(), target).unwrap();
            assert_eq!((found.path.as_str(), &found.kind), (path, &kind), "{target}");
        }
        assert_eq!(miss(&document(), "$.paths['/things'].get"), None);
    }

    #[test]
    fn a_pointer_becomes_a_target_that_matches() {
        for pointer in ["/paths/~1things/get/parameters/0", "/paths/~1things/get/responses/200", "/components/schemas/Thing/properties/id"]
        {
            assert!(matches(&document(), &of_pointer(pointer)), "{pointer}: {}", of_pointer(pointer));
        }
        assert_eq!(of_pointer("/paths/~1it's"), r"$.paths['/it\'s']");
    }
}
