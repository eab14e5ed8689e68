//! What the document says and the SDK leaves to the API: constraints it does not check, successes and errors it does not tell apart.

use super::Loss;
use super::document::Place;

/// Keywords that limit values, and what becomes of them.
const CONSTRAINTS: [(&str, &str); 15] = [
    ("pattern", TEXT),
    ("minLength", TEXT),
    ("maxLength", TEXT),
    ("multipleOf", "Ranges are checked before sending; the API checks the rest."),
    ("exclusiveMinimum", "Ranges are checked before sending where their ends are included; the API checks the rest."),
    ("exclusiveMaximum", "Ranges are checked before sending where their ends are included; the API checks the rest."),
    ("minItems", LIST),
    ("uniqueItems", LIST),
    ("contains", LIST),
    ("minProperties", OBJECT),
    ("maxProperties", OBJECT),
    ("propertyNames", OBJECT),
    ("patternProperties", OBJECT),
    ("dependentRequired", OBJECT),
    ("discriminator", "Unions are told apart by the fields that came."),
];
const TEXT: &str = "Text is sent as it is; the API checks it.";
const LIST: &str = "Only the greatest number of items is checked; the API checks the rest.";
const OBJECT: &str = "Objects are sent as they are; the API checks them.";

/// Everything below the paths and the components that only constrains.
pub fn of_document(root: &Place) -> Vec<Loss> {
    let mut losses = Vec::new();
    for key in ["paths", "components"] {
        if let Some(place) = root.get(key) {
            walk(&place, &mut losses);
        }
    }
    losses.extend(root.get("webhooks").map(|place| loss("webhooks", "The SDK makes calls; it receives none.", &place)));
    losses
}

/// What the overlay leaves out, with its reason.
pub fn skipped(place: &Place, reason: &str) -> Loss {
    Loss { what: "left out by the overlay".to_owned(), why: reason.to_owned(), pointer: place.pointer.clone() }
}

fn walk(place: &Place, losses: &mut Vec<Loss>) {
    for (key, member) in place.members() {
        if ["example", "examples", "enum", "default", "const"].contains(&key) || key.starts_with("x-") {
            continue;
        }
        let parent = place.pointer.path.rsplit('/').next().unwrap_or_default();
        let is_keyword = !["properties", "schemas", "responses", "patternProperties"].contains(&parent);
        if let Some((what, why)) = CONSTRAINTS.iter().find(|(name, _)| is_keyword && *name == key) {
            losses.push(loss(what, why, &member));
        }
        if is_keyword && (key == "callbacks" || key == "links") {
            losses.push(loss(key, "The SDK makes calls; it receives none, and follows none by itself.", &member));
        }
        if key == "headers" && parent.parse::<u16>().is_ok() {
            losses.push(loss("response headers", "Headers are not typed; the whole answer has them all.", &member));
        }
        walk(&member, losses);
    }
    for element in place.elements() {
        walk(&element, losses);
    }
}

fn loss(what: &str, why: &str, place: &Place) -> Loss {
    Loss { what: what.to_owned(), why: why.to_owned(), pointer: place.pointer.clone() }
}
