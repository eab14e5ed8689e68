//! Text of Rust files: comments, imports, literals.

use std::collections::BTreeMap;

use anyhow::Result;
use minijinja::Environment;

use crate::emit::rust::names::escaped;
use crate::emit::shared::{escape, templates};

/// Templates of Rust: `doc` and `inner_doc` make comments, `uses` makes imports, `module` the name
/// of one.
pub fn environment(templates: &[(&'static str, &'static str)]) -> Result<Environment<'static>> {
    let mut environment = templates::environment(templates)?;
    environment.add_filter("doc", doc);
    environment.add_filter("inner_doc", inner_doc);
    environment.add_filter("uses", uses);
    environment.add_filter("module", |stem: String| escaped(&stem));
    Ok(environment)
}

/// The widest a line of imports gets.
const WIDTH: usize = 140;

pub fn or(text: &str, otherwise: impl FnOnce() -> String) -> String {
    if text.trim().is_empty() { otherwise() } else { text.to_owned() }
}

/// `a, b and c`
pub fn in_words(items: &[String], last_word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {last_word} {last}", first.join(", ")),
    }
}

/// The text as a Rust string literal.
pub fn literal(text: &str) -> String {
    escape::rust(text)
}

/// `use` declarations, one a module.
pub fn uses(paths: Vec<String>) -> String {
    let mut modules: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (module, name) in paths.iter().filter_map(|path| path.rsplit_once("::")) {
        modules.entry(module).or_default().push(name.to_owned());
    }
    let one = |(module, names): (&str, Vec<String>)| match names.as_slice() {
        [name] => format!("use {module}::{name};\n"),
        names => format!("use {module}::{};\n", braced(names)),
    };
    modules.into_iter().map(one).collect()
}

/// `{A, B}`, on several lines where it is long.
pub fn braced(names: &[String]) -> String {
    let line = names.join(", ");
    if line.len() < WIDTH - 30 {
        return format!("{{{line}}}");
    }
    let mut lines = vec![String::new()];
    for name in names {
        if lines.last().is_some_and(|line| line.len() + name.len() + 6 > WIDTH) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            let space = if line.is_empty() { "" } else { " " };
            line.push_str(&format!("{space}{name},"));
        }
    }
    format!("{{\n{}}}", lines.iter().map(|line| format!("    {line}\n")).collect::<String>())
}

/// A doc comment, indented but for its first line.
pub fn doc(text: &str, indent: usize) -> String {
    comment(text, "///", indent)
}

/// A doc comment of the file itself.
pub fn inner_doc(text: &str) -> String {
    comment(text, "//!", 0)
}

fn comment(text: &str, mark: &str, indent: usize) -> String {
    let text = escape::prose(text);
    let lines: Vec<_> = text.trim().lines().map(|line| format!("{mark} {}", plain(line.trim())).trim_end().to_owned()).collect();
    lines.join(&format!("\n{}", " ".repeat(indent)))
}

/// The text with what rustdoc would take for links or HTML escaped, and addresses made links; code and links to code stay as they are.
fn plain(line: &str) -> String {
    // An odd number of backticks opens code that never closes.
    if line.matches('`').count() % 2 == 1 {
        return prose(line);
    }
    let parts: Vec<&str> = line.split('`').collect();
    let mut text = String::new();
    for (index, part) in parts.iter().enumerate() {
        let is_code = index % 2 == 1;
        let links_before = index > 1 && parts[index - 2].ends_with('[') && part.starts_with(']');
        let links_after = parts.get(index + 2).is_some_and(|after| after.starts_with(']')) && part.ends_with('[');
        let start = usize::from(!is_code && links_before);
        let end = part.len() - usize::from(!is_code && links_after);
        text.push_str(if index > 0 { "`" } else { "" });
        text.push_str(&part[..start]);
        text.push_str(&if is_code { (*part).to_owned() } else { prose(&part[start..end]) });
        text.push_str(&part[end..]);
    }
    text
}

fn prose(text: &str) -> String {
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn word(word: &str) -> String {
    match word.find("https://").or_else(|| word.find("http://")) {
        Some(start) if !word.contains("](") && !word.contains('<') => {
            let end = word.trim_end_matches(['.', ',', ')', ';']).len().max(start);
            format!("{}<{}>{}", &word[..start], &word[start..end], &word[end..])
        }
        Some(_) => word.to_owned(),
        None if word.contains("](") => word.to_owned(),
        None => word.replace('[', "\\[").replace(']', "\\]").replace('<', "\\<"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_say_what_was_written() {
        assert_eq!(doc("One <b>, [two].\nThree `[four]`.", 4), "/// One \\<b>, \\[two\\].\n    /// Three `[four]`.");
        assert_eq!(inner_doc("See https://a.example/b, or [`Self::get`]."), "//! See <https://a.example/b>, or [`Self::get`].");
    }

    #[test]
    fn imports_are_one_a_module() {
        let paths = ["crate::List", "crate::Number", "other::Thing"].map(str::to_owned).to_vec();
        assert_eq!(uses(paths), "use crate::{List, Number};\nuse other::Thing;\n");
    }
}
