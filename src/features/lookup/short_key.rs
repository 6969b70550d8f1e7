//! Short keys as numbers, which hash and compare faster than text.

use crate::features::vocabulary::CHARS;

/// Most bytes of a key that is a number.
const MOST: usize = 15;

/// The bytes of a key of up to 15 bytes, and in the highest byte their number. Different keys have different numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct ShortKey([u64; 2]);

impl ShortKey {
    /// The number of a key; `None` for a longer one.
    #[inline(always)]
    pub(super) fn new(key: &str) -> Option<Self> {
        Some(Self::of(bytes(key.as_bytes())?, key.len()))
    }

    /// The number of the key of a character n-gram.
    #[inline(always)]
    pub(super) fn of_chars(ngram: &str) -> Option<Self> {
        let length = ngram.len() + CHARS.len();
        let prefix = u128::from(CHARS.as_bytes()[0]) | u128::from(CHARS.as_bytes()[1]) << 8;
        (length <= MOST).then_some(Self::of(bytes(ngram.as_bytes())? << 16 | prefix, length))
    }

    /// A hash: the halves, each mixed with a number, multiplied with each other.
    #[inline(always)]
    pub(super) fn hash(self, seed: u64) -> u64 {
        let [low, high] = self.0;
        let product = u128::from(low ^ seed) * u128::from(high ^ 0x9E37_79B9_7F4A_7C15);
        (product >> 64) as u64 ^ product as u64
    }

    /// A number that sorts as the key does.
    pub(super) fn in_order(self) -> u128 {
        let [low, high] = self.0.map(u128::from);
        let length = high >> 56;
        (low | (high & 0x00FF_FFFF_FFFF_FFFF) << 64).swap_bytes() | length
    }

    /// The key that [`Self::in_order`] gave this number.
    pub(super) fn from_order(number: u128) -> Self {
        Self::of((number & !0xFF).swap_bytes(), (number & 0xFF) as usize)
    }

    /// Appends the key to a text.
    pub(super) fn append_to(self, text: &mut String) {
        let [low, high] = self.0;
        let bytes = (u128::from(low) | u128::from(high) << 64).to_le_bytes();
        let key = bytes.get(..(high >> 56) as usize).map(std::str::from_utf8);
        debug_assert!(matches!(key, Some(Ok(_))), "the number was made of a text");
        text.push_str(key.and_then(Result::ok).unwrap_or(""));
    }

    #[inline(always)]
    fn of(bytes: u128, length: usize) -> Self {
        Self([bytes as u64, (bytes >> 64) as u64 | (length as u64) << 56])
    }
}

/// Up to 15 bytes as a number, the first lowest. Reads twice four or eight bytes that overlap, since copying a few bytes
/// costs a call.
#[inline(always)]
fn bytes(bytes: &[u8]) -> Option<u128> {
    let length = bytes.len();
    if length > MOST {
        return None;
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        let [first, last] = [first, last].map(|half| u128::from(u64::from_le_bytes(*half)));
        return Some(first | last << (8 * (length - 8)));
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let [first, last] = [first, last].map(|half| u128::from(u32::from_le_bytes(*half)));
        return Some(first | last << (8 * (length - 4)));
    }
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u128::from(*byte)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_sort_as_keys_do_and_give_them_back(
            keys in proptest::collection::vec("[ab\0é]{0,7}|[a-c\0]{13,15}", 2..20)
        ) {
            let mut numbers: Vec<u128> = keys.iter().map(|key| ShortKey::new(key).unwrap().in_order()).collect();
            numbers.sort_unstable();
            let back = |number: &u128| {
                let mut text = String::new();
                ShortKey::from_order(*number).append_to(&mut text);
                text
            };
            let mut sorted = keys.clone();
            sorted.sort();
            prop_assert_eq!(numbers.iter().map(back).collect::<Vec<_>>(), sorted);
        }

        #[test]
        fn a_number_is_the_bytes_of_its_key(key in "[a-zé\0 :]{0,16}", other in "[a\0]{0,3}") {
            for key in [key, other] {
                let mut expected = [0u8; 16];
                let number = ShortKey::new(&key);
                prop_assert_eq!(number.is_some(), key.len() <= 15);
                if let Some(ShortKey([low, high])) = number {
                    expected[..key.len()].copy_from_slice(key.as_bytes());
                    expected[15] = key.len() as u8;
                    prop_assert_eq!(u128::from(low) | u128::from(high) << 64, u128::from_le_bytes(expected));
                }
                prop_assert_eq!(ShortKey::of_chars(&key), ShortKey::new(&format!("{CHARS}{key}")));
            }
        }
    }
}
