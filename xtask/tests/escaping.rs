//! Names and texts of a document stay names and texts in what is generated: nothing in them ends a string or a comment, in any language.

use proptest::prelude::*;
use serde_json::{Value, json};

/// Stands in no identifier, so that outside of strings and comments it has got out of one.
const MARK: char = '§';

/// What ends or opens a string, a comment, a block or a template somewhere.
const FRAGMENTS: [&str; 30] = [
    "§", "\"", "'", "\\", "\n", "\r", "\t", "\0", "*/", "/*", "//", "{{", "}}", "{%", "%}", "\u{2028}", "\u{85}", "\u{202e}", "\"\"\"",
    "'''", "-->", "<!--", "|", "`", "```", "${", "#", ": ", " ", "a",
];

fn hostile() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(FRAGMENTS.to_vec()), 1..10).prop_map(|parts| format!("§{}§", parts.concat()))
}

/// A document with the text wherever a text or a name can be.
fn document(text: &str) -> Value {
    let path = format!("/things/{}", text.replace(['{', '}'], "("));
    let on_id = format!("{path}/{{id}}");
    let schema =
        |kind: &str| json!({ "type": kind, "title": text, "description": text, "example": text, "default": text, "pattern": text });
    let listed = json!({ "type": "string", "enum": [text, format!("{text}2"), "plain"], "description": text });
    let codes = json!({ "type": "integer", "enum": [1, 2], "x-enumDescriptions": { "1": text, "2": "Two" }, "description": text });
    let thing = json!({ "type": "object", "title": text, "description": text, "required": [text], "properties": {
        text: schema("string"),
        format!("{text}_listed"): listed,
        "codes": codes,
        "either": { "anyOf": [schema("string"), { "type": "object", "title": text, "properties": { text: schema("integer") } }] },
        "inner": { "type": "object", "description": text, "required": ["a"], "properties": { "a": schema("string"), format!("{text}-b"): listed } },
    } });
    let id = json!({ "name": "id", "in": "path", "required": true, "description": text, "schema": schema("string") });
    let query = json!({ "name": text, "in": "query", "description": text, "example": text, "schema": listed });
    let answer = json!({ "description": text, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } });
    let body = json!({ "description": text, "required": true, "content": { "application/json": { "schema": thing } } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": text, "version": text, "description": text },
        "servers": [{ "url": format!("https://example.com/{text}"), "description": text }],
        "paths": {
            on_id: { "get": {
                "operationId": text, "summary": text, "description": text, "tags": [text], "parameters": [id, query], "x-scopes": [text],
                "responses": { "200": answer, "404": { "description": text } },
            } },
            path: { "post": { "summary": text, "requestBody": body, "responses": { "200": {
                "description": text, "content": { format!("text/{text}"): { "schema": schema("string") } },
            } } } },
        },
        "components": { "schemas": { "Thing": thing, text: listed } },
    })
}

/// How strings and comments are written.
struct Syntax {
    line_comment: &'static str,
    block_comment: Option<(&'static str, &'static str)>,
    triple_quotes: bool,
    quotes: &'static [char],
}

const PYTHON: Syntax = Syntax { line_comment: "#", block_comment: None, triple_quotes: true, quotes: &['"', '\''] };
const TYPESCRIPT: Syntax = Syntax { line_comment: "//", block_comment: Some(("/*", "*/")), triple_quotes: false, quotes: &['"', '\''] };

/// What is left of a program without its strings and comments; an error where one doesn't end.
fn code(program: &str, syntax: &Syntax) -> Result<String, String> {
    let (mut code, mut rest) = (String::new(), program);
    while let Some(first) = rest.chars().next() {
        let triple = [first; 3].iter().collect::<String>();
        rest = if rest.starts_with(syntax.line_comment) {
            &rest[rest.find('\n').unwrap_or(rest.len())..]
        } else if let Some((open, close)) = syntax.block_comment.filter(|(open, _)| rest.starts_with(open)) {
            let end = rest[open.len()..].find(close).ok_or("a comment without an end")?;
            &rest[open.len() + end + close.len()..]
        } else if syntax.quotes.contains(&first) {
            let is_triple = syntax.triple_quotes && rest.starts_with(&triple);
            let quote = if is_triple { triple } else { first.to_string() };
            after_string(&rest[quote.len()..], &quote, is_triple)?
        } else {
            code.push(first);
            &rest[first.len_utf8()..]
        };
    }
    Ok(code)
}

fn after_string<'a>(text: &'a str, quote: &str, is_triple: bool) -> Result<&'a str, String> {
    let mut escaped = false;
    for (index, letter) in text.char_indices() {
        match letter {
            '\0' | '\r' => return Err(format!("{letter:?} in a string")),
            '\n' if !is_triple => return Err(format!("a string that its line ends: {}", &text[..index])),
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if text[index..].starts_with(quote) => return Ok(&text[index + quote.len()..]),
            _ => {}
        }
    }
    Err("a string without an end".to_owned())
}

fn check(path: &str, contents: &str) -> Result<(), String> {
    let extension = path.rsplit('.').next().unwrap_or_default();
    let code = match extension {
        "rs" => {
            let file = syn::parse_file(contents).map_err(|error| error.to_string())?;
            return if file.items.is_empty() && contents.contains("fn ") { Err("nothing in it".to_owned()) } else { Ok(()) };
        }
        "yaml" => return serde_saphyr::from_str::<Value>(contents).map(drop).map_err(|error| error.to_string()),
        "json" => return serde_json::from_str::<Value>(contents).map(drop).map_err(|error| error.to_string()),
        "py" => code(contents, &PYTHON)?,
        "ts" => code(contents, &TYPESCRIPT)?,
        "md" => {
            let comments = without_code(contents)?.matches("<!--").count();
            return if comments == 2 { Ok(()) } else { Err(format!("{comments} comments, not those of the header")) };
        }
        _ => return Ok(()),
    };
    if code.contains(MARK) { Err("a text got out of its string or comment".to_owned()) } else { Ok(()) }
}

/// A page without its code: blocks between fences, and on a line what stands between as many backticks.
fn without_code(page: &str) -> Result<String, String> {
    let mut prose = String::new();
    let mut in_block = false;
    for line in page.lines() {
        // With more backticks behind them, three open a span.
        if line.starts_with("```") && !line.trim_start_matches('`').contains('`') {
            in_block = !in_block;
        } else if !in_block {
            prose.push_str(&without_spans(line));
            prose.push('\n');
        }
    }
    if in_block { Err("a block of code without an end".to_owned()) } else { Ok(prose) }
}

fn without_spans(line: &str) -> String {
    let (mut prose, mut rest) = (String::new(), line);
    while let Some(start) = rest.find('`') {
        let fence = &rest[start..][..rest[start..].bytes().take_while(|byte| *byte == b'`').count()];
        let inside = &rest[start + fence.len()..];
        let ends = inside.match_indices(fence).map(|(index, _)| index);
        let end = ends.into_iter().find(|end| !inside[..*end].ends_with('`') && !inside[end + fence.len()..].starts_with('`'));
        prose.push_str(&rest[..start]);
        // Without an end they are backticks.
        rest = end.map_or(inside, |end| &inside[end + fence.len()..]);
    }
    prose + rest
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_gets_out_of_its_place(text in hostile()) {
        let files = xtask::take_in(&document(&text).to_string()).map_err(|error| TestCaseError::fail(format!("{text:?}: {error:#}")))?;
        prop_assert!(files.len() > 20);
        for (path, contents) in files {
            if let Err(error) = check(&path, &contents) {
                return Err(TestCaseError::fail(format!("{text:?}: {path}: {error}\n{contents}")));
            }
        }
    }
}

#[test]
fn the_check_sees_what_gets_out() {
    assert!(code("a = \"§", &PYTHON).is_err() && code("/* §", &TYPESCRIPT).is_err());
    assert!(code("a = '§\n'", &TYPESCRIPT).is_err() && code("\"\"\"§\n\"\"\" # §", &PYTHON).is_ok());
    assert!(check("a.py", "a = \"\" § \"\"").is_err() && check("a.ts", "/* */ § */").is_err());
    assert!(check("a.rs", "// §\nconst A: &str = \"§\";").is_ok() && check("a.rs", "§").is_err());
    assert!(document("§").to_string().matches('§').count() > 80);
}

#[test]
fn documents_without_operations_or_types_generate() {
    let empty = json!({ "openapi": "3.1.0", "info": { "title": "Empty", "version": "1" }, "paths": {} });
    let mut nothing = empty.clone();
    nothing["paths"] = json!({
        "/nothing": {},
        "/ping": { "get": { "operationId": "ping", "responses": { "204": {} } } },
        "/pong": { "get": { "operationId": "pong", "responses": { "200": { "content": {} } } } },
    });
    for document in [empty, nothing] {
        for (path, contents) in xtask::take_in(&document.to_string()).expect("an empty document is one") {
            assert_eq!(check(&path, &contents), Ok(()), "{path}");
            let blocks = contents.lines().zip(contents.lines().skip(1)).filter(|(line, _)| path.ends_with(".py") && line.ends_with(':'));
            for (line, next) in blocks {
                assert!(next.starts_with("  "), "{path}: {line:?} has no body");
            }
        }
    }
}
