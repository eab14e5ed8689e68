//! Headers as one string, which TypeScript splits only when somebody looks: a JavaScript value for each would cost more than the
//! rest of the call. Names and values stand in turn, one a line; neither can contain a line break.

/// The headers of an answer, for JavaScript.
pub fn lines(headers: &[(String, String)]) -> String {
    let mut lines = String::with_capacity(headers.iter().map(|(name, value)| name.len() + value.len() + 2).sum());
    for (name, value) in headers {
        for part in [name, value] {
            lines.push_str(part);
            lines.push('\n');
        }
    }
    lines
}

/// The same headers, back from JavaScript.
pub fn parse(lines: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = lines.split('\n').collect();
    parts.chunks_exact(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect()
}
