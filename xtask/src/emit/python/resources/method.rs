//! One method: its arguments, its documentation, and the call it makes.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use serde::Serialize;

use super::docs;
use super::returns::{Outcome, Returns};
use crate::emit::python::annotation::{Direction, Speller};
use crate::emit::python::arguments::{Argument, names};
use crate::emit::python::names::{constant, identifier};
use crate::emit::python::{layout, text};
use crate::ir::{Api, Operation};

#[derive(Serialize)]
pub struct Method {
    pub name: String,
    /// From `def` to the colon.
    signature: String,
    doc: String,
    /// `self._call(…)`
    call: String,
    is_coroutine: bool,
    /// What types it where the whole response is asked for.
    pub raw: &'static str,
    #[serde(skip)]
    pub outcome: Outcome,
    /// `CallOptions`
    #[serde(skip)]
    pub options: &'static str,
    #[serde(skip)]
    pub has_optional: bool,
    /// Every annotation, for the imports.
    #[serde(skip)]
    pub annotations: Vec<String>,
}

impl Method {
    pub fn of(api: &Api, members: &[String], operation: &Operation, asynchronous: bool) -> Result<Self> {
        let Returns { annotation: returns, outcome } = Returns::of(api, members, operation, asynchronous)?;
        let speller = Speller::new(api, Direction::Send, members.iter().cloned());
        let arguments = names(operation).into_iter().zip(&operation.arguments);
        let arguments = arguments.map(|(name, argument)| Argument::of(name, &speller, argument));
        let (path, keywords): (Vec<_>, Vec<_>) = arguments.partition(|argument| argument.is_positional);
        let distinct: BTreeSet<_> = path.iter().chain(&keywords).map(|argument| &argument.name).collect();
        ensure!(distinct.len() == path.len() + keywords.len(), "two arguments have one name in Python");

        let page = operation.page().is_some();
        let (name, is_coroutine) = (identifier(&operation.name), asynchronous && !page);
        let options = if operation.has_body() { "BodyOptions" } else { "CallOptions" };
        let given = path.iter().chain(&keywords);
        let annotations = given.clone().map(|argument| argument.annotation.clone());
        Ok(Self {
            signature: signature(&format!("{}def {name}", if is_coroutine { "async " } else { "" }), &path, &keywords, options, &returns),
            doc: docs::method(api, operation, options),
            call: call(if is_coroutine { "return await" } else { "return" }, &constant(operation), given.clone()),
            has_optional: given.clone().any(|argument| !argument.required),
            annotations: annotations.chain([returns]).chain(outcome.arguments.iter().cloned()).collect(),
            raw: match (asynchronous, page) {
                (false, _) => "raw_response",
                (true, false) => "async_raw_response",
                (true, true) => "async_raw_page",
            },
            name,
            is_coroutine,
            outcome,
            options,
        })
    }
}

/// From `def` to the colon, in one line or one argument a line.
fn signature(opening: &str, path: &[Argument], keywords: &[Argument], options: &str, returns: &str) -> String {
    let star = (!keywords.is_empty()).then(|| "*,".to_owned());
    let arguments = ["self,".to_owned()].into_iter().chain(path.iter().map(Argument::line)).chain(star);
    let arguments = arguments.chain(keywords.iter().map(Argument::line)).chain([format!("**options: Unpack[{options}],")]);
    let arguments: Vec<_> = arguments.collect();
    let line = format!("{opening}({}) -> {returns}:", arguments.join(" ").trim_end_matches(','));
    if line.len() + 4 <= text::WIDTH && !line.contains('\n') {
        return line;
    }
    format!("{opening}(\n        {}\n    {}", arguments.join("\n        "), layout::returns(") -> ", returns, 4))
}

/// The call with all arguments by their wire names, in one line or one argument a line.
fn call<'a>(opening: &str, handle: &str, arguments: impl Iterator<Item = &'a Argument>) -> String {
    let entries: Vec<_> = arguments.map(|argument| format!("{}: {}", text::literal(&argument.wire_name), argument.name)).collect();
    let dict = format!("{{{}}}", entries.join(", "));
    let line = format!("{opening} self._call({handle}, {dict}, options)");
    if line.len() + 8 <= text::WIDTH {
        return line;
    }
    let dict = match dict.len() + 13 <= text::WIDTH {
        true => dict,
        false => format!("{{\n                {},\n            }}", entries.join(",\n                ")),
    };
    format!("{opening} self._call(\n            {handle},\n            {dict},\n            options,\n        )")
}
