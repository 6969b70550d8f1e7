//! What is remembered from one sentence of an article to the next.

use super::grammar::mentions::MentionCandidate;
use super::speakers::antecedents::Antecedents;

/// What one sentence hands to the next.
#[derive(Default)]
pub(super) struct Memory {
    /// The last speaker in the article.
    pub(super) speaker: Option<MentionCandidate>,
    /// The last speaker or subject in this paragraph.
    pub(super) near: Option<MentionCandidate>,
    /// The subject of a sentence that ended in a colon at its paragraph's end.
    pub(super) announced: Option<MentionCandidate>,
    /// Whom a pronoun can stand for.
    pub(super) antecedents: Antecedents,
    /// Whether the last paragraph was only a quotation.
    pub(super) bare: bool,
    /// Whether the last paragraph ended inside an unclosed quotation.
    pub(super) open: bool,
}
