//! What a file of a resource imports.

use std::collections::{BTreeMap, BTreeSet};

use super::method::Method;
use super::wait::Waiting;
use crate::emit::python::names::module;
use crate::emit::python::text;
use crate::ir::Api;

/// The import lines: modules of Python, an empty line, modules of the package.
pub fn lines(api: &Api, has_nested: bool, methods: &[&Method], waiting: Option<&Waiting>) -> Vec<String> {
    let annotations = methods.iter().flat_map(|method| &method.annotations).map(|text| text::plain_dates(text));
    let annotations: Vec<_> = annotations.collect();
    let mut words: BTreeSet<&str> = annotations.iter().flat_map(|annotation| text::words(annotation)).collect();
    let waits = waiting.is_some();
    words.extend(waiting.map(|wait| wait.model.as_str()));
    let used = |name: &str| words.contains(name);
    let any = !methods.is_empty();

    let mut python_modules = Imports::default();
    python_modules.need(waits, "collections.abc", &["Callable"]);
    python_modules.need(used("Mapping"), "collections.abc", &["Mapping"]);
    python_modules.need(waits || used("Sequence"), "collections.abc", &["Sequence"]);
    python_modules.need(used("date"), "datetime", &["date"]);
    python_modules.need(used("datetime"), "datetime", &["datetime"]);
    python_modules.need(has_nested, "typing", &["TYPE_CHECKING"]);
    python_modules.need(used("Any"), "typing", &["Any"]);

    let mut own = Imports::default();
    own.need(used("AsyncPager"), ".._async_page", &["AsyncPager"]);
    own.need(used("StartedJob"), ".._job", &["AsyncStartedJob", "StartedJob"]);
    own.need(any || has_nested, ".._lazy", &["cached_property"]);
    own.need(any, ".._native", &["Operation"]);
    own.need(methods.iter().any(|method| method.has_optional), ".._omit", &["Omit", "omit"]);
    own.need(any || waits, ".._option_types", &["Unpack"]);
    own.need(waits, ".._options", &["WaitOptions"]);
    for method in methods {
        own.need(true, ".._options", &[method.options]);
        own.need(true, ".._outcome", &[method.outcome.class]);
    }
    own.need(used("Page"), ".._page", &["Page"]);
    own.need(any, ".._raw", &["RawMethods"]);
    for raw in ["async_raw_page", "async_raw_response", "raw_response"] {
        own.need(methods.iter().any(|method| method.raw == raw), ".._raw", &[raw]);
    }
    own.need(true, ".._resource", &["AsyncResource", "SyncResource"]);
    own.need(waits, ".._wait", &["wait", "wait_async", "wait_many", "wait_many_async"]);
    for name in &words {
        if let Some(home) = api.home(name) {
            own.need(true, &format!("..types.{}", module(&home)), &[name]);
        }
    }

    let mut lines = Vec::new();
    lines.extend((used("builtins") || waits).then(|| "import builtins".to_owned()));
    lines.extend(used("dt").then(|| "import datetime as dt".to_owned()));
    lines.extend(python_modules.lines());
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.extend(own.lines());
    lines
}

/// Names by their module.
#[derive(Default)]
struct Imports(BTreeMap<String, Vec<String>>);

impl Imports {
    fn need(&mut self, needed: bool, module: &str, names: &[&str]) {
        if needed {
            self.0.entry(module.to_owned()).or_default().extend(names.iter().map(|name| (*name).to_owned()));
        }
    }

    fn lines(self) -> impl Iterator<Item = String> {
        self.0.into_iter().map(|(module, names)| text::import(&module, names))
    }
}
