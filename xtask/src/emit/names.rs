//! Names that the languages need for themselves, so that no type and no method of the API takes them.

use std::collections::BTreeSet;

use super::{node, python, rust};
use crate::ir::{Method, Reserved, type_name};

/// The names that [`crate::ir::build`] leaves free.
pub const RESERVED: Reserved = Reserved { methods: &["wait", "wait_many", "with_raw_response"], types: reserved_types };

/// The names that no type may have, given the resources and the methods.
fn reserved_types(resources: &BTreeSet<Vec<String>>, methods: &[Method]) -> BTreeSet<String> {
    let languages = [rust::names::RESERVED, python::names::RESERVED, node::names::RESERVED];
    let mut names: BTreeSet<String> = languages.iter().flat_map(|names| names.split_whitespace()).map(str::to_owned).collect();
    names.extend(resources.iter().flat_map(|resource| python::names::classes(resource)));
    for (resource, method) in methods {
        names.extend([type_name(method, resource), node::names::parameters(resource, method)]);
    }
    names
}
