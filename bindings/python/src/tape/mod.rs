//! A JSON body and an index over it: the body is walked once, values are read where they stand.
//!
//! Knows nothing of Python, so that indexing needs no interpreter lock and is tested as plain Rust. It is strict about structure and lenient
//! about text: a lone surrogate or a broken UTF-8 sequence costs its own character (U+FFFD on reading), never the whole answer.

mod index;
mod text;

use std::borrow::Cow;

use bytes::Bytes;

pub use index::{MAXIMUM_DEPTH, Problem};

/// A JSON body with its index.
#[derive(Debug)]
pub struct Document {
    body: Bytes,
    /// Every value; the children of a container stand side by side, the keys of an object before their values. The root is last.
    nodes: Box<[Node]>,
}

/// One value: where its text is in the body, and where its children are in the index.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// First byte; of a string, the one after the quote.
    start: u32,
    /// After the last byte; of a string, the closing quote.
    end: u32,
    /// A container's first child.
    first: u32,
    /// The kind in the highest four bits, the number of children in the others.
    kind_and_count: u32,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    Null,
    False,
    True,
    /// A number without fraction and exponent.
    Integer,
    /// Any other number.
    Float,
    /// A string without escapes.
    Text,
    /// A string with escapes.
    EscapedText,
    Array,
    Object,
}

const COUNT_BITS: u32 = 28;
const COUNT_MASK: u32 = (1 << COUNT_BITS) - 1;

impl Document {
    /// Indexes a JSON text.
    ///
    /// # Errors
    /// [`Problem`] for what is not exactly one JSON value, nests deeper than [`MAXIMUM_DEPTH`], or is 4 GiB and more.
    pub fn index(body: Bytes) -> Result<Self, Problem> {
        let nodes = index::index(&body)?;
        Ok(Self { body, nodes: nodes.into_boxed_slice() })
    }

    /// The outermost value.
    #[must_use]
    pub fn root(&self) -> u32 {
        // An index has at least its root, and no more than u32::MAX nodes since every node takes a byte of the body.
        (self.nodes.len() - 1) as u32
    }

    #[must_use]
    pub fn kind(&self, node: u32) -> Kind {
        self.node(node).kind()
    }

    /// The value's text as it stands in the body, quotes included.
    #[must_use]
    pub fn span(&self, node: u32) -> Bytes {
        let Node { start, end, .. } = *self.node(node);
        let quote = usize::from(matches!(self.kind(node), Kind::Text | Kind::EscapedText));
        self.body.slice(start as usize - quote..end as usize + quote)
    }

    /// A value's text as it stands in the body; of a string, what is between the quotes.
    #[must_use]
    pub fn bytes(&self, node: u32) -> &[u8] {
        let Node { start, end, .. } = *self.node(node);
        &self.body[start as usize..end as usize]
    }

    /// The digits of a number. Only ASCII gets through the indexer here.
    #[must_use]
    pub fn number(&self, node: u32) -> &str {
        std::str::from_utf8(self.bytes(node)).unwrap_or("0")
    }

    /// A string's value. What is no valid text becomes U+FFFD.
    #[must_use]
    pub fn text(&self, node: u32) -> Cow<'_, str> {
        match self.kind(node) {
            Kind::EscapedText => Cow::Owned(text::unescape(self.bytes(node))),
            _ => String::from_utf8_lossy(self.bytes(node)),
        }
    }

    /// The items of an array.
    pub fn items(&self, node: u32) -> impl ExactSizeIterator<Item = u32> + use<> {
        let Node { first, .. } = *self.node(node);
        let count = if self.kind(node) == Kind::Array { self.node(node).count() } else { 0 };
        (0..count as usize).map(move |index| first + index as u32)
    }

    /// Key and value of an object's members, in the body's order, duplicates included.
    pub fn members(&self, node: u32) -> impl DoubleEndedIterator<Item = (u32, u32)> + ExactSizeIterator + use<> {
        let Node { first, .. } = *self.node(node);
        let count = if self.kind(node) == Kind::Object { self.node(node).count() / 2 } else { 0 };
        (0..count as usize).map(move |index| (first + 2 * index as u32, first + 2 * index as u32 + 1))
    }

    /// An object's value of this name: the last one, where a name stands twice.
    #[must_use]
    pub fn get(&self, node: u32, name: &str) -> Option<u32> {
        self.members(node).rev().find(|(key, _)| self.is_text(*key, name)).map(|(_, value)| value)
    }

    #[inline]
    fn is_text(&self, node: u32, text: &str) -> bool {
        match self.kind(node) {
            Kind::EscapedText => self.text(node) == text,
            _ => self.bytes(node) == text.as_bytes(),
        }
    }

    fn node(&self, node: u32) -> &Node {
        &self.nodes[node as usize]
    }
}

impl Node {
    fn leaf(kind: Kind, start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32, first: 0, kind_and_count: (kind as u32) << COUNT_BITS }
    }

    fn kind(&self) -> Kind {
        const KINDS: [Kind; 9] =
            [Kind::Null, Kind::False, Kind::True, Kind::Integer, Kind::Float, Kind::Text, Kind::EscapedText, Kind::Array, Kind::Object];
        KINDS[(self.kind_and_count >> COUNT_BITS) as usize]
    }

    fn count(&self) -> u32 {
        self.kind_and_count & COUNT_MASK
    }
}
