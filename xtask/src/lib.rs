//! The tasks of this repository: `cargo xtask <task>`.
//!
//! `generate` is five steps that never look back: load the document and apply the overlay (`document`), build what is known of the API (`ir`),
//! hold public names to `openapi/names.lock` (`lock`), emit files (`emit`, one file an output), write or compare them (`output`).
//! It runs when `openapi/` or an emitter changes; what it writes stands in folders called `generated` and under the header of `output`.
//! To add an output, add an emitter to the table in `emit`.

mod document;
mod emit;
mod faults;
mod ir;
mod lock;
mod options;
mod output;
pub mod task;

use anyhow::Result;

/// Takes a document of any form as far as `import` and `generate` take it before they write a file: for tests that try what nobody publishes.
/// The files by path, with their contents.
///
/// # Errors
/// When the document is refused.
pub fn take_in(text: &str) -> Result<Vec<(String, String)>> {
    let mut imported = document::parse(text, "document")?;
    document::check(&imported, "document")?;
    document::remove_prose(&mut imported);
    document::anonymize_examples(&mut imported);
    let again = document::parse(&document::to_text(&imported), "document")?;
    document::Statistics::of(&again).to_string();
    let nothing = serde_json::json!({ "openapi": "3.1.0", "info": {}, "paths": {} });
    for (old, new) in [(&nothing, &again), (&again, &nothing), (&imported, &again)] {
        document::compare(old, new).to_string();
    }
    let mut faults = faults::Faults::default();
    let source = ir::Source { name: "document".to_owned(), document: again };
    let api = ir::read(source, &emit::RESERVED, &mut faults, &mut Vec::new())?;
    ir::describe(&api);
    let files = emit::all(&api, &mut faults);
    faults.into_result()?;
    Ok(files.into_iter().map(|file| (file.path, file.contents)).collect())
}
