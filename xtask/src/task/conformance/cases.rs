//! Reading the cases and writing the one file that the runners read.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value, json};

use super::expand;
use super::names::Names;
use crate::document::{Past, Sources};
use crate::faults::Faults;
use crate::{emit, ir, lock};

const FOLDER: &str = "tests/conformance/cases";
const FIXTURES: &str = "tests/conformance/fixtures.yaml";

/// Every case, and the operations there have to be some for.
pub struct Cases {
    pub cases: Vec<Case>,
    /// The operationIds of the document.
    pub operations: Vec<String>,
}

/// What the matrix needs to know of a case.
pub struct Case {
    /// Its name, unique among all.
    pub id: String,
    /// The file it is in, without folder and extension.
    pub theme: String,
    /// The operationId of what it calls.
    pub operation: Option<String>,
    /// The languages that it cannot be said in.
    pub except: HashSet<String>,
}

/// Reads every case below `tests/conformance/cases` and writes `cases.json` into `output`, with what runners need to know of options.
///
/// # Errors
/// With the file and the case, when something can't be read, a name is there twice, or an operation isn't there.
pub fn load(root: &Path, output: &Path) -> Result<Cases> {
    let sources = Sources::of_repository(root)?;
    let mut faults = Faults::default();
    let past = Past { lost: lock::lost(root)?, ..Past::default() };
    let source = ir::Source { name: sources.name().to_owned(), document: sources.read(past, &mut faults)?.document };
    faults.into_result()?;
    let names = Names::of_api(&ir::build(source, &emit::RESERVED)?);
    let fixtures = mapping(yaml(&root.join(FIXTURES))?).with_context(|| format!("{FIXTURES}: must be a mapping"))?;
    let mut files = Vec::new();
    collect(&root.join(FOLDER), &mut files)?;
    files.sort();

    let (mut cases, mut documents, mut known) = (Vec::new(), Vec::new(), HashSet::new());
    for file in files {
        let name = file.strip_prefix(root.join(FOLDER)).unwrap_or(&file).with_extension("");
        let theme = name.to_string_lossy().replace('\\', "/");
        let Value::Array(templates) = yaml(&file)? else { bail!("{FOLDER}/{theme}.yaml: must be a list of cases") };
        for template in templates {
            for document in expand::case(template, &fixtures, &names).with_context(|| format!("{FOLDER}/{theme}.yaml"))? {
                let case = read(&document, &theme).with_context(|| format!("{FOLDER}/{theme}.yaml"))?;
                ensure!(known.insert(case.id.clone()), "{FOLDER}/{theme}.yaml: {} is there twice", case.id);
                cases.push(case);
                documents.push(document);
            }
        }
    }
    fs::create_dir_all(output).with_context(|| format!("{}: can't be created", output.display()))?;
    let text =
        serde_json::to_string_pretty(&json!({ "cases": documents, "options": emit::options::conversions() })).context("cases.json")?;
    fs::write(output.join("cases.json"), text).context("cases.json: can't be written")?;
    Ok(Cases { cases, operations: names.ids().cloned().collect() })
}

fn read(document: &Value, theme: &str) -> Result<Case> {
    let id = document["id"].as_str().context("a case without an id")?.to_owned();
    for part in ["call", "exchanges", "result"] {
        ensure!(!document[part].is_null(), "{id}: {part} is missing");
    }
    let except = document["except"].as_object().map(|reasons| reasons.keys().cloned().collect()).unwrap_or_default();
    let operation = document["call"]["operation_id"].as_str().map(str::to_owned);
    Ok(Case { id, theme: theme.to_owned(), operation, except })
}

fn yaml(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| format!("{}: can't be read", path.display()))?;
    serde_saphyr::from_str(&text).with_context(|| format!("{}: is not YAML", path.display()))
}

fn mapping(value: Value) -> Result<Map<String, Value>> {
    match value {
        Value::Object(fields) => Ok(fields),
        _ => bail!("not a mapping"),
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("{}: can't be read", folder.display()))? {
        let path = entry.with_context(|| format!("{}: can't be read", folder.display()))?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path);
        }
    }
    Ok(())
}
