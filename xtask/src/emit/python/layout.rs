//! Where `ruff format` breaks what is too long for a line.

use super::text::{WIDTH, literal};

/// An argument of a method: `name: annotation = default,`.
pub fn argument(name: &str, annotation: &str, default: Option<&str>) -> String {
    const INDENTATION: usize = 8;
    let end = default.map_or_else(|| ",".to_owned(), |default| format!(" = {default},"));
    let line = format!("{name}: {annotation}{end}");
    if INDENTATION + line.len() <= WIDTH {
        return line;
    }
    let members: Vec<_> = split(annotation, '|').into_iter().map(str::trim).collect();
    let last = members.len() - 1;
    let mut lines = Vec::new();
    for (index, member) in members.iter().enumerate() {
        let opening = if index == 0 { format!("{name}: ") } else { "| ".to_owned() };
        let closing = if index == last { end.as_str() } else { "" };
        lines.push(generic(&opening, member, closing, INDENTATION));
    }
    lines.join(&format!("\n{:INDENTATION$}", ""))
}

/// `opening` annotation `closing`: a variable's own line, in parentheses where it is a union too long for it.
pub fn variable(opening: &str, annotation: &str, closing: &str, indentation: usize) -> String {
    if indentation + opening.len() + annotation.len() + closing.len() <= WIDTH {
        return format!("{opening}{annotation}{closing}");
    }
    let members: Vec<_> = split(annotation, '|').into_iter().map(str::trim).collect();
    if members.len() == 1 {
        return generic(opening, annotation, closing, indentation);
    }
    let margin = " ".repeat(indentation);
    let inner = if indentation + 4 + annotation.len() <= WIDTH {
        annotation.to_owned()
    } else {
        let lines: Vec<_> = members.iter().map(|member| generic("", member, "", indentation + 4)).collect();
        lines.join(&format!("\n{margin}    | "))
    };
    format!("{opening}(\n{margin}    {inner}\n{margin}){closing}")
}

/// `opening` "annotation": one that refers to what stands below is a string, which is never broken. It stands in parentheses where it fits
/// a line only by that.
pub fn quoted(opening: &str, annotation: &str) -> String {
    let literal = literal(annotation);
    let is_long = opening.len() + literal.len() > WIDTH;
    if is_long && 4 + literal.len() <= WIDTH { format!("{opening}(\n    {literal}\n)") } else { format!("{opening}{literal}") }
}

/// `opening` callee(arguments) on one line, or one argument a line as it fits.
pub fn call(opening: &str, arguments: &[&str], indentation: usize) -> String {
    let inner = arguments.join(", ");
    if indentation + opening.len() + inner.len() + 2 <= WIDTH {
        return format!("{opening}({inner})");
    }
    let margin = " ".repeat(indentation);
    if indentation + 4 + inner.len() <= WIDTH {
        return format!("{opening}(\n{margin}    {inner}\n{margin})");
    }
    let lines: String = arguments.iter().map(|argument| format!("{margin}    {argument},\n")).collect();
    format!("{opening}(\n{lines}{margin})")
}

/// `) -> returns:`, or of a method without arguments all of its line.
pub fn returns(opening: &str, annotation: &str, indentation: usize) -> String {
    generic(opening, annotation, ":", indentation)
}

/// A member that is too long is broken inside its brackets.
fn generic(opening: &str, member: &str, closing: &str, indentation: usize) -> String {
    let line = format!("{opening}{member}{closing}");
    let Some((name, arguments)) = member.strip_suffix(']').and_then(|member| member.split_once('[')) else { return line };
    if indentation + line.len() <= WIDTH {
        return line;
    }
    let margin = " ".repeat(indentation);
    let inner = if indentation + 4 + arguments.len() <= WIDTH {
        format!("{margin}    {arguments}\n")
    } else {
        let several = split(arguments, ',');
        let separator = if several.len() > 1 { "," } else { "" };
        several
            .iter()
            .map(|argument| {
                let members: Vec<_> = split(argument, '|').into_iter().map(str::trim).collect();
                format!("{margin}    {}{separator}\n", members.join(&format!("\n{margin}    | ")))
            })
            .collect()
    };
    format!("{opening}{name}[\n{inner}{margin}]{closing}")
}

/// The parts between separators outside of brackets.
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (index, character) in text.char_indices() {
        match character {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ if character == separator && depth == 0 => {
                parts.push(text[start..index].trim());
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays_on_its_line() {
        assert_eq!(argument("limit", "int | Omit", Some("omit")), "limit: int | Omit = omit,");
        assert_eq!(variable("x: ", "A | None", " = None", 4), "x: A | None = None");
        assert_eq!(call("return A", &["b", "c"], 8), "return A(b, c)");
    }

    #[test]
    fn a_long_argument_is_broken_before_its_alternatives_and_inside_its_brackets() {
        let (long, other) = ("A".repeat(62), "B".repeat(42));
        assert_eq!(
            argument("x_x_x", &format!("{long} | {other} | Omit"), Some("omit")),
            format!("x_x_x: {long}\n        | {other}\n        | Omit = omit,")
        );
        assert_eq!(
            argument("x", &format!("Sequence[{long} | {other}] | Omit"), Some("omit")),
            format!("x: Sequence[\n            {long} | {other}\n        ]\n        | Omit = omit,")
        );
    }

    #[test]
    fn a_long_variable_is_put_in_parentheses() {
        let (long, other) = ("A".repeat(62), "B".repeat(42));
        assert_eq!(variable("x: ", &format!("{long} | {other}"), " = None", 4), format!("x: (\n        {long} | {other}\n    ) = None"));
        let longer = "C".repeat(65);
        assert_eq!(variable("x: ", &format!("{long} | {longer}"), "", 0), format!("x: (\n    {long}\n    | {longer}\n)"));
        assert_eq!(variable("x: ", &format!("dict[str, {long}{other}]"), "", 4), format!("x: dict[\n        str, {long}{other}\n    ]"));
    }

    #[test]
    fn a_long_string_is_not_broken() {
        let long = format!("{} | X", "A".repeat(105));
        assert_eq!(quoted("x = ", "list[x]"), "x = \"list[x]\"");
        assert_eq!(quoted("x_x_x_x_x_x = ", &long), format!("x_x_x_x_x_x = (\n    \"{long}\"\n)"));
        assert_eq!(quoted("x = ", &long.repeat(2)), format!("x = \"{}\"", long.repeat(2)));
    }

    #[test]
    fn a_long_call_has_its_arguments_below() {
        let long = "a".repeat(105);
        assert_eq!(call("return b", &[&long], 8), format!("return b(\n            {long}\n        )"));
    }
}
