//! Types that contain themselves: Rust needs a box where they do.

use crate::ir::{Api, Type, TypeBody};

/// Whether a value of the type directly contains one of the type called `name`; lists and maps need no box.
pub fn contains(api: &Api, r#type: &Type, name: &str) -> bool {
    let mut seen = Vec::new();
    let mut open = vec![r#type];
    while let Some(next) = open.pop() {
        let Type::Named { name: found } = next else { continue };
        if found == name {
            return true;
        }
        if seen.contains(&found) {
            continue;
        }
        seen.push(found);
        match api.definition(found).map(|definition| &definition.body) {
            Some(TypeBody::Model { fields } | TypeBody::Input { fields, .. }) => open.extend(fields.iter().map(|field| &field.r#type)),
            // A union boxes its objects itself.
            Some(TypeBody::Union { .. } | TypeBody::Enum { .. }) | None => {}
        }
    }
    false
}
