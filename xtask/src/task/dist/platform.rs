//! The platforms that there are releases for.

use std::process::Command;

use anyhow::{Context, Result};

use crate::task::environment::command::output;

/// One platform, by its names in Rust, npm and Python.
#[derive(Debug, PartialEq, Eq)]
pub struct Platform {
    /// Rust's name, as `--target` takes it.
    pub target: &'static str,
    /// Its npm package is `@instantly-sdk/{name}`.
    pub name: &'static str,
    /// What npm compares before it installs that package.
    pub os: &'static str,
    pub cpu: &'static str,
    pub libc: Option<&'static str>,
    /// The wheel's compatibility; none where the tag has no choice.
    pub wheel: Option<&'static str>,
    /// What zig links for; none where the system's own linker does.
    pub zig: Option<&'static str>,
}

/// The oldest glibc that our libraries load with: that of CentOS 7 and of every Linux since, as `manylinux2014` says it.
pub const GLIBC: (u32, u32) = (2, 17);

pub const PLATFORMS: [Platform; 7] = [
    gnu("x86_64-unknown-linux-gnu", "linux-x64-gnu", "x64", "x86_64-linux-gnu.2.17"),
    gnu("aarch64-unknown-linux-gnu", "linux-arm64-gnu", "arm64", "aarch64-linux-gnu.2.17"),
    musl("x86_64-unknown-linux-musl", "linux-x64-musl", "x64", "x86_64-linux-musl"),
    musl("aarch64-unknown-linux-musl", "linux-arm64-musl", "arm64", "aarch64-linux-musl"),
    native("x86_64-apple-darwin", "darwin-x64", "darwin", "x64"),
    native("aarch64-apple-darwin", "darwin-arm64", "darwin", "arm64"),
    native("x86_64-pc-windows-msvc", "win32-x64-msvc", "win32", "x64"),
];

const fn gnu(target: &'static str, name: &'static str, cpu: &'static str, zig: &'static str) -> Platform {
    Platform { target, name, os: "linux", cpu, libc: Some("glibc"), wheel: Some("manylinux2014"), zig: Some(zig) }
}

const fn musl(target: &'static str, name: &'static str, cpu: &'static str, zig: &'static str) -> Platform {
    Platform { target, name, os: "linux", cpu, libc: Some("musl"), wheel: Some("musllinux_1_2"), zig: Some(zig) }
}

const fn native(target: &'static str, name: &'static str, os: &'static str, cpu: &'static str) -> Platform {
    Platform { target, name, os, cpu, libc: None, wheel: None, zig: None }
}

impl Platform {
    /// The one of that target, or of this machine.
    ///
    /// # Errors
    /// With those there are, when it is none of them.
    pub fn find(target: Option<&str>) -> Result<&'static Self> {
        let target = target.map_or_else(host, |target| Ok(target.to_owned()))?;
        let all = || PLATFORMS.map(|platform| platform.target).join(", ");
        PLATFORMS
            .iter()
            .find(|platform| platform.target == target)
            .with_context(|| format!("there is no release for {target}, only for {}", all()))
    }

    /// The npm package that has its native module.
    #[must_use]
    pub fn npm_package(&self) -> String {
        format!("@instantly-sdk/{}", self.name)
    }

    /// The file that cargo makes of a crate of type `cdylib`.
    #[must_use]
    pub fn library(&self, name: &str) -> String {
        match self.os {
            "darwin" => format!("lib{name}.dylib"),
            "win32" => format!("{name}.dll"),
            _ => format!("lib{name}.so"),
        }
    }
}

fn host() -> Result<String> {
    let version = output(Command::new("rustc").arg("-vV"))?;
    let line = version.lines().find_map(|line| line.strip_prefix("host: "));
    line.map(str::to_owned).context("rustc -vV: it names no host")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::PLATFORMS;

    /// Of each line that has `before`, what stands between it and `after`, in order.
    fn names(path: &str, before: &str, after: &str) -> Vec<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let text = std::fs::read_to_string(root.join(path)).unwrap();
        let mut names: Vec<_> = text.lines().filter_map(|line| Some(line.split_once(before)?.1.split_once(after)?.0.to_owned())).collect();
        names.sort();
        names
    }

    fn of_platforms(name: impl Fn(usize) -> &'static str) -> Vec<String> {
        let mut names: Vec<_> = (0..PLATFORMS.len()).map(|index| name(index).to_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_loader_for_node_knows_every_platform_and_no_other() {
        assert_eq!(names("bindings/node/src/loader.ts", "require('@instantly-sdk/", "')"), of_platforms(|index| PLATFORMS[index].name));
    }

    #[test]
    fn the_release_builds_every_platform_and_no_other() {
        assert_eq!(names(".github/workflows/release.yml", "{ target: ", ","), of_platforms(|index| PLATFORMS[index].target));
    }
}
