//! The modules of a crate: their files, the names in them and the paths they mention.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use quote::ToTokens;

use super::references::{self, Reference};
use crate::task::circles::graph::Sources;

/// A module; an inline one has the file of the module around it.
#[derive(Debug, Default)]
pub struct Module {
    pub file: String,
    pub parent: Option<usize>,
    /// More than one for a name that is a module and a function, say.
    pub names: BTreeMap<String, Vec<Name>>,
    /// The paths of `use path::*`.
    pub globs: Vec<Vec<String>>,
    pub references: Vec<Reference>,
    /// The macros defined here, which other modules may use without a path.
    pub macros: BTreeSet<String>,
}

/// The meaning of a name in a module.
#[derive(Clone, Debug)]
pub enum Name {
    Module(usize),
    /// Defined in this module.
    Item(usize),
    /// From a `use`, as it is written.
    Use(Vec<String>),
}

/// Reads a crate from its root file; the root is the first module.
pub fn read(sources: &Sources, root: &str) -> Result<Vec<Module>> {
    let mut reader = Reader { sources, modules: Vec::new() };
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    reader.file(root, folder, None)?;
    Ok(reader.modules)
}

struct Reader<'a> {
    sources: &'a Sources,
    modules: Vec<Module>,
}

impl Reader<'_> {
    /// `folder` is where the files of the module's children are.
    fn file(&mut self, file: &str, folder: &str, parent: Option<usize>) -> Result<usize> {
        let text = self.sources.get(file).with_context(|| format!("{file}: can't be read"))?;
        let parsed = syn::parse_file(text).with_context(|| format!("{file}: doesn't parse"))?;
        self.items(file, folder, parent, parsed.items)
    }

    fn items(&mut self, file: &str, folder: &str, parent: Option<usize>, items: Vec<syn::Item>) -> Result<usize> {
        let index = self.modules.len();
        self.modules.push(Module { file: file.to_owned(), parent, ..Module::default() });
        for item in items {
            match item {
                syn::Item::Mod(module) if !references::is_for_tests(&module.attrs) => {
                    let name = plain(&module.ident);
                    let child = self.child(file, folder, index, module)?;
                    self.modules[index].names.entry(name).or_default().push(Name::Module(child));
                }
                syn::Item::Use(item) if !references::is_for_tests(&item.attrs) => self.import(index, &item),
                other => self.other(index, other),
            }
        }
        Ok(index)
    }

    fn child(&mut self, file: &str, folder: &str, parent: usize, module: syn::ItemMod) -> Result<usize> {
        let name = plain(&module.ident);
        let below = format!("{folder}/{name}");
        if let Some((_, items)) = module.content {
            return self.items(file, &below, Some(parent), items);
        }
        if let Some(path) = path_attribute(&module.attrs) {
            let base = file.rsplit_once('/').map_or("", |(base, _)| base);
            let file = normal(&format!("{base}/{path}"));
            let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
            return self.file(&file, &folder, Some(parent));
        }
        let candidates = [format!("{below}.rs"), format!("{below}/mod.rs")];
        match candidates.iter().find(|candidate| self.sources.contains_key(*candidate)) {
            Some(file) => self.file(file, &below, Some(parent)),
            None => {
                let line = module.mod_token.span.start().line;
                bail!("{file}:{line}: mod {name} has no file: neither {} nor {}", candidates[0], candidates[1])
            }
        }
    }

    /// A private `use` is an import; a public one, even if only for the crate, gives a name to others.
    fn import(&mut self, index: usize, item: &syn::ItemUse) {
        let is_private = matches!(item.vis, syn::Visibility::Inherited);
        let line = item.use_token.span.start().line;
        let module = &mut self.modules[index];
        // A path that begins with `::` leads to another crate.
        if item.leading_colon.is_some() {
            return;
        }
        for (name, path) in references::leaves(&item.tree) {
            match name {
                Some(name) => module.names.entry(name).or_default().push(Name::Use(path.clone())),
                None => module.globs.push(path.clone()),
            }
            if is_private {
                module.references.push(Reference { path, line, is_macro: false });
            }
        }
    }

    fn other(&mut self, index: usize, item: syn::Item) {
        let (ident, attributes) = described(&item);
        if references::is_for_tests(attributes) {
            return;
        }
        if let Some(ident) = ident {
            let name = plain(ident);
            if let syn::Item::Macro(definition) = &item {
                self.modules[index].macros.insert(name.clone());
                if definition.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export")) {
                    self.modules[0].names.entry(name.clone()).or_default().push(Name::Item(index));
                }
            }
            self.modules[index].names.entry(name).or_default().push(Name::Item(index));
        }
        self.mention(index, item.to_token_stream());
    }

    fn mention(&mut self, index: usize, tokens: proc_macro2::TokenStream) {
        let found = references::find(tokens);
        for tree in found.uses {
            self.import(index, &tree);
        }
        self.modules[index].references.extend(found.paths);
    }
}

/// The name that an item defines, if it defines one, and its attributes.
fn described(item: &syn::Item) -> (Option<&syn::Ident>, &[syn::Attribute]) {
    let (ident, attributes) = match item {
        syn::Item::Const(item) => (Some(&item.ident), &item.attrs),
        syn::Item::Enum(item) => (Some(&item.ident), &item.attrs),
        syn::Item::Fn(item) => (Some(&item.sig.ident), &item.attrs),
        syn::Item::Impl(item) => (None, &item.attrs),
        syn::Item::Macro(item) => (item.ident.as_ref(), &item.attrs),
        syn::Item::Mod(item) => (None, &item.attrs),
        syn::Item::Static(item) => (Some(&item.ident), &item.attrs),
        syn::Item::Struct(item) => (Some(&item.ident), &item.attrs),
        syn::Item::Trait(item) => (Some(&item.ident), &item.attrs),
        syn::Item::Type(item) => (Some(&item.ident), &item.attrs),
        syn::Item::Union(item) => (Some(&item.ident), &item.attrs),
        syn::Item::Use(item) => (None, &item.attrs),
        _ => return (None, &[]),
    };
    (ident, attributes)
}

fn path_attribute(attributes: &[syn::Attribute]) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident("path"))?;
    match &attribute.meta.require_name_value().ok()?.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

/// A path without `.` and `..`.
fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A name without the mark of a raw identifier.
fn plain(ident: &syn::Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}
