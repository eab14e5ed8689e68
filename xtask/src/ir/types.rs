//! Schemas to types: every object and every enum of strings gets a name, and what is equal is one type.

use anyhow::{Result, bail, ensure};
use indexmap::IndexMap;
use serde_json::Value;

use super::document::Place;
use super::{Field, Type, TypeBody, TypeDefinition, Variant, hints, pascal, snake};

/// The named types of a resource while it is read.
#[derive(Default)]
pub struct Types {
    /// By name, each after those it uses.
    definitions: IndexMap<String, TypeDefinition>,
    /// The name of each enum, by its values.
    enums: IndexMap<Vec<String>, String>,
    /// Names taken by models that are still being read.
    open: Vec<String>,
}

impl Types {
    pub fn into_definitions(self) -> Vec<TypeDefinition> {
        self.definitions.into_values().collect()
    }

    /// The type of a schema; `name` is for an object or an enum without a name of its own.
    pub fn read(&mut self, schema: &Place, name: &str) -> Result<Type> {
        if let Some(reference) = schema.str("$ref") {
            let target = schema.resolve()?;
            let own = reference.rsplit('/').next().unwrap_or(reference);
            return self.named(&target, &pascal(target.str("title").unwrap_or(own)));
        }
        self.named(schema, name)
    }

    /// The same for a schema that is no reference.
    pub fn named(&mut self, schema: &Place, name: &str) -> Result<Type> {
        let name = schema.str("x-sdk-type-name").unwrap_or(name);
        for key in ["oneOf", "anyOf", "allOf", "not", "if"] {
            if let Some(place) = schema.get(key) {
                bail!("{}: {key} is not supported in a typed surface yet", place.pointer);
            }
        }
        let (types, _) = without_null(schema);
        Ok(match types.as_slice() {
            [] => Type::Any,
            ["string"] if schema.get("enum").is_some() => self.enumeration(schema, name)?,
            ["string"] if schema.str("format") == Some("date-time") => Type::Timestamp,
            ["string"] => Type::Text,
            [_] if schema.get("enum").is_some() => bail!("{}: only enums of strings are supported in a typed surface yet", schema.pointer),
            ["integer"] => Type::Integer,
            ["number"] => Type::Number,
            ["boolean"] => Type::Boolean,
            ["array"] => {
                let items = schema.get("items").map(|items| self.read(&items, &format!("{name}Item"))).transpose()?;
                Type::List { items: Box::new(items.unwrap_or(Type::Any)) }
            }
            ["object"] => self.object(schema, name)?,
            several => bail!("{}: a union of {} is not supported in a typed surface yet", schema.pointer, several.join(", ")),
        })
    }

    fn object(&mut self, schema: &Place, name: &str) -> Result<Type> {
        let Some(properties) = schema.get("properties").filter(|properties| properties.members().next().is_some()) else {
            let values = schema.get("additionalProperties").filter(|values| values.value.is_object());
            let values = values.map(|values| self.read(&values, &format!("{name}Value"))).transpose()?;
            return Ok(Type::Map { values: Box::new(values.unwrap_or(Type::Any)) });
        };
        let known = self.definitions.get(name).map(|known| &known.pointer);
        if self.open.iter().any(|open| open == name) || known == Some(&schema.pointer) {
            return Ok(Type::Named { name: name.to_owned() });
        }
        self.open.push(name.to_owned());
        let required: Vec<&str> = schema.value["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let mut fields: Vec<Field> = Vec::new();
        for (wire_name, property) in properties.members() {
            let field = self.field(wire_name, &property, name, required.contains(&wire_name))?;
            if let Some(other) = fields.iter().find(|known| known.identifier == field.identifier) {
                bail!("{}: {wire_name} reads like {}", field.pointer, other.name);
            }
            fields.push(field);
        }
        self.open.pop();
        self.define(schema, name, TypeBody::Model { fields })
    }

    fn field(&mut self, wire_name: &str, property: &Place, parent: &str, required: bool) -> Result<Field> {
        let (_, nullable) = without_null(&property.resolve()?);
        Ok(Field {
            pointer: property.pointer.clone(),
            name: wire_name.to_owned(),
            identifier: snake(wire_name),
            r#type: self.read(property, &format!("{parent}{}", pascal(wire_name)))?,
            required,
            nullable,
            summary: hints::text(property.value, "description"),
        })
    }

    fn enumeration(&mut self, schema: &Place, name: &str) -> Result<Type> {
        let values: Vec<String> =
            schema.value["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
        if let Some(name) = self.enums.get(&values) {
            return Ok(Type::Named { name: name.clone() });
        }
        let summaries = schema.get("x-enumDescriptions");
        let mut variants: Vec<Variant> = Vec::new();
        for value in &values {
            let variant = pascal(value);
            let usable = variant.starts_with(|first: char| first.is_ascii_alphabetic());
            ensure!(usable, "{}/enum: {value:?} makes no name", schema.pointer);
            if let Some(other) = variants.iter().find(|known| known.name == variant) {
                bail!("{}/enum: {value:?} reads like {:?}", schema.pointer, other.value);
            }
            let summary = summaries.as_ref().map(|summaries| hints::text(summaries.value, value)).unwrap_or_default();
            variants.push(Variant { value: value.clone(), name: variant, summary });
        }
        self.enums.insert(values, name.to_owned());
        self.define(schema, name, TypeBody::Enum { variants })
    }

    fn define(&mut self, schema: &Place, name: &str, body: TypeBody) -> Result<Type> {
        let summary = hints::text(schema.value, "description");
        let definition = TypeDefinition { pointer: schema.pointer.clone(), name: name.to_owned(), summary, body };
        if let Some(other) = self.definitions.insert(name.to_owned(), definition) {
            bail!(
                "{}: the type {name} is taken by {}\n  name it in openapi/overlay.yaml with x-sdk-type-name",
                schema.pointer,
                other.pointer
            );
        }
        Ok(Type::Named { name: name.to_owned() })
    }
}

/// The JSON types a schema allows, and whether `null` is one of them.
pub fn without_null<'a>(schema: &Place<'a>) -> (Vec<&'a str>, bool) {
    let all: Vec<&str> = match schema.value.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let nullable = all.contains(&"null") || schema.flag("nullable");
    (all.into_iter().filter(|name| *name != "null").collect(), nullable)
}
