//! One file an output: each emitter is a pure function from the IR to files.
//!
//! To add one, write it beside the others and put it into the table.

mod client;
pub mod conformance;
mod progenitor;

use anyhow::{Context, Result};

use crate::ir::Api;
use crate::output::OutputFile;

type Emitter = fn(&Api) -> Result<Vec<OutputFile>>;

/// Every emitter, by what it makes.
const EMITTERS: &[(&str, Emitter)] = &[("the calls on the wire", client::emit)];

/// Everything that is generated.
pub fn all(api: &Api) -> Result<Vec<OutputFile>> {
    let mut files = Vec::new();
    for (what, emit) in EMITTERS {
        files.extend(emit(api).with_context(|| format!("generating {what}"))?);
    }
    Ok(files)
}
