//! Where the types belong: what only one resource uses is that resource's, all else is shared, and a shared enum takes the short name of its
//! property where that is free.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use indexmap::IndexMap;

use super::types::Types;
use super::{Field, Home, Loss, Type, TypeBody, TypeDefinition, snake};

/// The types of the API, each where it belongs, and what follows from that.
pub struct Assigned {
    /// By name, each after those it uses.
    pub types: IndexMap<String, TypeDefinition>,
    /// The shared types that a resource uses, sorted, by the resource's path.
    pub imports: BTreeMap<Vec<String>, Vec<String>>,
    /// Names that changed.
    pub renamed: HashMap<String, String>,
    pub losses: Vec<Loss>,
}

impl Types {
    /// Gives each type to the resource that uses it; `users` has the types that a resource's operations name, `sent` and `received` those
    /// that requests and responses name.
    pub fn assign(
        mut self,
        users: &BTreeMap<Vec<String>, BTreeSet<String>>,
        sent: &BTreeSet<String>,
        received: &BTreeSet<String>,
    ) -> Assigned {
        let mut used_by: HashMap<String, BTreeSet<&Vec<String>>> = HashMap::new();
        let mut reached: BTreeMap<&Vec<String>, BTreeSet<String>> = BTreeMap::new();
        for (resource, names) in users {
            let all = self.reached(names);
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
        let mut imports = BTreeMap::new();
        for (resource, names) in reached {
            let mut shared: Vec<String> = names.iter().filter(|name| is_shared(name)).map(new_name).collect();
            shared.sort();
            imports.insert(resource.clone(), shared);
        }
        let (sent, received) = (self.reached(sent), self.reached(received));
        let mut types = IndexMap::new();
        for (name, mut definition) in std::mem::take(&mut self.definitions) {
            let owner =
                used_by.get(&name).filter(|users| users.len() == 1 && !unused.contains(&name)).and_then(|users| users.iter().next());
            definition.name = new_name(&name);
            definition.body.rename(&renamed);
            definition.home = owner.map_or(Home::Shared, |resource| Home::Resource((*resource).clone()));
            (definition.sent, definition.received) = (sent.contains(&name), received.contains(&name));
            types.insert(definition.name.clone(), definition);
        }
        Assigned { types, imports, renamed, losses: self.losses }
    }

    /// These types, and all that they are made of.
    fn reached(&self, names: &BTreeSet<String>) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        names.iter().for_each(|name| self.reach(name, &mut all));
        all
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
            Self::List { items: inner } | Self::Map { values: inner } | Self::Nullable { of: inner } => inner.names(names),
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
            Self::List { items: inner } | Self::Map { values: inner } | Self::Nullable { of: inner } => inner.rename(renamed),
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
