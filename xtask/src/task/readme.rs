//! The examples of the README, taken out of it so that they run as printed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

const README: &str = "README.md";

/// Writes each ```` ```{language} ```` block of the README to a file of its own in `folder`; the files, in order.
///
/// # Errors
/// When there is none, or a file can't be written.
pub fn extract(root: &Path, language: &str, extension: &str, folder: &Path) -> Result<Vec<PathBuf>> {
    let text = fs::read_to_string(root.join(README)).context("README.md: can't be read")?;
    fs::create_dir_all(folder).with_context(|| format!("{}: can't be created", folder.display()))?;
    let mut files = Vec::new();
    for (index, block) in blocks(&text, language).into_iter().enumerate() {
        let path = folder.join(format!("readme_{}.{extension}", index + 1));
        fs::write(&path, block).with_context(|| format!("{}: can't be written", path.display()))?;
        files.push(path);
    }
    ensure!(!files.is_empty(), "README.md: no example in {language}");
    Ok(files)
}

fn blocks(text: &str, language: &str) -> Vec<String> {
    let opening = format!("```{language}");
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line == opening {
            let block: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push(block.join("\n") + "\n");
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn only_blocks_of_the_language_are_taken() {
        let text = "a\n```python\nx = 1\n\ny\n```\n```ts\nlet x;\n```\n```python\nz\n```\n";
        assert_eq!(blocks(text, "python"), ["x = 1\n\ny\n", "z\n"]);
        assert_eq!(blocks(text, "ts"), ["let x;\n"]);
    }
}
