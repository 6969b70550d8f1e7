//! Statements that are speech by the form of their text, without quotation marks: what transcripts and documents share.

use super::statement::{Construction, Flag, Kind, Mention, Statement};
use crate::ByteSpan;

/// How sure it is that a turn of a transcript or a sentence of a signed document is its speaker's.
const CONFIDENCE: f32 = 0.96;

/// A full statement of one span.
pub(super) fn statement(
    text: &str,
    number: usize,
    words: ByteSpan,
    context: ByteSpan,
    speaker: Mention,
    flags: Vec<Flag>,
) -> Statement {
    Statement {
        number,
        kind: Kind::Full,
        spans: vec![words],
        text: words.of(text).to_owned(),
        context,
        speaker: Some(speaker),
        cue: None,
        construction: Construction::Header,
        flags,
        indirect: false,
        confidence: CONFIDENCE,
    }
}
