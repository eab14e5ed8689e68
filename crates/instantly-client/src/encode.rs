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
    use percent_encoding::percent_decode_str;
    use proptest::prelude::*;
    use url::Url;

    use super::encode_path;

    #[test]
    fn only_unreserved_characters_stay() {
        assert_eq!(encode_path("aZ09-._~"), "aZ09-._~");
        assert_eq!(encode_path("a/b?c#d%e"), "a%2Fb%3Fc%23d%25e");
        assert_eq!(encode_path(r"..\..\admin"), "..%5C..%5Cadmin");
        assert_eq!(encode_path("lead+x@example.com"), "lead%2Bx%40example.com");
        assert_eq!(encode_path("ü"), "%C3%BC");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_value_is_one_segment_and_itself(value in "[a.%/\\\\?#:@;=+& -]{0,12}|\\PC{0,12}", other in any::<String>()) {
            for value in [value, other] {
                let encoded = encode_path(&value);
                prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)), "{}", encoded);
                let decoded = percent_decode_str(&encoded).decode_utf8().ok();
                prop_assert_eq!(decoded.as_deref(), Some(value.as_str()));
                // `Arguments` refuses these: a parser takes them away.
                if ["", ".", ".."].contains(&value.as_str()) {
                    continue;
                }
                let url = Url::parse(&format!("https://api.example.com/a/{encoded}/b")).expect("a URL");
                let segments: Vec<&str> = url.path_segments().expect("a path").collect();
                prop_assert_eq!(segments, ["a", encoded.as_str(), "b"]);
                prop_assert_eq!((url.query(), url.fragment()), (None, None));
            }
        }
    }
}
