//! One file a task.

mod another;
mod artefacts;
pub mod bench;
mod circles;
mod conformance;
pub mod demo;
pub mod dist;
mod features;
pub mod generate;
pub mod import;
pub mod instructions;
mod readme;
pub mod soak;
pub mod startup;
pub mod test;
pub mod version;
mod workshop;
