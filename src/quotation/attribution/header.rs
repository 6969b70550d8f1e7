//! Speakers named in headers (`Name: "…"`) and signatures (`"…" — Name`).

use super::sentence::{Attribution, Sentence};
use crate::quotation::grammar::mentions::MentionCandidate;
use crate::quotation::grammar::token_view::TokenRange;
use crate::quotation::statement::Construction;
use crate::quotation::text::lexicon::Class;
use crate::quotation::text::tokens::TokenKind;
use crate::span::ByteSpan;

/// Most tokens of a header's name.
const LONGEST_NAME: usize = 6;
/// Bytes at the head of a quotation in which a transcript's name is looked for.
const INNER_HEAD: usize = 48;

/// Words that open lines about a picture or a link, not turns of a speaker.
const CREDITS: [&str; 8] = ["photo", "photos", "image", "source", "credit", "file", "related", "by"];

impl Sentence<'_> {
    /// `Name: "…"`.
    pub(super) fn header(&self, quote: usize) -> Option<Attribution> {
        let tokens = self.tokens;
        let low = self.range.start;
        let colon = quote.checked_sub(1).filter(|i| *i > low && tokens.kind(*i, TokenKind::Colon))?;
        // HEADLINE - Name: "…"
        let after_dash = (low..colon).rev().find(|i| tokens.kind(*i, TokenKind::Dash)).map_or(low, |i| i + 1);
        // RT @name: "…"
        let repost = matches!(tokens.word(after_dash), "RT" | "MT") && after_dash + 1 < colon;
        let name = TokenRange::new((after_dash + usize::from(repost)).min(colon), colon);
        let label = tokens.any(name, Class::TIME | Class::WORK | Class::PREP);
        if name.is_empty()
            || name.len() > LONGEST_NAME
            || !self.is_bare_name(name)
            || label
            || tokens.is(name.start, Class::FUNCTION)
        {
            return None;
        }
        self.attributed_to(tokens.read(name), colon, Construction::Header)
    }

    /// `"…" — Name`, to the end of the sentence.
    pub(super) fn signature(&self, quote: usize) -> Option<Attribution> {
        let tokens = self.tokens;
        let before = quote.checked_sub(1).filter(|i| *i >= self.range.start);
        let labelled =
            before.is_some_and(|i| !tokens.at(i).is_some_and(|t| t.is_quote() || t.kind == TokenKind::Colon));
        if !tokens.kind(quote + 1, TokenKind::Dash) || labelled || quote + 2 > self.range.end {
            return None;
        }
        let signed = tokens.signed(TokenRange::new(quote + 2, self.range.end));
        self.attributed_to(signed, quote + 1, Construction::Header)
    }

    /// Whether every word of `name` is capitalised or a particle.
    fn is_bare_name(&self, name: TokenRange) -> bool {
        name.iter().all(|i| self.tokens.is_name(i) || self.tokens.is(i, Class::PARTICLE))
    }

    /// `Name: words` at the head of a paragraph without quotation marks: the words, and the name.
    pub(crate) fn unquoted_header(&self, paragraph_end: usize) -> Option<(ByteSpan, MentionCandidate)> {
        let tokens = self.tokens;
        let start = self.range.start;
        let reach = self.range.ending_at(start + LONGEST_NAME);
        let colon = (start + 1..reach.end).find(|i| tokens.kind(*i, TokenKind::Colon))?;
        let name = TokenRange::new(start, colon);
        let credit = name.iter().any(|i| {
            tokens.is(i, Class::WORK | Class::TIME | Class::SPEECH)
                || CREDITS.contains(&tokens.word(i).to_ascii_lowercase().as_str())
        });
        let first = tokens.at(colon + 1)?;
        if !self.is_bare_name(name) || credit || first.start >= paragraph_end {
            return None;
        }
        let found = tokens.read(name)?;
        Some((ByteSpan::new(first.start, paragraph_end), found))
    }
}

/// A speaker named inside a quotation, as transcripts have it: `"NAME: words"`. The name, and where the words begin.
pub(crate) fn inner_header(text: &str, inner: ByteSpan) -> Option<(ByteSpan, usize)> {
    let words = inner.of(text);
    let head = words
        .get(..words.len().min(INNER_HEAD))
        .or_else(|| words.get(..words.char_indices().map(|c| c.0).take_while(|i| *i <= INNER_HEAD - 4).last()?))?;
    let colon = head.find(':')?;
    let name = head.get(..colon)?;
    let capital = name.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && name.chars().all(|c| c.is_uppercase() || " .'’-".contains(c));
    let rest = words.get(colon + 1..)?;
    let skipped = rest.len() - rest.trim_start().len();
    (capital && !rest.trim().is_empty())
        .then(|| (ByteSpan::new(inner.start, inner.start + colon), inner.start + colon + 1 + skipped))
}
