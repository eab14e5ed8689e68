//! One file an output: each emitter is a pure function from the IR to files.
//!
//! To add one, write it beside the others and put it into the table.

mod conformance;
mod docs;
mod names;
mod node;
mod python;
mod reports;
mod rust;
mod shared;
mod wire;

use anyhow::{Context, Result};

use crate::ir::Api;
use crate::output::OutputFile;

pub use names::RESERVED;

type Emitter = fn(&Api) -> Result<Vec<OutputFile>>;

/// Every emitter, by what it makes.
const EMITTERS: &[(&str, Emitter)] = &[
    ("the calls on the wire", wire::emit),
    ("the TypeScript resources", node::emit),
    ("the Rust types", rust::types::emit),
    ("the Rust resources", rust::resources::emit),
    ("the calls of the Rust conformance runner", conformance::rust_runner::emit),
    ("the Python types", python::types::emit),
    ("the Python resources", python::resources::emit),
    ("the list of public names", reports::surface::emit),
    ("what is not carried over", reports::unsupported::emit),
    ("the conformance cases", conformance::emit),
    ("the reference", docs::emit),
];

/// Everything that is generated.
pub fn all(api: &Api) -> Result<Vec<OutputFile>> {
    let mut files = Vec::new();
    for (what, emit) in EMITTERS {
        files.extend(emit(api).with_context(|| format!("generating {what}"))?);
    }
    Ok(files)
}
