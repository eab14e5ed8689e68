//! Emitters: pure functions from the IR to files, one folder a target.
//!
//! A target's folder holds its emitters (`resources`, `types`, …), their templates beside them, and what only this language needs: `names.rs`
//! (how it spells names, and which it needs for itself), `annotation.rs` (how it writes types), `text.rs` or `layout.rs` (how it breaks
//! lines). `shared` has the tools of several targets: template set-up, the printer, sampled values, the error classes.
//!
//! To add a target:
//! 1. make a folder with `pub fn emit(api: &Api) -> Result<Vec<OutputFile>>`; start each file with [`header`](crate::output::header), which
//!    names the file as its emitter;
//! 2. add it to [`EMITTERS`];
//! 3. add the names its files need for themselves to [`RESERVED`];
//! 4. if it writes outside of the folders that [`output`](crate::output) looks through, add the folder there.
//!
//! An emitter reads nothing but the [`Api`]. If several emitters would derive the same fact, it belongs in the IR.

mod conformance;
mod docs;
mod names;
mod node;
pub mod options;
mod python;
mod reports;
mod rust;
mod shared;
mod wire;

use anyhow::{Context, Result};

use crate::faults::Faults;
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
    ("the options", options::emit),
    ("the reference", docs::emit),
];

/// Everything that is generated; the faults of all emitters together.
pub fn all(api: &Api, faults: &mut Faults) -> Vec<OutputFile> {
    let emitted = EMITTERS.iter().filter_map(|(what, emit)| faults.keep(emit(api).with_context(|| format!("generating {what}"))));
    emitted.flatten().collect()
}
