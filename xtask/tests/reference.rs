//! The reference's examples are programs, as far as a parser can tell, and its links lead somewhere.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

/// Each page with its name.
fn pages(copy: &support::Copy) -> Vec<(String, String)> {
    let folder = std::fs::read_dir(copy.root.join("docs/reference")).unwrap().flatten();
    let names = folder.map(|file| file.file_name().into_string().unwrap());
    names.map(|name| (name.clone(), copy.read(&format!("docs/reference/{name}")))).collect()
}

/// The blocks of one language, each with the page it is on.
fn blocks(pages: &[(String, String)], language: &str) -> Vec<(String, String)> {
    let start = format!("```{language}\n");
    let of_page = |(name, text): &(String, String)| {
        let blocks = text.split(&start).skip(1).map(|rest| rest.split("\n```").next().unwrap_or_default().to_owned());
        blocks.map(|block| (name.clone(), block)).collect::<Vec<_>>()
    };
    pages.iter().flat_map(of_page).collect()
}

#[test]
fn the_examples_parse() {
    let pages = pages(&support::Copy::of_repository());
    let rust = blocks(&pages, "rust");
    for (page, block) in &rust {
        // `?` and `await` need a function around them.
        let parsed = syn::parse_str::<syn::File>(&format!("async fn example() {{ {block} }}"));
        assert!(parsed.is_ok(), "{page}: {:?}\n{block}", parsed.err());
    }
    let python = blocks(&pages, "python");
    assert_eq!(rust.len(), python.len());
    assert_eq!(rust.len(), blocks(&pages, "ts").len());
    let mut parser =
        Command::new("python3").args(["-c", "import ast, sys; ast.parse(sys.stdin.buffer.read())"]).stdin(Stdio::piped()).spawn().unwrap();
    let all: String = python.iter().map(|(_, block)| format!("{block}\n")).collect();
    parser.stdin.take().unwrap().write_all(all.as_bytes()).unwrap();
    assert!(parser.wait().unwrap().success());
}

#[test]
fn the_links_lead_somewhere() {
    let pages = pages(&support::Copy::of_repository());
    let anchors: BTreeSet<String> = pages
        .iter()
        .flat_map(|(name, text)| {
            let headings = text.lines().filter_map(|line| line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#')));
            let anchor = |heading: &str| heading.to_lowercase().replace(' ', "-").replace(',', "");
            headings.map(|heading| format!("{name}#{}", anchor(heading))).chain([name.clone()]).collect::<Vec<_>>()
        })
        .collect();
    for (page, text) in &pages {
        let links = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
        for target in links.filter(|target| target.contains(".md") || target.starts_with('#')) {
            let whole = if target.starts_with('#') { format!("{page}{target}") } else { target.to_owned() };
            assert!(anchors.contains(&whole), "{page}: nothing is at {target}");
        }
    }
}
