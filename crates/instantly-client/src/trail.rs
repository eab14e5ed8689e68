//! The cursors that a walk has seen.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The cursors seen up to one page of a walk.
///
/// It is a value, yet the pages of a walk share one map: copying the cursors for each page would take time that grows with the square of the
/// number of pages.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trail {
    /// Each cursor with its place in the order of the walk.
    places: Arc<Mutex<HashMap<String, usize>>>,
    /// How many of them this page has seen: those of later pages don't count.
    length: usize,
}

impl Trail {
    pub(crate) fn contains(&self, cursor: &str) -> bool {
        self.places().get(cursor).is_some_and(|place| *place < self.length)
    }

    /// The trail of the next page, which starts at a cursor that this trail doesn't contain.
    pub(crate) fn followed_by(&self, cursor: &str) -> Self {
        let mut places = self.places();
        // Otherwise the next page is requested once more: the same cursor needs nothing new, another one a map of its own.
        if places.len() == self.length {
            places.insert(cursor.to_owned(), self.length);
        } else if places.get(cursor) != Some(&self.length) {
            let seen = places.iter().filter(|(_, place)| **place < self.length);
            let mut own: HashMap<_, _> = seen.map(|(cursor, place)| (cursor.clone(), *place)).collect();
            own.insert(cursor.to_owned(), self.length);
            return Self { places: Arc::new(Mutex::new(own)), length: self.length + 1 };
        }
        Self { places: self.places.clone(), length: self.length + 1 }
    }

    fn places(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn earlier_pages_do_not_see_the_cursors_of_later_ones() {
        let first = Trail::default().followed_by("a");
        let second = first.followed_by("b");
        assert!(second.contains("a") && second.contains("b"));
        assert!(first.contains("a") && !first.contains("b"));
    }

    #[test]
    fn pages_of_one_walk_share_their_cursors() {
        let first = Trail::default().followed_by("a");
        let (once, twice) = (first.followed_by("b"), first.followed_by("b"));
        assert!(Arc::ptr_eq(&once.places, &twice.places) && Arc::ptr_eq(&once.places, &first.places));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Against sets that are copied: every step goes on from any trail so far, with any of a few cursors.
        #[test]
        fn trails_that_part_know_nothing_of_each_other(steps in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..6), 0..40)) {
            let mut trails = vec![(Trail::default(), Vec::new())];
            for (from, cursor) in steps {
                let (trail, seen) = trails[from.index(trails.len())].clone();
                let cursor = cursor.to_string();
                prop_assert_eq!(trail.contains(&cursor), seen.contains(&cursor));
                if !seen.contains(&cursor) {
                    trails.push((trail.followed_by(&cursor), [seen, vec![cursor]].concat()));
                }
            }
            for (trail, seen) in &trails {
                for cursor in (0..6).map(|cursor| cursor.to_string()) {
                    prop_assert_eq!(trail.contains(&cursor), seen.contains(&cursor), "{} in {:?}", cursor, seen);
                }
            }
        }
    }
}
