//! Walking two schemas side by side.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::change::ChangeKind;
use super::details::{differing, order_differs};
use super::matching::Counterparts;
use super::severity::{Direction, Severity};
use super::shape::{ANYTHING, LIMITS, Shape, follow, label, title};

/// Formats that are a type of their own in the SDK.
const TYPED_FORMATS: [&str; 3] = ["date", "date-time", "binary"];

/// A component of the old document and its counterpart, read or written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    pub old: String,
    pub new: String,
    pub direction: Direction,
}

/// The changes of one subject, and the components it carries.
#[derive(Debug, Default)]
pub struct Found {
    pub findings: Vec<Finding>,
    pub pairs: BTreeSet<Pair>,
    /// Keywords that changed without meaning to users.
    pub details: BTreeSet<String>,
}

/// One change of a subject.
#[derive(Debug)]
pub struct Finding {
    pub place: String,
    pub kind: ChangeKind,
    pub severity: Severity,
}

impl Found {
    pub fn add(&mut self, direction: Direction, place: &str, kind: ChangeKind) {
        let severity = kind.severity(direction).0;
        self.findings.push(Finding { place: place.to_owned(), kind, severity });
    }
}

/// Compares schemas; remembers what it knows of components.
pub struct Walker<'a> {
    pub old: &'a Value,
    pub new: &'a Value,
    /// Every pair of components met, with what changed in it.
    pub pairs: IndexMap<Pair, Found>,
    counterparts: Counterparts,
    /// The schemas that are being compared, by address: one that holds itself is not entered again.
    open: Vec<(*const Value, *const Value)>,
}

/// Where the walk stands.
#[derive(Clone, Copy)]
pub struct At<'p> {
    pub direction: Direction,
    /// `request.body.limit`; empty at the root of a component.
    pub place: &'p str,
}

impl<'a> Walker<'a> {
    pub fn new(old: &'a Value, new: &'a Value, counterparts: Counterparts) -> Self {
        Self { old, new, counterparts, pairs: IndexMap::new(), open: Vec::new() }
    }

    /// The component's name for users.
    pub fn title(&self, pair: &Pair) -> String {
        title(self.new, &pair.new)
    }

    /// Compares a schema with what it was.
    pub fn schema(&mut self, found: &mut Found, at: At, old: &'a Value, new: &'a Value) {
        let address = (std::ptr::from_ref(old), std::ptr::from_ref(new));
        if self.open.contains(&address) {
            return;
        }
        self.open.push(address);
        self.shapes(found, at, Shape::of(old), Shape::of(new));
        self.open.pop();
    }

    fn shapes(&mut self, found: &mut Found, at: At, mut old: Shape<'a>, mut new: Shape<'a>) {
        let names = (own_name(self.old, &old), own_name(self.new, &new));
        let mut common: Vec<(&str, &str)> = Vec::new();
        for part in &old.parts {
            let counterpart = new.parts.iter().find(|other| self.counterparts.match_up(part, other));
            common.extend(counterpart.map(|other| (*part, *other)));
        }
        for (was, is) in &common {
            self.component(found, at.direction, was, is);
        }
        old.flatten(self.old, &common.iter().map(|pair| pair.0).collect::<Vec<_>>());
        new.flatten(self.new, &common.iter().map(|pair| pair.1).collect::<Vec<_>>());

        let (was, is) = (old.label(self.old), new.label(self.new));
        // With a common component the rest says nothing of the whole.
        let whole = common.is_empty();
        let was_union = !old.variants.is_empty();
        if whole && (was_union == new.variants.is_empty() || (!was_union && old.types != new.types)) {
            found.add(at.direction, at.place, ChangeKind::Type { from: was, to: is });
            Self::nullable(found, at, &old, &new);
            return;
        }
        // Two names of one component are reported with the component.
        let renamed = names.0 != names.1 && (whole || names.0.is_none() || names.1.is_none());
        if renamed && (!whole || new.types.contains("object")) {
            found.add(at.direction, at.place, ChangeKind::TypeName { from: names.0, to: names.1 });
            old.others.remove("title");
            new.others.remove("title");
        }
        Self::nullable(found, at, &old, &new);
        scalars(found, at, &old, &new);
        found.details.extend(differing(&old.others, &new.others));
        self.variants(found, at, &old, &new);
        if old.items.is_some() || new.items.is_some() {
            let place = format!("{}[]", at.place);
            self.schema(found, At { place: &place, ..at }, old.items.unwrap_or(&ANYTHING), new.items.unwrap_or(&ANYTHING));
        }
        self.fields(found, at, &old, &new, whole);
    }

    fn component(&mut self, found: &mut Found, direction: Direction, old: &'a str, new: &'a str) {
        let pair = Pair { old: old.to_owned(), new: new.to_owned(), direction };
        found.pairs.insert(pair.clone());
        if self.pairs.contains_key(&pair) {
            return;
        }
        self.pairs.insert(pair.clone(), Found::default());
        let mut inner = Found::default();
        let (from, to) = (title(self.old, old), title(self.new, new));
        if from != to {
            inner.add(direction, "", ChangeKind::TypeName { from: Some(from), to: Some(to) });
        }
        if let (Some(old), Some(new)) = (follow(self.old, old), follow(self.new, new)) {
            self.schema(&mut inner, At { direction, place: "" }, old, new);
        }
        inner.details.remove("title");
        self.pairs.insert(pair, inner);
    }

    fn nullable(found: &mut Found, at: At, old: &Shape, new: &Shape) {
        match (old.nullable, new.nullable) {
            (false, true) => found.add(at.direction, at.place, ChangeKind::Nullable),
            (true, false) => found.add(at.direction, at.place, ChangeKind::NotNullable),
            _ => {}
        }
    }

    fn fields(&mut self, found: &mut Found, at: At, old: &Shape<'a>, new: &Shape<'a>, whole: bool) {
        let is_object = new.types.contains("object");
        if whole && is_object && old.properties.is_empty() != new.properties.is_empty() {
            let names = new.properties.keys().map(|name| (*name).to_owned()).collect();
            found.add(
                at.direction,
                at.place,
                if old.properties.is_empty() { ChangeKind::Described(names) } else { ChangeKind::Undescribed },
            );
            return;
        }
        for (name, was) in &old.properties {
            let place = child(at.place, name);
            let at = At { place: &place, ..at };
            let Some(is) = new.properties.get(name) else {
                found.add(at.direction, &place, ChangeKind::Removed);
                continue;
            };
            match (old.required.contains(name), new.required.contains(name)) {
                (false, true) => found.add(at.direction, &place, ChangeKind::Required),
                (true, false) => found.add(at.direction, &place, ChangeKind::Optional),
                _ => {}
            }
            self.schema(found, at, was, is);
        }
        for (name, is) in new.properties.iter().filter(|(name, _)| !old.properties.contains_key(*name)) {
            let kind = ChangeKind::Added { required: new.required.contains(name), label: label(is, self.new) };
            found.add(at.direction, &child(at.place, name), kind);
        }
        if order_differs(old.properties.keys(), new.properties.keys()) {
            found.details.insert("order".to_owned());
        }
        let place = child(at.place, "*");
        match (old.values, new.values) {
            (Some(was), Some(is)) => self.schema(found, At { place: &place, ..at }, was, is),
            (None, None) => {}
            (was, is) if old.properties.is_empty() && new.properties.is_empty() => {
                self.schema(found, At { place: &place, ..at }, was.unwrap_or(&ANYTHING), is.unwrap_or(&ANYTHING));
            }
            _ => drop(found.details.insert("additionalProperties".to_owned())),
        }
    }

    /// Members of a union are the same when they are equal, else by name and order.
    fn variants(&mut self, found: &mut Found, at: At, old: &Shape<'a>, new: &Shape<'a>) {
        let mut left: Vec<(String, &Value)> = new.variants.iter().map(|variant| (label(variant, self.new), *variant)).collect();
        let (mut removed, several) = (Vec::new(), old.variants.len().max(new.variants.len()) > 1);
        for (index, was) in old.variants.iter().enumerate() {
            let name = label(was, self.old);
            let equal = left.iter().position(|(_, is)| is == was);
            let Some(position) = equal.or_else(|| left.iter().position(|(other, _)| *other == name)) else {
                removed.push(described(was, self.old));
                continue;
            };
            let is = left.remove(position).1;
            let place = if several { format!("{}<{name} {}>", at.place, index + 1) } else { at.place.to_owned() };
            self.schema(found, At { place: &place, ..at }, was, is);
        }
        if !removed.is_empty() {
            found.add(at.direction, at.place, ChangeKind::VariantsRemoved(removed));
        }
        if !left.is_empty() {
            found.add(at.direction, at.place, ChangeKind::VariantsAdded(left.iter().map(|(_, is)| described(is, self.new)).collect()));
        }
    }
}

/// The name of a union's member, with the fields that distinguish it.
fn described<'a>(variant: &'a Value, document: &'a Value) -> String {
    let fields = Shape::of(variant).properties.into_keys().collect::<Vec<_>>().join(" and ");
    let name = label(variant, document);
    if fields.is_empty() { name } else { format!("{name} with {fields}") }
}

/// The title of the component a schema is, when it is nothing more.
fn own_name(document: &Value, shape: &Shape) -> Option<String> {
    match shape.parts.as_slice() {
        [reference] if shape.properties.is_empty() && shape.variants.is_empty() => Some(title(document, reference)),
        _ => None,
    }
}

/// Everything that distinguishes a plain value.
fn scalars(found: &mut Found, at: At, old: &Shape, new: &Shape) {
    enumeration(found, at, old, new);
    if old.format != new.format {
        let own_type = [old.format, new.format].into_iter().flatten().any(|format| TYPED_FORMATS.contains(&format));
        let (from, to) = (old.format.map(str::to_owned), new.format.map(str::to_owned));
        found.add(at.direction, at.place, ChangeKind::Format { from, to, own_type });
    }
    for (name, greater_allows_more) in LIMITS {
        let (from, to) = (old.limits.get(name).copied(), new.limits.get(name).copied());
        if from == to || same_number(from, to) {
            continue;
        }
        let narrower = match (from.and_then(Value::as_f64), to.and_then(Value::as_f64), greater_allows_more) {
            (Some(from), Some(to), Some(greater)) => (to > from) != greater,
            // Two patterns can't be compared, so expect the worst; a limit that goes refuses nothing.
            _ => to.is_some(),
        };
        found.add(
            at.direction,
            at.place,
            ChangeKind::Limit { name: name.to_owned(), from: from.map(in_words), to: to.map(in_words), narrower },
        );
    }
    if old.default != new.default {
        found.add(at.direction, at.place, ChangeKind::Default { from: old.default.map(in_words), to: new.default.map(in_words) });
    }
    match (old.deprecated, new.deprecated) {
        (false, true) => found.add(at.direction, at.place, ChangeKind::Deprecated),
        (true, false) => found.add(at.direction, at.place, ChangeKind::NoLongerDeprecated),
        _ => {}
    }
}

fn enumeration(found: &mut Found, at: At, old: &Shape, new: &Shape) {
    let words = |values: &[&Value]| values.iter().map(|value| in_words(value)).collect::<Vec<_>>();
    match (&old.enumeration, &new.enumeration) {
        (None, None) => {}
        (None, Some(values)) => found.add(at.direction, at.place, ChangeKind::EnumGiven(words(values))),
        (Some(_), None) => found.add(at.direction, at.place, ChangeKind::EnumDropped),
        (Some(was), Some(is)) => {
            let missing =
                |of: &[&Value], from: &[&Value]| words(&of.iter().copied().filter(|value| !from.contains(value)).collect::<Vec<_>>());
            let (removed, added) = (missing(was, is), missing(is, was));
            if !removed.is_empty() {
                found.add(at.direction, at.place, ChangeKind::ValuesRemoved(removed));
            }
            if !added.is_empty() {
                found.add(at.direction, at.place, ChangeKind::ValuesAdded(added));
            }
            if order_differs(was.iter(), is.iter()) {
                found.details.insert("order".to_owned());
            }
        }
    }
}

/// `1` and `1.0`.
fn same_number(one: Option<&Value>, other: Option<&Value>) -> bool {
    let number = |value: Option<&Value>| value.and_then(Value::as_f64);
    number(one).is_some() && number(one) == number(other)
}

/// Text without its quotes.
fn in_words(value: &Value) -> String {
    match value.as_str() {
        Some("") => "\"\"".to_owned(),
        Some(text) => text.to_owned(),
        None => value.to_string(),
    }
}

fn child(place: &str, name: &str) -> String {
    if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") }
}
