//! Reads what a comma sets beside a mention: the role of a name, or the name of a description.

use super::mentions::{MentionCandidate, MentionType};
use super::token_view::{TokenRange, Tokens};
use crate::quotation::text::lexicon::Class;
use crate::quotation::text::tokens::TokenKind;

/// Most tokens of a role after its name.
const LONGEST_ROLE: usize = 25;
/// Most words of a name after its description.
const LONGEST_NAME: usize = 4;

impl Tokens<'_> {
    /// Completes a mention that ends before token `end` by what follows it up to `high`: `NAME, a researcher at …,` gives a
    /// role, `her lawyer, NAME,` a name.
    pub(crate) fn with_name_beside(&self, found: MentionCandidate, end: usize, high: usize) -> MentionCandidate {
        if !self.kind(end, TokenKind::Comma) {
            return found;
        }
        match found.mention_type {
            MentionType::Nominal => self.with_name_after(found, end, high),
            MentionType::Proper if found.role.is_none() => {
                MentionCandidate { role: self.role_after(end, high), ..found }
            }
            _ => found,
        }
    }

    /// The role after the comma at `comma`.
    fn role_after(&self, comma: usize, high: usize) -> Option<crate::ByteSpan> {
        let start = comma + 1;
        let reach = high.min(start + LONGEST_ROLE);
        let ends = |i: usize| {
            self.at(i).is_some_and(|t| {
                t.is_quote()
                    || t.is(Class::REL)
                    || matches!(t.kind, TokenKind::Comma | TokenKind::Stop | TokenKind::Dash | TokenKind::Semicolon)
            })
        };
        let stop = (start..reach).find(|i| ends(*i)).unwrap_or(reach);
        let opener = Class::PREP | Class::CONJ | Class::GERUND | Class::PRON | Class::SUB;
        if stop <= start
            || !self.any(TokenRange::new(start, stop), Class::ROLE | Class::TITLE)
            || self.is(start, opener)
        {
            return None;
        }
        let from = start + usize::from(self.is(start, Class::DET));
        (stop > from).then(|| self.span(TokenRange::new(from, stop)))
    }

    /// `her lawyer, NAME,`: the name beside a description is the mention, the description its role.
    fn with_name_after(&self, found: MentionCandidate, comma: usize, high: usize) -> MentionCandidate {
        if !self.is(found.phrase.start, Class::DET | Class::POSS) && !self.describes_someone(found) {
            return found;
        }
        let mut start = comma + 1;
        if self.is(start, Class::DET) && self.is(start + 1, Class::NATION) || self.word(start + 1) == "late" {
            start += 2;
        }
        let mut end = start;
        while self.at(end).is_some_and(|t| {
            t.is_capitalized() && !t.is(Class::FUNCTION | Class::TIME) || t.is(Class::PARTICLE) && end > start
        }) {
            end += 1;
        }
        let name = TokenRange::new(start, end);
        let closed = end >= high
            || self.at(end).is_some_and(|t| {
                let apart = matches!(t.kind, TokenKind::Comma | TokenKind::Stop | TokenKind::Open | TokenKind::Dash);
                t.is_quote() || apart
            });
        let known = name.len() > 1 || self.describes_someone(found);
        if closed
            && known
            && (1..=LONGEST_NAME).contains(&name.len())
            && !self.is(end - 1, Class::OWNS | Class::PLACE)
            && !self.is(start, Class::ROLE | Class::BODY)
        {
            return found.named(self.span(name), Some(found.whole));
        }
        found
    }
}
