//! What `docs/reliability.md` promises: each row of its tables names the cases and tests that hold it, and all of them have to be there.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::Case;

const PAGE: &str = "docs/reliability.md";

/// Checks every name on the page; how many promises it has.
///
/// # Errors
/// With the row and the name, when a case or a test is not there, or a promise has none.
pub fn check(root: &Path, cases: &[Case]) -> Result<usize> {
    let page = fs::read_to_string(root.join(PAGE)).with_context(|| format!("{PAGE}: can't be read"))?;
    let mut promises = 0;
    let mut problems = Vec::new();
    for (promise, holders) in rows(&page) {
        promises += 1;
        let names: Vec<&str> = holders.split('`').skip(1).step_by(2).collect();
        if names.is_empty() {
            problems.push(format!("{promise}: nothing holds it"));
        }
        problems.extend(names.into_iter().filter_map(|name| problem(root, cases, name)).map(|problem| format!("{promise}: {problem}")));
    }
    if promises == 0 || !problems.is_empty() {
        bail!("{PAGE}: {promises} promises\n  {}", problems.join("\n  "));
    }
    Ok(promises)
}

/// First and last cell of each row below a heading.
fn rows(page: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_rule = |line: &&str| line.starts_with("| ---");
    let tables = page.split("\n\n").filter(move |block| block.lines().nth(1).as_ref().is_some_and(is_rule));
    tables.flat_map(|table| table.lines().skip(2)).filter_map(|line| {
        let (promise, holders) = line.trim_matches('|').rsplit_once('|')?;
        Some((promise.trim(), holders.trim()))
    })
}

/// What is wrong with a name: `file::test`, or a case, where a star stands for any text.
fn problem(root: &Path, cases: &[Case], name: &str) -> Option<String> {
    if let Some((file, test)) = name.split_once("::") {
        let Ok(text) = fs::read_to_string(root.join(file)) else { return Some(format!("there is no {file}")) };
        return (!text.contains(test)).then(|| format!("{file} has no test {test}"));
    }
    (!cases.iter().any(|case| fits(&case.id, name))).then(|| format!("there is no case {name}"))
}

fn fits(id: &str, name: &str) -> bool {
    match name.split_once('*') {
        None => id == name,
        Some((beginning, rest)) => {
            id.strip_prefix(beginning).is_some_and(|left| left.char_indices().any(|(at, _)| fits(&left[at..], rest)) || rest.is_empty())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::fs;

    use super::{Case, check};

    #[test]
    fn what_the_page_names_has_to_be_there() {
        let folder = std::env::temp_dir().join(format!("promises-{}", std::process::id()));
        fs::create_dir_all(folder.join("docs")).unwrap();
        fs::write(folder.join("a.rs"), "fn it_holds() {}").unwrap();
        let case = |id: &str| Case { id: id.to_owned(), theme: String::new(), operation: None, except: HashSet::new() };
        let cases = [case("a/b"), case("a/c-1-once")];
        let judge = |holders: &str| {
            let page = format!("# Page\n\n| Promise | Held by |\n| --- | --- |\n| It works | `a/b` |\n| It | {holders} |\n\nText\n");
            fs::write(folder.join("docs/reliability.md"), page).unwrap();
            check(&folder, &cases).map_err(|error| error.to_string())
        };
        assert_eq!(judge("`a/b`, `a/c-*`, `*/c-*-once`, `a.rs::it_holds`"), Ok(2));
        for (holders, problem) in [
            ("", "It: nothing holds it"),
            ("`a/d`", "It: there is no case a/d"),
            ("`b/*`", "It: there is no case b/*"),
            ("`a/*-again`", "It: there is no case a/*-again"),
            ("`a/b`, `b.rs::it_holds`", "It: there is no b.rs"),
            ("`a.rs::it_breaks`", "It: a.rs has no test it_breaks"),
        ] {
            assert_eq!(judge(holders), Err(format!("docs/reliability.md: 2 promises\n  {problem}")), "{holders}");
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
