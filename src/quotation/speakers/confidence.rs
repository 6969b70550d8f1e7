//! How sure an attribution is: a small logistic model over what the construction looks like.
//!
//! Its weights ([`weights`](super::confidence_weights)) are fitted by `examples/fit_speaker_confidence` on articles of our own
//! (`training-data/quotation`), on news about an election (PolNeAR, train part), on German news (Petersen-Frey and Biemann
//! 2024, articles with an even number), and on French, Spanish and pronoun articles written for this project. They know the construction, the shape of the mention and the distances, and no word of
//! the article but the reporting verb.

use super::confidence_weights::WEIGHTS;
use crate::quotation::statement::{Construction, Flag, Kind, Statement};
use crate::quotation::text::language::lexicon_for;
use crate::quotation::text::lexicon::{Class, Language, Lexicon};
use crate::span::ByteSpan;

/// The names of the values of [`evidence`], in its order.
pub const EVIDENCE: [&str; 35] = [
    "bias",
    "after",
    "before",
    "clause",
    "final",
    "according",
    "noun",
    "subject",
    "inherited",
    "header",
    "pronoun",
    "pronoun without a person",
    "plain verb",
    "verb that judges",
    "fragment",
    "name",
    "description",
    "odd mention",
    "long mention",
    "words between verb and quotation",
    "words between mention and verb",
    "names between mention and quotation",
    "fragment after a bare subject",
    "unclosed or continued",
    "not English",
    "not English, inherited",
    "Romance language",
    "Romance language, pronoun",
    "name behind a pronoun",
    "name behind a description",
    "inherited, with a verb",
    "pronoun and verb right after the words",
    "inherited pronoun",
    "Romance language, inherited",
    "Romance language, subject",
];

const _: () = assert!(WEIGHTS.len() == EVIDENCE.len(), "fit the weights again: see examples/fit_speaker_confidence");

/// Bytes of a gap that are looked at.
const MOST: usize = 400;

/// What the confidence of `statement`'s speaker is computed from, each value between 0 and 1.
///
/// `article` is the text the statement was extracted from. The work is bounded, whatever the length of the statement.
pub fn evidence(article: &str, statement: &Statement) -> [f32; EVIDENCE.len()] {
    evidence_in(lexicon_for(article), article, statement)
}

/// [`evidence`] with the words of the article's language.
fn evidence_in(lexicon: &Lexicon, article: &str, statement: &Statement) -> [f32; EVIDENCE.len()] {
    let has = |flag: Flag| statement.flags.contains(&flag);
    let is = |c: Construction| statement.construction == c;
    let cue = statement.cue.map(|c| c.of(article));
    let verb = cue.map_or(Class::default(), |c| lexicon.class(c));
    let hull = statement.hull();
    let written = statement.speaker.as_ref().map_or("", |m| m.span.of(article));
    let first = written.split_whitespace().next().unwrap_or("");
    let class = lexicon.class(first);
    let pronoun = has(Flag::Pronoun) || class.intersects(Class::PRON | Class::POSS | Class::REL);
    let capital = written.chars().next().is_some_and(char::is_uppercase);
    let opens = class.intersects(Class::DET | Class::POSS);
    let name = capital && !pronoun && !opens && !class.intersects(Class::FUNCTION);
    let described = !pronoun && opens;
    let mention = statement.speaker.as_ref().map(|m| m.span);
    let to_cue = statement.cue.map_or(0, |c| words(article, between(c, hull)));
    let to_mention = mention.zip(statement.cue).map_or(0, |(m, c)| words(article, between(m, c)));
    let others = mention.map_or(0, |m| names(article, between(m, hull)));
    let other = lexicon.language != Language::English;
    let romance = lexicon.language.is_romance();
    // The name is not what is written.
    let renamed = statement.speaker.as_ref().is_some_and(|s| !s.name.contains(written) && !written.contains(&s.name));
    let on = |b: bool| f32::from(u8::from(b));
    let share = |n: usize, most: usize| n.min(most) as f32 / most as f32;
    [
        1.0,
        on(is(Construction::After)),
        on(is(Construction::Before)),
        on(is(Construction::Clause)),
        on(is(Construction::Final)),
        on(is(Construction::According)),
        on(is(Construction::Noun)),
        on(is(Construction::Subject)),
        on(is(Construction::Inherited)),
        on(is(Construction::Header)),
        on(pronoun),
        on(pronoun && has(Flag::Ambiguous)),
        on(cue.is_some_and(|c| matches!(c, "said" | "says" | "told" | "added" | "wrote" | "asked"))),
        on(verb.intersects(Class::CALL)),
        on(statement.kind == Kind::Fragment),
        on(name),
        on(described),
        on(!pronoun && !name && !described),
        share(written.split_whitespace().count().saturating_sub(3), 6),
        share(to_cue, 12),
        share(to_mention, 12),
        share(others, 4),
        on(is(Construction::Subject) && statement.kind == Kind::Fragment),
        on(has(Flag::Unclosed) || has(Flag::Continued)),
        on(other),
        on(other && is(Construction::Inherited)),
        on(romance),
        on(romance && pronoun),
        on(pronoun && renamed),
        on(described && renamed),
        on(is(Construction::Inherited) && statement.cue.is_some()),
        on(is(Construction::After) && pronoun && to_cue <= 1 && to_mention <= 1),
        on(is(Construction::Inherited) && pronoun),
        on(romance && is(Construction::Inherited)),
        on(romance && is(Construction::Subject)),
    ]
}

/// The probability that the speaker is right.
pub(crate) fn confidence(lexicon: &Lexicon, article: &str, statement: &Statement) -> f32 {
    let score: f64 =
        evidence_in(lexicon, article, statement).iter().zip(WEIGHTS).map(|(x, w)| f64::from(*x) * f64::from(w)).sum();
    // Rounded, so that it is the same wherever it is written.
    let p = 1.0 / (1.0 + libm::exp(-score));
    (libm::round(p * 1000.0) / 1000.0) as f32
}

/// What lies between two spans that do not overlap; empty where they do.
fn between(a: ByteSpan, b: ByteSpan) -> ByteSpan {
    let (first, second) = if a.start() <= b.start() { (a, b) } else { (b, a) };
    ByteSpan::new(first.end(), second.start().max(first.end()))
}

/// At most [`MOST`] bytes of a gap, cut at a character.
fn head(article: &str, gap: ByteSpan) -> &str {
    if gap.is_empty() {
        return "";
    }
    let mut end = gap.end().min(gap.start() + MOST);
    while end > gap.start() && !article.is_char_boundary(end) {
        end -= 1;
    }
    ByteSpan::new(gap.start(), end).of(article)
}

fn words(article: &str, gap: ByteSpan) -> usize {
    head(article, gap).split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count()
}

fn names(article: &str, gap: ByteSpan) -> usize {
    head(article, gap).split_whitespace().filter(|w| w.chars().next().is_some_and(char::is_uppercase)).count()
}
