//! Mentions of people in an article: names, roles, pronouns, and whom they stand for.

use super::gender::Gender;
use crate::span::ByteSpan;

/// A proper name of two words or more, seen in the narrator's text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    pub(super) span: ByteSpan,
    pub(super) first: ByteSpan,
    pub(super) last: ByteSpan,
}

/// Persons with one word of their name in common, in order; a person named several times in a row is there once.
#[derive(Default)]
pub(super) struct Namesakes {
    pub(super) people: Vec<Named>,
    /// Whether two different names are among them.
    pub(super) several: bool,
}

impl Namesakes {
    /// Adds a person, unless it is the one who was named last.
    pub(super) fn add(&mut self, text: &str, named: Named) {
        let same = self.people.last().map(|n| n.span.of(text) == named.span.of(text));
        self.several |= same == Some(false);
        if same != Some(true) {
            self.people.push(named);
        }
    }
}

/// A person mentioned by name, without the titles before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct PersonMention {
    pub(super) name: ByteSpan,
    /// What the title, relation or first name says.
    pub(super) gender: Option<Gender>,
}

/// A pronoun, and whom it stands for.
#[derive(Clone, Debug)]
pub(crate) struct ReadPronoun {
    /// Its first byte.
    pub(crate) at: usize,
    /// The person that it stands for; nobody when nothing fitted.
    pub(crate) name: Option<String>,
    /// Its gender.
    pub(crate) gender: Gender,
}

/// A resolved mention.
pub(crate) struct Resolved {
    /// The name without its role; the words as written where no name is known.
    pub(crate) name: String,
    /// What the person is.
    pub(crate) role: Option<String>,
    /// Whether another person of the article fits as well.
    pub(crate) ambiguous: bool,
    /// Whether the source is not named.
    pub(crate) anonymous: bool,
}

impl Resolved {
    /// The words themselves, without a role.
    pub(super) fn as_written(words: &str) -> Self {
        Self { name: tidy(words), role: None, ambiguous: false, anonymous: false }
    }
}

/// Somebody's role, as written beside the name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Holder {
    pub(super) at: usize,
    /// The noun in its comparable form.
    pub(super) role: u64,
    pub(super) name: ByteSpan,
}

/// One space between words.
pub(super) fn tidy(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for word in words.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
