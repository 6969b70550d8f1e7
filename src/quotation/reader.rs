//! What is known while an article is read: its names, the drafts of its statements, and what paragraphs hand on.

use super::drafts::Draft;
use super::grammar::mentions::MentionCandidate;
use super::memory::Memory;
use super::options::Options;
use super::speakers::antecedents::Antecedents;
use super::speakers::names::Names;
use super::text::lexicon::Lexicon;

/// What is known of an article at the paragraph that is read now; `article` and `quoting` fill it.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) options: Options,
    pub(super) drafts: Vec<Draft>,
    pub(super) names: Names,
    pub(super) memory: Memory,
    /// Indirect statements that were only counted.
    pub(super) indirect: usize,
    /// Pronouns that are subjects of the narrator's sentences, with whom they can stand for.
    pub(super) pronouns: Vec<(MentionCandidate, Antecedents)>,
}

impl<'t> Reader<'t> {
    /// A reader before the first paragraph.
    pub(super) fn new(text: &'t str, lexicon: &'static Lexicon, options: &Options) -> Self {
        Reader {
            text,
            options: *options,
            drafts: Vec::new(),
            names: Names::new(lexicon),
            memory: Memory::default(),
            indirect: 0,
            pronouns: Vec::new(),
        }
    }
}
