//! Transcripts: turns that begin with `SPEAKER:`, captions, exported chats.

mod captions;
mod heads;
mod speakers;
#[cfg(test)]
mod tests;

use self::captions::is_caption_data;
use self::heads::{Head, head};
use self::speakers::Speakers;
use super::statement::{Extraction, Flag, Statement};
use super::text::paragraphs::paragraphs;
use crate::ByteSpan;

pub use self::captions::broken_caption;

/// The paragraphs of a transcript's turns, each a statement of the turn's speaker, in order.
///
/// A turn begins with a line `NAME:`, with a time stamp before it or after the name if need be, and a role behind a comma or in
/// brackets. A bare surname is completed by the full name of another turn. Further paragraphs of a turn carry
/// [`Flag::Floating`]. What stands before the first turn, and stage directions in brackets, are nobody's statement.
pub fn transcript(text: &str) -> Extraction {
    let mut turns: Vec<(Head, bool, ByteSpan, ByteSpan)> = Vec::new();
    let mut open: Option<Head> = None;
    for paragraph in paragraphs(text).into_iter().flat_map(|p| split(text, p)).filter(|p| !is_caption_data(p.of(text)))
    {
        let head = head(text, paragraph);
        let (from, fresh) = match head {
            Some(found) => {
                open = head;
                (found.words, true)
            }
            None => (paragraph.start(), false),
        };
        let Some(speaker) = open else { continue };
        let words = ByteSpan::new(from, paragraph.end()).trimmed(text);
        let words = match words.of(text).strip_suffix("</v>") {
            Some(bare) => ByteSpan::new(words.start(), words.start() + bare.len()).trimmed(text),
            None => words,
        };
        if !is_direction(words.of(text)) {
            turns.push((speaker, fresh, words, paragraph));
        }
    }
    let speakers = Speakers::new(text, turns.iter().map(|t| t.0));
    let mut found = Extraction::default();
    for (speaker, fresh, words, paragraph) in turns {
        let (mention, ambiguous) = speakers.of(speaker);
        let mut flags = vec![if fresh { Flag::Header } else { Flag::Floating }];
        if ambiguous {
            flags.push(Flag::Ambiguous);
        }
        flags.sort_unstable();
        found.push(Statement::spoken(text, words, paragraph, mention, flags));
    }
    found
}

/// Cuts a block of wrapped lines where a line begins a turn.
fn split(text: &str, paragraph: ByteSpan) -> Vec<ByteSpan> {
    let mut out = Vec::new();
    let mut start = paragraph.start();
    for (at, _) in paragraph.of(text).match_indices('\n') {
        let next = paragraph.start() + at + 1;
        if head(text, ByteSpan::new(next, paragraph.end())).is_some() {
            out.push(ByteSpan::new(start, next).trimmed(text));
            start = next;
        }
    }
    out.push(ByteSpan::new(start, paragraph.end()).trimmed(text));
    out.retain(|span| !span.is_empty());
    out
}

/// Whether nothing is said: no letter, or all of it in brackets.
fn is_direction(words: &str) -> bool {
    let inner = words.strip_prefix('(').and_then(|w| w.strip_suffix(')'));
    let inner = inner.or_else(|| words.strip_prefix('[').and_then(|w| w.strip_suffix(']')));
    !words.contains(char::is_alphabetic) || inner.is_some_and(|w| !w.contains(['(', ')', '[', ']']))
}
