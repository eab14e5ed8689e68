//! A call as one would write it, with every argument, in each language.

use serde::Serialize;
use serde_json::Value;

use crate::emit::languages::{node, python, rust};
use crate::ir::{Kind, Operation, Parameter, Resource, TypeBody};

/// The same call three times.
#[derive(Debug, Serialize)]
pub struct Examples {
    python: String,
    node: String,
    rust: String,
}

impl Examples {
    pub fn of(resource: &Resource, operation: &Operation) -> Self {
        let call = Call { resource, operation };
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

struct Call<'a> {
    resource: &'a Resource,
    operation: &'a Operation,
}

impl Call<'_> {
    fn python(&self) -> String {
        let path = self.operation.path_parameters().map(|parameter| literal(&example(parameter)));
        let named = self.query().map(|parameter| format!("{}={}", python::keyword(&parameter.name), python_literal(&example(parameter))));
        let call = block(&format!("{}.{}", python::accessor(self.resource), self.operation.name), path.chain(named).collect());
        if self.operation.pagination.is_some() { format!("for item in {call}:\n    print(item)") } else { format!("result = {call}") }
    }

    fn node(&self) -> String {
        let members: Vec<String> =
            self.query().map(|parameter| format!("{}: {}", property(&parameter.name), typescript_literal(&example(parameter)))).collect();
        let object = match members.len() {
            0 => None,
            1..=2 => Some(format!("{{ {} }}", members.join(", "))),
            _ => Some(format!("{{\n{}}}", members.iter().map(|member| format!("  {member},\n")).collect::<String>())),
        };
        let path = self.operation.path_parameters().map(|parameter| typescript_literal(&example(parameter)));
        let arguments: Vec<String> = path.chain(object).collect();
        let call = format!("{}.{}({})", node::accessor(self.resource), node::identifier(&self.operation.name), arguments.join(", "));
        match self.operation.pagination {
            Some(_) => format!("for await (const item of {call}) {{\n  console.log(item);\n}}"),
            None => format!("const result = await {call};"),
        }
    }

    fn rust(&self) -> String {
        let fields: Vec<String> = self
            .query()
            .map(|parameter| format!("    {}: {},\n", rust::identifier(&parameter.identifier), self.rust_value(parameter)))
            .collect();
        let name = rust::identifier(&self.operation.name);
        let mut arguments: Vec<String> = self.operation.path_parameters().map(|parameter| literal(&example(parameter))).collect();
        let mut text = String::new();
        if self.operation.query_parameters().next().is_some() {
            let rest = if fields.len() < self.operation.query_parameters().count() { "    ..Default::default()\n" } else { "" };
            text = format!("let params = {} {{\n{}{rest}}};\n", self.operation.type_name(), fields.concat());
            arguments.push("params".to_owned());
        }
        let method = if rust::has_two_methods(self.operation) { rust::method_with(self.operation) } else { name };
        let call = format!("{}.{method}({})", rust::accessor(self.resource), arguments.join(", "));
        text + &match self.operation.pagination {
            Some(_) => format!(
                "let mut items = {call}.stream();\nwhile let Some(item) = items.try_next().await? {{\n    println!(\"{{item:?}}\");\n}}"
            ),
            None => format!("let result = {call}.await?;"),
        }
    }

    /// Everything but the cursor, which iterating takes care of.
    fn query(&self) -> impl Iterator<Item = &Parameter> {
        let cursor =
            self.operation.pagination.as_ref().filter(|pagination| !pagination.in_body).map(|pagination| pagination.cursor.as_str());
        self.operation.query_parameters().filter(move |parameter| Some(parameter.name.as_str()) != cursor)
    }

    fn rust_value(&self, parameter: &Parameter) -> String {
        let item = |value: &Value| match (&parameter.enumeration, value) {
            (Some(name), Value::String(text)) => self.variant(name, text),
            _ => value.to_string(),
        };
        let owned =
            |value: &Value| if parameter.enumeration.is_none() && value.is_string() { format!("{value}.to_owned()") } else { item(value) };
        match (&parameter.kind, example(parameter)) {
            (Kind::CommaList | Kind::List, Value::Array(items)) => {
                let items: Vec<String> = items.iter().map(item).collect();
                format!("[{}].into()", items.join(", "))
            }
            (_, value) if parameter.required => owned(&value),
            (Kind::Number { .. }, value) => format!("Some({value}.into())"),
            (_, value) => format!("Some({})", owned(&value)),
        }
    }

    fn variant(&self, name: &str, value: &str) -> String {
        let definition = self.resource.types.iter().find(|definition| definition.name == name);
        let Some(TypeBody::Enum { variants, .. }) = definition.map(|definition| &definition.body) else { return literal(&value.into()) };
        match variants.iter().find(|variant| variant.value == value) {
            Some(variant) => format!("{name}::{}", rust::variant(&variant.name)),
            None => format!("{name}::from({})", literal(&value.into())),
        }
    }
}

/// The document's example as a user would give it, or what the kind suggests.
fn example(parameter: &Parameter) -> Value {
    let given = parameter.example.clone();
    match (&parameter.kind, given) {
        (Kind::CommaList, Some(Value::String(text))) => text.split(',').map(str::trim).collect(),
        (Kind::CommaList | Kind::List, Some(value)) if !value.is_array() => Value::from(vec![value]),
        (_, Some(value)) => value,
        (Kind::Integer { minimum, .. }, None) => minimum.unwrap_or(1).into(),
        (Kind::Number { minimum, .. }, None) => minimum.unwrap_or(1.0).into(),
        (Kind::Boolean, None) => true.into(),
        (Kind::CommaList | Kind::List, None) => Value::from(vec!["..."]),
        (Kind::Text { .. }, None) => "...".into(),
    }
}

/// One line, or one argument a line when there are many.
fn block(function: &str, arguments: Vec<String>) -> String {
    match arguments.len() {
        0..=2 => format!("{function}({})", arguments.join(", ")),
        _ => format!("{function}(\n{})", arguments.iter().map(|argument| format!("    {argument},\n")).collect::<String>()),
    }
}

fn literal(value: &Value) -> String {
    value.to_string()
}

fn python_literal(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Array(items) => format!("[{}]", items.iter().map(python_literal).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

fn typescript_literal(value: &Value) -> String {
    match value {
        Value::String(text) if !text.contains(['\'', '\\', '\n']) => format!("'{text}'"),
        Value::Array(items) => format!("[{}]", items.iter().map(typescript_literal).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// A wire name as the key of an object.
fn property(name: &str) -> String {
    let is_identifier = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let plain = is_identifier && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if plain { name.to_owned() } else { format!("'{name}'") }
}
