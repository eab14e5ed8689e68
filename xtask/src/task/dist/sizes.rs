//! What the artefacts weigh, against the most that they may.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// The checked-in limits: a kind of artefact and kilobytes.
const LIMITS: &str = "xtask/sizes.yaml";

/// A file and the kind that its limit is under.
pub struct Artefact {
    pub kind: &'static str,
    pub path: PathBuf,
}

/// Prints the sizes and holds them to their limits.
///
/// # Errors
/// With every artefact that is too large, or whose kind has no limit.
pub fn check(root: &Path, artefacts: &[Artefact]) -> Result<()> {
    let text = fs::read_to_string(root.join(LIMITS)).with_context(|| format!("{LIMITS}: can't be read"))?;
    let limits: BTreeMap<String, u64> = serde_saphyr::from_str(&text).with_context(|| format!("{LIMITS}: can't be understood"))?;
    let mut too_large = Vec::new();
    println!("  {:>10} {:>10}  artefact", "KB", "at most");
    for Artefact { kind, path } in artefacts {
        let limit = *limits.get(*kind).with_context(|| format!("{LIMITS}: no limit for {kind:?}"))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let size = fs::metadata(path).with_context(|| format!("{}: can't be read", path.display()))?.len().div_ceil(1_000);
        println!("  {size:>10} {limit:>10}  {name}");
        if size > limit {
            too_large.push(format!("  {name}: {size} KB, {kind} may have {limit}"));
        }
    }
    ensure!(too_large.is_empty(), "larger than {LIMITS} allows:\n{}", too_large.join("\n"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Artefact, check};

    #[test]
    fn an_artefact_over_its_limit_is_an_error_with_both_figures() {
        let folder = std::env::temp_dir().join(format!("instantly-sizes-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("xtask")).unwrap();
        std::fs::write(folder.join("xtask/sizes.yaml"), "wheel: 2\n").unwrap();
        let path = folder.join("a.whl");
        let artefact = || [Artefact { kind: "wheel", path: path.clone() }];
        std::fs::write(&path, [0; 2_000]).unwrap();
        let fits = check(&folder, &artefact());
        std::fs::write(&path, [0; 2_001]).unwrap();
        let error = check(&folder, &artefact()).unwrap_err().to_string();
        std::fs::remove_dir_all(&folder).unwrap();
        fits.unwrap();
        assert!(error.contains("a.whl: 3 KB, wheel may have 2"), "{error}");
    }
}
