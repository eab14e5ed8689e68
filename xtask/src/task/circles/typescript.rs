//! The imports of TypeScript and JavaScript.
//!
//! `import`, `import type`, `export … from`, `import(…)`, `typeof import(…)` and `require(…)` of a relative path count, each line by itself:
//! prettier writes the path of every one of them on one line with the word before it. An `export … from` is an import, since loading the file
//! loads the other one.

use super::graph::{Graph, Sources};

/// What stands in front of the path of an import, as prettier writes it.
const BEFORE: [&str; 4] = ["from ", "import ", "import(", "require("];

/// The endings of sources, by the ending of what is built from them.
const ENDINGS: [(&str, &[&str]); 3] =
    [(".js", &[".ts", ".js", ".d.ts"]), (".mjs", &[".mts", ".mjs", ".d.mts"]), (".cjs", &[".cts", ".cjs", ".d.cts"])];

/// Every import between files below `folder`.
pub fn graph(sources: &Sources, folder: &str) -> Graph {
    let mut graph = Graph::default();
    let below = format!("{folder}/");
    for (file, text) in sources.iter().filter(|(file, _)| file.starts_with(&below)) {
        for (line, path) in imports(text) {
            if let Some(target) = resolve(sources, file, path) {
                graph.import(file, line, &target);
            }
        }
    }
    graph
}

/// The line and path of each relative import.
fn imports(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut in_comment = false;
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        in_comment |= trimmed.starts_with("/*");
        if !in_comment && !trimmed.starts_with("//") {
            found.extend(paths(line).map(|path| (index + 1, path)));
        }
        in_comment &= !line.contains("*/");
    }
    found
}

fn paths(line: &str) -> impl Iterator<Item = &str> {
    BEFORE.into_iter().flat_map(move |before| {
        line.match_indices(before).filter_map(move |(at, _)| {
            let rest = &line[at + before.len()..];
            let quote = rest.chars().next().filter(|quote| ['\'', '"'].contains(quote))?;
            let path = rest[1..].split(quote).next()?;
            path.starts_with('.').then_some(path)
        })
    })
}

/// The file that a path leads to. `None` when it's no source, such as a JSON file.
fn resolve(sources: &Sources, from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<_> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let target = parts.join("/");
    let candidates = ENDINGS.into_iter().filter_map(|(built, endings)| Some((target.strip_suffix(built)?, endings)));
    let mut candidates = candidates.flat_map(|(stem, endings)| endings.iter().map(move |ending| format!("{stem}{ending}")));
    let folder = ["index.ts", "index.js"].map(|index| format!("{target}/{index}"));
    candidates.find(|file| sources.contains_key(file)).or_else(|| folder.into_iter().find(|file| sources.contains_key(file)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circles(files: &[(&str, &str)]) -> Vec<String> {
        let sources = files.iter().map(|(file, text)| (format!("src/{file}"), (*text).to_owned())).collect();
        graph(&sources, "src").circles().iter().map(|circle| circle.describe("src")).collect()
    }

    #[test]
    fn imports_in_one_direction_make_no_circle() {
        let files = [
            ("index.ts", "export * from './page.js';\nexport type { Wait } from './wait.mjs';\n"),
            ("page.ts", "import { inspect } from 'node:util';\nimport { wait } from './wait.mjs';\n"),
            ("wait.mts", "// import { Page } from './page.js';\n/**\n * import { Page } from './page.js';\n */\nexport const wait = 1;\n"),
        ];
        assert!(circles(&files).is_empty());
    }

    #[test]
    fn a_type_only_import_closes_a_circle() {
        let files =
            [("page.ts", "import {\n  send,\n} from './transport.js';\n"), ("transport.ts", "\nimport type { Page } from './page.js';\n")];
        let expected = "page.ts → transport.ts → page.ts\n    src/page.ts:3 imports transport.ts\n    src/transport.ts:2 imports page.ts";
        assert_eq!(circles(&files), [expected]);
    }

    #[test]
    fn every_form_of_an_import_counts() {
        for form in [
            "export * from './b.js';",
            "type B = typeof import('./b.js');",
            "await import(\"./b.js\");",
            "require('./b.js');",
            "import './b.js';",
        ] {
            let files = [("a.ts", form), ("b/index.ts", ""), ("b.ts", "import { a } from '../src/a.js';")];
            assert_eq!(circles(&files).len(), 1, "{form}");
        }
    }

    #[test]
    fn a_folder_is_its_index() {
        let files = [("a.ts", "import { b } from './b';"), ("b/index.ts", "import { a } from '../a.js';")];
        assert_eq!(circles(&files)[0].lines().next(), Some("a.ts → b/index.ts → a.ts"));
    }
}
