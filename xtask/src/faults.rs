//! Faults that are collected, so that one run names all of them.

use std::collections::BTreeSet;

use anyhow::{Error, Result, anyhow};

/// The faults found so far, each once.
#[derive(Debug, Default)]
pub struct Faults {
    found: Vec<Error>,
    /// Causes that are there already: many operations meet the same fault in a component they share.
    causes: BTreeSet<String>,
}

impl Faults {
    /// The value, or `None` with the fault kept.
    pub fn keep<T>(&mut self, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.add(error)).ok()
    }

    pub fn add(&mut self, fault: Error) {
        if self.causes.insert(fault.root_cause().to_string()) {
            self.found.push(fault);
        }
    }

    pub fn extend(&mut self, others: Self) {
        others.found.into_iter().for_each(|fault| self.add(fault));
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// These faults and one that ends the run, as one error.
    pub fn with(mut self, last: Error) -> Error {
        self.add(last);
        self.joined()
    }

    pub fn into_result(self) -> Result<()> {
        if self.is_empty() { Ok(()) } else { Err(self.joined()) }
    }

    /// A single fault as it is, several below each other as `main` would print each.
    fn joined(mut self) -> Error {
        if self.found.len() == 1 {
            return self.found.remove(0);
        }
        let messages: Vec<String> = self.found.iter().map(|fault| format!("{fault:#}")).collect();
        anyhow!("{}", messages.join("\nerror: "))
    }
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn lists_every_fault_once() {
        let mut faults = Faults::default();
        assert_eq!(faults.keep(Ok(1)), Some(1));
        assert_eq!(faults.keep::<()>(Err(anyhow!("first"))), None);
        faults.add(anyhow!("second"));
        faults.keep::<()>(Err(anyhow!("first")).context("met again"));
        assert_eq!(faults.len(), 2);
        assert_eq!(format!("error: {:#}", faults.into_result().unwrap_err()), "error: first\nerror: second");
    }

    #[test]
    fn is_no_error_without_faults() {
        assert!(Faults::default().into_result().is_ok());
    }
}
