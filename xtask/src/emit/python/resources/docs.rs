//! What a method's docstring says: what it does, the call, its arguments, its errors.

use super::method::names;
use crate::emit::python::text;
use crate::emit::shared::errors::error_class;
use crate::emit::shared::printer::wrapped;
use crate::ir::{Api, Operation};

const INDENTATION: usize = 8;

pub fn method(api: &Api, operation: &Operation) -> String {
    let summary = (!operation.summary.is_empty()).then(|| text::sentence(&operation.summary));
    let mut paragraphs: Vec<_> = summary.into_iter().chain([call(api, operation)]).collect();
    let described = names(operation).into_iter().zip(&operation.arguments).filter(|(_, argument)| !argument.summary.is_empty());
    let arguments: Vec<_> = described.map(|(name, argument)| entry(&name, &argument.summary)).collect();
    if !arguments.is_empty() {
        paragraphs.push(format!("Args:\n{}", arguments.join("\n")));
    }
    paragraphs.push(raises(operation));
    text::docstring(INDENTATION, &paragraphs)
}

/// `POST /api/v2/campaigns. Needs one of the scopes campaigns:create, campaigns:all.`
fn call(api: &Api, operation: &Operation) -> String {
    let mut call = format!("{} {}.", operation.method, operation.path);
    match operation.scopes.as_slice() {
        [] => {}
        [scope] => call += &format!(" Needs the scope {scope}."),
        scopes => call += &format!(" Needs one of the scopes {}.", scopes.join(", ")),
    }
    let group = api.rate_groups.iter().find(|group| Some(&group.name) == operation.rate_group.as_ref());
    if let Some(group) = group {
        call += &format!(" At most {} calls in {} seconds.", group.calls, group.seconds);
    }
    call
}

/// Every method can end in these; which subclasses are documented stands behind the second.
fn raises(operation: &Operation) -> String {
    let classes: Vec<_> = operation.errors.iter().map(|status| format!("{} ({status})", error_class(*status))).collect();
    let refused = match classes.as_slice() {
        [] => "The API refused; see its subclasses.".to_owned(),
        classes => format!("The API refused: {}.", classes.join(", ")),
    };
    let entries = [
        entry("InvalidArgumentError", "An argument is wrong; nothing was sent."),
        entry("APIStatusError", &refused),
        entry("APIConnectionError", "There was no answer."),
    ];
    format!("Raises:\n{}", entries.join("\n"))
}

/// `    limit: Jobs a page.`, wrapped under itself.
pub fn entry(name: &str, text: &str) -> String {
    const ROOM: usize = text::WIDTH - INDENTATION - 8;
    let lines = wrapped(&format!("{name}: {}", text::sentence(text)), ROOM);
    let indented = lines.iter().enumerate().map(|(index, line)| format!("{}{line}", if index == 0 { "    " } else { "        " }));
    indented.collect::<Vec<_>>().join("\n")
}
