//! `README.md`, as registries show it, is `src/front_page.md` without the lines that only make its examples run.

use std::path::Path;

#[test]
fn the_readme_is_the_front_page() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(folder.join("src/front_page.md")).expect("it is there");
    let expected = without_hidden_lines(&page);
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(folder.join("README.md"), &expected).expect("it can be written");
    }
    let readme = std::fs::read_to_string(folder.join("README.md")).expect("it is there");
    assert!(readme == expected, "README.md is stale: UPDATE_README=1 cargo test -p instantly-sdk --test readme");
}

fn without_hidden_lines(page: &str) -> String {
    let mut in_example = false;
    let shown = page.lines().filter(|line| {
        if line.starts_with("```") {
            in_example = *line == "```rust";
        }
        !(in_example && (*line == "#" || line.starts_with("# ")))
    });
    shown.map(|line| format!("{line}\n")).collect()
}

#[test]
fn only_examples_lose_lines() {
    let page = "# Title\n```rust\n# hidden\n#\n#[shown]\nlet x = 1;\n```\n# Title\n```toml\n# shown\n```\n";
    assert_eq!(without_hidden_lines(page), "# Title\n```rust\n#[shown]\nlet x = 1;\n```\n# Title\n```toml\n# shown\n```\n");
}
