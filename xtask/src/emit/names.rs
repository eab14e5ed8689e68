//! Names that the languages need for themselves, so that no type and no method of the API takes them.

use std::collections::BTreeSet;

use super::shared::reserved;
use super::{node, python};
use crate::ir::{Method, Reserved, type_name};

/// The names that [`crate::ir::build`] leaves free.
pub const RESERVED: Reserved =
    Reserved { resources: RESOURCES, methods: &["wait", "wait_many", "with_raw_response"], types: reserved_types };

/// Modules of the packages, members of the clients, and what Rust takes for no name at all.
const RESOURCES: &[&str] = &[
    "base_url",
    "blocking",
    "builder",
    "call",
    "client",
    "close",
    "closed",
    "codes",
    "crate",
    "decode",
    "from_env",
    "generated",
    "index",
    "list",
    "log",
    "mod",
    "operations",
    "options",
    "page",
    "private",
    "rate_limit_status",
    "raw",
    "request",
    "self",
    "shared",
    "stream",
    "super",
    "support",
    "wait",
    "with_options",
];

/// The names that no type may have, given the resources and the methods.
fn reserved_types(resources: &BTreeSet<Vec<String>>, methods: &[Method]) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = reserved::words().map(str::to_owned).collect();
    names.extend(resources.iter().flat_map(|resource| python::names::classes(resource)));
    for (resource, method) in methods {
        names.extend([type_name(method, resource), node::names::parameters(resource, method)]);
    }
    names
}
