//! Token and clause boundaries in a block of 64 bytes, as bit masks with one bit per byte, the lowest for the first
//! byte.
//!
//! The method is that of Langdale & Lemire 2019, "Parsing gigabytes of JSON per second".

use super::byte_classes::{BLOCK, CommonClasses, RareClasses};

/// State from one block to the next: whether the last byte has a property, in the lowest bit; `plain_two` has the last
/// two bytes.
#[derive(Clone, Copy, Default)]
pub(super) struct Carry {
    letter: u64,
    digit: u64,
    /// In [`Boundaries::runs`].
    run: u64,
    /// `!` or `?`.
    expressive: u64,
    /// A letter or digit; for the last two bytes.
    plain_two: u64,
    /// The run of a hashtag or mention goes on.
    tag: bool,
    /// It has an apostrophe, dot or comma inside.
    tag_joined: bool,
}

/// The boundaries in a block.
#[derive(Clone, Copy, Default)]
pub(super) struct Boundaries {
    /// Letters, digits and the signs that join them; hashtags and mentions with their sign.
    pub(super) runs: u64,
    /// First bytes of tokens.
    pub(super) starts: u64,
    /// First bytes after tokens.
    pub(super) ends: u64,
    /// Bytes at which only the reference tokenizer can say what begins.
    pub(super) uncertain_starts: u64,
    /// Ends of tokens that may not be ends by the rules of the reference tokenizer.
    pub(super) uncertain_ends: u64,
    /// Punctuation that ends a clause.
    pub(super) clauses: u64,
    /// `!` and `?`.
    pub(super) expressive: u64,
    /// First bytes after runs of them.
    pub(super) expressive_ends: u64,
}

/// Moves each bit to the next byte; `carry` is the bit that the first byte gets from the previous block.
#[inline(always)]
fn after(bits: u64, carry: u64) -> u64 {
    (bits << 1) | carry
}

/// Moves each bit to the previous byte; `next` is the bit that the last byte gets from the byte after the block.
#[inline(always)]
fn before(bits: u64, next: bool) -> u64 {
    (bits >> 1) | (u64::from(next) << 63)
}

impl Boundaries {
    /// The boundaries in the block at byte `base` of a text that is padded with spaces.
    #[inline(always)]
    pub(super) fn new(padded: &[u8], base: usize, carry: &mut Carry) -> Self {
        let Some((bytes, rest)) = padded.get(base..).and_then(|rest| rest.split_first_chunk::<BLOCK>()) else {
            return Self::default();
        };
        let next = rest.first().copied().unwrap_or(b' ');
        let m = CommonClasses::of(bytes);
        let plain = m.letters | m.digits;
        let (letter_before, digit_before) = (after(m.letters, carry.letter), after(m.digits, carry.digit));
        let letter_after = before(m.letters, next.is_ascii_alphabetic());
        let (dot_after, space_after) = (before(m.dots, next == b'.'), before(m.spaces, next == b' '));
        // Apostrophes join letters; dots and commas join digits.
        let apostrophes = m.apostrophes & letter_before & letter_after;
        let joined = (m.dots | m.commas) & digit_before & before(m.digits, next.is_ascii_digit());
        let mut non_ascii_after = before(0, !next.is_ascii());
        let mut block = Self {
            runs: plain | apostrophes | joined,
            uncertain_starts: m.dots & dot_after,
            clauses: (m.commas | (m.dots & !dot_after)) & !joined,
            expressive: m.expressive,
            expressive_ends: after(m.expressive, carry.expressive) & !m.expressive,
            ..Self::default()
        };
        let (mut tags, mut tag_joined) = (0, false);
        if m.others != 0 || carry.tag {
            let rare = RareClasses::of(bytes);
            non_ascii_after |= rare.non_ascii >> 1;
            let non_ascii_or_underscore = non_ascii_after | before(rare.underscores, next == b'_');
            let plain_after = before(plain, next.is_ascii_alphanumeric());
            tags = rare.tags & plain_after;
            block.uncertain_starts |= rare.non_ascii
                | (rare.tags & non_ascii_or_underscore)
                | ((rare.colons | rare.equals) & !space_after)
                | (rare.less & before(m.digits, next.is_ascii_digit()));
            block.uncertain_ends |=
                rare.non_ascii | rare.underscores | (rare.colons & before(rare.slashes, next == b'/'));
            block.uncertain_ends |= rare.backticks & letter_before & (letter_after | non_ascii_after);
            let dash_after = space_after | before(rare.dashes, next == b'-');
            block.clauses |= rare.brackets | (rare.colons & space_after) | (rare.dashes & dash_after);
            block.runs |= tags;
            // Adding a tag's first bit to its run carries through to the run's end.
            let (sum, over) = block.runs.overflowing_add(tags);
            let (sum, over_again) = sum.overflowing_add(u64::from(carry.tag));
            let inside = block.runs & !sum;
            // Nothing joins inside a hashtag or mention. This is rare, so that every end in the block is checked.
            tag_joined = carry.tag_joined | ((apostrophes | joined) & inside != 0);
            carry.tag = over | over_again;
            carry.tag_joined = tag_joined & carry.tag;
        }
        let run_before = after(block.runs, carry.run);
        block.starts = (block.runs & !run_before) | tags | (m.expressive & !after(m.expressive, carry.expressive));
        block.ends = (run_before & !block.runs) | (tags & run_before) | block.expressive_ends;
        // A single letter, a dot, another letter: may be an acronym.
        let two_before = (plain << 2) | carry.plain_two;
        block.uncertain_ends |= (m.apostrophes & letter_before & non_ascii_after)
            | (m.dots & letter_before & !two_before & (letter_after | non_ascii_after));
        if tag_joined {
            block.uncertain_ends = !0;
        }
        // A dot after `w` may be that of `www.`.
        let mut links = m.dots & letter_before & !space_after;
        while links != 0 {
            let at = base + links.trailing_zeros() as usize;
            if at > 0 && padded.get(at - 1).is_some_and(|byte| byte | 0x20 == b'w') {
                block.uncertain_ends |= links & links.wrapping_neg();
            }
            links &= links - 1;
        }
        carry.letter = m.letters >> 63;
        carry.digit = m.digits >> 63;
        carry.run = block.runs >> 63;
        carry.expressive = m.expressive >> 63;
        carry.plain_two = plain >> 62;
        block
    }
}
