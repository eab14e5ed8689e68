//! The arguments of one call, checked against the operation's row before anything is sent.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use indexmap::IndexMap;
use instantly_types::RawJson;
use serde_json::value::{RawValue, to_raw_value};

use crate::check::{self, Fault};
use crate::encoded::{Encoded, Values};
use crate::operation::{BodyForm, Kind, Location, Operation};
use crate::{Error, Value};

/// The arguments of one call, by the operation's row.
#[derive(Clone, Debug)]
pub struct Arguments {
    operation: &'static Operation,
    values: Values,
}

/// The value of a named argument as a caller has it, for [`Arguments::from_named`].
///
/// Either form does for any argument; [`Operation::location_of`] says which one saves a conversion: [`Given::Json`] for
/// [`Location::Body`] and [`Location::WholeBody`], [`Given::Value`] for all others.
#[derive(Clone, Debug)]
pub enum Given<'a> {
    /// A value of the host language.
    Value(Value),
    /// JSON text, which is sent byte for byte where it is part of the body.
    Json(Cow<'a, RawValue>),
    /// JSON text of a field to lay over the body, whatever the row says about its name: the option `extra_body`.
    Extra(Cow<'a, RawValue>),
}

/// The fields of a body in the order in which they are sent.
type Fields<'a> = IndexMap<Cow<'a, str>, Cow<'a, RawValue>>;

impl Arguments {
    /// No arguments yet.
    #[must_use]
    pub fn new(operation: &'static Operation) -> Self {
        Self { operation, values: Values::default() }
    }

    /// Splits named values into path, query and body by the operation's row.
    ///
    /// An object body takes names that the row doesn't know; a call without an object body refuses them. Of a name given twice, the last
    /// value counts. An object body is sent even when no field is given, and its fields are checked here; [`Transport::call`] refuses a call
    /// without a required parameter.
    ///
    /// [`Transport::call`]: crate::Transport::call
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] with the argument's name.
    pub fn from_named<'a, Name: Into<Cow<'a, str>>>(
        operation: &'static Operation,
        values: impl IntoIterator<Item = (Name, Given<'a>)>,
    ) -> Result<Self, Error> {
        let mut arguments = Self::new(operation);
        let (mut fields, mut whole, mut extra) = (Fields::new(), None, Fields::new());
        for (name, given) in values {
            let name = name.into();
            if let Given::Extra(json) = given {
                extra.insert(name, json);
                continue;
            }
            match operation.location_of(&name) {
                Some(Location::Body) => {
                    let json = arguments.as_json(&name, given)?;
                    fields.insert(name, json);
                }
                Some(Location::WholeBody) => whole = Some(arguments.as_json(&name, given)?),
                Some(Location::Path | Location::Query | Location::Header | Location::Cookie) => {
                    let value = arguments.as_value(&name, given)?;
                    arguments.set(&name, value)?;
                }
                None => return Err(arguments.unknown(&name)),
            }
        }
        arguments.values.body = match operation.body {
            BodyForm::Fields { .. } => {
                fields.extend(extra);
                arguments.check_fields(|name| fields.get(name).map(Cow::as_ref))?;
                Some(arguments.written(&fields)?)
            }
            BodyForm::Whole { .. } => {
                let whole = if extra.is_empty() { whole } else { Some(Cow::Owned(arguments.laid_over(whole.as_deref(), extra)?)) };
                whole.map(|whole| arguments.checked_whole(&whole)).transpose()?
            }
            BodyForm::None if extra.is_empty() => None,
            BodyForm::None => return Err(arguments.refuse("extra_body", "can't be sent: this operation takes no body")),
        };
        Ok(arguments)
    }

    /// The same from the text of one JSON object with every argument by its wire name.
    ///
    /// In place of a parameter, `{"other": "a function"}` is a value that JSON can't carry, with the words for its type.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] with the argument's name.
    pub fn from_json(operation: &'static Operation, text: &str) -> Result<Self, Error> {
        let values: IndexMap<Cow<'_, str>, &RawValue> = serde_json::from_str(text)
            .map_err(|error| Self::new(operation).refuse("arguments", &format!("must be a JSON object: {error}")))?;
        Self::from_named(operation, values.into_iter().map(|(name, json)| (name, Given::Json(Cow::Borrowed(json)))))
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
        let Some((index, argument)) = self.operation.position(name) else { return Err(self.unknown(name)) };
        if matches!(argument.location, Location::Body | Location::WholeBody) {
            return Err(self.refuse(name, "goes into the body: set it with the body"));
        }
        let encoded = check::parameter(argument, value).map_err(|message| self.refuse(name, &message))?;
        self.values.set(index, encoded);
        Ok(())
    }

    /// Sets the JSON body.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a field that is missing, of the wrong type or out of range, and where the operation takes no body.
    pub fn set_body(&mut self, body: RawJson) -> Result<(), Error> {
        match self.operation.body {
            BodyForm::None => return Err(self.refuse("body", "can't be sent: this operation takes none")),
            BodyForm::Fields { .. } => {
                let fields: IndexMap<Cow<'_, str>, &RawValue> =
                    serde_json::from_str(body.get()).map_err(|_| self.refuse("body", "must be an object"))?;
                self.check_fields(|name| fields.get(name).copied())?;
            }
            BodyForm::Whole { .. } => {
                let whole = serde_json::from_str(body.get()).map_err(|error| self.refuse("body", &error.to_string()))?;
                self.check_whole(whole)?;
            }
        }
        self.values.body = Some(body);
        Ok(())
    }

    /// The cursor (or offset) that these arguments ask for, as text.
    pub(crate) fn cursor(&self) -> Option<String> {
        let (index, argument) = self.operation.position(self.operation.pagination()?.cursor)?;
        if argument.location == Location::Body {
            let fields: IndexMap<Cow<'_, str>, &RawValue> = serde_json::from_str(self.values.body.as_ref()?.get()).ok()?;
            return Value::from_json(&serde_json::from_str(fields.get(argument.name)?.get()).ok()?).to_text();
        }
        match self.values.get(index)? {
            Encoded::Text(text) => Some(text.clone()),
            Encoded::Integer(offset) => Some(offset.to_string()),
            Encoded::Number(_) | Encoded::Boolean(_) | Encoded::CommaList(_) | Encoded::List(_) => None,
        }
    }

    /// The same arguments for the page that starts at this cursor (or offset).
    pub(crate) fn with_cursor(&self, cursor: &str) -> Result<Self, Error> {
        let argument = self.operation.pagination().and_then(|pagination| self.operation.argument(pagination.cursor));
        let Some(argument) = argument else { return Err(self.refuse("cursor", "can't be set: this operation has no pages")) };
        let value = match (argument.kind, cursor.parse()) {
            (Kind::Integer { .. }, Ok(offset)) => Value::Integer(offset),
            _ => Value::from(cursor),
        };
        let mut next = self.clone();
        if argument.location == Location::Body {
            let text = self.values.body.as_ref().map_or("{}", RawJson::get);
            let mut fields: Fields = serde_json::from_str(text).map_err(|_| self.refuse("body", "must be an object to take a cursor"))?;
            fields.insert(argument.name.into(), self.as_json(argument.name, Given::Value(value))?);
            next.values.body = Some(self.written(&fields)?);
        } else {
            next.set(argument.name, value)?;
        }
        Ok(next)
    }

    /// Refuses a call without what the operation requires. The fields of a body are checked when it is set.
    pub(crate) fn check(&self) -> Result<(), Error> {
        for (index, argument) in self.operation.arguments.iter().enumerate() {
            let in_body = matches!(argument.location, Location::Body | Location::WholeBody);
            if argument.required && !in_body && self.values.get(index).is_none() {
                return Err(self.refuse(argument.name, "is required"));
            }
        }
        let needs_body = matches!(self.operation.body, BodyForm::Fields { required: true } | BodyForm::Whole { required: true });
        if needs_body && self.values.body.is_none() { Err(self.refuse("body", "is required")) } else { Ok(()) }
    }

    pub(crate) fn values(&self) -> &Values {
        &self.values
    }

    pub(crate) fn has_body(&self) -> bool {
        self.values.body.is_some()
    }

    fn check_fields<'f>(&self, given: impl Fn(&str) -> Option<&'f RawValue>) -> Result<(), Error> {
        for argument in self.operation.arguments.iter().filter(|argument| argument.location == Location::Body) {
            let verdict = match given(argument.name) {
                Some(json) => check::field(argument, json),
                None if argument.required => Err("is required".into()),
                None => Ok(()),
            };
            verdict.map_err(|fault| self.refuse_at(argument.name, &fault))?;
        }
        Ok(())
    }

    fn check_whole(&self, json: &RawValue) -> Result<(), Error> {
        let whole = self.operation.arguments.iter().find(|argument| argument.location == Location::WholeBody);
        whole.map_or(Ok(()), |argument| check::field(argument, json).map_err(|fault| self.refuse_at(argument.name, &fault)))
    }

    fn checked_whole(&self, json: &RawValue) -> Result<RawJson, Error> {
        self.check_whole(json)?;
        RawJson::from_value(json).map_err(|error| self.refuse("body", &error.to_string()))
    }

    /// A body that is one value, which must be an object to take further fields.
    fn laid_over(&self, whole: Option<&RawValue>, extra: Fields<'_>) -> Result<Box<RawValue>, Error> {
        let mut fields: Fields = match whole {
            Some(whole) => serde_json::from_str(whole.get())
                .map_err(|_| self.refuse("extra_body", "must be a mapping, and so must the body it is added to"))?,
            None => Fields::new(),
        };
        fields.extend(extra);
        to_raw_value(&fields).map_err(|error| self.refuse("body", &error.to_string()))
    }

    fn written(&self, fields: &Fields<'_>) -> Result<RawJson, Error> {
        RawJson::from_value(fields).map_err(|error| self.refuse("body", &error.to_string()))
    }

    fn as_json<'a>(&self, name: &str, given: Given<'a>) -> Result<Cow<'a, RawValue>, Error> {
        match given {
            Given::Json(json) | Given::Extra(json) => Ok(json),
            Given::Value(value) => match value.to_json() {
                Ok(json) => to_raw_value(&json).map(Cow::Owned).map_err(|error| self.refuse(name, &error.to_string())),
                Err(other) => Err(self.refuse(name, &format!("must be a value that JSON can carry, got {other}"))),
            },
        }
    }

    fn as_value(&self, name: &str, given: Given<'_>) -> Result<Value, Error> {
        match given {
            Given::Value(value) => Ok(value),
            Given::Json(json) | Given::Extra(json) => {
                let value = serde_json::from_str(json.get()).map_err(|error| self.refuse(name, &error.to_string()))?;
                Ok(Value::from_json(&value))
            }
        }
    }

    fn unknown(&self, name: &str) -> Error {
        let known: Vec<_> = self.operation.arguments.iter().map(|argument| argument.name).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        self.refuse(name, &format!("is not an argument of this operation; it takes {known}"))
    }

    fn refuse_at(&self, argument: &str, fault: &Fault) -> Error {
        Error::invalid_argument(argument, format!("{}: {argument}{fault}", self.operation.name))
    }

    fn refuse(&self, argument: &str, message: &str) -> Error {
        Error::invalid_argument(argument, format!("{}: {argument} {message}", self.operation.name))
    }
}
