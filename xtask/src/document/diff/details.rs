//! Differences without meaning to users: named by their keywords, so that a reviewer knows what the rest of the difference is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::matching::Counterparts;

/// The keywords whose values differ.
pub fn differing<V: PartialEq>(old: &BTreeMap<&str, V>, new: &BTreeMap<&str, V>) -> Vec<String> {
    let keys: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
    keys.into_iter().filter(|key| old.get(key) != new.get(key)).map(str::to_owned).collect()
}

/// The members of an object, but for those that are reported elsewhere.
pub fn remaining<'a>(value: &'a Value, compared: &[&str]) -> BTreeMap<&'a str, &'a Value> {
    let members = value.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value));
    members.filter(|(key, _)| !compared.contains(key)).collect()
}

/// Whether the items that both have are in another order.
pub fn order_differs<T: PartialEq>(old: impl Iterator<Item = T>, new: impl Iterator<Item = T>) -> bool {
    let (old, new): (Vec<T>, Vec<T>) = (old.collect(), new.collect());
    let common =
        |of: &[T], with: &[T]| of.iter().enumerate().filter(|(_, item)| with.contains(item)).map(|(index, _)| index).collect::<Vec<_>>();
    let (was, is) = (common(&old, &new), common(&new, &old));
    was.iter().zip(&is).any(|(was, is)| old[*was] != new[*is])
}

/// The differences outside of operations.
pub fn document_details(old: &Value, new: &Value, counterparts: &Counterparts) -> BTreeSet<String> {
    let compared = ["paths", "components"];
    let mut details: BTreeSet<String> = differing(&remaining(old, &compared), &remaining(new, &compared)).into_iter().collect();
    let parts = |document: &Value| {
        remaining(&document["components"], &["schemas"]).into_iter().map(|(key, value)| (key.to_owned(), value.clone())).collect()
    };
    let (was, is): (BTreeMap<String, Value>, BTreeMap<String, Value>) = (parts(old), parts(new));
    if was != is {
        details.insert("components".to_owned());
    }
    match counterparts.renamed() {
        0 => {}
        1 => drop(details.insert("the key of one component".to_owned())),
        several => drop(details.insert(format!("the keys of {several} components"))),
    }
    details
}
