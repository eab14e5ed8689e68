//! The newest glibc that a library asks for.

/// Of the versions `GLIBC_2.x` named in the library, the highest.
#[must_use]
pub fn newest(library: &[u8]) -> Option<(u32, u32)> {
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
