//! The methods that wait for a resource's objects.

use anyhow::{Result, bail};
use serde::Serialize;

use super::docs::entry;
use crate::emit::python::text;
use crate::ir::{Resource, Type, Wait};

#[derive(Serialize)]
pub struct Waiting {
    resource: String,
    pub model: String,
    asynchronous: bool,
    one_doc: String,
    many_doc: String,
}

impl Waiting {
    pub fn of(resource: &Resource, wait: &Wait, asynchronous: bool) -> Result<Self> {
        let Type::Named { name: model } = &wait.item else { bail!("{}: what is waited for is no object", resource.pointer.path) };
        let (succeeded, failed) = (wait.succeeded.join(", "), wait.failed.join(" or "));
        let over = format!("Done means that `{}` is {succeeded}. A {failed} one raises, every other status goes on.", wait.status);
        let arguments = |name: &str, what: &str| {
            let entries = [
                entry(name, what),
                entry("timeout", "Seconds for the whole wait."),
                entry("poll_interval", "Seconds before the second poll; the next pauses are longer."),
                entry("max_poll_interval", "Seconds that no pause is longer than."),
                entry("on_progress", "Called with each object as it is looked at."),
            ];
            format!("Args:\n{}", entries.join("\n"))
        };
        let raises = [
            entry("JobFailedError", &format!("One ended as {failed}; `error.job` is it.")),
            entry("WaitTimeoutError", "The time is up; `error.job` is the first unfinished one, as last seen."),
            entry("InvalidArgumentError", "An argument is wrong; nothing was sent."),
            entry("APIStatusError", "The API refused; see its subclasses."),
        ];
        let raises = format!("Raises:\n{}", raises.join("\n"));
        let doc = |first: &str, arguments: String| text::docstring(8, &[first.to_owned(), over.clone(), arguments, raises.clone()]);
        let several = "Wait until several are done, asking for all of them at once.";
        Ok(Self {
            resource: resource.path.join("."),
            model: model.clone(),
            asynchronous,
            one_doc: doc("Wait until one is done.", arguments("id", "Which one.")),
            many_doc: doc(several, arguments("ids", "Which ones; they are returned in this order.")),
        })
    }
}
