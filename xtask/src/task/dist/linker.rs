//! Linking for an older C library than this machine's: zig brings those of all systems, and comes from PyPI.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::platform::Platform;
use crate::task::environment::Environment;

/// Environment variables, by name.
pub type Variables = Vec<(String, OsString)>;

/// What cargo and the build scripts that compile C have to be told. The same for every build of a platform, so that what is compiled is shared.
///
/// # Errors
/// When zig can't be installed.
pub fn variables(environment: &Environment, platform: &Platform) -> Result<Variables> {
    let Some(zig_target) = platform.zig else { return Ok(Vec::new()) };
    let folder = environment.target.join("dist/zig").join(platform.target);
    fs::create_dir_all(&folder).with_context(|| format!("{}: can't be created", folder.display()))?;
    let python = environment.python("dist", "requirements-dist.txt")?;
    let maturin = environment.python("tools", "requirements-build.txt")?.with_file_name("maturin");
    // maturin's wrapper leaves out what rustc and the crate cc say to gcc and zig doesn't know.
    let compile = format!(
        "#!/bin/sh\nCARGO_ZIGBUILD_ZIG_COMMAND='{python}' CARGO_ZIGBUILD_ZIG_COMMAND_ARGS='-m ziglang' exec '{maturin}' zig cc -- -target {zig_target} \"$@\"\n",
        python = python.display(),
        maturin = maturin.display(),
    );
    let archive = format!("#!/bin/sh\nexec '{}' -m ziglang ar \"$@\"\n", python.display());
    let [compile, archive] = [("cc", compile), ("ar", archive)].map(|(name, text)| program(&folder.join(name), &text));
    let (compile, archive) = (compile?, archive?);

    let name = platform.target.replace('-', "_");
    let cache = environment.target.join("dist/zig/cache");
    let mut variables: Variables = vec![
        (format!("CARGO_TARGET_{}_LINKER", name.to_uppercase()), compile.clone().into()),
        (format!("CC_{name}"), compile.into()),
        (format!("AR_{name}"), archive.into()),
        ("CARGO_ZIGBUILD_CACHE_DIR".to_owned(), cache.clone().into()),
        ("ZIG_GLOBAL_CACHE_DIR".to_owned(), cache.clone().into()),
        ("ZIG_LOCAL_CACHE_DIR".to_owned(), cache.into()),
    ];
    if platform.libc == Some("musl") {
        // Rust links musl into the program unless told otherwise, and a library that others load can't have a libc of its own.
        variables.push((format!("CARGO_TARGET_{}_RUSTFLAGS", name.to_uppercase()), "-C target-feature=-crt-static".into()));
    }
    Ok(variables)
}

/// Written only when it is another: a program that changed makes everything compile again.
fn program(path: &Path, text: &str) -> Result<PathBuf> {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::write(path, text).with_context(|| format!("{}: can't be written", path.display()))?;
        make_executable(path)?;
    }
    Ok(path.to_owned())
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).with_context(|| format!("{}: can't be made executable", path.display()))
}

/// No platform with zig is built on Windows.
#[cfg(not(unix))]
fn make_executable(_: &Path) -> Result<()> {
    Ok(())
}
