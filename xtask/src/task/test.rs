//! `cargo xtask test`: everything that has to hold, in stages; a stage that fails does not keep the others from telling what they know.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail, ensure};

use super::environment::Environment;
use super::environment::command::{openly, quietly, seconds};
use super::environment::mock::Mock;
use super::{artefacts, circles, conformance, features, foreign_documents, generate, instructions, readme, soak};

/// The parts of `cargo xtask test`, in the order they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Stage {
    /// rustfmt.
    Format,
    /// Nothing generated is stale, missing or left over.
    Generate,
    /// No files import each other in a circle.
    Circles,
    /// clippy and rustdoc, on everything, with every warning an error.
    Clippy,
    /// The tests written in Rust, and the examples of its documentation.
    Rust,
    /// The Rust features that nothing else here turns on.
    Features,
    /// The wheel and the npm package, installed as a user would.
    Packages,
    /// The README's examples, as printed.
    Readme,
    /// ruff, mypy and pyright.
    PythonChecks,
    /// prettier, tsc, and a comment on everything that is exported.
    NodeChecks,
    /// The tests written in Python.
    Python,
    /// The tests written for Node, and whether the package works under Bun.
    Node,
    /// One list of cases in three languages.
    Conformance,
    /// Many calls at once while answers go wrong, for a few seconds a language.
    Soak,
    /// The code generated from other documents compiles in all languages.
    ForeignDocuments,
    /// How many instructions an answer costs.
    Instructions,
    /// The release artefacts, built, checked, and used in empty folders.
    Artefacts,
}

/// How long the stage `soak` goes on in each language; `cargo xtask soak` takes more time for more.
const SOAK: Duration = Duration::from_secs(10);

type Run = fn(&Session) -> Result<()>;

const STAGES: &[(Stage, &str, Run)] = &[
    (Stage::Format, "format", format),
    (Stage::Generate, "generate --check", generated),
    (Stage::Circles, "import circles", import_circles),
    (Stage::Clippy, "clippy, rustdoc", clippy),
    (Stage::Rust, "Rust tests", rust),
    (Stage::Features, "Rust features", rust_features),
    (Stage::Packages, "packages", packages),
    (Stage::Readme, "README examples", readme_examples),
    (Stage::PythonChecks, "ruff, mypy, pyright", python_checks),
    (Stage::NodeChecks, "prettier, tsc", node_checks),
    (Stage::Python, "Python tests", python),
    (Stage::Node, "Node tests", node),
    (Stage::Conformance, "conformance", conformance),
    (Stage::Soak, "soak", soak),
    (Stage::ForeignDocuments, "foreign documents", foreign_documents),
    (Stage::Instructions, "instructions", count_instructions),
    (Stage::Artefacts, "release artefacts", release_artefacts),
];

/// Runs every stage, or `only` one, and ends with a summary.
///
/// # Errors
/// When a stage failed.
pub fn run(root: &Path, only: Option<Stage>) -> Result<()> {
    let session = Session::new(root)?;
    let started = Instant::now();
    let mut outcomes = Vec::new();
    for &(stage, name, task) in STAGES {
        if only.is_some_and(|only| only != stage) {
            continue;
        }
        println!("\n── {name}");
        let begun = Instant::now();
        let outcome = task(&session);
        if let Err(error) = &outcome {
            println!("  ✗ {error:#}");
        }
        outcomes.push((name, begun.elapsed(), outcome.is_ok()));
    }
    summary(&outcomes, started.elapsed())
}

fn summary(outcomes: &[(&str, Duration, bool)], total: Duration) -> Result<()> {
    println!("\n── summary");
    for (name, time, ok) in outcomes {
        println!("  {} {name:<22}{:>14}", if *ok { '✓' } else { '✗' }, seconds(*time));
    }
    println!("    {:<22}{:>14}", "in all", seconds(total));
    let failed: Vec<_> = outcomes.iter().filter(|(_, _, ok)| !ok).map(|(name, _, _)| *name).collect();
    println!("\nstages: {} passed, {} failed", outcomes.len() - failed.len(), failed.len());
    if failed.is_empty() {
        return Ok(());
    }
    bail!("failed: {}", failed.join(", "))
}

/// The artefacts that stages share: each is built once, when the first stage asks for it.
struct Session {
    environment: Environment,
    python: OnceCell<Result<PathBuf, String>>,
    node: OnceCell<Result<PathBuf, String>>,
    programs: OnceCell<Result<(), String>>,
}

impl Session {
    fn new(root: &Path) -> Result<Self> {
        let environment = Environment::new(root)?;
        Ok(Self { environment, python: OnceCell::new(), node: OnceCell::new(), programs: OnceCell::new() })
    }

    /// A Python that has the wheel installed, and pytest and the type checkers.
    fn python(&self) -> Result<&Path> {
        let made = self.python.get_or_init(|| {
            let made = self.environment.wheel().and_then(|wheel| self.environment.python_with_wheel("test", "requirements.txt", &wheel));
            made.map_err(|error| format!("{error:#}"))
        });
        made.as_deref().map_err(|error| anyhow!("{error}"))
    }

    /// A Node project that has the package installed.
    fn node(&self) -> Result<&Path> {
        let made = self.node.get_or_init(|| {
            let made = self.environment.tarball().and_then(|tarball| self.environment.node_with_package(&tarball));
            made.map_err(|error| format!("{error:#}"))
        });
        made.as_deref().map_err(|error| anyhow!("{error}"))
    }

    /// The mock, the examples and the Rust runner.
    fn programs(&self) -> Result<()> {
        let packages = ["instantly-mock", "instantly-examples", "instantly-conformance"];
        let made = self.programs.get_or_init(|| self.environment.build_programs(&packages).map_err(|error| format!("{error:#}")));
        made.clone().map_err(|error| anyhow!("{error}"))
    }

    fn path(&self, relative: &str) -> PathBuf {
        self.environment.root.join(relative)
    }
}

fn format(session: &Session) -> Result<()> {
    quietly("cargo fmt --all --check", &mut session.environment.cargo(&["fmt", "--all", "--check"]))
}

fn generated(session: &Session) -> Result<()> {
    generate::run(&session.environment.root, &generate::Options::to_check())
}

fn import_circles(session: &Session) -> Result<()> {
    circles::run(&session.environment)
}

fn clippy(session: &Session) -> Result<()> {
    let arguments = ["clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"];
    quietly("cargo clippy", &mut session.environment.cargo(&arguments))?;
    // Libraries alone: a program of the same name would be documented in the same place.
    let crates = ["instantly-types", "instantly-client", "instantly-mock", "instantly-sdk"].map(|name| ["--package", name]);
    let arguments = ["doc", "--no-deps", "--lib", "--locked", "--features", "instantly-sdk/blocking"];
    quietly("cargo doc", session.environment.cargo(&arguments).args(crates.as_flattened()).env("RUSTDOCFLAGS", "--deny warnings"))
}

fn rust(session: &Session) -> Result<()> {
    let tests = ["test", "--workspace", "--locked", "--no-fail-fast"];
    quietly("compile the tests", session.environment.cargo(&tests).arg("--no-run"))?;
    openly(session.environment.cargo(&tests).arg("--quiet"))
}

fn rust_features(session: &Session) -> Result<()> {
    features::run(&session.environment)
}

fn packages(session: &Session) -> Result<()> {
    session.programs()?;
    session.python()?;
    session.node().map(drop)
}

/// Runs against the embedded Instantly, as a user runs them against the real one: both settings come from the environment.
fn readme_examples(session: &Session) -> Result<()> {
    session.programs()?;
    let environment = &session.environment;
    let mock = Mock::start(&environment.program("instantly-mock"), &["--jobs", "250", "--seed", "7"])?;
    let run = |what: &str, command: &mut Command| {
        quietly(what, command.env("INSTANTLY_BASE_URL", &mock.url).env("INSTANTLY_API_KEY", "readme-key"))
    };

    run("Rust, as printed", &mut Command::new(environment.program("readme")))?;
    let python = session.python()?;
    for file in readme::extract(&environment.root, "python", "py", &environment.target.join("readme"))? {
        run(&format!("Python, {}", name(&file)), Command::new(python).arg("-I").arg(&file))?;
    }
    let project = session.node()?;
    for file in readme::extract(&environment.root, "ts", "mts", project)? {
        let mut tsc = Command::new("node");
        tsc.arg(session.path("bindings/node/node_modules/typescript/bin/tsc"));
        tsc.args(["--strict", "--target", "es2022", "--module", "nodenext", "--skipLibCheck", "false"]).arg(&file);
        quietly(&format!("tsc, {}", name(&file)), tsc.current_dir(project))?;
        run(&format!("Node, {}", name(&file)), Command::new("node").arg(file.with_extension("mjs")).current_dir(project))?;
    }
    Ok(())
}

fn python_checks(session: &Session) -> Result<()> {
    let environment = &session.environment;
    let folders = [
        "bindings/python",
        "examples/python",
        "tests/bench/python",
        "tests/conformance/runners/python",
        "tests/packages/python",
        "tests/soak",
        "tests/startup",
    ];
    let tools = environment.python("tools", "requirements-build.txt")?;
    let ruff = |arguments: &[&str]| {
        let mut command = Command::new(&tools);
        command.args(["-m", "ruff"]).args(arguments).args(folders).current_dir(&environment.root);
        command.env("RUFF_CACHE_DIR", environment.target.join("ruff"));
        command
    };
    quietly("ruff check", &mut ruff(&["check"]))?;
    quietly("ruff format --check", &mut ruff(&["format", "--check"]))?;

    let python = session.python()?;
    let mypy = |what: &str, of: &[&str]| {
        let mut command = Command::new(python);
        command.args(["-m", "mypy", "--strict", "--config-file", "bindings/python/pyproject.toml", "--cache-dir"]);
        command.arg(environment.target.join("mypy")).args(of).current_dir(&environment.root);
        quietly(&format!("mypy --strict, {what}"), &mut command)
    };
    mypy("the package", &["--package", "instantly_sdk"])?;
    mypy("its tests", &["bindings/python/tests"])?;
    // One by one: both have modules of the same name.
    mypy("the conformance runner", &["tests/conformance/runners/python"])?;
    mypy("the soak", &["tests/soak"])?;
    mypy("the demonstration", &["examples/python"])?;
    mypy("the tests of packages", &["tests/packages/python"])?;
    let pyright = |arguments: &[&str]| {
        let mut command = Command::new(python);
        command.args(["-m", "pyright"]).args(arguments).env("PYRIGHT_PYTHON_IGNORE_WARNINGS", "1");
        command.env("PYRIGHT_PYTHON_CACHE_DIR", environment.target.join("pyright")).current_dir(&environment.root);
        command
    };
    let project = ["--project", "bindings/python/pyproject.toml", "--pythonpath"];
    quietly("pyright", pyright(&project).arg(python))?;
    // It finds the package through the `python` of the path, and fails below 100 %.
    let mut complete = pyright(&["--verifytypes", "instantly_sdk", "--ignoreexternal"]);
    quietly("pyright --verifytypes", complete.env("PATH", first_on_path(python)?).current_dir(&environment.target))
}

/// The PATH with a program's folder in front.
fn first_on_path(program: &Path) -> Result<std::ffi::OsString> {
    let folders = program.parent().map(Path::to_owned).into_iter();
    let rest = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(folders.chain(std::env::split_paths(&rest))).context("PATH can't be made")
}

fn node_checks(session: &Session) -> Result<()> {
    session.environment.node_tools()?;
    quietly("prettier --check", &mut session.environment.npm(&["run", "format:check"]))?;
    let others = [
        "../../examples/node",
        "../../tests/bench/node",
        "../../tests/conformance/runners/node",
        "../../tests/soak/*.mjs",
        "../../tests/packages/node",
        "../../tests/startup",
    ];
    let prettier = ["exec", "--", "prettier", "--check", "--config", ".prettierrc.json"];
    quietly("prettier --check, its users", session.environment.npm(&prettier).args(others))?;
    quietly("tsc", &mut session.environment.npm(&["run", "typecheck"]))?;
    quietly("what is exported is documented", &mut session.environment.npm(&["run", "docs:check"]))
}

fn python(session: &Session) -> Result<()> {
    let mut pytest = pytest(session)?;
    openly(pytest.arg(session.path("bindings/python/tests")))
}

fn node(session: &Session) -> Result<()> {
    session.node()?;
    let package = session.environment.node_package();
    let files = files_in(&package.join("test"), ".test.mjs")?;
    openly(Command::new("node").args(["--test", "--test-reporter=spec", "--test-timeout=180000"]).args(files).current_dir(&package))?;
    match session.environment.bun()? {
        Some(bun) => quietly("Bun", Command::new(bun).arg("test/bun/smoke.mjs").current_dir(&package)),
        None => {
            println!("  Bun is left out: npm has no program of it that runs on this machine");
            Ok(())
        }
    }
}

fn conformance(session: &Session) -> Result<()> {
    session.programs()?;
    let environment = &session.environment;
    let folder = environment.target.join("conformance");
    std::fs::remove_dir_all(&folder).ok();
    let cases = conformance::load(&environment.root, &folder)?;
    let promises = conformance::promises::check(&environment.root, &cases.cases)?;
    println!("  docs/reliability.md: {promises} promises, each with cases or tests that are there");
    let mock = Mock::start(&environment.program("instantly-mock"), &["--script"])?;
    let run = |command: &mut Command| {
        command.env("CONFORMANCE_FOLDER", &folder).env("CONFORMANCE_MOCK", &mock.url);
        command.env_remove("INSTANTLY_API_KEY").env_remove("INSTANTLY_BASE_URL");
        openly(command)
    };

    // A runner that fails has its failed cells in the matrix, which says more; one that never came so far has them missing.
    let mut failed = Vec::new();
    let mut runner = |name: &'static str, outcome: Result<()>| {
        if let Err(error) = outcome {
            println!("  {name}: {error:#}");
            failed.push(name);
        }
    };
    runner("rust", run(&mut Command::new(environment.program("conformance-rust"))));
    let python = pytest(session).and_then(|mut pytest| {
        pytest.args(["--quiet", "--tb=no", "--no-header"]);
        run(pytest.arg(session.path("tests/conformance/runners/python")))
    });
    runner("python", python);
    let node = session.node().and_then(|project| {
        let test = session.path("tests/conformance/runners/node/conformance.test.mjs");
        run(Command::new("node").args(["--test", "--test-reporter=dot"]).arg(test).env("CONFORMANCE_PROJECT", project))
    });
    runner("node", node);
    conformance::report(&cases, &folder)?;
    ensure!(failed.is_empty(), "every cell passed, but these runners failed at something else: {}", failed.join(", "));
    Ok(())
}

fn soak(session: &Session) -> Result<()> {
    session.programs()?;
    soak::soak(&session.environment, session.python()?, session.node()?, SOAK)
}

fn foreign_documents(session: &Session) -> Result<()> {
    session.environment.node_tools()?;
    let ruff = session.environment.python("tools", "requirements-build.txt")?;
    foreign_documents::run(&session.environment, session.python()?, &ruff)
}

fn count_instructions(session: &Session) -> Result<()> {
    instructions::count_all(&session.environment, false)
}

fn release_artefacts(session: &Session) -> Result<()> {
    session.programs()?;
    artefacts::run(&session.environment)
}

/// pytest with the installed wheel: run from the target folder, so that nothing of the source tree is imported in its place.
fn pytest(session: &Session) -> Result<Command> {
    let mut command = Command::new(session.python()?);
    command.args(["-m", "pytest", "--import-mode=importlib"]).current_dir(&session.environment.target);
    command.args(["-p", "no:cacheprovider"]).env("PYTHONSAFEPATH", "1").env("PYTHONDONTWRITEBYTECODE", "1");
    command.env_remove("INSTANTLY_API_KEY").env_remove("INSTANTLY_BASE_URL");
    Ok(command)
}

/// The files of a folder that end so, in order.
fn files_in(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("{}: can't be read", folder.display()))?;
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).filter(|path| name(path).ends_with(ending)).collect();
    files.sort();
    Ok(files)
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
