//! The IR in short, for people: `cargo xtask ir`, and what the corpus of small documents is held to.

use std::fmt::Write;

use super::{Api, Base, Field, Kind, Location, Next, Operation, Parameter, Type, TypeBody, TypeDefinition};

/// Operations by resource, then types, then losses, a line each.
pub fn describe(api: &Api) -> String {
    let mut text = String::new();
    for operation in &api.operations {
        let _ = writeln!(text, "{}", of_operation(operation));
    }
    let owned = api.resources.iter().flat_map(|resource| resource.types.iter().map(|definition| (resource.path.join("."), definition)));
    let shared = api.shared.iter().map(|definition| ("shared".to_owned(), definition));
    for (home, definition) in owned.chain(shared) {
        let _ = writeln!(text, "{home}: {}", of_definition(definition));
    }
    for loss in &api.losses {
        let _ = writeln!(text, "not carried: {} at {}", loss.what, loss.pointer.0);
    }
    text
}

fn of_operation(operation: &Operation) -> String {
    let mut arguments: Vec<String> = operation.parameters.iter().map(of_parameter).collect();
    if let Some(body) = &operation.body {
        arguments.extend(body.fields.iter().map(|field| format!("body {}", of_field(field))));
        arguments.extend(body.value.iter().map(|value| format!("body: {}", of_type(value))));
    }
    let Operation { method, path, .. } = operation;
    format!("{} = {method} {path} ({}) -> {}", operation.full_name(), arguments.join(", "), of_result(operation))
}

fn of_result(operation: &Operation) -> String {
    let response = &operation.response;
    let mut text = match (&operation.pagination, &response.r#type) {
        (Some(pagination), _) => {
            let next = match &pagination.next {
                Next::Cursor { field } => format!("next in {field}"),
                Next::Offset { total } => format!("until {total}"),
            };
            format!("pages of {}, {next}", pagination.item.as_ref().map(of_type).unwrap_or_default())
        }
        (None, Some(r#type)) => of_type(r#type),
        (None, None) => "nothing".to_owned(),
    };
    if response.may_be_empty && response.r#type.is_some() {
        text += " or nothing";
    }
    if let Some(job) = &operation.starts_job {
        let _ = write!(text, ", starts {}", job.id.join("."));
    }
    text
}

fn of_parameter(parameter: &Parameter) -> String {
    let location = if parameter.location == Location::Path { "path" } else { "query" };
    let mark = if parameter.required { "" } else { "?" };
    let kind = match (&parameter.kind, &parameter.enumeration) {
        (Kind::CommaList, Some(name)) => format!("comma list of {name}"),
        (Kind::List, Some(name)) => format!("list of {name}"),
        (_, Some(name)) => name.clone(),
        (Kind::Text { format }, _) => match format.as_deref() {
            Some("date-time") => "timestamp".to_owned(),
            Some("date") => "date".to_owned(),
            _ => "text".to_owned(),
        },
        (Kind::Integer { minimum, maximum }, _) => format!("integer{}", range(*minimum, *maximum)),
        (Kind::Number { minimum, maximum }, _) => format!("number{}", range(*minimum, *maximum)),
        (Kind::Boolean, _) => "boolean".to_owned(),
        (Kind::CommaList, _) => "comma list".to_owned(),
        (Kind::List, _) => "list".to_owned(),
    };
    format!("{location} {}{mark}: {kind}", parameter.name)
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
            let one = |variant: &super::Variant| format!("{} {:?}", variant.name, variant.value);
            format!("{name} = {base} {}", variants.iter().map(one).collect::<Vec<_>>().join(" | "))
        }
        TypeBody::Union { members } => format!("{name} = {}", members.iter().map(of_type).collect::<Vec<_>>().join(" | ")),
    }
}

fn of_field(field: &Field) -> String {
    let mark = if field.required { "" } else { "?" };
    let null = if field.nullable { " or null" } else { "" };
    let items = field.limits.max_items.map(|items| format!(" at most {items}")).unwrap_or_default();
    let range = range(field.limits.minimum, field.limits.maximum);
    let renamed = if field.identifier == super::snake(&field.name) { String::new() } else { format!(" as {}", field.identifier) };
    format!("{}{renamed}{mark}: {}{range}{items}{null}", field.name, of_type(&field.r#type))
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
        Type::Named { name } => name.clone(),
    }
}
