//! What an object said about each of its declared fields.

/// Which of an object's declared fields came, and which of those came as `null`: `WORDS` words of [`Word::FIELDS`] fields each.
#[derive(Clone, Copy, Debug)]
pub struct Presence<const WORDS: usize>([Word; WORDS]);

/// The record of up to [`Word::FIELDS`] fields.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    came: u128,
    null: u128,
}

/// How many words hold this many fields.
pub const fn words(fields: usize) -> usize {
    fields.div_ceil(Word::FIELDS)
}

impl<const WORDS: usize> Presence<WORDS> {
    /// Notes that the field came; the last of duplicates counts.
    #[inline]
    pub fn record(&mut self, index: usize, null: bool) {
        record(&mut self.0, index, null);
    }

    /// The words, whatever their number.
    pub fn words(&self) -> &[Word] {
        &self.0
    }

    /// The words, to be changed.
    pub fn words_mut(&mut self) -> &mut [Word] {
        &mut self.0
    }
}

impl Word {
    /// The fields that one word holds.
    pub const FIELDS: usize = u128::BITS as usize;
}

/// Notes that the field came; the last of duplicates counts.
#[inline]
pub fn record(words: &mut [Word], index: usize, null: bool) {
    let Some(word) = words.get_mut(index / Word::FIELDS) else { return };
    let bit = 1 << (index % Word::FIELDS);
    word.came |= bit;
    word.null = if null { word.null | bit } else { word.null & !bit };
}

/// Whether the field came, as `null` or with a value.
pub fn came(words: &[Word], index: usize) -> bool {
    words.get(index / Word::FIELDS).is_some_and(|word| word.came >> (index % Word::FIELDS) & 1 == 1)
}

/// Whether the field came as `null`.
pub fn null(words: &[Word], index: usize) -> bool {
    words.get(index / Word::FIELDS).is_some_and(|word| word.null >> (index % Word::FIELDS) & 1 == 1)
}

impl<const WORDS: usize> Default for Presence<WORDS> {
    fn default() -> Self {
        Self([Word::default(); WORDS])
    }
}

/// Equality of objects is that of their values: how they came does not count.
impl<const WORDS: usize> PartialEq for Presence<WORDS> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_any_number_of_fields() {
        assert_eq!([0, 1, 128, 129, 256, 257].map(words), [0, 1, 1, 2, 2, 3]);
        let mut presence = Presence::<{ words(300) }>::default();
        for index in [0, 127, 128, 299] {
            presence.record(index, index == 128);
        }
        let found: Vec<usize> = (0..300).filter(|index| came(presence.words(), *index)).collect();
        assert_eq!(found, [0, 127, 128, 299]);
        assert!(null(presence.words(), 128) && !null(presence.words(), 0) && !null(presence.words(), 256));
        presence.record(128, false);
        assert!(came(presence.words(), 128) && !null(presence.words(), 128));
    }
}
