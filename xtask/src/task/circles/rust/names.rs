//! Name resolution: from a path to the module that defines the item at its end.

use std::collections::BTreeSet;

use super::tree::{Module, Name};

/// The end of a path: a module, or an item with the module that defines it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Module(usize),
    Item(usize),
}

impl Target {
    /// The module that defines the item, if it is one.
    pub fn item(self) -> Option<usize> {
        match self {
            Self::Item(module) => Some(module),
            Self::Module(_) => None,
        }
    }
}

/// Everything that a path in a module may name; nothing for a path that leads out of the crate.
pub fn resolve(modules: &[Module], from: usize, path: &[String]) -> Vec<Target> {
    Resolver { modules, open: BTreeSet::new() }.path(from, path)
}

struct Resolver<'a> {
    modules: &'a [Module],
    /// Names being looked up, since globs may lead back to where they came from.
    open: BTreeSet<(usize, String)>,
}

impl Resolver<'_> {
    fn path(&mut self, from: usize, path: &[String]) -> Vec<Target> {
        let Some((first, rest)) = path.split_first() else { return Vec::new() };
        let mut targets = match first.as_str() {
            "crate" => vec![Target::Module(0)],
            "self" => vec![Target::Module(from)],
            "super" => self.modules[from].parent.map(Target::Module).into_iter().collect(),
            name => self.name(from, name),
        };
        for segment in rest {
            // Of a module and a function with one name, only the module has anything below it.
            if targets.iter().any(|target| target.item().is_none()) {
                targets.retain(|target| target.item().is_none());
            }
            let below = targets.into_iter().flat_map(|target| match target {
                // A variant, or something associated with a type.
                Target::Item(_) => vec![target],
                Target::Module(module) if segment == "super" => self.modules[module].parent.map(Target::Module).into_iter().collect(),
                Target::Module(module) => {
                    let found = self.name(module, segment);
                    // A name that no file spells was made there by a macro.
                    if found.is_empty() && !self.modules[module].names.contains_key(segment) { vec![Target::Item(module)] } else { found }
                }
            });
            targets = below.collect();
        }
        targets
    }

    fn name(&mut self, module: usize, name: &str) -> Vec<Target> {
        if !self.open.insert((module, name.to_owned())) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for known in self.modules[module].names.get(name).into_iter().flatten() {
            match known {
                Name::Module(child) => found.push(Target::Module(*child)),
                Name::Item(definer) => found.push(Target::Item(*definer)),
                Name::Use(path) => found.extend(self.path(module, path)),
            }
        }
        if !self.modules[module].names.contains_key(name) {
            found.extend(self.through_globs(module, name));
        }
        self.open.remove(&(module, name.to_owned()));
        found
    }

    /// A glob over the variants of an enum gives nothing: its `use` names the enum already.
    fn through_globs(&mut self, module: usize, name: &str) -> Vec<Target> {
        for glob in &self.modules[module].globs {
            for target in self.path(module, glob) {
                if let Target::Module(target) = target {
                    let found = self.name(target, name);
                    if !found.is_empty() {
                        return found;
                    }
                }
            }
        }
        Vec::new()
    }
}
