//! Finds quotations by the position of their marks, not by counting them.

mod glyphs;
mod pairing;
#[cfg(test)]
mod tests;

use self::glyphs::Mark;
pub(crate) use self::glyphs::MarkFamily;
use super::bytes::position;
use super::lexicon::{Class, Lexicon};
use crate::span::ByteSpan;

/// An outermost quotation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct QuotedSpan {
    /// From the opening mark's first byte to the closing mark's end.
    pub(crate) outer: ByteSpan,
    /// The words, without marks and without space beside the marks.
    pub(crate) inner: ByteSpan,
    /// Which marks.
    pub(crate) family: MarkFamily,
    /// Whether the closing mark is there.
    pub(crate) closed: bool,
}

/// Whether single marks are the main marks of a text (British style): clearly more of them open at a word
/// than double ones, or as many and the first of all.
pub(crate) fn singles_lead(text: &str) -> bool {
    let (mut singles, mut doubles) = (0usize, 0usize);
    let mut first_single = false;
    let bytes = text.as_bytes();
    let mut i = 0;
    while let Some(rest) = bytes.get(i..) {
        let Some(skip) = position(rest, [b'"', b'\'', 0xE2]) else { break };
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
pub(crate) struct Scratch {
    marks: Vec<Mark>,
    stack: Vec<usize>,
    next_close: Vec<Option<usize>>,
}

/// Appends the outermost quotations of one paragraph to `out`, in order.
pub(crate) fn find(
    text: &str,
    paragraph: ByteSpan,
    singles_lead: bool,
    scratch: &mut Scratch,
    out: &mut Vec<QuotedSpan>,
) {
    scratch.marks.clear();
    glyphs::collect(text, paragraph, &mut scratch.marks);
    if scratch.marks.is_empty() {
        return;
    }
    pairing::pair(scratch);
    pairing::pair_singles(scratch);
    emit(text, paragraph, singles_lead, scratch, out);
}

/// Walks the marks and gives out outermost quoted.
fn emit(text: &str, paragraph: ByteSpan, singles_lead: bool, scratch: &Scratch, out: &mut Vec<QuotedSpan>) {
    let marks = &scratch.marks;
    let mut i = 0;
    while let Some(mark) = marks.get(i) {
        if mark.family == MarkFamily::Single {
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
            // British speech over paragraphs: each is opened, the last is closed.
            if mark.opens && singles_lead && mark.at == paragraph.start() {
                push(text, mark, paragraph.end(), paragraph.end(), false, out);
                return;
            }
            i += 1;
            continue;
        }
        match mark.partner {
            Some(j) if j > i => {
                let end = marks.get(j).map_or((paragraph.end(), paragraph.end()), |m| (m.at, m.end));
                push(text, mark, end.0, end.1, true, out);
                i = j + 1;
            }
            Some(j) if j == i => {
                // Unclosed: up to the next opener outside single marks, or the paragraph's end.
                let next = marks.iter().skip(i + 1).position(|m| m.family == mark.family && m.partner.is_some());
                let next = next.map(|k| k + i + 1);
                let end = next.and_then(|k| marks.get(k)).map_or(paragraph.end(), |m| m.at);
                push(text, mark, end, end, false, out);
                i = next.unwrap_or(marks.len());
            }
            _ => i += 1,
        }
    }
}

fn push(text: &str, open: &Mark, inner_end: usize, outer_end: usize, closed: bool, out: &mut Vec<QuotedSpan>) {
    let inner = ByteSpan::new(open.end, inner_end).trimmed(text);
    if inner.is_empty() {
        return;
    }
    let outer = ByteSpan::new(open.at, if closed { outer_end } else { inner.end() });
    out.push(QuotedSpan { outer, inner, family: open.family, closed });
}

/// Whether words that no mark closes end in their own report (*We began in a shed, NAME said.*): the closing mark was
/// forgotten, and where the words end is not known.
pub(crate) fn reports_inside(words: &str, lexicon: &Lexicon) -> bool {
    let Some((_, tail)) = words.trim_end_matches(['.', '!', '?', ' ']).rsplit_once(", ") else { return false };
    let last: Vec<&str> = tail.split_whitespace().collect();
    let verb = |word: Option<&&str>| {
        let class = word.map_or(Class::default(), |w| lexicon.class(w));
        class.intersects(Class::SAY | Class::TELL) && class.intersects(Class::FINITE)
    };
    let named = last.iter().any(|w| w.starts_with(char::is_uppercase) || lexicon.class(w).intersects(Class::PRON));
    (2..=5).contains(&last.len()) && named && (verb(last.last()) || verb(last.first()))
}
