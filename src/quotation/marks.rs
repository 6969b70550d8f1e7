//! Finds quoted stretches by the position of their marks, not by counting them.

use crate::span::ByteSpan;

/// Which kind of marks surround a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
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

/// An outermost quoted stretch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    /// From the opening mark's first byte to the closing mark's end.
    pub(super) outer: ByteSpan,
    /// The words, without marks and without space beside the marks.
    pub(super) inner: ByteSpan,
    /// Which marks.
    pub(super) family: Family,
    /// Whether the closing mark is there.
    pub(super) closed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Open,
    Close,
    Either,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    at: usize,
    end: usize,
    family: Family,
    /// What the glyph itself says.
    glyph: Side,
    /// The low opening mark `„`, which `“` closes.
    low: bool,
    /// Stands where an opening mark stands: after nothing, space or a bracket, before a word.
    opens: bool,
    /// Stands where a closing mark stands: after a word or a stop, before space, a stop or nothing.
    closes: bool,
    /// Closing single mark that may be the apostrophe of a plural possessive or of a dropped letter.
    doubtful: bool,
    /// Index of its partner.
    partner: Option<usize>,
}

/// Whether single marks are the main marks of a text (British style): clearly more of them open at a word
/// than double ones, or as many and the first of all.
pub(super) fn singles_lead(text: &str) -> bool {
    let (mut singles, mut doubles) = (0usize, 0usize);
    let mut first_single = false;
    let bytes = text.as_bytes();
    let mut i = 0;
    while let Some(rest) = bytes.get(i..) {
        let Some(skip) = rest.iter().position(|b| matches!(b, b'"' | b'\'' | 0xE2)) else { break };
        i += skip;
        let before = i.checked_sub(1).and_then(|j| bytes.get(j)).copied().unwrap_or(b' ');
        match rest.get(skip..) {
            Some([b'"', ..]) => doubles += usize::from(before.is_ascii_whitespace()),
            Some([b'\'', ..]) => singles += usize::from(before.is_ascii_whitespace()),
            Some([0xE2, 0x80, 0x98, ..]) => singles += 1,
            Some([0xE2, 0x80, 0x9C, ..]) => doubles += 1,
            _ => {}
        }
        first_single |= singles == 1 && doubles == 0;
        i += 1;
    }
    singles > doubles * 2 || singles >= doubles && first_single
}

/// Working memory, kept between paragraphs.
#[derive(Default)]
pub(super) struct Scratch {
    marks: Vec<Mark>,
    stack: Vec<usize>,
    next_close: Vec<Option<usize>>,
}

/// Appends the outermost stretches of one paragraph to `out`, in order.
pub(super) fn find(text: &str, paragraph: ByteSpan, singles_lead: bool, scratch: &mut Scratch, out: &mut Vec<Stretch>) {
    scratch.marks.clear();
    collect(text, paragraph, &mut scratch.marks);
    if scratch.marks.is_empty() {
        return;
    }
    pair(scratch);
    pair_singles(scratch);
    emit(text, paragraph, singles_lead, scratch, out);
}

/// Lists the marks of a paragraph with what their surroundings say.
fn collect(text: &str, paragraph: ByteSpan, marks: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    let mut i = paragraph.start;
    let mut attribute = false;
    while i < paragraph.end {
        // Most bytes begin no mark.
        let rest = bytes.get(i..paragraph.end).unwrap_or(&[]);
        i += rest.iter().position(|b| matches!(b, b'"' | b'\'' | b'`' | 0xC2 | 0xE2 | 0xE3)).unwrap_or(rest.len());
        let Some(&b) = bytes.get(i).filter(|_| i < paragraph.end) else { break };
        let next = |k: usize| bytes.get(i + k).copied().filter(|_| i + k < paragraph.end);
        let found = match b {
            b'"' => Some((1, Family::Double, Side::Either)),
            b'\'' if next(1) == Some(b'\'') => Some((2, Family::Double, Side::Either)),
            b'\'' => Some((1, Family::Single, Side::Either)),
            b'`' if next(1) == Some(b'`') => Some((2, Family::Double, Side::Open)),
            b'`' => Some((1, Family::Single, Side::Open)),
            0xC2 => match next(1) {
                Some(0xAB) => Some((2, Family::Guillemet, Side::Open)),
                Some(0xBB) => Some((2, Family::Guillemet, Side::Close)),
                _ => None,
            },
            0xE2 if next(1) == Some(0x80) => match next(2) {
                Some(0x98) => Some((3, Family::Single, Side::Open)),
                Some(0x99) => Some((3, Family::Single, Side::Close)),
                Some(0x9A) => Some((3, Family::Single, Side::Open)),
                Some(0x9C | 0x9E | 0x9F) => Some((3, Family::Double, Side::Open)),
                Some(0x9D) => Some((3, Family::Double, Side::Close)),
                Some(0xB9) => Some((3, Family::Angle, Side::Open)),
                Some(0xBA) => Some((3, Family::Angle, Side::Close)),
                _ => None,
            },
            0xE3 if next(1) == Some(0x80) => match next(2) {
                Some(0x8C) => Some((3, Family::Corner, Side::Open)),
                Some(0x8D) => Some((3, Family::Corner, Side::Close)),
                Some(0x8E) => Some((3, Family::WhiteCorner, Side::Open)),
                Some(0x8F) => Some((3, Family::WhiteCorner, Side::Close)),
                _ => None,
            },
            _ => None,
        };
        let Some((len, family, glyph)) = found else {
            i += 1;
            continue;
        };
        let (at, end) = (i, i + len);
        i = end;
        let inside = ByteSpan::new(paragraph.start, at).of(text);
        let before = inside.chars().next_back();
        let after = ByteSpan::new(end, paragraph.end).of(text).chars().next();
        // The value of a mark-up attribute (`name="value"`) is nobody's words.
        if b == b'"' && (attribute || before == Some('=')) {
            attribute = !attribute;
            continue;
        }
        let mark = judge(text, at, end, family, glyph, before, after);
        // Apostrophes inside words and measurements (6'2") are not marks at all.
        if mark.opens || mark.closes || glyph != Side::Either {
            marks.push(mark);
        }
    }
}

fn judge(
    text: &str,
    at: usize,
    end: usize,
    family: Family,
    glyph: Side,
    before: Option<char>,
    after: Option<char>,
) -> Mark {
    let opening_before = before.is_none_or(|c| c.is_whitespace() || "([{<>/—–-“‘\"'„«`=~*_…".contains(c));
    let free_after = after.is_none_or(|c| c.is_whitespace() || ",.;:!?)]}>/—–-”’\"'»*_…<".contains(c));
    let wordy_after = after.is_some_and(|c| !c.is_whitespace() && !",;:!?)]}”»".contains(c));
    let mut opens = opening_before && wordy_after;
    let mut closes = before.is_some_and(|c| !c.is_whitespace() && !"([{“‘„«`".contains(c)) && free_after;
    let mut doubtful = false;
    if family == Family::Single {
        let lower_then_upper =
            before.is_some_and(|c| c.is_lowercase() || ".!?".contains(c)) && after.is_some_and(char::is_uppercase);
        closes |= lower_then_upper && glyph != Side::Open;
        // Rock 'n' roll.
        let before_it = text.get(..at).unwrap_or("");
        let and = before_it.ends_with("'n") || before_it.ends_with("’n") || before_it.ends_with("‘n");
        closes &= glyph != Side::Open && !and;
        opens &= glyph != Side::Close && after.is_some_and(|c| c.is_alphanumeric() || "“\"[($£€…".contains(c));
        opens &= !before.is_some_and(|c| "-—–".contains(c) && glyph == Side::Either)
            && !elided(text.get(end..).unwrap_or(""));
        let tail = text.get(at.saturating_sub(3)..at).unwrap_or("");
        doubtful = before.is_some_and(|c| matches!(c, 's' | 'S' | 'z' | 'x'))
            || tail.ends_with("in")
            || tail.ends_with("th")
            || lower_then_upper;
        doubtful &= !after.is_none_or(|c| ",.;:!?—–”".contains(c));
    } else if glyph == Side::Either {
        // 6'2" and 12" measure.
        let back = text.as_bytes().get(at.saturating_sub(3)..at).unwrap_or(&[]);
        if let [.., b'\'', d] | [_, b'\'', _, d] = back
            && d.is_ascii_digit()
        {
            (opens, closes) = (false, false);
        }
        // A mark between two words, or between two spaces, may be either: the state decides.
        if !opens && !closes && before.is_some() && after.is_some() && !before.is_some_and(|c| c.is_ascii_digit()) {
            (opens, closes) = (true, true);
        }
    }
    let low = text.get(at..end) == Some("„");
    Mark { at, end, family, glyph, low, opens, closes, doubtful, partner: None }
}

/// Whether a word that begins with an apostrophe stands here: *'em*, *'90s*, *'tis*.
fn elided(rest: &str) -> bool {
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

/// Pairs all marks but single ones with a stack: an opener waits for the closer of its family.
fn pair(scratch: &mut Scratch) {
    let Scratch { marks, stack, .. } = scratch;
    stack.clear();
    let mut waiting = [0usize; 6];
    for i in 0..marks.len() {
        let Some(&mark) = marks.get(i) else { break };
        if mark.family == Family::Single {
            continue;
        }
        let slot = mark.family as usize;
        let waits = waiting.get(slot).copied().unwrap_or(0) > 0;
        let opener = stack.last().and_then(|j| marks.get(*j)).copied();
        let side = match mark.glyph {
            // `“` closes what `„` opened, and where only a closing mark can stand.
            Side::Open if waits && opener.is_some_and(|o| o.low) && !mark.low => Side::Close,
            Side::Open if waits && mark.closes && !mark.opens => Side::Close,
            // `”` and `»` at the head of a word with nothing open are used as openers.
            Side::Close if !waits && mark.opens && !mark.closes => Side::Open,
            Side::Either if mark.opens && !mark.closes => Side::Open,
            Side::Either if mark.closes && !mark.opens => Side::Close,
            Side::Either if waits => Side::Close,
            Side::Either => Side::Open,
            fixed => fixed,
        };
        if side == Side::Close {
            if !waits {
                continue;
            }
            while let Some(top) = stack.pop() {
                let family = marks.get(top).map(|m| m.family);
                if let Some(w) = family.and_then(|f| waiting.get_mut(f as usize)) {
                    *w -= 1;
                }
                if family == Some(mark.family) {
                    if let Some(m) = marks.get_mut(top) {
                        m.partner = Some(i);
                    }
                    if let Some(m) = marks.get_mut(i) {
                        m.partner = Some(top);
                    }
                    break;
                }
            }
        } else {
            stack.push(i);
            if let Some(w) = waiting.get_mut(slot) {
                *w += 1;
            }
        }
    }
    // What still waits opened nothing that ends; it is told from a closer by having itself as partner.
    for &i in stack.iter() {
        if let Some(m) = marks.get_mut(i)
            && (m.opens || m.glyph == Side::Open)
        {
            m.partner = Some(i);
        }
    }
}

/// Gives each single opener its closer: the first certain one, or a doubtful one when no certain one follows it closely.
fn pair_singles(scratch: &mut Scratch) {
    let Scratch { marks, next_close, .. } = scratch;
    next_close.clear();
    next_close.resize(marks.len(), None);
    let (mut certain, mut doubtful) = (None, None);
    for i in (0..marks.len()).rev() {
        let Some(mark) = marks.get(i) else { continue };
        if mark.family != Family::Single {
            continue;
        }
        if mark.opens {
            // A certain closer further on means that the doubtful one was an apostrophe.
            let choice = certain.or(doubtful);
            if let Some(place) = next_close.get_mut(i) {
                *place = choice;
            }
            (certain, doubtful) = (None, None);
        } else if mark.closes {
            if mark.doubtful {
                doubtful = Some(i);
            } else {
                certain = Some(i);
            }
        }
    }
}

/// Walks the marks and gives out outermost stretches.
fn emit(text: &str, paragraph: ByteSpan, singles_lead: bool, scratch: &Scratch, out: &mut Vec<Stretch>) {
    let marks = &scratch.marks;
    let mut i = 0;
    while let Some(mark) = marks.get(i) {
        if mark.family == Family::Single {
            let close = scratch.next_close.get(i).copied().flatten().and_then(|j| Some((j, marks.get(j)?)));
            if let Some((j, end)) = close {
                let crosses = marks.get(i..j).is_some_and(|inside| {
                    inside
                        .iter()
                        .enumerate()
                        .any(|(k, m)| m.partner.is_some_and(|p| !singles_lead || p < i || p > j || p == i + k))
                });
                if mark.opens && !crosses {
                    push(text, mark, end.at, end.end, true, out);
                    i = j + 1;
                    continue;
                }
            }
            i += 1;
            continue;
        }
        match mark.partner {
            Some(j) if j > i => {
                let end = marks.get(j).map_or((paragraph.end, paragraph.end), |m| (m.at, m.end));
                push(text, mark, end.0, end.1, true, out);
                i = j + 1;
            }
            Some(j) if j == i => {
                // Unclosed: up to the next opener outside single marks, or the paragraph's end.
                let next = marks.iter().skip(i + 1).position(|m| m.family == mark.family && m.partner.is_some());
                let next = next.map(|k| k + i + 1);
                let end = next.and_then(|k| marks.get(k)).map_or(paragraph.end, |m| m.at);
                push(text, mark, end, end, false, out);
                i = next.unwrap_or(marks.len());
            }
            _ => i += 1,
        }
    }
}

fn push(text: &str, open: &Mark, inner_end: usize, outer_end: usize, closed: bool, out: &mut Vec<Stretch>) {
    let raw = ByteSpan::new(open.end, inner_end);
    let words = raw.of(text);
    let lead = words.len() - words.trim_start().len();
    let inner = ByteSpan::new(raw.start + lead, raw.start + lead + words.trim().len());
    if inner.is_empty() {
        return;
    }
    let outer = ByteSpan::new(open.at, if closed { outer_end } else { inner.end });
    out.push(Stretch { outer, inner, family: open.family, closed });
}

#[cfg(test)]
mod tests;
