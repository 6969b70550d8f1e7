//! Where tokens begin and end among sixty-four bytes, and where clauses end: reckoned for all bytes alike, with bits for bytes
//! (as Langdale & Lemire 2019, "Parsing gigabytes of JSON per second", do for JSON).

use super::marks::{BLOCK, Marks, Rare};

/// What the blocks before say of a block: a bit each, but for `plain_two`.
#[derive(Clone, Copy, Default)]
pub(super) struct Carry {
    letter: u64,
    digit: u64,
    /// The last bits of [`Block::runs`], of tones, and of plain letters and digits, of which the last two.
    run: u64,
    tone: u64,
    plain_two: u64,
    /// A tag's run goes on, and whether it has a joined sign inside.
    tag: bool,
    tag_joined: bool,
}

/// What a block's bytes mean.
#[derive(Clone, Copy, Default)]
pub(super) struct Block {
    /// Letters, digits and signs that join them; tags with their sign.
    pub(super) runs: u64,
    /// First bytes of plain tokens, and first bytes after them.
    pub(super) starts: u64,
    pub(super) ends: u64,
    /// What begins there only the general road can say.
    pub(super) unclear_starts: u64,
    /// A plain token that ends there may end elsewhere.
    pub(super) unclear_ends: u64,
    /// Signs that end a clause.
    pub(super) clauses: u64,
    pub(super) tones: u64,
    pub(super) tone_ends: u64,
}

/// Each bit moved to the byte after, and the carry from the block before to the first.
#[inline(always)]
fn after(bits: u64, carry: u64) -> u64 {
    (bits << 1) | carry
}

/// Each bit moved to the byte before, and what the byte after the block is to the last.
#[inline(always)]
fn before(bits: u64, next: bool) -> u64 {
    (bits >> 1) | (u64::from(next) << 63)
}

impl Block {
    /// The block at `base` of a text with spaces behind it.
    #[inline(always)]
    pub(super) fn new(padded: &[u8], base: usize, carry: &mut Carry) -> Self {
        let Some((bytes, rest)) = padded.get(base..).and_then(|rest| rest.split_first_chunk::<BLOCK>()) else {
            return Self::default();
        };
        let next = rest.first().copied().unwrap_or(b' ');
        let m = Marks::of(bytes);
        let plain = m.letters | m.digits;
        let (letter_before, digit_before) = (after(m.letters, carry.letter), after(m.digits, carry.digit));
        let letter_after = before(m.letters, next.is_ascii_alphabetic());
        let (dot_after, space_after) = (before(m.dots, next == b'.'), before(m.spaces, next == b' '));
        // Apostrophes join letters, dots and commas join digits.
        let apostrophes = m.apostrophes & letter_before & letter_after;
        let joined = (m.dots | m.commas) & digit_before & before(m.digits, next.is_ascii_digit());
        let mut wide_after = before(0, !next.is_ascii());
        let mut block = Self {
            runs: plain | apostrophes | joined,
            unclear_starts: m.dots & dot_after,
            clauses: (m.commas | (m.dots & !dot_after)) & !joined,
            tones: m.tones,
            tone_ends: after(m.tones, carry.tone) & !m.tones,
            ..Self::default()
        };
        let (mut tags, mut tag_joined) = (0, false);
        if m.others != 0 || carry.tag {
            let rare = Rare::of(bytes);
            wide_after |= rare.wide >> 1;
            let wide_or_low = wide_after | before(rare.lows, next == b'_');
            let plain_after = before(plain, next.is_ascii_alphanumeric());
            tags = rare.tags & plain_after;
            block.unclear_starts |= rare.wide
                | (rare.tags & wide_or_low)
                | ((rare.colons | rare.equals) & !space_after)
                | (rare.less & before(m.digits, next.is_ascii_digit()));
            block.unclear_ends |= rare.wide | rare.lows | (rare.colons & before(rare.slashes, next == b'/'));
            let dash_after = space_after | before(rare.dashes, next == b'-');
            block.clauses |= rare.brackets | (rare.colons & space_after) | (rare.dashes & dash_after);
            block.runs |= tags;
            // Adding a tag's first bit to its run carries through to the run's end.
            let (sum, over) = block.runs.overflowing_add(tags);
            let (sum, over_again) = sum.overflowing_add(u64::from(carry.tag));
            let inside = block.runs & !sum;
            // No sign joins in a tag. Seldom: all that ends here is looked at.
            tag_joined = carry.tag_joined | ((apostrophes | joined) & inside != 0);
            carry.tag = over | over_again;
            carry.tag_joined = tag_joined & carry.tag;
        }
        let run_before = after(block.runs, carry.run);
        block.starts = (block.runs & !run_before) | tags | (m.tones & !after(m.tones, carry.tone));
        block.ends = (run_before & !block.runs) | (tags & run_before) | block.tone_ends;
        // One letter, a dot, another: may be an acronym.
        let two_before = (plain << 2) | carry.plain_two;
        block.unclear_ends |= (m.apostrophes & letter_before & wide_after)
            | (m.dots & letter_before & !two_before & (letter_after | wide_after));
        if tag_joined {
            block.unclear_ends = !0;
        }
        let mut links = m.dots & letter_before & !space_after;
        while links != 0 {
            let at = base + links.trailing_zeros() as usize;
            if at > 0 && padded.get(at - 1).is_some_and(|byte| byte | 0x20 == b'w') {
                block.unclear_ends |= links & links.wrapping_neg();
            }
            links &= links - 1;
        }
        carry.letter = m.letters >> 63;
        carry.digit = m.digits >> 63;
        carry.run = block.runs >> 63;
        carry.tone = m.tones >> 63;
        carry.plain_two = plain >> 62;
        block
    }
}
