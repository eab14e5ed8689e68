//! The paths that an item mentions, read from its tokens: macros' arguments are tokens and no more, so that one reading does for all of it.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A path as it is written, and its line.
#[derive(Debug)]
pub struct Reference {
    pub path: Vec<String>,
    pub line: usize,
    /// `name!`
    pub is_macro: bool,
}

/// Macros whose arguments are the code of another crate: a generator's output.
const QUOTES: [&str; 3] = ["quote", "quote_spanned", "parse_quote"];

/// What [`find`] found.
#[derive(Default)]
pub struct Found {
    pub paths: Vec<Reference>,
    /// `use` inside of functions.
    pub uses: Vec<syn::ItemUse>,
}

/// Paths of at least two segments; and single names that are written as types and constants are, or are called.
pub fn find(tokens: TokenStream) -> Found {
    let mut found = Found::default();
    collect(tokens, false, &mut found);
    found
}

/// The names that a `use` brings, each with its path; no name for a glob.
pub fn leaves(tree: &syn::UseTree) -> Vec<(Option<String>, Vec<String>)> {
    let below = |first: &syn::Ident, leaves: Vec<(Option<String>, Vec<String>)>| {
        let first = plain(first);
        let leaves = leaves.into_iter().map(|(name, path)| {
            // `a::{self}` is `a`.
            let is_self = path == ["self"];
            let name = name.map(|name| if name == "self" { first.clone() } else { name });
            (name, std::iter::once(first.clone()).chain(path.into_iter().filter(|_| !is_self)).collect())
        });
        leaves.collect()
    };
    match tree {
        syn::UseTree::Path(path) => below(&path.ident, leaves(&path.tree)),
        syn::UseTree::Name(name) => vec![(Some(plain(&name.ident)), vec![plain(&name.ident)])],
        syn::UseTree::Rename(rename) => vec![(Some(plain(&rename.rename)), vec![plain(&rename.ident)])],
        syn::UseTree::Glob(_) => vec![(None, Vec::new())],
        syn::UseTree::Group(group) => group.items.iter().flat_map(leaves).collect(),
    }
}

/// Whether `#[cfg(test)]`, or a condition that asks for it, is among the attributes.
pub fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) if list.path.is_ident("cfg") => asks_for_tests(list.tokens.clone()),
        _ => false,
    })
}

fn asks_for_tests(condition: TokenStream) -> bool {
    let condition = condition.to_string();
    let words: Vec<_> = condition.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect();
    words.contains(&"test") && !words.contains(&"not") && !words.contains(&"any")
}

fn collect(tokens: TokenStream, in_attribute: bool, found: &mut Found) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        at = match &tokens[at] {
            TokenTree::Punct(hash) if hash.as_char() == '#' => match tokens.get(at + 1) {
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => attribute(group, &tokens, at + 2, found),
                _ => at + 1,
            },
            TokenTree::Group(group) => {
                collect(group.stream(), in_attribute, found);
                at + 1
            }
            TokenTree::Ident(ident) if ident == "use" => local_use(&tokens, at, found),
            TokenTree::Ident(_) => path(&tokens, at, found),
            TokenTree::Literal(literal) if in_attribute => {
                let text = literal.to_string();
                let path: Vec<_> = text.trim_matches('"').split("::").map(str::to_owned).collect();
                if path.len() > 1 && path.iter().all(|segment| is_name(segment)) {
                    found.paths.push(Reference { path, line: literal.span().start().line, is_macro: false });
                }
                at + 1
            }
            _ => at + 1,
        };
    }
}

/// Passes over an attribute, and over the item below it if that is there for tests alone; `next` is the token after it.
fn attribute(group: &Group, tokens: &[TokenTree], next: usize, found: &mut Found) -> usize {
    let inner: Vec<_> = group.stream().into_iter().collect();
    match inner.as_slice() {
        [TokenTree::Ident(name), ..] if name == "doc" => {}
        [TokenTree::Ident(name), TokenTree::Group(condition)] if name == "cfg" => {
            if asks_for_tests(condition.stream()) {
                let ends = |token: &TokenTree| match token {
                    TokenTree::Punct(punct) => [';', ','].contains(&punct.as_char()),
                    TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                    _ => false,
                };
                return tokens[next..].iter().position(ends).map_or(tokens.len(), |end| next + end + 1);
            }
        }
        _ => collect(group.stream(), true, found),
    }
    next
}

fn local_use(tokens: &[TokenTree], at: usize, found: &mut Found) -> usize {
    let ends = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
    let end = tokens[at..].iter().position(ends).map(|end| at + end + 1);
    let item = end.and_then(|end| syn::parse2(tokens[at..end].iter().cloned().collect()).ok());
    // Otherwise it is the `use<…>` of a type, or a word for a macro.
    let Some((item, end)) = item.zip(end) else { return at + 1 };
    found.uses.push(item);
    end
}

/// Reads the path that begins here, and returns the token after it.
fn path(tokens: &[TokenTree], at: usize, found: &mut Found) -> usize {
    let TokenTree::Ident(first) = &tokens[at] else { return at + 1 };
    let mut path = vec![plain(first)];
    let mut next = at + 1;
    while let [TokenTree::Punct(one), TokenTree::Punct(two), TokenTree::Ident(segment), ..] = &tokens[next..] {
        if (one.as_char(), two.as_char()) != (':', ':') {
            break;
        }
        path.push(plain(segment));
        next += 3;
    }
    let is_macro = matches!(tokens.get(next), Some(TokenTree::Punct(punct)) if punct.as_char() == '!') && !is_punct(tokens, next + 1, '=');
    let is_called = matches!(tokens.get(next), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
    let counts = path.len() > 1 || path[0].starts_with(char::is_uppercase) || is_macro || is_called;
    if counts && begins_path(tokens, at) {
        found.paths.push(Reference { path, line: first.span().start().line, is_macro });
    }
    let quotes = is_macro && path_ends_with(&tokens[at..next], &QUOTES);
    if quotes { next + 2 } else { next }
}

fn path_ends_with(path: &[TokenTree], names: &[&str]) -> bool {
    matches!(path.last(), Some(TokenTree::Ident(last)) if names.iter().any(|name| last == name))
}

/// Not a field, a method, a lifetime, a variable of a macro, the name of a function that is defined here, or the rest of a longer path.
fn begins_path(tokens: &[TokenTree], at: usize) -> bool {
    let before = |back: usize, mark: char| at >= back && is_punct(tokens, at - back, mark);
    let is_defined = at > 0 && matches!(&tokens[at - 1], TokenTree::Ident(word) if word == "fn");
    let is_member = before(1, '.') && !before(2, '.');
    let is_rest = before(1, ':') && before(2, ':');
    let is_variable = before(1, '$') && !matches!(&tokens[at], TokenTree::Ident(word) if word == "crate");
    !is_defined && !is_member && !is_rest && !is_variable && !before(1, '\'')
}

fn is_punct(tokens: &[TokenTree], at: usize, mark: char) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
}

fn plain(ident: &proc_macro2::Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}
