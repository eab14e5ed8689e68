//! What the Python emitters share: how Python is spelled, and wrapped as `ruff format` leaves it at 120 columns.

use std::cmp::Ordering;

use serde::Serialize;

use crate::emit::python::names::identifier;
use crate::emit::shared::escape;
use crate::emit::shared::printer::wrapped;
use crate::ir::Field;

pub const FOLDER: &str = "bindings/python/python/instantly_sdk";
pub const WIDTH: usize = 120;

/// What every model has; a field of such a name gets a trailing underscore.
const MODEL_MEMBERS: [&str; 4] = ["fields_set", "from_json", "to_dict", "to_json"];

/// An `__init__.py` whose names are loaded when they are used, and for resources the bases of the two clients.
#[derive(Serialize)]
pub struct Package {
    pub header: String,
    pub doc: String,
    /// What is imported at once.
    pub imports: Vec<String>,
    /// What only type checkers import here.
    pub typed_imports: Vec<String>,
    pub exported: String,
    /// Each name that is loaded late, and its module.
    pub modules: Vec<(String, String)>,
    pub classes: Vec<ClientBase>,
}

/// The resources of a client.
#[derive(Serialize)]
pub struct ClientBase {
    pub name: &'static str,
    pub doc: String,
    pub resources: Vec<Property>,
}

/// A resource under a client or another resource.
#[derive(Serialize)]
pub struct Property {
    pub name: String,
    pub class: String,
    pub module: String,
    pub doc: String,
}

/// The attribute of a model that shows the field of this wire name.
pub fn attribute(wire_name: &str) -> String {
    let name = identifier(wire_name);
    if MODEL_MEMBERS.contains(&name.as_str()) { name + "_" } else { name }
}

/// The attributes of these fields. Where two wire names are one name in Python, the second is called as the IR numbers it.
pub fn attributes(fields: &[Field]) -> Vec<String> {
    unlike(fields.iter().map(|field| (attribute(&field.name), attribute(&field.identifier))))
}

/// Each first name, or the second where the first is taken.
pub fn unlike(names: impl Iterator<Item = (String, String)>) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for (name, other) in names {
        let name = if taken.contains(&name) { other } else { name };
        taken.push(name);
    }
    taken
}

/// `from module import a, b`, on one line or one name a line, as `ruff` sorts and breaks it.
pub fn import(module: &str, names: Vec<String>) -> String {
    import_below(0, module, names)
}

/// An import inside of an `if`.
pub fn import_below(indentation: usize, module: &str, mut names: Vec<String>) -> String {
    names.sort_by(|one, other| kind(one).cmp(&kind(other)).then_with(|| natural(&one.to_lowercase(), &other.to_lowercase())));
    names.dedup();
    let line = format!("from {module} import {}", names.join(", "));
    if indentation + line.len() <= WIDTH {
        return line;
    }
    format!("from {module} import (\n{}{:indentation$})", indented(&names, indentation + 4), "")
}

/// The value of `__all__`.
pub fn exported(names: impl IntoIterator<Item = String>) -> String {
    let mut names: Vec<_> = names.into_iter().collect();
    names.sort_by(|one, other| kind(one).cmp(&kind(other)).then_with(|| natural(one, other)));
    let names: Vec<_> = names.iter().map(|name| literal(name)).collect();
    let line = format!("[{}]", names.join(", "));
    if line.len() + "__all__ = ".len() <= WIDTH {
        return line;
    }
    format!("[\n{}]", indented(&names, 4))
}

/// Constants come before classes, and those before everything else.
fn kind(name: &str) -> u8 {
    let has_lower = name.chars().any(char::is_lowercase);
    match name.chars().next() {
        Some(first) if first.is_uppercase() => u8::from(has_lower || name.len() == 1),
        _ => 2,
    }
}

/// By characters, but numbers by their value: `Option2` before `Option10`.
pub fn natural(one: &str, other: &str) -> Ordering {
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let (mut left, mut right) = (one, other);
    loop {
        let (first, second) = match (left.chars().next(), right.chars().next()) {
            (Some(first), Some(second)) => (first, second),
            (first, second) => return first.is_some().cmp(&second.is_some()),
        };
        let ordering = if first.is_ascii_digit() && second.is_ascii_digit() {
            let (from_left, from_right) = (digits(left), digits(right));
            let numbers = (left[..from_left].parse::<u64>(), right[..from_right].parse::<u64>());
            (left, right) = (&left[from_left..], &right[from_right..]);
            numbers.0.unwrap_or(u64::MAX).cmp(&numbers.1.unwrap_or(u64::MAX))
        } else {
            (left, right) = (&left[first.len_utf8()..], &right[second.len_utf8()..]);
            first.cmp(&second)
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
}

fn indented(items: &[String], indentation: usize) -> String {
    items.iter().map(|item| format!("{:indentation$}{item},\n", "")).collect()
}

/// A string literal.
pub fn literal(text: &str) -> String {
    escape::python(text)
}

/// The text with an end, as docstrings want it.
pub fn sentence(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.ends_with(['.', '!', '?']) { text } else { text + "." }
}

/// A docstring of these paragraphs. The first is split after its first sentence when it fits no line. A paragraph of several lines
/// is laid out already.
pub fn docstring(indentation: usize, paragraphs: &[String]) -> String {
    let room = WIDTH - indentation;
    let escaped: Vec<_> = paragraphs.iter().map(|paragraph| escape::python_docstring(paragraph)).collect();
    let raw = if escaped.iter().any(|paragraph| paragraph.contains('\\')) { "r" } else { "" };
    if let [only] = escaped.as_slice()
        && only.chars().count() + raw.len() + 6 <= room
        && !only.contains('\n')
    {
        return format!("{raw}\"\"\"{only}\"\"\"");
    }
    let mut lines: Vec<String> = Vec::new();
    for (index, paragraph) in escaped.iter().enumerate() {
        if index > 0 {
            lines.push(String::new());
        }
        // An only line would have the closing quotes below it.
        let quotes = raw.len() + if escaped.len() == 1 { 6 } else { 3 };
        let opening = if index == 0 { quotes } else { 0 };
        match paragraph.split_once(". ").filter(|_| index == 0 && paragraph.chars().count() + opening > room) {
            Some((first, rest)) => {
                lines.extend(wrapped(&format!("{first}."), room - opening));
                lines.push(String::new());
                lines.extend(wrapped(rest, room));
            }
            None if paragraph.contains('\n') => lines.extend(paragraph.lines().map(str::to_owned)),
            None => lines.extend(wrapped(paragraph, room - opening)),
        }
    }
    let margin = " ".repeat(indentation);
    let body =
        lines.iter().map(|line| if line.is_empty() { String::new() } else { format!("{margin}{line}") }).collect::<Vec<_>>().join("\n");
    format!("{raw}\"\"\"{}\n{margin}\"\"\"", &body[indentation..])
}

/// An annotation whose dates that are named through their module name only the module.
pub fn plain_dates(annotation: &str) -> String {
    annotation.replace("dt.datetime", "dt").replace("dt.date", "dt")
}

/// The names in an annotation.
pub fn words(annotation: &str) -> impl Iterator<Item = &str> {
    annotation.split(|character: char| !character.is_alphanumeric() && character != '_').filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_docstring_is_one_line_where_it_fits() {
        assert_eq!(docstring(4, &[sentence("Percent\ndone, 0 to 100")]), r#""""Percent done, 0 to 100.""""#);
        assert_eq!(docstring(0, &[r#"A \ and """."#.to_owned()]), r#"r"""A \ and '''.""""#);
    }

    #[test]
    fn a_long_docstring_is_split_after_its_first_sentence_and_wrapped() {
        let text = docstring(8, &[format!("First. {}", "word ".repeat(40).trim_end()), "Args:\n    limit: Jobs a page.".to_owned()]);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[..2], [r#""""First."#, ""]);
        assert_eq!(lines[lines.len() - 4..], ["", "        Args:", "            limit: Jobs a page.", r#"        """"#]);
        assert!(lines.iter().all(|line| line.len() <= WIDTH), "{text}");
    }

    #[test]
    fn names_are_sorted_and_stand_one_a_line_where_they_fill_it() {
        assert_eq!(import("a", vec!["c".to_owned(), "b".to_owned()]), "from a import b, c");
        let long = "x".repeat(70);
        let names = [long.clone(), "a".to_owned(), long.clone() + "y"];
        assert_eq!(exported(names), format!("[\n    \"a\",\n    \"{long}\",\n    \"{long}y\",\n]"));
    }

    #[test]
    fn names_are_sorted_as_ruff_sorts_them() {
        let names = || ["Option10", "AIAgent", "Account", "Option2", "omit", "CTD"].map(str::to_owned);
        assert_eq!(import("a", names().to_vec()), "from a import CTD, Account, AIAgent, Option2, Option10, omit");
        assert_eq!(exported(names()), r#"["CTD", "AIAgent", "Account", "Option2", "Option10", "omit"]"#);
    }

    #[test]
    fn a_field_that_every_model_has_already_is_escaped() {
        assert_eq!(["to_dict", "type", "from", "lead-status"].map(attribute), ["to_dict_", "type", "from_", "lead_status"]);
    }
}
