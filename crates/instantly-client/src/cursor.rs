//! When a list ends.

use std::collections::HashSet;

/// Follows one walk over the pages of a list and says when it ends: at a missing cursor, an empty page, or a cursor that was there before.
/// (A last page can still carry a cursor, and one that leads back would be followed for ever.)
#[derive(Clone, Debug, Default)]
pub struct CursorTrail {
    seen: HashSet<String>,
}

impl CursorTrail {
    /// A walk from the first page.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A walk from where the caller said, if they did.
    #[must_use]
    pub fn starting_at(cursor: Option<&str>) -> Self {
        Self { seen: cursor.map(str::to_owned).into_iter().collect() }
    }

    /// The cursor to ask for next, given what the current page says and how many items it had; `None` after the last page.
    pub fn advance(&mut self, next: Option<&str>, items: usize) -> Option<String> {
        let next = next.filter(|next| !next.is_empty() && items > 0)?;
        self.seen.insert(next.to_owned()).then(|| next.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::CursorTrail;

    #[test]
    fn a_walk_ends_in_three_ways() {
        let mut trail = CursorTrail::new();
        assert_eq!(trail.advance(Some("a"), 2).as_deref(), Some("a"));
        assert_eq!(trail.advance(Some("b"), 2).as_deref(), Some("b"));
        assert_eq!(trail.clone().advance(None, 2), None, "missing");
        assert_eq!(trail.clone().advance(Some("c"), 0), None, "empty page");
        assert_eq!(trail.advance(Some("a"), 2), None, "repeated");
    }

    #[test]
    fn the_cursor_a_caller_starts_from_counts_as_seen() {
        assert_eq!(CursorTrail::starting_at(Some("a")).advance(Some("a"), 1), None);
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
            let mut trail = CursorTrail::starting_at(start.map(name).as_deref());
            let mut asked: Vec<String> = start.map(name).into_iter().collect();
            let mut page = pages[start.unwrap_or(0)];
            while let Some(next) = trail.advance(page.0.map(name).as_deref(), usize::from(page.1)) {
                prop_assert!(!next.is_empty() && !asked.contains(&next), "{} after {:?}", next, asked);
                page = pages[next.parse::<usize>().expect("a number")];
                asked.push(next);
            }
            // It went on as long as there was a reason to.
            let last = page.0.map(name).filter(|last| !last.is_empty() && page.1);
            prop_assert!(last.is_none_or(|last| asked.contains(&last)));
        }
    }
}
