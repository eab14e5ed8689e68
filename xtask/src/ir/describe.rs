//! The IR in short, for people: `cargo xtask ir`, and what the corpus of small documents is held to.

use std::fmt::Write;

use super::{
    Api, Argument, Base, Encoding, Field, Limits, Location, Next, Operation, Outcome, Type, TypeBody, TypeDefinition, Variant, snake,
};

/// Operations in the document's order, then types by home, then what is not carried over, a line each.
pub fn describe(api: &Api) -> String {
    let mut text = String::new();
    for operation in &api.operations {
        let _ = writeln!(text, "{}", of_operation(operation));
    }
    let owned = api.resources.iter().flat_map(|resource| api.types_of(resource).map(|definition| (resource.path.join("."), definition)));
    let shared = api.shared_types().map(|definition| ("shared".to_owned(), definition));
    for (home, definition) in owned.chain(shared) {
        let _ = writeln!(text, "{home}: {}", of_definition(definition));
    }
    for loss in &api.losses {
        let _ = writeln!(text, "not carried: {} at {}", loss.what, loss.pointer.path);
    }
    text
}

/// Parameters stand before the body, whose fields are the larger part.
fn of_operation(operation: &Operation) -> String {
    let parameters = operation.path_arguments().chain(operation.query_arguments());
    let arguments = parameters.chain(operation.body_arguments()).chain(operation.whole_body()).map(of_argument);
    let arguments: Vec<String> = arguments.collect();
    let Operation { method, path, .. } = operation;
    format!("{} = {method} {path} ({}) -> {}", operation.full_name(), arguments.join(", "), of_outcome(operation))
}

fn of_outcome(operation: &Operation) -> String {
    let outcome = &operation.success.outcome;
    let optional = if outcome.is_optional() { " or nothing" } else { "" };
    match outcome {
        Outcome::Nothing => "nothing".to_owned(),
        Outcome::Text { .. } => "text".to_owned(),
        Outcome::Json { r#type, .. } => format!("{}{optional}", of_type(r#type)),
        Outcome::Page(page) => {
            let next = match &page.next {
                Next::Cursor { field } => format!("next in {field}"),
                Next::Offset { total } => format!("until {total}"),
            };
            format!("pages of {}, {next}", of_type(&page.item))
        }
        Outcome::Job(job) => format!("{}{optional}, starts {}", of_type(&job.answer), job.id.join(".")),
    }
}

fn of_argument(argument: &Argument) -> String {
    let Argument { name, identifier, location, required, nullable, r#type, limits, encoding, .. } = argument;
    let mark = if *required { "" } else { "?" };
    match location {
        Location::WholeBody => return format!("body: {}", of_type(r#type)),
        Location::Body => return format!("body {}", of_value(name, identifier, *required, *nullable, r#type, limits)),
        Location::Path | Location::Query | Location::Header | Location::Cookie => {}
    }
    let location = match location {
        Location::Path => "path",
        Location::Header => "header",
        Location::Cookie => "cookie",
        _ => "query",
    };
    let list = match encoding {
        Encoding::Plain => None,
        Encoding::CommaSeparated => Some("comma list"),
        Encoding::Repeated => Some("list"),
    };
    let kind = match (list, r#type) {
        (Some(list), Type::List { items }) if **items == Type::Text => list.to_owned(),
        (Some(list), Type::List { items }) => format!("{list} of {}", of_type(items)),
        #[expect(clippy::cast_possible_truncation, reason = "a limit beyond 64 bits limits nothing that can be passed")]
        (_, Type::Integer) => {
            format!("integer{}", range(limits.minimum.map(|limit| limit as i64), limits.maximum.map(|limit| limit as i64)))
        }
        (_, other) => format!("{}{}", of_type(other), range(limits.minimum, limits.maximum)),
    };
    format!("{location} {name}{mark}: {kind}")
}

fn range<T: std::fmt::Display>(minimum: Option<T>, maximum: Option<T>) -> String {
    let end = |limit: Option<T>| limit.map(|limit| limit.to_string()).unwrap_or_default();
    if minimum.is_none() && maximum.is_none() { String::new() } else { format!(" {}..{}", end(minimum), end(maximum)) }
}

fn of_definition(definition: &TypeDefinition) -> String {
    let fields = |fields: &[Field]| fields.iter().map(of_field).collect::<Vec<_>>().join(", ");
    let name = &definition.name;
    match &definition.body {
        TypeBody::Model { fields: all } => format!("{name} = model {{ {} }}", fields(all)),
        TypeBody::Input { fields: all, open } => format!("{name} = {}input {{ {} }}", if *open { "open " } else { "" }, fields(all)),
        TypeBody::Enum { base, variants } => {
            let base = if *base == Base::Text { "texts" } else { "codes" };
            let one = |variant: &Variant| format!("{} {:?}", variant.name, variant.value);
            format!("{name} = {base} {}", variants.iter().map(one).collect::<Vec<_>>().join(" | "))
        }
        TypeBody::Union { members } => format!("{name} = {}", members.iter().map(of_type).collect::<Vec<_>>().join(" | ")),
    }
}

fn of_field(field: &Field) -> String {
    of_value(&field.name, &field.identifier, field.required, field.nullable, &field.r#type, &field.limits)
}

fn of_value(name: &str, identifier: &str, required: bool, nullable: bool, r#type: &Type, limits: &Limits) -> String {
    let mark = if required { "" } else { "?" };
    let null = if nullable { " or null" } else { "" };
    let items = limits.max_items.map(|items| format!(" at most {items}")).unwrap_or_default();
    let range = range(limits.minimum, limits.maximum);
    let renamed = if identifier == snake(name) { String::new() } else { format!(" as {identifier}") };
    format!("{name}{renamed}{mark}: {}{range}{items}{null}", of_type(r#type))
}

fn of_type(r#type: &Type) -> String {
    match r#type {
        Type::Text => "text".to_owned(),
        Type::Timestamp => "timestamp".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Any => "anything".to_owned(),
        Type::List { items } => format!("[{}]", of_type(items)),
        Type::Map { values } => format!("{{{}}}", of_type(values)),
        Type::Nullable { of } => format!("{} or null", of_type(of)),
        Type::Named { name } => name.clone(),
    }
}
