//! A cursor over JSON text that is known to be valid, so that a check reads it once and builds nothing of it.

use std::borrow::Cow;

use serde_json::value::RawValue;

/// A place in the text of a [`RawValue`]. Brackets, commas and colons are trusted: the value was parsed before.
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(json: &'a RawValue) -> Self {
        Self { text: json.get(), at: 0 }
    }

    /// The first byte of the next value, or of what stands in place of one; 0 at the end.
    pub(super) fn peek(&mut self) -> u8 {
        while matches!(self.byte(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
        self.byte()
    }

    /// Steps into the list or object that is next.
    pub(super) fn enter(&mut self) {
        self.peek();
        self.at += 1;
    }

    /// Steps to the next item or member; behind the last one, out of the list or object.
    pub(super) fn has_next(&mut self) -> bool {
        match self.peek() {
            0 => false,
            b']' | b'}' => {
                self.at += 1;
                false
            }
            b',' => {
                self.at += 1;
                true
            }
            _ => true,
        }
    }

    /// Steps over the name of a member and its colon.
    pub(super) fn name(&mut self) -> Cow<'a, str> {
        let quoted = self.skip();
        if self.peek() == b':' {
            self.at += 1;
        }
        let plain = quoted.trim_matches('"');
        if plain.contains('\\') { serde_json::from_str(quoted).unwrap_or(Cow::Borrowed(plain)) } else { Cow::Borrowed(plain) }
    }

    /// Steps over a value, however deep it is, and returns its text.
    pub(super) fn skip(&mut self) -> &'a str {
        let first = self.peek();
        let start = self.at;
        match first {
            b'"' => self.skip_string(),
            b'[' | b'{' => self.skip_container(),
            _ => {
                while !matches!(self.byte(), 0 | b',' | b']' | b'}' | b':' | b' ' | b'\n' | b'\r' | b'\t') {
                    self.at += 1;
                }
            }
        }
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn skip_string(&mut self) {
        self.at += 1;
        loop {
            match self.byte() {
                0 => return,
                b'"' => break self.at += 1,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
    }

    fn skip_container(&mut self) {
        let mut depth = 0_usize;
        loop {
            match self.byte() {
                0 => return,
                b'"' => {
                    self.skip_string();
                    continue;
                }
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    /// JSON has no byte 0: outside of strings no control characters but white space, and inside of them none at all.
    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_through_members_and_items() {
        let json = RawValue::from_string(r#" { "a\"b" : [ 1 , {"x":"]}"}, "é\\" ] , "c":{} , "d" :-1.5e3 } "#.trim().to_owned()).unwrap();
        let mut cursor = Cursor::new(&json);
        cursor.enter();
        assert!(cursor.has_next());
        assert_eq!(cursor.name(), "a\"b");
        assert_eq!(cursor.peek(), b'[');
        cursor.enter();
        let mut items = Vec::new();
        while cursor.has_next() {
            items.push(cursor.skip());
        }
        assert_eq!(items, ["1", r#"{"x":"]}"}"#, r#""é\\""#]);
        let mut members = Vec::new();
        while cursor.has_next() {
            members.push((cursor.name(), cursor.skip()));
        }
        assert_eq!(members, [(Cow::Borrowed("c"), "{}"), (Cow::Borrowed("d"), "-1.5e3")]);
        assert_eq!(cursor.peek(), 0);
    }

    #[test]
    fn skips_depths_that_would_overflow_a_recursion() {
        let text = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
        let json = RawValue::from_string(text).unwrap();
        assert_eq!(Cursor::new(&json).skip().len(), 2_000_000);
    }
}
