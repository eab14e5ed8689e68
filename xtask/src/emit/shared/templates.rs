//! One way to set up templates: the line of a block leaves nothing behind, a file keeps its last line break, and nothing is escaped.

use anyhow::Result;
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment};

use super::escape;

type Escape = fn(&str) -> String;

/// The templates of a target, by their names.
pub fn environment(templates: &[(&'static str, &'static str)]) -> Result<Environment<'static>> {
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    let filters = [
        ("python", escape::python as Escape),
        ("markdown", escape::markdown),
        ("cell", escape::markdown_cell),
        ("code", escape::markdown_code),
        ("code_cell", escape::markdown_code_cell),
    ];
    for (name, filter) in filters {
        environment.add_filter(name, move |text: String| filter(&text));
    }
    for (name, source) in templates {
        environment.add_template(name, source)?;
    }
    Ok(environment)
}
