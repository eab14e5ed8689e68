//! Which operation, and which component, of the new document is which of the old.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::Value;

use super::shape::title;

const METHODS: [&str; 8] = ["get", "post", "patch", "put", "delete", "head", "options", "trace"];

/// An operation where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'a> {
    pub method: &'a str,
    pub path: &'a str,
    /// The path's own members: parameters that all its operations share.
    pub item: &'a Value,
    pub value: &'a Value,
}

impl<'a> Operation<'a> {
    pub fn id(&self) -> &'a str {
        self.value["operationId"].as_str().unwrap_or_default()
    }

    /// As reports name it: `GET /api/v2/leads/{id}`.
    pub fn name(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// The method and the words of the path: what the SDK makes names of.
    pub fn words(&self) -> (&'a str, Vec<&'a str>) {
        let segments = self.path.split('/').filter(|segment| !segment.is_empty());
        (self.method, segments.map(|segment| if segment.starts_with('{') { "{}" } else { segment }).collect())
    }
}

/// Every operation, in the document's order.
pub fn operations(document: &Value) -> Vec<Operation<'_>> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths
        .flat_map(|(path, item)| {
            let members = item.as_object().into_iter().flatten().filter(|(method, _)| METHODS.contains(&method.as_str()));
            members.map(move |(method, value)| Operation { method, path, item, value })
        })
        .collect()
}

/// The operations of two documents, matched.
pub struct Matches<'a> {
    /// Old and new.
    pub pairs: Vec<(Operation<'a>, Operation<'a>)>,
    pub removed: Vec<Operation<'a>>,
    pub added: Vec<Operation<'a>>,
}

/// By method and path, then by method and the words of the path, then by operationId; the latter two only where no other fits.
pub fn match_operations<'a>(old: &[Operation<'a>], new: &[Operation<'a>]) -> Matches<'a> {
    let mut matches = Matches { pairs: Vec::new(), removed: old.to_vec(), added: new.to_vec() };
    matches.take(|operation| Some((operation.method, vec![operation.path])));
    matches.take(|operation| Some(operation.words()));
    matches.take(|operation| Some(("", vec![operation.id()])).filter(|(_, id)| !id[0].is_empty()));
    matches
}

impl<'a> Matches<'a> {
    fn take<K: Ord>(&mut self, key: impl Fn(&Operation<'a>) -> Option<K>) {
        let was = unique(&self.removed, &key);
        let is = unique(&self.added, &key);
        let pairs: Vec<(usize, usize)> = was.iter().filter_map(|(key, old)| Some(((*old)?, (*is.get(key)?)?))).collect();
        self.pairs.extend(pairs.iter().map(|(old, new)| (self.removed[*old], self.added[*new])));
        self.removed = without(&self.removed, pairs.iter().map(|pair| pair.0).collect());
        self.added = without(&self.added, pairs.iter().map(|pair| pair.1).collect());
    }
}

/// Where each key stands; `None` for one that stands in several places.
fn unique<'a, K: Ord>(operations: &[Operation<'a>], key: impl Fn(&Operation<'a>) -> Option<K>) -> BTreeMap<K, Option<usize>> {
    let mut places = BTreeMap::new();
    for (index, operation) in operations.iter().enumerate() {
        if let Some(key) = key(operation) {
            places.entry(key).and_modify(|place| *place = None).or_insert(Some(index));
        }
    }
    places
}

fn without<'a>(operations: &[Operation<'a>], taken: Vec<usize>) -> Vec<Operation<'a>> {
    operations.iter().enumerate().filter(|(index, _)| !taken.contains(index)).map(|(_, operation)| *operation).collect()
}

/// Which component is which: by title, then by key.
pub struct Counterparts {
    /// References, old to new.
    references: IndexMap<String, String>,
}

impl Counterparts {
    pub fn of(old: &Value, new: &Value) -> Self {
        let (was, is) = (references(old), references(new));
        let mut counterparts = Self { references: IndexMap::new() };
        for key in [normalised_title, |_: &Value, reference: &str| reference.to_owned()] {
            let mut places: BTreeMap<String, Vec<&String>> = BTreeMap::new();
            for reference in is.iter().filter(|reference| !counterparts.references.values().any(|taken| taken == *reference)) {
                places.entry(key(new, reference)).or_default().push(reference);
            }
            for reference in &was {
                let same = was.iter().filter(|other| key(old, other) == key(old, reference)).count();
                if let (1, Some([counterpart]), false) =
                    (same, places.get(&key(old, reference)).map(Vec::as_slice), counterparts.references.contains_key(reference))
                {
                    counterparts.references.insert(reference.clone(), (*counterpart).clone());
                }
            }
        }
        counterparts
    }

    pub fn match_up(&self, old: &str, new: &str) -> bool {
        self.references.get(old).is_some_and(|counterpart| counterpart == new)
    }

    /// How many have another key.
    pub fn renamed(&self) -> usize {
        self.references.iter().filter(|(old, new)| old != new).count()
    }
}

fn references(document: &Value) -> Vec<String> {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten();
    schemas.map(|(key, _)| format!("#/components/schemas/{}", key.replace('~', "~0").replace('/', "~1"))).collect()
}

/// "A & B" and "a and b" are one title.
fn normalised_title(document: &Value, reference: &str) -> String {
    title(document, reference).to_lowercase().replace('&', "and").chars().filter(|letter| letter.is_alphanumeric()).collect()
}
