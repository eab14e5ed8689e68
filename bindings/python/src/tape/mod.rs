//! A JSON body and an index over it: the body is walked once, values are read where they stand.
//!
//! Knows nothing of Python, so that indexing needs no interpreter lock and is tested as plain Rust. It is strict about structure and lenient
//! about text: a lone surrogate or a broken UTF-8 sequence costs its own character (U+FFFD on reading), never the whole answer.

mod index;
mod node;
mod text;

use std::borrow::Cow;
use std::ops::Range;

use bytes::Bytes;

use node::{Container, Index, Node, REST_BITS};

pub use index::{MAXIMUM_DEPTH, Problem};
pub use node::Kind;

/// A JSON body with its index.
#[derive(Debug)]
pub struct Document {
    body: Bytes,
    index: Index,
}

impl Document {
    /// Indexes a JSON text.
    ///
    /// # Errors
    /// [`Problem`] for what is not exactly one JSON value, nests deeper than [`MAXIMUM_DEPTH`], is 4 GiB and more, or has a string of
    /// 256 MiB and more.
    pub fn index(body: Bytes) -> Result<Self, Problem> {
        let index = index::index(&body)?;
        Ok(Self { body, index })
    }

    /// The outermost value.
    #[must_use]
    pub fn root(&self) -> u32 {
        // An index has at least its root, and no more than u32::MAX nodes since every node takes a byte of the body.
        (self.index.nodes.len() - 1) as u32
    }

    #[must_use]
    pub fn kind(&self, node: u32) -> Kind {
        self.node(node).kind()
    }

    /// The value's text as it stands in the body, quotes included.
    #[must_use]
    pub fn span(&self, node: u32) -> Bytes {
        let Range { start, end } = self.range(node);
        let quote = usize::from(matches!(self.kind(node), Kind::Text | Kind::EscapedText));
        self.body.slice(start - quote..end + quote)
    }

    /// A value's text as it stands in the body; of a string, what is between the quotes.
    #[must_use]
    pub fn bytes(&self, node: u32) -> &[u8] {
        &self.body[self.range(node)]
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
            _ => std::str::from_utf8(self.bytes(node)).map_or_else(|_| String::from_utf8_lossy(self.bytes(node)), Cow::Borrowed),
        }
    }

    /// The items of an array.
    pub fn items(&self, node: u32) -> impl ExactSizeIterator<Item = u32> + use<> {
        self.children(node, Kind::Array)
    }

    /// Key and value of an object's members, in the body's order, duplicates included.
    pub fn members(&self, node: u32) -> impl DoubleEndedIterator<Item = (u32, u32)> + ExactSizeIterator + use<> {
        self.children(node, Kind::Object).step_by(2).map(|key| (key, key + 1))
    }

    /// An object's value of this name: the last one, where a name stands twice.
    #[must_use]
    pub fn get(&self, node: u32, name: &str) -> Option<u32> {
        let Range { start, end } = self.children(node, Kind::Object);
        let members = self.index.nodes[start as usize..end as usize].chunks_exact(2);
        let plain = Node::new(Kind::Text, 0, name.len()).kind_and_rest;
        let is_named = |key: &Node| match key.kind_and_rest {
            form if form == plain => self.body[key.start as usize..key.start as usize + name.len()] == *name.as_bytes(),
            form if form >> REST_BITS == Kind::EscapedText as u32 => text::unescape(&self.body[self.range_of(key)]) == name,
            _ => false,
        };
        let place = members.rev().position(|member| is_named(&member[0]))?;
        Some(end - 1 - 2 * place as u32)
    }

    fn node(&self, node: u32) -> &Node {
        &self.index.nodes[node as usize]
    }

    /// The children of a value of this kind; of another kind, none.
    fn children(&self, node: u32, kind: Kind) -> Range<u32> {
        let node = self.node(node);
        if node.kind() != kind {
            return 0..0;
        }
        let Container { first, count, .. } = self.index.containers[node.rest()];
        first..first + count
    }

    fn range(&self, node: u32) -> Range<usize> {
        self.range_of(self.node(node))
    }

    fn range_of(&self, node: &Node) -> Range<usize> {
        let start = node.start as usize;
        match node.kind() {
            Kind::Array | Kind::Object => start..self.index.containers[node.rest()].end as usize,
            _ => start..start + node.rest(),
        }
    }
}
