//! What the document says and the SDK doesn't carry over, and why: `openapi/LOSSES.md`.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::emit::shared::escape;
use crate::ir::{Api, Loss};
use crate::output::{OutputFile, header};

const INTRODUCTION: &str = "What the document says that the SDK does not carry over, so that nothing is lost without a word. Each kind says what \
    happens instead; what is wrong here for an operation can be put right in the overlay.";

/// The one file.
pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    let mut kinds: BTreeMap<(&str, &str), Vec<&Loss>> = BTreeMap::new();
    for loss in &api.losses {
        kinds.entry((&loss.what, &loss.why)).or_default().push(loss);
    }
    let mut text = format!("{}\n# Not carried over from {}\n\n{INTRODUCTION}\n", header(&api.source, "<!--", file!()), api.source.name);
    if kinds.is_empty() {
        text += "\nNothing: all of it is.\n";
    } else {
        text += "\n| What | Places | Instead |\n|---|---:|---|\n";
    }
    for ((what, why), losses) in &kinds {
        text += &format!("| {} | {} | {} |\n", escape::markdown_cell(what), losses.len(), escape::markdown_cell(why));
    }
    let mut last = "";
    for ((what, _), losses) in &kinds {
        if *what != last {
            text += &format!("\n## {}\n\n", title(what));
            last = what;
        }
        for loss in losses {
            text += &format!("- {}\n", escape::markdown_code(&readable(&loss.pointer.path)));
        }
    }
    Ok(vec![OutputFile { path: "openapi/LOSSES.md".to_owned(), contents: text }])
}

fn title(what: &str) -> String {
    let is_keyword = what.chars().all(char::is_alphanumeric);
    if is_keyword { format!("`{what}`") } else { what[..1].to_uppercase() + &what[1..] }
}

/// A pointer as a reader takes it: method and path in front, without the steps that every body has.
fn readable(pointer: &str) -> String {
    let steps: Vec<String> = pointer.trim_start_matches("#/").split('/').map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
    let plain =
        |steps: &[String]| steps.join("/").replace("content/application/json/schema/", "").replace("content/application/json/schema", "");
    match steps.as_slice() {
        [first, path, method, rest @ ..] if first == "paths" => format!("{} {path}: {}", method.to_uppercase(), plain(rest)),
        [first, second, rest @ ..] if first == "components" && second == "schemas" => rest.join("/"),
        all => all.join("/"),
    }
}
