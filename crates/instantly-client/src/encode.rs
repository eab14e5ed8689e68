//! Path values on the wire.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but RFC 3986's unreserved characters (section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encodes a path value as one segment. Stands in for progenitor's `encode_path`, which leaves `\` as it is: a URL parser reads that as `/`.
pub(crate) fn encode_path(value: &str) -> String {
    utf8_percent_encode(value, RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::encode_path;

    #[test]
    fn only_unreserved_characters_stay() {
        assert_eq!(encode_path("aZ09-._~"), "aZ09-._~");
        assert_eq!(encode_path("a/b?c#d%e"), "a%2Fb%3Fc%23d%25e");
        assert_eq!(encode_path(r"..\..\admin"), "..%5C..%5Cadmin");
        assert_eq!(encode_path("lead+x@example.com"), "lead%2Bx%40example.com");
        assert_eq!(encode_path("ü"), "%C3%BC");
    }
}
