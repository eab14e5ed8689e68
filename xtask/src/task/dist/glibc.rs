//! The newest glibc that a library asks for, held to the one that is promised.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use super::platform::{GLIBC, Platform};

/// Makes sure that a library for Linux loads with the glibc that its tags promise, and with older ones than this machine's.
///
/// # Errors
/// When it asks for a newer one, or for glibc on a platform without it.
pub fn check(library: &Path, platform: &Platform) -> Result<()> {
    let content = fs::read(library).with_context(|| format!("{}: can't be read", library.display()))?;
    match (platform.libc, newest(&content)) {
        (Some("glibc"), Some((major, minor))) => {
            ensure!((major, minor) <= GLIBC, "{}: asks for glibc {major}.{minor}, {}.{} is promised", library.display(), GLIBC.0, GLIBC.1)
        }
        (Some("glibc"), None) => bail!("{}: asks for no glibc at all, so it isn't what it should be", library.display()),
        (_, Some(_)) => bail!("{}: asks for glibc, which {} doesn't have", library.display(), platform.target),
        (_, None) => {}
    }
    Ok(())
}

/// Of the versions `GLIBC_2.x` named in the library, the highest.
fn newest(library: &[u8]) -> Option<(u32, u32)> {
    const NAME: &[u8] = b"GLIBC_";
    let starts = library.windows(NAME.len()).enumerate().filter(|(_, window)| *window == NAME);
    starts.filter_map(|(index, _)| version(&library[index + NAME.len()..])).max()
}

fn version(text: &[u8]) -> Option<(u32, u32)> {
    let end = text.iter().position(|byte| !byte.is_ascii_digit() && *byte != b'.')?;
    let mut numbers = std::str::from_utf8(&text[..end]).ok()?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::newest;

    #[test]
    fn the_highest_version_counts_as_numbers_do() {
        assert_eq!(newest(b"\0GLIBC_2.9\0GLIBC_2.17\0GLIBC_2.3.4\0GLIBC_PRIVATE\0"), Some((2, 17)));
        assert_eq!(newest(b"nothing of the kind"), None);
    }
}
