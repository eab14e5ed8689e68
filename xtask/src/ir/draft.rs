//! One operation while the document is read: its name is settled among all operations, then its types are read, then it becomes an
//! [`Operation`] by value.

use std::collections::{BTreeSet, HashMap};

use anyhow::{Context, Result, anyhow, bail, ensure};

use super::document::Place;
use super::hints::{self, RetiredHint, hint};
use super::media::{drop_others, is_json};
use super::names::{self, disambiguate};
use super::response::{self, Pagination, Response};
use super::route::{self, Route};
use super::schema_view::SchemaView;
use super::types::{Direction, Name, Types};
use super::{
    Argument, BodyForm, Encoding, Field, Limits, Location, Loss, Operation, Outcome, Pointer, Success, Type, parameter, pascal, snake,
};
use crate::faults::Faults;

/// An operation of the document, as far as it has been read.
pub struct Draft<'a> {
    pub route: Route<'a>,
    pub id: String,
    pub resource: Vec<String>,
    pub name: String,
    pub arguments: Vec<Argument>,
    pub outcome: Outcome,
    pub rate_group: Option<String>,
    summary: String,
    scopes: Vec<String>,
    body: BodyForm,
    response: Response,
    pagination: Option<Pagination>,
}

impl<'a> Draft<'a> {
    /// Reads everything but the named types; `None` for an operation with faults.
    pub fn read(route: Route<'a>, routes: &[Route], hints: &hints::Root, losses: &mut Vec<Loss>, faults: &mut Faults) -> Option<Self> {
        let operation = &route.operation;
        let pointer = operation.pointer.clone();
        let id = route::operation_id(&route);
        let before = faults.len();
        let name = faults.keep(given_name(&route));
        let rate_group = operation.str("x-sdk-rate-group").map(str::to_owned);
        if let Some(group) = rate_group.as_ref().filter(|group| hints.rate_groups.iter().all(|known| known.name != **group)) {
            faults.add(anyhow!("{pointer}/x-sdk-rate-group: #/x-sdk/rate_groups has no {group}"));
        }
        let pagination = faults.keep(pagination(&route));
        let arguments = parameter::read_all(&route, losses, faults);
        let in_query = pagination.as_ref().and_then(Option::as_ref).filter(|pagination| !pagination.in_body);
        if let Some(pagination) = in_query
            && arguments.iter().all(|parameter| parameter.name != pagination.cursor)
        {
            faults.add(anyhow!("{pointer}/x-sdk-pagination: there is no parameter {}", pagination.cursor));
        }
        let summary = match hints::text(operation.value, "summary") {
            text if text.is_empty() => sentence(&id),
            text => text,
        };
        let body = faults.keep(body(&route, losses));
        let response = faults.keep(response::read(&route, losses));
        let scopes = faults.keep(hint(operation.value, "x-scopes", &pointer));
        if faults.len() > before {
            return None;
        }
        let (resource, name) = name?.unwrap_or_else(|| route::rule_name(&route, routes, &hints.path_prefix));
        Some(Self {
            body: body?,
            response: response?,
            scopes: scopes?.unwrap_or_default(),
            outcome: Outcome::Nothing,
            id,
            resource,
            name,
            arguments,
            summary,
            rate_group,
            pagination: pagination?,
            route,
        })
    }

    pub fn pointer(&self) -> &Pointer {
        &self.route.operation.pointer
    }

    /// `background_jobs.list`
    pub fn full_name(&self) -> String {
        format!("{}.{}", self.resource.join("."), self.name)
    }

    /// What the types of its own start with.
    pub fn type_name(&self) -> String {
        names::type_name(&self.name, &self.resource)
    }

    /// Reads the types of its success.
    pub fn add_outcome(&mut self, types: &mut Types) -> Result<()> {
        self.outcome = response::outcome(&self.route, &self.response, self.pagination.as_ref(), &self.type_name(), types)?;
        Ok(())
    }

    /// Reads the types of its arguments; `false` if some have faults.
    pub fn add_arguments(&mut self, types: &mut Types, faults: &mut Faults) -> bool {
        let (prefix, before) = (self.type_name(), faults.len());
        for argument in &mut self.arguments {
            faults.keep(add_enumeration(&self.route, argument, &prefix, types));
        }
        let mut taken = Faults::default();
        faults.keep(self.add_body(&prefix, types, &mut taken));
        faults.extend(taken);
        faults.len() == before
    }

    fn add_body(&mut self, prefix: &str, types: &mut Types, taken: &mut Faults) -> Result<()> {
        let body = match &mut self.body {
            BodyForm::None => return Ok(()),
            BodyForm::Fields { pointer, required } | BodyForm::Whole { pointer, required } => (pointer.clone(), *required),
        };
        let (pointer, required) = body;
        let schema = self.route.operation.follow(&pointer.path)?;
        let view = SchemaView::of(std::slice::from_ref(&schema), &mut types.losses)?;
        // Objects sent to make a campaign are named after campaigns where they can be.
        let name = match self.outcome.value() {
            Some(Type::Named { name }) if types.is_component(name) => Name::within(name, prefix),
            _ => Name::new(prefix),
        };
        let fields = types.fields(&view, &name, Direction::Request)?;
        if let Some(fields) = fields {
            self.add_fields(fields, taken);
        } else {
            let (r#type, _) = types.read(&schema, &Name::new(&format!("{prefix}Body")), Direction::Request)?;
            self.body = BodyForm::Whole { pointer: pointer.clone(), required };
            self.arguments.push(whole_body(pointer, required, r#type));
        }
        if let Some(pagination) = self.pagination.as_ref().filter(|pagination| pagination.in_body) {
            let in_body = |argument: &Argument| argument.location == Location::Body && argument.name == pagination.cursor;
            ensure!(self.arguments.iter().any(in_body), "{}/x-sdk-pagination: the body has no {}", self.pointer(), pagination.cursor);
        }
        // As users see them: path values, then what has to be given.
        self.arguments.sort_by_key(|argument| (argument.location != Location::Path, !argument.required));
        Ok(())
    }

    fn add_fields(&mut self, fields: Vec<Field>, taken: &mut Faults) {
        let parameters = self.arguments.clone();
        for field in fields {
            if let Some(other) = parameters.iter().find(|parameter| parameter.name == field.name) {
                taken.add(self.name_taken(&field, other));
                continue;
            }
            let identifier = disambiguate(&field.identifier, parameters.iter().map(|parameter| parameter.identifier.as_str()));
            let Field { pointer, name, r#type, required, nullable, summary, limits, .. } = field;
            self.arguments.push(Argument {
                pointer,
                name,
                identifier,
                location: Location::Body,
                required,
                nullable,
                summary,
                r#type,
                limits,
                encoding: Encoding::Plain,
                example: None,
            });
        }
    }

    /// The remedy must not reach other operations: a schema or a parameter may be shared with them.
    fn name_taken(&self, field: &Field, other: &Argument) -> anyhow::Error {
        let is_own = |pointer: &Pointer| pointer.path.starts_with(&format!("{}/", self.pointer().path));
        let remedy = if is_own(&field.pointer) && is_own(&other.pointer) {
            "leave one out in openapi/overlay.yaml with x-sdk-skip: \"<the reason>\"".to_owned()
        } else {
            parameter::leave_out_here(&self.route, &other.name, other.location)
        };
        anyhow!("{}: {} is also a parameter ({})\n  {remedy}", field.pointer, field.name, other.pointer)
    }

    /// Lets its success name a background job, where the overlay says so.
    pub fn add_started_job(&mut self, waited_for: &[Vec<String>]) -> Result<()> {
        let found = hint::<hints::StartsJob>(self.route.operation.value, "x-sdk-starts-job", self.pointer())?;
        if let Some(found) = found {
            let outcome = std::mem::replace(&mut self.outcome, Outcome::Nothing);
            self.outcome = response::started_job(&self.route, &found, outcome, waited_for)?;
        }
        Ok(())
    }

    /// The hints on its parameters that refer to components upstream has removed.
    pub fn retired_enums(&self) -> Vec<RetiredHint> {
        let places = self.arguments.iter().filter_map(|argument| self.route.operation.follow(&argument.pointer.path).ok());
        let hints = places.filter_map(|place| {
            let reference = place.str(ENUM_OF).filter(|reference| is_gone(&place, reference))?;
            Some(RetiredHint { pointer: place.pointer.child(ENUM_OF), because: format!("upstream removed {reference}") })
        });
        hints.collect()
    }

    /// The hint on the job it starts, where none can be waited for any more.
    pub fn retired_job(&self) -> Option<RetiredHint> {
        const HINT: &str = "x-sdk-starts-job";
        self.route.operation.get(HINT)?;
        Some(RetiredHint { pointer: self.pointer().child(HINT), because: "nothing is left that can be waited for".to_owned() })
    }

    /// The names of the types that its arguments and its success use directly.
    pub fn type_names(&self) -> BTreeSet<String> {
        let mut names = self.sent_type_names();
        self.received_type_names(&mut names);
        names
    }

    pub fn sent_type_names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        self.arguments.iter().for_each(|argument| argument.r#type.names(&mut names));
        names
    }

    pub fn received_type_names(&self, names: &mut BTreeSet<String>) {
        self.outcome.value().into_iter().for_each(|r#type| r#type.names(names));
    }

    /// The operation, its types under their last names.
    pub fn finish(mut self, renamed: &HashMap<String, String>) -> Operation {
        self.arguments.iter_mut().for_each(|argument| argument.r#type.rename(renamed));
        if let Some(r#type) = self.outcome.value_mut() {
            r#type.rename(renamed);
        }
        let operation = &self.route.operation;
        let Response { pointer, status, accept, errors, .. } = self.response;
        Operation {
            method: self.route.method.to_uppercase(),
            path: self.route.path.to_owned(),
            safe: self.route.method == "get" || operation.flag("x-sdk-safe"),
            error_field: operation.str("x-sdk-error-field").map(str::to_owned),
            pointer: operation.pointer.clone(),
            id: self.id,
            resource: self.resource,
            name: self.name,
            summary: self.summary,
            scopes: self.scopes,
            arguments: self.arguments,
            body: self.body,
            success: Success { pointer, status, accept, outcome: self.outcome },
            errors,
            rate_group: self.rate_group,
        }
    }
}

/// The resource and the method that the overlay gives.
fn given_name(route: &Route) -> Result<Option<(Vec<String>, String)>> {
    let Some(name) = route.operation.str("x-sdk-name") else { return Ok(None) };
    let pointer = &route.operation.pointer;
    let (resource, name) = name.rsplit_once('.').with_context(|| format!("{pointer}/x-sdk-name: must be resource.method"))?;
    Ok(Some((resource.split('.').map(str::to_owned).collect(), name.to_owned())))
}

fn pagination(route: &Route) -> Result<Option<Pagination>> {
    let pointer = &route.operation.pointer;
    let found = hint::<hints::Pagination>(route.operation.value, "x-sdk-pagination", pointer)?;
    found.map(|found| Pagination::read(found, pointer)).transpose()
}

/// `listThings` says "List things."
fn sentence(id: &str) -> String {
    let words = snake(id).replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// The body's place; whether it is an object with fields is known once its schema is read.
fn body(route: &Route, losses: &mut Vec<Loss>) -> Result<BodyForm> {
    let Some(body) = route.operation.get("requestBody") else { return Ok(BodyForm::None) };
    let body = body.resolve()?;
    let content = body.require("content")?;
    let media: Vec<_> = content.members().collect();
    let Some((_, chosen)) = media.iter().find(|(name, _)| is_json(name)) else {
        let Some((name, _)) = media.first() else { return Ok(BodyForm::None) };
        bail!("{}: {name} bodies are not supported\n  {}", body.pointer, route::leave_out(route.path, route.method, name));
    };
    drop_others(&media, &chosen.pointer, "a second media type of a request", "Requests are sent as JSON.", losses);
    let schema = chosen.get("schema");
    let view = schema.as_ref().map(|schema| SchemaView::of(std::slice::from_ref(schema), losses)).transpose()?;
    // A body that may only be `null` is sent as none: the API refuses an empty JSON body.
    if view.as_ref().is_some_and(SchemaView::is_only_null) {
        return Ok(BodyForm::None);
    }
    let pointer = schema.map_or_else(|| chosen.pointer.clone(), |schema| schema.pointer);
    Ok(BodyForm::Fields { pointer, required: body.flag("required") })
}

fn whole_body(pointer: Pointer, required: bool, r#type: Type) -> Argument {
    Argument {
        pointer,
        name: "body".to_owned(),
        identifier: "body".to_owned(),
        location: Location::WholeBody,
        required,
        nullable: false,
        summary: String::new(),
        r#type,
        limits: Limits::default(),
        encoding: Encoding::Plain,
        example: None,
    }
}

const ENUM_OF: &str = "x-sdk-enum-of";

/// Whether the component that a hint refers to is gone as a whole.
fn is_gone(place: &Place, reference: &str) -> bool {
    let component: Vec<&str> = reference.splitn(5, '/').take(4).collect();
    component.starts_with(&["#", "components"]) && place.follow(&component.join("/")).is_err()
}

/// Gives a parameter whose values (or whose items) are listed the type that lists them.
fn add_enumeration(route: &Route, argument: &mut Argument, prefix: &str, types: &mut Types) -> Result<()> {
    let place = route.operation.follow(&argument.pointer.path)?;
    let schema = match place.str(ENUM_OF).filter(|reference| !is_gone(&place, reference)) {
        Some(reference) => place.follow(reference)?,
        None => place.require("schema")?,
    };
    let view = SchemaView::of(std::slice::from_ref(&schema), &mut Vec::new())?;
    let values = match (&argument.r#type, &view.items) {
        (Type::List { .. }, Some(items)) => items.clone(),
        _ => schema,
    };
    if SchemaView::of(std::slice::from_ref(&values), &mut Vec::new())?.values.is_none() {
        return Ok(());
    }
    let name = Name::new(&format!("{prefix}{}", pascal(&argument.name)));
    let (found, _) = types.read(&values, &name, Direction::Request)?;
    let Type::Named { name } = &found else { return Ok(()) };
    types.prefer(name, &pascal(&argument.name));
    if types.is_enum(name) {
        match &mut argument.r#type {
            Type::List { items } => **items = found,
            Type::Boolean => {}
            plain => *plain = found,
        }
    }
    Ok(())
}
