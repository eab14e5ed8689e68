//! Which operation a case means: written by its operationId or by its name, and told to the runners by both.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use crate::ir::{Api, Operation};

/// The operations, by operationId.
#[derive(Default)]
pub struct Names(BTreeMap<String, Known>);

struct Known {
    name: String,
    takes_arguments: bool,
}

impl Names {
    /// Those of every operation of the API.
    pub fn of_api(api: &Api) -> Self {
        let known = |operation: &Operation| Known { name: operation.full_name(), takes_arguments: operation.takes_parameters() };
        Self(api.operations.iter().map(|operation| (operation.id.clone(), known(operation))).collect())
    }

    /// Those of these operations.
    #[cfg(test)]
    pub fn of<const COUNT: usize>(names: [(&str, &str); COUNT]) -> Self {
        Self(names.map(|(id, name)| (id.to_owned(), Known { name: name.to_owned(), takes_arguments: true })).into())
    }

    /// Every operationId.
    pub fn ids(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }

    /// Gives a call the name that its operationId has now, or the operationId that its name belongs to.
    ///
    /// # Errors
    /// When there is no such operation, or the call says neither or both.
    pub fn complete(&self, call: &mut Map<String, Value>) -> Result<()> {
        let text = |key: &str| call.get(key).and_then(Value::as_str).map(str::to_owned);
        let (id, known) = match (text("operation_id"), text("operation")) {
            (Some(id), None) => self.0.get_key_value(&id).with_context(|| format!("operation_id: the document has no operation {id}"))?,
            (None, Some(name)) => match self.0.iter().find(|(_, known)| known.name == name) {
                Some(found) => found,
                // One of ours: a wait. What isn't, no runner will find.
                None => return Ok(()),
            },
            _ => bail!("call: must have either operation_id or operation"),
        };
        call.insert("operation_id".to_owned(), id.as_str().into());
        call.insert("operation".to_owned(), known.name.as_str().into());
        call.insert("takes_arguments".to_owned(), known.takes_arguments.into());
        Ok(())
    }
}
