//! The few rules of prettier that generated TypeScript meets, so that its output and ours are the same.

use crate::emit::shared::escape;
use crate::emit::shared::printer::{Code, Style, wrapped};
use crate::ir::is_of_a_name;

/// What prettier is told in `bindings/node/.prettierrc.json`.
const WIDTH: usize = 120;
const STYLE: Style = Style { width: WIDTH, step: 2 };

/// What is said of something, or in its place what can be said of anything of its kind.
pub fn or(summary: &str, otherwise: impl FnOnce() -> String) -> String {
    if summary.is_empty() { otherwise() } else { summary.to_owned() }
}

/// A documentation comment with its line break, or nothing. Paragraphs that are empty are left out.
pub fn documentation(paragraphs: &[&str], indent: usize) -> String {
    let margin = " ".repeat(indent);
    let paragraphs: Vec<String> =
        paragraphs.iter().map(|text| escape::typescript_comment(text.trim())).filter(|text| !text.is_empty()).collect();
    match paragraphs.as_slice() {
        [] => String::new(),
        [only] if !only.contains('\n') && indent + only.chars().count() + "/**  */".len() <= WIDTH => format!("{margin}/** {only} */\n"),
        several => {
            let mut comment = format!("{margin}/**\n");
            for (index, paragraph) in several.iter().enumerate() {
                if index > 0 {
                    comment += &format!("{margin} *\n");
                }
                for line in paragraph.lines().flat_map(|line| wrapped(line, WIDTH - indent - " * ".len())) {
                    comment += &format!("{margin} * {line}\n");
                }
            }
            comment + &format!("{margin} */\n")
        }
    }
}

/// `head(one, two)tail`, on one line if it fits, else an item a line; `brackets` are `(` and `)`.
pub fn list(indent: usize, head: &str, brackets: (char, &'static str), items: &[String], tail: &str) -> String {
    let items = items.iter().map(|item| Code::text(item.as_str())).collect();
    let code = Code::listed(format!("{head}{}", brackets.0), items, brackets.1);
    format!("{:indent$}{}{tail}", "", code.render(STYLE, indent, tail.chars().count()))
}

/// `export type Name = a | b;`: on one line if it fits, else on a line of its own, else a member a line.
pub fn union(name: &str, members: &[String]) -> String {
    let all = members.join(" | ");
    for line in [format!("export type {name} = {all};"), format!("export type {name} =\n  {all};")] {
        if line.lines().all(|part| part.chars().count() <= WIDTH) {
            return line;
        }
    }
    let members: String = members.iter().map(|member| format!("\n  | {member}")).collect();
    format!("export type {name} ={members};")
}

/// `  name?: a | b;` of an interface: on one line if it fits, else on a line of its own, else an alternative a line.
pub fn member(name: &str, required: bool, alternatives: &[String]) -> String {
    let mark = if required { "" } else { "?" };
    let head = format!("  {}{mark}:", property(name));
    let line = format!("{head} {};\n", alternatives.join(" | "));
    if alternatives.len() < 2 || line.trim_end().chars().count() <= WIDTH {
        return line;
    }
    let line = format!("    {};", alternatives.join(" | "));
    if line.chars().count() <= WIDTH {
        return format!("{head}\n{line}\n");
    }
    let lines: String = alternatives.iter().map(|alternative| format!("\n    | {alternative}")).collect();
    format!("{head}{lines};\n")
}

/// `import type { A, B } from './c.js';`
pub fn import(names: &[String], from: &str) -> String {
    let names = names.iter().map(|name| (String::new(), Code::text(name.as_str()))).collect();
    let tail = format!(" from '{from}';");
    Code::group("import type {", names, "}").render(STYLE, 0, tail.len()) + &tail
}

/// `object.name`, or `object['na-me']`.
pub fn access(object: &str, name: &str) -> String {
    if property(name) == name { format!("{object}.{name}") } else { format!("{object}[{}]", literal(name)) }
}

/// A property's name: quoted where it is no identifier.
pub fn property(name: &str) -> String {
    let starts_well = name.starts_with(|first: char| first.is_alphabetic() || first == '_' || first == '$');
    let goes_on_well = name.chars().all(|each| is_of_a_name(each) || each == '_' || each == '$');
    if starts_well && goes_on_well { name.to_owned() } else { literal(name) }
}

/// A string literal.
pub fn literal(text: &str) -> String {
    escape::typescript(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_for_a_line_is_broken_as_prettier_does() {
        let items = |count: usize| (0..count).map(|index| format!("argument{index}: string")).collect::<Vec<_>>();
        assert_eq!(list(2, "get", ('(', ")"), &items(2), ": X {"), "  get(argument0: string, argument1: string): X {");
        assert_eq!(list(0, "get", ('(', ")"), &[], &"x".repeat(200)), format!("get(){}", "x".repeat(200)));
        assert!(list(2, "get", ('(', ")"), &items(6), ": X {").starts_with("  get(\n    argument0: string,\n"));
        assert!(list(2, "get", ('(', ")"), &items(6), ": X {").ends_with(",\n  ): X {"));
        assert_eq!(union("X", &["'a'".to_owned(), "'b'".to_owned()]), "export type X = 'a' | 'b';");
        let members = |count: usize| vec!["'aaaaaaaaaaaaaaaa'".to_owned(); count];
        assert!(union("XXXXXXXXXXXXXXXX", &members(5)).starts_with("export type XXXXXXXXXXXXXXXX =\n  'aaaaaaaaaaaaaaaa' | 'a"));
        assert!(union("X", &members(9)).starts_with("export type X =\n  | 'aaaaaaaaaaaaaaaa'\n"));
    }

    #[test]
    fn a_member_that_is_too_long_for_a_line_is_broken_as_prettier_does() {
        let member = |length: usize| member("name", false, &["a".repeat(length), "undefined".to_owned()]);
        assert_eq!(member(5), "  name?: aaaaa | undefined;\n");
        assert_eq!(member(102), format!("  name?:\n    {} | undefined;\n", "a".repeat(102)));
        assert_eq!(member(110), format!("  name?:\n    | {}\n    | undefined;\n", "a".repeat(110)));
        let names = |count: usize| vec!["LongEnoughName".to_owned(); count];
        assert_eq!(import(&names(1), "./a.js"), "import type { LongEnoughName } from './a.js';");
        assert!(import(&names(8), "./a.js").starts_with("import type {\n  LongEnoughName,\n"));
        assert_eq!((access("a", "b"), access("a", "b-c")), ("a.b".to_owned(), "a['b-c']".to_owned()));
    }

    #[test]
    fn comments_are_one_line_or_a_block() {
        assert_eq!(documentation(&["Short.", ""], 2), "  /** Short. */\n");
        assert_eq!(documentation(&["One.", "Two."], 0), "/**\n * One.\n *\n * Two.\n */\n");
        assert_eq!(documentation(&[""], 2), "");
        assert_eq!(documentation(&["ends */ early"], 0), "/** ends *\\/ early */\n");
        let long = documentation(&["word ".repeat(60).as_str()], 2);
        assert!(long.lines().all(|line| line.len() <= WIDTH), "{long}");
    }

    #[test]
    fn names_and_strings_are_quoted_as_prettier_does() {
        assert_eq!(property("limit"), "limit");
        assert_eq!(property("lead-status"), "'lead-status'");
        assert_eq!(property("0"), "'0'");
        assert_eq!(property("ünïcode"), "ünïcode");
        assert_eq!(literal("it's"), "\"it's\"");
        assert_eq!(literal("a\\b"), "'a\\\\b'");
    }
}
