//! The arguments of one call, checked against the operation's row before anything is sent.

use indexmap::IndexMap;
use instantly_types::{CommaList, Number, RawJson};
use serde_json::value::RawValue;

use crate::body;
use crate::operation::{BodyKind, Kind, Location, Next, Operation, Parameter};
use crate::{Error, Value};

/// The largest whole number that every language's number holds exactly: 2^53 - 1.
const EXACT_IN_A_DOUBLE: f64 = 9_007_199_254_740_991.0;

/// What one call sends: parameters by their place in the operation's row, and the body.
#[derive(Clone, Debug)]
pub struct Arguments {
    operation: &'static Operation,
    values: Box<[Option<Argument>]>,
    body: Option<RawJson>,
}

/// A parameter in the form progenitor's methods take it.
#[derive(Clone, Debug)]
#[allow(dead_code, reason = "which kinds are read depends on the document")]
enum Argument {
    Text(String),
    Integer(i64),
    Number(Number),
    Boolean(bool),
    CommaList(CommaList),
    List(Vec<String>),
}

impl Arguments {
    /// No arguments yet.
    #[must_use]
    pub fn new(operation: &'static Operation) -> Self {
        Self { operation, values: vec![None; operation.parameters.len()].into(), body: None }
    }

    /// The operation these are for.
    #[must_use]
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Sets a parameter by its wire name.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a name the operation does not have, a value of the wrong type or out of range, and a path value that is
    /// empty or only dots.
    pub fn set(&mut self, name: &str, value: Value) -> Result<(), Error> {
        let Some((index, parameter)) = self.operation.parameter(name) else {
            let known: Vec<_> = self.operation.parameters.iter().map(|parameter| parameter.name).collect();
            return Err(self.refuse(name, &format!("is not a parameter of this operation; it takes {}", known.join(", "))));
        };
        self.values[index] = Some(convert(parameter, value).map_err(|message| self.refuse(name, &message))?);
        Ok(())
    }

    /// Sets the JSON body.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a field that is missing, of the wrong type or out of range.
    pub fn set_body(&mut self, body: RawJson) -> Result<(), Error> {
        if !self.operation.fields.is_empty() {
            body::check(self.operation.fields, &body).map_err(|(name, message)| self.refuse(&name, &message))?;
        }
        self.body = Some(body);
        Ok(())
    }

    /// The cursor of the page after one with so many items, given what stands in the place that tells ([`Next::place`]); `None` after the
    /// last.
    #[must_use]
    pub fn next_cursor(&self, told: Option<Value>, items: usize) -> Option<String> {
        let pagination = self.operation.pagination?;
        match (pagination.next, told) {
            (Next::Cursor(_), Some(Value::Text(cursor))) => Some(cursor),
            (Next::Cursor(_), Some(Value::Integer(cursor))) => Some(cursor.to_string()),
            (Next::Cursor(_), _) => None,
            (Next::Offset(_), told) => {
                let skipped = self.operation.parameter(pagination.cursor).and_then(|(index, _)| self.integer(index)).unwrap_or(0);
                let next = skipped.saturating_add(i64::try_from(items).unwrap_or(i64::MAX));
                let is_last = items == 0 || matches!(told, Some(Value::Integer(total)) if next >= total);
                (!is_last).then(|| next.to_string())
            }
        }
    }

    /// The same arguments, asking for the page after this cursor.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] when the operation has no pages or the body is not an object.
    pub fn with_cursor(&self, cursor: &str) -> Result<Self, Error> {
        let Some(pagination) = self.operation.pagination else {
            return Err(self.refuse("cursor", "can't be set: this operation has no pages"));
        };
        let mut next = self.clone();
        if pagination.in_body {
            let text = self.body.as_ref().map_or("{}", RawJson::get);
            let mut fields: IndexMap<String, Box<RawValue>> =
                serde_json::from_str(text).map_err(|_| self.refuse("body", "must be an object to take a cursor"))?;
            let cursor = serde_json::value::to_raw_value(cursor).map_err(|error| self.refuse(pagination.cursor, &error.to_string()))?;
            fields.insert(pagination.cursor.to_owned(), cursor);
            next.body = Some(RawJson::from_value(&fields).map_err(|error| self.refuse("body", &error.to_string()))?);
        } else {
            let cursor = match (pagination.next, cursor.parse()) {
                (Next::Offset(_), Ok(offset)) => Value::Integer(offset),
                _ => Value::from(cursor),
            };
            next.set(pagination.cursor, cursor)?;
        }
        Ok(next)
    }

    /// Refuses a call without what the operation requires.
    pub(crate) fn check(&self) -> Result<(), Error> {
        for (parameter, value) in self.operation.parameters.iter().zip(&self.values) {
            if parameter.required && value.is_none() {
                return Err(self.refuse(parameter.name, "is required"));
            }
        }
        if self.operation.body == BodyKind::Required && self.body.is_none() {
            return Err(self.refuse("body", "is required"));
        }
        Ok(())
    }

    pub(crate) fn has_body(&self) -> bool {
        self.body.is_some()
    }

    fn refuse(&self, argument: &str, message: &str) -> Error {
        Error::invalid_argument(argument, format!("{}: {argument} {message}", self.operation.name))
    }
}

/// How the generated rows read the arguments: by place, in the type of progenitor's method.
#[allow(dead_code, reason = "which kinds there are depends on the document")]
impl Arguments {
    /// `check` has made sure that a required parameter is there.
    pub(crate) fn path(&self, index: usize) -> &str {
        self.text(index).unwrap_or_default()
    }

    pub(crate) fn text(&self, index: usize) -> Option<&str> {
        match &self.values[index] {
            Some(Argument::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn integer(&self, index: usize) -> Option<i64> {
        match self.values[index] {
            Some(Argument::Integer(value)) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn number(&self, index: usize) -> Option<&Number> {
        match &self.values[index] {
            Some(Argument::Number(value)) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn boolean(&self, index: usize) -> Option<bool> {
        match self.values[index] {
            Some(Argument::Boolean(value)) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn comma_list(&self, index: usize) -> Option<&CommaList> {
        match &self.values[index] {
            Some(Argument::CommaList(list)) => Some(list),
            _ => None,
        }
    }

    pub(crate) fn list(&self, index: usize) -> Option<&Vec<String>> {
        match &self.values[index] {
            Some(Argument::List(list)) => Some(list),
            _ => None,
        }
    }

    /// A body that was left out is sent to progenitor as `null`; the hooks take it off the request again.
    pub(crate) fn body(&self) -> RawJson {
        self.body.clone().unwrap_or_else(RawJson::null)
    }
}

fn convert(parameter: &Parameter, value: Value) -> Result<Argument, String> {
    match (parameter.kind, value) {
        (Kind::Text, Value::Text(text)) if parameter.location == Location::Path => path_value(text).map(Argument::Text),
        (Kind::Text, Value::Text(text)) => Ok(Argument::Text(text)),
        (Kind::Integer { minimum, maximum }, Value::Integer(value)) => {
            in_range(value, minimum, maximum)?;
            Ok(Argument::Integer(value))
        }
        (Kind::Integer { minimum, maximum }, Value::Number(value)) if value.fract() == 0.0 && value.abs() <= EXACT_IN_A_DOUBLE => {
            #[expect(clippy::cast_possible_truncation, reason = "the guard holds it to whole numbers that fit")]
            let value = value as i64;
            in_range(value, minimum, maximum)?;
            Ok(Argument::Integer(value))
        }
        (Kind::Number { minimum, maximum }, Value::Integer(value)) => {
            #[expect(clippy::cast_precision_loss, reason = "only compared with the limits")]
            in_range(value as f64, minimum, maximum)?;
            Ok(Argument::Number(Number::from(value)))
        }
        (Kind::Number { minimum, maximum }, Value::Number(value)) if value.is_finite() => {
            in_range(value, minimum, maximum)?;
            Ok(Argument::Number(Number::from(value)))
        }
        (Kind::Boolean, Value::Boolean(value)) => Ok(Argument::Boolean(value)),
        (Kind::CommaList, Value::List(items)) => Ok(Argument::CommaList(strings(items, true)?.into())),
        (Kind::List, Value::List(items)) => Ok(Argument::List(strings(items, false)?)),
        (Kind::CommaList | Kind::List, Value::Text(text)) => {
            Err(format!("must be a list of strings, got {}; put it in a list", Value::Text(text).describe()))
        }
        (_, Value::Null) => Err(format!("must be {}, got null; leave it out to not filter by it", expected(parameter.kind))),
        (kind, other) => Err(format!("must be {}, got {}", expected(kind), other.describe())),
    }
}

fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "a string",
        Kind::Integer { .. } => "a whole number",
        Kind::Number { .. } => "a number",
        Kind::Boolean => "true or false",
        Kind::CommaList | Kind::List => "a list of strings",
    }
}

/// RFC 3986 section 5.2.4 would remove a segment of dots, and an empty one would call another operation.
fn path_value(text: String) -> Result<String, String> {
    match text.as_str() {
        "" => Err("must not be empty".to_owned()),
        "." | ".." => Err(format!("must not be {text:?}: it would leave its path")),
        _ => Ok(text),
    }
}

pub(crate) fn in_range<T: PartialOrd + std::fmt::Display>(value: T, minimum: Option<T>, maximum: Option<T>) -> Result<(), String> {
    let below = minimum.as_ref().is_some_and(|minimum| value < *minimum);
    let above = maximum.as_ref().is_some_and(|maximum| value > *maximum);
    if !below && !above {
        return Ok(());
    }
    Err(match (minimum, maximum) {
        (Some(minimum), Some(maximum)) => format!("must be between {minimum} and {maximum}, got {value}"),
        (Some(minimum), None) => format!("must be at least {minimum}, got {value}"),
        (_, Some(maximum)) => format!("must be at most {maximum}, got {value}"),
        (None, None) => return Ok(()),
    })
}

fn strings(items: Vec<Value>, comma_separated: bool) -> Result<Vec<String>, String> {
    let item = |(index, item): (usize, Value)| match item {
        Value::Text(text) if text.is_empty() => Err(format!("must not contain an empty string, item {index} is one")),
        Value::Text(text) if comma_separated && text.contains(',') => {
            Err(format!("must not contain a comma inside a value, got {:?}; pass the values one by one", text))
        }
        Value::Text(text) => Ok(text),
        other => Err(format!("must be a list of strings, item {index} is {}", other.describe())),
    };
    items.into_iter().enumerate().map(item).collect()
}
