//! Files with options: their header, and how a template becomes one.

use anyhow::Result;

use crate::emit::rust::text::doc;
use crate::emit::shared::templates::environment;
use crate::output::{OutputFile, header_of};

/// The first line of these files.
pub fn header(comment: &str, emitter: &str) -> String {
    header_of("xtask/src/options.rs", comment, emitter)
}

/// A file from a template.
pub fn file(path: &str, template: &'static str, values: minijinja::Value) -> Result<OutputFile> {
    let mut environment = environment(&[("file", template)])?;
    environment.add_filter("doc", doc);
    let contents = environment.get_template("file")?.render(values)?;
    Ok(OutputFile { path: path.to_owned(), contents })
}

/// `268,435,456`, or with another mark between the groups.
pub fn grouped(number: u64, mark: char) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}
