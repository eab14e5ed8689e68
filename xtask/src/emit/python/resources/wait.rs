//! The methods that wait for a resource's objects.

use anyhow::{Result, bail};
use serde::Serialize;

use super::docs::entry;
use crate::emit::python::{layout, text};
use crate::ir::{Resource, Type, Wait};

#[derive(Serialize)]
pub struct Waiting {
    pub model: String,
    asynchronous: bool,
    one_doc: String,
    one_call: String,
    many_doc: String,
    many_call: String,
}

impl Waiting {
    pub fn of(resource: &Resource, wait: &Wait, asynchronous: bool) -> Result<Self> {
        let Type::Named { name: model } = &wait.item else { bail!("{}: what is waited for is no object", resource.pointer.path) };
        let (succeeded, failed) = (wait.succeeded.join(", "), wait.failed.join(" or "));
        let over = format!("Done means that `{}` is {succeeded}. A {failed} one raises, every other status goes on.", wait.status);
        let arguments = |name: &str, what: &str| {
            let entries = [
                entry(name, what),
                entry("on_progress", "Called with each object after each poll."),
                entry("**options", "Timeout and intervals: see `WaitOptions`."),
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
        let call = |function: &str, argument: &str| {
            let (opening, suffix) = if asynchronous { ("return await", "_async") } else { ("return", "") };
            let resource = text::literal(&resource.path.join("."));
            let arguments = ["self._native", &resource, argument, model, "options", "on_progress"];
            layout::call(&format!("{opening} {function}{suffix}"), &arguments, 8)
        };
        Ok(Self {
            model: model.clone(),
            asynchronous,
            one_call: call("wait", "id"),
            many_call: call("wait_many", "ids"),
            one_doc: doc("Wait until one is done.", arguments("id", "Which one.")),
            many_doc: doc(several, arguments("ids", "Which ones; they are returned in this order.")),
        })
    }
}
