//! Takes the Rust examples out of the documents: the README's is compiled and run as printed, those of the reference are compiled.

use std::path::Path;
use std::{env, fs};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let repository = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../..");
    let out = env::var("OUT_DIR")?;
    let (readme, reference) = (repository.join("README.md"), repository.join("docs/reference"));
    for source in [&readme, &reference] {
        println!("cargo::rerun-if-changed={}", source.display());
    }
    let example = examples(&fs::read_to_string(&readme)?).next().ok_or("README.md: no example in Rust")?.to_owned();
    fs::write(Path::new(&out).join("readme.rs"), example)?;
    fs::write(Path::new(&out).join("reference.rs"), functions(&reference)?)?;
    Ok(())
}

fn examples(page: &str) -> impl Iterator<Item = &str> {
    page.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next())
}

/// Each page of the reference as a module, each example on it as a function.
fn functions(folder: &Path) -> Result<String> {
    let mut pages = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    pages.sort();
    let mut text = String::new();
    for page in pages {
        let content = fs::read_to_string(&page)?;
        let mut functions = String::new();
        for (number, example) in examples(&content).enumerate() {
            functions += &format!(
                "async fn example_{number}(client: &Client, id: String, other_id: String) -> Result<(), Error> {{\n{example}\nOk(())\n}}\n"
            );
        }
        if !functions.is_empty() {
            let module = page.file_stem().and_then(|name| name.to_str()).ok_or("a page has a name")?;
            text += &format!("mod {module} {{\nuse super::*;\nuse instantly_sdk::{module}::*;\n{functions}}}\n");
        }
    }
    Ok(text)
}
