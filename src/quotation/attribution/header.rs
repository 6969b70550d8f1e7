//! Speakers named in headers (`Name: "…"`) and signatures (`"…" — Name`).

use super::sentence::{Attribution, Sentence};
use crate::quotation::grammar::mentions::{MentionCandidate, MentionType};
use crate::quotation::grammar::token_view::TokenRange;
use crate::quotation::statement::Construction;
use crate::quotation::text::lexicon::Class;
use crate::quotation::text::tokens::TokenKind;
use crate::span::ByteSpan;

/// Most tokens of a header's name.
const LONGEST_NAME: usize = 6;
/// Most tokens before the colon of a header, role and office included.
const LONGEST_HEAD: usize = 18;
/// Bytes at the head of a quotation in which a transcript's name is looked for.
const INNER_HEAD: usize = 48;

/// Words of lines that name a matter, not a speaker.
const LABELS: [&str; 50] = [
    "new",
    "update",
    "updated",
    "breaking",
    "watch",
    "read",
    "more",
    "fact",
    "facts",
    "myth",
    "myths",
    "topic",
    "topics",
    "published",
    "posted",
    "tags",
    "tag",
    "caption",
    "video",
    "audio",
    "exclusive",
    "correction",
    "editor",
    "note",
    "question",
    "answer",
    "warning",
    "tip",
    "step",
    "part",
    "chapter",
    "section",
    "category",
    "categories",
    "keywords",
    "location",
    "summary",
    "background",
    "result",
    "results",
    "example",
    "method",
    "title",
    "subject",
    "date",
    "time",
    "alert",
    "deal",
    "deals",
    "price",
];

/// Words that open lines about a picture or a link, not turns of a speaker.
const CREDITS: [&str; 8] = ["photo", "photos", "image", "source", "credit", "file", "related", "by"];

impl Sentence<'_> {
    /// `Name: "…"`, `Title NAME (party): "…"`, `NAME, role: "…"`.
    pub(super) fn header(&self, quote: usize) -> Option<Attribution> {
        let tokens = self.tokens;
        let low = self.range.start;
        let colon = quote.checked_sub(1).filter(|i| *i > low && tokens.kind(*i, TokenKind::Colon))?;
        // HEADLINE - Name: "…"
        let after_dash = (low..colon).rev().find(|i| tokens.kind(*i, TokenKind::Dash)).map_or(low, |i| i + 1);
        // RT @name: "…"
        let repost = matches!(tokens.word(after_dash), "RT" | "MT") && after_dash + 1 < colon;
        let head = TokenRange::new((after_dash + usize::from(repost)).min(colon), colon);
        self.attributed_to(self.read_head(head), colon, Construction::Header)
    }

    /// The speaker that the words before a colon name, with the role beside the name.
    fn read_head(&self, head: TokenRange) -> Option<MentionCandidate> {
        let tokens = self.tokens;
        if head.is_empty() || head.len() > LONGEST_HEAD || head.iter().any(|i| tokens.finite(i, head.start)) {
            return None;
        }
        let apart = |i: usize| {
            tokens.at(i).is_some_and(|t| matches!(t.kind, TokenKind::Comma | TokenKind::Open | TokenKind::Close))
        };
        let name = head.ending_at(head.iter().find(|i| apart(*i)).unwrap_or(head.end));
        let beside = TokenRange::new(name.end, head.end);
        let role = self.role_beside(beside);
        let holder = self.holder_in_head(name);
        if holder.is_none() && (!self.is_bare_name(name) || name.len() > LONGEST_NAME || self.is_label(name)) {
            return None;
        }
        let (start, before) = holder.map_or((name.start, None), |(start, role)| (start, Some(role)));
        let name = TokenRange::new(start, name.end);
        let organisation = tokens.any(name, Class::BODY);
        let found = if holder.is_none() && beside.is_empty() { tokens.read(name) } else { None };
        let whole =
            found.is_some_and(|f| f.head == tokens.span(name) || f.role.is_some() || tokens.any(name, Class::TITLE));
        let found = found.filter(|_| whole && !organisation).unwrap_or_else(|| {
            let kind = if organisation { MentionType::Organisation } else { MentionType::Proper };
            MentionCandidate::plain(tokens.span(name), kind, head)
        });
        Some(MentionCandidate { role: found.role.or(before).or(role), ..found })
    }

    /// The role in brackets or after a comma in a header; a party and its state in brackets are none.
    fn role_beside(&self, beside: TokenRange) -> Option<ByteSpan> {
        let start = beside.start + 1;
        if beside.len() < 2 || !self.tokens.kind(beside.start, TokenKind::Comma) {
            return None;
        }
        Some(self.tokens.span(TokenRange::new(start, beside.end)))
    }

    /// `Institute President NAME`: where the name begins in the head of a turn, and the office before it.
    fn holder_in_head(&self, name: TokenRange) -> Option<(usize, ByteSpan)> {
        let tokens = self.tokens;
        let office =
            (name.start..name.end.saturating_sub(1)).rev().find(|i| tokens.is(*i, Class::ROLE | Class::TITLE))?;
        let person = TokenRange::new(office + 1, name.end);
        let bare = person.len() <= 4 && person.iter().all(|i| tokens.is_name(i) || tokens.is(i, Class::PARTICLE));
        let small = |i: usize| matches!(tokens.word(i), "of" | "for" | "and" | "the" | "a" | "&");
        let before = TokenRange::new(name.start, office + 1);
        let capital = before.iter().all(|i| tokens.is_name(i) || small(i) || tokens.is(i, Class::ROLE));
        let office = tokens.span(before);
        (bare && capital && !tokens.any(person, Class::BODY | Class::OWNS)).then_some((person.start, office))
    }

    /// Whether the words before a colon are a label (*NEW:*, *Photo credit:*), not somebody's name.
    fn is_label(&self, name: TokenRange) -> bool {
        let tokens = self.tokens;
        let label = |i: usize| LABELS.contains(&tokens.word(i).to_ascii_lowercase().as_str());
        name.is_empty()
            || tokens.is(name.start, Class::FUNCTION)
            || tokens.any(name, Class::TIME | Class::PREP) && name.len() < 3
            || tokens.any(name, Class::WORK) && !tokens.any(name, Class::BODY) && name.len() < 3
            || tokens.is(name.end - 1, Class::SPEECH | Class::WORK) && !tokens.any(name, Class::BODY)
            || name.iter().any(label)
    }

    /// `Statement from NAME: "…"`, `And from NAME: "…"`.
    pub(super) fn introduced(&self, quote: usize) -> Option<Attribution> {
        let colon = quote.checked_sub(1).filter(|i| *i > self.range.start && self.tokens.kind(*i, TokenKind::Colon))?;
        let (from, found) = self.introduction(self.range.ending_at(colon))?;
        self.attributed_to(Some(found), from, Construction::Header)
    }

    /// Who is named in a line that only introduces somebody's words: *Statement from NAME*, *From the desk of NAME, role*. The
    /// token of the *from*, and the mention.
    pub(crate) fn introduction(&self, line: TokenRange) -> Option<(usize, MentionCandidate)> {
        let tokens = self.tokens;
        let from =
            line.iter().take(6).find(|i| tokens.word(*i).eq_ignore_ascii_case("from") || tokens.is(*i, Class::BY))?;
        let opens = (line.start..from)
            .all(|i| tokens.is(i, Class::CONJ | Class::SPEECH | Class::DET | Class::NATION | Class::ADV));
        if !opens || line.iter().any(|i| tokens.finite(i, line.start)) {
            return None;
        }
        let mut name = line.starting_at(from + 1);
        if tokens.word(name.start + 1) == "desk" && tokens.word(name.start + 2) == "of" {
            name = name.starting_at(name.start + 3);
        }
        let end = tokens.segment_end(name);
        let found = tokens.read(name.ending_at(end))?;
        let someone = found.mention_type != MentionType::Nominal || tokens.describes_someone(found);
        someone.then(|| (from, tokens.with_name_beside(found, end, line.end)))
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
        if !self.is_bare_name(name) || credit || self.is_label(name) || first.start >= paragraph_end {
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
        .then(|| (ByteSpan::new(inner.start(), inner.start() + colon), inner.start() + colon + 1 + skipped))
}
