//! What of a text counts already.

/// The word pairs and triples of a text that count already, by a number each, with the text's number before it.
#[derive(Default)]
pub(super) struct Once {
    places: Vec<u64>,
}

impl Once {
    /// Makes room for `count` of them.
    pub(super) fn reserve(&mut self, count: usize) {
        let places = (2 * count + 2).next_power_of_two();
        if places > self.places.len() {
            self.places.clear();
            self.places.resize(places, 0);
        }
    }

    /// Whether the text shows `number` for the first time.
    #[inline(always)]
    pub(super) fn first(&mut self, text: u32, number: u32) -> bool {
        let entry = (u64::from(text) << 32) | u64::from(number);
        let mask = self.places.len().wrapping_sub(1);
        let mut at = (u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & mask;
        while let Some(place) = self.places.get_mut(at) {
            if *place == entry {
                return false;
            }
            if *place >> 32 != u64::from(text) {
                *place = entry;
                return true;
            }
            at = (at + 1) & mask;
        }
        true
    }
}
