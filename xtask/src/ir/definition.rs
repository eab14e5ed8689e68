//! Types: as they are used, and the named ones as they are defined.

use serde::Serialize;

use super::Pointer;

/// A type as it is used.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Type {
    Text,
    /// A date-time, kept as text; languages offer a parsed value beside it.
    Timestamp,
    /// A day, `2026-08-13`, as text; a request takes the language's own date too.
    Date,
    Integer,
    Number,
    Boolean,
    /// JSON of any form.
    Any,
    List {
        items: Box<Type>,
    },
    Map {
        values: Box<Type>,
    },
    /// An item of a list or a value of a map that may be `null`; arguments and fields have a flag of their own.
    Nullable {
        of: Box<Type>,
    },
    /// A [`TypeDefinition`] of the same resource, or a shared one.
    Named {
        name: String,
    },
}

impl Type {
    /// The type as that of an item or a value; JSON of any form takes `null` anyway.
    pub fn or_null(self, nullable: bool) -> Self {
        match self {
            Self::Any | Self::Nullable { .. } => self,
            _ if nullable => Self::Nullable { of: Box::new(self) },
            _ => self,
        }
    }

    /// The type of what is not `null`.
    pub fn present(&self) -> &Self {
        match self {
            Self::Nullable { of } => of,
            _ => self,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct TypeDefinition {
    pub pointer: Pointer,
    /// In PascalCase: `BackgroundJob`.
    pub name: String,
    pub summary: String,
    pub body: TypeBody,
    pub home: Home,
    /// Some request carries it.
    pub sent: bool,
    /// Some response carries it.
    pub received: bool,
}

/// The module a type belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Home {
    /// That of the only resource which uses it, by the resource's path.
    Resource(Vec<String>),
    /// Several resources use it, or none yet.
    Shared,
}

#[derive(Clone, Debug, Serialize)]
#[serde(tag = "body", rename_all = "snake_case")]
pub enum TypeBody {
    /// An object the API sends: every field may be missing, unknown ones are kept.
    Model { fields: Vec<Field> },
    /// An object that is part of a request; an open one takes fields that the document doesn't know.
    Input { fields: Vec<Field>, open: bool },
    /// An open enum: other values pass.
    Enum { base: Base, variants: Vec<Variant> },
    /// One of these, told apart by what came: at most one of each scalar, list and map, and any number of named types.
    Union { members: Vec<Type> },
}

/// What the values of an enum are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    Text,
    /// Numeric codes.
    Integer,
}

#[derive(Clone, Debug, Serialize)]
pub struct Field {
    pub pointer: Pointer,
    /// The wire name.
    pub name: String,
    pub identifier: String,
    pub r#type: Type,
    pub required: bool,
    pub nullable: bool,
    pub summary: String,
    pub limits: Limits,
}

/// What a value in a request is held to before it is sent, both ends included.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Limits {
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    /// The most items of a list.
    pub max_items: Option<u64>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Variant {
    /// The wire value; a number's in digits.
    pub value: String,
    /// In PascalCase: `InProgress`.
    pub name: String,
    pub summary: String,
}
