//! One way to set up templates: the line of a block leaves nothing behind, a file keeps its last line break, and nothing is escaped.

use anyhow::Result;
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment};

/// The templates of a target, by their names.
pub fn environment(templates: &[(&'static str, &'static str)]) -> Result<Environment<'static>> {
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    for (name, source) in templates {
        environment.add_template(name, source)?;
    }
    Ok(environment)
}
