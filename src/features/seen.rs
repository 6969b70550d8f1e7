//! A set of the word pairs and triples already counted in the current text.

/// Which features have been counted in the current text. A small hash table by linear probing that is never cleared
/// between texts: each entry carries the number of its text, so that entries of earlier texts count as empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct SeenInText {
    /// Number of the current text.
    text: u32,
    /// The text's number in the upper half and the id in the lower; 0 if it was never used.
    slots: Vec<u64>,
}

impl SeenInText {
    /// Begins a text and returns its number, which no earlier text had unless the number is 1: numbering has then begun
    /// anew, and whoever keeps text numbers must forget them.
    pub(crate) fn next_text(&mut self) -> u32 {
        if self.text == u32::MAX {
            *self = Self::default();
        }
        self.text += 1;
        self.text
    }

    /// Makes room for `count` ids. Must be called before the first [`Self::insert`] of a text.
    pub(crate) fn reserve(&mut self, count: usize) {
        let slots = (2 * count + 2).next_power_of_two();
        if slots > self.slots.len() {
            self.slots.clear();
            self.slots.resize(slots, 0);
        }
    }

    /// Adds an id; whether it was not there yet.
    #[inline(always)]
    pub(crate) fn insert(&mut self, id: u32) -> bool {
        let entry = (u64::from(self.text) << 32) | u64::from(id);
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = (u64::from(id).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & mask;
        while let Some(slot) = self.slots.get_mut(at) {
            if *slot == entry {
                return false;
            }
            if *slot >> 32 != u64::from(self.text) {
                *slot = entry;
                return true;
            }
            at = (at + 1) & mask;
        }
        debug_assert!(false, "room was made for every id");
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_new_once_in_each_text() {
        let mut seen = SeenInText::default();
        for text in 1..=3 {
            assert_eq!(seen.next_text(), text);
            seen.reserve(1000);
            assert!((0..1000).all(|id| seen.insert(id * 64)));
            assert!((0..1000).all(|id| !seen.insert(id * 64)));
        }
    }

    #[test]
    fn numbering_begins_anew_and_forgets() {
        let mut seen = SeenInText { text: u32::MAX - 1, slots: Vec::new() };
        assert_eq!(seen.next_text(), u32::MAX);
        seen.reserve(1);
        assert!(seen.insert(5) && !seen.insert(5));
        assert_eq!(seen.next_text(), 1);
        seen.reserve(1);
        assert!(seen.insert(5));
    }
}
