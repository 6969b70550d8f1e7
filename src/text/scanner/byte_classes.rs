//! Byte classes of a block of 64 bytes, as bit masks with one bit per byte, the lowest for the first byte; 16 bytes at
//! a time by SIMD comparisons.

use wide::i8x16;

/// Bytes of a block.
pub(super) const BLOCK: usize = 64;

/// Classes that are in every line of English text.
#[derive(Clone, Copy, Default)]
pub(super) struct CommonClasses {
    pub(super) letters: u64,
    pub(super) digits: u64,
    pub(super) apostrophes: u64,
    pub(super) dots: u64,
    pub(super) commas: u64,
    /// `!` and `?`.
    pub(super) expressive: u64,
    pub(super) spaces: u64,
    /// Bytes of none of these classes, straight quotation marks excepted.
    pub(super) others: u64,
}

/// Classes that are looked at only in blocks with [`CommonClasses::others`].
#[derive(Clone, Copy, Default)]
pub(super) struct RareClasses {
    /// Bytes of characters that are not ASCII.
    pub(super) non_ascii: u64,
    /// `#` and `@`.
    pub(super) tags: u64,
    /// `:` and `;`.
    pub(super) colons: u64,
    pub(super) equals: u64,
    pub(super) less: u64,
    /// Round and square brackets.
    pub(super) brackets: u64,
    pub(super) dashes: u64,
    pub(super) slashes: u64,
    pub(super) underscores: u64,
    /// Typed for apostrophes.
    pub(super) backticks: u64,
}

/// The four vectors of a block, each with the position of its first byte.
fn vectors(block: &[u8; BLOCK]) -> impl Iterator<Item = (i8x16, u32)> {
    block.chunks_exact(16).zip([0, 16, 32, 48]).map(|(bytes, shift)| {
        let mut own = [0; 16];
        own.iter_mut().zip(bytes).for_each(|(own, byte)| *own = *byte as i8);
        (i8x16::from(own), shift)
    })
}

/// A vector with `byte` in every lane.
fn all(byte: u8) -> i8x16 {
    i8x16::splat(byte as i8)
}

/// Adds the mask of one vector to that of the block.
#[inline(always)]
fn put(bits: &mut u64, found: i8x16, shift: u32) {
    *bits |= u64::from(found.to_bitmask()) << shift;
}

impl CommonClasses {
    /// Classifies the bytes of `block`.
    #[inline(always)]
    pub(super) fn of(block: &[u8; BLOCK]) -> Self {
        let mut classes = Self::default();
        let mut known = 0;
        for (bytes, shift) in vectors(block) {
            let is = |byte: u8| bytes.simd_eq(all(byte));
            let low = bytes | all(0x20);
            // Comparisons are signed: bytes that are not ASCII are below all others.
            let letters = low.simd_gt(all(b'a' - 1)) & low.simd_lt(all(b'z' + 1));
            let digits = bytes.simd_gt(all(b'0' - 1)) & bytes.simd_lt(all(b'9' + 1));
            put(&mut classes.letters, letters, shift);
            put(&mut classes.digits, digits, shift);
            put(&mut classes.apostrophes, is(b'\''), shift);
            put(&mut classes.dots, is(b'.'), shift);
            put(&mut classes.commas, is(b','), shift);
            put(&mut classes.expressive, is(b'!') | is(b'?'), shift);
            put(&mut classes.spaces, is(b' '), shift);
            put(&mut known, is(b'"'), shift);
        }
        known |=
            classes.letters | classes.digits | classes.apostrophes | classes.dots | classes.commas | classes.expressive;
        classes.others = !(known | classes.spaces);
        classes
    }
}

impl RareClasses {
    /// Classifies the bytes of `block`.
    pub(super) fn of(block: &[u8; BLOCK]) -> Self {
        let mut rare = Self::default();
        for (bytes, shift) in vectors(block) {
            let is = |byte: u8| bytes.simd_eq(all(byte));
            put(&mut rare.non_ascii, bytes, shift);
            put(&mut rare.tags, is(b'#') | is(b'@'), shift);
            put(&mut rare.colons, is(b':') | is(b';'), shift);
            put(&mut rare.equals, is(b'='), shift);
            put(&mut rare.less, is(b'<'), shift);
            put(&mut rare.brackets, is(b'(') | is(b')') | is(b'[') | is(b']'), shift);
            put(&mut rare.dashes, is(b'-'), shift);
            put(&mut rare.slashes, is(b'/'), shift);
            put(&mut rare.underscores, is(b'_'), shift);
            put(&mut rare.backticks, is(b'`'), shift);
        }
        rare
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_sets_the_bits_of_its_classes_at_any_position() {
        for byte in 0..=255u8 {
            for at in 0..BLOCK {
                let mut block = [b' '; BLOCK];
                block[at] = byte;
                let (classes, rare) = (CommonClasses::of(&block), RareClasses::of(&block));
                let own = |bits: u64| {
                    assert!([0, 1 << at].contains(&bits), "{byte} at {at}");
                    bits != 0
                };
                assert_eq!(own(classes.letters), byte.is_ascii_alphabetic());
                assert_eq!(own(classes.digits), byte.is_ascii_digit());
                assert_eq!(own(classes.apostrophes), byte == b'\'');
                assert_eq!(own(classes.dots), byte == b'.');
                assert_eq!(own(classes.commas), byte == b',');
                assert_eq!(own(classes.expressive), matches!(byte, b'!' | b'?'));
                assert_eq!(classes.spaces == !0, byte == b' ');
                assert_eq!(own(classes.others), !byte.is_ascii_alphanumeric() && !b" '.,!?\"".contains(&byte));
                assert_eq!(own(rare.non_ascii), !byte.is_ascii());
                assert_eq!(own(rare.tags), matches!(byte, b'#' | b'@'));
                assert_eq!(own(rare.colons), matches!(byte, b':' | b';'));
                assert_eq!(own(rare.equals), byte == b'=');
                assert_eq!(own(rare.less), byte == b'<');
                assert_eq!(own(rare.brackets), b"()[]".contains(&byte));
                assert_eq!(own(rare.dashes), byte == b'-');
                assert_eq!(own(rare.slashes), byte == b'/');
                assert_eq!(own(rare.underscores), byte == b'_');
                assert_eq!(own(rare.backticks), byte == b'`');
            }
        }
    }
}
