//! What an object said about each of its declared fields.

/// Which of an object's declared fields came, and which of those came as `null`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Presence {
    came: u128,
    null: u128,
}

impl Presence {
    /// The most fields a model may declare.
    pub const CAPACITY: usize = u128::BITS as usize;

    /// Notes that the field came; the last of duplicates counts.
    pub fn record(&mut self, index: usize, null: bool) {
        let bit = 1 << index;
        self.came |= bit;
        self.null = if null { self.null | bit } else { self.null & !bit };
    }

    /// Whether the field came, as `null` or with a value.
    pub fn came(self, index: usize) -> bool {
        self.came >> index & 1 == 1
    }

    /// Whether the field came as `null`.
    pub fn null(self, index: usize) -> bool {
        self.null >> index & 1 == 1
    }
}

/// Equality of objects is that of their values: how they came does not count.
impl PartialEq for Presence {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
