//! Whom a description without a name stands for: *la gobernadora*, *l'élu*, *the chairman*.

use super::antecedents::Antecedents;
use super::gender::Gender;
use super::mentioned::{Holder, Resolved};
use super::names::{Names, key};
use crate::quotation::grammar::mentions::{MentionCandidate, MentionType};
use crate::quotation::grammar::token_view::{TokenRange, Tokens};
use crate::quotation::text::lexicon::{Class, Lexicon};
use crate::quotation::text::tokens::{Token, TokenKind};

/// Tokens of a description before a name.
const LONGEST_BEFORE: usize = 9;
/// Tokens of one after a name that can be its role.
const LONGEST_AFTER: usize = 5;
/// Bytes before a description in which its noun may have come already.
const SEEN_BEFORE: usize = 3000;

/// The comparable form of a noun.
fn noun_key(noun: &str) -> u64 {
    key(&noun.to_lowercase())
}

impl Names {
    /// Notes the roles beside a name and what their article says of the gender. `before` are the titles before the name.
    pub(super) fn note_holder(&mut self, tokens: Tokens<'_>, before: TokenRange, name: TokenRange) {
        let start = if before.is_empty() { name.start } else { before.start };
        let comma = start > 0 && tokens.kind(start - 1, TokenKind::Comma);
        let end = start - usize::from(comma);
        let role = Class::ROLE | Class::TITLE | Class::KIN;
        let stops = |i: usize| {
            tokens.at(i).is_none_or(|t| !t.is_word() && t.kind != TokenKind::Other)
                || tokens.is(i, Class::CONJ | Class::SUB | Class::REL | Class::PRON)
                || tokens.is(i, Class::PREP) && !comma
                || tokens.finite(i, i) && !tokens.is(i, role)
        };
        let mut from = end;
        while from > 0 && end - from < LONGEST_BEFORE && !stops(from - 1) {
            from -= 1;
            if tokens.is(from, Class::DET | Class::POSS) {
                break;
            }
        }
        let opened = tokens.is(from, Class::DET | Class::POSS);
        let described = TokenRange::new(from, if opened || !comma { end } else { from });
        // The head of the description ends before its first preposition.
        let head = described.iter().find(|i| tokens.is(*i, Class::PREP)).unwrap_or(described.end);
        let after = if tokens.kind(name.end, TokenKind::Comma) { name.end + 1 } else { usize::MAX };
        let beside = (after..after.saturating_add(LONGEST_AFTER))
            .take_while(|i| tokens.at(*i).is_some_and(Token::is_word) && !tokens.is(*i, Class::PREP | Class::REL));
        let (at, span) = (tokens.span(name).start(), tokens.span(name));
        for i in described.ending_at(head).iter().chain(before.iter()).chain(beside) {
            if tokens.is(i, role) {
                self.holders.push(Holder { at, role: noun_key(tokens.word(i)), name: span });
            }
        }
        let article =
            tokens.at(from).filter(|t| opened && t.is(Class::DET) && tokens.any(described.ending_at(head), role));
        if let Some(gender) = article.and_then(|t| Gender::of(t.class)) {
            self.learn_gender(span.of(tokens.text), gender);
        }
    }

    /// The last person before byte `at` whose role is called `noun`.
    fn holder(&self, text: &str, noun: &str, at: usize) -> Option<Resolved> {
        let role = noun_key(noun);
        let until = self.holders.partition_point(|h| h.at < at);
        let (before, after) = self.holders.split_at(until);
        // A headline has the role before the text has the name.
        let held = before.iter().rev().chain(after).find(|h| h.role == role)?;
        Some(self.resolve_name(text, held.name))
    }
}

/// A definite description: its noun, and the gender that noun or article tell.
struct Definite<'t> {
    noun: &'t str,
    class: Class,
    gender: Option<Gender>,
}

impl<'t> Definite<'t> {
    /// The description written as `found`; none if it has no definite article, or a complement that tells one of several.
    fn of(text: &'t str, found: &MentionCandidate, lexicon: &Lexicon) -> Option<Self> {
        let mut words = found.head.of(text).split(|c: char| c.is_whitespace() || c == '\'' || c == '’');
        let article = lexicon.class(words.next()?);
        if !article.intersects(Class::DEFINITE) || found.whole.end() > found.head.end() {
            return None;
        }
        let person = Class::ROLE | Class::TITLE | Class::ANAPHOR | Class::KIN;
        let mut words = words.filter(|w| w.starts_with(char::is_lowercase));
        let noun = words
            .rfind(|w| lexicon.class(w).intersects(person))
            .filter(|w| !lexicon.class(w).intersects(Class::BODY))?;
        let class = lexicon.class(noun);
        Some(Definite { noun, class, gender: Gender::of(class).or_else(|| Gender::of(article)) })
    }
}

impl Antecedents {
    /// Who is known to have the role in *the spokesman*: the last person named with it.
    pub(super) fn of_role(&self, text: &str, found: &MentionCandidate, names: &Names) -> Option<Resolved> {
        let noun = Definite::of(text, found, names.lexicon)?.noun;
        if let Some(holder) = names.holder(text, noun, found.head.start()) {
            return Some(holder);
        }
        let speaks = |w: &str| w.get(..6).is_some_and(|w| w.eq_ignore_ascii_case("spokes"));
        let same = |w: &str| w.eq_ignore_ascii_case(noun) || speaks(w) && speaks(noun);
        self.before(found).filter(|f| f.mention_type == MentionType::Proper).find_map(|f| {
            let candidate = names.resolve(text, f);
            candidate.role.as_deref().is_some_and(|r| r.split_whitespace().any(same)).then_some(candidate)
        })
    }

    /// Whom the description `found` stands for: the holder of its role; for a noun that takes up somebody named (*l'intéressé*), or
    /// one that came before without a name beside it, the person a pronoun would stand for.
    pub(crate) fn of_description(&self, text: &str, found: &MentionCandidate, names: &Names) -> Option<Resolved> {
        if let Some(holder) = self.of_role(text, found, names) {
            return Some(holder);
        }
        let described = Definite::of(text, found, names.lexicon)?;
        let at = found.head.start();
        let from = (at.saturating_sub(SEEN_BEFORE)..=at).find(|i| text.is_char_boundary(*i))?;
        let seen = || text.get(from..at).is_some_and(|before| before.contains(described.noun));
        if !described.class.intersects(Class::ANAPHOR) && !seen() {
            return None;
        }
        self.of_person(text, found, described.gender?, names)
    }
}
