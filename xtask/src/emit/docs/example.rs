//! A call as one would write it, in each language: with what it needs, and a few of the things it may be told.

use serde::Serialize;
use serde_json::{Map, Value};

use super::values::{DEFAULTS, Language, Node, Python, Rust, property, single_quoted, some};
use crate::emit::node::names as node;
use crate::emit::python::names as python;
use crate::emit::rust::names as rust;
use crate::emit::shared::printer::{Code, Group};
use crate::emit::shared::sample::Sampler;
use crate::ir::{Api, Field, Kind, Operation, Parameter, Resource, Type, TypeBody};

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
    pub fn of(api: &Api, document: &Value, resource: &Resource, operation: &Operation) -> Self {
        let call = Call { api, resource, operation, arguments: arguments(api, document, operation) };
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

/// An argument that the example gives.
enum Argument<'a> {
    Query(&'a Parameter, Value),
    Field(&'a Field, Value),
    /// The whole body, where it is one argument.
    Body(&'a Type, Value),
}

/// What is required, and the first few of the others but the cursor, which iterating takes care of.
fn arguments<'a>(api: &Api, document: &Value, operation: &'a Operation) -> Vec<Argument<'a>> {
    let sampler = Sampler::new(document);
    let cursor = operation.pagination.as_ref().map(|pagination| pagination.cursor.as_str());
    let mut left = OPTIONAL;
    let mut shown = |required: bool, name: &str| {
        let shown = required || (left > 0 && Some(name) != cursor);
        left -= usize::from(shown && !required);
        shown
    };
    let query = operation.query_parameters().filter(|parameter| shown(parameter.required, &parameter.name));
    let mut arguments: Vec<Argument> = query.map(|parameter| Argument::Query(parameter, example(parameter))).collect();
    let Some(body) = &operation.body else { return arguments };
    let schema = document.pointer(body.pointer.0.trim_start_matches('#')).unwrap_or(&Value::Null);
    let sampled = sampler.sample(schema);
    if let Some(r#type) = &body.value {
        arguments.push(Argument::Body(r#type, short(api, r#type, &sampled)));
    }
    let given = body.fields.iter().filter_map(|field| Some((field, sampled.get(&field.name)?)));
    let given = given.filter(|(field, _)| shown(field.required, &field.name));
    arguments.extend(given.map(|(field, value)| Argument::Field(field, short(api, &field.r#type, value))));
    arguments.sort_by_key(|argument| !argument.is_required());
    arguments
}

/// Of an object only what it must have, or its first fields where that is nothing.
fn short(api: &Api, r#type: &Type, value: &Value) -> Value {
    match (r#type, value) {
        (Type::List { items }, Value::Array(values)) => values.iter().map(|value| short(api, items, value)).collect(),
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

impl Argument<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Query(parameter, _) => &parameter.name,
            Self::Field(field, _) => &field.name,
            Self::Body(..) => "body",
        }
    }

    fn is_required(&self) -> bool {
        match self {
            Self::Query(parameter, _) => parameter.required,
            Self::Field(field, _) => field.required,
            Self::Body(..) => true,
        }
    }

    fn value(&self, language: &impl Language) -> Code {
        match self {
            Self::Query(parameter, value) => language.value(&type_of(parameter), value),
            Self::Field(field, value) => language.value(&field.r#type, value),
            Self::Body(r#type, value) => language.value(r#type, value),
        }
    }
}

struct Call<'a> {
    api: &'a Api,
    resource: &'a Resource,
    operation: &'a Operation,
    arguments: Vec<Argument<'a>>,
}

impl Call<'_> {
    fn python(&self) -> String {
        let path = self.path().map(|value| (String::new(), Code::text(value.to_string())));
        let named =
            self.arguments.iter().map(|argument| (format!("{}=", python::keyword(argument.name())), argument.value(&Python(self.api))));
        let name = format!("{}.{}(", python::accessor(self.resource), python::identifier(&self.operation.name));
        let call = Code::group(name, path.chain(named).collect(), ")");
        match (&self.operation.pagination, &self.operation.starts_job) {
            (Some(_), _) => format!("for item in {}:\n    print(item)", call.render(0, 4, 13)),
            (None, Some(_)) => format!("started = {}\njob = started.wait(timeout=600)", call.render(0, 4, 10)),
            (None, None) if !self.gives_something() => call.render(0, 4, 0),
            (None, None) => format!("result = {}", call.render(0, 4, 9)),
        }
    }

    fn node(&self) -> String {
        let mut parts: Vec<(String, Code)> = self.path().map(|value| (String::new(), Code::text(single_quoted(&text(&value))))).collect();
        let members: Vec<(String, Code)> =
            self.arguments.iter().map(|argument| (format!("{}: ", property(argument.name())), argument.value(&Node(self.api)))).collect();
        let hugs = !members.is_empty();
        if hugs {
            parts.push((String::new(), Code::group("{", members, "}")));
        }
        let open = format!("{}.{}(", node::accessor(self.resource), node::identifier(&self.operation.name));
        let call = Code::Group(Group { open, parts, close: ")", spaced: false, rest: "", hugs });
        match (&self.operation.pagination, &self.operation.starts_job) {
            (Some(_), _) => format!("for await (const item of {}) {{\n  console.log(item);\n}}", call.render(0, 2, 28)),
            (None, Some(_)) => {
                format!("const started = await {};\nconst job = await started.wait({{ timeout: 600_000 }});", call.render(0, 2, 23))
            }
            (None, None) if !self.gives_something() => format!("await {};", call.render(0, 2, 7)),
            (None, None) => format!("const result = await {};", call.render(0, 2, 22)),
        }
    }

    fn rust(&self) -> String {
        let language = Rust(self.api);
        let mut arguments: Vec<String> = self.path().map(|value| value.to_string()).collect();
        let mut before = String::new();
        if rust::takes_parameters(self.operation) {
            let parts: Vec<(String, Code)> = self.arguments.iter().map(|argument| rust_field(&language, argument)).collect();
            let all = self.operation.query_parameters().count() + self.operation.body.as_ref().map_or(0, |body| body.fields.len());
            let name = self.operation.type_name();
            let rest = if parts.len() < all { DEFAULTS } else { "" };
            let params = match parts.is_empty() {
                true => Code::text(format!("{name}::default()")),
                false => Code::Group(Group { open: format!("{name} {{"), parts, close: "}", spaced: true, rest, hugs: false }),
            };
            before = format!("let params = {};\n", params.render(0, 4, 14));
            arguments.push("params".to_owned());
        } else if let Some(Argument::Body(r#type, value)) = self.arguments.first() {
            arguments.push(language.value(r#type, value).render(0, 4, 40));
        }
        let has_two = rust::has_two_methods(self.operation);
        let method = if has_two { rust::method_with(self.operation) } else { rust::identifier(&self.operation.name) };
        let call = format!("{}.{method}({})", rust::accessor(self.resource), arguments.join(", "));
        before
            + &match (&self.operation.pagination, &self.operation.starts_job) {
                (Some(_), _) => format!(
                    "let mut items = {call}.stream();\nwhile let Some(item) = items.try_next().await? {{\n    println!(\"{{item:?}}\");\n}}"
                ),
                (None, Some(_)) => {
                    format!("let started = {call}.await?;\nlet job = started.wait().timeout(Duration::from_secs(600)).await?;")
                }
                (None, None) if !self.gives_something() => format!("{call}.await?;"),
                (None, None) => format!("let result = {call}.await?;"),
            }
    }

    fn path(&self) -> impl Iterator<Item = Value> {
        self.operation.path_parameters().map(example)
    }

    fn gives_something(&self) -> bool {
        self.operation.response.r#type.is_some() || self.operation.pagination.is_some()
    }
}

fn rust_field(language: &Rust<'_>, argument: &Argument<'_>) -> (String, Code) {
    let (parameter, value) = match argument {
        Argument::Field(field, value) => return language.field(field, value),
        Argument::Query(parameter, value) => (parameter, value),
        Argument::Body(r#type, value) => return (String::new(), language.value(r#type, value)),
    };
    let name = format!("{}: ", rust::input_identifier(&parameter.identifier));
    if let (Kind::CommaList | Kind::List, Value::Array(items)) = (&parameter.kind, value) {
        let item = |item: &Value| match &parameter.enumeration {
            Some(name) => language.value(&Type::Named { name: name.clone() }, item),
            None => Code::text(item.to_string()),
        };
        return (name, Code::listed("[", items.iter().map(item).collect(), "].into()"));
    }
    // A date is text in Rust.
    let value = language.value(&type_of(parameter), value);
    (name, if parameter.required { value } else { some(value) })
}

/// What a parameter's value is, as a type.
fn type_of(parameter: &Parameter) -> Type {
    let named = parameter.enumeration.as_ref().map(|name| Type::Named { name: name.clone() });
    match &parameter.kind {
        Kind::Text { format } if format.as_deref() == Some("date-time") => Type::Timestamp,
        Kind::Text { .. } => named.unwrap_or(Type::Text),
        Kind::Integer { .. } => named.unwrap_or(Type::Integer),
        Kind::Number { .. } => named.unwrap_or(Type::Number),
        Kind::Boolean => Type::Boolean,
        Kind::CommaList | Kind::List => Type::List { items: Box::new(named.unwrap_or(Type::Text)) },
    }
}

/// The document's example as a user would give it, or what the kind suggests.
fn example(parameter: &Parameter) -> Value {
    let given = parameter.example.clone();
    match (&parameter.kind, given) {
        (Kind::CommaList, Some(Value::String(text))) => text.split(',').map(str::trim).collect(),
        (Kind::CommaList | Kind::List, Some(value)) if !value.is_array() => Value::from(vec![value]),
        (Kind::Text { format }, Some(Value::String(text))) if format.as_deref() == Some("date") => {
            text.chars().take(10).collect::<String>().into()
        }
        (_, Some(value)) => value,
        (Kind::Integer { minimum, .. }, None) => minimum.unwrap_or(1).into(),
        (Kind::Number { minimum, .. }, None) => {
            minimum.map_or(Value::from(1), |minimum| if minimum.fract() == 0.0 { Value::from(minimum as i64) } else { minimum.into() })
        }
        (Kind::Boolean, None) => true.into(),
        (Kind::CommaList | Kind::List, None) => Value::from(vec!["..."]),
        (Kind::Text { .. }, None) => "...".into(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
