//! What a summary needs of labelled rows, as columns of numbers.

use super::matching::Matched;
use super::texts::{Texts, retain};

/// The class of a row whose label is `unsure`.
pub(super) const UNSURE_ID: u32 = u32::MAX;
/// The day of a row without a date.
pub(super) const NO_DAY: i32 = i32::MIN;

/// Labelled statements. All lists with one value per statement have the same length.
#[derive(Clone, Debug, Default)]
pub struct Statements {
    /// What is summarised: the name of a head, or of a column with labels.
    pub label: String,
    /// The classes that occur, sorted by bytes.
    pub classes: Vec<String>,
    /// The position of each statement's class in `classes`; `u32::MAX` for `unsure`.
    pub class: Vec<u32>,
    /// The document of each statement.
    pub document: Vec<u32>,
    /// The speaker of each statement; 0 if unknown.
    pub speaker: Vec<u32>,
    /// The speakers by their numbers; the first is the unknown one.
    pub speakers: Vec<Speaker>,
    /// The columns by which cells are formed, then the periods if there are any.
    pub groupings: Vec<Grouping>,
    /// Whether the last of the groupings is the periods.
    pub has_periods: bool,
    /// The day of each statement in days since 1970-01-01, or `i32::MIN`; empty if dates are not needed.
    pub day: Vec<i32>,
    /// The probability of each class of `probability_classes`, statement after statement; empty without any.
    pub probabilities: Vec<f32>,
    /// The positions in `classes` of the classes with probabilities.
    pub probability_classes: Vec<u32>,
    /// The coded statements.
    pub coded: Vec<Matched>,
    /// What was counted while reading.
    pub counts: Counts,
    /// The words and places, if they are kept.
    pub(super) texts: Option<Texts>,
}

/// A speaker as rows name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speaker {
    /// The name.
    pub name: String,
    /// The columns `actor`, `actor_kind` and `actor_country` of the first of its rows that has an actor; blank without.
    pub actor: [String; 3],
}

/// A column by which statements are grouped.
#[derive(Clone, Debug, Default)]
pub struct Grouping {
    /// Its name.
    pub column: String,
    /// Its values.
    pub names: Vec<String>,
    /// The position of each statement's value in `names`.
    pub of: Vec<u32>,
}

/// What was counted while rows were read.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Counts {
    /// All rows.
    pub rows: u64,
    /// Rows without a statement: articles in which none was found.
    pub without_text: u64,
    /// Rows with a statement and no label.
    pub without_label: u64,
    /// Statements left out because an earlier one has the same words and speaker.
    pub copies: u64,
    /// Statements left out because an earlier one of another document has nearly the same words, and the same speaker and
    /// label.
    pub near_copies: u64,
    /// Statements whose date cannot be read.
    pub unreadable_dates: u64,
    /// The first of those dates, with their places.
    pub unreadable_examples: Vec<String>,
    /// Statements for which no date was found.
    pub without_date: u64,
    /// All documents, those without a statement included.
    pub documents: u64,
    /// Whether documents are known; otherwise every statement counts as one.
    pub documents_known: bool,
}

impl Statements {
    /// Number of statements.
    #[must_use]
    pub fn len(&self) -> usize {
        self.class.len()
    }

    /// Keeps only the statements with `true`.
    pub(super) fn keep(&mut self, kept: &[bool]) {
        let width = self.probability_classes.len();
        retain(&mut self.class, kept, 1);
        retain(&mut self.document, kept, 1);
        retain(&mut self.speaker, kept, 1);
        retain(&mut self.day, kept, 1);
        retain(&mut self.probabilities, kept, width);
        self.groupings.iter_mut().for_each(|grouping| retain(&mut grouping.of, kept, 1));
        if let Some(texts) = &mut self.texts {
            texts.keep(kept);
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.class.is_empty()
    }

    /// What the model says of a statement's class: its probability, otherwise 1 for the label and 0 for others.
    pub(super) fn proxy(&self, row: usize, class: u32) -> f64 {
        let width = self.probability_classes.len();
        if let Some(at) = self.probability_classes.iter().position(|own| *own == class)
            && let Some(p) = self.probabilities.get(row * width + at)
        {
            return f64::from(*p);
        }
        f64::from(u8::from(self.class.get(row) == Some(&class)))
    }
}
