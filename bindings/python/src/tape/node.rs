//! The index of a body: its values, side by side.

/// The index of a document. A page is read long after it was indexed, from a cold cache: so what most values need is kept apart, and small.
#[derive(Debug)]
pub struct Index {
    /// Every value; the children of a container stand side by side, the keys of an object before their values. The root is last.
    pub nodes: Vec<Node>,
    pub containers: Vec<Container>,
}

/// One value.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// First byte; of a string, the one after the quote.
    pub start: u32,
    /// The kind in the highest four bits. In the others: of a container, its place among the containers; of all else, the length of its
    /// text, without quotes.
    pub kind_and_rest: u32,
}

/// An array or an object.
#[derive(Clone, Copy, Debug)]
pub struct Container {
    /// After the closing bracket.
    pub end: u32,
    /// Its children among the nodes.
    pub first: u32,
    pub count: u32,
}

/// The kind of a value.
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

pub const REST_BITS: u32 = 28;
/// The longest text of a string or number, and the most containers.
pub const REST_MASK: u32 = (1 << REST_BITS) - 1;

impl Node {
    /// `rest` is no greater than [`REST_MASK`].
    pub fn new(kind: Kind, start: usize, rest: usize) -> Self {
        Self { start: start as u32, kind_and_rest: (kind as u32) << REST_BITS | rest as u32 }
    }

    pub fn kind(self) -> Kind {
        const KINDS: [Kind; 9] =
            [Kind::Null, Kind::False, Kind::True, Kind::Integer, Kind::Float, Kind::Text, Kind::EscapedText, Kind::Array, Kind::Object];
        KINDS[(self.kind_and_rest >> REST_BITS) as usize]
    }

    pub fn rest(self) -> usize {
        (self.kind_and_rest & REST_MASK) as usize
    }
}
