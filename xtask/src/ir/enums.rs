//! The values of an enum, and the names they get.

use serde_json::Value;

use super::schema_view::SchemaView;
use super::{Base, Loss, Type, Variant, hints, pascal};

/// What the values of an enum make.
pub enum Values {
    /// Nothing worth a name: flags, numbers whose meaning nobody says.
    Plain(Type),
    /// Values of several types.
    Mixed(Vec<Type>),
    Named(Base, Vec<Variant>),
}

/// Sorts out what the values are. Where the declared type disagrees with some of them, those are dropped: the API sends what it says it does.
pub fn read(view: &SchemaView, values: &[&Value], losses: &mut Vec<Loss>) -> Values {
    let declared = view.types.as_deref().unwrap_or(&[]);
    let fits = |value: &Value| declared.is_empty() || declared.iter().any(|name| is_of(value, name));
    let fitting: Vec<&Value> = values.iter().copied().filter(|value| fits(value)).collect();
    let values = if fitting.is_empty() { values.to_vec() } else { fitting.clone() };
    if fitting.len() < view.values.as_ref().map_or(0, Vec::len) {
        losses.push(Loss {
            what: "enum values of another type than declared".to_owned(),
            why: "Only those of the declared type get a name; any value passes.".to_owned(),
            pointer: view.place.pointer.child("enum"),
        });
    }
    let texts: Vec<&str> = values.iter().filter_map(|value| value.as_str()).collect();
    let codes: Vec<i64> = values.iter().filter_map(|value| value.as_i64()).collect();
    let numbers = values.iter().filter(|value| value.is_number()).count();
    let flags = values.iter().filter(|value| value.is_boolean()).count();
    if !texts.is_empty() && texts.len() == values.len() {
        return Values::Named(Base::Text, variants(view, &texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()));
    }
    if numbers == values.len() && numbers > 0 {
        let plain = if codes.len() == numbers { Type::Integer } else { Type::Number };
        let digits: Vec<String> = codes.iter().map(i64::to_string).collect();
        let has_names = codes.len() == numbers && digits.iter().any(|code| given_name(view, code).is_some());
        return if has_names { Values::Named(Base::Integer, variants(view, &digits)) } else { Values::Plain(plain) };
    }
    if values.is_empty() {
        return Values::Plain(Type::Any);
    }
    if flags == values.len() {
        return Values::Plain(Type::Boolean);
    }
    let mut members = Vec::new();
    members.extend((flags > 0).then_some(Type::Boolean));
    members.extend((numbers > 0).then_some(Type::Number));
    members.extend((!texts.is_empty()).then_some(Type::Text));
    if flags + numbers + texts.len() < values.len() { Values::Plain(Type::Any) } else { Values::Mixed(members) }
}

/// A variant for each value; one whose name would be another's gets a number.
fn variants(view: &SchemaView, values: &[String]) -> Vec<Variant> {
    let mut variants: Vec<Variant> = Vec::new();
    for value in values {
        if variants.iter().any(|known| known.value == *value) {
            continue;
        }
        let name = given_name(view, value).unwrap_or_else(|| own_name(value));
        let is_free = |name: &str| variants.iter().all(|known| known.name.to_lowercase() != name.to_lowercase());
        let numbered = (2..).map(|number| format!("{name}{number}"));
        let name = std::iter::once(name.clone()).chain(numbered).find(|name| is_free(name)).unwrap_or(name);
        let summary = view.object("x-enumDescriptions").map(|texts| hints::text(texts, value)).unwrap_or_default();
        variants.push(Variant { value: value.clone(), name, summary });
    }
    variants
}

/// What the overlay calls a value, or for a number what its meaning comes to.
fn given_name(view: &SchemaView, value: &str) -> Option<String> {
    const LONGEST: usize = 40;
    if let Some(name) = view.object("x-sdk-enum-names").and_then(|names| names.get(value)).and_then(Value::as_str) {
        return Some(name.to_owned());
    }
    value.parse::<i64>().ok()?;
    let meaning = view.object("x-enumDescriptions")?.get(value)?.as_str()?;
    let name = pascal(&spoken(meaning));
    (name.starts_with(|first: char| first.is_alphabetic()) && name.len() <= LONGEST).then_some(name)
}

/// `in-progress` is InProgress, `+1` is Plus1, `0 - 25` is Value0To25.
fn own_name(value: &str) -> String {
    if value.is_empty() {
        return "Empty".to_owned();
    }
    let name = pascal(&spoken(value));
    match name.chars().next() {
        Some(first) if first.is_alphabetic() => name,
        Some(_) => format!("Value{name}"),
        None => "Symbol".to_owned(),
    }
}

/// The text with words for the signs that carry its meaning.
fn spoken(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut spoken = String::new();
    for (index, &character) in characters.iter().enumerate() {
        let before = characters[..index].iter().rev().find(|other| !other.is_whitespace());
        let after = characters[index + 1..].iter().find(|other| !other.is_whitespace());
        let digit = |character: Option<&char>| character.is_some_and(char::is_ascii_digit);
        spoken += match character {
            '+' => " plus ",
            '-' if digit(after) && before.is_none() => " minus ",
            '-' | '–' if digit(after) && before.is_some_and(|other| other.is_ascii_alphanumeric()) => " to ",
            '>' => " over ",
            '<' => " under ",
            '&' => " and ",
            '%' => " percent ",
            '.' if digit(before) && digit(after) => " point ",
            other => {
                spoken.push(other);
                continue;
            }
        };
    }
    spoken
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::own_name;

    #[test]
    fn every_value_makes_a_name() {
        let cases = [
            ("in-progress", "InProgress"),
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("0 - 25", "Value0To25"),
            ("1K - 10K", "Value1KTo10K"),
            ("> 10K", "Over10K"),
            ("", "Empty"),
            ("*", "Symbol"),
            ("R&D", "RAndD"),
            ("2026-03", "Value2026To03"),
        ];
        for (value, expected) in cases {
            assert_eq!(own_name(value), expected, "{value}");
        }
    }
}
