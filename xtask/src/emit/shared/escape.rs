//! Text of the document in generated files, one function for each place it can stand: whatever it contains, it stays text.

/// Text for a comment, a docstring or a page: characters that end a line or hide what follows are spaces; a line feed stays.
pub fn prose(text: &str) -> String {
    text.replace("\r\n", "\n").chars().map(|letter| if letter != '\n' && is_hidden(letter) { ' ' } else { letter }).collect()
}

/// Control characters, every kind of line end, and what changes the direction of writing: compilers refuse these, or readers are misled.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A string literal of Python, with the quotes that need the fewer escapes, as ruff has it.
pub fn python(text: &str) -> String {
    let quote = if text.matches('"').count() > text.matches('\'').count() { '\'' } else { '"' };
    quoted(text, quote)
}

/// A string literal of TypeScript, with the quotes that need the fewer escapes, as prettier has it.
pub fn typescript(text: &str) -> String {
    let quote = if text.matches('\'').count() > text.matches('"').count() { '"' } else { '\'' };
    quoted(text, quote)
}

/// Python and JavaScript escape alike.
fn quoted(text: &str, quote: char) -> String {
    let mut literal = String::from(quote);
    for letter in text.chars() {
        match letter {
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            letter if letter == quote => literal.extend(['\\', quote]),
            letter if is_hidden(letter) => literal += &unicode(letter),
            letter => literal.push(letter),
        }
    }
    literal.push(quote);
    literal
}

/// The escape that Python, JavaScript and YAML have in common.
fn unicode(letter: char) -> String {
    format!("\\u{:04x}", u32::from(letter))
}

/// A string literal of Rust.
pub fn rust(text: &str) -> String {
    format!("{text:?}")
}

/// A double-quoted scalar of YAML.
pub fn yaml(text: &str) -> String {
    let mut literal = String::new();
    for letter in serde_json::Value::from(text).to_string().chars() {
        match letter {
            letter if is_hidden(letter) || matches!(letter, '\u{fffe}' | '\u{ffff}') => literal += &unicode(letter),
            letter => literal.push(letter),
        }
    }
    literal
}

/// The inside of a docstring between three double quotes, which is raw where it has a backslash.
pub fn python_docstring(text: &str) -> String {
    let text = prose(text).replace("\"\"\"", "'''");
    // What stands before the closing quotes would be taken for one of them, or escape one.
    match text.strip_suffix('"') {
        Some(rest) => format!("{rest}'"),
        None if text.ends_with('\\') => text + " ",
        None => text,
    }
}

/// The inside of `/** */`.
pub fn typescript_comment(text: &str) -> String {
    prose(text).replace("*/", "*\\/")
}

/// Prose on a page of Markdown: it opens no comment and no block that it doesn't close.
pub fn markdown(text: &str) -> String {
    let text = prose(text).replace("<!--", "&lt;!--");
    if text.matches("```").count() % 2 == 1 { text.replace("```", "'''") } else { text }
}

/// A cell of a table.
pub fn markdown_cell(text: &str) -> String {
    markdown(text).replace('|', "\\|").replace('\n', " ")
}

/// Code on one line, between more backticks than it has in a row.
pub fn markdown_code(text: &str) -> String {
    let text = prose(text).replace('\n', " ");
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 || text.is_empty() { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// Code in a cell of a table.
pub fn markdown_code_cell(text: &str) -> String {
    markdown_code(text).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_hold_any_text() {
        assert_eq!(
            [python("a\"b"), python("a'\"b"), python("\\\n\r\t\0\u{2028}")],
            ["'a\"b'", "\"a'\\\"b\"", "\"\\\\\\n\\r\\t\\u0000\\u2028\""]
        );
        assert_eq!([typescript("it's"), typescript("a\\b`${c}"), typescript("\u{2029}")], ["\"it's\"", "'a\\\\b`${c}'", "'\\u2029'"]);
        assert_eq!(rust("\"\u{202e}{{"), "\"\\\"\\u{202e}{{\"");
        assert_eq!(yaml("a\"\u{85}\u{2028}: #"), "\"a\\\"\\u0085\\u2028: #\"");
    }

    #[test]
    fn prose_stays_where_it_is() {
        assert_eq!(prose("a\r\nb\rc\u{2028}d\u{202e}e"), "a\nb c d e");
        assert_eq!(python_docstring("say \"\"\" or \\ or \"no\""), "say ''' or \\ or \"no'");
        assert_eq!(python_docstring("\\"), "\\ ");
        assert_eq!(typescript_comment("a */ b"), "a *\\/ b");
        assert_eq!(markdown("<!-- ``` x"), "&lt;!-- ''' x");
        assert_eq!(markdown_cell("a|b\nc"), "a\\|b c");
        assert_eq!([markdown_code("a"), markdown_code("a`b``c"), markdown_code_cell("a|b")], ["`a`", "``` a`b``c ```", "`a\\|b`"]);
    }
}
