//! From the heads of turns to speakers: titles, roles, and full names for bare surnames.

use std::collections::HashMap;

use super::heads::Head;
use crate::ByteSpan;
use crate::quotation::statement::Speaker;
use crate::quotation::text::lexicon::{Class, Lexicon};

/// The names in the heads of a transcript, to complete a bare surname by the full name of another turn.
pub(super) struct Speakers<'t> {
    text: &'t str,
    /// By the name without title, in lower case: the name as first written, and the first role beside it.
    by_name: HashMap<String, (&'t str, Option<ByteSpan>)>,
    /// By the last word of a name of several words, in lower case: that name in lower case, and whether there is another.
    by_last: HashMap<String, (String, bool)>,
}

impl<'t> Speakers<'t> {
    pub(super) fn new(text: &'t str, heads: impl Iterator<Item = Head>) -> Self {
        let mut speakers = Self { text, by_name: HashMap::new(), by_last: HashMap::new() };
        for head in heads {
            let (_, name) = without_title(head.name.of(text));
            let key = name.to_lowercase();
            let (_, role) = speakers.by_name.entry(key.clone()).or_insert((name, None));
            *role = role.or(head.role);
            if let Some((_, last)) = key.rsplit_once(char::is_whitespace) {
                let (first, several) = speakers.by_last.entry(last.to_owned()).or_insert((key.clone(), false));
                *several |= *first != key;
            }
        }
        speakers
    }

    /// The speaker of a head, and whether two full names fit.
    pub(super) fn of(&self, head: Head) -> (Speaker, bool) {
        let (title, bare) = without_title(head.name.of(self.text));
        let key = bare.to_lowercase();
        let own = self.by_name.get(&key);
        let full = self.by_last.get(&key).filter(|_| !bare.contains(' '));
        // A role beside the bare surname elsewhere makes it a name of its own.
        let alone = own.filter(|(_, role)| role.is_some());
        let ambiguous = full.is_some_and(|(_, several)| *several || alone.is_some());
        let found = if ambiguous { None } else { full.and_then(|(name, _)| self.by_name.get(name)).or(alone) };
        let (name, role) = found.map_or((bare, head.role), |(name, role)| (*name, head.role.or(*role)));
        let role = role.map(|r| r.of(self.text).trim().to_owned()).or_else(|| title.map(str::to_owned));
        (Speaker { span: head.name, name: name.to_owned(), role }, ambiguous)
    }
}

/// A title or role before a name, and the name.
fn without_title(name: &str) -> (Option<&str>, &str) {
    let lexicon = Lexicon::english();
    let mut rest = name;
    while let Some((word, after)) = rest.split_once(' ') {
        if !lexicon.class(word.trim_end_matches('.')).intersects(Class::TITLE | Class::ROLE) {
            break;
        }
        rest = after.trim_start();
    }
    // Speaker 1, Mr. Speaker: what is left is no name.
    let office = !rest.contains(' ') && lexicon.class(rest).intersects(Class::TITLE | Class::ROLE);
    if !rest.contains(char::is_alphabetic) || office {
        return (None, name);
    }
    let title = name.get(..name.len() - rest.len()).map(str::trim).filter(|t| !t.is_empty());
    (title, rest)
}
