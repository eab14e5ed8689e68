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
}
