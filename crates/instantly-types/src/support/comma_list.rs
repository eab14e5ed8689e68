//! Lists that travel as one comma-separated string.

use std::fmt;

use serde::{Serialize, Serializer};

/// A list that the API takes as one string: `pending,in-progress`.
///
/// An empty list serialises as nothing at all, since the API reads an empty string as one empty value.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CommaList(Vec<String>);

impl CommaList {
    /// The values, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, String> {
        self.0.iter()
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The values as a vector.
    pub fn into_inner(self) -> Vec<String> {
        self.0
    }
}

impl fmt::Display for CommaList {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, value) in self.0.iter().enumerate() {
            if index > 0 {
                formatter.write_str(",")?;
            }
            formatter.write_str(value)?;
        }
        Ok(())
    }
}

impl Serialize for CommaList {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A query serialiser takes scalars only, so the list is joined here and never shown as a sequence.
        if self.0.is_empty() { serializer.serialize_none() } else { serializer.serialize_str(&self.0.join(",")) }
    }
}

impl From<Vec<String>> for CommaList {
    fn from(values: Vec<String>) -> Self {
        Self(values)
    }
}

impl<T: Into<String>> FromIterator<T> for CommaList {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(values.into_iter().map(Into::into).collect())
    }
}

impl<'a> IntoIterator for &'a CommaList {
    type Item = &'a String;
    type IntoIter = std::slice::Iter<'a, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::CommaList;

    #[test]
    fn joins_its_values() {
        let list: CommaList = ["pending", "in-progress"].into_iter().collect();
        assert_eq!(serde_json::to_string(&list).unwrap(), r#""pending,in-progress""#);
        assert_eq!(list.to_string(), "pending,in-progress");
        assert_eq!(list.iter().count(), 2);
    }

    #[test]
    fn is_nothing_when_empty() {
        assert_eq!(serde_json::to_string(&CommaList::default()).unwrap(), "null");
    }
}
