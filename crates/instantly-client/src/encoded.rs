//! The values of one call in the forms that progenitor's methods take. Generated rows read them.

use instantly_types::{CommaList, Number, RawJson};

/// A parameter in the form progenitor's methods take it.
#[derive(Clone, Debug)]
#[allow(dead_code, reason = "which kinds are read depends on the document")]
pub(crate) enum Encoded {
    Text(String),
    Integer(i64),
    Number(Number),
    Boolean(bool),
    CommaList(CommaList),
    List(Vec<String>),
}

/// Parameters by their place in the operation's row, and the body.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values {
    /// Few of many are usually given.
    parameters: Vec<(usize, Encoded)>,
    pub(crate) body: Option<RawJson>,
}

impl Values {
    pub(crate) fn get(&self, index: usize) -> Option<&Encoded> {
        self.parameters.iter().find(|(place, _)| *place == index).map(|(_, encoded)| encoded)
    }

    pub(crate) fn set(&mut self, index: usize, encoded: Encoded) {
        match self.parameters.iter_mut().find(|(place, _)| *place == index) {
            Some((_, known)) => *known = encoded,
            None => self.parameters.push((index, encoded)),
        }
    }
}

/// Reads a value in the type of progenitor's method.
#[allow(dead_code, reason = "which kinds there are depends on the document")]
impl Values {
    /// `Arguments::check` has made sure that a required parameter is there.
    pub(crate) fn path(&self, index: usize) -> &str {
        self.text(index).unwrap_or_default()
    }

    pub(crate) fn text(&self, index: usize) -> Option<&str> {
        match self.get(index) {
            Some(Encoded::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn integer(&self, index: usize) -> Option<i64> {
        match self.get(index) {
            Some(Encoded::Integer(value)) => Some(*value),
            _ => None,
        }
    }

    pub(crate) fn number(&self, index: usize) -> Option<&Number> {
        match self.get(index) {
            Some(Encoded::Number(value)) => Some(value),
            _ => None,
        }
    }

    pub(crate) fn boolean(&self, index: usize) -> Option<bool> {
        match self.get(index) {
            Some(Encoded::Boolean(value)) => Some(*value),
            _ => None,
        }
    }

    pub(crate) fn comma_list(&self, index: usize) -> Option<&CommaList> {
        match self.get(index) {
            Some(Encoded::CommaList(list)) => Some(list),
            _ => None,
        }
    }

    pub(crate) fn list(&self, index: usize) -> Option<&Vec<String>> {
        match self.get(index) {
            Some(Encoded::List(list)) => Some(list),
            _ => None,
        }
    }

    /// A body that was left out is sent to progenitor as `null`; the attempt takes it off the request again.
    pub(crate) fn body(&self) -> RawJson {
        self.body.clone().unwrap_or_else(RawJson::null)
    }
}
