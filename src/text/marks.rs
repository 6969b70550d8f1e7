//! What each of sixty-four bytes is, as a bit a byte, the lowest first: found for sixteen bytes together, without a branch.

use wide::i8x16;

/// Bytes marked together.
pub(super) const BLOCK: usize = 64;

/// The signs that plain English text is full of.
#[derive(Clone, Copy, Default)]
pub(super) struct Marks {
    pub(super) letters: u64,
    pub(super) digits: u64,
    pub(super) apostrophes: u64,
    pub(super) dots: u64,
    pub(super) commas: u64,
    /// `!` and `?`.
    pub(super) tones: u64,
    pub(super) spaces: u64,
    /// Anything but these and straight quotation marks.
    pub(super) others: u64,
}

/// Signs that are not in every line.
#[derive(Clone, Copy, Default)]
pub(super) struct Rare {
    /// Bytes of characters that are not ASCII.
    pub(super) wide: u64,
    /// `#` and `@`.
    pub(super) tags: u64,
    /// `:` and `;`.
    pub(super) colons: u64,
    pub(super) equals: u64,
    pub(super) less: u64,
    /// Round and square ones.
    pub(super) brackets: u64,
    pub(super) dashes: u64,
    pub(super) slashes: u64,
    pub(super) lows: u64,
}

fn sixteen(block: &[u8; BLOCK]) -> impl Iterator<Item = (i8x16, u32)> {
    block.chunks_exact(16).zip([0, 16, 32, 48]).map(|(bytes, shift)| {
        let mut own = [0; 16];
        own.iter_mut().zip(bytes).for_each(|(own, byte)| *own = *byte as i8);
        (i8x16::from(own), shift)
    })
}

fn all(byte: u8) -> i8x16 {
    i8x16::splat(byte as i8)
}

/// Adds the bits of sixteen bytes to those of a block.
#[inline(always)]
fn put(bits: &mut u64, found: i8x16, shift: u32) {
    *bits |= u64::from(found.to_bitmask()) << shift;
}

impl Marks {
    #[inline(always)]
    pub(super) fn of(block: &[u8; BLOCK]) -> Self {
        let mut marks = Self::default();
        let mut known = 0;
        for (bytes, shift) in sixteen(block) {
            let is = |byte: u8| bytes.simd_eq(all(byte));
            let low = bytes | all(0x20);
            // Signed numbers: bytes that are not ASCII are below all others.
            let letters = low.simd_gt(all(b'a' - 1)) & low.simd_lt(all(b'z' + 1));
            let digits = bytes.simd_gt(all(b'0' - 1)) & bytes.simd_lt(all(b'9' + 1));
            put(&mut marks.letters, letters, shift);
            put(&mut marks.digits, digits, shift);
            put(&mut marks.apostrophes, is(b'\''), shift);
            put(&mut marks.dots, is(b'.'), shift);
            put(&mut marks.commas, is(b','), shift);
            put(&mut marks.tones, is(b'!') | is(b'?'), shift);
            put(&mut marks.spaces, is(b' '), shift);
            put(&mut known, is(b'"'), shift);
        }
        known |= marks.letters | marks.digits | marks.apostrophes | marks.dots | marks.commas | marks.tones;
        marks.others = !(known | marks.spaces);
        marks
    }
}

impl Rare {
    pub(super) fn of(block: &[u8; BLOCK]) -> Self {
        let mut rare = Self::default();
        for (bytes, shift) in sixteen(block) {
            let is = |byte: u8| bytes.simd_eq(all(byte));
            put(&mut rare.wide, bytes, shift);
            put(&mut rare.tags, is(b'#') | is(b'@'), shift);
            put(&mut rare.colons, is(b':') | is(b';'), shift);
            put(&mut rare.equals, is(b'='), shift);
            put(&mut rare.less, is(b'<'), shift);
            put(&mut rare.brackets, is(b'(') | is(b')') | is(b'[') | is(b']'), shift);
            put(&mut rare.dashes, is(b'-'), shift);
            put(&mut rare.slashes, is(b'/'), shift);
            put(&mut rare.lows, is(b'_'), shift);
        }
        rare
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_its_bit_wherever_it_stands() {
        for byte in 0..=255u8 {
            for at in 0..BLOCK {
                let mut block = [b' '; BLOCK];
                block[at] = byte;
                let (marks, rare) = (Marks::of(&block), Rare::of(&block));
                let own = |bits: u64| {
                    assert!([0, 1 << at].contains(&bits), "{byte} at {at}");
                    bits != 0
                };
                assert_eq!(own(marks.letters), byte.is_ascii_alphabetic());
                assert_eq!(own(marks.digits), byte.is_ascii_digit());
                assert_eq!(own(marks.apostrophes), byte == b'\'');
                assert_eq!(own(marks.dots), byte == b'.');
                assert_eq!(own(marks.commas), byte == b',');
                assert_eq!(own(marks.tones), matches!(byte, b'!' | b'?'));
                assert_eq!(marks.spaces == !0, byte == b' ');
                assert_eq!(own(marks.others), !byte.is_ascii_alphanumeric() && !b" '.,!?\"".contains(&byte));
                assert_eq!(own(rare.wide), !byte.is_ascii());
                assert_eq!(own(rare.tags), matches!(byte, b'#' | b'@'));
                assert_eq!(own(rare.colons), matches!(byte, b':' | b';'));
                assert_eq!(own(rare.equals), byte == b'=');
                assert_eq!(own(rare.less), byte == b'<');
                assert_eq!(own(rare.brackets), b"()[]".contains(&byte));
                assert_eq!(own(rare.dashes), byte == b'-');
                assert_eq!(own(rare.slashes), byte == b'/');
                assert_eq!(own(rare.lows), byte == b'_');
            }
        }
    }
}
