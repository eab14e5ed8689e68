//! The imports of Python.
//!
//! Statements are found line by line, since ruff formats them; docstrings are passed over. Imports inside functions and under `TYPE_CHECKING`
//! count. `from package import name` imports the submodule of that name, or else the package's `__init__.py`. That Python runs the
//! `__init__.py` of every parent first is no import here: nothing of it is used by that. The generated packages load their modules when a name
//! is first used, and import the same names under `TYPE_CHECKING`, so those imports are found like any others.

use super::graph::{Graph, Sources};

/// Every import between modules below `folder`, which is on Python's path.
pub fn graph(sources: &Sources, folder: &str) -> Graph {
    let mut graph = Graph::default();
    for (file, text) in sources.iter().filter(|(file, _)| file.starts_with(folder) && is_python(file)) {
        let module: Vec<_> = file[folder.len() + 1..].split('/').collect();
        for (line, statement) in statements(text) {
            for name in modules(&statement, &module[..module.len() - 1]) {
                if let Some(target) = resolve(sources, folder, &name) {
                    graph.import(file, line, &target);
                }
            }
        }
    }
    graph
}

fn is_python(file: &str) -> bool {
    file.ends_with(".py") || file.ends_with(".pyi")
}

/// Import statements on one line each, with the number of the line where they begin.
fn statements(text: &str) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let (mut in_string, mut in_parentheses) = (false, false);
    for (index, line) in text.lines().enumerate() {
        let began_in_string = in_string;
        in_string ^= line.matches("\"\"\"").count() % 2 == 1;
        let code = line.split('#').next().unwrap_or_default().trim();
        if began_in_string {
            continue;
        }
        if let (true, Some((_, statement))) = (in_parentheses, found.last_mut()) {
            statement.push_str(code);
            in_parentheses = !code.contains(')');
        } else if code.starts_with("from ") && code.contains(" import ") || code.starts_with("import ") {
            in_parentheses = code.contains('(') && !code.contains(')');
            found.push((index + 1, code.to_owned()));
        }
    }
    found
}

/// The dotted names that a statement in `package` imports: `a.b` for `from a import b`, with relative names made absolute.
fn modules(statement: &str, package: &[&str]) -> Vec<Vec<String>> {
    let names = |list: &str| -> Vec<String> {
        let list = list.replace(['(', ')'], "");
        list.split(',').filter_map(|name| name.split_whitespace().next().map(str::to_owned)).collect()
    };
    let dotted = |name: &str| -> Vec<String> { name.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect() };
    let Some((from, list)) = statement.strip_prefix("from ").and_then(|rest| rest.split_once(" import ")) else {
        return names(statement.trim_start_matches("import ")).iter().map(|name| dotted(name)).collect();
    };
    let dots = from.len() - from.trim_start_matches('.').len();
    let parents = if dots == 0 { &[][..] } else { &package[..(package.len() + 1).saturating_sub(dots)] };
    let base: Vec<_> = parents.iter().map(|part| (*part).to_owned()).chain(dotted(from)).collect();
    names(list).into_iter().map(|name| [base.clone(), vec![name]].concat()).collect()
}

/// The file of the longest part of a dotted name that is a module.
fn resolve(sources: &Sources, folder: &str, name: &[String]) -> Option<String> {
    (1..=name.len()).rev().find_map(|length| {
        let path = format!("{folder}/{}", name[..length].join("/"));
        let files = [".py", ".pyi", "/__init__.py"].map(|ending| format!("{path}{ending}"));
        files.into_iter().find(|file| sources.contains_key(file))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circles(files: &[(&str, &str)]) -> Vec<String> {
        let sources = files.iter().map(|(file, text)| (format!("python/sdk/{file}"), (*text).to_owned())).collect();
        let circles = graph(&sources, "python").circles();
        circles.iter().map(|circle| circle.describe("python/sdk").lines().next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn imports_in_one_direction_make_no_circle() {
        let files = [
            ("__init__.py", "from typing import TYPE_CHECKING\n\nfrom . import _page\nfrom ._page import Page\n"),
            ("_page.py", "\"\"\"A page.\n\nfrom ._client import Client\n\"\"\"\nfrom ._errors import (\n    APIError,\n)\n"),
            ("_errors.py", "import sys\n# from ._page import Page\n"),
            ("_client.py", "from sdk._page import Page\n"),
        ];
        assert!(circles(&files).is_empty());
    }

    #[test]
    fn an_import_for_types_or_inside_a_function_closes_a_circle() {
        for closing in
            ["if TYPE_CHECKING:\n    from ._page import Page\n", "def f():\n    import sdk._page as page\n", "from sdk import _page\n"]
        {
            let files = [("_page.py", "from ._errors import APIError\n"), ("_errors.py", closing)];
            assert_eq!(circles(&files), ["_errors.py → _page.py → _errors.py"], "{closing}");
        }
    }

    #[test]
    fn a_name_that_is_no_module_is_the_packages() {
        let files = [
            ("types/__init__.py", "if TYPE_CHECKING:\n    from .leads import (\n        Lead,\n        LeadStatus,\n    )\n"),
            ("types/leads.py", "from ..types import shared\nfrom . import Campaign\n"),
            ("types/shared.py", ""),
        ];
        assert_eq!(circles(&files), ["types/__init__.py → types/leads.py → types/__init__.py"]);
    }
}
