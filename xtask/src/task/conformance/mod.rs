//! The conformance cases: read once, run by three runners in four columns, reported as one matrix.
//!
//! The runners are thin: they take `target/conformance/cases.json`, where fixtures and repetitions have been worked out already, let the mock
//! play the server's side, and write one cell a case. `tests/conformance/README.md` describes the rest.

mod cases;
mod expand;
mod matrix;
mod names;
pub mod promises;

pub use cases::{Case, Cases, load};
pub use matrix::report;
