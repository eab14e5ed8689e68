//! `cargo xtask generate`: a document and its overlays into everything that is generated.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use serde_json::Value;

use super::print::print;
use crate::document::{self, DOCUMENT, Edition, Past, Report, Sources};
use crate::faults::Faults;
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
    fn sources(&self, root: &Path) -> Result<Sources> {
        match &self.document {
            Some(document) => Ok(Sources::of(document, &self.overlay)),
            None => Sources::of_repository(root),
        }
    }

    fn read(&self, root: &Path) -> Result<Reading> {
        let sources = self.sources(root)?;
        let mut faults = Faults::default();
        let Edition { document, mut report } = sources.read(past(root, &sources)?, &mut faults)?;
        let source = ir::Source { name: sources.name().to_owned(), document };
        let mut retired = Vec::new();
        let api = match ir::read(source, &emit::RESERVED, &mut faults, &mut retired) {
            Ok(api) => api,
            Err(error) => return Err(faults.with(error)),
        };
        for hint in retired {
            if !report.retire(hint.pointer.fragment(), &hint.because) {
                faults.add(anyhow!("{}: {}\n  delete the hint", hint.pointer, hint.because));
            }
        }
        Ok(Reading { api, sources, report, faults })
    }
}

/// A document as far as it could be read.
struct Reading {
    /// Without what has faults.
    api: ir::Api,
    sources: Sources,
    report: Report,
    faults: Faults,
}

/// The edition that the overlays were written for. For another document that is the repository's own.
fn past(root: &Path, sources: &Sources) -> Result<Past> {
    if sources.is_bare() {
        return Ok(Past::default());
    }
    let document = if sources.is_foreign() { repository_document(root) } else { None };
    Ok(Past { document, lost: lock::lost(root)? })
}

fn repository_document(root: &Path) -> Option<Value> {
    document::parse(&std::fs::read_to_string(root.join(DOCUMENT)).ok()?, DOCUMENT).ok()
}

/// Generates every file, or only compares.
pub fn run(root: &Path, options: &Options) -> Result<()> {
    let Reading { api, report, mut faults, .. } = options.input.read(root)?;
    let root = options.out.as_deref().unwrap_or(root);
    let mut files = emit::all(&api, &mut faults);
    faults.into_result()?;
    let (names, changes) = lock::hold(root, &api, options.accept_names, &report.lost)?;
    files.push(names);
    if let Some(note) = report.note() {
        eprint!("{note}");
    }
    if !changes.is_empty() {
        let lines: String = changes.iter().map(|change| format!("  {change}\n")).collect();
        eprint!("note: names that are in use change or go, which breaks the programs that use them\n{lines}");
    }

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
    let Reading { api, faults, .. } = input.read(root)?;
    faults.into_result()?;
    print(&ir::describe(&api))
}

/// Reports the overlay's retired actions, or removes them from its files.
pub fn overlay(root: &Path, input: &Input, prune: bool) -> Result<()> {
    let Reading { sources, report, faults, .. } = input.read(root)?;
    faults.into_result()?;
    let Some(note) = report.note() else { return print("no action is retired\n") };
    if !prune {
        return print(&note);
    }
    let files = sources.prune(&report)?;
    print(&format!("removed what is retired from {}; next: cargo xtask generate\n", files.join(", ")))
}
