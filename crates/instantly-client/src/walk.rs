//! A walk over the pages of a list: where it starts, how it goes on, and when it ends.

use crate::operation::{Next, Pagination};
use crate::trail::Trail;
use crate::{Arguments, Error, Value};

/// A walk at one of its pages: the arguments that request this page, and the cursors (or offsets) that the walk has seen.
///
/// It ends at a missing cursor, at an empty page, at the total of a list that goes by offset, and at a cursor that was there before: a last
/// page can still carry a cursor, and one that leads back would be followed for ever.
///
/// It is a value: a page can be asked for the next one twice, and its walk sent to another thread.
#[derive(Clone, Debug)]
pub struct Walk {
    arguments: Arguments,
    pagination: Pagination,
    seen: Trail,
}

/// How a walk goes on after a page.
#[derive(Clone, Debug)]
pub struct Step {
    /// The cursor as the page carries it, which the last page may do, too; of a list that goes by offset, where the next page starts.
    pub cursor: Option<String>,
    /// The walk at the next page; `None` after the last.
    pub next: Option<Walk>,
}

impl Walk {
    /// Starts at the page that these arguments request; a cursor or an offset among them counts as seen.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for an operation without pages.
    pub fn start(arguments: Arguments) -> Result<Self, Error> {
        let operation = arguments.operation();
        let Some(pagination) = operation.pagination() else {
            return Err(Error::invalid_argument("operation", format!("{} has no pages", operation.name)));
        };
        let seen = arguments.cursor().map_or_else(Trail::default, |cursor| Trail::default().followed_by(&cursor));
        Ok(Self { arguments, pagination, seen })
    }

    /// The arguments that request this page.
    #[must_use]
    pub fn arguments(&self) -> &Arguments {
        &self.arguments
    }

    /// Where the items and the next page's cursor (or the total) are in this page.
    #[must_use]
    pub fn pagination(&self) -> Pagination {
        self.pagination
    }

    /// Goes on after this page. `told` is the value at [`Next::place`], if there is one; `items` is the number of items.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a cursor that the operation can't take.
    pub fn advance(&self, told: Option<&Value>, items: usize) -> Result<Step, Error> {
        let cursor = self.cursor_after(told, items);
        let follows = cursor.as_ref().filter(|cursor| items > 0 && !cursor.is_empty() && !self.seen.contains(cursor));
        let next = follows.map(|cursor| self.at(cursor)).transpose()?;
        Ok(Step { cursor, next })
    }

    fn at(&self, cursor: &str) -> Result<Self, Error> {
        let arguments = self.arguments.with_cursor(cursor)?;
        Ok(Self { arguments, pagination: self.pagination, seen: self.seen.followed_by(cursor) })
    }

    fn cursor_after(&self, told: Option<&Value>, items: usize) -> Option<String> {
        match self.pagination.next {
            Next::Cursor(_) => told?.to_text(),
            Next::Offset(_) => {
                let skipped = self.arguments.cursor().and_then(|offset| offset.parse().ok()).unwrap_or(0_i64);
                let next = skipped.saturating_add(i64::try_from(items).unwrap_or(i64::MAX));
                let is_last = items == 0 || told.and_then(Value::as_whole).is_some_and(|total| next >= total);
                (!is_last).then(|| next.to_string())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::test_rows::{BY_BODY, BY_OFFSET, BY_QUERY, LIST};
    use crate::{Given, Operation};

    fn walk(operation: &'static Operation, name: &str, value: Option<Value>) -> Walk {
        let given = value.map(|value| (name.to_owned(), Given::Value(value)));
        Walk::start(Arguments::from_named(operation, given).unwrap()).unwrap()
    }

    fn next(walk: &Walk, told: impl Into<Value>) -> Option<Walk> {
        walk.advance(Some(&told.into()), 1).unwrap().next
    }

    #[test]
    fn ends_at_a_missing_cursor_an_empty_page_and_a_repeated_cursor() {
        for (operation, name) in [(&BY_QUERY, "after"), (&BY_BODY, "after")] {
            let first = walk(operation, name, None);
            let second = next(&first, "a").unwrap();
            assert_eq!(second.arguments().cursor().as_deref(), Some("a"));
            let third = next(&second, "b").unwrap();
            assert!(third.advance(None, 2).unwrap().next.is_none(), "missing");
            assert!(third.advance(Some(&Value::Null), 2).unwrap().next.is_none(), "null");
            assert!(third.advance(Some(&"".into()), 2).unwrap().next.is_none(), "empty text");
            assert!(next(&third, "a").is_none(), "repeated");
            let empty = third.advance(Some(&"c".into()), 0).unwrap();
            assert_eq!((empty.cursor.as_deref(), empty.next.is_none()), (Some("c"), true), "empty page");
            // A page can be asked for its next one twice.
            assert!(next(&second, "b").is_some());
        }
    }

    #[test]
    fn the_callers_cursor_or_offset_counts_as_seen() {
        assert!(next(&walk(&BY_QUERY, "after", Some("a".into())), "a").is_none());
        assert!(next(&walk(&BY_BODY, "after", Some("a".into())), "a").is_none());
        assert!(walk(&BY_OFFSET, "skip", Some(3.into())).seen.contains("3"));
    }

    #[test]
    fn an_offset_starts_where_the_caller_says_and_ends_at_the_total() {
        let first = walk(&BY_OFFSET, "skip", Some(3.into()));
        let step = first.advance(Some(&Value::Number(9.0)), 2).unwrap();
        assert_eq!(step.cursor.as_deref(), Some("5"));
        let second = step.next.unwrap();
        assert_eq!(second.arguments().values().integer(0), Some(5));
        assert!(second.advance(Some(&7.into()), 2).unwrap().next.is_none());
        assert!(second.advance(None, 0).unwrap().next.is_none());
        assert!(second.advance(None, 1).unwrap().next.is_some(), "without a total an empty page is the end");
    }

    #[test]
    fn a_cursor_keeps_the_other_arguments() {
        let fields = [("limit", Given::Value(5.into())), ("new", Given::Value(true.into()))];
        let first = Walk::start(Arguments::from_named(&BY_BODY, fields).unwrap()).unwrap();
        assert_eq!(next(&first, 7).unwrap().arguments().values().body().get(), r#"{"limit":5,"new":true,"after":"7"}"#);
    }

    #[test]
    fn rejects_an_operation_without_pages() {
        assert_eq!(Walk::start(Arguments::new(&LIST)).unwrap_err().to_string(), "things.list has no pages");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// A server that answers each cursor always alike, whatever it says.
        #[test]
        fn any_walk_ends_and_sees_no_page_twice(
            start in prop::option::of(1_usize..8),
            pages in prop::collection::vec((prop::option::weighted(0.95, 0_usize..8), prop::bool::weighted(0.95)), 8),
        ) {
            // The first page is that of no cursor, and an empty text is none.
            let name = |cursor: usize| if cursor == 0 { String::new() } else { cursor.to_string() };
            let mut walk = walk(&BY_QUERY, "after", start.map(|start| name(start).into()));
            let mut asked: Vec<String> = start.map(name).into_iter().collect();
            let mut page = pages[start.unwrap_or(0)];
            while let Some(next) = walk.advance(page.0.map(|told| name(told).into()).as_ref(), usize::from(page.1)).unwrap().next {
                let cursor = next.arguments().cursor().expect("it has one");
                prop_assert!(!cursor.is_empty() && !asked.contains(&cursor), "{} after {:?}", cursor, asked);
                page = pages[cursor.parse::<usize>().expect("a number")];
                asked.push(cursor);
                walk = next;
            }
            // It went on as long as there was a reason to.
            let last = page.0.map(name).filter(|last| !last.is_empty() && page.1);
            prop_assert!(last.is_none_or(|last| asked.contains(&last)));
        }
    }
}
