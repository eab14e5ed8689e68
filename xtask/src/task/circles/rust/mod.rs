//! The imports of Rust, from one module file to another.
//!
//! A path counts where it leads: `use crate::Error` imports the file that defines `Error`, through any number of re-exports, and a `use` of a
//! module counts for nothing until an item of it is named. Paths in code, in the arguments of macros, and in attributes such as
//! `#[serde(with = "…")]` count like those of a `use`. An inline module is part of its file.
//!
//! A parent that declares its children and re-exports their items imports nothing by that. It makes a circle with a child if it also names an
//! item of the child, in a private `use` or in code, while the child names an item that is defined in the parent.
//!
//! Left out is what `#[cfg(test)]` marks, since a test may use all that it tests, and the arguments of `quote!`, which are the code of another
//! crate. Methods and fields are not seen, since a path doesn't name them.

mod names;
mod references;
mod tree;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::graph::{Graph, Sources};
use names::Target;
use tree::Module;

/// The packages of the workspace, from what `cargo metadata` prints: the folder of each, and the files that its targets begin with.
pub fn packages(metadata: &str, root: &Path) -> Result<Vec<(String, Vec<String>)>> {
    let metadata: Value = serde_json::from_str(metadata).context("cargo metadata")?;
    let relative = |path: &Value| {
        let path = Path::new(path.as_str()?).strip_prefix(root).ok()?;
        Some(path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
    };
    let package = |package: &Value| {
        let manifest = relative(&package["manifest_path"])?;
        let roots = package["targets"].as_array()?.iter().filter_map(|target| relative(&target["src_path"])).collect();
        Some((manifest.strip_suffix("/Cargo.toml")?.to_owned(), roots))
    };
    Ok(metadata["packages"].as_array().into_iter().flatten().filter_map(package).collect())
}

/// Every import between the module files of one package.
///
/// # Errors
/// When a module's file is missing or doesn't parse.
pub fn graph(sources: &Sources, roots: &[String]) -> Result<Graph> {
    let mut graph = Graph::default();
    for root in roots {
        let modules = tree::read(sources, root)?;
        for (index, module) in modules.iter().enumerate() {
            for reference in &module.references {
                for target in definers(&modules, index, &reference.path, reference.is_macro) {
                    graph.import(&module.file, reference.line, &modules[target].file);
                }
            }
        }
    }
    Ok(graph)
}

/// The modules that define what a path names; none for a path that leads out of the crate.
fn definers(modules: &[Module], from: usize, path: &[String], is_macro: bool) -> BTreeSet<usize> {
    let targets = names::resolve(modules, from, path);
    let mut found: BTreeSet<_> = targets.into_iter().filter_map(Target::item).collect();
    if let (true, [name]) = (found.is_empty() && is_macro, path) {
        found.extend(modules.iter().position(|module| module.macros.contains(name)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circles(files: &[(&str, &str)]) -> Vec<String> {
        let sources = files.iter().map(|(file, text)| (format!("src/{file}"), (*text).to_owned())).collect();
        let circles = graph(&sources, &["src/lib.rs".to_owned()]).unwrap().circles();
        circles.iter().map(|circle| circle.describe("src").lines().next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn imports_in_one_direction_make_no_circle() {
        let files = [
            ("lib.rs", "mod page; mod wait; pub use page::Page; use wait::Wait; fn f(_: Wait) {}"),
            ("page.rs", "use std::fmt; use crate::wait::Wait; pub struct Page(Wait);"),
            ("wait.rs", "pub struct Wait;"),
        ];
        assert!(circles(&files).is_empty());
    }

    #[test]
    fn a_use_and_a_path_in_code_close_a_circle() {
        for closing in [
            "fn f() { crate::page::open() }",
            "use super::page; fn f() { page::open() }",
            "use crate::{page::{self, Page as P}};",
            "fn f() { use crate::page::Page; }",
            "fn f() { println!(\"{}\", crate::page::open()) }",
            "#[serde(with = \"crate::page::open\")] struct S;",
            "use crate::page::*; fn f(page: Page) {}",
            "use crate::page::Kind::*;",
            "macro_rules! m { () => { $crate::page::open() } }",
            "mod inline { fn f() { super::super::page::open() } }",
        ] {
            let closing = format!("pub struct Wait; {closing}");
            let files = [
                ("lib.rs", "mod page; mod wait;"),
                ("page.rs", "use crate::wait::Wait; pub struct Page; pub fn open() {} pub enum Kind {}"),
                ("wait.rs", closing.as_str()),
            ];
            assert_eq!(circles(&files), ["page.rs → wait.rs → page.rs"], "{closing}");
        }
    }

    #[test]
    fn a_re_exported_item_is_imported_from_its_own_file() {
        let files = [
            ("lib.rs", "mod error; mod raw; pub use error::*; pub use raw::Raw as Response; use raw::read; fn f() { read() }"),
            ("error/mod.rs", "mod kind; pub use kind::Kind; use crate::Response; pub struct Error(Response);"),
            ("error/kind.rs", "pub enum Kind { A }"),
            ("raw.rs", "pub struct Raw; pub fn read() -> crate::Error { match crate::Kind::A { _ => loop {} } }"),
        ];
        assert_eq!(circles(&files), ["error/mod.rs → raw.rs → error/mod.rs"]);
    }

    #[test]
    fn a_parent_that_only_declares_and_re_exports_is_in_no_circle() {
        let child = ("jobs/list.rs", "use super::Jobs; pub fn list(_: Jobs) {}");
        for (parent, expected) in [
            ("mod list; pub use list::list; pub struct Jobs;", None),
            ("mod list; use list::list; pub struct Jobs;", Some("jobs/list.rs → jobs/mod.rs → jobs/list.rs")),
            ("mod list; pub struct Jobs; fn f() { list::list(Jobs) }", Some("jobs/list.rs → jobs/mod.rs → jobs/list.rs")),
        ] {
            let files = [("lib.rs", "mod jobs;"), ("jobs/mod.rs", parent), child];
            assert_eq!(circles(&files).first().map(String::as_str), expected, "{parent}");
        }
    }

    #[test]
    fn code_for_tests_alone_and_quoted_code_are_left_out() {
        let closings = [
            "#[cfg(test)] mod tests { use crate::page::Page; }",
            "#[cfg(test)] use crate::page::Page;",
            "impl Wait { #[cfg(test)] fn f() { crate::page::open() } }",
            "#[cfg(all(test, unix))] mod tests;",
            "fn generated() { quote::quote! { crate::page::open() }; }",
        ];
        for closing in closings {
            let closing = format!("pub struct Wait; {closing}");
            let files = [
                ("lib.rs", "mod page; mod wait;"),
                ("page.rs", "use crate::wait::Wait; pub struct Page; pub fn open() {}"),
                ("wait.rs", closing.as_str()),
            ];
            assert!(circles(&files).is_empty(), "{closing}");
        }
    }

    #[test]
    fn a_path_attribute_and_a_macro_by_its_bare_name_are_followed() {
        let files = [
            ("lib.rs", "#[macro_use] mod macros; #[path = \"other/page.rs\"] mod page;"),
            ("macros.rs", "macro_rules! make { () => { $crate::page::Page } }"),
            ("other/page.rs", "pub struct Page; fn f() { make!() }"),
        ];
        assert_eq!(circles(&files), ["macros.rs → other/page.rs → macros.rs"]);
    }

    #[test]
    fn a_missing_file_is_an_error() {
        let sources = [("src/lib.rs".to_owned(), "mod gone;".to_owned())].into();
        let error = graph(&sources, &["src/lib.rs".to_owned()]).unwrap_err().to_string();
        assert_eq!(error, "src/lib.rs:1: mod gone has no file: neither src/gone.rs nor src/gone/mod.rs");
    }
}
