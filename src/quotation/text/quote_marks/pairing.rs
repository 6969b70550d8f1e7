//! Which opening mark belongs to which closing mark.

use super::glyphs::{Mark, Side};
use super::{MarkFamily, Scratch};

/// Pairs all marks but single ones with a stack: an opener waits for the closer of its family.
pub(super) fn pair(scratch: &mut Scratch) {
    let Scratch { marks, stack, .. } = scratch;
    stack.clear();
    let mut waiting = [0usize; 6];
    for i in 0..marks.len() {
        let Some(&mark) = marks.get(i) else { break };
        if mark.family == MarkFamily::Single {
            continue;
        }
        let slot = mark.family as usize;
        let waits = waiting.get(slot).copied().unwrap_or(0) > 0;
        let opener = stack.last().and_then(|j| marks.get(*j)).copied();
        let side = side_of(&mark, opener.as_ref(), waits);
        if side == Side::Close {
            if !waits {
                continue;
            }
            close(marks, stack, &mut waiting, i, mark.family);
        } else {
            stack.push(i);
            if let Some(w) = waiting.get_mut(slot) {
                *w += 1;
            }
        }
    }
    // Unclosed openers are their own partner.
    for &i in stack.iter() {
        if let Some(m) = marks.get_mut(i)
            && (m.opens || m.glyph == Side::Open)
        {
            m.partner = Some(i);
        }
    }
}

/// The side a mark is on. `opener` is the last open mark of any family, `waits` says that one of this family is open.
fn side_of(mark: &Mark, opener: Option<&Mark>, waits: bool) -> Side {
    match mark.glyph {
        // `“` closes what `„` opened, and where only a closing mark can be.
        Side::Open if waits && opener.is_some_and(|o| o.low) && !mark.low => Side::Close,
        Side::Open if waits && mark.closes && !mark.opens => Side::Close,
        // `”` and `»` at the head of a word with nothing open are used as openers.
        Side::Close if !waits && mark.opens && !mark.closes => Side::Open,
        Side::Either if mark.opens && !mark.closes => Side::Open,
        Side::Either if mark.closes && !mark.opens => Side::Close,
        Side::Either if waits => Side::Close,
        Side::Either => Side::Open,
        fixed => fixed,
    }
}

/// Makes mark `closer` the partner of the last open mark of its family; marks of other families opened since stay unclosed.
fn close(marks: &mut [Mark], stack: &mut Vec<usize>, waiting: &mut [usize; 6], closer: usize, family: MarkFamily) {
    while let Some(top) = stack.pop() {
        let opened = marks.get(top).map(|m| m.family);
        if let Some(w) = opened.and_then(|f| waiting.get_mut(f as usize)) {
            *w -= 1;
        }
        if opened == Some(family) {
            if let Some(m) = marks.get_mut(top) {
                m.partner = Some(closer);
            }
            if let Some(m) = marks.get_mut(closer) {
                m.partner = Some(top);
            }
            break;
        }
    }
}

/// Gives each single opener its closer: the first certain one, or a doubtful one when no certain one follows it closely.
pub(super) fn pair_singles(scratch: &mut Scratch) {
    let Scratch { marks, next_close, .. } = scratch;
    next_close.clear();
    next_close.resize(marks.len(), None);
    let (mut certain, mut doubtful) = (None, None);
    for i in (0..marks.len()).rev() {
        let Some(mark) = marks.get(i) else { continue };
        if mark.family != MarkFamily::Single {
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
