//! The release artefacts as their users have them: installed into empty folders outside of the repository, run against the embedded Instantly,
//! and looked at by what checks packages. The programs are in `tests/packages`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::workshop::Workshop;
use super::workshop::command::{openly, output, quietly};
use super::workshop::mock::Mock;
use super::{dist, readme, version};

const PROGRAMS: &str = "tests/packages";

/// Builds the artefacts where a source changed, and tests all of them.
///
/// # Errors
/// When one is not as it should be.
pub fn run(workshop: &Workshop) -> Result<()> {
    dist::build(workshop, &dist::Options::default())?;
    let mock = Mock::start(&workshop.program("instantly-mock"), &["--jobs", "250", "--seed", "7"])?;
    let outcomes = [python(workshop, &mock), node(workshop, &mock), rust(workshop, &mock)];
    outcomes.into_iter().collect()
}

/// How a user is told where the API is, and the tests where the artefacts are.
fn settings<'a>(command: &'a mut Command, workshop: &Workshop, mock: &Mock) -> &'a mut Command {
    command.env("INSTANTLY_BASE_URL", &mock.url).env("INSTANTLY_API_KEY", "any");
    command.env("PACKAGES_DIST", workshop.root.join("dist")).env("CARGO_TARGET_DIR", &workshop.target)
}

fn python(workshop: &Workshop, mock: &Mock) -> Result<()> {
    let examples = examples(workshop, "python", "py")?;
    let mut pytest = Command::new(workshop.python("test", "requirements.txt")?);
    pytest
        .args(["-m", "pytest", "-p", "no:cacheprovider", "-o", "tmp_path_retention_policy=none"])
        .arg(workshop.root.join(PROGRAMS).join("python"));
    pytest.env("PACKAGES_TOOLS", workshop.python("dist", "requirements-dist.txt")?);
    pytest.env("PACKAGES_EXAMPLES", examples).env("PACKAGES_VERSION", version::check(workshop)?);
    pytest.env("PYTHONDONTWRITEBYTECODE", "1").env("PYRIGHT_PYTHON_CACHE_DIR", workshop.target.join("pyright"));
    openly(settings(pytest.current_dir(std::env::temp_dir()), workshop, mock))
}

fn node(workshop: &Workshop, mock: &Mock) -> Result<()> {
    let folder = workshop.root.join(PROGRAMS).join("node");
    workshop.npm_ci(&folder)?;
    let mut tests = Command::new("node");
    tests.args(["--test", "--test-reporter=spec"]).args(["check.test.mjs", "install.test.mjs"].map(|name| folder.join(name)));
    tests.env("PACKAGES_EXAMPLES", examples(workshop, "ts", "mts")?);
    openly(settings(tests.current_dir(std::env::temp_dir()), workshop, mock))
}

/// A project with the crates unpacked beside it, with our Cargo.lock, so that dependencies are those that are compiled already.
fn rust(workshop: &Workshop, mock: &Mock) -> Result<()> {
    let project = Scratch::new()?;
    for name in dist::PUBLISHED {
        let folder = project.folder.join("crates").join(name);
        fs::create_dir_all(&folder).with_context(|| format!("{}: can't be created", folder.display()))?;
        let file = workshop.root.join(dist::CRATES).join(format!("{name}-{}.crate", version::check(workshop)?));
        output(Command::new("tar").args(["--strip-components=1", "-xzf"]).arg(file).arg("-C").arg(&folder))?;
    }
    let programs = project.folder.join("src/bin");
    readme::extract(&workshop.root, "rust", "rs", &programs)?;
    for (from, to) in [
        ("tests/packages/rust/src/bin/program.rs", "src/bin/program.rs"),
        ("tests/packages/rust/Cargo.toml", "Cargo.toml"),
        ("Cargo.lock", "Cargo.lock"),
    ] {
        fs::copy(workshop.root.join(from), project.folder.join(to)).with_context(|| format!("{from}: can't be copied"))?;
    }
    quietly("build with the packaged crates", workshop.cargo(&["build", "--offline"]).current_dir(&project.folder))?;
    for name in ["program", "readme_1"] {
        let mut run = workshop.cargo(&["run", "--offline", "--quiet", "--bin", name]);
        quietly(&format!("run {name}.rs"), settings(run.current_dir(&project.folder), workshop, mock))?;
    }
    Ok(())
}

/// The README's examples in a folder that has nothing else.
fn examples(workshop: &Workshop, language: &str, extension: &str) -> Result<PathBuf> {
    let folder = workshop.target.join("packages").join(language);
    fs::remove_dir_all(&folder).ok();
    readme::extract(&workshop.root, language, extension, &folder)?;
    Ok(folder)
}

/// An empty folder outside of the repository; removed when dropped.
struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    fn new() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("instantly-sdk-crates-{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| format!("{}: can't be created", folder.display()))?;
        Ok(Self { folder })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).ok();
    }
}
