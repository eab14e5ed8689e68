//! Schemas to types: every object, every enum and every union gets a name, and what is equal is one type, over the whole API.
//!
//! While schemas are read, a type has the first name it was given; `settle` then finds who uses it.

use std::collections::{BTreeSet, HashMap};

use anyhow::{Result, bail};
use indexmap::IndexMap;

use super::document::Place;
use super::enums::{self, Values};
use super::losses::skipped;
use super::names::disambiguate;
use super::schema_view::SchemaView;
pub use super::type_name::Name;
use super::{Base, Field, Home, Limits, Loss, Type, TypeBody, TypeDefinition, hints, pascal, singular, snake};

/// Which way a value goes: what is sent is written by hand and checked, what comes is taken as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    Request,
    Response,
}

/// The named types while the document is read.
#[derive(Default)]
pub struct Types {
    /// By name, each after those it uses.
    pub(super) definitions: IndexMap<String, TypeDefinition>,
    /// The name of each type, by what it is.
    pub(super) known: HashMap<String, String>,
    /// The objects that were read, by place and direction.
    pub(super) read: HashMap<(String, Direction), Type>,
    /// The lists, maps and unions that contain themselves, by place and direction.
    pub(super) recursive: HashMap<(String, Direction), Type>,
    /// Objects that are still being read, by place and direction: a name for those that contain themselves.
    open: Vec<(String, Direction, String)>,
    /// Lists, maps and unions that are still being read.
    pub(super) unnamed: Vec<Unnamed>,
    /// Names that something else has: classes of resources, parameters of operations, what the languages' packages define.
    pub(super) reserved: BTreeSet<String>,
    /// The short names that enums would like.
    pub(super) short: HashMap<String, String>,
    /// Names that are what they are: components', and those the overlay gives.
    pub(super) given: BTreeSet<String>,
    /// Names that only the fields of an outermost object may take, not those of objects inside of it.
    held: BTreeSet<String>,
    pub losses: Vec<Loss>,
}

/// A list, a map or a union that is being read.
pub struct Unnamed {
    pub(super) place: String,
    pub(super) direction: Direction,
    /// What it would be called.
    pub(super) name: Name,
    /// What something inside of it calls it.
    pub(super) given: Option<String>,
}

impl Types {
    pub fn new(reserved: BTreeSet<String>) -> Self {
        Self { reserved, ..Self::default() }
    }

    /// The type of a schema, and whether it may be `null`; `name` is for one without a name of its own.
    pub fn read(&mut self, schema: &Place, name: &Name, direction: Direction) -> Result<(Type, bool)> {
        let view = SchemaView::of(std::slice::from_ref(schema), &mut self.losses)?;
        let nullable = view.nullable;
        Ok((self.of(&view, name, direction)?, nullable))
    }

    /// The short name a parameter would give its enum.
    pub fn prefer(&mut self, name: &str, short: &str) {
        self.short.entry(name.to_owned()).or_insert_with(|| short.to_owned());
    }

    /// One of these types, as a type of its own.
    pub fn either(&mut self, members: Vec<Type>, schema: &Place, name: &str) -> Result<Type> {
        let view = SchemaView::of(std::slice::from_ref(schema), &mut Vec::new())?;
        self.one_of(members, &view, &Name::new(name))
    }

    pub fn is_component(&self, name: &str) -> bool {
        self.definitions.get(name).is_some_and(|definition| definition.pointer.path.matches('/').count() == 3)
    }

    pub fn is_enum(&self, name: &str) -> bool {
        self.definitions.get(name).is_some_and(|definition| matches!(definition.body, TypeBody::Enum { .. }))
    }

    /// The fields of an object; `None` when it is none, or has no known ones.
    pub fn fields(&mut self, view: &SchemaView, name: &Name, direction: Direction) -> Result<Option<Vec<Field>>> {
        if view.properties.is_empty() || !view.alternatives.is_empty() {
            return Ok(None);
        }
        if name.outermost {
            for own in view.properties.keys().map(|wire_name| pascal(wire_name)) {
                let field = name.field(&own);
                self.held.extend([singular(&field.short), field.short]);
            }
        }
        let mut fields: Vec<Field> = Vec::new();
        for (wire_name, places) in &view.properties {
            let Some(place) = places.first() else { continue };
            if let Some(reason) = place.str("x-sdk-skip") {
                self.losses.push(skipped(place, reason));
                continue;
            }
            let mut field = self.field(wire_name, places, name, view.required.contains(wire_name), direction)?;
            field.identifier = disambiguate(&field.identifier, fields.iter().map(|known| known.identifier.as_str()));
            fields.push(field);
        }
        Ok(Some(fields))
    }

    fn of(&mut self, view: &SchemaView, name: &Name, direction: Direction) -> Result<Type> {
        let own = view.sources.first().and_then(|source| source.str("x-sdk-type-name")).or_else(|| view.text("x-sdk-type-name"));
        let own = own.map(str::to_owned).or_else(|| view.component.as_ref().map(component_name));
        let name = own.map_or_else(
            || name.clone(),
            |own| {
                self.given.insert(own.clone());
                Name::new(&own)
            },
        );
        let has_no_name =
            !view.alternatives.is_empty() || view.properties.is_empty() || view.types.as_deref().is_some_and(|all| all.len() > 1);
        if has_no_name && view.values.is_none() {
            return self.recursive(view, &name, direction);
        }
        self.of_kind(view, &name, direction)
    }

    pub(super) fn of_kind(&mut self, view: &SchemaView, name: &Name, direction: Direction) -> Result<Type> {
        if !view.alternatives.is_empty() {
            return self.union(view, name, direction);
        }
        if let Some(values) = &view.values {
            return self.enumeration(view, values, name);
        }
        let Some(types) = &view.types else {
            return match (!view.properties.is_empty(), view.items.is_some()) {
                (true, _) => self.object(view, name, direction),
                (_, true) => {
                    let list = self.list(view, name, direction)?;
                    self.one_of(vec![list], view, name)
                }
                _ => Ok(Type::Any),
            };
        };
        let mut members = Vec::new();
        for name_of_type in types {
            members.push(match *name_of_type {
                "string" if view.format == Some("date-time") => Type::Timestamp,
                "string" if view.format == Some("date") => Type::Date,
                "string" => Type::Text,
                "integer" => Type::Integer,
                "number" => Type::Number,
                "boolean" => Type::Boolean,
                "array" => self.list(view, name, direction)?,
                "object" => self.object(view, name, direction)?,
                other => {
                    let place = view.component.as_ref().unwrap_or(&view.place);
                    bail!("{}/type: {other} is no type of JSON Schema\n  correct it in openapi/overlay.yaml", place.pointer)
                }
            });
        }
        self.one_of(members, view, name)
    }

    fn list(&mut self, view: &SchemaView, name: &Name, direction: Direction) -> Result<Type> {
        let Some(items) = &view.items else { return Ok(Type::List { items: Box::new(Type::Any) }) };
        let (items, nullable) = self.read(items, &name.item(), direction)?;
        Ok(Type::List { items: Box::new(items.or_null(nullable)) })
    }

    fn object(&mut self, view: &SchemaView, name: &Name, direction: Direction) -> Result<Type> {
        if view.properties.is_empty() {
            let values = match &view.additional {
                Some(values) => {
                    let (values, nullable) = self.read(values, &name.and("Value"), direction)?;
                    values.or_null(nullable)
                }
                None => Type::Any,
            };
            return Ok(Type::Map { values: Box::new(values) });
        }
        let key = view.component.as_ref().unwrap_or(&view.place).pointer.path.clone();
        if let Some((_, _, name)) = self.open.iter().find(|(open, way, _)| *open == key && *way == direction) {
            return Ok(Type::Named { name: name.clone() });
        }
        let place = (key.clone(), direction);
        if let Some(known) = self.read.get(&place) {
            return Ok(known.clone());
        }
        let own = self.free(&if direction == Direction::Request { name.and("Input") } else { name.clone() });
        self.open.push((key, direction, own.clone()));
        let fields = self.fields(view, name, direction);
        self.open.pop();
        let fields = fields?.unwrap_or_default();
        let body = match direction {
            Direction::Request => TypeBody::Input { fields, open: !view.closed || view.takes_unnamed_fields() },
            Direction::Response => TypeBody::Model { fields },
        };
        let made = self.define(view, own, body);
        self.read.insert(place, made.clone());
        Ok(made)
    }

    fn field(&mut self, wire_name: &str, places: &[Place], parent: &Name, required: bool, direction: Direction) -> Result<Field> {
        let view = SchemaView::of(places, &mut self.losses)?;
        let own = pascal(wire_name);
        let r#type = self.of(&view, &parent.field(&own), direction)?;
        if let Type::Named { name } = &r#type {
            self.short.entry(name.clone()).or_insert(own);
        }
        let summary = view.sources.iter().map(|source| hints::text(source.value, "description")).find(|text| !text.is_empty());
        // A named type's description is its own, not that of each field of the type.
        let summary = if view.component.is_some() { hints::text(view.place.value, "description") } else { summary.unwrap_or_default() };
        let identifier = snake(wire_name);
        Ok(Field {
            pointer: view.place.pointer.clone(),
            name: wire_name.to_owned(),
            identifier: if identifier.is_empty() { "_".to_owned() } else { identifier },
            required,
            nullable: view.nullable,
            summary,
            limits: if direction == Direction::Request { view.limits.clone() } else { Limits::default() },
            r#type,
        })
    }

    fn enumeration(&mut self, view: &SchemaView, values: &[&serde_json::Value], name: &Name) -> Result<Type> {
        let (base, variants) = match enums::read(view, values, &mut self.losses) {
            Values::Plain(r#type) => return Ok(r#type),
            Values::Mixed(members) => return self.one_of(members, view, name),
            Values::Named(base, variants) => (base, variants),
        };
        let name = self.free(name);
        Ok(self.define(view, name, TypeBody::Enum { base, variants }))
    }

    fn union(&mut self, view: &SchemaView, name: &Name, direction: Direction) -> Result<Type> {
        let mut members = Vec::new();
        for (index, places) in view.alternatives.iter().enumerate() {
            let member = view.alternative(places, &mut self.losses)?;
            let own = member.text("title").map(pascal).filter(|title| !title.is_empty());
            let own = own.or_else(|| discriminating(&member)).unwrap_or_else(|| format!("Option{}", index + 1));
            members.push(self.of(&member, &name.and(&own), direction)?);
        }
        self.one_of(members, view, name)
    }

    /// One type where the members allow it, else a named union.
    fn one_of(&mut self, members: Vec<Type>, view: &SchemaView, name: &Name) -> Result<Type> {
        let mut merged: Vec<Type> = Vec::new();
        for member in members {
            let parts = match &member {
                Type::Named { name } => match self.definitions.get(name).map(|known| &known.body) {
                    Some(TypeBody::Union { members }) => members.clone(),
                    _ => vec![member],
                },
                _ => vec![member],
            };
            for part in parts {
                self.merge(&mut merged, part);
            }
        }
        if let Some(own) = self.name_given(view) {
            return Ok(self.containing_itself(view, own, merged));
        }
        match merged.as_slice() {
            [] => Ok(Type::Any),
            [only] => Ok(only.clone()),
            _ if merged.contains(&Type::Any) => Ok(Type::Any),
            _ => {
                let name = self.free(name);
                Ok(self.define(view, name, TypeBody::Union { members: merged }))
            }
        }
    }

    /// Adds a member unless another takes its values too.
    fn merge(&self, members: &mut Vec<Type>, new: Type) {
        if members.contains(&new) {
            return;
        }
        let is_text = |r#type: &Type| match r#type {
            Type::Text | Type::Timestamp | Type::Date => true,
            Type::Named { name } => {
                matches!(self.definitions.get(name).map(|known| &known.body), Some(TypeBody::Enum { base: Base::Text, .. }))
            }
            _ => false,
        };
        let position = members.iter().position(|known| {
            let numbers = |one: &Type| matches!(one, Type::Integer | Type::Number);
            (is_text(known) && is_text(&new))
                || (numbers(known) && numbers(&new))
                || matches!((known, &new), (Type::List { .. }, Type::List { .. }) | (Type::Map { .. }, Type::Map { .. }))
        });
        let Some(position) = position else { return members.push(new) };
        members[position] = match (&members[position], new) {
            // An open enum takes every text, so it may stand for text that is anything.
            (known @ Type::Named { .. }, Type::Text | Type::Date | Type::Timestamp) => known.clone(),
            (Type::Text | Type::Date | Type::Timestamp, new @ Type::Named { .. }) => new,
            (Type::List { items: known }, Type::List { items }) => Type::List { items: Box::new(either(known, &items)) },
            (Type::Map { values: known }, Type::Map { values }) => Type::Map { values: Box::new(either(known, &values)) },
            (_, Type::Number) => Type::Number,
            (Type::Integer, Type::Integer) => Type::Integer,
            (Type::Number, _) => Type::Number,
            _ => Type::Text,
        };
    }

    /// The shortest of a type's names that nothing else has.
    pub(super) fn free(&self, name: &Name) -> String {
        let proper =
            |name: &str| if name.starts_with(|first: char| first.is_alphabetic()) { name.to_owned() } else { format!("Type{name}") };
        let (short, full) = (proper(&name.short), proper(&name.full));
        let is_free = |name: &String| {
            !self.definitions.contains_key(name)
                && !self.reserved.contains(name)
                && self.open.iter().all(|(_, _, open)| open != name)
                && self.unnamed.iter().all(|open| open.given.as_ref() != Some(name))
        };
        let short = Some(short).filter(|short| *short == full || !self.held.contains(short));
        let object = self.reserved.contains(&full).then(|| format!("{full}Object"));
        let numbered = (2..).map(|number| format!("{full}{number}"));
        let mut candidates = short.into_iter().chain([full.clone()]).chain(object).chain(numbered);
        candidates.find(is_free).unwrap_or(full)
    }

    /// Keeps the type under this name, unless it is known under another.
    pub(super) fn define(&mut self, view: &SchemaView, name: String, body: TypeBody) -> Type {
        let what = what_it_is(&body);
        if let Some(known) = self.known.get(&what) {
            return Type::Named { name: known.clone() };
        }
        let place = view.component.as_ref().unwrap_or(&view.place);
        let summary = hints::text(place.value, "description");
        self.known.insert(what, name.clone());
        let definition = TypeDefinition {
            pointer: place.pointer.clone(),
            name: name.clone(),
            summary,
            body,
            // Both are known once all users are.
            home: Home::Shared,
            sent: false,
            received: false,
        };
        self.definitions.insert(name.clone(), definition);
        Type::Named { name }
    }
}

/// A component's title is what stays when upstream numbers its components; a title that is no name yet is made one.
fn component_name(component: &Place) -> String {
    let key = component.pointer.path.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~");
    let is_name = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_uppercase()) && text.chars().all(|letter| letter.is_ascii_alphanumeric())
    };
    match component.str("title") {
        _ if is_name(&key) => key,
        Some(title) if is_name(title) => title.to_owned(),
        Some(title) if !pascal(title).is_empty() => pascal(title),
        _ => pascal(&key),
    }
}

/// The name of a union's member by the one value that one of its properties has.
fn discriminating(member: &SchemaView) -> Option<String> {
    member.properties.values().flatten().find_map(|place| {
        let values = place.value.get("enum").and_then(|values| values.as_array()).filter(|values| values.len() == 1);
        let value = values.map(|values| &values[0]).or(place.value.get("const"))?.as_str()?;
        Some(pascal(value)).filter(|name| name.starts_with(|first: char| first.is_ascii_alphabetic()))
    })
}

fn either(one: &Type, other: &Type) -> Type {
    let nullable = [one, other].into_iter().any(|either| matches!(either, Type::Nullable { .. }));
    if one.present() == other.present() { one.present().clone().or_null(nullable) } else { Type::Any }
}

/// Two types of which this is equal are one.
fn what_it_is(body: &TypeBody) -> String {
    let fields = |fields: &[Field]| -> Vec<String> {
        let one = |field: &Field| format!("{} {:?} {} {} {:?}", field.name, field.r#type, field.required, field.nullable, field.limits);
        fields.iter().map(one).collect()
    };
    match body {
        TypeBody::Model { fields: all } => format!("model {:?}", fields(all)),
        TypeBody::Input { fields: all, open } => format!("input {open} {:?}", fields(all)),
        TypeBody::Enum { base, variants } => {
            format!("enum {base:?} {:?}", variants.iter().map(|variant| (&variant.value, &variant.name)).collect::<BTreeSet<_>>())
        }
        TypeBody::Union { members } => format!("union {members:?}"),
    }
}
