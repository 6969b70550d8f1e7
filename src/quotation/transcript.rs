//! Transcripts: turns that begin with `SPEAKER:`.

use std::collections::HashMap;

use super::statement::{Extraction, Flag, Speaker, Statement};
use super::text::lexicon::{Class, Lexicon};
use super::text::paragraphs::paragraphs;
use crate::ByteSpan;

/// Heads of lines that name no speaker.
const FIELDS: [&str; 16] = [
    "date",
    "time",
    "place",
    "location",
    "venue",
    "subject",
    "note",
    "notes",
    "source",
    "participants",
    "present",
    "attendees",
    "transcript",
    "chapter",
    "re",
    "url",
];

/// Titles that open a turn in a printed record.
const RECORD_TITLES: [&str; 12] = [
    "Mr.",
    "Mrs.",
    "Ms.",
    "Miss",
    "Dr.",
    "Senator",
    "Representative",
    "Chairman",
    "Chairwoman",
    "Chair",
    "Secretary",
    "General",
];
/// Bytes of such a head after its title.
const LONGEST_RECORD_HEAD: usize = 40;

/// Words that may stand small inside a speaker's name.
const SMALL: [&str; 18] = [
    "of", "the", "for", "and", "de", "da", "do", "dos", "del", "della", "der", "den", "van", "von", "la", "le", "bin",
    "al",
];

/// A speaker's head of a line: where the name is, the role beside it, and where the words begin.
#[derive(Clone, Copy)]
struct Head {
    name: ByteSpan,
    role: Option<ByteSpan>,
    words: usize,
}

/// The paragraphs of a transcript's turns, each a statement of the turn's speaker, in order.
///
/// A turn begins with a line `NAME:`, with a time stamp before it or after the name if need be, and a role behind a comma or in
/// brackets. A bare surname is completed by the full name of another turn. Further paragraphs of a turn carry
/// [`Flag::Floating`]. What stands before the first turn, and stage directions in brackets, are nobody's statement.
pub fn transcript(text: &str) -> Extraction {
    let mut turns: Vec<(Head, bool, ByteSpan, ByteSpan)> = Vec::new();
    let mut open: Option<Head> = None;
    for paragraph in paragraphs(text).into_iter().flat_map(|p| split(text, p)).filter(|p| !is_caption_data(p.of(text)))
    {
        let head = head(text, paragraph);
        let (from, fresh) = match head {
            Some(found) => {
                open = head;
                (found.words, true)
            }
            None => (paragraph.start(), false),
        };
        let Some(speaker) = open else { continue };
        let words = trimmed(text, ByteSpan::new(from, paragraph.end()));
        let words = match words.of(text).strip_suffix("</v>") {
            Some(bare) => trimmed(text, ByteSpan::new(words.start(), words.start() + bare.len())),
            None => words,
        };
        if !is_direction(words.of(text)) {
            turns.push((speaker, fresh, words, paragraph));
        }
    }
    let speakers = Speakers::new(text, turns.iter().map(|t| t.0));
    let mut found = Extraction::default();
    for (speaker, fresh, words, paragraph) in turns {
        let (mention, ambiguous) = speakers.of(speaker);
        let mut flags = vec![if fresh { Flag::Header } else { Flag::Floating }];
        if ambiguous {
            flags.push(Flag::Ambiguous);
        }
        flags.sort_unstable();
        found.push(Statement::spoken(text, words, paragraph, mention, flags));
    }
    found
}

/// Whether a line is of a caption file's own: its head, the number or the time of a caption.
fn is_caption_data(line: &str) -> bool {
    let first = line.lines().next().unwrap_or("");
    let time = first.contains("-->");
    let head = first.starts_with("WEBVTT") || ["Kind:", "Language:"].iter().any(|h| first.starts_with(h));
    let number = !line.is_empty() && line.chars().all(|c| c.is_ascii_digit());
    (time || head || number) && line.lines().count() == 1
}

/// Cuts a block of wrapped lines where a line begins a turn.
fn split(text: &str, paragraph: ByteSpan) -> Vec<ByteSpan> {
    let mut out = Vec::new();
    let mut start = paragraph.start();
    for (at, _) in paragraph.of(text).match_indices('\n') {
        let next = paragraph.start() + at + 1;
        if head(text, ByteSpan::new(next, paragraph.end())).is_some() {
            out.push(trimmed(text, ByteSpan::new(start, next)));
            start = next;
        }
    }
    out.push(trimmed(text, ByteSpan::new(start, paragraph.end())));
    out.retain(|span| !span.is_empty());
    out
}

fn trimmed(text: &str, span: ByteSpan) -> ByteSpan {
    let words = span.of(text);
    let start = span.start() + (words.len() - words.trim_start().len());
    ByteSpan::new(start, start + words.trim().len())
}

/// Whether nothing is said: no letter, or all of it in brackets.
fn is_direction(words: &str) -> bool {
    let inner = words.strip_prefix('(').and_then(|w| w.strip_suffix(')'));
    let inner = inner.or_else(|| words.strip_prefix('[').and_then(|w| w.strip_suffix(']')));
    !words.contains(char::is_alphabetic) || inner.is_some_and(|w| !w.contains(['(', ')', '[', ']']))
}

/// The head of a line, if it has one: `NAME:`, `<v NAME>`, `Mr. NAME.`
fn head(text: &str, line: ByteSpan) -> Option<Head> {
    let line = trimmed(text, ByteSpan::new(line.start(), line.start() + line.of(text).lines().next()?.len()));
    voice(text, line).or_else(|| colon_head(text, line)).or_else(|| record_head(text, line))
}

/// WebVTT's voice, `<v NAME>words</v>`.
fn voice(text: &str, line: ByteSpan) -> Option<Head> {
    let words = line.of(text);
    let rest = words.strip_prefix("<v")?;
    let end = rest.find('>')?;
    let name = trimmed(text, ByteSpan::new(line.start() + 2, line.start() + 2 + end));
    // `<v.loud NAME>` has a class before the name.
    let name = match name.of(text).strip_prefix('.').and_then(|n| n.split_once(' ')) {
        Some((class, _)) => ByteSpan::new(name.start() + class.len() + 2, name.end()),
        None => name,
    };
    (!name.is_empty()).then_some(Head { name, role: None, words: line.start() + 2 + end + 1 })
}

/// The head of a turn in a printed record, `Mr. NAME.`, `Ms. NAME of Ohio.`, `The Chairwoman.`
fn record_head(text: &str, line: ByteSpan) -> Option<Head> {
    let words = line.of(text);
    let (title, rest) = words.split_once(' ')?;
    let titled = RECORD_TITLES.contains(&title);
    if !titled && title != "The" {
        return None;
    }
    let stop = rest.find(". ").filter(|at| *at <= LONGEST_RECORD_HEAD)?;
    let name = rest.get(..stop)?;
    let count = name.split_whitespace().count();
    let mut parts = name.split(" of ");
    let capital = |part: &str| part.split_whitespace().all(|w| w.starts_with(char::is_uppercase));
    let bare = parts.next().is_some_and(capital) && parts.next().is_none_or(capital) && parts.next().is_none();
    let office = || Lexicon::english().class(name).intersects(Class::ROLE | Class::TITLE) && count == 1;
    let starts = rest.get(stop + 2..).is_some_and(|r| r.trim_start().starts_with(|c: char| !c.is_lowercase()));
    if !bare || !starts || !(titled && count <= 5 || title == "The" && office()) {
        return None;
    }
    let start = line.start();
    let length = title.len() + 1 + name.split(" of ").next().map_or(0, str::len);
    Some(Head { name: ByteSpan::new(start, start + length), role: None, words: start + title.len() + 1 + stop + 1 })
}

/// A head that ends in a colon: `NAME:`, `NAME (role):`, `[NAME]:`, with a time stamp before it perhaps.
fn colon_head(text: &str, line: ByteSpan) -> Option<Head> {
    let start = line.start() + stamp(line.of(text));
    let rest = ByteSpan::new(start, line.end()).of(text);
    let colon = rest.char_indices().take(100).find(|(at, c)| {
        let after = rest.get(at + 1..).and_then(|r| r.chars().next());
        *c == ':' && after.is_none_or(char::is_whitespace)
    })?;
    let mut name = trimmed(text, ByteSpan::new(start, start + colon.0));
    let mut role = None;
    while let Some((at, inner)) = bracketed(name.of(text)) {
        let inside = ByteSpan::new(name.start() + at + 1, name.start() + at + 1 + inner.len());
        if at == 0 {
            // [SPEAKER_00]:
            name = inside;
            break;
        }
        let outside = trimmed(text, ByteSpan::new(name.start(), name.start() + at));
        if outside.of(text).starts_with("The ") && is_name(inner) && inner.contains(' ') {
            // The Secretary of State for Trade (NAME):
            role = Some(ByteSpan::new(outside.start() + 4, outside.end()));
            name = inside;
            break;
        }
        if inner.contains(char::is_alphabetic) && !is_delivery(inner) {
            role = Some(inside);
        }
        name = outside;
    }
    let cut = [", ", " – ", " — ", " - "].iter().filter_map(|mark| Some((name.of(text).find(mark)?, mark.len()))).min();
    if let Some((at, length)) = cut {
        role = role.or(Some(ByteSpan::new(name.start() + at + length, name.end())));
        name = trimmed(text, ByteSpan::new(name.start(), name.start() + at));
    }
    is_name(name.of(text)).then_some(Head { name, role: role.filter(|r| !r.is_empty()), words: start + colon.0 + 1 })
}

/// Bytes of a time stamp, and of what sets it off, at the head of a line: `[00:12:03]`, `(12:03)`, `12:03`, `>>`.
fn stamp(line: &str) -> usize {
    let is_stamp = |c: char| {
        c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | '/' | '[' | ']' | '(' | ')' | '>' | '-' | ' ' | '\t')
    };
    let length = line.find(|c| !is_stamp(c)).unwrap_or(0);
    let lead = line.get(..length).unwrap_or("");
    if lead.contains(':') || lead.contains(">>") { length } else { 0 }
}

/// The last part in brackets, if the words end with it: its place, and what is inside.
fn bracketed(words: &str) -> Option<(usize, &str)> {
    let (open, close) = if words.ends_with(')') { ('(', ')') } else { ('[', ']') };
    let at = words.rfind(open)?;
    Some((at, words.get(at + 1..)?.strip_suffix(close)?))
}

/// Whether a note in brackets says how something is said, not who says it: *laughing*, *via video*.
fn is_delivery(note: &str) -> bool {
    let first = note.split_whitespace().next().unwrap_or("").to_lowercase();
    let known = ["via", "off", "over", "on", "through", "by", "inaudible", "laughs", "sighs", "applause", "crosstalk"];
    note.starts_with(char::is_lowercase) && (first.ends_with("ing") || first.ends_with("ed") || first.ends_with("ly"))
        || known.contains(&first.as_str())
}

/// Whether words can be a speaker: up to eight words, each capitalised, numbered or small; no end of a sentence inside.
fn is_name(words: &str) -> bool {
    let count = words.split_whitespace().count();
    let word = |w: &str| {
        let dotted = w.ends_with('.') && w.chars().count() <= 5 || w.matches('.').count() > 1;
        let body = if dotted { w.trim_end_matches('.') } else { w };
        let shape = w.chars().next().is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase() || c == '#')
            || SMALL.contains(&w);
        shape && body.chars().all(|c| c.is_alphanumeric() || "-.'’&/#_".contains(c)) && (dotted || !body.ends_with('.'))
    };
    let first = words.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    let field = FIELDS.iter().any(|f| f.eq_ignore_ascii_case(words));
    (1..=8).contains(&count) && first && !field && words.split_whitespace().all(word)
}

/// The names in the heads of a transcript, to complete a bare surname by the full name of another turn.
struct Speakers<'t> {
    text: &'t str,
    /// By the name without title, in lower case: the name as first written, and the first role beside it.
    by_name: HashMap<String, (&'t str, Option<ByteSpan>)>,
    /// By the last word of a name of several words, in lower case: that name in lower case, and whether there is another.
    by_last: HashMap<String, (String, bool)>,
}

impl<'t> Speakers<'t> {
    fn new(text: &'t str, heads: impl Iterator<Item = Head>) -> Self {
        let mut speakers = Self { text, by_name: HashMap::new(), by_last: HashMap::new() };
        for head in heads {
            let (_, name) = without_title(head.name.of(text));
            let key = name.to_lowercase();
            let (_, role) = speakers.by_name.entry(key.clone()).or_insert((name, None));
            *role = role.or(head.role);
            if let Some((_, last)) = key.rsplit_once(char::is_whitespace) {
                let (first, several) = speakers.by_last.entry(last.to_owned()).or_insert((key.clone(), false));
                *several |= *first != key;
            }
        }
        speakers
    }

    /// The speaker of a head, and whether two full names fit.
    fn of(&self, head: Head) -> (Speaker, bool) {
        let (title, bare) = without_title(head.name.of(self.text));
        let key = bare.to_lowercase();
        let own = self.by_name.get(&key);
        let full = self.by_last.get(&key).filter(|_| !bare.contains(' '));
        // A role beside the bare surname elsewhere makes it a name of its own.
        let alone = own.filter(|(_, role)| role.is_some());
        let ambiguous = full.is_some_and(|(_, several)| *several || alone.is_some());
        let found = if ambiguous { None } else { full.and_then(|(name, _)| self.by_name.get(name)).or(alone) };
        let (name, role) = found.map_or((bare, head.role), |(name, role)| (*name, head.role.or(*role)));
        let role = role.map(|r| r.of(self.text).trim().to_owned()).or_else(|| title.map(str::to_owned));
        (Speaker { span: head.name, name: name.to_owned(), role }, ambiguous)
    }
}

/// A title or role before a name, and the name.
fn without_title(name: &str) -> (Option<&str>, &str) {
    let lexicon = Lexicon::english();
    let mut rest = name;
    while let Some((word, after)) = rest.split_once(' ') {
        if !lexicon.class(word.trim_end_matches('.')).intersects(Class::TITLE | Class::ROLE) {
            break;
        }
        rest = after.trim_start();
    }
    // Speaker 1, Mr. Speaker: what is left is no name.
    let office = !rest.contains(' ') && lexicon.class(rest).intersects(Class::TITLE | Class::ROLE);
    if !rest.contains(char::is_alphabetic) || office {
        return (None, name);
    }
    let title = name.get(..name.len() - rest.len()).map(str::trim).filter(|t| !t.is_empty());
    (title, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(text: &str) -> Vec<(String, String, String)> {
        let found = transcript(text);
        let row = |s: &super::super::Statement| {
            let speaker = s.speaker.as_ref().unwrap();
            assert_eq!(s.spans[0].of(text), s.text);
            (speaker.name.clone(), speaker.role.clone().unwrap_or_default(), s.text.clone())
        };
        found.statements.iter().map(row).collect()
    }

    fn row(name: &str, role: &str, words: &str) -> (String, String, String) {
        (name.to_owned(), role.to_owned(), words.to_owned())
    }

    #[test]
    fn turns_belong_to_their_speakers() {
        let text = "Hearing on chips\nDate: 4 March\n\nSEN. INES HARROWGATE (Chair): Good morning: welcome.\nWe begin.\n(Applause)\nDov Pellinore, Circuit Makers' Council: Thank you. At 10:30 we left.\nHARROWGATE: Go on.\n[00:12:03] Q: Why?\n";
        assert_eq!(
            turns(text),
            [
                row("INES HARROWGATE", "Chair", "Good morning: welcome."),
                row("INES HARROWGATE", "Chair", "We begin."),
                row("Dov Pellinore", "Circuit Makers' Council", "Thank you. At 10:30 we left."),
                row("INES HARROWGATE", "Chair", "Go on."),
                row("Q", "", "Why?"),
            ]
        );
        let found = transcript(text);
        assert_eq!(found.statements[1].flags, [Flag::Floating]);
        assert_eq!(found.statements[0].flags, [Flag::Header]);
    }

    #[test]
    fn wrapped_lines_of_a_turn_are_one_statement() {
        let line = "and that is what the members of this committee have been asking for\n";
        let text = format!("ADA NOWAK: We heard it\n{}BO LIND: So did we\n{}", line.repeat(6), line.repeat(6));
        let found = turns(&text);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].0, "BO LIND");
    }

    #[test]
    fn a_surname_of_two_speakers_is_ambiguous() {
        let found = transcript("ANN LEE: Yes.\nBOB LEE: No.\nLEE: Perhaps.\n");
        assert_eq!(found.statements[2].speaker.as_ref().unwrap().name, "LEE");
        assert_eq!(found.statements[2].flags, [Flag::Ambiguous, Flag::Header]);
    }

    #[test]
    fn a_colon_in_a_sentence_begins_no_turn() {
        assert_eq!(turns("ADA: There are two ways.\nThe first one is this: we wait. It ends. Then: go.\n").len(), 2);
        assert!(turns("No speaker here.\nNote: none\n").is_empty());
    }
}
