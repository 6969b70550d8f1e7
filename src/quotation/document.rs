//! A whole document by one speaker: every sentence is a statement.

use super::marks::{self, Scratch};
use super::mentions::Phrase;
use super::statement::{Extraction, Mention};
use super::{paragraphs, sentences, spoken, tokens};
use crate::ByteSpan;

/// The sentences of `text`, each a statement of `speaker`, in order; what has no letter is left out.
///
/// The speaker's span is empty, since the name comes from outside the text. Quotations inside stay in their sentence.
pub fn document(text: &str, speaker: &str) -> Extraction {
    let singles_lead = marks::singles_lead(text);
    let mut scratch = Scratch::default();
    let (mut stretches, mut words, mut bounds) = (Vec::new(), Vec::new(), Vec::new());
    let mut found = Extraction::default();
    for paragraph in paragraphs::find(text) {
        stretches.clear();
        words.clear();
        bounds.clear();
        marks::find(text, paragraph, singles_lead, &mut scratch, &mut stretches);
        tokens::scan(text, paragraph, &stretches, 0, &mut words);
        let phrase = Phrase { text, tokens: &words };
        sentences::cut(phrase, &stretches, &mut bounds);
        for (low, high) in &bounds {
            let span = phrase.span(*low, *high);
            if !span.of(text).contains(char::is_alphabetic) {
                continue;
            }
            let mention = Mention { span: ByteSpan::new(0, 0), name: speaker.to_owned(), role: None };
            let number = found.statements.len() + 1;
            found.statements.push(spoken::statement(text, number, span, paragraph, mention, Vec::new()));
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
}
