//! A call as one would write it, in each language: with what it needs, and a few of the things it may be told.

use serde::Serialize;
use serde_json::{Map, Value};

use super::values::{DEFAULTS, Language, Node, Python, Rust, property, single_quoted, some};
use crate::emit::node::names as node;
use crate::emit::python::names as python;
use crate::emit::rust::names as rust;
use crate::emit::shared::printer::{Code, Group, Style};
use crate::emit::shared::sample::Sampler;
use crate::ir::{Api, Argument, Base, BodyForm, Encoding, Location, Operation, Outcome, Resource, Type, TypeBody};

/// Narrower than the SDKs' own code: examples stand in a page.
const PYTHON_OR_RUST: Style = Style { width: 100, step: 4 };
const TYPESCRIPT: Style = Style { width: 100, step: 2 };

/// So many arguments that could be left out are shown.
const OPTIONAL: usize = 4;

/// The same call three times.
#[derive(Debug, Serialize)]
pub struct Examples {
    python: String,
    node: String,
    rust: String,
}

impl Examples {
    pub fn of(api: &Api, resource: &Resource, operation: &Operation) -> Self {
        let call = Example { api, resource, operation, arguments: arguments(api, operation) };
        Self { python: call.python(), node: call.node(), rust: call.rust() }
    }

    pub fn of_waiting(resource: &Resource) -> Self {
        let (python, node, rust) = (python::accessor(resource), node::accessor(resource), rust::accessor(resource));
        Self {
            python: format!(
                "done = {python}.wait(id, timeout=600, on_progress=lambda seen: print(seen))\nall_done = {python}.wait_many([id, other_id])"
            ),
            node: format!(
                "const done = await {node}.wait(id, {{ timeout: 600_000, onProgress: (seen) => console.log(seen) }});\nconst allDone = await {node}.waitMany([id, otherId]);"
            ),
            rust: format!(
                "let done = {rust}.wait(&id).timeout(Duration::from_secs(600)).on_progress(|seen| println!(\"{{seen:?}}\")).await?;\nlet all_done = {rust}.wait_many([&id, &other_id]).await?;"
            ),
        }
    }
}

/// An argument that the example gives, and its value.
type Given<'a> = (&'a Argument, Value);

/// What is required, and the first few of the others but the cursor, which iterating takes care of.
fn arguments<'a>(api: &'a Api, operation: &'a Operation) -> Vec<Given<'a>> {
    let document = &api.source.document;
    let cursor = operation.page().map(|page| page.cursor.as_str());
    let body = match &operation.body {
        BodyForm::None => Value::Null,
        BodyForm::Fields { pointer, .. } | BodyForm::Whole { pointer, .. } => {
            Sampler::new(document).sample(pointer.of(document).unwrap_or(&Value::Null))
        }
    };
    let mut left = OPTIONAL;
    let mut given = Vec::new();
    for argument in operation.named_arguments() {
        let value = match argument.location {
            Location::WholeBody => short(api, &argument.r#type, &body),
            Location::Body => match body.get(&argument.name) {
                Some(value) => short(api, &argument.r#type, value),
                None => continue,
            },
            _ => example(api, argument),
        };
        let needed = argument.required || argument.location == Location::WholeBody;
        if needed || (left > 0 && Some(argument.name.as_str()) != cursor) {
            left -= usize::from(!needed);
            given.push((argument, value));
        }
    }
    given
}

/// Of an object only what it must have, or its first fields where that is nothing.
fn short(api: &Api, r#type: &Type, value: &Value) -> Value {
    match (r#type, value) {
        (Type::List { items }, Value::Array(values)) => values.iter().map(|value| short(api, items.present(), value)).collect(),
        (Type::Named { name }, Value::Object(members)) => {
            let Some(TypeBody::Input { fields, .. }) = api.definition(name).map(|definition| &definition.body) else {
                return value.clone();
            };
            let needed = fields.iter().any(|field| field.required);
            let shown = fields.iter().filter(|field| members.contains_key(&field.name)).filter(|field| !needed || field.required);
            let shown = shown.take(if needed { usize::MAX } else { 2 });
            shown.map(|field| (field.name.clone(), short(api, &field.r#type, &members[&field.name]))).collect::<Map<_, _>>().into()
        }
        _ => value.clone(),
    }
}

struct Example<'a> {
    api: &'a Api,
    resource: &'a Resource,
    operation: &'a Operation,
    arguments: Vec<Given<'a>>,
}

impl Example<'_> {
    fn python(&self) -> String {
        let path = self.path().map(|value| (String::new(), Code::text(value.to_string())));
        let language = Python(self.api);
        let named = self.values(&language).map(|(argument, code)| (format!("{}=", python::argument(&argument.name)), code));
        let name = format!("{}.{}(", python::accessor(self.resource), python::identifier(&self.operation.name));
        let call = Code::group(name, path.chain(named).collect(), ")");
        match &self.operation.success.outcome {
            Outcome::Page(_) => format!("for item in {}:\n    print(item)", call.render(PYTHON_OR_RUST, 0, 13)),
            Outcome::Job(_) => format!("started = {}\njob = started.wait(timeout=600)", call.render(PYTHON_OR_RUST, 0, 10)),
            Outcome::Nothing => call.render(PYTHON_OR_RUST, 0, 0),
            Outcome::Text { .. } | Outcome::Json { .. } => format!("result = {}", call.render(PYTHON_OR_RUST, 0, 9)),
        }
    }

    fn node(&self) -> String {
        let mut parts: Vec<(String, Code)> = self.path().map(|value| (String::new(), Code::text(single_quoted(&text(&value))))).collect();
        let members: Vec<(String, Code)> =
            self.values(&Node(self.api)).map(|(argument, code)| (format!("{}: ", property(&argument.name)), code)).collect();
        let hugs = !members.is_empty();
        if hugs {
            parts.push((String::new(), Code::group("{", members, "}")));
        }
        let open = format!("{}.{}(", node::accessor(self.resource), node::identifier(&self.operation.name));
        let call = Code::Group(Group { open, parts, close: ")", spaced: false, rest: "", hugs });
        match &self.operation.success.outcome {
            Outcome::Page(_) => format!("for await (const item of {}) {{\n  console.log(item);\n}}", call.render(TYPESCRIPT, 0, 28)),
            Outcome::Job(_) => {
                format!(
                    "const started = await {};\nconst job = await started.wait({{ timeout: 600_000 }});",
                    call.render(TYPESCRIPT, 0, 23)
                )
            }
            Outcome::Nothing => format!("await {};", call.render(TYPESCRIPT, 0, 7)),
            Outcome::Text { .. } | Outcome::Json { .. } => format!("const result = await {};", call.render(TYPESCRIPT, 0, 22)),
        }
    }

    fn rust(&self) -> String {
        let language = Rust(self.api);
        let mut arguments: Vec<String> = self.path().map(|value| value.to_string()).collect();
        let mut before = String::new();
        if rust::takes_parameters(self.operation) {
            let parts: Vec<(String, Code)> = self.arguments.iter().map(|given| rust_field(&language, given)).collect();
            let all = self.operation.named_arguments().count();
            let name = self.operation.type_name();
            let rest = if parts.len() < all { DEFAULTS } else { "" };
            let params = match parts.is_empty() {
                true => Code::text(format!("{name}::default()")),
                false => Code::Group(Group { open: format!("{name} {{"), parts, close: "}", spaced: true, rest, hugs: false }),
            };
            before = format!("let params = {};\n", params.render(PYTHON_OR_RUST, 0, 14));
            arguments.push("params".to_owned());
        } else if let Some((body, value)) = self.arguments.first() {
            arguments.push(language.value(&body.r#type, value).render(PYTHON_OR_RUST, 0, 40));
        }
        let has_two = rust::has_two_methods(self.operation);
        let method = if has_two { rust::method_with(self.operation) } else { rust::method(&self.operation.name) };
        let call = format!("{}.{method}({})", rust::accessor(self.resource), arguments.join(", "));
        before
            + &match &self.operation.success.outcome {
                Outcome::Page(_) => format!(
                    "let mut items = {call}.stream();\nwhile let Some(item) = items.try_next().await? {{\n    println!(\"{{item:?}}\");\n}}"
                ),
                Outcome::Job(_) => {
                    format!("let started = {call}.await?;\nlet job = started.wait().timeout(Duration::from_secs(600)).await?;")
                }
                Outcome::Nothing => format!("{call}.await?;"),
                Outcome::Text { .. } | Outcome::Json { .. } => format!("let result = {call}.await?;"),
            }
    }

    fn path(&self) -> impl Iterator<Item = Value> {
        self.operation.path_arguments().map(|argument| example(self.api, argument))
    }

    fn values<'a>(&'a self, language: &'a impl Language) -> impl Iterator<Item = (&'a Argument, Code)> {
        self.arguments.iter().map(|(argument, value)| (*argument, language.value(&argument.r#type, value)))
    }
}

fn rust_field(language: &Rust<'_>, (argument, value): &Given<'_>) -> (String, Code) {
    if argument.location != Location::Query {
        return language.field(&argument.as_field(), value);
    }
    let name = format!("{}: ", rust::input_identifier(&argument.identifier));
    if let (Type::List { items }, Value::Array(values)) = (&argument.r#type, value) {
        let item = |item: &Value| match **items {
            Type::Text => Code::text(item.to_string()),
            _ => language.value(items, item),
        };
        return (name, Code::listed("[", values.iter().map(item).collect(), "].into()"));
    }
    let value = language.value(&argument.r#type, value);
    (name, if argument.required { value } else { some(value) })
}

/// The document's example as a user would give it, or what the type suggests.
fn example(api: &Api, argument: &Argument) -> Value {
    let minimum = argument.limits.minimum;
    let is_code =
        |name: &str| matches!(api.definition(name).map(|definition| &definition.body), Some(TypeBody::Enum { base: Base::Integer, .. }));
    match (&argument.r#type, argument.example.clone()) {
        (Type::List { .. }, Some(Value::String(text))) if argument.encoding == Encoding::CommaSeparated => {
            text.split(',').map(str::trim).collect()
        }
        (Type::List { .. }, Some(value)) if !value.is_array() => Value::from(vec![value]),
        (Type::Date, Some(Value::String(text))) => text.chars().take(10).collect::<String>().into(),
        (_, Some(value)) => value,
        (Type::Number, None) if minimum.is_some_and(|minimum| minimum.fract() != 0.0) => minimum.into(),
        (Type::Integer | Type::Number, None) => (minimum.unwrap_or(1.0) as i64).into(),
        (Type::Named { name }, None) if is_code(name) => (minimum.unwrap_or(1.0) as i64).into(),
        (Type::Boolean, None) => true.into(),
        (Type::List { .. }, None) => Value::from(vec!["..."]),
        (_, None) => "...".into(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
