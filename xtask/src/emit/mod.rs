//! One file an output: each emitter is a pure function from the IR to files.
//!
//! To add one, write it beside the others and put it into the table.

mod client;
mod conformance;
mod languages;
mod losses;
mod node;
mod progenitor;
mod python;
mod python_resources;
mod python_types;
mod reference;
mod rust_runner;
mod rust_sdk;
mod rust_types;
mod surface;

use anyhow::{Context, Result};

use serde_json::Value;

use crate::ir::Api;
use crate::output::OutputFile;

type Emitter = fn(&Api) -> Result<Vec<OutputFile>>;

/// One that makes values for whole bodies: they come from schemas, examples and all, of which the IR keeps only what users see.
type SamplingEmitter = fn(&Api, &Value) -> Result<Vec<OutputFile>>;

/// Every emitter, by what it makes.
const EMITTERS: &[(&str, Emitter)] = &[
    ("the calls on the wire", client::emit),
    ("the TypeScript resources", node::emit),
    ("the Rust types", rust_types::emit),
    ("the Rust resources", rust_sdk::emit),
    ("the calls of the Rust conformance runner", rust_runner::emit),
    ("the Python types", python_types::emit),
    ("the Python resources", python_resources::emit),
    ("the list of public names", surface::emit),
    ("what is not carried over", losses::emit),
];

const SAMPLING_EMITTERS: &[(&str, SamplingEmitter)] = &[("the conformance cases", conformance::emit), ("the reference", reference::emit)];

/// Everything that is generated.
pub fn all(api: &Api, document: &Value) -> Result<Vec<OutputFile>> {
    let mut files = Vec::new();
    for (what, emit) in EMITTERS {
        files.extend(emit(api).with_context(|| format!("generating {what}"))?);
    }
    for (what, emit) in SAMPLING_EMITTERS {
        files.extend(emit(api, document).with_context(|| format!("generating {what}"))?);
    }
    Ok(files)
}
