//! Statements without quotation marks: `S said that CLAUSE`, and `Name: words` in transcripts.

use super::attribution::{Attribution, Sentence};
use super::lexicon::Class;
use super::mentions::{Found, Shape};
use super::statement::Construction;
use super::tokens::Sort;
use crate::span::ByteSpan;

/// An indirect statement in a sentence without quotation marks: the clause, and who says it.
///
/// Only three forms are taken: a reporting verb with *that*; a verb of saying right before a clause of its own; and a
/// report at the end of the sentence (`CLAUSE, S said.`). The speaker must be named or a pronoun, or a described body or group.
pub(super) fn clause(s: Sentence<'_>, cue: usize, speaker: Found) -> Option<(ByteSpan, Attribution)> {
    let p = s.phrase;
    let end =
        (cue + 1..s.high).rev().find(|i| !matches!(p.at(*i).map(|t| t.sort), Some(Sort::Stop | Sort::Other)))? + 1;
    let attribution =
        Attribution { speaker: Some(speaker), cue: p.at(cue).map(|t| t.span()), how: Construction::Before };
    let modal = cue > s.low && (p.is(cue - 1, Class::AUX) && !matches!(p.word(cue - 1), "has" | "have" | "had"));
    if modal || speaker.shape == Shape::Relative || !p.is(cue, Class::SAY.and(Class::TELL)) {
        return None;
    }
    if speaker.first > cue {
        return None;
    }
    let that = (cue + 1..end.min(cue + 7)).find(|i| p.is(*i, Class::THAT));
    let addressed = that.is_some_and(|t| (cue + 1..t).all(|i| p.at(i).is_some_and(|w| w.word() && !p.finite(i, cue))));
    if let Some(that) = that.filter(|_| addressed) {
        let end = clause_end(s, that + 1, end);
        // The drama that has surrounded …: a relative pronoun.
        let relative =
            p.finite(that + 1, that + 1) || p.is(that + 1, Class::CUE) && !p.at(that + 1).is_some_and(|t| t.name());
        let verb = !relative && (that + 2..end).any(|i| p.finite(i, that + 1));
        return (verb && end > that + 2).then(|| (p.span(that + 1, end), attribution));
    }
    let plain =
        matches!(p.word(cue), "said" | "says" | "argued" | "insisted" | "claimed" | "stressed" | "noted" | "warned");
    let opens =
        p.is(cue + 1, Class::ARTICLE.and(Class::POSS).and(Class::PRON)) || p.at(cue + 1).is_some_and(|t| t.name());
    let opens = opens && !p.is(cue + 1, Class::TIME);
    let end = clause_end(s, cue + 1, end);
    let verb = (cue + 2..end.min(cue + 14))
        .take_while(|i| !p.sort(*i, Sort::Comma) && !p.is(*i, Class::REL))
        .any(|i| p.finite(i, cue + 2) || p.is(i, Class::PRON) && p.is(i, Class::AUX));
    (plain && opens && verb && end > cue + 3).then(|| (p.span(cue + 1, end), attribution))
}

/// Where the clause from `from` ends at the latest: before what the narrator adds to it (*, but …*, *, according to …*,
/// *and has …*) or sets against it.
fn clause_end(s: Sentence<'_>, from: usize, end: usize) -> usize {
    let p = s.phrase;
    for i in from + 3..end {
        let verb_soon = || (i + 1..end.min(i + 5)).any(|k| p.finite(k, i));
        let comma = p.sort(i - 1, Sort::Comma);
        let cut = match p.word(i) {
            "but" => verb_soon(),
            "and" => {
                matches!(p.word(i + 1), "has" | "have")
                    || comma
                        && (i + 1..end.min(i + 9)).any(|k| p.cue(k, i) && p.is(k, Class::SAY) && p.is(k, Class::FINITE))
            }
            "though" | "although" | "while" | "whereas" | "according" | "even" | "adding" | "citing" | "meaning" => {
                comma
            }
            _ => p.sort(i, Sort::Semicolon),
        };
        if cut {
            return if comma { i - 1 } else { i };
        }
    }
    end
}

/// `CLAUSE, S said.`: the words before the report.
pub(super) fn before_report(s: Sentence<'_>, cue: usize, speaker: Found) -> Option<(ByteSpan, Attribution)> {
    let p = s.phrase;
    let last =
        (cue + 1..s.high).all(|i| p.at(i).is_some_and(|t| t.sort == Sort::Stop || t.is(Class::TIME.and(Class::PREP))));
    let comma = speaker.first.checked_sub(1).filter(|c| *c > s.low + 2 && p.sort(*c, Sort::Comma))?;
    let verb = (s.low + 1..comma).any(|i| p.finite(i, s.low));
    let opening = p.is(s.low, Class::PREP.and(Class::SUB).and(Class::GERUND));
    let plain = matches!(p.word(cue), "said" | "says" | "added" | "argued" | "noted");
    let attribution =
        Attribution { speaker: Some(speaker), cue: p.at(cue).map(|t| t.span()), how: Construction::Final };
    (last && verb && plain && !opening).then(|| (p.span(s.low, comma), attribution))
}

/// `Name: words` at the head of a paragraph without quotation marks: the words, and the name.
pub(super) fn header(s: Sentence<'_>, paragraph_end: usize) -> Option<(ByteSpan, Found)> {
    let p = s.phrase;
    let colon = (s.low + 1..s.high.min(s.low + 6)).find(|i| p.sort(*i, Sort::Colon))?;
    let names = (s.low..colon).all(|i| p.at(i).is_some_and(|t| t.name() || t.is(Class::PARTICLE)));
    let credit = (s.low..colon).any(|i| {
        p.is(i, Class::WORK.and(Class::TIME).and(Class::SPEECH))
            || matches!(
                p.word(i).to_ascii_lowercase().as_str(),
                "photo" | "photos" | "image" | "source" | "credit" | "file" | "related" | "by"
            )
    });
    let first = p.at(colon + 1)?;
    if !names || credit || first.start >= paragraph_end {
        return None;
    }
    let found = p.read(s.low, colon)?;
    Some((ByteSpan::new(first.start, paragraph_end), found))
}

/// A speaker named inside a quotation, as transcripts have it: `"NAME: words"`. The name, and where the words begin.
pub(super) fn inner_header(text: &str, inner: ByteSpan) -> Option<(ByteSpan, usize)> {
    let words = inner.of(text);
    let head = words
        .get(..words.len().min(48))
        .or_else(|| words.get(..words.char_indices().map(|c| c.0).take_while(|i| *i <= 44).last()?))?;
    let colon = head.find(':')?;
    let name = head.get(..colon)?;
    let capital = name.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && name.chars().all(|c| c.is_uppercase() || " .'’-".contains(c));
    let rest = words.get(colon + 1..)?;
    let skipped = rest.len() - rest.trim_start().len();
    (capital && !rest.trim().is_empty())
        .then(|| (ByteSpan::new(inner.start, inner.start + colon), inner.start + colon + 1 + skipped))
}
