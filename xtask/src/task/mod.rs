//! One file a task.

mod another;
mod conformance;
pub mod demo;
mod features;
pub mod generate;
pub mod import;
mod readme;
pub mod startup;
pub mod test;
mod workshop;
