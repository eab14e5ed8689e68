//! Embeds the repository's OpenAPI document: what the mock needs of it, deflated (1.2 MB become about 60 KB).

use std::path::{Path, PathBuf};
use std::{env, fs, io::Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::Value;

/// Annotations that no behaviour of the mock depends on.
const UNUSED: [&str; 4] = ["description", "x-enumDescriptions", "x-scopes", "x-tags"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let source = source(Path::new(&env::var("CARGO_MANIFEST_DIR")?));
    println!("cargo:rerun-if-changed={}", source.display());
    println!("cargo:rerun-if-changed=build.rs");
    let text = fs::read(&source).map_err(|error| format!("{}: {error}; `cargo xtask import` writes this file", source.display()))?;
    let mut document: Value = serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", source.display()))?;
    drop_error_responses(&mut document);
    drop_annotations(&mut document, false);

    let target = PathBuf::from(env::var("OUT_DIR")?).join("document.json.zlib");
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&serde_json::to_vec(&document)?)?;
    fs::write(target, encoder.finish()?)?;
    Ok(())
}

/// In the repository the document itself; a packaged crate brings a copy, which is a link in the repository and need not work on every system.
fn source(crate_folder: &Path) -> PathBuf {
    let document = crate_folder.join("../../openapi/instantly.json");
    if document.exists() { document } else { crate_folder.join("instantly.json") }
}

/// Error bodies are inlined at every operation, always in one of a few shapes, and make up half of the document.
fn drop_error_responses(document: &mut Value) {
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else { return };
    for operation in paths.values_mut().filter_map(Value::as_object_mut).flat_map(|path| path.values_mut()) {
        if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
            responses.retain(|status, _| status.starts_with('2'));
        }
    }
}

/// `names` says that the keys of this object are names somebody chose (of properties, of schemas), not keywords.
fn drop_annotations(node: &mut Value, names: bool) {
    match node {
        Value::Object(object) => {
            if !names {
                object.retain(|key, _| !UNUSED.contains(&key.as_str()));
            }
            for (key, value) in object.iter_mut() {
                drop_annotations(value, !names && matches!(key.as_str(), "properties" | "schemas" | "example" | "default"));
            }
        }
        Value::Array(array) => array.iter_mut().for_each(|value| drop_annotations(value, names)),
        _ => {}
    }
}
