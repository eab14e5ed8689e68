//! Finding rows of the generated table.

use crate::generated::operations;
use crate::{Operation, WaitPlan};

/// The operation with this operationId.
#[must_use]
pub fn operation(id: &str) -> Option<&'static Operation> {
    operations::ALL.binary_search_by(|row| row.id.cmp(id)).ok().map(|index| operations::ALL[index])
}

/// How the objects of this resource are waited for: `wait_plan("background_jobs")`.
#[must_use]
pub fn wait_plan(resource: &str) -> Option<&'static WaitPlan> {
    operations::WAIT_PLANS.iter().find(|(name, _)| *name == resource).map(|(_, plan)| *plan)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Location;

    #[test]
    fn finds_every_row_by_its_id() {
        for row in operations::ALL {
            assert_eq!(operation(row.id), Some(row));
        }
        assert_eq!(operation("noSuchOperation"), None);
    }

    #[test]
    fn rows_list_path_values_then_required_arguments_then_the_rest() {
        for row in operations::ALL {
            let rank = |argument: &crate::Argument| match (argument.location, argument.required) {
                (Location::Path, _) => 0,
                (_, true) => 1,
                (_, false) => 2,
            };
            assert!(row.arguments.is_sorted_by_key(rank), "{}", row.name);
        }
    }
}
