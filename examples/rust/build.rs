//! Takes the Rust example out of the README, so that it is compiled and run as printed.

use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let readme = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../README.md");
    println!("cargo::rerun-if-changed={}", readme.display());
    let text = fs::read_to_string(&readme)?;
    let example = text.split("```rust\n").nth(1).and_then(|rest| rest.split("```").next()).ok_or("README.md: no example in Rust")?;
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("readme.rs"), example)?;
    Ok(())
}
