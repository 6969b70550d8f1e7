//! Drafts of statements, and how they become statements once all names of the article are known.

use super::attribution::Attribution;
use super::confidence::confidence;
use super::lexicon::{Class, Lexicon};
use super::mentions::{Found, Shape};
use super::resolution::{Names, Resolved};
use super::statement::{Construction, Flag, Kind, Mention, Statement};
use crate::span::ByteSpan;

/// How many persons are remembered for a pronoun.
const REMEMBERED: usize = 4;

/// The last persons and bodies named as subjects, the latest first.
#[derive(Clone, Copy, Default)]
pub(super) struct Recent([Option<Found>; REMEMBERED]);

impl Recent {
    /// Puts `found` first; pronouns and descriptions of nobody in particular are no antecedents.
    pub(super) fn note(&mut self, text: &str, found: Found) {
        let known = match found.shape {
            Shape::Name | Shape::Body => true,
            Shape::Described => person(found.head.of(text)),
            Shape::Pronoun | Shape::Relative => false,
        };
        if !known {
            return;
        }
        let same = |f: &Option<Found>| f.is_none_or(|f| f.head.of(text) == found.head.of(text));
        let until = self.0.iter().position(same).unwrap_or(REMEMBERED - 1);
        if let Some(front) = self.0.get_mut(..=until) {
            front.rotate_right(1);
        }
        if let Some(first) = self.0.first_mut() {
            *first = Some(found);
        }
    }
}

/// Whether a description is of one person: *the chairman*, *her daughter*.
fn person(words: &str) -> bool {
    let lexicon = Lexicon::get();
    let mut classes = words.split_whitespace().map(|w| lexicon.class(w));
    let definite = words.split_whitespace().next().is_some_and(|w| {
        lexicon.class(w).has(Class::POSS) || w.eq_ignore_ascii_case("the") || w.ends_with("'s") || w.ends_with("’s")
    });
    definite && classes.next_back().is_some_and(|c| c.has(Class::ROLE.and(Class::TITLE)) && !c.has(Class::GROUP))
}

/// A statement before its speaker is resolved.
pub(super) struct Draft {
    pub(super) spans: Vec<ByteSpan>,
    pub(super) context: ByteSpan,
    pub(super) kind: Kind,
    pub(super) attribution: Attribution,
    pub(super) flags: Vec<Flag>,
    /// Whom a pronoun can stand for.
    pub(super) recent: Recent,
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
}

/// Turns drafts into statements, in order of their first span.
pub(super) fn finish(text: &str, mut drafts: Vec<Draft>, names: &Names) -> Vec<Statement> {
    drop_labels(text, &mut drafts);
    repeated_terms(text, &mut drafts);
    let mut out = Vec::with_capacity(drafts.len());
    for (index, mut draft) in drafts.into_iter().enumerate() {
        let spoken = draft.kind != Kind::Term;
        let speaker =
            draft.attribution.speaker.filter(|_| spoken).map(|found| mention(text, &found, &mut draft, names));
        if speaker.is_none() {
            draft.flags.push(Flag::NoSpeaker);
            draft.flags.retain(|f| *f != Flag::Floating);
        }
        draft.flags.sort_unstable();
        draft.flags.dedup();
        let mut joined = String::with_capacity(draft.spans.iter().map(|s| s.len() + 1).sum());
        for span in &draft.spans {
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(span.of(text));
        }
        let mut statement = Statement {
            number: index + 1,
            kind: draft.kind,
            spans: draft.spans,
            text: joined,
            context: draft.context,
            speaker,
            cue: draft.attribution.cue.filter(|_| spoken),
            construction: draft.attribution.how,
            indirect: draft.flags.contains(&Flag::Indirect),
            flags: draft.flags,
            confidence: 0.0,
        };
        statement.confidence = confidence(text, &statement);
        out.push(statement);
    }
    out
}

fn mention(text: &str, found: &Found, draft: &mut Draft, names: &Names) -> Mention {
    let flags = &mut draft.flags;
    let mut resolved = names.resolve(text, found);
    if matches!(found.shape, Shape::Pronoun | Shape::Relative) {
        flags.push(Flag::Pronoun);
    }
    if found.shape == Shape::Pronoun {
        let written = found.head.of(text);
        let antecedent = draft.recent.0.iter().flatten().filter(|f| f.head.start < found.head.start).find_map(|f| {
            let candidate = names.resolve(text, f);
            agrees(written, f, &candidate.name, candidate.role.as_deref()).then_some(candidate)
        });
        match antecedent {
            Some(candidate) => resolved = candidate,
            None => flags.push(Flag::Ambiguous),
        }
    }
    if found.shape == Shape::Described
        && let Some(named) = bearer(text, found, &draft.recent, names)
    {
        resolved = named;
    }
    if resolved.ambiguous {
        flags.push(Flag::Ambiguous);
    }
    if resolved.anonymous {
        flags.push(Flag::Anonymous);
    }
    if draft.attribution.how == Construction::Subject {
        flags.push(Flag::NoCue);
    }
    if draft.attribution.how == Construction::Header {
        flags.push(Flag::Header);
    }
    Mention { span: found.head, name: resolved.name, role: resolved.role }
}

/// Who bears the role in *the spokesman*: the last person named with it.
fn bearer(text: &str, found: &Found, recent: &Recent, names: &Names) -> Option<Resolved> {
    let mut words = found.head.of(text).split_whitespace();
    let (Some(the), Some(role), None) = (words.next(), words.next(), words.next()) else { return None };
    if !the.eq_ignore_ascii_case("the") || !Lexicon::get().class(role).has(Class::ROLE.and(Class::TITLE)) {
        return None;
    }
    let speaks = |w: &str| w.get(..6).is_some_and(|w| w.eq_ignore_ascii_case("spokes"));
    let same = |w: &str| w.eq_ignore_ascii_case(role) || speaks(w) && speaks(role);
    recent.0.iter().flatten().filter(|f| f.shape == Shape::Name && f.head.start < found.head.start).find_map(|f| {
        let candidate = names.resolve(text, f);
        candidate.role.as_deref().is_some_and(|r| r.split_whitespace().any(same)).then_some(candidate)
    })
}

/// Whether a pronoun can stand for a name: *she* for no evident man, *it* for no evident person, first and second persons for nobody.
fn agrees(pronoun: &str, found: &Found, name: &str, role: Option<&str>) -> bool {
    let lexicon = Lexicon::get();
    let is = |class: Class| {
        let has = |w: &str| lexicon.class(w).has(class) && !lexicon.class(w).has(Class::POSS);
        name.split_whitespace().next().is_some_and(has)
            || found.shape == Shape::Described && name.split_whitespace().any(has)
            || role.is_some_and(|r| r.split_whitespace().any(has))
    };
    let (male, female) = (is(Class::MALE), is(Class::FEMALE));
    let word = pronoun.split(['\'', '’']).next().unwrap_or("").to_ascii_lowercase();
    match word.as_str() {
        "he" | "his" | "him" => found.shape != Shape::Body && (male || !female),
        "she" | "her" => found.shape != Shape::Body && (female || !male),
        "it" | "its" => found.shape == Shape::Body || !male && !female && !name.contains(' '),
        "they" | "their" => true,
        _ => false,
    }
}

/// Headers without quotation marks count as speakers only where a transcript shows: three or more, one of them repeated.
fn drop_labels(text: &str, drafts: &mut Vec<Draft>) {
    let unmarked = |d: &Draft| d.attribution.how == Construction::Header && d.flags.contains(&Flag::Header);
    let mut heads: Vec<&str> =
        drafts.iter().filter(|d| unmarked(d)).filter_map(|d| d.attribution.speaker.map(|s| s.head.of(text))).collect();
    if heads.is_empty() {
        return;
    }
    let count = heads.len();
    heads.sort_unstable();
    heads.dedup();
    if count < 3 || heads.len() == count {
        drafts.retain(|d| !unmarked(d));
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
            && words.len() <= 40
            && !beside
            && words.split_whitespace().count() <= 4
        {
            short.push((words.trim_end_matches([',', '.', ';', ':']).to_lowercase(), i));
        }
    }
    short.sort_unstable();
    let mut run: &[(String, usize)] = &short;
    while let Some((first, _)) = run.first() {
        let same = run.iter().take_while(|(w, _)| w == first).count();
        let (these, rest) = run.split_at(same);
        if same > 1 {
            for (_, i) in these {
                if let Some(draft) = drafts.get_mut(*i) {
                    draft.kind = Kind::Term;
                }
            }
        }
        run = rest;
    }
}
