//! What became of the actions: those that are retired, those that are in error, and what the others wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use anyhow::anyhow;
use serde_json::Value;

use crate::faults::Faults;

/// A place in an overlay.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Site {
    pub file: String,
    pub index: usize,
    /// The members of the action's update that lead to the part that is meant; none for the whole action.
    pub path: Vec<String>,
}

impl Site {
    pub fn of_action(file: &str, index: usize) -> Self {
        Self { file: file.to_owned(), index, path: Vec::new() }
    }

    /// A part of the action's update.
    pub fn member(&self, path: &[String]) -> Self {
        Self { path: path.to_vec(), ..self.clone() }
    }

    /// The place inside its file.
    fn fragment(&self) -> String {
        let path = self.path.iter().map(|key| format!("/{}", key.replace('~', "~0").replace('/', "~1"))).collect::<String>();
        format!("#/actions/{}{}{path}", self.index, if path.is_empty() { "" } else { "/update" })
    }
}

impl fmt::Display for Site {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.file, self.fragment())
    }
}

/// An action, or a part of one, that is about something upstream has removed.
#[derive(Clone, Debug, PartialEq)]
pub struct Retired {
    pub site: Site,
    /// As in "is retired, because …".
    pub because: String,
}

/// The outcome of applying overlays.
#[derive(Debug, Default)]
pub struct Report {
    pub retired: Vec<Retired>,
    /// Places that upstream removed inside something that still exists, as targets.
    pub lost: BTreeSet<String>,
    /// Actions that miss inside something that still exists.
    pub misses: Vec<String>,
    pub faults: Faults,
    writes: Vec<(Site, String, Value)>,
}

impl Report {
    pub fn wrote(&mut self, site: &Site, pointer: &str, update: &Value) {
        self.writes.push((site.clone(), pointer.to_owned(), update.clone()));
    }

    /// Retires what the overlays wrote at this place of the document. Returns whether they wrote it.
    pub fn retire(&mut self, pointer: &str, because: &str) -> bool {
        let sites = self.writes.iter().filter_map(|(site, written, update)| {
            let rest = pointer.strip_prefix(written.as_str()).filter(|rest| rest.starts_with('/'))?;
            update.pointer(rest)?;
            let path: Vec<String> = rest.split('/').skip(1).map(|key| key.replace("~1", "/").replace("~0", "~")).collect();
            Some(site.member(&path))
        });
        let retired: Vec<Retired> = sites.map(|site| Retired { site, because: because.to_owned() }).collect();
        let is_ours = !retired.is_empty();
        self.retired.extend(retired);
        is_ours
    }

    /// Every error, each with its place and the nearest names that exist.
    pub fn take_faults(&mut self, faults: &mut Faults) {
        let misses = std::mem::take(&mut self.misses);
        if !misses.is_empty() {
            let subject = if misses.len() == 1 { "1 overlay action matches" } else { &format!("{} overlay actions match", misses.len()) };
            faults.add(anyhow!("{subject} nothing\n  {}", misses.join("\n  ")));
        }
        faults.extend(std::mem::take(&mut self.faults));
    }

    /// The note on retired actions, if there are any.
    pub fn note(&self) -> Option<String> {
        const PRUNE: &str = "remove them with `cargo xtask overlay --prune`";
        let mut reasons: BTreeMap<&str, BTreeSet<&Site>> = BTreeMap::new();
        for retired in &self.retired {
            reasons.entry(&retired.because).or_default().insert(&retired.site);
        }
        let actions: BTreeSet<_> = self.retired.iter().map(|retired| (&retired.site.file, retired.site.index)).collect();
        let number = actions.len();
        let subject = if number == 1 { "1 action is retired".to_owned() } else { format!("{number} actions are retired") };
        let prune = if number == 1 { PRUNE.replace("them", "it") } else { PRUNE.to_owned() };
        match reasons.len() {
            0 => None,
            1 => {
                let (because, sites) = reasons.pop_first()?;
                Some(format!("note: {subject}, because {because}; {prune}\n  {}\n", places(&sites)))
            }
            _ => {
                let lines: String = reasons.iter().map(|(because, sites)| format!("  {because}: {}\n", places(sites))).collect();
                Some(format!("note: {subject}; {prune}\n{lines}"))
            }
        }
    }
}

/// `a.yaml#/actions/1, #/actions/2; b.yaml#/actions/0`
fn places(sites: &BTreeSet<&Site>) -> String {
    let mut files: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for site in sites {
        files.entry(&site.file).or_default().push(site.fragment());
    }
    files.into_iter().map(|(file, fragments)| format!("{file}{}", fragments.join(", "))).collect::<Vec<_>>().join("; ")
}
