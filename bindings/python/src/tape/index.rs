//! The one pass over a body.

use super::node::{Container, Index, Kind, Node, REST_MASK};

/// Deeper nesting is refused: it is no answer of this API, and readers go down one call a level.
pub const MAXIMUM_DEPTH: usize = 256;

/// Why a body is not JSON, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    offset: usize,
    message: &'static str,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} at byte {}", self.message, self.offset)
    }
}

const TOO_LONG: &str = "a value of 256 MiB or more";

pub fn index(bytes: &[u8]) -> Result<Index, Problem> {
    if bytes.len() >= u32::MAX as usize {
        return Err(Problem { offset: bytes.len(), message: "more than 4 GiB" });
    }
    // Measured on pages of background jobs: a value every 16 to 20 bytes.
    let nodes = Vec::with_capacity(bytes.len() / 16 + 1);
    let index = Index { nodes, containers: Vec::with_capacity(bytes.len() / 256 + 1) };
    let mut indexer = Indexer { bytes, at: 0, index, open: Vec::with_capacity(64), problem: "" };
    match indexer.document() {
        Ok(()) => Ok(indexer.finish()),
        Err(Stopped) => Err(Problem { offset: indexer.at, message: indexer.problem }),
    }
}

struct Indexer<'a> {
    bytes: &'a [u8],
    at: usize,
    index: Index,
    /// The children of the containers that are not closed yet; moved to `nodes` together, so that they stand side by side there.
    open: Vec<Node>,
    /// Why it stopped.
    problem: &'static str,
}

/// It is no JSON from here on. Nodes are pushed where they are made, and the reason stays in the indexer: handed back in results they would
/// be copied from where they were just written, which took a third of all the time.
struct Stopped;

type Step = Result<(), Stopped>;

impl Indexer<'_> {
    fn document(&mut self) -> Step {
        self.skip_space();
        self.value(0)?;
        self.skip_space();
        if self.at < self.bytes.len() {
            return self.fail("expected the end");
        }
        self.index.nodes.append(&mut self.open);
        Ok(())
    }

    /// What is kept has no room to grow.
    fn finish(mut self) -> Index {
        self.index.nodes.shrink_to_fit();
        self.index.containers.shrink_to_fit();
        self.index
    }

    fn value(&mut self, depth: usize) -> Step {
        match self.peek() {
            Some(b'"') => self.text(),
            Some(b'{') => self.container(Kind::Object, depth),
            Some(b'[') => self.container(Kind::Array, depth),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word(Kind::True, b"true"),
            Some(b'f') => self.word(Kind::False, b"false"),
            Some(b'n') => self.word(Kind::Null, b"null"),
            _ => self.fail("expected a value"),
        }
    }

    fn container(&mut self, kind: Kind, depth: usize) -> Step {
        if depth >= MAXIMUM_DEPTH {
            return self.fail("nested too deeply");
        }
        let close = if kind == Kind::Object { b'}' } else { b']' };
        let start = self.at;
        let base = self.open.len();
        self.at += 1;
        self.skip_space();
        if self.peek() == Some(close) {
            self.at += 1;
        } else {
            loop {
                if kind == Kind::Object {
                    self.key()?;
                }
                self.value(depth + 1)?;
                self.skip_space();
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(byte) if byte == close => break self.at += 1,
                    _ if kind == Kind::Object => return self.fail("expected , or }"),
                    _ => return self.fail("expected , or ]"),
                }
                self.skip_space();
            }
        }
        let (first, count) = (self.index.nodes.len() as u32, (self.open.len() - base) as u32);
        self.index.nodes.extend(self.open.drain(base..));
        let place = self.index.containers.len();
        self.index.containers.push(Container { end: self.at as u32, first, count });
        self.push(kind, start, place, "too many values")
    }

    /// A member's name and colon, up to its value.
    fn key(&mut self) -> Step {
        if self.peek() != Some(b'"') {
            return self.fail("expected a name");
        }
        self.text()?;
        self.skip_space();
        if self.peek() != Some(b':') {
            return self.fail("expected :");
        }
        self.at += 1;
        self.skip_space();
        Ok(())
    }

    fn text(&mut self) -> Step {
        self.at += 1;
        let start = self.at;
        let mut kind = Kind::Text;
        loop {
            self.skip_plain_text();
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    kind = Kind::EscapedText;
                    self.escape()?;
                }
                Some(0..0x20) => return self.fail("control character in a string"),
                Some(_) => self.at += 1,
                None => return self.fail("unfinished string"),
            }
        }
        let length = self.at - start;
        self.at += 1;
        self.push(kind, start, length, TOO_LONG)
    }

    /// Eight bytes at a time to the next one that may mean something: a quote, a backslash or a control character.
    fn skip_plain_text(&mut self) {
        const ONES: u64 = 0x0101_0101_0101_0101;
        const HIGHS: u64 = 0x8080_8080_8080_8080;
        let zero_bytes = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
        while let Some(chunk) = self.bytes[self.at..].first_chunk::<8>() {
            let word = u64::from_le_bytes(*chunk);
            let control = word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
            let stop = zero_bytes(word ^ (ONES * u64::from(b'"'))) | zero_bytes(word ^ (ONES * u64::from(b'\\'))) | control;
            if stop != 0 {
                // The lowest mark is exact; only those above it may come from a borrow.
                self.at += stop.trailing_zeros() as usize / 8;
                return;
            }
            self.at += 8;
        }
    }

    fn escape(&mut self) -> Step {
        let length = match self.bytes.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
            Some(b'u') if self.bytes.get(self.at + 2..self.at + 6).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) => 6,
            _ => return self.fail("bad escape in a string"),
        };
        self.at += length;
        Ok(())
    }

    fn number(&mut self) -> Step {
        let start = self.at;
        let mut kind = Kind::Integer;
        self.skip_one(b"-");
        if !self.skip_one(b"0") && !self.skip_digits() {
            return self.fail("expected a digit");
        }
        if self.skip_one(b".") {
            kind = Kind::Float;
            if !self.skip_digits() {
                return self.fail("expected a digit");
            }
        }
        if self.skip_one(b"eE") {
            kind = Kind::Float;
            self.skip_one(b"+-");
            if !self.skip_digits() {
                return self.fail("expected a digit");
            }
        }
        self.push(kind, start, self.at - start, TOO_LONG)
    }

    fn word(&mut self, kind: Kind, word: &[u8]) -> Step {
        let start = self.at;
        if !self.bytes[start..].starts_with(word) {
            return self.fail("expected a value");
        }
        self.at += word.len();
        self.push(kind, start, word.len(), TOO_LONG)
    }

    /// `problem`: what it means when the rest is too large to be kept.
    fn push(&mut self, kind: Kind, start: usize, rest: usize, problem: &'static str) -> Step {
        if rest > REST_MASK as usize {
            return self.fail(problem);
        }
        self.open.push(Node::new(kind, start, rest));
        Ok(())
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn skip_digits(&mut self) -> bool {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        self.at > start
    }

    fn skip_one(&mut self, any_of: &[u8]) -> bool {
        let found = self.peek().is_some_and(|byte| any_of.contains(&byte));
        self.at += usize::from(found);
        found
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn fail(&mut self, message: &'static str) -> Step {
        self.problem = message;
        Err(Stopped)
    }
}
