//! Everything that is generated from the table of options, `xtask/src/options.rs`: one file here for each target, its templates beside it.
//!
//! What an option does is written by hand, in `crates/instantly-client`; how a language checks and converts a value is written by hand beside the
//! generated files, once for each kind of value.

mod cases;
mod core;
mod file;
pub mod node;
pub mod python;
mod reference;
mod rows;
mod runner;
mod rust;
mod schema;

use anyhow::Result;

use crate::ir::Api;
use crate::output::OutputFile;

pub use runner::conversions;

/// Every file. Only the cases depend on the document, which has the operations for them.
pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    let mut files = cases::emit(api)?;
    for emit in [core::emit, rust::emit, python::emit, node::emit, runner::emit, schema::emit, reference::emit] {
        files.extend(emit()?);
    }
    Ok(files)
}
