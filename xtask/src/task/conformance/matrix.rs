//! What came out: a line a theme, every cell that is not as it should be, and an error unless all are.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::{Case, Cases};

/// A column of the matrix, with the language its cases may be excepted in.
const COLUMNS: [(&str, &str); 4] = [("rust", "rust"), ("python", "python"), ("python-async", "python"), ("node", "node")];

/// A cell, as a runner writes it.
#[derive(Deserialize)]
struct Cell {
    id: String,
    ok: bool,
    #[serde(default)]
    message: String,
}

/// How often each outcome occurred.
#[derive(Clone, Copy, Default)]
struct Count {
    passed: usize,
    wrong: usize,
    excepted: usize,
}

/// Prints the matrix of the results in `folder`; the number of cells that passed.
///
/// # Errors
/// When a cell is missing or failed, or an operation has no case in a language.
pub fn report(Cases { cases, operations }: &Cases, folder: &Path) -> Result<usize> {
    let results = COLUMNS.iter().map(|(column, _)| read(folder, column)).collect::<Result<Vec<_>>>()?;
    let mut wrong = 0;
    // One line says it for a runner that never ran, not one a case.
    let silent = COLUMNS.iter().zip(&results).filter(|(_, cells)| cells.is_empty());
    let mut problems: Vec<String> = silent.map(|((column, _), _)| format!("{column}  the runner reported nothing")).collect();
    let mut themes: Vec<(&str, [Count; COLUMNS.len()])> = Vec::new();
    for case in cases {
        if themes.last().is_none_or(|(theme, _)| *theme != case.theme) {
            themes.push((&case.theme, Default::default()));
        }
        let Some((_, counts)) = themes.last_mut() else { continue };
        for (((column, language), cells), count) in COLUMNS.iter().zip(&results).zip(counts) {
            match cells.get(&case.id) {
                _ if case.except.contains(*language) => count.excepted += 1,
                Some(cell) if cell.ok => count.passed += 1,
                found => {
                    count.wrong += 1;
                    wrong += 1;
                    if cells.is_empty() {
                        continue;
                    }
                    let message = found.map_or("missing: the runner did not report it", |cell| cell.message.as_str());
                    problems.push(format!("{column}  {}\n      {}", case.id, message.trim().replace('\n', "\n      ")));
                }
            }
        }
    }
    let passed = print(&themes, cases.len());
    let without = without_case(cases, operations);
    problems.extend(without.iter().map(|(operation, language)| format!("{language}  no case calls {operation}")));
    for problem in &problems {
        println!("  ✗ {problem}");
    }
    println!("\nconformance: {passed} passed, {wrong} failed; {} operations, {} without a case", operations.len(), without.len());
    match (wrong, without.len()) {
        (0, 0) => Ok(passed),
        (0, count) => bail!("conformance: operations without a case in some language: {count}; run cargo xtask generate"),
        _ => bail!("conformance: {wrong} cells of the matrix are missing or failed"),
    }
}

/// Every operation that no case of a language calls, with the language.
fn without_case<'a>(cases: &[Case], operations: &'a [String]) -> Vec<(&'a str, &'static str)> {
    let mut languages: Vec<&'static str> = COLUMNS.iter().map(|(_, language)| *language).collect();
    languages.dedup();
    let called = |language: &str| -> HashSet<&str> {
        let of_language = cases.iter().filter(|case| !case.except.contains(language));
        of_language.filter_map(|case| case.operation.as_deref()).collect()
    };
    let lacking = |language: &'static str| {
        let called = called(language);
        operations.iter().filter(move |operation| !called.contains(operation.as_str())).map(move |operation| (operation.as_str(), language))
    };
    languages.into_iter().flat_map(lacking).collect()
}

fn read(folder: &Path, column: &str) -> Result<HashMap<String, Cell>> {
    let path = folder.join(format!("{column}.json"));
    let Ok(text) = fs::read_to_string(&path) else { return Ok(HashMap::new()) };
    let cells: Vec<Cell> = serde_json::from_str(&text).with_context(|| format!("{}: is no list of cells", path.display()))?;
    Ok(cells.into_iter().map(|cell| (cell.id.clone(), cell)).collect())
}

fn print(themes: &[(&str, [Count; COLUMNS.len()])], cases: usize) -> usize {
    let width = themes.iter().map(|(theme, _)| theme.len()).max().unwrap_or_default().max(16);
    let heading: String = COLUMNS.iter().map(|(column, _)| format!("{column:>14}")).collect();
    println!("\n  {:width$}{heading}", "conformance");
    let mut total = [Count::default(); COLUMNS.len()];
    for (theme, counts) in themes {
        println!("  {theme:width$}{}", counts.iter().map(cell).collect::<String>());
        for (total, count) in total.iter_mut().zip(counts) {
            total.passed += count.passed;
            total.wrong += count.wrong;
            total.excepted += count.excepted;
        }
    }
    println!("  {:width$}{}", format!("{cases} cases"), total.iter().map(cell).collect::<String>());
    total.iter().map(|count| count.passed).sum()
}

/// `12 ✓`, `11 ✓ 1 ✗`, `8 ✓ 4 –` (a dash: the case says why its language cannot have it).
fn cell(count: &Count) -> String {
    let mut text = format!("{} ✓", count.passed);
    if count.wrong > 0 {
        text += &format!(" {} ✗", count.wrong);
    }
    if count.excepted > 0 {
        text += &format!(" {} –", count.excepted);
    }
    format!("{text:>14}")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::fs;

    use super::{COLUMNS, Case, Cases, report};

    #[test]
    fn every_cell_has_to_be_there_and_right() {
        let folder = std::env::temp_dir().join(format!("matrix-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let case = |id: &str, except: &[&str]| Case {
            id: id.to_owned(),
            theme: "theme".to_owned(),
            operation: Some(format!("{id}Operation")),
            except: except.iter().map(|&language| language.to_owned()).collect::<HashSet<_>>(),
        };
        let operations = vec!["oneOperation".to_owned()];
        let mut cases = Cases { cases: vec![case("one", &[]), case("two", &["rust"])], operations };
        for (column, _) in COLUMNS {
            fs::write(folder.join(format!("{column}.json")), r#"[{"id": "one", "ok": true}, {"id": "two", "ok": true}]"#).unwrap();
        }
        assert_eq!(report(&cases, &folder).unwrap(), 7);

        cases.operations.push("twoOperation".to_owned());
        assert!(report(&cases, &folder).unwrap_err().to_string().contains("some language: 1;"), "Rust has none of the second");

        fs::write(folder.join("node.json"), r#"[{"id": "one", "ok": false, "message": "differs"}]"#).unwrap();
        assert!(report(&cases, &folder).unwrap_err().to_string().contains("2 cells"));
        fs::remove_dir_all(&folder).unwrap();
    }
}
