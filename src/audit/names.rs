//! Names in texts: words with a capital letter within a sentence, sequences of such words, mentions and hashtags.

use std::collections::HashMap;

use crate::text::{Token, TokenKind, tokens};

/// Longer sequences of capitalised words are not names but titles, or texts in capitals.
const MOST_WORDS: usize = 5;

/// The names of each text. In languages that capitalise all nouns, every noun counts as a name.
pub(super) struct Names {
    /// The names, in the order of first appearance.
    pub(super) names: Vec<String>,
    /// Per text the ids of its names, each once, rising.
    pub(super) rows: Vec<Vec<u32>>,
}

/// How often a word occurs within a sentence, by the case of its first letter.
#[derive(Clone, Copy, Default)]
struct Usage {
    small: u32,
    capital: u32,
}

/// A word token, which may be part of a name.
struct Candidate<'t> {
    word: &'t str,
    capital: bool,
    /// Whether it is the first word of a sentence, a quotation or a clause after a colon.
    first: bool,
    /// Whether only one space or hyphen is between it and the word before.
    joined: bool,
}

impl Names {
    pub(super) fn of<S: AsRef<str>>(texts: &[S]) -> Self {
        let mut usage: HashMap<String, Usage, foldhash::fast::FixedState> = HashMap::default();
        for text in texts {
            candidates(
                text.as_ref(),
                |c| {
                    if !c.first {
                        let of_word = usage.entry(c.word.to_lowercase()).or_default();
                        *(if c.capital { &mut of_word.capital } else { &mut of_word.small }) += 1;
                    }
                },
                |_| {},
            );
        }
        let mut known: HashMap<String, u32, foldhash::fast::FixedState> = HashMap::default();
        let mut names = Self { names: Vec::new(), rows: Vec::with_capacity(texts.len()) };
        for text in texts {
            let mut row = Vec::new();
            for name in names_of(text.as_ref(), |word| usage.get(&word.to_lowercase()).copied().unwrap_or_default()) {
                let id = *known.entry(name).or_insert_with_key(|name| {
                    names.names.push(name.clone());
                    names.names.len() as u32 - 1
                });
                row.push(id);
            }
            row.sort_unstable();
            row.dedup();
            names.rows.push(row);
        }
        names
    }
}

/// All names of a text: single words, and sequences of two to five.
fn names_of(text: &str, usage: impl Fn(&str) -> Usage) -> Vec<String> {
    let (mut out, mut tagged) = (Vec::new(), Vec::new());
    let mut run: Vec<&str> = Vec::new();
    candidates(
        text,
        |c| {
            let used = usage(c.word);
            let name = c.capital && used.capital > used.small;
            if !(name && c.joined) || (c.first && name) {
                end(&mut run, &mut out);
            }
            if name {
                out.push(c.word.to_owned());
                run.push(c.word);
            }
        },
        |tag| tagged.push(tag.to_lowercase()),
    );
    end(&mut run, &mut out);
    out.append(&mut tagged);
    out
}

/// Ends a sequence of names.
fn end(run: &mut Vec<&str>, out: &mut Vec<String>) {
    if (2..=MOST_WORDS).contains(&run.len()) {
        out.push(run.join(" "));
    }
    run.clear();
}

/// Calls `word` with each word of `text` in order and `tag` with each mention and hashtag.
fn candidates<'t>(text: &'t str, mut word: impl FnMut(Candidate<'t>), mut tag: impl FnMut(&'t str)) {
    let mut last_end = 0;
    let mut before: Option<Token> = None;
    for token in tokens(text) {
        let surface = text.get(token.span.start()..token.span.end()).unwrap_or("");
        match token.kind {
            TokenKind::Word => {
                let between = text.get(last_end..token.span.start()).unwrap_or("");
                let after_stop = before.is_none_or(|b| ends_sentence(b, text));
                let opens = between.chars().any(|c| matches!(c, '"' | '“' | '‘' | '«' | '„' | '\''));
                let own = surface.strip_suffix("'s").or(surface.strip_suffix("’s")).unwrap_or(surface);
                if !is_pronoun(own) {
                    word(Candidate {
                        word: own,
                        capital: own.chars().next().is_some_and(char::is_uppercase),
                        first: after_stop || opens,
                        joined: before.is_some_and(|b| b.kind == TokenKind::Word) && matches!(between, " " | "-"),
                    });
                }
            }
            TokenKind::Mention | TokenKind::Hashtag => tag(surface),
            _ => {}
        }
        last_end = token.span.end();
        before = Some(token);
    }
}

fn ends_sentence(token: Token, text: &str) -> bool {
    let surface = text.get(token.span.start()..token.span.end()).unwrap_or("");
    match token.kind {
        TokenKind::Expressive | TokenKind::Emoji => true,
        TokenKind::Clause => !matches!(surface, "," | "，" | "、" | "—" | "–"),
        _ => false,
    }
}

/// The pronoun "I" has a capital and is not a name.
fn is_pronoun(word: &str) -> bool {
    matches!(word, "I") || word.starts_with("I'") || word.starts_with("I’")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(texts: &[&str], row: usize) -> Vec<String> {
        let names = Names::of(texts);
        names.rows[row].iter().map(|id| names.names[*id as usize].clone()).collect()
    }

    #[test]
    fn names_are_capitalised_words_and_sequences_within_sentences() {
        let text = "Chips went to the Commerce Department, and I asked Acme's lawyers. Rules bind.";
        assert_eq!(found(&[text], 0), ["Commerce", "Department", "Commerce Department", "Acme"]);
    }

    #[test]
    fn a_first_word_is_a_name_only_if_it_is_one_elsewhere() {
        let texts = ["Acme sells chips.", "They fear Acme here.", "Today is late.", "It is late today."];
        assert_eq!(found(&texts, 0), ["Acme"]);
        assert!(found(&texts, 2).is_empty());
    }

    #[test]
    fn a_capitalised_word_that_is_mostly_lower_case_is_not_a_name() {
        let texts = ["The new Rule is out.", "A rule is a rule.", "The rule stays."];
        assert!(found(&texts, 0).is_empty());
    }

    #[test]
    fn mentions_and_hashtags_are_names() {
        assert_eq!(found(&["ok @Acme #EndIt #endit"], 0), ["@acme", "#endit"]);
    }
}
