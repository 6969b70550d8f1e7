//! Drafts of statements, and how they become statements once all names of the article are known.

use super::attribution::sentence::Attribution;
use super::grammar::mentions::{MentionCandidate, MentionType};
use super::speakers::antecedents::Antecedents;
use super::speakers::confidence::confidence;
use super::speakers::names::Names;
use super::statement::{Construction, Flag, Kind, Speaker, Statement};
use super::text::lexicon::Language;
use crate::span::ByteSpan;

/// Bytes of a fragment that may be a term because it comes twice.
const LONGEST_REPEATED: usize = 40;
/// Headers without quotation marks that a transcript has at least.
const FEWEST_HEADERS: usize = 3;

/// A statement before its speaker is resolved.
pub(super) struct Draft {
    /// The quoted words, marks left out.
    pub(super) spans: Vec<ByteSpan>,
    /// The narrator's sentence around them.
    pub(super) context: ByteSpan,
    /// Whole statement, fragment or term.
    pub(super) kind: Kind,
    /// Who speaks, as written.
    pub(super) attribution: Attribution,
    /// What to know before trusting it, so far.
    pub(super) flags: Vec<Flag>,
    /// Whom a pronoun can stand for.
    pub(super) antecedents: Antecedents,
}

impl Draft {
    /// Adds a further piece of the same statement. `continued` says that it is a paragraph of its own.
    pub(super) fn append(&mut self, text: &str, piece: Draft, continued: bool) {
        self.spans.extend(piece.spans);
        self.flags.extend(piece.flags);
        self.flags.sort_unstable();
        self.flags.dedup();
        self.context = self.context.hull(piece.context);
        let unknown = matches!(self.attribution.how, Construction::Inherited | Construction::Nothing);
        if continued && unknown && piece.attribution.how != Construction::Inherited {
            self.attribution = piece.attribution;
            self.flags.retain(|f| *f != Flag::Floating);
        }
        // Two halves of a sentence are one.
        let words = || self.spans.iter().map(|s| s.of(text));
        let whole = words().next().is_some_and(|w| w.chars().next().is_some_and(char::is_uppercase))
            && words().flat_map(str::split_whitespace).take(4).count() == 4;
        if whole || piece.kind == Kind::Full {
            self.kind = Kind::Full;
        }
    }

    /// The statement, with number `number` in its article.
    fn finish(mut self, text: &str, number: usize, names: &mut Names) -> Statement {
        debug_assert!(!self.spans.is_empty(), "a statement without words");
        let spoken = self.kind != Kind::Term;
        // Of a language without a word list nothing is guessed.
        let known = names.lexicon.language != Language::Other;
        if !known {
            self.flags.push(Flag::Language);
            self.attribution = Attribution::NONE;
        }
        let speaker = self.attribution.speaker.filter(|_| spoken).map(|found| self.resolve(text, &found, names));
        if speaker.is_none() {
            self.flags.push(Flag::NoSpeaker);
            self.flags.retain(|f| *f != Flag::Floating);
        }
        self.flags.sort_unstable();
        self.flags.dedup();
        let words: Vec<&str> = self.spans.iter().map(|s| s.of(text)).collect();
        let mut statement = Statement {
            number,
            kind: self.kind,
            text: words.join(" "),
            spans: self.spans,
            context: self.context,
            speaker,
            cue: self.attribution.cue.filter(|_| spoken),
            construction: self.attribution.how,
            indirect: self.flags.contains(&Flag::Indirect),
            flags: self.flags,
            confidence: 0.0,
        };
        statement.confidence = confidence(names.lexicon, text, &statement);
        statement
    }

    /// The speaker written as `found`, and the flags that say how it was resolved.
    fn resolve(&mut self, text: &str, found: &MentionCandidate, names: &mut Names) -> Speaker {
        let mut resolved = names.resolve(text, found);
        if matches!(found.mention_type, MentionType::Pronominal | MentionType::Relative) {
            self.flags.push(Flag::Pronoun);
        }
        let antecedent = match found.mention_type {
            MentionType::Pronominal => self.antecedents.of_pronoun(text, found, names),
            MentionType::Nominal => self.antecedents.of_description(text, found, names),
            _ => None,
        };
        if antecedent.is_none() && found.mention_type == MentionType::Pronominal {
            self.flags.push(Flag::Ambiguous);
        }
        if let Some(antecedent) = antecedent {
            resolved = antecedent;
        }
        let how = self.attribution.how;
        let flags = [
            (resolved.ambiguous, Flag::Ambiguous),
            (resolved.anonymous, Flag::Anonymous),
            (how == Construction::Subject, Flag::NoCue),
            (how == Construction::Header, Flag::Header),
        ];
        self.flags.extend(flags.into_iter().filter(|(holds, _)| *holds).map(|(_, flag)| flag));
        Speaker { span: found.head, name: resolved.name, role: resolved.role }
    }
}

/// Turns drafts into statements, in order of their first span. `narrated` are the pronouns that are subjects of sentences without
/// a quotation, in order: whom they stand for is read in between.
pub(super) fn finish(
    text: &str,
    mut drafts: Vec<Draft>,
    narrated: Vec<(MentionCandidate, Antecedents)>,
    names: &mut Names,
) -> Vec<Statement> {
    names.go_back(0);
    drop_labels(text, &mut drafts, names);
    repeated_terms(text, &mut drafts);
    let mut narrated = narrated.into_iter().peekable();
    let finished = drafts.into_iter().enumerate().map(|(index, draft)| {
        let start = draft.context.start();
        while let Some((pronoun, antecedents)) = narrated.next_if(|(found, _)| found.head.start() < start) {
            // Noted in `names`.
            names.go_back(pronoun.head.start());
            antecedents.of_pronoun(text, &pronoun, names);
        }
        names.go_back(start);
        draft.finish(text, index + 1, names)
    });
    finished.collect()
}

/// Headers without quotation marks name speakers only in a transcript: at least [`FEWEST_HEADERS`], one of them repeated, or
/// a question and its answer; and one at least must be somebody's name or role.
fn drop_labels(text: &str, drafts: &mut Vec<Draft>, names: &Names) {
    let unquoted = |d: &Draft| d.attribution.how == Construction::Header && d.flags.contains(&Flag::Header);
    let mut heads: Vec<&str> =
        drafts.iter().filter(|d| unquoted(d)).filter_map(|d| d.attribution.speaker.map(|s| s.head.of(text))).collect();
    if heads.is_empty() {
        return;
    }
    let count = heads.len();
    // Why did you leave? — a question, and another who answers.
    let turns: Vec<&Draft> = drafts.iter().filter(|d| unquoted(d)).collect();
    let head = |d: &Draft| d.attribution.speaker.map(|s| s.head.of(text));
    let asked = turns.windows(2).any(|pair| match pair {
        [question, answer] => {
            let question_words = question.spans.last().map_or("", |s| s.of(text));
            question_words.trim_end().ends_with('?') && head(question) != head(answer)
        }
        _ => false,
    });
    heads.sort_unstable();
    heads.dedup();
    let repeated = count >= FEWEST_HEADERS && heads.len() < count;
    let person = heads.iter().any(|h| h.contains(' ') || h.len() == 1 || names.is_speaker(text, h));
    if !(repeated || asked) || !person {
        drafts.retain(|d| !unquoted(d));
    }
}

/// A short fragment quoted twice or more, without a report beside it, is a term.
fn repeated_terms(text: &str, drafts: &mut [Draft]) {
    let mut short: Vec<(String, usize)> = Vec::new();
    for (i, draft) in drafts.iter().enumerate() {
        let words = draft.spans.first().map_or("", |s| s.of(text));
        let beside = matches!(
            draft.attribution.how,
            Construction::Before
                | Construction::After
                | Construction::Header
                | Construction::Clause
                | Construction::Final
                | Construction::Noun
        );
        if draft.kind == Kind::Fragment
            && draft.spans.len() == 1
            && words.len() <= LONGEST_REPEATED
            && !beside
            && words.split_whitespace().count() <= 4
        {
            short.push((words.trim_end_matches([',', '.', ';', ':']).to_lowercase(), i));
        }
    }
    short.sort_unstable();
    for same in short.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        for (_, i) in same {
            if let Some(draft) = drafts.get_mut(*i) {
                draft.kind = Kind::Term;
            }
        }
    }
}
