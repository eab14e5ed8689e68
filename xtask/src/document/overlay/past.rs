//! The earlier edition of a document: what upstream has removed was there before.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{nearest, target};

/// What is known of the edition that the overlays were written for.
#[derive(Default)]
pub struct Past {
    /// The edition before, where it is at hand. The overlays are applied to it too, step by step.
    pub document: Option<Value>,
    /// Places that an import found removed, as targets; `names.lock` keeps them.
    pub lost: BTreeSet<String>,
}

impl Past {
    /// Whether upstream has removed this place, and hasn't just renamed it: a similar name that is new beside it is for a person to judge.
    pub fn has_lost(&self, document: &Value, path: &str, parent: &str, wanted: &[String]) -> bool {
        if self.lost.contains(path) {
            return true;
        }
        let Some(earlier) = self.document.as_ref().filter(|earlier| target::matches(earlier, path)) else { return false };
        let known = target::names_in(earlier, parent);
        let now = target::names_in(document, parent);
        let new = || now.iter().filter(|name| !known.contains(name)).map(String::as_str);
        wanted.iter().all(|wanted| nearest::nearest(wanted, new()).is_empty())
    }
}
