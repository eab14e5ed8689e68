//! Where the types belong: what only one resource uses is that resource's, all else is shared, and a shared enum takes the short name of its
//! property where that is free.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::types::Types;
use super::{Field, Loss, Type, TypeBody, TypeDefinition, snake};

/// The types of the API, each where it belongs.
pub struct Settled {
    /// By the resource's path.
    pub owned: BTreeMap<Vec<String>, Vec<TypeDefinition>>,
    pub imports: BTreeMap<Vec<String>, Vec<String>>,
    pub shared: Vec<TypeDefinition>,
    /// Names that changed.
    pub renamed: HashMap<String, String>,
}

impl Types {
    /// Gives each type to the resources that use it; `users` has the types that a resource's operations name.
    pub fn settle(mut self, users: &BTreeMap<Vec<String>, BTreeSet<String>>) -> (Settled, Vec<Loss>) {
        let mut used_by: HashMap<String, BTreeSet<&Vec<String>>> = HashMap::new();
        let mut reached: BTreeMap<&Vec<String>, BTreeSet<String>> = BTreeMap::new();
        for (resource, names) in users {
            let mut all = BTreeSet::new();
            names.iter().for_each(|name| self.reach(name, &mut all));
            for name in &all {
                used_by.entry(name.clone()).or_default().insert(resource);
            }
            reached.insert(resource, all);
        }
        // What no operation uses yet is still a part of the document; it is shared, and so is all that it leads to.
        let mut unused = BTreeSet::new();
        for name in self.definitions.keys().filter(|name| !used_by.contains_key(*name)) {
            self.reach(name, &mut unused);
        }
        let is_shared = |name: &str| unused.contains(name) || used_by.get(name).is_none_or(|users| users.len() > 1);
        let mut renamed = HashMap::new();
        for definition in self.definitions.values().filter(|definition| is_shared(&definition.name)) {
            let TypeBody::Enum { .. } = definition.body else { continue };
            let Some(short) = self.short.get(&definition.name) else { continue };
            let is_taken =
                self.definitions.contains_key(short) || self.reserved.contains(short) || renamed.values().any(|other| other == short);
            // One word says too little: a Status of what?
            let says_enough = snake(short).contains('_') && !self.given.contains(&definition.name);
            if says_enough && !is_taken {
                renamed.insert(definition.name.clone(), short.clone());
            }
        }
        let new_name = |name: &String| renamed.get(name).unwrap_or(name).clone();
        let mut settled = Settled { owned: BTreeMap::new(), imports: BTreeMap::new(), shared: Vec::new(), renamed: renamed.clone() };
        for (resource, names) in reached {
            let mut imports: Vec<String> = names.iter().filter(|name| is_shared(name)).map(new_name).collect();
            imports.sort();
            settled.imports.insert(resource.clone(), imports);
        }
        for (name, mut definition) in std::mem::take(&mut self.definitions) {
            definition.name = new_name(&name);
            definition.body.rename(&renamed);
            match used_by.get(&name).filter(|users| users.len() == 1 && !unused.contains(&name)).and_then(|users| users.iter().next()) {
                Some(resource) => settled.owned.entry((*resource).clone()).or_default().push(definition),
                None => settled.shared.push(definition),
            }
        }
        (settled, self.losses)
    }

    fn reach(&self, name: &str, all: &mut BTreeSet<String>) {
        if !all.insert(name.to_owned()) {
            return;
        }
        let Some(definition) = self.definitions.get(name) else { return };
        let mut names = BTreeSet::new();
        definition.body.types().for_each(|r#type| r#type.names(&mut names));
        names.iter().for_each(|name| self.reach(name, all));
    }
}

impl Type {
    /// The named types in it.
    pub fn names(&self, names: &mut BTreeSet<String>) {
        match self {
            Self::Named { name } => drop(names.insert(name.clone())),
            Self::List { items: inner } | Self::Map { values: inner } => inner.names(names),
            _ => {}
        }
    }

    pub(super) fn rename(&mut self, renamed: &HashMap<String, String>) {
        match self {
            Self::Named { name } => {
                if let Some(new) = renamed.get(name) {
                    name.clone_from(new);
                }
            }
            Self::List { items: inner } | Self::Map { values: inner } => inner.rename(renamed),
            _ => {}
        }
    }
}

impl TypeBody {
    /// The types it is made of.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let (fields, members): (&[Field], &[Type]) = match self {
            Self::Model { fields } | Self::Input { fields, .. } => (fields, &[]),
            Self::Union { members } => (&[], members),
            Self::Enum { .. } => (&[], &[]),
        };
        fields.iter().map(|field| &field.r#type).chain(members)
    }

    fn rename(&mut self, renamed: &HashMap<String, String>) {
        match self {
            Self::Model { fields } | Self::Input { fields, .. } => fields.iter_mut().for_each(|field| field.r#type.rename(renamed)),
            Self::Union { members } => members.iter_mut().for_each(|member| member.rename(renamed)),
            Self::Enum { .. } => {}
        }
    }
}
