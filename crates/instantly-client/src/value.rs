//! A value as a host language hands it over, before it is checked.

/// The largest whole number that every language's number holds exactly: 2^53 - 1.
const EXACT_IN_A_DOUBLE: f64 = 9_007_199_254_740_991.0;

/// A caller's value of an argument, in terms every language has.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `None`, `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Anything else, by the name its language gives to its type.
    Other(String),
}

impl Value {
    /// Reads a JSON value. An object is [`Value::Other`]: `{"other": "a function"}` with these words for its type.
    #[must_use]
    pub fn from_json(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(value) => Self::Boolean(*value),
            serde_json::Value::Number(number) => {
                number.as_i64().map_or_else(|| Self::Number(number.as_f64().unwrap_or(f64::NAN)), Self::Integer)
            }
            serde_json::Value::String(text) => Self::Text(text.clone()),
            serde_json::Value::Array(items) => Self::List(items.iter().map(Self::from_json).collect()),
            serde_json::Value::Object(members) => {
                Self::Other(members.get("other").and_then(serde_json::Value::as_str).unwrap_or("an object").to_owned())
            }
        }
    }

    /// The value as JSON, or the name of the type that JSON can't carry.
    pub(crate) fn to_json(&self) -> Result<serde_json::Value, String> {
        Ok(match self {
            Self::Null => serde_json::Value::Null,
            Self::Boolean(value) => (*value).into(),
            Self::Integer(value) => (*value).into(),
            Self::Number(value) => serde_json::Number::from_f64(*value).ok_or_else(|| value.to_string())?.into(),
            Self::Text(text) => text.as_str().into(),
            Self::List(items) => items.iter().map(Self::to_json).collect::<Result<_, _>>()?,
            Self::Other(name) => return Err(name.clone()),
        })
    }

    /// A whole number, also one that its language holds as a floating-point number.
    pub(crate) fn as_whole(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            #[expect(clippy::cast_possible_truncation, reason = "the guard holds it to whole numbers that fit")]
            Self::Number(value) if value.fract() == 0.0 && value.abs() <= EXACT_IN_A_DOUBLE => Some(*value as i64),
            _ => None,
        }
    }

    /// A cursor or an id as text: the text itself, or the digits of a whole number.
    pub(crate) fn to_text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            value => value.as_whole().map(|number| number.to_string()),
        }
    }

    /// The value in words, for "must be a string, got …".
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Boolean(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Number(value) => value.to_string(),
            Self::Text(text) if text.chars().count() <= 40 => format!("{text:?}"),
            Self::Text(text) => format!("a string of {} characters", text.chars().count()),
            Self::List(_) => "a list".to_owned(),
            Self::Other(name) => name.clone(),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}
