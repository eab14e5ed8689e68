//! The arguments of a method: their names, and how a signature has them.

use super::annotation::Speller;
use super::names::argument;
use super::{layout, text};
use crate::ir::{self, Location, Operation};

/// An argument of a method.
pub struct Argument {
    /// As users write it.
    pub name: String,
    pub wire_name: String,
    pub annotation: String,
    pub required: bool,
    pub is_positional: bool,
}

impl Argument {
    pub fn of(name: String, speller: &Speller, argument: &ir::Argument) -> Self {
        Self {
            name,
            wire_name: argument.name.clone(),
            annotation: speller.annotation(&argument.r#type, argument.nullable),
            required: argument.required,
            is_positional: argument.location == Location::Path,
        }
    }

    /// `limit: int | Omit = omit,`
    pub fn line(&self) -> String {
        if self.required {
            return layout::argument(&self.name, &self.annotation, None);
        }
        // `None` last, as it is written everywhere.
        let annotation = match self.annotation.strip_suffix(" | None") {
            Some(others) => format!("{others} | Omit | None"),
            None => format!("{} | Omit", self.annotation),
        };
        layout::argument(&self.name, &annotation, Some("omit"))
    }
}

/// The arguments' names, in their order.
pub fn names(operation: &Operation) -> Vec<String> {
    text::unlike(operation.arguments.iter().map(|each| match each.location {
        Location::WholeBody => (each.name.clone(), each.name.clone()),
        _ => (argument(&each.name), argument(&each.identifier)),
    }))
}
