//! `cargo xtask generate`: a document and its overlays into everything that is generated.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::print::print;
use crate::document::Sources;
use crate::{emit, ir, lock, output};

/// What `cargo xtask generate` was told.
#[derive(clap::Args)]
pub struct Options {
    /// Only compare: name each stale, missing or extra file and fail.
    #[arg(long)]
    check: bool,
    /// Let names that users know change.
    #[arg(long)]
    accept_names: bool,
    #[command(flatten)]
    input: Input,
    /// Write below this folder instead of this repository; a copy of the repository makes a whole SDK for another document.
    #[arg(long, value_name = "DIR", requires = "document")]
    out: Option<PathBuf>,
}

/// Which document to work from.
#[derive(clap::Args)]
pub struct Input {
    /// Another document than openapi/instantly.json: JSON or YAML, OpenAPI 3.0 or 3.1.
    #[arg(long, value_name = "FILE")]
    document: Option<String>,
    /// An overlay for that document; may be given several times.
    #[arg(long, value_name = "FILE", requires = "document")]
    overlay: Vec<String>,
}

impl Options {
    /// Only compares this repository.
    pub fn to_check() -> Self {
        Self { check: true, accept_names: false, input: Input { document: None, overlay: Vec::new() }, out: None }
    }

    /// Writes below a copy of this repository, from another document without overlays.
    pub fn of_document(document: &Path, out: &Path) -> Self {
        let input = Input { document: Some(document.to_string_lossy().into_owned()), overlay: Vec::new() };
        Self { check: false, accept_names: false, input, out: Some(out.to_owned()) }
    }
}

impl Input {
    /// Reads the document into the IR.
    fn read(&self, root: &Path) -> Result<ir::Api> {
        let sources = match &self.document {
            Some(document) => Sources::of(document, &self.overlay),
            None => Sources::of_repository(root)?,
        };
        let document = sources.read()?;
        ir::build(ir::Source { name: sources.name().to_owned(), document }, &emit::RESERVED)
    }
}

/// Generates every file, or only compares.
pub fn run(root: &Path, options: &Options) -> Result<()> {
    let api = options.input.read(root)?;
    let root = options.out.as_deref().unwrap_or(root);
    let names = lock::hold(root, &api, options.accept_names)?;
    let mut files = emit::all(&api)?;
    files.push(names);

    if options.check {
        output::check(root, &files)?;
        println!("{} generated files are up to date", files.len());
    } else {
        let output::Summary { written, removed, unchanged } = output::write(root, &files)?;
        println!("{written} files written, {removed} removed, {unchanged} unchanged");
    }
    Ok(())
}

/// Prints what the generator knows of a document.
pub fn show(root: &Path, input: &Input) -> Result<()> {
    print(&ir::describe(&input.read(root)?))
}
