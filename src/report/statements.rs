//! The contents of a page of statements.

use crate::{ByteSpan, UNSURE};

/// Articles or rows with their labelled statements.
#[derive(Clone, Debug, Default)]
pub struct StatementsPage {
    /// The page's title.
    pub title: String,
    /// Sentences under the title.
    pub notes: Vec<String>,
    /// The heads of the model; empty for statements that were only extracted.
    pub heads: Vec<Head>,
    /// One section per article, or one for all rows of a file.
    pub sections: Vec<Section>,
    /// The columns of the CSV file that the page saves.
    pub csv_columns: Vec<String>,
    /// Whether that file begins with a byte-order mark.
    pub bom: bool,
}

/// A head of the model.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Its name.
    pub name: String,
    /// Its classes.
    pub classes: Vec<String>,
    /// The position of its label in [`StatementsPage::csv_columns`].
    pub column: usize,
}

/// An article and its statements, or statements without an article.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The title.
    pub title: String,
    /// The text of the article, to which the spans of the statements refer.
    pub article: Option<String>,
    /// The statements, in the order of their places.
    pub statements: Vec<Statement>,
}

/// A statement.
#[derive(Clone, Debug, Default)]
pub struct Statement {
    /// Its number in the section.
    pub number: usize,
    /// Its words.
    pub text: String,
    /// The places of its parts in the article; joined by single spaces they are `text`.
    pub spans: Vec<ByteSpan>,
    /// The speaker, if known.
    pub speaker: Option<Speaker>,
    /// Warnings about the extraction.
    pub flags: Vec<String>,
    /// One prediction per head; empty if the statement is not labelled.
    pub answers: Vec<Answer>,
    /// Its row of the CSV file that the page saves. The columns of the labels hold labels that were given before.
    pub row: Vec<String>,
}

/// A speaker.
#[derive(Clone, Debug, Default)]
pub struct Speaker {
    /// The name.
    pub name: String,
    /// The role.
    pub role: Option<String>,
}

/// The prediction of one head for a statement.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The position of the most probable class.
    pub class: usize,
    /// Whether its probability is too low for a label.
    pub unsure: bool,
    /// The probability of each class.
    pub probabilities: Vec<f64>,
    /// Spans of the text with their contributions to the score of the most probable class, in logits.
    pub reasons: Vec<(ByteSpan, f64)>,
    /// The score of a text without any known word, in logits.
    pub bias: f64,
}

/// The label of an answer as a page shows it: its class, or `unsure`.
pub(super) fn label<'p>(head: &'p Head, answer: &Answer) -> &'p str {
    if answer.unsure { UNSURE } else { class(head, answer) }
}

/// The class of an answer; empty if the head has none of its number.
pub(super) fn class<'p>(head: &'p Head, answer: &Answer) -> &'p str {
    head.classes.get(answer.class).map_or("", String::as_str)
}
