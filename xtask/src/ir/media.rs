//! Media types: which of several is used.

use super::document::Place;
use super::{Loss, Pointer};

pub const JSON: &str = "application/json";

pub fn is_json(media_type: &str) -> bool {
    let name = media_type.split(';').next().unwrap_or_default().trim();
    name == JSON || name.ends_with("+json")
}

/// Records the media types that were not chosen.
pub fn drop_others(media: &[(&str, Place)], chosen: &Pointer, what: &str, why: &str, losses: &mut Vec<Loss>) {
    for (_, place) in media.iter().filter(|(_, place)| place.pointer != *chosen) {
        losses.push(Loss { what: what.to_owned(), why: why.to_owned(), pointer: place.pointer.clone() });
    }
}
