//! A whole document by one speaker: every sentence is a statement.

use super::grammar::token_view::Tokens;
use super::statement::{Extraction, Speaker, Statement};
use super::text::language::lexicon_for;
use super::text::paragraphs::paragraphs;
use super::text::quote_marks::{self, Scratch};
use super::text::{sentences, tokens};
use crate::ByteSpan;

/// The sentences of `text`, each a statement of `speaker`, in order; what has no letter is left out.
///
/// The speaker's span is empty, since the name comes from outside the text. Quotations inside stay in their sentence.
pub fn document(text: &str, speaker: &str) -> Extraction {
    let lexicon = lexicon_for(text);
    let singles_lead = quote_marks::singles_lead(text);
    let mut scratch = Scratch::default();
    let (mut quoted, mut list, mut sentences) = (Vec::new(), Vec::new(), Vec::new());
    let mut found = Extraction::default();
    for paragraph in paragraphs(text) {
        quoted.clear();
        list.clear();
        sentences.clear();
        quote_marks::find(text, paragraph, singles_lead, &mut scratch, &mut quoted);
        tokens::scan(text, paragraph, &quoted, lexicon, &mut list);
        let tokens = Tokens { text, lexicon, list: &list };
        sentences::cut(tokens, &quoted, &mut sentences);
        for sentence in &sentences {
            // A control character that is white space is a token.
            let span = tokens.span(*sentence).trimmed(text);
            if !span.of(text).contains(char::is_alphabetic) {
                continue;
            }
            let speaker = Speaker { span: ByteSpan::new(0, 0), name: speaker.to_owned(), role: None };
            found.push(Statement::spoken(text, span, paragraph, speaker, Vec::new()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_split_into_the_sentences_of_its_speaker() {
        let text = "Dear Secretary,\n\nWe, at Acme Corp. Inc., oppose the U.S. rule. It costs us 1.5 billion! “Why so?” our customers ask.\n\n* * *\n";
        let found = document(text, "Ada Nowak");
        let texts: Vec<&str> = found.statements.iter().map(|s| s.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "Dear Secretary,",
                "We, at Acme Corp. Inc., oppose the U.S. rule.",
                "It costs us 1.5 billion!",
                "“Why so?” our customers ask."
            ]
        );
        for (k, statement) in found.statements.iter().enumerate() {
            assert_eq!(statement.number, k + 1);
            assert_eq!(statement.spans[0].of(text), statement.text);
            assert_eq!(statement.speaker.as_ref().unwrap().name, "Ada Nowak");
        }
    }

    #[test]
    fn nothing_said_is_no_statement() {
        assert!(document(" \n 12 \n", "A").statements.is_empty());
    }

    #[test]
    fn a_sentence_begins_and_ends_with_its_words_whatever_space_is_around_it() {
        for text in ["\u{b}We oppose it.\u{c}", "\u{85} We oppose it. \u{2028}\n"] {
            let found = document(text, "A");
            assert_eq!(found.statements.last().map(|s| s.text.as_str()), Some("We oppose it."), "{text:?}");
        }
    }
}
