//! What a page of statements is rendered from.

use crate::ByteSpan;

/// Articles or rows with their labelled statements.
#[derive(Clone, Debug, Default)]
pub struct StatementsPage {
    /// The page's title.
    pub title: String,
    /// Sentences under the title.
    pub notes: Vec<String>,
    /// What the statements are labelled with; none for statements that were only extracted.
    pub heads: Vec<Head>,
    /// One an article, or one for all rows of a file.
    pub sections: Vec<Section>,
    /// Columns of the CSV that the page saves.
    pub csv_columns: Vec<String>,
    /// Whether that CSV begins with a byte-order mark.
    pub bom: bool,
}

/// A head of the model.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Its name.
    pub name: String,
    /// Its classes.
    pub classes: Vec<String>,
    /// Where its label stands in [`StatementsPage::csv_columns`].
    pub column: usize,
}

/// An article and its statements, or statements without an article.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// What it is called.
    pub title: String,
    /// The article's text; spans of the statements are places in it.
    pub article: Option<String>,
    /// In order of their places.
    pub statements: Vec<Statement>,
}

/// A statement.
#[derive(Clone, Debug, Default)]
pub struct Statement {
    /// Its number in the section.
    pub number: usize,
    /// Its words.
    pub text: String,
    /// Where its pieces stand in the article; joined by one space they are `text`.
    pub spans: Vec<ByteSpan>,
    /// Who speaks, where that is known.
    pub speaker: Option<Speaker>,
    /// What to know before trusting it.
    pub flags: Vec<String>,
    /// One a head, or none where the statement is not labelled.
    pub answers: Vec<Answer>,
    /// Its row of the CSV that the page saves, without labels; what it holds in a label's column is the choice made before.
    pub row: Vec<String>,
}

/// Who speaks.
#[derive(Clone, Debug, Default)]
pub struct Speaker {
    /// The name.
    pub name: String,
    /// The role.
    pub role: Option<String>,
}

/// What one head says of a statement.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// Position of the most probable class.
    pub class: usize,
    /// Whether it is too improbable to be the label.
    pub unsure: bool,
    /// Probability of each class.
    pub probabilities: Vec<f64>,
    /// What stretches of the statement's text add to the score of the most probable class, in logits.
    pub reasons: Vec<(ByteSpan, f64)>,
    /// The score without any known word, in logits.
    pub bias: f64,
}
