//! A schema in one form, whichever way it is written.
//!
//! `allOf` is merged as the SDK merges it, a union with null is a nullable schema, `const` is an enum of one, 3.0's `nullable` is
//! 3.1's type list. References are kept apart as `parts` until it is known whether the other document has them too.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde_json::{Map, Value};

/// A schema that allows everything.
pub static ANYTHING: Value = Value::Bool(true);

/// Each with whether a greater number allows more; `None` where numbers have no say.
pub const LIMITS: [(&str, Option<bool>); 13] = [
    ("minimum", Some(false)),
    ("exclusiveMinimum", Some(false)),
    ("minLength", Some(false)),
    ("minItems", Some(false)),
    ("minProperties", Some(false)),
    ("maximum", Some(true)),
    ("exclusiveMaximum", Some(true)),
    ("maxLength", Some(true)),
    ("maxItems", Some(true)),
    ("maxProperties", Some(true)),
    ("multipleOf", None),
    ("pattern", None),
    ("uniqueItems", None),
];

/// A schema, merged.
#[derive(Debug, Default)]
pub struct Shape<'a> {
    /// Without null, sorted; empty for anything.
    pub types: BTreeSet<&'a str>,
    pub nullable: bool,
    /// References that are to be merged in.
    pub parts: Vec<&'a str>,
    pub properties: IndexMap<&'a str, &'a Value>,
    pub required: BTreeSet<&'a str>,
    pub items: Option<&'a Value>,
    /// The schema of an object's other values.
    pub values: Option<&'a Value>,
    /// The members of a union, without null.
    pub variants: Vec<&'a Value>,
    /// Without null.
    pub enumeration: Option<Vec<&'a Value>>,
    pub deprecated: bool,
    pub format: Option<&'a str>,
    pub default: Option<&'a Value>,
    pub limits: BTreeMap<&'a str, &'a Value>,
    /// Members that are only compared for equality: titles, examples, conditions.
    pub others: BTreeMap<&'a str, Vec<&'a Value>>,
}

impl<'a> Shape<'a> {
    pub fn of(schema: &'a Value) -> Self {
        let mut shape = Self::default();
        shape.absorb(schema);
        shape
    }

    /// Merges in what the parts point to, but for `kept`.
    pub fn flatten(&mut self, document: &'a Value, kept: &[&str]) {
        let mut seen: BTreeSet<&str> = kept.iter().copied().collect();
        while let Some(reference) = self.parts.pop() {
            if seen.insert(reference)
                && let Some(target) = follow(document, reference)
            {
                self.absorb(target);
            }
        }
        self.imply_types();
    }

    /// The types in words.
    pub fn label(&self, document: &'a Value) -> String {
        if !self.variants.is_empty() {
            let labels: BTreeSet<String> = self.variants.iter().map(|variant| label(variant, document)).collect();
            let labels: Vec<String> = labels.into_iter().collect();
            return match labels.as_slice() {
                [one] => format!("one of {} kinds of {one}", self.variants.len()),
                several => format!("one of {}", several.join(", ")),
            };
        }
        match (self.types.len(), self.items) {
            (0, _) => "anything".to_owned(),
            (1, Some(items)) => format!("array of {}", label(items, document)),
            _ => self.types.iter().copied().collect::<Vec<_>>().join(" or "),
        }
    }

    fn absorb(&mut self, schema: &'a Value) {
        let Some(object) = schema.as_object() else { return };
        for (key, value) in object {
            self.keyword(object, key, value);
        }
    }

    fn keyword(&mut self, object: &'a Map<String, Value>, key: &'a str, value: &'a Value) {
        match key {
            "$ref" => self.parts.extend(value.as_str()),
            "type" => {
                let names = value.as_array().map_or(vec![value], |several| several.iter().collect());
                for name in names.into_iter().filter_map(Value::as_str) {
                    if name == "null" {
                        self.nullable = true;
                    } else {
                        self.types.insert(name);
                    }
                }
            }
            "nullable" => self.nullable |= value == &Value::Bool(true),
            "allOf" => members(value).for_each(|member| self.absorb(member)),
            "anyOf" | "oneOf" => self.union(object, key, value),
            "enum" => self.values(object, members(value)),
            "const" => self.values(object, std::iter::once(value)),
            "properties" => self.properties.extend(value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))),
            "required" => self.required.extend(members(value).filter_map(Value::as_str)),
            "items" => self.items = Some(value),
            "additionalProperties" if value.is_object() => self.values = Some(value),
            "deprecated" => self.deprecated |= value == &Value::Bool(true),
            "format" => self.format = value.as_str(),
            "default" => self.default = Some(value),
            _ if LIMITS.iter().any(|(name, _)| *name == key) => drop(self.limits.insert(key, value)),
            _ => self.others.entry(key).or_default().push(value),
        }
    }

    fn union(&mut self, object: &Map<String, Value>, key: &'a str, value: &'a Value) {
        let typed = object.contains_key("type") || object.contains_key("properties");
        let mut variants = Vec::new();
        for member in members(value) {
            if member["type"] == "null" || member.get("enum").is_some_and(|values| values == &Value::from(vec![Value::Null])) {
                self.nullable = true;
            } else if typed && is_condition(member) {
                // "At least one of these fields": it says something of values, not of types.
                self.others.entry(key).or_default().push(member);
            } else {
                variants.push(member);
            }
        }
        match variants.as_slice() {
            [one] => self.absorb(one),
            [first, ..] if variants.iter().all(|variant| is_plain(variant) && variant["type"] == first["type"]) => {
                // A date or any other text is text.
                self.types.extend(first["type"].as_str());
                self.others.entry(key).or_default().extend(variants);
            }
            several => self.variants.extend(several),
        }
    }

    fn values(&mut self, object: &Map<String, Value>, values: impl Iterator<Item = &'a Value>) {
        let (nulls, values): (Vec<&Value>, Vec<&Value>) = values.partition(|value| value.is_null());
        self.nullable |= !nulls.is_empty() && !object.contains_key("type");
        self.enumeration = Some(values);
    }

    /// The type of a schema that is written without `type`, from its other keywords.
    fn imply_types(&mut self) {
        if !self.types.is_empty() || !self.variants.is_empty() {
            return;
        }
        let values = self.enumeration.iter().flatten();
        self.types.extend(values.filter_map(|value| match value {
            Value::String(_) => Some("string"),
            Value::Bool(_) => Some("boolean"),
            Value::Number(number) => Some(if number.is_f64() { "number" } else { "integer" }),
            _ => None,
        }));
        if !self.properties.is_empty() || self.values.is_some() {
            self.types.insert("object");
        }
        if self.items.is_some() {
            self.types.insert("array");
        }
    }
}

/// The name of a schema: its component's title, its own, or its types.
pub fn label<'a>(schema: &'a Value, document: &'a Value) -> String {
    let mut shape = Shape::of(schema);
    // A reference is not followed: what it leads to may lead back here.
    if let Some(reference) = shape.parts.first() {
        return title(document, reference);
    }
    shape.imply_types();
    shape.label(document)
}

/// A component's title, or what its reference ends in.
pub fn title(document: &Value, reference: &str) -> String {
    let target = follow(document, reference).and_then(|target| target["title"].as_str());
    target.unwrap_or(reference.rsplit('/').next().unwrap_or(reference)).to_owned()
}

/// The target of a reference into this document, through other references.
pub fn follow<'a>(document: &'a Value, reference: &str) -> Option<&'a Value> {
    document.pointer(reference.strip_prefix('#')?)
}

/// The node itself, or what its `$ref` leads to; for parameters, bodies and responses, whose references have no siblings.
pub fn resolve<'a>(document: &'a Value, node: &'a Value) -> &'a Value {
    let mut node = node;
    for _ in 0..32 {
        let Some(target) = node["$ref"].as_str().and_then(|reference| follow(document, reference)) else { break };
        node = target;
    }
    node
}

fn members(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// One scalar type and nothing that makes another type of it.
fn is_plain(member: &Value) -> bool {
    let scalar = ["string", "integer", "number", "boolean"].iter().any(|name| member["type"] == *name);
    scalar && member.get("enum").is_none() && member.get("const").is_none()
}

fn is_condition(member: &Value) -> bool {
    !["type", "$ref", "enum", "const", "allOf", "anyOf", "oneOf", "items"].iter().any(|key| member.get(*key).is_some())
}
