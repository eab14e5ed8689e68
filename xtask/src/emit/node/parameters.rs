//! The one object of a method's query parameters and body fields.

use super::layout::documentation;
use super::members;
use crate::emit::node::names;
use crate::ir::{Argument, Location, Operation};

/// Whether a method takes such an object.
pub fn has_any(operation: &Operation) -> bool {
    operation.takes_parameters()
}

/// Whether a call without it would be refused.
pub fn are_needed(operation: &Operation) -> bool {
    operation.named_arguments().any(|argument| argument.required)
}

/// `BackgroundJobsListParams`
pub fn name(operation: &Operation) -> String {
    names::parameters(&operation.resource, &operation.name)
}

/// Its declaration.
pub fn interface(operation: &Operation) -> Option<String> {
    if !has_any(operation) {
        return None;
    }
    let null = if operation.body_arguments().any(|field| field.nullable) { ", and `null` is sent as `null`" } else { "" };
    let summary = format!("Parameters of `{}`; what is left out is not sent{null}.", operation.full_name());
    let member = |argument: &Argument| match argument.location {
        Location::WholeBody => members::whole_body(argument),
        _ => members::sent(&argument.as_field()),
    };
    let members: String = operation.named_arguments().map(member).collect();
    Some(format!("{}export interface {} {{\n{members}}}\n", documentation(&[&summary], 0), name(operation)))
}
