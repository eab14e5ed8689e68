//! The setup of a benchmark: release builds, peers from their registries, and mock servers with every form of data.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::client::{Client, Task};
use super::peers::Language;
use crate::task::dist;
use crate::task::environment::Environment;
use crate::task::environment::command::{output, quietly};
use crate::task::environment::mock::Mock;

/// The server runs here, clients there.
const SERVER_CORE: usize = 0;
const CLIENT_CORE: usize = 1;
/// How Rust programs are built: as cargo does for a release unless told otherwise.
const PROFILE: &str = "measured";

/// The installed clients, ready to start.
pub struct BenchEnvironment {
    environment: Environment,
    python: Option<PathBuf>,
    node: Option<PathBuf>,
    /// Whether the server and the clients have a core each.
    pub pinned: bool,
}

/// The data that a server has.
#[derive(Clone, Copy)]
pub enum Form {
    /// Three hundred jobs.
    Usual,
    /// The same with keys in another order, unknown fields and escapes.
    Irregular,
    /// So many jobs.
    Of { jobs: usize },
    /// So many jobs, each response delayed by so much.
    Far { jobs: usize, milliseconds: usize },
}

/// A running server, with the ids and cursors of its jobs.
pub struct Server {
    _mock: Mock,
    pub url: String,
    ids: Vec<String>,
    cursors: Vec<String>,
}

impl Server {
    #[must_use]
    pub fn task<'a>(&'a self, workload: &'a str, calls: usize, concurrency: usize) -> Task<'a> {
        Task { workload, calls, concurrency, ids: &self.ids, cursors: &self.cursors }
    }
}

impl BenchEnvironment {
    /// Builds and installs what these languages need.
    ///
    /// # Errors
    /// When something doesn't build, or a registry doesn't have a peer.
    pub fn prepare(environment: Environment, languages: &[Language]) -> Result<Self> {
        let mut cargo = environment.cargo(&[
            "build",
            "--locked",
            "--profile",
            PROFILE,
            "--bins",
            "--package",
            "instantly-mock",
            "--package",
            "instantly-bench",
        ]);
        quietly("build the programs", &mut cargo)?;
        dist::build(&environment, &dist::Options::default())?;
        let mut bench = Self { environment, python: None, node: None, pinned: can_pin() };
        if languages.contains(&Language::Python) {
            bench.python = Some(bench.install_python()?);
        }
        if languages.contains(&Language::Node) {
            bench.node = Some(bench.install_node()?);
        }
        Ok(bench)
    }

    /// A server of this form.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn server(&self, form: Form) -> Result<Server> {
        let (jobs, mut options) = match form {
            Form::Usual => (300, vec![]),
            Form::Irregular => (300, vec!["--irregular".to_owned()]),
            Form::Of { jobs } => (jobs, vec![]),
            Form::Far { jobs, milliseconds } => (jobs, vec!["--delay".to_owned(), milliseconds.to_string()]),
        };
        options.extend(["--static-pages".to_owned(), "--jobs".to_owned(), jobs.to_string()]);
        let mock = Mock::start_as(&mut self.on_core(SERVER_CORE, Command::new(self.program("instantly-mock")).args(options)))?;
        let (ids, cursors) = places(&mock)?;
        Ok(Server { url: mock.url.clone(), _mock: mock, ids, cursors })
    }

    /// Starts a client of this server.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn start(&self, language: Language, program: &'static str, url: &str) -> Result<Client> {
        let folder = self.environment.root.join("tests/bench");
        let mut command = match (language, &self.python, &self.node) {
            (Language::Python, Some(python), _) => with_argument(python, &folder.join("python").join(format!("{program}.py"))),
            (Language::Node, _, Some(project)) => with_argument(Path::new("node"), &project.join(format!("{program}.mjs"))),
            (Language::Rust, ..) => Command::new(self.program(program)),
            _ => bail!("{program}: its language is not set up"),
        };
        Client::start(program, self.on_core(CLIENT_CORE, &mut command), url)
    }

    /// The versions of the packages that are compared, by name.
    ///
    /// # Errors
    /// When a version can't be determined.
    pub fn versions(&self) -> Result<Vec<(&'static str, String)>> {
        let mut versions = vec![("instantly-sdk", env!("CARGO_PKG_VERSION").to_owned())];
        versions.push(("rustc", output(Command::new("rustc").arg("--version"))?));
        if let Some(python) = &self.python {
            versions.push(("Python", output(Command::new(python).arg("--version"))?));
            let list = output(Command::new(python).args(["-m", "pip", "--disable-pip-version-check", "freeze"]))?;
            let wanted = ["aiohttp", "httpx", "instantlyai", "msgspec", "orjson", "pycurl", "pydantic"];
            for (name, version) in list.lines().filter_map(|line| line.split_once("==")) {
                if let Some(name) = wanted.into_iter().find(|wanted| *wanted == name) {
                    versions.push((name, version.to_owned()));
                }
            }
        }
        if let Some(project) = &self.node {
            versions.push(("Node", output(Command::new("node").arg("--version"))?));
            let text = std::fs::read_to_string(project.join("node_modules/undici/package.json")).context("undici's package.json")?;
            let package: Value = serde_json::from_str(&text)?;
            versions.push(("undici", package["version"].as_str().unwrap_or_default().to_owned()));
        }
        Ok(versions)
    }

    fn install_python(&self) -> Result<PathBuf> {
        let wheel = dist::files(&self.environment, &[dist::WHEEL], "whl")?.remove(0);
        self.environment.python_with_wheel("bench", "requirements-bench.txt", &wheel)
    }

    /// A project with the package, the peers and the programs: a module finds packages from where it lies.
    fn install_node(&self) -> Result<PathBuf> {
        let project = self.environment.target.join("bench-node");
        std::fs::create_dir_all(&project).with_context(|| format!("{}: can't be created", project.display()))?;
        let programs = self.environment.root.join("tests/bench/node");
        for entry in std::fs::read_dir(&programs).with_context(|| format!("{}: can't be read", programs.display()))?.flatten() {
            std::fs::copy(entry.path(), project.join(entry.file_name()))
                .with_context(|| format!("{}: can't be copied", entry.path().display()))?;
        }
        let mut npm = self.environment.npm(&["install", "--no-save", "--no-package-lock"]);
        npm.args(dist::files(&self.environment, &[dist::NPM, dist::NPM_PLATFORM], "tgz")?);
        quietly("install the npm package and its peers", npm.current_dir(&project))?;
        Ok(project)
    }

    fn program(&self, name: &str) -> PathBuf {
        self.environment.target.join(PROFILE).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    fn on_core(&self, core: usize, command: &mut Command) -> Command {
        if self.pinned { pinned(core, command) } else { std::mem::replace(command, Command::new("")) }
    }
}

/// Jobs to get, and the cursors of full pages.
fn places(mock: &Mock) -> Result<(Vec<String>, Vec<String>)> {
    const FULL_PAGES: usize = 2;
    let mut ids = Vec::new();
    let mut cursors: Vec<String> = Vec::new();
    while cursors.len() < FULL_PAGES {
        let after = cursors.last().map(|cursor| format!("&starting_after={cursor}")).unwrap_or_default();
        let page: Value = serde_json::from_str(&mock.ask(&format!("/api/v2/background-jobs?limit=100{after}"))?)?;
        let items = page["items"].as_array().context("the server's page has no items")?;
        ids.extend(items.iter().filter_map(|item| item["id"].as_str().map(str::to_owned)));
        match page["next_starting_after"].as_str() {
            Some(cursor) => cursors.push(cursor.to_owned()),
            None => break,
        }
    }
    Ok((ids, cursors))
}

fn with_argument(program: &Path, argument: &Path) -> Command {
    let mut command = Command::new(program);
    command.arg(argument);
    command
}

fn can_pin() -> bool {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    cores > CLIENT_CORE && output(Command::new("taskset").arg("--version")).is_ok()
}

/// Pins a program to a core, where the system can.
fn pinned(core: usize, command: &Command) -> Command {
    let mut pinned = Command::new("taskset");
    pinned.args(["--cpu-list", &core.to_string()]).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            pinned.env(name, value);
        }
    }
    if let Some(folder) = command.get_current_dir() {
        pinned.current_dir(folder);
    }
    pinned
}
