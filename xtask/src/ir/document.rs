//! Walking the document with the pointer at hand.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{Pointer, pointer};

/// A node of the document and where it stands.
#[derive(Clone)]
pub struct Place<'a> {
    pub value: &'a Value,
    pub pointer: Pointer,
    root: &'a Value,
}

impl<'a> Place<'a> {
    pub fn root(name: &str, document: &'a Value) -> Self {
        Self { value: document, pointer: Pointer::root(name), root: document }
    }

    /// The child under this key.
    pub fn get(&self, key: &str) -> Option<Self> {
        self.value.get(key).map(|value| Self { value, pointer: self.pointer.child(key), root: self.root })
    }

    pub fn require(&self, key: &str) -> Result<Self> {
        self.get(key).with_context(|| format!("{}: {key} is missing", self.pointer))
    }

    /// The members of an object, in its order.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let (pointer, root) = (self.pointer.clone(), self.root);
        let members = self.value.as_object().into_iter().flatten();
        members.map(move |(key, value)| (key.as_str(), Self { value, pointer: pointer.child(key), root }))
    }

    /// The elements of an array.
    pub fn elements(&self) -> impl Iterator<Item = Self> + use<'a> {
        let (pointer, root) = (self.pointer.clone(), self.root);
        let elements = self.value.as_array().into_iter().flatten().enumerate();
        elements.map(move |(index, value)| Self { value, pointer: pointer.child(&index.to_string()), root })
    }

    /// The node itself, or what its `$ref` points to.
    pub fn resolve(&self) -> Result<Self> {
        let mut place = self.clone();
        for _ in 0..32 {
            let Some(reference) = place.str("$ref") else { return Ok(place) };
            place = place.follow(reference)?;
        }
        bail!("{}: $ref leads in a circle\n  break the circle in openapi/overlay.yaml", self.pointer)
    }

    /// The node a reference into this document points to. As a part of an address it may be percent-encoded.
    pub fn follow(&self, reference: &str) -> Result<Self> {
        let (path, value) = pointer::follow(self.root, reference).with_context(|| {
            format!("{}: {reference} points to nothing in this document\n  correct it in openapi/overlay.yaml", self.pointer)
        })?;
        Ok(Self { value, pointer: self.pointer.to(path), root: self.root })
    }

    /// Another value of the same document, said to stand at the same place.
    pub fn beside<'b>(&self, value: &'b Value) -> Place<'b>
    where
        'a: 'b,
    {
        Place { value, pointer: self.pointer.clone(), root: self.root }
    }

    pub fn str(&self, key: &str) -> Option<&'a str> {
        self.value.get(key).and_then(Value::as_str)
    }

    pub fn flag(&self, key: &str) -> bool {
        self.value.get(key).and_then(Value::as_bool).unwrap_or(false)
    }
}
