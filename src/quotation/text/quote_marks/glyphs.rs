//! Which glyphs are quotation marks, and whether they open or close, by what is beside them.

use crate::quotation::text::bytes::position;
use crate::span::ByteSpan;

/// The kind of marks around a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkFamily {
    /// `"…"`, `“…”`, `„…“`, ` ``…'' `.
    Double,
    /// `'…'`, `‘…’`, `‚…‘`.
    Single,
    /// `«…»`, `»…«`.
    Guillemet,
    /// `‹…›`.
    Angle,
    /// `「…」`.
    Corner,
    /// `『…』`.
    WhiteCorner,
}

/// Which side of a quotation a glyph or its surroundings speak for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Open,
    Close,
    Either,
}

/// A quotation mark with what its surroundings say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// Its first byte.
    pub(super) at: usize,
    /// The byte after it.
    pub(super) end: usize,
    pub(super) family: MarkFamily,
    /// The side that the glyph itself is for.
    pub(super) glyph: Side,
    /// The low opening mark `„`, which `“` closes.
    pub(super) low: bool,
    /// An opening mark can be here: after nothing, space or a bracket, before a word.
    pub(super) opens: bool,
    /// A closing mark can be here: after a word or a stop, before space, a stop or nothing.
    pub(super) closes: bool,
    /// Closing single mark that may be the apostrophe of a plural possessive or of a dropped letter.
    pub(super) doubtful: bool,
    /// Index of its partner; an opening mark that is never closed is its own.
    pub(super) partner: Option<usize>,
}

/// Lists the marks of a paragraph with what their surroundings say.
pub(super) fn collect(text: &str, paragraph: ByteSpan, marks: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    let mut i = paragraph.start();
    let mut attribute = false;
    while i < paragraph.end() {
        // Most bytes begin no mark.
        let rest = bytes.get(i..paragraph.end()).unwrap_or(&[]);
        i += position(rest, [b'"', b'\'', b'`', 0xC2, 0xE2, 0xE3]).unwrap_or(rest.len());
        let Some(&b) = bytes.get(i).filter(|_| i < paragraph.end()) else { break };
        let found = glyph_at(bytes.get(i..paragraph.end()).unwrap_or(&[]));
        let Some((len, family, glyph)) = found else {
            i += 1;
            continue;
        };
        let (at, end) = (i, i + len);
        i = end;
        let inside = ByteSpan::new(paragraph.start(), at).of(text);
        let before = inside.chars().next_back();
        let after = ByteSpan::new(end, paragraph.end()).of(text).chars().next();
        // The value of a mark-up attribute (`name="value"`) is nobody's words.
        if b == b'"' && (attribute || before == Some('=')) {
            attribute = !attribute;
            continue;
        }
        let mark = judge(text, ByteSpan::new(at, end), family, glyph, (before, after));
        // Apostrophes inside words and measurements (6'2") are not marks at all.
        if mark.opens || mark.closes || glyph != Side::Either {
            marks.push(mark);
        }
    }
    pair_spaced_singles(marks);
}

/// Single marks between spaces, as tokenised text has them, open and close in turn; a last one without a partner is none.
fn pair_spaced_singles(marks: &mut Vec<Mark>) {
    let spaced = |m: &Mark| m.family == MarkFamily::Single && m.opens && m.closes;
    let count = marks.iter().filter(|m| spaced(m)).count();
    let mut index = 0;
    marks.retain_mut(|mark| {
        if !spaced(mark) {
            return true;
        }
        index += 1;
        (mark.opens, mark.closes) = (index % 2 == 1, index % 2 == 0);
        index < count || index % 2 == 0
    });
}

/// The mark at the head of `bytes`: its length in bytes, its family, and the side it is for.
fn glyph_at(bytes: &[u8]) -> Option<(usize, MarkFamily, Side)> {
    use MarkFamily::{Angle, Corner, Double, Guillemet, Single, WhiteCorner};
    use Side::{Close, Either, Open};
    Some(match bytes {
        [b'"', ..] => (1, Double, Either),
        [b'\'', b'\'', ..] => (2, Double, Either),
        [b'\'', ..] => (1, Single, Either),
        [b'`', b'`', ..] => (2, Double, Open),
        [b'`', ..] => (1, Single, Open),
        [0xC2, 0xAB, ..] => (2, Guillemet, Open),
        [0xC2, 0xBB, ..] => (2, Guillemet, Close),
        [0xE2, 0x80, 0x98 | 0x9A, ..] => (3, Single, Open),
        [0xE2, 0x80, 0x99, ..] => (3, Single, Close),
        [0xE2, 0x80, 0x9C | 0x9E | 0x9F, ..] => (3, Double, Open),
        [0xE2, 0x80, 0x9D, ..] => (3, Double, Close),
        [0xE2, 0x80, 0xB9, ..] => (3, Angle, Open),
        [0xE2, 0x80, 0xBA, ..] => (3, Angle, Close),
        [0xE3, 0x80, 0x8C, ..] => (3, Corner, Open),
        [0xE3, 0x80, 0x8D, ..] => (3, Corner, Close),
        [0xE3, 0x80, 0x8E, ..] => (3, WhiteCorner, Open),
        [0xE3, 0x80, 0x8F, ..] => (3, WhiteCorner, Close),
        _ => return None,
    })
}

/// A mark with what the characters right before and after it say.
fn judge(
    text: &str,
    span: ByteSpan,
    family: MarkFamily,
    glyph: Side,
    (before, after): (Option<char>, Option<char>),
) -> Mark {
    let low = span.of(text) == "„";
    let opening_before = before.is_none_or(|c| c.is_whitespace() || "([{<>/—–-“‘\"'„«`=~*_…".contains(c));
    let free_after = after.is_none_or(|c| c.is_whitespace() || ",.;:!?)]}>/—–-”’\"'»*_…<".contains(c));
    let wordy_after = after.is_some_and(|c| !c.is_whitespace() && !",;:!?)]}”»".contains(c));
    let opens = opening_before && wordy_after;
    let closes = before.is_some_and(|c| !c.is_whitespace() && !"([{“‘„«`".contains(c)) && free_after;
    let mark =
        Mark { at: span.start(), end: span.end(), family, glyph, low, opens, closes, doubtful: false, partner: None };
    if family == MarkFamily::Single {
        judge_single(text, mark, before, after)
    } else if glyph == Side::Either {
        judge_straight(text, mark, before)
    } else {
        mark
    }
}

/// A single mark: apostrophes look the same.
fn judge_single(text: &str, mut mark: Mark, before: Option<char>, after: Option<char>) -> Mark {
    let glyph = mark.glyph;
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    if glyph == Side::Either && space(before) && space(after) {
        // Tokenised text: which side it is on is told by counting, in `collect`.
        return Mark { opens: true, closes: true, ..mark };
    }
    let before_it = text.get(..mark.at).unwrap_or("");
    let lower_then_upper =
        before.is_some_and(|c| c.is_lowercase() || ".!?".contains(c)) && after.is_some_and(char::is_uppercase);
    mark.closes |= lower_then_upper && glyph != Side::Open;
    // Rock 'n' roll.
    let and = before_it.ends_with("'n") || before_it.ends_with("’n") || before_it.ends_with("‘n");
    mark.closes &= glyph != Side::Open && !and;
    mark.opens &= glyph != Side::Close && after.is_some_and(|c| c.is_alphanumeric() || "“\"[($£€…".contains(c));
    mark.opens &= !before.is_some_and(|c| "-—–".contains(c) && glyph == Side::Either)
        && !begins_elided(text.get(mark.end..).unwrap_or(""));
    let tail = text.get(mark.at.saturating_sub(3)..mark.at).unwrap_or("");
    mark.doubtful = before.is_some_and(|c| matches!(c, 's' | 'S' | 'z' | 'x'))
        || tail.ends_with("in")
        || tail.ends_with("th")
        || lower_then_upper;
    mark.doubtful &= !after.is_none_or(|c| ",.;:!?—–”".contains(c));
    mark
}

/// A straight double mark: inches look the same.
fn judge_straight(text: &str, mut mark: Mark, before: Option<char>) -> Mark {
    // 6'2" and 12" measure.
    let back = text.as_bytes().get(mark.at.saturating_sub(3)..mark.at).unwrap_or(&[]);
    if let [.., b'\'', d] | [_, b'\'', _, d] = back
        && d.is_ascii_digit()
    {
        (mark.opens, mark.closes) = (false, false);
    }
    // A mark between two words, or between two spaces, may be either: the state decides.
    if !mark.opens && !mark.closes && !before.is_some_and(|c| c.is_ascii_digit()) {
        (mark.opens, mark.closes) = (true, true);
    }
    mark
}

/// Whether `rest` begins with a word whose first letters an apostrophe replaces: *'em*, *'90s*, *'tis*.
fn begins_elided(rest: &str) -> bool {
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    if word.len() > 8 {
        return false;
    }
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    digits == 2 && (word.len() == 2 || word.ends_with('s'))
        || ["em", "tis", "twas", "til", "n", "cause", "bout", "round", "cuz", "tude", "er", "im"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(word))
}
