//! The heads of lines that begin a turn: who speaks, in which role, and where the words begin.

use crate::ByteSpan;
use crate::quotation::text::lexicon::{Class, Lexicon};

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
/// Bytes of a name in a chat.
const LONGEST_NICK: usize = 40;
/// Bytes of such a head after its title.
const LONGEST_RECORD_HEAD: usize = 40;

/// Words that may stand small inside a speaker's name.
const SMALL: [&str; 18] = [
    "of", "the", "for", "and", "de", "da", "do", "dos", "del", "della", "der", "den", "van", "von", "la", "le", "bin",
    "al",
];

/// A speaker's head of a line: where the name is, the role beside it, and where the words begin.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) name: ByteSpan,
    pub(super) role: Option<ByteSpan>,
    pub(super) words: usize,
}

/// The head of a line, if it has one: `NAME:`, `<v NAME>`, `Mr. NAME.`
pub(super) fn head(text: &str, line: ByteSpan) -> Option<Head> {
    let line = ByteSpan::new(line.start(), line.start() + line.of(text).lines().next()?.len()).trimmed(text);
    voice(text, line)
        .or_else(|| colon_head(text, line))
        .or_else(|| chat_head(text, line))
        .or_else(|| timed_head(text, line))
        .or_else(|| record_head(text, line))
}

/// The head of a chat's line, `[10:15] <NAME> words`.
fn chat_head(text: &str, line: ByteSpan) -> Option<Head> {
    let start = line.start() + stamp(line.of(text));
    let stamped = start > line.start();
    let rest = ByteSpan::new(start, line.end()).of(text);
    let inner = rest.strip_prefix('<').filter(|_| stamped)?;
    let end = inner.find('>')?;
    let name = inner.get(..end)?;
    let bare = name.trim_start_matches(['@', '+', '%', '~', '&']);
    let from = start + 1 + (name.len() - bare.len());
    let nick = !bare.is_empty() && bare.len() <= LONGEST_NICK && !bare.contains(['<', '"', '=']);
    nick.then_some(Head {
        name: ByteSpan::new(from, start + 1 + end).trimmed(text),
        role: None,
        words: start + 1 + end + 1,
    })
}

/// A line that is only a name and a time, `NAME  10:15 AM`, `NAME [10:15]`: the words are below it.
fn timed_head(text: &str, line: ByteSpan) -> Option<Head> {
    let words = line.of(text);
    let time = words.split_whitespace().rev().take(2).filter(|w| w.contains(':')).last()?;
    let at = words.rfind(time)?;
    let timed = stamp(words.get(at..)?) == words.len() - at && time.contains(|c: char| c.is_ascii_digit());
    let name = ByteSpan::new(line.start(), line.start() + at).trimmed(text);
    let set_apart = name.end() + 2 <= line.start() + at || time.starts_with(['[', '(']);
    (timed && set_apart && is_name(name.of(text))).then_some(Head { name, role: None, words: line.end() })
}

/// WebVTT's voice, `<v NAME>words</v>`.
fn voice(text: &str, line: ByteSpan) -> Option<Head> {
    let words = line.of(text);
    let rest = words.strip_prefix("<v")?;
    let end = rest.find('>')?;
    let name = ByteSpan::new(line.start() + 2, line.start() + 2 + end).trimmed(text);
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
        *c == ':' && after.is_none_or(|c| c.is_whitespace() || c == '*')
    })?;
    let mut name = ByteSpan::new(start, start + colon.0).trimmed(text);
    let mut words = start + colon.0 + 1;
    if name.of(text).starts_with("**") {
        // **NAME:** and **NAME**:
        let bold = name.of(text).trim_end_matches("**").len();
        name = ByteSpan::new(name.start() + 2, name.start() + bold.max(2));
        words += if rest.get(colon.0 + 1..).is_some_and(|r| r.starts_with("**")) { 2 } else { 0 };
    }
    let mut role = None;
    while let Some((at, inner)) = bracketed(name.of(text)) {
        let inside = ByteSpan::new(name.start() + at + 1, name.start() + at + 1 + inner.len());
        if at == 0 {
            // [SPEAKER_00]:
            name = inside;
            break;
        }
        let outside = ByteSpan::new(name.start(), name.start() + at).trimmed(text);
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
        name = ByteSpan::new(name.start(), name.start() + at).trimmed(text);
    }
    is_name(name.of(text)).then_some(Head { name, role: role.filter(|r| !r.is_empty()), words })
}

/// Bytes of a time stamp, and of what sets it off, at the head of a line: `[00:12:03]`, `3/12/24, 10:15 AM - `, `>>`.
fn stamp(line: &str) -> usize {
    let is_stamp = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || matches!(c, ':' | '.' | ',' | '/' | '[' | ']' | '(' | ')' | '>' | '-')
    };
    let mut length = 0;
    loop {
        let rest = line.get(length..).unwrap_or("");
        length += rest.find(|c| !is_stamp(c)).unwrap_or(rest.len());
        let lead = line.get(..length).unwrap_or("");
        let rest = line.get(length..).unwrap_or("");
        // AM and PM after a time; the T and the Z of ISO 8601 beside a digit.
        let half = ["AM", "PM", "am", "pm"]
            .iter()
            .any(|half| rest.strip_prefix(half).is_some_and(|after| !after.starts_with(char::is_alphanumeric)));
        let iso = rest.strip_prefix(['T', 'Z']).is_some_and(|after| {
            lead.ends_with(|c: char| c.is_ascii_digit()) && !after.starts_with(char::is_alphabetic)
        });
        if half && lead.contains(':') {
            length += 2;
        } else if iso {
            length += 1;
        } else {
            return if lead.contains(':') || lead.contains(">>") || is_bullet(lead) { length } else { 0 };
        }
    }
}

/// Whether the head of a line is the mark of a list.
fn is_bullet(lead: &str) -> bool {
    lead == "- "
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
